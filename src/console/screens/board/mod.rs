//! The board: a quadrant per segment with its figures and its most urgent clients, and a tray for clients without a segment.

mod areas;
mod axis;
mod beside;
mod drag;
mod draw;
mod grid;
mod looking;
mod moves;
mod part;
mod picker;
mod quadrant;
mod row;
mod scatter;
mod source;
mod staged;
mod strip;
mod table;
#[cfg(test)]
pub(super) mod tests;
mod title;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::areas::{Areas, Wanted};
use self::drag::Drag;
use self::grid::{Axes, Grid, Toward};
use self::looking::Banner;
use self::part::Part;
use self::scatter::Scatter;
use self::source::Source;
use self::staged::Staging;
use super::client::ClientScreen;
use crate::console::canvas::{Canvas, Look};
use crate::console::dialogs;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::chrome;
use crate::console::parts::menu::Menu;
use crate::console::sight::Sight;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::model::place::holds;
use crate::domain::text::Shown;
use crate::store::{Board, SegmentTotal};

/// The tabs' zones come after those of the parts: the tab of part `n` is `Spot::Zone(TABS + n)`.
const TABS: u16 = 1_000;
/// Why nothing is written on a board of the past.
const PAST: &str = "the past cannot be changed; Esc goes back to today";

/// The board: a quadrant per segment with its figures and its most urgent clients.
pub struct BoardScreen {
    source: Source,
    /// The model whose segments stand on the board: the source's.
    model: Arc<Model>,
    /// What is said above the board where it is another one than that of today.
    banner: Option<Banner>,
    /// What an open session has staged.
    staged: Staging,
    axes: Axes,
    grid: Grid,
    /// The segments in the model's order and, last, the tray.
    parts: Vec<Part>,
    focus: usize,
    zoomed: bool,
    drag: Option<Drag>,
    /// The other view, where it is shown.
    scatter: Option<Box<Scatter>>,
    marked: BTreeSet<ClientId>,
    filter: Option<Shown>,
    /// Whether the totals are still counted: what the parts say is of before.
    counting: bool,
    /// Whether something that is shown is still looked for: then it is read again.
    late: bool,
    /// Whether amounts need their currency beside them.
    mixed: bool,
    /// The book's own currency.
    home: String,
    base: Situation,
    seen: Seen,
    /// A dialog was opened here for the selected client: what changes next is the person's own doing.
    acted: bool,
}

/// The state of the book that is shown: while it stays the same, nothing is read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Seen {
    head: (i64, String),
    version: i64,
    filter: Option<String>,
    today: NaiveDate,
    sight: Sight,
    past: Option<NaiveDate>,
}

impl Seen {
    fn now(ctx: &mut Ctx<'_>) -> Self {
        let head = ctx.store.head();
        let version = ctx.store.version();
        Self {
            head: ctx.desk.or_default(head),
            version: ctx.desk.or_default(version),
            filter: ctx.desk.filter.as_ref().map(|(text, _)| text.clone()),
            today: ctx.stamp.today,
            sight: ctx.desk.sight.clone(),
            past: ctx.desk.past.as_ref().map(|past| past.day),
        }
    }
}

