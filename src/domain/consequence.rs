//! What a move would bring: next review, reviews and hours a year, before and after.

use std::borrow::Cow;

use super::model::place::holds;
use super::model::{Model, Segment};
use super::refusal::Refusal;

/// What a move from one segment of a model to another changes for one client. What depends on the client's own history (the
/// next review) or on its owner's other clients (the load) is added by whoever knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Consequence {
    /// Reviews a year in the segment left.
    pub reviews_per_year_before: f64,
    /// Reviews a year in the segment entered.
    pub reviews_per_year_after: f64,
    /// Hours a year in the segment left.
    pub hours_per_year_before: f64,
    /// Hours a year in the segment entered.
    pub hours_per_year_after: f64,
    /// Relationship owner roles of the segment left.
    pub owners_before: Vec<String>,
    /// Relationship owner roles of the segment entered.
    pub owners_after: Vec<String>,
    /// The entry playbook of the segment entered; empty where the client stays.
    pub playbook: Vec<String>,
}

impl Consequence {
    /// What a move `from` a segment `to` another brings, by their places; none stands for no segment.
    ///
    /// # Errors
    /// A segment the model does not have.
    pub fn of(model: &Model, from: Option<&str>, to: Option<&str>) -> Result<Self, Refusal> {
        let from = from.map(|key| known(model, key)).transpose()?;
        let to = to.map(|key| known(model, key)).transpose()?;
        let (from, to) = (from.as_deref(), to.as_deref());
        // Of several segments, only those entered have something to be done on the way in.
        let entered = to.map_or_else(Vec::new, |to| model.segments_in(&to.key));
        let entered = entered.iter().filter(|segment| from.is_none_or(|from| !holds(&from.key, &segment.key)));
        let playbook = entered.flat_map(|segment| segment.playbook.iter().cloned()).collect();
        let owners = |segment: Option<&Segment>| segment.map_or_else(Vec::new, |segment| segment.owners.clone());
        Ok(Self {
            reviews_per_year_before: from.map_or(0.0, Segment::reviews_per_year),
            reviews_per_year_after: to.map_or(0.0, Segment::reviews_per_year),
            hours_per_year_before: from.map_or(0.0, Segment::hours_per_year),
            hours_per_year_after: to.map_or(0.0, Segment::hours_per_year),
            owners_before: owners(from),
            owners_after: owners(to),
            playbook,
        })
    }

    /// The same where another model drives: no review is asked for, before or after.
    #[must_use]
    pub fn without_reviews(self) -> Self {
        Self {
            reviews_per_year_before: 0.0,
            reviews_per_year_after: 0.0,
            hours_per_year_before: 0.0,
            hours_per_year_after: 0.0,
            ..self
        }
    }
}

fn known<'m>(model: &'m Model, key: &str) -> Result<Cow<'m, Segment>, Refusal> {
    model.standing_in(key).ok_or_else(|| {
        let keys: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
        Refusal::NotFound { what: "segment", name: key.to_owned(), hint: format!("the model has {}", keys.join(", ")) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::builtin;

    fn model() -> Model {
        Model::parse(builtin::all()[0].1, "f").unwrap()
    }

    #[test]
    fn a_move_up_shows_what_it_costs_and_who_takes_over() {
        let moved = Consequence::of(&model(), Some("sustain"), Some("transform")).unwrap();
        assert_eq!((moved.reviews_per_year_before, moved.reviews_per_year_after), (0.0, 12.0));
        assert_eq!((moved.hours_per_year_before, moved.hours_per_year_after), (0.0, 36.0));
        assert_eq!(moved.owners_before, ["Helpdesk", "Service coordinator"]);
        assert_eq!(moved.owners_after, ["vCIO", "Strategic advisor"]);
        assert_eq!(moved.playbook.len(), 4);
    }

    #[test]
    fn from_nowhere_and_to_nowhere_cost_nothing_there() {
        let gone = Consequence::of(&model(), Some("educate"), None).unwrap();
        assert_eq!((gone.hours_per_year_before, gone.hours_per_year_after), (7.5, 0.0));
        assert!(gone.owners_after.is_empty() && gone.playbook.is_empty());
        let first = Consequence::of(&model(), None, Some("educate")).unwrap();
        assert_eq!((first.reviews_per_year_before, first.reviews_per_year_after), (0.0, 3.0));
    }

    #[test]
    fn staying_starts_no_playbook() {
        assert!(Consequence::of(&model(), Some("transform"), Some("transform")).unwrap().playbook.is_empty());
    }

    #[test]
    fn an_unknown_segment_is_named_with_those_there_are() {
        let refusal = Consequence::of(&model(), None, Some("grow")).unwrap_err();
        assert_eq!(refusal.to_string(), "there is no segment “grow”");
        assert_eq!(refusal.hint().as_deref(), Some("the model has transform, modernize, educate, sustain"));
    }
}
