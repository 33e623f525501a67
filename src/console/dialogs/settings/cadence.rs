//! The cadence of a segment written into its model's file, so that all else in it stays, comments too.

use toml_edit::{DocumentMut, Formatted, Item, TableLike, Value};

use crate::domain::calendar::Period;

/// A touchpoint as it is to be; what is none stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TouchpointChange {
    /// How often.
    pub every: Option<Period>,
    /// Hours to prepare one.
    pub prepare_hours: Option<f64>,
    /// Hours to hold one.
    pub hold_hours: Option<f64>,
}

/// A segment as it is to be; what is none stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SegmentChange {
    /// Its touchpoints, in the order of the model.
    pub touchpoints: Vec<TouchpointChange>,
    /// Working days of grace.
    pub grace: Option<u32>,
    /// The longest silence.
    pub floor: Option<Period>,
}

/// The model file with a segment changed.
///
/// # Errors
/// The file does not read, or has no such segment.
pub fn changed(toml: &str, segment: &str, change: &SegmentChange) -> Result<String, String> {
    let mut document: DocumentMut = toml.parse().map_err(|error| format!("the model does not read: {error}"))?;
    let segments = document.get_mut("segments").map(tables).unwrap_or_default();
    let named = |table: &&mut dyn TableLike| table.get("key").and_then(Item::as_str) == Some(segment);
    let found = segments.into_iter().find(named).ok_or_else(|| format!("the model has no segment {segment} now"))?;
    if let Some(grace) = change.grace {
        put(found, "grace", i64::from(grace).into());
    }
    if let Some(floor) = change.floor {
        put(found, "floor", floor.to_string().into());
    }
    let touchpoints = found.get_mut("touchpoints").map(tables).unwrap_or_default();
    for (table, change) in touchpoints.into_iter().zip(&change.touchpoints) {
        if let Some(every) = change.every {
            put(table, "every", every.to_string().into());
        }
        for (key, hours) in [("prepare_hours", change.prepare_hours), ("hold_hours", change.hold_hours)] {
            if let Some(hours) = hours {
                put(table, key, number(hours));
            }
        }
    }
    Ok(document.to_string())
}

/// The tables of `[[name]]`, or of `name = [{ … }]`.
fn tables(item: &mut Item) -> Vec<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => tables.iter_mut().map(|table| table as &mut dyn TableLike).collect(),
        Item::Value(Value::Array(array)) => {
            let tables = array.iter_mut().filter_map(Value::as_inline_table_mut);
            tables.map(|table| table as &mut dyn TableLike).collect()
        }
        Item::None | Item::Value(_) | Item::Table(_) => Vec::new(),
    }
}

/// Puts a value in the place of another, with the spaces and the comment it had.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

/// A number without a point where it needs none.
fn number(hours: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and far below the bound")]
    if hours.fract() == 0.0 && hours.abs() < 1e9 { (hours as i64).into() } else { Value::Float(Formatted::new(hours)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::{Model, builtin};

    #[test]
    fn only_what_was_changed_is_another_and_comments_stay() {
        let toml = builtin::all()[0].1.replace("every = \"1 month\"", "every = \"1 month\" # agreed in May");
        let touchpoint = TouchpointChange { every: Some(Period::weeks(6)), hold_hours: Some(1.5), prepare_hours: None };
        let change = SegmentChange { touchpoints: vec![touchpoint], grace: Some(3), floor: None };
        let after = changed(&toml, "transform", &change).unwrap();
        let differ: Vec<&str> = after.lines().filter(|line| !toml.lines().any(|before| before == *line)).collect();
        assert_eq!(differ, ["grace = 3", "every = \"6 weeks\" # agreed in May"]);
        assert_eq!(after.lines().count(), toml.lines().count());
        let model = Model::parse(&after, "test").unwrap();
        let segment = model.segment("transform").unwrap();
        assert_eq!((segment.grace, segment.touchpoints[0].every, segment.touchpoints[0].hold_hours), (3, Period::weeks(6), 1.5));
        assert_eq!(model.segment("modernize"), Model::parse(&toml, "test").unwrap().segment("modernize"));
    }

    #[test]
    fn touchpoints_written_in_one_line_are_changed_too_and_what_was_left_out_is_added() {
        let toml = "segments = [{ key = \"a\", touchpoints = [{ kind = \"QBR\", every = \"3 months\" }] }]\n";
        let touchpoint = TouchpointChange { every: Some(Period::months(2)), hold_hours: Some(2.0), prepare_hours: None };
        let after = changed(toml, "a", &SegmentChange { touchpoints: vec![touchpoint], ..SegmentChange::default() }).unwrap();
        assert!(after.contains("every = \"2 months\"") && after.contains("hold_hours = 2"), "{after}");
        assert!(changed(toml, "b", &SegmentChange::default()).is_err());
    }
}
