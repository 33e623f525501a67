//! Spreads first reviews over the working days of their windows, up to the hours an owner has a week (cadence.md C13).
//!
//! How a day is chosen, where C13 leaves a choice:
//! - The window of a review runs from the first working day after today to `today + period`, or to `today + weeks` where
//!   weeks are given; it never reaches further than [`FARTHEST`] weeks. A window without a working day is the next one.
//! - Owner by owner, reviews are placed one after the other: the window that ends first, then the earlier renewal (none
//!   last), the higher revenue (none last), the name, the client and the kind. What was placed stays.
//! - Among the weeks (Monday to Sunday) of the window that have room for it, a review goes to the least full one, and there
//!   to the day with the fewest hours. A week is as full as its working days are on average: all of them or only those
//!   open to the review, whichever is more, so that the ends of a window get no more than their part.
//! - Equal hours are told apart by the number of reviews, so that reviews without hours spread too; then the earlier day.
//! - The capacity of a week that has days off is the part of its working days. Where no week has room, the promise to the
//!   client wins: the least full week takes the review, and the plan says that it is beyond the capacity.
//! - Hours on days before today are still to be worked: they count in the present week.
//! - Hours are counted in whole seconds, so that no order of adding changes a sum.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use super::cadence::CadenceError;
use super::calendar::{Calendar, LAST, Period};
use super::client::ClientId;
use super::money::Amount;

mod agenda;

use agenda::{Agenda, Seconds};

/// The most weeks after today a window reaches, however long its period: ten years.
pub const FARTHEST: u32 = 520;

/// A first review to be planned.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstReview {
    /// The client.
    pub client: ClientId,
    /// The client's name.
    pub name: String,
    /// Who holds it.
    pub owner: Option<String>,
    /// The segment the client is in.
    pub segment: String,
    /// The kind of touchpoint.
    pub kind: String,
    /// Hours to prepare and to hold it.
    pub hours: f64,
    /// How often the segment asks for it.
    pub period: Period,
    /// The effective date it has before the plan.
    pub effective: NaiveDate,
    /// When the contract renews.
    pub renewal_on: Option<NaiveDate>,
    /// Annual recurring revenue, for the order of planning alone.
    pub arr: Option<Amount>,
}

/// Hours that are on a day already: due, booked and planned reviews of an owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Whose hours.
    pub owner: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// How many.
    pub hours: f64,
}

/// What an owner gives to reviews.
#[derive(Debug, Clone, Copy)]
pub struct OwnerWeek<'a> {
    /// Hours a week, where said.
    pub capacity: Option<f64>,
    /// The days worked.
    pub calendar: &'a Calendar,
}

impl OwnerWeek<'_> {
    /// Hours the owner has in the week that begins on a Monday: the part of its working days where some are off.
    #[must_use]
    pub fn hours_in(&self, monday: NaiveDate) -> Option<f64> {
        let worked = monday.iter_days().take(7).filter(|day| self.calendar.is_working(*day)).count();
        self.capacity.map(|capacity| capacity * worked as f64 / self.usual_days() as f64)
    }

    /// Days worked in a week without days off, at least one.
    fn usual_days(&self) -> usize {
        self.calendar.working.iter().map(|day| day.num_days_from_monday()).collect::<BTreeSet<_>>().len().max(1)
    }
}

/// A first review with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The index of the review in what was given.
    pub review: usize,
    /// The day it is planned for.
    pub on: NaiveDate,
    /// Whether the owner's week had room for it.
    pub within_capacity: bool,
}

/// One week of one owner under the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekLoad {
    /// Whose week.
    pub owner: Option<String>,
    /// The Monday it begins on.
    pub monday: NaiveDate,
    /// All hours of the week: those it had and the new ones.
    pub hours: f64,
    /// Hours of first reviews planned now.
    pub planned: f64,
    /// First reviews planned now.
    pub reviews: u32,
    /// Hours the owner has in this week: less where days are off; none where the owner's hours are not said.
    pub capacity: Option<f64>,
}

/// A plan of first reviews, to be shown before it is accepted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// Each review once: owner by owner (those without an owner first), day by day, in the order of planning.
    pub planned: Vec<Planned>,
    /// Owner by owner, week by week without a gap, from the present week to the last one of the owner's windows.
    pub weeks: Vec<WeekLoad>,
}

impl WeekLoad {
    /// Whether the week has more hours than the owner.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.hours > capacity)
    }
}

