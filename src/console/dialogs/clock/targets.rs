//! The clients a dialog on clocks serves, with their clocks as they are today.

use chrono::NaiveDate;

use super::act::Act;
use crate::domain::client::ClientId;
use crate::domain::refusal::Refusal;
use crate::store::{DueRow, Store, StoreError, Subject};

/// A client with its clocks.
#[derive(Debug, Clone)]
pub struct Target {
    /// Who and where.
    pub subject: Subject,
    /// One row for every kind of the driving model.
    pub clocks: Vec<DueRow>,
}

impl Target {
    /// The clock of a kind.
    #[must_use]
    pub fn clock(&self, kind: &str) -> Option<&DueRow> {
        self.clocks.iter().find(|row| row.clock.clock.kind == kind)
    }

    /// Whether its clock of a kind permits an act today.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, act: Act, kind: &str, today: NaiveDate) -> Result<(), Refusal> {
        if let Some(since) = self.subject.archived_on {
            return Err(Refusal::Archived { client: self.subject.name.clone(), since });
        }
        match self.clock(kind) {
            Some(row) => act.may(&row.clock.clock, today),
            None => Err(Refusal::Nothing(format!("{} has no clock for {kind}", self.subject.name))),
        }
    }
}

/// Reads clients with their clocks.
///
/// # Errors
/// The book cannot be read.
pub fn read(store: &Store, clients: &[ClientId], today: NaiveDate) -> Result<Vec<Target>, StoreError> {
    let subjects = store.subjects(clients, today)?;
    let with_clocks = |subject: Subject| Ok(Target { clocks: store.clocks_on(subject.client, today)?, subject });
    subjects.into_iter().map(with_clocks).collect()
}

/// The kind a dialog begins with: the one asked for, else the one of the most urgent clock that permits the act, else of the
/// most urgent one.
#[must_use]
pub fn first_kind(kinds: &[String], asked: Option<&str>, targets: &[Target], act: Act, today: NaiveDate) -> usize {
    let place = |wanted: &str| kinds.iter().position(|kind| kind == wanted);
    if let Some(asked) = asked.and_then(place) {
        return asked;
    }
    let permits = |kind: &str| targets.iter().any(|target| target.may(act, kind, today).is_ok());
    let clocks = targets.iter().flat_map(|target| &target.clocks);
    let urgent = clocks.min_by_key(|row| {
        let on = &row.clock;
        let late = on.clock.period.map_or(0, |period| on.days_late * 1_000 / i64::from(period.longest_days().max(1)));
        (!permits(&on.clock.kind), on.state, std::cmp::Reverse(late), on.clock.effective)
    });
    urgent.and_then(|row| place(&row.clock.clock.kind)).unwrap_or(0)
}
