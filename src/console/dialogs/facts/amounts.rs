//! Amounts as a person types them: `12500`, `12,500.50`, `€ 12 500`, `12.5k`, `1.2m`.

use crate::domain::money::Amount;
use crate::exchange::import::numbers::{Decimal, Hint, Money, hint, read};

/// An amount and the currency it names, read with the decimal sign in force where both are possible.
///
/// # Errors
/// What is wrong and what would be right.
pub fn understand(text: &str, decimal: char) -> Result<(Amount, Option<String>), String> {
    let text = text.trim();
    let (number, times) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 1_000),
        Some((at, 'm' | 'M')) => (&text[..at], 1_000_000),
        Some(_) | None => (text, 1),
    };
    let configured = if decimal == ',' { Decimal::Comma } else { Decimal::Point };
    let sign = match hint(number) {
        Hint::Only(only) => only,
        Hint::Nothing | Hint::Either => configured,
    };
    let Money { amount, currency, .. } = read(number, Some(sign))
        .map_err(|fault| format!("“{text}” {}; write it like 12500, 12,500.50 or 12.5k", fault.problem))?;
    let amount = amount.checked_times(times).ok_or_else(|| format!("“{text}” is too large for an amount"))?;
    Ok((amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let plain = |text: &str| understand(text, '.').map(|(amount, _)| amount.to_string());
        for (text, amount) in
            [("12500", "12500"), ("12,500.50", "12500.5"), ("12.500,50", "12500.5"), ("12.5k", "12500"), ("1.2M", "1200000")]
        {
            assert_eq!(plain(text).map(|read| read.parse::<f64>().unwrap()), Ok(amount.parse::<f64>().unwrap()), "{text}");
        }
        assert_eq!(understand("€ 1 200", '.').unwrap().1.as_deref(), Some("EUR"));
        assert_eq!(plain("12,500"), Ok("12500".to_owned()), "the configured point makes the comma a group");
        for wrong in ["", "k", "twelve", "12.5.1", "9999999999m"] {
            assert!(plain(wrong).is_err(), "{wrong}");
        }
    }
}
