//! What a session has staged as the board marks it: who is to go where.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::members::CLIENTS;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::session::Session;
use crate::store::{Store, StoreError};

/// A move that is staged, as the client stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedMove {
    /// The client.
    pub client: ClientId,
    /// Its present place; empty for none.
    pub from: String,
    /// The place it is to have; empty for none.
    pub to: String,
}

impl Store {
    /// The moves a session has staged for live clients that pass a filter of the session's model, read on a day; those whose
    /// clients stand there already are left out. Its cost is that of what is staged.
    ///
    /// # Errors
    /// The book cannot be read, or no longer has the session's model.
    pub fn session_moves(
        &self,
        session: &Session,
        filter: Option<&Filter>,
        on: chrono::NaiveDate,
    ) -> Result<Vec<StagedMove>, StoreError> {
        let model = self.session_model(session)?;
        let clause = self.clause_now(filter, &model, on)?;
        let joined = if clause.join_client().is_empty() { "" } else { CLIENTS };
        let sql = format!(
            "SELECT t.client, coalesce(s.segment, ''), coalesce(t.to_segment, '')
               FROM session_items t CROSS JOIN standing s ON s.model = ? AND s.client = t.client {joined}
              WHERE t.session = ? AND t.kind = 'move' AND +s.live = 1 AND s.segment IS NOT t.to_segment AND {}",
            clause.sql
        );
        let mut values = vec![Value::Text(model.key.clone()), Value::Integer(session.id)];
        values.extend(clause.values.iter().cloned());
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok(StagedMove { client: row.get(0)?, from: row.get(1)?, to: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
