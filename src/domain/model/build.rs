//! A model from its file: each value read and checked by itself; what concerns several is in `rules`.

use toml::Spanned;

use super::error::{Source, choice};
use super::file::{RawDimension, RawFactor, RawModel, RawSegment, RawTouchpoint};
use super::{Derived, Dimension, Factor, Guard, Model, ModelError, Segment, Touchpoint, rules};
use crate::domain::calendar::{Period, Unit};
use crate::domain::fields::{FIELDS, is_field};
use crate::domain::text::is_key;

/// Longest key, name, question or line of wording, in characters.
const LINE: usize = 200;
/// Bands an axis can have.
const BANDS: usize = 9;
/// Steps a scale can have.
const STEPS: usize = 20;
/// Most dimensions, factors of a dimension, segments, or touchpoints of a segment.
const MOST: usize = 64;

/// The model, checked whole.
pub(super) fn model(source: Source<'_>, raw: RawModel) -> Result<Model, ModelError> {
    let confirm_every = period_or(source, raw.confirm_every.as_ref(), months(3))?;
    let guard = Guard {
        margin: raw.guard.margin.as_ref().map_or(Ok(50), |given| tenths(source, given, "a margin", 0.0, 50.0))?,
        dwell: period_or(source, raw.guard.dwell.as_ref(), confirm_every)?,
    };
    few(source, &raw.dimensions, "dimensions")?;
    few(source, &raw.segments, "segments")?;
    let model = Model {
        key: key(source, &raw.key)?,
        name: line(source, &raw.name, "name")?,
        description: raw.description.trim().to_owned(),
        source: raw.source.trim().to_owned(),
        membership: raw.membership,
        x: raw.x.get_ref().clone(),
        y: raw.y.as_ref().map(|y| y.get_ref().clone()),
        score_valid: period_or(source, raw.score_valid.as_ref(), months(6))?,
        confirm_every,
        evaluate_every: period_or(source, raw.evaluate_every.as_ref(), months(12))?,
        guard,
        dimensions: raw.dimensions.iter().map(|each| dimension(source, each.get_ref())).collect::<Result<_, _>>()?,
        segments: raw.segments.iter().map(|each| segment(source, each.get_ref())).collect::<Result<_, _>>()?,
    };
    rules::check(source, &raw, &model)?;
    Ok(model)
}

fn dimension(source: Source<'_>, raw: &RawDimension) -> Result<Dimension, ModelError> {
    if let Some(extra) = raw.cuts.get(BANDS - 1) {
        return Err(source.fault(
            extra.span(),
            format!("more than {} cuts", BANDS - 1),
            "one cut gives two bands, two give three",
        ));
    }
    few(source, &raw.factors, "factors")?;
    Ok(Dimension {
        key: key(source, &raw.key)?,
        name: line(source, &raw.name, "name")?,
        low: raw.low.trim().to_owned(),
        high: raw.high.trim().to_owned(),
        cuts: raw.cuts.iter().map(|cut| tenths(source, cut, "a cut", 0.1, 100.0)).collect::<Result<_, _>>()?,
        factors: raw.factors.iter().map(|each| factor(source, each.get_ref())).collect::<Result<_, _>>()?,
    })
}

fn factor(source: Source<'_>, raw: &RawFactor) -> Result<Factor, ModelError> {
    if let (Some(fitted), None) = (&raw.fitted, &raw.quantiles) {
        let hint = "take it out: it says when quantiles were cut from the book";
        return Err(source.fault(fitted.span(), "fitted without quantiles", hint));
    }
    let derived = match (&raw.from, &raw.bands, &raw.quantiles) {
        (None, None, None) => None,
        (Some(from), None, None) => {
            let hint = "add bands = [10000, 50000, 100000], or quantiles = 4 for parts of the same size of your book";
            return Err(source.fault(from.span(), "a derived factor without bands", hint));
        }
        (Some(from), _, _) => Some(derived(source, raw, from)?),
        (None, Some(bands), _) => {
            return Err(source.fault(bands.span(), "bands without a field to take them from", "add from = \"arr\""));
        }
        (None, None, Some(quantiles)) => {
            return Err(source.fault(quantiles.span(), "quantiles without a field to take them from", "add from = \"arr\""));
        }
    };
    let steps = derived.as_ref().map_or(5, |derived| match derived.quantiles {
        Some(parts) => usize::from(parts),
        None => derived.bands.len() + 1,
    });
    let levels = match &raw.levels {
        None => vec![String::new(); steps],
        Some(levels) => {
            let given = levels.get_ref().len();
            if derived.is_some() && given != steps {
                let what = format!("{given} levels for {steps} bands");
                let hint = format!("{} bounds make {steps} bands: give {steps} levels or none", steps - 1);
                return Err(source.fault(levels.span(), what, hint));
            }
            if !(2..=STEPS).contains(&given) {
                let what = format!("a scale of {given} levels");
                return Err(source.fault(
                    levels.span(),
                    what,
                    format!("give 2 to {STEPS} levels, empty texts where there is no wording"),
                ));
            }
            levels.get_ref().iter().map(|level| level.trim().to_owned()).collect()
        }
    };
    let weight = raw.weight.as_ref().map_or(Ok(1.0), |given| number(source, given, "a weight", 1000.0))?;
    if (weight * 1000.0 - (weight * 1000.0).round()).abs() > 1e-6 {
        let at = raw.weight.as_ref().map_or(0..0, Spanned::span);
        return Err(source.fault(at, format!("a weight of {weight}"), "weights have at most three decimals"));
    }
    Ok(Factor { key: key(source, &raw.key)?, question: line(source, &raw.question, "question")?, levels, weight, derived })
}

