//! Whether a client changed since a decision about it was staged: what was known then beside what is known now.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::client::Client;
use crate::domain::model::{Model, place};
use crate::domain::money::Amount;
use crate::domain::placement::{Decision, How};
use crate::domain::session::Staged;
use crate::domain::text::fold;

#[cfg(test)]
mod tests;

/// What a decision stood on when it was staged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The decision that had put the client where it was; 0 where it had never been placed.
    pub decision: i64,
    /// The segment its scores fell into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls_into: Option<String>,
    /// Its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Amount>,
    /// The currency of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its lifecycle stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Its goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// Its renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_on: Option<NaiveDate>,
    /// The day it left the book; nothing is staged then, so it only stands in what is known now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_on: Option<NaiveDate>,
}

impl Seen {
    /// What is known of a client: its facts, the decision behind its placement (0: none), and where its scores fall.
    #[must_use]
    pub fn of(client: &Client, decision: i64, falls_into: Option<String>) -> Self {
        Self {
            decision,
            falls_into,
            owner: client.owner.clone(),
            arr: client.arr,
            currency: client.currency.clone(),
            stage: client.stage.clone(),
            goal: client.goal.clone(),
            renewal_on: client.renewal_on,
            archived_on: client.archived_on,
        }
    }
}

/// Something about a client that is no longer as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It left the book on that day.
    Archived(NaiveDate),
    /// Another decision put it where it is: its number, 0 where it is placed by none any more.
    Decided(i64),
    /// Its scores fall into another segment than then, and not into the one that was decided on.
    FallsInto(Option<String>),
    /// Another owner.
    Owner(Option<String>, Option<String>),
    /// Another revenue, each with its currency.
    Revenue((Option<Amount>, Option<String>), (Option<Amount>, Option<String>)),
    /// Another lifecycle stage.
    Stage(Option<String>, Option<String>),
    /// Another goal.
    Goal(Option<String>, Option<String>),
    /// Another renewal.
    Renewal(Option<NaiveDate>, Option<NaiveDate>),
}

impl Seen {
    /// What is no longer as it was when a decision for the place `to` was staged.
    ///
    /// Scores that were recorded again and fall into the same segment are no difference; nor are scores that now fall into what
    /// was decided on: they speak for the decision. Names that differ in case or accents only are the same.
    #[must_use]
    pub fn differences(&self, now: &Self, to: Option<&str>) -> Vec<Difference> {
        let other = |a: &Option<String>, b: &Option<String>| a.as_deref().map(fold) != b.as_deref().map(fold);
        let texts = |make: fn(Option<String>, Option<String>) -> Difference, a: &Option<String>, b: &Option<String>| {
            other(a, b).then(|| make(a.clone(), b.clone()))
        };
        let (then, later) = ((self.arr, self.currency.clone()), (now.arr, now.currency.clone()));
        let worth = |(arr, currency): &(Option<Amount>, Option<String>)| arr.map(|arr| (arr, currency.clone()));
        [
            now.archived_on.filter(|_| self.archived_on.is_none()).map(Difference::Archived),
            (self.decision != now.decision).then_some(Difference::Decided(now.decision)),
            self.contradicted(now, to).then(|| Difference::FallsInto(now.falls_into.clone())),
            texts(Difference::Owner, &self.owner, &now.owner),
            (worth(&then) != worth(&later)).then_some(Difference::Revenue(then, later)),
            texts(Difference::Stage, &self.stage, &now.stage),
            texts(Difference::Goal, &self.goal, &now.goal),
            (self.renewal_on != now.renewal_on).then_some(Difference::Renewal(self.renewal_on, now.renewal_on)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether the scores fall elsewhere than they did, and not into what was decided on.
    fn contradicted(&self, now: &Self, to: Option<&str>) -> bool {
        let speaks_for =
            now.falls_into.as_deref().is_some_and(|falls| to.is_some_and(|to| to == falls || place::holds(to, falls)));
        self.falls_into != now.falls_into && !speaks_for
    }
}

impl Difference {
    /// It in words: `revenue 10 → 20 EUR`, `its scores now propose A Transform`. `decided` describes a decision of a number
    /// (`moved to B Modernize by ben on 2026-06-16: “note”`); it is not asked about 0.
    #[must_use]
    pub fn in_words(&self, model: &Model, decided: impl Fn(i64) -> String) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let date = |day: &Option<NaiveDate>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
        match self {
            Self::Archived(on) => format!("left the book on {on}"),
            Self::Decided(0) => "its placement was taken back".to_owned(),
            Self::Decided(number) => decided(*number),
            Self::FallsInto(Some(segment)) => format!("its scores now propose {}", model.place_in_words(segment)),
            Self::FallsInto(None) => "its scores no longer propose a segment".to_owned(),
            Self::Owner(a, b) => format!("owner {} → {}", text(a), text(b)),
            Self::Revenue(a, b) => format!("revenue {}", worth(a, b)),
            Self::Stage(a, b) => format!("stage {} → {}", text(a), text(b)),
            Self::Goal(a, b) => format!("goal {} → {}", text(a), text(b)),
            Self::Renewal(a, b) => format!("renewal {} → {}", date(a), date(b)),
        }
    }
}

/// What changed since a decision was staged, a sentence each; nothing where it still holds. `decision` answers a decision of the
/// book by its number.
#[must_use]
pub fn changed(staged: &Staged, now: &Seen, model: &Model, decision: impl Fn(i64) -> Option<Decision>) -> Vec<String> {
    let decided = |number| decision(number).map_or_else(|| "decided on anew".to_owned(), |made| told(&made, model));
    let gone = gone(staged, model).map(|key| format!("the model has no segment {key} any more"));
    staged.seen.differences(now, staged.to.as_deref()).iter().map(|one| one.in_words(model, decided)).chain(gone).collect()
}

/// The segment a decision is for that the model no longer has.
#[must_use]
pub fn gone<'s>(staged: &'s Staged, model: &Model) -> Option<&'s str> {
    place::keys(staged.to.as_deref().unwrap_or_default()).find(|key| model.segment(key).is_none())
}

/// A decision in words: `moved to B Modernize by ben on 2026-06-16: “note”`.
fn told(made: &Decision, model: &Model) -> String {
    let place = made.to.as_deref().map_or_else(|| "no segment".to_owned(), |to| model.place_in_words(to));
    let what = match made.how {
        How::Move => format!("moved to {place}"),
        How::Place => format!("placed in {place}"),
        How::Confirm => format!("confirmed in {place}"),
        How::Start => format!("imported in {place}"),
    };
    let why = if made.note.is_empty() { String::new() } else { format!(": “{}”", made.note) };
    format!("{what} by {} on {}{why}", made.by, made.on)
}

/// Two revenues with the currency once where it stays: `10 → 20 EUR`, `10 EUR → 10 CHF`.
fn worth(a: &(Option<Amount>, Option<String>), b: &(Option<Amount>, Option<String>)) -> String {
    let plain = |arr: Option<Amount>| arr.map_or_else(|| "none".to_owned(), |arr| arr.to_string());
    let whole = |(arr, currency): &(Option<Amount>, Option<String>)| match (arr, currency) {
        (Some(arr), Some(currency)) => format!("{arr} {currency}"),
        (arr, _) => plain(*arr),
    };
    if a.1 == b.1 && b.0.is_some() {
        return format!("{} → {}", plain(a.0), whole(b));
    }
    format!("{} → {}", whole(a), whole(b))
}
