//! Logging reviews, voiding them, and settling the actions agreed in them.

use chrono::NaiveDate;

use super::clock::booked_in_review;
use super::place::confirm_in_review;
use super::score::scored;
use super::{Destination, Facts, LINE_MAX, Move, MoveTarget, Plan, PlanError, bounded, optional_note, required_note};
use crate::domain::cadence::Leaving;
use crate::domain::change::{Change, Fact};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Action, Review, ReviewId, Sentiment};
use crate::domain::stamp::Stamp;

/// A review that was held, as it is logged: with what was scored and decided in it, in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReview {
    /// The client.
    pub client: ClientId,
    /// The day it was held; today or earlier.
    pub held_on: NaiveDate,
    /// Its kind; may be left out where the model asks for one kind.
    pub kind: Option<String>,
    /// The outcome in a line.
    pub outcome: String,
    /// Notes.
    pub note: String,
    /// Who took part.
    pub attendees: String,
    /// What was decided.
    pub decisions: String,
    /// What may go wrong.
    pub risks: String,
    /// The client's mood.
    pub sentiment: Option<Sentiment>,
    /// Actions agreed.
    pub actions: Vec<ActionDraft>,
    /// Factors scored at the same time.
    pub scores: Vec<(String, u8)>,
    /// Whether the segment is still right.
    pub still_right: StillRight,
    /// The next date agreed, for the same kind (C9).
    pub next_on: Option<NaiveDate>,
}

/// An action agreed in a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionDraft {
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// What the review says of the client's segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StillRight {
    /// Nothing.
    #[default]
    NotAsked,
    /// It is confirmed; a note is optional.
    Confirmed {
        /// Why.
        note: String,
    },
    /// The client moves.
    Moved {
        /// Key, letter or name of the segment.
        to: String,
        /// The justification.
        note: String,
        /// A reason code.
        reason: Option<String>,
    },
}

impl LogReview {
    /// A review held on a day, with nothing said of it yet.
    #[must_use]
    pub fn held(client: ClientId, held_on: NaiveDate) -> Self {
        Self {
            client,
            held_on,
            kind: None,
            outcome: String::new(),
            note: String::new(),
            attendees: String::new(),
            decisions: String::new(),
            risks: String::new(),
            sentiment: None,
            actions: Vec::new(),
            scores: Vec::new(),
            still_right: StillRight::NotAsked,
            next_on: None,
        }
    }

    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let client = facts.client(self.client)?;
        if let Some(since) = client.archived_on {
            return Err(Refusal::Archived { client: client.name, since }.into());
        }
        if self.held_on > stamp.today {
            return Err(Refusal::WrongDate {
                date: self.held_on,
                why: "lies after today: a review is logged once it was held",
                hint: "log it on the day, or give the day it was held",
            }
            .into());
        }
        let model = facts.model(None)?;
        let kind = review_kind(&model, self.kind.as_deref())?;
        let review = Review {
            id: facts.new_id(),
            rev: 1,
            client: client.id,
            held_on: self.held_on,
            kind: kind.clone(),
            outcome: bounded(self.outcome.trim(), "outcome", LINE_MAX)?,
            note: optional_note(&self.note)?,
            attendees: bounded(self.attendees.trim(), "list of attendees", LINE_MAX)?,
            decisions: optional_note(&self.decisions)?,
            risks: optional_note(&self.risks)?,
            sentiment: self.sentiment,
            recorded_on: stamp.today,
            by: stamp.by.clone(),
            voided: None,
        };
        let id = review.id;
        let mut changes = vec![Change::make(Fact::Review(review))];
        for action in self.actions.iter().filter(|action| !action.text.trim().is_empty()) {
            changes.push(Change::make(Fact::Action(Action {
                id: facts.new_id(),
                rev: 1,
                client: client.id,
                review: id,
                text: bounded(action.text.trim(), "action", LINE_MAX)?,
                owner: match action.owner.as_deref().map(str::trim).filter(|owner| !owner.is_empty()) {
                    Some(owner) => Some(bounded(owner, "owner of the action", LINE_MAX)?),
                    None => None,
                },
                due_on: action.due_on,
                done_on: None,
            })));
        }
        changes.extend(scored(self.client, &model, &self.scores, facts, stamp)?);
        let mut summary = format!("logged {kind} of {} held {}", client.name, self.held_on);
        match &self.still_right {
            StillRight::NotAsked => {}
            StillRight::Confirmed { note } => {
                changes.extend(confirm_in_review(&client, &model, note, facts, stamp)?);
                summary.push_str(", segment confirmed");
            }
            StillRight::Moved { to, note, reason } => {
                let moved = Move {
                    clients: vec![MoveTarget::from(client.id)],
                    model: None,
                    to: Destination::To(to.clone()),
                    note: note.clone(),
                    reason: reason.clone(),
                    authorised_by: None,
                    leaving: Leaving::Hold,
                };
                let moved = moved.plan(facts, stamp)?;
                summary = format!("{summary}, {}", moved.summary);
                changes.extend(moved.changes);
            }
        }
        if let Some(next_on) = self.next_on {
            // The kind held may only satisfy another one: the next date is agreed for the clock that asked.
            let booked = match asked_by(&model, &kind) {
                Some(asked) => asked.to_owned(),
                None => clock_kind(&model, None)?,
            };
            changes.push(booked_in_review(client.id, &booked, next_on, facts, stamp)?);
            summary = format!("{summary}, next booked on {next_on}");
        }
        Ok(Plan { kind: "review", summary, changes })
    }
}

