//! The hours of reviews that wait for each owner, week by week.
//!
//! What is projected: an open review counts on its day, and from there on the touchpoint is taken to be held on each day it
//! falls due, at `day + k × period`, rolled to a working day. So the chart is what it takes to stay on time: reviews held
//! earlier or later, moves and new clients will shift it, and a snoozed review counts where its
//! snooze ends. A review due before today is
//! backlog: it counts once in the present week, however many periods were missed (C11), and what follows it is counted from
//! today, as if it were held today.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::cadence::CadenceError;
use super::calendar::{Calendar, LAST, Period};

/// The most days rolling moves a date.
const ROLLED_AT_MOST: u64 = 31;

/// So many open reviews of one kind fall on one day for one owner in one segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Who holds them.
    pub owner: Option<String>,
    /// The segment of the clients.
    pub segment: String,
    /// The kind of touchpoint.
    pub kind: String,
    /// How often it is asked for.
    pub period: Period,
    /// The day they fall on.
    pub on: NaiveDate,
    /// How many.
    pub n: i64,
}

/// One week of one owner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// The Monday it begins on.
    pub monday: NaiveDate,
    /// Hours of its reviews, the backlog among them.
    pub hours: f64,
    /// Its reviews, the backlog among them.
    pub reviews: i64,
    /// Hours of reviews due before today; in the present week alone.
    pub backlog_hours: f64,
}

/// The weeks of each owner from the present one on, `weeks` in number; those without an owner stand under none.
///
/// `hours_of` gives the hours of one review by segment and kind.
///
/// # Errors
/// The last week lies outside the calendar.
pub fn workload(
    open: impl IntoIterator<Item = Open>,
    hours_of: impl Fn(&str, &str) -> f64,
    calendar: &Calendar,
    today: NaiveDate,
    weeks: u32,
) -> Result<BTreeMap<Option<String>, Vec<Week>>, CadenceError> {
    let chart = Chart::new(calendar, today, weeks)?;
    let mut owners = BTreeMap::new();
    for open in open {
        let hours = hours_of(&open.segment, &open.kind) * open.n as f64;
        let row = owners.entry(open.owner.clone()).or_insert_with(|| chart.empty());
        chart.add(row, &open, hours);
    }
    Ok(owners)
}

/// The weeks that are shown.
struct Chart<'c> {
    calendar: &'c Calendar,
    today: NaiveDate,
    /// Of the present week.
    monday: NaiveDate,
    /// The day after the last week.
    end: NaiveDate,
}

impl<'c> Chart<'c> {
    fn new(calendar: &'c Calendar, today: NaiveDate, weeks: u32) -> Result<Self, CadenceError> {
        let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
        let end = monday.checked_add_days(Days::new(u64::from(weeks) * 7)).filter(|end| *end <= LAST);
        let out_of_range = || Period::weeks(weeks).out_of_range(today, 1);
        Ok(Self { calendar, today, monday, end: end.ok_or_else(out_of_range)? })
    }

    fn empty(&self) -> Vec<Week> {
        let mondays = self.monday.iter_weeks().take_while(|monday| *monday < self.end);
        mondays.map(|monday| Week { monday, hours: 0.0, reviews: 0, backlog_hours: 0.0 }).collect()
    }

    /// Adds open reviews and those that follow them.
    fn add(&self, row: &mut [Week], open: &Open, hours: f64) {
        let mut count = |on: NaiveDate, backlog_hours: f64| {
            if let Some(week) = row.get_mut(self.week(on)) {
                week.hours += hours;
                week.reviews += open.n;
                week.backlog_hours += backlog_hours;
            }
        };
        count(open.on, if open.on < self.today { hours } else { 0.0 });
        let from = open.on.max(self.today);
        // Past the end, a date may still be rolled back before it.
        let last = self.end.checked_add_days(Days::new(ROLLED_AT_MOST)).unwrap_or(LAST);
        let following = (1..).map_while(|k| open.period.checked_after(from, k)).take_while(|nominal| *nominal <= last);
        for nominal in following {
            count(self.calendar.roll(nominal).date, 0.0);
        }
    }

