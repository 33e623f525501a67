//! What each column was understood to hold, in words: `date d/m/y`, `amount 1,234.56 EUR`, `text`.

use crate::exchange::import::activities::ReviewField;
use crate::exchange::import::columns::{Column, Field, Mapping};
use crate::exchange::import::dates::{DateForm, DateOrder, Shape};
use crate::exchange::import::numbers::{self, Decimal};
use crate::exchange::import::values::is_blank;
use crate::exchange::import::{Form, Profile};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// In words.
    pub words: String,
    /// Whether its cells are not for a shared screen: money, notes, and what nobody knows.
    pub private: bool,
}

/// What the columns hold: those that fill a field as it is read, the others by their first cells.
#[must_use]
pub fn kinds(mapping: &Mapping, profile: Option<&Profile>, rows: &[(u64, Vec<String>)]) -> Vec<Kind> {
    let cells = |at: usize| -> Vec<&str> {
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(at)).map(String::as_str);
        cells.filter(|cell| !is_blank(cell)).collect()
    };
    let kind = |(at, column): (usize, &Column)| {
        let form = profile.and_then(|profile| profile.forms.get(at));
        let words = match &column.field {
            Some(field) => words(field, form, column, &cells(at)),
            None => by_cells(&cells(at)).to_owned(),
        };
        Kind { words, private: is_private(column.field.as_ref()) }
    };
    mapping.columns.iter().enumerate().map(kind).collect()
}

/// Whether cells of a field, or of a column without one, are not for a shared screen.
#[must_use]
pub fn is_private(field: Option<&Field>) -> bool {
    field.is_none_or(|field| {
        let notes = [ReviewField::Note, ReviewField::Outcome, ReviewField::Sentiment, ReviewField::Risks, ReviewField::Decisions];
        let told = matches!(field, Field::Review(of) if notes.contains(of));
        told || field.is_decimal() || *field == Field::Notes
    })
}

fn words(field: &Field, form: Option<&Form>, column: &Column, cells: &[&str]) -> String {
    match form {
        // What is written year first, or with the month in words, has no order to tell.
        Some(Form::Date(_))
            if !cells.is_empty() && cells.iter().all(|cell| matches!(Shape::of(cell), Ok(Shape::Told { .. }))) =>
        {
            "date".to_owned()
        }
        Some(Form::Date(form)) => date(*form).to_owned(),
        Some(Form::Money(decimal)) => {
            let name = if field.is_money() { "amount" } else { "number" };
            let mut said = match decimal {
                Some(Decimal::Point) => format!("{name} 1,234.56"),
                Some(Decimal::Comma) => format!("{name} 1.234,56"),
                None => name.to_owned(),
            };
            said.extend(column.currency.iter().flat_map(|code| [" ", code.as_str()]));
            said
        }
        Some(Form::Text) | None => match field {
            Field::Score(_) => "score",
            Field::ExternalId => "id",
            Field::Tags => "tags",
            Field::Archived => "yes or no",
            Field::Currency => "currency",
            field if field.is_date() => "date",
            field if field.is_decimal() => "number",
            _ => "text",
        }
        .to_owned(),
    }
}

fn date(form: DateForm) -> &'static str {
    match (form.order, form.serials) {
        (Some(DateOrder::Dmy), _) => "date d/m/y",
        (Some(DateOrder::Mdy), _) => "date m/d/y",
        (Some(DateOrder::Ymd), _) => "date y/m/d",
        (None, true) => "date as day count",
        (None, false) => "date",
    }
}

/// What cells nobody reads look like.
fn by_cells(cells: &[&str]) -> &'static str {
    let number =
        |cell: &&str| numbers::read(cell, Some(Decimal::Point)).is_ok() || numbers::read(cell, Some(Decimal::Comma)).is_ok();
    let day = |cell: &&str| matches!(Shape::of(cell), Ok(Shape::Told { .. } | Shape::Numbers { .. }));
    if cells.is_empty() {
        "empty"
    } else if cells.iter().all(number) {
        "number"
    } else if cells.iter().all(day) {
        "date"
    } else {
        "text"
    }
}
