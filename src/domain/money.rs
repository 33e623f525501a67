//! Exact money: a whole number of ten-thousandths, with its currency beside it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount without its currency, exact to four decimals (the most ISO 4217 knows).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(i64);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AmountError {
    /// The text is not a plain decimal number.
    #[error("“{0}” is not an amount; write it like 12500 or 12500.50")]
    NotANumber(String),
    /// The number does not fit.
    #[error("“{0}” is too large for an amount; the limit is 900 billion")]
    TooLarge(String),
    /// More decimals than any currency has.
    #[error("“{0}” has more than four decimals")]
    TooFine(String),
}

impl Amount {
    /// Ten-thousandths in one unit.
    pub const SCALE: i64 = 10_000;
    /// The largest absolute amount accepted, in ten-thousandths.
    pub const LIMIT: i64 = 9_000_000_000_000_000;

    /// An amount from ten-thousandths, as the book stores it.
    #[must_use]
    pub const fn from_ten_thousandths(raw: i64) -> Self {
        Self(raw)
    }

    /// An amount of whole units.
    #[must_use]
    pub const fn whole(units: i32) -> Self {
        Self(units as i64 * Self::SCALE)
    }

    /// The amount in ten-thousandths, as the book stores it.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The sum, or `None` where it would not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount times a whole number (a monthly fee times 12), or `None` where it would not fit.
    #[must_use]
    pub fn checked_times(self, n: i64) -> Option<Self> {
        self.0.checked_mul(n).filter(|raw| raw.abs() <= Self::LIMIT).map(Self)
    }

    /// Reads a plain decimal number (`-12500.5`): point as the decimal sign, no grouping.
    ///
    /// # Errors
    /// Anything else than such a number, more than four decimals that are not zero, or a number out of range.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
            return Err(AmountError::NotANumber(text.to_owned()));
        }
        let (kept, rest) = fraction.split_at(fraction.len().min(4));
        if rest.bytes().any(|byte| byte != b'0') {
            return Err(AmountError::TooFine(text.to_owned()));
        }
        let too_large = || AmountError::TooLarge(text.to_owned());
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_large())? };
        let fraction: i64 = format!("{kept:0<4}").parse().map_err(|_| too_large())?;
        let raw = whole
            .checked_mul(Self::SCALE)
            .and_then(|units| units.checked_add(fraction))
            .filter(|raw| *raw <= Self::LIMIT)
            .ok_or_else(too_large)?;
        Ok(Self(if negative { -raw } else { raw }))
    }
}

/// Prints a plain decimal: `12500`, `12500.50`, `0.125`; never an exponent, never a grouping sign.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let raw = self.0.unsigned_abs();
        let scale = Self::SCALE.unsigned_abs();
        let (whole, fraction) = (raw / scale, raw % scale);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{fraction:04}");
        let digits = digits.trim_end_matches('0');
        write!(f, "{sign}{whole}.{digits:0<2}")
    }
}

/// A sum of money per currency, as totals of a mixed book are shown: never added across currencies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums(BTreeMap<String, i128>);

impl Sums {
    /// Adds an amount in a currency.
    pub fn add(&mut self, currency: &str, amount: Amount) {
        *self.0.entry(currency.to_owned()).or_default() += i128::from(amount.0);
    }

    /// Adds all sums of another.
    pub fn merge(&mut self, other: &Self) {
        for (currency, raw) in &other.0 {
            *self.0.entry(currency.clone()).or_default() += raw;
        }
    }

    /// Currency and sum, in the order of the currency codes; sums past the range stop at the limit.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Amount)> {
        self.0.iter().map(|(currency, raw)| {
            let held = (*raw).clamp(i128::from(-Amount::LIMIT), i128::from(Amount::LIMIT));
            (currency.as_str(), Amount(i64::try_from(held).expect("clamped into the range of an amount")))
        })
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_prints_as_it_was_read() {
        for (text, printed) in
            [("0", "0"), ("12500", "12500"), ("12500.5", "12500.50"), ("-0.125", "-0.125"), (".5", "0.50"), ("7.00", "7")]
        {
            assert_eq!(Amount::parse(text).map(|a| a.to_string()), Ok(printed.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "1e3", "1,000", "NaN", "12.34567", "99999999999999999999", "--1", "١٢"] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_ends_at_the_limit() {
        let limit = Amount::from_ten_thousandths(Amount::LIMIT);
        assert_eq!(Amount::parse(&limit.to_string()), Ok(limit));
        let above = Amount(Amount::LIMIT + 1).to_string();
        assert_eq!(Amount::parse(&above), Err(AmountError::TooLarge(above.clone())));
        assert_eq!(limit.checked_times(1), Some(limit));
        assert_eq!(Amount::whole(3).checked_add(Amount::whole(4)), Some(Amount::whole(7)));
        assert_eq!(Amount(i64::MAX).checked_add(Amount::whole(1)), None);
        assert_eq!(Amount(Amount::LIMIT / 2 + 1).checked_times(2), None);
        assert_eq!(Amount(-(Amount::LIMIT / 2) - 1).checked_times(2), None);
    }

    #[test]
    fn only_noughts_may_follow_the_fourth_decimal() {
        assert_eq!(Amount::parse("1.500000"), Amount::parse("1.5"));
        assert_eq!(Amount::parse("1.00001"), Err(AmountError::TooFine("1.00001".to_owned())));
        for text in ["1.5x", "1.-5", "x.5", "1.0000x", "."] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sums_of_two_books_are_added_currency_by_currency() {
        let mut one = Sums::default();
        assert!(one.is_empty());
        one.add("EUR", Amount::whole(3));
        let mut other = Sums::default();
        other.add("EUR", Amount::whole(4));
        other.add("USD", Amount::whole(5));
        one.merge(&other);
        assert!(!one.is_empty());
        assert_eq!(one.iter().collect::<Vec<_>>(), [("EUR", Amount::whole(7)), ("USD", Amount::whole(5))]);
    }

    #[test]
    fn sums_stay_apart_by_currency() {
        let mut sums = Sums::default();
        sums.add("EUR", Amount::whole(2));
        sums.add("CHF", Amount::whole(1));
        sums.add("EUR", Amount::whole(3));
        let all: Vec<_> = sums.iter().map(|(c, a)| format!("{a} {c}")).collect();
        assert_eq!(all, ["1 CHF", "5 EUR"]);
    }
}
