//! Civil dates: periods, month arithmetic, working days and rolling (cadence.md C1, C3, C4, C5).

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The unit of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Civil days.
    Day,
    /// Seven days.
    Week,
    /// Calendar months.
    Month,
    /// Twelve calendar months.
    Year,
}

/// A period of cadence: `n` units, `n ≥ 1` (C1). Written `2 weeks`, `1 month`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// How many units, at least 1.
    pub n: u32,
    /// The unit counted.
    pub unit: Unit,
}

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

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        write!(f, "{} {unit}{}", self.n, if self.n == 1 { "" } else { "s" })
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("“{text}” is no period; write it like 2 weeks or 1 month");
        let (n, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let n = n.parse().ok().filter(|n| *n >= 1).ok_or_else(wrong)?;
        let unit = match unit.trim().trim_end_matches('s') {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return Err(wrong()),
        };
        Ok(Self { n, unit })
    }
}
