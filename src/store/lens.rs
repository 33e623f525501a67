//! A lens of two dimensions: where every client would be by its scores, whatever segment it is in (models.md).

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Store;
use super::error::StoreError;
use super::ground::Ground;
use crate::domain::client::ClientId;
use crate::domain::model::{Dimension, Model, builtin};
use crate::domain::money::Amount;
use crate::domain::nearest::nearest;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// A dimension of a model of the book, as an axis of a lens.
#[derive(Debug, Clone, PartialEq)]
pub struct LensAxis {
    model: Arc<Model>,
    at: usize,
}

impl LensAxis {
    /// The model it belongs to.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The dimension.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.model.dimensions[self.at]
    }

    /// Where its score and confidence stand among the kept scores (x, y) of its model; none for a dimension off its axes.
    pub(super) fn kept(&self) -> Option<usize> {
        let key = &self.dimension().key;
        if *key == self.model.x {
            return Some(0);
        }
        (Some(key) == self.model.y.as_ref()).then_some(1)
    }
}

/// A client's score on an axis of a lens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LensScore {
    /// Tenths of a point.
    pub tenths: u16,
    /// Share of the weight that has a value, per mille.
    pub confidence: i64,
    /// Whether the oldest factor used is stale.
    pub stale: bool,
}

/// A live client seen through a lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// Its annual revenue.
    pub arr: Option<Amount>,
    /// Currency of the revenue.
    pub currency: String,
    /// Its score on the x axis; none where no factor has a value.
    pub x: Option<LensScore>,
    /// Its score on the y axis.
    pub y: Option<LensScore>,
    /// The key to read on from here.
    pub key: LensKey,
}

/// A place in the order of the clients of a lens: by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensKey {
    name_key: String,
    client: ClientId,
}

impl LensKey {
    /// The place of a client by the key of its name.
    pub(super) fn new(name_key: String, client: ClientId) -> Self {
        Self { name_key, client }
    }

    /// What reads on from here: the key of the name, the client.
    pub(super) fn values(&self) -> [Value; 2] {
        [Value::Text(self.name_key.clone()), Value::Integer(self.client.0)]
    }
}

/// Where a dimension that a person names, by its key or as `model.dimension`, stands in a model.
fn named_in(model: &Model, asked: &str) -> Option<usize> {
    let (of, key) = asked.rsplit_once('.').map_or((None, asked), |(of, key)| (Some(of), key));
    let (of, key) = (of.map(|of| fold(of.trim())), fold(key.trim()));
    if of.is_some_and(|of| of != fold(&model.key)) {
        return None;
    }
    model.dimensions.iter().position(|dimension| fold(&dimension.key) == key)
}

impl Ground {
    /// The dimension a person names by its key, or as `model.dimension`: of the driving model first, then of the others in
    /// their order.
    ///
    /// # Errors
    /// No model of the book has it; the hint says which built-in one does, or what there is.
    pub fn dimension(&self, asked: &str) -> Result<LensAxis, StoreError> {
        let key = fold(asked.rsplit_once('.').map_or(asked, |(_, key)| key).trim());
        let driving = self.models.iter().filter(|held| held.row.driving);
        for held in driving.chain(self.models.iter().filter(|held| !held.row.driving)) {
            if let Some(at) = named_in(&held.model, asked) {
                return Ok(LensAxis { model: Arc::clone(&held.model), at });
            }
        }
        let hint = match self.built_in_with(asked) {
            Some(model) => format!("the built-in model {} has it: quarterdeck model add {}", model.name, model.key),
            None => self.dimensions_known(&key),
        };
        Err(Refusal::NotFound { what: "dimension", name: asked.to_owned(), hint }.into())
    }

    /// The built-in model that has a dimension a person names, where no model of the book has it.
    #[must_use]
    pub fn built_in_with(&self, asked: &str) -> Option<Model> {
        let absent = builtin::all().iter().filter(|(known, _)| !self.models.iter().any(|held| held.row.key == *known));
        let mut offered = absent.filter_map(|(known, toml)| Model::parse(toml, known).ok());
        let held = self.models.iter().any(|held| named_in(&held.model, asked).is_some());
        if held { None } else { offered.find(|model| named_in(model, asked).is_some()) }
    }

    fn dimensions_known(&self, key: &str) -> String {
        let mut known: Vec<&str> = Vec::new();
        for dimension in self.models.iter().flat_map(|held| &held.model.dimensions) {
            if !known.contains(&dimension.key.as_str()) {
                known.push(&dimension.key);
            }
        }
        let meant = nearest(key, known.iter().copied()).map_or_else(String::new, |meant| format!("did you mean “{meant}”? "));
        format!("{meant}the models of the book have {}; model list shows what can be added", known.join(", "))
    }
}

