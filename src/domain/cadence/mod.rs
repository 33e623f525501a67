//! When a review is due: the rules C0–C20 of cadence.md, folded over one client's recorded facts.
//!
//! Where cadence.md leaves a choice, it is made here so:
//! - A clock that is as needed or paused keeps its anchor and has no nominal, effective and grace date; a review during a
//!   pause still moves the anchor. While a client is in no segment every clock is as needed, an own period or a hold
//!   notwithstanding; a hold comes back with the next segment (C6).
//! - The kinds that satisfy a kind are those any segment of the model lists for it (C2).
//! - All moves of a day count in the place of the first of them, with the `leaving` of the last (C0).
//! - Shorter and longer compare the clock's own rhythm, a held one's included. A held clock stays held under an equal or
//!   longer one; under a shorter one it keeps its effective date and is no longer held. An equal one leaves the effective
//!   date and gives its own grace (and, after a skip, its own nominal date). A held occurrence keeps its grace end too (C14).
//! - Due and Overdue are judged by the dates: a snooze or a booking does not turn a held move into a plain one (C14).
//! - Where another grace, or the grid after a skip, would make a client overdue on the very day of a move, the dates it had
//!   stand (C14: no move makes a client overdue by itself).
//! - Forgiving re-dates the open occurrence: its snooze and booking stay. A review, a skip and a pause end them (C8–C10).
//! - The date a pardon leaves stands under every longer period until the occurrence closes or a shorter one comes (C14).
//! - An accepted plan yields to a shorter period like any date it had, and stands under an equal or longer one; once a
//!   shorter one brought it nearer or found it later than the plain date (accelerated), it is a plan no longer (C13).
//! - An override begins and ends by C14 like a move; its end comes after the reviews of that day and before its other
//!   facts, and holds what is due. It carries no month end; the grace is the segment's (C15).
//! - Resuming makes the day the anchor of every clock that had one; one never satisfied gets a first review from there (C16).
//! - A skipped date stays skipped through moves, also through as-needed segments, until a review or a pause (C10).

use chrono::NaiveDate;

use super::calendar::{Calendar, Period};
use super::model::Model;

mod clock;
mod confirm;
mod fold;
mod occurrence;
mod permission;
mod rank;
mod rhythm;
mod silence;
mod track;
mod why;

pub use clock::{Clock, Mode, State};
pub use confirm::{confirm_due, is_confirm_overdue};
pub use occurrence::{Closed, Occurrence};
pub use rank::{DueRank, Group};
pub use rhythm::Rhythm;
pub use silence::{silent_from, silent_since};

/// One recorded fact of a client that bears on its clocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The civil date it counts from: `held_on` for a review, the day of recording otherwise (C0).
    pub on: NaiveDate,
    /// Order of entry; later entries have larger numbers.
    pub order: i64,
    /// What was recorded.
    pub what: What,
}

/// What a recorded fact says. A `kind` names a touchpoint of the driving model.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The segment the client is in from the start (an imported `segment` column): no move (C14). `on` may be `segment_since`.
    Start {
        /// Segment key.
        segment: String,
    },
    /// A decision that puts the client into a segment, or into none.
    Move {
        /// Segment key after the move.
        to: Option<String>,
        /// What becomes of a clock that is due when the new segment asks for nothing.
        leaving: Leaving,
    },
    /// A review held (not voided).
    Review {
        /// Its kind.
        kind: String,
    },
    /// The client pauses (C16).
    Pause,
    /// The client resumes (C16).
    Resume,
    /// The client is archived (C16).
    Archive,
    /// The client comes back from the archive (C16).
    Restore,
    /// The clock is hidden until a date (C8).
    Snooze {
        /// Touchpoint kind.
        kind: String,
        /// First day it shows again.
        until: NaiveDate,
    },
    /// A date agreed with the client (C9).
    Book {
        /// Touchpoint kind.
        kind: String,
        /// The agreed date.
        date: NaiveDate,
    },
    /// The booking is called off.
    Unbook {
        /// Touchpoint kind.
        kind: String,
    },
    /// The snooze ends early; that it was put off stays counted.
    Wake {
        /// Touchpoint kind.
        kind: String,
    },
    /// The open occurrence is closed without a review (C10).
    Skip {
        /// Touchpoint kind.
        kind: String,
    },
    /// A held occurrence is let go (C14).
    Forgive {
        /// Touchpoint kind.
        kind: String,
    },
    /// A first review is planned for a date (C13).
    Plan {
        /// Touchpoint kind.
        kind: String,
        /// The accepted date, the effective date from then on.
        date: NaiveDate,
    },
    /// The client's own period for a kind (C15), or its end where `every` is `None`.
    Override {
        /// Touchpoint kind.
        kind: String,
        /// The period, or none to end it.
        every: Option<Period>,
        /// The last day it applies.
        until: Option<NaiveDate>,
    },
}

