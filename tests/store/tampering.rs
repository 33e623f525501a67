//! Attacks that leave the chain as it was, or leave a chain that fits: what `check` finds by the facts, and what only a hash that
//! somebody kept can show.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use quarterdeck::domain::command::{
    ActionDraft, AddHolidays, Command, HolidayMerge, LogReview, Opined, ScoreClient, SessionAct, Stage, Staging, StartSession,
};
use quarterdeck::domain::session::View;
use quarterdeck::store::{Problem, Store, StoreError};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::common::{FACTS, NOTE, add, ana, bo, book, book_at, dump, folder, later, move_to, open, plain, today, whole};

/// A book with a row in every table of facts.
fn full_book(folder: &tempfile::TempDir) {
    let store = book(folder);
    let run = |command: Command| store.execute(&command, &ana()).unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (acme, zenith) = (add(&store, "Acme"), add(&store, "Zenith"));
    move_to(&store, acme, "B", &ana());
    move_to(&store, zenith, "C", &bo());
    run(Command::Score(ScoreClient { clients: vec![acme], model: None, values: vec![("engagement".to_owned(), 4)] }));
    let mut held = LogReview::held(acme, today());
    held.actions = vec![ActionDraft { text: "send the plan".to_owned(), ..ActionDraft::default() }];
    run(Command::Review(held));
    run(Command::Pause { clients: vec![zenith], note: NOTE.to_owned() });
    run(Command::Set { key: "lead".to_owned(), value: "9".to_owned() });
    let days = [(later(40), "Feast".to_owned())].into_iter().collect();
    run(Command::Holidays(AddHolidays { calendar: None, days, merge: HolidayMerge::Add }));
    let start = StartSession {
        name: "Summer".to_owned(),
        facilitator: "Dana".to_owned(),
        participants: vec!["Ana".to_owned()],
        ..StartSession::default()
    };
    run(Command::Session(SessionAct::Start(start)));
    let session = store.open_sessions().expect("sessions")[0].id;
    let said = Opined { client: acme, view: View::Agree, to: None, note: NOTE.to_owned() };
    run(Command::Session(SessionAct::Merge { session, voter: "Ana".to_owned(), opinions: vec![said] }));
    let stage = Stage { note: NOTE.to_owned(), ..Stage::plain(session, acme, Staging::Confirm) };
    run(Command::Session(SessionAct::Stage(stage)));
    whole(&store, today());
}

fn found(path: &Path) -> Vec<String> {
    match Store::open(path, today()) {
        Ok(store) => store.check(today()).expect("the book is read").into_iter().map(|problem| problem.what).collect(),
        Err(StoreError::Damaged(what)) => vec![what],
        Err(other) => panic!("{other:?}"),
    }
}

const TAKE_GUARDS: &str = "PRAGMA foreign_keys = OFF;
     DROP TRIGGER entries_chain; DROP TRIGGER entries_stay_update; DROP TRIGGER entries_stay_delete;
     DROP TRIGGER changes_open; DROP TRIGGER changes_stay_update; DROP TRIGGER changes_stay_delete;";

#[test]
fn what_is_computed_and_edited_is_named_by_what_it_is_and_computed_again() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    for (sql, named) in [
        ("UPDATE clients SET search = search || 'x' WHERE name = 'Acme'", "the search text of Acme"),
        ("UPDATE clients SET name_key = 'b' WHERE name = 'Acme'", "the search text of Acme"),
        (
            "INSERT INTO off_axis SELECT id, 'maturity-appetite', 'ghost', 10, 500, NULL FROM clients WHERE name = 'Acme'",
            "a score of Acme",
        ),
        ("UPDATE standing SET segment = 'sustain' WHERE client = (SELECT id FROM clients WHERE name = 'Acme')", "where Acme"),
        (
            "UPDATE clocks SET rank = rank + 1 WHERE client = (SELECT id FROM clients WHERE name = 'Acme')",
            "the due dates of Acme",
        ),
        ("UPDATE totals SET clients = clients + 1", "the totals of"),
        ("UPDATE tallies SET n = n + 1", "the counts of due dates"),
        ("UPDATE loads SET n = n + 1", "the loads of owners"),
    ] {
        plain(&path).execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let all = found(&path);
        assert!(all.iter().any(|what| what.contains(named)), "{sql}: {all:?}");
        let store = open(&path);
        store.repair(today()).expect("computed again");
        whole(&store, today());
    }
}

