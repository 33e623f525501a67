//! Files that are no book, too new, moved or replaced: refused in words, left byte for byte as they were.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use quarterdeck::domain::command::Command;
use quarterdeck::store::{Store, StoreError, restore_backup};
use rusqlite::Connection;

use super::common::{MODEL, add, ana, bo, book, book_at, entries, folder, move_to, open, plain, to, today, whole};

/// Opening is refused, and neither the file nor its folder is changed.
#[track_caller]
fn refused(path: &Path) -> StoreError {
    let bytes = |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|_| fs::read(path).expect("bytes"));
    let around = |path: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(path.parent().expect("a folder")).expect("names").map(|e| e.expect("a name").file_name()).collect();
        names.sort();
        names
    };
    let (before, beside) = (bytes(path), around(path));
    let error = Store::open(path, today()).expect_err("refused");
    assert_eq!(bytes(path), before, "{error}");
    assert_eq!(around(path), beside, "{error}");
    error
}

#[test]
fn a_newer_book_is_refused_untouched_and_both_versions_are_named() {
    let folder = folder();
    drop(book(&folder));
    let path = book_at(&folder);
    plain(&path).pragma_update(None, "user_version", 99).expect("a version");
    let error = refused(&path);
    assert!(matches!(error, StoreError::Newer { found: 99, known: 5, .. }), "{error}");
    assert!(error.to_string().contains("99") && error.to_string().contains("version 5"), "{error}");
}

#[test]
fn a_book_that_a_newer_program_took_on_while_it_was_open_takes_no_more_writes() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    move_to(&store, acme, "C", &ana());
    let path = book_at(&folder);
    plain(&path).pragma_update(None, "user_version", 99).expect("a version");
    let (count, bytes) = (entries(&path), fs::read(&path).expect("bytes"));
    let attempts = [
        store.execute(&Command::Move(to(acme, "B")), &ana()).map(|_| ()),
        store.undo(&ana()).map(|_| ()),
        store.import(quarterdeck::store::ImportPolicy::default(), &ana()).map(|_| ()),
        store.turn_to(today() - chrono::Days::new(9)),
        store.aside().open(today()).map(|_| ()),
    ];
    for attempt in attempts {
        assert!(matches!(attempt, Err(StoreError::Newer { found: 99, known: 5, .. })), "{attempt:?}");
    }
    drop(store);
    assert_eq!(entries(&path), count);
    assert!(fs::read(&path).expect("bytes") == bytes, "nothing was written");
}

/// What a program that was killed left half written goes when the next file is made there; what is younger than an hour may still be
/// under way.
#[test]
fn what_a_killed_program_left_half_written_goes_in_time() {
    let folder = folder();
    let store = book(&folder);
    let backups = store.backup_folder();
    fs::create_dir(&backups).expect("a folder");
    let made = |name: &str, hours: u64| {
        let file = fs::File::create(backups.join(name)).expect("a file");
        let now = file.metadata().and_then(|about| about.modified()).expect("a time");
        file.set_modified(now - std::time::Duration::from_secs(hours * 3_600)).expect("a time");
        backups.join(name)
    };
    let (old, journal) = (made(".quarterdeck-old", 3), made(".quarterdeck-old-journal", 3));
    let kept = [made(".quarterdeck-young", 0), made("mine", 3)];
    store.backup(None, "asked", &ana()).expect("a backup");
    assert!(!old.exists() && !journal.exists());
    assert!(kept.iter().all(|path| path.exists()));
}

#[test]
fn a_version_no_book_has_is_refused() {
    let folder = folder();
    drop(book(&folder));
    let path = book_at(&folder);
    plain(&path).pragma_update(None, "user_version", 0).expect("a version");
    assert!(matches!(refused(&path), StoreError::Foreign { .. }));
}

#[test]
fn a_database_of_another_program_is_refused_untouched() {
    let folder = folder();
    let path = book_at(&folder);
    Connection::open(&path).expect("a file").execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").expect("a table");
    assert!(matches!(refused(&path), StoreError::Foreign { .. }));
}

