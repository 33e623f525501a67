//! Workbooks: one sheet of them as records with the kind of every cell, parsed in a process of its own within limits.
//!
//! A hostile workbook can ask the parser for any amount of memory and time, so it is parsed by a second process of the same
//! program ([`serve`]): it limits its own memory and processor time before it looks at the file, which it gets as its
//! standard input. It writes the rows of one sheet to its standard output as records of `ROW KINDS,cell,cell,…` and, when it
//! is done, one [`Report`] to its standard error. [`apart`] runs it, bounds what it writes and how long it takes, and turns
//! every other end into a sentence. Where nobody has said which program this is (in tests of the library), the workbook is
//! parsed in this process.

mod apart;
mod book;
mod cell;
mod rows;
mod serve;
#[cfg(test)]
pub(in crate::exchange) mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub(super) use rows::kind_of;
pub use serve::serve;

use super::at::At;
use crate::exchange::refused::{Refused, shown_cell, shown_path};

/// The argument that makes the program parse the workbook on its standard input; no command of the command line.
pub const VERB: &str = "workbook-rows";
/// Bytes of memory the process that parses may have.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Seconds of processor time it may take; a workbook of several sheets is looked at before one of them is read, and both times
/// together must stay within 30 seconds.
const SECONDS: u64 = 14;
/// Seconds all of it may take by the clock: where processor time is limited, a busy machine is no fault of the workbook.
const PATIENCE: u64 = if cfg!(unix) { 60 } else { SECONDS };
/// Bytes of rows it may write.
const OUTPUT: u64 = 256 * 1024 * 1024;
/// Bytes of its report.
const REPORT: u64 = 16 * 1024 * 1024;
/// Sheets of a workbook that are looked at where none is named.
const SHEETS: usize = 200;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program this is, so that it can be started again to parse workbooks; the first call counts.
pub fn use_program(path: PathBuf) {
    let _ = PROGRAM.set(path);
}

/// What is wrong with a workbook, as a half sentence after its path, and what helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fault {
    what: String,
    hint: Option<String>,
}

impl Fault {
    fn new(what: impl Into<String>, hint: &str) -> Self {
        Self { what: what.into(), hint: Some(hint.to_owned()) }
    }

    fn damaged(why: &dyn std::fmt::Display) -> Self {
        Self::new(format!("is damaged, or no workbook that can be read: {}", shown_cell(&why.to_string())), SAVE_AGAIN)
    }
}

/// What helps with most workbooks that cannot be read.
const SAVE_AGAIN: &str = "open it in a spreadsheet and save it again, or save it as CSV in UTF-8";

/// What was found besides the rows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Report {
    /// Visible sheets of cells, in their order.
    sheets: Vec<String>,
    /// How many are hidden.
    hidden: usize,
    /// The sheet the rows are of; none where several may be meant, or none is there.
    chosen: Option<String>,
    /// The first rows of each visible sheet that holds something, where none is chosen.
    heads: Vec<Head>,
    /// Whether days count from 1904.
    from_1904: bool,
    /// Cells of the widest row.
    width: usize,
    /// Formulas that were never calculated.
    uncalculated: u64,
    /// What ended the reading early.
    fault: Option<Fault>,
}

/// The first rows of a sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Head {
    sheet: String,
    rows: Vec<Vec<String>>,
}

/// Whether the first rows of a sheet are those of a table that is wanted.
pub type Judge<'a> = &'a dyn Fn(&[Vec<String>]) -> bool;

/// One sheet of a workbook, its rows in a file without a name.
#[derive(Debug)]
pub(super) struct Workbook {
    rows: Arc<File>,
    /// The sheet the rows are of.
    pub(super) sheet: String,
    /// Visible sheets, in their order.
    pub(super) sheets: Vec<String>,
    /// Whether days count from 1904.
    pub(super) from_1904: bool,
    /// Cells of the widest row.
    pub(super) width: usize,
    /// What somebody should know about it.
    pub(super) notes: Vec<String>,
}