    /// The place of a day's week; what lies before the present week counts in it.
    fn week(&self, on: NaiveDate) -> usize {
        usize::try_from((on - self.monday).num_days() / 7).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Wednesday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 17).expect("a date");

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn open(on: &str, period: &str, n: i64) -> Open {
        Open {
            owner: Some("Ana".to_owned()),
            segment: "grow".to_owned(),
            kind: "Review".to_owned(),
            period: period.parse().expect("a period"),
            on: day(on),
            n,
        }
    }

    /// The weeks of one owner, each review of two hours.
    fn row(open: Open, weeks: u32) -> Vec<Week> {
        let owner = open.owner.clone();
        let mut owners = workload([open], |_, _| 2.0, &Calendar::default(), TODAY, weeks).expect("in range");
        owners.remove(&owner).expect("the owner")
    }

    fn hours(row: &[Week]) -> Vec<f64> {
        row.iter().map(|week| week.hours).collect()
    }

    #[test]
    fn a_weekly_review_counts_once_in_each_of_thirteen_weeks() {
        let row = row(open("2026-06-19", "1 week", 3), 13);
        assert_eq!(hours(&row), [6.0; 13]);
        assert!(row.iter().all(|week| week.reviews == 3 && week.backlog_hours == 0.0));
        assert_eq!(row[0].monday, day("2026-06-15"));
        assert_eq!(row[12].monday, day("2026-09-07"));
    }

    #[test]
    fn a_review_counts_in_its_week_and_again_a_period_later() {
        assert_eq!(hours(&row(open("2026-06-26", "2 weeks", 1), 5)), [0.0, 2.0, 0.0, 2.0, 0.0]);
        assert_eq!(hours(&row(open("2026-09-26", "2 weeks", 1), 5)), [0.0; 5]);
    }

    #[test]
    fn a_review_due_today_is_no_backlog_and_one_due_yesterday_is() {
        assert_eq!(row(open("2026-06-17", "3 months", 1), 1)[0].backlog_hours, 0.0);
        let late = row(open("2026-06-16", "3 months", 1), 1)[0];
        assert_eq!((late.hours, late.backlog_hours), (2.0, 2.0));
    }

    #[test]
    fn a_backlog_counts_once_however_late_and_what_follows_is_counted_from_today() {
        let row = row(open("2025-01-08", "2 weeks", 1), 5);
        assert_eq!(hours(&row), [2.0, 0.0, 2.0, 0.0, 2.0]);
        assert_eq!(row.iter().map(|week| week.backlog_hours).sum::<f64>(), 2.0);
    }

    #[test]
    fn dates_are_rolled_by_the_calendar_but_counted_from_the_first() {
        let calendar =
            Calendar { holidays: [day("2026-06-24"), day("2026-06-25"), day("2026-06-26")].into(), ..Calendar::default() };
        let owners = workload([open("2026-06-17", "1 week", 1)], |_, _| 2.0, &calendar, TODAY, 4).expect("in range");
        assert_eq!(hours(&owners[&Some("Ana".to_owned())]), [2.0, 0.0, 4.0, 2.0]);
    }

    #[test]
    fn a_date_after_the_last_week_that_is_rolled_into_it_counts() {
        let holidays = ["2026-06-29", "2026-06-30"].map(day).into();
        let calendar = Calendar { holidays, roll: crate::domain::calendar::Roll::Preceding, ..Calendar::default() };
        let owners = workload([open("2026-06-22", "1 week", 1)], |_, _| 2.0, &calendar, TODAY, 2).expect("in range");
        assert_eq!(hours(&owners[&Some("Ana".to_owned())]), [0.0, 4.0]);
    }

    #[test]
    fn hours_go_by_segment_and_kind_and_owners_stand_apart() {
        let mut other = open("2026-06-18", "1 year", 1);
        (other.owner, other.segment, other.kind) = (None, "keep".to_owned(), "Call".to_owned());
        let hours_of = |segment: &str, kind: &str| match (segment, kind) {
            ("grow", "Review") => 3.0,
            ("keep", "Call") => 0.5,
            other => panic!("{other:?} was not asked for"),
        };
        let all = [open("2026-06-18", "1 year", 2), other];
        let owners = workload(all, hours_of, &Calendar::default(), TODAY, 1).expect("in range");
        let told: Vec<_> = owners.iter().map(|(owner, row)| (owner.as_deref(), row[0].hours, row[0].reviews)).collect();
        assert_eq!(told, [(None, 0.5, 1), (Some("Ana"), 6.0, 2)]);
    }

