//! The clients whose segment is to be confirmed, the longest waiting first, and whether the model itself is to be evaluated.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use ratatui::layout::Rect;

use super::pane::{Pane, Reply, Selected, Tabs};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::formats::until;
use crate::console::glyphs::{Focus, Mark};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::placement::Recheck;
use crate::domain::text::Shown;
use crate::store::{ConfirmKey, ConfirmRow, Confirmable};

/// The list's number for the mouse.
const CONFIRM: u16 = 6;
/// Confirmations due within so many days are listed too.
const AHEAD: u64 = 30;
/// Rows read at once; few in tests, so that small books have many pages.
const PAGE: usize = if cfg!(test) { 10 } else { 100 };
/// Pages kept in memory.
const KEPT: usize = 3;

const COLUMNS: [Column; 7] = [
    Column { title: "", width: 2, side: Side::Left, keep: ALWAYS },
    Column { title: "Client", width: 16, side: Side::Left, keep: ALWAYS },
    Column { title: "Owner", width: 10, side: Side::Left, keep: 3 },
    Column { title: "Segment", width: 13, side: Side::Left, keep: 6 },
    Column { title: "Since", width: 10, side: Side::Left, keep: 2 },
    Column { title: "Confirm by", width: 10, side: Side::Left, keep: 5 },
    Column { title: "", width: 14, side: Side::Left, keep: ALWAYS },
];

/// A part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The day is past or today.
    Now,
    /// The day is near.
    Soon,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Heading(Part),
    Client(Box<ConfirmRow>),
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Client(row) => Some(row.client.0),
        }
    }
}

/// The segments to be confirmed.
pub struct ConfirmView {
    model: Arc<Model>,
    today: NaiveDate,
    pages: VecDeque<Vec<ConfirmRow>>,
    /// Where each page begins, up to the one after those held, where there is one.
    starts: Vec<Option<ConfirmKey>>,
    /// The place of the first page held.
    first: usize,
    window: Window<Line>,
    list: List,
    counts: [i64; 2],
    evaluate: Option<String>,
    marked: BTreeSet<ClientId>,
    narrowed: bool,
}