impl Spread {
    /// The weeks in the order of concern: those over capacity first, then the most hours; empty weeks are left out.
    #[must_use]
    pub fn peaks(&self) -> Vec<&WeekLoad> {
        let mut peaks: Vec<_> = self.weeks.iter().filter(|week| week.hours > 0.0).collect();
        peaks.sort_by(|a, b| {
            let concern = b.is_over().cmp(&a.is_over()).then(b.hours.total_cmp(&a.hours));
            concern.then_with(|| a.monday.cmp(&b.monday)).then_with(|| a.owner.cmp(&b.owner))
        });
        peaks
    }

    /// Reviews whose week had no room for them.
    #[must_use]
    pub fn beyond_capacity(&self) -> usize {
        self.planned.iter().filter(|planned| !planned.within_capacity).count()
    }
}

/// Plans first reviews; the same reviews give the same plan in whatever order they come (C13).
///
/// `week_of` is asked once for each owner, none standing for the reviews without one. Loads of owners without a first
/// review, and those after the owner's last window, are left out.
///
/// # Errors
/// No day after today is left in the calendar.
pub fn spread<'c>(
    reviews: &[FirstReview],
    loads: &[Load],
    week_of: impl Fn(Option<&str>) -> OwnerWeek<'c>,
    today: NaiveDate,
    weeks: Option<u32>,
) -> Result<Spread, CadenceError> {
    let mut of_owner: BTreeMap<Option<&str>, (Vec<usize>, Vec<&Load>)> = BTreeMap::new();
    for (at, review) in reviews.iter().enumerate() {
        of_owner.entry(review.owner.as_deref()).or_default().0.push(at);
    }
    for load in loads {
        if let Some((_, loads)) = of_owner.get_mut(&load.owner.as_deref()) {
            loads.push(load);
        }
    }
    let mut spread = Spread::default();
    for (owner, (indexes, loads)) in of_owner {
        let mut asked: Vec<Asked<'_>> =
            indexes.into_iter().map(|index| Asked::new(index, &reviews[index], today, weeks)).collect();
        asked.sort_by(Asked::order);
        let end = asked.last().map_or(today, |last| last.end);
        let mut agenda = Agenda::new(week_of(owner), today, end)?;
        for load in loads {
            agenda.add_load(load.on, seconds(load.hours));
        }
        let mut planned: Vec<Planned> = asked.iter().map(|asked| agenda.place(asked)).collect();
        planned.sort_by_key(|planned| planned.on);
        spread.planned.extend(planned);
        spread.weeks.extend(agenda.weeks(owner));
    }
    Ok(spread)
}

/// A review with what its place in the order of planning is made of.
struct Asked<'r> {
    index: usize,
    review: &'r FirstReview,
    time: Seconds,
    /// The last day of its window.
    end: NaiveDate,
}

impl<'r> Asked<'r> {
    fn new(index: usize, review: &'r FirstReview, today: NaiveDate, weeks: Option<u32>) -> Self {
        let length = weeks.map_or(review.period, Period::weeks);
        let farthest = today.checked_add_days(Days::new(u64::from(FARTHEST) * 7)).map_or(LAST, |day| day.min(LAST));
        let end = length.checked_after(today, 1).map_or(farthest, |end| end.min(farthest));
        Self { index, review, time: seconds(review.hours), end }
    }

    /// The order of planning. It ends with what can tell apart two reviews of one client and kind.
    fn order(&self, other: &Self) -> Ordering {
        let (a, b) = (self.review, other.review);
        let renewal = |review: &FirstReview| (review.renewal_on.is_none(), review.renewal_on);
        self.end
            .cmp(&other.end)
            .then_with(|| renewal(a).cmp(&renewal(b)))
            .then_with(|| Reverse(a.arr).cmp(&Reverse(b.arr)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.client.cmp(&b.client))
            .then_with(|| a.kind.cmp(&b.kind))
            .then_with(|| self.time.cmp(&other.time))
    }
}

/// Hours as whole seconds; what is no number or less than nothing counts as none.
fn seconds(hours: f64) -> Seconds {
    const MOST_HOURS: f64 = 10_000_000.0;
    if hours.is_nan() {
        return 0;
    }
    // In range by the clamp.
    (hours.clamp(0.0, MOST_HOURS) * 3600.0).round() as Seconds
}

/// The Monday of a day's week.
fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests;
