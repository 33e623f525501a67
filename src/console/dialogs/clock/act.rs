//! What can be done to a clock from a dialog: the verbs, the acts each offers, and whether a clock permits them.

use chrono::NaiveDate;

use crate::domain::cadence::Clock;
use crate::domain::command::{ClockAct, NOTE_MIN};
use crate::domain::refusal::Refusal;

/// The verb a dialog was opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A date is agreed with the client (C9).
    Book,
    /// A review is hidden until a date (C8).
    Snooze,
    /// A review is closed without being held (C10).
    Skip,
    /// A held review is let go (C14).
    Forgive,
}

/// What is to be done; the date of a booking or a snooze is typed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Agree a date.
    Book,
    /// Call it off.
    Unbook,
    /// Hide it until a date.
    Snooze,
    /// Show it again.
    Wake,
    /// Close it.
    Skip,
    /// Let it go.
    Forgive,
}

impl Verb {
    /// Its name, for titles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Book => "Book",
            Self::Snooze => "Snooze",
            Self::Skip => "Skip",
            Self::Forgive => "Forgive",
        }
    }

    /// The first part of the keys of its drafts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Snooze => "snooze",
            Self::Skip => "skip",
            Self::Forgive => "forgive",
        }
    }

    /// What it is for.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::Book => Act::Book,
            Self::Snooze => Act::Snooze,
            Self::Skip => Act::Skip,
            Self::Forgive => Act::Forgive,
        }
    }

    /// What else it offers where some clock permits it: the way back, or the way out.
    #[must_use]
    pub const fn other(self) -> Option<Act> {
        match self {
            Self::Book => Some(Act::Unbook),
            Self::Snooze => Some(Act::Wake),
            Self::Skip => None,
            Self::Forgive => Some(Act::Skip),
        }
    }
}

impl Act {
    /// The option's name where a verb offers two.
    #[must_use]
    pub const fn option(self) -> &'static str {
        match self {
            Self::Book => "agree a date",
            Self::Unbook => "call it off",
            Self::Snooze => "hide it until a date",
            Self::Wake => "show it again now",
            Self::Skip => "skip it instead",
            Self::Forgive => "forgive it",
        }
    }

    /// What it does to a review, after `to`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Unbook => "call off",
            Self::Snooze => "snooze",
            Self::Wake => "show again",
            Self::Skip => "skip",
            Self::Forgive => "forgive",
        }
    }

    /// The button's name.
    #[must_use]
    pub const fn button(self) -> &'static str {
        match self {
            Self::Book => "Book",
            Self::Unbook => "Call it off",
            Self::Snooze => "Snooze",
            Self::Wake => "Show again",
            Self::Skip => "Skip",
            Self::Forgive => "Forgive",
        }
    }

    /// Whether a date is typed for it.
    #[must_use]
    pub const fn takes_date(self) -> bool {
        match self {
            Self::Book | Self::Snooze => true,
            Self::Unbook | Self::Wake | Self::Skip | Self::Forgive => false,
        }
    }

    /// Characters its note needs.
    #[must_use]
    pub const fn note_needs(self) -> usize {
        match self {
            Self::Snooze | Self::Skip | Self::Forgive => NOTE_MIN,
            Self::Book | Self::Unbook | Self::Wake => 0,
        }
    }

    /// The act as the book takes it; none while its date is missing.
    #[must_use]
    pub fn on(self, date: Option<NaiveDate>) -> Option<ClockAct> {
        Some(match self {
            Self::Book => ClockAct::Book(date?),
            Self::Unbook => ClockAct::Unbook,
            Self::Snooze => ClockAct::Snooze(date?),
            Self::Wake => ClockAct::Wake,
            Self::Skip => ClockAct::Skip,
            Self::Forgive => ClockAct::Forgive,
        })
    }

    /// Whether a clock permits it at all today, whatever the date.
    ///
    /// # Errors
    /// Why not.
    pub fn may(self, clock: &Clock, today: NaiveDate) -> Result<(), Refusal> {
        match self {
            Self::Book => clock.may_book(today, today),
            Self::Unbook if clock.booked_on.is_none() => Err(Refusal::Nothing(format!("{} is not booked", clock.kind))),
            // Tomorrow is always near enough, where anything is.
            Self::Snooze => clock.may_snooze(today, today.succ_opt().unwrap_or(today)),
            Self::Wake if clock.snoozed_until.is_none_or(|until| until <= today) => {
                Err(Refusal::Nothing(format!("{} is not snoozed", clock.kind)))
            }
            Self::Unbook | Self::Wake => Ok(()),
            Self::Skip => clock.may_skip(),
            Self::Forgive => clock.may_forgive(),
        }
    }

    /// Whether a clock permits it with the date typed.
    ///
    /// # Errors
    /// Why not.
    pub fn may_on(self, clock: &Clock, date: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        match self {
            Self::Book => clock.may_book(today, date),
            Self::Snooze => clock.may_snooze(today, date),
            Self::Unbook | Self::Wake | Self::Skip | Self::Forgive => Ok(()),
        }
    }
}
