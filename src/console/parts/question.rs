//! A question before something that cannot be overlooked: Yes does it, everything else leaves it.

use ratatui::layout::Rect;

use super::{popup, text};
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::hits::Spot;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Step};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Opens a layer, or says why it cannot be opened.
pub type Open = fn(&mut Ctx<'_>) -> Result<Box<dyn Layer>, Message>;

/// A question and what a Yes does.
pub struct Question {
    title: &'static str,
    asked: Shown,
    does: Option<Does>,
    yes: bool,
}

enum Does {
    Commit(Box<Command>),
    Open(Open),
    Pass(Action),
}

impl Question {
    /// A question; `No` has the focus.
    #[must_use]
    pub fn new(title: &'static str, asked: Shown, command: Command) -> Self {
        Self { title, asked, does: Some(Does::Commit(Box::new(command))), yes: false }
    }

    /// An offer to open something that writes nothing by itself; `Yes` has the focus.
    #[must_use]
    pub fn opening(title: &'static str, asked: Shown, open: Open) -> Self {
        Self { title, asked, does: Some(Does::Open(open)), yes: true }
    }

    /// A question whose Yes is a command for the layer below; `No` has the focus.
    #[must_use]
    pub fn passing(title: &'static str, asked: Shown, action: Action) -> Self {
        Self { title, asked, does: Some(Does::Pass(action)), yes: false }
    }

    fn answer(&mut self, ctx: &mut Ctx<'_>) -> Step {
        match self.does.take() {
            Some(Does::Commit(command)) => Step::Commit(command),
            Some(Does::Open(open)) => match open(ctx) {
                Ok(layer) => Step::Replace(layer),
                Err(message) => Step::All(vec![Step::Close, Step::Say(message)]),
            },
            Some(Does::Pass(action)) => Step::Perform(action),
            None => Step::Close,
        }
    }
}

impl Layer for Question {
    fn scope(&self) -> Scope {
        Scope::Question
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let lines = text::wrap(self.asked.as_str(), 56).len();
        let inner = popup::centred(canvas, area, self.title, 56, u16::try_from(lines + 2).unwrap_or(u16::MAX));
        canvas.paragraph(Rect { height: inner.height.saturating_sub(2), ..inner }, Role::Text, &self.asked);
        let mut rest = row_of(inner, inner.height.saturating_sub(1));
        for (here, name, action) in [(self.yes, "Yes", Action::Yes), (!self.yes, "No", Action::No)] {
            let role = if here { Role::ButtonFocus } else { Role::Button };
            let taken = canvas.text(rest, role, if here { format!("> {name} <") } else { format!("[ {name} ]") });
            canvas.spot(Rect { width: taken, ..rest }, Spot::Act(action));
            rest = skip_columns(rest, taken + 2);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(Action::Yes) => self.answer(ctx),
            Input::Act(Action::No | Action::Back | Action::Quit) => Step::Close,
            Input::Act(Action::Left | Action::Right) => {
                self.yes = !self.yes;
                Step::Stay
            }
            Input::Act(Action::Open) if self.yes => self.answer(ctx),
            Input::Act(Action::Open) => Step::Close,
            Input::Act(_) => Step::Ignored,
            Input::Key(_) | Input::Paste(_) | Input::Touch(_) => Step::Stay,
        }
    }
}
