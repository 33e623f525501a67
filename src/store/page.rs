//! One client, whole: facts, scores, clocks with their derivation, reviews, actions, and one timeline.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use super::board::{SIGN_COLUMNS, Signs, read_signs, shown_proposal};
use super::due::DueRow;
use super::error::StoreError;
use super::recorded::{recorded, scores_in_force};
use super::rows::{select, select_one};
use super::{HistoryQuery, HistoryRow, Store};
use crate::domain::cadence::Event;
use crate::domain::change::{Mark, MarkKind};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How, Placement, Recheck};
use crate::domain::reckoning::{Reckoned, reckon};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Action, Review, ReviewId};
use crate::domain::score::Score;
use crate::domain::session::{Item, SessionId};
use crate::domain::verdict::{Scored, Verdict};

/// Everything a client's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientPage {
    /// Its facts.
    pub client: Client,
    /// Currency of its revenue: its own, else the book's.
    pub currency: String,
    /// Where it stands in the model.
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
    /// What its scores come to today.
    pub verdict: Verdict,
    /// Every dimension of the model with its score and what made it.
    pub reckoning: Vec<Reckoned>,
    /// The last review that counts, held by today: what some factors are derived from.
    pub last_review_on: Option<NaiveDate>,
    /// Every asked factor of the model with the value in force.
    pub factors: Vec<FactorRow>,
    /// Its clocks with their derivation in words.
    pub clocks: Vec<ClockRow>,
    /// The marks of the periods of its own in force, one for each kind that has one (C15).
    pub own_periods: Vec<Mark>,
    /// Its reviews, the latest first, voided ones among them.
    pub reviews: Vec<Review>,
    /// Actions agreed, open ones first.
    pub actions: Vec<Action>,
    /// Decisions, reviews and marks in one line of time, the latest first.
    pub timeline: Vec<TimelineRow>,
}

/// A factor of the model with the value in force.
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
    pub row: DueRow,
    /// The derivation in words (C19).
    pub why: String,
}

/// What stands beside a clock in the due list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brief {
    /// The derivation in words (C19).
    pub why: String,
    /// The last review that counts.
    pub last_review: Option<Review>,
    /// Open actions, the next due first, 20 at most.
    pub actions: Vec<Action>,
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

impl ClientPage {
    /// Why the segment is to be confirmed out of turn, where it is (C17): `goal changed on 2026-05-01`.
    #[must_use]
    pub fn rechecked(&self, date: impl Fn(NaiveDate) -> String) -> Option<String> {
        let placement = self.placement.as_ref()?;
        Some(Recheck::with_day(placement.recheck_for, &date(placement.recheck_since?)))
    }
}

impl Store {
    /// A client, whole, with its segment and scores in the driving model.
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn page(&self, id: ClientId, today: NaiveDate) -> Result<ClientPage, StoreError> {
        self.page_in(None, id, today)
    }

