//! Writes CSV no spreadsheet runs as a formula, and the file of rejected rows.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::StringRecord;

use super::rows::Problem;

/// The header of the column that says why a row was rejected; such a column is passed over when the file is read again.
pub const PROBLEM: &str = "problem";

/// A cell to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text: made safe where a spreadsheet would take it for a formula.
    Text(&'a str),
    /// A number, date or word of our own: written as it is.
    Plain(&'a str),
}

/// Writes rows as CSV: commas, LF, quotes where needed, UTF-8.
pub struct Writer<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// A writer with nothing written yet.
    pub fn new(to: W) -> Self {
        Self { rows: csv::WriterBuilder::new().flexible(true).from_writer(to) }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        for cell in cells {
            match cell {
                Cell::Text(text) => self.rows.write_field(guarded(text).as_bytes())?,
                Cell::Plain(text) => self.rows.write_field(text)?,
            }
        }
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }

    /// Writes what is still held and gives the writer below back.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(|fault| io::Error::new(fault.error().kind(), fault.error().to_string()))
    }
}

/// Whether a spreadsheet takes a cell beginning with this for a formula.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Text as a cell no spreadsheet runs: a `'` before what would start a formula, and before what already looks guarded, so
/// that [`without_guard`] always gives back exactly the text.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if starts_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`guarded`] may have written.
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if starts_formula(text.trim_start_matches('\'')) => text,
        Some(_) | None => cell,
    }
}

/// Writes the rows that were rejected as they were, with a last column that says why: corrected, it can be imported again.
pub struct Rejects<W: Write> {
    writer: Writer<W>,
    width: usize,
    /// The reasons of an earlier import; replaced by the new ones.
    earlier: Option<usize>,
}

impl<W: Write> Rejects<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn new(to: W, header: &[String]) -> io::Result<Self> {
        let earlier = header.iter().position(|name| is_problem_column(name));
        let mut writer = Writer::new(to);
        let kept = header.iter().enumerate().filter(|(at, _)| Some(*at) != earlier).map(|(_, name)| Cell::Text(name.as_str()));
        writer.row(kept.chain([Cell::Plain(PROBLEM)]))?;
        Ok(Self { writer, width: header.len(), earlier })
    }

    /// Writes one row with its problems. Cells beyond the header stand behind the problem, so that none is lost.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn add(&mut self, raw: &StringRecord, problems: &[Problem]) -> io::Result<()> {
        let why = problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ");
        let within = (0..self.width).filter(|at| Some(*at) != self.earlier).map(|at| raw.get(at).unwrap_or(""));
        let beyond = (self.width..raw.len()).map(|at| as_given(raw.get(at).unwrap_or("")));
        self.writer.row(within.map(as_given).chain([Cell::Text(&why)]).chain(beyond))
    }

    /// Writes what is still held and gives the writer below back.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn finish(self) -> io::Result<W> {
        self.writer.finish()
    }
}

/// Whether a column holds the reasons of an earlier import.
#[must_use]
pub fn is_problem_column(header: &str) -> bool {
    header.trim().eq_ignore_ascii_case(PROBLEM)
}

/// A cell of another's file: a signed number stays one, anything else is text.
fn as_given(cell: &str) -> Cell<'_> {
    let number = cell.strip_prefix(['-', '+']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    });
    // What a person guarded by hand was read without its guard: it is text.
    if number { Cell::Plain(cell) } else { Cell::Text(without_guard(cell)) }
}
