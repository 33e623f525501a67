//! Cells of text, truth and scores as values, and what is said about a cell that is none.

use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::dates::{self, DateForm};
use crate::exchange::guard::without_guard;

/// Characters of the longest name.
pub const NAME_LIMIT: usize = 300;
/// Characters of the longest note.
pub const NOTES_LIMIT: usize = 100_000;
/// Characters of any other text.
pub const TEXT_LIMIT: usize = 1_000;

/// Why a cell is not what its column should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, as a half sentence about the value.
    pub problem: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault with what would be right.
    #[must_use]
    pub fn new(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { problem: problem.into(), hint: Some(hint.into()) }
    }
}

/// Whether a client is archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archived {
    /// It is not.
    No,
    /// It is, since a day that is not known.
    Yes,
    /// It is, since this day.
    Since(NaiveDate),
}

/// Whether a date or number cell stands for nothing: empty, or one of the words systems write instead.
#[must_use]
pub fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || is_blank_word(cell)
}

/// Whether a cell holds a word for nothing (`null`, `N/A`, `-`).
#[must_use]
pub fn is_blank_word(cell: &str) -> bool {
    const WORDS: [&str; 8] = ["null", "n/a", "na", "nil", "none", "-", "–", "—"];
    let cell = cell.trim();
    cell.len() <= 4 && WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// A line of text: white space at the ends off, our guard against formulas off, controls within made spaces; `None` where
/// nothing is left.
///
/// # Errors
/// More than `limit` characters.
pub fn line(cell: &str, limit: usize) -> Result<Option<String>, Fault> {
    unguarded(without_guard(cell), limit)
}

/// As [`line`], of a text that has no guard, or has it no more.
fn unguarded(text: &str, limit: usize) -> Result<Option<String>, Fault> {
    let text = cleaned(text);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    within(text, limit)?;
    Ok(Some(text.to_owned()))
}

/// Notes as they are, line ends and all; `None` where they are blank.
///
/// # Errors
/// More than [`NOTES_LIMIT`] characters.
pub fn notes(cell: &str) -> Result<Option<String>, Fault> {
    let text = without_guard(cell);
    if text.trim().is_empty() {
        return Ok(None);
    }
    within(text, NOTES_LIMIT)?;
    Ok(Some(text.to_owned()))
}

/// An id of another system: trimmed and in normal form C, else as it is (`007` is not `7`).
///
/// # Errors
/// Too long, or a number a spreadsheet has rounded (`1E+12`): what it was cannot be told any more.
pub fn external_id(cell: &str) -> Result<Option<String>, Fault> {
    let invisible = |c: char| matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    let cell = without_guard(cell);
    let id: String = match line(cell, TEXT_LIMIT)? {
        None => return Ok(None),
        Some(id) if id.is_ascii() => id,
        Some(id) => id.chars().filter(|c| !invisible(*c)).nfc().collect::<String>().trim().to_owned(),
    };
    if id.is_empty() || ["null", "n/a"].iter().any(|word| id.eq_ignore_ascii_case(word)) {
        return Ok(None);
    }
    if is_rounded_by_a_spreadsheet(&id) {
        let hint = "format the column as text in the spreadsheet, or export the id again from the system it comes from";
        return Err(Fault::new("a spreadsheet has rounded this id", hint));
    }
    Ok(Some(id))
}

/// Tags, with one of the signs (`;`, in some systems `,` as well) between, without doubles, in the order given.
///
/// # Errors
/// A tag, or all of them together, longer than [`TEXT_LIMIT`].
pub fn tags(cell: &str, between: &[char]) -> Result<Vec<String>, Fault> {
    let mut tags: Vec<String> = Vec::new();
    let mut bytes = 0;
    for part in without_guard(cell).split(between) {
        if let Some(tag) = unguarded(part, TEXT_LIMIT)?
            && !tags.contains(&tag)
        {
            bytes += tag.len();
            if bytes > 4 * TEXT_LIMIT {
                return Err(Fault::new(format!("has more than {} tags", tags.len()), "keep those that are looked for"));
            }
            tags.push(tag);
        }
    }
    Ok(tags)
}

/// Whether a client is archived: a word for yes or no, or the day since when.
///
/// # Errors
/// Anything else.
pub fn archived(cell: &str) -> Result<Option<Archived>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    match cell.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "t" | "x" | "archived" | "inactive" | "ja" => Ok(Some(Archived::Yes)),
        "false" | "no" | "n" | "0" | "f" | "active" | "nein" => Ok(Some(Archived::No)),
        _ => match dates::read(cell, &DateForm::default()) {
            Ok(date) => Ok(Some(Archived::Since(date))),
            Err(_) => Err(Fault::new("is neither yes nor no", "write true or false, or the day as YYYY-MM-DD")),
        },
    }
}

/// A score: a whole number from 1 to the top of its scale (`top` is none where there is no such factor).
///
/// # Errors
/// Anything else, or a factor that does not exist.
pub fn score(cell: &str, top: Option<u8>) -> Result<Option<u8>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    let Some(top) = top else {
        return Err(Fault::new(
            "belongs to a factor the model does not have",
            "score.FACTOR is of the driving model, score.MODEL.FACTOR of another one; look at the factors with: model show",
        ));
    };
    let text: String = without_guard(cell).trim().nfkc().collect();
    let whole =
        text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(text.as_str(), |(whole, _)| whole);
    let hint = format!("write a whole number from 1 to {top}");
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::new("is not a score", hint));
    }
    match whole.parse::<u8>() {
        Ok(value) if (1..=top).contains(&value) => Ok(Some(value)),
        Ok(_) | Err(_) => Err(Fault::new(format!("is off the scale of 1 to {top}"), hint)),
    }
}

fn within(text: &str, limit: usize) -> Result<(), Fault> {
    // A text has at most as many characters as bytes.
    if text.len() <= limit {
        return Ok(());
    }
    let length = text.chars().count();
    if length <= limit {
        return Ok(());
    }
    Err(Fault::new(format!("is {length} characters long; at most {limit} are kept"), "shorten it"))
}

/// Text of one line: line ends, tabs and other controls become spaces.
fn cleaned(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `1E+12`, `4.5E+15`: how spreadsheets write long numbers.
fn is_rounded_by_a_spreadsheet(id: &str) -> bool {
    let Some((mantissa, exponent)) = id.split_once("E+") else {
        return false;
    };
    let number = |text: &str, signs: &[char]| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || signs.contains(&c))
    };
    number(mantissa, &['.', ',']) && number(exponent, &[])
}
