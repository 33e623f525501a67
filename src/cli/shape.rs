//! The fields scripts rely on: what a client, a clock and a sum of money look like in JSON (cli.md).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::domain::client::ClientId;
use crate::domain::measure::Measures;
use crate::domain::model::Model;
use crate::domain::money::{Amount, Sums};
use crate::store::{BoardRow, ClientPage, ClientRow, DueRow, Signs, Store, StoreError};

/// A score in points: tenths as the book keeps them, one decimal as scripts read them.
#[must_use]
pub fn points(tenths: Option<i64>) -> Option<f64> {
    tenths.map(|tenths| tenths as f64 / 10.0)
}

/// A score as people read it.
#[must_use]
pub fn points_in_words(tenths: Option<i64>) -> String {
    points(tenths).map_or_else(String::new, |points| format!("{points:.1}"))
}

/// An amount as a decimal string.
fn decimal<S: Serializer>(amount: &Option<Amount>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
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

/// An item of `due`, and a clock of a client.
#[derive(Debug, Serialize)]
pub struct ClockItem<'a> {
    pub client: &'a str,
    pub client_id: ClientId,
    pub external_id: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub segment: Option<&'a str>,
    pub kind: &'a str,
    pub state: &'static str,
    pub anchor: Option<NaiveDate>,
    pub nominal: Option<NaiveDate>,
    pub effective: Option<NaiveDate>,
    pub grace_end: Option<NaiveDate>,
    pub days_late: i64,
    pub periods_missed: u32,
    pub first_review: bool,
    pub accelerated: bool,
    pub held: bool,
    pub booked_on: Option<NaiveDate>,
    pub booked_late: bool,
    pub missed_booking: bool,
    pub snoozed_until: Option<NaiveDate>,
    pub snooze_count: u32,
    /// Days hidden in all, days hidden twice counted once.
    pub snooze_slip: i64,
    pub period: Option<String>,
    #[serde(serialize_with = "decimal")]
    pub arr: Option<Amount>,
    pub currency: &'a str,
    pub renewal_on: Option<NaiveDate>,
    pub renewal_soon: bool,
    pub champion_lost: bool,
    pub last_review_on: Option<NaiveDate>,
    pub why: String,
}

impl<'a> ClockItem<'a> {
    /// A clock on a day with its derivation.
    #[must_use]
    pub fn of(row: &'a DueRow, why: String, today: NaiveDate) -> Self {
        let clock = &row.clock.clock;
        Self {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            owner: row.owner.as_deref(),
            segment: row.segment.as_deref(),
            kind: &clock.kind,
            state: row.clock.state.key(),
            anchor: clock.anchor,
            nominal: clock.nominal,
            effective: clock.effective,
            grace_end: clock.grace_end,
            days_late: row.clock.days_late,
            periods_missed: row.clock.periods_missed,
            first_review: clock.first_review,
            accelerated: clock.accelerated,
            held: clock.held,
            booked_on: clock.booked_on,
            booked_late: clock.booked_late(),
            missed_booking: clock.missed_booking(today),
            snoozed_until: clock.snoozed_until,
            snooze_count: clock.snooze_count,
            snooze_slip: clock.snooze_slip,
            period: clock.period.map(|period| period.to_string()),
            arr: row.arr,
            currency: &row.currency,
            renewal_on: row.renewal_on,
            renewal_soon: row.renewal_soon,
            champion_lost: row.champion_lost,
            last_review_on: row.last_review_on,
            why,
        }
    }

    /// A clock whose derivation is asked of the book.
    pub fn explained(row: &'a DueRow, store: &Store, today: NaiveDate) -> Result<Self, StoreError> {
        Ok(Self::of(row, store.why(row.client, &row.clock.clock.kind, today)?, today))
    }
}

/// A client on the board.
#[derive(Debug, Serialize)]
pub struct BoardItem {
    pub client: String,
    pub client_id: ClientId,
    pub external_id: Option<String>,
    pub owner: Option<String>,
    #[serde(serialize_with = "decimal")]
    pub arr: Option<Amount>,
    pub currency: String,
    pub segment: Option<String>,
    pub proposed_segment: Option<String>,
    pub x_score: Option<f64>,
    pub y_score: Option<f64>,
    pub next_due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub due: bool,
    pub drift: bool,
    pub near: bool,
    pub stale: bool,
    pub confirm: bool,
    pub renewal_soon: bool,
    pub champion_lost: bool,
}

impl BoardItem {
    /// A client in a segment, or in none.
    #[must_use]
    pub fn of(row: BoardRow, segment: Option<&str>) -> Self {
        Self {
            client: row.name,
            client_id: row.client,
            external_id: row.external_id,
            owner: row.owner,
            arr: row.arr,
            currency: row.currency,
            segment: segment.map(str::to_owned),
            proposed_segment: row.proposed,
            x_score: points(row.scores.0),
            y_score: points(row.scores.1),
            next_due_on: row.next_due_on,
            overdue: row.signs.overdue,
            due: row.signs.due,
            drift: row.signs.drift,
            near: row.signs.near,
            stale: row.signs.stale,
            confirm: row.signs.confirm,
            renewal_soon: row.signs.renewal,
            champion_lost: row.signs.champion_lost,
        }
    }

    /// What marks it, in words.
    #[must_use]
    pub fn state(&self) -> String {
        signs_in_words(Signs {
            overdue: self.overdue,
            due: self.due,
            drift: self.drift,
            near: self.near,
            stale: self.stale,
            confirm: self.confirm,
            renewal: self.renewal_soon,
            champion_lost: self.champion_lost,
        })
    }
}

/// What marks a client, in words.
#[must_use]
pub fn signs_in_words(signs: Signs) -> String {
    let Signs { overdue, due, drift, near, stale, confirm, renewal, champion_lost } = signs;
    let words = [
        (overdue, "overdue"),
        (due, "due"),
        (drift, "drift"),
        (near, "near a cut"),
        (stale, "stale scores"),
        (confirm, "to be confirmed"),
        (renewal, RENEWAL_SOON),
        (champion_lost, CHAMPION_LOST),
    ];
    words.into_iter().filter_map(|(set, word)| set.then_some(word)).collect::<Vec<_>>().join(", ")
}

/// A renewal that is near, in words.
pub const RENEWAL_SOON: &str = "renewal soon";
/// A champion that is lost, in words.
pub const CHAMPION_LOST: &str = "champion lost";

/// The sum in one currency, as a decimal string.
#[must_use]
pub fn sum_in(sums: &Sums, currency: &str) -> String {
    sums.iter().find(|(known, _)| *known == currency).map_or_else(|| "0".to_owned(), |(_, sum)| sum.to_string())
}

/// The sums of every currency.
#[must_use]
pub fn sums(sums: &Sums) -> BTreeMap<String, String> {
    sums.iter().map(|(currency, sum)| (currency.to_owned(), sum.to_string())).collect()
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
