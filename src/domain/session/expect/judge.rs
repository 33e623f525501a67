//! Whether what was expected came true, with the sentence that says why.

use chrono::NaiveDate;

use super::{Expectation, Verdict};

/// What is found of a client when an expectation of it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The present value of what is compared, hundredths of a point.
    Value(i64),
    /// Whether the client passes the filter.
    Passes(bool),
    /// Nothing: no score, a factor that is gone, or words that only a person can judge.
    Nothing,
}

impl Expectation {
    /// What became of it on a day, with the sentence that says why: `appetite is 66.7, expected ≥ 70`.
    ///
    /// What is true now held, even where its day is not over or long past. What is not true is unknown up to its day, that day
    /// included, and did not hold after it; without a day it is judged at once, at the next session.
    #[must_use]
    pub fn judge(&self, found: Found, by_day: Option<NaiveDate>, today: NaiveDate) -> (Verdict, String) {
        let verdict = match self.is_true(found) {
            Some(true) => Verdict::Held,
            Some(false) if by_day.is_some_and(|day| today <= day) => Verdict::Unknown,
            Some(false) => Verdict::NotHeld,
            None => Verdict::Unknown,
        };
        let waits = by_day.filter(|_| verdict == Verdict::Unknown && *self != Self::Words);
        let until = waits.map(|day| format!(" by {day}")).unwrap_or_default();
        (verdict, format!("{}{until}", self.why(found)))
    }

    /// Whether it is true; none where that cannot be computed.
    fn is_true(&self, found: Found) -> Option<bool> {
        match (self, found) {
            (Self::Compared { how, bound, .. }, Found::Value(value)) => Some(how.holds(value, *bound)),
            (Self::Filter(_), Found::Passes(passes)) => Some(passes),
            (Self::Compared { .. }, Found::Passes(_) | Found::Nothing)
            | (Self::Filter(_), Found::Value(_) | Found::Nothing)
            | (Self::Words, Found::Value(_) | Found::Passes(_) | Found::Nothing) => None,
        }
    }

    fn why(&self, found: Found) -> String {
        match (self, found) {
            (Self::Compared { what, how, bound }, found) => {
                let is = match found {
                    Found::Value(value) => format!("is {}", points(value)),
                    Found::Passes(_) | Found::Nothing => "has no score".to_owned(),
                };
                format!("{what} {is}, expected {} {}", how.sign(), points(*bound))
            }
            (Self::Filter(filter), Found::Passes(true)) => format!("{filter} is so"),
            (Self::Filter(filter), Found::Passes(false)) => format!("{filter} is not so"),
            (Self::Filter(filter), Found::Value(_) | Found::Nothing) => format!("{filter} cannot be computed"),
            (Self::Words, _) => "only a person can judge it".to_owned(),
        }
    }
}

/// Hundredths as a number without zeros at its end: `70`, `66.7`, `66.67`.
#[must_use]
pub(super) fn points(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}
