//! Spans that figures are asked for: months, and the quarters and years of a fiscal year, by date and in words.

use std::fmt;

use chrono::{Datelike, Month, NaiveDate};
use serde::Serialize;
use thiserror::Error;

use super::{FIRST, LAST};

/// The fiscal year of a book, by the month it begins with; January makes it the calendar year.
///
/// A fiscal year is named after the calendar year in which it ends: begun in July 2026 it is FY2027, and July to September
/// 2026 are Q1 FY2027.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fiscal {
    /// The month it begins with.
    pub begins: Month,
}

/// Days from one to another, both included, with the name people give them. Cut off at the ends of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// `November 2026`, `Q3 FY2026`, `FY2026`; understood by [`Fiscal::understand`].
    pub label: String,
}

/// Why a text is no span.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpanError {
    /// It has another form.
    #[error(
        "“{0}” is not understood as a span; write this quarter, last quarter, this year, last year, this month, last month, \
         2026-Q3, FY2026 or 2026-11"
    )]
    Unknown(String),
    /// It has a known form, but no such days.
    #[error("“{0}” lies outside the calendar; there are months 01 to 12, quarters Q1 to Q4 and the years 0001 to 9999")]
    OutsideCalendar(String),
}

/// Months of one kind of span.
#[derive(Clone, Copy)]
enum Length {
    Month,
    Quarter,
    Year,
}

impl Length {
    const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

impl Default for Fiscal {
    fn default() -> Self {
        Self { begins: Month::January }
    }
}

impl Fiscal {
    /// The calendar month a date lies in.
    #[must_use]
    pub fn month_of(self, date: NaiveDate) -> Span {
        self.span_of(Length::Month, date)
    }

    /// The fiscal quarter a date lies in.
    #[must_use]
    pub fn quarter_of(self, date: NaiveDate) -> Span {
        self.span_of(Length::Quarter, date)
    }

    /// The fiscal year a date lies in.
    #[must_use]
    pub fn year_of(self, date: NaiveDate) -> Span {
        self.span_of(Length::Year, date)
    }

    /// The month before the one a date lies in; none before the calendar begins.
    #[must_use]
    pub fn month_before(self, date: NaiveDate) -> Option<Span> {
        self.span(Length::Month, self.index(Length::Month, date) - 1)
    }

    /// The fiscal quarter before the one a date lies in; none before the calendar begins.
    #[must_use]
    pub fn quarter_before(self, date: NaiveDate) -> Option<Span> {
        self.span(Length::Quarter, self.index(Length::Quarter, date) - 1)
    }

    /// The fiscal year before the one a date lies in; none before the calendar begins.
    #[must_use]
    pub fn year_before(self, date: NaiveDate) -> Option<Span> {
        self.span(Length::Year, self.index(Length::Year, date) - 1)
    }

    /// The span a text means on a day.
    ///
    /// Understood are `this` and `last` with `month`, `quarter` and `year`; quarters as `2026-Q3`, `2026 Q3` and
    /// `Q3 FY2026`; years as `2026` and `FY2026`; months as `2026-11` and `November 2026`. Quarters and years are fiscal ones.
    ///
    /// # Errors
    /// A text of another form, or days outside the calendar.
    pub fn understand(self, text: &str, today: NaiveDate) -> Result<Span, SpanError> {
        let unknown = || SpanError::Unknown(text.to_owned());
        let folded = text.to_lowercase();
        let words: Vec<&str> = folded.split(|c: char| c == '-' || c.is_whitespace()).filter(|word| !word.is_empty()).collect();
        let (length, index) = match words.as_slice() {
            ["this", word] => length_named(word).map(|length| (length, Some(self.index(length, today)))),
            ["last", word] => length_named(word).map(|length| (length, Some(self.index(length, today) - 1))),
            [year] => year_named(year).map(|year| (Length::Year, Some(year))),
            [a, b] => self.part_of_year(a, b).or_else(|| self.part_of_year(b, a)),
            _ => None,
        }
        .ok_or_else(unknown)?;
        index.and_then(|index| self.span(length, index)).ok_or_else(|| SpanError::OutsideCalendar(text.to_owned()))
    }

    /// A quarter or month of a year: its length and, where there is such a one, its index.
    fn part_of_year(self, year: &str, part: &str) -> Option<(Length, Option<i32>)> {
        let year = year_named(year)?;
        if let Some(quarter) = part.strip_prefix('q') {
            let quarter = number(quarter)?;
            return Some((Length::Quarter, (1..=4).contains(&quarter).then(|| year * 4 + quarter - 1)));
        }
        if part.len() == 2
            && let Some(month) = number(part)
        {
            return Some((Length::Month, (1..=12).contains(&month).then(|| year * 12 + month - 1)));
        }
        let month: Month = part.parse().ok()?;
        Some((Length::Month, Some(year * 12 + i32::from(month as u8))))
    }

