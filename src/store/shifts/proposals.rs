//! What a change of models does to proposals: who would be proposed elsewhere than before, and how many drift.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::LISTED;
use crate::domain::client::{Client, ClientId};
use crate::store::derived::Standing;
use crate::store::error::StoreError;

/// A client whose scores say another segment than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalShift {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The segment it stands in, if any.
    pub segment: Option<String>,
    /// The segment proposed before.
    pub before: Option<String>,
    /// The segment proposed after.
    pub after: Option<String>,
    /// Whether a move is proposed afterwards: it stands elsewhere and nothing withholds the proposal.
    pub drifts: bool,
}

/// What a change does to the proposals of a model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalShifts {
    /// Key of the model: the one that is edited or joins, else the driving one.
    pub model: String,
    /// Live clients whose scores say another segment afterwards.
    pub changed: i64,
    /// Live clients for whom a move is proposed before.
    pub drift_before: i64,
    /// Live clients for whom a move is proposed after.
    pub drift_after: i64,
    /// The first of the clients proposed elsewhere: those that drift afterwards, then by name.
    pub first: Vec<ProposalShift>,
    /// For a model that joins the book: how many clients the scores put into each of its segments.
    pub spread: BTreeMap<String, i64>,
}

impl ProposalShifts {
    /// Counts a client where the scores say another segment in a model than before.
    pub(super) fn add(&mut self, client: &Client, before: &[Standing], after: &[Standing], today: NaiveDate) {
        for new in after.iter().filter(|new| new.live) {
            let Some(old) = before.iter().find(|old| old.model == new.model) else { continue };
            if old.proposed == new.proposed {
                continue;
            }
            self.changed += 1;
            self.first.push(ProposalShift {
                client: client.id,
                name: client.name.clone(),
                owner: client.owner.clone(),
                segment: Some(new.segment.clone()).filter(|segment| !segment.is_empty()),
                before: old.proposed.clone(),
                after: new.proposed.clone(),
                drifts: new.drift && new.dwell_until.is_none_or(|until| until <= today),
            });
        }
        if self.first.len() >= 2 * LISTED {
            self.keep_first();
        }
    }

    pub(super) fn keep_first(&mut self) {
        self.first.sort_by_cached_key(|shift| (!shift.drifts, shift.name.clone(), shift.client));
        self.first.truncate(LISTED);
    }
}

/// Live clients for whom a move is proposed on a day, by model.
pub(super) fn drifting(db: &Connection, today: NaiveDate) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT model, count(*) FROM standing
          WHERE drift = 1 AND live = 1 AND (dwell_until IS NULL OR dwell_until <= ?) GROUP BY model",
    )?;
    let rows = statement.query_map([today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many live clients the scores put into each segment of a model.
pub(super) fn spread(db: &Connection, model: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT proposed, count(*) FROM standing WHERE model = ? AND live = 1 AND proposed IS NOT NULL GROUP BY proposed",
    )?;
    let rows = statement.query_map([model], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many clients have scores of a factor of a model.
pub(super) fn scored(db: &Connection, model: &str, factor: &str) -> Result<i64, StoreError> {
    let sql = "SELECT count(DISTINCT client) FROM scores WHERE model = ? AND factor = ?";
    Ok(db.prepare_cached(sql)?.query_row(params![model, factor], |row| row.get(0))?)
}
