//! Scores: what was recorded, and the dimension scores, confidence, age and proposal it gives (models.md).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::{Period, Unit};
use super::client::ClientId;
use super::model::{Derived, Dimension, Factor, FactorValues, Membership, Model};

/// A recorded value of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Its row.
    pub id: i64,
    /// The client.
    pub client: ClientId,
    /// The model's key.
    pub model: String,
    /// The factor's key.
    pub factor: String,
    /// The value on the factor's scale, from 1.
    pub value: u8,
    /// The day it was recorded.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: String,
}

/// A dimension's score from the factors that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DimensionScore {
    /// Tenths of a point, 0–1000.
    pub tenths: u16,
    /// Share of the weight that has a value, above 0 up to 1.
    pub confidence: f64,
    /// The day of the oldest asked factor used; none where all are derived, which never age: they follow the client's fields.
    pub oldest: Option<NaiveDate>,
}

/// A share kept per mille as whole percent, rounded.
#[must_use]
pub const fn percent(per_mille: i64) -> i64 {
    (per_mille + 5) / 10
}

/// What the scores of a client say in one model, and what holds a move back. Nothing in it depends on the day it is
/// looked at; [`Proposal::drifts`] and [`Proposal::is_stale`] bring the day in.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'m> {
    /// The score on the x axis.
    pub x: Option<DimensionScore>,
    /// The score on the y axis.
    pub y: Option<DimensionScore>,
    /// Key of the segment the scores fall into; none unless every axis of the model is scored.
    pub segment: Option<&'m str>,
    /// Whether a score lies less than the margin from a cut of its axis (a score exactly at the margin does not).
    pub near_cut: bool,
    /// The first day a move is proposed again after the last decision; none without one.
    pub dwell_until: Option<NaiveDate>,
    /// Whether the scores say another segment than the client stands in and no cut is near; dwell comes on top.
    pub drift: bool,
    /// The first day the oldest factor used counts as stale.
    pub stale_from: Option<NaiveDate>,
}

impl Proposal<'_> {
    /// Whether a move is proposed on a day: the drift, once the dwell is over.
    #[must_use]
    pub fn drifts(&self, today: NaiveDate) -> bool {
        self.drift && self.dwell_until.is_none_or(|until| today >= until)
    }

    /// Whether a score used is stale on a day.
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.stale_from.is_some_and(|from| today >= from)
    }
}

/// What the values say, and whether a client in `placement` (its segment, and the day of its last move or confirmation)
/// would be proposed elsewhere.
///
/// Only moves are withheld: a client without a placement gets its segment at any score. Where membership is many there is no
/// drift: standing in one segment more is no contradiction.
#[must_use]
pub fn propose<'m>(model: &'m Model, values: &FactorValues, placement: Option<(&str, Option<NaiveDate>)>) -> Proposal<'m> {
    let x = model.x_axis().score(values);
    let y = model.y_axis().and_then(|axis| axis.score(values));
    let tenths = |score: Option<DimensionScore>| score.map(|score| score.tenths);
    let segment = x.and_then(|x| model.at(x.tenths, tenths(y))).map(|segment| segment.key.as_str());
    let near_cut = model.distance(tenths(x), tenths(y)).is_some_and(|distance| distance < model.guard.margin);
    let elsewhere = match model.membership {
        Membership::One => segment.zip(placement).is_some_and(|(proposed, (present, _))| proposed != present),
        Membership::Many => false,
    };
    let oldest = x.into_iter().chain(y).filter_map(|score| score.oldest).min();
    Proposal {
        x,
        y,
        segment,
        near_cut,
        dwell_until: placement.and_then(|(_, decided)| after(decided?, model.guard.dwell)),
        drift: elsewhere && !near_cut,
        stale_from: oldest.and_then(|oldest| after(oldest, model.score_valid)),
    }
}

