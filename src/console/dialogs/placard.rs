//! A text with a row of buttons below it: the frame of dialogs that say what happened and ask which way to go on.

use ratatui::layout::Rect;

use super::sheet;
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::parts::popup;
use crate::console::screens::prose::{self, Line};
use crate::console::theme::Role;

/// The zone of the text, for the wheel.
const ZONE: Spot = Spot::Zone(u16::MAX);

/// A button and what it does.
pub type Button = (&'static str, Action);

/// Which button is chosen, and how far the text is scrolled.
#[derive(Debug, Clone, Copy)]
pub struct Placard {
    buttons: &'static [Button],
    button: usize,
    top: usize,
}

/// What an input means there.
pub enum Pressed {
    /// A button, or its key.
    Button(Action),
    /// Dealt with.
    Stay,
    /// Not for a placard.
    Ignored,
}

impl Placard {
    /// The buttons, one of them chosen.
    pub const fn new(buttons: &'static [Button], chosen: usize) -> Self {
        Self { buttons, button: chosen, top: 0 }
    }

    /// Draws the text over its buttons; `lines` wraps it to a width.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, title: &'static str, lines: impl FnOnce(u16) -> Vec<Line>) {
        let columns = sheet::columns(area);
        let lines = lines(columns);
        let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, title, columns, rows);
        let text = Rect { height: inner.height.saturating_sub(2), ..inner };
        canvas.spot(text, ZONE);
        prose::view(canvas, text, &lines, self.top, None);
        let mut rest = row_of(inner, inner.height.saturating_sub(1));
        for (at, (name, action)) in self.buttons.iter().enumerate() {
            let here = at == self.button;
            let role = if here { Role::ButtonFocus } else { Role::Button };
            let taken = canvas.text(rest, role, if here { format!("> {name} <") } else { format!("[ {name} ]") });
            canvas.spot(Rect { width: taken, ..rest }, Spot::Act(*action));
            rest = skip_columns(rest, taken + 1);
        }
    }

    /// Chooses and presses buttons, and scrolls the text by keys and wheel.
    pub fn act(&mut self, input: &Input, hits: &Hits, lines: impl FnOnce(u16) -> Vec<Line>) -> Pressed {
        let shown = hits.area_of(ZONE);
        let page = isize::try_from(shown.height.max(2)).unwrap_or(2) - 1;
        let by = match input {
            Input::Act(action) if self.buttons.iter().any(|(_, of)| of == action) => return Pressed::Button(*action),
            Input::Act(Action::Open) => return Pressed::Button(self.buttons[self.button].1),
            Input::Act(Action::Left) => {
                self.button = self.button.saturating_sub(1);
                return Pressed::Stay;
            }
            Input::Act(Action::Right) => {
                self.button = (self.button + 1).min(self.buttons.len() - 1);
                return Pressed::Stay;
            }
            Input::Act(Action::Up) => -1,
            Input::Act(Action::Down) => 1,
            Input::Act(Action::PageUp) => -page,
            Input::Act(Action::PageDown) => page,
            Input::Act(Action::First) => isize::MIN,
            Input::Act(Action::Last) => isize::MAX,
            Input::Act(_) => return Pressed::Ignored,
            Input::Touch(Touch::Wheel { by, .. }) => (*by).into(),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => return Pressed::Stay,
        };
        self.top = prose::scrolled(self.top, by, lines(shown.width).len(), shown.height);
        Pressed::Stay
    }
}
