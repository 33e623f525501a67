//! Clients that changed since a decision about them was staged.

use crate::domain::client::ClientId;
use crate::domain::placement::Decision;
use crate::domain::session::conflict::changed;
use crate::domain::session::{Item, Session};
use crate::domain::text::fold;
use crate::store::rows::select_one;
use crate::store::{Store, StoreError};

/// A client that is no longer as it was when it was decided on.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// What is staged.
    pub item: Item,
    /// What changed, a sentence each (`moved to B Modernize by ben on 2026-06-16: “note”`, `revenue 10 → 20`).
    pub changed: Vec<String>,
}

impl Store {
    /// The staged decisions whose clients changed since, by name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_conflicts(&self, session: &Session) -> Result<Vec<Conflict>, StoreError> {
        let model = self.session_model(session)?;
        let mut conflicts = Vec::new();
        for item in self.session_items(session)? {
            let Some(staged) = &item.staged else { continue };
            let now = super::seen(&self.db, item.client, &session.model)?;
            let decision: Option<Decision> = select_one(&self.db, "WHERE id = ?", [now.decision])?;
            let changed = changed(staged, &now, &model, |_| decision.clone());
            if changed.is_empty() {
                continue;
            }
            let sql = "SELECT name FROM clients WHERE id = ?";
            let name = self.db.prepare_cached(sql)?.query_row([item.client], |row| row.get(0))?;
            conflicts.push(Conflict { client: item.client, name, item, changed });
        }
        conflicts.sort_by_cached_key(|conflict| (fold(&conflict.name), conflict.name.clone(), conflict.client));
        Ok(conflicts)
    }
}
