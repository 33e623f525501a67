//! Damaged books: whatever is damaged and wherever, nothing is written to the file, nothing panics, and what is saved was there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use quarterdeck::domain::client::ClientId;
use quarterdeck::store::{ClientQuery, Direction, HistoryQuery, Salvage, Store, StoreError, salvage};

use super::common::{add, ana, book, book_at, folder, move_to, open, plain, today};

const PAGE: usize = 4_096;

/// A book with forty clients, each moved, in more pages than anybody would guess at.
fn filled(folder: &tempfile::TempDir) -> Store {
    let store = book(folder);
    let clients: Vec<ClientId> = (0..40).map(|n| add(&store, &format!("Client {n:02}"))).collect();
    for (n, client) in clients.iter().enumerate() {
        move_to(&store, *client, ["A", "B", "C"][n % 3], &ana());
    }
    store
}

/// What a book says: its clients with where they stand, and its history.
fn said(store: &Store) -> (BTreeSet<String>, BTreeSet<String>) {
    let query = ClientQuery::default();
    let rows = store.clients(&query, None, Direction::After, 1_000, today()).expect("read");
    let clients = rows.iter().map(|row| format!("{} {} {:?}", row.client, row.name, row.segment)).collect();
    let history = store.history(&HistoryQuery::default(), 1_000).expect("read");
    (clients, history.iter().map(|row| format!("{} {} {}", row.seq, row.by, row.summary)).collect())
}

fn state(path: &Path) -> (Vec<u8>, std::time::SystemTime, Vec<std::ffi::OsString>) {
    let mut names: Vec<_> =
        fs::read_dir(path.parent().expect("a folder")).expect("names").flatten().map(|e| e.file_name()).collect();
    names.sort();
    (fs::read(path).expect("bytes"), fs::metadata(path).expect("there").modified().expect("a time"), names)
}

/// Salvages a file and makes sure that not a byte of it, nor its time, nor its folder changes.
fn saved(path: &Path) -> Result<Salvage, StoreError> {
    let before = state(path);
    let salvage = salvage(path, today());
    assert!(state(path) == before, "the file was touched");
    salvage
}

fn count(salvage: &Salvage, table: &str) -> i64 {
    salvage.found.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows)
}

#[test]
fn a_whole_book_is_saved_whole_and_nothing_is_said_of_it() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    drop(store);
    let salvage = saved(&book_at(&folder)).expect("saved");
    assert_eq!((&salvage.damage, &salvage.lost), (&Vec::new(), &Vec::new()));
    assert!(said(&salvage.store) == whole);
    assert!(matches!(salvage.store.undo(&ana()), Err(StoreError::Gone(_))), "nobody writes to what was saved");
}

#[test]
fn a_book_with_a_zeroed_page_of_clients_is_saved_whole_from_its_journal() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    drop(store);
    let path = book_at(&folder);
    let root: usize = plain(&path)
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'clients'", [], |row| row.get::<_, i64>(0))
        .map(|root| usize::try_from(root).expect("a page"))
        .expect("a root");
    let mut bytes = fs::read(&path).expect("bytes");
    bytes[(root - 1) * PAGE..root * PAGE].fill(0);
    fs::write(&path, bytes).expect("damaged");
    let salvage = saved(&path).expect("saved");
    assert!(!salvage.damage.is_empty());
    assert!(said(&salvage.store) == whole, "{:?}", salvage.lost);
}

#[test]
fn a_book_whose_schema_or_header_is_gone_is_still_read() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    let backup = store.backup(None, "asked", &ana()).expect("a backup");
    drop(store);
    let path = book_at(&folder);
    for original in [fs::read(&path).expect("bytes"), fs::read(&backup).expect("bytes")] {
        for (from, to) in [(100, PAGE), (0, 100), (0, PAGE)] {
            let mut bytes = original.clone();
            bytes[from..to].fill(0);
            fs::write(&path, bytes).expect("damaged");
            let salvage = saved(&path).expect("saved");
            assert!(!salvage.damage.is_empty());
            assert!(said(&salvage.store) == whole, "{from}..{to}: {:?} {:?}", salvage.damage, salvage.lost);
            let (good, _) = salvage.newest_good.expect("the backup is offered");
            assert_eq!(good.path, backup);
        }
    }
}

#[test]
fn a_book_that_was_cut_off_gives_what_is_left_and_names_the_good_backup() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    store.backup(None, "asked", &ana()).expect("a backup");
    add(&store, "Later");
    drop(store);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    fs::write(&path, &bytes[..bytes.len() - 3 * PAGE - 100]).expect("cut");
    let error = Store::open(&path, today()).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
    let salvage = saved(&path).expect("saved");
    assert!(salvage.damage.iter().any(|line| line.contains("cut off")), "{:?}", salvage.damage);
    let (good, examined) = salvage.newest_good.as_ref().expect("the backup is offered");
    assert!(good.why == "asked" && examined.clients == 40);
    assert!(salvage.since_backup.1 <= 1 && said(&salvage.store).1.len() <= whole.1.len() + 1);
}

#[test]
fn damaged_indexes_cost_nothing() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    drop(store);
    let path = book_at(&folder);
    let roots: Vec<usize> = {
        let db = plain(&path);
        let mut asked = db.prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'index'").expect("a statement");
        let rows = asked.query_map([], |row| row.get::<_, i64>(0)).expect("rows");
        rows.map(|root| usize::try_from(root.expect("a root")).expect("a page")).collect()
    };
    let mut bytes = fs::read(&path).expect("bytes");
    for root in roots.into_iter().filter(|root| *root > 0) {
        bytes[(root - 1) * PAGE..root * PAGE].fill(0xA5);
    }
    fs::write(&path, bytes).expect("damaged");
    let salvage = saved(&path).expect("saved");
    assert!(said(&salvage.store) == whole && salvage.lost.is_empty(), "{:?}", salvage.lost);
}

