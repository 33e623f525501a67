//! Reads a plain list of days off: one date or range a line, with a name before or behind it.

use super::super::refused::shown_cell;
use super::{Found, LENGTH_LIMIT, Stopped, is_of_our_time, name_of};
use crate::exchange::import::dates::{self, DateForm, DateOrder, Evidence, Shape};
use crate::exchange::import::values::Fault;

/// Bytes of the longest text looked at as a date or a range.
const LONGEST_DATE: usize = 80;
/// Words of the longest range (`Thu 24 Dec 2026 to Thu 31 Dec 2026`).
const MOST_WORDS: usize = 9;
/// Lines of the longest list.
const MOST_LINES: usize = 100_000;
/// Bytes of the longest line looked at.
const LONGEST_LINE: usize = 4_000;
/// What a line should be.
const HINT: &str = "write a line as 2026-12-25, Christmas Day";

/// Reads the days off from the text of a list.
pub(super) fn read(text: &str, order: Option<DateOrder>, found: &mut Found) -> Result<(), Stopped> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = || (1u64..).zip(text.lines()).filter_map(|(line, text)| Some((line, content(text)?)));
    if lines().nth(MOST_LINES).is_some() {
        return Err(Stopped::TooMany);
    }
    let mut evidence = Evidence::default();
    for (line, text) in lines() {
        if let Line::Entry { when, .. } = Line::of(text) {
            when.dates().for_each(|date| evidence.add(date, line));
        }
    }
    let form = evidence.decide(order).map_err(Stopped::Order)?;
    for (at, (line, text)) in lines().enumerate() {
        match Line::of(text) {
            Line::Entry { when, name } => take(line, &when, &name, &form, found)?,
            Line::Several => {
                let what = format!("“{}” holds several dates", shown_cell(text));
                found.note(line, what, "write a range as 2026-12-24..2026-12-31, and other days one a line");
            }
            // The first line may be a header.
            Line::NoDate if at == 0 => {}
            Line::NoDate => found.note(line, format!("“{}” holds no date", shown_cell(text)), HINT),
        }
    }
    Ok(())
}

/// What stands on a line beside comments and bullets.
fn content(line: &str) -> Option<&str> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{1a}'));
    let line = ["- ", "* ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet)).unwrap_or(line).trim_start();
    let separators_only = line.chars().all(|c| matches!(c, ',' | ';' | '"' | '\t' | ' '));
    (!separators_only && !line.starts_with('#')).then_some(line)
}

/// Takes the days of one line.
fn take(line: u64, when: &When<'_>, name: &str, form: &DateForm, found: &mut Found) -> Result<(), Stopped> {
    let mut read = |date: &str| match dates::read(date, form) {
        Ok(day) if is_of_our_time(day) => Some(day),
        Ok(day) => {
            found.note(
                line,
                format!("“{}” lies in the year {}", shown_cell(date), day.format("%Y")),
                "days off lie between 1900 and 2200",
            );
            None
        }
        Err(Fault { problem, hint }) => {
            found.note(line, format!("“{}” {problem}", shown_cell(date)), hint.unwrap_or_else(|| HINT.to_owned()));
            None
        }
    };
    let (first, last) = match *when {
        When::Day(day) => (read(day), None),
        When::Range(first, last) => (read(first), Some(read(last))),
    };
    let Some(first) = first else { return Ok(()) };
    let Some(last) = last.unwrap_or(Some(first)) else { return Ok(()) };
    if last < first {
        found.note(line, format!("{first} to {last} ends before it begins"), "write the earlier day first");
        return Ok(());
    }
    let longest = i64::try_from(LENGTH_LIMIT).unwrap_or(i64::MAX);
    if (last - first).num_days() >= longest {
        found.note(
            line,
            format!("{first} to {last} is longer than a year"),
            "look at the years; a longer time off takes two lines",
        );
        return Ok(());
    }
    first.iter_days().take_while(|day| *day <= last).try_for_each(|day| found.day(day, name))
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
enum Line<'a> {
    Entry { when: When<'a>, name: String },
    Several,
    NoDate,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        if line.len() > LONGEST_LINE {
            return Self::NoDate;
        }
        if let Some(when) = When::of(unquoted(line)) {
            return Self::Entry { when, name: String::new() };
        }
        let in_fields = ['\t', ';', ','].into_iter().find_map(|separator| Self::in_fields(line, separator));
        in_fields.or_else(|| Self::in_words(line)).unwrap_or(Self::NoDate)
    }

    /// `2026-12-25;Christmas Day`, `Christmas Day,"Friday, December 25, 2026"`: a date fills a field, the others are its name.
    fn in_fields(line: &'a str, separator: char) -> Option<Self> {
        let fields = fields(line, separator);
        let mut when: Option<When<'a>> = None;
        let mut name: Vec<&str> = Vec::new();
        for field in fields.iter().copied().filter(|field| !field.is_empty()) {
            match (When::of(field), when) {
                (Some(same), Some(known)) if same == known => {}
                (Some(_), Some(_)) => return Some(Self::Several),
                (Some(read), None) => when = Some(read),
                (None, _) if is_weekday(field) => {}
                (None, _) => name.push(field),
            }
        }
        Some(Self::Entry { when: when?, name: cleaned(&name.join(", ").replace("\"\"", "\"")) })
    }

    /// `2026-12-25 Christmas Day`, `Fri 25 Dec 2026 Christmas Day`, `Christmas Day 25.12.2026`.
    fn in_words(line: &'a str) -> Option<Self> {
        let words: Vec<(usize, usize)> = line.split_whitespace().map(|word| place(line, word)).collect();
        let entry = |from: usize, to: usize| {
            let when = When::of(line[from..to].trim_matches(['"', ',', ';', ':']))?;
            let beside = if to == line.len() { &line[..from] } else { &line[to..] };
            let name = cleaned(beside);
            if is_half_of_range(&name) {
                return Some(Self::NoDate);
            }
            Some(Self::Entry { when, name: if is_weekday(&name) { String::new() } else { name } })
        };
        let longest = words.len().min(MOST_WORDS);
        let begins = usize::from(words.first().is_some_and(|(from, to)| words.len() > 1 && is_weekday(&line[*from..*to])));
        let heading =
            |skipped: usize| (skipped + 1..=longest).rev().find_map(|count| entry(words[skipped].0, words[count - 1].1));
        let closing = || (1..=longest).rev().find_map(|count| entry(words[words.len() - count].0, line.len()));
        (0..=begins).find_map(heading).or_else(closing)
    }
}

