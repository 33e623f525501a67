//! A client's page: facts, scores, place, timeline, actions, notes.

pub mod map;
mod parts;
#[cfg(test)]
mod tests;
pub mod words;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::history::HistoryScreen;
use super::prose::{self, Line};
use crate::console::canvas::{Canvas, Look, row_of, skip_columns, skip_rows};
use crate::console::dialogs;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::Key;
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::command::Command;
use crate::domain::model::Model;
use crate::store::{ClientPage, StandsIn};
use parts::{PARTS, Part};

/// From so many columns and rows on, all parts stand side by side; else one at a time.
const WIDE: (u16, u16) = (100, 28);

/// A client's page: facts, scores, place, timeline, actions, notes.
pub struct ClientScreen {
    client: ClientId,
    desk: Situation,
    model: Arc<Model>,
    page: Option<ClientPage>,
    /// How it stands in the other models of the book.
    others: Vec<StandsIn>,
    /// The part that keys go to, by its place in [`PARTS`].
    at: usize,
    tops: [usize; PARTS.len()],
    action: Option<i64>,
    /// The line of the timeline that is selected, by its order of entry.
    happened: Option<i64>,
}

impl ClientScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(client: ClientId, ctx: &mut Ctx<'_>) -> Self {
        let model = Arc::clone(ctx.store.ground().driving());
        let desk = ctx.desk.situation();
        let mut screen = Self {
            client,
            desk,
            model,
            page: None,
            others: Vec::new(),
            at: 0,
            tops: [0; PARTS.len()],
            action: None,
            happened: None,
        };
        screen.refresh(ctx);
        screen
    }

    fn lines(&self, at: usize, width: u16, look: &Look) -> Vec<Line> {
        self.page.as_ref().map(|page| PARTS[at].lines(page, &self.model, &self.others, width, look)).unwrap_or_default()
    }

    fn part(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        canvas.spot(area, zone(at));
        let lines = self.lines(at, area.width.saturating_sub(1), canvas.look);
        let here = at == self.at;
        let selected = self.selected(at).map(|id| (id, if here { Role::Selected } else { Role::SelectedAway }));
        prose::view(canvas, area, &lines, self.tops[at], selected);
        let top = self.tops[at].min(prose::furthest(lines.len(), area.height));
        for (row, line) in (0..area.height).zip(lines.iter().skip(top)) {
            if let Some(id) = line.id {
                canvas.spot(row_of(area, row), Spot::Row { list: zone_number(at), id });
            }
        }
    }

    /// What is selected in a part.
    fn selected(&self, at: usize) -> Option<i64> {
        match PARTS[at] {
            Part::Actions => self.action,
            Part::Timeline => self.happened,
            Part::Overview | Part::Scores | Part::Cadence => None,
        }
    }

    fn select(&mut self, at: usize, id: i64) {
        match PARTS[at] {
            Part::Actions => self.action = Some(id),
            Part::Timeline => self.happened = Some(id),
            Part::Overview | Part::Scores | Part::Cadence => {}
        }
    }

    /// What can be selected in a part, from the top.
    fn selectable(&self, at: usize) -> Vec<i64> {
        match (PARTS[at], &self.page) {
            (Part::Actions, Some(page)) => page.actions.iter().map(|action| action.id).collect(),
            (Part::Timeline, Some(page)) => page.timeline.iter().map(|line| line.order).collect(),
            (Part::Overview | Part::Scores | Part::Cadence, _) | (_, None) => Vec::new(),
        }
    }

    fn framed(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize, name: &str) {
        let title = match PARTS[at] {
            Part::Overview => name.to_owned(),
            Part::Scores | Part::Cadence | Part::Actions | Part::Timeline => PARTS[at].title().to_owned(),
        };
        let inner = canvas.frame(area, Focus::from(at == self.at), title);
        self.part(canvas, within(inner), at);
    }

    /// All parts at once, in two columns.
    fn wide(&self, canvas: &mut Canvas<'_>, area: Rect, name: &str) {
        let left = Rect { width: area.width / 2, ..area };
        let right = skip_columns(area, left.width);
        let look = canvas.look;
        let room = |at: usize, width: u16| u16::try_from(self.lines(at, width.saturating_sub(4), look).len()).unwrap_or(u16::MAX);
        let split = (room(0, left.width).saturating_add(2)).clamp(8, area.height / 2);
        self.framed(canvas, Rect { height: split, ..left }, 0, name);
        self.framed(canvas, skip_rows(left, split), 1, name);
        let clocks = room(2, right.width).saturating_add(2).clamp(4, area.height / 3);
        let actions = room(3, right.width).saturating_add(2).clamp(4, area.height / 4);
        self.framed(canvas, Rect { height: clocks, ..right }, 2, name);
        let rest = skip_rows(right, clocks);
        self.framed(canvas, Rect { height: actions.min(rest.height), ..rest }, 3, name);
        self.framed(canvas, skip_rows(rest, actions), 4, name);
    }

    /// One part at a time, under a strip of their names.
    fn narrow(&self, canvas: &mut Canvas<'_>, area: Rect, name: &str) {
        let inner = canvas.frame(area, Focus::Here, name.to_owned());
        let mut rest = row_of(inner, 0);
        for (at, part) in PARTS.iter().enumerate() {
            let here = at == self.at;
            let label = if here { format!("[{}]", part.title()) } else { format!(" {} ", part.title()) };
            let taken = canvas.text(rest, if here { Role::Key } else { Role::Dim }, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(zone_number(at)));
            rest = skip_columns(rest, taken + 1);
        }
        let rule = canvas.look.glyphs.rule();
        canvas.rule(row_of(inner, 1), Role::Border, rule);
        self.part(canvas, within(skip_rows(inner, 2)), self.at);
    }

    fn scroll(&mut self, at: usize, by: isize, ctx: &Ctx<'_>) {
        let shown = ctx.hits.area_of(zone(at));
        let lines = self.lines(at, shown.width.saturating_sub(1), ctx.look).len();
        self.tops[at] = prose::scrolled(self.tops[at], by, lines, shown.height);
    }

    /// Up and down: through what can be selected where there is something, else through the text.
    fn step(&mut self, by: isize, ctx: &Ctx<'_>) {
        let ids = self.selectable(self.at);
        let Some(last) = ids.len().checked_sub(1) else { return self.scroll(self.at, by, ctx) };
        let at = ids.iter().position(|id| Some(*id) == self.selected(self.at)).unwrap_or(0);
        self.select(self.at, ids[at.saturating_add_signed(by).min(last)]);
        self.keep_selected_seen(ctx);
    }

    fn keep_selected_seen(&mut self, ctx: &Ctx<'_>) {
        let shown = ctx.hits.area_of(zone(self.at));
        let lines = self.lines(self.at, shown.width.saturating_sub(1), ctx.look);
        let selected = self.selected(self.at);
        let of = |line: &Line| line.id.is_some() && line.id == selected;
        if let (Some(first), Some(last)) = (lines.iter().position(of), lines.iter().rposition(of)) {
            let lowest = (last + 1).saturating_sub(usize::from(shown.height.max(1)));
            self.tops[self.at] = self.tops[self.at].max(lowest).min(first);
        }
    }

    fn turn(&mut self, by: isize) {
        let many = PARTS.len();
        self.at = (self.at + many).saturating_add_signed(by) % many;
    }

    /// Settles the selected action, or opens it again.
    fn settle_action(&self, ctx: &Ctx<'_>) -> Step {
        if PARTS[self.at] != Part::Actions || ctx.desk.read_only.is_some() {
            return Step::Stay;
        }
        let Some(action) = self.page.iter().flat_map(|page| &page.actions).find(|action| Some(action.id) == self.action) else {
            return Step::Stay;
        };
        let done_on = action.done_on.is_none().then_some(ctx.stamp.today);
        Step::Commit(Box::new(Command::SettleAction { action: action.id, done_on }))
    }

    /// Settles the selected action, or opens the dialog that voids the selected review.
    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        match PARTS[self.at] {
            Part::Actions => self.settle_action(ctx),
            Part::Timeline => match (self.review(), ctx.desk.read_only) {
                (Some(review), None) => verbs::push(dialogs::void::open(self.client, Some(review), ctx)),
                (_, Some(_)) | (None, None) => Step::Stay,
            },
            Part::Overview | Part::Scores | Part::Cadence => Step::Stay,
        }
    }

    /// The review selected in the timeline.
    fn review(&self) -> Option<i64> {
        let page = self.page.as_ref()?;
        page.timeline.iter().find(|line| Some(line.order) == self.happened && line.kind == "review").map(|line| line.order)
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let page = isize::try_from(ctx.hits.area_of(zone(self.at)).height.max(2)).unwrap_or(2) - 1;
        match action {
            Action::Up => self.step(-1, ctx),
            Action::Down => self.step(1, ctx),
            Action::PageUp => self.scroll(self.at, -page, ctx),
            Action::PageDown => self.scroll(self.at, page, ctx),
            Action::First => self.tops[self.at] = 0,
            Action::Last => self.scroll(self.at, isize::MAX, ctx),
            Action::NextPart | Action::Right => self.turn(1),
            Action::PreviousPart | Action::Left => self.turn(-1),
            Action::Open => return self.open(ctx),
            Action::Void if PARTS[self.at] == Part::Timeline && self.review().is_some() => return self.open(ctx),
            Action::Back => return Step::Close,
            Action::History => {
                let name = self.page.as_ref().map_or("", |page| page.client.name.as_str());
                return Step::Push(Box::new(HistoryScreen::of(self.client, name, ctx)));
            }
            Action::Export => return verbs::push(dialogs::export::open_for(self.client, ctx)),
            _ => {
                // The verbs serve the client of the page, whatever is marked elsewhere.
                let marked = std::mem::take(&mut ctx.desk.marked);
                let step = verbs::step(action, self.page.as_ref().map(|_| self.client), ctx);
                ctx.desk.marked = marked;
                return step.unwrap_or(Step::Ignored);
            }
        }
        Step::Stay
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        let place = |number: u16| usize::from(number.saturating_sub(1)).min(PARTS.len() - 1);
        match touch {
            Touch::Click { spot: Spot::Heading(number) | Spot::Zone(number), .. } => self.at = place(number),
            Touch::Click { spot: Spot::Row { list, id }, .. } => {
                self.at = place(list);
                self.select(self.at, id);
            }
            Touch::Double { spot: Spot::Row { list, id } } => {
                self.at = place(list);
                self.select(self.at, id);
                return self.open(ctx);
            }
            Touch::Wheel { spot: Spot::Zone(number) | Spot::Row { list: number, .. }, by } => {
                self.scroll(place(number), by.into(), ctx);
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => {}
        }
        Step::Stay
    }
}