    #[test]
    fn weeks_outside_the_calendar_are_refused_and_long_periods_are_not() {
        let none = workload([], |_, _| 1.0, &Calendar::default(), TODAY, u32::MAX);
        let message = none.expect_err("out of range").to_string();
        assert_eq!(message, "2026-06-17 plus 4294967295 weeks lies outside the calendar; choose a shorter period");
        assert_eq!(hours(&row(open("2026-06-17", "9999 years", 1), 2)), [2.0, 0.0]);
        assert_eq!(hours(&row(open("2026-06-17", "9999 years", 1), 0)), [0.0; 0]);
    }

    fn some_open() -> impl Strategy<Value = Open> {
        let periods = ["1 day", "1 week", "2 weeks", "10 days", "1 month", "1 year"];
        let owner = prop::sample::select(vec![None, Some("Ana".to_owned()), Some("Ben".to_owned())]);
        (owner, prop::sample::select(periods.to_vec()), 0u64..300, 1i64..20).prop_map(|(owner, period, days, n)| {
            let on = TODAY - Days::new(100) + Days::new(days);
            Open { owner, on, ..open("2026-06-17", period, n) }
        })
    }

    proptest! {
        #[test]
        fn a_weekly_review_counts_once_a_week_from_its_first(days in 0u64..120, n in 1i64..9, weeks in 1u32..20) {
            // A Monday to Friday day stays one.
            let on = TODAY - Days::new(30) + Days::new(days);
            prop_assume!(Calendar::default().is_working(on));
            let row = row(Open { on, ..open("2026-06-17", "1 week", n) }, weeks);
            let from = on.max(TODAY);
            for week in row {
                let counts = week.monday + Days::new(6) >= from;
                prop_assert_eq!(week.reviews, if counts { n } else { 0 }, "{:?}", week);
                prop_assert_eq!(week.hours, week.reviews as f64 * 2.0);
            }
        }

        #[test]
        fn the_rows_together_are_the_sum_of_each_alone(all in prop::collection::vec(some_open(), 0..12), weeks in 0u32..20) {
            let calendar = Calendar::default();
            let together = workload(all.clone(), |_, _| 2.0, &calendar, TODAY, weeks).expect("in range");
            prop_assert!(together.values().all(|row| row.len() == weeks as usize));
            let mut alone: BTreeMap<_, (f64, i64, f64)> = BTreeMap::new();
            for open in all {
                for week in row(open.clone(), weeks) {
                    let sum = alone.entry((open.owner.clone(), week.monday)).or_default();
                    *sum = (sum.0 + week.hours, sum.1 + week.reviews, sum.2 + week.backlog_hours);
                }
            }
            let weeks = together.into_iter().flat_map(|(owner, row)| row.into_iter().map(move |week| (owner.clone(), week)));
            let told: BTreeMap<_, _> =
                weeks.map(|(owner, week)| ((owner, week.monday), (week.hours, week.reviews, week.backlog_hours))).collect();
            prop_assert_eq!(told, alone);
        }

        #[test]
        fn the_backlog_is_what_was_due_before_today_and_stands_in_the_present_week(
            all in prop::collection::vec(some_open(), 0..12)
        ) {
            let due_before: i64 = all.iter().filter(|open| open.on < TODAY).map(|open| open.n).sum();
            let owners = workload(all, |_, _| 2.0, &Calendar::default(), TODAY, 6).expect("in range");
            let present: f64 = owners.values().map(|row| row[0].backlog_hours).sum();
            let later: f64 = owners.values().flat_map(|row| &row[1..]).map(|week| week.backlog_hours).sum();
            prop_assert_eq!((present, later), (due_before as f64 * 2.0, 0.0));
            prop_assert!(owners.values().flatten().all(|week| week.backlog_hours <= week.hours));
        }
    }
}
