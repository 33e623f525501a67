//! `score`: factors of a client, and where they put it.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::shape::{points, points_in_words, segment_in_words};
use super::show::Confidence;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, ScoreClient};
use crate::domain::score::percent;

/// Record scores of a client and see where they put it. Nothing moves by itself.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck score acme standardization=4 stability=3 engagement=5

The factors and what their steps mean: quarterdeck model show")]
pub struct Score {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// A factor of the model and its score, usually from 1 to 5
    #[arg(required = true, value_name = "FACTOR=N")]
    factors: Vec<String>,
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
}

impl Score {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let values = self.factors.iter().map(|text| value_of(text)).collect::<Result<Vec<_>, _>>()?;
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let receipt = store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &call.stamp)?;
        let page = store.page(client, call.today())?;
        let ground = store.ground();
        let model = ground.driving();
        let segment = page.placement.as_ref().and_then(|placement| placement.segment.as_deref());
        if self.json {
            let in_force = page.factors.iter().filter_map(|row| Some((row.factor.as_str(), row.value.as_ref()?.0)));
            return call.out.json(&Document {
                client: &page.client.name,
                client_id: client,
                model: &model.key,
                segment,
                x_score: points(page.scores.0),
                y_score: points(page.scores.1),
                proposed_segment: page.proposed.as_deref(),
                near: page.signs.near,
                drift: page.signs.drift,
                confidence: Confidence::of(&page),
                scores: in_force.collect(),
            });
        }
        call.out.text(&receipt.summary)?;
        let axes = [(Some(model.x_axis()), page.scores.0, page.confidence.0), (model.y_axis(), page.scores.1, page.confidence.1)];
        for (axis, score, confidence) in axes {
            if let (Some(axis), Some(_)) = (axis, score) {
                let share = percent(confidence.unwrap_or(0));
                call.out.text(&format!("{}: {} (from {share}% of its factors)", axis.name, points_in_words(score)))?;
            }
        }
        let near = if page.signs.near { ", near a cut" } else { "" };
        let now = segment.map_or_else(|| "in no segment".to_owned(), |key| format!("in {}", segment_in_words(model, Some(key))));
        let proposal = match page.proposed.as_deref() {
            Some(proposed) if Some(proposed) != segment => format!("proposed: {}", segment_in_words(model, Some(proposed))),
            Some(_) => "the scores agree with its segment".to_owned(),
            None => "no proposal".to_owned(),
        };
        call.out.text(&format!("{proposal}{near}; now {now}"))
    }
}

fn value_of(text: &str) -> Result<(String, u8), Fault> {
    let wrong = || Fault::refused(format!("“{text}” is no FACTOR=N")).hint("write it like stability=4");
    let (factor, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((factor.trim().to_lowercase(), value.trim().parse().map_err(|_| wrong())?))
}
