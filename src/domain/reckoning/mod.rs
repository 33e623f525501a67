//! How a client's scores come about, factor by factor: what explains a proposal.

mod words;

use chrono::NaiveDate;

use super::fields::Fields;
use super::model::{Dimension, Factor, FactorValues, Model};
use super::score::{DimensionScore, Score};

pub use words::{Words, plainly};

/// A dimension with its score and what made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoned {
    /// Its key.
    pub dimension: String,
    /// Its name.
    pub name: String,
    /// Whether it is on an axis of the model: only those place a client.
    pub on_axis: bool,
    /// Its cuts, tenths of a point.
    pub cuts: Vec<u16>,
    /// Its score; none where no factor of it has a value.
    pub score: Option<DimensionScore>,
    /// The first day its oldest factor counts as stale.
    pub stale_from: Option<NaiveDate>,
    /// Whether its factors weigh differently.
    pub weighted: bool,
    /// Its factors in the order of the model.
    pub factors: Vec<ReckonedFactor>,
}

/// A factor with its value and its part in the score.
#[derive(Debug, Clone, PartialEq)]
pub struct ReckonedFactor {
    /// Its key.
    pub key: String,
    /// The question asked.
    pub question: String,
    /// Its weight as the model has it.
    pub weight: f64,
    /// Its share of the weight of the dimension, 0 to 1.
    pub share: f64,
    /// The highest value of its scale.
    pub top: u8,
    /// Its value.
    pub value: Option<u8>,
    /// The wording of the value; empty where it has none.
    pub wording: String,
    /// The value on 0 to 1000, tenths of a point.
    pub points: Option<u16>,
    /// Where the value comes from.
    pub given: Given,
}

/// Where the value of a factor comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// Asked, and not answered yet.
    Never,
    /// Somebody scored it.
    Scored {
        /// The day it counts from.
        on: NaiveDate,
        /// Who.
        by: String,
        /// The first day it counts as stale.
        stale_from: Option<NaiveDate>,
    },
    /// It follows a field of the client.
    Derived {
        /// The field.
        from: String,
        /// The client's number; none where it has none.
        number: Option<f64>,
        /// The bounds of the bands: value 1 lies below the first of them.
        bands: Vec<f64>,
        /// In how many parts of the same size the bands cut the book, where they do.
        quantiles: Option<u8>,
        /// The day they were cut from the book; none where they were not.
        fitted: Option<NaiveDate>,
    },
}

impl ReckonedFactor {
    fn of(dimension: &Dimension, factor: &Factor, scores: &[Score], fields: &Fields<'_>, model: &Model) -> Self {
        let whole: f64 = dimension.factors.iter().map(|factor| factor.weight).sum();
        let score = scores.iter().find(|score| score.factor == factor.key);
        let (value, given) = match (&factor.derived, score) {
            (Some(derived), _) => {
                let number = fields.value(&derived.from);
                let given = Given::Derived {
                    from: derived.from.clone(),
                    number,
                    bands: derived.bands.clone(),
                    quantiles: derived.quantiles,
                    fitted: derived.fitted,
                };
                (number.and_then(|number| derived.value(number)), given)
            }
            (None, Some(score)) => {
                let stale_from = model.stale_from(score.on);
                (Some(score.value), Given::Scored { on: score.on, by: score.by.clone(), stale_from })
            }
            (None, None) => (None, Given::Never),
        };
        // A value off its scale, of before the model was changed, counts as absent.
        let value = value.filter(|value| (1..=factor.top()).contains(value));
        let steps = u16::from(factor.top()).saturating_sub(1).max(1);
        Self {
            key: factor.key.clone(),
            question: factor.question.clone(),
            weight: factor.weight,
            share: if whole > 0.0 { factor.weight / whole } else { 0.0 },
            top: factor.top(),
            value,
            wording: value.and_then(|value| factor.levels.get(usize::from(value) - 1)).cloned().unwrap_or_default(),
            points: value.map(|value| (u16::from(value - 1) * 1000 + steps / 2) / steps),
            given,
        }
    }

    /// Whether its score is stale on a day.
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        match &self.given {
            Given::Scored { stale_from, .. } => stale_from.is_some_and(|from| today >= from),
            Given::Never | Given::Derived { .. } => false,
        }
    }

    /// The field it is derived from, where it is.
    #[must_use]
    pub fn derived_from(&self) -> Option<&str> {
        match &self.given {
            Given::Derived { from, .. } => Some(from),
            Given::Never | Given::Scored { .. } => None,
        }
    }

    /// The day it was scored, and by whom.
    #[must_use]
    pub fn scored(&self) -> Option<(NaiveDate, &str)> {
        match &self.given {
            Given::Scored { on, by, .. } => Some((*on, by)),
            Given::Never | Given::Derived { .. } => None,
        }
    }
}

