//! A lens of two dimensions: where every client would be by its scores, whatever segment it is in (models.md).

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::Store;
use super::derive::factor_values;
use super::error::StoreError;
use super::ground::Ground;
use super::recorded::recorded;
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
    fn kept(&self) -> Option<usize> {
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
    /// The scores on the axes of a model are kept; those of its further dimensions are worked out from what was recorded.
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
        let mut statement = self.db.prepare_cached(
            "SELECT c.id, c.name, c.external_id, c.owner, c.arr, a.currency, c.name_key,
                    a.x, a.y, a.x_confidence, a.y_confidence, a.stale_from,
                    b.x, b.y, b.x_confidence, b.y_confidence, b.stale_from
               FROM clients c CROSS JOIN standing a ON a.client = c.id AND a.model = ?1
                    CROSS JOIN standing b ON b.client = c.id AND b.model = ?2
              WHERE c.archived_on IS NULL AND (c.name_key, c.id) > (?3, ?4)
              ORDER BY c.name_key, c.id LIMIT ?5",
        )?;
        let (name_key, after) = from.map_or(("", i64::MIN), |key| (&key.name_key, key.client.0));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![x.model.key, y.model.key, name_key, after, limit])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let client = row.get(0)?;
            found.push(LensRow {
                client,
                name: row.get(1)?,
                external_id: row.get(2)?,
                owner: row.get(3)?,
                arr: row.get::<_, Option<i64>>(4)?.map(Amount::from_ten_thousandths),
                currency: row.get(5)?,
                x: self.lens_score(x, client, row, 7, today)?,
                y: self.lens_score(y, client, row, 12, today)?,
                key: LensKey { name_key: row.get(6)?, client },
            });
        }
        Ok(found)
    }

    /// The score on an axis: as it is kept from column `at` on, where that is fresh; else worked out, since what is kept says
    /// only that one of its model's scores is stale.
    fn lens_score(
        &self,
        axis: &LensAxis,
        client: ClientId,
        row: &Row<'_>,
        at: usize,
        today: NaiveDate,
    ) -> Result<Option<LensScore>, StoreError> {
        let stale_from: Option<NaiveDate> = row.get(at + 4)?;
        if let Some(place) = axis.kept()
            && stale_from.is_none_or(|from| from > today)
        {
            let score = row.get::<_, Option<u16>>(at + place)?.zip(row.get::<_, Option<i64>>(at + 2 + place)?);
            return Ok(score.map(|(tenths, confidence)| LensScore { tenths, confidence, stale: false }));
        }
        let Some(recorded) = recorded(&self.db, &axis.model.key, client)? else { return Ok(None) };
        let values = factor_values(&self.db, &axis.model, &recorded)?;
        Ok(axis.dimension().score(&values).map(|score| LensScore {
            tenths: score.tenths,
            confidence: (score.confidence * 1000.0).round() as i64,
            stale: score.stale_from(axis.model.score_valid).is_some_and(|from| from <= today),
        }))
    }
}
