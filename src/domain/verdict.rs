//! What a client's scores come to on a day: a move proposed, withheld and why, or nothing to decide (models.md, guard).

use chrono::NaiveDate;

use super::model::place::holds;
use super::model::{Dimension, Membership, Model};

/// How a client stands to its scores, as the book keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scored<'a> {
    /// Its place; none where it is in no segment.
    pub segment: Option<&'a str>,
    /// Key of the segment its scores fall into; none unless every axis is scored.
    pub falls_into: Option<&'a str>,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<u16>, Option<u16>),
    /// The day of its last decision.
    pub decided_on: Option<NaiveDate>,
    /// The first day a move is proposed again after the last decision.
    pub dwell_until: Option<NaiveDate>,
}

/// A cut that a score lies close to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestCut {
    /// The name of the axis.
    pub axis: String,
    /// The cut, tenths of a point.
    pub cut: u16,
    /// How far the score lies from it, tenths of a point.
    pub distance: u16,
}

/// What there is to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not every axis is scored.
    Unscored,
    /// It is in no segment, and the scores propose this one.
    Unplaced(String),
    /// The scores say where it stands already.
    Agrees,
    /// A client may be in several segments: its scores name one more.
    Besides(String),
    /// The scores say this segment, but lie within the margin of a cut.
    Near(String, NearestCut),
    /// The scores say this segment, but somebody decided lately (on the first day): no move is proposed before the second.
    Dwells(String, NaiveDate, NaiveDate),
    /// A move to this segment is proposed.
    Drifts(String),
}

impl Verdict {
    /// The verdict of a day.
    #[must_use]
    pub fn of(model: &Model, scored: Scored<'_>, today: NaiveDate) -> Self {
        let Some(to) = scored.falls_into.map(str::to_owned) else { return Self::Unscored };
        let Some(segment) = scored.segment else { return Self::Unplaced(to) };
        if holds(segment, &to) {
            return Self::Agrees;
        }
        if model.membership == Membership::Many {
            return Self::Besides(to);
        }
        if let Some(nearest) = nearest_cut(model, scored.scores).filter(|nearest| nearest.distance < model.guard.margin) {
            return Self::Near(to, nearest);
        }
        match scored.dwell_until {
            Some(until) if until > today => Self::Dwells(to, scored.decided_on.unwrap_or(today), until),
            Some(_) | None => Self::Drifts(to),
        }
    }

    /// Why no move is proposed, in words; none where one is.
    #[must_use]
    pub fn why_not(&self, model: &Model, day: impl Fn(NaiveDate) -> String) -> Option<String> {
        let words = |key: &str| model.place_in_words(key);
        match self {
            Self::Drifts(_) => None,
            Self::Unscored => Some("not scored on every axis".to_owned()),
            Self::Unplaced(to) => Some(format!("in no segment yet; its scores propose {}", words(to))),
            Self::Agrees => Some("the scores agree with its segment".to_owned()),
            Self::Besides(to) => Some(format!("a client can be in several segments: its scores name {} too", words(to))),
            Self::Near(to, nearest) => {
                let (away, cut) = (points(nearest.distance), points(nearest.cut));
                Some(format!("near a cut: {away} points from the one of {} at {cut}; beyond it is {}", nearest.axis, words(to)))
            }
            Self::Dwells(to, decided, until) => {
                Some(format!("decided on {}: {} is proposed again from {} on", day(*decided), words(to), day(*until)))
            }
        }
    }
}

/// The cut nearest to the scores on the axes; none without cuts or scores.
#[must_use]
pub fn nearest_cut(model: &Model, (x, y): (Option<u16>, Option<u16>)) -> Option<NearestCut> {
    let of = |axis: &Dimension, score: Option<u16>| {
        let score = score?;
        let cut = axis.cuts.iter().copied().min_by_key(|cut| cut.abs_diff(score))?;
        Some(NearestCut { axis: axis.name.clone(), cut, distance: cut.abs_diff(score) })
    };
    let both = [of(model.x_axis(), x), model.y_axis().and_then(|axis| of(axis, y))];
    both.into_iter().flatten().min_by_key(|nearest| nearest.distance)
}

/// Tenths of a point as points: `3.3`.
#[must_use]
pub fn points(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::builtin;

    fn model() -> Model {
        Model::parse(builtin::all()[0].1, "f").expect("it is whole")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn verdict(segment: Option<&str>, falls_into: Option<&str>, x: u16, until: Option<&str>) -> Verdict {
        let scored = Scored {
            segment,
            falls_into,
            scores: (Some(x), Some(1000)),
            decided_on: until.map(|_| day("2026-06-01")),
            dwell_until: until.map(day),
        };
        Verdict::of(&model(), scored, day("2026-06-15"))
    }

    #[test]
    fn a_move_is_proposed_from_the_margin_and_the_end_of_the_dwell_on() {
        let to = || "transform".to_owned();
        assert_eq!(verdict(Some("modernize"), Some("transform"), 550, None), Verdict::Drifts(to()));
        assert_eq!(verdict(Some("modernize"), Some("transform"), 550, Some("2026-06-15")), Verdict::Drifts(to()));
        let dwells = Verdict::Dwells(to(), day("2026-06-01"), day("2026-06-16"));
        assert_eq!(verdict(Some("modernize"), Some("transform"), 550, Some("2026-06-16")), dwells);
        let nearest = NearestCut { axis: "Maturity".to_owned(), cut: 500, distance: 49 };
        assert_eq!(verdict(Some("modernize"), Some("transform"), 549, None), Verdict::Near(to(), nearest));
    }

    #[test]
    fn every_reason_is_said() {
        let why = |verdict: Verdict| verdict.why_not(&model(), |day| day.to_string()).unwrap_or_default();
        assert_eq!(
            why(verdict(Some("modernize"), Some("transform"), 533, None)),
            "near a cut: 3.3 points from the one of Maturity at 50.0; beyond it is A Transform"
        );
        assert_eq!(
            why(verdict(Some("modernize"), Some("transform"), 900, Some("2026-09-01"))),
            "decided on 2026-06-01: A Transform is proposed again from 2026-09-01 on"
        );
        assert_eq!(why(verdict(Some("transform"), Some("transform"), 500, None)), "the scores agree with its segment");
        assert_eq!(why(verdict(Some("transform"), None, 500, None)), "not scored on every axis");
        assert_eq!(why(verdict(None, Some("educate"), 500, None)), "in no segment yet; its scores propose C Educate");
        assert_eq!(why(verdict(Some("sustain"), Some("transform"), 900, None)), "");
    }

    #[test]
    fn one_segment_of_several_is_no_contradiction() {
        let mut model = model();
        model.membership = Membership::Many;
        let scored = |segment| Scored { segment: Some(segment), falls_into: Some("educate"), ..Scored::default() };
        assert_eq!(Verdict::of(&model, scored("transform,educate"), day("2026-06-15")), Verdict::Agrees);
        assert_eq!(Verdict::of(&model, scored("transform"), day("2026-06-15")), Verdict::Besides("educate".to_owned()));
    }
}
