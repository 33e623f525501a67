//! The trail of a client: where its scores stood on the days on which one was recorded.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::error::StoreError;
use super::lens::LensAxis;
use super::recorded::recorded;
use super::rows::select;
use super::stand::factor_values;
use crate::domain::client::ClientId;
use crate::domain::model::FactorValues;
use crate::domain::score::Score;

/// A position a client had from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrailPoint {
    /// The first day.
    pub on: NaiveDate,
    /// The score across, tenths of a point.
    pub x: u16,
    /// The score up; none where there is one axis only.
    pub y: Option<u16>,
}

impl Store {
    /// The positions of a client on one axis or two, in order, each where it differs from the one before; the last is the
    /// present one where no factor counts days.
    ///
    /// Only asked factors have a past: those derived from the client's fields count as they are now. The cost is that of the
    /// client's own scores.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn trail(
        &self,
        client: ClientId,
        x: &LensAxis,
        y: Option<&LensAxis>,
        today: NaiveDate,
    ) -> Result<Vec<TrailPoint>, StoreError> {
        let across = self.past_scores(client, x, today)?;
        let up = y.map(|axis| self.past_scores(client, axis, today)).transpose()?;
        let mut days: Vec<NaiveDate> = across.keys().chain(up.iter().flat_map(BTreeMap::keys)).copied().collect();
        days.sort_unstable();
        days.dedup();
        // What derived factors give alone belongs to no day.
        days.retain(|day| *day > NaiveDate::MIN);
        let then = |past: &BTreeMap<NaiveDate, Option<u16>>, day: NaiveDate| {
            past.range(..=day).next_back().and_then(|(_, tenths)| *tenths)
        };
        let mut trail: Vec<TrailPoint> = Vec::new();
        for on in days {
            let Some(x) = then(&across, on) else { continue };
            let y = up.as_ref().map(|past| then(past, on));
            let point = match y {
                Some(None) => continue,
                Some(Some(y)) => TrailPoint { on, x, y: Some(y) },
                None => TrailPoint { on, x, y: None },
            };
            if trail.last().is_none_or(|last| (last.x, last.y) != (point.x, point.y)) {
                trail.push(point);
            }
        }
        Ok(trail)
    }

    /// The score of a dimension from each day on that one of its factors was recorded; from the first day of all on, what its
    /// derived factors give.
    fn past_scores(
        &self,
        client: ClientId,
        axis: &LensAxis,
        today: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, Option<u16>>, StoreError> {
        let mut past = BTreeMap::new();
        let Some(recorded) = recorded(&self.db, &axis.model().key, client)? else { return Ok(past) };
        let dimension = axis.dimension();
        let asked = |key: &str| dimension.factors.iter().any(|factor| factor.key == key && factor.derived.is_none());
        let mut values: FactorValues = factor_values(&self.db, axis.model(), &recorded, today)?.0;
        values.retain(|key, _| !asked(key));
        past.insert(NaiveDate::MIN, dimension.score(&values).map(|score| score.tenths));
        let sql = "WHERE client = ? AND model = ? ORDER BY day, id";
        let scores: Vec<Score> = select(&self.db, sql, params![client, axis.model().key])?;
        for score in scores.into_iter().filter(|score| asked(&score.factor)) {
            values.insert(score.factor, (score.value, score.on));
            past.insert(score.on, dimension.score(&values).map(|score| score.tenths));
        }
        Ok(past)
    }
}
