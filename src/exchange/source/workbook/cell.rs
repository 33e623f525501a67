//! A cell of a workbook as the text of a record and its kind: numbers in full, days as ISO dates, errors by their names.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

use crate::exchange::source::records::CellKind;

/// What a cell holds, whichever kind of workbook it stands in.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Empty,
    Text(&'a str),
    Whole(i64),
    Number(f64),
    Truth(bool),
    Moment(ExcelDateTime),
    /// A date, a time or both, as ISO 8601 writes them.
    Iso(&'a str),
    /// A span of time, as ISO 8601 writes it.
    Span(&'a str),
    Error(&'a CellErrorType),
    /// An error the parser has no name for, by its own.
    OtherError(&'a str),
    /// A formula without a value, where it is known how it goes.
    Formula(Option<&'a str>),
}

impl<'a> Value<'a> {
    pub(super) fn of(data: &'a DataRef<'a>) -> Self {
        match data {
            DataRef::Int(value) => Self::Whole(*value),
            DataRef::Float(value) => Self::Number(*value),
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Bool(value) => Self::Truth(*value),
            DataRef::DateTime(value) => Self::Moment(*value),
            DataRef::DateTimeIso(text) => Self::Iso(text),
            DataRef::DurationIso(text) => Self::Span(text),
            DataRef::Error(error) => Self::Error(error),
            DataRef::Empty => Self::Empty,
        }
    }

    pub(super) fn of_owned(data: &'a Data) -> Self {
        match data {
            Data::Int(value) => Self::Whole(*value),
            Data::Float(value) => Self::Number(*value),
            // OpenDocument writes an error as a text.
            Data::String(text) if is_error(text) => Self::OtherError(text),
            Data::String(text) => Self::Text(text),
            Data::Bool(value) => Self::Truth(*value),
            Data::DateTime(value) => Self::Moment(*value),
            Data::DateTimeIso(text) => Self::Iso(text),
            Data::DurationIso(text) => Self::Span(text),
            Data::Error(error) => Self::Error(error),
            Data::Empty => Self::Empty,
        }
    }

    /// Its text and kind; no text where the cell is empty.
    pub(super) fn said(&self) -> (String, CellKind) {
        match self {
            Self::Empty => (String::new(), CellKind::Text),
            Self::Text(text) if text.contains('\0') => (text.replace('\0', "\u{FFFD}"), CellKind::Text),
            Self::Text(text) => ((*text).to_owned(), CellKind::Text),
            Self::Whole(value) => (value.to_string(), CellKind::Number),
            Self::Number(value) => number(*value),
            Self::Truth(value) => (value.to_string(), CellKind::Truth),
            Self::Moment(value) => moment(value),
            Self::Iso(text) => iso(text),
            Self::Span(text) => (span(text), CellKind::Text),
            Self::Error(error) => (error.to_string(), CellKind::Error),
            Self::OtherError(name) => ((*name).to_owned(), CellKind::Error),
            Self::Formula(formula) => (format!("={}", formula.unwrap_or("…")), CellKind::Error),
        }
    }
}

/// The names spreadsheets give their errors.
fn is_error(text: &str) -> bool {
    const NAMES: [&str; 8] = ["#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#DATA!"];
    let numbered = text.strip_prefix("Err:").is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
    NAMES.contains(&text) || numbered
}

/// A number in full, without an exponent: whole ones as they are, others to the 15 digits a spreadsheet shows.
fn number(value: f64) -> (String, CellKind) {
    /// Whole numbers below this are exact in a float (2^53).
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !value.is_finite() {
        return ("#NUM!".to_owned(), CellKind::Error);
    }
    if value == 0.0 {
        return ("0".to_owned(), CellKind::Number);
    }
    let exact = value.trunc() == value && value.abs() < EXACT;
    let rounded = if exact { value } else { format!("{value:.14e}").parse().unwrap_or(value) };
    (rounded.to_string(), CellKind::Number)
}

/// A day, with its time where it has one; a time alone, or a span, as text.
fn moment(value: &ExcelDateTime) -> (String, CellKind) {
    const DAY: i64 = 86_400;
    /// 31 December 9999, the last day spreadsheets know.
    const LAST: f64 = 2_958_465.0;
    let serial = value.as_f64();
    if !serial.is_finite() || !(0.0..LAST + 1.0).contains(&serial) {
        return number(serial);
    }
    // Below 2^53 by far: the seconds are exact.
    let seconds = (serial * 86_400.0).round() as i64;
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    if value.is_duration() {
        return (format!("{}:{minute:02}:{second:02}", seconds / 3600), CellKind::Text);
    }
    if days == 0 && seconds > 0 {
        return (format!("{hour:02}:{minute:02}:{second:02}"), CellKind::Text);
    }
    let (year, month, day, ..) = at_noon(value, days).to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let text = if rest == 0 { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") };
    (text, CellKind::Date)
}

/// The same day in the same system, away from the midnight that rounding may have crossed.
fn at_noon(value: &ExcelDateTime, days: i64) -> ExcelDateTime {
    // The parser does not say the system, but a moment is equal only to one of the same.
    let is_1904 = *value == ExcelDateTime::new(value.as_f64(), calamine::ExcelDateTimeType::DateTime, true);
    ExcelDateTime::new(days as f64 + 0.5, calamine::ExcelDateTimeType::DateTime, is_1904)
}

/// A date of ISO 8601, its time left away where it is midnight; a time alone is text.
fn iso(text: &str) -> (String, CellKind) {
    let text = text.trim();
    let digits = |range: std::ops::Range<usize>| text.get(range).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let is_date = digits(0..4) && digits(5..7) && digits(8..10) && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    if !is_date {
        return (text.to_owned(), CellKind::Text);
    }
    let (date, time) = text.split_at(10);
    let time = time.strip_prefix(['T', ' ']).unwrap_or("").get(..8).unwrap_or("");
    let text = if time.is_empty() || time == "00:00:00" { date.to_owned() } else { format!("{date}T{time}") };
    (text, CellKind::Date)
}

/// `PT26H30M00S` as `26:30:00`; anything else as it is.
fn span(text: &str) -> String {
    let parts = || {
        let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
        let number = |part: &str| part.parse::<u32>().ok();
        Some(format!("{}:{:02}:{:02}", number(hours)?, number(minutes)?, number(seconds)?))
    };
    parts().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0.1 + 0.2, "0.3")]
    #[case(123_456_789_012.0, "123456789012")]
    #[case(1.234_567_890_123_45e15, "1234567890123450")]
    #[case(9_007_199_254_740_991.0, "9007199254740991")]
    #[case(1e21, "1000000000000000000000")]
    #[case(-0.0, "0")]
    #[case(-1234.5, "-1234.5")]
    #[case(1.0 / 3.0, "0.333333333333333")]
    #[case(1e-7, "0.0000001")]
    #[case(97.167, "97.167")]
    #[case(4.35 * 100.0, "435")]
    fn a_number_is_written_in_full_and_without_noise(#[case] value: f64, #[case] text: &str) {
        assert_eq!(number(value), (text.to_owned(), CellKind::Number));
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        assert_eq!(number(f64::NAN).1, CellKind::Error);
        assert_eq!(number(f64::INFINITY).1, CellKind::Error);
    }

    #[rstest]
    #[case(45_000.0, false, "2023-03-15")]
    #[case(43_538.0, true, "2023-03-15")]
    #[case(0.0, true, "1904-01-01")]
    #[case(1.0, false, "1900-01-01")]
    #[case(59.0, false, "1900-02-28")]
    #[case(60.0, false, "1900-02-29")]
    #[case(61.0, false, "1900-03-01")]
    #[case(2_958_465.0, false, "9999-12-31")]
    #[case(45_000.5, false, "2023-03-15T12:00:00")]
    #[case(45_000.999_999_999, false, "2023-03-16")]
    #[case(44_484.791_666_666_7, false, "2021-10-15T19:00:00")]
    fn a_moment_is_its_day_in_the_system_of_the_workbook(#[case] serial: f64, #[case] is_1904: bool, #[case] text: &str) {
        let value = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
        assert_eq!(moment(&value), (text.to_owned(), CellKind::Date));
    }

    #[test]
    fn a_time_alone_and_a_span_are_text_and_a_serial_of_no_day_is_a_number() {
        let at = |serial, kind| moment(&ExcelDateTime::new(serial, kind, false));
        assert_eq!(at(0.75, ExcelDateTimeType::DateTime), ("18:00:00".to_owned(), CellKind::Text));
        assert_eq!(at(1.5, ExcelDateTimeType::TimeDelta), ("36:00:00".to_owned(), CellKind::Text));
        assert_eq!(at(-3.0, ExcelDateTimeType::DateTime), ("-3".to_owned(), CellKind::Number));
        assert_eq!(at(1e300, ExcelDateTimeType::DateTime).1, CellKind::Number);
    }

    #[rstest]
    #[case("2021-01-01", "2021-01-01", CellKind::Date)]
    #[case("2021-01-01T00:00:00.000Z", "2021-01-01", CellKind::Date)]
    #[case("2021-01-01T10:10:10.5", "2021-01-01T10:10:10", CellKind::Date)]
    #[case("10:10:10", "10:10:10", CellKind::Text)]
    #[case("20é1-01-01", "20é1-01-01", CellKind::Text)]
    fn a_date_of_iso_8601_is_a_date(#[case] given: &str, #[case] text: &str, #[case] kind: CellKind) {
        assert_eq!(iso(given), (text.to_owned(), kind));
    }

    #[test]
    fn a_span_of_iso_8601_is_hours_minutes_and_seconds() {
        assert_eq!(span("PT26H30M00S"), "26:30:00");
        assert_eq!(span("P1Y"), "P1Y");
    }
}