/// The kind of a review: any kind the model asks for or accepts instead; the only one where none is named.
///
/// # Errors
/// A kind the model does not know, or none named where there are several.
pub(super) fn review_kind(model: &Model, asked: Option<&str>) -> Result<String, Refusal> {
    let kinds = model.kinds();
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return match kinds.as_slice() {
            [only] => Ok((*only).to_owned()),
            [] => Ok("Review".to_owned()),
            [_, ..] => Err(Refusal::Barred {
                what: format!("{} asks for several kinds of review, and none was named", model.name),
                hint: format!("name one with --kind: {}", kinds.join(", ")),
            }),
        };
    };
    let touchpoints = || model.segments.iter().flat_map(|segment| &segment.touchpoints);
    let known = || touchpoints().flat_map(|touchpoint| std::iter::once(&touchpoint.kind).chain(&touchpoint.satisfied_by));
    known().find(|kind| kind.eq_ignore_ascii_case(asked)).cloned().ok_or_else(|| {
        let mut all: Vec<&str> = Vec::new();
        for kind in known() {
            if !all.contains(&kind.as_str()) {
                all.push(kind);
            }
        }
        Refusal::NotFound {
            what: "kind of review",
            name: asked.to_owned(),
            hint: format!("{} has {}", model.name, all.join(", ")),
        }
    })
}

/// The kind of the clock that a review of a kind satisfies: its own, else the first that accepts it instead.
fn asked_by<'m>(model: &'m Model, kind: &str) -> Option<&'m str> {
    let kinds = model.kinds();
    let touchpoints = || model.segments.iter().flat_map(|segment| &segment.touchpoints);
    let accepts = |of: &str| touchpoints().any(|t| t.kind == of && t.satisfied_by.iter().any(|other| other == kind));
    kinds.iter().copied().find(|own| *own == kind).or_else(|| kinds.into_iter().find(|of| accepts(of)))
}

/// The kind of a clock: one that some segment of the model asks for; the only one where none is named.
///
/// # Errors
/// A kind no segment asks for, or none named where there are several.
pub(super) fn clock_kind(model: &Model, asked: Option<&str>) -> Result<String, Refusal> {
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return match model.kinds().as_slice() {
            [] => Err(Refusal::Barred {
                what: format!("{} asks for no reviews at all", model.name),
                hint: "give a segment of the model a touchpoint first".to_owned(),
            }),
            [_, ..] => review_kind(model, None),
        };
    };
    let kinds = model.kinds();
    kinds.iter().find(|kind| kind.eq_ignore_ascii_case(asked)).map(|kind| (*kind).to_owned()).ok_or_else(|| Refusal::NotFound {
        what: "kind of review",
        name: asked.to_owned(),
        hint: format!("{} asks for {}", model.name, kinds.join(", ")),
    })
}

pub(super) fn void(review: ReviewId, note: &str, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let note = required_note(note)?;
    let before = facts.review(review)?;
    if before.voided.is_some() {
        return Err(Refusal::Nothing("the review is voided already".to_owned()).into());
    }
    let name = facts.client(before.client)?.name;
    let summary = format!("voided {} of {name} held {}", before.kind, before.held_on);
    let after = Review { rev: before.rev + 1, voided: Some(note), ..before.clone() };
    Ok(Plan { kind: "review void", summary, changes: vec![Change::become_(Fact::Review(before), Fact::Review(after))] })
}

pub(super) fn unvoid(review: ReviewId, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let before = facts.review(review)?;
    if before.voided.is_none() {
        return Err(Refusal::Nothing("the review counts already".to_owned()).into());
    }
    let name = facts.client(before.client)?.name;
    let summary = format!("restored {} of {name} held {}", before.kind, before.held_on);
    let after = Review { rev: before.rev + 1, voided: None, ..before.clone() };
    Ok(Plan { kind: "review restore", summary, changes: vec![Change::become_(Fact::Review(before), Fact::Review(after))] })
}

pub(super) fn settle(action: i64, done_on: Option<NaiveDate>, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let before = facts.action(action)?;
    if before.done_on.is_some() == done_on.is_some() {
        return Err(Refusal::Nothing("the action reads so already".to_owned()).into());
    }
    let name = facts.client(before.client)?.name;
    let verb = if done_on.is_some() { "done" } else { "open again" };
    let summary = format!("{verb} for {name}: {}", before.text);
    let after = Action { rev: before.rev + 1, done_on, ..before.clone() };
    Ok(Plan { kind: "action", summary, changes: vec![Change::become_(Fact::Action(before), Fact::Action(after))] })
}
