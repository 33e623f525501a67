//! The records that are no client's: settings, models, calendars.

use rusqlite::Row;
use rusqlite::types::Value;

use super::super::rows::Record;
use super::{flag, maybe_day, text, unreadable};
use crate::domain::change::{BookModel, HolidayCalendar, Setting};

impl Record for Setting {
    const TABLE: &'static str = "settings";
    const COLUMNS: &'static [&'static str] = &["key", "rev", "value"];

    fn values(&self) -> Vec<Value> {
        vec![text(&self.key), Value::Integer(self.rev), text(&self.value)]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { key: row.get(0)?, rev: row.get(1)?, value: row.get(2)? })
    }
}

impl Record for BookModel {
    const TABLE: &'static str = "models";
    const COLUMNS: &'static [&'static str] = &["key", "rev", "position", "driving", "toml", "evaluated_on"];

    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.key),
            Value::Integer(self.rev),
            Value::Integer(self.position),
            flag(self.driving),
            text(&self.toml),
            maybe_day(self.evaluated_on),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            rev: row.get(1)?,
            position: row.get(2)?,
            driving: row.get(3)?,
            toml: row.get(4)?,
            evaluated_on: row.get(5)?,
        })
    }
}

impl Record for HolidayCalendar {
    const TABLE: &'static str = "calendars";
    const COLUMNS: &'static [&'static str] = &["name", "rev", "days"];

    fn values(&self) -> Vec<Value> {
        let days = serde_json::to_string(&self.days).expect("dates and texts are JSON");
        vec![text(&self.name), Value::Integer(self.rev), Value::Text(days)]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let days: String = row.get(2)?;
        let days = serde_json::from_str(&days).map_err(|error| unreadable(2, error))?;
        Ok(Self { name: row.get(0)?, rev: row.get(1)?, days })
    }
}
