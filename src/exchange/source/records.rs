//! Records of a separated text, one at a time, each with its line in the file and within bounds.
//!
//! The `csv` crate unquotes; what it does not tell is watched here on the bytes before it gets them: the line a record
//! starts on (CR, LF and CRLF alike), a quotation mark that is never closed (it would silently swallow the rest of the
//! file), and cells or rows no real table has.

use std::io::{self, BufRead, Read};

use csv::StringRecord;

use super::steady::is_change;
use super::workbook::kind_of;
use super::{Source, Text};
use crate::exchange::refused::Refused;

/// Bytes of the longest cell.
pub const CELL_LIMIT: usize = 1024 * 1024;
/// Cells of the widest row.
pub const COLUMN_LIMIT: usize = 2_000;
/// Bytes of the longest row, all cells together.
pub(super) const ROW_LIMIT: usize = 8 * 1024 * 1024;

/// The byte between the cells of a record of a workbook.
pub const SHEET_SEPARATOR: u8 = b',';

/// Where a record stands, and what is odd about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line of the file it starts on, from 1; in a workbook the row of the sheet.
    pub line: u64,
    /// The record follows one or more blank lines.
    pub after_gap: bool,
    /// A closed quotation mark is followed by more text in the same cell: a quotation mark within was not doubled.
    pub stray_quote: bool,
}

/// What a cell is by its file: text files say nothing, workbooks do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Text, to be understood by its column.
    #[default]
    Text,
    /// A number of a workbook, written in full with a point: its column has nothing to decide.
    Number,
    /// A day of a workbook, written `YYYY-MM-DD` (with a time `YYYY-MM-DDThh:mm:ss`).
    Date,
    /// Yes or no of a workbook, written `true` or `false`.
    Truth,
    /// An error of a spreadsheet (`#REF!`): no value for any column.
    Error,
}

/// The records of a file, in order; blank lines are passed over.
pub struct Records {
    reader: csv::Reader<Watch>,
    path: String,
    /// What a record of a workbook has besides its cells; none for text.
    sheet: Option<OfSheet>,
}

/// The row and the kinds of the cells of the record read last.
#[derive(Debug, Default)]
struct OfSheet {
    row: u64,
    kinds: Vec<u8>,
    whole: StringRecord,
    from_1904: bool,
}

impl Records {
    /// The records of a file with cells parted by `separator`; those of a workbook know how they are parted.
    ///
    /// # Errors
    /// The file went away or changed since it was looked at.
    pub fn of(source: &Source, separator: u8) -> Result<Self, Refused> {
        let sheet = source.sheet().map(|_| OfSheet { from_1904: source.counts_from_1904(), ..OfSheet::default() });
        let separator = if sheet.is_some() { SHEET_SEPARATOR } else { separator };
        let mut watch = Watch { text: source.text()?, scan: Scan::new(separator) };
        // Row and kinds stand in a cell before the others.
        watch.scan.most_cells += usize::from(sheet.is_some());
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .buffer_capacity(32 * 1024)
            .from_reader(watch);
        Ok(Self { reader, path: source.shown(), sheet })
    }

    /// Reads the next record into `cells`; `None` at the end.
    ///
    /// # Errors
    /// An unclosed quotation mark, a cell or row out of bounds, a zero byte, or an error of the operating system.
    pub fn next_into(&mut self, cells: &mut StringRecord) -> Result<Option<Place>, Refused> {
        let into = self.sheet.as_mut().map_or(&mut *cells, |sheet| &mut sheet.whole);
        match self.reader.read_record(into) {
            Ok(false) => Ok(None),
            Ok(true) if self.sheet.is_some() => Ok(self.sheet.as_mut().map(|sheet| sheet.part(cells))),
            Ok(true) => {
                let scan = &self.reader.get_ref().scan;
                Ok(Some(Place { line: scan.record_line, after_gap: scan.after_gap, stray_quote: scan.stray_quote }))
            }
            Err(fault) => Err(self.refusal(fault)),
        }
    }

