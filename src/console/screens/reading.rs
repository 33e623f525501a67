//! A text to read over what is shown: a popup that scrolls, the same for explanations and for entries of the history.

use ratatui::layout::Rect;

use super::prose::{self, Line};
use crate::console::canvas::Canvas;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Input, Step};
use crate::console::parts::popup;

const ZONE: Spot = Spot::Zone(u16::MAX);
/// The widest the text gets, in columns.
const WIDEST: u16 = 84;

/// How far a text is scrolled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    top: usize,
}

impl Reading {
    /// Draws the text in a popup; `lines` wraps it to a width.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, title: String, lines: impl FnOnce(u16) -> Vec<Line>) {
        let width = area.width.saturating_sub(6).min(WIDEST);
        let lines = lines(width);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, title, width, rows);
        canvas.spot(inner, ZONE);
        prose::view(canvas, inner, &lines, self.top, None);
    }

    /// Scrolls by keys and wheel; other commands are left to the stack.
    pub fn act(&mut self, input: &Input, hits: &Hits, lines: impl FnOnce(u16) -> Vec<Line>) -> Step {
        let shown = hits.area_of(ZONE);
        let page = isize::try_from(shown.height.max(2)).unwrap_or(2) - 1;
        let by = match input {
            Input::Act(Action::Up) => -1,
            Input::Act(Action::Down) => 1,
            Input::Act(Action::PageUp) => -page,
            Input::Act(Action::PageDown) => page,
            Input::Act(Action::First) => isize::MIN,
            Input::Act(Action::Last) => isize::MAX,
            Input::Act(_) => return Step::Ignored,
            Input::Touch(Touch::Wheel { by, .. }) => (*by).into(),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => return Step::Stay,
        };
        self.top = prose::scrolled(self.top, by, lines(shown.width).len(), shown.height);
        Step::Stay
    }
}
