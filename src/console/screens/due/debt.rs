//! Cadence debt: what was snoozed and skipped, by segment and by owner, the most first.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Months, NaiveDate};
use ratatui::layout::Rect;

use super::lens::called;
use super::pane::{Pane, Reply, Selected, Tabs, View};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::theme::Role;
use crate::domain::filter::{Filter, TextField, TextTest};
use crate::domain::model::Model;
use crate::domain::text::{Shown, fold};
use crate::store::{DEBT_MONTHS, Debt};

/// The list's number for the mouse.
const DEBTS: u16 = 5;
/// Columns of each number, and of the longest name.
const NUMBER: u16 = 10;
const NAME: u16 = 36;

/// What a line sums up.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    /// The clients of a segment, by its key; none: those in no segment.
    Segment(Option<String>),
    /// The clients of an owner; none: those without one.
    Owner(Option<String>),
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Heading(&'static str),
    Sum { id: i64, of: Of, sums: Sums },
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Sum { id, .. } => Some(*id),
        }
    }
}

/// What was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sums {
    snoozed: i64,
    snoozes: i64,
    slip: i64,
    skips: i64,
}

impl Sums {
    fn add(&mut self, debt: &Debt) {
        self.snoozed += debt.snoozed;
        self.snoozes += debt.snoozes;
        self.slip += debt.slip;
        self.skips += debt.skips;
    }

    const fn numbers(self) -> [i64; 4] {
        [self.snoozed, self.snoozes, self.slip, self.skips]
    }
}

/// Cadence debt.
pub struct DebtView {
    model: Arc<Model>,
    window: Window<Line>,
    list: List,
    since: NaiveDate,
    total: Sums,
    aside: &'static str,
}

impl DebtView {
    /// Nothing read yet.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        Self {
            model: Arc::clone(ctx.store.ground().driving()),
            window: Window::default(),
            list: List::new(DEBTS),
            since: ctx.stamp.today,
            total: Sums::default(),
            aside: "",
        }
    }

    fn line(&self) -> Option<(&Of, &Sums)> {
        match self.window.rows.get(self.list.place(&self.window)?)? {
            Line::Heading(_) => None,
            Line::Sum { of, sums, .. } => Some((of, sums)),
        }
    }

    fn name(&self, of: &Of) -> String {
        match of {
            Of::Segment(None) => "no segment".to_owned(),
            Of::Segment(Some(place)) => self.model.place_in_words(place),
            Of::Owner(owner) => called(owner.as_deref().unwrap_or("")).to_owned(),
        }
    }

    /// Shows the clients of a line in the list: by the owner, or by a filter on the segment beside the one in force.
    fn lead(&self, of: &Of, ctx: &mut Ctx<'_>) -> Reply {
        let said = format!("the list shows {} alone", self.name(of));
        match of {
            Of::Owner(owner) => ctx.desk.lens.owner = Some(owner.clone().unwrap_or_default()),
            Of::Segment(key) => {
                let test = key.as_ref().map_or(TextTest::Absent, |key| TextTest::Whole(fold(key)));
                let segment = Filter::Text(TextField::Segment, test);
                let names_one = |part: &Filter| matches!(part, Filter::Text(TextField::Segment, _));
                let filter = match ctx.desk.filter() {
                    Some(filter) if !filter.mentions(&names_one) => filter.clone().and(segment),
                    Some(_) | None => segment,
                };
                ctx.desk.filter = Some((filter.to_string(), filter));
            }
        }
        Reply::Show(View::List, Step::Say(Message::new(Tone::Plain, &said).hint("Esc shows all again")))
    }
}

/// The lines of one kind of sum, the most slip first, under their heading.
fn group<K: Ord>(heading: &'static str, debts: &[Debt], key: impl Fn(&Debt) -> K, of: impl Fn(K) -> Of, first: i64) -> Vec<Line> {
    let mut sums: BTreeMap<K, Sums> = BTreeMap::new();
    for debt in debts {
        sums.entry(key(debt)).or_default().add(debt);
    }
    let mut sums: Vec<(K, Sums)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sums)| std::cmp::Reverse((sums.slip, sums.skips, sums.snoozed)));
    let lines = (first..).zip(sums).map(|(id, (key, sums))| Line::Sum { id, of: of(key), sums });
    std::iter::once(Line::Heading(heading)).chain(lines).collect()
}

