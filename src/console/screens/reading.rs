//! A text to read over what is shown: a popup that scrolls, the same for explanations, entries of the history and all else told.

use ratatui::layout::Rect;

use super::prose::{self, Line};
use crate::console::canvas::{Canvas, Look};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;

const ZONE: Spot = Spot::Zone(u16::MAX);
/// The widest the text gets, in columns.
const WIDEST: u16 = 84;

/// What is told.
pub trait Told {
    /// What stands in the frame.
    fn title(&self) -> String;

    /// The text, wrapped to a width.
    fn lines(&self, width: u16, look: &Look) -> Vec<Line>;

    /// The book changed: read again what is told.
    fn refresh(&mut self, _ctx: &mut Ctx<'_>) {}
}

/// A text that is read, and how far it is scrolled.
pub struct Reading<T> {
    told: T,
    top: usize,
}

impl<T: Told> Reading<T> {
    /// The text from its beginning.
    pub const fn of(told: T) -> Self {
        Self { told, top: 0 }
    }
}

impl<T: Told> Layer for Reading<T> {
    fn scope(&self) -> Scope {
        Scope::Reading
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = area.width.saturating_sub(6).min(WIDEST);
        let lines = self.told.lines(width, canvas.look);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, self.told.title(), width, rows);
        canvas.spot(inner, ZONE);
        prose::view(canvas, inner, &lines, self.top, None);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let shown = ctx.hits.area_of(ZONE);
        let page = isize::try_from(shown.height.max(2)).unwrap_or(2) - 1;
        let by = match input {
            Input::Act(Action::Up) => -1,
            Input::Act(Action::Down) => 1,
            Input::Act(Action::PageUp) => -page,
            Input::Act(Action::PageDown) => page,
            Input::Act(Action::First) => isize::MIN,
            Input::Act(Action::Last) => isize::MAX,
            Input::Act(_) => return Step::Ignored,
            Input::Touch(Touch::Wheel { by, .. }) => by.into(),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => return Step::Stay,
        };
        self.top = prose::scrolled(self.top, by, self.told.lines(shown.width, ctx.look).len(), shown.height);
        Step::Stay
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.told.refresh(ctx);
    }
}
