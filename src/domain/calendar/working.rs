//! Which days are worked: weekdays, holidays, rolling to a working day and counting working days (cadence.md C4, C5).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Days in a row without a working day after which the configuration is at fault (C4).
const PATIENCE: u32 = 31;

/// How a nominal date that is no working day is rolled (C4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roll {
    /// The nominal date stands.
    None,
    /// The next working day.
    Following,
    /// The working day before.
    Preceding,
    /// The next working day, unless that leaves the month: then the one before.
    #[default]
    ModifiedFollowing,
}

/// A text that names no rolling policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is no rolling policy; there are none, following, preceding and modified-following")]
pub struct UnknownRoll(pub String);

/// Which days are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Weekdays worked, Monday to Friday by default.
    pub working: Vec<Weekday>,
    /// Days off.
    pub holidays: BTreeSet<NaiveDate>,
    /// The rolling policy of the book.
    pub roll: Roll,
}

/// A date rolled to a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rolled {
    /// The effective date; the nominal one where no working day was found.
    pub date: NaiveDate,
    /// The fault of the configuration that kept it from being rolled.
    pub complaint: Option<NoWorkingDay>,
}

/// 31 days in a row without a working day (C4): a mistake in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no working day within 31 days of {0}; look at the working days and the holidays of the book")]
pub struct NoWorkingDay(pub NaiveDate);

/// A way to walk through the days.
#[derive(Debug, Clone, Copy)]
enum Towards {
    Later,
    Earlier,
}

impl Default for Calendar {
    fn default() -> Self {
        let working = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        Self { working, holidays: BTreeSet::new(), roll: Roll::default() }
    }
}

impl Calendar {
    /// Whether a day is worked.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.working.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The `n`th working day after a date, the date itself for 0 (C5); none past the end of the calendar.
    ///
    /// After 31 days in a row without a working day (C4) plain days are counted instead.
    #[must_use]
    pub fn add_working_days(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let (mut day, mut counted, mut idle) = (date, 0, 0);
        while counted < n {
            day = day.succ_opt().filter(|day| *day <= super::LAST)?;
            if self.is_working(day) {
                (counted, idle) = (counted + 1, 0);
                continue;
            }
            idle += 1;
            if idle == PATIENCE {
                return date.checked_add_days(Days::new(u64::from(n))).filter(|day| *day <= super::LAST);
            }
        }
        Some(day)
    }

    /// The first stretch of 31 days without a working day, which makes rolling and counting give up (C4).
    #[must_use]
    pub fn fault(&self) -> Option<NoWorkingDay> {
        // A stretch begins with a holiday, or with weekdays off before one.
        let starts = self.holidays.iter().map(|day| day.checked_sub_days(Days::new(6)).unwrap_or(*day));
        starts.flat_map(|start| start.iter_days().take(7)).find_map(|day| {
            let free = day.iter_days().take(PATIENCE as usize).all(|day| !self.is_working(day));
            free.then_some(NoWorkingDay(day))
        })
    }

    /// The effective date of a nominal one by the book's policy (C4).
    #[must_use]
    pub fn roll(&self, nominal: NaiveDate) -> Rolled {
        let found = match self.roll {
            Roll::None => Some(nominal),
            Roll::Following => self.nearest(nominal, Towards::Later),
            Roll::Preceding => self.nearest(nominal, Towards::Earlier),
            Roll::ModifiedFollowing => match self.nearest(nominal, Towards::Later) {
                Some(later) if later.month() != nominal.month() => self.nearest(nominal, Towards::Earlier),
                same_month => same_month,
            },
        };
        Rolled { date: found.unwrap_or(nominal), complaint: found.is_none().then_some(NoWorkingDay(nominal)) }
    }

    /// The first working day from a date on, the date itself included, among 31 days.
    fn nearest(&self, date: NaiveDate, towards: Towards) -> Option<NaiveDate> {
        (0..u64::from(PATIENCE))
            .map_while(|away| match towards {
                Towards::Later => date.checked_add_days(Days::new(away)).filter(|day| *day <= super::LAST),
                Towards::Earlier => date.checked_sub_days(Days::new(away)).filter(|day| *day >= super::FIRST),
            })
            .find(|day| self.is_working(*day))
    }
}

impl fmt::Display for Roll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Following => "following",
            Self::Preceding => "preceding",
            Self::ModifiedFollowing => "modified-following",
        })
    }
}

impl FromStr for Roll {
    type Err = UnknownRoll;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().to_lowercase().replace([' ', '_'], "-").as_str() {
            "none" => Ok(Self::None),
            "following" => Ok(Self::Following),
            "preceding" => Ok(Self::Preceding),
            "modified-following" => Ok(Self::ModifiedFollowing),
            _ => Err(UnknownRoll(text.to_owned())),
        }
    }
}
