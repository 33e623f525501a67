//! Places: the segments of a model one client is in, as one text; more than one only where membership is many.
//!
//! A place is what placements and decisions record: the key of the segment, or, where membership is many, the keys of all of
//! them in the model's order with a comma between.

use std::borrow::Cow;

use super::{Membership, Model, Segment, Touch, Touchpoint};
use crate::domain::text::fold;

/// Between the keys of a place. No key of a segment holds it.
const BETWEEN: char = ',';
/// What people write between the segments they name.
const SEPARATORS: [char; 3] = [BETWEEN, ';', '+'];

/// The keys of a place, in their order.
pub fn keys(place: &str) -> impl Iterator<Item = &str> {
    place.split(BETWEEN).filter(|key| !key.is_empty())
}

/// The same where being in no segment counts as a part too, with an empty key.
pub fn parts(place: &str) -> impl Iterator<Item = &str> {
    place.split(BETWEEN)
}

/// Whether a place holds the segment of that key.
#[must_use]
pub fn holds(place: &str, key: &str) -> bool {
    keys(place).any(|held| held == key)
}

impl Model {
    /// The segments a person names by key, letter or name; several, with `,`, `;` or `+` between, only where membership is many.
    ///
    /// # Errors
    /// The part that names no segment.
    pub fn segments_named<'a>(&self, asked: &'a str) -> Result<Vec<&Segment>, &'a str> {
        if let Some(one) = self.segment_named(asked.trim()) {
            return Ok(vec![one]);
        }
        if self.membership == Membership::One {
            return Err(asked);
        }
        let parts = asked.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty());
        let named = parts.map(|part| self.segment_named(part).ok_or(part)).collect::<Result<Vec<_>, _>>()?;
        if named.is_empty() { Err(asked) } else { Ok(named) }
    }

    /// The place of these segments; none where there are none.
    #[must_use]
    pub fn place(&self, of: &[&Segment]) -> Option<String> {
        let held = self.segments.iter().filter(|segment| of.iter().any(|one| one.key == segment.key));
        let keys: Vec<&str> = held.map(|segment| segment.key.as_str()).collect();
        (!keys.is_empty()).then(|| keys.join(&BETWEEN.to_string()))
    }

    /// The segments of a place, in the model's order; those it no longer has are left out.
    #[must_use]
    pub fn segments_in(&self, place: &str) -> Vec<&Segment> {
        self.segments.iter().filter(|segment| holds(place, &segment.key)).collect()
    }

    /// What a place asks of the team: its segment, or several as one: of each touchpoint kind the one with the shortest period,
    /// the shortest grace and floor, the most touch. None where the model has none of its segments.
    #[must_use]
    pub fn standing_in(&self, place: &str) -> Option<Cow<'_, Segment>> {
        if let Some(only) = self.segment(place) {
            return Some(Cow::Borrowed(only));
        }
        let held = self.segments_in(place);
        let (first, others) = held.split_first()?;
        let mut all = Segment { key: place.to_owned(), ..(*first).clone() };
        for other in others {
            all.join(other);
        }
        Some(Cow::Owned(all))
    }

    /// Letter and name of each segment of a place (`A Transform`); the text itself where the model knows none of them.
    #[must_use]
    pub fn place_in_words(&self, place: &str) -> String {
        self.worded(place, |segment| format!("{} {}", segment.letter, segment.name))
    }

    /// The name of each segment of a place; the text itself where the model knows none of them.
    #[must_use]
    pub fn place_named(&self, place: &str) -> String {
        self.worded(place, |segment| segment.name.clone())
    }

    /// The letter of each segment of a place (`B+C`); the text itself where the model knows none of them.
    #[must_use]
    pub fn place_letters(&self, place: &str) -> String {
        let letters: Vec<&str> = self.segments_in(place).iter().map(|segment| segment.letter.as_str()).collect();
        if letters.is_empty() { place.to_owned() } else { letters.join("+") }
    }

    fn worded(&self, place: &str, words: impl Fn(&Segment) -> String) -> String {
        let known = self.segments_in(place);
        if known.is_empty() {
            return place.to_owned();
        }
        known.into_iter().map(words).collect::<Vec<_>>().join(" + ")
    }

    /// Where a segment stands among the others, for lists in the model's order; those unknown come last.
    #[must_use]
    pub fn order_of(&self, place: &str) -> usize {
        let first = keys(place).next().unwrap_or_default();
        self.segments.iter().position(|segment| fold(&segment.key) == fold(first)).unwrap_or(usize::MAX)
    }
}

