//! The models of a book: adding one, changing one, choosing the one that drives the cadence, and looking whether it still fits.

use super::{Facts, Plan, PlanError, StoodIn, changed_meanwhile, optional_note};
use crate::domain::change::{BookModel, Change, Fact};
use crate::domain::fields::quantiles;
use crate::domain::model::place::{holds, keys};
use crate::domain::model::{Membership, Model, ModelError, Segment, builtin, differences, fitted};
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// Models one book can hold.
const MODELS_MAX: usize = 50;

pub(super) fn add(toml: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let row = new_row(toml, &facts.models()?, facts, stamp)?;
    let summary = format!("added the model {}", read(&row.toml)?.name);
    Ok(Plan { kind: "model add", summary, changes: vec![Change::make(Fact::Model(row))] })
}

/// A model as it joins the book: after the others, fitted to it.
fn new_row(toml: &str, models: &[BookModel], facts: &dyn Facts, stamp: &Stamp) -> Result<BookModel, PlanError> {
    let model = read(toml)?;
    if models.iter().any(|known| known.key == model.key) {
        let what = format!("the book has a model {} already", model.key);
        return Err(Refusal::Barred { what, hint: "change it with `model edit`, or give this one another key".to_owned() }.into());
    }
    if models.len() >= MODELS_MAX {
        let what = format!("a book holds {MODELS_MAX} models at most");
        return Err(Refusal::Barred { what, hint: String::new() }.into());
    }
    let (fitted, _) = fit_to(toml, &model, facts, stamp)?;
    let position = models.iter().map(|known| known.position).max().unwrap_or(0) + 1;
    Ok(BookModel { key: model.key, rev: 1, position, driving: false, toml: fitted, evaluated_on: Some(stamp.today) })
}

/// A model drives from now on; a built-in one that the book does not have joins it on the way.
pub(super) fn use_(key: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let models = facts.models()?;
    let joins = match (models.iter().any(|known| known.key == key), builtin::find(key)) {
        (false, Some(toml)) => Some(BookModel { driving: true, ..new_row(toml, &models, facts, stamp)? }),
        (true, _) | (false, None) => None,
    };
    let as_driving = |row: &BookModel, driving| {
        let after = BookModel { rev: row.rev + 1, driving, ..row.clone() };
        Change::become_(Fact::Model(row.clone()), Fact::Model(after))
    };
    // One model drives at any moment: the present one steps down first.
    let mut changes: Vec<Change> = models.iter().filter(|row| row.driving).map(|row| as_driving(row, false)).collect();
    let name = |toml: &str| read(toml).map(|model| model.name);
    let summary = match joins {
        Some(row) => {
            let summary = format!("added the built-in model {} and made it the driving one", name(&row.toml)?);
            changes.push(Change::make(Fact::Model(row)));
            summary
        }
        None => {
            let chosen = found(&models, key)?;
            if chosen.driving {
                return Err(Refusal::Nothing(format!("{key} is the driving model already")).into());
            }
            changes.push(as_driving(chosen, true));
            format!("made {} the driving model", name(&chosen.toml)?)
        }
    };
    Ok(Plan { kind: "model use", summary, changes })
}

pub(super) fn edit(key: &str, toml: &str, seen: Option<i64>, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let models = facts.models()?;
    let before = found(&models, key)?;
    if seen.is_some_and(|seen| seen != before.rev) {
        return Err(changed_meanwhile(format!("the model {key}"), &Fact::Model(before.clone()), facts)?.into());
    }
    let model = read(toml)?;
    if model.key != before.key {
        let what = format!("the key of the model {} would become {}", before.key, model.key);
        return Err(Refusal::Barred { what, hint: "a key stays; add it as a model of its own instead".to_owned() }.into());
    }
    if before.toml == toml {
        return Err(Refusal::Nothing(format!("{key} reads so already")).into());
    }
    let was = read(&before.toml)?;
    may_become(&was, &model, facts)?;
    let said = differences(&was, &model);
    let summary = match said.as_slice() {
        [] => format!("changed the model {}", was.name),
        [..] => format!("changed the model {}: {}", was.name, said.join("; ")),
    };
    let after = BookModel { rev: before.rev + 1, toml: toml.to_owned(), ..before.clone() };
    let changes = vec![Change::become_(Fact::Model(before.clone()), Fact::Model(after))];
    Ok(Plan { kind: "model edit", summary, changes })
}

