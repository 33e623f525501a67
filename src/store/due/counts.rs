//! How many clocks are in each group: from kept sums, unless a filter asks about each client.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::super::Store;
use super::super::error::StoreError;
use super::window::{Group, Window, groups};
use super::{DueCounts, DueQuery, DueRange};
use crate::domain::text::fold;

impl Store {
    /// How many clocks are in each group of the list: from kept sums where nothing but owner and kind is asked for.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due_counts(&self, query: &DueQuery, today: NaiveDate) -> Result<DueCounts, StoreError> {
        let window = Window { store: self, query, from: None, today, max_span: 0, lead: 0 };
        // These are few, and have an index of their own.
        let (booked, snoozed) = (window.count(Group::Booked)?, window.count(Group::Snoozed)?);
        if query.filter.is_some() {
            let count = |group| window.count(group);
            let (overdue, due, upcoming) = (count(Group::Overdue)?, count(Group::Due)?, count(Group::Upcoming)?);
            return Ok(DueCounts { overdue, due, upcoming, booked, snoozed, first: count(Group::First)? });
        }
        let kept = |what| {
            if query.owner.is_none() && query.kind.is_none() { self.tally(what, today) } else { self.load_of(query, what, today) }
        };
        let (overdue, due, upcoming) = (kept("overdue")?, kept("due")?, kept("upcoming")?);
        let first = self.first_ahead(query, today)? - self.first_put_off(&window)?;
        Ok(DueCounts { overdue, due: due - overdue, upcoming: upcoming - due, booked, snoozed, first })
    }

    /// How many rows the list has in all. Where nothing but a range is asked for, clocks are counted in an index at most.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due_total(&self, query: &DueQuery, today: NaiveDate) -> Result<i64, StoreError> {
        let window = Window { store: self, query, from: None, today, max_span: 0, lead: 0 };
        let plain = query.filter.is_none() && query.owner.is_none() && query.kind.is_none();
        let counts = || self.due_counts(query, today);
        match query.range {
            DueRange::Now => Ok(counts()?.total()),
            DueRange::Shown => counts().map(|counts| counts.total() + counts.booked + counts.snoozed + counts.first),
            DueRange::Until(until) => {
                let DueCounts { overdue, due, .. } = counts()?;
                let ahead = if plain { self.ahead_in_all(today, until)? } else { window.count_ahead(until)? };
                Ok(overdue + due + ahead)
            }
            DueRange::All if plain => {
                Ok(self.db.prepare_cached("SELECT count(*) FROM clocks")?.query_row([], |row| row.get(0))?)
            }
            DueRange::All => groups(query.range).iter().map(|group| window.count(*group)).sum(),
            DueRange::On(_) => Ok(i64::try_from(window.group(Group::OnDay, usize::MAX)?.len()).unwrap_or(i64::MAX)),
        }
    }

    /// Clocks that become due up to a day, those left out that were put off: few, with indexes of their own.
    fn ahead_in_all(&self, today: NaiveDate, until: NaiveDate) -> Result<i64, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM clocks WHERE mode = 0 AND effective > ?1 AND effective <= ?2)
                        - (SELECT count(*) FROM clocks WHERE mode = 0 AND booked_on >= ?1 AND effective > ?1 AND effective <= ?2)
                        - (SELECT count(*) FROM clocks WHERE mode = 0 AND snoozed_until > ?1 AND effective > ?1 AND effective <= ?2
                                  AND (booked_on IS NULL OR booked_on < ?1))";
        Ok(self.db.prepare_cached(sql)?.query_row(params![today, until], |row| row.get(0))?)
    }

    /// Clocks that are overdue, due or upcoming by a day, of all owners and kinds.
    fn tally(&self, what: &str, today: NaiveDate) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(sum(n), 0) FROM tallies WHERE what = ? AND day <= ?";
        Ok(self.db.prepare_cached(sql)?.query_row(params![what, today], |row| row.get(0))?)
    }

    /// The same of some owner or kind.
    fn load_of(&self, query: &DueQuery, what: &str, today: NaiveDate) -> Result<i64, StoreError> {
        self.sum_of_loads(query, "what = ? AND day <= ?", &[what, &today.to_string()])
    }

    /// First reviews that do not show yet.
    fn first_ahead(&self, query: &DueQuery, today: NaiveDate) -> Result<i64, StoreError> {
        self.sum_of_loads(query, "what = ? AND day > ?", &["first", &today.to_string()])
    }

    fn sum_of_loads(&self, query: &DueQuery, range: &str, bounds: &[&str]) -> Result<i64, StoreError> {
        let mut sql = format!("SELECT coalesce(sum(n), 0) FROM loads WHERE {range}");
        let mut values: Vec<Value> = bounds.iter().map(|bound| Value::Text((*bound).to_owned())).collect();
        if let Some(owner) = &query.owner {
            let owners = self.owners_called(owner)?;
            sql.push_str(&format!(" AND owner IN ({})", vec!["?"; owners.len()].join(", ")));
            values.extend(owners.into_iter().map(Value::Text));
        }
        if let Some(kind) = &query.kind {
            sql.push_str(" AND lower(kind) = lower(?)");
            values.push(Value::Text(kind.clone()));
        }
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// The owners' names that fold to the same, as clients have them.
    pub(in super::super) fn owners_called(&self, owner: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT owner FROM totals WHERE model = ? AND fold(owner) = ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![self.ground().driving().key, fold(owner)], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Of the first reviews that do not show, those that stand among the booked and the snoozed.
    fn first_put_off(&self, window: &Window<'_>) -> Result<i64, StoreError> {
        let first = |group| window.count_where(group, "k.first_review = 1 AND k.upcoming_from > ?1");
        Ok(first(Group::Booked)? + first(Group::Snoozed)?)
    }
}
