//! One client as the session sees it: what happened since the last one, scores then and now, its place with its trail.

use chrono::NaiveDate;

use crate::domain::client::ClientId;
use crate::domain::placement::Decision;
use crate::domain::review::Review;
use crate::domain::session::agenda::Reasons;
use crate::domain::session::{Item, Opinion, Session};
use crate::store::{ClientPage, PastMove, Store, StoreError, TrailPoint};

/// Everything the one-client screen shows. Since: the last finalised session of the model, else a quarter before its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// The client's page in the session's model, on the session's day.
    pub page: ClientPage,
    /// Why it stands on the agenda.
    pub reasons: Reasons,
    /// What the session says of it.
    pub item: Option<Item>,
    /// What people said before; empty while blind, but for the viewer's own.
    pub opinions: Vec<Opinion>,
    /// The day since which things happened.
    pub since: NaiveDate,
    /// The name of the session of that day; none where there was none.
    pub last_session: Option<String>,
    /// What happened since, the latest first: moves, confirmations, facts that changed, bookings, snoozes, actions done.
    pub clues: Vec<Clue>,
    /// Each factor with its value then and now.
    pub factors: Vec<FactorThen>,
    /// Scores on the axes then, tenths of a point.
    pub scores_then: (Option<i64>, Option<i64>),
    /// Where its scores stood over time, on the axes of the model; the last one is the present.
    pub trail: Vec<TrailPoint>,
    /// The decisions about it in this model, the latest first, 6 at most: the earlier notes.
    pub decisions: Vec<Decision>,
    /// The moves that a move back would undo, by the segment it would enter: both earlier notes.
    pub back: Vec<(String, Vec<PastMove>)>,
    /// Until when the guard would hold a proposal back (dwell), where it does now.
    pub dwells_until: Option<NaiveDate>,
    /// Reviews held since, the latest first.
    pub held: Vec<Review>,
    /// Touchpoints missed since: kind, the day it was due, and what became of it (`overdue`, `held 12 days late`, `skipped`).
    pub missed: Vec<(String, NaiveDate, String)>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clue {
    /// The civil day.
    pub on: NaiveDate,
    /// What, in words: `stage: onboarding → steady`.
    pub what: String,
    /// Why, or what was noted.
    pub note: String,
    /// Who.
    pub by: String,
}

/// A factor then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorThen {
    /// Key of its dimension.
    pub dimension: String,
    /// Its key.
    pub factor: String,
    /// Its value at the end of the day since which is looked.
    pub then: Option<u8>,
    /// Its value now.
    pub now: Option<u8>,
}

impl Store {
    /// One client as the session sees it.
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn sight(&self, session: &Session, client: ClientId, viewer: Option<&str>) -> Result<Sight, StoreError> {
        let _ = (client, viewer);
        Err(super::not_found(&session.name, "").into())
    }
}
