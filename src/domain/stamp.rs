//! Who acts, when, and on which civil day: passed in by the program, never read by a rule.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// The circumstances of one action. Only `lib.rs` makes one from the real clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The instant, to the second, with the local offset kept (history only; no rule reads it).
    pub now: DateTime<FixedOffset>,
    /// The civil date every rule goes by (`--today` sets it).
    pub today: NaiveDate,
    /// The person acting (`--user`, the configured name, or the system's).
    pub by: String,
}