impl Segment {
    /// Takes in what another segment asks for.
    fn join(&mut self, other: &Self) {
        for touchpoint in &other.touchpoints {
            match self.touchpoints.iter_mut().find(|own| own.kind == touchpoint.kind) {
                Some(own) => own.join(touchpoint),
                None => self.touchpoints.push(touchpoint.clone()),
            }
        }
        self.letter = format!("{}+{}", self.letter, other.letter);
        self.name = format!("{} + {}", self.name, other.name);
        self.grace = self.grace.min(other.grace);
        if other.floor.ranking_days() < self.floor.ranking_days() {
            self.floor = other.floor;
        }
        self.touch = match (self.touch, other.touch) {
            (Touch::High, _) | (_, Touch::High) => Touch::High,
            (Touch::Low, _) | (_, Touch::Low) => Touch::Low,
            (Touch::None, Touch::None) => Touch::None,
        };
        let add = |own: &mut Vec<String>, more: &[String]| {
            for text in more {
                if !own.contains(text) {
                    own.push(text.clone());
                }
            }
        };
        add(&mut self.initiatives, &other.initiatives);
        add(&mut self.owners, &other.owners);
        add(&mut self.playbook, &other.playbook);
        add(&mut self.offers, &other.offers);
    }
}

impl Touchpoint {
    /// Takes the shorter period of the two, with its hours, and every kind that satisfies either.
    fn join(&mut self, other: &Self) {
        let mut satisfied_by = self.satisfied_by.clone();
        satisfied_by.extend(other.satisfied_by.iter().filter(|kind| !self.satisfied_by.contains(kind)).cloned());
        if other.every.ranking_days() < self.every.ranking_days() {
            *self = other.clone();
        }
        self.satisfied_by = satisfied_by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::builtin;

    fn services() -> Model {
        let (_, toml) = builtin::all().iter().find(|(key, _)| *key == "service-segments").expect("it is built in");
        Model::parse(toml, "f").expect("it is whole")
    }

    fn tiers() -> Model {
        let (_, toml) = builtin::all().iter().find(|(key, _)| *key == "touch-tier").expect("it is built in");
        Model::parse(toml, "f").expect("it is whole")
    }

    #[test]
    fn a_place_lists_its_segments_in_the_model_s_order_each_once() {
        let model = services();
        let (first, last) = (&model.segments[0], model.segments.last().expect("it has segments"));
        let place = model.place(&[last, first, last]).expect("there are two");
        assert_eq!(place, format!("{},{}", first.key, last.key));
        assert_eq!(model.segments_in(&place), [first, last]);
        assert!(holds(&place, &last.key) && !holds(&place, "nothing"));
        assert_eq!(model.place(&[]), None);
    }

    #[test]
    fn several_segments_are_named_only_where_membership_is_many() {
        let model = services();
        let two = format!("{}, {}", model.segments[1].name, model.segments[0].letter.to_lowercase());
        assert_eq!(model.segments_named(&two).map(|found| found.len()), Ok(2));
        assert_eq!(model.segments_named("managed-nothing, x"), Err("managed-nothing"));
        let tiers = tiers();
        assert_eq!(tiers.segments_named("Enterprise, high touch").map(|found| found[0].key.as_str()), Ok("enterprise-high"));
        assert_eq!(tiers.segments_named("EH, EL"), Err("EH, EL"));
    }

    #[test]
    fn several_segments_ask_for_the_shortest_period_of_each_kind() {
        let mut model = tiers();
        model.membership = Membership::Many;
        let both = model.standing_in("enterprise-low,commercial-high").expect("the model has both");
        let kinds: Vec<&str> = both.touchpoints.iter().map(|touchpoint| touchpoint.kind.as_str()).collect();
        assert_eq!(kinds, ["Review", "QBR", "Meeting", "Adoption check-in"]);
        let high = model.standing_in("enterprise-high,commercial-high").expect("the model has both");
        assert_eq!(high.touchpoints.len(), 3);
        assert_eq!((high.grace, high.touch, high.letter.as_str()), (5, Touch::High, "EH+CH"));
        assert_eq!(
            model.place_in_words("enterprise-high,commercial-high"),
            "EH Enterprise, high touch + CH Commercial, high touch"
        );
        assert_eq!(model.standing_in("gone"), None);
        assert_eq!(model.place_named("gone"), "gone");
    }
}
