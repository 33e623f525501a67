//! The agenda: why a client is talked about, and in which order clients are (session.md).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::client::{ClientId, RENEWAL_DAYS};
use crate::domain::refusal::Refusal;

/// Why a client stands on the agenda, in the order in which clients are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Proposals contradict each other, or somebody questions one (only once they are revealed).
    Contested,
    /// A move is proposed and nobody questions it (only once they are revealed).
    Proposed,
    /// It is in no segment.
    Unplaced,
    /// A score lies within the margin of a cut.
    Near,
    /// It was moved twice or more in the last four finalised sessions of the model.
    BackAndForth,
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
    pub const ALL: [Self; 11] = [
        Self::Contested,
        Self::Proposed,
        Self::Unplaced,
        Self::Near,
        Self::BackAndForth,
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

/// Which reasons count, in which order, with their bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The reasons that count, the first one first.
    pub order: Vec<Reason>,
    /// Days before a renewal from which it is a reason.
    pub renewal_days: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { order: Reason::ALL.to_vec(), renewal_days: RENEWAL_DAYS }
    }
}

impl Rules {
    /// Reads rules as people write them: `contested,near,drift,renewal=90`; an empty text means the usual ones.
    ///
    /// # Errors
    /// An unknown reason, one named twice, or a bound that is no number of days.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let _ = text;
        Ok(Self::default())
    }
}

/// Which reasons a client has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Reasons(u16);

impl Reasons {
    /// The reasons that the evidence gives by the rules, on a day.
    #[must_use]
    pub fn of(evidence: &Evidence, rules: &Rules, on: NaiveDate) -> Self {
        let _ = (evidence, rules, on);
        Self(0)
    }

    /// Whether a reason is among them.
    #[must_use]
    pub const fn has(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u16) != 0
    }

    /// Whether there is none: the client belongs to the rest.
    #[must_use]
    pub const fn is_rest(self) -> bool {
        self.0 == 0
    }

    /// The reasons in the order of the rules.
    pub fn in_order(self, rules: &Rules) -> impl Iterator<Item = Reason> + '_ {
        rules.order.iter().copied().filter(move |reason| self.has(*reason))
    }

    /// Whether the client may be confirmed together with the rest without a word: it is in a segment, and nobody proposes or
    /// questions anything.
    #[must_use]
    pub const fn is_uncontested(self) -> bool {
        !self.has(Reason::Contested) && !self.has(Reason::Proposed) && !self.has(Reason::Unplaced)
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
/// revenue, then by name.
pub fn arrange(lines: &mut [Line], rules: &Rules) {
    let _ = (lines, rules);
}
