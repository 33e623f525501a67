//! The history: what was done, by whom, and what took it back.

mod entry;
mod sessions;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::table::{ALWAYS, Column, Place, places};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::text::Shown;
use crate::store::{HistoryQuery, HistoryRow};
use entry::EntryPage;

/// The list's number for the mouse.
const LIST: u16 = 1;
/// Entries read at once; few in tests, so that small books have many pages.
const PAGE: i64 = if cfg!(test) { 30 } else { 100 };
/// The most entries held.
const KEPT: usize = 3 * PAGE as usize;

impl Row for HistoryRow {
    fn id(&self) -> Option<i64> {
        Some(self.seq)
    }
}

/// The history: what was done, by whom, and what took it back.
pub struct HistoryScreen {
    desk: Situation,
    window: Window<HistoryRow>,
    list: List,
}

impl HistoryScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self { desk: ctx.desk.situation(), window: Window::default(), list: List::new(LIST) };
        screen.refresh(ctx);
        screen
    }

    fn row(&self) -> Option<&HistoryRow> {
        self.list.place(&self.window).map(|at| &self.window.rows[at])
    }

    /// Reads entries before a number, from the newest where there is none. Numbers have no gaps.
    fn read(before: Option<i64>, ctx: &mut Ctx<'_>) -> Vec<HistoryRow> {
        let query = HistoryQuery { before, ..HistoryQuery::default() };
        let rows = ctx.store.history(&query, usize::try_from(PAGE).unwrap_or(1));
        ctx.desk.or_default(rows)
    }

    fn newest(&mut self, ctx: &mut Ctx<'_>) {
        self.hold(Self::read(None, ctx), ctx);
    }

    /// The first entries of the book, as a page of their own.
    fn oldest(&mut self, ctx: &mut Ctx<'_>) {
        self.hold(Self::read(Some(PAGE + 1), ctx), ctx);
    }

    fn older(&mut self, ctx: &mut Ctx<'_>) {
        let mut rows = std::mem::take(&mut self.window.rows);
        let more = Self::read(rows.last().map(|row| row.seq), ctx);
        rows.extend(more);
        let surplus = rows.len().saturating_sub(KEPT);
        rows.drain(..surplus);
        self.hold(rows, ctx);
    }

    fn newer(&mut self, ctx: &mut Ctx<'_>) {
        let held = std::mem::take(&mut self.window.rows);
        let before = held.first().map(|row| row.seq.saturating_add(PAGE + 1));
        let mut rows = Self::read(before, ctx);
        rows.retain(|row| held.first().is_none_or(|first| row.seq > first.seq));
        rows.extend(held);
        rows.truncate(KEPT);
        self.hold(rows, ctx);
    }

    fn hold(&mut self, rows: Vec<HistoryRow>, ctx: &mut Ctx<'_>) {
        let head = ctx.store.head();
        let (head, _) = ctx.desk.or_default(head);
        let first = rows.first().map_or(0, |row| row.seq);
        let last = rows.last().map_or(0, |row| row.seq);
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        self.window =
            Window { rows, above: first < head, below: last > 1, before: Some(count(head - first)), total: Some(count(head)) };
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Window<HistoryRow>) -> Moved) -> Option<Step> {
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.window) {
                Moved::Not => return None,
                Moved::Yes => break,
                Moved::NeedsAbove => self.newer(ctx),
                Moved::NeedsBelow => self.older(ctx),
                Moved::NeedsFirst => self.newest(ctx),
                Moved::NeedsLast => self.oldest(ctx),
            }
        }
        Some(Step::Stay)
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.row().map_or(Step::Stay, |row| Step::Push(Box::new(EntryPage::new(row.clone(), ctx))))
    }

    fn draw(canvas: &mut Canvas<'_>, area: Rect, places: &[Place], row: &HistoryRow) {
        let role = if row.undone_by.is_some() { Role::Dim } else { Role::Text };
        for place in places {
            let text = match place.column {
                0 => row.seq.to_string(),
                1 => moment(row, canvas.look),
                2 => row.by.clone(),
                _ => match row.undone_by {
                    Some(by) => format!("[taken back by {by}] {}", row.summary),
                    None => row.summary.clone(),
                },
            };
            let side = if place.column == 0 { Side::Right } else { Side::Left };
            canvas.aligned(place.of(area), side, role, Shown::line(&text));
        }
    }
}

/// When an entry was made, to the minute, in the style of dates.
fn moment(row: &HistoryRow, look: &Look) -> String {
    let day = row.at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()).unwrap_or(row.day);
    format!("{} {}", look.formats.date(day), row.at.get(11..16).unwrap_or(""))
}

const COLUMNS: [Column; 4] = [
    Column { title: "No.", width: 6, side: Side::Right, keep: 2 },
    Column { title: "When", width: 17, side: Side::Left, keep: ALWAYS },
    Column { title: "Who", width: 8, side: Side::Left, keep: 4 },
    Column { title: "What", width: 24, side: Side::Left, keep: ALWAYS },
];

impl Layer for HistoryScreen {
    fn scope(&self) -> Scope {
        Scope::History
    }

    fn situation(&self) -> Situation {
        Situation { selected: self.row().is_some(), marked: 0, ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let total = canvas.look.formats.number(self.window.total.and_then(|n| i64::try_from(n).ok()).unwrap_or(0));
        let inner = canvas.frame(area, Focus::Here, format!("History: {total} entries, the newest first"));
        let room = inner.width.saturating_sub(1);
        // Here the text is what counts: it takes all the room there is.
        let mut places = places(&COLUMNS, 3, room);
        if let Some(what) = places.last_mut() {
            what.width = room.saturating_sub(what.x);
        }
        let head = Rect { width: room, ..row_of(inner, 0) };
        for place in &places {
            let column = COLUMNS[place.column];
            canvas.aligned(place.of(head), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(inner, 1), &self.window, Focus::Here, |canvas, area, row| {
            Self::draw(canvas, area, &places, row);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match input {
            Input::Act(Action::Open) => self.open(ctx),
            // Back closes the history; it clears neither filter nor marks of the screen below.
            Input::Act(Action::Back | Action::Quit) => Step::Close,
            Input::Act(action) => self
                .go(ctx, |list, window| list.act(action, window, height))
                .or_else(|| verbs::step(action, None, ctx))
                .unwrap_or(Step::Ignored),
            Input::Touch(touch) => {
                self.go(ctx, |list, window| list.touch(touch, window, height));
                if matches!(touch, Touch::Double { spot: Spot::Row { .. } }) { self.open(ctx) } else { Step::Stay }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let at_top = !self.window.above;
        match self.window.rows.first().map(|row| row.seq) {
            // What was done since stands on top; further down the entries stay where they are.
            Some(first) if !at_top => {
                let rows = Self::read(Some(first.saturating_add(1)), ctx);
                self.hold(rows, ctx);
            }
            Some(_) | None => self.newest(ctx),
        }
        self.list.settle(&self.window);
    }
}
