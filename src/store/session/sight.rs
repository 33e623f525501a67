//! One client as the session sees it: what happened since the last one, scores then and now, its place with its trail.

use std::cmp::Reverse;

use chrono::{Months, NaiveDate};
use rusqlite::{OptionalExtension, params};

use crate::domain::cadence::Closed;
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::model::place::holds;
use crate::domain::model::{Dimension, FactorValues, Membership, Model};
use crate::domain::placement::Decision;
use crate::domain::refusal::Refusal;
use crate::domain::review::Review;
use crate::domain::session::agenda::{Evidence, Reasons, Rules};
use crate::domain::session::{Item, Opinion, Session};
use crate::store::recorded::recorded;
use crate::store::rows::select;
use crate::store::stand::factor_values;
use crate::store::{ClientPage, PastMove, Store, StoreError, TrailPoint};

/// Months looked back at where there was no session before.
const QUARTER: u32 = 3;

/// Everything the one-client screen shows. Since: the last finalised session of the model, else a quarter before its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// The client's page in the session's model, on the session's day.
    pub page: ClientPage,
    /// Why it stands on the agenda.
    pub reasons: Reasons,
    /// What these reasons stand on: [`crate::domain::session::agenda::Reason::why`] says it in words.
    pub evidence: Evidence,
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
    /// The fact that changed, where one did: money and notes are not for everybody's eyes.
    pub field: Option<Field>,
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

/// Decisions shown.
const DECISIONS: usize = 6;

impl Store {
    /// One client as the session sees it.
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn sight(&self, session: &Session, client: ClientId, viewer: Option<&str>) -> Result<Sight, StoreError> {
        let (model, as_of) = (self.session_model(session)?, session.as_of);
        let page = self.page_in(Some(&session.model), client, as_of)?;
        let last = self.closed_before(session)?;
        let closed = last.as_ref().map(|last| last.closed_on);
        let since = closed.unwrap_or_else(|| as_of.checked_sub_months(Months::new(QUARTER)).unwrap_or(as_of));
        let evidence = self.evidence_of(session, client)?;
        let segment = page.placement.as_ref().and_then(|placement| placement.segment.as_deref());
        let (factors, scores_then) = self.scores_then(&page, &model, since, as_of)?;
        let sql = "SELECT dwell_until FROM standing WHERE model = ? AND client = ?";
        let dwells: Option<NaiveDate> =
            self.db.prepare_cached(sql)?.query_row(params![model.key, client], |row| row.get(0)).optional()?.flatten();
        let mut decisions: Vec<Decision> =
            select(&self.db, "WHERE client = ? AND model = ? ORDER BY id DESC", params![client, model.key])?;
        decisions.truncate(DECISIONS);
        Ok(Sight {
            reasons: Reasons::of(&evidence, &Rules::parse(&session.agenda)?, as_of),
            evidence,
            item: self.session_item(session.id, client)?,
            opinions: self.session_opinions(session, client, viewer)?,
            since,
            clues: self.clues(session, last.as_ref(), client, since)?,
            last_session: last.map(|last| last.name),
            factors,
            scores_then,
            trail: self.trail_in(client, &model, as_of)?,
            decisions,
            back: self.ways_back(client, &model, segment)?,
            dwells_until: dwells.filter(|until| *until > as_of && model.membership == Membership::One),
            held: page.reviews.iter().filter(|held| held.voided.is_none() && held.held_on >= since).cloned().collect(),
            missed: self.missed(&page.client, since, as_of)?,
            page,
        })
    }

    /// The asked factors with their values at the end of a day and now, and the scores on the axes then; factors derived from
    /// the client's fields count as they are now.
    fn scores_then(&self, page: &ClientPage, model: &Model, since: NaiveDate, as_of: NaiveDate) -> Result<Then, StoreError> {
        let client = page.client.id;
        let mut then = FactorValues::new();
        let mut past = self.scores_of(client, &model.key)?;
        past.retain(|score| score.on <= since);
        for score in past {
            // The latest comes first.
            then.entry(score.factor).or_insert((score.value, score.on));
        }
        let factors = page.factors.iter().map(|row| FactorThen {
            dimension: row.dimension.clone(),
            factor: row.factor.clone(),
            then: then.get(&row.factor).map(|(value, _)| *value),
            now: row.value.as_ref().map(|(value, ..)| *value),
        });
        let factors = factors.collect();
        if let Some(recorded) = recorded(&self.db, &model.key, client)? {
            let asked = |key: &str| page.factors.iter().any(|row| row.factor == key);
            let now = factor_values(&self.db, model, &recorded, as_of)?.0;
            then.extend(now.into_iter().filter(|(key, _)| !asked(key)));
        }
        let score = |axis: &Dimension| axis.score(&then).map(|score| i64::from(score.tenths));
        Ok((factors, (score(model.x_axis()), model.y_axis().and_then(score))))
    }

    /// The trail on the axes of a model.
    fn trail_in(&self, client: ClientId, model: &Model, on: NaiveDate) -> Result<Vec<TrailPoint>, StoreError> {
        let ground = self.ground();
        let axis = |key: &String| ground.dimension(&format!("{}.{key}", model.key));
        let (x, y) = (axis(&model.x)?, model.y.as_ref().map(axis).transpose()?);
        self.trail(client, &x, y.as_ref(), on)
    }

    /// For each segment a client is not in, the moves that one there would take back.
    fn ways_back(&self, client: ClientId, model: &Model, from: Option<&str>) -> Result<Vec<(String, Vec<PastMove>)>, StoreError> {
        let mut ways = Vec::new();
        for segment in model.segments.iter().filter(|segment| !holds(from.unwrap_or_default(), &segment.key)) {
            let undone = self.way_back(client, model, from, &segment.key)?;
            if !undone.is_empty() {
                ways.push((segment.key.clone(), undone));
            }
        }
        Ok(ways)
    }

    /// What was asked for and not held in time since a day, the latest first.
    fn missed(&self, client: &Client, since: NaiveDate, as_of: NaiveDate) -> Result<Vec<Missed>, StoreError> {
        let ground = self.ground();
        let Some(recorded) = recorded(&self.db, &ground.driving().key, client.id)? else { return Ok(Vec::new()) };
        let rules = ground.rules(client.owner.as_deref());
        let mut missed = Vec::new();
        for occurrence in rules.occurrences(&recorded.events, as_of).map_err(Refusal::from)? {
            let (due, late) = (occurrence.effective, |on: NaiveDate| on > occurrence.grace_end);
            let became = match occurrence.closed {
                Closed::ByReview(held) if held >= since && late(held) => match (held - due).num_days() {
                    1 => "held 1 day late".to_owned(),
                    days => format!("held {days} days late"),
                },
                Closed::BySkip(on) if on >= since => "skipped".to_owned(),
                Closed::Open if late(as_of) => "overdue".to_owned(),
                Closed::ByReview(_) | Closed::BySkip(_) | Closed::Open | Closed::Dropped(_) => continue,
            };
            missed.push((occurrence.kind, due, became));
        }
        missed.sort_by_key(|(_, due, _)| Reverse(*due));
        Ok(missed)
    }
}

/// A touchpoint missed: kind, due day, what became of it.
type Missed = (String, NaiveDate, String);
/// Factors then and now, scores on the axes then.
type Then = (Vec<FactorThen>, (Option<i64>, Option<i64>));
