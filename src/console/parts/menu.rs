//! A menu that pops up at the mouse: the commands for what was pointed at.

use ratatui::layout::{Position, Rect};

use super::{popup, text};
use crate::console::canvas::{Canvas, Side, row_of};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Entry, Keymap, Scope, Situation, menu};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::theme::Role;

/// A menu of commands.
pub struct Menu {
    entries: Vec<Entry>,
    at: usize,
    corner: Position,
}

impl Menu {
    /// The menu on a client of a screen, at a place.
    #[must_use]
    pub fn new(map: &Keymap, scope: Scope, now: &Situation, corner: Position) -> Self {
        Self { entries: menu(map, scope, now), at: 0, corner }
    }

    fn choose(&self, at: usize) -> Step {
        match self.entries.get(at) {
            Some(Entry { off: Some(why), name, .. }) => Step::Say(Message::new(Tone::Plain, &format!("{name}: {why}"))),
            Some(entry) => Step::Perform(entry.action),
            None => Step::Stay,
        }
    }
}

impl Layer for Menu {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let names = self.entries.iter().map(|entry| text::width(entry.name)).max().unwrap_or(0);
        let keys = self.entries.iter().map(|entry| text::width(&entry.key)).max().unwrap_or(0);
        let columns = u16::try_from(names + keys + 2).unwrap_or(u16::MAX);
        let rows = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        let inner = popup::at(canvas, area, self.corner, "", columns, rows);
        let first = (self.at + 1).saturating_sub(usize::from(inner.height));
        for (row, (at, entry)) in (0..inner.height).zip(self.entries.iter().enumerate().skip(first)) {
            let place = row_of(inner, row);
            let role = if entry.off.is_some() { Role::Off } else { Role::Text };
            canvas.text(place, role, entry.name);
            canvas.aligned(place, Side::Right, Role::Key, entry.key.clone());
            canvas.spot(place, Spot::Line(u16::try_from(at).unwrap_or(u16::MAX)));
            if at == self.at {
                canvas.tint(place, Role::Selected);
            }
        }
    }

    fn act(&mut self, input: Input, _ctx: &mut Ctx<'_>) -> Step {
        let last = self.entries.len().saturating_sub(1);
        match input {
            Input::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Act(Action::First | Action::PageUp) => self.at = 0,
            Input::Act(Action::Last | Action::PageDown) => self.at = last,
            Input::Act(Action::Open) => return self.choose(self.at),
            Input::Act(_) => return Step::Ignored,
            Input::Key(key) => {
                // The command's own key works in its menu too.
                let found = self.entries.iter().position(|entry| entry.key == key.to_string());
                return found.map_or(Step::Stay, |at| self.choose(at));
            }
            Input::Touch(Touch::Click { spot: Spot::Line(line), .. }) => return self.choose(usize::from(line)),
            Input::Touch(_) | Input::Paste(_) => {}
        }
        Step::Stay
    }
}
