//! A client's page: facts, scores, place, timeline, actions, notes.

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::keys::{Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::verbs;

/// A client's page: facts, scores, place, timeline, actions, notes.
pub struct ClientScreen {
    situation: Situation,
}

impl ClientScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(client: crate::domain::client::ClientId, ctx: &mut Ctx<'_>) -> Self {
        let _ = client;
        Self { situation: ctx.desk.situation() }
    }
}

impl Layer for ClientScreen {
    fn scope(&self) -> Scope {
        Scope::Client
    }

    fn situation(&self) -> Situation {
        self.situation.clone()
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.text(area, crate::console::theme::Role::Dim, "not built yet");
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => verbs::step(action, None, ctx).unwrap_or(Step::Ignored),
            Input::Key(_) | Input::Paste(_) | Input::Touch(_) => Step::Stay,
        }
    }
}
