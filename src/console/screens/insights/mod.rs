//! How the book is spread and how that changes: distribution, moves, owners, shares, reviews on time.

mod days;
mod distribution;
mod moves;
mod ontime;
mod owners;
pub(super) mod pane;
mod picker;
mod shares;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use super::due::Lens;
use super::due::Picker as OwnerPicker;
use crate::console::canvas::{Canvas, row_of, skip_rows};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::theme::Role;
use crate::store::{FiguresOf, Progress, StoreError};

pub use days::Days;
use distribution::DistributionView;
use moves::MovesView;
use ontime::OnTimeView;
use owners::OwnersView;
use pane::{Asked, Pane, Reply, VIEWS, View, frame};
use picker::DaysPicker;
use shares::SharesView;

/// The insights, in several views.
pub struct InsightsScreen {
    desk: Situation,
    view: View,
    lens: String,
    asked: Asked,
    distribution: DistributionView,
    moves: MovesView,
    owners: OwnersView,
    shares: SharesView,
    on_time: OnTimeView,
    /// Whether the view that is shown is still read.
    looking: bool,
}

impl InsightsScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            view: View::Distribution,
            lens: String::new(),
            asked: Asked::of(ctx),
            distribution: DistributionView::default(),
            moves: MovesView::default(),
            owners: OwnersView::default(),
            shares: SharesView::default(),
            on_time: OnTimeView::default(),
            looking: false,
        };
        screen.refresh(ctx);
        screen
    }

    fn pane(&self) -> &dyn Pane {
        match self.view {
            View::Distribution => &self.distribution,
            View::Moves => &self.moves,
            View::Owners => &self.owners,
            View::Shares => &self.shares,
            View::OnTime => &self.on_time,
        }
    }

    fn pane_mut(&mut self) -> &mut dyn Pane {
        match self.view {
            View::Distribution => &mut self.distribution,
            View::Moves => &mut self.moves,
            View::Owners => &mut self.owners,
            View::Shares => &mut self.shares,
            View::OnTime => &mut self.on_time,
        }
    }

    /// Shows a view and reads it, and it alone: others are read when they are shown.
    fn show(&mut self, view: View, ctx: &mut Ctx<'_>) -> Step {
        self.view = view;
        self.read(ctx);
        Step::Stay
    }

    fn read(&mut self, ctx: &mut Ctx<'_>) {
        self.asked = Asked::of(ctx);
        let asked = self.asked.clone();
        ctx.desk.take_later();
        self.pane_mut().refresh(&asked, ctx);
        self.looking = ctx.desk.take_later();
    }

    fn reply(&mut self, reply: Reply, ctx: &mut Ctx<'_>) -> Option<Step> {
        reply.settle(|view| drop(self.show(view, ctx)))
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let asked = self.asked.clone();
        let reply = self.pane_mut().command(action, &asked, ctx);
        if let Some(step) = self.reply(reply, ctx) {
            return step;
        }
        match action {
            Action::View => self.show(self.view.step(1), ctx),
            Action::Owner => Step::Push(Box::new(OwnerPicker::owners(ctx))),
            Action::AsOf => Step::Push(Box::new(DaysPicker::new(ctx))),
            Action::Back => self.back(ctx),
            Action::Sort => {
                Step::Say(Message::new(Tone::Plain, "this view has an order of its own").hint("the owners can be sorted"))
            }
            _ => Step::Ignored,
        }
    }

    /// Shows all owners again, else the usual days, else goes to the first view.
    fn back(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if !ctx.desk.lens.is_open() {
            ctx.desk.lens = Lens::default();
            return Step::Say(Message::new(Tone::Plain, "all owners and kinds are shown again"));
        }
        if ctx.desk.days != Days::default() {
            ctx.desk.days = Days::default();
            return Step::Say(Message::new(Tone::Plain, "the last twelve months are shown again"));
        }
        match self.view {
            View::Distribution => Step::Ignored,
            View::Moves | View::Owners | View::Shares | View::OnTime => self.show(View::Distribution, ctx),
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        if let Touch::Click { spot: Spot::Line(place), .. } = touch
            && let Some(view) = VIEWS.get(usize::from(place))
        {
            return self.show(*view, ctx);
        }
        let asked = self.asked.clone();
        let reply = self.pane_mut().touch(touch, &asked, ctx);
        let step = self.reply(reply, ctx).unwrap_or(Step::Stay);
        match touch {
            Touch::Double { spot: Spot::Row { .. } | Spot::Choice { .. } } => self.command(Action::Open, ctx),
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => step,
        }
    }
}

impl Layer for InsightsScreen {
    fn scope(&self) -> Scope {
        Scope::Insights
    }

    fn situation(&self) -> Situation {
        self.desk.clone()
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let foot = self.pane().foot(&self.asked, canvas.look);
        let inner = frame(canvas, area, self.view, &self.lens, &foot);
        self.asked.heading(canvas, inner, self.view);
        if self.looking {
            let said = format!("reading{}", canvas.look.glyphs.cut());
            canvas.text(row_of(skip_rows(inner, 2), 0), Role::Dim, said);
            return;
        }
        self.pane().view(canvas, skip_rows(inner, 1), &self.asked);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn told(&mut self, progress: Option<Progress>) {
        self.on_time.told(progress);
    }

    fn counted(&mut self, found: Result<Box<(FiguresOf, FiguresOf)>, StoreError>, ctx: &mut Ctx<'_>) -> Step {
        let asked = self.asked.clone();
        self.on_time.counted(found, &asked, ctx);
        Step::Stay
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let owner = ctx.desk.lens.owner.clone();
        self.lens = Lens { owner, kind: None }.words();
        self.read(ctx);
    }
}