impl What {
    /// The segment the client is in afterwards, where this decides it; inside, none is no segment.
    #[must_use]
    pub fn entered(&self) -> Option<Option<&str>> {
        match self {
            Self::Start { segment } => Some(Some(segment)),
            Self::Move { to, .. } => Some(to.as_deref()),
            Self::Review { .. }
            | Self::Pause
            | Self::Resume
            | Self::Archive
            | Self::Restore
            | Self::Snooze { .. }
            | Self::Book { .. }
            | Self::Unbook { .. }
            | Self::Wake { .. }
            | Self::Skip { .. }
            | Self::Forgive { .. }
            | Self::Plan { .. }
            | Self::Override { .. } => None,
        }
    }
}

/// What becomes of a due clock when the client moves to a segment that asks for nothing (C14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// It stays due until reviewed, skipped or forgiven.
    #[default]
    Hold,
    /// It is let go.
    Forgive,
}

/// The settings of a book that bear on due dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Working days, holidays and rolling.
    pub calendar: Calendar,
    /// Days before the effective date from which a review is upcoming (14).
    pub lead: u32,
    /// The longest wait for a first review (30 days) (C13).
    pub first_within: Period,
}

/// Why a date could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CadenceError {
    /// The result lies outside the calendar.
    #[error("{start} plus {period} lies outside the calendar; choose a shorter period")]
    OutOfRange {
        /// Where the addition started.
        start: NaiveDate,
        /// The period added, in words.
        period: String,
    },
}

/// What a client's clocks are folded by: the driving model and the book's settings.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The driving model.
    pub model: &'a Model,
    /// The book's settings.
    pub settings: &'a Settings,
}

impl<'a> Rules<'a> {
    /// All clocks of a client on a day: one for every kind that any segment of the model asks for, in the model's order.
    ///
    /// `events` may come in any order; those after `today` do not count. Formats nothing: see [`Rules::why`].
    ///
    /// # Errors
    /// A date that leaves the calendar.
    pub fn clocks(&self, events: &[Event], today: NaiveDate) -> Result<Vec<Clock>, CadenceError> {
        let fold = fold::Fold::over(*self, events, today, fold::Keep::Clocks)?;
        Ok(fold.clocks())
    }

    /// Every occurrence up to a day, closed or open, kind by kind in the order of closing (C18).
    ///
    /// # Errors
    /// A date that leaves the calendar.
    pub fn occurrences(&self, events: &[Event], today: NaiveDate) -> Result<Vec<Occurrence>, CadenceError> {
        let fold = fold::Fold::over(*self, events, today, fold::Keep::Occurrences)?;
        Ok(fold.occurrences())
    }

    /// The derivation of one clock in words (C19); none for a kind no segment asks for.
    ///
    /// # Errors
    /// A date that leaves the calendar.
    pub fn why(&self, events: &[Event], kind: &str, today: NaiveDate) -> Result<Option<String>, CadenceError> {
        let fold = fold::Fold::over(*self, events, today, fold::Keep::Clocks)?;
        Ok(why::why(&fold, kind))
    }

    /// The kinds of touchpoint any segment asks for, each once, in the model's order.
    pub fn kinds(&self) -> impl Iterator<Item = &'a str> {
        let segments = &self.model.segments;
        segments.iter().enumerate().flat_map(move |(at, segment)| {
            let before = &segments[..at];
            let asked = |kind: &str| before.iter().flat_map(|s| &s.touchpoints).any(|t| t.kind == kind);
            segment.touchpoints.iter().map(|t| t.kind.as_str()).filter(move |kind| !asked(kind))
        })
    }

    /// Whether a review of one kind satisfies another: its own kind always, others as any segment lists them (C2).
    #[must_use]
    pub fn satisfies(&self, review: &str, kind: &str) -> bool {
        let touchpoints = || self.model.segments.iter().flat_map(|segment| &segment.touchpoints);
        review == kind || touchpoints().any(|t| t.kind == kind && t.satisfied_by.iter().any(|other| other == review))
    }
}

impl Default for Settings {
    /// Monday to Friday without holidays, 14 days of lead, first reviews within 30 days.
    fn default() -> Self {
        Self { calendar: Calendar::default(), lead: 14, first_within: Period::days(30) }
    }
}

#[cfg(test)]
mod tests;
