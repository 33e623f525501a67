//! Cells of a sheet, given one by one in the order of the sheet, as records within bounds, or as its first rows.

use std::io::Write;
use std::ops::ControlFlow;

use super::apart::too_much;
use super::cell::Value;
use super::{Fault, Head, OUTPUT};
use crate::exchange::source::records::{CELL_LIMIT, COLUMN_LIMIT, CellKind, ROW_LIMIT};

/// Rows of the longest sheet.
const ROWS: u32 = 1_048_576;

/// Where the cells of a sheet go.
pub(super) trait Sink {
    /// Takes a cell at its row and column, both from 0; says whether more are wanted.
    fn cell(&mut self, row: u32, column: u32, value: &Value<'_>) -> Result<ControlFlow<()>, Fault>;
}

/// Writes the rows of a sheet as records: `ROW KINDS`, then the cells to the last that holds something.
pub(super) struct Rows<'a> {
    out: csv::Writer<&'a mut dyn Write>,
    row: Option<u32>,
    cells: Vec<(String, CellKind)>,
    bytes: usize,
    written: u64,
    width: usize,
    uncalculated: u64,
}

impl<'a> Rows<'a> {
    pub(super) fn to(out: &'a mut dyn Write) -> Self {
        let out = csv::WriterBuilder::new().flexible(true).from_writer(out);
        Self { out, row: None, cells: Vec::new(), bytes: 0, written: 0, width: 0, uncalculated: 0 }
    }

    /// Writes what is left; gives the cells of the widest row, and how many formulas have no value.
    pub(super) fn finish(mut self) -> Result<(usize, u64), Fault> {
        self.write_row()?;
        self.out.flush().map_err(|cause| Fault::damaged(&cause))?;
        Ok((self.width, self.uncalculated))
    }

    fn write_row(&mut self) -> Result<(), Fault> {
        let Some(row) = self.row.take() else { return Ok(()) };
        let kinds: String = self.cells.iter().map(|(_, kind)| letter(*kind)).collect();
        let first = format!("{} {kinds}", row + 1);
        self.written += (self.bytes + first.len() + self.cells.len() + 2) as u64;
        if self.written > OUTPUT {
            return Err(too_much());
        }
        self.width = self.width.max(self.cells.len());
        let cells = std::iter::once(first.as_str()).chain(self.cells.iter().map(|(text, _)| text.as_str()));
        self.out.write_record(cells).map_err(|cause| Fault::damaged(&cause))?;
        self.cells.clear();
        self.bytes = 0;
        Ok(())
    }
}

impl Sink for Rows<'_> {
    fn cell(&mut self, row: u32, column: u32, value: &Value<'_>) -> Result<ControlFlow<()>, Fault> {
        let (text, kind) = value.said();
        if text.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let at = column as usize;
        if at >= COLUMN_LIMIT || row >= ROWS {
            let what =
                format!("has a cell in {}, beyond the 2,000 columns of 1,048,576 rows that are read", address(row, column));
            return Err(Fault::new(what, "delete that cell, or save the table as CSV in UTF-8"));
        }
        if self.row.is_some_and(|current| row < current) {
            return Err(Fault::damaged(&format!("row {} stands behind later rows", row + 1)));
        }
        if self.row != Some(row) {
            self.write_row()?;
            self.row = Some(row);
        }
        self.bytes += text.len();
        if text.len() > CELL_LIMIT {
            let what = format!("has more than a megabyte in the cell {}", address(row, column));
            return Err(Fault::new(what, "shorten it, or leave that column out"));
        }
        if self.bytes > ROW_LIMIT {
            return Err(Fault::new(format!("has more than eight megabytes in row {}", row + 1), "shorten its cells"));
        }
        self.uncalculated += u64::from(matches!(value, Value::Formula(_)));
        if self.cells.len() <= at {
            self.cells.resize(at + 1, (String::new(), CellKind::Text));
        }
        self.cells[at] = (text, kind);
        Ok(ControlFlow::Continue(()))
    }
}

/// The first rows of several sheets, those that hold nothing left out.
#[derive(Default)]
pub(super) struct Heads {
    done: Vec<Head>,
    current: Head,
    row: Option<u32>,
    bytes: usize,
}

impl Heads {
    /// Rows kept of a sheet.
    const ROWS: usize = 30;
    /// Cells kept of a row, and characters of a cell.
    const CELLS: usize = 100;
    /// Bytes of all heads.
    const BYTES: usize = 4 * 1024 * 1024;

    pub(super) fn begin(&mut self, sheet: &str) {
        let earlier = std::mem::replace(&mut self.current, Head { sheet: sheet.to_owned(), rows: Vec::new() });
        self.done.extend(Some(earlier).filter(|head| !head.rows.is_empty()));
        self.row = None;
    }

    pub(super) fn finish(mut self) -> Vec<Head> {
        self.begin("");
        self.done
    }
}

impl Sink for Heads {
    fn cell(&mut self, row: u32, column: u32, value: &Value<'_>) -> Result<ControlFlow<()>, Fault> {
        let at = column as usize;
        let (text, _) = value.said();
        if text.trim().is_empty() || at >= Self::CELLS {
            return Ok(ControlFlow::Continue(()));
        }
        if self.row != Some(row) {
            if self.current.rows.len() >= Self::ROWS {
                return Ok(ControlFlow::Break(()));
            }
            self.row = Some(row);
            self.current.rows.push(Vec::new());
        }
        let kept: String = text.chars().take(Self::CELLS).collect();
        self.bytes += kept.len() + at;
        if let Some(cells) = self.current.rows.last_mut() {
            if cells.len() <= at {
                cells.resize(at + 1, String::new());
            }
            cells[at] = kept;
        }
        Ok(if self.bytes > Self::BYTES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

/// The letter a kind has in the records.
fn letter(kind: CellKind) -> char {
    match kind {
        CellKind::Text => 'T',
        CellKind::Number => 'N',
        CellKind::Date => 'D',
        CellKind::Truth => 'B',
        CellKind::Error => 'E',
    }
}

/// The kind of a letter.
pub(in crate::exchange::source) fn kind_of(letter: u8) -> CellKind {
    match letter {
        b'N' => CellKind::Number,
        b'D' => CellKind::Date,
        b'B' => CellKind::Truth,
        b'E' => CellKind::Error,
        _ => CellKind::Text,
    }
}

/// `XFD1048576`.
fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.into_iter().collect::<String>(), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_letters_for_its_column() {
        assert_eq!(address(0, 0), "A1");
        assert_eq!(address(9, 26), "AA10");
        assert_eq!(address(1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn every_kind_has_its_letter() {
        for kind in [CellKind::Text, CellKind::Number, CellKind::Date, CellKind::Truth, CellKind::Error] {
            assert_eq!(kind_of(letter(kind) as u8), kind);
        }
    }
}
