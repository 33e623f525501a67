//! The list of clocks in their groups, with the reason beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::aside;
use super::draw::Picture;
use super::lens;
use super::pane::{Pane, Reply, Selected, Tabs};
use super::roll::{self, Entry, GROUPS, Group, Roll};
use crate::console::canvas::{Canvas, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved};
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::Brief;

/// The list's number for the mouse.
pub const LIST: u16 = 1;
/// From so many columns on, what is known of the selected client stands at the right.
pub const WIDE: u16 = 100;
/// Silent clients are counted this far.
const COUNTED: i64 = 10_000;

/// How many there are in each group.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    groups: [(i64, bool); GROUPS.len()],
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

    /// All groups that have clocks, in a line of at most so many columns where that can be.
    fn words(&self, room: usize) -> String {
        let (first, _) = self.groups[Group::First as usize];
        let first = if first == 1 { "first review" } else { "first reviews" };
        let full = self.named(["overdue", "due", "upcoming", "booked", "snoozed", first, "silent"]);
        if full.len() <= room {
            return full;
        }
        self.named(["over", "due", "soon", "booked", "snoozed", "first", "silent"])
    }

    fn named(&self, names: [&str; GROUPS.len()]) -> String {
        let named = GROUPS.iter().zip(names);
        let said = named.filter(|(group, _)| self.groups[**group as usize].0 > 0);
        let said: Vec<String> = said.map(|(group, name)| format!("{} {name}", self.of(*group))).collect();
        said.join(", ")
    }
}

/// The list.
pub struct ListView {
    model: Arc<Model>,
    roll: Roll,
    list: List,
    counts: Counts,
    marked: BTreeSet<ClientId>,
    filtered: bool,
    /// Whether rows are still looked for.
    looking: bool,
    looking_at: String,
    brief: Option<(i64, Brief)>,
}

impl ListView {
    /// A list of nothing yet.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        Self {
            model: Arc::clone(ctx.store.ground().driving()),
            roll: Roll::default(),
            list: List::new(LIST),
            counts: Counts::default(),
            marked: BTreeSet::new(),
            filtered: false,
            looking: false,
            looking_at: String::new(),
            brief: None,
        }
    }

    fn entry(&self) -> Option<&Entry> {
        self.roll.entry(self.list.selected())
    }

    /// Counts the groups: from kept sums, or, where a filter is in force, what is at hand.
    fn count(&mut self, ctx: &mut Ctx<'_>) {
        self.counts = Counts::default();
        if let Some(silent) = lens::silent(ctx) {
            let silent = ctx.store.client_total(Some(&silent), COUNTED, ctx.stamp.today);
            let silent = ctx.desk.or_default(silent);
            self.counts.groups[Group::Silent as usize] = (silent.clients, silent.more);
        }
        if ctx.desk.filter().is_none() {
            let counts = ctx.store.due_counts(&roll::query(ctx), ctx.stamp.today);
            let counts = ctx.desk.or_default(counts);
            for (group, count) in [
                (Group::Overdue, counts.overdue),
                (Group::Due, counts.due),
                (Group::Upcoming, counts.upcoming),
                (Group::Booked, counts.booked),
                (Group::Snoozed, counts.snoozed),
                (Group::First, counts.first),
            ] {
                self.counts.groups[group as usize] = (count, false);
            }
            return;
        }
        let window = &self.roll.window;
        let last = window.rows.last().map(Entry::group);
        for group in GROUPS.into_iter().filter(|group| *group != Group::Silent) {
            let held = window.rows.iter().filter(|entry| entry.group() == group && entry.client().is_some()).count();
            let more = window.above || (window.below && last.is_none_or(|last| last as usize <= group as usize));
            self.counts.groups[group as usize] = (i64::try_from(held).unwrap_or(i64::MAX), more);
        }
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Roll) -> Moved) -> bool {
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.roll) {
                Moved::Not => return false,
                Moved::Yes => break,
                Moved::NeedsAbove => self.roll.above(ctx),
                Moved::NeedsBelow => self.roll.below(ctx),
                Moved::NeedsFirst => self.roll.first_page(ctx),
                Moved::NeedsLast => self.roll.last_page(ctx),
            }
        }
        true
    }

    fn nothing(&self) -> String {
        if self.looking {
            return "Looking for the clients that the filter lets through. Esc clears it.".to_owned();
        }
        if self.filtered {
            return "No review of a client that the filter lets through is open. Esc clears the filter.".to_owned();
        }
        if !self.looking_at.is_empty() {
            return format!("Nothing is open for {}. Esc shows all again.", self.looking_at);
        }
        "Nothing is overdue, due or upcoming, and no client is silent. A client gets its dates from its segment: move one into a \
         segment to begin."
            .to_owned()
    }
}

/// The list and what stands beside it: at the right where there is room, else below.
pub fn areas(area: Rect) -> (Rect, Rect) {
    if area.width >= WIDE {
        let right = (area.width / 3).clamp(36, 56);
        let left = area.width - right;
        return (Rect { width: left, ..area }, skip_columns(area, left));
    }
    let below = area.height.min(7);
    let above = area.height - below;
    (Rect { height: above, ..area }, Rect { y: area.y + above, height: below, ..area })
}

impl Pane for ListView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
        let (left, right) = areas(area);
        let counts = &self.counts;
        let inner = tabs.frame(canvas, left, Focus::Here, &counts.words(usize::from(left.width).saturating_sub(6)));
        if self.roll.window.rows.is_empty() {
            canvas.paragraph(inner, Role::Dim, self.nothing());
        } else {
            let picture =
                Picture { window: &self.roll.window, list: &self.list, model: &self.model, counts, marked: &self.marked };
            picture.view(canvas, inner);
        }
        let title = self.entry().map(Entry::title).unwrap_or_default();
        let beside = canvas.frame(right, Focus::Away, title);
        let beside = Rect { x: beside.x + beside.width.min(1), width: beside.width.saturating_sub(1), ..beside };
        if let (Some(entry), Some((_, brief))) = (self.entry(), &self.brief) {
            aside::view(canvas, beside, entry, brief);
        }
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.go(ctx, |list, roll| list.act(action, &roll.window, height)) {
            return Reply::Do(Step::Stay);
        }
        match (action, self.entry()) {
            (Action::Mark, Some(entry)) => {
                let step = verbs::step(action, entry.client(), ctx).unwrap_or(Step::Stay);
                self.go(ctx, |list, roll| list.act(Action::Down, &roll.window, height));
                Reply::Do(step)
            }
            (_, _) => Reply::Not,
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match self.go(ctx, |list, roll| list.touch(touch, &roll.window, height)) {
            true => Reply::Do(Step::Stay),
            false => Reply::Not,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.model = Arc::clone(ctx.store.ground().driving());
        self.marked.clone_from(&ctx.desk.marked);
        self.filtered = ctx.desk.filter.is_some();
        self.looking_at = ctx.desk.lens.words();
        let asked = self.entry().map(Entry::group).filter(|group| group.asks());
        ctx.desk.take_later();
        self.roll.refresh(ctx);
        self.looking = ctx.desk.take_later();
        // What was put off is out of the way: the selection goes on with the next one, and does not follow it down.
        if asked.is_some() && self.entry().is_some_and(|entry| !entry.group().asks()) {
            self.list.select(None);
        }
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

    fn selected(&self) -> Option<Selected> {
        self.entry().and_then(Entry::selected)
    }

    fn shown(&self, most: usize, ctx: &mut Ctx<'_>) -> Vec<ClientId> {
        roll::clients(most, ctx)
    }
}
