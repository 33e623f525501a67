//! Values of a model file changed by their paths, so that the rest of the file, comments included, stays as it is written.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, TableLike, Value};

use chrono::NaiveDate;

use super::Model;
use super::error::choice;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Whole,
    Truth,
    List,
    Numbers,
}

type Fields = &'static [(&'static str, Form)];

const MODEL: Fields = &[
    ("name", Form::Text),
    ("description", Form::Text),
    ("source", Form::Text),
    ("membership", Form::Text),
    ("x", Form::Text),
    ("y", Form::Text),
    ("score_valid", Form::Text),
    ("confirm_every", Form::Text),
    ("evaluate_every", Form::Text),
];
const GUARD: Fields = &[("margin", Form::Number), ("dwell", Form::Text)];
const DIMENSION: Fields = &[("name", Form::Text), ("low", Form::Text), ("high", Form::Text), ("cuts", Form::Numbers)];
const FACTOR: Fields = &[
    ("question", Form::Text),
    ("levels", Form::List),
    ("weight", Form::Number),
    ("from", Form::Text),
    ("bands", Form::Numbers),
    ("quantiles", Form::Whole),
    ("fitted", Form::Text),
];
const SEGMENT: Fields = &[
    ("letter", Form::Text),
    ("name", Form::Text),
    ("stance", Form::Text),
    ("cells", Form::List),
    ("initiatives", Form::List),
    ("owners", Form::List),
    ("touch", Form::Text),
    ("grace", Form::Whole),
    ("floor", Form::Text),
    ("target_share", Form::Number),
    ("playbook", Form::List),
    ("offers", Form::List),
    ("accounts_per_owner", Form::Whole),
    ("touchpoints", Form::List),
];
const TOUCHPOINT: Fields = &[
    ("kind", Form::Text),
    ("every", Form::Text),
    ("end_of_month", Form::Truth),
    ("prepare_hours", Form::Number),
    ("hold_hours", Form::Number),
    ("satisfied_by", Form::List),
];

/// A model file with some values changed: path and value as a person writes them. An empty value takes the key out, so that its
/// default applies.
///
/// Paths are `confirm_every`, `guard.margin`, `SEGMENT.grace`, `SEGMENT.touchpoints.KIND.every`, `DIMENSION.cuts` and
/// `DIMENSION.factors.FACTOR.weight`; segments by key, letter or name. `SEGMENT.touchpoints.KIND` with a table of values adds a
/// touchpoint, and with an empty value takes it away. Whether the result is a model is for
/// [`super::Model::parse`] to say.
///
/// # Errors
/// A path that leads nowhere, with the nearest that does; a value of another form than its place asks for.
pub fn edited<'e>(toml: &str, edits: impl IntoIterator<Item = (&'e str, &'e str)>) -> Result<String, Refusal> {
    let mut document: DocumentMut = toml.parse().map_err(|error: toml_edit::TomlError| Refusal::Barred {
        what: format!("the model does not read: {}", error.message()),
        hint: String::new(),
    })?;
    for (path, value) in edits {
        edit(&mut document, path.trim(), value.trim())?;
    }
    Ok(document.to_string())
}

/// A model file whose quantiles are cut anew: `bounds` answers for a client field and a number of parts the lower ends of all
/// parts but the first, none where the book has too few values; `on` is the day it is asked. Also says which bounds became what, by factor.
///
/// # Errors
/// Those of `bounds`, and of [`edited`].
pub fn fitted<E: From<Refusal>>(
    toml: &str,
    model: &Model,
    on: NaiveDate,
    mut bounds: impl FnMut(&str, u8) -> Result<Option<Vec<f64>>, E>,
) -> Result<(String, Vec<String>), E> {
    let (mut edits, mut said) = (Vec::new(), Vec::new());
    for dimension in &model.dimensions {
        for factor in &dimension.factors {
            let Some((derived, parts)) = factor.derived.as_ref().and_then(|derived| Some((derived, derived.quantiles?))) else {
                continue;
            };
            let Some(found) = bounds(&derived.from, parts)?.filter(|found| *found != derived.bands) else { continue };
            let numbers: Vec<String> = found.iter().map(f64::to_string).collect();
            let path = format!("dimensions.{}.factors.{}", dimension.key, factor.key);
            edits.push((format!("{path}.bands"), format!("[{}]", numbers.join(", "))));
            edits.push((format!("{path}.fitted"), on.to_string()));
            said.push(format!("{} {}", factor.key, numbers.join(", ")));
        }
    }
    let edits = edits.iter().map(|(path, value)| (path.as_str(), value.as_str()));
    Ok((edited(toml, edits)?, said))
}

