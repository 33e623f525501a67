//! One clock as the store keeps it, and what it says on a given day (cadence.md C6–C11).

use chrono::{Days, NaiveDate};

use super::{CadenceError, Rhythm};
use crate::domain::calendar::{FIRST, LAST, Period};

/// One clock of a client: everything but what depends on the day it is looked at.
///
/// It holds for every `today` with `from ≤ today` and (`until` none or `today < until`): the store keeps it in columns
/// and folds again outside those days. A clock that is as needed or paused keeps its anchor and has no nominal,
/// effective and grace date; a paused one also keeps the period it would run by.
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
    /// The period that applies and ranks it; none while nothing is asked for.
    pub period: Option<Period>,
    /// Whether that period's dates are month ends (C3).
    pub end_of_month: bool,
    /// Never satisfied (C13).
    pub first_review: bool,
    /// Set by the bound of a move, later than the plain result (C14).
    pub accelerated: bool,
    /// Kept open by a move down (C14).
    pub held: bool,
    /// The booked date (C9), also after it has passed.
    pub booked_on: Option<NaiveDate>,
    /// Hidden until this day (C8), also after it has passed.
    pub snoozed_until: Option<NaiveDate>,
    /// Snoozes of the open occurrence.
    pub snooze_count: u32,
    /// Days the snoozes of the open occurrence hide it, in all, days hidden twice counted once.
    pub snooze_slip: i64,
    /// First day these columns hold.
    pub from: NaiveDate,
    /// First day they no longer hold (the end of an override, or a fact of a later day), if any.
    pub until: Option<NaiveDate>,
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

impl State {
    /// Its name in the command line's output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Upcoming => "upcoming",
            Self::NotDue => "not_due",
            Self::Booked => "booked",
            Self::Snoozed => "snoozed",
            Self::AsNeeded => "as_needed",
            Self::Paused => "paused",
        }
    }
}

impl Clock {
    /// The state on a day, the first row of C6 that applies; `lead` in days.
    #[must_use]
    pub fn state(&self, today: NaiveDate, lead: u32) -> State {
        match self.mode {
            Mode::Paused => return State::Paused,
            Mode::AsNeeded => return State::AsNeeded,
            Mode::Running => {}
        }
        let (Some(effective), Some(grace_end)) = (self.effective, self.grace_end) else { return State::AsNeeded };
        if self.booked_on.is_some_and(|booked| today <= booked) {
            State::Booked
        } else if self.snoozed_until.is_some_and(|until| today < until) {
            State::Snoozed
        } else if today > grace_end {
            State::Overdue
        } else if today >= effective {
            State::Due
        } else if today >= earlier(effective, lead) {
            State::Upcoming
        } else {
            State::NotDue
        }
    }

    /// Whether a booked day has passed without a review (C9).
    #[must_use]
    pub fn missed_booking(&self, today: NaiveDate) -> bool {
        self.mode == Mode::Running && self.booked_on.is_some_and(|booked| booked < today)
    }

    /// Whether the booking lies after the grace end (C9).
    #[must_use]
    pub fn booked_late(&self) -> bool {
        self.booked_on.zip(self.grace_end).is_some_and(|(booked, grace_end)| booked > grace_end)
    }

    /// Days since the effective date, 0 before it (C7); snoozed and booked ones count on.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        self.effective.map_or(0, |effective| (today - effective).num_days().max(0))
    }

    /// How many further dates of the rhythm after the open nominal date are on or before a day (C11).
    #[must_use]
    pub fn periods_missed(&self, today: NaiveDate) -> u32 {
        let (Some(anchor), Some(nominal), Some(rhythm)) = (self.anchor, self.nominal, self.rhythm()) else { return 0 };
        rhythm.count_until(anchor, today).saturating_sub(rhythm.count_until(anchor, nominal))
    }

    /// The rhythm that applies and ranks it.
    #[must_use]
    pub fn rhythm(&self) -> Option<Rhythm> {
        self.period.map(|period| Rhythm { period, end_of_month: self.end_of_month })
    }

    /// The first day it is Upcoming or more and shows, booking and snooze counted.
    #[must_use]
    pub fn upcoming_from(&self, lead: u32) -> Option<NaiveDate> {
        self.effective.map(|effective| self.shown_from(earlier(effective, lead)))
    }

    /// The first day it is Due or Overdue and shows, booking and snooze counted.
    #[must_use]
    pub fn due_from(&self) -> Option<NaiveDate> {
        self.effective.map(|effective| self.shown_from(effective))
    }

    /// The first day it is Overdue and shows, booking and snooze counted.
    #[must_use]
    pub fn overdue_from(&self) -> Option<NaiveDate> {
        self.grace_end.map(|grace_end| self.shown_from(day_after(grace_end)))
    }

    /// The last date a snooze may name on a day (C8): the first date of the rhythm after both today and the nominal date.
    ///
    /// None where no occurrence is open.
    ///
    /// # Errors
    /// A date outside the calendar.
    pub fn latest_snooze(&self, today: NaiveDate) -> Result<Option<NaiveDate>, CadenceError> {
        let (Some(anchor), Some(nominal), Some(rhythm)) = (self.anchor, self.nominal, self.rhythm()) else {
            return Ok(None);
        };
        rhythm.first_after(anchor, today.max(nominal)).map(Some)
    }

    fn shown_from(&self, date: NaiveDate) -> NaiveDate {
        let after_booking = self.booked_on.map_or(date, day_after);
        date.max(after_booking).max(self.snoozed_until.unwrap_or(date))
    }
}

/// So many days before a date, or the first of the calendar.
fn earlier(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(days.into())).map_or(FIRST, |day| day.max(FIRST))
}

/// The day after, or the last of the calendar.
pub(super) fn day_after(date: NaiveDate) -> NaiveDate {
    date.succ_opt().map_or(LAST, |day| day.min(LAST))
}