#[test]
fn an_entry_that_does_not_follow_the_one_before_is_called_so() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    behind_the_guards(&path, "UPDATE entries SET prev = zeroblob(32) WHERE seq = 4");
    let all = found(&path);
    assert!(all.iter().any(|what| what.contains("entry 4 of the journal does not follow")), "{all:?}");
}

/// Does `sql` with the guards away, and puts them back.
fn behind_the_guards(path: &Path, sql: &str) {
    let db = plain(path);
    let mut statement = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").expect("a query");
    let triggers: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("rows").map(|sql| sql.expect("a text")).collect();
    drop(statement);
    db.execute_batch(&format!("{TAKE_GUARDS} {sql}")).unwrap_or_else(|error| panic!("{sql}: {error}"));
    triggers.iter().for_each(|sql| db.execute_batch(sql).expect("put back"));
}

#[test]
fn a_row_of_any_table_of_facts_edited_or_taken_away_is_named() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    for (table, _) in FACTS {
        for sql in [format!("DELETE FROM {table}"), touched(&path, table)] {
            fs::write(&path, &bytes).expect("a fresh copy");
            let db = plain(&path);
            assert!(
                db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).expect("rows") > 0,
                "{table}"
            );
            db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap_or_else(|error| panic!("{sql}: {error}"));
            drop(db);
            let found = found(&path);
            // Without a model that drives, the book does not open at all.
            let named = found.iter().any(|what| what.contains(&format!("{table} does not say what the journal says (first at")));
            assert!(named || table == "models" && !found.is_empty(), "{sql}\n{found:#?}");
        }
    }
}

/// An edit of the last column of a table that takes another value.
fn touched(path: &Path, table: &str) -> String {
    let db = plain(path);
    let statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rev = columns.iter().find(|column| *column == "rev").map_or("by = 'mallory'", |_| "rev = rev + 1");
    format!("UPDATE {table} SET {rev}")
}

