//! The words of the filter language: fields and states, each with how it is written.

use super::{Axis, DayField, State, TextField};

/// What stands before the sign of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text(TextField),
    Arr,
    Day(DayField),
    Axis(Axis),
    Near,
}

/// Every field under each of its names, the one that is printed first; with an example for hints.
const FIELDS: [(&str, Field, &str); 20] = [
    ("owner", Field::Text(TextField::Owner), "owner:ana"),
    ("seg", Field::Text(TextField::Segment), "seg:educate"),
    ("segment", Field::Text(TextField::Segment), "segment:educate"),
    ("stage", Field::Text(TextField::Stage), "stage:onboarding"),
    ("industry", Field::Text(TextField::Industry), "industry:health"),
    ("goal", Field::Text(TextField::Goal), "goal:adoption"),
    ("champion", Field::Text(TextField::Champion), "champion:ana"),
    ("tag", Field::Text(TextField::Tag), "tag:vip"),
    ("tags", Field::Text(TextField::Tag), "tags:vip"),
    ("name", Field::Text(TextField::Name), "name:moreno"),
    ("id", Field::Text(TextField::Id), "id:42"),
    ("arr", Field::Arr, "arr>50k"),
    ("due", Field::Day(DayField::Due), "due<14d"),
    ("last", Field::Day(DayField::LastReview), "last<2026-01-01"),
    ("last_review", Field::Day(DayField::LastReview), "last_review>90d"),
    ("renewal", Field::Day(DayField::Renewal), "renewal<90d"),
    ("renewal_on", Field::Day(DayField::Renewal), "renewal_on<90d"),
    ("x", Field::Axis(Axis::X), "x>50"),
    ("y", Field::Axis(Axis::Y), "y<=40"),
    ("near", Field::Near, "near:cut"),
];

/// Every state that is a word by itself.
const STATES: [(&str, State); 14] = [
    ("overdue", State::Overdue),
    ("due", State::Due),
    ("upcoming", State::Upcoming),
    ("snoozed", State::Snoozed),
    ("booked", State::Booked),
    ("paused", State::Paused),
    ("first", State::First),
    ("held", State::Held),
    ("silent", State::Silent),
    ("drift", State::Drift),
    ("stale", State::Stale),
    ("unplaced", State::Unplaced),
    ("archived", State::Archived),
    ("confirm", State::Confirm),
];

/// The field written so, case ignored.
pub(super) fn field(name: &str) -> Option<(Field, &'static str)> {
    FIELDS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)).map(|(_, field, example)| (*field, *example))
}

/// Every name of a field, with the beginning of those of scores.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, ..)| *name).chain(["score.engagement", "measure.tickets"])
}

/// How a field is printed.
pub(super) fn printed(field: Field) -> &'static str {
    FIELDS.iter().find(|(_, known, _)| *known == field).map(|(name, ..)| *name).expect("every field has a name in the table")
}

/// The state written so, case ignored.
pub(super) fn state(word: &str) -> Option<State> {
    STATES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, state)| *state)
}

/// How a state is printed.
pub(super) fn state_printed(state: State) -> &'static str {
    match state {
        State::NearCut => "near:cut",
        State::ChampionLost => "champion:lost",
        State::Overdue
        | State::Due
        | State::Upcoming
        | State::Snoozed
        | State::Booked
        | State::Paused
        | State::First
        | State::Held
        | State::Silent
        | State::Drift
        | State::Stale
        | State::Unplaced
        | State::Archived
        | State::Confirm => {
            STATES.iter().find(|(_, known)| *known == state).map(|(word, _)| *word).expect("these are words of the table")
        }
    }
}

/// Whether a bare word means something else than itself.
pub(super) fn is_taken(word: &str) -> bool {
    state(word).is_some() || ["or", "and", "not"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether `=` and `:` mean the same for a text: it is compared as a whole.
pub(super) fn is_whole(field: TextField) -> bool {
    match field {
        TextField::Segment | TextField::Tag | TextField::Id => true,
        TextField::Owner | TextField::Stage | TextField::Industry | TextField::Goal | TextField::Champion | TextField::Name => {
            false
        }
    }
}
