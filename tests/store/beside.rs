//! Files with the name of a book's journal or log that are not of it: the book is not opened, nor changed by a byte (P9).

use std::fs;
use std::path::{Path, PathBuf};

use quarterdeck::store::{Store, StoreError, restore_backup};
use rusqlite::Connection;

use super::common::{add, ana, book, book_at, folder, open, plain, today, whole};

fn beside(book: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", book.display()))
}

/// Both stay as they are, byte for byte, whatever is asked of the book.
#[track_caller]
fn refused(book: &Path, end: &str) {
    let stray = beside(book, end);
    let bytes =
        |path: &Path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|_| fs::read(path).expect("bytes"));
    let before = (bytes(book), bytes(&stray));
    for _ in 0..2 {
        let error = Store::open(book, today()).expect_err("refused");
        assert!(matches!(error, StoreError::Stray { .. }), "{error:?}");
        assert!(error.to_string().contains(&*stray.to_string_lossy()), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("move")), "{error}");
    }
    assert!(Store::zone(book).is_err());
    assert!(bytes(book).is_some() && (bytes(book), bytes(&stray)) == before, "{end}: something was changed");
    assert!(fs::symlink_metadata(&stray).is_ok(), "{end} is still there");
}

/// A change to a file that is cut off: its journal, or its log.
fn cut_off(file: &Path, mode: &str, change: &str, end: &str) -> Vec<u8> {
    let db = Connection::open(file).expect("a file");
    db.execute_batch(&format!(
        "PRAGMA journal_mode = {mode}; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 1; BEGIN; {change}"
    ))
    .expect("a change");
    if mode == "wal" {
        db.execute_batch("COMMIT").expect("in the log");
    }
    let left = fs::read(beside(file, end)).expect("what is left of it");
    assert!(!left.is_empty());
    left
}

const MANY: &str = "CREATE TABLE many AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4000)
                    SELECT x, hex(randomblob(40)) AS y FROM n;";

#[test]
fn a_journal_or_log_of_another_file_never_reaches_the_book() {
    for (mode, end) in [("delete", "-journal"), ("wal", "-wal")] {
        let folder = folder();
        let store = book(&folder);
        add(&store, "Acme");
        drop(store);
        let (path, other) = (book_at(&folder), folder.path().join("other.db"));
        Connection::open(&other).expect("a file").execute_batch(MANY).expect("a table");
        fs::write(beside(&path, end), cut_off(&other, mode, "UPDATE many SET y = y || 'z';", end)).expect("written");
        refused(&path, end);
        fs::remove_file(beside(&path, end)).expect("moved away");
        whole(&open(&path), today());
    }
}

#[test]
fn the_journal_of_another_book_or_of_another_time_never_reaches_the_book() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let path = book_at(&folder);
    // As it was then; the change that was cut off belongs to that.
    let earlier = folder.path().join("earlier.db");
    fs::copy(&path, &earlier).expect("copied");
    for name in ["Bell", "Cole", "Dunn"] {
        add(&store, name);
    }
    drop(store);
    let journal = cut_off(&earlier, "delete", &format!("{MANY} PRAGMA user_version = 5;"), "-journal");
    fs::write(beside(&path, "-journal"), &journal).expect("written");
    refused(&path, "-journal");
    // A newer copy in the place of a book whose program was killed is the same.
    fs::remove_file(beside(&path, "-journal")).expect("moved away");
    whole(&open(&path), today());
}

#[test]
fn what_is_no_file_under_the_name_of_a_journal_is_said_and_not_waited_for() {
    let folder = folder();
    drop(book(&folder));
    let path = book_at(&folder);
    let journal = beside(&path, "-journal");
    fs::create_dir(&journal).expect("a folder");
    refused(&path, "-journal");
    fs::remove_dir(&journal).expect("removed");
    std::os::unix::fs::symlink(folder.path().join("somewhere"), &journal).expect("a link");
    refused(&path, "-journal");
    fs::remove_file(&journal).expect("removed");
    assert!(std::process::Command::new("mkfifo").arg(&journal).status().expect("mkfifo is there").success());
    refused(&path, "-journal");
}

#[test]
fn what_means_nothing_under_those_names_does_no_harm() {
    let garbage: Vec<u8> = (0..9_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for end in ["-journal", "-wal", "-shm"] {
        for content in [&[][..], &garbage] {
            let folder = folder();
            let store = book(&folder);
            add(&store, "Acme");
            drop(store);
            let path = book_at(&folder);
            fs::write(beside(&path, end), content).expect("written");
            let store = open(&path);
            assert_eq!(store.count_clients(None, today()).expect("a count"), 1);
            add(&store, "Bell");
            whole(&store, today());
        }
    }
}

#[test]
fn a_change_that_was_cut_off_in_the_book_itself_is_taken_back() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    drop(store);
    let path = book_at(&folder);
    let whole_bytes = fs::read(&path).expect("bytes");
    for change in ["UPDATE clients SET notes = hex(zeroblob(9000));", MANY, "PRAGMA user_version = 4;", "CREATE TABLE t (x);"] {
        let db = plain(&path);
        db.execute_batch(&format!("PRAGMA cache_size = 1; BEGIN; {change}")).expect("a change");
        let (torn, journal) = (fs::read(&path).expect("bytes"), fs::read(beside(&path, "-journal")).expect("a journal"));
        drop(db);
        // A kill at this moment leaves both.
        fs::write(&path, torn).expect("written");
        fs::write(beside(&path, "-journal"), journal).expect("written");
        whole(&open(&path), today());
        assert!(fs::read(&path).expect("bytes") == whole_bytes, "{change}");
    }
}

#[test]
fn going_back_to_a_backup_gets_a_book_out_of_it() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let path = book_at(&folder);
    let backup = folder.path().join("copy.db");
    store.backup(Some(&backup), "asked", &ana()).expect("a backup");
    drop(store);
    let other = folder.path().join("other.db");
    Connection::open(&other).expect("a file").execute_batch(MANY).expect("a table");
    let journal = cut_off(&other, "delete", "UPDATE many SET y = y || 'z';", "-journal");
    fs::write(beside(&path, "-journal"), journal).expect("written");
    refused(&path, "-journal");
    restore_backup(&path, &backup, &ana()).expect("restored");
    assert!(!beside(&path, "-journal").exists(), "it is kept with the book that was there");
    whole(&open(&path), today());
}
