//! A filter's text cut into brackets, signs, words, phrases and conditions.

use std::ops::Range;

use super::{FilterError, Relation};

/// A piece of a filter, with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub at: Range<usize>,
    pub piece: Piece<'a>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    Open,
    Close,
    Minus,
    Word(&'a str),
    Phrase(&'a str),
    Condition { field: &'a str, sign: Sign, value: Value<'a> },
}

/// What stands between a field and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Colon,
    Relation(Relation),
}

/// The value of a condition as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub text: &'a str,
    pub start: usize,
    pub quoted: bool,
}

/// Whether a character opens or ends a quotation.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '(' || c == ')' || is_quote(c)
}

fn is_sign(c: char) -> bool {
    matches!(c, ':' | '<' | '>' | '=' | '≤' | '≥')
}

/// All pieces of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, FilterError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if c.is_whitespace() || c.is_control() {
            at += c.len_utf8();
            continue;
        }
        let piece = if c == '(' || c == ')' {
            at += 1;
            if c == '(' { Piece::Open } else { Piece::Close }
        } else if is_quote(c) {
            let phrase = phrase(text, at)?;
            at = phrase.1;
            Piece::Phrase(phrase.0)
        } else if c == '-' {
            at += 1;
            if text[at..].chars().next().is_none_or(|next| next.is_whitespace() || next == ')') {
                let hint = "put it right before what must not be: -overdue";
                return Err(FilterError::new(start..at, "a minus with nothing after it", hint));
            }
            Piece::Minus
        } else {
            let word = &text[at..];
            let word = &word[..word.find(ends_word).unwrap_or(word.len())];
            at += word.len();
            match word.find(is_sign) {
                None => Piece::Word(word),
                Some(sign_at) => {
                    let (condition, end) = condition(text, start, sign_at, at)?;
                    at = end;
                    condition
                }
            }
        };
        found.push(Token { at: start..at, piece });
    }
    Ok(found)
}

/// The phrase whose opening quote stands at `open`, and where it ends.
fn phrase(text: &str, open: usize) -> Result<(&str, usize), FilterError> {
    let quote = text[open..].chars().next().map_or(1, char::len_utf8);
    let inside = &text[open + quote..];
    let Some((length, close)) = inside.char_indices().find(|(_, c)| is_quote(*c)) else {
        return Err(FilterError::new(open..text.len(), "the quotation does not end", "add \" at its end"));
    };
    Ok((&inside[..length], open + quote + length + close.len_utf8()))
}

/// The condition of the word from `start` to `end` with its sign at `start + sign_at`, and where it ends.
fn condition(text: &str, start: usize, sign_at: usize, end: usize) -> Result<(Piece<'_>, usize), FilterError> {
    let field = &text[start..start + sign_at];
    let after = &text[start + sign_at..end];
    let (sign, length) = sign(after);
    if field.is_empty() {
        let at = start..start + length;
        let what = format!("a field is missing before “{}”", &after[..length]);
        return Err(FilterError::new(at, what, "write field, sign and value without spaces: arr>50k"));
    }
    let value_start = start + sign_at + length;
    if let Some(quote) = text[end..].chars().next().filter(|c| value_start == end && is_quote(*c)) {
        let (inside, close) = phrase(text, end)?;
        let value = Value { text: inside, start: end + quote.len_utf8(), quoted: true };
        return Ok((Piece::Condition { field, sign, value }, close));
    }
    let value = Value { text: &text[value_start..end], start: value_start, quoted: false };
    Ok((Piece::Condition { field, sign, value }, end))
}

/// The sign a text begins with, and its length; a relation may follow a colon (`arr:>50k`).
fn sign(text: &str) -> (Sign, usize) {
    const RELATIONS: [(&str, Relation); 7] = [
        (">=", Relation::AtLeast),
        ("<=", Relation::AtMost),
        ("≥", Relation::AtLeast),
        ("≤", Relation::AtMost),
        (">", Relation::More),
        ("<", Relation::Less),
        ("=", Relation::Equal),
    ];
    let (colon, rest) = text.strip_prefix(':').map_or((0, text), |rest| (1, rest));
    let relation = RELATIONS.iter().find(|(written, _)| rest.starts_with(written));
    match relation {
        Some((written, relation)) => (Sign::Relation(*relation), colon + written.len()),
        None => (Sign::Colon, colon),
    }
}

impl Value<'_> {
    /// Where it stands in the text, quotes left out.
    pub fn at(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}
