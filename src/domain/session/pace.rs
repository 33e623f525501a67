//! How fast a session goes: time used and time left at the present pace, from the instants of its decisions alone.

use chrono::{DateTime, FixedOffset, TimeDelta};

/// A gap longer than this is a break, and no time used.
pub const BREAK: TimeDelta = TimeDelta::minutes(20);

/// How far a session is and how fast it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Time used so far, breaks left out.
    pub used: TimeDelta,
    /// Time left at the present pace; none before there is one.
    pub left: Option<TimeDelta>,
}

impl Pace {
    /// The pace from the instants at which clients were decided on, in any order, for so many that are left. Those decided in
    /// one step (the uncontested rest) share an instant and count as one.
    #[must_use]
    pub fn of(decided: &[DateTime<FixedOffset>], left: usize) -> Self {
        let _ = (decided, left);
        Self::default()
    }
}