#[test]
fn a_change_that_was_cut_off_is_taken_back_in_the_copy_and_left_in_the_file() {
    let folder = folder();
    let store = filled(&folder);
    let whole = said(&store);
    drop(store);
    // A killed writer leaves its journal: here a transaction that spilled into the file, copied while it was open.
    let path = book_at(&folder);
    let copy = folder.path().join("cut.db");
    let db = plain(&path);
    db.execute_batch("PRAGMA cache_size = 2; PRAGMA cache_spill = 1; BEGIN; UPDATE clients SET notes = hex(randomblob(4000));")
        .expect("under way");
    fs::copy(&path, &copy).expect("copied");
    fs::copy(folder.path().join("book.db-journal"), folder.path().join("cut.db-journal")).expect("copied");
    db.execute_batch("ROLLBACK").expect("taken back");
    let salvage = saved(&copy).expect("saved");
    assert!(said(&salvage.store) == whole, "{:?} {:?}", salvage.damage, salvage.lost);
}

#[test]
fn what_is_no_book_at_all_gives_nothing_and_stays() {
    let folder = folder();
    let path = book_at(&folder);
    for content in [vec![0_u8; 3 * PAGE], vec![0x5A; 5 * PAGE + 17], b"a letter".repeat(900)] {
        fs::write(&path, content).expect("written");
        assert!(matches!(saved(&path), Err(StoreError::Foreign { .. } | StoreError::Damaged(_))));
    }
    fs::remove_file(&path).expect("gone");
    assert!(matches!(salvage(&path, today()), Err(StoreError::Missing(_))));
}

/// Damages a book at a place, in one of several ways; salvages it; and compares with what was there.
fn damage_and_save(path: &Path, original: &[u8], whole: &(BTreeSet<String>, BTreeSet<String>), how: u8, at: usize, noise: u64) {
    let mut bytes = original.to_vec();
    let pages = bytes.len() / PAGE;
    let page = at % pages;
    let run = |n: usize| page * PAGE..((page + n) * PAGE).min(original.len());
    let mut random = noise | 1;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random.to_le_bytes()[3]
    };
    match how {
        0 => bytes.truncate(at % original.len()),
        1 => bytes[run(1)].fill(0),
        2 => bytes[run(3)].fill(0),
        3 => bytes[run(1)].iter_mut().for_each(|byte| *byte = next()),
        4 => bytes[run(2)].iter_mut().for_each(|byte| *byte = next()),
        5 => bytes[100..PAGE].iter_mut().for_each(|byte| *byte = next()),
        6 => bytes[..100].iter_mut().for_each(|byte| *byte = next()),
        _ => {
            let from = at % original.len();
            let to = (from + 64).min(original.len());
            bytes[from..to].iter_mut().for_each(|byte| *byte = next());
        }
    }
    fs::write(path, bytes).expect("damaged");
    if let Ok(salvage) = saved(path) {
        let (clients, history) = said(&salvage.store);
        assert!(history.is_subset(&whole.1), "an entry that was never there ({how} at {at})");
        let names = |lines: &BTreeSet<String>| -> BTreeSet<String> {
            lines
                .iter()
                .map(|line| line.split(" Some").next().unwrap_or_default().split(" None").next().unwrap_or_default().to_owned())
                .collect()
        };
        assert!(names(&clients).is_subset(&names(&whole.0)), "a client that was never there ({how} at {at}): {clients:?}");
        assert!(count(&salvage, "clients") <= 40);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn whatever_is_damaged_the_file_stays_nothing_panics_and_what_is_saved_was_there(
        places in prop::collection::vec((0_u8..8, any::<usize>(), any::<u64>()), 1..3)
    ) {
        let folder = folder();
        let store = filled_once(&folder);
        let whole = said(&store);
        drop(store);
        let path = book_at(&folder);
        let original = fs::read(&path).expect("bytes");
        for (how, at, noise) in places {
            damage_and_save(&path, &original, &whole, how, at, noise);
        }
    }
}

/// The book is filled once and copied for each case.
fn filled_once(folder: &tempfile::TempDir) -> Store {
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let first = super::common::folder();
        drop(filled(&first));
        fs::read(book_at(&first)).expect("bytes")
    });
    fs::write(book_at(folder), bytes).expect("copied");
    open(&book_at(folder))
}

#[test]
#[ignore = "long: every page damaged in every way; cargo test --release --test store -- --ignored every_page"]
fn every_page_damaged_in_every_way_leaves_the_file_and_saves_only_what_was_there() {
    let folder = folder();
    let store = filled_once(&folder);
    let whole = said(&store);
    drop(store);
    let path = book_at(&folder);
    let original = fs::read(&path).expect("bytes");
    let mut cases = 0;
    for page in 0..original.len() / PAGE {
        for how in 0..8 {
            for (n, offset) in [0, 1_000, 4_000].into_iter().enumerate() {
                let at = if matches!(how, 0 | 7) { page * PAGE + offset } else { page };
                damage_and_save(&path, &original, &whole, how, at, (page * 31 + n) as u64 + 1);
                cases += 1;
            }
        }
    }
    println!("{cases} damaged files");
}
