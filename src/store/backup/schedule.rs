//! When backups are made: before what concerns many, and every half hour in which something changed.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::OptionalExtension;

use super::examine::{head_of, holds};
use super::names::{BackupFile, backups};
use crate::domain::stamp::Stamp;
use crate::store::error::StoreError;
use crate::store::{Store, journal};

/// How long changes wait for a scheduled backup.
pub const BACKUP_EVERY: Duration = Duration::from_mins(30);

/// What came of the backup before an act that concerns many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precaution {
    /// A copy was made.
    Made(PathBuf),
    /// The newest backup holds all the book holds.
    Held(PathBuf),
    /// None could be made, and why; the act goes on.
    Failed(String),
}

impl Precaution {
    /// Why there is no backup, where there is none.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Made(_) | Self::Held(_) => None,
            Self::Failed(why) => Some(why),
        }
    }

    /// The backup, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&PathBuf> {
        match self {
            Self::Made(path) | Self::Held(path) => Some(path),
            Self::Failed(_) => None,
        }
    }
}

impl Store {
    /// Makes sure that there is a backup of the book as it is now, before an act that concerns many. What fails blocks nothing.
    pub fn precaution(&self, why: &str, stamp: &Stamp) -> Precaution {
        match self.newest_holds_all() {
            Ok(Some(backup)) => return Precaution::Held(backup.path),
            Ok(None) | Err(_) => {}
        }
        match self.backup(None, why, stamp) {
            Ok(path) => Precaution::Made(path),
            // What is refused there says that nothing was changed: here the act goes on nevertheless.
            Err(error) => Precaution::Failed(error.to_string().replace("; nothing was changed", "")),
        }
    }

    /// The newest backup, where it is whole and ends where the book ends.
    fn newest_holds_all(&self) -> Result<Option<BackupFile>, StoreError> {
        let head = journal::head(&self.db)?;
        let newest = backups(&self.path)?.into_iter().find(|backup| !backup.is_kept());
        Ok(newest.filter(|backup| holds(&backup.path, &head)))
    }

    /// The instant at which the next scheduled backup is due; none where nothing has changed since the last one.
    ///
    /// # Errors
    /// The book, or the folder of its backups, cannot be read.
    pub fn backup_due(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let head = journal::head(&self.db)?;
        // A name that lies ahead was made under another clock.
        let newest = backups(&self.path)?.into_iter().filter(|backup| !backup.is_kept()).find(|backup| backup.at <= now);
        let since = match newest {
            Some(newest) if head_of(&newest.path).is_ok_and(|found| found == head) => return Ok(None),
            Some(newest) => newest.at,
            None => self.begun_at()?.unwrap_or(now).min(now),
        };
        let every = TimeDelta::from_std(BACKUP_EVERY).unwrap_or_default();
        Ok(Some(since + every))
    }

    /// When the first entry was written.
    fn begun_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: Option<String> =
            self.db.query_row("SELECT at FROM entries ORDER BY seq LIMIT 1", [], |row| row.get(0)).optional()?;
        Ok(at.and_then(|at| DateTime::parse_from_rfc3339(&at).ok()).map(|at| at.to_utc()))
    }
}
