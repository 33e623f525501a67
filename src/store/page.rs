//! One client, whole: facts, scores, clocks with their derivation, reviews, actions, and one timeline.

use chrono::NaiveDate;
use rusqlite::params;

use super::board::{SIGN_COLUMNS, Signs, read_signs};
use super::derive::{recorded, scores_in_force};
use super::due::{ClockOn, DueQuery, DueRange};
use super::error::StoreError;
use super::rows::{select, select_one};
use super::{HistoryQuery, HistoryRow, Store};
use crate::domain::change::Mark;
use crate::domain::client::{Client, ClientId};
use crate::domain::placement::{Decision, Placement};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Action, Review};

/// Everything a client's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientPage {
    /// Its facts.
    pub client: Client,
    /// Currency of its revenue: its own, else the book's.
    pub currency: String,
    /// Where it stands in the driving model.
    pub placement: Option<Placement>,
    /// Key of the proposed segment.
    pub proposed: Option<String>,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<i64>, Option<i64>),
    /// Share of the weight behind each score, per mille.
    pub confidence: (Option<i64>, Option<i64>),
    /// When the segment is to be confirmed.
    pub confirm_due: Option<NaiveDate>,
    /// What marks it today.
    pub signs: Signs,
    /// Every asked factor of the driving model with the value in force.
    pub factors: Vec<FactorRow>,
    /// Its clocks with their derivation in words.
    pub clocks: Vec<ClockRow>,
    /// Its reviews, the latest first, voided ones among them.
    pub reviews: Vec<Review>,
    /// Actions agreed, open ones first.
    pub actions: Vec<Action>,
    /// Decisions, reviews and marks in one line of time, the latest first.
    pub timeline: Vec<TimelineRow>,
}

/// A factor of the driving model with the value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRow {
    /// Key of its dimension.
    pub dimension: String,
    /// Its key.
    pub factor: String,
    /// The value, its day and who gave it.
    pub value: Option<(u8, NaiveDate, String)>,
}

/// A clock with its derivation.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockRow {
    /// The clock today.
    pub clock: ClockOn,
    /// Further periods missed (C11).
    pub periods_missed: u32,
    /// The derivation in words (C19).
    pub why: String,
}

/// A line of a client's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// The civil day it counts from.
    pub on: NaiveDate,
    /// Order of entry.
    pub order: i64,
    /// What kind of thing (`move`, `review`, …).
    pub kind: &'static str,
    /// What happened.
    pub what: String,
    /// Why, or what was noted.
    pub note: String,
    /// Who recorded it.
    pub by: String,
}

impl Store {
    /// A client, whole.
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn page(&self, id: ClientId, today: NaiveDate) -> Result<ClientPage, StoreError> {
        let ground = self.ground();
        let driving = ground.driving();
        let Some(found) = recorded(&self.db, &driving.key, id)? else {
            return Err(Refusal::NotFound { what: "client", name: id.to_string(), hint: String::new() }.into());
        };
        let clocks = self.clocks_of(id, &found.events, today)?;
        let in_force = scores_in_force(&self.db, id, &driving.key)?;
        let factors = driving.dimensions.iter().flat_map(|dimension| {
            let asked = dimension.factors.iter().filter(|factor| factor.derived.is_none());
            asked.map(|factor| FactorRow {
                dimension: dimension.key.clone(),
                factor: factor.key.clone(),
                value: in_force
                    .iter()
                    .find(|score| score.factor == factor.key)
                    .map(|score| (score.value, score.on, score.by.clone())),
            })
        });
        let factors = factors.collect();
        let mut reviews: Vec<Review> = select(&self.db, "WHERE client = ? ORDER BY held_on DESC, id DESC", [id])?;
        reviews.truncate(500);
        let actions = select(&self.db, "WHERE client = ? ORDER BY done_on IS NOT NULL, due_on IS NULL, due_on, id", [id])?;
        let decisions: Vec<Decision> = select(&self.db, "WHERE client = ? AND model = ?", params![id, driving.key])?;
        let marks: Vec<Mark> = select(&self.db, "WHERE client = ?", [id])?;
        let timeline = timeline(&decisions, &reviews, &marks, driving);
        let placement = select_one(&self.db, "WHERE client = ? AND model = ?", params![id, driving.key])?;
        let sql = format!(
            "SELECT s.proposed, s.x, s.y, s.x_confidence, s.y_confidence, s.confirm_due, s.currency, {SIGN_COLUMNS}
               FROM standing s WHERE s.client = ? AND s.model = ?"
        );
        let page = self.db.prepare_cached(&sql)?.query_row(params![id, driving.key], |row| {
            Ok(ClientPage {
                client: found.client.clone(),
                currency: row.get(6)?,
                placement,
                proposed: row.get(0)?,
                scores: (row.get(1)?, row.get(2)?),
                confidence: (row.get(3)?, row.get(4)?),
                confirm_due: row.get(5)?,
                signs: read_signs(row, 7, today)?,
                factors,
                clocks,
                reviews,
                actions,
                timeline,
            })
        })?;
        Ok(page)
    }

    /// The derivation of a due date in words (C19).
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn why(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<String, StoreError> {
        let ground = self.ground();
        let Some(found) = recorded(&self.db, &ground.driving().key, client)? else { return Ok(String::new()) };
        let why = ground.rules().why(&found.events, kind, today).map_err(Refusal::from)?;
        Ok(why.unwrap_or_default())
    }

    /// Further periods missed since the open nominal date (C11).
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn periods_missed(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<u32, StoreError> {
        let ground = self.ground();
        let Some(found) = recorded(&self.db, &ground.driving().key, client)? else { return Ok(0) };
        let clocks = ground.rules().clocks(&found.events, today).map_err(Refusal::from)?;
        Ok(clocks.iter().find(|clock| clock.kind == kind).map_or(0, |clock| clock.periods_missed(today)))
    }

    fn clocks_of(
        &self,
        client: ClientId,
        events: &[crate::domain::cadence::Event],
        today: NaiveDate,
    ) -> Result<Vec<ClockRow>, StoreError> {
        let ground = self.ground();
        let rules = ground.rules();
        let folded = rules.clocks(events, today).map_err(Refusal::from)?;
        let mut clocks = Vec::with_capacity(folded.len());
        for clock in self.clocks_on(client, today)? {
            let missed = folded.iter().find(|folded| folded.kind == clock.kind).map_or(0, |clock| clock.periods_missed(today));
            let why = rules.why(events, &clock.kind, today).map_err(Refusal::from)?.unwrap_or_default();
            clocks.push(ClockRow { clock, periods_missed: missed, why });
        }
        Ok(clocks)
    }

    /// A client's clocks as they read on a day, in the order of their kinds in the model.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn clocks_on(&self, client: ClientId, today: NaiveDate) -> Result<Vec<ClockOn>, StoreError> {
        let filter = crate::domain::filter::Filter::client(client);
        let query = DueQuery { range: DueRange::All, filter: Some(filter), ..DueQuery::default() };
        let mut clocks: Vec<ClockOn> =
            self.due(&query, None, usize::MAX, today)?.into_iter().map(|row| row.clock).collect();
        let kinds = self.ground().driving().kinds().iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
        clocks.sort_by_key(|clock| kinds.iter().position(|kind| *kind == clock.kind));
        Ok(clocks)
    }

    /// What the history says of a client, the newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn history_of(&self, client: ClientId, limit: usize) -> Result<Vec<HistoryRow>, StoreError> {
        self.history(&HistoryQuery { client: Some(client), ..HistoryQuery::default() }, limit)
    }
}
