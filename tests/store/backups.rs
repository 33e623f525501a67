//! Backups: made before what concerns many, verified, listed, compared, restored; and none that fails is in anybody's way.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{Datelike, TimeDelta};
use quarterdeck::domain::command::Command;
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{
    BackupFile, Precaution, Store, StoreError, backups, compare, examine, newest_good, restore_backup, the_backup,
};

use super::common::{add, ana, bo, book, book_at, folder, move_to, open, to, today, whole};

fn later(minutes: i64) -> Stamp {
    let by = ana();
    Stamp { now: by.now + TimeDelta::minutes(minutes), ..by }
}

fn whys(book: &Path) -> Vec<String> {
    backups(book).expect("listed").into_iter().map(|backup: BackupFile| backup.why).collect()
}

fn move_all(
    store: &Store,
    clients: &[quarterdeck::domain::client::ClientId],
    segment: &str,
    stamp: &Stamp,
) -> Option<Precaution> {
    let mut moved = to(clients[0], segment);
    moved.clients = clients.iter().map(|client| (*client).into()).collect();
    store.execute(&Command::Move(moved), stamp).expect("moved").precaution
}

#[test]
fn what_concerns_several_clients_is_backed_up_first_and_what_concerns_one_is_not() {
    let folder = folder();
    let store = book(&folder);
    let (acme, globex) = (add(&store, "Acme"), add(&store, "Globex"));
    move_to(&store, acme, "B", &ana());
    assert_eq!(whys(&book_at(&folder)), Vec::<String>::new());
    let before = store.head().expect("a head");
    let made = move_all(&store, &[acme, globex], "C", &ana());
    let Some(Precaution::Made(path)) = made else { panic!("{made:?}") };
    assert_eq!(examine(&path).expect("read").head, before.1, "the book as it was before");
    // Taking it back concerns as many; so do settings that move everybody's dates, and a model.
    store.undo(&later(1)).expect("taken back");
    store.execute(&Command::Set { key: "roll".to_owned(), value: "none".to_owned() }, &later(2)).expect("set");
    assert_eq!(whys(&book_at(&folder)), ["bulk", "bulk", "bulk"]);
    store.execute(&Command::Set { key: "capacity.ana".to_owned(), value: "12".to_owned() }, &later(3)).expect("set");
    assert_eq!(whys(&book_at(&folder)).len(), 3, "hours of a person move no date");
    whole(&store, today());
}

#[test]
fn no_second_copy_is_made_of_what_the_newest_backup_holds() {
    let folder = folder();
    let store = book(&folder);
    let (acme, globex) = (add(&store, "Acme"), add(&store, "Globex"));
    let asked = store.backup(None, "asked", &ana()).expect("a backup");
    assert_eq!(move_all(&store, &[acme, globex], "C", &later(1)), Some(Precaution::Held(asked.clone())));
    assert_eq!(whys(&book_at(&folder)), ["asked"]);
    // One that is damaged holds nothing.
    let newer = store.backup(None, "asked", &later(2)).expect("a backup");
    let bytes = fs::read(&newer).expect("bytes");
    fs::write(&newer, &bytes[..bytes.len() - 4_096]).expect("cut");
    assert!(matches!(move_all(&store, &[acme, globex], "B", &later(3)), Some(Precaution::Made(_))));
}

#[test]
fn what_is_refused_makes_no_backup() {
    let folder = folder();
    let store = book(&folder);
    let (acme, globex) = (add(&store, "Acme"), add(&store, "Globex"));
    let mut moved = to(acme, "C");
    moved.clients = vec![acme.into(), globex.into()];
    moved.note = "short".to_owned();
    assert!(matches!(store.execute(&Command::Move(moved), &ana()), Err(StoreError::Refused(_))));
    assert!(!store.backup_folder().exists());
}

