//! Scores: what was recorded, and the dimension scores, confidence, age and proposal it gives (models.md).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::client::ClientId;

/// A recorded value of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Its row.
    pub id: i64,
    /// The client.
    pub client: ClientId,
    /// The model's key.
    pub model: String,
    /// The factor's key.
    pub factor: String,
    /// The value on the factor's scale, from 1.
    pub value: u8,
    /// The day it was recorded.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: String,
}

/// A dimension's score from the factors that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DimensionScore {
    /// Tenths of a point, 0–1000.
    pub tenths: u16,
    /// Share of the weight that has a value, 0–1.
    pub confidence: f64,
    /// The day of the oldest factor used.
    pub oldest: NaiveDate,
}
