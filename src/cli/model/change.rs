//! `model add`, `use`, `edit`, `fit`, `check` and `evaluate`: the models of the book changed, and model files looked at.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::cli::call::Call;
use crate::cli::fault::{Code, Fault};
use crate::cli::shifts::{Going, carry_out};
use crate::domain::command::Command;
use crate::domain::model::{Model, builtin, edited};
use crate::domain::refusal::Refusal;
use crate::exchange::models::{own_model, text_of};
use crate::exchange::refused::shown_path;
use crate::store::Store;

/// Adds a model from a file, or a built-in one by its key where there is no such file.
pub fn add(file: &Path, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    let built_in = file.to_str().and_then(builtin::find).filter(|_| !file.exists());
    let own = call.models.as_deref().and_then(|folder| own_model(folder, file)).filter(|_| built_in.is_none());
    let file = own.as_deref().unwrap_or(file);
    let toml = match built_in {
        Some(toml) => toml.to_owned(),
        None => read(file).map_err(or_built_in)?,
    };
    let model = Model::parse(&toml, &shown_path(file))?;
    let store = call.open()?;
    let moved = carry_out(&store, &Command::AddModel { toml }, going, call)?;
    let Some(receipt) = moved.receipt.as_ref().filter(|_| !json) else {
        return moved.answer(&about(&model.key), json, call);
    };
    call.out.text(&format!("{} ({}) as a lens; to let it drive: quarterdeck model use {}", receipt.summary, model.key, model.key))
}

/// The text of a model file.
fn read(file: &Path) -> Result<String, Fault> {
    text_of(file).map_err(|refused| {
        let code = if refused.is_missing() { Code::NotFound } else { Code::Refused };
        Fault::new(code, refused.to_string()).hint("give a model file: TOML, as `model show --toml` prints it")
    })
}

fn or_built_in(fault: Fault) -> Fault {
    let keys: Vec<&str> = builtin::all().iter().map(|(key, _)| *key).collect();
    fault.hint(format!("built in are {}", keys.join(", ")))
}

/// Lets a model drive; a built-in one that the book does not have joins it on the way.
pub fn use_(key: String, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    if builtin::find(&key).is_none() {
        in_book(&store, &key)?;
    }
    let about = about(&key);
    carry_out(&store, &Command::UseModel { key }, going, call)?.answer(&about, json, call)
}

/// Changes a model of the book: single values of its file, or the file as a whole.
pub fn edit(
    key: String,
    changes: &[String],
    file: Option<&Path>,
    going: Going,
    json: bool,
    call: &mut Call,
) -> Result<(), Fault> {
    let changes = changes.iter().map(|change| path_and_value(change)).collect::<Result<Vec<_>, _>>()?;
    let store = call.open()?;
    let (before, rev) = in_book(&store, &key)?;
    let toml = match file {
        Some(file) => {
            let toml = read(file)?;
            Model::parse(&toml, &shown_path(file))?;
            toml
        }
        None => {
            let toml = edited(&before, changes)?;
            Model::parse(&toml, &format!("{key} as it would be"))?;
            toml
        }
    };
    let about = about(&key);
    carry_out(&store, &Command::EditModel { key, toml, seen: Some(rev) }, going, call)?.answer(&about, json, call)
}

/// Cuts the quantiles of a model of the book anew.
pub fn fit(key: String, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    in_book(&store, &key)?;
    let about = about(&key);
    carry_out(&store, &Command::FitModel { key }, going, call)?.answer(&about, json, call)
}

fn path_and_value(change: &str) -> Result<(&str, &str), Fault> {
    change.split_once('=').ok_or_else(|| {
        let fault = Fault::refused(format!("“{change}” is no PATH=VALUE"));
        fault.hint("write it like transform.grace=3, or transform.touchpoints.Review.every=\"2 weeks\"")
    })
}

/// Looks whether a model file reads.
pub fn check(file: &Path, json: bool, call: &mut Call) -> Result<(), Fault> {
    let model = Model::parse(&read(file)?, &shown_path(file))?;
    let kinds = model.kinds();
    if json {
        let segments: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
        return call.out.json(&json!({ "ok": true, "key": model.key, "name": model.name, "segments": segments, "kinds": kinds }));
    }
    let reviews = if kinds.is_empty() { "no reviews".to_owned() } else { kinds.join(", ") };
    call.out.text(&format!(
        "{} reads: {} ({}), {} segments, {reviews}",
        shown_path(file),
        model.name,
        model.key,
        model.segments.len()
    ))
}

/// Records that somebody looked whether a model still fits.
pub fn evaluate(key: String, note: String, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    in_book(&store, &key)?;
    let receipt = store.execute(&Command::EvaluateModel { key: key.clone(), note }, &call.stamp)?;
    let ground = store.ground();
    let again = ground.model(Some(&key))?.evaluate_every.after(call.today(), 1).ok();
    if json {
        let on = call.today();
        return call.out.json(&json!({
            "key": key, "summary": receipt.summary, "seq": receipt.seq, "evaluated_on": on, "evaluate_by": again,
        }));
    }
    let next = again.map_or_else(String::new, |day| format!("; again by {day}"));
    call.out.text(&format!("{}{next}", receipt.summary))
}

/// The file of a model of the book, with its revision; one that is only built in is to be added first.
fn in_book(store: &Store, key: &str) -> Result<(String, i64), Fault> {
    let ground = store.ground();
    if let Some(held) = ground.models.iter().find(|held| held.row.key == key) {
        return Ok((held.row.toml.clone(), held.row.rev));
    }
    let hint = match builtin::find(key) {
        Some(_) => format!("it is built in, but not in the book; add it first: quarterdeck model add {key}"),
        None => {
            let keys: Vec<&str> = ground.models.iter().map(|held| held.row.key.as_str()).collect();
            format!("the book has {}", keys.join(", "))
        }
    };
    Err(Refusal::NotFound { what: "model", name: key.to_owned(), hint }.into())
}

/// Which model an answer is about.
fn about(key: &str) -> Map<String, Value> {
    Map::from_iter([("key".to_owned(), json!(key))])
}
