//! The due list: one row per clock, most overdue first, with the reason beside it.

mod aside;
mod draw;
mod roll;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use crate::console::canvas::{Canvas, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::list::{List, Moved};
use crate::console::parts::menu::Menu;
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::Brief;

pub use aside::words as action_words;
use draw::Picture;
use roll::{Entry, Group, Roll};

/// The list's number for the mouse.
const LIST: u16 = 1;
/// From so many columns on, what is known of the selected client stands at the right.
const WIDE: u16 = 100;
/// The most clients one key marks.
const MARKED_AT_ONCE: usize = 1_000;
/// Silent clients are counted this far.
const COUNTED: i64 = 10_000;

/// How many there are in each group.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    groups: [(i64, bool); 4],
}

impl Counts {
    /// The number of a group in words: `12`, or `100+` where it was not counted to its end.
    #[must_use]
    pub fn of(&self, group: Group) -> String {
        let (count, more) = self.groups[group as usize];
        format!("{count}{}", if more { "+" } else { "" })
    }

    fn total(&self) -> i64 {
        self.groups.iter().map(|(count, _)| count).sum()
    }
}

/// The due list: one row per clock, most overdue first, with the reason beside it.
pub struct DueScreen {
    desk: Situation,
    model: Arc<Model>,
    roll: Roll,
    list: List,
    counts: Counts,
    marked: BTreeSet<ClientId>,
    filtered: bool,
    brief: Option<(i64, Brief)>,
}

impl DueScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            model: Arc::clone(ctx.store.ground().driving()),
            roll: Roll::default(),
            list: List::new(LIST),
            counts: Counts::default(),
            marked: BTreeSet::new(),
            filtered: false,
            brief: None,
        };
        screen.refresh(ctx);
        screen
    }

    fn entry(&self) -> Option<&Entry> {
        self.roll.entry(self.list.selected())
    }

    fn client(&self) -> Option<ClientId> {
        self.entry().and_then(Entry::client)
    }

    /// Counts the groups: from kept sums, or, where a filter is in force, what is at hand.
    fn count(&mut self, ctx: &mut Ctx<'_>) {
        let silent = ctx.store.client_total(Some(&roll::silent(ctx)), COUNTED, ctx.stamp.today);
        let silent = ctx.desk.or_default(silent);
        self.counts.groups[Group::Silent as usize] = (silent.clients, silent.more);
        if ctx.desk.filter().is_none() {
            let counts = ctx.store.due_counts(&roll::query(ctx), ctx.stamp.today);
            let counts = ctx.desk.or_default(counts);
            for (group, count) in [(Group::Overdue, counts.overdue), (Group::Due, counts.due), (Group::Upcoming, counts.upcoming)]
            {
                self.counts.groups[group as usize] = (count, false);
            }
            return;
        }
        let window = &self.roll.window;
        let last = window.rows.last().map(Entry::group);
        for group in [Group::Overdue, Group::Due, Group::Upcoming] {
            let held = window.rows.iter().filter(|entry| entry.group() == group && entry.client().is_some()).count();
            let more = window.above || (window.below && last.is_none_or(|last| last as usize <= group as usize));
            self.counts.groups[group as usize] = (i64::try_from(held).unwrap_or(i64::MAX), more);
        }
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Roll) -> Moved) -> Option<Step> {
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.roll) {
                Moved::Not => return None,
                Moved::Yes => break,
                Moved::NeedsAbove => self.roll.above(ctx),
                Moved::NeedsBelow => self.roll.below(ctx),
                Moved::NeedsFirst => self.roll.first_page(ctx),
                Moved::NeedsLast => self.roll.last_page(ctx),
            }
        }
        Some(Step::Stay)
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.client().map_or(Step::Stay, |client| Step::Push(Box::new(ClientScreen::new(client, ctx))))
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if let Some(step) = self.go(ctx, |list, roll| list.act(action, &roll.window, height)) {
            return step;
        }
        match (action, self.entry()) {
            (Action::Open, _) => self.open(ctx),
            (Action::Mark, Some(_)) => {
                let step = verbs::step(action, self.client(), ctx).unwrap_or(Step::Stay);
                self.go(ctx, |list, roll| list.act(Action::Down, &roll.window, height));
                step
            }
            (Action::MarkAll, _) => mark_all(&roll::clients(MARKED_AT_ONCE + 1, ctx), ctx),
            (_, Some(Entry::Clock(_, row))) => {
                let (client, kind) = (row.client, row.clock.clock.kind.clone());
                verbs::on_clock(action, Some(client), Some(&kind), ctx).unwrap_or(Step::Ignored)
            }
            _ => verbs::step(action, self.client(), ctx).unwrap_or(Step::Ignored),
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        let moved = self.go(ctx, |list, roll| list.touch(touch, &roll.window, height));
        match (touch, moved) {
            (Touch::Double { spot: Spot::Row { .. } }, Some(_)) => self.open(ctx),
            (Touch::Menu { spot: Spot::Row { .. }, at }, Some(_)) => {
                Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Due, &self.situation(), at)))
            }
            (_, _) => Step::Stay,
        }
    }
}