impl Dimension {
    /// The weighted mean of the factors that have a value on their scale, each mapped to 0–100 by
    /// (value − 1) ÷ (top − 1) × 100, exact and then rounded half up to a tenth of a point (models.md).
    ///
    /// None where no factor with a weight has a value. A value off its scale (the model has changed) counts as absent.
    #[must_use]
    pub fn score(&self, values: &FactorValues) -> Option<DimensionScore> {
        let given: Vec<(&Factor, u8, NaiveDate)> = self
            .factors
            .iter()
            .filter_map(|factor| values.get(&factor.key).map(|(value, on)| (factor, *value, *on)))
            .filter(|(factor, value, _)| (1..=factor.top()).contains(value) && thousandths(factor) > 0)
            .collect();
        let oldest = given.iter().filter(|(factor, ..)| factor.derived.is_none()).map(|(_, _, on)| *on).min();
        let weight: i128 = given.iter().map(|(factor, ..)| thousandths(factor)).sum();
        if weight == 0 {
            return None;
        }
        let whole: i128 = self.factors.iter().map(thousandths).sum();
        // All steps over one denominator, so that no rounding happens before the last line.
        let steps = given.iter().map(|(factor, ..)| steps(factor)).fold(1, least_common_multiple);
        let sum: i128 = given
            .iter()
            .map(|(factor, value, _)| thousandths(factor) * i128::from(value - 1) * (steps / self::steps(factor)))
            .sum();
        let tenths = (2 * sum * 1000 + weight * steps) / (2 * weight * steps);
        Some(DimensionScore {
            tenths: u16::try_from(tenths).expect("a mean of values on their scales lies in 0 to 1000 tenths"),
            confidence: weight as f64 / whole as f64,
            oldest,
        })
    }
}

impl Model {
    /// The first day a value recorded on a day counts as stale; none where that lies outside the calendar.
    #[must_use]
    pub fn stale_from(&self, on: NaiveDate) -> Option<NaiveDate> {
        after(on, self.score_valid)
    }
}

impl DimensionScore {
    /// The first day it counts as stale; none where that lies outside the calendar.
    #[must_use]
    pub fn stale_from(&self, valid: Period) -> Option<NaiveDate> {
        after(self.oldest?, valid)
    }
}

impl Derived {
    /// The value a field gives: 1 below the first bound, one more from each bound on. None for what is no number, and where the
    /// bounds are quantiles that were not fitted to a book yet.
    #[must_use]
    pub fn value(&self, field: f64) -> Option<u8> {
        if field.is_nan() || self.bands.is_empty() {
            return None;
        }
        let reached = self.bands.iter().filter(|bound| field >= **bound).count();
        u8::try_from(reached + 1).ok()
    }
}

/// A weight in thousandths, which is how fine a model file may write it.
fn thousandths(factor: &Factor) -> i128 {
    (factor.weight * 1000.0).round() as i128
}

/// Steps between the lowest and the highest value.
fn steps(factor: &Factor) -> i128 {
    i128::from(factor.top()) - 1
}

fn least_common_multiple(a: i128, b: i128) -> i128 {
    let (mut larger, mut smaller) = (a, b);
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    a / larger * b
}

/// The first day a move is proposed again after a decision; none outside the calendar.
#[must_use]
pub fn dwells_until(model: &Model, decided_on: NaiveDate) -> Option<NaiveDate> {
    after(decided_on, model.guard.dwell)
}

