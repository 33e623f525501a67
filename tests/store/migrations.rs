//! Books of older versions: opened, taken to the newest schema, kept as they were beside, and whole.

use chrono::NaiveDate;
use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{Command, EditClient};
use quarterdeck::domain::session::State;
use quarterdeck::store::{ClientQuery, Direction, HistoryQuery, Store};
use rusqlite::Connection;

use super::common::{book_at, day, folder, plain, stamp_of, whole};
use super::session;

fn version_1(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = book_at(folder);
    let db = Connection::open(&path).expect("a file");
    db.execute_batch(include_str!("../migrations/version_1.sql")).expect("the book of version 1");
    path
}

fn version(path: &std::path::Path) -> i64 {
    Connection::open(path).expect("a file").query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a version")
}

const TODAY: &str = "2026-04-01";

fn today() -> NaiveDate {
    day(TODAY)
}

#[test]
fn a_book_of_version_1_opens_with_all_it_held_and_is_kept_as_it_was() {
    let folder = folder();
    let path = version_1(&folder);
    let store = Store::open(&path, today()).expect("it opens");
    assert_eq!(version(&path), 5);
    whole(&store, today());
    let clients = store.clients(&ClientQuery::default(), None, Direction::After, 10, today()).expect("clients");
    let names: Vec<&str> = clients.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Ärzte am Park", "Blue Harbour Dental", "Copper & Sons", "Unplaced Ltd"]);
    assert_eq!(store.history(&HistoryQuery::default(), 50).expect("history").len(), 9);
    assert_eq!(store.ground().settings.lead, 21);
    // Derived rows of the newer form are there: the loads of days add up to the clocks that run.
    let loads: i64 = plain(&path).query_row("SELECT sum(n) FROM loads WHERE what = 'open'", [], |row| row.get(0)).expect("a sum");
    assert_eq!(loads, 3);
    let kept = folder.path().join("book.backups").join("book-before-version-5.db");
    assert_eq!(version(&kept), 1);
}

#[test]
fn what_was_done_in_an_older_version_can_be_taken_back() {
    let folder = folder();
    let store = Store::open(&version_1(&folder), today()).expect("it opens");
    let stamp = stamp_of("ana", today());
    for _ in 0..6 {
        store.undo(&stamp).expect("undone");
    }
    whole(&store, today());
    assert_eq!(store.count_clients(None, today()).expect("a count"), 0);
}

#[test]
fn two_programs_that_open_an_old_book_at_once_both_find_it_whole() {
    let folder = folder();
    let path = version_1(&folder);
    std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| Store::open(&path, today()).map(|_| ()))).collect();
        both.into_iter().for_each(|one| one.join().expect("no panic").expect("it opens"));
    });
    whole(&Store::open(&path, today()).expect("it opens"), today());
}

/// The same book as version 2 left it: the older one taken to that version by the step released with it.
fn version_2(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = version_1(folder);
    let db = plain(&path);
    db.execute_batch(include_str!("../../src/store/schema_2.sql")).expect("the step to version 2");
    db.pragma_update(None, "user_version", 2).expect("a version");
    path
}

#[test]
fn older_books_get_champions_and_measures_without_any_of_them() {
    for (made, from) in [(version_1 as fn(&tempfile::TempDir) -> std::path::PathBuf, 1), (version_2, 2)] {
        let folder = folder();
        let path = made(&folder);
        assert_eq!(version(&path), from);
        let store = Store::open(&path, today()).expect("it opens");
        assert_eq!(version(&path), 5);
        whole(&store, today());
        let rows = store.clients(&ClientQuery::default(), None, Direction::After, 10, today()).expect("clients");
        assert!(rows.iter().all(|row| row.champion.is_none() && row.champion_lost_on.is_none() && row.measures.is_empty()));
        let fields = vec![(Field::Champion, "Dr. Lee".to_owned()), (Field::Measures, "tickets=12".to_owned())];
        let edit = EditClient { client: rows[0].client, seen: None, fields };
        store.execute(&Command::Edit(edit), &stamp_of("ana", today())).expect("edited");
        whole(&store, today());
        store.undo(&stamp_of("ana", today())).expect("undone");
        whole(&store, today());
    }
}

fn version_3(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = book_at(folder);
    let db = Connection::open(&path).expect("a file");
    db.execute_batch(include_str!("../migrations/version_3.sql")).expect("the book of version 3");
    path
}

#[test]
fn a_book_of_version_3_takes_sessions_and_its_decisions_are_of_none() {
    let folder = folder();
    let path = version_3(&folder);
    assert_eq!(version(&path), 3);
    let store = Store::open(&path, today()).expect("it opens");
    assert_eq!(version(&path), 5);
    assert_eq!(version(&folder.path().join("book.backups").join("book-before-version-5.db")), 3);
    whole(&store, today());
    assert_eq!(store.history(&HistoryQuery::default(), 50).expect("history").len(), 11);
    assert!(store.sessions().expect("sessions").is_empty());
    let decided: i64 =
        plain(&path).query_row("SELECT count(*) FROM decisions WHERE session IS NULL", [], |row| row.get(0)).expect("a count");
    assert_eq!(decided, 2, "the third was taken back");
    let clients = store.clients(&ClientQuery::default(), None, Direction::After, 10, today()).expect("clients");
    let (stamp, blue) = (stamp_of("ana", today()), clients[1].client);
    let id = session::start(&store, "2026 Q2", &stamp);
    session::stage(&store, id, blue, session::to("A"), &stamp);
    session::finalise(&store, id, &stamp).expect("finalised");
    whole(&store, today());
    // What was done in the older version can still be taken back, once what came later is.
    for _ in 0..11 {
        store.undo(&stamp).expect("undone");
    }
    whole(&store, today());
    assert_eq!(store.count_clients(None, today()).expect("a count"), 0);
}

#[test]
fn a_book_of_version_4_with_sessions_reads_as_it_was_written() {
    let folder = folder();
    let path = book_at(&folder);
    let db = Connection::open(&path).expect("a file");
    db.execute_batch(include_str!("../migrations/version_4.sql")).expect("the book of version 4");
    drop(db);
    assert_eq!(version(&path), 4);
    let store = Store::open(&path, today()).expect("it opens");
    whole(&store, today());
    assert_eq!(store.head().expect("the last").1, "5c7cf4ee3bacfee9a93f4b427061ef591a54db5bb9feb42ff8daa12d5f298318");
    assert_eq!(store.history(&HistoryQuery::default(), 50).expect("history").len(), 19);
    assert_eq!(store.ground().settings.lead, 21);
    let sessions = store.sessions().expect("sessions");
    let states: Vec<(&str, bool)> =
        sessions.iter().map(|row| (row.session.name.as_str(), row.session.state == State::Final)).collect();
    assert_eq!(states.len(), 2, "{states:?}");
    assert!(states.contains(&("2026 Q1", true)) && states.contains(&("2026 Q2", false)), "{states:?}");
    let decided: i64 = plain(&path)
        .query_row("SELECT count(*) FROM decisions WHERE session IS NOT NULL", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(decided, 2);
    // The day before the first session was finalised.
    let then = store.as_of(day("2026-02-02")).expect("as it was").sessions().expect("sessions");
    assert_eq!(then.iter().map(|row| row.session.state).collect::<Vec<_>>(), [State::Open]);
}