/// The quantiles of a model cut anew from the book: an edit like any other.
pub(super) fn fit(key: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let models = facts.models()?;
    let before = found(&models, key)?;
    let model = read(&before.toml)?;
    if model.quantiled().next().is_none() {
        let what = format!("no factor of {} has quantiles", model.name);
        return Err(Refusal::Barred { what, hint: "its bands are fixed; change them with `model edit`".to_owned() }.into());
    }
    let (toml, said) = fit_to(&before.toml, &model, facts, stamp)?;
    if toml == before.toml {
        return Err(Refusal::Nothing(format!("the bands of {} fit the book, as far as it has values", model.name)).into());
    }
    let after = BookModel { rev: before.rev + 1, toml, ..before.clone() };
    let changes = vec![Change::become_(Fact::Model(before.clone()), Fact::Model(after))];
    Ok(Plan { kind: "model edit", summary: format!("fitted {} to the book: {}", model.name, said.join("; ")), changes })
}

/// The model file with its quantiles as the book has them now, and what they are.
pub(super) fn fit_to(toml: &str, model: &Model, facts: &dyn Facts, stamp: &Stamp) -> Result<(String, Vec<String>), PlanError> {
    fitted(toml, model, stamp.today, |field, parts| Ok(quantiles(facts.field_values(field, stamp.today)?, parts)))
}

pub(super) fn evaluate(key: &str, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let note = optional_note(note)?;
    let models = facts.models()?;
    let before = found(&models, key)?;
    // Adding it counts as having looked at it, but is no reason not to say more on the same day.
    if before.rev > 1 && before.evaluated_on == Some(stamp.today) {
        return Err(Refusal::Nothing(format!("{key} was evaluated today already")).into());
    }
    let after = BookModel { rev: before.rev + 1, evaluated_on: Some(stamp.today), ..before.clone() };
    let changes = vec![Change::become_(Fact::Model(before.clone()), Fact::Model(after))];
    let said = note.lines().next().unwrap_or_default();
    let name = read(&before.toml)?.name;
    let summary =
        if said.is_empty() { format!("evaluated the model {name}") } else { format!("evaluated the model {name}: {said}") };
    Ok(Plan { kind: "model evaluate", summary, changes })
}

/// Whether a model of the book may become another version of itself: nobody may be left in a segment that is gone, nor in several
/// segments where one is the most.
///
/// # Errors
/// How many clients stand in the way, and what to do.
pub fn may_become(before: &Model, after: &Model, facts: &dyn Facts) -> Result<(), PlanError> {
    let narrowed = before.membership == Membership::Many && after.membership == Membership::One;
    let gone: Vec<&Segment> = before.segments.iter().filter(|segment| after.segment(&segment.key).is_none()).collect();
    if gone.is_empty() && !narrowed {
        return Ok(());
    }
    let stood = facts.stood_in(&before.key)?;
    for segment in gone {
        let in_it = stood.iter().filter(|stood| holds(&stood.segment, &segment.key));
        if let Some(who) = in_words(in_it) {
            let what = format!("{who} in {} ({}), which would be taken away", segment.name, segment.key);
            let hint = "move them to another segment first, or keep the segment and give it another name";
            return Err(Refusal::Barred { what, hint: hint.to_owned() }.into());
        }
    }
    let in_several = stood.iter().filter(|stood| narrowed && keys(&stood.segment).nth(1).is_some());
    match in_words(in_several) {
        Some(who) => {
            let what = format!("{who} in several segments of {}, which would allow one", before.key);
            let hint = "move each of them into one segment first, or keep membership = \"many\"";
            Err(Refusal::Barred { what, hint: hint.to_owned() }.into())
        }
        None => Ok(()),
    }
}

/// `3 clients stand`, with how many of them are archived; none where there is nobody.
fn in_words<'s>(stood: impl Iterator<Item = &'s StoodIn>) -> Option<String> {
    let (clients, archived) = stood.fold((0, 0), |sum, stood| (sum.0 + stood.clients, sum.1 + stood.archived));
    let archived = if archived > 0 { format!(" ({archived} of them archived)") } else { String::new() };
    match clients {
        0 => None,
        1 => Some(format!("1 client stands{archived}")),
        n => Some(format!("{n} clients stand{archived}")),
    }
}

fn found<'m>(models: &'m [BookModel], key: &str) -> Result<&'m BookModel, Refusal> {
    models.iter().find(|row| row.key == key).ok_or_else(|| {
        let keys: Vec<&str> = models.iter().map(|row| row.key.as_str()).collect();
        Refusal::NotFound { what: "model", name: key.to_owned(), hint: format!("the book has {}", keys.join(", ")) }
    })
}

fn read(toml: &str) -> Result<Model, Refusal> {
    Model::parse(toml, "the model").map_err(|error: ModelError| Refusal::Barred {
        what: error.to_string(),
        hint: "mend the model; `model check FILE` looks at a file alone".to_owned(),
    })
}
