//! A note of several lines, with a count of the characters that count.

use std::fmt;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};

use super::field::Typed;
use crate::console::canvas::{Canvas, Side, row_of};
use crate::console::glyphs::Focus;
use crate::console::key::{Code, Key};
use crate::console::theme::Role;
use crate::domain::text::{Shown, weight};

/// The longest note kept, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// A note that is written.
pub struct Note {
    area: TextArea<'static>,
    /// How many characters that count are needed; 0 where the note may be left out.
    pub needed: usize,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note").field("needed", &self.needed).finish_non_exhaustive()
    }
}

impl Note {
    /// A note that begins with a text (a draft) and needs so many characters that count.
    #[must_use]
    pub fn new(text: &str, needed: usize) -> Self {
        let mut area = TextArea::default();
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
        area.set_max_histories(200);
        let mut note = Self { area, needed };
        note.paste(text);
        note
    }

    /// The text, its lines joined by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// How many characters that count it has.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.area.lines().iter().map(|line| weight(line)).sum()
    }

    fn room(&self) -> usize {
        let bytes: usize = self.area.lines().iter().map(|line| line.len() + 1).sum();
        LIMIT.saturating_sub(bytes)
    }

    /// Begins a new line.
    pub fn new_line(&mut self) -> Typed {
        if self.room() > 0 {
            self.area.insert_newline();
        }
        Typed::Changed
    }

    /// Deals with a key; arrows beyond the first or last line are left to the form.
    pub fn key(&mut self, key: Key) -> Typed {
        if let Some(c) = key.typed() {
            if self.room() >= c.len_utf8() {
                self.area.input_without_shortcuts(Input { key: AreaKey::Char(c), ctrl: false, alt: false, shift: false });
            }
            return Typed::Changed;
        }
        let word = key.ctrl || key.alt;
        match key.code {
            Code::Enter => return self.new_line(),
            Code::Backspace if word => self.area.delete_word(),
            Code::Backspace => self.area.delete_char(),
            Code::Delete if word => self.area.delete_next_word(),
            Code::Delete => self.area.delete_next_char(),
            Code::Char('w') if key.ctrl => self.area.delete_word(),
            Code::Char('k') if key.ctrl => self.area.delete_line_by_end(),
            Code::Char('u') if key.ctrl => self.area.delete_line_by_head(),
            Code::Char('a') if key.ctrl => return self.go(CursorMove::Head),
            Code::Char('e') if key.ctrl => return self.go(CursorMove::End),
            Code::Left if word => return self.go(CursorMove::WordBack),
            Code::Right if word => return self.go(CursorMove::WordForward),
            Code::Left => return self.go(CursorMove::Back),
            Code::Right => return self.go(CursorMove::Forward),
            Code::Home => return self.go(CursorMove::Head),
            Code::End => return self.go(CursorMove::End),
            Code::Up => return self.go(CursorMove::Up),
            Code::Down => return self.go(CursorMove::Down),
            Code::PageUp => return self.go(CursorMove::Top),
            Code::PageDown => return self.go(CursorMove::Bottom),
            Code::Char(_) | Code::F(_) | Code::Esc | Code::Tab => return Typed::Not,
        };
        Typed::Changed
    }

    fn go(&mut self, to: CursorMove) -> Typed {
        let before = self.area.screen_cursor();
        let sideways = !matches!(to, CursorMove::Up | CursorMove::Down);
        self.area.move_cursor(to);
        let after = self.area.screen_cursor();
        if sideways || (before.row, before.col) != (after.row, after.col) { Typed::Taken } else { Typed::Not }
    }

    /// Puts pasted text in at the cursor, its lines kept.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        let clean = Shown::typed(pasted).into_string();
        let room = clean.floor_char_boundary(self.room().min(clean.len()));
        if room > 0 {
            self.area.insert_str(&clean[..room]);
        }
        Typed::Changed
    }

    /// Puts the cursor where the mouse points in the area last drawn.
    pub fn click(&mut self, at: Position) {
        let (top, left) = self.area.scroll_offset();
        let place = self.area.screen_to_data(usize::from(top + at.y), usize::from(left + at.x));
        let fit = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(fit(place.0), fit(place.1)));
    }

    /// Draws the note, with its count on the last row where one is needed.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus) {
        let counted = self.needed > 0 && area.height > 1;
        let written = Rect { height: area.height - u16::from(counted), ..area };
        let role = match focus {
            Focus::Here => Role::FieldFocus,
            Focus::Away => Role::Field,
        };
        canvas.clear(written, role);
        canvas.widget(written, &self.area);
        if focus == Focus::Away {
            canvas.without_reverse(written);
        }
        if counted {
            let weight = self.weight();
            let enough = weight >= self.needed;
            let said = if enough {
                format!("{weight} characters")
            } else {
                format!("{weight} of {} characters that are not spaces", self.needed)
            };
            let last = row_of(area, area.height - 1);
            canvas.aligned(last, Side::Right, if enough { Role::Good } else { Role::Warning }, said);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::console::canvas::tests::drawn;

    #[test]
    fn pasted_lines_stay_lines_and_only_seen_characters_count() {
        let mut note = Note::new("", 10);
        note.paste("one\r\ntwo\u{200B}");
        assert_eq!(note.text(), "one\ntwo");
        assert_eq!(note.weight(), 6);
        let (seen, _) = drawn(60, 4, |canvas| note.view(canvas, canvas.area(), Focus::Here));
        assert!(seen.contains("6 of 10 characters that are not spaces"), "{seen}");
    }

    #[test]
    fn a_paste_is_cut_at_what_a_note_keeps() {
        let mut note = Note::new("", 0);
        note.paste(&"é".repeat(LIMIT));
        assert!(note.text().len() <= LIMIT);
        note.key(Key::char('x'));
        assert!(note.text().len() <= LIMIT);
    }

    #[test]
    fn arrows_beyond_the_first_and_last_line_leave_the_note() {
        let mut note = Note::new("one\ntwo", 0);
        drawn(20, 4, |canvas| note.view(canvas, canvas.area(), Focus::Here));
        assert_eq!(note.key(Key::plain(Code::Up)), Typed::Taken);
        assert_eq!(note.key(Key::plain(Code::Up)), Typed::Not);
        assert_eq!(note.key(Key::plain(Code::Down)), Typed::Taken);
        assert_eq!(note.key(Key::plain(Code::Down)), Typed::Not);
    }

    #[test]
    fn letters_are_text_and_no_command() {
        let mut note = Note::new("", 0);
        for c in "quit m u ? : /".chars() {
            assert_eq!(note.key(Key::char(c)), Typed::Changed);
        }
        assert_eq!(note.text(), "quit m u ? : /");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_drawn_at_any_size(text in "[\\PC\n]{0,60}", columns in 0u16..20, rows in 0u16..6) {
            let mut note = Note::new(&text, 10);
            drawn(columns, rows, |canvas| note.view(canvas, canvas.area(), Focus::Here));
            note.click(Position::new(columns / 2, rows / 2));
            note.key(Key::plain(Code::Backspace));
            drawn(columns, rows, |canvas| note.view(canvas, canvas.area(), Focus::Away));
        }
    }
}
