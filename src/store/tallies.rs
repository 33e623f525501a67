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

    /// Where the kept sums differ from these, gathered from nothing, in words.
    pub fn differences(&self, db: &Connection) -> Result<Vec<String>, StoreError> {
        let mut whats = Vec::new();
        let mut kept = 0;
        let mut statement = db.prepare("SELECT model, segment, owner, currency, clients, priced, arr FROM totals")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            kept += 1;
            let key = TotalKey { model: row.get(0)?, segment: row.get(1)?, owner: row.get(2)?, currency: row.get(3)? };
            if self.totals.get(&key) != Some(&(row.get(4)?, row.get(5)?, row.get(6)?)) {
                whats.push(format!("the totals of {} / “{}” are not the sum of its clients", key.model, key.segment));
            }
        }
        if kept != self.totals.len() && whats.is_empty() {
            whats.push("totals of a segment are missing".to_owned());
        }
        let mut kept = 0;
        let mut statement = db.prepare("SELECT what, segment, day, n FROM tallies")?;
        let mut rows = statement.query([])?;
        let mut off = 0;
        while let Some(row) = rows.next()? {
            kept += 1;
            let (what, segment, day): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let n: i64 = row.get(3)?;
            let counted = self.tallies.iter().find(|(key, _)| key.what == what && key.segment == segment && key.day == day);
            off += i64::from(counted.map(|(_, n)| *n) != Some(n));
        }
        if off > 0 || kept != self.tallies.len() {
            whats.push("the counts of due dates by day are not the sum of the clocks".to_owned());
        }
        Ok(whats)
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