/// A date or a range, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When<'a> {
    Day(&'a str),
    Range(&'a str, &'a str),
}

impl<'a> When<'a> {
    fn of(text: &'a str) -> Option<Self> {
        const BETWEEN: [&str; 8] = ["..", "…", "–", "—", " to ", " bis ", " until ", "-"];
        let text = text.trim();
        let wordy = text.is_ascii() && !text.contains(|c: char| c.is_ascii_digit());
        if wordy || text.len() > LONGEST_DATE {
            return None;
        }
        let dots = |c: char| c.is_whitespace() || c == '.';
        let halves =
            BETWEEN.iter().flat_map(|sign| text.match_indices(sign).map(|(at, _)| (&text[..at], &text[at + sign.len()..])));
        let halves = halves.map(|(first, last)| (first.trim(), last.trim_start_matches(dots).trim_end()));
        // A time behind a date may be followed by anything: ranges come first.
        let range =
            halves.filter(|(first, last)| is_date(first) && is_date(last)).map(|(first, last)| Self::Range(first, last)).next();
        range.or_else(|| is_date(text).then_some(Self::Day(text)))
    }

    fn dates(self) -> impl Iterator<Item = &'a str> {
        let (first, last) = match self {
            Self::Day(day) => (day, None),
            Self::Range(first, last) => (first, Some(last)),
        };
        std::iter::once(first).chain(last)
    }
}

/// Whether a text is written as a date, whether there is such a day or not.
fn is_date(text: &str) -> bool {
    // The shortest is `1.5.26`; with a time, `2026-12-25T00:00:00.000+01:00` is the one with the most digits.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if text.is_ascii() && !(3..=30).contains(&digits) {
        return false;
    }
    let reads = |text: &str| matches!(Shape::of(text), Ok(Shape::Told { .. } | Shape::Numbers { .. }));
    // `Christmas 25 Dec 2026` is a name and a date, `Fri 25 Dec 2026` and `Dec 25 2026` are dates.
    let named = text.split_once(' ').is_some_and(|(word, rest)| {
        word.starts_with(char::is_alphabetic) && !is_weekday(word) && reads(rest.trim_start_matches(['-', '–', ':', ' ']))
    });
    reads(text) && !named && text.split_once(':').is_none_or(|(_, rest)| is_rest_of_time(rest))
}

/// Whether what follows the hours is a time to its end: `30:00.000Z`, `55 PM`.
fn is_rest_of_time(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let known = |word: &str| ["Z", "AM", "PM", "UTC", "GMT"].iter().any(|known| word.eq_ignore_ascii_case(known));
    words.into_iter().all(known) && !text.contains([',', ';', '\t'])
}

/// Whether what stands beside a date is half of a range (`24.12. - 31.12.2026`): reading the other half alone would be wrong.
fn is_half_of_range(name: &str) -> bool {
    let has = |kind: fn(char) -> bool| name.contains(kind);
    let number_only = has(|c| c.is_ascii_digit()) && !has(char::is_alphabetic);
    let open = [" to", " bis", " until"].iter().any(|word| name.ends_with(word) && has(|c| c.is_ascii_digit()));
    number_only || open || is_date(&format!("{name} 2026"))
}

/// The fields of a line, trimmed and without their quotation marks.
fn fields(line: &str, separator: char) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut quoted = false;
    let mut from = 0;
    for (at, c) in line.char_indices() {
        if c == '"' && (quoted || line[from..at].trim().is_empty() || line[..at].ends_with('"')) {
            quoted = !quoted;
        } else if c == separator && !quoted {
            fields.push(unquoted(&line[from..at]));
            from = at + c.len_utf8();
        }
    }
    fields.push(unquoted(&line[from..]));
    fields
}

fn unquoted(field: &str) -> &str {
    let field = field.trim();
    field.strip_prefix('"').map_or(field, |field| field.strip_suffix('"').unwrap_or(field)).trim()
}

/// Where a word of a line stands.
fn place(line: &str, word: &str) -> (usize, usize) {
    let from = word.as_ptr().addr() - line.as_ptr().addr();
    (from, from + word.len())
}

/// A name without what stood between it and the date.
fn cleaned(name: &str) -> String {
    let signs = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '#' | '=' | '|' | '-' | '–' | '—' | '"');
    let closing = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '=' | '|' | '-' | '–' | '—' | '#');
    let name = name.trim_start_matches(signs).trim_end_matches(closing);
    let quotes = name.chars().filter(|c| *c == '"').count();
    name_of(if quotes == 1 { name.trim_end_matches('"') } else { name })
}

/// Names of weekdays, in full or short, in English or German.
fn is_weekday(word: &str) -> bool {
    const FULL: [&str; 15] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
    ];
    const SHORT: [&str; 17] =
        ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so"];
    let word = word.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')'));
    let same = |known: &&str| word.eq_ignore_ascii_case(known);
    FULL.iter().any(same) || SHORT.iter().any(same)
}
