//! Plain arithmetic of days for the oracle: months, working days and rolling, one day at a time.

use chrono::{Datelike, Duration, NaiveDate};
use quarterdeck::domain::cadence::Settings;
use quarterdeck::domain::calendar::{Period, Roll, Unit};

/// A period, and whether its dates are month ends.
pub type Every = (Period, bool);

pub fn plus(date: NaiveDate, days: i64) -> NaiveDate {
    date + Duration::days(days)
}

fn last_of_month(year: i32, month: u32) -> NaiveDate {
    let mut day = 31;
    loop {
        if let Some(date) = NaiveDate::from_ymd_opt(year, month, day) {
            return date;
        }
        day -= 1;
    }
}

fn plus_months(date: NaiveDate, months: u32) -> NaiveDate {
    let (mut year, mut month) = (date.year(), date.month());
    for _ in 0..months {
        month += 1;
        if month == 13 {
            (year, month) = (year + 1, 1);
        }
    }
    NaiveDate::from_ymd_opt(year, month, date.day()).unwrap_or(last_of_month(year, month))
}

/// C1, C3: `anchor + k × period`, always from the anchor.
pub fn grid(anchor: NaiveDate, (period, month_end): Every, k: u32) -> NaiveDate {
    let date = match period.unit {
        Unit::Day => plus(anchor, i64::from(period.n * k)),
        Unit::Week => plus(anchor, i64::from(period.n * k) * 7),
        Unit::Month => plus_months(anchor, period.n * k),
        Unit::Year => plus_months(anchor, period.n * k * 12),
    };
    if month_end { last_of_month(date.year(), date.month()) } else { date }
}

/// The first `anchor + k × period` after a bound, for the smallest k ≥ 1.
pub fn grid_after(anchor: NaiveDate, every: Every, bound: NaiveDate) -> NaiveDate {
    let mut k = 1;
    while grid(anchor, every, k) <= bound {
        k += 1;
    }
    grid(anchor, every, k)
}

fn works(settings: &Settings, date: NaiveDate) -> bool {
    settings.calendar.working.contains(&date.weekday()) && !settings.calendar.holidays.contains(&date)
}

/// The first working day from a date on in steps of one day; none among 31.
fn walk(settings: &Settings, date: NaiveDate, step: i64) -> Option<NaiveDate> {
    (0..31).map(|n| plus(date, n * step)).find(|&day| works(settings, day))
}

/// C4.
pub fn rolled(settings: &Settings, nominal: NaiveDate) -> NaiveDate {
    let found = match settings.calendar.roll {
        Roll::None => Some(nominal),
        Roll::Following => walk(settings, nominal, 1),
        Roll::Preceding => walk(settings, nominal, -1),
        Roll::ModifiedFollowing => match walk(settings, nominal, 1) {
            Some(next) if next.month() != nominal.month() => walk(settings, nominal, -1),
            next => next,
        },
    };
    found.unwrap_or(nominal)
}

/// C5, C14: the nth working day after a date (plain days in a calendar where nobody works).
pub fn working(settings: &Settings, date: NaiveDate, n: u32) -> NaiveDate {
    if settings.calendar.working.is_empty() {
        return plus(date, i64::from(n));
    }
    let (mut date, mut left) = (date, n);
    while left > 0 {
        date = plus(date, 1);
        if works(settings, date) {
            left -= 1;
        }
    }
    date
}

/// C7: what a period counts in the ranking.
pub fn ranking_days(period: Period) -> u32 {
    period.n
        * match period.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Year => 360,
        }
}
