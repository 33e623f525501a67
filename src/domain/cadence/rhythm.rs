//! A rhythm: a period with the way its dates fall, and the grid of dates it draws from an anchor (cadence.md C3, C8, C10, C11).

use chrono::NaiveDate;

use super::CadenceError;
use crate::domain::calendar::{Period, end_of_month};

/// A period and whether its dates are month ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rhythm {
    /// How often.
    pub period: Period,
    /// Whether each nominal date is the last day of its month.
    pub end_of_month: bool,
}

impl Rhythm {
    /// `anchor + k × period`, at the month end where the rhythm says so (C3).
    ///
    /// # Errors
    /// A date outside the calendar.
    pub fn after(self, anchor: NaiveDate, k: u32) -> Result<NaiveDate, CadenceError> {
        self.checked_after(anchor, k).ok_or_else(|| self.period.out_of_range(anchor, k))
    }

    /// The first `anchor + k × period`, `k ≥ 1`, later than a bound (C8, C10).
    ///
    /// # Errors
    /// A date outside the calendar.
    pub fn first_after(self, anchor: NaiveDate, bound: NaiveDate) -> Result<NaiveDate, CadenceError> {
        self.after(anchor, self.count_until(anchor, bound).saturating_add(1))
    }

    /// How many `anchor + k × period`, `k ≥ 1`, are on or before a day (C11).
    #[must_use]
    pub fn count_until(self, anchor: NaiveDate, day: NaiveDate) -> u32 {
        if self.period.n == 0 {
            return 0;
        }
        // A month end lies at most 30 days after the plain date, so this many steps are surely on or before the day.
        let slack = if self.end_of_month { 30 } else { 0 };
        let gap = (day - anchor).num_days() - slack;
        let longest = i64::from(self.period.longest_days().max(1));
        let mut k = u32::try_from((gap / longest).max(0)).unwrap_or(u32::MAX);
        while self.checked_after(anchor, k.saturating_add(1)).is_some_and(|date| date <= day) {
            k += 1;
        }
        k
    }

    fn checked_after(self, anchor: NaiveDate, k: u32) -> Option<NaiveDate> {
        let date = self.period.checked_after(anchor, k)?;
        Some(if self.end_of_month { end_of_month(date) } else { date })
    }
}
