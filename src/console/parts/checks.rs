//! Several of many: a list in a form whose lines are ticked and unticked, as long as it may be.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::field::Typed;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::key::{Code, Key};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// How far a page turns.
const PAGE: usize = 8;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether it is taken.
    pub on: bool,
    /// What it is.
    pub words: Shown,
    /// What is worth knowing of it, at its end; may be empty.
    pub sign: Shown,
}

/// The list. It begins with the cursor on its first line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checks {
    lines: Vec<Check>,
    at: usize,
    /// The first line drawn in the last frame.
    top: Cell<usize>,
}

impl Checks {
    /// A list of lines.
    #[must_use]
    pub fn new(lines: Vec<Check>) -> Self {
        Self { lines, at: 0, top: Cell::new(0) }
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &[Check] {
        &self.lines
    }

    /// The places of the lines that are taken.
    pub fn taken(&self) -> impl Iterator<Item = usize> + '_ {
        self.lines.iter().enumerate().filter(|(_, line)| line.on).map(|(at, _)| at)
    }

    /// Goes to a line and ticks or unticks it.
    pub fn toggle(&mut self, at: usize) -> Typed {
        let Some(line) = self.lines.get_mut(at) else { return Typed::Taken };
        line.on = !line.on;
        self.at = at;
        Typed::Changed
    }

    /// Deals with a key: arrows go through the lines, and beyond the ends to the fields around; Space ticks.
    pub fn key(&mut self, key: Key) -> Typed {
        let last = self.lines.len().saturating_sub(1);
        match key.code {
            Code::Up if self.at > 0 => self.go(self.at - 1),
            Code::Down if self.at < last => self.go(self.at + 1),
            Code::PageUp if self.at > 0 => self.go(self.at.saturating_sub(PAGE)),
            Code::PageDown if self.at < last => self.go((self.at + PAGE).min(last)),
            Code::Home => self.go(0),
            Code::End => self.go(last),
            Code::Char(' ') => self.toggle(self.at),
            Code::Char(_) | Code::F(_) | Code::Enter | Code::Esc | Code::Tab | Code::Backspace | Code::Delete => Typed::Not,
            Code::Up | Code::Down | Code::PageUp | Code::PageDown | Code::Left | Code::Right => Typed::Not,
        }
    }

    fn go(&mut self, at: usize) -> Typed {
        self.at = at;
        Typed::Taken
    }

    /// Draws the lines around the cursor; each can be clicked as `Spot::Choice { field, at }`.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus, field: u16) {
        let height = usize::from(area.height);
        let most = self.lines.len().saturating_sub(height);
        let top = self.top.get().min(self.at).max((self.at + 1).saturating_sub(height)).min(most);
        self.top.set(top);
        for (row, (at, line)) in (0..area.height).zip(self.lines.iter().enumerate().skip(top)) {
            let place = row_of(area, row);
            let here = focus == Focus::Here && at == self.at;
            let role = match (here, line.on) {
                (true, _) => Role::FieldFocus,
                (false, true) => Role::Text,
                (false, false) => Role::Dim,
            };
            let taken = canvas.text(place, role, format!("[{}] {}", if line.on { "x" } else { " " }, line.words));
            canvas.aligned(skip_columns(place, taken + 2), Side::Right, Role::Drift, &line.sign);
            if let Ok(at) = u16::try_from(at) {
                canvas.spot(place, Spot::Choice { field, at });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: usize) -> Checks {
        let line = |at: usize| Check { on: true, words: Shown::line(&format!("line {at}")), sign: Shown::line("") };
        Checks::new((0..n).map(line).collect())
    }

    #[test]
    fn space_ticks_the_line_the_cursor_is_on_and_the_ends_let_go() {
        let mut checks = list(3);
        assert_eq!(checks.key(Key::plain(Code::Up)), Typed::Not);
        checks.key(Key::plain(Code::Down));
        assert_eq!(checks.key(Key::char(' ')), Typed::Changed);
        assert_eq!(checks.taken().collect::<Vec<_>>(), [0, 2]);
        checks.key(Key::plain(Code::End));
        assert_eq!(checks.key(Key::plain(Code::Down)), Typed::Not);
        assert_eq!(list(0).key(Key::char(' ')), Typed::Taken);
    }
}
