//! The history: what was done, by whom, and what took it back.

pub mod acts;
mod entry;
mod picker;
mod sessions;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::reading::Reading;
use super::table::{ALWAYS, Column, Place, places};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::text::Shown;
use crate::store::{HistoryQuery, HistoryRow};
use acts::Acts;
use entry::EntryPage;
use picker::{Picker, Picks};

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
    /// The client it is about, where it was opened from one.
    client: Option<(ClientId, Shown)>,
    /// What narrows it, as it was read last.
    asked: HistoryQuery,
    acts: Acts,
    /// How many entries it has, where something narrows it.
    total: i64,
}

impl HistoryScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        Self::about(None, ctx)
    }

    /// The history of one client alone.
    #[must_use]
    pub fn of(client: ClientId, name: &str, ctx: &mut Ctx<'_>) -> Self {
        Self::about(Some((client, Shown::line(name))), ctx)
    }

    fn about(client: Option<(ClientId, Shown)>, ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            window: Window::default(),
            list: List::new(LIST),
            client,
            asked: HistoryQuery::default(),
            acts: Acts::default(),
            total: 0,
        };
        screen.refresh(ctx);
        screen
    }

    fn row(&self) -> Option<&HistoryRow> {
        self.list.place(&self.window).map(|at| &self.window.rows[at])
    }

    /// Reads entries before a number, from the newest where there is none.
    fn read(&self, before: Option<i64>, ctx: &mut Ctx<'_>) -> Vec<HistoryRow> {
        self.rows(HistoryQuery { before, ..self.asked.clone() }, ctx)
    }

    /// Reads the entries nearest after a number.
    fn read_after(&self, after: i64, ctx: &mut Ctx<'_>) -> Vec<HistoryRow> {
        self.rows(HistoryQuery { after: Some(after), ..self.asked.clone() }, ctx)
    }

    fn rows(&self, query: HistoryQuery, ctx: &mut Ctx<'_>) -> Vec<HistoryRow> {
        let rows = ctx.store.history(&query, usize::try_from(PAGE).unwrap_or(1));
        ctx.desk.or_default(rows)
    }

    fn newest(&mut self, ctx: &mut Ctx<'_>) {
        self.hold(self.read(None, ctx), ctx);
    }

    /// The first entries of the book, as a page of their own.
    fn oldest(&mut self, ctx: &mut Ctx<'_>) {
        self.hold(self.read_after(0, ctx), ctx);
    }

    fn older(&mut self, ctx: &mut Ctx<'_>) {
        let mut rows = std::mem::take(&mut self.window.rows);
        let more = self.read(rows.last().map(|row| row.seq), ctx);
        rows.extend(more);
        let surplus = rows.len().saturating_sub(KEPT);
        rows.drain(..surplus);
        self.hold(rows, ctx);
    }

    fn newer(&mut self, ctx: &mut Ctx<'_>) {
        let held = std::mem::take(&mut self.window.rows);
        let mut rows = held.first().map_or_else(Vec::new, |row| self.read_after(row.seq, ctx));
        rows.extend(held);
        rows.truncate(KEPT);
        self.hold(rows, ctx);
    }

    fn hold(&mut self, rows: Vec<HistoryRow>, ctx: &mut Ctx<'_>) {
        let (first, last) = (rows.first().map_or(0, |row| row.seq), rows.last().map_or(0, |row| row.seq));
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        if self.asked == HistoryQuery::default() {
            // Numbers have no gaps.
            let head = ctx.store.head();
            let (head, _) = ctx.desk.or_default(head);
            let (before, total) = (Some(count(head - first)), Some(count(head)));
            self.window = Window { rows, above: first < head, below: last > 1, before, total };
            return;
        }
        let mut any = |query: HistoryQuery| {
            let found = ctx.store.history(&query, 1);
            !ctx.desk.or_default(found).is_empty()
        };
        let above = !rows.is_empty() && any(HistoryQuery { after: Some(first), ..self.asked.clone() });
        let below = !rows.is_empty() && any(HistoryQuery { before: Some(last), ..self.asked.clone() });
        self.window = Window { rows, above, below, before: None, total: Some(count(self.total)) };
    }

    /// What narrows it now, and how many entries that leaves.
    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let asked = HistoryQuery { client: self.client.as_ref().map(|(client, _)| *client), ..ctx.desk.acts.query() };
        if asked != self.asked {
            self.window = Window::default();
            self.list = List::new(LIST);
        }
        self.acts = ctx.desk.acts.clone();
        if asked != HistoryQuery::default() {
            let total = ctx.store.count_history(&asked);
            self.total = ctx.desk.or_default(total);
        }
        self.asked = asked;
    }

    fn title(&self, look: &Look) -> String {
        let total = self.window.total.and_then(|n| i64::try_from(n).ok()).unwrap_or(0);
        let entries = if total == 1 { "entry" } else { "entries" };
        let mut parts = vec![format!("{} {entries}", look.formats.number(total))];
        parts.extend(self.acts.words(look.formats));
        if parts.len() == 1 {
            parts.push("the newest first".to_owned());
        }
        let of = self.client.as_ref().map_or_else(String::new, |(_, name)| format!(" of {name}"));
        format!("History{of}: {}", parts.join(", "))
    }

    /// Shows all acts again, else closes; it clears neither filter nor marks of the screen below.
    fn back(&self, ctx: &mut Ctx<'_>) -> Step {
        if ctx.desk.acts.is_open() {
            return Step::Close;
        }
        ctx.desk.acts = Acts::default();
        Step::Say(Message::new(Tone::Plain, "everything that was done is shown again"))
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
        self.row().map_or(Step::Stay, |row| Step::Push(Box::new(Reading::of(EntryPage::new(row.clone(), ctx)))))
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
        let title = self.title(canvas.look);
        let inner = canvas.frame(area, Focus::Here, Shown::line(&title));
        if self.window.rows.is_empty() {
            canvas.paragraph(inner, Role::Text, "Nothing was done that is looked for; Esc shows everything again.");
            return;
        }
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
            // It is shown already.
            Input::Act(Action::History) => Step::Stay,
            Input::Act(Action::Owner) => Step::Push(Box::new(Picker::new(Picks::Person, ctx))),
            Input::Act(Action::Kind) => Step::Push(Box::new(Picker::new(Picks::Kind, ctx))),
            Input::Act(Action::AsOf) => Step::Push(Box::new(Picker::new(Picks::Days, ctx))),
            Input::Act(Action::Back) => self.back(ctx),
            Input::Act(Action::Quit) => Step::Close,
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
        self.ask(ctx);
        let at_top = !self.window.above;
        match self.window.rows.first().map(|row| row.seq) {
            // What was done since stands on top; further down the entries stay where they are.
            Some(first) if !at_top => {
                let rows = self.read(Some(first.saturating_add(1)), ctx);
                self.hold(rows, ctx);
            }
            Some(_) | None => self.newest(ctx),
        }
        self.list.settle(&self.window);
    }
}
