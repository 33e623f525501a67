//! The due list: one row per clock, in the order of cadence.md C7, served from indexes a window at a time.
//!
//! Overdue and Due rank by lateness ÷ period. For one period that is the order of the effective date, so the list is a merge
//! of one ordered stream per period in use; each stream is a range of an index.

mod counts;
mod row;
mod window;

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::error::StoreError;
use crate::domain::cadence::{Clock, State};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::money::Amount;

pub use row::DueKey;
pub(super) use row::clock_of;
use row::{COLUMNS, read_row};
use window::{Group, Window};

/// Which clocks are asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DueQuery {
    /// How far the list reaches.
    pub range: DueRange,
    /// Only this owner's clients (compared folded); empty: those without one.
    pub owner: Option<String>,
    /// Only this kind of touchpoint.
    pub kind: Option<String>,
    /// Only clients a filter lets through.
    pub filter: Option<Filter>,
}

/// How far a due list reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DueRange {
    /// Overdue, Due and Upcoming.
    #[default]
    Now,
    /// Overdue, Due and everything effective up to a date; nothing snoozed or booked.
    Until(NaiveDate),
    /// Overdue, Due and Upcoming, then what is booked, what is snoozed, and first reviews that are still ahead.
    Shown,
    /// What falls on a day: booked on it, else effective on it, or coming back from a snooze. In no order of groups.
    On(NaiveDate),
    /// Every clock, whatever its state.
    All,
}

/// A clock in the due list.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// Key of its segment in the driving model.
    pub segment: Option<String>,
    /// Its annual revenue.
    pub arr: Option<Amount>,
    /// Currency of the revenue.
    pub currency: String,
    /// When its contract renews.
    pub renewal_on: Option<NaiveDate>,
    /// Whether it renews soon ([`crate::domain::client::RENEWAL_DAYS`]).
    pub renewal_soon: bool,
    /// Whether the champion is lost, and nobody has taken the place.
    pub champion_lost: bool,
    /// Its last review of any kind.
    pub last_review_on: Option<NaiveDate>,
    /// The clock on the day asked for.
    pub clock: ClockOn,
    /// The key to read on from here.
    pub key: DueKey,
}

/// A clock and its state on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockOn {
    /// The clock.
    pub clock: Clock,
    /// Its state (C6).
    pub state: State,
    /// Days since the effective date; 0 before it.
    pub days_late: i64,
    /// Further periods missed (C11).
    pub periods_missed: u32,
}

/// How many clocks are in each group on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueCounts {
    /// Past the grace end.
    pub overdue: i64,
    /// Due.
    pub due: i64,
    /// Within the lead.
    pub upcoming: i64,
    /// With an agreed date that is not past.
    pub booked: i64,
    /// Hidden for now.
    pub snoozed: i64,
    /// Never reviewed, and not yet upcoming, booked or snoozed.
    pub first: i64,
}

impl DueCounts {
    /// Overdue, due and upcoming together.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.overdue + self.due + self.upcoming
    }
}

impl Store {
    /// A window of the due list after a key, from its beginning where there is none.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due(
        &self,
        query: &DueQuery,
        from: Option<&DueKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<DueRow>, StoreError> {
        let lead = self.ground().settings.lead;
        let window = Window { store: self, query, from, today, max_span: self.max_span()?, lead };
        let mut rows = Vec::new();
        let groups = window::groups(query.range);
        let first = from.and_then(|key| groups.iter().position(|group| *group == key.group)).unwrap_or(0);
        for group in &groups[first..] {
            if rows.len() >= limit {
                break;
            }
            rows.extend(window.group(*group, limit - rows.len())?);
        }
        Ok(rows)
    }

    /// The window of the due list that ends before a key.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due_before(&self, query: &DueQuery, to: &DueKey, limit: usize, today: NaiveDate) -> Result<Vec<DueRow>, StoreError> {
        // Reading the merge backwards would need a second set of indexes; the console keeps the keys it came by instead, and
        // asks here only at a jump to the end: then the list is read from the start of the key's group.
        let mut all = Vec::new();
        let mut from: Option<DueKey> = None;
        loop {
            let page = self.due(query, from.as_ref(), 512, today)?;
            let Some(last) = page.last() else { break };
            from = Some(last.key.clone());
            let end = page.iter().position(|row| row.key == *to);
            let taken = end.unwrap_or(page.len());
            all.extend(page.into_iter().take(taken));
            let surplus = all.len().saturating_sub(limit);
            all.drain(..surplus);
            if end.is_some() {
                break;
            }
        }
        Ok(all)
    }

    /// A client's clocks on a day, in the order of their kinds in the model.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn clocks_on(&self, client: ClientId, today: NaiveDate) -> Result<Vec<DueRow>, StoreError> {
        let ground = self.ground();
        let sql = format!(
            "SELECT {COLUMNS} FROM clocks k CROSS JOIN clients c ON c.id = k.client
                    CROSS JOIN standing s ON s.model = ? AND s.client = k.client WHERE k.client = ?"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let lead = ground.settings.lead;
        let rows =
            statement.query_map(params![ground.driving().key, client], |row| read_row(row, Group::Overdue, today, lead))?;
        let mut clocks: Vec<DueRow> = rows.collect::<rusqlite::Result<_>>()?;
        let kinds = ground.driving().kinds();
        clocks.sort_by_key(|row| kinds.iter().position(|kind| *kind == row.clock.clock.kind));
        Ok(clocks)
    }

    /// The longest time from an effective date to its grace end: bounds where Due rows can be.
    fn max_span(&self) -> Result<u64, StoreError> {
        let span: i64 = self.db.prepare_cached("SELECT coalesce(max(span), 0) FROM clocks")?.query_row([], |row| row.get(0))?;
        Ok(u64::try_from(span).unwrap_or(0))
    }

    /// The ranking periods in use, found by skipping from one to the next in the index.
    fn ranks(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "WITH RECURSIVE ranks (rank) AS (
                SELECT min(rank) FROM clocks WHERE mode = 0
                UNION ALL
                SELECT (SELECT min(k.rank) FROM clocks k WHERE k.mode = 0 AND k.rank > ranks.rank) FROM ranks WHERE rank IS NOT NULL)
             SELECT rank FROM ranks WHERE rank IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