fn edit(document: &mut DocumentMut, path: &str, value: &str) -> Result<(), Refusal> {
    let Some((head, rest)) = path.split_once('.') else { return put(document.as_table_mut(), "a model", MODEL, path, value) };
    match head {
        "guard" => {
            let is_new = !document.contains_key("guard");
            let guard = document.entry("guard").or_insert_with(|| Item::Value(InlineTable::new().into()));
            let guard = guard.as_table_like_mut().ok_or_else(|| nowhere("guard", &[]))?;
            put(guard, "the guard of a model", GUARD, rest, value)?;
            if is_new {
                guard.fmt();
            }
            Ok(())
        }
        "segments" => named(document, "segments", rest).and_then(|(found, rest)| segment(found, rest, value)),
        "dimensions" => named(document, "dimensions", rest).and_then(|(found, rest)| dimension(found, rest, value)),
        _ if is_named(document, "dimensions", head) && !(is_named(document, "segments", head) && is_of_segment(rest)) => {
            named(document, "dimensions", path).and_then(|(found, rest)| dimension(found, rest, value))
        }
        _ => named(document, "segments", path).and_then(|(found, rest)| segment(found, rest, value)),
    }
}

fn is_of_segment(rest: &str) -> bool {
    let field = rest.split('.').next().unwrap_or(rest);
    SEGMENT.iter().any(|(known, _)| *known == field)
}

fn segment(segment: &mut dyn TableLike, rest: &str, value: &str) -> Result<(), Refusal> {
    let Some(rest) = rest.strip_prefix("touchpoints.") else { return put(segment, "a segment", SEGMENT, rest, value) };
    let table = value.parse::<Value>().ok().and_then(|value| value.as_inline_table().cloned());
    if let Some(table) = table {
        return add_touchpoint(segment, rest, &table);
    }
    if value.is_empty() && takes_away(segment, rest) {
        return Ok(());
    }
    // A kind may have dots of its own; a field has none.
    let Some((kind, field)) = rest.rsplit_once('.') else {
        let what = format!("which value of the touchpoint {rest}?");
        return Err(Refusal::Barred { what, hint: format!("name one: touchpoints.{rest}.every") });
    };
    let mut tables = segment.get_mut("touchpoints").map(tables).unwrap_or_default();
    let kinds: Vec<String> = tables.iter().filter_map(|table| said(&**table, "kind")).collect();
    let Some(at) = kinds.iter().position(|known| fold(known) == fold(kind)) else {
        let known: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let hint = format!("{}; one is added with a table: touchpoints.{kind}={{ every = \"2 weeks\" }}", choice(kind, &known));
        return Err(Refusal::NotFound { what: "touchpoint of this segment", name: kind.to_owned(), hint });
    };
    put(&mut *tables[at], "a touchpoint", TOUCHPOINT, field, value)
}

/// Adds a touchpoint to a segment, written as those beside it are; one of that kind is replaced.
fn add_touchpoint(segment: &mut dyn TableLike, kind: &str, values: &InlineTable) -> Result<(), Refusal> {
    let known: Vec<&str> = TOUCHPOINT.iter().map(|(known, _)| *known).collect();
    if let Some((key, _)) = values.iter().find(|(key, _)| !known.contains(key)) {
        return Err(Refusal::Barred { what: format!("a touchpoint has no “{key}”"), hint: choice(key, &known) });
    }
    let mut made = InlineTable::new();
    made.insert("kind", kind.into());
    for (key, value) in values.iter().filter(|(key, _)| *key != "kind") {
        made.insert(key, bare(value.clone()));
    }
    takes_away(segment, kind);
    let list = match segment.get_mut("touchpoints") {
        Some(list) => list,
        None => {
            segment.insert("touchpoints", Item::ArrayOfTables(ArrayOfTables::new()));
            segment.get_mut("touchpoints").expect("it was put there just now")
        }
    };
    match list {
        Item::ArrayOfTables(tables) => tables.push(made.into_table()),
        Item::Value(Value::Array(tables)) => {
            made.fmt();
            tables.push(made);
        }
        Item::None | Item::Value(_) | Item::Table(_) => return Err(nowhere("touchpoints", &[])),
    }
    Ok(())
}

