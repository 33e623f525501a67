//! Attacks on the journal and on what it guards, through plain SQL and plain bytes: refused by the schema, or found by `check`.

use std::fs;
use std::path::Path;

use quarterdeck::domain::command::{Command, LogReview, ScoreClient};
use quarterdeck::store::{Store, StoreError};
use rusqlite::Connection;

use super::common::{add, ana, bo, book, book_at, folder, move_to, open, plain, today, whole};

/// A book with six entries: made, two clients, a move, a score, a review.
fn busy_book(folder: &tempfile::TempDir) {
    let store = book(folder);
    let acme = add(&store, "Acme");
    add(&store, "Zenith");
    move_to(&store, acme, "B", &ana());
    let values = vec![("engagement".to_owned(), 4)];
    store.execute(&Command::Score(ScoreClient { clients: vec![acme], model: None, values }), &bo()).expect("scored");
    store.execute(&Command::Review(LogReview::held(acme, today())), &bo()).expect("logged");
    whole(&store, today());
}

/// What `check` says after an attack that went through.
fn found(path: &Path) -> Vec<String> {
    match Store::open(path, today()) {
        Ok(store) => store.check(today()).expect("the book is read").into_iter().map(|problem| problem.what).collect(),
        Err(StoreError::Damaged(what)) => vec![what],
        Err(other) => panic!("{other:?}"),
    }
}

const TAKE_GUARDS: &str = "DROP TRIGGER entries_chain; DROP TRIGGER entries_stay_update; DROP TRIGGER entries_stay_delete;
     DROP TRIGGER changes_open; DROP TRIGGER changes_stay_update; DROP TRIGGER changes_stay_delete;";

/// Plain SQL that the schema itself refuses.
const REFUSED: [&str; 14] = [
    "UPDATE entries SET summary = 'nothing' WHERE seq = 4",
    "UPDATE entries SET by = 'mallory'",
    "DELETE FROM entries WHERE seq = 6",
    "UPDATE changes SET after = replace(after, 'B', 'C') WHERE seq = 4",
    "DELETE FROM changes WHERE seq = 4",
    "INSERT OR REPLACE INTO entries SELECT seq, at, day, 'mallory', kind, summary, detail, reverts, root, changes, digest, prev, hash FROM entries WHERE seq = 4",
    "INSERT OR REPLACE INTO entries SELECT seq, at, day, by, kind, summary, detail, reverts, root, changes, digest, prev, hash FROM entries WHERE seq = 6",
    "INSERT OR REPLACE INTO changes SELECT seq, n, client, before, '{}' FROM changes WHERE seq = 4 AND n = 1",
    "INSERT INTO changes SELECT 4, 99, client, before, after FROM changes WHERE seq = 4 AND n = 1",
    "INSERT INTO entries SELECT 9, at, day, by, kind, summary, detail, reverts, root, 0, digest, hash, randomblob(32) FROM entries WHERE seq = 6",
    "INSERT INTO entries SELECT 7, at, day, by, kind, summary, detail, reverts, root, 0, digest, zeroblob(32), randomblob(32) FROM entries WHERE seq = 6",
    "INSERT INTO entries SELECT 7, at, day, by, kind, summary, detail, reverts, root, 0, digest, prev, hash FROM entries WHERE seq = 6",
    "PRAGMA foreign_keys = ON; INSERT INTO changes VALUES (7, 1, 1, NULL, '{}')",
    "INSERT INTO entries SELECT NULL, at, day, by, kind, summary, detail, reverts, root, 0, digest, hash, randomblob(32) FROM entries WHERE seq = 5",
];

