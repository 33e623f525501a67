//! The records of the book: which columns each kind of fact has, and how they are read and written.

mod ground;
mod session;

use std::str::FromStr;

use chrono::NaiveDate;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, Type, Value, ValueRef};
use rusqlite::{Row, ToSql};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::Record;
use crate::domain::calendar::Period;
use crate::domain::change::Mark;
use crate::domain::client::{Client, ClientId};
use crate::domain::measure::Measures;
use crate::domain::money::Amount;
use crate::domain::placement::{Decision, Placement};
use crate::domain::review::{Action, Review};
use crate::domain::score::Score;
use crate::domain::text::fold;

impl ToSql for ClientId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for ClientId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn maybe(value: Option<&String>) -> Value {
    value.map_or(Value::Null, |value| Value::Text(value.clone()))
}

fn day(value: NaiveDate) -> Value {
    Value::Text(value.to_string())
}

fn maybe_day(value: Option<NaiveDate>) -> Value {
    value.map_or(Value::Null, day)
}

fn flag(value: bool) -> Value {
    Value::Integer(i64::from(value))
}

/// A unit variant by its serde name, so that journal, columns and code agree on one spelling.
fn word<T: Serialize>(value: &T) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Value::Text(word),
        Ok(_) | Err(_) => Value::Null,
    }
}

fn read_word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let word: String = row.get(at)?;
    serde_json::from_value(serde_json::Value::String(word)).map_err(|error| unreadable(at, error))
}

pub(super) fn maybe_word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<T>> {
    if row.get_ref(at)? == ValueRef::Null { Ok(None) } else { read_word(row, at).map(Some) }
}

fn unreadable(at: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
}

/// Measures as JSON, name → number.
fn measures_text(measures: &Measures) -> String {
    serde_json::to_string(measures).expect("names and finite numbers are JSON")
}

/// Measures from a column of JSON.
pub(super) fn read_measures(row: &Row<'_>, at: usize) -> rusqlite::Result<Measures> {
    serde_json::from_str(row.get_ref(at)?.as_str()?).map_err(|error| unreadable(at, error))
}

impl Record for Client {
    const TABLE: &'static str = "clients";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rev",
        "external_id",
        "name",
        "owner",
        "arr",
        "currency",
        "stage",
        "industry",
        "goal",
        "champion",
        "champion_lost_on",
        "measures",
        "renewal_on",
        "onboarded_on",
        "tags",
        "notes",
        "archived_on",
        "paused_on",
        "name_key",
        "search",
    ];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id.0),
            Value::Integer(self.rev),
            maybe(self.external_id.as_ref()),
            text(&self.name),
            maybe(self.owner.as_ref()),
            self.arr.map_or(Value::Null, |arr| Value::Integer(arr.ten_thousandths())),
            maybe(self.currency.as_ref()),
            maybe(self.stage.as_ref()),
            maybe(self.industry.as_ref()),
            maybe(self.goal.as_ref()),
            maybe(self.champion.as_ref()),
            maybe_day(self.champion_lost_on),
            Value::Text(measures_text(&self.measures)),
            maybe_day(self.renewal_on),
            maybe_day(self.onboarded_on),
            Value::Text(self.tags.join(";")),
            text(&self.notes),
            maybe_day(self.archived_on),
            maybe_day(self.paused_on),
            Value::Text(name_key(self)),
            Value::Text(search_text(self)),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let tags: String = row.get(15)?;
        Ok(Self {
            id: row.get(0)?,
            rev: row.get(1)?,
            external_id: row.get(2)?,
            name: row.get(3)?,
            owner: row.get(4)?,
            arr: row.get::<_, Option<i64>>(5)?.map(Amount::from_ten_thousandths),
            currency: row.get(6)?,
            stage: row.get(7)?,
            industry: row.get(8)?,
            goal: row.get(9)?,
            champion: row.get(10)?,
            champion_lost_on: row.get(11)?,
            measures: read_measures(row, 12)?,
            renewal_on: row.get(13)?,
            onboarded_on: row.get(14)?,
            tags: tags.split(';').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            notes: row.get(16)?,
            archived_on: row.get(17)?,
            paused_on: row.get(18)?,
        })
    }
}

/// The folded name clients are ordered and found by; the name itself where nothing is left of it.
pub(super) fn name_key(client: &Client) -> String {
    let folded = fold(&client.name);
    if folded.is_empty() { client.name.clone() } else { folded }
}

/// What free words of a filter are looked for in: name, tags and notes, folded, a line each.
pub(super) fn search_text(client: &Client) -> String {
    let mut text = fold(&client.name);
    for part in client.tags.iter().chain(std::iter::once(&client.notes)).filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(&fold(part));
    }
    text
}

