//! Reads the days off of a book's calendar from a file: an iCalendar file or a plain list of dates, told apart by content.

mod event;
mod ical;
mod list;
mod yearly;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::refused::{Refused, shown_cell, shown_path};
use crate::exchange::import::dates::DateOrder;
use crate::exchange::source::Source;

/// Bytes of the largest file, as UTF-8: far above any calendar of holidays.
pub const SIZE_LIMIT: u64 = 10 * 1024 * 1024;
/// The most days a file may give.
pub const DAYS_LIMIT: usize = 20_000;
/// Days of the longest single entry: a longer one is a slip in a year.
pub const LENGTH_LIMIT: u64 = 366;
/// The years days off may lie in.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// The most notes kept; one more says how many there were beside them.
pub const NOTES_LIMIT: usize = 200;

/// Years looked at while recurring events are spread out, each counting [`YEAR_COST`] and each of its days one.
const WORK_LIMIT: u64 = 2_000_000;
const YEAR_COST: u64 = 8;
/// Characters of the longest name.
const NAME_LIMIT: usize = 200;
/// Between the names of one day.
const BETWEEN: &str = " / ";

/// Days off read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    /// Each day with its name, empty where the file gives none; different names of one day stand with ` / ` between.
    pub days: BTreeMap<NaiveDate, String>,
    /// What could not be read, or not as written, in the order of the file; at most [`NOTES_LIMIT`] and one.
    pub notes: Vec<Note>,
    /// What an iCalendar file calls itself (`X-WR-CALNAME`).
    pub name: Option<String>,
}

/// Something in the file that could not be read, or not as written. Its text may be shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is the matter, with what stands there.
    pub what: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, what, hint } = self;
        write!(f, "line {line}: {what}")?;
        hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

/// A file no days off are taken from. Every text in it may be shown as it is.
#[derive(Debug, Error)]
pub enum HolidayError {
    /// Not there, not readable, not text.
    #[error(transparent)]
    File(#[from] Refused),
    /// More bytes than any calendar of holidays has.
    #[error("{0} is larger than 10 MB: that is no calendar of holidays")]
    TooLarge(String),
    /// More days or lines than any calendar of holidays has.
    #[error(
        "{0} holds more than 20,000 days, 100,000 lines or events that repeat beyond counting: that is no calendar of holidays"
    )]
    TooMany(String),
    /// Control characters where text should be.
    #[error("{0} is binary or damaged, not text")]
    NotText(String),
    /// Dates whose order of day and month cannot be told.
    #[error("{path}: “{value}” (line {line}) {why}")]
    Order {
        /// The path given.
        path: String,
        /// A date that shows it.
        value: String,
        /// Its line in the file, from 1.
        line: u64,
        /// Why the file does not decide.
        why: &'static str,
    },
    /// Nothing in it is a day off.
    #[error("{path} gives no day off")]
    NoDays {
        /// The path given.
        path: String,
        /// The first thing that could not be read.
        first: Option<Note>,
    },
}

impl HolidayError {
    /// What to do next, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        const GIVE: &str = "give an .ics file, or a list with one date a line (2026-12-25, Christmas Day)";
        match self {
            Self::File(refused @ (Refused::Missing(_) | Refused::Changed(_))) => refused.hint(),
            Self::File(Refused::Unreadable { .. }) => None,
            Self::File(_) | Self::TooLarge(_) | Self::TooMany(_) | Self::NotText(_) | Self::NoDays { first: None, .. } => {
                Some(GIVE.to_owned())
            }
            Self::Order { .. } => {
                Some("write dates as 2026-12-25, or say the order with --date-order dmy or --date-order mdy".to_owned())
            }
            Self::NoDays { first: Some(note), .. } => Some(note.to_string()),
        }
    }

    /// Whether the file is simply not there (exit code 3; every other refusal is 2).
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::File(refused) if refused.is_missing())
    }
}

/// The days for which events that repeat are taken: the two years before this one, this one, and ten after it.
#[must_use]
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt((today.year() - 2).max(1), 1, 1).unwrap_or(today);
    (first, NaiveDate::from_ymd_opt((today.year() + 10).min(9999), 12, 31).unwrap_or(today))
}

