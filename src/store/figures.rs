//! On-time figures (cadence.md C18): every client's occurrences counted, by segment or by owner. Looks at the whole book.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::error::StoreError;
use super::recorded::recorded;
use super::room::Room;
use super::shifts::{Progress, Watch};
use crate::domain::cadence::Mode;
use crate::domain::client::ClientId;
use crate::domain::figures::Figures;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// What the figures are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiguresBy {
    /// The segment the client was in when the occurrence closed, or is in.
    Segment,
    /// The client's owner.
    Owner,
}

/// Figures of a span of days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FiguresOf {
    /// All together.
    pub all: Figures,
    /// By key of the segment, or by owner; none is no segment, no owner.
    pub parts: BTreeMap<Option<String>, Figures>,
}

/// Takes figures with the key of their segment and the client's owner.
type Each<'a> = &'a mut dyn FnMut(&Option<String>, &Option<String>, Figures);

/// Clients read at a time.
const PAGE: i64 = 1_000;

impl Store {
    /// How the occurrences whose effective date lies in `from..=to` ended, as the book knows it today. Archived clients count
    /// with what was asked of them before they left. `as_needed` is the number of clocks that ask for nothing today.
    ///
    /// # Errors
    /// The book cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn figures(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        by: FiguresBy,
        today: NaiveDate,
        watch: Watch<'_>,
    ) -> Result<FiguresOf, StoreError> {
        let mut figures = FiguresOf::default();
        self.each_figure((from, to), today, watch, &mut |segment, owner, part| {
            let key = match by {
                FiguresBy::Segment => segment,
                FiguresBy::Owner => owner,
            };
            figures.add(key, part);
        })?;
        Ok(figures)
    }

    /// The same by segment and by owner at once, of all clients or of those one owner has now (compared folded; empty: those
    /// without one).
    ///
    /// # Errors
    /// As [`Store::figures`].
    pub fn figures_by_both(
        &self,
        span: (NaiveDate, NaiveDate),
        owner: Option<&str>,
        today: NaiveDate,
        watch: Watch<'_>,
    ) -> Result<(FiguresOf, FiguresOf), StoreError> {
        let asked = owner.map(fold);
        let (mut by_segment, mut by_owner) = (FiguresOf::default(), FiguresOf::default());
        self.each_figure(span, today, watch, &mut |segment, owner, part| {
            if asked.as_ref().is_none_or(|asked| fold(owner.as_deref().unwrap_or_default()) == *asked) {
                by_segment.add(segment, part);
                by_owner.add(owner, part);
            }
        })?;
        Ok((by_segment, by_owner))
    }

    /// Hands out the figures of every occurrence and clock, with the segment they belong to and the client's owner.
    fn each_figure(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
        watch: Watch<'_>,
        each: Each<'_>,
    ) -> Result<(), StoreError> {
        let ground = self.ground();
        let driving = ground.driving();
        let _room = Room::some(self)?;
        let of: i64 = self.db.query_row("SELECT count(*) FROM clients", [], |row| row.get(0))?;
        let (mut after, mut done) = (i64::MIN, 0);
        loop {
            let page = self.page_of_clients(after)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.0;
            for client in page {
                let Some(found) = recorded(&self.db, &driving.key, client)? else { continue };
                let owner = found.client.owner.clone();
                let rules = ground.rules(owner.as_deref());
                for occurrence in rules.occurrences(&found.events, today).map_err(Refusal::from)? {
                    let part = Figures::count([&occurrence], from, to);
                    each(&occurrence.segment, &owner, part);
                }
                let clocks = rules.clocks(&found.events, today).map_err(Refusal::from)?;
                let as_needed = clocks.iter().filter(|clock| clock.mode == Mode::AsNeeded).count();
                let placed = found.placements.iter().find(|placement| placement.model == driving.key);
                let segment = placed.and_then(|placement| placement.segment.clone());
                let part = Figures { as_needed: u64::try_from(as_needed).unwrap_or(u64::MAX), ..Figures::default() };
                each(&segment, &owner, part);
                done += 1;
            }
            if let ControlFlow::Break(()) = watch(Progress { done, of }) {
                return Err(StoreError::Left);
            }
        }
    }

    fn page_of_clients(&self, after: i64) -> Result<Vec<ClientId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id FROM clients WHERE id > ? ORDER BY id LIMIT ?")?;
        let rows = statement.query_map(params![after, PAGE], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl FiguresOf {
    fn add(&mut self, key: &Option<String>, part: Figures) {
        if part == Figures::default() {
            return;
        }
        self.all += part;
        *self.parts.entry(key.clone()).or_default() += part;
    }
}
