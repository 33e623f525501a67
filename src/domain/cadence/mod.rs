//! When a review is due: the rules C0–C20 of cadence.md, folded over one client's recorded facts.

use chrono::NaiveDate;

use super::calendar::{Calendar, Period};
use super::model::Model;

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

/// One clock of a client: everything but what depends on the day it is looked at.
///
/// It holds for every `today` with `from ≤ today` and (`until` none or `today < until`): the store keeps it in columns
/// and folds again outside those days.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Touchpoint kind.
    pub kind: String,
    /// Whether the clock runs, stands or is paused.
    pub mode: Mode,
    /// The anchor (C2, C13); none where nothing was held and no segment ever asked.
    pub anchor: Option<NaiveDate>,
    /// The nominal due date of the open occurrence (C3).
    pub nominal: Option<NaiveDate>,
    /// The effective due date (C4, C14).
    pub effective: Option<NaiveDate>,
    /// The last day that is not overdue (C5).
    pub grace_end: Option<NaiveDate>,
    /// The period that applies and ranks it.
    pub period: Option<Period>,
    /// Never satisfied (C13).
    pub first_review: bool,
    /// Brought forward by a move, later than the plain result (C14).
    pub accelerated: bool,
    /// Kept open by a move down (C14).
    pub held: bool,
    /// The booked date (C9), also after it has passed.
    pub booked_on: Option<NaiveDate>,
    /// Hidden until this day (C8).
    pub snoozed_until: Option<NaiveDate>,
    /// Snoozes of the open occurrence.
    pub snooze_count: u32,
    /// Days the snoozes of the open occurrence pushed it, in all.
    pub snooze_slip: i64,
    /// First day these columns hold.
    pub from: NaiveDate,
    /// First day they no longer hold (the end of an override), if any.
    pub until: Option<NaiveDate>,
    /// The derivation in words (C19).
    pub why: String,
}

/// Whether a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It has an open occurrence.
    Running,
    /// The segment asks for no such touchpoint, none is held (C6, C12).
    AsNeeded,
    /// The client is paused or archived (C16).
    Paused,
}

/// The state of a clock on a day (C6). The order is the order of the due list's groups, then the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Past the grace end.
    Overdue,
    /// From the effective date to the grace end.
    Due,
    /// Within the lead.
    Upcoming,
    /// Nothing to do yet.
    NotDue,
    /// A date is agreed and not past.
    Booked,
    /// Hidden for now.
    Snoozed,
    /// Nothing asked for.
    AsNeeded,
    /// Paused or archived.
    Paused,
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

impl Rules<'_> {
    /// All clocks of a client on a day: one for every kind that any segment of the model asks for, in the model's order.
    ///
    /// `events` may come in any order; those after `today` do not count.
    ///
    /// # Errors
    /// A date that leaves the calendar.
    pub fn clocks(&self, events: &[Event], today: NaiveDate) -> Result<Vec<Clock>, CadenceError> {
        let _ = (events, today);
        todo!("helper A")
    }
}
