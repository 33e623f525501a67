//! Scores on the scale of another system, mapped onto ours by what somebody said about that scale.
//!
//! The rule: a range `LOW..HIGH` maps in a straight line onto 1 to the top of the factor, LOW onto 1 and HIGH onto the top
//! (LOW may be the greater number: then a high figure is a bad one). Words map onto the number given for each. Several
//! columns for one factor give the mean of those that say something. Only then is rounded, once, half up. What is off the
//! scale rejects its row; nothing is ever guessed.

use std::fmt;
use std::str::FromStr;

use super::values::{Fault, is_blank, score};
use crate::domain::money::Amount;
use crate::domain::text::fold;
use crate::exchange::guard::without_guard;
use crate::exchange::refused::{Refused, shown_cell};

/// What somebody says about the scale of a column or of a factor: `--scale NPS=-100..100`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleChoice {
    given: String,
    of: String,
    scale: Scale,
}

impl ScaleChoice {
    /// The scale of a column, or of every column of a factor where `of` is `score.FACTOR`.
    #[must_use]
    pub fn new(of: &str, scale: Scale) -> Self {
        Self { given: shown_cell(&format!("{of}={scale}")), of: of.trim().to_owned(), scale }
    }

    /// As it was given, to be shown.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The column or field it speaks of.
    #[must_use]
    pub fn of(&self) -> &str {
        &self.of
    }

    /// The scale.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }
}

impl fmt::Display for ScaleChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.of, self.scale)
    }
}

impl FromStr for ScaleChoice {
    type Err = Refused;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let refused = |why: String| Refused::BadScale { given: shown_cell(given), why };
        let Some((of, scale)) = given.split_once('=').filter(|(of, _)| !of.trim().is_empty()) else {
            return Err(refused("it names no column or factor: write COLUMN=LOW..HIGH".to_owned()));
        };
        Ok(Self { given: shown_cell(given), of: of.trim().to_owned(), scale: scale.parse().map_err(refused)? })
    }
}

/// How the figures or words of a column stand for scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scale {
    /// Figures from one end to the other; the first end is the worst.
    Range {
        /// What becomes 1.
        low: Amount,
        /// What becomes the top.
        high: Amount,
    },
    /// Words, folded, and the score each stands for.
    Words(Vec<(String, u8)>),
}

/// The ends of a range lie within a million either way, so that means stay exact.
const FARTHEST: i64 = 1_000_000 * Amount::SCALE;

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.contains('=') {
            return words(text);
        }
        let unread =
            || format!("“{}” is no scale; write LOW..HIGH like 0..100, or words like red=1,yellow=3,green=5", shown_cell(text));
        let (low, high) = text.split_once("..").ok_or_else(unread)?;
        let end = |text: &str| Amount::parse(text).ok().filter(|end| end.ten_thousandths().abs() <= FARTHEST);
        let (low, high) = end(low).zip(end(high)).ok_or_else(unread)?;
        if low == high {
            return Err("both ends of the scale are the same".to_owned());
        }
        Ok(Self::Range { low, high })
    }
}

fn words(text: &str) -> Result<Scale, String> {
    let mut words: Vec<(String, u8)> = Vec::new();
    for part in text.split(',') {
        let (word, value) = part.rsplit_once('=').unwrap_or((part, ""));
        let word = fold(word.trim());
        let value = value.trim().parse::<u8>().ok().filter(|value| *value > 0);
        let Some(value) = value.filter(|_| !word.is_empty()) else {
            return Err(format!("“{}” is no word with its score; write them like red=1,yellow=3,green=5", shown_cell(part)));
        };
        if words.iter().any(|(other, _)| *other == word) {
            return Err(format!("“{}” is there twice", shown_cell(&word)));
        }
        words.push((word, value));
    }
    Ok(Scale::Words(words))
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { low, high } => write!(f, "{low}..{high}"),
            Self::Words(words) => {
                let words: Vec<String> = words.iter().map(|(word, score)| format!("{word}={score}")).collect();
                f.write_str(&words.join(","))
            }
        }
    }
}