/// Takes the touchpoint of a kind out of a segment; whether there was one.
fn takes_away(segment: &mut dyn TableLike, kind: &str) -> bool {
    let is_it = |table: &dyn TableLike| said(table, "kind").is_some_and(|known| fold(&known) == fold(kind));
    let Some(list) = segment.get_mut("touchpoints") else { return false };
    let Some(at) = tables(list).iter().position(|table| is_it(&**table)) else { return false };
    match list {
        Item::ArrayOfTables(tables) => drop(tables.remove(at)),
        Item::Value(Value::Array(tables)) => drop(tables.remove(at)),
        Item::None | Item::Value(_) | Item::Table(_) => return false,
    }
    true
}

fn dimension(dimension: &mut dyn TableLike, rest: &str, value: &str) -> Result<(), Refusal> {
    let Some(rest) = rest.strip_prefix("factors.") else { return put(dimension, "a dimension", DIMENSION, rest, value) };
    let (key, field) = rest.split_once('.').unwrap_or((rest, ""));
    let mut tables = dimension.get_mut("factors").map(tables).unwrap_or_default();
    let keys: Vec<String> = tables.iter().filter_map(|table| said(&**table, "key")).collect();
    let Some(at) = keys.iter().position(|known| known == key) else {
        let known: Vec<&str> = keys.iter().map(String::as_str).collect();
        return Err(Refusal::NotFound { what: "factor of this dimension", name: key.to_owned(), hint: choice(key, &known) });
    };
    put(&mut *tables[at], "a factor", FACTOR, field, value)
}

/// The tables of a list, however it is written: `[[…]]` or `[{…}]`.
fn tables(list: &mut Item) -> Vec<&mut dyn TableLike> {
    match list {
        Item::ArrayOfTables(tables) => tables.iter_mut().map(|table| table as &mut dyn TableLike).collect(),
        Item::Value(Value::Array(tables)) => {
            let tables = tables.iter_mut().filter_map(Value::as_inline_table_mut);
            tables.map(|table| table as &mut dyn TableLike).collect()
        }
        Item::None | Item::Value(_) | Item::Table(_) => Vec::new(),
    }
}

fn said(table: &dyn TableLike, key: &str) -> Option<String> {
    table.get(key).and_then(Item::as_str).map(str::to_owned)
}

/// Whether a table goes by a name: its key, letter or name.
fn goes_by(table: &dyn TableLike, name: &str) -> bool {
    ["key", "letter", "name"].into_iter().any(|key| said(table, key).is_some_and(|known| fold(&known) == fold(name)))
}

fn is_named(document: &mut DocumentMut, list: &str, name: &str) -> bool {
    document.get_mut(list).map(tables).unwrap_or_default().iter().any(|table| goes_by(&**table, name))
}

/// The segment or dimension a path begins with, and the rest of the path.
fn named<'d, 'p>(document: &'d mut DocumentMut, list: &str, path: &'p str) -> Result<(&'d mut dyn TableLike, &'p str), Refusal> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    if !is_named(document, list, name) {
        let mut known: Vec<String> = Vec::new();
        for list in ["segments", "dimensions"] {
            let tables = document.get_mut(list).map(tables).unwrap_or_default();
            known.extend(tables.iter().filter_map(|table| said(&**table, "key")));
        }
        let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
        known.push("guard");
        return Err(nowhere(name, &known));
    }
    let tables = document.get_mut(list).map(tables).unwrap_or_default();
    let found = tables.into_iter().find(|table| goes_by(&**table, name)).expect("it was found just now");
    Ok((found, rest))
}

fn nowhere(name: &str, known: &[&str]) -> Refusal {
    Refusal::NotFound { what: "segment or dimension", name: name.to_owned(), hint: choice(name, known) }
}

