//! What is due: one row per clock, a month, the workload, cadence debt, and segments to be confirmed.

mod aside;
mod confirm;
mod debt;
mod draw;
mod explained;
mod lens;
mod list;
mod month;
mod pane;
mod picker;
mod remarks;
mod roll;
#[cfg(test)]
mod tests;
mod workload;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::menu::Menu;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::store::Confirmable;

pub use aside::words as action_words;
use confirm::ConfirmView;
use debt::DebtView;
use explained::Explained;
pub use lens::Lens;
use list::ListView;
use month::MonthView;
use pane::{Pane, Reply, Tabs, VIEWS, View};
pub use picker::Picker;
use workload::WorkloadView;

/// The most clients one key marks.
const MARKED_AT_ONCE: usize = 1_000;

/// What is due, in several views.
pub struct DueScreen {
    desk: Situation,
    tabs: Tabs,
    list: ListView,
    month: MonthView,
    workload: WorkloadView,
    debt: DebtView,
    confirm: ConfirmView,
}

impl DueScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            tabs: Tabs { view: View::List, to_confirm: 0, lens: String::new() },
            list: ListView::new(ctx),
            month: MonthView::new(ctx),
            workload: WorkloadView::new(ctx),
            debt: DebtView::new(ctx),
            confirm: ConfirmView::new(ctx),
        };
        screen.refresh(ctx);
        screen
    }

    fn pane(&self) -> &dyn Pane {
        match self.tabs.view {
            View::List => &self.list,
            View::Month => &self.month,
            View::Workload => &self.workload,
            View::Debt => &self.debt,
            View::Confirm => &self.confirm,
        }
    }

    fn pane_mut(&mut self) -> &mut dyn Pane {
        match self.tabs.view {
            View::List => &mut self.list,
            View::Month => &mut self.month,
            View::Workload => &mut self.workload,
            View::Debt => &mut self.debt,
            View::Confirm => &mut self.confirm,
        }
    }

    fn show(&mut self, view: View, ctx: &mut Ctx<'_>) -> Step {
        self.tabs.view = view;
        self.pane_mut().refresh(ctx);
        Step::Stay
    }

    fn client(&self) -> Option<ClientId> {
        self.pane().selected().map(|selected| selected.client)
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.client().map_or(Step::Stay, |client| Step::Push(Box::new(ClientScreen::new(client, ctx))))
    }

    fn reply(&mut self, reply: Reply, ctx: &mut Ctx<'_>) -> Option<Step> {
        reply.settle(|view| drop(self.show(view, ctx)))
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let reply = self.pane_mut().command(action, ctx);
        if let Some(step) = self.reply(reply, ctx) {
            return step;
        }
        match action {
            Action::View | Action::NextPart => self.show(self.tabs.view.step(1), ctx),
            Action::PreviousPart => self.show(self.tabs.view.step(VIEWS.len() - 1), ctx),
            Action::Owner => Step::Push(Box::new(Picker::owners(ctx))),
            Action::Kind => Picker::kinds(ctx),
            Action::Open => self.open(ctx),
            Action::MarkAll => match self.pane().shown(MARKED_AT_ONCE + 1, ctx) {
                none if none.is_empty() => Step::Say(Message::new(Tone::Plain, "no client is shown here that could be marked")),
                shown => mark_all(&shown, ctx),
            },
            Action::Why if self.client().is_none() => match self.pane().explained(ctx) {
                Some((title, said)) => Step::Push(Box::new(Explained::reading(title, said))),
                None => Step::Ignored,
            },
            Action::Back => self.back(ctx),
            other => self.verb(other, ctx).unwrap_or(Step::Ignored),
        }
    }

    /// What a verb does for the selected client; one on clocks begins with the kind of the row.
    fn verb(&self, action: Action, ctx: &mut Ctx<'_>) -> Option<Step> {
        let selected = self.pane().selected();
        let client = selected.as_ref().map(|selected| selected.client);
        verbs::on_clock(action, client, selected.as_ref().and_then(|selected| selected.kind.as_deref()), ctx)
    }

    /// Shows all owners and kinds again, else clears filter and marks, else goes to the list.
    fn back(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if !ctx.desk.lens.is_open() {
            ctx.desk.lens = Lens::default();
            return Step::Say(Message::new(Tone::Plain, "all owners and kinds are shown again"));
        }
        match verbs::step(Action::Back, None, ctx) {
            Some(step) => step,
            None if self.tabs.view != View::List => self.show(View::List, ctx),
            None => Step::Ignored,
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        if let Touch::Click { spot: Spot::Line(place), .. } = touch
            && let Some(view) = VIEWS.get(usize::from(place))
        {
            return self.show(*view, ctx);
        }
        let reply = self.pane_mut().touch(touch, ctx);
        let Some(step) = self.reply(reply, ctx) else { return Step::Stay };
        match touch {
            Touch::Double { spot: Spot::Row { .. } } => self.command(Action::Open, ctx),
            Touch::Menu { spot: Spot::Row { .. }, at } if self.client().is_some() => {
                Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Due, &self.situation(), at)))
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => step,
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

impl Layer for DueScreen {
    fn scope(&self) -> Scope {
        Scope::Due
    }

    fn situation(&self) -> Situation {
        let selected = self.pane().selected();
        Situation {
            explains: selected.is_none() && self.pane().explains(),
            selected: selected.is_some(),
            placed: selected.is_some_and(|selected| selected.placed),
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.pane().view(canvas, area, &self.tabs);
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
        self.tabs.lens = ctx.desk.lens.words();
        let owner = ctx.desk.lens.owner.clone();
        let asked = Confirmable { owner: owner.as_deref(), filter: ctx.desk.filter(), by: ctx.stamp.today };
        let to_confirm = ctx.store.count_confirmations(&asked, ctx.stamp.today);
        self.tabs.to_confirm = ctx.desk.or_default(to_confirm);
        self.pane_mut().refresh(ctx);
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        self.pane_mut().settle(ctx);
    }
}