#[test]
fn texts_empty_files_short_files_and_folders_are_no_books() {
    let folder = folder();
    let path = folder.path().join("notes.db");
    for content in [&b""[..], b"SQLite format 3\0", b"name,arr\nAcme,12\n", &[b'x'; 5_000], &[0; 4_096]] {
        fs::write(&path, content).expect("written");
        assert!(matches!(refused(&path), StoreError::Foreign { .. }));
    }
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    assert!(refused(&path).to_string().contains("folder"));
}

#[test]
fn a_truncated_book_is_refused_or_found_damaged_but_never_mended() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    drop(store);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    for length in [600, 4_096, 40_960, bytes.len() - 4_096] {
        fs::write(&path, &bytes[..length]).expect("cut");
        match Store::open(&path, today()) {
            Ok(store) => assert!(!store.check(today()).is_ok_and(|problems| problems.is_empty()), "{length}"),
            Err(error) => assert!(matches!(error, StoreError::Damaged(_)), "{length}: {error:?}"),
        }
        assert!(fs::read(&path).expect("bytes") == bytes[..length], "{length}: changed");
    }
}

#[test]
fn a_missing_book_is_missing_and_stays_so() {
    let folder = folder();
    let path = book_at(&folder);
    assert!(matches!(refused(&path), StoreError::Missing(_)));
    assert!(matches!(Store::open(&folder.path().join("no/such/book.db"), today()), Err(StoreError::Missing(_))));
    assert!(!path.exists());
}

#[test]
fn a_device_and_a_loop_of_links_are_refused() {
    let folder = folder();
    let a = folder.path().join("a.db");
    symlink(folder.path().join("b.db"), &a).expect("a link");
    symlink(&a, folder.path().join("b.db")).expect("a link");
    assert!(matches!(refused(&a), StoreError::File { .. }));
    assert!(matches!(Store::open(Path::new("/dev/null"), today()), Err(StoreError::Foreign { .. })));
}

#[test]
fn a_link_to_a_book_works_and_stays_a_link() {
    let folder = folder();
    drop(book(&folder));
    let link = folder.path().join("link.db");
    symlink(book_at(&folder), &link).expect("a link");
    let store = open(&link);
    let acme = add(&store, "Acme");
    move_to(&store, acme, "B", &ana());
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(entries(&book_at(&folder)), 3);
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = folder();
    drop(book(&folder));
    let path = book_at(&folder);
    if fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        eprintln!("skipped: the superuser may write everywhere");
        return;
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).expect("modes");
    let said = Store::open(&path, today())
        .and_then(|store| store.execute(&Command::Set { key: "lead".into(), value: "3".into() }, &ana()));
    assert!(matches!(said, Err(StoreError::ReadOnly(_))), "{said:?}");
}

#[test]
fn a_book_that_was_moved_deleted_or_replaced_takes_no_more_writes() {
    type Fate = fn(&Path);
    let fates: [(&str, Fate); 4] = [
        ("moved", |path| fs::rename(path, path.with_extension("old")).expect("moved")),
        ("deleted", |path| fs::remove_file(path).expect("deleted")),
        ("replaced", |path| {
            fs::copy(path, path.with_extension("new")).expect("copied");
            fs::rename(path.with_extension("new"), path).expect("replaced");
        }),
        ("folder moved", |path| {
            let folder = path.parent().expect("a folder");
            fs::rename(folder, folder.with_extension("old")).expect("moved");
        }),
    ];
    for (name, fate) in fates {
        let folder = folder();
        let inner = folder.path().join("books");
        let path = inner.join("book.db");
        let store = Store::create(&path, MODEL, &ana()).expect("a book");
        let acme = add(&store, "Acme");
        move_to(&store, acme, "B", &ana());
        let count = entries(&path);
        fate(&path);
        let attempts = [
            store.execute(&Command::Move(to(acme, "C")), &bo()).map(|_| ()),
            store.undo(&ana()).map(|_| ()),
            store.import(quarterdeck::store::ImportPolicy::default(), &ana()).map(|_| ()),
            store.turn_to(today() - chrono::Days::new(9)),
            store.repair(today()),
        ];
        for attempt in attempts {
            assert!(matches!(attempt, Err(StoreError::Gone(_))), "{name}: {attempt:?}");
        }
        let places = [path.clone(), path.with_extension("old"), folder.path().join("books.old/book.db")];
        for place in places.iter().filter(|place| place.exists()) {
            assert_eq!(entries(place), count, "{name}: nothing was written");
        }
        drop(store);
        assert_eq!(path.exists(), name == "replaced", "{name}: nothing was made in its place");
    }
}

