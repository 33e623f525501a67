//! A filter that lets few clients through, as their ids: looked for once, whatever asks for them next.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Store;
use super::conditions::{Clause, compile};
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::Model;

/// The most clients that are named one by one; where a filter lets more through, a window is soon full.
const FEW: usize = 1_000;
/// The filters remembered: a screen asks in one or two models.
const KEPT: usize = 3;

/// Whom a filter lets through in a model on a day, as long as nobody writes.
#[derive(Debug)]
pub(super) struct Narrow {
    filter: Filter,
    model: Arc<Model>,
    today: NaiveDate,
    state: (u64, i64),
    /// Their ids as JSON; none where they are many.
    clients: Option<String>,
}

impl Store {
    /// A filter as a condition over `standing s` of a model. Where it lets few clients through these are named: then each
    /// window costs what it shows, and the book is walked through once per filter and not once per window.
    ///
    /// # Errors
    /// The book cannot be read.
    pub(super) fn clause(&self, filter: Option<&Filter>, model: &Arc<Model>, today: NaiveDate) -> Result<Clause, StoreError> {
        let clause = compile(filter, model, today);
        // Inside a transaction what is read may be taken back.
        let (Some(filter), true) = (filter, self.db.is_autocommit()) else { return Ok(clause) };
        let version = self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let state = (self.db.total_changes(), version);
        let same = |kept: &Narrow| {
            kept.state == state && kept.today == today && Arc::ptr_eq(&kept.model, model) && kept.filter == *filter
        };
        if let Some(kept) = self.narrow.borrow().iter().find(|kept| same(kept)) {
            return Ok(named(clause, kept.clients.as_deref()));
        }
        let clients = self.few(&clause, model)?;
        let mut kept = self.narrow.borrow_mut();
        kept.retain(|kept| kept.state == state);
        kept.truncate(KEPT - 1);
        let found = Narrow { filter: filter.clone(), model: Arc::clone(model), today, state, clients };
        let clause = named(clause, found.clients.as_deref());
        kept.insert(0, found);
        Ok(clause)
    }

    fn few(&self, clause: &Clause, model: &Model) -> Result<Option<String>, StoreError> {
        let sql = format!(
            "SELECT s.client FROM standing s {} WHERE s.model = ? AND {} AND {} LIMIT {}",
            clause.join_client(),
            if clause.archived { "1" } else { "s.live = 1" },
            clause.sql,
            FEW + 1
        );
        let values = std::iter::once(Value::Text(model.key.clone())).chain(clause.values.iter().cloned());
        let mut statement = self.db.prepare_cached(&sql)?;
        let clients = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        let clients: Vec<ClientId> = clients.collect::<rusqlite::Result<_>>()?;
        let ids: Vec<String> = clients.iter().map(|client| client.0.to_string()).collect();
        Ok((ids.len() <= FEW).then(|| format!("[{}]", ids.join(","))))
    }
}

/// The condition that names clients, where they are few.
fn named(clause: Clause, clients: Option<&str>) -> Clause {
    match clients {
        Some(clients) => clause.naming(clients),
        None => clause,
    }
}