    /// Months the fiscal year runs ahead of the calendar year: 0 for January, 11 for February.
    fn ahead(self, length: Length) -> i32 {
        match length {
            Length::Month => 0,
            Length::Quarter | Length::Year => (13 - self.begins.number_from_month() as i32) % 12,
        }
    }

    /// The number of a date's span, from the year 0 on.
    fn index(self, length: Length, date: NaiveDate) -> i32 {
        let months = date.year() * 12 + date.month0() as i32;
        (months + self.ahead(length)).div_euclid(length.months())
    }

    fn span_of(self, length: Length, date: NaiveDate) -> Span {
        let date = date.clamp(FIRST, LAST);
        self.span(length, self.index(length, date)).expect("a date of the calendar lies in a span of it")
    }

    /// The span of a number; none where no day of it lies in the calendar.
    fn span(self, length: Length, index: i32) -> Option<Span> {
        let first = |index: i32| {
            let months = index * length.months() - self.ahead(length);
            NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, 1)
        };
        let (from, to) = (first(index)?.max(FIRST), first(index + 1)?.pred_opt()?.min(LAST));
        (from <= to).then(|| Span { from, to, label: label(length, index) })
    }
}

fn label(length: Length, index: i32) -> String {
    match length {
        Length::Month => {
            let month = Month::try_from(index.rem_euclid(12) as u8 + 1).expect("1 to 12 are months");
            format!("{} {:04}", month.name(), index.div_euclid(12))
        }
        Length::Quarter => format!("Q{} FY{:04}", index.rem_euclid(4) + 1, index.div_euclid(4)),
        Length::Year => format!("FY{index:04}"),
    }
}

fn length_named(word: &str) -> Option<Length> {
    match word {
        "month" => Some(Length::Month),
        "quarter" => Some(Length::Quarter),
        "year" => Some(Length::Year),
        _ => None,
    }
}

/// `2026` or `fy2026`: four digits, or five for the year that ends after the calendar.
fn year_named(word: &str) -> Option<i32> {
    let digits = word.strip_prefix("fy").unwrap_or(word);
    (4..=5).contains(&digits.len()).then(|| number(digits)).flatten()
}