/// Plain SQL that goes through, and a word of what `check` must say of it.
const FOUND: [(&str, &str); 38] = [
    ("PRAGMA foreign_keys = OFF; INSERT INTO changes VALUES (7, 1, 1, NULL, '{}')", "after the last entry"),
    (
        "INSERT INTO entries SELECT 7, at, day, by, kind, 'forged', detail, NULL, NULL, 0, digest, hash, randomblob(32) FROM entries WHERE seq = 6",
        "entry 7",
    ),
    (
        "PRAGMA recursive_triggers = OFF; DROP TRIGGER entries_stay_update; UPDATE entries SET by = 'mallory' WHERE seq = 4",
        "entry 4",
    ),
    (
        "PRAGMA foreign_keys = OFF; GUARDS DELETE FROM changes WHERE seq = 3; DELETE FROM entries WHERE seq = 3",
        "entry 3 of the journal is missing",
    ),
    ("PRAGMA foreign_keys = OFF; GUARDS DELETE FROM changes WHERE seq = 4", "changes of entry 4"),
    ("GUARDS UPDATE changes SET after = replace(after, 'modernize', 'educate') WHERE seq = 4", "changes of entry 4"),
    ("GUARDS UPDATE changes SET client = 3 - client WHERE seq = 4", "changes of entry 4"),
    ("GUARDS UPDATE changes SET n = n + 5 WHERE seq = 4", "changes of entry 4"),
    ("GUARDS UPDATE changes SET before = CAST(x'ff' AS TEXT) WHERE seq = 4 AND n = 1", "entry 4"),
    ("GUARDS UPDATE entries SET day = '2020-01-01' WHERE seq = 2", "entry 2"),
    ("GUARDS UPDATE entries SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 2", "entry 2"),
    ("GUARDS UPDATE entries SET detail = '{\"x\":1}' WHERE seq = 2", "entry 2"),
    ("GUARDS UPDATE entries SET kind = 'init' WHERE seq = 4", "entry 4"),
    ("GUARDS UPDATE entries SET reverts = 4, root = 4 WHERE seq = 6", "entry 6"),
    ("GUARDS UPDATE entries SET hash = randomblob(32) WHERE seq = 4", "entry 4"),
    ("GUARDS UPDATE entries SET prev = zeroblob(32) WHERE seq = 4", "entry 4"),
    ("GUARDS UPDATE entries SET digest = zeroblob(32) WHERE seq = 4", "entry 4"),
    ("GUARDS UPDATE entries SET summary = CAST(x'ff' AS TEXT) WHERE seq = 4", "journal"),
    ("DROP TRIGGER changes_stay_update", "changes_stay_update is missing"),
    (
        "DROP TRIGGER entries_chain; CREATE TRIGGER entries_chain BEFORE INSERT ON entries BEGIN SELECT 1; END",
        "entries_chain of the schema was altered",
    ),
    ("DROP INDEX standing_board", "standing_board is missing"),
    ("CREATE TRIGGER spy AFTER INSERT ON reviews BEGIN DELETE FROM marks; END", "spy was added"),
    ("CREATE VIEW v AS SELECT * FROM clients", "added to the schema"),
    ("ALTER TABLE clients ADD COLUMN extra TEXT", "clients of the schema was altered"),
    ("UPDATE clients SET name = 'Mallory' WHERE id = 1", "clients does not say what the journal says"),
    ("UPDATE clients SET arr = arr * 2", "clients does not say what the journal says"),
    ("UPDATE placements SET segment = 'sustain'", "placements does not say what the journal says"),
    ("DELETE FROM scores", "scores does not say what the journal says"),
    ("INSERT INTO settings VALUES ('lead', 1, '99')", "settings does not say what the journal says"),
    (
        "INSERT INTO reviews SELECT 900, rev, client, '2026-06-01', kind, outcome, note, attendees, decisions, risks, sentiment, recorded_on, by, voided FROM reviews",
        "reviews does not say",
    ),
    ("UPDATE standing SET next_due_on = '2030-01-01' WHERE client = 1", "where Acme"),
    ("UPDATE clocks SET overdue_from = '2030-01-01'", "the due dates of Acme"),
    ("UPDATE totals SET arr = arr + 1", "the totals of"),
    ("UPDATE tallies SET n = n + 1", "counts of due dates"),
    ("DELETE FROM totals", "totals of a segment are missing"),
    ("DELETE FROM tallies", "counts of due dates"),
    ("UPDATE loads SET n = n + 1", "loads of owners"),
    ("DELETE FROM loads", "loads of owners"),
];

#[test]
fn the_schema_refuses_plain_sql_that_rewrites_the_journal() {
    let folder = folder();
    busy_book(&folder);
    for sql in REFUSED {
        let db = plain(&book_at(&folder));
        assert!(db.execute_batch(&format!("BEGIN; {sql}; COMMIT")).is_err(), "went through: {sql}");
        drop(db);
    }
    whole(&open(&book_at(&folder)), today());
}