/// What is done behind the guards, which are put back, and a word of what is said of it.
const FOUND: [(&str, &str); 16] = [
    // The tail is cut off, and the facts stay: the fold has not what the tables have.
    ("DELETE FROM changes WHERE seq >= 9; DELETE FROM entries WHERE seq >= 9", "does not say what the journal says"),
    ("DELETE FROM changes WHERE seq = 13", "the changes of entry 13"),
    ("DELETE FROM entries WHERE seq = 13", "changes stand after the last entry"),
    // Two entries change places, with their changes.
    (
        "UPDATE entries SET seq = -4 WHERE seq = 4; UPDATE entries SET seq = 4 WHERE seq = 5; UPDATE entries SET seq = 5 WHERE seq = -4;
         UPDATE changes SET seq = -4 WHERE seq = 4; UPDATE changes SET seq = 4 WHERE seq = 5; UPDATE changes SET seq = 5 WHERE seq = -4",
        "entry 4 of the journal",
    ),
    // Only what they changed changes places.
    (
        "UPDATE changes SET seq = -4 WHERE seq = 4; UPDATE changes SET seq = 4 WHERE seq = 5; UPDATE changes SET seq = 5 WHERE seq = -4",
        "the changes of entry 4",
    ),
    // An entry is put in between, and those after it move up.
    (
        "UPDATE entries SET seq = -seq WHERE seq >= 6; UPDATE entries SET seq = 1 - seq WHERE seq < 0;
         UPDATE changes SET seq = -seq WHERE seq >= 6; UPDATE changes SET seq = 1 - seq WHERE seq < 0;
         INSERT INTO entries SELECT 6, at, day, 'mallory', kind, 'forged', detail, NULL, NULL, 0, digest, hash, randomblob(32) FROM entries WHERE seq = 5",
        "entry 6 of the journal",
    ),
    ("UPDATE entries SET by = 'bo' WHERE seq = 2", "entry 2 of the journal was altered"),
    ("UPDATE entries SET at = '2020-01-01T00:00:00Z' WHERE seq = 13", "entry 13 of the journal was altered"),
    ("UPDATE entries SET summary = summary || char(0) || 'more' WHERE seq = 3", "entry 3 of the journal was altered"),
    ("UPDATE entries SET by = by || char(0) WHERE seq = 3", "entry 3 of the journal was altered"),
    ("UPDATE changes SET after = after || char(0) WHERE seq = 3", "the changes of entry 3"),
    ("UPDATE changes SET after = NULL, before = after WHERE seq = 3", "the changes of entry 3"),
    ("UPDATE entries SET changes = changes + 1 WHERE seq = 3", "the changes of entry 3"),
    ("UPDATE entries SET seq = seq + 100", "entry 1 of the journal is missing"),
    ("UPDATE clients SET name = name || char(0) || 'hidden'", "clients does not say what the journal says (first at 1: name"),
    (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'never altered', 'ever altered') WHERE type = 'trigger'",
        "of the schema was altered",
    ),
];

#[test]
fn what_was_done_behind_the_guards_is_found_with_the_guards_back_in_place() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    for (sql, word) in FOUND {
        fs::write(&path, &bytes).expect("a fresh copy");
        if sql.contains("writable_schema") {
            plain(&path).execute_batch(sql).expect("written");
        } else {
            behind_the_guards(&path, sql);
        }
        let found = found(&path);
        assert!(found.iter().any(|what| what.contains(word)), "{sql}\n{found:#?}");
    }
}

#[test]
fn a_table_of_the_journal_renamed_and_replaced_by_a_copy_is_found() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    plain(&path)
        .execute_batch(
            "CREATE TABLE copy AS SELECT * FROM entries; ALTER TABLE entries RENAME TO old; ALTER TABLE copy RENAME TO entries",
        )
        .expect("renamed");
    let found = found(&path);
    assert!(found.iter().any(|what| what.contains("table entries of the schema was altered")), "{found:#?}");
}

#[test]
fn a_version_or_an_application_that_was_rewritten_is_said_and_nothing_is_rewritten() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    let version: i64 = plain(&path).query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a number");
    for lower in 1..version {
        fs::write(&path, &bytes).expect("a fresh copy");
        plain(&path).pragma_update(None, "user_version", lower).expect("set");
        let before = fs::read(&path).expect("bytes");
        let error = Store::open(&path, today()).expect_err("its tables are there already");
        assert!(matches!(&error, StoreError::Damaged(what) if what.contains(&format!("version {lower}"))), "{error}");
        assert!(fs::read(&path).expect("bytes") == before, "it is left as it was");
    }
    for (pragma, value) in [("user_version", version + 1), ("user_version", 0), ("application_id", 7)] {
        fs::write(&path, &bytes).expect("a fresh copy");
        plain(&path).pragma_update(None, pragma, value).expect("set");
        let before = fs::read(&path).expect("bytes");
        let error = Store::open(&path, today()).expect_err("it is none of ours");
        assert!(matches!(error, StoreError::Newer { .. } | StoreError::Foreign { .. }), "{error}");
        assert!(fs::read(&path).expect("bytes") == before, "it is left as it was");
    }
}

fn said(problem: Option<Problem>) -> String {
    problem.map_or_else(String::new, |problem| problem.what)
}

