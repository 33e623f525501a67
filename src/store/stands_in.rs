//! How a client stands in the models of the book beside one of them.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::board::{SIGN_COLUMNS, Signs, read_signs};
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::model::Model;

/// Where a client stands in a model, and what its scores say there.
#[derive(Debug, Clone, PartialEq)]
pub struct StandsIn {
    /// The model.
    pub model: Arc<Model>,
    /// Its place there; none where it is in no segment.
    pub segment: Option<String>,
    /// Key of the segment its scores fall into; none unless every axis is scored.
    pub proposed: Option<String>,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<i64>, Option<i64>),
    /// What marks it there today.
    pub signs: Signs,
}

impl Store {
    /// How a client stands in every model of the book but one, in the book's order.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn stands_in(&self, client: ClientId, but: &str, today: NaiveDate) -> Result<Vec<StandsIn>, StoreError> {
        let sql = format!(
            "SELECT s.segment, s.proposed, s.x, s.y, {SIGN_COLUMNS}
               FROM standing s JOIN clients c ON c.id = s.client WHERE s.client = ? AND s.model = ?"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for held in self.ground().models.iter().filter(|held| held.row.key != but) {
            let read = |row: &rusqlite::Row<'_>| {
                let segment: Option<String> = row.get(0)?;
                Ok(StandsIn {
                    model: Arc::clone(&held.model),
                    segment: segment.filter(|segment| !segment.is_empty()),
                    proposed: row.get(1)?,
                    scores: (row.get(2)?, row.get(3)?),
                    signs: read_signs(row, 4, today)?,
                })
            };
            found.extend(statement.query_row(params![client, held.row.key], read).optional()?);
        }
        Ok(found)
    }
}
