//! Who is in a session: the live clients its scope lets through, and those it has taken up.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::domain::session::record::Open;
use crate::domain::text::fold;
use crate::store::conditions::Clause;
use crate::store::{Store, StoreError};

/// Whether an item `t` says anything: then its client is in the session whatever its scope says.
pub(super) const TAKEN_UP: &str = "(t.kind IS NOT NULL OR t.discussed = 1 OR t.note <> '')";

/// So many clients nobody took up are named in minutes; of more only how many they are is told.
const NAMED: usize = 200;

/// The members of a session, as conditions over `standing s` of its model.
pub(super) struct Members {
    session: i64,
    /// The session's model.
    pub model: Arc<Model>,
    clause: Clause,
}

/// What is asked of each member.
pub(super) struct Asked<'a> {
    /// Columns of `standing s`, and of `clients c` where they are joined.
    pub columns: &'a str,
    /// Tables joined to `standing s`, without parameters.
    pub joins: &'a str,
    /// A further condition on `standing s`, with its parameters.
    pub condition: (&'a str, &'a [Value]),
}

/// The join that brings `clients c`.
pub(super) const CLIENTS: &str = "CROSS JOIN clients c ON c.id = s.client";

impl Store {
    /// The members of a session: its scope read in its model, on its day.
    pub(super) fn members(&self, session: &Session) -> Result<Members, StoreError> {
        let model = self.session_model(session)?;
        let scope = match session.scope.trim() {
            "" => None,
            text => Some(Filter::parse(text).map_err(|error| Refusal::Barred {
                what: format!("the scope “{text}” of {} no longer reads: {error}", session.name),
                hint: "give it another one: quarterdeck session edit --where FILTER".to_owned(),
            })?),
        };
        let clause = self.clause_now(scope.as_ref(), &model, session.as_of)?;
        Ok(Members { session: session.id, model, clause })
    }

    /// The members nobody took up, by name; none where they are too many to be named.
    pub(super) fn left_open(&self, session: &Session) -> Result<Vec<Open>, StoreError> {
        let members = self.members(session)?;
        let untouched =
            format!("NOT EXISTS (SELECT 1 FROM session_items t WHERE t.session = ? AND t.client = s.client AND {TAKEN_UP})");
        let given = [Value::Integer(session.id)];
        let condition = (untouched.as_str(), given.as_slice());
        let mut found: Vec<(String, ClientId, Open)> = Vec::new();
        self.each_member(&members, &Asked { columns: "c.id, c.name, c.owner", joins: CLIENTS, condition }, |row| {
            let open = Open { name: row.get(1)?, owner: row.get(2)? };
            found.push((fold(&open.name), row.get(0)?, open));
            Ok(())
        })?;
        if found.len() > NAMED {
            return Ok(Vec::new());
        }
        found.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        Ok(found.into_iter().map(|(_, _, open)| open).collect())
    }

    /// Hands out the members row by row, in no order: one pass over those the scope lets through, then those taken up besides.
    pub(super) fn each_member(
        &self,
        members: &Members,
        asked: &Asked<'_>,
        mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let (sql, values) = members.sql(asked);
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }
}

impl Members {
    fn sql(&self, asked: &Asked<'_>) -> (String, Vec<Value>) {
        let Asked { columns, joins, condition: (condition, given) } = asked;
        let scope = &self.clause.sql;
        let needed = if joins.is_empty() && !self.clause.join_client().is_empty() { CLIENTS } else { joins };
        // `+` keeps to the rows themselves: an index on `live` would lead back to each of them.
        let sql = format!(
            "SELECT {columns} FROM standing s {needed} WHERE s.model = ? AND +s.live = 1 AND {scope} AND {condition}
             UNION ALL
             SELECT {columns} FROM session_items t CROSS JOIN standing s ON s.model = ? AND s.client = t.client {needed}
              WHERE t.session = ? AND {TAKEN_UP} AND (s.live = 1 AND {scope}) IS NOT TRUE AND {condition}"
        );
        let model = Value::Text(self.model.key.clone());
        let mut values = vec![model.clone()];
        values.extend(self.clause.values.iter().chain(*given).cloned());
        values.extend([model, Value::Integer(self.session)]);
        values.extend(self.clause.values.iter().chain(*given).cloned());
        (sql, values)
    }
}
