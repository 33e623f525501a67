//! Decision replay: the moves of the last finalised session of the model, and whether what they expected came true.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use crate::domain::client::{Client, ClientId};
use crate::domain::filter::Filter;
use crate::domain::model::Model;
use crate::domain::reckoning::{Reckoned, reckon};
use crate::domain::session::expect::{Expectation, Found, Verdict};
use crate::domain::session::minutes::ReplayRow;
use crate::domain::session::{Item, Judged, Session, SessionId, Staged, State};
use crate::domain::text::fold;
use crate::store::conditions::compile;
use crate::store::recorded::{recorded, scores_in_force};
use crate::store::rows::{select, select_one};
use crate::store::{Store, StoreError};

/// A session that is final, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub id: SessionId,
    /// Its name.
    pub name: String,
    /// The day on which it was finalised.
    pub closed_on: NaiveDate,
}

impl Store {
    /// The last session of the same model finalised before this one; none for the first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_before(&self, session: &Session) -> Result<Option<Session>, StoreError> {
        let Some(earlier) = self.closed_before(session)? else { return Ok(None) };
        select_one(&self.db, "WHERE id = ?", [earlier.id])
    }

    /// The same, without what it came to: that is as long as its minutes.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn closed_before(&self, session: &Session) -> Result<Option<Earlier>, StoreError> {
        let closed: Option<NaiveDate> = session.closed.as_ref().map(|act| act.on);
        let earlier = match session.state {
            State::Open => "",
            State::Final | State::Void => "AND (closed_on, id) < (?2, ?3)",
        };
        let sql = format!(
            "SELECT id, name, closed_on FROM sessions
              WHERE model = ?1 AND state = 'final' AND closed_on IS NOT NULL AND id IS NOT ?3 AND ?2 IS ?2 {earlier}
              ORDER BY closed_on DESC, id DESC LIMIT 1"
        );
        let read = |row: &rusqlite::Row<'_>| Ok(Earlier { id: row.get(0)?, name: row.get(1)?, closed_on: row.get(2)? });
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row(rusqlite::params![session.model, closed, session.id], read).optional()?)
    }

    /// The moves of the session before this one, by name, judged on a day; those of a finalised session as they were judged then.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn replay(&self, session: &Session, on: NaiveDate) -> Result<Vec<ReplayRow>, StoreError> {
        if let Some(kept) = session.record.as_ref().and_then(|record| record.kept.as_deref()) {
            return Ok(kept.replay.clone());
        }
        let Some(last) = self.closed_before(session)? else { return Ok(Vec::new()) };
        let model = self.session_model(session)?;
        let items: Vec<Item> = select(&self.db, "WHERE session = ? AND kind = 'move'", [last.id])?;
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            let Some(staged) = &item.staged else { continue };
            let Some(client) = select_one::<Client>(&self.db, "WHERE id = ?", [item.client])? else { continue };
            rows.push(self.replayed(client, staged, item.judged.as_ref(), &model, on)?);
        }
        rows.sort_by_cached_key(|row| (fold(&row.name), row.name.clone(), row.client));
        Ok(rows)
    }

    fn replayed(
        &self,
        client: Client,
        staged: &Staged,
        judged: Option<&Judged>,
        model: &Model,
        on: NaiveDate,
    ) -> Result<ReplayRow, StoreError> {
        let (expected, named) = Expectation::read_in(&staged.expect, model, staged.on, self.ground().fiscal());
        let by_day = staged.revisit_on.or(named);
        let (verdict, why) = match (judged, client.archived_on) {
            (Some(judged), _) => (if judged.held { Verdict::Held } else { Verdict::NotHeld }, judged.act.note.clone()),
            (None, Some(left)) => (Verdict::Unknown, format!("left the book on {left}")),
            (None, None) if staged.expect.is_empty() => (Verdict::Unknown, "nothing was expected".to_owned()),
            (None, None) => expected.judge(self.found(&expected, client.id, model, on)?, by_day, on),
        };
        Ok(ReplayRow {
            client: client.id,
            from: staged.from.clone(),
            to: staged.to.clone(),
            note: staged.note.clone(),
            expect: staged.expect.clone(),
            by_day,
            verdict,
            why,
            judged: judged.is_some(),
            now: self.place_in(client.id, &model.key)?,
            gone: client.archived_on.is_some(),
            name: client.name,
            owner: client.owner,
        })
    }

    /// What is found of a client on a day when an expectation of it is looked at.
    fn found(&self, expected: &Expectation, client: ClientId, model: &Model, on: NaiveDate) -> Result<Found, StoreError> {
        Ok(match expected {
            Expectation::Words => Found::Nothing,
            Expectation::Filter(filter) => Found::Passes(self.passes(filter, client, model, on)?),
            Expectation::Compared { what, .. } => self.present(what, client, model, on)?.map_or(Found::Nothing, Found::Value),
        })
    }

    /// A score of a dimension or a value of a factor on a day, hundredths of a point; none where there is none.
    fn present(&self, what: &str, client: ClientId, model: &Model, on: NaiveDate) -> Result<Option<i64>, StoreError> {
        let Some(found) = recorded(&self.db, &self.ground().driving().key, client)? else { return Ok(None) };
        let in_force = scores_in_force(&self.db, client, &model.key)?;
        let reckoned: Vec<Reckoned> = reckon(model, &in_force, &found.fields(on));
        if let Some(dimension) = reckoned.iter().find(|dimension| dimension.dimension == what) {
            return Ok(dimension.score.map(|score| i64::from(score.tenths) * 10));
        }
        // Where a dimension has that key too, dimension and factor are named.
        let named = |dimension: &Reckoned, key: &str| key == what || format!("{}.{key}", dimension.dimension) == what;
        let of =
            |dimension: &Reckoned| dimension.factors.iter().find(|factor| named(dimension, &factor.key)).and_then(|f| f.value);
        Ok(reckoned.iter().find_map(of).map(|value| i64::from(value) * 100))
    }

    /// Whether a filter lets a client through in a model on a day.
    fn passes(&self, filter: &Filter, client: ClientId, model: &Model, on: NaiveDate) -> Result<bool, StoreError> {
        let clause = compile(Some(filter), model, on);
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM standing s {} WHERE s.model = ? AND s.client = ? AND {})",
            clause.join_client(),
            clause.sql
        );
        let known = [Value::Text(model.key.clone()), Value::Integer(client.0)];
        let values = known.into_iter().chain(clause.values);
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }
}
