//! The file of rejected rows: as they were, with the reason in a last column; corrected, it imports again.

use std::io::{self, Write};

use csv::StringRecord;

use super::rows::Problem;
use crate::exchange::export::csv::{Cell, Writer};
use crate::exchange::guard::without_guard;

/// The header of the column that says why a row was rejected; such a column is passed over when the file is read again.
pub const PROBLEM: &str = "problem";

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
