//! How many clients a filter lets through and what they pay, counted no further than asked.

use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Store;
use super::error::StoreError;
use super::later::Asked;
use crate::domain::filter::Filter;
use crate::domain::money::{Amount, Sums};

/// The clients a filter lets through.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientTotal {
    /// How many were counted.
    pub clients: i64,
    /// Their annual revenue per currency.
    pub arr: Sums,
    /// There are more than were counted: then the revenue is that of some of them.
    pub more: bool,
}

impl Store {
    /// Counts the clients a filter lets through, `most` of them at most; all live ones, from kept sums, without a filter.
    /// Archived ones are left out unless the filter asks for them.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn client_total(&self, filter: Option<&Filter>, most: i64, today: NaiveDate) -> Result<ClientTotal, StoreError> {
        if filter.is_none() {
            return self.total_now(None, most, today);
        }
        self.or_later(Asked::Total(most), filter, today, || self.total_now(filter, most, today))
    }

    fn total_now(&self, filter: Option<&Filter>, most: i64, today: NaiveDate) -> Result<ClientTotal, StoreError> {
        let ground = self.ground();
        let driving = Value::Text(ground.driving().key.clone());
        let mut values = vec![driving];
        let sql = if filter.is_none() {
            "SELECT currency, sum(clients), sum(priced), sum(arr) FROM totals WHERE model = ? GROUP BY currency".to_owned()
        } else {
            let clause = self.clause(filter, ground.driving(), today)?;
            values.extend(clause.values.iter().cloned());
            values.push(Value::Integer(most.saturating_add(1)));
            format!(
                "SELECT currency, count(*), count(arr), coalesce(sum(arr), 0)
                   FROM (SELECT s.currency, s.arr FROM standing s {} WHERE s.model = ? AND {} AND {} LIMIT ?) GROUP BY currency",
                clause.join_client(),
                if clause.archived { "1" } else { "s.live = 1" },
                clause.sql
            )
        };
        let mut total = ClientTotal::default();
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let currency: String = row.get(0)?;
            total.clients += row.get::<_, i64>(1)?;
            if row.get::<_, i64>(2)? > 0 {
                total.arr.add(&currency, Amount::from_ten_thousandths(row.get(3)?));
            }
        }
        if filter.is_some() && total.clients > most {
            total.clients = most;
            total.more = true;
        }
        Ok(total)
    }
}