impl Store {
    /// A window of the live clients with their scores on two dimensions, by name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn lens_rows(
        &self,
        x: &LensAxis,
        y: &LensAxis,
        from: Option<&LensKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<LensRow>, StoreError> {
        let (on_x, on_y) = (x.sql(None, "x"), y.sql(None, "y"));
        let sql = format!(
            "SELECT c.id, c.name, c.external_id, c.owner, c.arr, s.currency, c.name_key, {}, {}
               FROM clients c CROSS JOIN standing s ON s.client = c.id AND s.model = ? {} {}
              WHERE c.archived_on IS NULL AND (c.name_key, c.id) > (?, ?)
              ORDER BY c.name_key, c.id LIMIT ?",
            on_x.columns(),
            on_y.columns(),
            on_x.join,
            on_y.join,
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let (name_key, after) = from.map_or(("", i64::MIN), |key| (&key.name_key, key.client.0));
        let mut values = vec![Value::Text(self.ground().driving().key.clone())];
        values.extend(on_x.values.into_iter().chain(on_y.values));
        values.extend([Value::Text(name_key.to_owned()), Value::Integer(after)]);
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let rows = statement.query_map(params_from_iter(values), |row| {
            let client = row.get(0)?;
            Ok(LensRow {
                client,
                name: row.get(1)?,
                external_id: row.get(2)?,
                owner: row.get(3)?,
                arr: row.get::<_, Option<i64>>(4)?.map(Amount::from_ten_thousandths),
                currency: row.get(5)?,
                x: read_score(row, 7, today)?,
                y: read_score(row, 10, today)?,
                key: LensKey { name_key: row.get(6)?, client },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Where the scores of an axis are read: its columns, and what joins them to `standing s`.
pub(super) struct AxisSql {
    /// Tenths of a point.
    pub score: String,
    /// Per mille.
    pub confidence: String,
    /// The first day it is stale.
    pub stale_from: String,
    /// The join; empty where `s` has the scores itself.
    pub join: String,
    /// What the join asks for.
    pub values: Vec<Value>,
}

impl AxisSql {
    /// All three, for [`read_score`].
    pub fn columns(&self) -> String {
        format!("{}, {}, {}", self.score, self.confidence, self.stale_from)
    }

    /// An axis that is not there.
    pub fn none() -> Self {
        let null = || "NULL".to_owned();
        Self { score: null(), confidence: null(), stale_from: null(), join: String::new(), values: Vec::new() }
    }
}

impl LensAxis {
    /// Where its scores are read; `leading` is the model whose rows `standing s` are, `alias` the name of a table joined.
    pub(super) fn sql(&self, leading: Option<&str>, alias: &str) -> AxisSql {
        let of = &self.model.key;
        let on = |table: &str, at: usize| {
            let side = ["x", "y"][at];
            [format!("{table}.{side}"), format!("{table}.{side}_confidence"), format!("{table}.{side}_stale_from")]
        };
        let (columns, join, values) = match self.kept() {
            Some(at) if leading == Some(of) => (on("s", at), String::new(), Vec::new()),
            Some(at) => {
                let join = format!("LEFT JOIN standing {alias} ON {alias}.model = ? AND {alias}.client = s.client");
                (on(alias, at), join, vec![of])
            }
            None => {
                let join = format!(
                    "LEFT JOIN off_axis {alias} ON {alias}.client = s.client AND {alias}.model = ? AND {alias}.dimension = ?"
                );
                let columns = [format!("{alias}.tenths"), format!("{alias}.confidence"), format!("{alias}.stale_from")];
                (columns, join, vec![of, &self.dimension().key])
            }
        };
        let [score, confidence, stale_from] = columns;
        let values = values.into_iter().map(|value| Value::Text(value.clone())).collect();
        AxisSql { score, confidence, stale_from, join, values }
    }
}

/// Reads the three columns of [`AxisSql::columns`] from a place on.
pub(super) fn read_score(row: &Row<'_>, at: usize, today: NaiveDate) -> rusqlite::Result<Option<LensScore>> {
    let stale_from: Option<NaiveDate> = row.get(at + 2)?;
    let score = row.get::<_, Option<u16>>(at)?.zip(row.get::<_, Option<i64>>(at + 1)?);
    let stale = stale_from.is_some_and(|from| from <= today);
    Ok(score.map(|(tenths, confidence)| LensScore { tenths, confidence, stale }))
}
