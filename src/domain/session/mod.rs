//! The re-segmentation session: who goes through which clients, and what they decide before anything is written (session.md).

pub mod agenda;
pub mod conflict;
pub mod expect;
pub mod minutes;
pub mod opinions;
pub mod pace;
pub mod record;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cadence::Leaving;
use super::client::ClientId;
use conflict::Seen;
use record::{ItemRecord, Record};

/// Row of a session.
pub type SessionId = i64;

/// A session: what it goes through, who takes part, and how far it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Its row.
    pub id: SessionId,
    /// Revision: 1 when made, one more at each change.
    pub rev: i64,
    /// Its name (`2026 Q4`), unique among the sessions that are not void, compared folded.
    pub name: String,
    /// Key of the model whose segments are decided on.
    pub model: String,
    /// Whether it is still open.
    pub state: State,
    /// The clients it goes through: a filter as it was written; empty for the whole book.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// The day its evidence goes by: what is due, stale, near a renewal.
    pub as_of: NaiveDate,
    /// Who leads it.
    pub facilitator: String,
    /// Who may lead it as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_facilitators: Vec<String>,
    /// Who takes part; their proposals are awaited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// The share of the scope each segment is meant to have, per mille, by its key; where none is said, the model's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub targets: BTreeMap<String, u16>,
    /// The rules of its agenda as they were written ([`agenda::Rules`]); empty for the usual ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agenda: String,
    /// The day it was started.
    pub started_on: NaiveDate,
    /// Who started it.
    pub started_by: String,
    /// When the proposals were shown to all; none while they are blind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revealed: Option<Act>,
    /// When it was finalised or voided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Act>,
    /// What it came to, kept when it was finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
}

/// Who did something to a session, on which day, and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The day.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Whether a session is open, as the book keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It can be worked on.
    Open,
    /// What was decided is written.
    Final,
    /// It was given up; nothing of it was written.
    Void,
}

/// How far a session is, as people see it: setup → proposals → live → final, or void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing was said yet.
    Setup,
    /// Proposals came in, nothing is decided.
    Proposals,
    /// Something was decided or discussed.
    Live,
    /// What was decided is written.
    Final,
    /// It was given up.
    Void,
}

impl Phase {
    /// The phase of a session that has so many clients taken up and so many opinions merged.
    #[must_use]
    pub const fn of(state: State, taken_up: usize, opinions: usize) -> Self {
        match (state, taken_up, opinions) {
            (State::Final, ..) => Self::Final,
            (State::Void, ..) => Self::Void,
            (State::Open, 0, 0) => Self::Setup,
            (State::Open, 0, _) => Self::Proposals,
            (State::Open, ..) => Self::Live,
        }
    }

    /// The state that scripts read (cli.md): `setup` until the first decision, then `live`; `final`, `void`.
    #[must_use]
    pub const fn state(self) -> &'static str {
        match self {
            Self::Setup | Self::Proposals => "setup",
            Self::Live => "live",
            Self::Final => "final",
            Self::Void => "void",
        }
    }

    /// The phase in a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposals => "proposals",
            Self::Setup | Self::Live | Self::Final | Self::Void => self.state(),
        }
    }
}

/// What a session says of one client so far. The row stays when a decision is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The session.
    pub session: SessionId,
    /// The client.
    pub client: ClientId,
    /// Revision: 1 when made, one more at each change.
    pub rev: i64,
    /// What is decided so far; none while nothing is, or after it was unstaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staged: Option<Staged>,
    /// Whether it was talked about.
    #[serde(default)]
    pub discussed: bool,
    /// What is to stand in the minutes besides.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who changed it last.
    pub by: String,
    /// The instant of that, RFC 3339 with offset.
    pub at: String,
    /// What finalising did for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<ItemRecord>,
    /// Whether what was expected came true, where a person said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

/// A decision that is staged and not written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// What kind of decision.
    pub kind: Kind,
    /// The place when it was staged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The place it is to have; that of `from` for a confirmation and for one put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The justification; may be empty for a confirmation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who authorised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// What becomes of a due clock on the way to an as-needed segment (C14).
    #[serde(default)]
    pub leaving: Leaving,
    /// Until when the decision is put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The evidence the move expects ([`expect::Expectation`]), as it was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expect: String,
    /// When to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisit_on: Option<NaiveDate>,
    /// What was known of the client then.
    pub seen: Seen,
    /// Who staged it.
    pub by: String,
    /// The instant, RFC 3339 with offset.
    pub at: String,
    /// The civil day.
    pub on: NaiveDate,
}

/// Kinds of decisions of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// To another segment.
    Move,
    /// It stays.
    Confirm,
    /// Put off to a date.
    Defer,
}

impl Kind {
    /// Its word: `move`, `confirm`, `defer`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Confirm => "confirm",
            Self::Defer => "defer",
        }
    }
}

/// What somebody says of a client before the session: blind until it is revealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The session.
    pub session: SessionId,
    /// The client.
    pub client: ClientId,
    /// Whose opinion it is, as the roster spells the name.
    pub voter: String,
    /// Revision: 1 when made, one more at each change.
    pub rev: i64,
    /// What they make of it.
    pub view: View,
    /// The place they propose; that of the client where they propose that it stays; none where they propose nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The day it was merged.
    pub on: NaiveDate,
    /// Who merged it.
    pub by: String,
}

/// What somebody makes of what is proposed for a client: by its owner, else that it stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// They propose this themselves: the owner's own word.
    Propose,
    /// They agree.
    Agree,
    /// They question it.
    Question,
    /// They have no view.
    NoView,
}

impl View {
    /// Its word: `propose`, `agree`, `question`, `no view`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Agree => "agree",
            Self::Question => "question",
            Self::NoView => "no view",
        }
    }
}

/// Whether what a move expected came true, as a person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Whether it did.
    pub held: bool,
    /// What was said of it.
    pub act: Act,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_set_up_until_something_comes_in_and_live_once_a_client_is_taken_up() {
        for (state, taken_up, opinions, phase, for_scripts, word) in [
            (State::Open, 0, 0, Phase::Setup, "setup", "setup"),
            (State::Open, 0, 3, Phase::Proposals, "setup", "proposals"),
            (State::Open, 1, 0, Phase::Live, "live", "live"),
            (State::Open, 1, 3, Phase::Live, "live", "live"),
            (State::Final, 0, 0, Phase::Final, "final", "final"),
            (State::Final, 5, 3, Phase::Final, "final", "final"),
            (State::Void, 0, 3, Phase::Void, "void", "void"),
            (State::Void, 5, 0, Phase::Void, "void", "void"),
        ] {
            let found = Phase::of(state, taken_up, opinions);
            assert_eq!((found, found.state(), found.word()), (phase, for_scripts, word));
        }
    }
}
