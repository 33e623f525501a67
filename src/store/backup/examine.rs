//! Whether a book or a backup is whole, and what is in it, without writing a byte to it.

use std::fs;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};

use super::copy::private_copy;
use super::names::{BackupFile, backups};
use crate::store::check::chain;
use crate::store::error::StoreError;
use crate::store::fleeting::FleetingFolder;
use crate::store::integrity::integrity;
use crate::store::{hex, journal, open, unless_open_here};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Clients, archived ones too.
    pub clients: i64,
    /// Entries of the journal.
    pub entries: i64,
    /// The hash of the last entry, in hexadecimal.
    pub head: String,
    /// The day the last entry was recorded under; none where there is none.
    pub last_day: Option<NaiveDate>,
    /// What is wrong with it; nothing where it is whole.
    pub problems: Vec<String>,
}

impl Examined {
    /// Whether it can be relied on.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

/// A book that is looked at: nothing reaches its file.
pub(super) struct Looked {
    pub db: Connection,
    /// Where the bytes are, if they had to be copied.
    _copy: Option<FleetingFolder>,
}

impl Looked {
    /// Opens a file for reading. What SQLite would have to finish first is finished in a copy.
    pub fn at(file: &Path) -> Result<Self, StoreError> {
        open::recognise(file)?;
        let beside = open::left_behind(file).iter().any(|left| fs::metadata(left).is_ok_and(|about| about.len() > 0));
        if !is_in_wal_mode(file)
            && let Ok(db) = reading(file)
        {
            let read = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
            match read.map_err(StoreError::from) {
                Ok(_) => return Ok(Self { db, _copy: None }),
                Err(StoreError::Busy) => return Err(StoreError::Busy),
                Err(error) if !beside => return Err(error),
                Err(_) => {}
            }
        }
        let (folder, copy) = private_copy(file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(Self { db: Connection::open_with_flags(copy, flags)?, _copy: Some(folder) })
    }
}

fn reading(file: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(open::PATIENCE)?;
    db.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;")?;
    Ok(db)
}

/// A reader of such a file makes files beside it.
fn is_in_wal_mode(file: &Path) -> bool {
    let mut head = [0_u8; 20];
    // One that is open here is not: opening it settled that.
    let read = unless_open_here(file, || fs::File::open(file).and_then(|mut file| file.read_exact(&mut head)));
    read.is_some_and(|read| read.is_ok()) && (head[18] == 2 || head[19] == 2)
}

/// Looks through a book or a backup: SQLite's own checks, and the chain of the journal. It is left as it is.
///
/// # Errors
/// There is none, it is no book or a newer one, nothing of it can be read, or the disk failed meanwhile.
pub fn examine(file: &Path) -> Result<Examined, StoreError> {
    let looked = Looked::at(file)?;
    let db = &looked.db;
    // One reading of one state.
    db.execute_batch("BEGIN")?;
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(StoreError::from);
    let mut problems = integrity(db, 10)?;
    match chain(db) {
        Ok(found) => problems.extend(found),
        Err(error) if error.may_pass() => return Err(error),
        Err(error) => problems.push(error.to_string()),
    }
    let mut known = |found: Result<i64, StoreError>| match found {
        Err(error) if error.may_pass() => Err(error),
        Err(error) => {
            problems.push(error.to_string());
            Ok(0)
        }
        Ok(n) => Ok(n),
    };
    let clients = known(count("SELECT count(*) FROM clients NOT INDEXED"))?;
    let entries = known(count("SELECT count(*) FROM entries NOT INDEXED"))?;
    let head = journal::head(db).map_or_else(|_| String::new(), |(_, hash)| hex(&hash));
    let last_day = db.query_row("SELECT day FROM entries ORDER BY seq DESC LIMIT 1", [], |row| row.get(0)).ok();
    problems.dedup();
    Ok(Examined { clients, entries, head, last_day, problems })
}

/// The newest backup of a book that is whole.
///
/// # Errors
/// The folder of backups cannot be read, or a newer backup than any that is whole cannot be now.
pub fn newest_good(book: &Path) -> Result<Option<(BackupFile, Examined)>, StoreError> {
    for backup in backups(book)? {
        match examine(&backup.path) {
            Ok(examined) if examined.is_whole() => return Ok(Some((backup, examined))),
            // Nothing is known of this one: to name an older one would give away what lies between.
            Err(error) if error.may_pass() => return Err(error),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(None)
}

/// The last entry of a book, its number and hash.
pub(super) fn head_of(book: &Path) -> Result<(i64, [u8; 32]), StoreError> {
    journal::head(&Looked::at(book)?.db)
}

/// Whether a backup is whole and ends with this entry.
pub(super) fn holds(backup: &Path, head: &(i64, [u8; 32])) -> bool {
    head_of(backup).is_ok_and(|found| found == *head) && examine(backup).is_ok_and(|examined| examined.is_whole())
}
