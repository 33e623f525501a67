//! Text that may be shown: the one cleaner every screen, table, error and export goes through.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text that cannot control or fool a terminal. Built only by [`Shown::line`] and [`Shown::block`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shown(String);

/// Combining marks kept on one base character; a pile of more is cut.
const MARKS_KEPT: usize = 4;

impl Shown {
    /// Text for one line: line ends and tabs become spaces.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(clean(text, |_| ' '))
    }

    /// Text of several lines: line ends stay (as `\n`), tabs become spaces.
    #[must_use]
    pub fn block(text: &str) -> Self {
        let joined = text.replace("\r\n", "\n").replace('\r', "\n");
        Self(clean(&joined, |c| if c == '\n' { '\n' } else { ' ' }))
    }

    /// The clean text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The clean text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Shown> for String {
    fn from(shown: Shown) -> Self {
        shown.0
    }
}

/// Whether a character hides, reorders or controls instead of being read.
fn is_treacherous(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn clean(text: &str, white: impl Fn(char) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        if matches!(c, '\n' | '\t' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}') {
            out.push(white(c));
            marks = 0;
        } else if c.is_control() {
            out.push('\u{FFFD}');
            marks = 0;
        } else if is_treacherous(c) {
        } else if is_combining_mark(c) {
            marks += 1;
            if marks <= MARKS_KEPT {
                out.push(c);
            }
        } else {
            marks = 0;
            out.push(c);
        }
    }
    out
}

/// The form in which names are compared and searched: compatibility forms, marks and case folded, white space single.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c) && !is_treacherous(*c)).flat_map(char::to_lowercase);
    let mut gap = false;
    for c in folded {
        if c.is_whitespace() || c.is_control() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a text can be a key: it begins with a small letter and has small letters, digits, `-` and `_` only, 64 at most.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 64 && text.chars().all(plain)
}

/// How many characters of a note count: those that are not white space and can be seen.
#[must_use]
pub fn weight(note: &str) -> usize {
    note.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_treacherous(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_holds_no_control_and_no_direction_sign() {
        let shown = Shown::line("a\x1b[31mb\u{202E}c\u{200B}d\ne\u{E0041}");
        assert_eq!(shown.as_str(), "a\u{FFFD}[31mbcd e");
    }

    #[test]
    fn a_pile_of_marks_is_cut() {
        let pile: String = std::iter::once('a').chain(std::iter::repeat_n('\u{0301}', 10_000)).collect();
        assert_eq!(Shown::line(&pile).as_str().chars().count(), 1 + MARKS_KEPT);
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(Shown::block("a\r\nb\rc").as_str(), "a\nb\nc");
    }

    #[test]
    fn folding_forgets_case_marks_and_spacing() {
        assert_eq!(fold("  Antonio  MORENO Taquería "), "antonio moreno taqueria");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Ｆｕｌｌ"), "full");
    }

    #[test]
    fn a_note_of_spaces_weighs_nothing() {
        assert_eq!(weight(" \t\u{200B}\u{00A0}\u{3000}"), 0);
        assert_eq!(weight("ten chars!"), 9);
    }
}
