//! When backups are made: before what concerns many, and every half hour in which something changed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::OptionalExtension;

use super::examine::{head_of, holds};
use super::names::{BackupFile, backups};
use crate::domain::change::{Change, Fact};
use crate::domain::stamp::Stamp;
use crate::store::error::StoreError;
use crate::store::{Step, Store, journal};

/// How long changes wait for a scheduled backup.
pub const BACKUP_EVERY: Duration = Duration::from_mins(30);
/// Copying a book of more bytes takes so long that one backup within [`BACKUP_EVERY`] serves all bulk changes.
const LARGE: u64 = 64 << 20;

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
    /// Makes sure that there is a backup of the book as it is now, before an act that concerns many. What fails blocks nothing,
    /// and is told to whoever asks [`Store::last_precaution`].
    pub fn precaution(&self, why: &str, stamp: &Stamp) -> Precaution {
        let precaution = match self.newest_holds_all() {
            Ok(Some(backup)) => Precaution::Held(backup.path),
            Ok(None) | Err(_) => match self.backup(None, why, stamp) {
                Ok(path) => Precaution::Made(path),
                // What is refused there says that nothing was changed: here the act goes on nevertheless.
                Err(error) => Precaution::Failed(error.to_string().replace("; nothing was changed", "")),
            },
        };
        self.precaution.set(&precaution);
        precaution
    }

    /// What came of the backup before the last act that concerned many; also after the store is closed.
    #[must_use]
    pub fn last_precaution(&self) -> LastPrecaution {
        self.precaution.clone()
    }

    /// Backs up before changes that concern more than one client; answers what came of it, none where they concern few.
    pub(in crate::store) fn before_bulk(&self, changes: &[Change], stamp: &Stamp) -> Result<Option<Precaution>, StoreError> {
        if concern_many(changes) && self.has_several_clients()? { Ok(Some(self.bulk(stamp))) } else { Ok(None) }
    }

    /// Backs up before a step is taken back, or done again, that concerns more than one client.
    pub(in crate::store) fn before_revert(&self, step: &Step, stamp: &Stamp) -> Result<Option<Precaution>, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT DISTINCT client FROM changes WHERE seq = ? AND client IS NOT NULL LIMIT 2)";
        let clients: i64 = self.db.prepare_cached(sql)?.query_row([step.seq], |row| row.get(0))?;
        let wide = clients > 1 || (step.is_far_reaching() && self.has_several_clients()?);
        Ok(wide.then(|| self.bulk(stamp)))
    }

    fn bulk(&self, stamp: &Stamp) -> Precaution {
        if let Some(recent) = self.recent_of_large(stamp.now.to_utc()) {
            let held = Precaution::Held(recent.path);
            self.precaution.set(&held);
            return held;
        }
        self.precaution("bulk", stamp)
    }

    /// Of a large book, a backup that is not older than a scheduled one may be.
    fn recent_of_large(&self, now: DateTime<Utc>) -> Option<BackupFile> {
        if std::fs::metadata(&self.path).ok()?.len() <= LARGE {
            return None;
        }
        let every = TimeDelta::from_std(BACKUP_EVERY).ok()?;
        let near = |backup: &BackupFile| !backup.is_kept() && backup.at <= now && now - backup.at <= every;
        backups(&self.path).ok()?.into_iter().find(near).filter(|backup| head_of(&backup.path).is_ok())
    }

    fn has_several_clients(&self) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM clients LIMIT 2)";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))? > 1)
    }

    /// Makes the scheduled backup of a book that somebody writes to from a script: where one is due, for a large book where the
    /// last is older than a day.
    ///
    /// # Errors
    /// The book cannot be read, or the copy cannot be made.
    pub fn backup_when_due(&self, stamp: &Stamp) -> Result<Option<PathBuf>, StoreError> {
        let now = stamp.now.to_utc();
        let Some(due) = self.backup_due(now)? else { return Ok(None) };
        let large = std::fs::metadata(&self.path).is_ok_and(|about| about.len() > LARGE);
        let due = if large { due + TimeDelta::days(1) - TimeDelta::from_std(BACKUP_EVERY).unwrap_or_default() } else { due };
        if due > now { Ok(None) } else { self.backup(None, "hourly", stamp).map(Some) }
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

/// What came of the backup before the last act that concerned many, for whoever asks later.
#[derive(Debug, Clone, Default)]
pub struct LastPrecaution(Arc<Mutex<Option<Precaution>>>);

impl LastPrecaution {
    fn set(&self, precaution: &Precaution) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(precaution.clone());
    }

    /// What came of it, told once.
    #[must_use]
    pub fn take(&self) -> Option<Precaution> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// What came of it; none where there was no such act.
    #[must_use]
    pub fn get(&self) -> Option<Precaution> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether changes bear on more than one client. What a session stages bears on none before it is finalised, and hours a person
/// has for reviews move no date.
pub(in crate::store) fn concern_many(changes: &[Change]) -> bool {
    let mut only = None;
    changes.iter().any(|change| match change.fact() {
        Fact::Session(_) | Fact::Item(_) | Fact::Opinion(_) => false,
        Fact::Calendar(_) => true,
        Fact::Setting(setting) => !setting.key.starts_with("capacity."),
        Fact::Model(model) => match change.before() {
            Some(Fact::Model(before)) => before.toml != model.toml || before.driving != model.driving,
            Some(_) | None => true,
        },
        Fact::Client(_)
        | Fact::Placement(_)
        | Fact::Decision(_)
        | Fact::Score(_)
        | Fact::Review(_)
        | Fact::Action(_)
        | Fact::Mark(_) => {
            let client = change.fact().client();
            client.is_some_and(|client| *only.get_or_insert(client) != client)
        }
    })
}
