//! A value on a scale: one row of steps with the wording of the step under the cursor.

use ratatui::layout::Rect;

use super::field::Typed;
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::key::{Code, Key};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Columns of one step.
const STEP: u16 = 3;

/// A value on a scale from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    levels: Vec<Shown>,
    before: Option<u8>,
    value: Option<u8>,
    unscored: Shown,
}

impl Scale {
    /// A scale with the wording of each step, and the value it has now.
    #[must_use]
    pub fn new(levels: Vec<Shown>, before: Option<u8>) -> Self {
        Self { levels, before, value: before, unscored: Shown::line("not scored") }
    }

    /// Says what stands beside it while nothing is chosen.
    pub fn say_unscored(&mut self, words: &str) {
        self.unscored = Shown::line(words);
    }

    /// The value chosen.
    #[must_use]
    pub fn value(&self) -> Option<u8> {
        self.value
    }

    /// The value, where it is another than before.
    #[must_use]
    pub fn changed(&self) -> Option<u8> {
        self.value.filter(|_| self.value != self.before)
    }

    /// The wording of the value.
    #[must_use]
    pub fn wording(&self) -> Option<&Shown> {
        self.levels.get(usize::from(self.value?.checked_sub(1)?)).filter(|words| !words.as_str().is_empty())
    }

    fn top(&self) -> u8 {
        u8::try_from(self.levels.len()).unwrap_or(u8::MAX)
    }

    /// Takes a value of the scale, or goes back to the one before.
    pub fn take(&mut self, value: Option<u8>) -> Typed {
        if value == self.value || value.is_some_and(|value| value == 0 || value > self.top()) {
            return Typed::Taken;
        }
        self.value = value;
        Typed::Changed
    }

    /// Deals with a key: a digit chooses, arrows step, Backspace goes back to the value before.
    pub fn key(&mut self, key: Key) -> Typed {
        match key.code {
            Code::Char('0') | Code::Backspace | Code::Delete => self.take(self.before),
            Code::Char(c) if key.typed().is_some() => match c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
                Some(digit) => self.take(Some(digit)),
                None => Typed::Taken,
            },
            Code::Left => self.take(self.value.map(|value| value.saturating_sub(1).max(1))),
            Code::Right => self.take(Some(self.value.map_or(1, |value| value.saturating_add(1).min(self.top())))),
            Code::Home => self.take(Some(1)),
            Code::End => self.take(Some(self.top())),
            Code::Char(_) | Code::F(_) | Code::Enter | Code::Esc | Code::Tab => Typed::Not,
            Code::Up | Code::Down | Code::PageUp | Code::PageDown => Typed::Not,
        }
    }

    /// Draws the steps, what it was before, and the wording; each step can be clicked as `Spot::Choice { field, at }`, `at` from 1.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus, field: u16) {
        let mut rest = row_of(area, 0);
        for step in 1..=self.top() {
            let chosen = self.value == Some(step);
            let role = match focus {
                Focus::Here => Role::FieldFocus,
                Focus::Away if chosen => Role::Title,
                Focus::Away => Role::Dim,
            };
            let place = Rect { width: rest.width.min(if step > 9 { STEP + 1 } else { STEP }), ..rest };
            canvas.text(place, role, if chosen { format!("[{step}]") } else { format!(" {step} ") });
            canvas.spot(place, Spot::Choice { field, at: u16::from(step) });
            rest = skip_columns(rest, place.width);
        }
        rest = skip_columns(rest, 1);
        if let (Some(before), Some(_)) = (self.before, self.changed()) {
            rest = skip_columns(rest, canvas.text(rest, Role::Drift, format!("was {before} ")));
        } else if self.changed().is_some() {
            rest = skip_columns(rest, canvas.text(rest, Role::Drift, "new "));
        }
        match (self.value, self.wording()) {
            (None, _) => canvas.text(rest, Role::Dim, &self.unscored),
            (Some(_), Some(words)) => canvas.text(rest, Role::Text, words),
            (Some(_), None) => 0,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    fn scale(before: Option<u8>) -> Scale {
        Scale::new(["never", "", "half", "", "always"].map(Shown::line).to_vec(), before)
    }

    #[test]
    fn digits_choose_and_the_wording_follows() {
        let mut scale = scale(Some(3));
        assert_eq!(scale.changed(), None);
        assert_eq!(scale.key(Key::char('5')), Typed::Changed);
        assert_eq!((scale.value(), scale.changed()), (Some(5), Some(5)));
        let (seen, hits) = drawn(50, 1, |canvas| scale.view(canvas, canvas.area(), Focus::Here, 2));
        assert_eq!(seen, " 1  2  3  4 [5] was 3 always\n");
        assert_eq!(hits.area_of(Spot::Choice { field: 2, at: 4 }), Rect::new(9, 0, 3, 1));
        assert_eq!(scale.key(Key::char('6')), Typed::Taken, "not on the scale");
        assert_eq!(scale.key(Key::char('x')), Typed::Taken);
        assert_eq!(scale.key(Key::plain(Code::Backspace)), Typed::Changed);
        assert_eq!(scale.changed(), None, "back to what it was");
    }

    #[test]
    fn what_was_never_scored_starts_without_a_value() {
        let mut scale = scale(None);
        assert_eq!(scale.key(Key::plain(Code::Left)), Typed::Taken);
        let (seen, _) = drawn(50, 1, |canvas| scale.view(canvas, canvas.area(), Focus::Away, 0));
        assert!(seen.contains("not scored"), "{seen}");
        assert_eq!(scale.key(Key::plain(Code::Right)), Typed::Changed);
        assert_eq!(scale.changed(), Some(1));
        assert_eq!(scale.key(Key::char('0')), Typed::Changed);
        assert_eq!(scale.value(), None);
    }

    #[test]
    fn no_step_and_no_room_are_no_trouble() {
        let mut none = Scale::new(Vec::new(), None);
        for key in [Key::char('1'), Key::plain(Code::Right), Key::plain(Code::End), Key::plain(Code::Left)] {
            none.key(key);
        }
        for columns in 0..40 {
            drawn(columns, 1, |canvas| scale(Some(2)).view(canvas, canvas.area(), Focus::Here, 0));
        }
    }
}