#[test]
fn check_finds_and_names_what_got_past_the_schema() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    for (sql, word) in FOUND {
        fs::write(&path, &bytes).expect("a fresh copy");
        plain(&path).execute_batch(&sql.replace("GUARDS", TAKE_GUARDS)).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let found = found(&path);
        assert!(found.iter().any(|what| what.contains(word)), "{sql}\n{found:#?}");
    }
}

#[test]
fn guards_put_back_after_an_attack_do_not_hide_it() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    let db = plain(&path);
    let triggers: Vec<String> = texts(&db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
    db.execute_batch(&format!("{TAKE_GUARDS} UPDATE changes SET after = replace(after, 'talks', 'walks') WHERE seq = 4"))
        .expect("altered");
    for sql in triggers {
        db.execute_batch(&sql).expect("put back");
    }
    drop(db);
    assert_eq!(found(&path), ["the changes of entry 4 of the journal were altered"]);
}

#[test]
fn an_entry_rewritten_with_a_hash_of_its_own_breaks_the_chain_after_it() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    let db = plain(&path);
    // The forger knows the recipe for the entry, but the next entry carries the hash of the one that was.
    db.execute_batch(&format!("{TAKE_GUARDS} UPDATE entries SET hash = zeroblob(32) WHERE seq = 6")).expect("altered");
    drop(db);
    assert!(found(&path).iter().any(|what| what == "entry 6 of the journal was altered"));
}

#[test]
fn row_numbers_set_back_are_found_before_they_are_handed_out_twice() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    plain(&path).execute_batch("UPDATE ids SET next = 2").expect("set back");
    let found = found(&path);
    assert!(found.iter().any(|what| what.contains("row numbers")), "{found:?}");
    open(&path).repair(today()).expect("repaired");
    whole(&open(&path), today());
    add(&open(&path), "Third");
}

#[test]
fn a_changed_byte_of_a_text_is_found() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    let word = b"they asked for monthly";
    let places: Vec<usize> = bytes.windows(word.len()).enumerate().filter(|(_, at)| at == word).map(|(at, _)| at).collect();
    assert!(places.len() >= 2, "the note is in the decisions and in the journal");
    for at in places {
        let mut changed = bytes.clone();
        changed[at] = b'T';
        fs::write(&path, &changed).expect("changed");
        assert!(!found(&path).is_empty(), "the byte at {at}");
        changed[at] = 0xff;
        fs::write(&path, &changed).expect("changed");
        assert!(!found(&path).is_empty(), "the byte at {at}, no longer UTF-8");
    }
}

#[test]
fn a_page_of_noise_is_damage_in_words_and_no_panic() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    let bytes = fs::read(&path).expect("bytes");
    for page in (0..bytes.len() / 4_096).step_by(3) {
        let mut changed = bytes.clone();
        for (at, byte) in changed[page * 4_096 + if page == 0 { 100 } else { 0 }..(page + 1) * 4_096].iter_mut().enumerate() {
            *byte = (at * 31 % 251) as u8;
        }
        fs::write(&path, &changed).expect("changed");
        let said = match Store::open(&path, today()) {
            Ok(store) => store.check(today()).map(|problems| problems.len()),
            Err(error) => Err(error),
        };
        match said {
            Ok(problems) => assert!(problems > 0, "page {page} of noise went unseen"),
            Err(StoreError::Damaged(_)) => {}
            Err(other) => panic!("page {page}: {other:?}"),
        }
        assert!(fs::read(&path).expect("bytes") == changed, "page {page}: a damaged book is never rewritten");
    }
}

#[test]
fn what_is_derived_is_mended_and_what_is_recorded_is_not() {
    let folder = folder();
    busy_book(&folder);
    let path = book_at(&folder);
    plain(&path)
        .execute_batch("UPDATE standing SET x = 1; DELETE FROM clocks; DELETE FROM totals; UPDATE tallies SET n = 7; UPDATE clients SET search = 'x', name_key = 'y'")
        .expect("altered");
    let store = open(&path);
    assert!(store.check(today()).expect("read").len() > 3);
    store.repair(today()).expect("repaired");
    whole(&store, today());
    plain(&path).execute_batch("UPDATE clients SET goal = 'theirs' WHERE id = 1").expect("altered");
    store.repair(today()).expect("repaired");
    assert_eq!(store.check(today()).expect("read").len(), 1, "facts are for a backup to bring back");
}

fn texts(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).expect("a query");
    statement.query_map([], |row| row.get(0)).expect("rows").map(|text| text.expect("a text")).collect()
}
