//! The palette: every command by name, found by a few letters.

use ratatui::layout::Rect;

use super::searched::{Searched, Sought};
use super::{popup, text};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::keys::{Entry, Keymap, Scope, Situation, entries};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::theme::Role;

/// The palette over a screen.
pub struct Palette {
    lines: Searched,
    found: Vec<Entry>,
    scope: Scope,
    now: Situation,
}

impl Palette {
    /// The palette over a layer of a scope that stands so.
    #[must_use]
    pub fn new(map: &Keymap, scope: Scope, now: Situation) -> Self {
        Self { lines: Searched::typing(0), found: entries(map, scope, &now, ""), scope, now }
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
        self.lines.view_field(canvas, row_of(inner, 0));
        let list = skip_rows(inner, 1);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "no command is called that");
        }
        self.lines.view_lines(canvas, list, self.found.len(), Focus::Here, |canvas, place, at| {
            let entry = &self.found[at];
            let role = if entry.off.is_some() { Role::Off } else { Role::Text };
            canvas.text(Rect { width: place.width.min(15), ..place }, role, entry.name);
            let key = u16::try_from(text::width(&entry.key)).unwrap_or(0);
            canvas.aligned(place, Side::Right, Role::Key, entry.key.clone());
            let rest = skip_columns(place, 16);
            let said = entry.off.unwrap_or(entry.help);
            canvas.text(Rect { width: rest.width.saturating_sub(key + 1), ..rest }, Role::Dim, said);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.lines.act(input, self.found.len()) {
            Sought::Open(at) | Sought::Pressed(at) => return self.choose(at),
            Sought::Typed => self.found = entries(ctx.keymap, self.scope, &self.now, self.lines.text()),
            Sought::Ignored => return Step::Ignored,
            Sought::Stay | Sought::Key(_) => {}
        }
        Step::Stay
    }
}