impl BoardScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let source = Source::of(ctx);
        let model = Arc::clone(source.model());
        let mut screen = Self {
            grid: Grid::of(&model, Axes::Straight),
            parts: parts(&model),
            source,
            model,
            banner: None,
            staged: Staging::default(),
            axes: Axes::Straight,
            focus: 0,
            zoomed: false,
            drag: None,
            scatter: None,
            marked: BTreeSet::new(),
            filter: None,
            counting: false,
            late: false,
            mixed: false,
            home: String::new(),
            base: Situation::default(),
            seen: Seen::default(),
            acted: false,
        };
        screen.refresh(ctx);
        screen.focus_first();
        screen
    }

    /// Gives the focus to the first segment with clients, so that the first key does something.
    fn focus_first(&mut self) {
        self.focus = self.parts.iter().position(|part| part.total.clients > 0).unwrap_or(0);
    }

    fn part(&self) -> &Part {
        &self.parts[self.focus]
    }

    fn tray(&self) -> usize {
        self.parts.len() - 1
    }

    fn areas(&self, area: Rect) -> Areas {
        let waiting = u16::try_from(self.parts[self.tray()].total.clients).unwrap_or(u16::MAX);
        Areas::of(area, &self.grid, Wanted { focus: self.focus, waiting, zoomed: self.zoomed })
    }

    /// A part's name: the segment's, or the tray's.
    fn name(&self, at: usize) -> &str {
        self.model.segments.get(at).map_or("Tray", |segment| &segment.name)
    }

    /// The name of a segment by its key; the key itself where the model does not know it.
    fn named<'a>(&'a self, key: &'a str) -> &'a str {
        self.model.segment(key).map_or(key, |segment| &segment.name)
    }

    fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.on_scatter(action, ctx) {
            return step;
        }
        match action {
            Action::Back if self.zoomed => {
                self.zoomed = false;
                Step::Stay
            }
            Action::Back if self.goes_back(ctx) => Step::Stay,
            Action::Zoom => {
                self.zoomed = !self.zoomed;
                Step::Stay
            }
            Action::SwapAxes => {
                self.axes = self.axes.turned();
                self.grid = Grid::of(&self.model, self.axes);
                Step::Stay
            }
            Action::NextPart => self.step_focus(1),
            Action::PreviousPart => self.step_focus(self.parts.len() - 1),
            Action::Left => self.beside(Toward::Left, ctx),
            Action::Right => self.beside(Toward::Right, ctx),
            Action::MoveLeft => self.move_toward(Toward::Left, ctx),
            Action::MoveRight => self.move_toward(Toward::Right, ctx),
            Action::MoveUp => self.move_toward(Toward::Up, ctx),
            Action::MoveDown => self.move_toward(Toward::Down, ctx),
            Action::MarkAll => self.mark_all(ctx),
            Action::Open => self.open(ctx),
            Action::Model => Step::Push(Box::new(picker::SightPicker::new(ctx))),
            Action::AsOf => Step::Push(dialogs::asof::open(ctx)),
            Action::Compare => self.compare(ctx),
            Action::Why if ctx.desk.past.is_some() => self.why_then(ctx),
            Action::Move | Action::Accept | Action::Confirm | Action::Score if self.source.meant().is_some() => {
                self.meant(action, ctx)
            }
            Action::Sort => Step::Say(
                Message::new(Tone::Plain, "the board shows the most urgent first")
                    .hint("the table of clients sorts by any column"),
            ),
            other if self.parts[self.focus].act(other, &self.source, ctx) => Step::Stay,
            other => {
                let step = verbs::step(other, self.part().selected(), ctx).unwrap_or(Step::Ignored);
                self.acted = matches!(step, Step::Push(_) | Step::All(_));
                step
            }
        }
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        let Some(client) = self.part().selected() else { return Step::Stay };
        if let Some(why) = self.gone(client, ctx) {
            return Step::Say(why);
        }
        Step::Push(Box::new(ClientScreen::new(client, ctx)))
    }

    /// Reads the figures, and takes the parts of another source where another one is asked for now; the answer is whether it is.
    fn look(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let before = std::mem::replace(&mut self.source, Source::of(ctx));
        let other = self.source.differs(&before);
        if !Arc::ptr_eq(&self.model, self.source.model()) {
            self.model = Arc::clone(self.source.model());
            self.grid = Grid::of(&self.model, self.axes);
        }
        if other {
            self.parts = parts(&self.model);
            self.focus = 0;
        }
        let ground = ctx.store.ground();
        ctx.desk.take_later();
        let board = self.source.totals(ctx);
        self.counting = ctx.desk.take_later();
        let Some(board) = board.or_else(|| self.counting.then(|| uncounted(&self.model))) else { return other };
        for (part, total) in self.parts.iter_mut().zip(board.segments.into_iter().chain([board.unplaced])) {
            part.total = total;
        }
        if other {
            self.focus_first();
        }
        let mut currencies = self.parts.iter().flat_map(|part| part.total.arr.iter().map(|(currency, _)| currency));
        self.mixed = currencies.any(|currency| currency != ground.currency);
        self.home.clone_from(&ground.currency);
        self.staged = Staging::of(&self.source, ctx);
        self.banner = self.banner(ctx);
        other
    }

    /// After the book changed: the selected client stays selected wherever it is now, except after a move made from here; then
    /// the next row of the quadrant has its turn.
    fn follow(&mut self, selected: Option<ClientId>, own: bool, other: bool, ctx: &mut Ctx<'_>) {
        let Some(client) = selected.filter(|client| self.part().entry(*client).is_none()) else { return };
        let Some((segment, key)) = self.source.place(client, ctx) else { return };
        // Where it is in several segments, the first of them.
        let Some(at) = self.parts.iter().position(|part| part.key == segment || holds(&segment, &part.key)) else { return };
        // Another board begins with its segments.
        if other && at == self.tray() {
            return;
        }
        if (at == self.focus || !own) && self.parts[at].seek(client, &key, &self.source, ctx) {
            self.focus = at;
        }
    }
}

