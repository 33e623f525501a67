//! The tables of an export, and what is left out of them: one place through which every row goes, whatever the form.

use super::table::{About, Cell, Column, Sheet};
use super::{Ask, ExportError, Share, What, board, clients, due, history, reviews};
use crate::store::{Progress, Store, StoreError, Watch};

/// Gives a sheet the tables of an export, row by row; answers how many clients, clocks, entries or reviews there were.
///
/// Nothing more than a window of rows is held at a time. Columns that are not to go out never reach the sheet.
///
/// # Errors
/// The book or the sheet fails; [`StoreError::Left`] where `watch` wants no more.
pub fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    let mut sheet = Shared { to: sheet, money: ask.money, notes: ask.notes, kept: None };
    match ask.what {
        What::Clients => clients::feed(store, ask, &mut sheet, watch),
        What::Due => due::feed(store, ask, &mut sheet, watch),
        What::History => history::feed(store, ask, &mut sheet, watch),
        What::Board => board::feed(store, ask, &mut sheet, watch),
        What::Reviews => reviews::feed(store, ask, &mut sheet, watch),
    }
}

/// A sheet that gets only the columns that may go out.
struct Shared<'s> {
    to: &'s mut dyn Sheet,
    money: Share,
    notes: Share,
    /// The columns that go out; none where all do.
    kept: Option<Vec<usize>>,
}

impl Shared<'_> {
    fn goes_out(&self, column: &Column) -> bool {
        match column.about() {
            About::Facts => true,
            About::Money => self.money == Share::Shown,
            About::Notes => self.notes == Share::Shown,
        }
    }
}

impl Sheet for Shared<'_> {
    fn begin(&mut self, title: &str, columns: &[Column]) -> Result<(), ExportError> {
        let kept: Vec<usize> = (0..columns.len()).filter(|at| self.goes_out(&columns[*at])).collect();
        if kept.len() == columns.len() {
            self.kept = None;
            return self.to.begin(title, columns);
        }
        let columns: Vec<Column> = kept.iter().map(|at| columns[*at].clone()).collect();
        self.kept = Some(kept);
        self.to.begin(title, &columns)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let Some(kept) = &self.kept else { return self.to.row(cells) };
        let cells: Vec<Cell<'_>> = kept.iter().filter_map(|at| cells.get(*at).cloned()).collect();
        self.to.row(&cells)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        self.to.end()
    }
}

/// How far an export has come, told after each window.
pub(super) struct Pace<'w> {
    watch: Watch<'w>,
    done: i64,
    of: i64,
}

impl<'w> Pace<'w> {
    /// Nothing done yet, of about so many.
    pub(super) fn new(watch: Watch<'w>, of: i64) -> Self {
        Self { watch, done: 0, of }
    }

    /// So many more are done; answers how many in all.
    ///
    /// # Errors
    /// [`StoreError::Left`] where nobody wants the rest.
    pub(super) fn step(&mut self, rows: usize) -> Result<i64, StoreError> {
        self.done += i64::try_from(rows).unwrap_or(i64::MAX);
        if (self.watch)(Progress { done: self.done, of: self.of.max(self.done) }).is_break() {
            return Err(StoreError::Left);
        }
        Ok(self.done)
    }
}
