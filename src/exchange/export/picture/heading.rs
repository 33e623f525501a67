//! What a picture or a page says of itself: which book, of which day, by which model, who is let through, and the last entry.

use chrono::NaiveDate;

use super::clean;
use crate::domain::filter::Filter;
use crate::domain::money::{Amount, Sums};
use crate::exchange::export::{Ask, Share};
use crate::store::{Store, StoreError};

/// The heading and the foot of a picture or page; its texts are clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The name of the book: that of its file.
    pub book: String,
    /// The day it is made for.
    pub day: NaiveDate,
    /// The name of the model.
    pub model: String,
    /// The filter in words, where there is one.
    pub filter: Option<String>,
    /// The number of the last journal entry.
    pub entry: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

impl Heading {
    /// The heading for an export.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn of(store: &Store, ask: &Ask) -> Result<Self, StoreError> {
        let model = store.ground().model(ask.model.as_deref())?;
        let (entry, hash) = store.head()?;
        let book = store.path().file_stem().map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned());
        let (book, model) = (clean::line(&book), clean::line(&model.name));
        Ok(Self { book, day: ask.today, model, filter: filter_in_words(ask), entry, hash })
    }
}

/// The filter in words; where it names amounts and money is left out, it says only that.
fn filter_in_words(ask: &Ask) -> Option<String> {
    let filter = ask.filter.as_ref().filter(|filter| **filter != Filter::Everything)?;
    let of_money = filter.mentions(&|part: &Filter| matches!(part, Filter::Arr(_)));
    Some(match ask.money {
        Share::Left if of_money => "some clients (the filter names revenue)".to_owned(),
        Share::Left | Share::Shown => clean::line(&filter.to_string()),
    })
}

/// A whole number in groups of three: `1,234,567`.
#[must_use]
pub fn number(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&n.unsigned_abs().to_string()))
}

/// An amount with its currency: `1,234,567.50 EUR`.
#[must_use]
pub fn money(amount: Amount, currency: &str) -> String {
    let plain = amount.to_string();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let said = match plain.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", grouped(whole)),
        None => format!("{sign}{}", grouped(plain)),
    };
    if currency.is_empty() { said } else { format!("{said} {}", clean::line(currency)) }
}

/// The sums of each currency; none where money is left out.
#[must_use]
pub fn sums(sums: &Sums, share: Share) -> Vec<String> {
    match share {
        Share::Shown => sums.iter().map(|(currency, sum)| money(sum, currency)).collect(),
        Share::Left => Vec::new(),
    }
}

/// `1 client`, `12 clients`.
#[must_use]
pub fn counted(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
