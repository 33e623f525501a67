//! The reviews of the book in the order they were held, a window at a time.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::Store;
use super::conditions::Clause;
use super::error::StoreError;
use super::rows::{Record, columns};
use crate::domain::filter::Filter;
use crate::domain::review::{Review, ReviewId};

/// A review that counts, with the client it was held with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReview {
    /// The review.
    pub review: Review,
    /// The client's name.
    pub client: String,
    /// The client's id in another system.
    pub external_id: Option<String>,
}

/// A place in the order of the reviews: by day, then by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldKey {
    held_on: NaiveDate,
    review: ReviewId,
}

impl Store {
    /// The places of the reviews that are not voided, after one of them; of all clients, or of those a filter lets through.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn held(
        &self,
        filter: Option<&Filter>,
        from: Option<HeldKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<HeldKey>, StoreError> {
        let (joins, clause) = self.held_by(filter, today)?;
        let mut values = clause.map(|clause| clause.values).unwrap_or_default();
        let after = match from {
            Some(from) => {
                values.extend([Value::Text(from.held_on.to_string()), Value::Integer(from.review)]);
                "AND (r.held_on, r.id) > (?, ?)"
            }
            None => "",
        };
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let sql = format!("SELECT r.held_on, r.id FROM reviews r {joins} {after} ORDER BY r.held_on, r.id LIMIT ?");
        let mut statement = self.db.prepare_cached(&sql)?;
        let found =
            statement.query_map(params_from_iter(values), |row| Ok(HeldKey { held_on: row.get(0)?, review: row.get(1)? }))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many of those there are.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn count_held(&self, filter: Option<&Filter>, today: NaiveDate) -> Result<i64, StoreError> {
        let (joins, clause) = self.held_by(filter, today)?;
        let values = clause.map(|clause| clause.values).unwrap_or_default();
        let sql = format!("SELECT count(*) FROM reviews r {joins}");
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// The review at a place, with its client; none where it is voided or gone by now.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn held_review(&self, place: &HeldKey) -> Result<Option<HeldReview>, StoreError> {
        let sql = format!(
            "SELECT {}, c.name, c.external_id FROM reviews r JOIN clients c ON c.id = r.client WHERE r.id = ? AND r.voided IS NULL",
            columns::<Review>("r.")
        );
        let at = Review::COLUMNS.len();
        let read = |row: &rusqlite::Row<'_>| {
            Ok(HeldReview { review: Review::read(row)?, client: row.get(at)?, external_id: row.get(at + 1)? })
        };
        Ok(self.db.prepare_cached(&sql)?.query_row([place.review], read).optional()?)
    }

    /// The rest of a statement over `reviews r`: what joins the clients asked for, and the conditions.
    fn held_by(&self, filter: Option<&Filter>, today: NaiveDate) -> Result<(String, Option<Clause>), StoreError> {
        if filter.is_none() {
            return Ok(("WHERE r.voided IS NULL".to_owned(), None));
        }
        let ground = self.ground();
        let mut clause = self.clause(filter, ground.driving(), today)?;
        clause.values.insert(0, Value::Text(ground.driving().key.clone()));
        let joins = format!(
            "JOIN clients c ON c.id = r.client CROSS JOIN standing s ON s.model = ? AND s.client = r.client
              WHERE r.voided IS NULL AND {} AND {}",
            if clause.archived { "1" } else { "s.live = 1" },
            clause.sql
        );
        Ok((joins, Some(clause)))
    }
}
