//! Which column of a file of reviews says what, and whether a file is one.

use super::words::{CLIENT, OWN_WORK, SYNONYMS};
use crate::exchange::import::Subject;
use crate::exchange::import::claims::{self, Claim, without_remarks};
use crate::exchange::import::columns::{Field, folded};

/// What a row of reviews says of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewField {
    /// The day it was held.
    HeldOn,
    /// The kind of review, in the words of the model.
    Kind,
    /// The outcome in a line.
    Outcome,
    /// Notes.
    Note,
    /// Who took part.
    Attendees,
    /// What was decided.
    Decisions,
    /// What may go wrong.
    Risks,
    /// The client's mood.
    Sentiment,
    /// Who held or recorded it.
    By,
    /// Whether it was held at all (`Completed`, `Cancelled`); kept nowhere.
    Status,
}

impl ReviewField {
    /// All of them with their own names, as exports write them.
    pub const NAMED: [(Self, &'static str); 10] = [
        (Self::HeldOn, "held_on"),
        (Self::Kind, "kind"),
        (Self::Outcome, "outcome"),
        (Self::Note, "note"),
        (Self::Attendees, "attendees"),
        (Self::Decisions, "decisions"),
        (Self::Risks, "risks"),
        (Self::Sentiment, "sentiment"),
        (Self::By, "by"),
        (Self::Status, "activity_status"),
    ];

    /// Its own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(field, _)| *field == self).expect("every field is in the list").1
    }

    /// The field of an own name, folded (`heldon`).
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, name)| folded(name) == key).map(|(field, _)| *field)
    }

    /// All by their own names, for messages.
    #[must_use]
    pub fn names() -> String {
        Self::NAMED.map(|(_, name)| name).join(", ")
    }
}

/// What a header means in a file of reviews: the client by its id or name, or something of the review.
pub(in crate::exchange::import) fn claim(header: &str) -> Option<Claim> {
    let key = folded(&without_remarks(header));
    let of = |words: &[&str]| words.iter().position(|word| *word == key);
    let client = CLIENT.iter().find_map(|(field, words)| Some(Claim::of(field.clone(), of(words)?)));
    client.or_else(|| SYNONYMS.iter().find_map(|(field, words)| Some(Claim::of(Field::Review(*field), of(words)?))))
}

/// What the rows of a file are by its header: reviews where there is a client, a day and something else of an activity, and no
/// fact of a client.
pub(in crate::exchange::import) fn subject_of(header: &[String]) -> Subject {
    let claims: Vec<Claim> = header.iter().filter_map(|name| claim(name)).collect();
    let has = |wanted: &dyn Fn(&Field) -> bool| claims.iter().any(|claim| wanted(&claim.field));
    let client = has(&|field| matches!(field, Field::Name | Field::ExternalId));
    let held = has(&|field| *field == Field::Review(ReviewField::HeldOn));
    let work = header.iter().any(|name| OWN_WORK.contains(&folded(name).as_str())) || is_log(header, &claims);
    if client && held && work && !header.iter().any(|name| is_fact(name)) { Subject::Reviews } else { Subject::Clients }
}

/// A log of what was done when (`Client, Date, Notes`): a bare day and words about it, no money, and none of a client's owner or
/// state unless the kind of what was done stands beside them.
fn is_log(header: &[String], claims: &[Claim]) -> bool {
    const DAYS: [&str; 4] = ["date", "datetime", "datum", "when"];
    const MONEY: [&str; 4] = ["amount", "price", "value", "invoice"];
    let keys: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let has = |field| claims.iter().any(|claim| claim.field == Field::Review(field));
    let day = keys.iter().any(|key| DAYS.contains(&key.as_str()));
    let money = keys.iter().any(|key| MONEY.iter().any(|word| key.contains(word)));
    let of_client = has(ReviewField::By) || has(ReviewField::Status);
    day && !money && (has(ReviewField::Note) || has(ReviewField::Outcome)) && (has(ReviewField::Kind) || !of_client)
}

/// Whether a header is a fact only a file of clients has; the day an activity began or ended is none.
fn is_fact(header: &str) -> bool {
    let a_day = claim(header).is_some_and(|claim| claim.field == Field::Review(ReviewField::HeldOn));
    if a_day || folded(header) == "enddate" {
        return false;
    }
    let Some(claim) = claims::claim(header) else { return false };
    match claim.field {
        Field::Arr | Field::Mrr | Field::Industry | Field::Goal | Field::Champion | Field::ChampionLostOn => true,
        Field::RenewalOn | Field::OnboardedOn | Field::Segment | Field::SegmentSince | Field::LastReviewOn => true,
        Field::Measure(_) | Field::Score(_) | Field::SegmentOf(_) | Field::SegmentSinceOf(_) | Field::Archived => true,
        Field::ExternalId | Field::Name | Field::Owner | Field::Currency | Field::Stage | Field::LastReviewKind => false,
        Field::Tags | Field::Notes | Field::Review(_) => false,
    }
}
