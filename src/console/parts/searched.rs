//! The lines of a picker: arrows and mouse choose one, and typing finds some where there are many.

use ratatui::layout::Rect;

use super::field::{TextField, Typed};
use crate::console::canvas::{Canvas, row_of};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::Key;
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::theme::Role;

/// Lines of a page.
const PAGE: usize = 10;

/// What is typed, and which line is selected. The lines belong to the picker.
#[derive(Debug, Clone, Default)]
pub struct Searched {
    typed: Option<TextField>,
    at: usize,
}

/// What an input came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Dealt with.
    Stay,
    /// Something else is typed: find the lines anew; the first of them is selected.
    Typed,
    /// The selected line is wanted.
    Open(usize),
    /// This line was pressed with the mouse; it is selected.
    Pressed(usize),
    /// A key, where nothing can be typed.
    Key(Key),
    /// Not for the lines.
    Ignored,
}

impl Searched {
    /// Lines found by typing, with the one at a place selected.
    #[must_use]
    pub fn typing(at: usize) -> Self {
        Self { typed: Some(TextField::default()), at }
    }

    /// Lines that are so few that nothing is typed.
    #[must_use]
    pub fn few(at: usize) -> Self {
        Self { typed: None, at }
    }

    /// Whether something can be typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.typed.is_some()
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.typed.as_ref().map_or("", TextField::text)
    }

    /// The place of the selected line.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Selects the line at a place.
    pub fn select(&mut self, at: usize) {
        self.at = at;
    }

    /// Deals with an input, where there are so many lines.
    pub fn act(&mut self, input: Input, many: usize) -> Sought {
        let last = many.saturating_sub(1);
        match input {
            Input::Act(Action::Open) => return Sought::Open(self.at),
            Input::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Act(Action::First) => self.at = 0,
            Input::Act(Action::Last) => self.at = last,
            Input::Act(Action::PageUp) => self.at = self.at.saturating_sub(PAGE),
            Input::Act(Action::PageDown) => self.at = (self.at + PAGE).min(last),
            Input::Act(_) => return Sought::Ignored,
            Input::Key(key) => {
                let Some(field) = &mut self.typed else { return Sought::Key(key) };
                return if field.key(key) == Typed::Changed { self.sought() } else { Sought::Stay };
            }
            Input::Paste(text) => {
                let Some(field) = &mut self.typed else { return Sought::Stay };
                field.paste(&text);
                return self.sought();
            }
            Input::Touch(Touch::Click { spot: Spot::Line(line), .. } | Touch::Double { spot: Spot::Line(line) }) => {
                self.at = usize::from(line).min(last);
                return Sought::Pressed(self.at);
            }
            Input::Touch(Touch::Wheel { by, .. }) => self.at = self.at.saturating_add_signed(by.signum().into()).min(last),
            Input::Touch(_) => {}
        }
        Sought::Stay
    }

    fn sought(&mut self) -> Sought {
        self.at = 0;
        Sought::Typed
    }

    /// Draws the field, where there is one.
    pub fn view_field(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(field) = &self.typed {
            field.view(canvas, area, Focus::Here);
        }
    }

    /// Draws the lines that are seen with `draw`, by their places, and tints the selected one where the focus is on them.
    pub fn view_lines(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        many: usize,
        focus: Focus,
        mut draw: impl FnMut(&mut Canvas<'_>, Rect, usize),
    ) {
        let first = (self.at + 1).saturating_sub(usize::from(area.height));
        for (row, at) in (0..area.height).zip(first..many) {
            let place = row_of(area, row);
            draw(canvas, place, at);
            canvas.spot(place, Spot::Line(u16::try_from(at).unwrap_or(u16::MAX)));
            if at == self.at && focus == Focus::Here {
                canvas.tint(place, Role::Selected);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;
    use crate::console::key::Code;

    fn act(searched: &mut Searched, action: Action) -> Sought {
        searched.act(Input::Act(action), 12)
    }

    #[test]
    fn arrows_and_pages_stay_among_the_lines() {
        let mut searched = Searched::typing(11);
        act(&mut searched, Action::Down);
        assert_eq!(searched.at(), 11);
        act(&mut searched, Action::PageUp);
        assert_eq!(searched.at(), 1);
        act(&mut searched, Action::First);
        act(&mut searched, Action::Up);
        assert_eq!((searched.at(), act(&mut searched, Action::Open)), (0, Sought::Open(0)));
        assert_eq!(searched.act(Input::Act(Action::Down), 0), Sought::Stay, "no line is no trouble");
        assert_eq!(searched.at(), 0);
    }

    #[test]
    fn typing_finds_anew_from_the_first_line_and_few_lines_leave_keys_to_their_picker() {
        let mut searched = Searched::typing(5);
        assert_eq!(searched.act(Input::Key(Key::char('a')), 12), Sought::Typed);
        assert_eq!((searched.text(), searched.at()), ("a", 0));
        assert_eq!(searched.act(Input::Key(Key::plain(Code::Left)), 12), Sought::Stay);
        assert_eq!(searched.act(Input::Paste("na".to_owned()), 12), Sought::Typed);
        let mut few = Searched::few(2);
        assert_eq!(few.act(Input::Key(Key::char('a')), 3), Sought::Key(Key::char('a')));
        assert_eq!((few.act(Input::Paste("a".to_owned()), 3), few.at()), (Sought::Stay, 2));
    }

    #[test]
    fn the_selected_line_is_seen_and_can_be_pressed() {
        let mut searched = Searched::few(7);
        let (seen, hits) = drawn(10, 3, |canvas| {
            searched.view_lines(canvas, canvas.area(), 12, Focus::Here, |canvas, place, at| {
                canvas.text(place, Role::Text, format!("line {at}"));
            });
        });
        assert_eq!(seen, "line 5\nline 6\nline 7\n");
        assert!(!hits.area_of(Spot::Line(7)).is_empty());
        let click = Touch::Click { spot: Spot::Line(5), at: ratatui::layout::Position::ORIGIN };
        assert_eq!(searched.act(Input::Touch(click), 12), Sought::Pressed(5));
    }
}
