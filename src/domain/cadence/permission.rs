//! What may be done to a clock on a day, and why not (cadence.md C8, C9, C10, C14).

use chrono::NaiveDate;

use super::{Clock, Mode};
use crate::domain::refusal::Refusal;

impl Clock {
    /// Whether it may be hidden until a date (C8).
    ///
    /// # Errors
    /// Nothing open; a date not after today; a date beyond the next one of the rhythm.
    pub fn may_snooze(&self, today: NaiveDate, until: NaiveDate) -> Result<(), Refusal> {
        self.must_run("snooze")?;
        if until <= today {
            let hint = "name a later day";
            return Err(Refusal::WrongDate { date: until, why: "does not lie after today", hint });
        }
        match self.latest_snooze(today)? {
            Some(latest) if until > latest => Err(Refusal::Barred {
                what: format!("{until} lies beyond {latest}, when the next review would be due already"),
                hint: format!("snooze until {latest} at the latest, or skip this review with a reason"),
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a date may be agreed (C9): today or later, also after the grace end, also for a client seen as needed.
    ///
    /// # Errors
    /// A paused clock; a date in the past.
    pub fn may_book(&self, today: NaiveDate, date: NaiveDate) -> Result<(), Refusal> {
        if self.mode == Mode::Paused {
            return Err(self.paused());
        }
        if date < today {
            let hint = "log a review that was held; book one that is to come";
            return Err(Refusal::WrongDate { date, why: "lies in the past", hint });
        }
        Ok(())
    }

    /// Whether the open occurrence may be skipped (C10).
    ///
    /// # Errors
    /// Nothing open.
    pub fn may_skip(&self) -> Result<(), Refusal> {
        self.must_run("skip")
    }

    /// Whether the open occurrence may be forgiven (C14).
    ///
    /// # Errors
    /// A clock that is not held.
    pub fn may_forgive(&self) -> Result<(), Refusal> {
        self.must_run("forgive")?;
        if self.held {
            return Ok(());
        }
        Err(Refusal::Barred {
            what: format!("{} is not held by a move, so there is nothing to forgive", self.kind),
            hint: "to close this review without holding it, skip it with a reason".to_owned(),
        })
    }

    fn must_run(&self, verb: &str) -> Result<(), Refusal> {
        match self.mode {
            Mode::Running => Ok(()),
            Mode::Paused => Err(self.paused()),
            Mode::AsNeeded => Err(Refusal::Barred {
                what: format!("{} is as needed for this client, so there is nothing to {verb}", self.kind),
                hint: String::new(),
            }),
        }
    }

    fn paused(&self) -> Refusal {
        Refusal::Barred {
            what: format!("{} stands still while the client is paused or archived", self.kind),
            hint: "resume or restore the client first".to_owned(),
        }
    }
}
