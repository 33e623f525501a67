//! Why the store could not do what was asked, sorted by what the person can do about it.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::domain::command::PlanError;
use crate::domain::model::ModelError;
use crate::domain::refusal::Refusal;

/// An error of the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A rule refused; nothing changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such backup.
    #[error("there is no backup {0}")]
    NoBackup(PathBuf),
    /// There is no book at that path.
    #[error("there is no book at {0}")]
    Missing(PathBuf),
    /// There is a file already.
    #[error("{0} exists already; nothing was written")]
    Exists(PathBuf),
    /// The file is something else, or damaged.
    #[error("{path} is not a book: {why}; it was left as it is")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The book was written by a newer program.
    #[error("{path} is a book of version {found}; this program knows version {known}; it was left as it is")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// What lies beside the book under the name of its journal or log is not of it.
    #[error("{beside} {why}; {path} was not opened, because that would go into it: both were left as they are")]
    Stray {
        /// The book.
        path: PathBuf,
        /// The file beside it.
        beside: PathBuf,
        /// What it is.
        why: &'static str,
    },
    /// Another program is writing.
    #[error("the book is busy: another program has been writing for more than 5 seconds; nothing was changed")]
    Busy,
    /// The file can only be read.
    #[error("{0} can only be read; nothing was changed")]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The file is no longer where it was opened.
    #[error("{0} was moved, replaced or deleted while it was open; nothing was written")]
    Gone(PathBuf),
    /// The file is damaged.
    #[error("the book is damaged: {0}")]
    Damaged(String),
    /// There is nothing to take back.
    #[error("there is nothing to {0}")]
    NothingTo(&'static str),
    /// Somebody wanted no more of it.
    #[error("left before it was done; nothing was changed")]
    Left,
    /// The answer takes longer than a moment: it is read aside and comes later ([`super::Question`]).
    #[error("this takes a moment")]
    Later,
    /// A model in the book does not read.
    #[error("a model of the book does not read")]
    Model(#[from] ModelError),
    /// The operating system refused.
    #[error("{what}: {source}")]
    File {
        /// What was tried.
        what: String,
        /// Its answer.
        source: std::io::Error,
    },
    /// SQLite failed in a way none of the above describes.
    #[error("the book could not be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

/// What is said of a call of the system that failed under SQLite, which tells no more of it.
const DISK_FAILED: &str = "reading or writing the disk failed; the book itself may be whole: try again, and look at the disk";

/// Whether the file ends before what should be in it: that says something of the file.
fn is_short_read(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|cause| cause.extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ)
}

/// The system's own words, where this process or the machine has as many files open as it may.
pub(super) fn too_many_files() -> Option<io::Error> {
    // EMFILE and ENFILE; SQLite does not say why it could not open a file, so one that is always there is asked.
    std::fs::File::open("/dev/null").err().filter(|error| matches!(error.raw_os_error(), Some(23 | 24)))
}

impl StoreError {
    /// Whether what could not be read now may be read the next time: the disk or the system failed, or another program is
    /// writing. Nothing about the file follows from it.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Busy | Self::File { .. } | Self::Full => true,
            Self::Refused(_)
            | Self::NoBackup(_)
            | Self::Missing(_)
            | Self::Exists(_)
            | Self::Foreign { .. }
            | Self::Newer { .. }
            | Self::Stray { .. }
            | Self::ReadOnly(_)
            | Self::Gone(_)
            | Self::Damaged(_)
            | Self::NothingTo(_)
            | Self::Left
            | Self::Later
            | Self::Model(_)
            | Self::Sqlite(_) => false,
        }
    }

    /// What to do next, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::Missing(_) => {
                Some("make one with `quarterdeck init`, or import a file with `quarterdeck import FILE`".to_owned())
            }
            Self::NoBackup(_) => {
                Some("`quarterdeck backup list` numbers and names those of this book; any other file goes by its path".to_owned())
            }
            Self::Exists(_) => Some("choose another name, or move the file away".to_owned()),
            Self::Foreign { .. } => Some("name a book with --book, or restore a backup".to_owned()),
            Self::Newer { .. } => Some("use the newer program".to_owned()),
            Self::Stray { beside, .. } => Some(format!(
                "where the book was copied or renamed to this place, move {} away and open it again; else restore a backup",
                beside.display()
            )),
            Self::Busy => Some("try again when it has finished".to_owned()),
            Self::ReadOnly(_) => Some("check the permissions of the file and of its folder".to_owned()),
            Self::Full => Some("make room and try again".to_owned()),
            Self::Gone(_) => Some("open the book where it is now".to_owned()),
            Self::Damaged(_) => Some("restore a backup with `quarterdeck restore-backup FILE`".to_owned()),
            Self::Model(error) => (!error.hint.is_empty()).then(|| error.hint.clone()),
            Self::NothingTo(_) | Self::Left | Self::Later | Self::File { .. } | Self::Sqlite(_) => None,
        }
    }
}

impl From<PlanError> for StoreError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Refused(refusal) => Self::Refused(refusal),
            PlanError::Unread(source) => match source.downcast::<Self>() {
                Ok(inner) => *inner,
                Err(other) => Self::Damaged(other.to_string()),
            },
        }
    }
}

impl From<StoreError> for PlanError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => Self::Refused(refusal),
            other => Self::Unread(Box::new(other)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Fault;
        use rusqlite::ErrorCode as Code;
        // The schema lets no such value in: the bytes of the file were changed.
        if matches!(
            error,
            Fault::Utf8Error(..)
                | Fault::FromSqlConversionFailure(..)
                | Fault::InvalidColumnType(..)
                | Fault::IntegralValueOutOfRange(..)
        ) {
            return Self::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DiskFull) => Self::Full,
            // Only our own handlers interrupt.
            Some(Code::OperationInterrupted) => Self::Left,
            Some(Code::ReadOnly) => Self::ReadOnly(PathBuf::from("the book")),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(error.to_string()),
            // That the disk did not answer says nothing of what is on it.
            Some(Code::SystemIoFailure) if !is_short_read(&error) => {
                Self::File { what: DISK_FAILED.to_owned(), source: io::Error::other(error.to_string()) }
            }
            Some(Code::CannotOpen) => Self::File {
                what: "a file of the book could not be opened; nothing was changed".to_owned(),
                source: too_many_files().unwrap_or_else(|| io::Error::other(error.to_string())),
            },
            _ => Self::Sqlite(error),
        }
    }
}
