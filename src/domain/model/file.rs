//! The shape of a model file, as TOML is read before any rule is applied.

use serde::Deserialize;
use toml::Spanned;

use super::error::Source;
use super::{Membership, Model, ModelError, Touch, build};

/// The longest model file read, in bytes.
const LIMIT: usize = 1 << 20;

/// A model file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawModel {
    pub key: Spanned<String>,
    pub name: Spanned<String>,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub membership: Membership,
    pub x: Spanned<String>,
    pub y: Option<Spanned<String>>,
    pub score_valid: Option<Spanned<String>>,
    pub confirm_every: Option<Spanned<String>>,
    pub evaluate_every: Option<Spanned<String>>,
    #[serde(default)]
    pub guard: RawGuard,
    pub dimensions: Vec<Spanned<RawDimension>>,
    pub segments: Vec<Spanned<RawSegment>>,
}

/// `guard = { … }`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGuard {
    pub margin: Option<Spanned<f64>>,
    pub dwell: Option<Spanned<String>>,
}

/// `[[dimensions]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDimension {
    pub key: Spanned<String>,
    pub name: Spanned<String>,
    #[serde(default)]
    pub low: String,
    #[serde(default)]
    pub high: String,
    #[serde(default)]
    pub cuts: Vec<Spanned<f64>>,
    #[serde(default)]
    pub factors: Vec<Spanned<RawFactor>>,
}

/// `[[dimensions.factors]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFactor {
    pub key: Spanned<String>,
    pub question: Spanned<String>,
    pub levels: Option<Spanned<Vec<String>>>,
    pub weight: Option<Spanned<f64>>,
    pub from: Option<Spanned<String>>,
    pub bands: Option<Spanned<Vec<Spanned<f64>>>>,
    pub quantiles: Option<Spanned<i64>>,
    pub fitted: Option<Spanned<String>>,
}

/// `[[segments]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSegment {
    pub key: Spanned<String>,
    pub letter: Spanned<String>,
    pub name: Spanned<String>,
    #[serde(default)]
    pub stance: String,
    #[serde(default)]
    pub cells: Vec<Spanned<Vec<i64>>>,
    #[serde(default)]
    pub initiatives: Vec<String>,
    #[serde(default)]
    pub owners: Vec<String>,
    #[serde(default)]
    pub touch: Option<Touch>,
    pub grace: Option<Spanned<i64>>,
    pub floor: Option<Spanned<String>>,
    pub target_share: Option<Spanned<f64>>,
    #[serde(default)]
    pub playbook: Vec<String>,
    #[serde(default)]
    pub offers: Vec<String>,
    pub accounts_per_owner: Option<Spanned<i64>>,
    #[serde(default)]
    pub touchpoints: Vec<Spanned<RawTouchpoint>>,
}

/// `[[segments.touchpoints]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTouchpoint {
    pub kind: Spanned<String>,
    pub every: Spanned<String>,
    #[serde(default)]
    pub end_of_month: Option<Spanned<bool>>,
    pub prepare_hours: Option<Spanned<f64>>,
    pub hold_hours: Option<Spanned<f64>>,
    #[serde(default)]
    pub satisfied_by: Vec<Spanned<String>>,
}

impl Model {
    /// Reads a model file and checks it whole (models.md). `file_name` is only for the error.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and what would be right.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ModelError> {
        let source = Source { file: file_name, text };
        if text.len() > LIMIT {
            return Err(source.fault(0..0, "the file is longer than 1 MiB", "a model is a few kilobytes of TOML"));
        }
        let raw: RawModel = toml::from_str(text).map_err(|error| source.unread(&error))?;
        build::model(source, raw)
    }
}
