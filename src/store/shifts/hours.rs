//! Hours a quarter that each owner's clients ask for: as they stand, and if every proposal were accepted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::domain::model::Model;
use crate::store::error::StoreError;

/// Quarters of a year.
const QUARTERS: f64 = 4.0;

/// Hours a quarter of an owner's live clients, by what their segments of the driving model ask for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HoursShift {
    /// Before the change.
    pub before: f64,
    /// After it, every client where it stands.
    pub after: f64,
    /// After it, if every proposal were accepted too: each client that drifts, or stands nowhere, in the segment proposed.
    pub if_accepted: f64,
}

/// Hours a quarter by owner (empty for none), every live client where it stands.
pub(super) fn as_they_stand(db: &Connection, model: &Model) -> Result<BTreeMap<String, f64>, StoreError> {
    let mut hours = BTreeMap::new();
    let sql = "SELECT owner, segment, sum(clients) FROM totals WHERE model = ? GROUP BY owner, segment";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([&model.key])?;
    while let Some(row) = rows.next()? {
        let (segment, clients): (String, i64) = (row.get(1)?, row.get(2)?);
        *hours.entry(row.get(0)?).or_default() += model.hours_per_year_in(&segment) / QUARTERS * clients as f64;
    }
    Ok(hours)
}

/// Hours a quarter by owner that accepting every proposal of a day would add.
pub(super) fn added_by_proposals(db: &Connection, model: &Model, today: NaiveDate) -> Result<BTreeMap<String, f64>, StoreError> {
    let mut hours = BTreeMap::new();
    let mut statement = db.prepare_cached(
        "SELECT coalesce(owner, ''), segment, proposed, count(*) FROM standing
          WHERE model = ?1 AND live = 1 AND drift = 1 AND (dwell_until IS NULL OR dwell_until <= ?2) AND segment <> ''
            AND proposed IS NOT NULL
          GROUP BY 1, 2, 3
          UNION ALL
         SELECT coalesce(owner, ''), '', proposed, count(*) FROM standing
          WHERE model = ?1 AND live = 1 AND segment = '' AND proposed IS NOT NULL GROUP BY 1, 3",
    )?;
    let mut rows = statement.query(params![model.key, today])?;
    while let Some(row) = rows.next()? {
        let (stands, proposed, clients): (String, String, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let before = model.hours_per_year_in(&stands);
        let after = model.hours_per_year_in(&proposed);
        *hours.entry(row.get(0)?).or_default() += (after - before) / QUARTERS * clients as f64;
    }
    Ok(hours)
}

/// Live clients without a segment in a model.
pub(super) fn unplaced(db: &Connection, model: &Model) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(sum(clients), 0) FROM totals WHERE model = ? AND segment = ''";
    Ok(db.prepare_cached(sql)?.query_row([&model.key], |row| row.get(0))?)
}
