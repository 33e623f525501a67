//! Kept sums: clients and revenue per segment and owner, how many become due on which day, and what asks for an owner's time.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::derived::{Standing, StoredClock};
use super::error::StoreError;

/// Differences to the kept sums, gathered over an action and written once.
#[derive(Default)]
pub(super) struct Sums {
    totals: HashMap<TotalKey, (i64, i64, i64)>,
    tallies: HashMap<TallyKey, i64>,
    loads: HashMap<LoadKey, i64>,
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
    what: String,
    segment: String,
    day: String,
}

#[derive(PartialEq, Eq, Hash)]
struct LoadKey {
    what: String,
    owner: String,
    day: String,
    kind: String,
    segment: String,
    period: String,
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

    /// Counts a running clock of an owner's client in or out.
    pub fn clock(&mut self, clock: &StoredClock, owner: Option<&str>, sign: i64) {
        if clock.mode != 0 {
            return;
        }
        let put_off = clock.effective.map(|effective| clock.snoozed_until.map_or(effective, |until| until.max(effective)));
        self.load("open", clock, owner, clock.booked_on.or(put_off), sign);
        self.load("first", clock, owner, clock.upcoming_from.filter(|_| clock.first_review), sign);
        self.load("upcoming", clock, owner, clock.upcoming_from, sign);
        self.load("due", clock, owner, clock.due_from, sign);
        self.load("overdue", clock, owner, clock.overdue_from, sign);
        for (what, day) in [("upcoming", clock.upcoming_from), ("due", clock.due_from), ("overdue", clock.overdue_from)] {
            self.tally(what, &clock.segment, day.map(|day| day.to_string()), sign);
        }
    }

    fn load(&mut self, what: &str, clock: &StoredClock, owner: Option<&str>, day: Option<NaiveDate>, sign: i64) {
        let Some(day) = day else { return };
        let key = LoadKey {
            what: what.to_owned(),
            owner: owner.unwrap_or_default().to_owned(),
            day: day.to_string(),
            kind: clock.kind.clone(),
            segment: clock.segment.clone(),
            period: clock.period.clone().unwrap_or_default(),
        };
        *self.loads.entry(key).or_default() += sign;
    }

    fn tally(&mut self, what: &'static str, segment: &str, day: Option<String>, sign: i64) {
        if let Some(day) = day {
            *self.tallies.entry(TallyKey { what: what.to_owned(), segment: segment.to_owned(), day }).or_default() += sign;
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
        if self.tallies_differ(db)? {
            whats.push("the counts of due dates by day are not the sum of the clocks".to_owned());
        }
        if self.loads_differ(db)? {
            whats.push("the loads of owners by day are not the sum of the clocks".to_owned());
        }
        Ok(whats)
    }

    fn tallies_differ(&self, db: &Connection) -> Result<bool, StoreError> {
        let mut statement = db.prepare("SELECT what, segment, day, n FROM tallies")?;
        let mut rows = statement.query([])?;
        let mut kept = 0;
        while let Some(row) = rows.next()? {
            kept += 1;
            let key = TallyKey { what: row.get(0)?, segment: row.get(1)?, day: row.get(2)? };
            if self.tallies.get(&key) != Some(&row.get(3)?) {
                return Ok(true);
            }
        }
        Ok(kept != self.tallies.len())
    }

    fn loads_differ(&self, db: &Connection) -> Result<bool, StoreError> {
        let mut statement = db.prepare("SELECT what, owner, day, kind, segment, period, n FROM loads")?;
        let mut rows = statement.query([])?;
        let mut kept = 0;
        while let Some(row) = rows.next()? {
            kept += 1;
            let (what, owner, day) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let key = LoadKey { what, owner, day, kind: row.get(3)?, segment: row.get(4)?, period: row.get(5)? };
            if self.loads.get(&key) != Some(&row.get(6)?) {
                return Ok(true);
            }
        }
        Ok(kept != self.loads.len())
    }

    /// Writes the differences.
    pub fn flush(&mut self, db: &Connection) -> Result<(), StoreError> {
        let mut add = db.prepare_cached(
            "INSERT INTO totals (model, segment, owner, currency, clients, priced, arr) VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET clients = clients + excluded.clients, priced = priced + excluded.priced,
                                       arr = arr + excluded.arr",
        )?;
        for (key, (clients, priced, arr)) in self.totals.drain().filter(|(_, sums)| *sums != (0, 0, 0)) {
            add.execute(params![key.model, key.segment, key.owner, key.currency, clients, priced, arr])?;
        }
        db.prepare_cached("DELETE FROM totals WHERE clients = 0")?.execute([])?;
        let mut count = db.prepare_cached(
            "INSERT INTO tallies (what, segment, day, n) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?;
        let mut gone = db.prepare_cached("DELETE FROM tallies WHERE what = ? AND segment = ? AND day = ? AND n = 0")?;
        for (key, n) in self.tallies.drain().filter(|(_, n)| *n != 0) {
            count.execute(params![key.what, key.segment, key.day, n])?;
            if n < 0 {
                gone.execute(params![key.what, key.segment, key.day])?;
            }
        }
        let mut count = db.prepare_cached(
            "INSERT INTO loads (what, owner, day, kind, segment, period, n) VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?;
        let mut gone = db.prepare_cached(
            "DELETE FROM loads WHERE what = ? AND owner = ? AND day = ? AND kind = ? AND segment = ? AND period = ? AND n = 0",
        )?;
        for (key, n) in self.loads.drain().filter(|(_, n)| *n != 0) {
            let LoadKey { what, owner, day, kind, segment, period } = &key;
            count.execute(params![what, owner, day, kind, segment, period, n])?;
            if n < 0 {
                gone.execute(params![what, owner, day, kind, segment, period])?;
            }
        }
        Ok(())
    }
}