fn derived(source: Source<'_>, raw: &RawFactor, from: &Spanned<String>) -> Result<Derived, ModelError> {
    let (field, quantiles) = (from.get_ref().as_str(), raw.quantiles.as_ref());
    if !is_field(field) {
        let hint = format!("{}; or a measure of your own, like measure.tickets", choice(field, &FIELDS));
        return Err(source.fault(from.span(), format!("no client field “{field}” to derive from"), hint));
    }
    let parts = match quantiles {
        None => None,
        Some(given) => Some(u8::try_from(whole(source, given, "quantiles", 2, STEPS as u32)?).expect("at most twenty")),
    };
    let fitted = match &raw.fitted {
        None => None,
        Some(given) => Some(given.get_ref().parse().map_err(|_| {
            source.fault(given.span(), format!("“{}” is no date", given.get_ref()), "leave fitted out: `model fit` writes it")
        })?),
    };
    let Some(bands) = &raw.bands else {
        return Ok(Derived { from: field.to_owned(), bands: Vec::new(), quantiles: parts, fitted });
    };
    let bounds: Vec<f64> = bands.get_ref().iter().map(|bound| *bound.get_ref()).collect();
    if bounds.is_empty() || bounds.len() >= STEPS {
        let what = format!("{} bounds for bands", bounds.len());
        return Err(source.fault(bands.span(), what, format!("give 1 to {} lower bounds", STEPS - 1)));
    }
    if let Some(bad) = bands.get_ref().iter().find(|bound| !bound.get_ref().is_finite()) {
        return Err(source.fault(bad.span(), "a bound that is no number", "write it like 50000"));
    }
    if let Some(parts) = parts.filter(|parts| usize::from(*parts) != bounds.len() + 1) {
        let what = format!("{} bounds for {parts} quantiles", bounds.len());
        return Err(source.fault(
            bands.span(),
            what,
            format!("give {} bounds, or leave them out: they are cut from the book", parts - 1),
        ));
    }
    // Many clients with the same value can make two quantiles begin at it; a bound a person writes is there once.
    let wrong = |pair: &[f64]| if parts.is_some() { pair[0] > pair[1] } else { pair[0] >= pair[1] };
    if let Some(at) = bounds.windows(2).position(wrong) {
        let what = format!("bands out of order: {} after {}", bounds[at + 1], bounds[at]);
        return Err(source.fault(bands.get_ref()[at + 1].span(), what, "write them from low to high, each once"));
    }
    Ok(Derived { from: field.to_owned(), bands: bounds, quantiles: parts, fitted })
}

fn segment(source: Source<'_>, raw: &RawSegment) -> Result<Segment, ModelError> {
    few(source, &raw.touchpoints, "touchpoints")?;
    let target_share = match &raw.target_share {
        None => None,
        Some(share) => Some(number(source, share, "a target share", 1.0)?),
    };
    Ok(Segment {
        key: key(source, &raw.key)?,
        letter: letter(source, &raw.letter)?,
        name: line(source, &raw.name, "name")?,
        stance: raw.stance.trim().to_owned(),
        cells: raw.cells.iter().map(|each| cell(source, each)).collect::<Result<_, _>>()?,
        initiatives: raw.initiatives.clone(),
        owners: raw.owners.clone(),
        touch: raw.touch.unwrap_or_default(),
        touch_is_said: raw.touch.is_some(),
        grace: raw.grace.as_ref().map_or(Ok(5), |days| whole(source, days, "grace in working days", 0, 365))?,
        floor: period_or(source, raw.floor.as_ref(), months(12))?,
        target_share,
        playbook: raw.playbook.clone(),
        touchpoints: raw.touchpoints.iter().map(|each| touchpoint(source, each.get_ref())).collect::<Result<_, _>>()?,
        offers: raw.offers.clone(),
        accounts_per_owner: match &raw.accounts_per_owner {
            None => None,
            Some(given) => Some(whole(source, given, "accounts per owner", 1, 100_000)?),
        },
    })
}

