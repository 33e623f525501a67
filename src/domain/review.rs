//! Reviews held with clients and the actions agreed in them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::client::ClientId;
use super::stamp::Stamp;

/// Row of a review.
pub type ReviewId = i64;

/// A review that was held. Fields are the words of the person who logged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its row.
    pub id: ReviewId,
    /// Revision: 1 when made, one more at each change.
    pub rev: i64,
    /// Whose review it was.
    pub client: ClientId,
    /// The civil day it was held.
    pub held_on: NaiveDate,
    /// The kind of touchpoint (`Review`, `QBR`).
    pub kind: String,
    /// The outcome in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
    /// Notes and decisions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who took part.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attendees: String,
    /// What was decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decisions: String,
    /// What may go wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub risks: String,
    /// The client's mood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<Sentiment>,
    /// The day it was recorded.
    pub recorded_on: NaiveDate,
    /// Who recorded it.
    pub by: String,
    /// Why it was voided, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<String>,
}

impl Review {
    /// A review of which nothing is said but that it was held, recorded now.
    #[must_use]
    pub fn bare(id: ReviewId, client: ClientId, held_on: NaiveDate, kind: String, stamp: &Stamp) -> Self {
        Self {
            id,
            rev: 1,
            client,
            held_on,
            kind,
            outcome: String::new(),
            note: String::new(),
            attendees: String::new(),
            decisions: String::new(),
            risks: String::new(),
            sentiment: None,
            recorded_on: stamp.today,
            by: stamp.by.clone(),
            voided: None,
        }
    }

    /// Whether nothing is said of it but that it was held.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        let said = [&self.outcome, &self.note, &self.attendees, &self.decisions, &self.risks];
        said.iter().all(|text| text.is_empty()) && self.sentiment.is_none()
    }
}

/// A client's mood at a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    /// Content.
    Positive,
    /// Neither.
    Neutral,
    /// Discontent.
    Negative,
}

/// Something agreed to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its row.
    pub id: i64,
    /// Revision.
    pub rev: i64,
    /// Whose client it concerns.
    pub client: ClientId,
    /// The review it was agreed in.
    pub review: ReviewId,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
}
