//! The help overlay: the keys of a screen by group, why some are off, and what the signs mean.

use ratatui::layout::Rect;

use super::{popup, text};
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::MARKS;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, HelpLine, Keymap, Scope, Situation, help};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::theme::Role;

/// The help of one screen.
pub struct Help {
    lines: Vec<HelpLine>,
    signs: bool,
    top: u16,
    scope: Scope,
}

/// Columns of the keys.
const KEYS: u16 = 16;
const ZONE: Spot = Spot::Zone(u16::MAX);

impl Help {
    /// The help of a scope that stands so.
    #[must_use]
    pub fn new(map: &Keymap, scope: Scope, now: &Situation) -> Self {
        let signs = matches!(scope, Scope::Board | Scope::Due | Scope::Clients | Scope::Client);
        Self { lines: help(map, scope, now), signs, top: 0, scope }
    }

    /// Draws all rows from the first that is seen; the answer is how many there are.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, top: u16) -> u16 {
        let mut row = 0_u16;
        let place = |row: u16| if row < top { Rect { height: 0, ..area } } else { row_of(area, row - top) };
        for line in &self.lines {
            match line {
                HelpLine::Heading(title) => {
                    row += u16::from(row > 0);
                    canvas.text(place(row), Role::Title, *title);
                    row += 1;
                }
                HelpLine::Command { keys, help, off, .. } => {
                    canvas.text(Rect { width: area.width.min(KEYS), ..place(row) }, Role::Key, keys.clone());
                    let role = if off.is_some() { Role::Off } else { Role::Text };
                    let said = off.map_or_else(|| (*help).to_owned(), |why| format!("{help} (off: {why})"));
                    for part in text::wrap(&said, usize::from(area.width.saturating_sub(KEYS + 1))) {
                        canvas.text(skip_columns(place(row), KEYS + 1), role, part);
                        row += 1;
                    }
                }
            }
        }
        if self.signs {
            row += 1;
            canvas.text(place(row), Role::Title, "Signs");
            for mark in MARKS {
                row += 1;
                canvas.mark(place(row), mark);
                canvas.text(skip_columns(place(row), KEYS + 1), Role::Text, mark.meaning());
            }
            row += 1;
        }
        row
    }

    fn scroll(&mut self, by: i32, ctx: &Ctx<'_>) {
        let shown = ctx.hits.area_of(ZONE);
        let rows = self.count(shown.width, ctx);
        let most = rows.saturating_sub(shown.height);
        let wanted = i32::from(self.top).saturating_add(by).clamp(0, i32::from(most));
        self.top = u16::try_from(wanted).unwrap_or(0);
    }

    /// How many rows there are in so many columns.
    fn count(&self, columns: u16, ctx: &Ctx<'_>) -> u16 {
        let mut hits = crate::console::hits::Hits::default();
        let mut nothing = ratatui::buffer::Buffer::empty(Rect::new(0, 0, columns, 0));
        let area = nothing.area;
        self.draw(&mut Canvas::new(&mut nothing, &mut hits, ctx.look), area, 0)
    }
}

impl Layer for Help {
    fn scope(&self) -> Scope {
        Scope::Reading
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = popup::centred(canvas, area, format!("Keys: {}", self.scope.name()), 84, area.height);
        canvas.spot(inner, ZONE);
        let rows = self.draw(canvas, inner, self.top);
        let right = Rect { x: inner.right(), width: 1, ..inner };
        if self.top > 0 {
            canvas.text(row_of(right, 0), Role::Key, canvas.look.glyphs.above());
        }
        if rows > self.top + inner.height {
            canvas.text(row_of(right, inner.height.saturating_sub(1)), Role::Key, canvas.look.glyphs.below());
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let page = i32::from(ctx.hits.area_of(ZONE).height.max(1));
        match input {
            Input::Act(Action::Up) => self.scroll(-1, ctx),
            Input::Act(Action::Down) => self.scroll(1, ctx),
            Input::Act(Action::PageUp) => self.scroll(-page, ctx),
            Input::Act(Action::PageDown) => self.scroll(page, ctx),
            Input::Act(Action::First) => self.top = 0,
            Input::Act(Action::Last) => self.scroll(i32::from(u16::MAX), ctx),
            // The key that opened it closes it, whatever it means here.
            Input::Key(key) if ctx.keymap.action(key, self.scope) == Some(Action::Help) => return Step::Close,
            Input::Act(_) => return Step::Ignored,
            Input::Touch(Touch::Wheel { by, .. }) => self.scroll(i32::from(by), ctx),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => {}
        }
        Step::Stay
    }
}