/// A score before it is rounded: an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points {
    over: i128,
    under: i128,
}

impl Points {
    fn of(over: i128, under: i128) -> Self {
        let (over, under) = if under < 0 { (-over, -under) } else { (over, under) };
        let divisor = common_divisor(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        Self { over: over / divisor, under: under / divisor }
    }

    fn plus(self, other: Self) -> Option<Self> {
        let over = self.over.checked_mul(other.under)?.checked_add(other.over.checked_mul(self.under)?)?;
        Some(Self::of(over, self.under.checked_mul(other.under)?))
    }

    /// The whole score, half up.
    #[must_use]
    pub fn rounded(self) -> u8 {
        let (over, under) = (self.over, self.under);
        let whole = over.saturating_mul(2).saturating_add(under).div_euclid(under.saturating_mul(2));
        u8::try_from(whole).unwrap_or(u8::MAX)
    }
}

fn common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The mean of the columns of one factor; none where none says anything.
#[must_use]
pub fn mean(points: &[Points]) -> Option<Points> {
    let (first, rest) = points.split_first()?;
    let sum = rest.iter().try_fold(*first, |sum, points| sum.plus(*points))?;
    let count = i128::try_from(points.len()).ok()?;
    Some(Points::of(sum.over, sum.under.checked_mul(count)?))
}

/// What a cell says on a scale; without one it must be a score already. `top` is none where there is no such factor.
///
/// # Errors
/// What is off the scale, is no figure or none of its words, or a factor that does not exist.
pub fn points(cell: &str, scale: Option<&Scale>, top: Option<u8>) -> Result<Option<Points>, Fault> {
    let (Some(scale), Some(top)) = (scale, top) else {
        return Ok(score(cell, top)?.map(|score| Points::of(i128::from(score), 1)));
    };
    if is_blank(cell) {
        return Ok(None);
    }
    match scale {
        Scale::Range { low, high } => on_range(cell, *low, *high, top).map(Some),
        Scale::Words(words) => {
            let said = fold(without_guard(cell).trim());
            let Some((_, score)) = words.iter().find(|(word, _)| *word == said) else {
                let known = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ");
                return Err(Fault::new("is none of the words of its scale", format!("the words are: {known}")));
            };
            if *score > top {
                let problem = format!("stands for {score}, which is off the scale of 1 to {top}");
                return Err(Fault::new(problem, format!("give it a score from 1 to {top} with --scale")));
            }
            Ok(Some(Points::of(i128::from(*score), 1)))
        }
    }
}

fn on_range(cell: &str, low: Amount, high: Amount, top: u8) -> Result<Points, Fault> {
    let hint = || format!("write a figure from {low} to {high}");
    let text = without_guard(cell).trim();
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    let Ok(value) = Amount::parse(text) else {
        return Err(Fault::new("is no figure of its scale", hint()));
    };
    let (least, most) = if low < high { (low, high) } else { (high, low) };
    if value < least || value > most {
        return Err(Fault::new(format!("is off the scale of {low} to {high}"), hint()));
    }
    let raw = |amount: Amount| i128::from(amount.ten_thousandths());
    let (from, width) = (raw(value) - raw(low), raw(high) - raw(low));
    Ok(Points::of(width + from * i128::from(top.saturating_sub(1)), width))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn scored(cell: &str, scale: &str, top: u8) -> Result<Option<u8>, String> {
        let scale: Scale = scale.parse().expect("a scale");
        points(cell, Some(&scale), Some(top)).map(|points| points.map(Points::rounded)).map_err(|fault| fault.problem)
    }

    #[rstest]
    #[case("0", "0..100", 1)]
    #[case("12.4", "0..100", 1)]
    #[case("12.5", "0..100", 2)]
    #[case("37.4999", "0..100", 2)]
    #[case("50", "0..100", 3)]
    #[case("50 %", "0..100", 3)]
    #[case("100", "0..100", 5)]
    #[case("100", "100..0", 1)]
    #[case("0", "100..0", 5)]
    #[case("-100", "-100..100", 1)]
    #[case("0", "-100..100", 3)]
    #[case("0.82", "0..1", 4)]
    #[case("Green ", "red=1,yellow=3,green=5", 5)]
    #[case("YELLOW", "red=1,yellow=3,green=5", 3)]
    #[case("at_risk", "at_risk=1,neutral=3,healthy=5", 1)]
    fn a_figure_or_word_becomes_the_score_its_scale_says(#[case] cell: &str, #[case] scale: &str, #[case] score: u8) {
        assert_eq!(scored(cell, scale, 5), Ok(Some(score)));
    }

    #[rstest]
    #[case("101", "0..100", "off the scale of 0 to 100")]
    #[case("-1", "100..0", "off the scale of 100 to 0")]
    #[case("high", "0..100", "no figure")]
    #[case("5,5", "0..100", "no figure")]
    #[case("50%", "0..1", "off the scale")]
    #[case("blue", "red=1,green=5", "none of the words")]
    #[case("red", "red=6", "off the scale of 1 to 5")]
    fn what_is_off_its_scale_is_refused(#[case] cell: &str, #[case] scale: &str, #[case] says: &str) {
        let problem = scored(cell, scale, 5).expect_err("refused");
        assert!(problem.contains(says), "{problem}");
    }

    #[rstest]
    #[case("NPS")]
    #[case("=0..1")]
    #[case("NPS=0")]
    #[case("NPS=5..5")]
    #[case("NPS=0..99999999")]
    #[case("NPS=red")]
    #[case("NPS=red=0")]
    #[case("NPS=red=1,RED=2")]
    #[case("NPS=red=x")]
    fn what_is_no_scale_is_refused(#[case] given: &str) {
        assert!(given.parse::<ScaleChoice>().is_err());
    }

    #[test]
    fn the_mean_is_taken_before_rounding() {
        let third = |n| Points::of(n, 3);
        assert_eq!(mean(&[third(4), third(5)]).map(Points::rounded), Some(2), "exactly one and a half");
        assert_eq!(mean(&[]), None);
    }

    proptest! {
        #[test]
        fn a_scale_is_monotone_and_its_ends_are_the_ends(low in -1_000_000i64..1_000_000, width in 1i64..1_000_000, a in 0.0..=1.0, b in 0.0..=1.0, top in 2u8..=20) {
            let (from, to) = (Amount::from_ten_thousandths(low), Amount::from_ten_thousandths(low + width));
            let at = |part: f64| Amount::from_ten_thousandths(low + (width as f64 * part) as i64).to_string();
            let (lower, higher) = if a <= b { (at(a), at(b)) } else { (at(b), at(a)) };
            let up = |cell: &str| on_range(cell, from, to, top).map(Points::rounded).expect("on the scale");
            let down = |cell: &str| on_range(cell, to, from, top).map(Points::rounded).expect("on the scale");
            prop_assert!(up(&lower) <= up(&higher) && down(&lower) >= down(&higher));
            prop_assert_eq!((up(&from.to_string()), up(&to.to_string())), (1, top));
            prop_assert_eq!((down(&from.to_string()), down(&to.to_string())), (top, 1));
        }

        #[test]
        fn reading_a_scale_never_panics(given in "\\PC{0,20}", cell in "\\PC{0,12}", top in 1u8..=20) {
            if let Ok(choice) = format!("x={given}").parse::<ScaleChoice>() {
                let score = points(&cell, Some(choice.scale()), Some(top));
                prop_assert!(score.ok().flatten().is_none_or(|points| (1..=top).contains(&points.rounded())));
            }
        }
    }
}
