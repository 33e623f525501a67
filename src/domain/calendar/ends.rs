//! The days a course over time is looked at: the ends of its weeks, months or quarters.

use chrono::{Datelike, Days, NaiveDate};

use super::Fiscal;

/// How far apart the days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each Sunday.
    Week,
    /// The last day of each month.
    Month,
    /// The last day of each fiscal quarter.
    Quarter,
}

impl Every {
    /// How many steps back are shown where nothing else is said: a year, a quarter of weeks.
    #[must_use]
    pub const fn usual(self) -> usize {
        match self {
            Self::Week => 13,
            Self::Month => 12,
            Self::Quarter => 8,
        }
    }

    /// What suits a span of days: weeks up to a quarter, months up to two years, else quarters.
    #[must_use]
    pub fn suiting(from: NaiveDate, to: NaiveDate) -> Self {
        match (to - from).num_days() {
            ..=100 => Self::Week,
            101..=750 => Self::Month,
            751.. => Self::Quarter,
        }
    }

    /// The last end before a day; none before the calendar begins.
    fn before(self, day: NaiveDate, fiscal: Fiscal) -> Option<NaiveDate> {
        match self {
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()) + 1)),
            Self::Month => fiscal.month_of(day).from.pred_opt(),
            Self::Quarter => fiscal.quarter_of(day).from.pred_opt(),
        }
        .filter(|end| *end >= super::FIRST)
    }

    /// The end so many steps before a day; the earliest there is where the calendar begins in between.
    #[must_use]
    pub fn back(self, steps: usize, day: NaiveDate, fiscal: Fiscal) -> NaiveDate {
        std::iter::successors(Some(day), |end| self.before(*end, fiscal)).take(steps + 1).last().unwrap_or(day)
    }

    /// The first day, each end after it and before the last day, and the last day; the latest `most` of them at most.
    #[must_use]
    pub fn between(self, from: NaiveDate, to: NaiveDate, fiscal: Fiscal, most: usize) -> Vec<NaiveDate> {
        let ends = std::iter::successors(self.before(to, fiscal), |end| self.before(*end, fiscal));
        let mut days: Vec<NaiveDate> = std::iter::once(to).chain(ends.take_while(|end| *end > from)).take(most).collect();
        if from < to && days.len() < most {
            days.push(from);
        }
        days.reverse();
        days
    }
}

#[cfg(test)]
mod tests {
    use chrono::Month;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn told(every: Every, from: &str, to: &str) -> Vec<String> {
        every.between(day(from), day(to), Fiscal::default(), 100).iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn the_ends_lie_between_the_first_day_and_the_last() {
        assert_eq!(told(Every::Month, "2026-01-15", "2026-03-31"), ["2026-01-15", "2026-01-31", "2026-02-28", "2026-03-31"]);
        assert_eq!(told(Every::Month, "2026-01-31", "2026-03-01"), ["2026-01-31", "2026-02-28", "2026-03-01"]);
        assert_eq!(told(Every::Quarter, "2025-11-01", "2026-06-15"), ["2025-11-01", "2025-12-31", "2026-03-31", "2026-06-15"]);
        assert_eq!(told(Every::Week, "2026-06-06", "2026-06-15"), ["2026-06-06", "2026-06-07", "2026-06-14", "2026-06-15"]);
        assert_eq!(told(Every::Week, "2026-06-15", "2026-06-15"), ["2026-06-15"]);
    }

    #[test]
    fn quarters_are_those_of_the_fiscal_year() {
        let fiscal = Fiscal { begins: Month::February };
        assert_eq!(Every::Quarter.back(1, day("2026-06-15"), fiscal), day("2026-04-30"));
        assert_eq!(Every::Month.back(12, day("2026-06-15"), fiscal), day("2025-06-30"));
        assert_eq!(Every::Week.back(0, day("2026-06-15"), fiscal), day("2026-06-15"));
    }

    #[test]
    fn long_spans_and_the_beginning_of_the_calendar_end() {
        let first = super::super::FIRST;
        assert_eq!(Every::Week.between(first, day("2026-06-15"), Fiscal::default(), 5).len(), 5);
        assert!(Every::Quarter.back(1_000_000, day("2026-06-15"), Fiscal::default()) >= first);
        assert_eq!(Every::suiting(day("2026-01-01"), day("2026-03-31")), Every::Week);
        assert_eq!(Every::suiting(day("2025-06-30"), day("2026-06-15")), Every::Month);
        assert_eq!(Every::suiting(day("2020-06-30"), day("2026-06-15")), Every::Quarter);
    }
}
