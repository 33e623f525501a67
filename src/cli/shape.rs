//! The fields scripts rely on: what a client, a clock and a sum of money look like in JSON (cli.md).

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::client::ClientId;
use crate::domain::measure::Measures;
use crate::domain::model::Model;
use crate::domain::money::{Amount, Sums};
use crate::exchange::export::json::decimal;
use crate::store::{ClientPage, ClientRow};

pub use crate::exchange::export::board::{BoardItem, CHAMPION_LOST, RENEWAL_SOON, points, signs_in_words, sum_in, sums};
pub use crate::exchange::export::due::ClockItem;

/// A score as people read it.
#[must_use]
pub fn points_in_words(tenths: Option<i64>) -> String {
    points(tenths).map_or_else(String::new, |points| format!("{points:.1}"))
}

/// An item of `clients`.
#[derive(Debug, Serialize)]
pub struct ClientItem<'a> {
    pub client_id: ClientId,
    pub external_id: Option<&'a str>,
    pub name: &'a str,
    pub owner: Option<&'a str>,
    pub segment: Option<&'a str>,
    pub proposed_segment: Option<&'a str>,
    pub x_score: Option<f64>,
    pub y_score: Option<f64>,
    #[serde(serialize_with = "decimal")]
    pub arr: Option<Amount>,
    pub currency: &'a str,
    pub stage: Option<&'a str>,
    pub industry: Option<&'a str>,
    pub goal: Option<&'a str>,
    pub champion: Option<&'a str>,
    pub champion_lost_on: Option<NaiveDate>,
    pub measures: &'a Measures,
    pub renewal_on: Option<NaiveDate>,
    pub renewal_soon: bool,
    pub champion_lost: bool,
    pub last_review_on: Option<NaiveDate>,
    pub next_due_on: Option<NaiveDate>,
    pub tags: &'a [String],
    pub archived: bool,
}

impl<'a> From<&'a ClientRow> for ClientItem<'a> {
    fn from(row: &'a ClientRow) -> Self {
        Self {
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            name: &row.name,
            owner: row.owner.as_deref(),
            segment: row.segment.as_deref(),
            proposed_segment: row.proposed_segment.as_deref(),
            x_score: points(row.x),
            y_score: points(row.y),
            arr: row.arr,
            currency: &row.currency,
            stage: row.stage.as_deref(),
            industry: row.industry.as_deref(),
            goal: row.goal.as_deref(),
            champion: row.champion.as_deref(),
            champion_lost_on: row.champion_lost_on,
            measures: &row.measures,
            renewal_on: row.renewal_on,
            renewal_soon: row.signs.renewal,
            champion_lost: row.signs.champion_lost,
            last_review_on: row.last_review_on,
            next_due_on: row.next_due_on,
            tags: &row.tags,
            archived: row.archived_on.is_some(),
        }
    }
}

impl<'a> From<&'a ClientPage> for ClientItem<'a> {
    fn from(page: &'a ClientPage) -> Self {
        let client = &page.client;
        let counted = page.reviews.iter().filter(|review| review.voided.is_none());
        Self {
            client_id: client.id,
            external_id: client.external_id.as_deref(),
            name: &client.name,
            owner: client.owner.as_deref(),
            segment: page.placement.as_ref().and_then(|placement| placement.segment.as_deref()),
            proposed_segment: page.proposed.as_deref(),
            x_score: points(page.scores.0),
            y_score: points(page.scores.1),
            arr: client.arr,
            currency: &page.currency,
            stage: client.stage.as_deref(),
            industry: client.industry.as_deref(),
            goal: client.goal.as_deref(),
            champion: client.champion.as_deref(),
            champion_lost_on: client.champion_lost_on,
            measures: &client.measures,
            renewal_on: client.renewal_on,
            renewal_soon: page.signs.renewal,
            champion_lost: page.signs.champion_lost,
            last_review_on: counted.map(|review| review.held_on).max(),
            next_due_on: page.clocks.iter().filter_map(|clock| clock.row.clock.clock.effective).min(),
            tags: &client.tags,
            archived: client.archived_on.is_some(),
        }
    }
}

/// Sums as people read them.
#[must_use]
pub fn sums_in_words(sums: &Sums) -> String {
    sums.iter().map(|(currency, sum)| format!("{sum} {currency}")).collect::<Vec<_>>().join(", ")
}

/// An amount as people read it.
#[must_use]
pub fn money_in_words(arr: Option<Amount>, currency: &str) -> String {
    arr.map_or_else(String::new, |arr| format!("{arr} {currency}"))
}

/// A segment as people read it: `A Transform`.
#[must_use]
pub fn segment_in_words(model: &Model, key: Option<&str>) -> String {
    let Some(key) = key else { return String::new() };
    model.place_in_words(key)
}

/// Hours with at most one decimal: `12`, `7.5`.
#[must_use]
pub fn hours_in_words(hours: f64) -> String {
    let text = format!("{hours:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A date as it is written; nothing where there is none.
#[must_use]
pub fn day(date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// A text; nothing where there is none.
#[must_use]
pub fn text(text: Option<&str>) -> &str {
    text.unwrap_or_default()
}
