//! The minutes of a session, gathered: of a final one from what was kept, of an open one as a draft of what it would come to.

use crate::domain::session::Session;
use crate::domain::session::minutes::Minutes;
use crate::domain::stamp::Stamp;
use crate::store::{Store, StoreError};

impl Store {
    /// The minutes. Those of a final session stay the same whatever becomes of the book; those of an open one rehearse what is
    /// staged.
    ///
    /// # Errors
    /// The book is busy (of an open session only), or cannot be read.
    pub fn session_minutes(&self, session: &Session, stamp: &Stamp) -> Result<Minutes, StoreError> {
        let _ = stamp;
        Err(super::not_found(&session.name, "").into())
    }
}
