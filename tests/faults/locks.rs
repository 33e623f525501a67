//! Nothing this process does to a book's file takes away the locks of its other connections.

use std::path::Path;
use std::process::Command as Process;

use quarterdeck::exchange::files::Beside;
use quarterdeck::store::{ImportPolicy, Store};
use rusqlite::Connection;

use super::stage::{Stage, act, stamp, today};

const BOOK: &str = "QUARTERDECK_TEST_LOCKED_BOOK";

/// Another program that wants to write at once, or says that it cannot.
#[test]
#[expect(clippy::disallowed_methods, reason = "how a test tells the process it starts what to do")]
fn another_program_that_writes() {
    let Some(path) = std::env::var_os(BOOK) else { return };
    let db = Connection::open(Path::new(&path)).expect("it opens");
    db.busy_timeout(std::time::Duration::ZERO).expect("a setting");
    println!("\nit is {}", if db.execute_batch("BEGIN IMMEDIATE").is_ok() { "free" } else { "locked" });
}

fn is_locked(book: &Path) -> bool {
    let ran = Process::new(std::env::current_exe().expect("this executable"))
        .args(["--exact", "locks::another_program_that_writes", "--nocapture"])
        .env(BOOK, book)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(said.contains("it is free") || said.contains("it is locked"), "{said}");
    said.contains("it is locked")
}

#[test]
fn a_book_being_written_stays_locked_whatever_else_this_process_does_with_its_file() {
    let stage = Stage::of(act("move"));
    let set = stage.set();
    let book = set.path().join("book.db");
    let link = set.path().join("link.db");
    std::os::unix::fs::symlink(&book, &link).expect("a link");
    let store = Store::open(&book, today()).expect("it opens");
    let stamp = stamp();
    let import = store.import(ImportPolicy::default(), &stamp).expect("it is being written");
    assert!(is_locked(&book), "from the beginning");
    let _: Option<chrono_tz::Tz> = Store::zone(&book).expect("a zone");
    assert!(is_locked(&book), "after its zone was read");
    drop(Store::open(&link, today()).expect("it opens once more"));
    assert!(is_locked(&book), "after another connection was closed");
    drop(store.aside().open(today()).expect("it opens aside"));
    assert!(is_locked(&book), "after a connection of another thread was closed");
    assert!(Beside::create(&book).is_err(), "a book is no place for an export");
    assert!(is_locked(&book), "after an export was refused");
    store.backup(None, "asked", &stamp).expect("a backup");
    assert!(is_locked(&book), "after a backup");
    // What all of the above must not do, and what this test would see.
    drop(std::fs::File::open(&book).expect("a plain file"));
    assert!(!is_locked(&book), "a plain close takes the lock away");
    drop(import);
    assert!(!is_locked(&book), "at the end");
}
