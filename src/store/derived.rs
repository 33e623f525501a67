//! The derived rows: where each client stands in each model, and its clocks, as the store keeps them for its windows.

use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::Value;

use super::rows::Record;
use crate::domain::client::ClientId;

/// Sorts after every date and amount: the place of what is absent.
pub(super) const NO_DATE: &str = "9999-12-31";
/// Sorts after every amount.
pub(super) const NO_AMOUNT: i64 = i64::MAX;

/// Where a client stands in a model; see the table of the same name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub model: String,
    pub client: ClientId,
    pub live: bool,
    pub segment: String,
    pub decision: i64,
    pub since: Option<NaiveDate>,
    pub confirm_due: Option<NaiveDate>,
    pub x: Option<i64>,
    pub y: Option<i64>,
    pub x_confidence: Option<i64>,
    pub y_confidence: Option<i64>,
    pub stale_from: Option<NaiveDate>,
    pub x_stale_from: Option<NaiveDate>,
    pub y_stale_from: Option<NaiveDate>,
    pub holds_from: Option<NaiveDate>,
    pub holds_until: Option<NaiveDate>,
    pub proposed: Option<String>,
    pub near: bool,
    pub drift: bool,
    pub dwell_until: Option<NaiveDate>,
    pub last_review_on: Option<NaiveDate>,
    pub next_due_on: Option<NaiveDate>,
    pub upcoming_from: Option<NaiveDate>,
    pub due_from: Option<NaiveDate>,
    pub overdue_from: Option<NaiveDate>,
    pub silent_from: Option<NaiveDate>,
    pub due_sort: String,
    pub arr_sort: i64,
    pub name_key: String,
    pub owner: Option<String>,
    pub currency: String,
    pub arr: Option<i64>,
}

/// The score of a dimension on neither axis of its model; see the table of the same name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OffAxis {
    pub client: ClientId,
    pub model: String,
    pub dimension: String,
    pub tenths: i64,
    pub confidence: i64,
    pub stale_from: Option<NaiveDate>,
}

/// A clock of a client; see the table `clocks`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StoredClock {
    pub client: ClientId,
    pub kind: String,
    pub mode: i64,
    pub anchor: Option<NaiveDate>,
    pub nominal: Option<NaiveDate>,
    pub effective: Option<NaiveDate>,
    pub grace_end: Option<NaiveDate>,
    pub period: Option<String>,
    pub rank: i64,
    pub end_of_month: bool,
    pub first_review: bool,
    pub accelerated: bool,
    pub held: bool,
    pub booked_on: Option<NaiveDate>,
    pub snoozed_until: Option<NaiveDate>,
    pub snooze_count: i64,
    pub snooze_slip: i64,
    pub valid_from: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub span: i64,
    pub upcoming_from: Option<NaiveDate>,
    pub due_from: Option<NaiveDate>,
    pub overdue_from: Option<NaiveDate>,
    pub segment: String,
    pub renewal_sort: String,
    pub arr_sort: i64,
    pub name_key: String,
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn maybe(value: Option<&String>) -> Value {
    value.map_or(Value::Null, |value| text(value))
}

fn day(value: Option<NaiveDate>) -> Value {
    value.map_or(Value::Null, |day| Value::Text(day.to_string()))
}

fn number(value: Option<i64>) -> Value {
    value.map_or(Value::Null, Value::Integer)
}

fn flag(value: bool) -> Value {
    Value::Integer(i64::from(value))
}

