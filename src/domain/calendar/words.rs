//! Dates as people write them: `yesterday`, `-3d`, `last fri`, `in 2 weeks`, `eom`, `5 Nov`, `2026-11-05`.

use chrono::{Days, NaiveDate, NaiveTime};
use interim::{Dialect, parse_date_string};
use thiserror::Error;

use super::{FIRST, LAST, Unit, end_of_month, unit_named};

/// Why a text is not taken for a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordsError {
    /// Nothing known.
    #[error("“{0}” is not understood as a date; write 2026-11-05, 5 Nov, today, -3d, +2w, last fri, in 2 weeks or eom")]
    Unknown(String),
    /// It can be read in several ways.
    #[error("“{text}” can be read in more than one way; write {instead}")]
    Ambiguous {
        /// What was written.
        text: String,
        /// What says it clearly.
        instead: String,
    },
    /// A form that is right for a day there is not.
    #[error("“{0}” names a day that does not exist or lies outside the calendar")]
    NoSuchDay(String),
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// The date a text means on a day. Shown back to the person before it counts.
///
/// `last` and `next` before a weekday are the nearest such day strictly before and after today; a day and month without a
/// year lie in the year of today. Nothing that could mean two days is guessed.
///
/// # Errors
/// A text that is unknown, ambiguous, or names no day of the calendar.
pub fn understand(text: &str, today: NaiveDate) -> Result<NaiveDate, WordsError> {
    let folded = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = folded.split_whitespace().collect();
    if let [word] = words.as_slice()
        && let Some(iso) = iso(word)
    {
        return iso.ok_or_else(|| WordsError::NoSuchDay(text.to_owned()));
    }
    let phrase = normal(&words).map_err(|reason| reason.about(text))?;
    match phrase {
        Phrase::EndOfMonth => Ok(end_of_month(today)),
        Phrase::Weekday { phrase, away } => {
            let date = read(&phrase, today).ok_or_else(|| WordsError::NoSuchDay(text.to_owned()))?;
            // The parser takes today for "next" and "last" where the weekday is today's own.
            let strict = if date == today { away.from(date) } else { Some(date) };
            strict.filter(|date| (FIRST..=LAST).contains(date)).ok_or_else(|| WordsError::NoSuchDay(text.to_owned()))
        }
        Phrase::Plain(phrase) => read(&phrase, today).ok_or_else(|| WordsError::NoSuchDay(text.to_owned())),
    }
}

/// A phrase in the form the parser knows.
enum Phrase {
    EndOfMonth,
    Weekday { phrase: String, away: Away },
    Plain(String),
}

/// A week earlier or later.
#[derive(Clone, Copy)]
enum Away {
    Last,
    Next,
}

impl Away {
    fn from(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Last => date.checked_sub_days(Days::new(7)),
            Self::Next => date.checked_add_days(Days::new(7)),
        }
    }
}

/// Why words have no normal form.
enum Reason {
    Unknown,
    Ambiguous(String),
}

impl Reason {
    fn about(self, text: &str) -> WordsError {
        match self {
            Self::Unknown => WordsError::Unknown(text.to_owned()),
            Self::Ambiguous(instead) => WordsError::Ambiguous { text: text.to_owned(), instead },
        }
    }
}

/// Brings lower-case words into the parser's form; whatever is not listed here never reaches it.
fn normal(words: &[&str]) -> Result<Phrase, Reason> {
    match words {
        [day @ ("today" | "yesterday" | "tomorrow")] => Ok(Phrase::Plain((*day).to_owned())),
        ["eom"] | ["end", "of", "month"] | ["month", "end"] => Ok(Phrase::EndOfMonth),
        ["in", rest @ ..] => count(rest).map(|(n, unit)| ahead(n, unit)).ok_or(Reason::Unknown),
        [rest @ .., "ago"] => count(rest).map(|(n, unit)| ago(n, unit)).ok_or(Reason::Unknown),
        ["last", name] => named(name, Away::Last),
        ["next", name] => named(name, Away::Next),
        [first, rest @ ..] if first.starts_with(['+', '-', '−']) => signed(first, rest),
        _ => calendar_day(words),
    }
}

