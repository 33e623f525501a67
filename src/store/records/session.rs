//! The records of sessions: what is asked for stands in columns of its own, the rest as JSON.

use std::collections::BTreeMap;

use rusqlite::Row;
use rusqlite::types::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::rows::Record;
use super::{day, flag, maybe, maybe_day, read_word, text, unreadable, word};
use crate::domain::session::record::{ItemRecord, Record as Outcome};
use crate::domain::session::{Act, Item, Judged, Opinion, Session, Staged};

/// What a session was set up with, as its column keeps it.
#[derive(Serialize, Deserialize)]
struct Setup {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    co_facilitators: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    participants: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    targets: BTreeMap<String, u16>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    agenda: String,
}

/// What became of a session, as its column keeps it.
#[derive(Serialize, Deserialize)]
struct Course {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revealed: Option<Act>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<Act>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<Outcome>,
}

/// What became of an item, as its column keeps it.
#[derive(Serialize, Deserialize)]
struct ItemOutcome {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<ItemRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
}

fn json<T: Serialize>(value: &T) -> Value {
    Value::Text(serde_json::to_string(value).expect("texts, dates and finite numbers are JSON"))
}

fn read_json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(at)?.as_str()?).map_err(|error| unreadable(at, error))
}

impl Record for Session {
    const TABLE: &'static str = "sessions";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "rev",
        "name",
        "model",
        "state",
        "scope",
        "as_of",
        "facilitator",
        "started_on",
        "started_by",
        "closed_on",
        "setup",
        "course",
    ];

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.id),
            Value::Integer(self.rev),
            text(&self.name),
            text(&self.model),
            word(&self.state),
            text(&self.scope),
            day(self.as_of),
            text(&self.facilitator),
            day(self.started_on),
            text(&self.started_by),
            maybe_day(self.closed.as_ref().map(|act| act.on)),
            json(&Setup {
                co_facilitators: self.co_facilitators.clone(),
                participants: self.participants.clone(),
                targets: self.targets.clone(),
                agenda: self.agenda.clone(),
            }),
            json(&Course { revealed: self.revealed.clone(), closed: self.closed.clone(), record: self.record.clone() }),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let setup: Setup = read_json(row, 11)?;
        let course: Course = read_json(row, 12)?;
        Ok(Self {
            id: row.get(0)?,
            rev: row.get(1)?,
            name: row.get(2)?,
            model: row.get(3)?,
            state: read_word(row, 4)?,
            scope: row.get(5)?,
            as_of: row.get(6)?,
            facilitator: row.get(7)?,
            co_facilitators: setup.co_facilitators,
            participants: setup.participants,
            targets: setup.targets,
            agenda: setup.agenda,
            started_on: row.get(8)?,
            started_by: row.get(9)?,
            revealed: course.revealed,
            closed: course.closed,
            record: course.record,
        })
    }
}

impl Record for Item {
    const TABLE: &'static str = "session_items";
    const COLUMNS: &'static [&'static str] =
        &["session", "client", "rev", "kind", "from_segment", "to_segment", "discussed", "note", "by", "at", "staged", "outcome"];
    const KEYS: usize = 2;

    fn values(&self) -> Vec<Value> {
        let staged = self.staged.as_ref();
        let place = |of: fn(&Staged) -> &Option<String>| maybe(staged.and_then(|staged| of(staged).as_ref()));
        vec![
            Value::Integer(self.session),
            Value::Integer(self.client.0),
            Value::Integer(self.rev),
            staged.map_or(Value::Null, |staged| word(&staged.kind)),
            place(|staged| &staged.from),
            place(|staged| &staged.to),
            flag(self.discussed),
            text(&self.note),
            text(&self.by),
            text(&self.at),
            staged.map_or(Value::Null, json),
            json(&ItemOutcome { record: self.record.clone(), judged: self.judged.clone() }),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let outcome: ItemOutcome = read_json(row, 11)?;
        Ok(Self {
            session: row.get(0)?,
            client: row.get(1)?,
            rev: row.get(2)?,
            staged: if row.get_ref(10)? == rusqlite::types::ValueRef::Null { None } else { Some(read_json(row, 10)?) },
            discussed: row.get(6)?,
            note: row.get(7)?,
            by: row.get(8)?,
            at: row.get(9)?,
            record: outcome.record,
            judged: outcome.judged,
        })
    }
}

impl Record for Opinion {
    const TABLE: &'static str = "session_opinions";
    const COLUMNS: &'static [&'static str] = &["session", "client", "voter", "rev", "view", "to_segment", "note", "day", "by"];
    const KEYS: usize = 3;

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.session),
            Value::Integer(self.client.0),
            text(&self.voter),
            Value::Integer(self.rev),
            word(&self.view),
            maybe(self.to.as_ref()),
            text(&self.note),
            day(self.on),
            text(&self.by),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            session: row.get(0)?,
            client: row.get(1)?,
            voter: row.get(2)?,
            rev: row.get(3)?,
            view: read_word(row, 4)?,
            to: row.get(5)?,
            note: row.get(6)?,
            on: row.get(7)?,
            by: row.get(8)?,
        })
    }
}
