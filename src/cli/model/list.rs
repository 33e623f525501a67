//! `model list`: the models of the book and those built in, which one drives, and when each is to be evaluated.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::json::List;
use crate::cli::print::Table;
use crate::cli::shape::day;
use crate::domain::model::{Model, builtin};
use crate::exchange::models::{own_models, text_of};
use crate::exchange::refused::shown_path;
use crate::store::{HeldModel, Store, StoreError};

/// A model as it is listed.
#[derive(Debug, Serialize)]
struct Item {
    key: String,
    name: String,
    description: String,
    source: String,
    in_book: bool,
    driving: bool,
    /// The day somebody last looked whether it still fits.
    evaluated_on: Option<NaiveDate>,
    /// The day by which somebody is to look again; none for a model that is not in the book.
    evaluate_by: Option<NaiveDate>,
    segments: Vec<String>,
}

/// Lists the models.
pub fn list(store: &Store, json: bool, call: &mut Call) -> Result<(), Fault> {
    let items = items(store, call)?;
    if json {
        let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let mut list = List::begin(&mut call.out)?;
        items.iter().try_for_each(|item| list.item(item))?;
        return list.end(total);
    }
    let mut table = Table::new(&["model", "name", "in the book", "evaluated", "evaluate by", "what it is for"]);
    for item in &items {
        let held = match (item.in_book, item.driving) {
            (true, true) => "yes, driving",
            (true, false) => "yes",
            (false, _) => "no",
        };
        let on = day(item.evaluated_on);
        let due = item.evaluate_by.is_some_and(|by| by <= call.today());
        let by = if due { format!("{}, due", day(item.evaluate_by)) } else { day(item.evaluate_by) };
        table.row([item.key.as_str(), &item.name, held, &on, &by, &item.description]);
    }
    call.out.table(&table)
}

fn items(store: &Store, call: &Call) -> Result<Vec<Item>, Fault> {
    let ground = store.ground();
    let begun = store.begun_on()?;
    let mut items: Vec<Item> = ground.models.iter().map(|held| held_item(held, begun)).collect();
    for (key, toml) in builtin::all() {
        if !items.iter().any(|item| item.key == *key) {
            items.push(item(&Model::parse(toml, "a built-in model").map_err(StoreError::from)?));
        }
    }
    // A file that does not read is said, and the list goes on.
    for file in call.models.as_deref().map(own_models).unwrap_or_default() {
        let name = shown_path(&file);
        match text_of(&file)
            .map_err(|refused| refused.to_string())
            .and_then(|text| Model::parse(&text, &name).map_err(|error| error.to_string()))
        {
            Ok(model) if items.iter().any(|item| item.key == model.key) => {}
            Ok(model) => items.push(item(&model)),
            Err(why) => call.aside(&why),
        }
    }
    Ok(items)
}

/// A model of the book; `begun` is the day the book began, from which one that nobody has evaluated yet is counted.
fn held_item(held: &HeldModel, begun: Option<NaiveDate>) -> Item {
    let evaluated_on = held.row.evaluated_on;
    // A period that leaves the calendar asks for no evaluation.
    let evaluate_by = evaluated_on.or(begun).and_then(|from| held.model.evaluate_every.after(from, 1).ok());
    Item { in_book: true, driving: held.row.driving, evaluated_on, evaluate_by, ..item(&held.model) }
}

fn item(model: &Model) -> Item {
    Item {
        key: model.key.clone(),
        name: model.name.clone(),
        description: model.description.clone(),
        source: model.source.clone(),
        in_book: false,
        driving: false,
        evaluated_on: None,
        evaluate_by: None,
        segments: model.segments.iter().map(|segment| segment.key.clone()).collect(),
    }
}
