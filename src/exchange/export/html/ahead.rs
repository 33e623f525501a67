//! The open reviews counted: by state, and by the week they fall on.

use std::ops::ControlFlow;

use chrono::{Datelike, Days, NaiveDate};

use super::super::picture::Bar;
use super::super::picture::heading::number;
use super::super::picture::svg::Ink;
use super::super::{Ask, ExportError};
use crate::domain::cadence::State;
use crate::store::{DueQuery, DueRange, Progress, Store, StoreError, Watch};

/// How many weeks are shown.
const WEEKS: usize = 12;
/// Clocks read at a time.
const WINDOW: usize = 1_000;

/// Open reviews, of the clients a filter lets through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ahead {
    /// Overdue, due, upcoming, booked, snoozed.
    pub states: [i64; 5],
    /// Those that fall on an earlier day than the present week.
    before: i64,
    /// The present week and those after it.
    weeks: [i64; WEEKS],
    /// The Monday of the present week.
    monday: NaiveDate,
}

impl Ahead {
    /// Counts them.
    pub fn of(store: &Store, ask: &Ask, watch: Watch<'_>) -> Result<Self, ExportError> {
        let monday = ask.today - Days::new(ask.today.weekday().num_days_from_monday().into());
        let mut ahead = Self { monday, ..Self::default() };
        let query = DueQuery { range: DueRange::All, kind: ask.kind.clone(), filter: ask.filter.clone(), ..DueQuery::default() };
        let (mut from, mut done) = (None, 0);
        loop {
            let window = store.due(&query, from.as_ref(), WINDOW, ask.today)?;
            let Some(last) = window.last() else { return Ok(ahead) };
            from = Some(last.key.clone());
            for row in &window {
                let clock = &row.clock.clock;
                let (state, day) = match row.clock.state {
                    State::Overdue => (Some(0), clock.effective),
                    State::Due => (Some(1), clock.effective),
                    State::Upcoming => (Some(2), clock.effective),
                    State::Booked => (Some(3), clock.booked_on),
                    State::Snoozed => (Some(4), clock.snoozed_until),
                    State::NotDue => (None, clock.effective),
                    // Nothing is asked for in these, and none after them in the list.
                    State::AsNeeded | State::Paused => return Ok(ahead),
                };
                if let Some(at) = state {
                    ahead.states[at] += 1;
                }
                ahead.count(day);
            }
            done += i64::try_from(window.len()).unwrap_or(i64::MAX);
            if let ControlFlow::Break(()) = watch(Progress { done, of: done }) {
                return Err(StoreError::Left.into());
            }
        }
    }

    fn count(&mut self, day: Option<NaiveDate>) {
        let Some(day) = day else { return };
        let days = (day - self.monday).num_days();
        if days < 0 {
            self.before += 1;
        } else if let Some(week) = usize::try_from(days / 7).ok().and_then(|at| self.weeks.get_mut(at)) {
            *week += 1;
        }
    }

    /// What is late, then the weeks, each by the month and day of its Monday.
    pub fn bars(&self) -> Vec<Bar> {
        let bar = |name: String, n: i64, ink: Ink| Bar { name, value: n as f64, said: number(n), ink };
        let late = bar("earlier".to_owned(), self.before, Ink::Overdue);
        let weeks = (0u64..).zip(self.weeks).map(|(at, n)| {
            let monday = self.monday.checked_add_days(Days::new(at * 7)).unwrap_or(self.monday);
            bar(monday.format("%m-%d").to_string(), n, Ink::Plain)
        });
        std::iter::once(late).chain(weeks).collect()
    }
}
