//! Rescue: what can still be read of a damaged book, brought into a private one; the file itself stays byte for byte.
//!
//! `source` makes a private copy readable, `walk` goes around damaged pages, `gather` brings entries and facts together.

mod gather;
mod source;
mod walk;

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use self::gather::Gathered;
use self::source::Source;
use super::backup::{BackupFile, Examined, LostEntry, newest_good, since_backup};
use super::derive::Deriver;
use super::error::StoreError;
use super::{Store, derive, ground, open, schema};
use crate::domain::model::{Model, builtin};

/// What was saved of a damaged book.
#[derive(Debug)]
pub struct Salvage {
    /// What can still be read, as a book that nobody can write to.
    pub store: Store,
    /// What is wrong with the file, in words; nothing where it is whole.
    pub damage: Vec<String>,
    /// Rows found, table by table.
    pub found: Vec<(&'static str, i64)>,
    /// What could not be read, in words.
    pub lost: Vec<String>,
    /// The newest backup that is whole.
    pub newest_good: Option<(BackupFile, Examined)>,
    /// Entries found here that the newest good backup has not: the newest 20, and how many there are.
    pub since_backup: (Vec<LostEntry>, i64),
}

/// The tables whose rows are told, with the columns that say which client and model they belong to.
const TABLES: [&str; 15] = [
    "clients",
    "placements",
    "decisions",
    "scores",
    "reviews",
    "actions",
    "marks",
    "models",
    "settings",
    "calendars",
    "sessions",
    "session_items",
    "session_opinions",
    "entries",
    "changes",
];

/// Saves what can be read of a book: works on a private copy, and goes around what is damaged. Gaps between the rows are filled
/// from the journal where that reads; derived rows are computed anew for `today`.
///
/// # Errors
/// There is no file, it is a newer book, or nothing of it can be read.
pub fn salvage(book: &Path, today: NaiveDate) -> Result<Salvage, StoreError> {
    let (newest_good, unknown) = match newest_good(book) {
        // What can be read of the book does not wait for a backup that cannot be read now; but none older is offered for it.
        Err(error) if error.may_pass() => (None, Some(format!("its backups could not be looked through: {error}"))),
        found => (found?, None),
    };
    let source = Source::open(book, newest_good.as_ref().map(|(backup, _)| backup.path.as_path()))?;
    let db = open::private()?;
    db.execute_batch("BEGIN")?;
    schema::migrate(&db, 0)?;
    // Entries come with gaps here: nobody will ever add to them.
    db.execute_batch("DROP TRIGGER entries_chain; DROP TRIGGER changes_open;")?;
    let Gathered { mut lost, entries, rows } = gather::gather(&source.db, &db)?;
    if entries == 0 && rows == 0 {
        return Err(StoreError::Foreign { path: book.to_owned(), why: "nothing in it can be read as one".to_owned() });
    }
    lost.extend(unknown);
    lost.extend(whole_models(&db)?);
    lost.extend(without_orphans(&db)?);
    db.execute_batch("COMMIT")?;
    let ground = ground::read_from(&db, None)?;
    if let Err(error) = made_anew(&db, &ground, today) {
        lost.push(format!("scores, due dates and totals could not be computed: {error}"));
    }
    let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
    let found = TABLES.iter().map(|table| Ok((*table, count(table)?))).collect::<Result<Vec<_>, StoreError>>()?;
    let since_backup = match &newest_good {
        Some((backup, _)) => since_backup(&db, &backup.path)?,
        None => (Vec::new(), 0),
    };
    let (path, ground) = (book.to_owned(), RefCell::new(ground));
    let store = Store::private(db, path, ground);
    Ok(Salvage { store, damage: source.damage, found, lost, newest_good, since_backup })
}

fn made_anew(db: &Connection, ground: &Arc<ground::Ground>, today: NaiveDate) -> Result<(), StoreError> {
    db.execute_batch("BEGIN")?;
    let made =
        Deriver::default().make_anew(db, ground, today, &mut |_| ControlFlow::Continue(())).and_then(|()| derive::mark_made(db));
    db.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}

/// Leaves only models that read, and sees that one of them drives: without one there is no book.
fn whole_models(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut lost = Vec::new();
    let mut asked = db.prepare("SELECT key, toml FROM models")?;
    let rows = asked.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for (key, toml) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        if Model::parse(&toml, "model").is_err() {
            db.execute("DELETE FROM models WHERE key = ?", [&key])?;
            lost.push(format!("the model {key} does not read"));
        }
    }
    let driving: i64 = db.query_row("SELECT count(*) FROM models WHERE driving = 1", [], |row| row.get(0))?;
    if driving > 0 {
        return Ok(lost);
    }
    let any =
        db.execute("UPDATE models SET driving = 1 WHERE key = (SELECT key FROM models ORDER BY position, key LIMIT 1)", [])?;
    if any == 0 {
        let (key, toml) = builtin::all().first().expect("a model is built in");
        db.execute("INSERT INTO models (key, rev, position, driving, toml) VALUES (?, 1, 1, 1, ?)", [key, toml])?;
        lost.push(format!("no model could be read; the built-in model {key} stands in for it"));
    } else {
        lost.push("which model is the driving one could not be read; the first one stands in for it".to_owned());
    }
    Ok(lost)
}

/// Takes away rows of clients and models that could not be read: nothing could be said of them.
fn without_orphans(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut lost = Vec::new();
    let of_client = "client NOT IN (SELECT id FROM clients)";
    let of_model = "client NOT IN (SELECT id FROM clients) OR model NOT IN (SELECT key FROM models)";
    let of_session = "client NOT IN (SELECT id FROM clients) OR session NOT IN (SELECT id FROM sessions)";
    let of_review = "client NOT IN (SELECT id FROM clients) OR review NOT IN (SELECT id FROM reviews)";
    let tables = [
        ("decisions", of_model),
        (
            "placements",
            "client NOT IN (SELECT id FROM clients) OR model NOT IN (SELECT key FROM models) OR decision NOT IN (SELECT id FROM decisions)",
        ),
        ("scores", of_model),
        ("reviews", of_client),
        ("actions", of_review),
        ("marks", of_client),
        ("session_items", of_session),
        ("session_opinions", of_session),
    ];
    for (table, condition) in tables {
        let gone = db.execute(&format!("DELETE FROM {table} WHERE {condition}"), [])?;
        if gone > 0 {
            lost.push(format!("{gone} rows of {table} belong to what could not be read"));
        }
    }
    Ok(lost)
}
