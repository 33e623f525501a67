//! `model show`: a model whole, for people, in JSON, and as its file.

use serde_json::{Value, json};

use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::model::whole;
use crate::domain::model::{Dimension, Factor, Model as Segmentation, Segment, Touchpoint, builtin};
use crate::domain::refusal::Refusal;
use crate::store::{Store, StoreError};

/// How a model is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// In tables.
    Table,
    /// In JSON, with the names of a model file.
    Json,
    /// As the file it is.
    File,
}

/// Shows a model of the book, or one that is built in; the driving one where none is named.
pub fn show(store: &Store, key: Option<&str>, shape: Shape, call: &mut Call) -> Result<(), Fault> {
    let (toml, model) = find(store, key)?;
    match shape {
        Shape::Table => {
            let elsewhere = store.in_other_currencies()?;
            whole::print(&model, elsewhere, call)
        }
        Shape::Json => call.out.json(&document(&model)),
        Shape::File => call.out.text(toml.trim_end()),
    }
}

/// A model of the book, else one that is built in, with its file.
pub fn find(store: &Store, key: Option<&str>) -> Result<(String, Segmentation), Fault> {
    let ground = store.ground();
    let held = match key {
        Some(key) => ground.models.iter().find(|held| held.row.key == key),
        None => ground.models.iter().find(|held| held.row.driving),
    };
    if let Some(held) = held {
        return Ok((held.row.toml.clone(), held.model.as_ref().clone()));
    }
    if let Some(toml) = key.and_then(builtin::find) {
        let model = Segmentation::parse(toml, "a built-in model").map_err(StoreError::from)?;
        return Ok((toml.to_owned(), model));
    }
    let held = ground.models.iter().map(|held| held.row.key.as_str());
    let mut keys: Vec<&str> = held.chain(builtin::all().iter().map(|(key, _)| *key)).collect();
    keys.sort_unstable();
    keys.dedup();
    let hint = format!("there are {}", keys.join(", "));
    Err(Refusal::NotFound { what: "model", name: key.unwrap_or_default().to_owned(), hint }.into())
}

/// A model with the names of its file, defaults filled in.
fn document(model: &Segmentation) -> Value {
    json!({
        "key": model.key,
        "name": model.name,
        "description": model.description,
        "source": model.source,
        "membership": model.membership,
        "x": model.x,
        "y": model.y,
        "score_valid": model.score_valid,
        "confirm_every": model.confirm_every,
        "evaluate_every": model.evaluate_every,
        "guard": { "margin": points(model.guard.margin), "dwell": model.guard.dwell },
        "dimensions": model.dimensions.iter().map(dimension).collect::<Vec<_>>(),
        "segments": model.segments.iter().map(segment).collect::<Vec<_>>(),
    })
}

fn points(tenths: u16) -> f64 {
    f64::from(tenths) / 10.0
}

fn dimension(dimension: &Dimension) -> Value {
    json!({
        "key": dimension.key,
        "name": dimension.name,
        "low": dimension.low,
        "high": dimension.high,
        "cuts": dimension.cuts.iter().map(|cut| points(*cut)).collect::<Vec<_>>(),
        "factors": dimension.factors.iter().map(factor).collect::<Vec<_>>(),
    })
}

fn factor(factor: &Factor) -> Value {
    let derived = factor.derived.as_ref();
    json!({
        "key": factor.key,
        "question": factor.question,
        "levels": factor.levels,
        "weight": factor.weight,
        "from": derived.map(|derived| &derived.from),
        "bands": derived.map(|derived| &derived.bands),
        "quantiles": derived.and_then(|derived| derived.quantiles),
        "fitted": derived.and_then(|derived| derived.fitted),
    })
}

fn segment(segment: &Segment) -> Value {
    json!({
        "key": segment.key,
        "letter": segment.letter,
        "name": segment.name,
        "stance": segment.stance,
        "cells": segment.cells.iter().map(|(x, y)| [x, y]).collect::<Vec<_>>(),
        "initiatives": segment.initiatives,
        "owners": segment.owners,
        "touch": segment.touch,
        "grace": segment.grace,
        "floor": segment.floor,
        "target_share": segment.target_share,
        "playbook": segment.playbook,
        "offers": segment.offers,
        "accounts_per_owner": segment.accounts_per_owner,
        "touchpoints": segment.touchpoints.iter().map(touchpoint).collect::<Vec<_>>(),
    })
}

fn touchpoint(touchpoint: &Touchpoint) -> Value {
    json!({
        "kind": touchpoint.kind,
        "every": touchpoint.every,
        "end_of_month": touchpoint.end_of_month,
        "prepare_hours": touchpoint.prepare_hours,
        "hold_hours": touchpoint.hold_hours,
        "satisfied_by": touchpoint.satisfied_by,
    })
}