/// `+2w`, `- 3 days`.
fn signed(first: &str, rest: &[&str]) -> Result<Phrase, Reason> {
    let number = first.trim_start_matches(['+', '-', '−']);
    let words: Vec<&str> = std::iter::once(number).filter(|word| !word.is_empty()).chain(rest.iter().copied()).collect();
    let (n, unit) = count(&words).ok_or(Reason::Unknown)?;
    if first.starts_with('+') { Ok(ahead(n, unit)) } else { Ok(ago(n, unit)) }
}

/// `5 nov`, `nov 5`, each with or without a year of four digits; and what is refused with a hint.
fn calendar_day(words: &[&str]) -> Result<Phrase, Reason> {
    let (day, month, year) = match words {
        [a, b] if month(b).is_some() => (ordinal(a), month(b), None),
        [a, b] if month(a).is_some() => (ordinal(b), month(a), None),
        [a, b, year] if month(b).is_some() => (ordinal(a), month(b), Some(*year)),
        [a, b, year] if month(a).is_some() => (ordinal(b), month(a), Some(*year)),
        other => return Err(refused(other)),
    };
    let (Some(day), Some(month)) = (day, month) else { return Err(Reason::Unknown) };
    match year {
        None => Ok(Phrase::Plain(format!("{day} {month}"))),
        Some(year) if year.len() == 4 && digits(year) => Ok(Phrase::Plain(format!("{day} {month} {year}"))),
        Some(_) => Err(Reason::Ambiguous("the year with four digits".to_owned())),
    }
}

/// Why words that are no date in any listed form are refused.
fn refused(words: &[&str]) -> Reason {
    let numeric = |word: &str| word.contains(['/', '.', '-']) && word.chars().all(|c| c.is_ascii_digit() || "/.-".contains(c));
    match words {
        [word] if numeric(word) => Reason::Ambiguous("year-month-day, like 2026-11-05".to_owned()),
        [name] | ["this" | "on", name] if weekday(name).is_some() => Reason::Ambiguous(format!("last {name} or next {name}")),
        words if count(words).is_some() => {
            let joined = words.concat();
            Reason::Ambiguous(format!("-{joined} or +{joined}"))
        }
        _ => Reason::Unknown,
    }
}

/// `last fri`, `next month`.
fn named(name: &str, away: Away) -> Result<Phrase, Reason> {
    let prefix = match away {
        Away::Last => "last",
        Away::Next => "next",
    };
    if let Some(weekday) = weekday(name) {
        return Ok(Phrase::Weekday { phrase: format!("{prefix} {weekday}"), away });
    }
    match name {
        "week" | "month" | "year" => Ok(Phrase::Plain(format!("{prefix} {name}"))),
        _ => Err(Reason::Unknown),
    }
}

/// A number and a unit, written together or apart: `3d`, `3 days`.
fn count(words: &[&str]) -> Option<(u32, Unit)> {
    let joined = words.concat();
    let split = joined.find(|c: char| !c.is_ascii_digit())?;
    let (number, word) = joined.split_at(split);
    let n = number.parse().ok().filter(|n| *n <= 9999)?;
    Some((n, unit_named(word)?))
}

fn ahead(n: u32, unit: Unit) -> Phrase {
    Phrase::Plain(format!("{n} {}", plural(unit)))
}

fn ago(n: u32, unit: Unit) -> Phrase {
    Phrase::Plain(format!("{n} {} ago", plural(unit)))
}

/// The parser takes `m` for minutes, so units go to it in full.
fn plural(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Year => "years",
    }
}

fn iso(word: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<&str> = word.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if ![*year, *month, *day].into_iter().all(digits) || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Some(date.filter(|date| *date >= FIRST))
}

fn digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn ordinal(word: &str) -> Option<&str> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits(number) && number.len() <= 2).then_some(number)
}

