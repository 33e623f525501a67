//! The tables of an export, and what is left out of them: one place through which every row goes, whatever the form.

use super::table::{About, Cell, Column, Sheet};
use super::{Ask, ExportError, Share, What, board, clients, due, history, reviews, session};
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
        What::Session => session::feed(store, ask, &mut sheet, watch),
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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::domain::client::ClientId;
    use crate::domain::command::{Command, SessionAct, StartSession};
    use crate::domain::stamp::Stamp;
    use crate::exchange::export::{Access, Format, write_file};
    use crate::exchange::sample;

    /// Keeps nothing but figures.
    #[derive(Default)]
    struct Counted {
        columns: usize,
        rows: usize,
    }

    impl Sheet for Counted {
        fn begin(&mut self, _: &str, columns: &[Column]) -> Result<(), ExportError> {
            self.columns = columns.len();
            Ok(())
        }

        fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
            assert_eq!(cells.len(), self.columns, "a cell for each column");
            self.rows += 1;
            Ok(())
        }

        fn end(&mut self) -> Result<(), ExportError> {
            Ok(())
        }
    }

    /// The sample book with a session in which every client stays.
    fn book(folder: &tempfile::TempDir) -> (Store, chrono::NaiveDate) {
        let now = chrono::DateTime::parse_from_rfc3339("2026-06-15T10:00:00+00:00").expect("an instant");
        let today = now.date_naive();
        let store = sample::make(&folder.path().join("book.db"), today, now).expect("the sample book");
        let stamp = Stamp { now, today, by: "ana".to_owned() };
        let act = |act| store.execute(&Command::Session(act), &stamp).expect("done");
        act(SessionAct::Start(StartSession {
            name: "2026 Q2".to_owned(),
            facilitator: "ana".to_owned(),
            ..StartSession::default()
        }));
        let session = store.find_session(None).expect("open").id;
        let clients: Vec<ClientId> =
            store.roster(None, None, 500, today).expect("read").iter().map(|row| row.client.id).collect();
        act(SessionAct::Discuss { session, clients, discussed: true });
        (store, today)
    }

    #[test]
    fn every_table_has_a_cell_for_each_column_whatever_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, today) = book(&folder);
        for (name, what) in What::NAMED {
            let mut widths = Vec::new();
            for (money, notes) in [(Share::Shown, Share::Shown), (Share::Left, Share::Shown), (Share::Left, Share::Left)] {
                let ask = Ask { money, notes, ..Ask::of(what, Format::Xlsx, today) };
                let mut counted = Counted::default();
                let mut told = 0;
                let count = feed(&store, &ask, &mut counted, &mut |progress| {
                    told = progress.done;
                    assert!(progress.of >= progress.done);
                    ControlFlow::Continue(())
                });
                let count = count.expect("fed");
                assert_eq!(told, count, "{name} says how far it has come");
                let totals = if what == What::Board { 5 } else { 0 };
                assert_eq!(counted.rows, usize::try_from(count).expect("a count") + totals, "{name}");
                widths.push(counted.columns);
            }
            assert!(widths[0] >= widths[1] && widths[1] >= widths[2], "{name}: {widths:?}");
        }
    }

    #[test]
    fn an_export_nobody_wants_any_more_leaves_the_earlier_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, today) = book(&folder);
        let path = folder.path().join("out");
        std::fs::write(&path, "before").expect("written");
        for (name, what) in What::NAMED {
            for format in [Format::Csv, Format::Xlsx, Format::Json, Format::Markdown] {
                if (what, format) == (What::Board, Format::Csv) {
                    continue; // Five rows: it is written before anybody is asked.
                }
                let ask = Ask::of(what, format, today);
                let left = write_file(&store, &ask, &path, Access::Owner, &mut |_| ControlFlow::Break(()));
                assert!(matches!(left, Err(ExportError::Book(StoreError::Left))), "{name}: {left:?}");
                assert_eq!(std::fs::read_to_string(&path).expect("read"), "before");
            }
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 2, "nothing is left beside it");
    }
}
