//! The weeks of one owner as they fill: hours and reviews a day, and the choice of the day for the next review.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::{Asked, OwnerWeek, Planned, WeekLoad, monday_of};
use crate::domain::cadence::CadenceError;
use crate::domain::calendar::{Calendar, LAST, Period};

/// Time in whole seconds.
pub(super) type Seconds = i64;

/// Days in a week.
const WEEK: usize = 7;

/// Days without a working day after which there is taken to be none.
const LONGEST_LEAVE: usize = 366;

/// The least number that 1 to 7 days divide: averages over them are compared as whole numbers.
const COMMON: i64 = 420;

/// The days of one owner from the Monday of the present week on, in whole weeks.
pub(super) struct Agenda {
    monday: NaiveDate,
    /// Day of today, counted from `monday`.
    today: usize,
    /// The first working day after today.
    first: usize,
    days: Vec<Day>,
    weeks: Vec<Week>,
}

#[derive(Clone, Copy, Default)]
struct Day {
    works: bool,
    time: Seconds,
    reviews: u32,
}

#[derive(Clone, Copy, Default)]
struct Week {
    /// Working days.
    works: u32,
    time: Seconds,
    planned: Seconds,
    reviews: u32,
    capacity: Option<Seconds>,
}

/// How full days are on average, in 1/420 of a second and of a review.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fullness {
    time: i64,
    reviews: i64,
}

impl Fullness {
    /// The average over some days; a week without a working day counts as one day.
    fn over(days: u32, time: Seconds, reviews: u32) -> Self {
        let share = COMMON / i64::from(days.max(1));
        Self { time: time.saturating_mul(share), reviews: i64::from(reviews).saturating_mul(share) }
    }
}

impl Agenda {
    /// An empty agenda from the week of today to that of `end`, at least to the next working day.
    pub(super) fn new(owner: OwnerWeek<'_>, today: NaiveDate, end: NaiveDate) -> Result<Self, CadenceError> {
        let first = next_working_day(owner.calendar, today)
            .ok_or_else(|| CadenceError::OutOfRange { start: today, period: Period::days(1).to_string() })?;
        let monday = monday_of(today);
        let count = position(monday, end.max(first)) / WEEK + 1;
        let dates = monday.iter_days().take(count * WEEK);
        let days: Vec<Day> = dates.map(|date| Day { works: owner.calendar.is_working(date), ..Day::default() }).collect();
        let usual = owner.usual_days();
        let capacity = owner.capacity.map(super::seconds);
        let weeks = days.chunks(WEEK).map(|days| Week::of(days, usual, capacity)).collect();
        Ok(Self { monday, today: position(monday, today), first: position(monday, first), days, weeks })
    }

    /// Adds hours that are on a day already; those before today count on today, those after the last week not at all.
    pub(super) fn add_load(&mut self, on: NaiveDate, time: Seconds) {
        let at = if on < self.monday { self.today } else { position(self.monday, on).max(self.today) };
        if let Some(day) = self.days.get_mut(at) {
            day.time = day.time.saturating_add(time);
            let week = &mut self.weeks[at / WEEK];
            week.time = week.time.saturating_add(time);
        }
    }

    /// Puts a review on its day.
    pub(super) fn place(&mut self, asked: &Asked<'_>) -> Planned {
        let (at, within_capacity) = self.choose(asked);
        let (day, week) = (&mut self.days[at], &mut self.weeks[at / WEEK]);
        day.time = day.time.saturating_add(asked.time);
        day.reviews += 1;
        week.time = week.time.saturating_add(asked.time);
        week.planned = week.planned.saturating_add(asked.time);
        week.reviews += 1;
        Planned { review: asked.index, on: self.date(at), within_capacity }
    }

    /// The day for a review, and whether its week has room.
    fn choose(&self, asked: &Asked<'_>) -> (usize, bool) {
        let window = self.first..position(self.monday, asked.end).max(self.first) + 1;
        let weeks = window.start / WEEK..(window.end - 1) / WEEK + 1;
        let fullness = |week: usize| self.fullness(week, &window).map(|full| (full, week));
        let least = weeks.clone().filter(|week| self.weeks[*week].has_room(asked.time)).filter_map(fullness).min();
        let (week, within) = match least {
            Some((_, week)) => (week, true),
            None => (weeks.filter_map(fullness).min().map_or(window.start / WEEK, |(_, week)| week), false),
        };
        let within = within || self.weeks[week].has_room(asked.time);
        let day = open_days(week, &window).filter(|day| self.days[*day].works).min_by_key(|day| {
            let day = self.days[*day];
            (day.time, day.reviews)
        });
        (day.unwrap_or(self.first), within)
    }

    /// How full a week is for a review with this window; none where the window has no working day in it.
    fn fullness(&self, week: usize, window: &Range<usize>) -> Option<Fullness> {
        let Week { works, time, reviews, .. } = self.weeks[week];
        let whole = Fullness::over(works, time, reviews);
        let days = open_days(week, window);
        if days.len() == WEEK {
            return (works > 0).then_some(whole);
        }
        let open = days.map(|day| self.days[day]).filter(|day| day.works);
        let (count, time, reviews) =
            open.fold((0, 0, 0), |(n, time, reviews), day| (n + 1, day.time.saturating_add(time), reviews + day.reviews));
        (count > 0).then(|| whole.max(Fullness::over(count, time, reviews)))
    }

    /// The weeks as they are now.
    pub(super) fn weeks(&self, owner: Option<&str>) -> impl Iterator<Item = WeekLoad> {
        self.weeks.iter().enumerate().map(move |(at, week)| WeekLoad {
            owner: owner.map(str::to_owned),
            monday: self.date(at * WEEK),
            hours: hours(week.time),
            planned: hours(week.planned),
            reviews: week.reviews,
            capacity: week.capacity.map(hours),
        })
    }

    fn date(&self, at: usize) -> NaiveDate {
        self.monday + Days::new(at as u64)
    }
}

impl Week {
    /// An empty week of some days, where `usual` days are worked without days off for so much time.
    fn of(days: &[Day], usual: usize, capacity: Option<Seconds>) -> Self {
        let works = days.iter().filter(|day| day.works).count();
        let part = |whole: Seconds| whole * works as i64 / usual as i64;
        Self { works: works as u32, capacity: capacity.map(part), ..Self::default() }
    }

    fn has_room(&self, time: Seconds) -> bool {
        self.capacity.is_none_or(|capacity| self.time.saturating_add(time) <= capacity)
    }
}

/// The first working day after a date, over any leave; the next day where none comes within [`LONGEST_LEAVE`] days, and none
/// at the end of the calendar.
fn next_working_day(calendar: &Calendar, date: NaiveDate) -> Option<NaiveDate> {
    let next = date.succ_opt().filter(|day| *day <= LAST)?;
    let mut days = next.iter_days().take_while(|day| *day <= LAST).take(LONGEST_LEAVE);
    Some(days.find(|day| calendar.is_working(*day)).unwrap_or(next))
}

/// The days of a week that lie in a window.
fn open_days(week: usize, window: &Range<usize>) -> Range<usize> {
    window.start.max(week * WEEK)..window.end.min((week + 1) * WEEK)
}

/// The place of a day counted from a Monday; 0 for days before it.
fn position(monday: NaiveDate, day: NaiveDate) -> usize {
    usize::try_from((day - monday).num_days()).unwrap_or(0)
}

fn hours(time: Seconds) -> f64 {
    time as f64 / 3600.0
}
