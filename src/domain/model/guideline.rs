//! What clients in segments ask of an owner: hours a week, and how many owners the guidelines would have for them.

use std::collections::BTreeMap;

use super::{Model, Segment};

/// Weeks in a year, as hours are shared out.
const WEEKS: f64 = 52.0;

impl Model {
    /// Hours of reviews a week that so many clients in each segment (by its key) ask for.
    #[must_use]
    pub fn hours_per_week(&self, placed: &BTreeMap<String, i64>) -> f64 {
        let hours = |(key, clients): (&String, &i64)| self.segment(key).map_or(0.0, Segment::hours_per_year) * *clients as f64;
        placed.iter().map(hours).fold(0.0, |sum, hours| sum + hours) / WEEKS
    }

    /// How many owners the guidelines (`accounts_per_owner`) would have for so many clients in each segment: 1 is what one
    /// owner can look after. Segments without a guideline do not count; none where no client is in another.
    #[must_use]
    pub fn owners_needed(&self, placed: &BTreeMap<String, i64>) -> Option<f64> {
        let guided = placed.iter().filter_map(|(key, clients)| Some((self.guideline(key)?, *clients)));
        let parts: Vec<f64> = guided.filter(|(_, clients)| *clients > 0).map(|(most, clients)| clients as f64 / most).collect();
        (!parts.is_empty()).then(|| parts.iter().sum())
    }

    /// How many of so many clients in each segment are in one without a guideline.
    #[must_use]
    pub fn unguided(&self, placed: &BTreeMap<String, i64>) -> i64 {
        placed.iter().filter(|(key, _)| self.guideline(key).is_none()).map(|(_, clients)| clients).sum()
    }

    fn guideline(&self, key: &str) -> Option<f64> {
        self.segment(key)?.accounts_per_owner.filter(|most| *most > 0).map(f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::builtin;

    fn model() -> Model {
        let (key, toml) = builtin::all()[0];
        let mut model = Model::parse(toml, key).expect("a built-in model reads");
        model.segments[0].accounts_per_owner = Some(10);
        model.segments[1].accounts_per_owner = Some(40);
        model.segments[2].accounts_per_owner = None;
        model.segments[3].accounts_per_owner = None;
        model
    }

    fn placed(counts: [i64; 4]) -> BTreeMap<String, i64> {
        model().segments.iter().map(|segment| segment.key.clone()).zip(counts).collect()
    }

    #[test]
    fn parts_of_an_owner_add_up_over_segments() {
        assert_eq!(model().owners_needed(&placed([5, 20, 0, 0])), Some(1.0));
        assert_eq!(model().owners_needed(&placed([15, 0, 7, 0])), Some(1.5));
    }

    #[test]
    fn segments_without_a_guideline_do_not_count_and_are_counted_apart() {
        assert_eq!(model().owners_needed(&placed([0, 0, 7, 2])), None);
        assert_eq!(model().unguided(&placed([5, 20, 7, 2])), 9);
        let unknown = BTreeMap::from([("gone".to_owned(), 3)]);
        assert_eq!((model().owners_needed(&unknown), model().unguided(&unknown)), (None, 3));
    }

    #[test]
    fn hours_a_week_are_those_of_a_year_shared_out() {
        let model = model();
        let one = BTreeMap::from([(model.segments[0].key.clone(), 52)]);
        assert!((model.hours_per_week(&one) - model.segments[0].hours_per_year()).abs() < 1e-9);
        assert_eq!(model.hours_per_week(&BTreeMap::new()), 0.0);
    }
}