/// Reads the days off from a file. `span`, first and last day, bounds recurring events; `order` is what somebody said about the
/// order of day and month in a list.
///
/// # Errors
/// What is no text, too large, without any day off, or a list whose order of day and month cannot be told.
pub fn read(path: &Path, span: (NaiveDate, NaiveDate), order: Option<DateOrder>) -> Result<Holidays, HolidayError> {
    let text = text_of(path)?;
    let mut found = Found::default();
    let read = if is_calendar(&text) { ical::read(&text, span, &mut found) } else { list::read(&text, order, &mut found) };
    read.map_err(|stopped| match stopped {
        Stopped::TooMany => HolidayError::TooMany(shown_path(path)),
        Stopped::Order(open) => {
            let crate::exchange::import::dates::Open { value, line, why } = open;
            HolidayError::Order { path: shown_path(path), value: shown_cell(&value), line, why }
        }
    })?;
    let holidays = found.holidays();
    if holidays.days.is_empty() {
        return Err(HolidayError::NoDays { path: shown_path(path), first: holidays.notes.into_iter().next() });
    }
    Ok(holidays)
}

/// The whole file as UTF-8.
fn text_of(path: &Path) -> Result<String, HolidayError> {
    let source = Source::open(path)?;
    let mut bytes = Vec::new();
    let unreadable = |cause| Refused::unreadable(path, cause);
    source.text()?.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(HolidayError::TooLarge(source.shown()));
    }
    if let Some(zero) = bytes.iter().position(|byte| *byte == 0) {
        let line = bytes[..zero].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        return Err(Refused::Binary { path: source.shown(), line }.into());
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
    // A stray control character happens in real files; one in fifty does not.
    if text.chars().filter(control).count() * 50 > text.chars().count() {
        return Err(HolidayError::NotText(source.shown()));
    }
    Ok(text)
}

fn is_calendar(text: &str) -> bool {
    const BEGINNING: &str = "BEGIN:V";
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    text.get(..BEGINNING.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEGINNING))
}

/// Why reading stopped.
#[derive(Debug)]
enum Stopped {
    TooMany,
    Order(crate::exchange::import::dates::Open),
}

/// What has been read so far, within the limits.
#[derive(Debug, Default)]
struct Found {
    days: BTreeMap<NaiveDate, String>,
    notes: Vec<Note>,
    unkept: u64,
    name: Option<String>,
    work: u64,
}

impl Found {
    /// Takes a day off.
    fn day(&mut self, day: NaiveDate, name: &str) -> Result<(), Stopped> {
        self.spend(1)?;
        let names = self.days.entry(day).or_default();
        if names.is_empty() {
            name.clone_into(names);
        } else if !name.is_empty() && names.split(BETWEEN).all(|known| known != name) && names.len() < 4 * NAME_LIMIT {
            names.push_str(BETWEEN);
            names.push_str(name);
        }
        if self.days.len() > DAYS_LIMIT { Err(Stopped::TooMany) } else { Ok(()) }
    }

    /// Counts work done, so that no file keeps the reader busy for long.
    fn spend(&mut self, steps: u64) -> Result<(), Stopped> {
        self.work += steps;
        if self.work > WORK_LIMIT { Err(Stopped::TooMany) } else { Ok(()) }
    }

    fn note(&mut self, line: u64, what: impl Into<String>, hint: impl Into<String>) {
        if self.notes.len() < NOTES_LIMIT {
            self.notes.push(Note { line, what: what.into(), hint: Some(hint.into()) });
        } else {
            self.unkept += 1;
        }
    }

    fn holidays(mut self) -> Holidays {
        self.notes.sort_by_key(|note| note.line);
        if let Some(last) = self.notes.last().filter(|_| self.unkept > 0) {
            let (line, what) = (last.line, format!("{} more like these are not listed", self.unkept));
            self.notes.push(Note { line, what, hint: None });
        }
        Holidays { days: self.days, notes: self.notes, name: self.name }
    }
}

/// Whether a day lies in the years days off may lie in.
fn is_of_our_time(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

/// A name as it is kept: one line, no controls, cut at 200 characters.
fn name_of(text: &str) -> String {
    let head: String = text.trim().chars().take(NAME_LIMIT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
