//! The day an expectation names at its end: `by next quarter`, `by 2027-01-31`, `by eom`, `by in 3 months`, `by Q1`.

use chrono::{Datelike, Month, NaiveDate};

use crate::domain::calendar::{Fiscal, understand};

/// The text without the day it ends with, and that day. A text whose end is no day is left as it is.
pub(super) fn split(text: &str, on: NaiveDate, fiscal: Fiscal) -> (&str, Option<NaiveDate>) {
    let text = text.trim();
    let Some((at, after)) = last_by(text) else { return (text, None) };
    let words = normal(&text[after..]);
    // The next session judges whatever names no day; a `by` with nothing behind it says no more.
    if words.is_empty() || words == "next session" {
        return (text[..at].trim_end(), None);
    }
    match by(&words, on, fiscal) {
        Some(day) => (text[..at].trim_end_matches(|c: char| c.is_whitespace() || c == ','), Some(day)),
        None => (text, None),
    }
}

/// Where the last word `by` begins and ends.
fn last_by(text: &str) -> Option<(usize, usize)> {
    let mut found = None;
    let mut start = 0;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if !c.is_whitespace() {
            continue;
        }
        if text[start..at].eq_ignore_ascii_case("by") {
            found = Some((start, at));
        }
        start = at + c.len_utf8();
    }
    found
}

/// The words in small letters, single spaces, without what adds nothing: `the end of`, a full stop.
fn normal(text: &str) -> String {
    let folded = text.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().filter(|word| *word != "the").collect();
    words.join(" ").trim_end_matches(['.', '!', ';', ',']).to_owned()
}

/// The last day that words leave time until.
fn by(words: &str, on: NaiveDate, fiscal: Fiscal) -> Option<NaiveDate> {
    let span = words.strip_prefix("end of ").unwrap_or(words);
    span_end(span, on, fiscal).or_else(|| named_day(words, on))
}

/// The last day of a month, quarter or year.
fn span_end(words: &str, on: NaiveDate, fiscal: Fiscal) -> Option<NaiveDate> {
    let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
    match words {
        "eom" | "month" | "month end" => Some(fiscal.month_of(on).to),
        "eoq" | "quarter" | "quarter end" => Some(fiscal.quarter_of(on).to),
        "eoy" | "year" | "year end" => Some(fiscal.year_of(on).to),
        "next month" => Some(fiscal.month_of(after(fiscal.month_of(on).to)).to),
        "next quarter" => Some(fiscal.quarter_of(after(fiscal.quarter_of(on).to)).to),
        "next year" => Some(fiscal.year_of(after(fiscal.year_of(on).to)).to),
        "q1" | "q2" | "q3" | "q4" => quarter_ahead(words, on, fiscal),
        _ => match words.parse::<Month>() {
            Ok(month) => month_ahead(month, on, fiscal),
            Err(_) => fiscal.understand(words, on).ok().map(|span| span.to),
        },
    }
}

/// The last day of the next such quarter that is not over.
fn quarter_ahead(name: &str, on: NaiveDate, fiscal: Fiscal) -> Option<NaiveDate> {
    let mut quarter = fiscal.quarter_of(on);
    for _ in 0..4 {
        if quarter.label.to_lowercase().starts_with(name) {
            return Some(quarter.to);
        }
        quarter = fiscal.quarter_of(quarter.to.succ_opt()?);
    }
    None
}

/// The last day of the next such month that is not over.
fn month_ahead(month: Month, on: NaiveDate, fiscal: Fiscal) -> Option<NaiveDate> {
    let year = if month.number_from_month() < on.month() { on.year() + 1 } else { on.year() };
    Some(fiscal.month_of(NaiveDate::from_ymd_opt(year, month.number_from_month(), 1)?).to)
}

/// A day as dates are written; one without a year that is over by then is that of the next year.
fn named_day(words: &str, on: NaiveDate) -> Option<NaiveDate> {
    let day = understand(words, on).ok()?;
    let next = || understand(&format!("{words} {:04}", on.year() + 1), on).ok();
    Some(if day < on { next().unwrap_or(day) } else { day })
}