fn weekday(word: &str) -> Option<&'static str> {
    beginning(word, &WEEKDAYS)
}

fn month(word: &str) -> Option<&'static str> {
    beginning(word, &MONTHS)
}

/// The name that begins with a word of at least three letters.
fn beginning(word: &str, names: &[&'static str]) -> Option<&'static str> {
    let word = word.strip_suffix('.').unwrap_or(word);
    (word.len() >= 3).then(|| names.iter().copied().find(|name| name.starts_with(word))).flatten()
}

fn read(phrase: &str, today: NaiveDate) -> Option<NaiveDate> {
    let midnight = today.and_time(NaiveTime::MIN).and_utc();
    let read = parse_date_string(phrase, midnight, Dialect::Us).ok()?.date_naive();
    (FIRST..=LAST).contains(&read).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 5).expect("a date");

    #[test]
    fn dates_in_words_are_understood() {
        for (text, date) in [
            ("2026-11-05", "2026-11-05"),
            ("today", "2026-11-05"),
            (" Yesterday ", "2026-11-04"),
            ("tomorrow", "2026-11-06"),
            ("-3d", "2026-11-02"),
            ("- 3 days", "2026-11-02"),
            ("+2w", "2026-11-19"),
            ("+1m", "2026-12-05"),
            ("3 months ago", "2026-08-05"),
            ("-1y", "2025-11-05"),
            ("in 2 weeks", "2026-11-19"),
            ("in 10 days", "2026-11-15"),
            ("last fri", "2026-10-30"),
            ("Last Friday", "2026-10-30"),
            ("next friday", "2026-11-06"),
            ("next thu", "2026-11-12"),
            ("last thursday", "2026-10-29"),
            ("next wed", "2026-11-11"),
            ("next week", "2026-11-12"),
            ("last month", "2026-10-05"),
            ("eom", "2026-11-30"),
            ("end of month", "2026-11-30"),
            ("5 Nov", "2026-11-05"),
            ("5 nov 2026", "2026-11-05"),
            ("Nov 5", "2026-11-05"),
            ("november 5th, 2027", "2027-11-05"),
            ("1 sept", "2026-09-01"),
            ("29 feb 2028", "2028-02-29"),
        ] {
            assert_eq!(understand(text, TODAY).map(|d| d.to_string()), Ok(date.to_owned()), "{text}");
        }
    }

    #[test]
    fn months_in_words_clamp_to_the_month_end() {
        let end = NaiveDate::from_ymd_opt(2026, 1, 31).expect("a date");
        assert_eq!(understand("+1m", end).map(|d| d.to_string()), Ok("2026-02-28".to_owned()));
    }

    #[test]
    fn what_could_mean_two_days_is_refused_with_a_hint() {
        for text in ["03/04/2026", "3.4.2026", "03-04-2026", "5 nov 26", "friday", "this fri", "2 weeks", "3d", "25/12"] {
            assert!(matches!(understand(text, TODAY), Err(WordsError::Ambiguous { .. })), "{text}");
        }
        let hint = understand("03/04/2026", TODAY).expect_err("ambiguous").to_string();
        assert!(hint.contains("2026-11-05"), "{hint}");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "soon", "2026", "nov", "next", "last 5", "friday 8pm", "in", "ago", "+", "-99999999d", "in two weeks", "+2h"]
        {
            assert!(matches!(understand(text, TODAY), Err(WordsError::Unknown(_))), "{text}");
        }
        for text in ["2026-02-30", "30 feb", "29 feb 2026", "+9999y", "-9999y", "0000-01-01", "99 nov"] {
            assert!(matches!(understand(text, TODAY), Err(WordsError::NoSuchDay(_))), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_a_date_or_a_refusal_and_no_panic(text in "\\PC{0,20}|[+-]?[0-9]{1,6}[dwmy ]{1,3}|(last|next|in) [a-z0-9 ]{0,8}") {
            let _ = understand(&text, TODAY);
        }
    }
}
