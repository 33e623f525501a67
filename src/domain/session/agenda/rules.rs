//! The rules of an agenda as people write them: which reasons count, in which order, with their bounds.

use std::fmt;

use super::Reason;
use crate::domain::client::RENEWAL_DAYS;
use crate::domain::nearest::nearest;
use crate::domain::refusal::Refusal;

/// Which reasons count, in which order, with their bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The reasons that count, the first one first.
    pub order: Vec<Reason>,
    /// Days before a renewal from which it is a reason.
    pub renewal_days: i64,
}

/// The most days before a renewal that can be a reason: ten years.
const MOST_DAYS: i64 = 3650;
/// What stands for every reason that is not named.
const ALL: &str = "all";

impl Default for Rules {
    fn default() -> Self {
        Self { order: Reason::ALL.to_vec(), renewal_days: RENEWAL_DAYS }
    }
}

/// One word of the rules.
enum Said {
    /// This reason stands here.
    Named(Reason),
    /// Every reason that is not named otherwise stands here, in the usual order.
    Others,
    /// This reason does not count.
    Without(Reason),
}

impl Rules {
    /// Reads rules as people write them, with commas between: `contested,near,drift,renewal=90` are these reasons in this order;
    /// `all` stands for every one not named (`overdue,all`), `-overdue` leaves one out of all. An empty text means the usual
    /// ones.
    ///
    /// # Errors
    /// An unknown reason, one named twice, none left, or a bound that is no number of days.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut renewal_days = RENEWAL_DAYS;
        let mut said = Vec::new();
        for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            let (name, bound) = part.split_once('=').map_or((part, None), |(name, bound)| (name, Some(bound.trim())));
            let word = word(name)?;
            if let Some(bound) = bound {
                renewal_days = days(&word, bound, part)?;
            }
            said.push(word);
        }
        let order = order(&said)?;
        if order.is_empty() {
            return Err(bad(text, "leave at least one reason in, or leave the rules out for the usual ones"));
        }
        Ok(Self { order, renewal_days })
    }

    /// The rules as they are written; an empty text for the usual ones. Read again, it gives the same rules.
    #[must_use]
    pub fn to_text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let word = |reason: &Reason| match reason {
            Reason::Renewal if self.renewal_days != RENEWAL_DAYS => format!("{}={}", reason.word(), self.renewal_days),
            Reason::Contested
            | Reason::Proposed
            | Reason::Unplaced
            | Reason::Near
            | Reason::BackAndForth
            | Reason::PutOff
            | Reason::Drift
            | Reason::Confirm
            | Reason::Scores
            | Reason::Changed
            | Reason::Overdue
            | Reason::Renewal => reason.word().to_owned(),
        };
        self.order.iter().map(word).collect::<Vec<_>>().join(",")
    }
}

/// Prints [`Rules::to_text`].
impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl std::str::FromStr for Rules {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// What a word says: `near`, `Back and forth`, `all`, `-overdue`.
fn word(given: &str) -> Result<Said, Refusal> {
    let folded = given.trim().to_lowercase();
    let (name, without) = folded.strip_prefix('-').map_or((folded.as_str(), false), |name| (name.trim(), true));
    let name = name.replace('_', "-").split_whitespace().collect::<Vec<_>>().join("-");
    match (Reason::of_word(&name), without) {
        (Some(reason), false) => Ok(Said::Named(reason)),
        (Some(reason), true) => Ok(Said::Without(reason)),
        (None, false) if name == ALL => Ok(Said::Others),
        (None, _) => Err(unknown(given, &name)),
    }
}

/// The bound of a reason that has one.
fn days(said: &Said, bound: &str, part: &str) -> Result<i64, Refusal> {
    match said {
        Said::Named(Reason::Renewal) => {
            let digits = bound.strip_suffix(['d', 'D']).unwrap_or(bound).trim();
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let days = digits.parse().ok().filter(|days| plain && *days <= MOST_DAYS);
            days.ok_or_else(|| bad(part, &format!("write the days before a renewal, 0 to {MOST_DAYS}: renewal=90")))
        }
        Said::Named(_) | Said::Others | Said::Without(_) => Err(bad(part, "only renewal has a bound: renewal=90")),
    }
}

/// The reasons that count, in their order.
fn order(said: &[Said]) -> Result<Vec<Reason>, Refusal> {
    let mut settled: Vec<Reason> = Vec::new();
    for reason in said.iter().filter_map(|said| match said {
        Said::Named(reason) | Said::Without(reason) => Some(*reason),
        Said::Others => None,
    }) {
        if settled.contains(&reason) {
            return Err(bad(reason.word(), "each reason is named once"));
        }
        settled.push(reason);
    }
    let others = || Reason::ALL.into_iter().filter(|reason| !settled.contains(reason));
    let names_none = said.iter().all(|said| matches!(said, Said::Without(_)));
    let mut order: Vec<Reason> = if names_none { others().collect() } else { Vec::new() };
    let mut all = 0;
    for said in said {
        match said {
            Said::Named(reason) => order.push(*reason),
            Said::Without(_) => {}
            Said::Others => {
                all += 1;
                order.extend(others());
            }
        }
    }
    if all > 1 { Err(bad(ALL, "write it once")) } else { Ok(order) }
}

fn bad(given: &str, hint: &str) -> Refusal {
    Refusal::BadValue { what: "rule of an agenda".to_owned(), value: given.to_owned(), hint: hint.to_owned() }
}

fn unknown(given: &str, name: &str) -> Refusal {
    let words = Reason::ALL.map(Reason::word);
    let all = format!("reasons are {}, and all for those not named", words.join(", "));
    let hint = match nearest(name, words.into_iter().chain([ALL])) {
        Some(meant) => format!("did you mean {meant}? {all}"),
        None => all,
    };
    bad(given.trim(), &hint)
}
