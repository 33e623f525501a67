//! Numbers, shares and sums of a report in words.

use crate::domain::session::record::Count;
use crate::exchange::export::picture::heading::money;

pub(super) use crate::exchange::export::picture::heading::{counted, number};

/// A number with two decimals at most: `12`, `12.5`.
pub(super) fn decimal(value: f64) -> String {
    let text = format!("{:.2}", hundredths(value));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number rounded to hundredths; never a negative zero.
pub(super) fn hundredths(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 || !rounded.is_finite() { 0.0 } else { rounded }
}

/// What a number became: `4 → 2`, or the number itself where it stayed.
pub(super) fn shifted(before: f64, after: f64) -> String {
    let (before, after) = (decimal(before), decimal(after));
    if before == after { after } else { format!("{before} → {after}") }
}

/// How much more or less: `+3`, `−2`, `0`.
pub(super) fn change(before: i64, after: i64) -> String {
    match after - before {
        0 => "0".to_owned(),
        more @ 1.. => format!("+{}", number(more)),
        less => format!("−{}", number(-less)),
    }
}

/// The same of numbers with decimals.
pub(super) fn decimal_change(before: f64, after: f64) -> String {
    let by = hundredths(after - before);
    if by == 0.0 {
        "0".to_owned()
    } else if by > 0.0 {
        format!("+{}", decimal(by))
    } else {
        format!("−{}", decimal(-by))
    }
}

/// A part of a whole in percent, with one decimal at most; nothing of nothing.
pub(super) fn share(part: i64, whole: i64) -> String {
    if whole <= 0 { String::new() } else { per_mille((part as f64 / whole as f64 * 1000.0).round()) }
}

/// A share in per mille as percent: `25%`, `12.5%`.
pub(super) fn per_mille(share: f64) -> String {
    format!("{}%", decimal(share / 10.0))
}

/// The revenue of a count, a sum for each currency.
pub(super) fn revenue(count: &Count) -> String {
    count.arr.iter().map(|(currency, sum)| money(*sum, currency)).collect::<Vec<_>>().join(" + ")
}
