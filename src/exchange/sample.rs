//! The sample book: believable clients of one service provider, alive on whatever day it is opened.

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::store::{Store, StoreError};

/// Makes the sample book at a path.
///
/// # Errors
/// The file exists, or the disk refuses.
pub fn make(path: &Path, today: NaiveDate, now: DateTime<FixedOffset>) -> Result<Store, StoreError> {
    let stamp = crate::domain::stamp::Stamp { now, today, by: "sample".to_owned() };
    Store::create(path, "maturity-appetite", &stamp)
}
