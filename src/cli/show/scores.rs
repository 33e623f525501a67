//! The scores of a client with all that made them, and how it stands in the other models of the book.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::shape::{points, points_in_words, segment_in_words};
use crate::domain::model::Model;
use crate::domain::reckoning::{Given, ReckonedFactor, Words, plainly};
use crate::store::{ClientPage, StandsIn};

/// A dimension with its score.
#[derive(Debug, Serialize)]
pub struct DimensionItem<'a> {
    key: &'a str,
    name: &'a str,
    on_axis: bool,
    score: Option<f64>,
    confidence: Option<f64>,
    stale_from: Option<NaiveDate>,
    words: String,
}

/// A factor with its value and its part in the score.
#[derive(Debug, Serialize)]
pub struct FactorItem<'a> {
    dimension: &'a str,
    key: &'a str,
    question: &'a str,
    value: Option<u8>,
    top: u8,
    wording: &'a str,
    weight: f64,
    share: f64,
    points: Option<f64>,
    on: Option<NaiveDate>,
    by: Option<&'a str>,
    derived_from: Option<&'a str>,
    number: Option<f64>,
    band: Option<String>,
    stale: bool,
}

/// How the client stands in another model.
#[derive(Debug, Serialize)]
pub struct OtherModel<'a> {
    model: &'a str,
    segment: Option<&'a str>,
    proposed: Option<&'a str>,
    x: Option<f64>,
    y: Option<f64>,
    drift: bool,
    stale: bool,
}

impl<'a> From<&'a StandsIn> for OtherModel<'a> {
    fn from(one: &'a StandsIn) -> Self {
        Self {
            model: &one.model.key,
            segment: one.segment.as_deref(),
            proposed: one.proposed.as_deref(),
            x: points(one.scores.0),
            y: points(one.scores.1),
            drift: one.signs.drift,
            stale: one.signs.stale,
        }
    }
}

fn words<T>(today: NaiveDate, then: impl FnOnce(&Words<'_>) -> T) -> T {
    then(&Words { day: &|day| day.to_string(), number: &|_, number| plainly(number), today })
}

/// The dimensions of the model.
pub fn dimensions(page: &ClientPage, today: NaiveDate) -> Vec<DimensionItem<'_>> {
    let item = |words: &Words<'_>| {
        let items = page.reckoning.iter().map(|dimension| DimensionItem {
            key: &dimension.dimension,
            name: &dimension.name,
            on_axis: dimension.on_axis,
            score: points(dimension.score.map(|score| i64::from(score.tenths))),
            confidence: dimension.score.map(|score| (score.confidence * 1000.0).round() / 1000.0),
            stale_from: dimension.stale_from,
            words: dimension.in_words(words),
        });
        items.collect()
    };
    words(today, item)
}

/// The factors of all dimensions, asked and derived.
pub fn factors(page: &ClientPage, today: NaiveDate) -> Vec<FactorItem<'_>> {
    let derived = |factor: &ReckonedFactor| match &factor.given {
        Given::Derived { number, .. } => (*number, words(today, |words| factor.given_in_words(words))),
        Given::Never | Given::Scored { .. } => (None, None),
    };
    let of = page.reckoning.iter().flat_map(|dimension| dimension.factors.iter().map(move |factor| (dimension, factor)));
    of.map(|(dimension, factor)| {
        let (number, band) = derived(factor);
        FactorItem {
            dimension: &dimension.dimension,
            key: &factor.key,
            question: &factor.question,
            value: factor.value,
            top: factor.top,
            wording: &factor.wording,
            weight: factor.weight,
            share: (factor.share * 1000.0).round() / 1000.0,
            points: points(factor.points.map(i64::from)),
            on: factor.scored().map(|(on, _)| on),
            by: factor.scored().map(|(_, by)| by),
            derived_from: factor.derived_from(),
            number,
            band,
            stale: factor.is_stale(today),
        }
    })
    .collect()
}

/// The section of people: each score with its factors, what they propose, and the other models in a line each.
pub fn print(page: &ClientPage, model: &Model, others: &[StandsIn], call: &mut Call) -> Result<(), Fault> {
    let today = call.today();
    call.out.heading("Scores")?;
    let lines: Vec<String> = words(today, |words| {
        let of = page.reckoning.iter().flat_map(|dimension| {
            let factors = dimension
                .factors
                .iter()
                .map(|factor| format!("    {}: {}", factor.key, factor.in_words(dimension.weighted, words)));
            std::iter::once(format!("  {}", dimension.in_words(words))).chain(factors).collect::<Vec<_>>()
        });
        of.collect()
    });
    for line in lines {
        call.out.text(&line)?;
    }
    let why = match page.verdict.why_not(model, |day| day.to_string()) {
        Some(why) => why,
        None => format!("a move to {} is proposed", segment_in_words(model, page.proposed.as_deref())),
    };
    call.out.text(&format!("  {why}"))?;
    for one in others {
        let segment =
            if one.segment.is_some() { segment_in_words(&one.model, one.segment.as_deref()) } else { "no segment".to_owned() };
        let mut said = format!("  in {}: {segment}", one.model.name);
        if let Some(scored) = scored_in_words(one) {
            said.push_str(&format!("; {scored}"));
        }
        call.out.text(&said)?;
    }
    Ok(())
}

/// `Growth 62.5, Risk 25.0, proposed A Grow`; none where nothing is scored.
fn scored_in_words(one: &StandsIn) -> Option<String> {
    let axes = [Some(one.model.x_axis()), one.model.y_axis()];
    let scores = [one.scores.0, one.scores.1];
    let known = axes.iter().zip(scores).filter_map(|(axis, score)| {
        let score = score.filter(|_| axis.is_some());
        Some(format!("{} {}", axis.as_ref()?.name, points_in_words(Some(score?))))
    });
    let mut known: Vec<String> = known.collect();
    if let Some(proposed) = one.proposed.as_deref().filter(|key| Some(*key) != one.segment.as_deref()) {
        known.push(format!("its scores say {}", segment_in_words(&one.model, Some(proposed))));
    }
    (!known.is_empty()).then(|| known.join(", "))
}