/// A board of which nothing is known yet.
fn uncounted(model: &Model) -> Board {
    let segments = model.segments.iter().map(|segment| SegmentTotal { key: segment.key.clone(), ..SegmentTotal::default() });
    Board { model: model.key.clone(), segments: segments.collect(), unplaced: SegmentTotal::default() }
}

fn parts(model: &Model) -> Vec<Part> {
    let keys = model.segments.iter().map(|segment| segment.key.as_str()).chain([""]);
    (0..).zip(keys).map(|(list, key)| Part::new(key, list)).collect()
}

impl Layer for BoardScreen {
    fn scope(&self) -> Scope {
        Scope::Board
    }

    fn situation(&self) -> Situation {
        let past = self.source.day().is_some();
        let selected = self.selected().is_some();
        let placed = match &self.scatter {
            Some(scatter) => scatter.is_placed(),
            None => selected && (self.focus != self.tray() || !self.source.is_placed()),
        };
        let axes = 1 + usize::from(self.model.y.is_some());
        Situation {
            selected,
            placed,
            drifts: self.drifts(),
            axes,
            read_only: if past { Some(PAST) } else { self.base.read_only },
            // On a board of the past it is the day that is compared with now.
            models: if past { self.base.models.max(2) } else { self.base.models },
            ..self.base.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        // What was late on a day of the past is drawn as it was.
        let look = Look { today: self.source.day().unwrap_or(canvas.look.today), ..canvas.look.clone() };
        let canvas = &mut canvas.looking(&look);
        let area = self.draw_banner(canvas, area);
        match &self.scatter {
            Some(scatter) => scatter.draw(canvas, area),
            None => self.draw(canvas, area),
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.acted = false;
        match input {
            Input::Act(action) => {
                self.drag = None;
                self.perform(action, ctx)
            }
            Input::Touch(touch) => self.touched(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        let area = self.below_banner(chrome::body(ctx.hits.frame()));
        if let Some(scatter) = &mut self.scatter {
            scatter.settle(area, ctx);
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(scatter) = &mut self.scatter {
            scatter.refresh(ctx);
        }
        self.base = ctx.desk.situation();
        if self.marked != ctx.desk.marked {
            self.marked.clone_from(&ctx.desk.marked);
        }
        let seen = Seen::now(ctx);
        let late = std::mem::take(&mut self.late);
        if seen == self.seen && !late {
            return;
        }
        let own = self.acted && seen.version == self.seen.version;
        let filtered = late || seen.filter != self.seen.filter;
        self.filter = seen.filter.as_deref().map(Shown::line);
        self.seen = seen;
        let selected = self.part().selected();
        let other = self.look(ctx);
        for part in &mut self.parts {
            if filtered || other {
                part.load_first(&self.source, ctx);
            } else {
                part.reload(&self.source, ctx);
            }
        }
        self.late = ctx.desk.take_later() || self.counting;
        self.follow(selected, own, other, ctx);
    }
}

impl BoardScreen {
    fn touched(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.touched_scatter(touch, ctx) {
            return step;
        }
        if let Some(step) = self.dragged(touch, ctx) {
            return step;
        }
        let spot = match touch {
            Touch::Click { spot, .. } | Touch::Double { spot } | Touch::Menu { spot, .. } | Touch::Wheel { spot, .. } => spot,
            Touch::Drag { .. } | Touch::Drop { .. } => return Step::Stay,
        };
        let Some(at) = self.part_of(spot) else { return Step::Stay };
        self.parts[at].touch(touch, &self.source, ctx);
        let on_row = matches!(spot, Spot::Row { .. });
        if !matches!(touch, Touch::Wheel { .. }) && (on_row || at != self.tray() || self.parts[at].total.clients > 0) {
            self.focus = at;
        }
        match touch {
            Touch::Double { .. } if on_row => self.open(ctx),
            Touch::Menu { at, .. } if on_row => Step::Push(Box::new(Menu::new(ctx.keymap, self.scope(), &self.situation(), at))),
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Wheel { .. } => Step::Stay,
            Touch::Drag { .. } | Touch::Drop { .. } => Step::Stay,
        }
    }

    /// The part a spot belongs to: its rows, its frame or its tab.
    fn part_of(&self, spot: Spot) -> Option<usize> {
        let number = match spot {
            Spot::Row { list, .. } => list,
            Spot::Zone(zone) => zone.checked_sub(TABS).unwrap_or(zone),
            Spot::Act(_) | Spot::Field(_) | Spot::Choice { .. } | Spot::Line(_) | Spot::Heading(_) => return None,
        };
        Some(usize::from(number)).filter(|at| *at < self.parts.len())
    }
}
