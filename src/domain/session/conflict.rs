//! Whether a client changed since a decision about it was staged: what was known then beside what is known now.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::client::Client;
use crate::domain::money::Amount;

/// What a decision stood on when it was staged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The decision that had put the client where it was; 0 where it had never been placed.
    pub decision: i64,
    /// The segment its scores fell into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls_into: Option<String>,
    /// Its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Amount>,
    /// The currency of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its lifecycle stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Its goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// Its renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_on: Option<NaiveDate>,
    /// The day it left the book; nothing is staged then, so it only stands in what is known now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_on: Option<NaiveDate>,
}

impl Seen {
    /// What is known of a client: its facts, the decision behind its placement (0: none), and where its scores fall.
    #[must_use]
    pub fn of(client: &Client, decision: i64, falls_into: Option<String>) -> Self {
        Self {
            decision,
            falls_into,
            owner: client.owner.clone(),
            arr: client.arr,
            currency: client.currency.clone(),
            stage: client.stage.clone(),
            goal: client.goal.clone(),
            renewal_on: client.renewal_on,
            archived_on: client.archived_on,
        }
    }
}
