//! Why a file as a whole is refused: what is wrong, where, and what to do next.

use std::io;
use std::path::Path;

use thiserror::Error;

use crate::domain::text::Shown;

/// A file that is not imported; the book was not touched. Every text in it may be shown as it is.
#[derive(Debug, Error)]
pub enum Refused {
    /// No such file.
    #[error("there is no file {0}")]
    Missing(String),
    /// A folder, pipe, device or socket.
    #[error("{path} is a {what}, not a file")]
    NotAFile {
        /// The path given.
        path: String,
        /// What it is instead.
        what: &'static str,
    },
    /// The operating system does not give it.
    #[error("{path} cannot be read: {cause}")]
    Unreadable {
        /// The path given.
        path: String,
        /// What the operating system says.
        cause: io::Error,
    },
    /// Something else than a table in text.
    #[error("{path} is {what}, whatever its name says")]
    Foreign {
        /// The path given.
        path: String,
        /// What it is.
        what: &'static str,
        /// How to make a table of it.
        hint: &'static str,
    },
    /// Zero bytes where text should be.
    #[error("{path} holds a zero byte on line {line}: it is binary or damaged, not text")]
    Binary {
        /// The path given.
        path: String,
        /// The line of the file, from 1.
        line: u64,
    },
    /// Nothing in it.
    #[error("{0} is empty")]
    Empty(String),
    /// A header and nothing below it.
    #[error("{0} has a header but no rows")]
    HeaderOnly(String),
    /// A quotation mark that opens a cell and is never closed.
    #[error("{path}: the quotation mark that opens on line {line} is not closed")]
    UnclosedQuote {
        /// The path given.
        path: String,
        /// The line of the file, from 1.
        line: u64,
    },
    /// A cell, or a row, beyond what any real table holds.
    #[error("{path}: {what} on line {line}")]
    TooLarge {
        /// The path given.
        path: String,
        /// What is too large, with the limit.
        what: &'static str,
        /// The line of the file, from 1.
        line: u64,
    },
    /// More rows than are read.
    #[error("{path} has more than {most} rows")]
    ManyRows {
        /// The path given.
        path: String,
        /// How many are read.
        most: u64,
    },
    /// No column for the name of the client.
    #[error("{path} has no column that looks like the name of a client{}; its columns are: {columns}", no_name_but(deal.as_deref()))]
    NoName {
        /// The path given.
        path: String,
        /// The columns there are.
        columns: String,
        /// A column with the ids of clients, which can stand for their names.
        ids: Option<String>,
        /// The column with the names of the deals, in a file of deals.
        deal: Option<String>,
    },
    /// No column for the client or the day of a review.
    #[error("{path} has no column that says {lacks}; its columns are: {columns}")]
    NoReviews {
        /// The path given.
        path: String,
        /// What is not said.
        lacks: &'static str,
        /// The field such a column fills.
        say: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// A `--map` that does not fit the file.
    #[error("--map {given}: {why}")]
    BadMap {
        /// What was given.
        given: String,
        /// Why it does not fit, with what there is.
        why: String,
    },
    /// A `--scale` that is none, or does not fit the file.
    #[error("--scale {given}: {why}")]
    BadScale {
        /// What was given.
        given: String,
        /// Why it does not fit, with what there is.
        why: String,
    },
    /// A saved mapping that cannot be used, or not be saved.
    #[error("{0}")]
    BadMapping(String),
    /// A column whose dates or numbers can be read in two ways.
    #[error("{0}")]
    Ambiguous(Box<Question>),
    /// The refused rows would replace the file they come from.
    #[error("{0} is the file to import: refused rows cannot be written over it")]
    Itself(String),
    /// A workbook that cannot be read.
    #[error("{path} {what}")]
    Workbook {
        /// The path given.
        path: String,
        /// What is wrong with it, as a half sentence.
        what: String,
        /// What helps.
        hint: Option<String>,
    },
    /// A workbook without the sheet that was named.
    #[error("{path} has no sheet “{}”", shown_cell(sheet))]
    NoSheet {
        /// The path given.
        path: String,
        /// The name given.
        sheet: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// A workbook with several sheets that may be meant.
    #[error("{path} has several sheets, and which one is meant cannot be told: {}", in_a_row(sheets))]
    WhichSheet {
        /// The path given.
        path: String,
        /// The sheets that may be meant.
        sheets: Vec<String>,
    },
    /// The file was changed between the two passes.
    #[error("{0} was changed while it was read")]
    Changed(String),
}

/// What looks like the name of a client and is none.
fn no_name_but(deal: Option<&str>) -> String {
    deal.map_or_else(String::new, |name| format!(" (“{name}” is the name of a deal)"))
}

/// What must be asked about a column before its cells can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The column's header.
    pub column: String,
    /// A cell that can be read in two ways.
    pub value: String,
    /// Its line in the file.
    pub line: u64,
    /// Why it cannot be told from the column.
    pub why: &'static str,
    /// What has to be said.
    pub asks: Asks,
    /// The answers, as flags of the command line.
    pub answers: String,
    /// Different values of the column, at most [`VALUES_SEEN`]: for a scale only.
    pub seen: Vec<String>,
    /// The field the column fills.
    pub field: String,
}

/// Different values a question about a scale shows.
pub const VALUES_SEEN: usize = 12;

/// What a column leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The order of day, month and year.
    DateOrder,
    /// The decimal sign.
    Decimal,
    /// What its figures or words are as scores.
    Scale,
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { column, value, line, why, asks: _, answers: _, seen, field: _ } = self;
        write!(f, "column “{column}”: “{value}” (line {line}) {why}")?;
        if seen.len() > 1 {
            write!(f, "; its values: {}", seen.join(", "))?;
        }
        Ok(())
    }
}

