//! Clients that came into the book after the first day and were not touched after the last: these stand as the tables have them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::MovesQuery;
use crate::domain::change::Fact;
use crate::domain::client::{Client, ClientId};
use crate::store::course::{PLACING, Recorded, Stood};
use crate::store::journal::from_json;
use crate::store::narrow::json_of;
use crate::store::rows::select_one;
use crate::store::{Store, StoreError};

/// What entries after a day did to a client.
pub(super) struct Trace {
    /// The last day that touched it.
    last: NaiveDate,
    /// The decisions written about it in the model, by their ids.
    decisions: BTreeMap<i64, Recorded>,
}

/// A client that was not in the book on the first day, as it is now.
pub(super) struct Newcomer {
    pub known: Client,
    pub stood: Stood,
    /// The decisions that hold.
    pub decisions: BTreeMap<i64, Recorded>,
}

impl Store {
    /// What entries after a day did to some clients whose facts or placements they changed.
    pub(super) fn traces(
        &self,
        model: &str,
        day: NaiveDate,
        clients: &[ClientId],
    ) -> Result<BTreeMap<ClientId, Trace>, StoreError> {
        let sql = format!(
            r#"SELECT c.client, e.day, e.seq, e.at, CASE WHEN c.after GLOB '{{"fact":"decision"*' THEN c.after END
                 FROM json_each(?) j CROSS JOIN changes c ON c.client = j.value CROSS JOIN entries e ON e.seq = c.seq
                WHERE e.day > ? AND c.client IS NOT NULL AND {PLACING}"#
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut changes = statement.query(params![json_of(clients.iter().map(|client| client.0)), day])?;
        let mut traces: BTreeMap<ClientId, Trace> = BTreeMap::new();
        while let Some(row) = changes.next()? {
            let day: NaiveDate = row.get(1)?;
            let trace = traces.entry(row.get(0)?).or_insert_with(|| Trace { last: day, decisions: BTreeMap::new() });
            trace.last = trace.last.max(day);
            let Some(text) = row.get_ref(4)?.as_str_or_null().map_err(rusqlite::Error::from)? else { continue };
            let Fact::Decision(decision) = from_json(text)? else { continue };
            let seq = row.get(2)?;
            if decision.model == model && trace.decisions.get(&decision.id).is_none_or(|known| known.seq < seq) {
                trace.decisions.insert(decision.id, Recorded { seq, at: row.get(3)?, day, decision });
            }
        }
        Ok(traces)
    }

    /// A client as it stood at the end of the last day asked for, where the tables say so: it came after the first day, and no
    /// later entry touched it.
    pub(super) fn newcomer(
        &self,
        client: ClientId,
        trace: Trace,
        (model, query): (&str, &MovesQuery),
    ) -> Result<Option<Newcomer>, StoreError> {
        if trace.last > query.to || !self.came_after(client, query.from)? {
            return Ok(None);
        }
        let Some(known) = select_one::<Client>(&self.db, "WHERE id = ?", [client])? else { return Ok(None) };
        let sql = "SELECT segment FROM standing WHERE model = ? AND client = ? AND live = 1";
        let segment: Option<String> =
            self.db.prepare_cached(sql)?.query_row(params![model, client], |row| row.get(0)).optional()?;
        let mut decisions = BTreeMap::new();
        for (id, recorded) in trace.decisions {
            if self.stands(id)? {
                decisions.insert(id, recorded);
            }
        }
        Ok(Some(Newcomer { known, stood: segment.map_or(Stood::Absent, Stood::kept), decisions }))
    }

    /// Whether the first entry about a client was written after the last one of that day and those before. Where entries are
    /// not in the order of their days the answer may be no although it did.
    fn came_after(&self, client: ClientId, day: NaiveDate) -> Result<bool, StoreError> {
        let sql = "SELECT (SELECT min(seq) FROM changes WHERE client = ?1)
                          > coalesce((SELECT seq FROM entries WHERE day <= ?2 ORDER BY seq DESC LIMIT 1), 0)";
        let after: Option<bool> = self.db.prepare_cached(sql)?.query_row(params![client, day], |row| row.get(0))?;
        Ok(after.unwrap_or(false))
    }
}