/// Writes a value into a table with the comment beside it kept, or takes the key out where it is empty.
fn put(table: &mut dyn TableLike, what: &str, fields: Fields, field: &str, text: &str) -> Result<(), Refusal> {
    let Some((field, form)) = fields.iter().find(|(known, _)| *known == field) else {
        let known: Vec<&str> = fields.iter().map(|(known, _)| *known).collect();
        let what = format!("{what} has no “{field}”");
        return Err(Refusal::Barred { what, hint: choice(field, &known) });
    };
    if text.is_empty() {
        table.remove(field);
        return Ok(());
    }
    let mut value = form.read(text).ok_or_else(|| Refusal::BadValue {
        what: format!("value for {field}"),
        value: text.to_owned(),
        hint: form.example().to_owned(),
    })?;
    match table.get_mut(field) {
        Some(Item::Value(before)) => {
            *value.decor_mut() = before.decor().clone();
            *before = value;
        }
        Some(other) => *other = Item::Value(value),
        None => {
            table.insert(field, Item::Value(value));
        }
    }
    Ok(())
}

impl Form {
    /// The value a text means: as TOML, or plain where it is a text.
    fn read(self, text: &str) -> Option<Value> {
        let value = text.parse::<Value>().ok();
        let read = match (self, value) {
            (Self::Text, Some(Value::String(text))) => Some(Value::from(text.value().as_str())),
            (Self::Text, Some(_) | None) => Some(Value::from(text)),
            (Self::Number, Some(value @ (Value::Integer(_) | Value::Float(_)))) => Some(value),
            (Self::Whole, Some(value @ Value::Integer(_))) => Some(value),
            (Self::Truth, Some(value @ Value::Boolean(_))) => Some(value),
            (Self::List, Some(value @ Value::Array(_))) => Some(value),
            (Self::Numbers, Some(Value::Array(list))) if list.iter().all(is_number) => Some(Value::Array(list)),
            (Self::List, Some(_) | None) => listed(text),
            (Self::Numbers, Some(_) | None) => {
                listed(text).filter(|list| list.as_array().is_some_and(|list| list.iter().all(is_number)))
            }
            (Self::Number | Self::Whole | Self::Truth, Some(_) | None) => None,
        };
        read.map(bare)
    }

    const fn example(self) -> &'static str {
        match self {
            Self::Text => "write a text",
            Self::Number => "write a number, like 2.5",
            Self::Whole => "write a whole number, like 5",
            Self::Truth => "write true or false",
            Self::List => "write a list, like one,two or [\"one\", \"two\"]",
            Self::Numbers => "write numbers, like 60 or 40,60",
        }
    }
}

/// Values with commas between, without the brackets of a list (`60`, `35, 85`, `CSM, Pool`): each as TOML, else as plain text.
/// None where one of them is empty, or has brackets or quotation marks that do not read.
fn listed(text: &str) -> Option<Value> {
    // With quotation marks a comma may be part of a text: TOML tells.
    if let Ok(Value::Array(list)) = format!("[{text}]").parse::<Value>() {
        return Some(Value::Array(list));
    }
    let plain = |part: &str| (!part.is_empty() && !part.contains(['[', ']', '{', '}', '"', '\''])).then(|| Value::from(part));
    let value = |part: &str| part.parse::<Value>().ok().filter(is_plain).or_else(|| plain(part));
    let values: Option<Vec<Value>> = text.split(',').map(|part| value(part.trim())).collect();
    values.map(|values| Value::Array(values.into_iter().collect()))
}

/// Whether a value is a number, a truth or a text.
fn is_plain(value: &Value) -> bool {
    is_number(value) || matches!(value, Value::Boolean(_) | Value::String(_))
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Float(_))
}

