//! Segmentation models as data: dimensions, cuts, cells, segments and their touchpoints (models.md).

mod build;
pub mod builtin;
pub mod cover;
mod differences;
mod edit;
mod error;
mod file;
mod guideline;
mod lookup;
pub mod place;
mod rules;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod tests;
mod yearly;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calendar::Period;

pub use differences::differences;
pub use edit::{edited, fitted};
pub use error::ModelError;
pub use lookup::Square;

/// One way of segmenting a book of business, read from a model file.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its key, unique in a book (`maturity-appetite`).
    pub key: String,
    /// Its name on screen.
    pub name: String,
    /// One line on what it is for.
    pub description: String,
    /// Publication, author, date.
    pub source: String,
    /// Whether a client is in one segment or in several.
    pub membership: Membership,
    /// Key of the dimension on the x axis.
    pub x: String,
    /// Key of the dimension on the y axis; none in a ladder.
    pub y: Option<String>,
    /// How long a score counts as fresh.
    pub score_valid: Period,
    /// How long a placement stands before it is confirmed again (C17).
    pub confirm_every: Period,
    /// How often the model itself is looked at.
    pub evaluate_every: Period,
    /// What holds back a proposal near a cut or soon after a decision.
    pub guard: Guard,
    /// The dimensions clients are scored on.
    pub dimensions: Vec<Dimension>,
    /// The segments, in their order on the board.
    pub segments: Vec<Segment>,
}

/// Whether a client is in one segment of a model or in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Membership {
    /// One segment at most.
    #[default]
    One,
    /// Any number of segments.
    Many,
}

/// What holds back a proposal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guard {
    /// Tenths of a point around each cut within which no move is proposed.
    pub margin: u16,
    /// How long after a move or confirmation no move is proposed.
    pub dwell: Period,
}

/// A dimension: factors that make one score, cut into bands.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Its key (`maturity`).
    pub key: String,
    /// Its name on screen.
    pub name: String,
    /// What the low end is called.
    pub low: String,
    /// What the high end is called.
    pub high: String,
    /// Cuts in tenths of a point (0–1000), ascending; `n` cuts make `n + 1` bands.
    pub cuts: Vec<u16>,
    /// The factors scored.
    pub factors: Vec<Factor>,
}

/// A question with a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its key, unique in the model (`standardization`).
    pub key: String,
    /// The question asked.
    pub question: String,
    /// Wording of each step, from the lowest; an empty text where a step has none. Its length is the top of the scale.
    pub levels: Vec<String>,
    /// Its share in the weighted mean: 0 to 1000 in steps of a thousandth; those of a dimension sum to more than 0.
    pub weight: f64,
    /// The client field it is derived from, instead of being asked.
    pub derived: Option<Derived>,
}

/// A factor's value taken from a client field by bands.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The client field (`arr`).
    pub from: String,
    /// Lower ends of the second and later bands, ascending: `n` bounds give values 1 to `n + 1`. They can be empty while they
    /// are to be quantiles of a book and none was fitted yet.
    pub bands: Vec<f64>,
    /// In how many parts of the same size the bands cut the book; none where they are fixed amounts.
    pub quantiles: Option<u8>,
    /// The day the quantiles were cut from the book; none where the bands are those of the file.
    pub fitted: Option<chrono::NaiveDate>,
}

/// A segment with what it asks of the team.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its key, unique in the model (`transform`).
    pub key: String,
    /// Its letter on the board (`A`).
    pub letter: String,
    /// Its name.
    pub name: String,
    /// The stance towards its clients, one line.
    pub stance: String,
    /// Its cells: band of x, band of y, from 1 (y is 1 in a ladder). Empty only where membership is many.
    pub cells: Vec<(u8, u8)>,
    /// Key initiatives.
    pub initiatives: Vec<String>,
    /// Relationship owner roles.
    pub owners: Vec<String>,
    /// How much touch it gets.
    pub touch: Touch,
    /// Whether the file says so; where it does not, no other model is contradicted.
    pub touch_is_said: bool,
    /// Working days after the effective due date before a review is overdue (C5).
    pub grace: u32,
    /// The longest silence before an as-needed client is listed as silent (C12).
    pub floor: Period,
    /// Wanted share of the book, 0 to 1.
    pub target_share: Option<f64>,
    /// The checklist shown when a client moves in.
    pub playbook: Vec<String>,
    /// The reviews it asks for; none means as needed.
    pub touchpoints: Vec<Touchpoint>,
    /// Offers and value proposition.
    pub offers: Vec<String>,
    /// Accounts one owner can look after.
    pub accounts_per_owner: Option<u32>,
}

/// How much touch a segment gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Touch {
    /// People, often.
    High,
    /// People, seldom.
    #[default]
    Low,
    /// No people.
    None,
}

/// A kind of review a segment asks for, with its period.
#[derive(Debug, Clone, PartialEq)]
pub struct Touchpoint {
    /// The kind (`Review`, `QBR`).
    pub kind: String,
    /// How often.
    pub every: Period,
    /// Whether the nominal date is the last day of its month.
    pub end_of_month: bool,
    /// Hours to prepare one.
    pub prepare_hours: f64,
    /// Hours to hold one.
    pub hold_hours: f64,
    /// Other kinds that satisfy it.
    pub satisfied_by: Vec<String>,
}

/// The values of a client's factors that count now: factor key → value and the day it was recorded.
pub type FactorValues = BTreeMap<String, (u8, chrono::NaiveDate)>;