    /// A client, whole, with its segment and scores in a model, the driving one where none is named. What is due is the same in
    /// all of them.
    ///
    /// # Errors
    /// No such client or model, or the book cannot be read.
    pub fn page_in(&self, model: Option<&str>, id: ClientId, today: NaiveDate) -> Result<ClientPage, StoreError> {
        let ground = self.ground();
        let model = ground.model(model)?;
        let Some(found) = recorded(&self.db, &ground.driving().key, id)? else {
            return Err(Refusal::NotFound { what: "client", name: id.to_string(), hint: String::new() }.into());
        };
        let clocks = self.clocks_with_why(&found.client, &found.events, today)?;
        let in_force = scores_in_force(&self.db, id, &model.key)?;
        let factors = model.dimensions.iter().flat_map(|dimension| {
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
        let fields = found.fields(today);
        let last_review_on = fields.last_review_on;
        let reckoning = reckon(&model, &in_force, &fields);
        let mut reviews: Vec<Review> = select(&self.db, "WHERE client = ? ORDER BY held_on DESC, id DESC", [id])?;
        reviews.truncate(500);
        let actions = select(&self.db, "WHERE client = ? ORDER BY done_on IS NOT NULL, due_on IS NULL, due_on, id", [id])?;
        let decisions: Vec<Decision> = select(&self.db, "WHERE client = ? AND model = ?", params![id, model.key])?;
        let marks: Vec<Mark> = select(&self.db, "WHERE client = ?", [id])?;
        let sessions = self.session_names()?;
        let deferred = select(
            &self.db,
            "WHERE client = ? AND kind = 'defer' AND session IN (SELECT id FROM sessions WHERE state = 'final' AND model = ?)",
            params![id, model.key],
        )?;
        let timeline = timeline(&decisions, &deferred, &reviews, &marks, &model, &sessions);
        let own_periods = own_periods(marks, today);
        let placement: Option<Placement> = select_one(&self.db, "WHERE client = ? AND model = ?", params![id, model.key])?;
        let sql = format!(
            "SELECT s.proposed, s.x, s.y, s.x_confidence, s.y_confidence, s.confirm_due, s.currency, s.dwell_until, {SIGN_COLUMNS}
               FROM standing s JOIN clients c ON c.id = s.client WHERE s.client = ? AND s.model = ?"
        );
        let page = self.db.prepare_cached(&sql)?.query_row(params![id, model.key], |row| {
            let signs = read_signs(row, 8, today)?;
            let segment = placement.as_ref().and_then(|placement| placement.segment.as_deref());
            let falls_into: Option<String> = row.get(0)?;
            let scored = Scored {
                segment,
                falls_into: falls_into.as_deref(),
                scores: (row.get(1)?, row.get(2)?),
                decided_on: placement.as_ref().and_then(|placement| placement.confirmed_on),
                dwell_until: row.get(7)?,
            };
            let verdict = Verdict::of(&model, scored, today);
            Ok(ClientPage {
                client: found.client.clone(),
                currency: row.get(6)?,
                proposed: shown_proposal(falls_into, segment, signs),
                verdict,
                reckoning,
                last_review_on,
                placement,
                scores: (row.get(1)?, row.get(2)?),
                confidence: (row.get(3)?, row.get(4)?),
                confirm_due: row.get(5)?,
                signs,
                factors,
                clocks,
                own_periods,
                reviews,
                actions,
                timeline,
            })
        })?;
        Ok(page)
    }

    /// What the due list shows beside a clock; of the first kind of the model where none is named.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn brief(&self, client: ClientId, kind: Option<&str>, today: NaiveDate) -> Result<Brief, StoreError> {
        let ground = self.ground();
        let first = ground.driving().kinds().first().map(|kind| (*kind).to_owned()).unwrap_or_default();
        let why = self.why(client, kind.unwrap_or(&first), today)?;
        let last_review =
            select_one(&self.db, "WHERE client = ? AND voided IS NULL ORDER BY held_on DESC, id DESC LIMIT 1", [client])?;
        let open = "WHERE client = ? AND done_on IS NULL ORDER BY due_on IS NULL, due_on, id LIMIT 20";
        Ok(Brief { why, last_review, actions: select(&self.db, open, [client])? })
    }

    /// The derivation of a due date in words (C19).
    ///
    /// # Errors
    /// No such client, or the book cannot be read.
    pub fn why(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<String, StoreError> {
        let ground = self.ground();
        let Some(found) = recorded(&self.db, &ground.driving().key, client)? else { return Ok(String::new()) };
        let why = ground.rules(found.client.owner.as_deref()).why(&found.events, kind, today).map_err(Refusal::from)?;
        Ok(why.unwrap_or_default())
    }

    /// What was recorded of a client's factors in a model, the latest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn scores_of(&self, client: ClientId, model: &str) -> Result<Vec<Score>, StoreError> {
        select(&self.db, "WHERE client = ? AND model = ? ORDER BY day DESC, id DESC", params![client, model])
    }

    /// A review by row.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn review(&self, id: ReviewId) -> Result<Option<Review>, StoreError> {
        select_one(&self.db, "WHERE id = ?", [id])
    }