impl Record for Placement {
    const TABLE: &'static str = "placements";
    const COLUMNS: &'static [&'static str] =
        &["client", "model", "rev", "segment", "since", "confirmed_on", "recheck_since", "recheck_for", "decision"];
    const KEYS: usize = 2;

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.client.0),
            text(&self.model),
            Value::Integer(self.rev),
            maybe(self.segment.as_ref()),
            day(self.since),
            maybe_day(self.confirmed_on),
            maybe_day(self.recheck_since),
            self.recheck_for.as_ref().map_or(Value::Null, word),
            Value::Integer(self.decision),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            client: row.get(0)?,
            model: row.get(1)?,
            rev: row.get(2)?,
            segment: row.get(3)?,
            since: row.get(4)?,
            confirmed_on: row.get(5)?,
            recheck_since: row.get(6)?,
            recheck_for: maybe_word(row, 7)?,
            decision: row.get(8)?,
        })
    }
}

impl Record for Decision {
    const TABLE: &'static str = "decisions";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "client",
        "model",
        "how",
        "from_segment",
        "to_segment",
        "day",
        "note",
        "reason",
        "authorised_by",
        "leaving",
        "session",
        "by",
    ];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.client.0),
            text(&self.model),
            word(&self.how),
            maybe(self.from.as_ref()),
            maybe(self.to.as_ref()),
            day(self.on),
            text(&self.note),
            maybe(self.reason.as_ref()),
            maybe(self.authorised_by.as_ref()),
            word(&self.leaving),
            self.session.map_or(Value::Null, Value::Integer),
            text(&self.by),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            client: row.get(1)?,
            model: row.get(2)?,
            how: read_word(row, 3)?,
            from: row.get(4)?,
            to: row.get(5)?,
            on: row.get(6)?,
            note: row.get(7)?,
            reason: row.get(8)?,
            authorised_by: row.get(9)?,
            leaving: read_word(row, 10)?,
            session: row.get(11)?,
            by: row.get(12)?,
        })
    }
}

impl Record for Score {
    const TABLE: &'static str = "scores";
    const COLUMNS: &'static [&'static str] = &["id", "client", "model", "factor", "value", "day", "by"];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.client.0),
            text(&self.model),
            text(&self.factor),
            Value::Integer(i64::from(self.value)),
            day(self.on),
            text(&self.by),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            client: row.get(1)?,
            model: row.get(2)?,
            factor: row.get(3)?,
            value: row.get(4)?,
            on: row.get(5)?,
            by: row.get(6)?,
        })
    }
}

impl Record for Review {
    const TABLE: &'static str = "reviews";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rev",
        "client",
        "held_on",
        "kind",
        "outcome",
        "note",
        "attendees",
        "decisions",
        "risks",
        "sentiment",
        "recorded_on",
        "by",
        "voided",
    ];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.rev),
            Value::Integer(self.client.0),
            day(self.held_on),
            text(&self.kind),
            text(&self.outcome),
            text(&self.note),
            text(&self.attendees),
            text(&self.decisions),
            text(&self.risks),
            self.sentiment.as_ref().map_or(Value::Null, word),
            day(self.recorded_on),
            text(&self.by),
            maybe(self.voided.as_ref()),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let sentiment: Option<String> = row.get(10)?;
        Ok(Self {
            id: row.get(0)?,
            rev: row.get(1)?,
            client: row.get(2)?,
            held_on: row.get(3)?,
            kind: row.get(4)?,
            outcome: row.get(5)?,
            note: row.get(6)?,
            attendees: row.get(7)?,
            decisions: row.get(8)?,
            risks: row.get(9)?,
            sentiment: if sentiment.is_some() { Some(read_word(row, 10)?) } else { None },
            recorded_on: row.get(11)?,
            by: row.get(12)?,
            voided: row.get(13)?,
        })
    }
}

impl Record for Action {
    const TABLE: &'static str = "actions";
    const COLUMNS: &'static [&'static str] = &["id", "rev", "client", "review", "text", "owner", "due_on", "done_on"];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.rev),
            Value::Integer(self.client.0),
            Value::Integer(self.review),
            text(&self.text),
            maybe(self.owner.as_ref()),
            maybe_day(self.due_on),
            maybe_day(self.done_on),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            rev: row.get(1)?,
            client: row.get(2)?,
            review: row.get(3)?,
            text: row.get(4)?,
            owner: row.get(5)?,
            due_on: row.get(6)?,
            done_on: row.get(7)?,
        })
    }
}

impl Record for Mark {
    const TABLE: &'static str = "marks";
    const COLUMNS: &'static [&'static str] = &["id", "client", "what", "kind", "date", "every", "note", "day", "by"];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.client.0),
            word(&self.what),
            maybe(self.kind.as_ref()),
            maybe_day(self.date),
            self.every.map_or(Value::Null, |every| Value::Text(every.to_string())),
            text(&self.note),
            day(self.on),
            text(&self.by),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let every: Option<String> = row.get(5)?;
        Ok(Self {
            id: row.get(0)?,
            client: row.get(1)?,
            what: read_word(row, 2)?,
            kind: row.get(3)?,
            date: row.get(4)?,
            every: every
                .as_deref()
                .map(Period::from_str)
                .transpose()
                .map_err(|text| unreadable(5, std::io::Error::new(std::io::ErrorKind::InvalidData, text.to_string())))?,
            note: row.get(6)?,
            on: row.get(7)?,
            by: row.get(8)?,
        })
    }
}
