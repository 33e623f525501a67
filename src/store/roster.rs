//! Clients with everything an export says of them, in the order of entry, a window at a time.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::Store;
use super::conditions::compile;
use super::error::StoreError;
use super::recorded::{last_review, values_in_force};
use super::rows::{columns, select};
use crate::domain::client::{Client, ClientId};
use crate::domain::filter::Filter;
use crate::domain::placement::Placement;

/// A client as it is written out.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterRow {
    /// Its facts.
    pub client: Client,
    /// Where it stands in the driving model.
    pub placement: Option<Placement>,
    /// Where it stands in other models of the book, in the order of their keys; only where it stands in a segment.
    pub placed_elsewhere: Vec<Placement>,
    /// Its last review that counts: day and kind.
    pub last_review: Option<(NaiveDate, String)>,
    /// Factors of the driving model with the value in force.
    pub scores: Vec<(String, u8)>,
    /// Those of other models of the book, by the model's key.
    pub elsewhere: Vec<(String, Vec<(String, u8)>)>,
}

impl Store {
    /// A window of clients after one of them, archived ones too unless a filter says otherwise.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn roster(
        &self,
        filter: Option<&Filter>,
        from: Option<ClientId>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<RosterRow>, StoreError> {
        let ground = self.ground();
        let driving = &ground.driving().key;
        let clause = compile(filter, ground.driving(), today);
        let sql = format!(
            "SELECT {} FROM clients c CROSS JOIN standing s ON s.model = ? AND s.client = c.id
              WHERE c.id > ? {} AND {} ORDER BY c.id LIMIT ?",
            columns::<Client>("c."),
            if filter.is_none() || clause.archived { "" } else { "AND s.live = 1" },
            clause.sql
        );
        let mut values = vec![Value::Text(driving.clone()), Value::Integer(from.map_or(0, |client| client.0))];
        values.extend(clause.values);
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut statement = self.db.prepare_cached(&sql)?;
        let clients = statement.query_map(params_from_iter(values), <Client as super::rows::Record>::read)?;
        let clients: Vec<Client> = clients.collect::<rusqlite::Result<_>>()?;
        clients.into_iter().map(|client| self.written_out(client, driving)).collect()
    }

    /// The keys of the models of the book in which any client was scored, in the book's order.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn models_scored(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT DISTINCT model FROM scores")?;
        let scored: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let ground = self.ground();
        let known = ground.models.iter().map(|held| held.row.key.clone());
        Ok(known.filter(|key| scored.contains(key)).collect())
    }

    /// The keys of the models of the book in which any client stands in a segment, in the book's order.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn models_placed(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT DISTINCT model FROM placements WHERE segment IS NOT NULL")?;
        let placed: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let ground = self.ground();
        let known = ground.models.iter().map(|held| held.row.key.clone());
        Ok(known.filter(|key| placed.contains(key)).collect())
    }

    /// The names of the measures that any client has, in order.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn measure_names(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT m.key FROM clients c, json_each(c.measures) m WHERE c.measures <> '{}' ORDER BY 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    fn written_out(&self, client: Client, driving: &str) -> Result<RosterRow, StoreError> {
        let ground = self.ground();
        let known = |key: &str| ground.models.iter().any(|held| held.row.key == key);
        let mut placed: Vec<Placement> = select(&self.db, "WHERE client = ? ORDER BY model", params![client.id])?;
        let placement = placed.iter().position(|placement| placement.model == driving).map(|at| placed.remove(at));
        placed.retain(|placement| placement.segment.is_some() && known(&placement.model));
        let last = last_review(&self.db, client.id)?;
        let mut scores = Vec::new();
        let mut elsewhere = Vec::new();
        for (model, values) in values_in_force(&self.db, client.id)? {
            if model == driving {
                scores = values;
            } else if known(&model) {
                elsewhere.push((model, values));
            }
        }
        Ok(RosterRow { client, placement, placed_elsewhere: placed, last_review: last, scores, elsewhere })
    }
}