    /// What a cell of the record read last is.
    #[must_use]
    pub fn kind(&self, at: usize) -> CellKind {
        let letter = self.sheet.as_ref().and_then(|sheet| sheet.kinds.get(at).copied());
        letter.map_or(CellKind::Text, kind_of)
    }

    /// Whether the records are those of a workbook.
    #[must_use]
    pub fn are_of_workbook(&self) -> bool {
        self.sheet.is_some()
    }

    /// Whether numbers that are days count from 1904, not from 1900.
    #[must_use]
    pub fn count_from_1904(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.from_1904)
    }

    /// Bytes so far that were no UTF-8 and were read as Windows-1252.
    #[must_use]
    pub fn foreign_bytes(&self) -> u64 {
        self.reader.get_ref().text.foreign_bytes()
    }

    fn refusal(&self, fault: csv::Error) -> Refused {
        let path = self.path.clone();
        if let Some(halt) = self.reader.get_ref().scan.halt {
            return halt.refusal(path);
        }
        let cause = match fault.into_kind() {
            csv::ErrorKind::Io(cause) => cause,
            other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
        };
        if is_change(&cause) { Refused::Changed(path) } else { Refused::Unreadable { path, cause } }
    }
}

impl OfSheet {
    /// Parts row and kinds from the cells.
    fn part(&mut self, cells: &mut StringRecord) -> Place {
        let (row, kinds) = self.whole.get(0).and_then(|first| first.split_once(' ')).unwrap_or_default();
        let row = row.parse().unwrap_or(self.row + 1);
        let after_gap = row > self.row + 1;
        self.row = row;
        self.kinds.clear();
        self.kinds.extend_from_slice(kinds.as_bytes());
        cells.clear();
        cells.extend(self.whole.iter().skip(1));
        Place { line: row, after_gap, stray_quote: false }
    }
}

/// Hands the text on to the `csv` reader, at most to the end of one record at a time, so that what was scanned last
/// belongs to the record the reader gives next.
struct Watch {
    text: Text,
    scan: Scan,
}

impl Read for Watch {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.scan.halt.is_some() {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        let piece = self.text.fill_buf()?;
        if piece.is_empty() {
            return self.scan.end().map(|()| 0);
        }
        let piece = &piece[..piece.len().min(into.len())];
        let used = self.scan.pass(piece)?;
        into[..used].copy_from_slice(&piece[..used]);
        self.text.consume(used);
        Ok(used)
    }
}

/// Why reading stops within a file, with the line.
#[derive(Debug, Clone, Copy)]
enum Halt {
    Unclosed(u64),
    LongCell(u64),
    LongRow(u64),
    ManyCells(u64),
    Zero(u64),
}