impl ConfirmView {
    /// Nothing read yet.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        Self {
            model: Arc::clone(ctx.store.ground().driving()),
            today: ctx.stamp.today,
            pages: VecDeque::new(),
            starts: vec![None],
            first: 0,
            window: Window::default(),
            list: List::new(CONFIRM),
            counts: [0; 2],
            evaluate: None,
            marked: BTreeSet::new(),
            narrowed: false,
        }
    }

    fn part(&self, row: &ConfirmRow) -> Part {
        if row.confirm_due <= self.today { Part::Now } else { Part::Soon }
    }

    fn row(&self) -> Option<&ConfirmRow> {
        match self.window.rows.get(self.list.place(&self.window)?)? {
            Line::Heading(_) => None,
            Line::Client(row) => Some(row),
        }
    }

    /// Reads the page that follows those held; the answer is whether there was one.
    fn fetch(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(start) = self.starts.get(self.first + self.pages.len()).cloned() else { return false };
        let page = read(start.as_ref(), PAGE, ctx);
        self.starts.truncate(self.first + self.pages.len() + 1);
        if page.len() == PAGE {
            self.starts.push(page.last().map(|row| row.key.clone()));
        }
        self.pages.push_back(page);
        if self.pages.len() > KEPT {
            self.pages.pop_front();
            self.first += 1;
        }
        true
    }

    /// Reads the page before those held.
    fn fetch_above(&mut self, ctx: &mut Ctx<'_>) {
        let Some(before) = self.first.checked_sub(1) else { return };
        let page = read(self.starts[before].as_ref(), PAGE, ctx);
        self.pages.push_front(page);
        self.pages.truncate(KEPT);
        self.first = before;
        self.starts.truncate(self.first + self.pages.len() + 1);
    }

    /// Puts the pages together, with a heading where a part begins.
    fn build(&mut self) {
        let mut rows: Vec<Line> = Vec::new();
        let mut last = None;
        let held: usize = self.pages.iter().map(Vec::len).sum();
        for row in self.pages.iter().flatten() {
            let part = self.part(row);
            if last != Some(part) && (last.is_some() || self.first == 0) {
                rows.push(Line::Heading(part));
            }
            last = Some(part);
            rows.push(Line::Client(Box::new(row.clone())));
        }
        self.window = Window {
            rows,
            above: self.first > 0,
            below: self.starts.len() > self.first + self.pages.len()
                && i64::try_from(self.first * PAGE + held).unwrap_or(i64::MAX) < self.counts[1],
            before: Some((self.first * PAGE) as u64),
            total: u64::try_from(self.counts[1]).ok(),
        };
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Window<Line>) -> Moved) -> bool {
        for _ in 0..3 {
            match act(&mut self.list, &self.window) {
                Moved::Not => return false,
                Moved::Yes => break,
                Moved::NeedsAbove => self.fetch_above(ctx),
                Moved::NeedsBelow => {
                    self.fetch(ctx);
                }
                Moved::NeedsFirst => {
                    (self.pages, self.starts, self.first) = (VecDeque::new(), vec![None], 0);
                    self.fetch(ctx);
                    self.fetch(ctx);
                }
                Moved::NeedsLast => while self.fetch(ctx) {},
            }
            self.build();
        }
        true
    }

    fn segment(&self, key: &str) -> String {
        self.model.place_in_words(key)
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, row: Rect, places: &[crate::console::screens::table::Place], of: &ConfirmRow) {
        let marked = self.marked.contains(&of.client);
        let late = self.part(of) == Part::Now;
        let formats = canvas.look.formats;
        for place in places {
            let cell = place.of(row);
            let (role, said) = match place.column {
                0 => {
                    if late {
                        canvas.mark(cell, Mark::Unconfirmed);
                    }
                    if marked {
                        canvas.mark(skip_columns(cell, 1), Mark::Marked);
                    }
                    continue;
                }
                1 => (if marked { Role::Marked } else { Role::Text }, of.name.clone()),
                2 => (Role::Text, of.owner.clone().unwrap_or_default()),
                3 => (Role::Text, self.segment(&of.segment)),
                4 => (Role::Text, of.since.map(|day| formats.date(day)).unwrap_or_default()),
                5 => (Role::Text, formats.date(of.confirm_due)),
                // Out of turn it is due at once, whatever its day was to be.
                _ if of.rechecked && cell.width < 30 => (Role::Drift, Recheck::in_words(of.recheck.1).to_owned()),
                _ if of.rechecked => (Role::Drift, of.why(|day| formats.date(day)).unwrap_or_default()),
                _ => (if late { Role::Unconfirmed } else { Role::Dim }, until(of.confirm_due, self.today)),
            };
            canvas.text(cell, role, Shown::line(&said));
        }
    }
}

fn asked<'a>(ctx: &'a Ctx<'_>, by: NaiveDate) -> Confirmable<'a> {
    Confirmable { owner: ctx.desk.lens.owner.as_deref(), filter: ctx.desk.filter(), by }
}

fn soon(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(AHEAD)).unwrap_or(today)
}

fn read(from: Option<&ConfirmKey>, limit: usize, ctx: &mut Ctx<'_>) -> Vec<ConfirmRow> {
    let today = ctx.stamp.today;
    let rows = ctx.store.confirmations(&asked(ctx, soon(today)), from, limit, today);
    ctx.desk.or_default(rows)
}

/// Says when the driving model itself is to be evaluated, if it is (C17).
fn evaluation(ctx: &mut Ctx<'_>) -> Option<String> {
    let ground = ctx.store.ground();
    let held = ground.models.iter().find(|held| held.row.driving)?;
    let first = ctx.store.begun_on();
    let first = ctx.desk.or_default(first);
    let from = held.row.evaluated_on.or(first)?;
    let by = held.model.evaluate_every.after(from, 1).ok()?;
    let formats = ctx.look.formats;
    let since = match held.row.evaluated_on {
        Some(on) => format!("it was last on {}", formats.date(on)),
        None => format!("the book began on {}", formats.date(from)),
    };
    (by <= ctx.stamp.today)
        .then(|| format!("Does the model still fit? {} is to be evaluated since {}; {since}.", held.model.name, formats.date(by)))
}