    fn clocks_with_why(&self, client: &Client, events: &[Event], today: NaiveDate) -> Result<Vec<ClockRow>, StoreError> {
        let ground = self.ground();
        let mut clocks = Vec::new();
        let rules = ground.rules(client.owner.as_deref());
        for row in self.clocks_on(client.id, today)? {
            let why = rules.why(events, &row.clock.clock.kind, today).map_err(Refusal::from)?.unwrap_or_default();
            clocks.push(ClockRow { row, why });
        }
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

/// Of the overrides of each kind the last that was recorded, where it sets a period and still applies.
fn own_periods(mut marks: Vec<Mark>, today: NaiveDate) -> Vec<Mark> {
    marks.retain(|mark| mark.what == MarkKind::Override && mark.on <= today);
    marks.sort_by(|a, b| (&a.kind, b.on, b.id).cmp(&(&b.kind, a.on, a.id)));
    marks.dedup_by(|later, first| later.kind == first.kind);
    marks.retain(|mark| mark.every.is_some() && mark.date.is_none_or(|until| today <= until));
    marks
}

/// Decisions, reviews and marks in one line of time, the latest first.
fn timeline(
    decisions: &[Decision],
    deferred: &[Item],
    reviews: &[Review],
    marks: &[Mark],
    model: &Model,
    sessions: &BTreeMap<SessionId, String>,
) -> Vec<TimelineRow> {
    let session = |id: SessionId| sessions.get(&id).map(|name| format!(", in session {name}")).unwrap_or_default();
    let name = |key: &Option<String>| match key {
        Some(key) => model.place_named(key),
        None => "no segment".to_owned(),
    };
    let mut lines: Vec<TimelineRow> = decisions
        .iter()
        .map(|decision| {
            let (kind, what) = match decision.how {
                How::Start => ("start", format!("in {} from the start", name(&decision.to))),
                How::Move => ("move", format!("{} → {}", name(&decision.from), name(&decision.to))),
                How::Place => ("place", format!("placed in {}", name(&decision.to))),
                How::Confirm => ("confirm", format!("confirmed in {}", name(&decision.to))),
            };
            let what = what + &decision.session.map(session).unwrap_or_default();
            let note = match &decision.reason {
                Some(reason) => format!("[{reason}] {}", decision.note),
                None => decision.note.clone(),
            };
            TimelineRow { on: decision.on, order: decision.id, kind, what, note, by: decision.by.clone() }
        })
        .collect();
    lines.extend(deferred.iter().filter_map(|item| {
        let staged = item.staged.as_ref()?;
        Some(TimelineRow {
            on: staged.on,
            order: item.session,
            kind: "defer",
            what: format!("put off until {}{}", staged.until?, session(item.session)),
            note: staged.note.clone(),
            by: staged.by.clone(),
        })
    }));
    lines.extend(reviews.iter().map(|review| {
        let what = match (&review.voided, review.outcome.is_empty()) {
            (Some(why), _) => format!("{} voided: {why}", review.kind),
            (None, true) => review.kind.clone(),
            (None, false) => format!("{}: {}", review.kind, review.outcome),
        };
        TimelineRow {
            on: review.held_on,
            order: review.id,
            kind: "review",
            what,
            note: review.note.clone(),
            by: review.by.clone(),
        }
    }));
    lines.extend(marks.iter().map(|mark| TimelineRow {
        on: mark.on,
        order: mark.id,
        kind: mark_name(mark.what),
        what: mark.in_words(|day| day.to_string()),
        note: mark.note.clone(),
        by: mark.by.clone(),
    }));
    lines.sort_by_key(|line| std::cmp::Reverse((line.on, line.order)));
    lines
}

fn mark_name(what: MarkKind) -> &'static str {
    match what {
        MarkKind::Pause => "pause",
        MarkKind::Resume => "resume",
        MarkKind::Archive => "archive",
        MarkKind::Restore => "restore",
        MarkKind::Snooze => "snooze",
        MarkKind::Book => "book",
        MarkKind::Skip => "skip",
        MarkKind::Forgive => "forgive",
        MarkKind::Plan => "plan",
        MarkKind::Override => "override",
    }
}
