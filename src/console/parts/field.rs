//! A field of one line: text by grapheme and by width, whatever is typed or pasted.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::text;
use crate::console::canvas::Canvas;
use crate::console::glyphs::Focus;
use crate::console::key::{Code, Key};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// What a key came to in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The text or the choice changed.
    Changed,
    /// Only the cursor moved.
    Taken,
    /// Not a key of this field.
    Not,
}

/// The longest text a field of one line keeps, in characters.
pub const LIMIT: usize = 2_000;

/// A line of text with a cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextField {
    text: String,
    cursor: usize,
}

impl TextField {
    /// A field that holds a text, the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = Shown::line(text).into_string();
        Self { cursor: text.len(), text }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the cursor stands behind all of the text.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// Deals with a key.
    pub fn key(&mut self, key: Key) -> Typed {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return Typed::Changed;
        }
        let word = key.ctrl || key.alt;
        match key.code {
            Code::Left if word => self.go(self.word_before()),
            Code::Right if word => self.go(self.word_after()),
            Code::Left => self.go(self.before()),
            Code::Right => self.go(self.after()),
            Code::Home => self.go(0),
            Code::End => self.go(self.text.len()),
            Code::Backspace if word => self.cut(self.word_before(), self.cursor),
            Code::Backspace => self.cut(self.before(), self.cursor),
            Code::Delete if word => self.cut(self.cursor, self.word_after()),
            Code::Delete => self.cut(self.cursor, self.after()),
            Code::Char('a') if key.ctrl => self.go(0),
            Code::Char('e') if key.ctrl => self.go(self.text.len()),
            Code::Char('u') if key.ctrl => self.cut(0, self.cursor),
            Code::Char('k') if key.ctrl => self.cut(self.cursor, self.text.len()),
            Code::Char('w') if key.ctrl => self.cut(self.word_before(), self.cursor),
            Code::Char(_) | Code::F(_) | Code::Enter | Code::Esc | Code::Tab => Typed::Not,
            Code::Up | Code::Down | Code::PageUp | Code::PageDown => Typed::Not,
        }
    }

    /// Puts pasted text in at the cursor; its line ends become spaces.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        self.insert(Shown::line(Shown::typed(pasted.trim_end_matches('\n')).as_str()).as_str());
        Typed::Changed
    }

    fn insert(&mut self, text: &str) {
        let room = LIMIT.saturating_sub(self.text.chars().count());
        let kept: String = text.chars().take(room).collect();
        self.text.insert_str(self.cursor, &kept);
        self.cursor += kept.len();
    }

    fn go(&mut self, to: usize) -> Typed {
        self.cursor = to;
        Typed::Taken
    }

    fn cut(&mut self, from: usize, to: usize) -> Typed {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        if from < to { Typed::Changed } else { Typed::Taken }
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let mut words = self.text[..self.cursor].unicode_word_indices();
        words.next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let mut words = self.text[self.cursor..].unicode_word_indices();
        words.next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    /// Columns hidden at the left so that the cursor is seen in `columns` columns.
    pub fn hidden(&self, columns: usize) -> usize {
        (text::width(&self.text[..self.cursor]) + 1).saturating_sub(columns)
    }

    /// Puts the cursor where the mouse points: columns from the field's left.
    pub fn click(&mut self, column: u16, columns: u16) {
        let wanted = usize::from(column) + self.hidden(usize::from(columns));
        self.cursor = text::head(&self.text, wanted).len();
    }

    /// Draws the field on the first row of an area.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus) {
        let area = Rect { height: area.height.min(1), ..area };
        let role = match focus {
            Focus::Here => Role::FieldFocus,
            Focus::Away => Role::Field,
        };
        canvas.clear(area, role);
        let hidden = match focus {
            Focus::Here => self.hidden(usize::from(area.width)),
            Focus::Away => 0,
        };
        let seen = after_columns(&self.text, hidden);
        canvas.text(area, role, seen);
        if focus == Focus::Here && area.width > 0 && area.height > 0 {
            let column = text::width(&self.text[..self.cursor]) - hidden;
            canvas.set_cursor(Position::new(area.x + u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1), area.y));
        }
    }
}

/// The rest of a text after some columns; a wide character that is cut leaves a space.
fn after_columns(text: &str, columns: usize) -> String {
    let (mut at, mut out) = (0, String::new());
    for grapheme in text.graphemes(true) {
        let wide = text::grapheme_width(grapheme);
        if at >= columns {
            out.push_str(grapheme);
        } else if at + wide > columns {
            out.extend(std::iter::repeat_n(' ', at + wide - columns));
        }
        at += wide;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::console::canvas::tests::drawn;

    #[test]
    fn a_grapheme_is_taken_back_whole() {
        let mut field = TextField::new("ae\u{301}");
        field.key(Key::plain(Code::Backspace));
        assert_eq!(field.text(), "a");
        let mut field = TextField::new("a漢");
        field.key(Key::plain(Code::Left));
        field.key(Key::char('b'));
        assert_eq!(field.text(), "ab漢");
    }

    #[test]
    fn pasted_lines_become_one_line_and_a_paste_is_bounded() {
        let mut field = TextField::new("");
        field.paste("one\ntwo\n");
        assert_eq!(field.text(), "one two");
        field.paste(&"x".repeat(100_000));
        assert_eq!(field.text().chars().count(), LIMIT);
    }

    #[test]
    fn the_cursor_is_seen_in_a_field_that_is_too_narrow() {
        let field = TextField::new("0123456789");
        let (seen, _) = drawn(5, 1, |canvas| {
            field.view(canvas, canvas.area(), Focus::Here);
            assert_eq!(canvas.cursor(), Some(Position::new(4, 0)));
        });
        assert_eq!(seen, "6789\n");
    }

    #[test]
    fn words_are_cut_by_control_w() {
        let mut field = TextField::new("one two three");
        field.key(Key::ctrl('w'));
        assert_eq!(field.text(), "one two ");
        field.key(Key::ctrl('u'));
        assert_eq!(field.text(), "");
    }

    proptest! {
        #[test]
        fn no_key_and_no_text_breaks_a_field(text in "\\PC{0,20}", keys in prop::collection::vec(0usize..12, 0..40), columns in 0u16..12) {
            let mut field = TextField::new(&text);
            let known = [
                Key::plain(Code::Left), Key::plain(Code::Right), Key::plain(Code::Home), Key::plain(Code::End),
                Key::plain(Code::Backspace), Key::plain(Code::Delete), Key::ctrl('w'), Key::ctrl('k'), Key::char('漢'),
                Key::char('\u{301}'), Key { ctrl: true, ..Key::plain(Code::Left) }, Key { ctrl: true, ..Key::plain(Code::Right) },
            ];
            for key in keys {
                field.key(known[key]);
                drawn(columns, 1, |canvas| field.view(canvas, canvas.area(), Focus::Here));
                field.click(columns / 2, columns);
            }
        }
    }
}
