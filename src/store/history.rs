//! The history as people read it: entries of the journal, of the whole book or of one client.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::Store;
use super::error::StoreError;
use super::journal::{changes_of, from_json};
use super::rows::select_one;
use crate::domain::change::{Change, Fact};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::score::Score;
use crate::domain::session::{Session, SessionId};

/// Which entries are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryQuery {
    /// Only entries that concern a client.
    pub client: Option<ClientId>,
    /// Only entries recorded on or after a day.
    pub since: Option<NaiveDate>,
    /// Only entries recorded on or before a day.
    pub until: Option<NaiveDate>,
    /// Only what one person did.
    pub by: Option<String>,
    /// Only one kind of action.
    pub kind: Option<String>,
    /// Only entries before this number: the next page.
    pub before: Option<i64>,
    /// Only entries after this number, the nearest of them: the page before. They too stand with the newest first.
    pub after: Option<i64>,
    /// Only entries that concern a client whom a filter lets through on a day.
    pub among: Option<(Filter, NaiveDate)>,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its number.
    pub seq: i64,
    /// The instant, RFC 3339 with offset.
    pub at: String,
    /// The civil day it was recorded under.
    pub day: NaiveDate,
    /// Who acted.
    pub by: String,
    /// The kind of action.
    pub kind: String,
    /// The only client concerned, where there is one: row and name.
    pub client: Option<(ClientId, String)>,
    /// What was done, in words.
    pub summary: String,
    /// Further facts, a JSON object.
    pub detail: String,
    /// How many rows it changed.
    pub changes: i64,
    /// The entry that took it back, where it does not stand.
    pub undone_by: Option<i64>,
}

/// A change with the present name of the client it concerns.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedChange {
    /// The client's name, where it concerns one that is in the book.
    pub client: Option<String>,
    /// The change.
    pub change: Change,
}

impl Store {
    /// Entries of the history, the newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn history(&self, query: &HistoryQuery, limit: usize) -> Result<Vec<HistoryRow>, StoreError> {
        let (conditions, mut values) = self.conditions_of(query)?;
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        // An entry does not stand where the last of its chain of undos and redos is an undo. The client is named where the
        // first and the last change that concern one concern the same.
        let sql = format!(
            "SELECT e.seq, e.at, e.day, e.by, e.kind, e.summary, e.detail, e.changes,
                    (SELECT r.seq FROM (SELECT r.seq, r.kind FROM entries r WHERE r.root = e.seq ORDER BY r.seq DESC LIMIT 1) r
                      WHERE r.kind = 'undo'),
                    o.client, c.name
               FROM entries e
               LEFT JOIN changes o ON o.seq = e.seq AND o.n = 1 AND e.changes < 100
                     AND NOT EXISTS (SELECT 1 FROM changes d WHERE d.seq = e.seq AND d.client IS NOT o.client)
               LEFT JOIN clients c ON c.id = o.client
              WHERE {conditions} ORDER BY e.seq {} LIMIT ?",
            if query.after.is_some() { "ASC" } else { "DESC" }
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), read)?;
        let mut rows: Vec<HistoryRow> = rows.collect::<rusqlite::Result<_>>()?;
        if query.after.is_some() {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Whoever acted in this book, by name, with the number of entries.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn people_who_acted(&self) -> Result<Vec<(String, i64)>, StoreError> {
        self.tallied("SELECT by, count(*) FROM entries GROUP BY by ORDER BY by")
    }

    /// The kinds of action there are entries of, with the number of entries.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn kinds_of_action(&self) -> Result<Vec<(String, i64)>, StoreError> {
        self.tallied("SELECT kind, count(*) FROM entries GROUP BY kind ORDER BY kind")
    }

    fn tallied(&self, sql: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The value a factor had before a score was recorded; none where it had none.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn value_before(&self, score: &Score) -> Result<Option<u8>, StoreError> {
        let sql = "SELECT value FROM scores WHERE client = ? AND model = ? AND factor = ? AND id < ? ORDER BY id DESC LIMIT 1";
        let asked = params![score.client, score.model, score.factor, score.id];
        Ok(self.db.prepare_cached(sql)?.query_row(asked, |row| row.get(0)).optional()?)
    }
}