fn touchpoint(source: Source<'_>, raw: &RawTouchpoint) -> Result<Touchpoint, ModelError> {
    let every = period(source, &raw.every)?;
    let end_of_month = raw.end_of_month.as_ref().is_some_and(|given| *given.get_ref());
    if end_of_month && matches!(every.unit, Unit::Day | Unit::Week) {
        let at = raw.end_of_month.as_ref().map_or(0..0, Spanned::span);
        return Err(source.fault(at, format!("end_of_month with a period of {every}"), "it goes with months and years only"));
    }
    let hours = |given: &Option<Spanned<f64>>| given.as_ref().map_or(Ok(0.0), |given| number(source, given, "hours", 1000.0));
    Ok(Touchpoint {
        kind: line(source, &raw.kind, "kind")?,
        every,
        end_of_month,
        prepare_hours: hours(&raw.prepare_hours)?,
        hold_hours: hours(&raw.hold_hours)?,
        satisfied_by: raw.satisfied_by.iter().map(|kind| line(source, kind, "kind")).collect::<Result<_, _>>()?,
    })
}

/// `[band of x, band of y]`, or `[band of x]` in a ladder. Whether the bands exist is for `rules`.
fn cell(source: Source<'_>, raw: &Spanned<Vec<i64>>) -> Result<(u8, u8), ModelError> {
    let band = |n: i64| u8::try_from(n).ok().filter(|n| *n >= 1);
    let read = match raw.get_ref().as_slice() {
        [x] => band(*x).map(|x| (x, 1)),
        [x, y] => band(*x).zip(band(*y)),
        _ => None,
    };
    read.ok_or_else(|| source.fault(raw.span(), "this is no cell", "write [band of x, band of y], counted from 1: [[2, 1]]"))
}

fn months(n: u32) -> Period {
    Period { n, unit: Unit::Month }
}

fn period(source: Source<'_>, raw: &Spanned<String>) -> Result<Period, ModelError> {
    let text = raw.get_ref();
    let hint = "write a number and a unit: 10 days, 2 weeks, 1 month, 1 year";
    text.parse().map_err(|_| source.fault(raw.span(), format!("“{text}” is no period"), hint))
}

fn period_or(source: Source<'_>, raw: Option<&Spanned<String>>, default: Period) -> Result<Period, ModelError> {
    raw.map_or(Ok(default), |raw| period(source, raw))
}

fn key(source: Source<'_>, raw: &Spanned<String>) -> Result<String, ModelError> {
    let text = raw.get_ref();
    if is_key(text) {
        return Ok(text.clone());
    }
    let hint = "a key begins with a letter and has small letters, digits, - and _ only, 64 at most: “one-to-many”";
    Err(source.fault(raw.span(), format!("“{text}” cannot be a key"), hint))
}

fn letter(source: Source<'_>, raw: &Spanned<String>) -> Result<String, ModelError> {
    let text = raw.get_ref().trim();
    if (1..=2).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric) {
        return Ok(text.to_owned());
    }
    Err(source.fault(raw.span(), format!("“{text}” cannot be a letter"), "one or two letters or digits: “A”, “T1”"))
}

fn line(source: Source<'_>, raw: &Spanned<String>, what: &str) -> Result<String, ModelError> {
    let text = raw.get_ref().trim();
    if text.is_empty() {
        return Err(source.fault(raw.span(), format!("the {what} is empty"), format!("give the {what} as people say it")));
    }
    if text.chars().any(char::is_control) {
        let what = format!("the {what} has a line break or another control character in it");
        return Err(source.fault(raw.span(), what, "write it in one line of plain text"));
    }
    if text.chars().count() > LINE {
        return Err(source.fault(
            raw.span(),
            format!("the {what} is too long"),
            format!("one line of at most {LINE} characters"),
        ));
    }
    Ok(text.to_owned())
}

fn tenths(source: Source<'_>, raw: &Spanned<f64>, what: &str, low: f64, high: f64) -> Result<u16, ModelError> {
    let given = *raw.get_ref();
    let scaled = given * 10.0;
    if !(low..=high).contains(&given) {
        return Err(source.fault(
            raw.span(),
            format!("{what} of {given}"),
            format!("{what} lies between {low} and {high} points"),
        ));
    }
    if (scaled - scaled.round()).abs() > 1e-6 {
        return Err(source.fault(raw.span(), format!("{what} of {given}"), format!("{what} has at most one decimal")));
    }
    // In 0..=1000 by the test above.
    Ok(scaled.round() as u16)
}

fn number(source: Source<'_>, raw: &Spanned<f64>, what: &str, most: f64) -> Result<f64, ModelError> {
    let given = *raw.get_ref();
    if (0.0..=most).contains(&given) {
        return Ok(given);
    }
    Err(source.fault(raw.span(), format!("{what} of {given}"), format!("between 0 and {most}")))
}

fn whole(source: Source<'_>, raw: &Spanned<i64>, what: &str, least: u32, most: u32) -> Result<u32, ModelError> {
    let given = *raw.get_ref();
    let inside = u32::try_from(given).ok().filter(|given| (least..=most).contains(given));
    inside.ok_or_else(|| source.fault(raw.span(), format!("{what} of {given}"), format!("a whole number from {least} to {most}")))
}

fn few<T>(source: Source<'_>, all: &[Spanned<T>], what: &str) -> Result<(), ModelError> {
    match all.get(MOST) {
        None => Ok(()),
        Some(extra) => Err(source.fault(extra.span(), format!("more than {MOST} {what}"), format!("at most {MOST}"))),
    }
}