/// Every dimension of a model with its score for a client: `scores` are those in force, `fields` what the rest is derived from.
#[must_use]
pub fn reckon(model: &Model, scores: &[Score], fields: &Fields<'_>) -> Vec<Reckoned> {
    let of = |dimension: &Dimension| {
        let factor = |factor| ReckonedFactor::of(dimension, factor, scores, fields, model);
        let factors: Vec<ReckonedFactor> = dimension.factors.iter().map(factor).collect();
        let day = |factor: &ReckonedFactor| factor.scored().map_or(fields.today, |(on, _)| on);
        let values: FactorValues =
            factors.iter().filter_map(|factor| Some((factor.key.clone(), (factor.value?, day(factor))))).collect();
        let score = dimension.score(&values);
        Reckoned {
            dimension: dimension.key.clone(),
            name: dimension.name.clone(),
            on_axis: model.x == dimension.key || model.y.as_ref() == Some(&dimension.key),
            cuts: dimension.cuts.clone(),
            score,
            stale_from: score.and_then(|score| score.stale_from(model.score_valid)),
            weighted: factors.windows(2).any(|pair| pair[0].weight != pair[1].weight),
            factors,
        }
    };
    model.dimensions.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::client::{Client, ClientId};
    use crate::domain::model::builtin;
    use crate::domain::money::Amount;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn score(factor: &str, value: u8, on: &str) -> Score {
        Score {
            id: 1,
            client: ClientId(1),
            model: "maturity-appetite".to_owned(),
            factor: factor.to_owned(),
            value,
            on: day(on),
            by: "ana".to_owned(),
        }
    }

    fn reckoned(model: &Model, scores: &[Score]) -> Vec<Reckoned> {
        let mut client = Client::named(ClientId(1), "Acme");
        client.arr = Some(Amount::from_ten_thousandths(450_000_000));
        let fields = Fields { client: &client, last_review_on: None, next_review_on: None, today: day("2026-06-15") };
        reckon(model, scores, &fields)
    }

    fn said(model: &Model, scores: &[Score]) -> String {
        let words = Words { day: &|day| day.to_string(), number: &|_, n| plainly(n), today: day("2026-06-15") };
        let mut lines = Vec::new();
        for dimension in reckoned(model, scores) {
            lines.push(dimension.in_words(&words));
            lines.extend(dimension.factors.iter().map(|factor| format!("  {}", factor.in_words(dimension.weighted, &words))));
        }
        lines.join("\n")
    }

    #[test]
    fn every_part_of_a_score_is_named() {
        let model = Model::parse(builtin::all()[0].1, "f").expect("it is whole");
        let scores =
            [score("standardization", 4, "2026-03-01"), score("stability", 3, "2025-11-30"), score("goals", 3, "2026-06-01")];
        insta::assert_snapshot!(said(&model, &scores));
    }

    #[test]
    fn a_score_on_the_cut_is_said_to_be_in_the_upper_band() {
        let model = Model::parse(builtin::all()[0].1, "f").expect("it is whole");
        let words = said(&model, &[score("stability", 3, "2026-06-01")]);
        assert!(words.contains("exactly on the cut at 50.0, which belongs to the upper band"), "{words}");
    }

    #[test]
    fn derived_factors_weights_and_dimensions_off_the_axes_are_explained() {
        let toml = "key = \"ladder\"\nname = \"Ladder\"\nx = \"d\"\n[[dimensions]]\nkey = \"d\"\nname = \"Size\"\ncuts = [30, 60]\n\
             [[dimensions.factors]]\nkey = \"f\"\nquestion = \"?\"\nfrom = \"arr\"\nbands = [10000, 50000]\nweight = 3\n\
             [[dimensions.factors]]\nkey = \"t\"\nquestion = \"?\"\nfrom = \"measure.tickets\"\nbands = [5]\n\
             [[dimensions]]\nkey = \"p\"\nname = \"Potential\"\n\
             [[dimensions.factors]]\nkey = \"g\"\nquestion = \"Room?\"\nlevels = [\"none\", \"some\", \"much\"]\n\
             [[segments]]\nkey = \"low\"\nletter = \"L\"\nname = \"Low\"\ncells = [[1]]\n\
             [[segments]]\nkey = \"mid\"\nletter = \"M\"\nname = \"Mid\"\ncells = [[2]]\n\
             [[segments]]\nkey = \"high\"\nletter = \"H\"\nname = \"High\"\ncells = [[3]]\n";
        let model = Model::parse(toml, "ladder").unwrap_or_else(|error| panic!("{error}"));
        insta::assert_snapshot!(said(&model, &[score("g", 3, "2026-06-01")]));
    }

    #[test]
    fn the_parts_weigh_up_to_the_score() {
        let model = Model::parse(builtin::all()[0].1, "f").expect("it is whole");
        let scores = ["standardization", "stability", "proactivity"].map(|factor| score(factor, 4, "2026-06-01"));
        for dimension in reckoned(&model, &scores) {
            let shares: f64 = dimension.factors.iter().map(|factor| factor.share).sum();
            assert!((shares - 1.0).abs() < 1e-9, "{}", dimension.name);
            let sum: f64 = dimension.factors.iter().filter_map(|f| Some(f64::from(f.points?) * f.share)).sum();
            if let Some(score) = dimension.score {
                assert!((sum - f64::from(score.tenths)).abs() < 1.0, "{}", dimension.name);
            }
        }
    }
}
