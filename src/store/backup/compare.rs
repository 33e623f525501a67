//! What restoring a backup would change, told before it is done.

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::examine::{Examined, Looked, examine};
use crate::store::error::StoreError;

/// Entries named one by one.
const NAMED: i64 = 20;

/// What restoring a backup would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The book as it is; none where there is none, or where nothing of it can be read.
    pub before: Option<Examined>,
    /// The backup.
    pub after: Examined,
    /// The newest of the entries that the book has and the backup has not, at most 20.
    pub lost: Vec<LostEntry>,
    /// How many there are.
    pub lost_entries: i64,
    /// Entries that the backup has and the book has not.
    pub gained_entries: i64,
    /// Whether both are the same book. True where the book cannot be read: then nothing speaks against it.
    pub same_book: bool,
}

/// An entry that would be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostEntry {
    /// Its number.
    pub seq: i64,
    /// The civil day it was recorded under.
    pub day: NaiveDate,
    /// Who acted.
    pub by: String,
    /// What was done, in words.
    pub summary: String,
}

/// Compares a book with a backup that may take its place. Neither is written to.
///
/// # Errors
/// The backup is missing, no book, a newer one, or unreadable; the book is busy.
pub fn compare(book: &Path, backup: &Path) -> Result<Difference, StoreError> {
    let after = examine(backup)?;
    let theirs = Looked::at(backup)?;
    let before = match examine(book) {
        Err(StoreError::Busy) => return Err(StoreError::Busy),
        other => other.ok(),
    };
    let ours = match Looked::at(book) {
        Err(StoreError::Busy) => return Err(StoreError::Busy),
        other => other.ok(),
    };
    let told = ours.and_then(|ours| told(&ours.db, &theirs.db).ok());
    let (lost, lost_entries, gained_entries, same_book) =
        told.unwrap_or_else(|| (Vec::new(), 0, before.as_ref().map_or(after.entries, |_| 0), true));
    Ok(Difference { before, after, lost, lost_entries, gained_entries, same_book })
}

type Told = (Vec<LostEntry>, i64, i64, bool);

fn told(ours: &Connection, theirs: &Connection) -> Result<Told, StoreError> {
    let last = |db: &Connection| db.query_row("SELECT coalesce(max(seq), 0) FROM entries", [], |row| row.get::<_, i64>(0));
    let (our_last, their_last) = (last(ours)?, last(theirs)?);
    let common = common(ours, theirs)?;
    let (lost, lost_entries) = after(ours, common)?;
    // Books begin alike; the second entry tells them apart.
    let same_book = common >= 2 || (common >= 1 && common == our_last.min(their_last));
    Ok((lost, lost_entries, their_last - common, same_book))
}

/// The entries after one: the newest of them, and how many.
fn after(db: &Connection, seq: i64) -> Result<(Vec<LostEntry>, i64), StoreError> {
    let mut asked = db.prepare("SELECT seq, day, by, summary FROM entries WHERE seq > ? ORDER BY seq DESC LIMIT ?")?;
    let read =
        |row: &rusqlite::Row<'_>| Ok(LostEntry { seq: row.get(0)?, day: row.get(1)?, by: row.get(2)?, summary: row.get(3)? });
    let lost = asked.query_map(params![seq, NAMED], read)?.collect::<rusqlite::Result<_>>()?;
    let count = db.query_row("SELECT count(*) FROM entries WHERE seq > ?", [seq], |row| row.get(0))?;
    Ok((lost, count))
}

/// The last entry both have, 0 where they have none. Each carries the hash of the one before, so that what is the same there is
/// the same from the start, even where one of them has gaps.
fn common(ours: &Connection, theirs: &Connection) -> Result<i64, StoreError> {
    let mut known = theirs.prepare("SELECT 1 FROM entries WHERE seq = ? AND hash = ?")?;
    let mut asked = ours.prepare("SELECT seq, hash FROM entries ORDER BY seq DESC")?;
    let mut rows = asked.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, hash): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if known.query_row(params![seq, hash], |_| Ok(())).optional()?.is_some() {
            return Ok(seq);
        }
    }
    Ok(0)
}

/// The entries of a salvaged book that a backup has not: the newest of them, and how many.
pub(in crate::store) fn since_backup(ours: &Connection, backup: &Path) -> Result<(Vec<LostEntry>, i64), StoreError> {
    after(ours, common(ours, &Looked::at(backup)?.db)?)
}