impl Halt {
    fn refusal(self, path: String) -> Refused {
        match self {
            Self::Unclosed(line) => Refused::UnclosedQuote { path, line },
            Self::LongCell(line) => Refused::TooLarge { path, what: "a cell of more than a megabyte", line },
            Self::LongRow(line) => Refused::TooLarge { path, what: "a row of more than eight megabytes", line },
            Self::ManyCells(line) => Refused::TooLarge { path, what: "a row of more than 2,000 cells", line },
            Self::Zero(line) => Refused::Binary { path, line },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    RecordStart,
    CellStart,
    Bare,
    Quoted,
    /// Behind a quotation mark within quotes: either the end of the quotes or the first of a doubled one.
    Closing,
}

/// Follows the text byte by byte by the rules of the `csv` crate.
#[derive(Debug)]
struct Scan {
    separator: u8,
    at: At,
    line: u64,
    after_cr: bool,
    record_line: u64,
    quote_line: u64,
    cell_bytes: usize,
    row_bytes: usize,
    cells: usize,
    most_cells: usize,
    blank_before: bool,
    after_gap: bool,
    stray_quote: bool,
    halt: Option<Halt>,
}

impl Scan {
    fn new(separator: u8) -> Self {
        Self {
            separator,
            at: At::RecordStart,
            line: 1,
            after_cr: false,
            record_line: 1,
            quote_line: 1,
            cell_bytes: 0,
            row_bytes: 0,
            cells: 0,
            most_cells: COLUMN_LIMIT,
            blank_before: false,
            after_gap: false,
            stray_quote: false,
            halt: None,
        }
    }

    /// Follows a piece to the end of its first record; says how many bytes that is.
    fn pass(&mut self, piece: &[u8]) -> io::Result<usize> {
        for (index, byte) in piece.iter().enumerate() {
            match self.step(*byte) {
                Ok(false) => {}
                Ok(true) => return Ok(index + 1),
                Err(halt) => return Err(self.stop(halt)),
            }
        }
        Ok(piece.len())
    }

    /// The text ends here.
    fn end(&mut self) -> io::Result<()> {
        if self.at == At::Quoted { Err(self.stop(Halt::Unclosed(self.quote_line))) } else { Ok(()) }
    }

    fn stop(&mut self, halt: Halt) -> io::Error {
        self.halt = Some(halt);
        io::Error::from(io::ErrorKind::InvalidData)
    }

    /// One byte; true where it ends a record.
    fn step(&mut self, byte: u8) -> Result<bool, Halt> {
        let line = self.line;
        let line_end = matches!(byte, b'\n' | b'\r');
        let second_half = byte == b'\n' && self.after_cr;
        self.after_cr = byte == b'\r';
        if line_end && !second_half {
            self.line += 1;
        }
        if byte == 0 {
            return Err(Halt::Zero(line));
        }
        match self.at {
            At::RecordStart if line_end => self.blank_before |= !second_half,
            At::RecordStart => {
                self.start_record(line);
                self.start_cell(byte, line)?;
            }
            At::CellStart | At::Bare | At::Closing if line_end => return Ok(self.end_record()),
            At::CellStart => self.start_cell(byte, line)?,
            At::Bare => self.within_bare(byte, line)?,
            At::Quoted if byte == b'"' => self.at = At::Closing,
            At::Quoted => self.count(line)?,
            At::Closing if byte == b'"' => {
                self.at = At::Quoted;
                self.count(line)?;
            }
            At::Closing => {
                if byte != self.separator && byte != b' ' {
                    // Text behind the closing mark of a cell of several lines: the mark that opened it was meant for
                    // something else, and whole rows have been swallowed.
                    if line > self.quote_line {
                        return Err(Halt::Unclosed(self.quote_line));
                    }
                    self.stray_quote = true;
                }
                self.within_bare(byte, line)?;
            }
        }
        Ok(false)
    }

    fn start_record(&mut self, line: u64) {
        self.record_line = line;
        self.after_gap = self.blank_before;
        self.blank_before = false;
        self.stray_quote = false;
        self.row_bytes = 0;
        self.cells = 1;
    }

    fn end_record(&mut self) -> bool {
        self.at = At::RecordStart;
        true
    }

    fn start_cell(&mut self, byte: u8, line: u64) -> Result<(), Halt> {
        self.cell_bytes = 0;
        if byte == b'"' {
            self.quote_line = line;
            self.at = At::Quoted;
            return Ok(());
        }
        self.within_bare(byte, line)
    }

    fn within_bare(&mut self, byte: u8, line: u64) -> Result<(), Halt> {
        if byte != self.separator {
            self.at = At::Bare;
            return self.count(line);
        }
        self.at = At::CellStart;
        self.cells += 1;
        if self.cells > self.most_cells { Err(Halt::ManyCells(self.record_line)) } else { Ok(()) }
    }

    fn count(&mut self, line: u64) -> Result<(), Halt> {
        self.cell_bytes += 1;
        self.row_bytes += 1;
        if self.cell_bytes > CELL_LIMIT {
            // A quoted cell this long over several lines is a mark that was never closed.
            let unclosed = matches!(self.at, At::Quoted | At::Closing) && line > self.quote_line;
            return Err(if unclosed { Halt::Unclosed(self.quote_line) } else { Halt::LongCell(line) });
        }
        if self.row_bytes > ROW_LIMIT { Err(Halt::LongRow(self.record_line)) } else { Ok(()) }
    }
}
