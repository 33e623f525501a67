//! The values of conditions: amounts, days, scores, and ranges of them.

use std::ops::Range;

use chrono::NaiveDate;

use super::lex::{Sign, Value};
use super::{FilterError, Relation, Test, When};
use crate::domain::money::Amount;

/// The farthest day counted from today, a hundred years.
const FARTHEST: i64 = 36_525;

/// A value with what its form says about how it is compared.
pub(super) struct Read<T> {
    pub value: T,
    /// It counts backwards: 90 days *ago*, so that more means earlier.
    pub backwards: bool,
}

/// The test a sign and a value make: `none`, a range, or one value.
///
/// # Errors
/// What `one` says of a value, and ranges that end before they begin.
pub(super) fn test<T: Copy>(
    field: &str,
    sign: Sign,
    value: Value<'_>,
    one: impl Fn(&str, Range<usize>) -> Result<Read<T>, FilterError>,
    is_before: impl Fn(T, T) -> bool,
) -> Result<Test<T>, FilterError> {
    let relation = match sign {
        Sign::Colon => Relation::Equal,
        Sign::Relation(relation) => relation,
    };
    if relation == Relation::Equal && value.text.eq_ignore_ascii_case("none") {
        return Ok(Test::Absent);
    }
    let Some((low, high)) = value.text.split_once("..") else {
        let read = one(value.text, value.at())?;
        return Ok(Test::Is(if read.backwards { turned(relation) } else { relation }, read.value));
    };
    if relation != Relation::Equal {
        let hint = format!("write {field}:{}", value.text);
        return Err(FilterError::new(value.at(), "a range has its own ends; the sign before it is a colon", hint));
    }
    let high_at = value.start + low.len() + 2..value.at().end;
    let low = if low.is_empty() { None } else { Some(one(low, value.start..value.start + low.len())?) };
    let high = if high.is_empty() { None } else { Some(one(high, high_at)?) };
    match (low, high) {
        (None, None) => Err(FilterError::new(value.at(), "a range without ends", format!("give at least one end: {field}:1..2"))),
        (Some(low), None) => Ok(Test::Is(if low.backwards { Relation::AtMost } else { Relation::AtLeast }, low.value)),
        (None, Some(high)) => Ok(Test::Is(if high.backwards { Relation::AtLeast } else { Relation::AtMost }, high.value)),
        (Some(low), Some(high)) => {
            let (first, last) = if low.backwards && high.backwards { (high.value, low.value) } else { (low.value, high.value) };
            if is_before(last, first) {
                let hint = "write the smaller end first";
                return Err(FilterError::new(value.at(), "the range ends before it begins", hint));
            }
            Ok(Test::Between(first, last))
        }
    }
}

fn turned(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::More,
        Relation::AtMost => Relation::AtLeast,
        Relation::Equal => Relation::Equal,
        Relation::AtLeast => Relation::AtMost,
        Relation::More => Relation::Less,
    }
}

fn plain<T>(value: T) -> Read<T> {
    Read { value, backwards: false }
}

/// `50000`, `50k`, `1.5m`.
pub(super) fn amount(text: &str, at: Range<usize>) -> Result<Read<Amount>, FilterError> {
    let (number, times) = match text.char_indices().last() {
        Some((end, 'k' | 'K')) => (&text[..end], 1_000),
        Some((end, 'm' | 'M')) => (&text[..end], 1_000_000),
        Some(_) | None => (text, 1),
    };
    let wrong = || FilterError::new(at, format!("“{text}” is no amount"), "write it like 50000, 50k or 1.5m");
    let amount = Amount::parse(number).ok().and_then(|amount| amount.checked_times(times));
    amount.map(plain).ok_or_else(wrong)
}

/// A day of a field that looks ahead: `14d` lies after today.
pub(super) fn day_ahead(text: &str, at: Range<usize>) -> Result<Read<When>, FilterError> {
    day(text, at).map(|(when, _)| plain(when))
}