#[test]
fn a_backup_that_fails_before_a_bulk_change_blocks_nothing_and_is_told() {
    let folder = folder();
    let store = book(&folder);
    let (acme, globex) = (add(&store, "Acme"), add(&store, "Globex"));
    fs::write(store.backup_folder(), "a file where the folder should be").expect("written");
    let told = move_all(&store, &[acme, globex], "C", &ana());
    assert!(told.as_ref().and_then(Precaution::failure).is_some_and(|why| why.contains("book.backups")), "{told:?}");
    assert_eq!(store.last_precaution().get(), told);
    whole(&store, today());
}

#[test]
fn a_scheduled_backup_is_due_half_an_hour_after_the_last_where_something_changed() {
    let folder = folder();
    let store = book(&folder);
    let now = ana().now.to_utc();
    assert_eq!(store.backup_due(now).expect("read"), Some(now + TimeDelta::minutes(30)), "from the first entry on");
    assert_eq!(store.backup_when_due(&later(29)).expect("read"), None);
    let made = store.backup_when_due(&later(31)).expect("made").expect("due");
    assert_eq!(
        (whys(&book_at(&folder)), store.backup_due(later(100).now.to_utc()).expect("read")),
        (vec!["hourly".to_owned()], None)
    );
    add(&store, "Acme");
    assert_eq!(store.backup_due(later(100).now.to_utc()).expect("read"), Some(later(61).now.to_utc()));
    // One of a clock that was ahead does not count.
    fs::copy(&made, store.backup_folder().join("book-20991231T000000Z-hourly.db")).expect("copied");
    assert_eq!(store.backup_due(later(100).now.to_utc()).expect("read"), Some(later(61).now.to_utc()));
}

#[test]
fn a_backup_can_be_left_and_nothing_of_it_remains() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    // Whoever wants no more before anything was told may come too late for a small book: either way nothing is half there.
    match store.backup_watched("hourly", &ana(), &mut |_| ControlFlow::Break(())) {
        Ok(path) => assert!(examine(&path).expect("read").is_whole()),
        Err(error) => assert!(matches!(error, StoreError::Left), "{error:?}"),
    }
    let names: Vec<_> = fs::read_dir(store.backup_folder()).expect("names").flatten().map(|entry| entry.file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{names:?}");
}

#[test]
fn the_list_names_every_backup_the_newest_first_and_the_newest_good_is_found() {
    let folder = folder();
    let store = book(&folder);
    let first = store.backup(None, "asked", &ana()).expect("a backup");
    let again = store.backup(None, "asked", &ana()).expect("a backup of the same second");
    let last = store.backup(None, "hourly", &later(31)).expect("a backup");
    let book = book_at(&folder);
    let listed: Vec<PathBuf> = backups(&book).expect("listed").into_iter().map(|backup| backup.path).collect();
    assert_eq!(listed, [last.clone(), again.clone(), first.clone()]);
    assert_eq!(the_backup(&book, Path::new("2")).expect("found"), again);
    assert_eq!(the_backup(&book, Path::new(first.file_name().expect("a name"))).expect("found"), first);
    assert!(matches!(the_backup(&book, Path::new("4")), Err(StoreError::NoBackup(_))));
    fs::write(&last, "no book").expect("written");
    drop(store);
    fs::remove_file(&book).expect("the book is gone");
    let (good, examined) = newest_good(&book).expect("read").expect("there is one");
    assert_eq!((good.path, examined.entries), (again, 1));
}

#[test]
fn what_restoring_would_lose_is_told_before_and_nothing_is_written() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let backup = store.backup(None, "asked", &ana()).expect("a backup");
    move_to(&store, acme, "B", &ana());
    move_to(&store, acme, "C", &bo());
    let (book, bytes) = (book_at(&folder), |path: &Path| fs::read(path).expect("bytes"));
    let before = (bytes(&book), bytes(&backup));
    let told = compare(&book, &backup).expect("compared");
    assert_eq!((told.lost_entries, told.gained_entries, told.same_book), (2, 0, true));
    assert_eq!(told.lost.iter().map(|entry| (entry.seq, entry.by.as_str())).collect::<Vec<_>>(), [(4, "bo"), (3, "ana")]);
    assert_eq!((told.before.expect("read").clients, told.after.clients), (1, 1));
    assert!((bytes(&book), bytes(&backup)) == before);
    let done = restore_backup(&book, &backup, &ana()).expect("restored").difference;
    assert_eq!((done.lost_entries, done.same_book), (2, true));
    // Going back to what was kept takes the restore back.
    let kept = backups(&book).expect("listed").into_iter().find(BackupFile::is_kept).expect("the replaced book");
    assert_eq!(restore_backup(&book, &kept.path, &later(1)).expect("restored").difference.gained_entries, 2);
    whole(&open(&book), today());
}

