//! Placements: which segment a client is in, and every decision that put it there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cadence::Leaving;
use super::client::{Client, ClientId};
use super::goal::spelled;
use super::session::SessionId;
use super::stamp::Stamp;

/// Where a client stands in one model now. There is a row from the first decision on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The client.
    pub client: ClientId,
    /// The model's key.
    pub model: String,
    /// Revision: 1 when made, one more at each decision.
    pub rev: i64,
    /// The segment's key; none after a move out of all segments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The day the client entered the segment.
    pub since: NaiveDate,
    /// The last move or confirmation (C17); none where an imported file put the client there and nobody decided since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// Since when a confirmation is asked for out of turn: a changed lifecycle stage or goal (C17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recheck_since: Option<NaiveDate>,
    /// What changed then; none where nothing did, or an older program noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recheck_for: Option<Recheck>,
    /// The decision that made it so.
    pub decision: i64,
}

/// What asks for a confirmation out of turn (C17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recheck {
    /// The lifecycle stage changed.
    Stage,
    /// The goal changed.
    Goal,
    /// Both changed.
    Both,
}

impl Recheck {
    /// What an edit of a client asks for; a goal in another spelling is the same goal.
    #[must_use]
    pub fn of(before: &Client, after: &Client) -> Option<Self> {
        let goal = |client: &Client| client.goal.as_deref().map(|goal| spelled(goal).to_owned());
        match (before.stage != after.stage, goal(before) != goal(after)) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Stage),
            (false, true) => Some(Self::Goal),
            (false, false) => None,
        }
    }

    /// This and another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }

    /// What changed: `goal changed`; `None` for a reason that was not noted.
    #[must_use]
    pub const fn in_words(reason: Option<Self>) -> &'static str {
        match reason {
            Some(Self::Stage) => "stage changed",
            Some(Self::Goal) => "goal changed",
            Some(Self::Both) => "stage and goal changed",
            None => "stage or goal changed",
        }
    }

    /// What changed, and on which day, or since which one, as that is shown: `goal changed on 2026-05-01`.
    #[must_use]
    pub fn with_day(reason: Option<Self>, day: &str) -> String {
        let on = if reason == Some(Self::Both) { "since" } else { "on" };
        format!("{} {on} {day}", Self::in_words(reason))
    }
}

/// A decision about a placement, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its row.
    pub id: i64,
    /// The client.
    pub client: ClientId,
    /// The model's key.
    pub model: String,
    /// What kind of decision.
    pub how: How,
    /// The segment before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The segment after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day it was recorded, and counts from; for [`How::Start`] the day the client is said to have entered the segment.
    pub on: NaiveDate,
    /// The justification.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who authorised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// What became of a due clock on the way to an as-needed segment (C14).
    #[serde(default)]
    pub leaving: Leaving,
    /// The session it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Who recorded it.
    pub by: String,
}

impl Decision {
    /// A decision of today without note and reason, from no segment to none: the ground on which commands write theirs.
    #[must_use]
    pub fn plain(how: How, client: ClientId, model: &str, id: i64, stamp: &Stamp) -> Self {
        Self {
            id,
            client,
            model: model.to_owned(),
            how,
            from: None,
            to: None,
            on: stamp.today,
            note: String::new(),
            reason: None,
            authorised_by: None,
            leaving: Leaving::Hold,
            session: None,
            by: stamp.by.clone(),
        }
    }
}

/// What kind of decision put a client where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// An imported file said so: how things have been.
    Start,
    /// Somebody moved it.
    Move,
    /// A proposal was accepted for a client without a segment.
    Place,
    /// Somebody confirmed it: no change.
    Confirm,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_reasons_for_a_confirmation_are_both_and_the_same_twice_is_one() {
        for (one, other, both) in [
            (Recheck::Stage, Recheck::Stage, Recheck::Stage),
            (Recheck::Goal, Recheck::Goal, Recheck::Goal),
            (Recheck::Stage, Recheck::Goal, Recheck::Both),
            (Recheck::Both, Recheck::Goal, Recheck::Both),
        ] {
            assert_eq!(one.and(other), both);
        }
    }

    #[test]
    fn a_changed_stage_or_goal_asks_for_a_confirmation() {
        let before = Client::named(ClientId(1), "Acme");
        let with = |change: fn(&mut Client)| {
            let mut after = before.clone();
            change(&mut after);
            Recheck::of(&before, &after)
        };
        assert_eq!(with(|after| after.name = "Acme Ltd".to_owned()), None);
        assert_eq!(with(|after| after.goal = Some("grow".to_owned())), Some(Recheck::Goal));
        assert_eq!(with(|after| after.stage = Some("onboarding".to_owned())), Some(Recheck::Stage));
        let both = |after: &mut Client| (after.goal, after.stage) = (Some("grow".to_owned()), Some("onboarding".to_owned()));
        assert_eq!(with(both), Some(Recheck::Both));
    }

    #[test]
    fn what_changed_is_told_with_its_day() {
        assert_eq!(Recheck::with_day(Some(Recheck::Goal), "2026-05-01"), "goal changed on 2026-05-01");
        assert_eq!(Recheck::with_day(Some(Recheck::Both), "2026-05-01"), "stage and goal changed since 2026-05-01");
        assert_eq!(Recheck::with_day(None, "2026-05-01"), "stage or goal changed on 2026-05-01");
    }
}
