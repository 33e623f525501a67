//! What is offered beside a line of text: words already known, taken with Right at the end of the line or by a click.

use ratatui::layout::Rect;

use super::text;
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::hits::Spot;
use crate::console::theme::Role;
use crate::domain::text::{Shown, fold};

/// What the key is called before the words.
const KEY: &str = "Right";
/// The most rows they take.
const ROWS: u16 = 2;

/// Words offered for a line of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    words: Vec<Shown>,
}

impl Offers {
    /// These words, in this order.
    #[must_use]
    pub fn new(words: Vec<Shown>) -> Self {
        Self { words }
    }

    /// Whether nothing is offered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A word by its place.
    #[must_use]
    pub fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(Shown::as_str)
    }

    /// The word that goes on from a text; of an empty text, and of one that is offered itself, the next one.
    #[must_use]
    pub fn next(&self, typed: &str) -> Option<&str> {
        let typed = fold(typed);
        if let Some(at) = self.words.iter().position(|word| fold(word.as_str()) == typed) {
            return self.word((at + 1) % self.words.len());
        }
        self.words.iter().map(Shown::as_str).find(|word| fold(word).starts_with(&typed))
    }

    /// Row and column of each word in so many columns.
    fn places(&self, columns: u16) -> Vec<(u16, u16)> {
        let start = u16::try_from(text::width(KEY)).unwrap_or(0) + 2;
        let (mut row, mut column) = (0, start);
        let mut places = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let wide = u16::try_from(text::width(word.as_str())).unwrap_or(u16::MAX);
            if column > start && column.saturating_add(wide) > columns {
                row += 1;
                column = start;
            }
            places.push((row, column));
            column = column.saturating_add(wide).saturating_add(2);
        }
        places
    }

    /// How many rows they take in so many columns.
    #[must_use]
    pub fn rows(&self, columns: u16) -> u16 {
        self.places(columns).last().map_or(0, |(row, _)| (row + 1).min(ROWS))
    }

    /// Draws them; `field` is the place of the field in its form.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, field: u16) {
        canvas.text(area, Role::Key, KEY);
        for (at, ((row, column), word)) in (0_u16..).zip(self.places(area.width).into_iter().zip(&self.words)) {
            if row < area.height.min(ROWS) {
                let place = skip_columns(row_of(area, row), column);
                let taken = canvas.text(place, Role::Dim, word);
                canvas.spot(Rect { width: taken, ..place }, Spot::Choice { field, at });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_goes_on_from_what_is_typed_and_then_to_the_next() {
        let offers = Offers::new(["adoption", "retention", "expansion"].map(Shown::line).to_vec());
        assert_eq!(offers.next(""), Some("adoption"));
        assert_eq!(offers.next("Ex"), Some("expansion"));
        assert_eq!(offers.next("expansion"), Some("adoption"));
        assert_eq!(offers.next("something else"), None);
        assert_eq!(Offers::default().next(""), None);
        assert_eq!((offers.rows(80), offers.rows(24), offers.rows(0)), (1, 2, 2));
    }
}
