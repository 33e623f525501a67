//! Kept sums: clients and revenue per segment and owner, and how many become due on which day.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::derived::{Standing, StoredClock};
use super::error::StoreError;

/// Differences to the kept sums, gathered over an action and written once.
#[derive(Default)]
pub(super) struct Sums {
    totals: HashMap<TotalKey, (i64, i64, i64)>,
    tallies: HashMap<TallyKey, i64>,
}

#[derive(PartialEq, Eq, Hash)]
struct TotalKey {
    model: String,
    segment: String,
    owner: String,
    currency: String,
}

#[derive(PartialEq, Eq, Hash)]
struct TallyKey {
    what: &'static str,
    segment: String,
    day: String,
}

impl Sums {
    /// Counts a client's standing in (`+1`) or out (`-1`). Due days are counted for the driving model only.
    pub fn standing(&mut self, standing: &Standing, driving: &str, sign: i64) {
        if !standing.live {
            return;
        }
        let key = TotalKey {
            model: standing.model.clone(),
            segment: standing.segment.clone(),
            owner: standing.owner.clone().unwrap_or_default(),
            currency: standing.currency.clone(),
        };
        let total = self.totals.entry(key).or_default();
        total.0 += sign;
        total.1 += sign * i64::from(standing.arr.is_some());
        total.2 = total.2.saturating_add(standing.arr.unwrap_or(0).saturating_mul(sign));
        if standing.model == driving {
            self.tally("client overdue", &standing.segment, standing.overdue_from.map(|day| day.to_string()), sign);
        }
    }

    /// Counts a running clock in or out.
    pub fn clock(&mut self, clock: &StoredClock, sign: i64) {
        if clock.mode != 0 {
            return;
        }
        for (what, day) in [("upcoming", clock.upcoming_from), ("due", clock.due_from), ("overdue", clock.overdue_from)] {
            self.tally(what, &clock.segment, day.map(|day| day.to_string()), sign);
        }
    }

    fn tally(&mut self, what: &'static str, segment: &str, day: Option<String>, sign: i64) {
        if let Some(day) = day {
            *self.tallies.entry(TallyKey { what, segment: segment.to_owned(), day }).or_default() += sign;
        }
    }

    /// Writes the differences.
    pub fn flush(&mut self, db: &Connection) -> Result<(), StoreError> {
        {
            let mut add = db.prepare_cached(
                "INSERT INTO totals (model, segment, owner, currency, clients, priced, arr) VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET clients = clients + excluded.clients, priced = priced + excluded.priced,
                                           arr = arr + excluded.arr",
            )?;
            for (key, (clients, priced, arr)) in self.totals.drain().filter(|(_, sums)| *sums != (0, 0, 0)) {
                add.execute(params![key.model, key.segment, key.owner, key.currency, clients, priced, arr])?;
            }
            let mut count = db.prepare_cached(
                "INSERT INTO tallies (what, segment, day, n) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            )?;
            for (key, n) in self.tallies.drain().filter(|(_, n)| *n != 0) {
                count.execute(params![key.what, key.segment, key.day, n])?;
            }
        }
        db.prepare_cached("DELETE FROM totals WHERE clients = 0")?.execute([])?;
        db.prepare_cached("DELETE FROM tallies WHERE n = 0")?.execute([])?;
        Ok(())
    }
}
