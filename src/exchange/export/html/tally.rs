//! Rows counted by day and by a word, before the table itself is written.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::super::ExportError;
use super::super::picture::Bar;
use super::super::picture::clean::line;
use super::super::picture::heading::number;
use super::super::picture::svg::Ink;
use super::super::table::{Cell, Column, Sheet};

/// How many months a chart shows.
const MONTHS: i32 = 12;

/// Counts the rows of a table.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The columns counted by.
    keys: (&'static str, &'static str),
    at: (Option<usize>, Option<usize>),
    /// All rows.
    pub rows: i64,
    /// Rows of each month, counted from year 0.
    months: BTreeMap<i32, i64>,
    /// Rows of each word.
    words: BTreeMap<String, i64>,
}

impl Tally {
    /// Counts by the months of one column, and by the words of another.
    pub fn by(day: &'static str, word: &'static str) -> Self {
        Self { keys: (day, word), ..Self::default() }
    }

    /// The words, each with its rows.
    pub fn kinds(&self) -> Vec<Bar> {
        let bar = |(name, n): (&String, &i64)| Bar { name: name.clone(), value: *n as f64, said: number(*n), ink: Ink::Plain };
        self.words.iter().map(bar).collect()
    }

    /// The last twelve months up to that of a day.
    pub fn months(&self, today: NaiveDate) -> Vec<Bar> {
        let last = month_of(today);
        let months = last - MONTHS + 1..=last;
        let bar = |month: i32| {
            let n = self.months.get(&month).copied().unwrap_or(0);
            let name = format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
            Bar { name, value: n as f64, said: number(n), ink: Ink::Plain }
        };
        months.map(bar).collect()
    }
}

fn month_of(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

impl Sheet for Tally {
    fn begin(&mut self, _: &str, columns: &[Column]) -> Result<(), ExportError> {
        let at = |key: &str| columns.iter().position(|column| column.key == key);
        self.at = (at(self.keys.0), at(self.keys.1));
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        self.rows += 1;
        let day = match self.at.0.and_then(|at| cells.get(at)) {
            Some(Cell::Date(day)) => Some(*day),
            Some(Cell::Instant(at)) => Some(at.date_naive()),
            Some(_) | None => None,
        };
        if let Some(day) = day {
            *self.months.entry(month_of(day)).or_default() += 1;
        }
        if let Some(Cell::Text(word)) = self.at.1.and_then(|at| cells.get(at)) {
            *self.words.entry(line(word)).or_default() += 1;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(())
    }
}
