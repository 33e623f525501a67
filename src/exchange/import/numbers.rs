//! Amounts as people and systems write them: the column decides which sign is the decimal one.

use std::borrow::Cow;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::values::Fault;
use crate::domain::money::{Amount, AmountError};
use crate::exchange::guard::without_guard;

/// The decimal sign of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl Decimal {
    /// The sign itself.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

impl FromStr for Decimal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "." | "point" => Ok(Self::Point),
            "," | "comma" => Ok(Self::Comma),
            _ => Err(format!("“{text}” is no decimal sign; give . or ,")),
        }
    }
}

/// An amount read from a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The amount.
    pub amount: Amount,
    /// The currency the cell names by sign or code.
    pub currency: Option<String>,
    /// It had more than four decimals and was rounded, half to even.
    pub rounded: bool,
}

/// What one cell says about the decimal sign of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Nothing: it has neither sign, or is no number.
    Nothing,
    /// The decimal sign can only be this one.
    Only(Decimal),
    /// `1.234` or `1,234`: a thousand times more or less, by the sign.
    Either,
}

/// What a cell says about the decimal sign of its column; one that is no number either way (`1..5`) says nothing.
#[must_use]
pub fn hint(cell: &str) -> Hint {
    let Ok(parts) = Parts::of(cell) else { return Hint::Nothing };
    match looks(&parts) {
        Hint::Only(sign) if read(cell, Some(sign)).is_err() => Hint::Nothing,
        says @ (Hint::Nothing | Hint::Only(_) | Hint::Either) => says,
    }
}

fn looks(parts: &Parts<'_>) -> Hint {
    let digits = parts.digits.as_ref();
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let spaced = digits.contains([' ', '\'']);
    let (sign, other, count) = match (points, commas) {
        (0, 0) => return Hint::Nothing,
        (0, n) => (Decimal::Comma, Decimal::Point, n),
        (n, 0) => (Decimal::Point, Decimal::Comma, n),
        (_, _) => {
            let last = if digits.rfind('.') > digits.rfind(',') { Decimal::Point } else { Decimal::Comma };
            return Hint::Only(last);
        }
    };
    if count > 1 {
        return Hint::Only(other);
    }
    let (before, after) = digits.split_once(sign.sign()).unwrap_or((digits, ""));
    let could_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0') && !spaced;
    if !could_group {
        return Hint::Only(sign);
    }
    // Nobody writes dollars or pounds with a comma before three decimals.
    let anglo = parts.currency.as_deref().is_some_and(|code| matches!(code, "USD" | "GBP"));
    if anglo && sign == Decimal::Comma { Hint::Only(Decimal::Point) } else { Hint::Either }
}

/// Whether a cell is a figure in some form, with or without a currency.
pub(super) fn is_number(cell: &str) -> bool {
    Parts::of(cell).is_ok_and(|parts| parts.digits.contains(|c: char| c.is_ascii_digit()))
}

/// Reads an amount: signs, brackets for minus, grouping by `, . ' ` or spaces, a currency sign or code.
///
/// # Errors
/// What is no number, or is a percentage, an exponent, an abbreviation, an error of a spreadsheet, wrongly grouped or too large.
pub fn read(cell: &str, decimal: Option<Decimal>) -> Result<Money, Fault> {
    let parts = Parts::of(cell)?;
    let digits = parts.digits.as_ref();
    let (whole, fraction) = match decimal {
        Some(decimal) => digits.split_once(decimal.sign()).unwrap_or((digits, "")),
        None if digits.contains(['.', ',']) => {
            return Err(Fault::new("can be read in two ways", "say which with --decimal . or --decimal ,"));
        }
        None => (digits, ""),
    };
    let whole = ungrouped(whole, decimal).ok_or_else(not_a_number)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(not_a_number());
    }
    let (plain, rounded) = rounded(&whole, fraction);
    let sign = if parts.negative { "-" } else { "" };
    let amount = Amount::parse(&format!("{sign}{plain}")).map_err(|fault| match fault {
        AmountError::TooLarge(_) => Fault::new("is too large for an amount", "the limit is 900 billion"),
        AmountError::NotANumber(_) | AmountError::TooFine(_) => not_a_number(),
    })?;
    Ok(Money { amount, currency: parts.currency, rounded })
}

/// The code of a currency written as a code or a sign (`usd`, `€`).
#[must_use]
pub fn currency(text: &str) -> Option<String> {
    let text = without_guard(text).trim();
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    let known =
        |pairs: &[(&str, &str)], wanted: &str| pairs.iter().find(|(word, _)| *word == wanted).map(|(_, code)| (*code).to_owned());
    known(SIGNS, text).or_else(|| known(CURRENCIES, &in_letters(text))).or_else(|| {
        // `USD - U.S. Dollar`, `Euro (EUR)`: one code among words.
        let mut codes = text.split(|c: char| !c.is_alphanumeric()).filter(|word| is_currency_code(word));
        codes.next().filter(|_| codes.next().is_none()).map(str::to_owned)
    })
}