impl Record for Standing {
    const TABLE: &'static str = "standing";
    const COLUMNS: &'static [&'static str] = &[
        "model",
        "client",
        "live",
        "segment",
        "decision",
        "since",
        "confirm_due",
        "x",
        "y",
        "x_confidence",
        "y_confidence",
        "stale_from",
        "proposed",
        "near",
        "drift",
        "dwell_until",
        "last_review_on",
        "next_due_on",
        "upcoming_from",
        "due_from",
        "overdue_from",
        "silent_from",
        "due_sort",
        "arr_sort",
        "name_key",
        "owner",
        "currency",
        "arr",
        "x_stale_from",
        "y_stale_from",
        "holds_from",
        "holds_until",
    ];
    const KEYS: usize = 2;

    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.model),
            Value::Integer(self.client.0),
            flag(self.live),
            text(&self.segment),
            Value::Integer(self.decision),
            day(self.since),
            day(self.confirm_due),
            number(self.x),
            number(self.y),
            number(self.x_confidence),
            number(self.y_confidence),
            day(self.stale_from),
            maybe(self.proposed.as_ref()),
            flag(self.near),
            flag(self.drift),
            day(self.dwell_until),
            day(self.last_review_on),
            day(self.next_due_on),
            day(self.upcoming_from),
            day(self.due_from),
            day(self.overdue_from),
            day(self.silent_from),
            text(&self.due_sort),
            Value::Integer(self.arr_sort),
            text(&self.name_key),
            maybe(self.owner.as_ref()),
            text(&self.currency),
            number(self.arr),
            day(self.x_stale_from),
            day(self.y_stale_from),
            day(self.holds_from),
            day(self.holds_until),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            model: row.get(0)?,
            client: row.get(1)?,
            live: row.get(2)?,
            segment: row.get(3)?,
            decision: row.get(4)?,
            since: row.get(5)?,
            confirm_due: row.get(6)?,
            x: row.get(7)?,
            y: row.get(8)?,
            x_confidence: row.get(9)?,
            y_confidence: row.get(10)?,
            stale_from: row.get(11)?,
            proposed: row.get(12)?,
            near: row.get(13)?,
            drift: row.get(14)?,
            dwell_until: row.get(15)?,
            last_review_on: row.get(16)?,
            next_due_on: row.get(17)?,
            upcoming_from: row.get(18)?,
            due_from: row.get(19)?,
            overdue_from: row.get(20)?,
            silent_from: row.get(21)?,
            due_sort: row.get(22)?,
            arr_sort: row.get(23)?,
            name_key: row.get(24)?,
            owner: row.get(25)?,
            currency: row.get(26)?,
            arr: row.get(27)?,
            x_stale_from: row.get(28)?,
            y_stale_from: row.get(29)?,
            holds_from: row.get(30)?,
            holds_until: row.get(31)?,
        })
    }
}

impl Record for OffAxis {
    const TABLE: &'static str = "off_axis";
    const COLUMNS: &'static [&'static str] = &["client", "model", "dimension", "tenths", "confidence", "stale_from"];
    const KEYS: usize = 3;

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.client.0),
            text(&self.model),
            text(&self.dimension),
            Value::Integer(self.tenths),
            Value::Integer(self.confidence),
            day(self.stale_from),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            client: row.get(0)?,
            model: row.get(1)?,
            dimension: row.get(2)?,
            tenths: row.get(3)?,
            confidence: row.get(4)?,
            stale_from: row.get(5)?,
        })
    }
}

impl Record for StoredClock {
    const TABLE: &'static str = "clocks";
    const COLUMNS: &'static [&'static str] = &[
        "client",
        "kind",
        "mode",
        "anchor",
        "nominal",
        "effective",
        "grace_end",
        "period",
        "rank",
        "end_of_month",
        "first_review",
        "accelerated",
        "held",
        "booked_on",
        "snoozed_until",
        "snooze_count",
        "snooze_slip",
        "valid_from",
        "valid_until",
        "span",
        "upcoming_from",
        "due_from",
        "overdue_from",
        "segment",
        "renewal_sort",
        "arr_sort",
        "name_key",
    ];
    const KEYS: usize = 2;

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.client.0),
            text(&self.kind),
            Value::Integer(self.mode),
            day(self.anchor),
            day(self.nominal),
            day(self.effective),
            day(self.grace_end),
            maybe(self.period.as_ref()),
            Value::Integer(self.rank),
            flag(self.end_of_month),
            flag(self.first_review),
            flag(self.accelerated),
            flag(self.held),
            day(self.booked_on),
            day(self.snoozed_until),
            Value::Integer(self.snooze_count),
            Value::Integer(self.snooze_slip),
            day(Some(self.valid_from)),
            day(self.valid_until),
            Value::Integer(self.span),
            day(self.upcoming_from),
            day(self.due_from),
            day(self.overdue_from),
            text(&self.segment),
            text(&self.renewal_sort),
            Value::Integer(self.arr_sort),
            text(&self.name_key),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            client: row.get(0)?,
            kind: row.get(1)?,
            mode: row.get(2)?,
            anchor: row.get(3)?,
            nominal: row.get(4)?,
            effective: row.get(5)?,
            grace_end: row.get(6)?,
            period: row.get(7)?,
            rank: row.get(8)?,
            end_of_month: row.get(9)?,
            first_review: row.get(10)?,
            accelerated: row.get(11)?,
            held: row.get(12)?,
            booked_on: row.get(13)?,
            snoozed_until: row.get(14)?,
            snooze_count: row.get(15)?,
            snooze_slip: row.get(16)?,
            valid_from: row.get(17)?,
            valid_until: row.get(18)?,
            span: row.get(19)?,
            upcoming_from: row.get(20)?,
            due_from: row.get(21)?,
            overdue_from: row.get(22)?,
            segment: row.get(23)?,
            renewal_sort: row.get(24)?,
            arr_sort: row.get(25)?,
            name_key: row.get(26)?,
        })
    }
}
