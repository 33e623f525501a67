//! A filled-in file as a table: which of its rows is the header, and what the sheet as a whole is about.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use super::ReadError;
use super::columns::Column;
use crate::domain::session::{Session, SessionId};
use crate::domain::text::fold;
use crate::exchange::guard::without_guard;
use crate::exchange::refused::{Refused, shown_cell, shown_path};
use crate::exchange::source::Source;
use crate::exchange::source::records::{Records, SHEET_SEPARATOR};

/// Separators looked for, the usual ones first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows above the header at most.
const TITLES: usize = 30;
/// Rows at most: many times the clients of any session.
pub(super) const ROWS: usize = 200_000;
/// Bytes of text in them at most.
const HELD: usize = 64 * 1024 * 1024;

/// The rows of a filled-in file.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<Column>,
    /// The rows below the header in which anything stands.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// Its line in the file, from 1; in a workbook its row.
    pub line: u64,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// What stands in a column; empty where nothing does, or there is no such column.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// What is wrong with a sheet as a whole, in words.
#[derive(Debug)]
pub(super) struct Foreign(pub String);

/// What a sheet as a whole says: all its rows agree in it.
#[derive(Debug)]
pub(super) struct About {
    file: String,
    /// The number of its session.
    pub session: SessionId,
    name: Option<String>,
    /// Who filled it in.
    pub voter: String,
    mark: Option<String>,
}

impl Table {
    /// Reads a file whole.
    ///
    /// # Errors
    /// It is not taken as a table, or none of its rows names the columns of a sheet.
    pub fn open(file: &Path) -> Result<Self, ReadError> {
        let source = Source::open_table_that(file, None, &|rows| {
            rows.iter().any(|row| is_header(&named(row.iter().map(String::as_str))))
        })?;
        let separators: &[u8] = if source.sheet().is_some() { &[SHEET_SEPARATOR] } else { &SEPARATORS };
        let mut fault = None;
        for separator in separators {
            match Self::parted(&source, *separator) {
                Ok(Some(table)) => return Ok(table),
                Ok(None) => {}
                Err(refused) => _ = fault.get_or_insert(refused),
            }
        }
        let no_sheet = || {
            let said = "is no sheet of proposals: it has no row that names the columns session, voter and client_id";
            ReadError::Foreign(format!("{} {said}", shown_path(file)))
        };
        Err(fault.map_or_else(no_sheet, ReadError::Refused))
    }

    /// The table of the file parted so; none where no row is a header then.
    fn parted(source: &Source, separator: u8) -> Result<Option<Self>, Refused> {
        let mut records = Records::of(source, separator)?;
        let (mut cells, mut seen) = (StringRecord::new(), 0);
        let header = loop {
            if seen == TITLES || records.next_into(&mut cells)?.is_none() {
                return Ok(None);
            }
            seen += 1;
            let header = named(cells.iter());
            if is_header(&header) {
                break header;
            }
        };
        let (mut rows, mut held) = (Vec::new(), 0);
        while let Some(place) = records.next_into(&mut cells)? {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let mut row = Row { line: place.line, cells: BTreeMap::new() };
            for (column, cell) in header.iter().zip(cells.iter()) {
                if let Some(column) = column
                    && !cell.is_empty()
                {
                    row.cells.entry(*column).or_insert_with(|| understood(cell));
                }
            }
            held += row.cells.values().map(String::len).sum::<usize>();
            rows.push(row);
            if rows.len() > ROWS || held > HELD {
                let what = "more than 200,000 rows, or 64 megabytes of them: that is no sheet of proposals; it ends";
                return Err(Refused::TooLarge { path: source.shown(), what, line: place.line });
            }
        }
        Ok(Some(Self { columns: header.into_iter().flatten().collect(), rows }))
    }

