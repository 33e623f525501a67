//! Where one client stood at the ends of several days, folded from its own entries of the journal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::error::StoreError;
use super::journal::from_json;
use crate::domain::change::Fact;
use crate::domain::client::{Client, ClientId};
use crate::domain::money::{Amount, Sums};
use crate::domain::placement::Decision;

/// The condition on `changes c` of those that change a client, where it is placed, or a decision: facts are written with their
/// kind first, and the rest is not read as JSON.
pub(super) const PLACING: &str =
    r#"substr(coalesce(c.after, c.before), 1, 14) IN ('{"fact":"clien', '{"fact":"place', '{"fact":"decis')"#;

/// Where a client stood in a model at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stood {
    /// In this segment; in a model of several memberships in these, their keys joined by commas in the model's order.
    In(String),
    /// In the book, in no segment.
    Unplaced,
    /// Not in the book: not yet, archived, or taken out.
    Absent,
}

impl Stood {
    /// The key of the segment, where it stood in one.
    #[must_use]
    pub fn segment(&self) -> Option<&str> {
        match self {
            Self::In(key) => Some(key),
            Self::Unplaced | Self::Absent => None,
        }
    }

    /// What the derived column says: empty for none.
    pub(super) fn kept(segment: String) -> Self {
        if segment.is_empty() { Self::Unplaced } else { Self::In(segment) }
    }
}

/// Clients and their annual revenue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// How many.
    pub clients: i64,
    /// Their annual revenue per currency.
    pub arr: Sums,
}

/// So many clients in one currency, added or taken away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lot<'a> {
    pub clients: i64,
    pub currency: &'a str,
    /// How many of them have a revenue.
    pub priced: i64,
    /// Its sum, in ten-thousandths.
    pub arr: i128,
}

impl<'a> Lot<'a> {
    /// One client.
    pub fn one(currency: &'a str, arr: Option<i64>) -> Self {
        Self { clients: 1, currency, priced: i64::from(arr.is_some()), arr: i128::from(arr.unwrap_or(0)) }
    }

    /// As many taken away.
    pub fn gone(self) -> Self {
        Self { clients: -self.clients, priced: -self.priced, arr: -self.arr, ..self }
    }
}

/// Clients and revenue gathered: currency → clients with a revenue, their sum.
#[derive(Clone, Default)]
pub(super) struct Gathered {
    pub clients: i64,
    arr: BTreeMap<String, (i64, i128)>,
}

impl Gathered {
    pub fn count(&mut self, lot: Lot<'_>) {
        self.clients += lot.clients;
        if let Some(sum) = self.arr.get_mut(lot.currency) {
            *sum = (sum.0 + lot.priced, sum.1 + lot.arr);
        } else {
            self.arr.insert(lot.currency.to_owned(), (lot.priced, lot.arr));
        }
    }

    pub fn counted(self) -> Counted {
        let mut counted = Counted { clients: self.clients, arr: Sums::default() };
        for (currency, (priced, sum)) in self.arr {
            if priced > 0 {
                let held = sum.clamp(i128::from(-Amount::LIMIT), i128::from(Amount::LIMIT));
                let held = i64::try_from(held).expect("clamped into the range of an amount");
                counted.arr.add(&currency, Amount::from_ten_thousandths(held));
            }
        }
        counted
    }
}

/// What the journal says of a client at the end of a day.
#[derive(Default)]
pub(super) struct Then {
    pub client: Option<Client>,
    segment: Option<String>,
    pub decisions: BTreeMap<i64, Recorded>,
}

/// A decision with the entry that holds it.
pub(super) struct Recorded {
    pub decision: Decision,
    pub seq: i64,
    pub at: String,
    pub day: NaiveDate,
}

/// What the journal says of a client at the ends of some days, and after all of it.
pub(super) struct Course {
    /// One for each day asked for, in their order.
    pub thens: Vec<Then>,
    /// The latest the journal knows of the client, present or gone.
    pub known: Option<Client>,
}

