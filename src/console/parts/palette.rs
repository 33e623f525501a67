//! The palette: every command by name, found by a few letters.

use ratatui::layout::Rect;

use super::field::{TextField, Typed};
use super::{popup, text};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Entry, Keymap, Scope, Situation, entries};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::theme::Role;

/// The palette over a screen.
pub struct Palette {
    typed: TextField,
    found: Vec<Entry>,
    at: usize,
    scope: Scope,
    now: Situation,
}

impl Palette {
    /// The palette over a layer of a scope that stands so.
    #[must_use]
    pub fn new(map: &Keymap, scope: Scope, now: Situation) -> Self {
        Self { typed: TextField::default(), found: entries(map, scope, &now, ""), at: 0, scope, now }
    }

    fn search(&mut self, map: &Keymap) {
        self.found = entries(map, self.scope, &self.now, self.typed.text());
        self.at = 0;
    }

    fn choose(&self, at: usize) -> Step {
        match self.found.get(at) {
            Some(Entry { off: Some(why), name, .. }) => Step::Say(Message::new(Tone::Plain, &format!("{name}: {why}"))),
            Some(entry) => Step::Perform(entry.action),
            None => Step::Stay,
        }
    }
}

impl Layer for Palette {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = popup::centred(canvas, area, "Commands", 70, 16);
        self.typed.view(canvas, row_of(inner, 0), Focus::Here);
        let list = skip_rows(inner, 1);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "no command is called that");
        }
        let first = (self.at + 1).saturating_sub(usize::from(list.height));
        for (row, (at, entry)) in (0..list.height).zip(self.found.iter().enumerate().skip(first)) {
            let place = row_of(list, row);
            let role = if entry.off.is_some() { Role::Off } else { Role::Text };
            canvas.text(Rect { width: place.width.min(15), ..place }, role, entry.name);
            let key = u16::try_from(text::width(&entry.key)).unwrap_or(0);
            canvas.aligned(place, Side::Right, Role::Key, entry.key.clone());
            let rest = skip_columns(place, 16);
            let said = entry.off.unwrap_or(entry.help);
            canvas.text(Rect { width: rest.width.saturating_sub(key + 1), ..rest }, Role::Dim, said);
            canvas.spot(place, Spot::Line(u16::try_from(at).unwrap_or(u16::MAX)));
            if at == self.at {
                canvas.tint(place, Role::Selected);
            }
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let last = self.found.len().saturating_sub(1);
        match input {
            Input::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Act(Action::PageUp) => self.at = self.at.saturating_sub(10),
            Input::Act(Action::PageDown) => self.at = (self.at + 10).min(last),
            Input::Act(Action::First) => self.at = 0,
            Input::Act(Action::Last) => self.at = last,
            Input::Act(Action::Open) => return self.choose(self.at),
            Input::Act(_) => return Step::Ignored,
            Input::Key(key) => {
                if self.typed.key(key) == Typed::Changed {
                    self.search(ctx.keymap);
                }
            }
            Input::Paste(text) => {
                self.typed.paste(&text);
                self.search(ctx.keymap);
            }
            Input::Touch(Touch::Click { spot: Spot::Line(line), .. }) => return self.choose(usize::from(line)),
            Input::Touch(Touch::Wheel { by, .. }) => self.at = self.at.saturating_add_signed(isize::from(by)).min(last),
            Input::Touch(_) => {}
        }
        Step::Stay
    }
}
