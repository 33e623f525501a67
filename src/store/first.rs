//! First reviews that wait for a date (cadence.md C13): which they are, where they crowd, and a plan that spreads them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use super::ahead::Whose;
use super::error::StoreError;
use super::{Ground, Store};
use crate::domain::calendar::{FIRST, LAST, Period};
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::refusal::Refusal;
use crate::domain::spread::{FirstReview, Load, OwnerWeek, Spread, spread};

/// The day on which the most first reviews wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// How many.
    pub reviews: i64,
    /// The day; for those that were due before, today.
    pub on: NaiveDate,
}

/// More first reviews than these on one day are worth a plan.
pub const HANDFUL: i64 = 5;

/// What was decided about the first review of clock `k` by day `?1` and stands, a date of a plan or a skip: a pause drops it with
/// all marks (C16).
pub(super) const DECIDED: &str =
    "EXISTS (SELECT 1 FROM marks m WHERE m.what IN ('plan', 'skip') AND m.client = k.client AND m.kind = k.kind
                  AND m.day <= ?1 AND NOT EXISTS (SELECT 1 FROM marks e
                        WHERE e.client = m.client AND (e.day, e.id) > (m.day, m.id) AND e.day <= ?1
                          AND e.what IN ('pause', 'archive')))";

/// The clocks that wait for a date, by day `?1`.
fn waiting() -> String {
    format!(
        "FROM clocks k CROSS JOIN clients c ON c.id = k.client
          WHERE k.mode = 0 AND k.first_review = 1 AND k.held = 0 AND (k.booked_on IS NULL OR k.booked_on < ?1)
            AND NOT {DECIDED}"
    )
}

impl Ground {
    /// What an owner gives to reviews: hours and days.
    #[must_use]
    pub fn week_of(&self, owner: Option<&str>) -> OwnerWeek<'_> {
        let capacity = owner.and_then(|owner| self.capacity(owner));
        OwnerWeek { capacity, calendar: &self.settings_for(owner).calendar }
    }
}

impl Store {
    /// The first reviews that wait for a date: never reviewed, running, not booked, not held, and in no accepted plan yet.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn first_reviews(&self, today: NaiveDate) -> Result<Vec<FirstReview>, StoreError> {
        let ground = self.ground();
        let sql = format!(
            "SELECT k.client, c.name, c.owner, k.segment, k.kind, k.period, k.effective, c.renewal_on, c.arr {}
              ORDER BY k.client, k.kind",
            waiting()
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([today], |row| {
            let (segment, kind, period): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
            let arr: Option<i64> = row.get(8)?;
            Ok(FirstReview {
                client: row.get(0)?,
                name: row.get(1)?,
                owner: row.get(2)?,
                hours: ground.driving().hours_of(&segment, &kind),
                segment,
                kind,
                period: period.parse().unwrap_or(Period::months(12)),
                effective: row.get(6)?,
                renewal_on: row.get(7)?,
                arr: arr.map(Amount::from_ten_thousandths),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Spreads the first reviews that wait for a date (C13), beside what each owner has to do already. Nothing is written.
    ///
    /// # Errors
    /// The book cannot be read; no day is left in the calendar.
    pub fn spread_first(&self, today: NaiveDate, weeks: Option<u32>) -> Result<(Vec<FirstReview>, Spread), StoreError> {
        let reviews = self.first_reviews(today)?;
        let spread = self.spread_these(&reviews, today, weeks)?;
        Ok((reviews, spread))
    }

    /// Spreads some of the first reviews that wait; the others count where they are.
    ///
    /// # Errors
    /// As [`Store::spread_first`].
    pub(super) fn spread_these(
        &self,
        reviews: &[FirstReview],
        today: NaiveDate,
        weeks: Option<u32>,
    ) -> Result<Spread, StoreError> {
        let ground = self.ground();
        let mut hours: BTreeMap<(Option<String>, NaiveDate), f64> = BTreeMap::new();
        for open in self.open_reviews(&Whose::default(), (FIRST, LAST), today)? {
            *hours.entry((open.owner.clone(), open.on)).or_default() +=
                ground.driving().hours_of(&open.segment, &open.kind) * open.n as f64;
        }
        // What is to be planned anew is among the open ones where it stands now.
        let put_off = self.put_off()?;
        for review in reviews {
            let on = put_off.get(&(review.client, review.kind.clone())).copied().unwrap_or(review.effective);
            if let Some(there) = hours.get_mut(&(review.owner.clone(), on)) {
                *there = (*there - review.hours).max(0.0);
            }
        }
        let loads: Vec<Load> = hours.into_iter().map(|((owner, on), hours)| Load { owner, on, hours }).collect();
        let week_of = |owner: Option<&str>| ground.week_of(owner);
        Ok(spread(reviews, &loads, week_of, today, weeks).map_err(Refusal::from)?)
    }

    /// The day on which the most first reviews wait for a plan, those due before today counted on today; none where none waits.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn first_crowd(&self, today: NaiveDate) -> Result<Option<Crowd>, StoreError> {
        let sql = format!("SELECT max(k.effective, ?1) AS day, count(*) {} GROUP BY day ORDER BY 2 DESC, 1 LIMIT 1", waiting());
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row([today], |row| Ok(Crowd { on: row.get(0)?, reviews: row.get(1)? })).optional()?)
    }

    /// The ids that clients have in another system, where they have one.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn external_ids(&self, clients: impl IntoIterator<Item = ClientId>) -> Result<BTreeMap<ClientId, String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT external_id FROM clients WHERE id = ?")?;
        let mut ids = BTreeMap::new();
        for client in clients {
            let id: Option<Option<String>> = statement.query_row([client], |row| row.get(0)).optional()?;
            ids.extend(id.flatten().map(|id| (client, id)));
        }
        Ok(ids)
    }

    /// First reviews that a snooze moved off their effective day in the loads; none that waits is booked.
    fn put_off(&self) -> Result<BTreeMap<(ClientId, String), NaiveDate>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT client, kind, max(effective, snoozed_until) FROM clocks
              WHERE mode = 0 AND first_review = 1 AND snoozed_until IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