/// A date and a period, months ending where the month ends (C3); none outside the calendar.
fn after(start: NaiveDate, period: Period) -> Option<NaiveDate> {
    let days = |each: u64| u64::from(period.n).checked_mul(each).map(chrono::Days::new);
    let months = |each: u32| period.n.checked_mul(each).map(chrono::Months::new);
    match period.unit {
        Unit::Day => start.checked_add_days(days(1)?),
        Unit::Week => start.checked_add_days(days(7)?),
        Unit::Month => start.checked_add_months(months(1)?),
        Unit::Year => start.checked_add_months(months(12)?),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::model::builtin;

    fn model() -> Model {
        Model::parse(builtin::all()[0].1, "f").unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn values(given: &[(&str, u8)]) -> FactorValues {
        given.iter().map(|(factor, value)| ((*factor).to_owned(), (*value, day("2026-03-01")))).collect()
    }

    /// Maturity and appetite of all factors at one value each.
    fn level(maturity: u8, appetite: u8) -> FactorValues {
        let keys = |keys: [&'static str; 3], value| keys.map(|key| (key, value));
        let mut all = values(&keys(["standardization", "stability", "proactivity"], maturity));
        all.extend(values(&keys(["engagement", "feedback", "goals"], appetite)));
        all
    }

    #[test]
    fn a_score_is_the_mean_of_its_factors_to_one_decimal() {
        let model = model();
        let score = |given: &[(&str, u8)]| model.x_axis().score(&values(given)).map(|score| score.tenths);
        assert_eq!(score(&[("standardization", 1)]), Some(0));
        assert_eq!(score(&[("standardization", 5)]), Some(1000));
        assert_eq!(score(&[("standardization", 3), ("stability", 3), ("proactivity", 3)]), Some(500));
        // 75 + 50 + 50 = 175 ÷ 3 = 58.33…; 75 + 75 + 50 = 200 ÷ 3 = 66.66…
        assert_eq!(score(&[("standardization", 4), ("stability", 3), ("proactivity", 3)]), Some(583));
        assert_eq!(score(&[("standardization", 4), ("stability", 4), ("proactivity", 3)]), Some(667));
        assert_eq!(score(&[("engagement", 3)]), None);
        assert_eq!(score(&[]), None);
    }

    #[test]
    fn half_a_tenth_is_rounded_up() {
        let mut dimension = model().x_axis().clone();
        dimension.factors.truncate(2);
        // (399 × 0 + 1 × 100) ÷ 400 = 0.25 points.
        dimension.factors[0].weight = 399.0;
        let score = |values: &FactorValues| dimension.score(values).map(|score| score.tenths);
        assert_eq!(score(&values(&[("standardization", 1), ("stability", 5)])), Some(3));
        assert_eq!(score(&values(&[("standardization", 1), ("stability", 4)])), Some(2));
    }

    #[test]
    fn confidence_and_age_are_those_of_the_factors_used() {
        let model = model();
        let mut given = values(&[("standardization", 4), ("goals", 2)]);
        given.insert("stability".to_owned(), (2, day("2025-12-31")));
        let score = model.x_axis().score(&given).unwrap();
        assert!((score.confidence - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(score.oldest, Some(day("2025-12-31")));
        let proposal = propose(&model, &given, None);
        assert_eq!(proposal.stale_from, Some(day("2026-06-30")));
        assert!(!proposal.is_stale(day("2026-06-29")));
        assert!(proposal.is_stale(day("2026-06-30")));
    }

    #[test]
    fn a_value_off_its_scale_counts_as_absent() {
        let model = model();
        for value in [0, 6, 255] {
            assert_eq!(model.x_axis().score(&values(&[("standardization", value)])), None, "{value}");
        }
    }

    #[test]
    fn a_factor_without_weight_makes_no_score() {
        let mut dimension = model().x_axis().clone();
        dimension.factors[0].weight = 0.0;
        assert_eq!(dimension.score(&values(&[("standardization", 3)])), None);
    }

    #[test]
    fn a_proposal_needs_every_axis_scored() {
        let model = model();
        let proposal = propose(&model, &values(&[("standardization", 5)]), None);
        assert_eq!((proposal.x.map(|x| x.tenths), proposal.y, proposal.segment), (Some(1000), None, None));
        let full = propose(&model, &values(&[("standardization", 5), ("goals", 1)]), None);
        assert_eq!(full.segment, Some("educate"));
    }

    #[test]
    fn a_score_on_the_cut_proposes_the_upper_band() {
        assert_eq!(propose(&model(), &level(3, 3), None).segment, Some("transform"));
    }

    #[test]
    fn near_a_cut_a_move_is_withheld_and_a_first_place_is_not() {
        let mut model = model();
        let given = level(3, 5);
        let stands = Some(("modernize", Some(day("2025-01-01"))));
        let proposal = propose(&model, &given, stands);
        assert!(proposal.near_cut && !proposal.drift);
        assert_eq!(propose(&model, &given, None).segment, Some("transform"));
        // Exactly at the margin is not near: maturity 50, cut 45, margin 5.
        model.dimensions[0].cuts = vec![450];
        let at = propose(&model, &given, stands);
        assert!(!at.near_cut && at.drift);
        model.dimensions[0].cuts = vec![451];
        assert!(propose(&model, &given, stands).near_cut);
        model.guard.margin = 0;
        model.dimensions[0].cuts = vec![500];
        assert!(!propose(&model, &given, stands).near_cut);
    }

    #[test]
    fn drift_waits_for_the_end_of_the_dwell() {
        let model = model();
        let proposal = propose(&model, &level(5, 5), Some(("sustain", Some(day("2025-11-30")))));
        assert_eq!((proposal.drift, proposal.dwell_until), (true, Some(day("2026-02-28"))));
        assert!(!proposal.drifts(day("2026-02-27")));
        assert!(proposal.drifts(day("2026-02-28")));
        let same = propose(&model, &level(5, 5), Some(("transform", Some(day("2020-01-01")))));
        assert!(!same.drifts(day("2026-02-28")));
    }

    #[test]
    fn many_memberships_do_not_drift() {
        let mut model = model();
        model.membership = Membership::Many;
        assert!(!propose(&model, &level(5, 5), Some(("sustain", Some(day("2020-01-01"))))).drift);
    }

    #[test]
    fn a_derived_value_comes_from_its_band() {
        let derived = Derived { from: "arr".to_owned(), bands: vec![10_000.0, 50_000.0], quantiles: None, fitted: None };
        for (field, value) in [
            (-5.0, Some(1)),
            (9_999.99, Some(1)),
            (10_000.0, Some(2)),
            (50_000.0, Some(3)),
            (f64::INFINITY, Some(3)),
            (f64::NAN, None),
        ] {
            assert_eq!(derived.value(field), value, "{field}");
        }
    }

    #[test]
    fn without_bands_a_field_gives_no_value() {
        let derived = Derived { from: "arr".to_owned(), bands: Vec::new(), quantiles: None, fitted: None };
        assert_eq!(derived.value(10_000.0), None);
    }

    #[test]
    fn a_value_is_stale_a_whole_period_later() {
        let mut model = model();
        for (n, unit, from) in [
            (3, Unit::Day, "2026-02-03"),
            (2, Unit::Week, "2026-02-14"),
            (1, Unit::Month, "2026-02-28"),
            (14, Unit::Month, "2027-03-31"),
            (2, Unit::Year, "2028-01-31"),
        ] {
            model.score_valid = Period { n, unit };
            assert_eq!(model.stale_from(day("2026-01-31")), Some(day(from)), "{n} {unit:?}");
        }
    }

    #[test]
    fn the_lightest_weight_counts() {
        let mut dimension = model().x_axis().clone();
        dimension.factors[0].weight = 0.001;
        assert_eq!(dimension.score(&values(&[("standardization", 3)])).map(|score| score.tenths), Some(500));
    }

    #[test]
    fn a_decision_dwells_for_the_period_of_the_guard() {
        let mut model = model();
        model.guard.dwell = Period { n: 3, unit: Unit::Month };
        assert_eq!(dwells_until(&model, day("2025-11-30")), Some(day("2026-02-28")));
    }

    #[test]
    fn a_factor_without_weight_does_not_age_a_score() {
        let mut dimension = model().x_axis().clone();
        dimension.factors[0].weight = 0.0;
        let mut given = values(&[("stability", 3)]);
        given.insert("standardization".to_owned(), (3, day("2020-01-01")));
        assert_eq!(dimension.score(&given).and_then(|score| score.oldest), Some(day("2026-03-01")));
    }

    #[test]
    fn a_period_past_the_calendar_has_no_end() {
        let mut model = model();
        model.guard.dwell = Period { n: u32::MAX, unit: Unit::Year };
        model.score_valid = Period { n: u32::MAX, unit: Unit::Week };
        let proposal = propose(&model, &level(5, 5), Some(("sustain", Some(day("2026-01-01")))));
        assert_eq!((proposal.dwell_until, proposal.stale_from), (None, None));
    }

    proptest! {
        #[test]
        fn a_score_agrees_with_plain_arithmetic(
            given in prop::collection::vec((0_u8..=7, 2_usize..=20, 0_u32..=5000), 1..8),
        ) {
            let mut dimension = model().x_axis().clone();
            let pattern = dimension.factors[0].clone();
            dimension.factors.clear();
            let mut all = FactorValues::new();
            for (index, (value, top, weight)) in given.iter().enumerate() {
                let key = format!("f{index}");
                all.insert(key.clone(), (*value, day("2026-01-01")));
                let levels = vec![String::new(); *top];
                dimension.factors.push(Factor { key, levels, weight: f64::from(*weight) / 1000.0, ..pattern.clone() });
            }
            let used = |(value, top, weight): &&(u8, usize, u32)| (1..=*top).contains(&usize::from(*value)) && *weight > 0;
            let weights: f64 = given.iter().filter(used).map(|(.., weight)| f64::from(*weight)).sum();
            let sum: f64 = given.iter().filter(used)
                .map(|(value, top, weight)| f64::from(*weight) * f64::from(value - 1) / (*top as f64 - 1.0)).sum();
            match dimension.score(&all) {
                None => prop_assert_eq!(weights, 0.0),
                Some(score) => {
                    let plain = sum / weights * 1000.0;
                    prop_assert!((f64::from(score.tenths) - plain).abs() <= 0.5 + 1e-6, "{} {}", score.tenths, plain);
                    prop_assert!(score.tenths <= 1000);
                    prop_assert!(score.confidence > 0.0 && score.confidence <= 1.0);
                }
            }
        }
    }
}
