//! `score`: factors of clients, and where they put them.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::call::{Call, clients_meant};
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shape::{points, points_in_words, segment_in_words};
use super::show::Confidence;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::Model;
use crate::domain::score::percent;
use crate::store::{ClientPage, Ground, Store, StoreError};

/// Record scores of clients and see where they put them. Nothing moves by itself.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck score acme standardization=4 stability=3 engagement=5
  quarterdeck score acme globex engagement=2 --dry-run
  quarterdeck score --where tag:pilot --model growth-risk budget=4

The factors and what their steps mean: quarterdeck model show")]
pub struct Score {
    /// A client: id, external id, or the beginning of its name; or a factor
    #[arg(required = true, value_name = "CLIENT", allow_hyphen_values = true)]
    first: String,
    /// More clients, and factors of the model with their scores, usually from 1 to 5: what has a = in it is a factor
    #[arg(value_name = "FACTOR=N")]
    more: Vec<String>,
    /// The clients a filter lets through as well
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// The model, where it is not the driving one nor the only one that has these factors
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Only show where it would put them
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    client: &'a str,
    client_id: ClientId,
    model: &'a str,
    segment: Option<&'a str>,
    x_score: Option<f64>,
    y_score: Option<f64>,
    proposed_segment: Option<&'a str>,
    near: bool,
    drift: bool,
    confidence: Confidence,
    scores: BTreeMap<&'a str, u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
}

impl Score {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let (factors, names): (Vec<&str>, Vec<&str>) =
            std::iter::once(&self.first).chain(&self.more).map(String::as_str).partition(|word| word.contains('='));
        let values = factors.iter().map(|text| value_of(text)).collect::<Result<Vec<_>, _>>()?;
        if let Some((again, _)) = values
            .iter()
            .enumerate()
            .find(|(at, (key, _))| values[..*at].iter().any(|(had, _)| had == key))
            .map(|(_, value)| value)
        {
            return Err(Fault::refused(format!("{again} is given twice")).hint("give each factor once"));
        }
        if values.is_empty() {
            return Err(Fault::refused("no factor was given").hint("write it like stability=4"));
        }
        if names.is_empty() && self.r#where.is_none() {
            return Err(Fault::refused("no client was named").hint("name one before the factors, or some with --where"));
        }
        let store = call.open()?;
        let clients = clients_meant(&store, &names, self.r#where.as_deref(), self.model.as_deref(), call)?;
        let named = self.model.clone().or_else(|| model_of(&store.ground(), &values));
        let model = store.ground().model(named.as_deref())?;
        let command = Command::Score(ScoreClient { clients: clients.clone(), model: named, values });
        let read = |store: &Store| -> Result<Vec<ClientPage>, StoreError> {
            clients.iter().map(|client| store.page_in(Some(&model.key), *client, call.stamp.today)).collect()
        };
        let (summary, pages) = if self.dry_run {
            ("nothing was recorded; this is where it would put them:".to_owned(), store.rehearse(&command, &call.stamp, read)?)
        } else {
            let receipt = store.execute(&command, &call.stamp)?;
            (receipt.summary, read(&store)?)
        };
        match (pages.as_slice(), self.json) {
            ([only], true) if self.r#where.is_none() => call.out.json(&self.document(only, &model)),
            (several, true) => {
                let mut list = List::begin(&mut call.out)?;
                several.iter().try_for_each(|page| list.item(&self.document(page, &model)))?;
                list.end(i64::try_from(several.len()).unwrap_or(i64::MAX))
            }
            ([only], false) => {
                call.out.text(&summary)?;
                print(only, &model, call)
            }
            (several, false) => {
                call.out.text(&summary)?;
                print_several(several, &model, call)
            }
        }
    }

    fn document<'a>(&self, page: &'a ClientPage, model: &'a Model) -> Document<'a> {
        let in_force = page.factors.iter().filter_map(|row| Some((row.factor.as_str(), row.value.as_ref()?.0)));
        Document {
            client: &page.client.name,
            client_id: page.client.id,
            model: &model.key,
            segment: segment_of(page),
            x_score: points(page.scores.0),
            y_score: points(page.scores.1),
            proposed_segment: page.proposed.as_deref(),
            near: page.signs.near,
            drift: page.signs.drift,
            confidence: Confidence::of(page),
            scores: in_force.collect(),
            dry_run: self.dry_run,
        }
    }
}

fn segment_of(page: &ClientPage) -> Option<&str> {
    page.placement.as_ref().and_then(|placement| placement.segment.as_deref())
}

fn print(page: &ClientPage, model: &Model, call: &mut Call) -> Result<(), Fault> {
    let axes = [(Some(model.x_axis()), page.scores.0, page.confidence.0), (model.y_axis(), page.scores.1, page.confidence.1)];
    for (axis, score, confidence) in axes {
        if let (Some(axis), Some(_)) = (axis, score) {
            let share = percent(confidence.unwrap_or(0));
            call.out.text(&format!("{}: {} (from {share}% of its factors)", axis.name, points_in_words(score)))?;
        }
    }
    let segment = segment_of(page);
    let near = if page.signs.near { ", near a cut" } else { "" };
    let now = segment.map_or_else(|| "in no segment".to_owned(), |key| format!("in {}", segment_in_words(model, Some(key))));
    let proposal = match page.proposed.as_deref() {
        Some(proposed) if Some(proposed) != segment => format!("proposed: {}", segment_in_words(model, Some(proposed))),
        Some(_) => "the scores agree with its segment".to_owned(),
        None => "no proposal".to_owned(),
    };
    call.out.text(&format!("{proposal}{near}; now {now}"))
}

fn print_several(pages: &[ClientPage], model: &Model, call: &mut Call) -> Result<(), Fault> {
    let x = format!(">{}", model.x_axis().name);
    let y = format!(">{}", model.y_axis().map_or("", |axis| axis.name.as_str()));
    let mut table = Table::new(&["client", "segment", "proposed", &x, &y, "sign"]);
    for page in pages {
        let segment = segment_of(page);
        let proposed = page.proposed.as_deref().filter(|proposed| Some(*proposed) != segment);
        table.row([
            page.client.name.as_str(),
            &segment_in_words(model, segment),
            &segment_in_words(model, proposed),
            &points_in_words(page.scores.0),
            &points_in_words(page.scores.1),
            if page.signs.near { "near a cut" } else { "" },
        ]);
    }
    call.out.table(&table)
}

/// The model meant by factors where none is named and the driving one has none of them: the only other one that has them all.
fn model_of(ground: &Ground, values: &[(String, u8)]) -> Option<String> {
    let has = |model: &Model, key: &str| model.factor(key).is_some();
    if values.iter().any(|(key, _)| has(ground.driving(), key)) {
        return None;
    }
    let mut fitting = ground.models.iter().filter(|held| values.iter().all(|(key, _)| has(&held.model, key)));
    let only = fitting.next()?;
    fitting.next().is_none().then(|| only.row.key.clone())
}

fn value_of(text: &str) -> Result<(String, u8), Fault> {
    let wrong = || Fault::refused(format!("“{text}” is no FACTOR=N")).hint("write it like stability=4");
    let (factor, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((factor.trim().to_lowercase(), value.trim().parse().map_err(|_| wrong())?))
}
