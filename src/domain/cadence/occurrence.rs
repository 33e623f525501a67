//! Occurrences: each time a review was asked for, and what became of it (cadence.md C18).

use chrono::NaiveDate;

use crate::domain::calendar::Period;

/// One time a review was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Touchpoint kind.
    pub kind: String,
    /// The segment the client was in when it closed, or is in.
    pub segment: Option<String>,
    /// The anchor it was counted from.
    pub anchor: NaiveDate,
    /// Its nominal date.
    pub nominal: NaiveDate,
    /// Its effective date when it closed, or now.
    pub effective: NaiveDate,
    /// The last day that was not overdue.
    pub grace_end: NaiveDate,
    /// The period that ranked it.
    pub period: Period,
    /// What became of it.
    pub closed: Closed,
}

/// What became of an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closed {
    /// A review was held that day: on time up to the grace end, else late.
    ByReview(NaiveDate),
    /// It was skipped that day (C10).
    BySkip(NaiveDate),
    /// It ended that day because the client paused, was archived, or moved to where nothing is asked for; none of the
    /// four figures counts it.
    Dropped(NaiveDate),
    /// It is open.
    Open,
}
