//! The recorded facts of one client, as the rules want them: events of cadence in any order, scores in force.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use super::rows::{select, select_one};
use crate::domain::cadence::{Event, What};
use crate::domain::change::Mark;
use crate::domain::client::{Client, ClientId};
use crate::domain::fields::Fields;
use crate::domain::placement::{Decision, How, Placement};
use crate::domain::review::Review;
use crate::domain::score::Score;

/// The recorded facts of one client, as the rules want them.
pub(super) struct Recorded {
    pub client: Client,
    pub placements: Vec<Placement>,
    pub events: Vec<Event>,
    pub last_review_on: Option<NaiveDate>,
}

impl Recorded {
    /// The client's fields as factors are derived from them on a day.
    pub fn fields(&self, today: NaiveDate) -> Fields<'_> {
        let held = self.events.iter().filter(|event| matches!(event.what, What::Review { .. })).map(|event| event.on);
        Fields {
            client: &self.client,
            last_review_on: held.clone().filter(|on| *on <= today).max(),
            next_review_on: held.filter(|on| *on > today).min(),
            today,
        }
    }

    /// The segment of the driving model in which the client was at the end of a day.
    pub fn segment_on(&self, day: NaiveDate) -> Option<&str> {
        let then = self.events.iter().filter(|event| event.on <= day).filter_map(|event| Some((event, event.what.entered()?)));
        then.max_by_key(|(event, _)| (event.on, event.order)).and_then(|(_, segment)| segment)
    }
}

/// The values in force of a client's factors: per factor the one of the latest day, of the latest entry on that day.
pub(super) fn scores_in_force(db: &Connection, client: ClientId, model: &str) -> Result<Vec<Score>, StoreError> {
    let all: Vec<Score> = select(db, "WHERE client = ? AND model = ? ORDER BY day, id", params![client, model])?;
    let mut in_force: Vec<Score> = Vec::new();
    for score in all {
        match in_force.iter_mut().find(|known| known.factor == score.factor) {
            Some(known) => *known = score,
            None => in_force.push(score),
        }
    }
    Ok(in_force)
}

/// The values in force of a client in every model in which it was scored, by the model's key.
pub(super) fn values_in_force(db: &Connection, client: ClientId) -> Result<BTreeMap<String, Vec<(String, u8)>>, StoreError> {
    let all: Vec<Score> = select(db, "WHERE client = ? ORDER BY day, id", [client])?;
    let mut in_force: BTreeMap<String, Vec<(String, u8)>> = BTreeMap::new();
    for score in all {
        let values = in_force.entry(score.model).or_default();
        match values.iter_mut().find(|(factor, _)| *factor == score.factor) {
            Some(known) => known.1 = score.value,
            None => values.push((score.factor, score.value)),
        }
    }
    Ok(in_force)
}

/// The last review of a client that counts: day and kind.
pub(super) fn last_review(db: &Connection, client: ClientId) -> Result<Option<(NaiveDate, String)>, StoreError> {
    let sql = "SELECT held_on, kind FROM reviews WHERE client = ? AND voided IS NULL ORDER BY held_on DESC, id DESC LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row([client], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Reads what was recorded of a client.
pub(super) fn recorded(db: &Connection, driving: &str, id: ClientId) -> Result<Option<Recorded>, StoreError> {
    let Some(client) = select_one::<Client>(db, "WHERE id = ?", [id])? else { return Ok(None) };
    let placements = select(db, "WHERE client = ?", [id])?;
    let decisions: Vec<Decision> = select(db, "WHERE client = ? AND model = ?", params![id, driving])?;
    let reviews: Vec<Review> = select(db, "WHERE client = ? AND voided IS NULL", [id])?;
    let marks: Vec<Mark> = select(db, "WHERE client = ?", [id])?;
    let last_review_on = reviews.iter().map(|review| review.held_on).max();
    let mut events: Vec<Event> = decisions.iter().filter_map(decided).collect();
    events.extend(reviews.into_iter().map(|review| Event {
        on: review.held_on,
        order: review.id,
        what: What::Review { kind: review.kind },
    }));
    events.extend(marks.iter().filter_map(|mark| Some(Event { on: mark.on, order: mark.id, what: mark.what()? })));
    Ok(Some(Recorded { client, placements, events, last_review_on }))
}

/// A decision as an event of cadence; a confirmation moves no date.
fn decided(decision: &Decision) -> Option<Event> {
    let what = match decision.how {
        How::Start => What::Start { segment: decision.to.clone()? },
        How::Move | How::Place => What::Move { to: decision.to.clone(), leaving: decision.leaving },
        How::Confirm => return None,
    };
    Some(Event { on: decision.on, order: decision.id, what })
}
