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

fn told(ours: &Connection, theirs: &Connection) -> Result<(Vec<LostEntry>, i64, i64, bool), StoreError> {
    let last = |db: &Connection| db.query_row("SELECT coalesce(max(seq), 0) FROM entries", [], |row| row.get::<_, i64>(0));
    let (our_last, their_last) = (last(ours)?, last(theirs)?);
    let common = common(ours, theirs, our_last.min(their_last))?;
    let mut statement = ours.prepare("SELECT seq, day, by, summary FROM entries WHERE seq > ? ORDER BY seq DESC LIMIT ?")?;
    let read =
        |row: &rusqlite::Row<'_>| Ok(LostEntry { seq: row.get(0)?, day: row.get(1)?, by: row.get(2)?, summary: row.get(3)? });
    let lost = statement.query_map(params![common, NAMED], read)?.collect::<rusqlite::Result<_>>()?;
    // Books begin alike; the second entry tells them apart.
    let same_book = common >= 2 || (common >= 1 && common == our_last.min(their_last));
    Ok((lost, our_last - common, their_last - common, same_book))
}

/// The last entry both have. Each entry carries the hash of the one before, so that what is the same is the same from the start.
fn common(ours: &Connection, theirs: &Connection, up_to: i64) -> Result<i64, StoreError> {
    let hash = |db: &Connection, seq: i64| {
        let mut asked = db.prepare_cached("SELECT hash FROM entries WHERE seq = ?")?;
        asked.query_row([seq], |row| row.get::<_, Vec<u8>>(0)).optional()
    };
    let (mut same, mut other) = (0, up_to + 1);
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        let mine = hash(ours, middle)?;
        if mine.is_some() && mine == hash(theirs, middle)? {
            same = middle;
        } else {
            other = middle;
        }
    }
    Ok(same)
}