impl Refused {
    /// What to do next, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing(path) if path == "-" => Some(
                "standard input has to be a file, which is read more than once: save it and name it; with < FILE, name /dev/stdin"
                    .to_owned(),
            ),
            Self::Missing(_) => Some("look at the spelling of the path".to_owned()),
            Self::NotAFile { what: "pipe", .. } => {
                Some("save it to a file first: it is looked at before it is read, and read more than once".to_owned())
            }
            Self::NotAFile { .. } => Some("give the path of a CSV file or a workbook".to_owned()),
            Self::Unreadable { .. } | Self::Empty(_) | Self::HeaderOnly(_) => None,
            Self::Foreign { hint, .. } => Some((*hint).to_owned()),
            Self::Binary { .. } => Some("export it again as CSV in UTF-8".to_owned()),
            Self::UnclosedQuote { .. } => {
                Some("close it, or double it where it is part of the text (\"\"), and try again".to_owned())
            }
            Self::TooLarge { .. } => Some("see whether a quotation mark is missing there, or leave that column out".to_owned()),
            Self::ManyRows { .. } => Some("leave out what is not needed, or bring it in as several files".to_owned()),
            Self::NoName { ids: Some(ids), .. } => Some(format!("where its ids can stand for names: --map '{ids}=name'")),
            Self::NoName { ids: None, .. } => Some("say which column it is: --map COLUMN=name".to_owned()),
            Self::NoReviews { say, .. } => {
                Some(format!("say which column it is: --map COLUMN={say}; where the rows are clients: --as clients"))
            }
            Self::BadMap { .. } => Some("write --map COLUMN=FIELD, or --map '#3=FIELD' for the third column".to_owned()),
            Self::BadScale { .. } => {
                Some("write --scale score.FACTOR=0..100 or --scale COLUMN=red=1,yellow=3,green=5".to_owned())
            }
            Self::BadMapping(_) => None,
            Self::Ambiguous(question) => Some(format!("say which with {}", question.answers)),
            Self::Itself(_) => Some("write them to another file".to_owned()),
            Self::Workbook { hint, .. } => hint.clone(),
            Self::NoSheet { sheets, .. } if sheets.is_empty() => Some("none of its sheets can be seen".to_owned()),
            Self::NoSheet { sheets, .. } => Some(format!("its sheets are: {}", in_a_row(sheets))),
            Self::WhichSheet { .. } => Some("say which with --sheet NAME".to_owned()),
            Self::Changed(_) => Some("try again".to_owned()),
        }
    }

    /// Whether the file is simply not there (exit code 3; every other refusal is 2).
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(_))
    }

    /// The refusal for an error of the operating system.
    #[must_use]
    pub fn unreadable(path: &Path, cause: io::Error) -> Self {
        let shown = shown_path(path);
        match cause.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing(shown),
            io::ErrorKind::IsADirectory => Self::NotAFile { path: shown, what: "folder" },
            _ => Self::Unreadable { path: shown, cause },
        }
    }
}

/// Names as they may be shown, at most twenty of them.
fn in_a_row(names: &[String]) -> String {
    const NAMED: usize = 20;
    let mut row: Vec<String> = names.iter().take(NAMED).map(|name| shown_cell(name)).collect();
    if names.len() > NAMED {
        row.push(format!("and {} more", names.len() - NAMED));
    }
    row.join(", ")
}

/// A path as it may be shown.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    Shown::line(&path.to_string_lossy()).into_string()
}

/// A cell or header as it may be shown: one line, cut at 80 characters.
#[must_use]
pub fn shown_cell(cell: &str) -> String {
    const KEPT: usize = 80;
    // A cell can be a megabyte: only its beginning is cleaned.
    let head: String = cell.chars().take(KEPT + 1).collect();
    let clean = Shown::line(head.trim()).into_string();
    if head.chars().count() > KEPT { clean.chars().take(KEPT).chain(['…']).collect() } else { clean }
}
