//! Sheets of proposals: written for an account manager to fill in with any spreadsheet, and read back.

mod columns;
mod filled;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod workbook;

use std::io::{self, Write as _};
use std::path::Path;

use self::filled::{Member, Roll};
use self::table::Table;
use crate::domain::client::ClientId;
use crate::domain::command::Opined;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, SessionId};
use crate::exchange::export::{Access, ExportError};
use crate::exchange::files::{Beside, NotWritten};
use crate::exchange::refused::{Refused, shown_path};
use crate::store::{Sheet, Store, StoreError};

/// What a filled-in sheet says.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The session it was written for.
    pub session: SessionId,
    /// Whose opinions they are.
    pub voter: String,
    /// What is said of which client, in the order of the file; those nothing is said of have no view. Places are keys.
    pub opinions: Vec<Opined>,
    /// Rows that could not be taken: line, what is wrong, what would be right.
    pub problems: Vec<(u64, String, String)>,
    /// Clients no longer in the session.
    pub gone: Vec<(ClientId, String)>,
}

/// Writes a sheet as CSV: UTF-8 with a byte order mark, without which Excel takes letters beyond ASCII for others, and with text
/// guarded that a spreadsheet would run as a formula. What the voter said before stands in it.
///
/// # Errors
/// The model of the session is no longer there, or the book cannot be read.
pub fn written(sheet: &Sheet, store: &Store) -> Result<String, StoreError> {
    let model = store.ground().model(Some(&sheet.session.model))?;
    Ok(sheet::csv(&sheet::table(sheet, &model, &mark(store)?)))
}

/// Writes a sheet to a file: a workbook with lists to choose from where its name ends in `.xlsx`, else CSV.
///
/// # Errors
/// As [`written`]; and a file that cannot be written. An earlier file then stays as it was.
pub fn write_file(sheet: &Sheet, store: &Store, path: &Path, access: Access) -> Result<(), ExportError> {
    let model = store.ground().model(Some(&sheet.session.model))?;
    let table = sheet::table(sheet, &model, &mark(store)?);
    let is_workbook = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let bytes = if is_workbook { workbook::written(&table, &sheet.session, &model)? } else { sheet::csv(&table).into_bytes() };
    save(&bytes, path, access)
}

/// Writes bytes to a file: beside it, synced, then in its place.
///
/// # Errors
/// The file cannot be written; an earlier one then stays as it was.
pub fn save(bytes: &[u8], path: &Path, access: Access) -> Result<(), ExportError> {
    let mut beside = match access {
        Access::Owner => Beside::create(path)?,
        Access::Everybody => Beside::create_open(path)?,
    };
    beside.write_all(bytes).map_err(|cause: io::Error| NotWritten::of(path, cause))?;
    Ok(beside.commit()?)
}

/// What tells this book from others in a sheet. It begins with letters, so that no spreadsheet takes it for a number.
fn mark(store: &Store) -> Result<String, StoreError> {
    Ok(format!("qd-{}", store.origin()?.chars().take(16).collect::<String>()))
}

/// Reads a filled-in sheet (CSV, TSV, XLSX or ODS, in any encoding the import takes) for the session it names. Columns go by
/// their names, in any order; others are passed over, and so are blank rows.
///
/// # Errors
/// The file is not taken, or is no sheet of this book's sessions.
pub fn read(file: &Path, store: &Store) -> Result<Filled, ReadError> {
    let table = Table::open(file)?;
    let about = table.about(&shown_path(file))?;
    let mark = mark(store)?;
    let session = match store.session(about.session) {
        Ok(session) => session,
        Err(StoreError::Refused(Refusal::NotFound { .. })) => return Err(about.unknown_session().into()),
        Err(other) => return Err(other.into()),
    };
    about.check(&session, &mark)?;
    let roll = roll(session, store)?;
    let known = |client| known(client, &roll.session, store);
    filled::filled(&table, about.voter, &roll, &known).map_err(ReadError::Store)
}

/// Who is in a session, with what rows are checked against.
fn roll(session: Session, store: &Store) -> Result<Roll, StoreError> {
    let model = store.ground().model(Some(&session.model))?;
    let clients: Vec<ClientId> = store.agenda(&session)?.lines.iter().map(|line| line.client).collect();
    let rows = store.agenda_rows(&session, &clients)?;
    let member = |row: crate::store::AgendaRow| (row.client, Member { name: row.name, external_id: row.external_id });
    Ok(Roll { members: rows.into_iter().map(member).collect(), model, session })
}

/// A client of the book that is not in the session; none where there is no such client.
fn known(client: ClientId, session: &Session, store: &Store) -> Result<Option<Member>, StoreError> {
    match store.page_in(Some(&session.model), client, session.as_of) {
        Ok(page) => Ok(Some(Member { name: page.client.name, external_id: page.client.external_id })),
        Err(StoreError::Refused(Refusal::NotFound { .. })) => Ok(None),
        Err(other) => Err(other),
    }
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

impl ReadError {
    /// What to do next, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refused) => refused.hint(),
            Self::Foreign(_) => {
                Some("write a sheet with `quarterdeck session propose --owner WHO -o FILE`, and merge that".to_owned())
            }
            Self::Store(_) => None,
        }
    }
}

impl From<table::Foreign> for ReadError {
    fn from(foreign: table::Foreign) -> Self {
        Self::Foreign(foreign.0)
    }
}
