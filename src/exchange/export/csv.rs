//! Writes CSV no spreadsheet runs as a formula.

use std::io::{self, Write};

use crate::exchange::guard::guarded;

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