#[test]
fn a_backup_of_another_book_is_told_and_a_damaged_one_refused() {
    let (folder, other) = (folder(), folder());
    let store = book(&folder);
    add(&store, "Acme");
    let theirs = Store::create(&book_at(&other), "maturity-appetite", &bo()).expect("a book");
    add(&theirs, "Globex");
    let backup = theirs.backup(None, "asked", &ana()).expect("a backup");
    let (path, bytes) = (book_at(&folder), fs::read(book_at(&folder)).expect("bytes"));
    assert!(!compare(&path, &backup).expect("compared").same_book);
    let whole_copy = fs::read(&backup).expect("bytes");
    let cut = whole_copy[..whole_copy.len() - 4_096].to_vec();
    let mut holed = whole_copy.clone();
    let middle = (holed.len() / 8_192) * 4_096;
    holed[middle..middle + 4_096].fill(0);
    for damaged in [cut, holed] {
        fs::write(&backup, damaged).expect("damaged");
        let refused = restore_backup(&path, &backup, &ana()).expect_err("refused");
        assert!(matches!(&refused, StoreError::Refused(Refusal::Barred { .. }) | StoreError::Damaged(_)), "{refused:?}");
        assert!(fs::read(&path).expect("bytes") == bytes);
    }
    let itself = restore_backup(&path, &path, &ana()).expect_err("refused").to_string();
    assert!(itself.contains("the book itself"), "{itself}");
}

#[test]
fn a_restore_that_was_cut_off_leaves_no_second_name_of_the_book_among_its_backups() {
    let folder = folder();
    let store = book(&folder);
    store.backup(None, "asked", &ana()).expect("a backup");
    let second = store.backup_folder().join("book-20260615T100000Z-replaced.db");
    fs::hard_link(book_at(&folder), second).expect("a link");
    assert_eq!(whys(&book_at(&folder)), ["asked"]);
}

#[test]
#[ignore = "long: 400 days with real files; cargo test --release --test store -- --ignored four_hundred_days"]
fn four_hundred_days_of_backups_leave_a_year_that_restores() {
    let folder = folder();
    let store = book(&folder);
    let mut made = 0;
    for day in 0..400_i64 {
        for hour in [8, 9, 12, 13, 17] {
            let stamp = Stamp { now: ana().now + TimeDelta::days(day) + TimeDelta::hours(hour), ..ana() };
            if hour == 8 {
                let name = format!("Client {day}");
                let fields = vec![(quarterdeck::domain::client::Field::Name, name)];
                let command = Command::Add(quarterdeck::domain::command::AddClient { fields });
                store.execute(&command, &stamp).expect("added");
            }
            store.backup(None, "hourly", &stamp).expect("a backup");
            made += 1;
        }
    }
    let left = backups(&book_at(&folder)).expect("listed");
    println!("{made} backups made, {} left, the oldest of {}", left.len(), left.last().expect("some").at);
    assert!((30..=50).contains(&left.len()), "{} are left", left.len());
    // The last one of each of twelve months, the present one among them.
    let months: std::collections::BTreeSet<_> = left.iter().map(|backup| (backup.at.year(), backup.at.month())).collect();
    assert_eq!(months.len(), 12, "{months:?}");
    drop(store);
    for backup in &left {
        assert!(examine(&backup.path).expect("read").is_whole(), "{}", backup.path.display());
        restore_backup(&book_at(&folder), &backup.path, &ana()).expect("restored");
        whole(&open(&book_at(&folder)), today());
    }
}
