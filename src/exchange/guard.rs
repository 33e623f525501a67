//! The sign that keeps a spreadsheet from running a text as a formula: put before it on the way out, taken off on the way in.

use std::borrow::Cow;

/// Whether a spreadsheet takes a cell beginning with this for a formula.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Text as a cell no spreadsheet runs: a `'` before what would start a formula, and before what already looks guarded, so
/// that [`without_guard`] always gives back exactly the text.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if starts_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`guarded`] may have written.
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if starts_formula(text.trim_start_matches('\'')) => text,
        Some(_) | None => cell,
    }
}