#[test]
fn a_book_that_moves_during_an_import_takes_nothing_in() {
    let folder = folder();
    let store = book(&folder);
    let path = book_at(&folder);
    let stamp = ana();
    let mut import = store.import(quarterdeck::store::ImportPolicy::default(), &stamp).expect("begun");
    import.row(2, &super::common::incoming(&[(quarterdeck::domain::client::Field::Name, "Acme")])).expect("a row");
    let elsewhere = path.with_extension("old");
    fs::rename(&path, &elsewhere).expect("moved");
    let ended = import.finish("imported", "{}");
    assert!(matches!(ended, Err(StoreError::Gone(_))), "{ended:?}");
    drop(store);
    assert_eq!(entries(&elsewhere), 1);
}

#[test]
fn a_new_book_is_private_durable_and_marked_as_ours() {
    let folder = folder();
    let path = folder.path().join("deep/er/book.db");
    drop(Store::create(&path, MODEL, &ana()).expect("a book"));
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
    let names = fs::read_dir(path.parent().expect("a folder")).expect("names").count();
    assert_eq!(names, 1, "nothing is left beside it");
    let db = plain(&path);
    let number = |pragma: &str| db.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).expect("a number");
    assert_eq!((number("application_id"), number("user_version")), (0x5144_434B, 5));
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("a mode");
    assert_eq!(mode, "delete");
}

#[test]
fn a_book_put_into_wal_mode_by_others_comes_back_to_one_whole_file() {
    let folder = folder();
    drop(book(&folder));
    let path = book_at(&folder);
    plain(&path).query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("WAL");
    let store = open(&path);
    add(&store, "Acme");
    assert!(!path.with_extension("db-wal").exists());
    whole(&store, today());
}

#[test]
fn creating_refuses_what_is_there_already() {
    let folder = folder();
    let path = book_at(&folder);
    drop(book(&folder));
    let bytes = fs::read(&path).expect("bytes");
    assert!(matches!(Store::create(&path, MODEL, &ana()), Err(StoreError::Exists(_))));
    assert!(fs::read(&path).expect("bytes") == bytes);
    let link = folder.path().join("nowhere.db");
    symlink(folder.path().join("gone"), &link).expect("a link");
    assert!(matches!(Store::create(&link, MODEL, &ana()), Err(StoreError::Exists(_))), "a link to nothing is something");
    assert!(Store::create(&folder.path().join("other.db"), "no-such-model", &ana()).is_err());
    assert!(!folder.path().join("other.db").exists());
}

/// A journal that was left behind without its book would be rolled into the next file of that name.
#[test]
fn a_journal_left_behind_is_never_rolled_into_a_new_book() {
    let folder = folder();
    let path = book_at(&folder);
    let store = book(&folder);
    add(&store, "Acme");
    drop(store);
    let hot = leave_a_hot_journal(&path);
    fs::remove_file(&path).expect("removed");
    assert!(matches!(Store::create(&path, MODEL, &ana()), Err(StoreError::Exists(found)) if found == hot));
    assert!(!path.exists() && hot.exists());
    // Restored over a book that cannot be read: its journal goes with it.
    let other = folder.path().join("other.db");
    let store = Store::create(&other, MODEL, &ana()).expect("a book");
    add(&store, "Other");
    fs::write(&path, [b'x'; 9_000]).expect("a damaged book");
    restore_backup(&path, &other, &ana()).expect("restored");
    assert!(!hot.exists(), "the old journal went with the old book");
    let store = open(&path);
    whole(&store, today());
    assert!(store.find("Other").is_ok());
}

