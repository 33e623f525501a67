//! Text of a given width in columns: clipped, padded, aligned, wrapped, whatever its characters.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// Columns a text takes, counted as it is drawn: by grapheme.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// Columns a grapheme takes.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

/// The text in at most `columns` columns; where it is longer, cut between graphemes with `cut` (`…`) at its end.
#[must_use]
pub fn fit(text: &str, columns: usize, cut: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let sign = width(cut);
    if columns < sign {
        return String::new();
    }
    let mut out = head(text, columns - sign).to_owned();
    out.push_str(cut);
    out
}

/// The longest beginning of a text that takes at most `columns` columns.
#[must_use]
pub fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += grapheme_width(grapheme);
        if taken > columns {
            return &text[..at];
        }
    }
    text
}

/// The text in exactly `columns` columns, at the left.
#[must_use]
pub fn left(text: &str, columns: usize, cut: &str) -> String {
    let mut out = fit(text, columns, cut);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(&out))));
    out
}

/// The text in exactly `columns` columns, at the right: for numbers.
#[must_use]
pub fn right(text: &str, columns: usize, cut: &str) -> String {
    let fitted = fit(text, columns, cut);
    let mut out = " ".repeat(columns.saturating_sub(width(&fitted)));
    out.push_str(&fitted);
    out
}

/// White space and what stands between it, in turn: a date or a compound is never parted at its hyphen.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let white = rest.chars().next()?.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != white).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// The lines of a text wrapped at words to `columns` columns; longer words are broken. At least one line.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut taken = 0;
        for word in runs(paragraph) {
            let wide = width(word);
            if taken + wide > columns && !word.trim().is_empty() && taken > 0 {
                lines.push(line.trim_end().to_owned());
                line.clear();
                taken = 0;
            }
            if wide <= columns {
                if taken > 0 || !word.trim().is_empty() {
                    line.push_str(word);
                    taken += wide;
                }
                continue;
            }
            for grapheme in word.graphemes(true) {
                let wide = grapheme_width(grapheme);
                if taken + wide > columns && taken > 0 {
                    lines.push(std::mem::take(&mut line));
                    taken = 0;
                }
                line.push_str(grapheme);
                taken += wide;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_never_halves_a_wide_or_a_combined_character() {
        assert_eq!(fit("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(fit("漢字漢字", 4, "…"), "漢…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
        assert_eq!(fit("שלום עולם", 6, "…"), "שלום …");
        assert_eq!(fit("abc", 0, "…"), "");
        assert_eq!(fit("abc", 3, "…"), "abc");
    }

    #[test]
    fn numbers_stand_at_the_right() {
        assert_eq!(right("1,234", 8, "…"), "   1,234");
        assert_eq!(left("漢", 4, "…"), "漢  ");
    }

    #[test]
    fn long_text_is_wrapped_at_words_and_long_words_are_broken() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrap("", 10), [""]);
    }

    proptest! {
        #[test]
        fn any_text_takes_exactly_its_columns(text in "\\PC{0,40}", columns in 0usize..30) {
            prop_assert!(width(&fit(&text, columns, "…")) <= columns);
            prop_assert_eq!(width(&left(&text, columns, "…")), columns);
            prop_assert_eq!(width(&right(&text, columns, "…")), columns);
        }

        #[test]
        fn no_wrapped_line_is_wider_than_asked_unless_one_character_is(text in "\\PC{0,60}", columns in 2usize..20) {
            for line in wrap(&text, columns) {
                prop_assert!(width(&line) <= columns || line.graphemes(true).count() == 1, "{line:?}");
            }
        }
    }
}
