//! Changes: a fact before and after, the only way anything in a book becomes different.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cadence::What;
use super::calendar::Period;
use super::client::{Client, ClientId};
use super::placement::{Decision, Placement};
use super::review::{Action, Review};
use super::score::Score;
use super::session::{Item, Opinion, Session};

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
    /// A named calendar of days off.
    Calendar(HolidayCalendar),
    /// A session.
    Session(Session),
    /// What a session says of a client. Boxed: it is by far the largest fact.
    Item(Box<Item>),
    /// What somebody said of a client before a session.
    Opinion(Opinion),
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
    /// The date it names: snoozed until, booked on, planned for, overridden until. A booking or snooze without one ends the one
    /// before.
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
            MarkKind::Snooze => match self.date {
                Some(until) => What::Snooze { kind: kind()?, until },
                None => What::Wake { kind: kind()? },
            },
            MarkKind::Book => match self.date {
                Some(date) => What::Book { kind: kind()?, date },
                None => What::Unbook { kind: kind()? },
            },
            MarkKind::Skip => What::Skip { kind: kind()? },
            MarkKind::Forgive => What::Forgive { kind: kind()? },
            MarkKind::Plan => What::Plan { kind: kind()?, date: self.date? },
            MarkKind::Override => What::Override { kind: kind()?, every: self.every, until: self.date },
        })
    }
}

impl Mark {
    /// What was recorded, in words; dates are written by `date`.
    #[must_use]
    pub fn in_words(&self, date: impl Fn(NaiveDate) -> String) -> String {
        let kind = self.kind.as_deref().unwrap_or("all reviews");
        let on = self.date.map(date);
        match (self.what, on) {
            (MarkKind::Pause, _) => "paused".to_owned(),
            (MarkKind::Resume, _) => "resumed".to_owned(),
            (MarkKind::Archive, _) => "archived".to_owned(),
            (MarkKind::Restore, _) => "restored from the archive".to_owned(),
            (MarkKind::Snooze, Some(until)) => format!("{kind} snoozed until {until}"),
            (MarkKind::Snooze, None) => format!("snooze of {kind} ended"),
            (MarkKind::Book, Some(on)) => format!("{kind} booked on {on}"),
            (MarkKind::Book, None) => format!("booking of {kind} called off"),
            (MarkKind::Skip, _) => format!("{kind} skipped"),
            (MarkKind::Forgive, _) => format!("{kind} forgiven"),
            (MarkKind::Plan, on) => format!("first {kind} planned for {}", on.unwrap_or_default()),
            (MarkKind::Override, until) => match (self.every, until) {
                (Some(every), Some(until)) => format!("own period: {kind} every {every} until {until}"),
                (Some(every), None) => format!("own period: {kind} every {every}"),
                (None, _) => format!("{kind} by its segment again"),
            },
        }
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
    /// The day somebody last looked whether the model itself still fits (C17); none where nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluated_on: Option<NaiveDate>,
}

/// A named calendar: the days off of a book, or of the clients of some owners (C4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayCalendar {
    /// Its name.
    pub name: String,
    /// Revision.
    pub rev: i64,
    /// Days off, with what they are called; an empty name where none was given.
    pub days: BTreeMap<NaiveDate, String>,
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

    /// The change as the entry of a number writes it. A revision names one state of a row for good, so that nobody takes another
    /// state for the one they saw: no row gets one again that it had before, not even after that was taken back. The numbers of
    /// entries grow, and no row has been changed more often than there are entries.
    #[must_use]
    pub fn in_entry(mut self, seq: i64) -> Self {
        let made = self.before.is_none();
        if let Some(rev) = self.after.as_mut().and_then(|after| after.revision(made)) {
            *rev = seq.max(*rev);
        }
        self
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
    /// The revision that a change gives it. A row that is made has one to be given only where its identity may have been another
    /// row's before: a number of its own is never handed out twice.
    fn revision(&mut self, made: bool) -> Option<&mut i64> {
        match self {
            Self::Client(Client { rev, .. })
            | Self::Review(Review { rev, .. })
            | Self::Action(Action { rev, .. })
            | Self::Model(BookModel { rev, .. })
            | Self::Session(Session { rev, .. }) => (!made).then_some(rev),
            Self::Placement(Placement { rev, .. })
            | Self::Setting(Setting { rev, .. })
            | Self::Calendar(HolidayCalendar { rev, .. })
            | Self::Opinion(Opinion { rev, .. }) => Some(rev),
            Self::Item(item) => Some(&mut item.rev),
            Self::Decision(_) | Self::Score(_) | Self::Mark(_) => None,
        }
    }

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
            Self::Item(item) => Some(item.client),
            // An opinion is blind until it is revealed: the client's history does not show it.
            Self::Setting(_) | Self::Model(_) | Self::Calendar(_) | Self::Session(_) | Self::Opinion(_) => None,
        }
    }
}