/// Small letters with single spaces, and nothing else.
fn in_letters(text: &str) -> String {
    let letters: String = text.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).flat_map(char::to_lowercase).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Currencies as systems write them out (Dynamics 365: `US Dollar`, `Pound Sterling`).
const CURRENCIES: &[(&str, &str)] = &[
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("us dollar", "USD"),
    ("us dollars", "USD"),
    ("united states dollar", "USD"),
    ("pound sterling", "GBP"),
    ("pounds sterling", "GBP"),
    ("british pound", "GBP"),
    ("british pounds", "GBP"),
    ("british pound sterling", "GBP"),
    ("uk pound", "GBP"),
    ("uk pound sterling", "GBP"),
    ("swiss franc", "CHF"),
    ("swiss francs", "CHF"),
    ("schweizer franken", "CHF"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("hong kong dollar", "HKD"),
    ("singapore dollar", "SGD"),
    ("japanese yen", "JPY"),
    ("yen", "JPY"),
    ("chinese yuan", "CNY"),
    ("swedish krona", "SEK"),
    ("norwegian krone", "NOK"),
    ("danish krone", "DKK"),
    ("polish zloty", "PLN"),
    ("polish złoty", "PLN"),
    ("czech koruna", "CZK"),
    ("hungarian forint", "HUF"),
    ("indian rupee", "INR"),
    ("south african rand", "ZAR"),
    ("brazilian real", "BRL"),
    ("mexican peso", "MXN"),
];

/// Whether these are the three letters of a currency in common use.
pub(super) fn is_currency_code(code: &str) -> bool {
    CODES.contains(&code)
}

/// Signs in money cells, longer ones first.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("R$", "BRL"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("S$", "SGD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("₴", "UAH"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Fr.", "CHF"),
];

const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF",
    "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN",
    "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
];

/// Bytes of the longest cell that is looked at for an amount with more than digits in it.
const LONGEST: usize = 400;

/// A money cell taken apart: what is left are digits and the signs between them.
struct Parts<'a> {
    negative: bool,
    currency: Option<String>,
    digits: Cow<'a, str>,
}

impl<'a> Parts<'a> {
    fn of(cell: &'a str) -> Result<Self, Fault> {
        let cell = without_guard(cell).trim();
        if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Ok(Self { negative: false, currency: None, digits: Cow::Borrowed(cell) });
        }
        if cell.len() > LONGEST {
            return Err(not_a_number());
        }
        let unified: String = cell.nfkc().map(unified).collect();
        let mut rest = unified.trim();
        if rest.starts_with('#') {
            return Err(Fault::new("is an error of a spreadsheet", "correct the formula there, or clear the cell"));
        }
        let (mut minus, mut plus, mut code) = (false, false, None);
        loop {
            let before = rest;
            if !minus && !plus {
                (rest, minus) = without_minus(rest);
                if let Some(behind) = rest.strip_prefix('+').filter(|_| !minus) {
                    (rest, plus) = (behind, true);
                }
            }
            if code.is_none() {
                (rest, code) = without_currency(rest);
            }
            rest = rest.trim();
            if rest == before {
                break;
            }
        }
        if let Some(plain) = without_exponent(rest) {
            return Ok(Self { negative: minus, currency: code, digits: Cow::Owned(plain) });
        }
        let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ');
        if rest.is_empty() || !rest.chars().all(numeric) {
            return Err(fault_of(rest));
        }
        Ok(Self { negative: minus, currency: code, digits: Cow::Owned(rest.to_owned()) })
    }
}

/// `8.48E10`, as Java programs (Salesforce Data Loader) print a number in full: all its digits are there. A spreadsheet's
/// `8.48E+10` shows only some of them and is left alone.
fn without_exponent(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once('E')?;
    let (whole, fraction) = mantissa.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(fraction) || !digits(exponent) {
        return None;
    }
    let places: usize = exponent.parse().ok().filter(|places| *places <= 20)?;
    let padded = format!("{whole}{fraction:0<places$}");
    let (whole, fraction) = padded.split_at(1 + places);
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

/// One character for all that mean the same.
fn unified(c: char) -> char {
    match c {
        '−' | '–' | '‐' | '‑' => '-',
        '’' | '‘' | '´' | '`' | '٬' => '\'',
        '\u{2009}' | '\u{202F}' | '\u{A0}' | '\t' | '_' => ' ',
        other => other,
    }
}

fn without_minus(text: &str) -> (&str, bool) {
    let bracketed = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let signed = || text.strip_prefix('-').or_else(|| text.strip_suffix('-'));
    bracketed.or_else(signed).map_or((text, false), |rest| (rest.trim(), true))
}

fn without_currency(text: &str) -> (&str, Option<String>) {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim(), Some((*code).to_owned()));
        }
    }
    let known = |code: &str| Some(code.to_ascii_uppercase()).filter(|code| is_currency_code(code));
    if let Some((head, rest)) = text.split_at_checked(3)
        && let Some(code) = known(head)
    {
        return (rest.trim(), Some(code));
    }
    if let Some((rest, tail)) = text.len().checked_sub(3).and_then(|at| text.split_at_checked(at))
        && let Some(code) = known(tail)
    {
        return (rest.trim(), Some(code));
    }
    (text, None)
}