#[test]
fn an_older_copy_put_in_its_place_is_whole_and_shown_by_a_hash_that_was_noted() {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    let older = fs::read(&path).expect("bytes");
    let store = open(&path);
    let (then, hash_then) = store.head().expect("the last entry");
    add(&store, "Third");
    let (now, hash_now) = store.head().expect("the last entry");
    assert_eq!(
        (store.contains(then, &hash_then).expect("read"), store.contains(now, &hash_now[..12]).expect("read")),
        (None, None)
    );
    assert_eq!(store.contains(now, &hash_now.to_uppercase()).expect("read"), None);
    drop(store);
    fs::write(&path, older).expect("put back");
    let store = open(&path);
    whole(&store, today());
    let words = said(store.contains(now, &hash_now).expect("read"));
    assert!(words.contains(&format!("the journal ends at entry {then}")), "{words}");
    // Another past that was written since.
    add(&store, "Forged");
    let words = said(store.contains(now, &hash_now).expect("read"));
    assert!(words.contains(&format!("entry {now} of the journal is another")), "{words}");
    assert!(store.contains(then, &hash_then).expect("read").is_none(), "what was before stands");
    assert!(
        store.contains(0, &hash_then).expect("read").is_some() && store.contains(then, &hash_then[..8]).expect("read").is_some()
    );
}

#[test]
fn a_tail_cut_off_together_with_its_facts_is_shown_by_a_hash_that_was_noted() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    add(&store, "Zenith");
    let (seq, hash) = store.head().expect("the last entry");
    drop(store);
    let path = book_at(&folder);
    behind_the_guards(
        &path,
        "DELETE FROM changes WHERE seq = 3; DELETE FROM entries WHERE seq = 3; DELETE FROM clients WHERE name = 'Zenith'",
    );
    let store = open(&path);
    store.repair(today()).expect("its totals follow");
    whole(&store, today());
    assert!(said(store.contains(seq, &hash).expect("read")).contains("was cut off"));
}

/// Everything that is recorded: facts and journal.
fn content(path: &Path) -> Option<Vec<String>> {
    let db = Connection::open(path).ok()?;
    let mut rows: Vec<String> = Vec::new();
    for table in ["entries", "changes"] {
        let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).ok()?;
        let columns = statement.column_count();
        let read =
            statement.query_map([], |row| (0..columns).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>()).ok()?;
        rows.extend(read.map(|row| format!("{row:?}")));
    }
    Some(rows)
}

fn flip(at: usize, byte: u8) {
    let folder = folder();
    full_book(&folder);
    let path = book_at(&folder);
    let (facts, journal) = (dump(&path), content(&path));
    let mut bytes = fs::read(&path).expect("bytes");
    let at = at % bytes.len();
    bytes[at] ^= byte;
    fs::write(&path, &bytes).expect("written");
    let problems = match Store::open(&path, today()) {
        Ok(store) => store.check(today()).expect("read").len(),
        Err(
            StoreError::Damaged(_)
            | StoreError::Foreign { .. }
            | StoreError::Newer { .. }
            | StoreError::Sqlite(_)
            | StoreError::Model(_),
        ) => 1,
        Err(other) => panic!("byte {at} ^ {byte}: {other:?}"),
    };
    if problems == 0 {
        assert!(
            facts == dump(&path) && journal == content(&path),
            "byte {at} ^ {byte} changed what the book says, and was not found"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_byte_is_found_or_changes_nothing(at in any::<usize>(), byte in 1_u8..) {
        flip(at, byte);
    }

    #[test]
    fn an_edited_byte_of_the_header_is_found_or_changes_nothing(at in 0_usize..120, byte in 1_u8..) {
        flip(at, byte);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "long: 5,000 edited bytes; cargo test --release --test store -- --ignored edited_bytes"]
    fn five_thousand_edited_bytes_are_found_or_change_nothing(at in any::<usize>(), byte in 1_u8..) {
        flip(at, byte);
    }
}
