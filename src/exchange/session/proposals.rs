//! Sheets of proposals: written for an account manager to fill in with any spreadsheet, and read back.

use std::path::Path;

use crate::domain::client::ClientId;
use crate::domain::command::Opined;
use crate::domain::session::SessionId;
use crate::exchange::refused::Refused;
use crate::store::{Sheet, Store, StoreError};

/// What a filled-in sheet says.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The session it was written for.
    pub session: SessionId,
    /// Whose opinions they are.
    pub voter: String,
    /// What is said of which client; those nothing is said of have no view.
    pub opinions: Vec<Opined>,
    /// Rows that could not be taken: line, what is wrong, what would be right.
    pub problems: Vec<(u64, String, String)>,
    /// Clients no longer in the session.
    pub gone: Vec<(ClientId, String)>,
}

/// Writes a sheet as CSV.
#[must_use]
pub fn written(sheet: &Sheet) -> String {
    let _ = sheet;
    String::new()
}

/// Reads a filled-in sheet (CSV, TSV, XLSX or ODS, in any encoding the import takes) for the session it names.
///
/// # Errors
/// The file is not taken, or is no sheet of this book's sessions.
pub fn read(file: &Path, store: &Store) -> Result<Filled, ReadError> {
    let _ = (file, store);
    Err(ReadError::Foreign("not yet".to_owned()))
}

/// Why a file is no sheet of proposals.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not taken as a table.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is a table, but no sheet of a session of this book.
    #[error("{0}")]
    Foreign(String),
    /// The book cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