impl Then {
    pub fn stood(&self) -> Stood {
        if self.client.as_ref().is_none_or(|client| client.archived_on.is_some()) {
            return Stood::Absent;
        }
        self.segment.clone().map_or(Stood::Unplaced, Stood::In)
    }

    fn take(&mut self, fact: &Fact, stands: bool, model: &str, entry: (i64, &str, NaiveDate)) {
        match fact {
            Fact::Client(client) => self.client = stands.then(|| client.clone()),
            Fact::Placement(placement) if placement.model == model => {
                self.segment = placement.segment.clone().filter(|_| stands);
            }
            Fact::Decision(decision) if decision.model == model => {
                if stands {
                    let (seq, at, day) = (entry.0, entry.1.to_owned(), entry.2);
                    self.decisions.insert(decision.id, Recorded { decision: decision.clone(), seq, at, day });
                } else {
                    self.decisions.remove(&decision.id);
                }
            }
            Fact::Placement(_)
            | Fact::Decision(_)
            | Fact::Score(_)
            | Fact::Review(_)
            | Fact::Action(_)
            | Fact::Mark(_)
            | Fact::Setting(_)
            | Fact::Model(_)
            | Fact::Calendar(_)
            | Fact::Session(_)
            | Fact::Item(_)
            | Fact::Opinion(_) => {}
        }
    }
}

impl Client {
    /// The client as one to count: revenue without a currency of its own counts in that of the book.
    pub(super) fn lot<'a>(&'a self, currency: &'a str) -> Lot<'a> {
        Lot::one(self.currency.as_deref().unwrap_or(currency), self.arr.map(Amount::ten_thousandths))
    }
}

impl Store {
    /// Hands out what the kept totals of a model say: segment (empty for none), owner (empty for none), and the clients.
    pub(super) fn present_totals(&self, model: &str, mut each: impl FnMut(&str, &str, Lot<'_>)) -> Result<(), StoreError> {
        let sql = "SELECT segment, owner, currency, clients, priced, arr FROM totals WHERE model = ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut kept = statement.query([model])?;
        while let Some(row) = kept.next()? {
            let (segment, owner, currency): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let arr = i128::from(row.get::<_, i64>(5)?);
            each(&segment, &owner, Lot { clients: row.get(3)?, currency: &currency, priced: row.get(4)?, arr });
        }
        Ok(())
    }

    /// Live clients with a revenue in another currency than the book's: bands of revenue compare their bare amounts.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn in_other_currencies(&self) -> Result<i64, StoreError> {
        let ground = self.ground();
        let mut clients = 0;
        self.present_totals(&ground.driving().key, |_, _, lot| {
            if lot.currency != ground.currency {
                clients += lot.priced;
            }
        })?;
        Ok(clients)
    }

    /// Folds what the journal says of one client up to each of some days: of each row, the last entry of a day not later holds.
    pub(super) fn course(&self, client: ClientId, model: &str, ends: &[NaiveDate]) -> Result<Course, StoreError> {
        let sql = format!(
            "SELECT e.seq, e.at, e.day, c.before, c.after FROM changes c CROSS JOIN entries e ON e.seq = c.seq
                    WHERE c.client = ? AND {PLACING}
                    ORDER BY c.seq, c.n"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut changes = statement.query(params![client])?;
        let mut course = Course { thens: ends.iter().map(|_| Then::default()).collect(), known: None };
        while let Some(row) = changes.next()? {
            let (seq, at, day): (i64, String, NaiveDate) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let after: Option<String> = row.get(4)?;
            let stands = after.is_some();
            let Some(text) = after.or(row.get(3)?) else { continue };
            let fact = from_json(&text)?;
            for (then, _) in course.thens.iter_mut().zip(ends).filter(|(_, end)| day <= **end) {
                then.take(&fact, stands, model, (seq, &at, day));
            }
            if let Fact::Client(client) = fact {
                course.known = Some(client);
            }
        }
        Ok(course)
    }
}
