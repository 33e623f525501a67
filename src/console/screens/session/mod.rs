//! The session: the agenda of the one that is open, or the list of all; one client at a time; consequences; replay.

pub mod balance;
pub mod replay;

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::theme::Role;

/// The screen of the session.
pub struct SessionScreen {
    desk: Situation,
}

impl SessionScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        Self { desk: ctx.desk.situation() }
    }
}

impl Layer for SessionScreen {
    fn scope(&self) -> Scope {
        Scope::Sessions
    }

    fn situation(&self) -> Situation {
        self.desk.clone()
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.paragraph(area, Role::Text, "No session is open. n starts one.");
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(Action::StartSession) => crate::console::dialogs::session::start(ctx),
            Input::Act(_) => Step::Ignored,
            Input::Key(_) | Input::Paste(_) | Input::Touch(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
    }
}
