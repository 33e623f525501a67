//! The whole book as a table: columns, order, filter, marks.

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::keys::{Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::verbs;

/// The whole book as a table: columns, order, filter, marks.
pub struct ClientsScreen {
    situation: Situation,
}

impl ClientsScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        Self { situation: ctx.desk.situation() }
    }
}

impl Layer for ClientsScreen {
    fn scope(&self) -> Scope {
        Scope::Clients
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
/// x
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table;
