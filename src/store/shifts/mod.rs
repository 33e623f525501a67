//! What a change moves: the clocks whose due date or state is another afterwards, gathered while derived rows are refreshed.

mod before;
mod hours;
mod proposals;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;

use self::before::Before;
use super::Store;
use super::derived::{Standing, StoredClock};
use super::due::clock_of;
use super::error::StoreError;
use super::execute::write_plan;
use super::writer::{Receipt, Writer};
use crate::domain::cadence::State;
use crate::domain::client::{Client, ClientId};
use crate::domain::command::Command;
use crate::domain::stamp::Stamp;

pub use hours::HoursShift;
pub use proposals::{ProposalShift, ProposalShifts};

/// How far long work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Clients done.
    pub done: i64,
    /// Clients in all.
    pub of: i64,
}

/// Is told how far long work has come, and answers whether to go on; where not, nothing remains of it.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// A clock that a change moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Touchpoint kind.
    pub kind: String,
    /// Effective due date and state before; none where there was no such clock.
    pub before: Option<(Option<NaiveDate>, State)>,
    /// Effective due date and state after; none where there is no such clock any more.
    pub after: Option<(Option<NaiveDate>, State)>,
}

/// What a change moves in all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shifts {
    /// Clocks whose effective date or state is another afterwards.
    pub clocks: i64,
    /// Clocks whose effective date is another afterwards.
    pub dates: i64,
    /// Clocks whose state is another afterwards.
    pub states: i64,
    /// Clocks that become overdue.
    pub become_overdue: i64,
    /// Clocks in each state before, of those that change their state.
    pub before: BTreeMap<State, i64>,
    /// Clocks in each state after, of those that change their state.
    pub after: BTreeMap<State, i64>,
    /// The first of them: those that become overdue, then those that move farthest.
    pub first: Vec<Shift>,
    /// Who would be proposed elsewhere.
    pub proposals: ProposalShifts,
    /// Hours a quarter by owner (empty for none); left out where what drives stays as it is.
    pub hours: BTreeMap<String, HoursShift>,
    /// Live clients without a segment in the driving model, before and after; 0 where what drives stays as it is.
    pub unplaced: (i64, i64),
    /// Factors that a model loses, each with how many clients have scores of it: they stay recorded and count no more.
    pub unused_scores: Vec<(String, i64)>,
}

/// Shifts listed at most.
const LISTED: usize = 500;

impl Shift {
    /// Whether it becomes overdue.
    #[must_use]
    pub fn becomes_overdue(&self) -> bool {
        let state = |side: Option<(Option<NaiveDate>, State)>| side.map(|(_, state)| state);
        state(self.after) == Some(State::Overdue) && state(self.before) != Some(State::Overdue)
    }

    /// By how many days it moves; the most where it begins or ends.
    fn days(&self) -> i64 {
        let date = |side: Option<(Option<NaiveDate>, State)>| side.and_then(|(date, _)| date);
        match (date(self.before), date(self.after)) {
            (Some(before), Some(after)) => (after - before).num_days().abs(),
            (None, None) => 0,
            (Some(_), None) | (None, Some(_)) => i64::MAX,
        }
    }
}

impl Shifts {
    /// Counts one clock before and after; `leads` are the days of lead before and after.
    pub(super) fn add(
        &mut self,
        client: &Client,
        before: Option<&StoredClock>,
        after: Option<&StoredClock>,
        today: NaiveDate,
        leads: (u32, u32),
    ) {
        let side = |clock: Option<&StoredClock>, lead| clock.map(|clock| (clock.effective, clock_of(clock).state(today, lead)));
        let (was, is) = (side(before, leads.0), side(after, leads.1));
        if was == is {
            return;
        }
        let Some(kind) = after.or(before).map(|clock| clock.kind.clone()) else { return };
        let shift =
            Shift { client: client.id, name: client.name.clone(), owner: client.owner.clone(), kind, before: was, after: is };
        self.clocks += 1;
        self.dates += i64::from(was.and_then(|(date, _)| date) != is.and_then(|(date, _)| date));
        self.become_overdue += i64::from(shift.becomes_overdue());
        if was.map(|(_, state)| state) != is.map(|(_, state)| state) {
            self.states += 1;
            for (counts, side) in [(&mut self.before, was), (&mut self.after, is)] {
                if let Some((_, state)) = side {
                    *counts.entry(state).or_default() += 1;
                }
            }
        }
        self.first.push(shift);
        if self.first.len() >= 2 * LISTED {
            self.keep_first();
        }
    }

    /// Counts a client's proposals before and after.
    pub(super) fn propose(&mut self, client: &Client, before: &[Standing], after: &[Standing], today: NaiveDate) {
        self.proposals.add(client, before, after, today);
    }

    fn keep_first(&mut self) {
        let place = |shift: &Shift| (!shift.becomes_overdue(), std::cmp::Reverse(shift.days()), shift.name.clone(), shift.client);
        self.first.sort_by_cached_key(place);
        self.first.truncate(LISTED);
        self.proposals.keep_first();
    }
}

impl Store {
    /// What a command would move, and writes nothing. Its cost is that of the command.
    ///
    /// # Errors
    /// As [`Store::execute`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn shifts(&self, command: &Command, stamp: &Stamp, watch: Watch<'_>) -> Result<Shifts, StoreError> {
        let mut writer = Writer::begin(self, stamp)?;
        let before = Before::read(&self.db, writer.ground(), command, stamp.today)?;
        writer.note_shifts();
        let plan = command.plan(&writer, stamp)?;
        for change in &plan.changes {
            writer.write(change)?;
        }
        writer.settle_watched(watch)?;
        let mut shifts = writer.moved();
        shifts.keep_first();
        if let Some(before) = before {
            before.compare(&self.db, writer.ground(), stamp.today, &mut shifts)?;
        }
        Ok(shifts)
    }

    /// As [`Store::execute_watched`], and answers what it moved.
    ///
    /// # Errors
    /// As [`Store::execute`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn execute_moving(&self, command: &Command, stamp: &Stamp, watch: Watch<'_>) -> Result<(Receipt, Shifts), StoreError> {
        let (mut writer, plan, precaution) = self.planned(command, stamp)?;
        let before = Before::read(&self.db, writer.ground(), command, stamp.today)?;
        writer.note_shifts();
        let receipt = write_plan(&mut writer, &plan, "{}", stamp)?;
        writer.settle_watched(watch)?;
        let mut shifts = writer.moved();
        shifts.keep_first();
        if let Some(before) = before {
            before.compare(&self.db, writer.ground(), stamp.today, &mut shifts)?;
        }
        writer.finish()?;
        Ok((receipt.with(precaution), shifts))
    }

    /// As [`Store::execute`], for what may take long: `watch` hears how far it has come and can end it, so that nothing of it
    /// remains.
    ///
    /// # Errors
    /// As [`Store::execute`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn execute_watched(&self, command: &Command, stamp: &Stamp, watch: Watch<'_>) -> Result<Receipt, StoreError> {
        let (mut writer, plan, precaution) = self.planned(command, stamp)?;
        let receipt = write_plan(&mut writer, &plan, "{}", stamp)?;
        writer.settle_watched(watch)?;
        writer.finish()?;
        Ok(receipt.with(precaution))
    }
}
