//! The order of the due list (cadence.md C7).

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::{Clock, State};
use crate::domain::client::ClientId;
use crate::domain::money::Amount;

/// A group of the due list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Past the grace end.
    Overdue,
    /// From the effective date to the grace end.
    Due,
    /// Within the lead.
    Upcoming,
}

/// The place of a clock in the due list: smaller stands higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRank<'a> {
    /// The group.
    pub group: Group,
    /// Days since the effective date.
    pub days_late: i64,
    /// Days the period counts in the ranking.
    pub period_days: u32,
    /// The effective date.
    pub effective: NaiveDate,
    /// When the contract renews; none stands last.
    pub renewal_on: Option<NaiveDate>,
    /// Annual recurring revenue; none stands last.
    pub arr: Option<Amount>,
    /// The client's name.
    pub name: &'a str,
    /// The client.
    pub id: ClientId,
}

impl<'a> DueRank<'a> {
    /// The place of a clock on a day; none where it is in no group of the list.
    #[must_use]
    pub fn of(clock: &Clock, today: NaiveDate, lead: u32, name: &'a str, id: ClientId) -> Option<Self> {
        let group = match clock.state(today, lead) {
            State::Overdue => Group::Overdue,
            State::Due => Group::Due,
            State::Upcoming => Group::Upcoming,
            State::NotDue | State::Booked | State::Snoozed | State::AsNeeded | State::Paused => return None,
        };
        let (effective, period) = clock.effective.zip(clock.period)?;
        let days_late = clock.days_late(today);
        let period_days = period.ranking_days();
        Some(Self { group, days_late, period_days, effective, renewal_on: None, arr: None, name, id })
    }

    /// The same with the facts of the client that settle a tie.
    #[must_use]
    pub const fn with(self, renewal_on: Option<NaiveDate>, arr: Option<Amount>) -> Self {
        Self { renewal_on, arr, ..self }
    }

    /// `days_late ÷ period` of both, the later relative to its period first.
    fn by_lateness(&self, other: &Self) -> Ordering {
        let mine = i128::from(self.days_late) * i128::from(other.period_days);
        let theirs = i128::from(other.days_late) * i128::from(self.period_days);
        theirs.cmp(&mine)
    }
}

impl Ord for DueRank<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let last_where_none = |date: Option<NaiveDate>| (date.is_none(), date);
        self.group
            .cmp(&other.group)
            .then_with(|| self.by_lateness(other))
            .then_with(|| self.effective.cmp(&other.effective))
            .then_with(|| last_where_none(self.renewal_on).cmp(&last_where_none(other.renewal_on)))
            .then_with(|| other.arr.cmp(&self.arr))
            .then_with(|| self.name.cmp(other.name))
            .then_with(|| self.id.cmp(&other.id))
            .then_with(|| (self.days_late, self.period_days).cmp(&(other.days_late, other.period_days)))
    }
}

impl PartialOrd for DueRank<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