impl Store {
    /// The names of all sessions by their rows.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_names(&self) -> Result<BTreeMap<SessionId, String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id, name FROM sessions")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether what people said before a session is not to be seen yet; so it stays where the session is gone.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn is_blind(&self, session: SessionId) -> Result<bool, StoreError> {
        let found: Option<Session> = select_one(&self.db, "WHERE id = ?", [session])?;
        Ok(found.is_none_or(|session| session.revealed.is_none()))
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn count_history(&self, query: &HistoryQuery) -> Result<i64, StoreError> {
        let (conditions, values) = self.conditions_of(query)?;
        let sql = format!("SELECT count(*) FROM entries e WHERE {conditions}");
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// The day of the first entry; none where nothing was recorded.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn begun_on(&self) -> Result<Option<NaiveDate>, StoreError> {
        let sql = "SELECT day FROM entries ORDER BY seq LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
    }

    /// What an entry changed, in order; `HistoryRow::changes` says beforehand how much that is.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn entry_changes(&self, seq: i64) -> Result<Vec<Change>, StoreError> {
        changes_of(&self.db, seq)
    }

    /// The changes of an entry in their order, at most `limit`, each with the name of the client it concerns.
    ///
    /// # Errors
    /// The book cannot be read, or an entry does not read.
    pub fn changes_in(&self, seq: i64, limit: usize) -> Result<Vec<NamedChange>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.before, d.after, c.name FROM changes d LEFT JOIN clients c ON c.id = d.client
              WHERE d.seq = ? ORDER BY d.n LIMIT ?",
        )?;
        let mut rows = statement.query(params![seq, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let side = |at| -> Result<Option<Fact>, StoreError> {
                row.get::<_, Option<String>>(at)?.as_deref().map(from_json).transpose()
            };
            if let Some(change) = Change::recorded(side(0)?, side(1)?) {
                found.push(NamedChange { client: row.get(2)?, change });
            }
        }
        Ok(found)
    }
}

impl Store {
    /// The conditions over `entries e` with what they ask for.
    fn conditions_of(&self, query: &HistoryQuery) -> Result<(String, Vec<Value>), StoreError> {
        let (mut conditions, mut values) = query.conditions();
        if let Some((filter, today)) = &query.among {
            let ground = self.ground();
            let clause = self.clause_now(Some(filter), ground.driving(), *today)?;
            let live = if clause.archived { "1" } else { "s.live = 1" };
            conditions.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM changes h CROSS JOIN clients c ON c.id = h.client
                               CROSS JOIN standing s ON s.model = ? AND s.client = h.client
                               WHERE h.seq = e.seq AND {live} AND {})",
                clause.sql
            ));
            values.push(Value::Text(ground.driving().key.clone()));
            values.extend(clause.values);
        }
        Ok((conditions, values))
    }
}

impl HistoryQuery {
    fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["1"];
        let mut values = Vec::new();
        if let Some(client) = self.client {
            conditions.push("e.seq IN (SELECT seq FROM changes WHERE client = ?)");
            values.push(Value::Integer(client.0));
        }
        if let Some(since) = self.since {
            conditions.push("e.day >= ?");
            values.push(Value::Text(since.to_string()));
        }
        if let Some(until) = self.until {
            conditions.push("e.day <= ?");
            values.push(Value::Text(until.to_string()));
        }
        if let Some(by) = &self.by {
            conditions.push("e.by = ?");
            values.push(Value::Text(by.clone()));
        }
        if let Some(kind) = &self.kind {
            conditions.push("e.kind = ?");
            values.push(Value::Text(kind.clone()));
        }
        if let Some(after) = self.after {
            conditions.push("e.seq > ?");
            values.push(Value::Integer(after));
        }
        if let Some(before) = self.before {
            conditions.push("e.seq < ?");
            values.push(Value::Integer(before));
        }
        (conditions.join(" AND "), values)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    let client: Option<ClientId> = row.get(9)?;
    let name: Option<String> = row.get(10)?;
    Ok(HistoryRow {
        seq: row.get(0)?,
        at: row.get(1)?,
        day: row.get(2)?,
        by: row.get(3)?,
        kind: row.get(4)?,
        summary: row.get(5)?,
        detail: row.get(6)?,
        changes: row.get(7)?,
        undone_by: row.get(8)?,
        client: client.zip(name),
    })
}
