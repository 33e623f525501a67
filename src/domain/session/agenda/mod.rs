//! The agenda: why a client is talked about, and in which order clients are (session.md).

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::client::ClientId;

mod rules;
#[cfg(test)]
mod tests;
mod why;

pub use rules::Rules;

/// Why a client stands on the agenda, in the order in which clients are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Proposals contradict each other, or somebody questions one (only once they are revealed).
    Contested,
    /// A move is proposed (only once they are revealed); contested besides where somebody questions or contradicts it.
    Proposed,
    /// It is in no segment.
    Unplaced,
    /// A score lies within the margin of a cut.
    Near,
    /// It was moved twice or more in the last four finalised sessions of the model.
    BackAndForth,
    /// The session before put it off to a day that has come, and nothing was decided since.
    PutOff,
    /// Its scores propose another segment.
    Drift,
    /// The confirmation of its segment is due (C17).
    Confirm,
    /// A score is stale, or one on an axis is missing.
    Scores,
    /// Its lifecycle stage or goal changed since the last decision.
    Changed,
    /// A review is overdue.
    Overdue,
    /// It renews within so many days.
    Renewal,
}

impl Reason {
    /// All of them, in the usual order.
    pub const ALL: [Self; 12] = [
        Self::Contested,
        Self::Proposed,
        Self::Unplaced,
        Self::Near,
        Self::BackAndForth,
        Self::PutOff,
        Self::Drift,
        Self::Confirm,
        Self::Scores,
        Self::Changed,
        Self::Overdue,
        Self::Renewal,
    ];
}

/// What is known of a client that may give it a reason, on the session's day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Whether it is in a segment.
    pub placed: bool,
    /// Whether a score lies near a cut.
    pub near: bool,
    /// Whether its scores propose another segment, and no guard holds that back.
    pub drifts: bool,
    /// Its moves in the last four finalised sessions of the model.
    pub moves: u32,
    /// The day the session before put it off to, where nothing was decided since.
    pub put_off: Option<NaiveDate>,
    /// When its segment is to be confirmed.
    pub confirm_due: Option<NaiveDate>,
    /// Whether a score on an axis is missing.
    pub unscored: bool,
    /// The day from which a score is stale.
    pub stale_from: Option<NaiveDate>,
    /// Whether its stage or goal changed since the last decision.
    pub changed: bool,
    /// The day from which a review is overdue.
    pub overdue_from: Option<NaiveDate>,
    /// When it renews.
    pub renewal_on: Option<NaiveDate>,
    /// Whether opinions about it contradict or question (counted only once they are revealed).
    pub contested: bool,
    /// Whether somebody proposes a move (counted only once they are revealed).
    pub proposed: bool,
}

/// Which reasons a client has, and whether it may be confirmed without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Reasons(u16);

/// Set where a person has to look, whichever reasons the rules count.
const SPOKEN_OF: u16 = 1 << 15;
/// Set where a score is missing: it is not called stale then.
const UNSCORED: u16 = 1 << 14;

impl Reasons {
    /// The reasons that the evidence gives by the rules, on a day.
    #[must_use]
    pub fn of(evidence: &Evidence, rules: &Rules, on: NaiveDate) -> Self {
        let counted = rules.order.iter().filter(|reason| reason.holds(evidence, rules, on));
        let reasons = counted.fold(0, |all, reason| all | reason.bit());
        let open = evidence.contested || evidence.proposed || !evidence.placed;
        let mark = |holds: bool, bit: u16| if holds { bit } else { 0 };
        Self(reasons | mark(open, SPOKEN_OF) | mark(evidence.unscored, UNSCORED))
    }

    /// Whether a reason is among them.
    #[must_use]
    pub const fn has(self, reason: Reason) -> bool {
        self.0 & reason.bit() != 0
    }

    /// Whether there is none: the client belongs to the rest.
    #[must_use]
    pub const fn is_rest(self) -> bool {
        self.0 & !(SPOKEN_OF | UNSCORED) == 0
    }

    /// The reasons in the order of the rules.
    pub fn in_order(self, rules: &Rules) -> impl Iterator<Item = Reason> + '_ {
        rules.order.iter().copied().filter(move |reason| self.has(*reason))
    }

    /// A reason short, as it holds for this client: `score missing` where [`Reason::in_words`] says `scores stale` of others.
    #[must_use]
    pub fn in_words(self, reason: Reason) -> &'static str {
        if reason == Reason::Scores && self.0 & UNSCORED != 0 { "score missing" } else { reason.in_words() }
    }

    /// Whether the client may be confirmed together with the rest without a word: it is in a segment, and nobody proposes or
    /// questions anything. The rules do not matter: leaving a reason out of the agenda does not settle it.
    #[must_use]
    pub const fn is_uncontested(self) -> bool {
        self.0 & SPOKEN_OF == 0
    }
}

impl Reason {
    const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// Whether the evidence gives this reason on a day.
    fn holds(self, evidence: &Evidence, rules: &Rules, on: NaiveDate) -> bool {
        let since = |day: Option<NaiveDate>| day.is_some_and(|day| day <= on);
        match self {
            Self::Contested => evidence.contested,
            Self::Proposed => evidence.proposed,
            Self::Unplaced => !evidence.placed,
            Self::Near => evidence.near,
            Self::BackAndForth => evidence.moves >= 2,
            Self::PutOff => evidence.put_off.is_some_and(|until| until <= on),
            Self::Drift => evidence.drifts,
            Self::Confirm => since(evidence.confirm_due),
            Self::Scores => evidence.unscored || since(evidence.stale_from),
            Self::Changed => evidence.changed,
            Self::Overdue => since(evidence.overdue_from),
            Self::Renewal => evidence.renewal_on.is_some_and(|day| (0..=rules.renewal_days).contains(&(day - on).num_days())),
        }
    }
}

/// A client on the agenda, as little of it as the order needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The client.
    pub client: ClientId,
    /// Why it stands here.
    pub reasons: Reasons,
    /// Revenue, ten-thousandths whatever the currency; none last.
    pub arr: Option<i64>,
    /// The folded name.
    pub name_key: String,
}

/// Puts clients into the order of the agenda: by the first reason, then by how many there are (most first), then the most
/// revenue, then by name. Namesakes stand in the order of their rows, so that the order is always the same.
pub fn arrange(lines: &mut [Line], rules: &Rules) {
    let counted = rules.order.iter().fold(0, |all, reason| all | reason.bit());
    let first = |reasons: Reasons| rules.order.iter().position(|reason| reasons.has(*reason)).unwrap_or(usize::MAX);
    let weight = |reasons: Reasons| (first(reasons), Reverse((reasons.0 & counted).count_ones()));
    lines.sort_by(|a, b| {
        let by_reason = weight(a.reasons).cmp(&weight(b.reasons));
        by_reason.then_with(|| b.arr.cmp(&a.arr)).then_with(|| a.name_key.cmp(&b.name_key)).then(a.client.cmp(&b.client))
    });
}