impl Pane for ConfirmView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
        let kind = if self.narrowed { "; of all kinds" } else { "" };
        let inner = tabs.frame(canvas, area, Focus::Here, &format!("c confirms, m moves; marks serve several at once{kind}"));
        let mut rest = inner;
        if let Some(evaluate) = &self.evaluate {
            canvas.mark(inner, Mark::Stale);
            let taken = canvas.paragraph(skip_columns(inner, 2), Role::Warning, evaluate.clone());
            rest = skip_rows(inner, taken);
        }
        if self.window.rows.is_empty() {
            let said = "No segment is to be confirmed within 30 days.";
            canvas.paragraph(rest, Role::Dim, said);
            return;
        }
        let room = Rect { width: rest.width.saturating_sub(1), ..rest };
        let mut columns = COLUMNS;
        // Where there is room, the reason of a confirmation out of turn is not cut.
        columns[6].width = if room.width > 95 { 38 } else { 14 };
        let places = places(&columns, 1, room.width);
        for place in &places {
            canvas.text(place.of(row_of(room, 0)), Role::Dim, columns[place.column].title);
        }
        self.list.view(canvas, skip_rows(rest, 1), &self.window, Focus::Here, |canvas, row, line| match line {
            Line::Heading(part) => {
                let rule = canvas.look.glyphs.rule();
                canvas.rule(row, Role::Border, rule);
                let formats = canvas.look.formats;
                let (role, said) = match part {
                    Part::Now => (Role::Unconfirmed, format!(" To be confirmed {} ", formats.number(self.counts[0]))),
                    Part::Soon => {
                        let soon = formats.number(self.counts[1] - self.counts[0]);
                        (Role::Title, format!(" Within {AHEAD} days {soon} "))
                    }
                };
                if *part == Part::Now {
                    canvas.mark(row, Mark::Unconfirmed);
                }
                canvas.text(skip_columns(row, 1), role, said);
            }
            Line::Client(of) => self.draw_row(canvas, row, &places, of),
        });
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(CONFIRM)).height;
        if self.go(ctx, |list, window| list.act(action, window, height)) {
            return Reply::Do(Step::Stay);
        }
        match (action, self.row()) {
            (Action::Mark, Some(row)) => {
                let step = verbs::step(action, Some(row.client), ctx).unwrap_or(Step::Stay);
                self.go(ctx, |list, window| list.act(Action::Down, window, height));
                Reply::Do(step)
            }
            (_, _) => Reply::Not,
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(CONFIRM)).height;
        let moved = self.go(ctx, |list, window| list.touch(touch, window, height));
        if moved { Reply::Do(Step::Stay) } else { Reply::Not }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.model = Arc::clone(ctx.store.ground().driving());
        self.today = ctx.stamp.today;
        self.marked.clone_from(&ctx.desk.marked);
        self.narrowed = ctx.desk.lens.kind.is_some();
        self.evaluate = evaluation(ctx);
        for (at, by) in [ctx.stamp.today, soon(ctx.stamp.today)].into_iter().enumerate() {
            let count = ctx.store.count_confirmations(&asked(ctx, by), ctx.stamp.today);
            self.counts[at] = ctx.desk.or_default(count);
        }
        let until = self.first + self.pages.len().max(2);
        (self.pages, self.starts, self.first) = (VecDeque::new(), vec![None], 0);
        while self.first + self.pages.len() < until && self.fetch(ctx) {}
        self.build();
        self.list.settle(&self.window);
    }

    fn selected(&self) -> Option<Selected> {
        self.row().map(|row| Selected { client: row.client, placed: true, kind: None })
    }

    fn shown(&self, most: usize, ctx: &mut Ctx<'_>) -> Vec<ClientId> {
        read(None, most, ctx).iter().map(|row| row.client).collect()
    }
}