    /// What the sheet is about.
    ///
    /// # Errors
    /// It has no rows, lacks a column it cannot be understood without, or its rows are of several sheets.
    pub fn about(&self, file: &str) -> Result<About, Foreign> {
        if self.rows.is_empty() {
            return Err(Foreign(format!("{file} has a header but no rows")));
        }
        if !self.columns.iter().any(|column| matches!(column, Column::To | Column::View)) {
            return Err(Foreign(format!("{file} has neither a column `to` nor a column `view`: nothing is proposed in it")));
        }
        let said = |column, what| self.one(file, column, what);
        let session =
            said(Column::Session, "session")?.ok_or_else(|| Foreign(format!("{file} does not say of which session it is")))?;
        let voter = said(Column::Voter, "voter")?.ok_or_else(|| Foreign(format!("{file} does not say who filled it in")))?;
        let id =
            whole(&session).ok_or_else(|| Foreign(format!("{file}: “{}” is no number of a session", shown_cell(&session))))?;
        let (name, mark) = (said(Column::SessionName, "session")?, said(Column::Book, "book")?);
        Ok(About { file: file.to_owned(), session: id, name, voter, mark })
    }

    /// What a column says on every row that says anything there.
    fn one(&self, file: &str, column: Column, what: &str) -> Result<Option<String>, Foreign> {
        let mut said = self.rows.iter().map(|row| (row.line, row.get(column))).filter(|(_, said)| !said.is_empty());
        let Some((_, first)) = said.next() else { return Ok(None) };
        match said.find(|(_, other)| fold(other) != fold(first)) {
            Some((line, other)) => Err(Foreign(format!(
                "{file} is put together from several sheets: the {what} is “{}” at first and “{}” on line {line}",
                shown_cell(first),
                shown_cell(other)
            ))),
            None => Ok(Some(first.to_owned())),
        }
    }
}

impl About {
    /// The refusal where the book has no session of that number.
    pub fn unknown_session(&self) -> Foreign {
        let Self { file, session, name, .. } = self;
        let name = name.as_ref().map_or_else(String::new, |name| format!(" “{}”", shown_cell(name)));
        Foreign(format!("{file} is of session {session}{name}, which this book does not have: it was written from another one"))
    }

    /// Whether it was written from this book, for this session. A sheet without the mark of a book goes by the session's name.
    ///
    /// # Errors
    /// It was not.
    pub fn check(&self, session: &Session, mark: &str) -> Result<(), Foreign> {
        let Self { file, .. } = self;
        match (&self.mark, &self.name) {
            (Some(own), _) if fold(own) == fold(mark) => Ok(()),
            (Some(_), _) => Err(Foreign(format!("{file} was written from another book"))),
            (None, Some(name)) if fold(name) == fold(&session.name) => Ok(()),
            (None, Some(name)) => Err(Foreign(format!(
                "{file} is of the session “{}”, but session {} of this book is called “{}”",
                shown_cell(name),
                session.id,
                shown_cell(&session.name)
            ))),
            (None, None) => {
                Err(Foreign(format!("{file} names neither its book nor its session: which one it is of cannot be told")))
            }
        }
    }
}

/// A whole number as spreadsheets write it: `12`, `12.0`.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let plain = text.split_once(['.', ',']).filter(|(_, rest)| rest.chars().all(|c| c == '0')).map_or(text, |(whole, _)| whole);
    plain.parse().ok()
}

/// A cell without the guard against formulas and white space around it, its line ends all the same.
fn understood(cell: &str) -> String {
    without_guard(cell).trim().replace("\r\n", "\n").replace('\r', "\n")
}

fn named<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<Option<Column>> {
    cells.map(Column::named).collect()
}

/// Whether the cells name what no sheet can do without.
fn is_header(columns: &[Option<Column>]) -> bool {
    let has = |column| columns.contains(&Some(column));
    has(Column::Session) && has(Column::Voter) && (has(Column::ClientId) || has(Column::ExternalId) || has(Column::Client))
}
