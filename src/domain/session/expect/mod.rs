//! What a move expects to be seen by the next session, and whether it was (decision replay).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Fiscal;
use crate::domain::filter::Filter;
use crate::domain::model::Model;
use crate::domain::money::Amount;
use crate::domain::text::fold;

mod day;
mod judge;
#[cfg(test)]
mod tests;

pub use judge::Found;

/// What a text expects, as far as it can be computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// A score of a dimension of the model (0–100) or a factor (its own scale) compared with a number.
    Compared {
        /// Key of the dimension or factor.
        what: String,
        /// How.
        how: Comparison,
        /// Hundredths of a point.
        bound: i64,
    },
    /// A filter that the client is to pass (`arr>50k`, `stage:steady`, `-overdue`).
    Filter(Filter),
    /// Words that only a person can judge.
    Words,
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`, `≤`
    AtMost,
    /// `=`
    Equal,
    /// `>=`, `≥`
    AtLeast,
    /// `>`
    Above,
}

/// What became of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It came true.
    Held,
    /// It did not, and its day is over.
    NotHeld,
    /// It cannot be computed, or its day is not over and it is not true yet.
    Unknown,
}

impl Verdict {
    /// Its words: `held`, `not held`, `unknown`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::NotHeld => "not held",
            Self::Unknown => "unknown",
        }
    }
}

/// The signs of comparisons as people write them; those of two characters come first.
const SIGNS: [(&str, Comparison); 11] = [
    (">=", Comparison::AtLeast),
    ("=>", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("=<", Comparison::AtMost),
    ("==", Comparison::Equal),
    ("≥", Comparison::AtLeast),
    ("≤", Comparison::AtMost),
    (">", Comparison::Above),
    ("<", Comparison::Below),
    ("=", Comparison::Equal),
    ("＝", Comparison::Equal),
];

impl Comparison {
    /// Its sign: `≥`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "≤",
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::Above => ">",
        }
    }

    /// Whether a value stands so to a bound.
    #[must_use]
    pub const fn holds(self, value: i64, bound: i64) -> bool {
        match self {
            Self::Below => value < bound,
            Self::AtMost => value <= bound,
            Self::Equal => value == bound,
            Self::AtLeast => value >= bound,
            Self::Above => value > bound,
        }
    }
}

impl Expectation {
    /// Reads what a text expects of a client in a model: `appetite ≥ 70 by next quarter`, `engagement >= 4`, `arr>50k`.
    /// The second answer is the day it names (`by …`), understood on the day it was written; quarters are calendar ones.
    #[must_use]
    pub fn read(text: &str, model: &Model, written_on: NaiveDate) -> (Self, Option<NaiveDate>) {
        Self::read_in(text, model, written_on, Fiscal::default())
    }

    /// [`Expectation::read`] where quarters and years are those of a fiscal year.
    #[must_use]
    pub fn read_in(text: &str, model: &Model, written_on: NaiveDate, fiscal: Fiscal) -> (Self, Option<NaiveDate>) {
        let (what, by_day) = day::split(text, written_on, fiscal);
        let expectation = compared(what, model).or_else(|| filter(what).map(Self::Filter)).unwrap_or(Self::Words);
        (expectation, by_day)
    }
}

/// `appetite ≥ 70`: a dimension or factor of the model, a sign and a number.
fn compared(text: &str, model: &Model) -> Option<Expectation> {
    let at = text.find(['<', '>', '=', '≤', '≥', '＝'])?;
    let (name, rest) = text.split_at(at);
    let (sign, how) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let number = Amount::parse(rest[sign.len()..].trim()).ok()?.ten_thousandths();
    let hundredth = Amount::SCALE / 100;
    let bound = (number % hundredth == 0).then_some(number / hundredth)?;
    Some(Expectation::Compared { what: named(name, model)?, how: *how, bound })
}

/// The key of the dimension or factor a person names by its key or name, compared folded; `x` and `y` are those of the axes.
fn named(name: &str, model: &Model) -> Option<String> {
    let plain = |name: &str| fold(&fold(name).replace(['_', '-'], " "));
    let asked = plain(name);
    let asked = asked.strip_prefix("score.").unwrap_or(&asked);
    let is = |names: &[&str]| names.iter().any(|name| plain(name) == asked);
    if let Some(dimension) = model.dimensions.iter().find(|dimension| is(&[&dimension.key, &dimension.name])) {
        return Some(dimension.key.clone());
    }
    let factors = model.dimensions.iter().flat_map(|dimension| dimension.factors.iter().map(move |factor| (dimension, factor)));
    for (dimension, factor) in factors {
        let whole = format!("{}.{}", dimension.key, factor.key);
        if is(&[&factor.key, &whole, &factor.question, factor.question.trim_end_matches('?')]) {
            // Where a dimension has that key too, only both together say which is meant.
            return Some(if model.dimension(&factor.key).is_some() { whole } else { factor.key.clone() });
        }
    }
    match asked {
        "x" => Some(model.x.clone()),
        "y" => model.y.clone(),
        _ => None,
    }
}

/// A filter made of conditions and states only; a free word could mean anything.
fn filter(text: &str) -> Option<Filter> {
    let read = |text: &str| Filter::parse(text).ok().filter(|filter| *filter != Filter::Everything);
    let found = read(text).or_else(|| read(&tight(text)))?;
    (!found.mentions(&|part| matches!(part, Filter::Word(_)))).then_some(found)
}

/// A text without spaces around its signs, as conditions are written: `arr > 50k` becomes `arr>50k`.
fn tight(text: &str) -> String {
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '≤' | '≥');
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() && !out.ends_with(is_sign) && !word.starts_with(is_sign) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
