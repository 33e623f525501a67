//! The parts of a score in words, one sentence each.

use chrono::NaiveDate;

use super::{Given, Reckoned, ReckonedFactor};
use crate::domain::fields::MEASURE;
use crate::domain::verdict::points;

/// How days and numbers are written.
pub struct Words<'a> {
    /// A day.
    pub day: &'a dyn Fn(NaiveDate) -> String,
    /// A number of a field.
    pub number: &'a dyn Fn(&str, f64) -> String,
    /// The day it is said on.
    pub today: NaiveDate,
}

/// A number with the decimals it has, two at most: `45000`, `12.5`.
#[must_use]
pub fn plainly(number: f64) -> String {
    let written = format!("{number:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Reckoned {
    /// The score, the band it lies in, its distance to the nearest cut, how much of it is answered and whether it is stale.
    #[must_use]
    pub fn in_words(&self, words: &Words<'_>) -> String {
        let Some(score) = self.score else {
            return format!("{}: not scored{}", self.name, if self.on_axis { "" } else { ", off the axes" });
        };
        let mut said = format!("{} {}", self.name, points(score.tenths));
        said.push_str(&if self.on_axis {
            self.band_in_words(score.tenths)
        } else {
            ", off the axes: it places nobody".to_owned()
        });
        if score.confidence < 0.9995 {
            said.push_str(&format!("; {:.0} % of its weight has a value", score.confidence * 100.0));
        }
        if let Some(from) = self.stale_from.filter(|from| words.today >= *from) {
            said.push_str(&format!("; stale since {}", (words.day)(from)));
        }
        said
    }

    /// `: in the upper band, 8.3 above the cut at 50.0`.
    fn band_in_words(&self, tenths: u16) -> String {
        let Some(cut) = self.cuts.iter().copied().min_by_key(|cut| cut.abs_diff(tenths)) else { return String::new() };
        let reached = self.cuts.iter().filter(|cut| **cut <= tenths).count();
        let band = match (reached, self.cuts.len()) {
            (0, 1) => "lower band".to_owned(),
            (1, 1) => "upper band".to_owned(),
            (0, _) => "lowest band".to_owned(),
            (1, 2) => "middle band".to_owned(),
            (at, top) if at == top => "highest band".to_owned(),
            (at, top) => format!("band {} of {}", at + 1, top + 1),
        };
        if cut == tenths {
            return format!(": exactly on the cut at {}, which belongs to the {band}", points(cut));
        }
        let side = if tenths > cut { "above" } else { "below" };
        format!(": in the {band}, {} {side} the cut at {}", points(cut.abs_diff(tenths)), points(cut))
    }
}

impl ReckonedFactor {
    /// `4 of 5, 75.0 points: Incidents are rare (2026-03-01, ana)`, with its weight where weights differ.
    #[must_use]
    pub fn in_words(&self, weighted: bool, words: &Words<'_>) -> String {
        let weight = if weighted { format!(", {}", self.weight_in_words()) } else { String::new() };
        let value = match self.value.zip(self.points) {
            Some((value, tenths)) => format!("{value} of {}, {} points{weight}", self.top, points(tenths)),
            None => format!("no value{weight}"),
        };
        let wording = if self.wording.is_empty() { String::new() } else { format!(": {}", self.wording) };
        match self.given_in_words(words) {
            Some(given) => format!("{value}{wording} ({given})"),
            None => format!("{value}{wording}"),
        }
    }

    /// `weight 3, 75 %`.
    #[must_use]
    pub fn weight_in_words(&self) -> String {
        format!("weight {}, {:.0} %", plainly(self.weight), self.share * 100.0)
    }

    /// Where the value comes from: day and person with its staleness, or the field, the number and the band it falls into.
    #[must_use]
    pub fn given_in_words(&self, words: &Words<'_>) -> Option<String> {
        match &self.given {
            Given::Never => None,
            Given::Scored { on, by, stale_from } => {
                let stale = stale_from.filter(|from| words.today >= *from);
                let stale = stale.map_or_else(String::new, |from| format!(", stale since {}", (words.day)(from)));
                Some(format!("{}, {by}{stale}", (words.day)(*on)))
            }
            Given::Derived { from, number, bands, quantiles, fitted } => {
                let Some(number) = number else { return Some(format!("the client has no {}", field_in_words(from))) };
                let number = (words.number)(from, *number);
                let mut said = format!("{} {number}", field_in_words(from));
                if let Some(value) = self.value {
                    said.push_str(&format!(": {}", band(value, bands, &|bound| (words.number)(from, bound))));
                    if let Some(parts) = quantiles {
                        said.push_str(&format!(", {} of the book", part_in_words(value, *parts)));
                        match fitted {
                            Some(on) => said.push_str(&format!(", cut on {}", (words.day)(*on))),
                            None => said.push_str(", not cut from this book yet"),
                        }
                    }
                }
                Some(said)
            }
        }
    }
}

/// A client field as people say it.
fn field_in_words(field: &str) -> String {
    match field {
        "arr" => "revenue a year".to_owned(),
        "days_since_review" => "days since the last review".to_owned(),
        "days_since_onboarding" => "days since onboarding".to_owned(),
        "days_to_renewal" => "days to the renewal".to_owned(),
        other => other.strip_prefix(MEASURE).unwrap_or(other).to_owned(),
    }
}

fn part_in_words(value: u8, parts: u8) -> String {
    let name = match parts {
        2 => "half",
        3 => "third",
        4 => "quarter",
        5 => "fifth",
        10 => "tenth",
        parts => return format!("part {value} of {parts}"),
    };
    format!("{name} {value}")
}

/// The band of a value: `below 10000`, `10000 to 50000`, `50000 and up`.
fn band(value: u8, bands: &[f64], number: &dyn Fn(f64) -> String) -> String {
    let at = usize::from(value);
    let low = at.checked_sub(2).and_then(|at| bands.get(at)).map(|bound| number(*bound));
    let high = at.checked_sub(1).and_then(|at| bands.get(at)).map(|bound| number(*bound));
    match (low, high) {
        (None, Some(high)) => format!("below {high}"),
        (Some(low), Some(high)) => format!("from {low}, below {high}"),
        (Some(low), None) => format!("{low} and up"),
        (None, None) => String::new(),
    }
}
