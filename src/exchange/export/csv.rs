//! Writes CSV no spreadsheet runs as a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{self, Column, Sheet};
use super::{Ask, ExportError, Formulas, What, tables};
use crate::domain::text::Shown;
use crate::exchange::guard::guarded;
use crate::store::{Store, Watch};

/// Writes an export as CSV: a header with the names of the fields, then a line a row.
///
/// Clients and reviews are written as recorded, so that they import again; text of the others is cleaned.
///
/// # Errors
/// The book or the output fails.
pub(super) fn write(store: &Store, ask: &Ask, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let cleaned = match ask.what {
        What::Clients | What::Reviews => false,
        What::Due | What::History | What::Board | What::Session => true,
    };
    let mut sheet = Lines { writer: Writer::new(to), formulas: ask.formulas, cleaned };
    let count = tables::feed(store, ask, &mut sheet, watch)?;
    sheet.writer.finish()?.flush()?;
    Ok(count)
}

/// A table as lines.
struct Lines<'o> {
    writer: Writer<&'o mut dyn Write>,
    formulas: Formulas,
    cleaned: bool,
}

impl Sheet for Lines<'_> {
    fn begin(&mut self, _: &str, columns: &[Column]) -> Result<(), ExportError> {
        Ok(self.writer.row(columns.iter().map(|column| Cell::Plain(&column.key)))?)
    }

    fn row(&mut self, cells: &[table::Cell<'_>]) -> Result<(), ExportError> {
        let texts: Vec<Cow<'_, str>> = cells.iter().map(|cell| self.written(cell)).collect();
        Ok(self.writer.row(texts.iter().map(|text| Cell::Plain(text)))?)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(())
    }
}

impl Lines<'_> {
    fn written<'a>(&self, cell: &'a table::Cell<'_>) -> Cow<'a, str> {
        let table::Cell::Text(text) = cell else { return cell.plain() };
        let text = if self.cleaned { Cow::Owned(Shown::block(text).into_string()) } else { Cow::Borrowed(&**text) };
        match self.formulas {
            Formulas::AsTheyAre => text,
            Formulas::Guarded => match guarded(&text) {
                Cow::Owned(guarded) => Cow::Owned(guarded),
                Cow::Borrowed(_) => text,
            },
        }
    }
}

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