/// The number of a part for the mouse.
fn zone_number(at: usize) -> u16 {
    u16::try_from(at + 1).unwrap_or(u16::MAX)
}

fn zone(at: usize) -> Spot {
    Spot::Zone(zone_number(at))
}

/// The inside of a frame with a column free at the left.
fn within(inner: Rect) -> Rect {
    Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(1), ..inner }
}

impl Layer for ClientScreen {
    fn scope(&self) -> Scope {
        Scope::Client
    }

    fn situation(&self) -> Situation {
        let page = self.page.as_ref();
        Situation {
            selected: page.is_some(),
            marked: 0,
            archived: page.is_some_and(|page| page.client.archived_on.is_some()),
            placed: page.and_then(|page| page.placement.as_ref()).is_some_and(|placement| placement.segment.is_some()),
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(page) = &self.page else {
            canvas.paragraph(area, Role::Dim, "This client is not in the book any more. Esc goes back.");
            return;
        };
        if area.width >= WIDE.0 && area.height >= WIDE.1 {
            self.wide(canvas, area, &page.client.name);
        } else {
            self.narrow(canvas, area, &page.client.name);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Key(key) if key == Key::char(' ') => self.settle_action(ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.model = Arc::clone(ctx.store.ground().driving());
        self.page = match ctx.store.page(self.client, ctx.stamp.today) {
            Ok(page) => Some(page),
            // Undoing the client's making takes it out of the book: the page says so.
            Err(crate::store::StoreError::Refused(_)) => None,
            Err(error) => ctx.desk.or_default(Err(error)),
        };
        self.others = ctx.desk.or_default(ctx.store.stands_in(self.client, &self.model.key, ctx.stamp.today));
        for (at, part) in PARTS.iter().enumerate() {
            let ids = self.selectable(at);
            let gone = !self.selected(at).is_some_and(|id| ids.contains(&id));
            match part {
                Part::Actions if gone => self.action = ids.first().copied(),
                Part::Timeline if gone => self.happened = ids.first().copied(),
                Part::Actions | Part::Timeline | Part::Overview | Part::Scores | Part::Cadence => {}
            }
        }
    }
}
