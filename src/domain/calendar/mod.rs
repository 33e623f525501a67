//! Civil dates: periods and month arithmetic, with working days, rolling and dates in words beside them (cadence.md C1, C3).

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::cadence::CadenceError;

mod ends;
mod fiscal;
mod words;
mod working;

pub use ends::Every;
pub use fiscal::{Fiscal, Span, SpanError};
pub use words::{WordsError, understand};
pub use working::{Calendar, NoWorkingDay, Roll, Rolled, UnknownRoll};

/// The first date a book can hold: four digits of year, so that dates sort as text.
pub const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("1 January of the year 1 exists");
/// The last date a book can hold.
pub const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("31 December 9999 exists");

/// The unit of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Civil days.
    Day,
    /// Seven days.
    Week,
    /// Calendar months.
    Month,
    /// Twelve calendar months.
    Year,
}

/// A period of cadence: `n` units, `n ≥ 1` (C1). Written `2 weeks`, `1 month`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// How many units, at least 1.
    pub n: u32,
    /// The unit counted.
    pub unit: Unit,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// It has another form.
    #[error("“{0}” is not a period; write a number and days, weeks, months or years, like 2 weeks, 1 month or 3m")]
    Form(String),
    /// It counts nothing.
    #[error("“{0}” is not a period: it must count at least 1 day, week, month or year")]
    Zero(String),
    /// It is longer than any book needs.
    #[error("“{0}” is too long a period; at most {limit} are counted", limit = Period::LIMIT)]
    TooLong(String),
}

impl Period {
    /// The most units a written period may count.
    pub const LIMIT: u32 = 9999;

    /// A period of `n` days.
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Self { n, unit: Unit::Day }
    }

    /// A period of `n` weeks.
    #[must_use]
    pub const fn weeks(n: u32) -> Self {
        Self { n, unit: Unit::Week }
    }

    /// A period of `n` months.
    #[must_use]
    pub const fn months(n: u32) -> Self {
        Self { n, unit: Unit::Month }
    }

    /// `anchor + k × period`, always counted from the anchor; a day the target month lacks becomes its last day (C3).
    ///
    /// # Errors
    /// A result outside [`FIRST`]`..=`[`LAST`].
    pub fn after(self, anchor: NaiveDate, k: u32) -> Result<NaiveDate, CadenceError> {
        self.checked_after(anchor, k).ok_or_else(|| self.out_of_range(anchor, k))
    }

    /// [`Period::after`] moved to the last day of its month (`end_of_month`, C3).
    ///
    /// # Errors
    /// A result outside [`FIRST`]`..=`[`LAST`].
    pub fn after_to_month_end(self, anchor: NaiveDate, k: u32) -> Result<NaiveDate, CadenceError> {
        self.after(anchor, k).map(end_of_month)
    }

    /// Days this period counts in the ranking of the due list: a month 30, a year 360 (C7).
    #[must_use]
    pub const fn ranking_days(self) -> u32 {
        let days = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Year => 360,
        };
        self.n.saturating_mul(days)
    }

    /// The most civil days one such period can span.
    pub(crate) const fn longest_days(self) -> u32 {
        let days = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 31,
            Unit::Year => 366,
        };
        self.n.saturating_mul(days)
    }

    pub(crate) fn checked_after(self, anchor: NaiveDate, k: u32) -> Option<NaiveDate> {
        let units = u64::from(self.n) * u64::from(k);
        let months = |count: u64| u32::try_from(count).ok().map(Months::new);
        let date = match self.unit {
            Unit::Day => anchor.checked_add_days(Days::new(units)),
            Unit::Week => anchor.checked_add_days(Days::new(units.checked_mul(7)?)),
            Unit::Month => anchor.checked_add_months(months(units)?),
            Unit::Year => anchor.checked_add_months(months(units.checked_mul(12)?)?),
        }?;
        (FIRST..=LAST).contains(&date).then_some(date)
    }

    pub(crate) fn out_of_range(self, start: NaiveDate, k: u32) -> CadenceError {
        let period = if k == 1 { self.to_string() } else { format!("{k} × {self}") };
        CadenceError::OutOfRange { start, period }
    }
}

/// The last day of a date's month.
#[must_use]
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    let last = u32::from(date.num_days_in_month());
    date.with_day(last).expect("a month has its last day")
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        write!(f, "{} {unit}{}", self.n, if self.n == 1 { "" } else { "s" })
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Reads `2 weeks`, `1 month`, `10 days`, `1 year`, `2w`, `14d`, `3m`, `1y`, in any case.
impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded = text.trim().to_lowercase();
        let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
        let (number, word) = folded.split_at(digits);
        let unit = unit_named(word.trim_start()).filter(|_| digits > 0).ok_or_else(|| PeriodError::Form(text.to_owned()))?;
        let n = number.parse().ok().filter(|n| *n <= Self::LIMIT).ok_or_else(|| PeriodError::TooLong(text.to_owned()))?;
        if n == 0 {
            return Err(PeriodError::Zero(text.to_owned()));
        }
        Ok(Self { n, unit })
    }
}

/// The unit a lower-case word names, whole or by its letter.
fn unit_named(word: &str) -> Option<Unit> {
    match word {
        "d" | "day" | "days" => Some(Unit::Day),
        "w" | "week" | "weeks" => Some(Unit::Week),
        "m" | "month" | "months" => Some(Unit::Month),
        "y" | "year" | "years" => Some(Unit::Year),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
