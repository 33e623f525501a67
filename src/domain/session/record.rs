//! What a finalised session came to, kept with it so that its minutes stay the same whatever becomes of the book.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::minutes::ReplayRow;
use crate::domain::money::Amount;

/// Clients and revenue per currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// Clients.
    pub clients: i64,
    /// Their revenue by currency; the book's currency where a client names none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arr: BTreeMap<String, Amount>,
}

/// One segment of the scope before and after; where membership is many, a client counts in each of its segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentShift {
    /// Its key; none for the clients in no segment.
    pub segment: Option<String>,
    /// As the clients stood.
    pub before: Count,
    /// With what is staged.
    pub after: Count,
    /// The share of the scope it is meant to have, per mille.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u16>,
}

/// What an owner's whole book asks for before and after, not only the scope. All zero where the session's model does not drive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnerShift {
    /// The owner; none for the clients without one.
    pub owner: Option<String>,
    /// Reviews a year before.
    pub reviews_before: f64,
    /// Reviews a year after.
    pub reviews_after: f64,
    /// Hours a week before.
    pub hours_before: f64,
    /// Hours a week after.
    pub hours_after: f64,
    /// Hours a week there are, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<f64>,
}

/// What a session came to, or would come to now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Clients in the session.
    pub total: i64,
    /// Clients decided on, put off ones among them.
    pub done: i64,
    /// The segments in the model's order, then none.
    pub distribution: Vec<SegmentShift>,
    /// The owners that have clients in the scope, by name; none last.
    pub owners: Vec<OwnerShift>,
    /// Those nobody took up, by name, where they are few enough to be named; filled in for minutes alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Open>,
    /// What minutes need besides; only once it is finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Box<Kept>>,
}

/// A client nobody took up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Its name then.
    pub name: String,
    /// Its owner then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// What minutes need besides of what the book may say otherwise later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The text of the model then.
    pub model: String,
    /// The session before it, where there was one: its name and the day it was finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<(String, NaiveDate)>,
    /// That session's moves and what had become of them; long notes are cut.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replay: Vec<ReplayRow>,
    /// How many clients went from which place to which, those that stayed among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<(Option<String>, Option<String>, i64)>,
}

/// What finalising did, or would do, for one client.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ItemRecord {
    /// Its name then.
    pub name: String,
    /// Its id in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Its owner then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its revenue then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Amount>,
    /// Currency of that: its own, else the book's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    /// Who speaks for us there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub champion: Option<String>,
    /// The next effective due date before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due_before: Option<NaiveDate>,
    /// The next effective due date after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due_after: Option<NaiveDate>,
    /// Reviews a year before.
    pub reviews_before: f64,
    /// Reviews a year after.
    pub reviews_after: f64,
    /// Hours a year before.
    pub hours_before: f64,
    /// Hours a year after.
    pub hours_after: f64,
    /// Relationship owner roles before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles_before: Vec<String>,
    /// Relationship owner roles after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles_after: Vec<String>,
    /// The entry playbook of what it entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playbook: Vec<String>,
}
