//! Numbers, money and dates in the one configured style, and dates relative to today.

use chrono::{Datelike, NaiveDate};

use crate::domain::money::Amount;

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateStyle {
    /// `2026-11-05`.
    #[default]
    Iso,
    /// `05.11.2026`.
    DayMonthYear,
    /// `11/05/2026`.
    MonthDayYear,
    /// `5 Nov 2026`.
    Words,
}

/// The style of numbers and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// Between groups of three digits; none for no grouping.
    pub group: Option<char>,
    /// Before the decimals.
    pub decimal: char,
    /// How dates are written.
    pub date: DateStyle,
}

impl Default for Formats {
    fn default() -> Self {
        Self { group: Some(','), decimal: '.', date: DateStyle::Iso }
    }
}

impl Formats {
    /// `1,234,567`.
    #[must_use]
    pub fn number(&self, n: i64) -> String {
        let sign = if n < 0 { "-" } else { "" };
        format!("{sign}{}", self.grouped(&n.unsigned_abs().to_string()))
    }

    /// A count: `1,234,567`.
    #[must_use]
    pub fn count(&self, n: u64) -> String {
        self.grouped(&n.to_string())
    }

    /// `1,234,567` or `1,234,567.50`, without its currency.
    #[must_use]
    pub fn amount(&self, amount: Amount) -> String {
        let plain = amount.to_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        match plain.split_once('.') {
            Some((whole, fraction)) => format!("{sign}{}{}{fraction}", self.grouped(whole), self.decimal),
            None => format!("{sign}{}", self.grouped(plain)),
        }
    }

    /// `1,234,567 EUR`.
    #[must_use]
    pub fn money(&self, amount: Amount, currency: &str) -> String {
        if currency.is_empty() { self.amount(amount) } else { format!("{} {currency}", self.amount(amount)) }
    }

    /// At most six columns: `950`, `12.5k`, `1.2M`, `-3.4G`; cut, not rounded up, so that it never claims more than there is.
    #[must_use]
    pub fn short(&self, amount: Amount) -> String {
        let raw = amount.ten_thousandths();
        let sign = if raw < 0 { "-" } else { "" };
        let units = raw.unsigned_abs() / Amount::SCALE.unsigned_abs();
        let (step, letter) = match units {
            0..1_000 => return format!("{sign}{units}"),
            1_000..1_000_000 => (1_000, 'k'),
            1_000_000..1_000_000_000 => (1_000_000, 'M'),
            1_000_000_000..1_000_000_000_000 => (1_000_000_000, 'G'),
            1_000_000_000_000.. => (1_000_000_000_000, 'T'),
        };
        let (whole, tenth) = (units / step, units % step * 10 / step);
        if tenth == 0 || whole >= 100 {
            format!("{sign}{whole}{letter}")
        } else {
            format!("{sign}{whole}{}{tenth}{letter}", self.decimal)
        }
    }

    /// A date in the configured style.
    #[must_use]
    pub fn date(&self, date: NaiveDate) -> String {
        match self.date {
            DateStyle::Iso => date.format("%Y-%m-%d").to_string(),
            DateStyle::DayMonthYear => date.format("%d.%m.%Y").to_string(),
            DateStyle::MonthDayYear => date.format("%m/%d/%Y").to_string(),
            DateStyle::Words => date.format("%-d %b %Y").to_string(),
        }
    }

    /// A date without its year where it is today's: `5 Nov`, else as [`Formats::date`].
    #[must_use]
    pub fn day(&self, date: NaiveDate, today: NaiveDate) -> String {
        if date.year() == today.year() { date.format("%-d %b").to_string() } else { self.date(date) }
    }

    fn grouped(&self, digits: &str) -> String {
        let Some(group) = self.group else { return digits.to_owned() };
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        out
    }
}

/// How far a due date is: `today`, `tomorrow`, `in 3 days`, `12 days late`.
#[must_use]
pub fn until(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "1 day late".to_owned(),
        days @ 2.. => format!("in {days} days"),
        days => format!("{} days late", -days),
    }
}

/// How long ago something was: `today`, `yesterday`, `3 days ago`; later dates as `in 3 days`.
#[must_use]
pub fn ago(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days @ 2.. => format!("{days} days ago"),
        _ => until(date, today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        let formats = Formats::default();
        for (n, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (i64::MIN, "-9,223,372,036,854,775,808")]
        {
            assert_eq!(formats.number(n), text);
        }
        let swiss = Formats { group: Some('\''), decimal: ',', ..formats };
        assert_eq!(swiss.money(Amount::parse("1234567.5").unwrap(), "CHF"), "1'234'567,50 CHF");
    }

    #[test]
    fn a_short_amount_fits_six_columns_and_never_claims_more() {
        let formats = Formats::default();
        for (amount, text) in
            [("950", "950"), ("12500", "12.5k"), ("999999", "999k"), ("1250000", "1.2M"), ("-3400000000", "-3.4G")]
        {
            assert_eq!(formats.short(Amount::parse(amount).unwrap()), text);
        }
        assert!(formats.short(Amount::from_ten_thousandths(-Amount::LIMIT)).len() <= 6);
    }

    #[test]
    fn dates_are_said_relative_to_today() {
        let today = day("2026-11-05");
        for (date, said) in
            [("2026-11-05", "today"), ("2026-11-08", "in 3 days"), ("2026-10-24", "12 days late"), ("2026-11-04", "1 day late")]
        {
            assert_eq!(until(day(date), today), said);
        }
        assert_eq!(ago(day("2026-11-02"), today), "3 days ago");
        assert_eq!(ago(day("2026-11-08"), today), "in 3 days");
    }
}
