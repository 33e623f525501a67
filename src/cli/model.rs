//! `model`: the segmentation models of the book.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::call::Call;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use crate::domain::model::{self, Dimension, Factor, Model as Segmentation, Segment, Touchpoint, builtin};
use crate::domain::refusal::Refusal;
use crate::store::Store;

/// The segmentation models: what they ask, where their cuts are, and which reviews their segments get.
#[derive(Debug, Args)]
pub struct Model {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the models of the book and those built in
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a model whole; the driving one where none is named
    Show {
        /// Its key
        key: Option<String>,
        /// Answer in JSON, with the names of a model file
        #[arg(long)]
        json: bool,
    },
}

impl Model {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        match self.command {
            Command::List { json } => list(&store, json, call),
            Command::Show { key, json } => {
                let model = find(&store, key.as_deref())?;
                if json { call.out.json(&shape(&model)) } else { print(&model, call) }
            }
        }
    }
}

/// A model of the book, else one that is built in.
fn find(store: &Store, key: Option<&str>) -> Result<Segmentation, Fault> {
    let ground = store.ground();
    let found = ground.model(key);
    match (found, key.and_then(builtin::find)) {
        (Ok(model), _) => Ok(model.as_ref().clone()),
        (Err(_), Some(toml)) => Ok(Segmentation::parse(toml, "a built-in model").map_err(crate::store::StoreError::from)?),
        (Err(_), None) => {
            let held = ground.models.iter().map(|held| held.row.key.as_str());
            let mut keys: Vec<&str> = held.chain(builtin::all().iter().map(|(key, _)| *key)).collect();
            keys.sort_unstable();
            keys.dedup();
            let hint = format!("there are {}", keys.join(", "));
            Err(Refusal::NotFound { what: "model", name: key.unwrap_or_default().to_owned(), hint }.into())
        }
    }
}

fn list(store: &Store, json: bool, call: &mut Call) -> Result<(), Fault> {
    let ground = store.ground();
    let mut models: Vec<(Segmentation, bool, bool)> =
        ground.models.iter().map(|held| (held.model.as_ref().clone(), true, held.row.driving)).collect();
    for (key, toml) in builtin::all() {
        if !models.iter().any(|(model, ..)| model.key == *key) {
            let model = Segmentation::parse(toml, "a built-in model").map_err(crate::store::StoreError::from)?;
            models.push((model, false, false));
        }
    }
    if json {
        let total = i64::try_from(models.len()).unwrap_or(i64::MAX);
        let mut list = List::begin(&mut call.out)?;
        for (model, in_book, driving) in &models {
            let segments: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
            list.item(&json!({
                "key": model.key, "name": model.name, "description": model.description, "source": model.source,
                "in_book": in_book, "driving": driving, "segments": segments,
            }))?;
        }
        return list.end(total);
    }
    let mut table = Table::new(&["model", "name", "in the book", "what it is for"]);
    for (model, in_book, driving) in &models {
        let held = match (in_book, driving) {
            (_, true) => "yes, driving",
            (true, false) => "yes",
            (false, false) => "no",
        };
        table.row([model.key.as_str(), &model.name, held, &model.description]);
    }
    call.out.table(&table)
}

/// A model with the names of its file, defaults filled in.
fn shape(model: &Segmentation) -> Value {
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

fn print(model: &Segmentation, call: &mut Call) -> Result<(), Fault> {
    let membership = match model.membership {
        model::Membership::One => "a client is in one segment",
        model::Membership::Many => "a client may be in several segments",
    };
    call.out.text(&format!("{} ({}): {}", model.name, model.key, model.description))?;
    call.out.text(&format!("source: {}", model.source))?;
    call.out.text(&format!("{membership}; confirmed every {}", model.confirm_every))?;
    let mut factors = Table::new(&["dimension", "factor", "question", "lowest", "highest"]);
    for dimension in &model.dimensions {
        for factor in &dimension.factors {
            let level = |at: Option<&String>| at.cloned().unwrap_or_default();
            let (low, high) = (level(factor.levels.first()), level(factor.levels.last()));
            let top = format!("{}: {high}", factor.levels.len());
            factors.row([&dimension.key, &factor.key, &factor.question, &format!("1: {low}"), &top]);
        }
    }
    call.out.heading("Scores")?;
    call.out.table(&factors)?;
    let mut segments = Table::new(&["segment", "stance", "reviews", "looked after by"]);
    for segment in &model.segments {
        let reviews: Vec<String> = segment.touchpoints.iter().map(|t| format!("{} every {}", t.kind, t.every)).collect();
        let reviews = if reviews.is_empty() { "as needed".to_owned() } else { reviews.join(", ") };
        let name = format!("{} {} ({})", segment.letter, segment.name, segment.key);
        segments.row([name.as_str(), &segment.stance, &reviews, &segment.owners.join(", ")]);
    }
    call.out.heading("Segments")?;
    call.out.table(&segments)
}
