//! Changes: a fact before and after, the only way anything in a book becomes different.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cadence::What;
use super::calendar::Period;
use super::client::{Client, ClientId};
use super::placement::{Decision, Placement};
use super::review::{Action, Review};
use super::score::Score;

/// One row of recorded fact, of any kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// A client.
    Client(Client),
    /// Where a client stands in a model.
    Placement(Placement),
    /// A decision about a placement.
    Decision(Decision),
    /// A recorded factor value.
    Score(Score),
    /// A review.
    Review(Review),
    /// An agreed action.
    Action(Action),
    /// Something that bears on a clock.
    Mark(Mark),
    /// A setting of the book.
    Setting(Setting),
    /// A model the book uses.
    Model(BookModel),
}

/// A recorded event on a client's clocks other than a review or a move: pause, archive, snooze, booking, … (C8–C16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its row.
    pub id: i64,
    /// The client.
    pub client: ClientId,
    /// What was recorded.
    pub what: MarkKind,
    /// The touchpoint kind, where it concerns one clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The date it names: snoozed until, booked on, planned for, overridden until.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The period of an override.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Period>,
    /// The reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The day it was recorded.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: String,
}

/// The kinds of [`Mark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// C16.
    Pause,
    /// C16.
    Resume,
    /// C16.
    Archive,
    /// C16.
    Restore,
    /// C8.
    Snooze,
    /// C9.
    Book,
    /// C10.
    Skip,
    /// C14.
    Forgive,
    /// C13.
    Plan,
    /// C15.
    Override,
}

impl Mark {
    /// The mark as an event of cadence; none where a mark lacks what its kind needs.
    #[must_use]
    pub fn what(&self) -> Option<What> {
        let kind = || self.kind.clone();
        Some(match self.what {
            MarkKind::Pause => What::Pause,
            MarkKind::Resume => What::Resume,
            MarkKind::Archive => What::Archive,
            MarkKind::Restore => What::Restore,
            MarkKind::Snooze => What::Snooze { kind: kind()?, until: self.date? },
            MarkKind::Book => What::Book { kind: kind()?, date: self.date? },
            MarkKind::Skip => What::Skip { kind: kind()? },
            MarkKind::Forgive => What::Forgive { kind: kind()? },
            MarkKind::Plan => What::Plan { kind: kind()?, date: self.date? },
            MarkKind::Override => What::Override { kind: kind()?, every: self.every, until: self.date },
        })
    }
}

/// A setting of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its key (`lead`, `roll`, `currency`, `capacity.ana`).
    pub key: String,
    /// Revision.
    pub rev: i64,
    /// Its value as written.
    pub value: String,
}

/// A model the book uses, with the text of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookModel {
    /// Its key.
    pub key: String,
    /// Revision.
    pub rev: i64,
    /// Its place in the list of models, from 1.
    pub position: i64,
    /// Whether its segments set the cadence.
    pub driving: bool,
    /// The model file.
    pub toml: String,
}

/// A row made (no `before`), changed, or taken away (no `after`; only when the action that made it is undone).
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    before: Option<Fact>,
    after: Option<Fact>,
}

impl Change {
    /// A row is made.
    #[must_use]
    pub fn make(after: Fact) -> Self {
        Self { before: None, after: Some(after) }
    }

    /// A row becomes another of the same kind and identity.
    #[must_use]
    pub fn become_(before: Fact, after: Fact) -> Self {
        Self { before: Some(before), after: Some(after) }
    }

    /// A change as the journal keeps it; none where it says nothing.
    #[must_use]
    pub fn recorded(before: Option<Fact>, after: Option<Fact>) -> Option<Self> {
        (before.is_some() || after.is_some()).then_some(Self { before, after })
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { before: self.after, after: self.before }
    }

    /// The row before, if there was one.
    #[must_use]
    pub fn before(&self) -> Option<&Fact> {
        self.before.as_ref()
    }

    /// The row after, if there is one.
    #[must_use]
    pub fn after(&self) -> Option<&Fact> {
        self.after.as_ref()
    }

    /// The row it is about: after where there is one, else before.
    #[must_use]
    pub fn fact(&self) -> &Fact {
        self.after.as_ref().or(self.before.as_ref()).expect("a change has a row before or after")
    }
}

impl Fact {
    /// The client it belongs to, if any.
    #[must_use]
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Self::Client(client) => Some(client.id),
            Self::Placement(placement) => Some(placement.client),
            Self::Decision(decision) => Some(decision.client),
            Self::Score(score) => Some(score.client),
            Self::Review(review) => Some(review.client),
            Self::Action(action) => Some(action.client),
            Self::Mark(mark) => Some(mark.client),
            Self::Setting(_) | Self::Model(_) => None,
        }
    }
}