fn number(digits: &str) -> Option<i32> {
    let all_digits = !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Thursday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 5).expect("a date");

    fn beginning(begins: Month) -> Fiscal {
        Fiscal { begins }
    }

    fn told(span: &Span) -> String {
        format!("{}: {} to {}", span.label, span.from, span.to)
    }

    #[test]
    fn a_fiscal_year_is_named_after_the_calendar_year_in_which_it_ends() {
        for (begins, quarter, year) in [
            (Month::January, "Q4 FY2026: 2026-10-01 to 2026-12-31", "FY2026: 2026-01-01 to 2026-12-31"),
            (Month::February, "Q4 FY2027: 2026-11-01 to 2027-01-31", "FY2027: 2026-02-01 to 2027-01-31"),
            (Month::July, "Q2 FY2027: 2026-10-01 to 2026-12-31", "FY2027: 2026-07-01 to 2027-06-30"),
            (Month::November, "Q1 FY2027: 2026-11-01 to 2027-01-31", "FY2027: 2026-11-01 to 2027-10-31"),
            (Month::December, "Q4 FY2026: 2026-09-01 to 2026-11-30", "FY2026: 2025-12-01 to 2026-11-30"),
        ] {
            assert_eq!(told(&beginning(begins).quarter_of(TODAY)), quarter);
            assert_eq!(told(&beginning(begins).year_of(TODAY)), year);
        }
    }

    #[test]
    fn spans_in_words_are_understood() {
        for (text, span) in [
            ("this quarter", "Q2 FY2027: 2026-10-01 to 2026-12-31"),
            (" Last  Quarter ", "Q1 FY2027: 2026-07-01 to 2026-09-30"),
            ("this year", "FY2027: 2026-07-01 to 2027-06-30"),
            ("last year", "FY2026: 2025-07-01 to 2026-06-30"),
            ("this month", "November 2026: 2026-11-01 to 2026-11-30"),
            ("last month", "October 2026: 2026-10-01 to 2026-10-31"),
            ("2026-Q3", "Q3 FY2026: 2026-01-01 to 2026-03-31"),
            ("2026 q3", "Q3 FY2026: 2026-01-01 to 2026-03-31"),
            ("Q3 FY2026", "Q3 FY2026: 2026-01-01 to 2026-03-31"),
            ("FY2026", "FY2026: 2025-07-01 to 2026-06-30"),
            ("2026", "FY2026: 2025-07-01 to 2026-06-30"),
            ("2028-02", "February 2028: 2028-02-01 to 2028-02-29"),
            ("nov 2026", "November 2026: 2026-11-01 to 2026-11-30"),
        ] {
            assert_eq!(beginning(Month::July).understand(text, TODAY).as_ref().map(told), Ok(span.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused_with_what_would_be_right() {
        for text in
            ["", "quarter", "next quarter", "this week", "Q3", "26-Q3", "2026-Qx", "2026-1", "2026-11-05", "q3 q4", "last"]
        {
            let error = Fiscal::default().understand(text, TODAY).expect_err(text);
            assert!(matches!(error, SpanError::Unknown(_)) && error.to_string().contains("2026-Q3"), "{text}");
        }
        for text in ["2026-Q0", "2026-Q5", "2026-13", "2026-00", "0000", "99999"] {
            let error = Fiscal::default().understand(text, TODAY).expect_err(text);
            assert!(matches!(error, SpanError::OutsideCalendar(_)), "{text}: {error}");
        }
    }

    #[test]
    fn at_the_ends_of_the_calendar_spans_are_cut_off_and_nothing_comes_before() {
        let july = beginning(Month::July);
        assert_eq!(told(&july.year_of(FIRST)), "FY0001: 0001-01-01 to 0001-06-30");
        assert_eq!(told(&july.year_of(LAST)), "FY10000: 9999-07-01 to 9999-12-31");
        assert_eq!(july.quarter_before(FIRST), None);
        assert_eq!(july.year_before(FIRST), None);
        assert_eq!(july.month_before(FIRST), None);
        assert!(matches!(july.understand("last year", FIRST), Err(SpanError::OutsideCalendar(_))));
    }

    fn a_fiscal_year() -> impl Strategy<Value = Fiscal> {
        (1u8..=12).prop_map(|month| beginning(Month::try_from(month).expect("a month")))
    }

    fn a_date() -> impl Strategy<Value = NaiveDate> {
        (0i32..3_652_059).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days + 1).expect("in range"))
    }

    proptest! {
        #[test]
        fn four_quarters_tile_the_year(fiscal in a_fiscal_year(), date in a_date()) {
            let year = fiscal.year_of(date);
            let mut quarter = fiscal.quarter_of(year.from);
            prop_assert_eq!(quarter.from, year.from);
            let mut count = 1;
            while quarter.to < year.to {
                let next = fiscal.quarter_of(quarter.to.succ_opt().expect("in range"));
                prop_assert_eq!(Some(next.from), quarter.to.succ_opt());
                prop_assert_eq!(fiscal.quarter_before(next.from), Some(quarter));
                (quarter, count) = (next, count + 1);
            }
            prop_assert_eq!(quarter.to, year.to);
            let whole = (2..9999).contains(&date.year());
            prop_assert!(count == 4 || !whole, "{} quarters", count);
        }

        #[test]
        fn every_date_lies_in_its_month_quarter_and_year_and_in_none_before(fiscal in a_fiscal_year(), date in a_date()) {
            let spans = [
                (fiscal.month_of(date), fiscal.month_before(date)),
                (fiscal.quarter_of(date), fiscal.quarter_before(date)),
                (fiscal.year_of(date), fiscal.year_before(date)),
            ];
            for (span, before) in spans {
                prop_assert!(span.from <= date && date <= span.to, "{:?}", span);
                prop_assert_eq!(before.map(|before| before.to), span.from.pred_opt().filter(|day| *day >= FIRST));
            }
        }

        #[test]
        fn a_label_is_understood_as_its_span(fiscal in a_fiscal_year(), date in a_date()) {
            for span in [fiscal.month_of(date), fiscal.quarter_of(date), fiscal.year_of(date)] {
                prop_assert_eq!(fiscal.understand(&span.label, TODAY), Ok(span));
            }
        }

        #[test]
        fn any_text_gives_a_span_or_a_refusal_and_no_panic(text in "\\PC{0,20}|[qf]{0,1}y?[0-9]{0,6}[- ]q?[0-9]{0,6}") {
            let _ = Fiscal::default().understand(&text, TODAY);
        }
    }
}
