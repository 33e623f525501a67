//! What an import tells before and after: the fate of each row field by field, and clients that may be the same.

use serde::Serialize;

use crate::domain::client::ClientId;

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

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field by its own name (`arr`, `score.engagement`, `segment`).
    pub field: String,
    /// What the book says; none where it says nothing.
    pub before: Option<String>,
    /// What it will say.
    pub after: Option<String>,
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

/// What is done about a probable duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// They are two clients: a new one is made.
    #[default]
    Apart,
    /// They are the same: the row is about the client of the book.
    Same,
    /// The row is left out.
    Skip,
}