/// Kills a writer in mid-transaction, as far as the files tell: a copy of the journal is put back after a rollback.
fn leave_a_hot_journal(path: &Path) -> std::path::PathBuf {
    let journal = path.with_extension("db-journal");
    let db = plain(path);
    db.execute_batch(
        "PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE clients SET notes = hex(randomblob(20000))",
    )
    .expect("a write");
    db.execute_batch("CREATE TABLE filler (x); INSERT INTO filler SELECT randomblob(9000) FROM (VALUES (1), (2), (3), (4))")
        .expect("spilled");
    let kept = fs::read(&journal).expect("a journal");
    db.execute_batch("ROLLBACK").expect("rolled back");
    drop(db);
    fs::write(&journal, kept).expect("put back");
    journal
}

#[test]
fn a_backup_is_a_book_of_its_own_and_restores() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let backup = store.backup(None, "import", &ana()).expect("a backup");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&backup), mode(backup.parent().expect("a folder"))), (0o600, 0o700));
    assert!(matches!(store.backup(Some(&backup), "import", &ana()), Err(StoreError::Exists(_))));
    move_to(&store, acme, "B", &ana());
    let head = store.head().expect("a head");
    let report = restore_backup(&book_at(&folder), &backup, &ana()).expect("restored");
    assert_eq!((report.entries_before, report.entries_after), (Some(3), 2));
    assert!(matches!(store.execute(&Command::Move(to(acme, "C")), &ana()), Err(StoreError::Gone(_))));
    drop(store);
    let restored = open(&book_at(&folder));
    whole(&restored, today());
    let kept = open(&report.kept.expect("the old one is kept"));
    assert_eq!(kept.head().expect("a head"), head);
    whole(&kept, today());
}

#[test]
fn restoring_over_a_link_leaves_the_link_and_changes_the_book_behind_it() {
    let folder = folder();
    let store = book(&folder);
    let backup = folder.path().join("backup.db");
    store.backup(Some(&backup), "by hand", &ana()).expect("a backup");
    add(&store, "Acme");
    drop(store);
    let link = folder.path().join("link.db");
    symlink(book_at(&folder), &link).expect("a link");
    restore_backup(&link, &backup, &ana()).expect("restored");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(entries(&book_at(&folder)), 1);
}

#[test]
fn restoring_from_what_is_no_book_changes_nothing() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a book").expect("written");
    assert!(matches!(restore_backup(&path, &text, &ana()), Err(StoreError::Foreign { .. })));
    assert!(matches!(restore_backup(&path, &folder.path().join("none"), &ana()), Err(StoreError::Missing(_))));
    assert!(fs::read(&path).expect("bytes") == bytes);
}

#[test]
fn thinning_takes_away_backups_of_this_book_and_nothing_else() {
    let folder = folder();
    let store = book(&folder);
    let backups = store.backup_folder();
    fs::create_dir_all(&backups).expect("a folder");
    let theirs =
        ["notes-20180101T000000Z.txt", "other-20180101T000000Z-import.db", "mine.db", "book-20180101T000000Z-replaced.db"];
    for name in theirs {
        fs::write(backups.join(name), "keep me").expect("written");
    }
    for second in 0..40 {
        fs::write(backups.join(format!("book-201901{:02}T0000{second:02}Z-import.db", second % 28 + 1)), "old").expect("written");
    }
    store.backup(None, "import", &ana()).expect("a backup");
    for name in theirs {
        assert!(backups.join(name).exists(), "{name}");
    }
    let left = fs::read_dir(&backups).expect("names").count();
    assert!(left < 40, "{left} are left");
}