/// A value without what stood around it.
fn bare(mut value: Value) -> Value {
    value.decor_mut().clear();
    if let Value::Array(list) = &mut value {
        Array::fmt(list);
    }
    value.decorated(" ", "")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::model::{Model, builtin};

    fn file() -> &'static str {
        builtin::all()[0].1
    }

    /// The lines that differ: before and after.
    fn changed(edits: &[(&str, &str)]) -> Vec<(String, String)> {
        let after = edited(file(), edits.iter().copied()).unwrap();
        Model::parse(&after, "edited").unwrap();
        assert_eq!(file().lines().count(), after.lines().count(), "{after}");
        let pairs = file().lines().zip(after.lines()).filter(|(before, after)| before != after);
        pairs.map(|(before, after)| (before.to_owned(), after.to_owned())).collect()
    }

    #[rstest]
    #[case("confirm_every", "2 months", "confirm_every = \"3 months\"", "confirm_every = \"2 months\"")]
    #[case("maturity.cuts", "[40]", "cuts = [50]", "cuts = [40]")]
    #[case("maturity.cuts", "60", "cuts = [50]", "cuts = [60]")]
    #[case("maturity.cuts", "42.5", "cuts = [50]", "cuts = [42.5]")]
    #[case("A.grace", "3", "grace = 5", "grace = 3")]
    #[case("segments.transform.grace", "3", "grace = 5", "grace = 3")]
    #[case("transform.touchpoints.review.every", "2 weeks", "every = \"1 month\"", "every = \"2 weeks\"")]
    #[case("transform.touchpoints.Review.hold_hours", "2.5", "hold_hours = 1", "hold_hours = 2.5")]
    #[case("maturity.factors.stability.weight", "2", "weight = 1", "weight = 2")]
    #[case("name", "\"Our model\"", "name = \"Maturity × Appetite\"", "name = \"Our model\"")]
    fn one_line_changes_and_the_rest_stays(#[case] path: &str, #[case] value: &str, #[case] before: &str, #[case] after: &str) {
        assert_eq!(changed(&[(path, value)]), [(before.to_owned(), after.to_owned())]);
    }

    #[test]
    fn the_guard_is_edited_inside_its_braces() {
        let after = edited(file(), [("guard.margin", "7.5")]).unwrap();
        assert!(after.contains("guard = { margin = 7.5, dwell = \"3 months\" }"), "{after}");
        let bare: String = file().lines().filter(|line| !line.starts_with("guard")).map(|line| format!("{line}\n")).collect();
        let added = edited(&bare, [("guard.margin", "7.5")]).unwrap();
        assert!(added.contains("\nguard = { margin = 7.5 }\n"), "{added}");
    }

    #[test]
    fn a_comment_beside_a_value_stays() {
        let text = file().replace("cuts = [50]", "cuts = [50] # the middle");
        let after = edited(&text, [("maturity.cuts", " [40, 60] ")]).unwrap();
        assert!(after.contains("cuts = [40, 60] # the middle"), "{after}");
    }

    #[rstest]
    #[case("maturity.cuts", "35,85", "cuts = [35, 85]")]
    #[case("maturity.cuts", " 35 , 85 ", "cuts = [35, 85]")]
    #[case("sustain.owners", "CSM", "owners = [\"CSM\"]")]
    #[case("sustain.owners", "Jane O. Doe, 2nd line", "owners = [\"Jane O. Doe\", \"2nd line\"]")]
    #[case("sustain.owners", "\"Doe, Jane\", \"Pool\"", "owners = [\"Doe, Jane\", \"Pool\"]")]
    #[case("transform.touchpoints.review.satisfied_by", "QBR,EBR", "satisfied_by = [\"QBR\", \"EBR\"]")]
    #[case("sustain.cells", "[1, 1], [2, 1]", "cells = [[1, 1], [2, 1]]")]
    fn a_list_is_written_with_or_without_its_brackets(#[case] path: &str, #[case] value: &str, #[case] line: &str) {
        let after = edited(file(), [(path, value)]).unwrap();
        assert!(after.lines().any(|written| written.trim() == line), "{line}: {after}");
        let bracketed = edited(file(), [(path, line.split_once(" = ").unwrap().1)]).unwrap();
        assert_eq!(after, bracketed);
    }

    #[rstest]
    #[case("[40")]
    #[case("40]")]
    #[case("40,,60")]
    #[case(",")]
    #[case("forty")]
    #[case("40, sixty")]
    #[case("[\"forty\"]")]
    #[case("\"one")]
    #[case("{ a = 1")]
    #[case("one, \"two")]
    fn a_list_that_does_not_read_is_refused_with_an_example(#[case] value: &str) {
        let refusal = edited(file(), [("maturity.cuts", value)]).unwrap_err();
        assert!(matches!(&refusal, Refusal::BadValue { hint, .. } if hint.contains("40,60")), "{value}: {refusal:?}");
    }

    #[test]
    fn an_empty_value_takes_the_key_out_and_a_new_one_is_added() {
        let after = edited(file(), [("transform.grace", ""), ("sustain.target_share", "0.25")]).unwrap();
        let model = Model::parse(&after, "edited").unwrap();
        assert_eq!(model.segment("sustain").unwrap().target_share, Some(0.25));
        assert_eq!(after.matches("grace = 5").count(), file().matches("grace = 5").count() - 1);
    }

    #[test]
    fn touchpoints_can_be_given_as_a_whole() {
        let list =
            "[{ kind = \"QBR\", every = \"3 months\", satisfied_by = [\"EBR\"] }, { kind = \"Check-in\", every = \"2 weeks\" }]";
        let after = edited(file(), [("sustain.touchpoints", list), ("transform.touchpoints", "[]")]).unwrap();
        let again = edited(&after, [("sustain.touchpoints.Check-in.every", "1 month")]).unwrap();
        let model = Model::parse(&again, "edited").unwrap();
        let sustain = &model.segment("sustain").unwrap().touchpoints;
        assert_eq!((sustain[0].kind.as_str(), sustain[1].every.to_string().as_str()), ("QBR", "1 month"));
        assert!(model.segment("transform").unwrap().touchpoints.is_empty());
    }

    #[test]
    fn a_touchpoint_is_added_and_taken_away_and_the_rest_of_the_file_stays() {
        let table = "{ every = \"2 weeks\", prepare_hours = 0.5 }";
        let after = edited(file(), [("transform.touchpoints.Status call", table)]).unwrap();
        let model = Model::parse(&after, "edited").unwrap();
        let transform = &model.segment("transform").unwrap().touchpoints;
        assert_eq!((transform[1].kind.as_str(), transform[1].every.to_string().as_str()), ("Status call", "2 weeks"));
        let added = "[[segments.touchpoints]]\nkind = \"Status call\"\nevery = \"2 weeks\"\nprepare_hours = 0.5\n";
        assert!(after.contains(added), "{after}");
        assert_eq!(edited(&after, [("transform.touchpoints.Status call", "")]).unwrap(), file());
        let bare = edited(file(), [("sustain.touchpoints.Status call", table)]).unwrap();
        assert_eq!(Model::parse(&bare, "edited").unwrap().segment("sustain").unwrap().touchpoints.len(), 1);
        let refusal = edited(file(), [("sustain.touchpoints.Call", "{ evry = \"2 weeks\" }")]).unwrap_err();
        assert!(format!("{refusal}: {}", refusal.hint().unwrap()).contains("did you mean “every”?"));
    }

    #[rstest]
    #[case("confirm_evry", "1 month", "did you mean “confirm_every”?")]
    #[case("trensform.grace", "3", "did you mean “transform”?")]
    #[case("transform.grce", "3", "did you mean “grace”?")]
    #[case("transform.key", "other", "known here: letter, name")]
    #[case("transform.touchpoints.Reviev.every", "3 weeks", "did you mean “Review”?")]
    #[case("transform.touchpoints.Review.evry", "3 weeks", "did you mean “every”?")]
    #[case("transform.touchpoints.Review", "3 weeks", "touchpoints.Review.every")]
    #[case("maturity.factors.stabilty.weight", "3", "did you mean “stability”?")]
    #[case("maturity.factors.stability", "3", "known here: question")]
    #[case("transform.grace", "three", "write a whole number")]
    #[case("transform.grace", "2.5", "write a whole number")]
    #[case("maturity.cuts", "half", "write numbers, like 60")]
    #[case("sustain.owners", "[CSM", "write a list")]
    #[case("", "3", "known here: name")]
    fn what_leads_nowhere_is_refused_with_what_would_be_right(#[case] path: &str, #[case] value: &str, #[case] says: &str) {
        let refusal = edited(file(), [(path, value)]).unwrap_err();
        let said = format!("{refusal}: {}", refusal.hint().unwrap_or_default());
        assert!(said.contains(says), "{said}");
    }
}