fn not_a_number() -> Fault {
    Fault::new("is not a number", "write it like 12500 or 12500.50")
}

fn fault_of(rest: &str) -> Fault {
    let lower = rest.to_lowercase();
    let numeric = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if lower.ends_with('%') {
        return Fault::new("is a percentage, not an amount", "write the amount itself, like 12500.50");
    }
    if numeric(&lower) && lower.ends_with(['k', 'm', 'b']) {
        return Fault::new("is an abbreviation, not an exact amount", "write the amount in full, like 12500");
    }
    let exponent = lower.split_once('e').is_some_and(|(m, e)| numeric(m) && numeric(e.trim_start_matches(['+', '-'])));
    if exponent {
        return Fault::new("is written with an exponent and may have been rounded", "write it in full, like 12500");
    }
    not_a_number()
}

/// The digits of a whole number without its grouping; `None` where the groups are not of three (or of two before the last
/// three, as in India).
fn ungrouped(whole: &str, decimal: Option<Decimal>) -> Option<Cow<'_, str>> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Some(Cow::Borrowed(whole));
    };
    if decimal.is_some_and(|decimal| decimal.sign() == mark) {
        return None;
    }
    let groups: Vec<&str> = whole.split(mark).collect();
    let digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let (first, rest) = groups.split_first()?;
    let (last, between) = rest.split_last()?;
    let thirds = (1..=3).contains(&first.len()) && between.iter().all(|group| group.len() == 3);
    let lakhs = (1..=2).contains(&first.len()) && between.iter().all(|group| group.len() == 2);
    (digits && last.len() == 3 && (thirds || lakhs)).then(|| Cow::Owned(groups.concat()))
}

