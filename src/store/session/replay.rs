//! Decision replay: the moves of the last finalised session of the model, and whether what they expected came true.

use chrono::NaiveDate;

use crate::domain::session::Session;
use crate::domain::session::minutes::ReplayRow;
use crate::store::{Store, StoreError};

impl Store {
    /// The last session of the same model finalised before this one; none for the first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_before(&self, session: &Session) -> Result<Option<Session>, StoreError> {
        let _ = session;
        Ok(None)
    }

    /// The moves of the session before this one, by name, judged on a day.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn replay(&self, session: &Session, on: NaiveDate) -> Result<Vec<ReplayRow>, StoreError> {
        let _ = (session, on);
        Ok(Vec::new())
    }
}