impl Workbook {
    /// The rows from the first, as UTF-8.
    pub(super) fn rows(&self) -> At {
        At::start(Arc::clone(&self.rows))
    }

    /// Parses a workbook: the sheet named, else the only one that holds something, else the only one the judge wants.
    pub(super) fn open(path: &Path, sheet: Option<&str>, judge: Judge<'_>) -> Result<Self, Refused> {
        let until = Instant::now() + Duration::from_secs(PATIENCE);
        let (mut rows, mut report) = parse(path, sheet, until)?;
        let mut notes = Vec::new();
        if report.chosen.is_none() && sheet.is_none() && report.fault.is_none() {
            let meant = choose(path, &report, judge)?;
            notes.push(format!("sheet “{}” is read; the others are not: --sheet NAME takes another one", shown_cell(&meant)));
            (rows, report) = parse(path, Some(&meant), until)?;
        }
        let shown = shown_path(path);
        if let Some(Fault { what, hint }) = report.fault {
            return Err(Refused::Workbook { path: shown, what, hint });
        }
        let Some(chosen) = report.chosen else {
            let sheet = sheet.map(str::to_owned).unwrap_or_default();
            return Err(Refused::NoSheet { path: shown, sheet, sheets: report.sheets });
        };
        if report.hidden > 0 {
            let sheets = if report.hidden == 1 { "one sheet is".to_owned() } else { format!("{} sheets are", report.hidden) };
            notes.push(format!("{sheets} hidden and not looked at"));
        }
        if report.uncalculated > 0 {
            let formulas = if report.uncalculated == 1 {
                "one formula has no value".to_owned()
            } else {
                format!("{} formulas have no value", report.uncalculated)
            };
            notes.push(format!("{formulas}: open the workbook in a spreadsheet and save it, so that they are calculated"));
        }
        let (sheets, from_1904, width) = (report.sheets, report.from_1904, report.width);
        Ok(Self { rows: Arc::new(rows), sheet: chosen, sheets, from_1904, width, notes })
    }
}

/// The sheet that is meant among several with something in them.
fn choose(path: &Path, report: &Report, judge: Judge<'_>) -> Result<String, Refused> {
    let path = shown_path(path);
    let wanted: Vec<&Head> = report.heads.iter().filter(|head| judge(&head.rows)).collect();
    match (wanted.as_slice(), report.heads.as_slice()) {
        ([meant], _) => Ok(meant.sheet.clone()),
        (_, []) => Err(Refused::Workbook { path, what: "has no sheet with anything in it".to_owned(), hint: None }),
        ([], all) => Err(Refused::WhichSheet { path, sheets: all.iter().map(|head| head.sheet.clone()).collect() }),
        (several, _) => Err(Refused::WhichSheet { path, sheets: several.iter().map(|head| head.sheet.clone()).collect() }),
    }
}

/// The rows of a sheet in a file without a name, and the report.
fn parse(path: &Path, sheet: Option<&str>, until: Instant) -> Result<(File, Report), Refused> {
    let unreadable = |cause| Refused::unreadable(path, cause);
    let file = File::open(path).map_err(unreadable)?;
    let rows = tempfile::tempfile().map_err(|cause| no_room(path, &cause))?;
    match PROGRAM.get() {
        Some(program) => apart::run(program, file, sheet, rows, until),
        None => apart::here(file, sheet, rows),
    }
    .map_err(|cause| no_room(path, &cause))
}

/// What the operating system does not give for the rows, or for the process that parses.
fn no_room(path: &Path, cause: &std::io::Error) -> Refused {
    let what = format!("cannot be read: its rows need a temporary file and a process of their own: {cause}");
    let hint = Some("see whether the folder for temporary files has room, or save the sheet as CSV in UTF-8".to_owned());
    Refused::Workbook { path: shown_path(path), what, hint }
}