/// Marks all that are shown, or clears the marks where they are marked already.
pub fn mark_all(shown: &[ClientId], ctx: &mut Ctx<'_>) -> Step {
    if shown.len() > MARKED_AT_ONCE {
        let said = "more than 1,000 clients are shown; narrow them with a filter before marking all";
        return Step::Say(Message::new(Tone::Plain, said));
    }
    if shown.iter().all(|client| ctx.desk.marked.contains(client)) {
        ctx.desk.marked.clear();
        return Step::Say(Message::new(Tone::Plain, "the marks are cleared"));
    }
    ctx.desk.marked.extend(shown);
    let marked = ctx.desk.marked.len();
    Step::Say(Message::new(Tone::Plain, &format!("{marked} clients are marked")).hint("commands now serve all of them"))
}

/// The list and what stands beside it: at the right where there is room, else below.
fn areas(area: Rect) -> (Rect, Rect) {
    if area.width >= WIDE {
        let right = (area.width / 3).clamp(36, 56);
        let left = area.width - right;
        return (Rect { width: left, ..area }, skip_columns(area, left));
    }
    let below = area.height.min(7);
    let above = area.height - below;
    (Rect { height: above, ..area }, Rect { y: area.y + above, height: below, ..area })
}

impl Layer for DueScreen {
    fn scope(&self) -> Scope {
        Scope::Due
    }

    fn situation(&self) -> Situation {
        let placed = match self.entry() {
            Some(Entry::Clock(_, row)) => row.segment.is_some(),
            Some(Entry::Silent(_, row)) => row.segment.is_some(),
            Some(Entry::Heading(_)) | None => false,
        };
        Situation { selected: self.client().is_some(), placed, ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, right) = areas(area);
        let counts = &self.counts;
        let title = format!(
            "Due: {} overdue, {} due, {} upcoming, {} silent",
            counts.of(Group::Overdue),
            counts.of(Group::Due),
            counts.of(Group::Upcoming),
            counts.of(Group::Silent)
        );
        let inner = canvas.frame(left, Focus::Here, title);
        if self.roll.window.rows.is_empty() {
            let said = if self.filtered {
                "No review of a client that the filter lets through is overdue, due or upcoming. Esc clears the filter."
            } else {
                "Nothing is overdue, due or upcoming, and no client is silent. A client gets its dates from its segment: move one \
                 into a segment to begin."
            };
            canvas.paragraph(inner, Role::Dim, said);
        } else {
            let picture =
                Picture { window: &self.roll.window, list: &self.list, model: &self.model, counts, marked: &self.marked };
            picture.view(canvas, inner);
        }
        let name = match self.entry() {
            Some(Entry::Clock(_, row)) => row.name.clone(),
            Some(Entry::Silent(_, row)) => row.name.clone(),
            Some(Entry::Heading(_)) | None => String::new(),
        };
        let beside = canvas.frame(right, Focus::Away, name);
        let beside = Rect { x: beside.x + beside.width.min(1), width: beside.width.saturating_sub(1), ..beside };
        if let (Some(entry), Some((_, brief))) = (self.entry(), &self.brief) {
            aside::view(canvas, beside, entry, brief);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.model = Arc::clone(ctx.store.ground().driving());
        self.marked.clone_from(&ctx.desk.marked);
        self.filtered = ctx.desk.filter.is_some();
        self.roll.refresh(ctx);
        self.list.settle(&self.roll.window);
        self.count(ctx);
        self.roll.total = (!self.filtered).then(|| u64::try_from(self.counts.total()).unwrap_or(0));
        self.roll.window.total = self.roll.total;
        self.brief = None;
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        let selected = self.list.selected();
        if self.brief.as_ref().map(|(id, _)| *id) == selected {
            return;
        }
        let brief = match self.entry() {
            Some(Entry::Clock(_, row)) => ctx.store.brief(row.client, Some(&row.clock.clock.kind), ctx.stamp.today),
            Some(Entry::Silent(_, row)) => ctx.store.brief(row.client, None, ctx.stamp.today),
            Some(Entry::Heading(_)) | None => return,
        };
        self.brief = selected.zip(Some(ctx.desk.or_default(brief)));
    }
}