/// A day of a field that looks back: `90d` without a sign is 90 days ago, so `>90d` means longer ago.
pub(super) fn day_back(text: &str, at: Range<usize>) -> Result<Read<When>, FilterError> {
    Ok(match day(text, at)? {
        (When::Days(days), Form::Bare) => Read { value: When::Days(-days), backwards: true },
        (when @ (When::Days(_) | When::On(_)), Form::Bare | Form::Fixed) => plain(when),
    })
}

/// Whether a day says which way from today it lies.
enum Form {
    /// A number and a unit only.
    Bare,
    /// A sign, a date or a word.
    Fixed,
}

fn day(text: &str, at: Range<usize>) -> Result<(When, Form), FilterError> {
    let wrong = |what: String| FilterError::new(at, what, "write it like 14d, 6w, 3m, today or 2026-12-01");
    for (word, days) in [("today", 0), ("tomorrow", 1), ("yesterday", -1)] {
        if text.eq_ignore_ascii_case(word) {
            return Ok((When::Days(days), Form::Fixed));
        }
    }
    if let Some(date) = date(text) {
        return Ok((When::On(date), Form::Fixed));
    }
    let (form, negative, digits) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => (Form::Fixed, true, rest),
        (None, Some(rest)) => (Form::Fixed, false, rest),
        (None, None) => (Form::Bare, false, text),
    };
    let Some((end, unit)) = digits.char_indices().last() else { return Err(wrong("a day is missing".to_owned())) };
    // A month counts 30 days and a year 365, as where periods are ranked (C7).
    let each = match unit.to_ascii_lowercase() {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _ => return Err(wrong(format!("“{text}” is no day"))),
    };
    let digits = &digits[..end];
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong(format!("“{text}” is no day")));
    }
    match digits.parse::<i64>().ok().and_then(|n| n.checked_mul(each)).filter(|days| *days <= FARTHEST) {
        Some(days) => Ok((When::Days(if negative { -days } else { days }), form)),
        None => Err(wrong(format!("“{text}” is more than a hundred years"))),
    }
}

/// A date of the form `2026-12-01`, years of four digits.
fn date(text: &str) -> Option<NaiveDate> {
    let shape = |(index, byte): (usize, u8)| if index == 4 || index == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    let shaped = text.len() == 10 && text.bytes().enumerate().all(shape);
    text.parse().ok().filter(|_| shaped)
}

/// Whether one day surely lies before another; a counted one and a fixed one cannot be told apart without a today.
pub(super) fn is_earlier(a: When, b: When) -> bool {
    match (a, b) {
        (When::Days(a), When::Days(b)) => a < b,
        (When::On(a), When::On(b)) => a < b,
        (When::Days(_), When::On(_)) | (When::On(_), When::Days(_)) => false,
    }
}

/// A score of 0 to 100 with at most one decimal, in tenths.
pub(super) fn points(text: &str, at: Range<usize>) -> Result<Read<u16>, FilterError> {
    let tenth = Amount::SCALE / 10;
    let raw = Amount::parse(text).ok().map(Amount::ten_thousandths);
    let tenths = raw.filter(|raw| raw % tenth == 0).and_then(|raw| u16::try_from(raw / tenth).ok());
    let wrong = || FilterError::new(at, format!("“{text}” is no score"), "write a number from 0 to 100, like 50 or 37.5");
    tenths.filter(|tenths| *tenths <= 1000).map(plain).ok_or_else(wrong)
}

/// The value of a factor, a whole number up to 100.
pub(super) fn step(text: &str, at: Range<usize>) -> Result<Read<u8>, FilterError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = text.parse().ok().filter(|value| digits && *value <= 100_u8);
    let wrong = || FilterError::new(at, format!("“{text}” is no value of a factor"), "write a whole number, like 4");
    value.map(plain).ok_or_else(wrong)
}