impl Pane for DebtView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
        let since = canvas.look.formats.date(self.since);
        let inner = tabs.frame(canvas, area, Focus::Here, &format!("snoozes of open reviews; skips since {since}{}", self.aside));
        if self.window.rows.is_empty() {
            canvas.paragraph(inner, Role::Dim, format!("No review is snoozed, and none was skipped since {since}."));
            return;
        }
        let wide = inner.width.saturating_sub(1 + 4 * NUMBER).clamp(8, NAME);
        let cell = |row: Rect, at: u16| {
            let rest = skip_columns(row, wide + at * NUMBER);
            Rect { width: rest.width.min(NUMBER), ..rest }
        };
        for (at, name) in (0_u16..).zip(["snoozed", "snoozes", "slip days", "skips"]) {
            canvas.aligned(cell(row_of(inner, 0), at), Side::Right, Role::Dim, name);
        }
        let formats = canvas.look.formats;
        let numbers = |canvas: &mut Canvas<'_>, row: Rect, sums: &Sums| {
            for (at, number) in (0_u16..).zip(sums.numbers()) {
                let role = if number == 0 { Role::Dim } else { Role::Text };
                canvas.aligned(cell(row, at), Side::Right, role, formats.number(number));
            }
        };
        self.list.view(canvas, skip_rows(inner, 1), &self.window, Focus::Here, |canvas, row, line| match line {
            Line::Heading(heading) => {
                let rule = canvas.look.glyphs.rule();
                canvas.rule(row, Role::Border, rule);
                canvas.pieces(
                    skip_columns(row, 1),
                    &[(Role::Title, " ".into()), (Role::Title, (*heading).into()), (Role::Title, " ".into())],
                );
            }
            Line::Sum { of, sums, .. } => {
                canvas.text(Rect { width: wide.min(row.width), ..skip_columns(row, 1) }, Role::Text, Shown::line(&self.name(of)));
                numbers(canvas, row, sums);
            }
        });
        let below = skip_rows(inner, 1 + u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX).saturating_add(1));
        if below.height > 0 {
            canvas.text(skip_columns(below, 1), Role::Title, "All");
            numbers(canvas, row_of(below, 0), &self.total);
        }
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(DEBTS)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Reply::Do(Step::Stay);
        }
        match (action, self.line()) {
            (Action::Open, Some((of, _))) => self.lead(of, ctx),
            (_, _) => Reply::Not,
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(DEBTS)).height;
        match self.list.touch(touch, &self.window, height) {
            Moved::Not => Reply::Not,
            Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => Reply::Do(Step::Stay),
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let before = self.line().map(|(of, _)| of.clone());
        self.model = Arc::clone(ctx.store.ground().driving());
        self.since = ctx.stamp.today.checked_sub_months(Months::new(DEBT_MONTHS)).unwrap_or(ctx.stamp.today);
        self.aside = match (ctx.desk.filter.is_some(), ctx.desk.lens.kind.is_some()) {
            (true, _) => "; the filter does not count here",
            (false, true) => "; of all kinds",
            (false, false) => "",
        };
        let debts = ctx.store.debt(self.since, ctx.stamp.today);
        let mut debts = ctx.desk.or_default(debts);
        debts.retain(|debt| ctx.desk.lens.lets_through(debt.owner.as_deref()));
        self.total = Sums::default();
        debts.iter().for_each(|debt| self.total.add(debt));
        let mut lines = Vec::new();
        if !debts.is_empty() {
            lines = group("By segment", &debts, |debt| debt.segment.clone(), Of::Segment, 0);
            let next = i64::try_from(lines.len()).unwrap_or(0);
            lines.extend(group("By owner", &debts, |debt| debt.owner.clone(), Of::Owner, next));
        }
        self.window = Window::whole(lines);
        let same = self.window.rows.iter().find(|line| matches!(line, Line::Sum { of, .. } if Some(of) == before.as_ref()));
        self.list.select(same.and_then(Row::id));
        self.list.settle(&self.window);
    }

    fn selected(&self) -> Option<Selected> {
        None
    }

    fn explains(&self) -> bool {
        self.line().is_some()
    }

    fn explained(&self, ctx: &Ctx<'_>) -> Option<(String, Vec<String>)> {
        let (of, sums) = self.line()?;
        let since = ctx.look.formats.date(self.since);
        Some((
            self.name(of),
            vec![
                format!(
                    "Open reviews snoozed: {}, {} times in all; together that hides them for {} days. A snooze hides and never \
                     forgives: the review stays as late as it is. A review that is held clears its snoozes.",
                    sums.snoozed, sums.snoozes, sums.slip
                ),
                format!("Reviews skipped since {since}: {}. Each was closed without being held, with its reason.", sums.skips),
                "Enter lists these clients.".to_owned(),
            ],
        ))
    }
}
