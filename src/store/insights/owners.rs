//! Each owner's book: clients per segment against the guideline, hours a week against those there are, and what needs a look.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::model::Model;
use crate::domain::model::place::keys;
use crate::domain::text::fold;
use crate::store::course::{Counted, Gathered};
use crate::store::later::Asked;
use crate::store::{Store, StoreError};

/// The live clients of an owner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnerBook {
    /// The owner; none for the clients without one, and for all together.
    pub owner: Option<String>,
    /// Clients and revenue.
    pub all: Counted,
    /// How many in each segment, by its key; where membership is many, a client counts in each of its segments.
    pub segments: BTreeMap<String, i64>,
    /// How many in no segment.
    pub unplaced: i64,
    /// Hours of reviews a week that their segments ask for.
    pub hours_per_week: f64,
    /// Hours a week there are, where that is said; of all together only where it is said of every owner.
    pub capacity: Option<f64>,
    /// How many owners the guidelines of the segments ask for: over 1 is more than one owner can look after. None where no
    /// client is in a segment with a guideline.
    pub guideline: Option<f64>,
    /// How many are in segments without a guideline: they do not count in it.
    pub unguided: i64,
    /// What needs a look.
    pub signs: SignCounts,
}

/// How many clients carry which sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignCounts {
    /// The scores propose another segment.
    pub drift: i64,
    /// A score lies near a cut.
    pub near: i64,
    /// A score is stale.
    pub stale: i64,
    /// A score on an axis is missing.
    pub unscored: i64,
    /// The confirmation of the segment is due.
    pub confirm: i64,
}

/// The books of the owners.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnerBooks {
    /// All together.
    pub all: OwnerBook,
    /// Each owner's, by name; those without an owner last.
    pub owners: Vec<OwnerBook>,
}

impl OwnerBooks {
    /// How many owners there are: those without a name are none.
    #[must_use]
    pub fn named(&self) -> usize {
        self.owners.iter().filter(|book| book.owner.is_some()).count()
    }
}

impl SignCounts {
    fn add(&mut self, other: Self) {
        self.drift += other.drift;
        self.near += other.near;
        self.stale += other.stale;
        self.unscored += other.unscored;
        self.confirm += other.confirm;
    }
}

impl OwnerBook {
    /// Works out from the clients per segment what they ask for.
    fn weigh(&mut self, model: &Model) {
        self.hours_per_week = model.hours_per_week(&self.segments);
        self.guideline = model.owners_needed(&self.segments);
        self.unguided = model.unguided(&self.segments);
    }
}

/// A book being gathered.
#[derive(Default)]
struct Gathering {
    all: Gathered,
    book: OwnerBook,
}

impl Store {
    /// The books of the owners in a model, or of one owner (compared folded; empty: the clients without one). Clients per
    /// segment come from kept sums; the signs are counted over the live clients of the model.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn owner_books(&self, model: Option<&str>, owner: Option<&str>, today: NaiveDate) -> Result<OwnerBooks, StoreError> {
        let question = Asked::Owners(model.map(str::to_owned), owner.map(str::to_owned));
        self.or_later(question, None, today, || self.owner_books_now(model, owner, today))
    }

    fn owner_books_now(&self, model: Option<&str>, owner: Option<&str>, today: NaiveDate) -> Result<OwnerBooks, StoreError> {
        let ground = self.ground();
        let model = ground.model(model)?;
        let asked = owner.map(fold);
        let mut all = Gathering::default();
        let mut books: BTreeMap<(bool, String, String), Gathering> = BTreeMap::new();
        let mut signs = self.sign_counts(&model, today)?;
        self.present_totals(&model.key, |segment, owner, lot| {
            if asked.as_ref().is_some_and(|asked| fold(owner) != *asked) {
                return;
            }
            let place = (owner.is_empty(), fold(owner), owner.to_owned());
            for gathering in [&mut all, books.entry(place).or_default()] {
                gathering.all.count(lot);
                if segment.is_empty() {
                    gathering.book.unplaced += lot.clients;
                }
                for key in keys(segment) {
                    *gathering.book.segments.entry(key.to_owned()).or_default() += lot.clients;
                }
            }
        })?;
        let mut sum = SignCounts::default();
        let mut owners = Vec::with_capacity(books.len());
        for ((_, _, owner), Gathering { all, mut book }) in books {
            book.all = all.counted();
            if book.all.clients == 0 {
                continue;
            }
            book.weigh(&model);
            book.signs = signs.remove(&owner).unwrap_or_default();
            sum.add(book.signs);
            book.capacity = ground.capacity(&owner).filter(|_| !owner.is_empty());
            book.owner = Some(owner).filter(|owner| !owner.is_empty());
            owners.push(book);
        }
        let Gathering { all, mut book } = all;
        book.all = all.counted();
        book.weigh(&model);
        book.signs = sum;
        let named = || owners.iter().filter(|book| book.owner.is_some());
        book.capacity = named().next().and_then(|_| named().map(|book| book.capacity).sum());
        Ok(OwnerBooks { all: book, owners })
    }

    /// How many live clients of each owner carry which sign in a model.
    fn sign_counts(&self, model: &Model, today: NaiveDate) -> Result<BTreeMap<String, SignCounts>, StoreError> {
        let sql = "SELECT coalesce(owner, ''), sum(drift = 1 AND (dwell_until IS NULL OR dwell_until <= ?2)), sum(near),
                          sum(stale_from IS NOT NULL AND stale_from <= ?2), sum(x IS NULL OR (?3 AND y IS NULL)),
                          sum(confirm_due IS NOT NULL AND confirm_due <= ?2)
                     FROM standing WHERE model = ?1 AND live = 1 GROUP BY 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![model.key, today, model.y.is_some()])?;
        let mut counts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (drift, near, stale) = (row.get(1)?, row.get(2)?, row.get(3)?);
            counts.insert(row.get(0)?, SignCounts { drift, near, stale, unscored: row.get(4)?, confirm: row.get(5)? });
        }
        Ok(counts)
    }
}