/// The number to four decimals, half to even, and whether that changed it.
fn rounded(whole: &str, fraction: &str) -> (String, bool) {
    let (kept, cut) = fraction.split_at(fraction.len().min(4));
    if cut.bytes().all(|byte| byte == b'0') {
        return (format!("{whole}.{kept}"), false);
    }
    let mut digits = format!("{whole}{kept:0<4}").into_bytes();
    let (first, rest) = (cut.as_bytes()[0], &cut.as_bytes()[1..]);
    let odd = digits.last().is_some_and(|digit| digit % 2 == 1);
    let up = first > b'5' || (first == b'5' && (odd || rest.iter().any(|byte| *byte != b'0')));
    if up {
        let nines = digits.iter().rev().take_while(|digit| **digit == b'9').count();
        let at = digits.len() - nines;
        digits[at..].fill(b'0');
        match at.checked_sub(1) {
            Some(before) => digits[before] += 1,
            None => digits.insert(0, b'1'),
        }
    }
    let digits = String::from_utf8(digits).expect("only ASCII digits were put in");
    let (whole, fraction) = digits.split_at(digits.len() - 4);
    (format!("{whole}.{fraction}"), true)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn amount(cell: &str, decimal: Option<Decimal>) -> Result<String, String> {
        read(cell, decimal).map(|money| money.amount.to_string()).map_err(|fault| fault.problem)
    }

    #[rstest]
    #[case("1,234.56", Decimal::Point, "1234.56")]
    #[case("1.234,56", Decimal::Comma, "1234.56")]
    #[case("1 234,56", Decimal::Comma, "1234.56")]
    #[case("1\u{202F}234,56", Decimal::Comma, "1234.56")]
    #[case("1'234.50", Decimal::Point, "1234.50")]
    #[case("1’234.50", Decimal::Point, "1234.50")]
    #[case("$1,234", Decimal::Point, "1234")]
    #[case("-$1,234.5", Decimal::Point, "-1234.50")]
    #[case("(1,234)", Decimal::Point, "-1234")]
    #[case("$(1,234)", Decimal::Point, "-1234")]
    #[case("($1,234)", Decimal::Point, "-1234")]
    #[case("1234-", Decimal::Point, "-1234")]
    #[case("−5", Decimal::Point, "-5")]
    #[case("'-5", Decimal::Point, "-5")]
    #[case("+5", Decimal::Point, "5")]
    #[case("1.234.567", Decimal::Comma, "1234567")]
    #[case("12,34,567.5", Decimal::Point, "1234567.50")]
    #[case("１２３４", Decimal::Point, "1234")]
    #[case("€ 5", Decimal::Point, "5")]
    #[case("5 EUR", Decimal::Point, "5")]
    #[case("CHF 1'000", Decimal::Point, "1000")]
    #[case("8.48E10", Decimal::Point, "84800000000")]
    #[case("6.0E7", Decimal::Comma, "60000000")]
    #[case("1.23456785E6", Decimal::Point, "1234567.85")]
    #[case(".5", Decimal::Point, "0.50")]
    #[case("1.23456", Decimal::Point, "1.2346")]
    #[case("0.00005", Decimal::Point, "0")]
    #[case("0.00015", Decimal::Point, "0.0002")]
    #[case("0.000151", Decimal::Point, "0.0002")]
    #[case("9.99995", Decimal::Point, "10")]
    fn an_amount_is_read_in_the_form_of_its_column(#[case] cell: &str, #[case] decimal: Decimal, #[case] read: &str) {
        assert_eq!(amount(cell, Some(decimal)), Ok(read.to_owned()), "{cell}");
    }

    #[rstest]
    #[case("1e3", "exponent")]
    #[case("1E+12", "exponent")]
    #[case("NaN", "not a number")]
    #[case("inf", "not a number")]
    #[case("#REF!", "error of a spreadsheet")]
    #[case("12%", "percentage")]
    #[case("1.5k", "abbreviation")]
    #[case("2M", "abbreviation")]
    #[case("1,23", "not a number")]
    #[case("1,2345", "not a number")]
    #[case("1.2.3", "not a number")]
    #[case("--5", "not a number")]
    #[case("(-5)", "not a number")]
    #[case("1 2", "not a number")]
    #[case("12,34,56", "not a number")]
    #[case("abc", "not a number")]
    #[case("$", "not a number")]
    #[case("99999999999999999999", "too large")]
    fn what_is_no_amount_is_said_to_be_none(#[case] cell: &str, #[case] why: &str) {
        let fault = amount(cell, Some(Decimal::Point));
        assert!(fault.as_ref().is_err_and(|fault| fault.contains(why)), "{cell}: {fault:?}");
    }

    #[rstest]
    #[case("1.234", Hint::Either)]
    #[case("1,234", Hint::Either)]
    #[case("€1.234", Hint::Either)]
    #[case("$1,234", Hint::Only(Decimal::Point))]
    #[case("0.123", Hint::Only(Decimal::Point))]
    #[case("1234.567", Hint::Only(Decimal::Point))]
    #[case("1.5", Hint::Only(Decimal::Point))]
    #[case("1,50", Hint::Only(Decimal::Comma))]
    #[case("1.234.567", Hint::Only(Decimal::Comma))]
    #[case("1 234,567", Hint::Only(Decimal::Comma))]
    #[case("1,234.5", Hint::Only(Decimal::Point))]
    #[case("1..5", Hint::Nothing)]
    #[case("1.5,2.5", Hint::Nothing)]
    #[case("1234", Hint::Nothing)]
    #[case("1 234", Hint::Nothing)]
    #[case("text", Hint::Nothing)]
    fn a_cell_says_what_it_can_about_the_decimal_sign(#[case] cell: &str, #[case] says: Hint) {
        assert_eq!(hint(cell), says, "{cell}");
    }

    #[test]
    fn a_cell_with_a_sign_is_never_read_without_a_decision() {
        assert!(amount("1.234", None).is_err_and(|fault| fault.contains("two ways")));
    }

    #[test]
    fn a_sign_or_code_in_the_cell_names_the_currency() {
        for (cell, code) in [("€5", "EUR"), ("5 gbp", "GBP"), ("R$ 5", "BRL"), ("US$5", "USD"), ("5zł", "PLN")] {
            assert_eq!(read(cell, None).map(|money| money.currency), Ok(Some(code.to_owned())), "{cell}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(cell in "\\PC{0,20}", digits in "[-+(0-9., 'eE$€%)]{0,14}") {
            for decimal in [None, Some(Decimal::Point), Some(Decimal::Comma)] {
                let _ = (read(&cell, decimal), read(&digits, decimal), hint(&cell), hint(&digits));
            }
        }

        #[test]
        fn a_grouped_amount_reads_as_the_plain_one(raw in 0i64..9_000_000_000_000) {
            let plain = Amount::from_ten_thousandths(raw * 100).to_string();
            let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "00"));
            let mut grouped = String::new();
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at).is_multiple_of(3) {
                    grouped.push('.');
                }
                grouped.push(digit);
            }
            let cell = format!("{grouped},{fraction}");
            proptest::prop_assert_eq!(amount(&cell, Some(Decimal::Comma)), Ok(plain));
        }
    }
}
