//! A lens of two dimensions: where every client would be by its scores, whatever segment it is in (models.md).

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

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

impl Ground {
    /// The dimension a person names by its key, or as `model.dimension`: of the driving model first, then of the others in
    /// their order.
    ///
    /// # Errors
    /// No model of the book has it; the hint says which built-in one does, or what there is.
    pub fn dimension(&self, asked: &str) -> Result<LensAxis, StoreError> {
        let (of, key) = asked.rsplit_once('.').map_or((None, asked), |(of, key)| (Some(of), key));
        let key = fold(key.trim());
        let is_asked = |model: &Model, dimension: &Dimension| {
            fold(&dimension.key) == key && of.is_none_or(|of| fold(of.trim()) == fold(&model.key))
        };
        let driving = self.models.iter().filter(|held| held.row.driving);
        for held in driving.chain(self.models.iter().filter(|held| !held.row.driving)) {
            if let Some(at) = held.model.dimensions.iter().position(|dimension| is_asked(&held.model, dimension)) {
                return Ok(LensAxis { model: Arc::clone(&held.model), at });
            }
        }
        let absent = builtin::all().iter().filter(|(known, _)| !self.models.iter().any(|held| held.row.key == *known));
        let mut offered = absent.filter_map(|(known, toml)| Model::parse(toml, known).ok());
        let built_in = offered.find(|model| model.dimensions.iter().any(|dimension| is_asked(model, dimension)));
        let hint = match built_in {
            Some(model) => format!("the built-in model {} has it: quarterdeck model add {}", model.name, model.key),
            None => self.dimensions_known(&key),
        };
        Err(Refusal::NotFound { what: "dimension", name: asked.to_owned(), hint }.into())
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
        let sql = format!(
            "SELECT c.id, c.name, c.external_id, c.owner, c.arr, s.currency, c.name_key, {}, {}
               FROM clients c CROSS JOIN standing s ON s.client = c.id AND s.model = ?1 {} {}
              WHERE c.archived_on IS NULL AND (c.name_key, c.id) > (?6, ?7)
              ORDER BY c.name_key, c.id LIMIT ?8",
            x.columns("x"),
            y.columns("y"),
            x.join("x", 2),
            y.join("y", 4),
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let (name_key, after) = from.map_or(("", i64::MIN), |key| (&key.name_key, key.client.0));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let driving = Arc::clone(self.ground().driving());
        let (on_x, on_y) = (&x.dimension().key, &y.dimension().key);
        let rows =
            statement.query_map(params![driving.key, x.model.key, on_x, y.model.key, on_y, name_key, after, limit], |row| {
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

impl LensAxis {
    /// Score, confidence and the day it becomes stale, of the table joined as `alias`: in this order, for [`read_score`].
    pub(super) fn columns(&self, alias: &str) -> String {
        match self.kept() {
            Some(place) => {
                let axis = ["x", "y"][place];
                format!("{alias}.{axis}, {alias}.{axis}_confidence, {alias}.{axis}_stale_from")
            }
            None => format!("{alias}.tenths, {alias}.confidence, {alias}.stale_from"),
        }
    }

    /// The score in tenths, of the table joined as `alias`.
    pub(super) fn tenths(&self, alias: &str) -> String {
        match self.kept() {
            Some(place) => format!("{alias}.{}", ["x", "y"][place]),
            None => format!("{alias}.tenths"),
        }
    }

    /// Joins the table that keeps the score to the client of `standing s`; the parameters from the number `at` on are the model
    /// and the dimension.
    pub(super) fn join(&self, alias: &str, at: usize) -> String {
        let next = at + 1;
        match self.kept() {
            // The dimension is named all the same, so that every axis takes two parameters.
            Some(_) => {
                format!(
                    "LEFT JOIN standing {alias} ON {alias}.client = s.client AND {alias}.model = ?{at} AND ?{next} IS NOT NULL"
                )
            }
            None => format!(
                "LEFT JOIN off_axis {alias} ON {alias}.client = s.client AND {alias}.model = ?{at} AND {alias}.dimension = ?{next}"
            ),
        }
    }
}

/// Reads the three columns of [`LensAxis::columns`] from a place on.
pub(super) fn read_score(row: &Row<'_>, at: usize, today: NaiveDate) -> rusqlite::Result<Option<LensScore>> {
    let stale_from: Option<NaiveDate> = row.get(at + 2)?;
    let score = row.get::<_, Option<u16>>(at)?.zip(row.get::<_, Option<i64>>(at + 1)?);
    let stale = stale_from.is_some_and(|from| from <= today);
    Ok(score.map(|(tenths, confidence)| LensScore { tenths, confidence, stale }))
}
