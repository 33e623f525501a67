//! One of several: side by side as far as they fit, the rest below.

use ratatui::layout::Rect;

use super::field::Typed;
use super::text;
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::key::{Code, Key};
use crate::console::theme::Role;
use crate::domain::text::{Shown, fold};

/// The most rows a choice takes; longer ones scroll.
const ROWS: usize = 6;

/// One of several options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    options: Vec<Shown>,
    at: usize,
}

impl Choice {
    /// A choice with the option at a place taken.
    #[must_use]
    pub fn new(options: Vec<Shown>, at: usize) -> Self {
        let at = at.min(options.len().saturating_sub(1));
        Self { options, at }
    }

    /// The place of the option taken.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Takes an option by its place.
    pub fn take(&mut self, at: usize) -> Typed {
        if at >= self.options.len() || at == self.at {
            return Typed::Taken;
        }
        self.at = at;
        Typed::Changed
    }

    /// Deals with a key: arrows and space step, a letter goes to the next option that begins with it.
    pub fn key(&mut self, key: Key) -> Typed {
        let many = self.options.len();
        match key.code {
            Code::Left | Code::Up if self.at > 0 => self.take(self.at - 1),
            Code::Right | Code::Down if self.at + 1 < many => self.take(self.at + 1),
            Code::Left | Code::Right => Typed::Taken,
            Code::Home => self.take(0),
            Code::End => self.take(many.saturating_sub(1)),
            Code::Char(' ') if many > 0 => self.take((self.at + 1) % many),
            Code::Char(_) => self.letter(key),
            Code::Up | Code::Down | Code::PageUp | Code::PageDown => Typed::Not,
            Code::F(_) | Code::Enter | Code::Esc | Code::Tab | Code::Backspace | Code::Delete => Typed::Not,
        }
    }

    fn letter(&mut self, key: Key) -> Typed {
        let Some(letter) = key.typed() else { return Typed::Not };
        let letter = fold(letter.encode_utf8(&mut [0; 4]));
        let many = self.options.len();
        let next =
            (1..=many).map(|step| (self.at + step) % many).find(|at| fold(self.options[*at].as_str()).starts_with(&letter));
        next.map_or(Typed::Taken, |at| self.take(at))
    }

    /// Where each option stands: row and column, side by side as far as they fit.
    fn places(&self, columns: u16) -> Vec<(usize, u16)> {
        let (mut row, mut column) = (0, 0_u16);
        let mut places = Vec::with_capacity(self.options.len());
        for option in &self.options {
            let wide = u16::try_from(4 + text::width(option.as_str())).unwrap_or(u16::MAX);
            if column > 0 && u32::from(column) + u32::from(wide) > u32::from(columns) {
                row += 1;
                column = 0;
            }
            places.push((row, column));
            column = column.saturating_add(wide).saturating_add(2);
        }
        places
    }

    /// How many rows it takes in so many columns.
    #[must_use]
    pub fn rows(&self, columns: u16) -> u16 {
        let rows = self.places(columns).last().map_or(1, |(row, _)| row + 1);
        u16::try_from(rows.min(ROWS)).unwrap_or(1)
    }

    /// Draws the options; each can be clicked as `Spot::Choice { field, at }`.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus, field: u16) {
        let (taken, free) = canvas.look.glyphs.choice();
        let places = self.places(area.width);
        let here = places.get(self.at).map_or(0, |(row, _)| *row);
        let first = (here + 1).saturating_sub(usize::from(area.height));
        for (at, (option, (row, column))) in self.options.iter().zip(places).enumerate() {
            let Some(row) = row.checked_sub(first).and_then(|row| u16::try_from(row).ok()) else { continue };
            let role = match focus {
                Focus::Here if at == self.at => Role::FieldFocus,
                Focus::Here | Focus::Away => Role::Text,
            };
            let sign = if at == self.at { taken } else { free };
            let rest = skip_columns(row_of(area, row), column);
            let wide = canvas.pieces(rest, &[(role, sign.into()), (role, " ".into()), (role, option.into())]);
            canvas.spot(Rect { width: wide, ..rest }, Spot::Choice { field, at: u16::try_from(at).unwrap_or(u16::MAX) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    fn three() -> Choice {
        Choice::new(["Confirm", "Move", "Later"].map(Shown::line).to_vec(), 0)
    }

    #[test]
    fn options_stand_side_by_side_where_they_fit_and_else_below_each_other() {
        let (seen, hits) = drawn(60, 3, |canvas| three().view(canvas, canvas.area(), Focus::Here, 4));
        assert_eq!(seen.lines().next(), Some("(•) Confirm  ( ) Move  ( ) Later"));
        assert_eq!(hits.iter().last().map(|(_, spot)| *spot), Some(Spot::Choice { field: 4, at: 2 }));
        let (seen, _) = drawn(15, 3, |canvas| three().view(canvas, canvas.area(), Focus::Here, 4));
        assert_eq!(seen, "(•) Confirm\n( ) Move\n( ) Later\n");
        let (seen, _) = drawn(20, 2, |canvas| three().view(canvas, canvas.area(), Focus::Here, 4));
        assert_eq!(seen, "(•) Confirm\n( ) Move  ( ) Later\n");
        assert_eq!((three().rows(60), three().rows(20), three().rows(15)), (1, 2, 3));
    }

    #[test]
    fn a_letter_goes_to_the_option_that_begins_with_it() {
        let mut choice = three();
        assert_eq!(choice.key(Key::char('l')), Typed::Changed);
        assert_eq!(choice.at(), 2);
        assert_eq!(choice.key(Key::char('z')), Typed::Taken);
        assert_eq!(choice.key(Key::char(' ')), Typed::Changed);
        assert_eq!(choice.at(), 0);
    }

    #[test]
    fn no_option_and_no_room_are_no_trouble() {
        let mut none = Choice::new(Vec::new(), 3);
        for key in [Key::char(' '), Key::char('a'), Key::plain(Code::Right), Key::plain(Code::End)] {
            none.key(key);
        }
        for columns in 0..30 {
            for rows in 0..4 {
                drawn(columns, rows, |canvas| three().view(canvas, canvas.area(), Focus::Here, 0));
            }
        }
    }
}
