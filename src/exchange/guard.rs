//! The sign that keeps a spreadsheet from running a text as a formula: put before it on the way out, taken off on the way in.

use std::borrow::Cow;

use crate::domain::text::Shown;

/// Whether a spreadsheet may take a cell beginning with this for a formula; some drop quotes, spaces and what is not seen before it.
fn starts_formula(text: &str) -> bool {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let dropped = |c: char| c == '\'' || !starts.contains(&c) && (c.is_whitespace() || !Shown::is_plain(c));
    text.trim_start_matches(dropped).starts_with(starts)
}

/// Text as a cell no spreadsheet runs: a `'` before what would start a formula, and before what already looks guarded, so
/// that [`without_guard`] always gives back exactly the text.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if starts_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`guarded`] may have written.
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if starts_formula(text) => text,
        Some(_) | None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::payloads;

    #[test]
    fn what_a_spreadsheet_may_run_is_guarded_and_comes_back() {
        let live = [
            "=1+1",
            "+1",
            "-x",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠A",
            " =1",
            "\u{A0}=1",
            "\u{200B}=1",
            "\u{FEFF}=1",
            "'=1",
            "' =1",
            "\u{3000}＝1",
            "=cmd|' /C calc'!A0",
            "\u{0}=1",
            "''=1",
        ];
        for text in live {
            assert_eq!(guarded(text), format!("'{text}"));
            assert_eq!(without_guard(&guarded(text)), text);
        }
        for text in ["Acme", "O'Neill", "'quoted'", "5-3", "", "   ", "a=b"] {
            assert_eq!(guarded(text), text);
        }
        for (name, text) in payloads::all() {
            assert_eq!(without_guard(&guarded(&text)), text, "{name}");
        }
    }
}
