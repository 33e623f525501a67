//! What an import tells before and after: the fate of each row field by field, and clients that may be the same.

use serde::Serialize;

use super::rows::Problem;
use crate::domain::client::ClientId;
pub use crate::domain::command::Difference;
pub use crate::store::Twin as Decision;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A client, or a review, is made.
    Created,
    /// A client changes.
    Updated,
    /// The book says so already.
    Unchanged,
    /// Left alone.
    Skipped,
    /// Refused.
    Rejected,
}

impl Fate {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
            Self::Rejected => "rejected",
        }
    }
}

/// A row and what becomes of it, for a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The line of the file, in a workbook the row of the sheet.
    pub row: u64,
    /// The client as the book, else as the file names it.
    pub client: String,
    /// What becomes of it.
    pub fate: Fate,
    /// Field by field what changes, in the order of the fields; what a new client gets has nothing before.
    pub changes: Vec<Difference>,
    /// Why it is skipped or refused.
    pub why: Option<String>,
}

impl Told {
    /// A row left alone.
    pub(super) fn left(row: u64, client: String, why: String) -> Self {
        Self { row, client, fate: Fate::Skipped, changes: Vec::new(), why: Some(why) }
    }

    /// A row refused.
    pub(super) fn refused(row: u64, client: String, problems: &[Problem]) -> Self {
        let why = problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ");
        Self { row, client, fate: Fate::Rejected, changes: Vec::new(), why: Some(why) }
    }
}

/// A new client of the file that may be one the book has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Double {
    /// The line of the file.
    pub row: u64,
    /// Its name there.
    pub name: String,
    /// Its id there.
    pub external_id: Option<String>,
    /// The client of the book, or of an earlier line, it may be.
    pub client: String,
    /// That client's number.
    pub client_id: ClientId,
    /// That client's id in the other system.
    pub client_external_id: Option<String>,
    /// Why it may be the same (`the same name`, `the name but for its legal form`).
    pub why: &'static str,
    /// What is done about it.
    pub decision: Decision,
}
