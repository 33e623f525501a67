//! What an imported row changes, field by field, as a preview tells it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::change::{Change, Fact};
use crate::domain::client::{Client, Field};
use crate::domain::review::{Review, Sentiment};

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field by its own name (`arr`, `score.engagement`, `segment`).
    pub field: String,
    /// What the book says; none where it says nothing.
    pub before: Option<String>,
    /// What it will say.
    pub after: Option<String>,
}

/// What the book says of a client beside its facts, before a row.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The key of the driving model.
    pub driving: String,
    /// Model, factor and value in force.
    pub scores: Vec<(String, String, u8)>,
    /// Day and kind of the last review that counts.
    pub last_review: Option<(NaiveDate, String)>,
}

/// Facts of a client in the order of the import columns, with what stands between them: where it stands, when it was reviewed.
const BEFORE: [Field; 12] = [
    Field::ExternalId,
    Field::Name,
    Field::Owner,
    Field::Arr,
    Field::Currency,
    Field::Stage,
    Field::Industry,
    Field::Goal,
    Field::Champion,
    Field::ChampionLostOn,
    Field::RenewalOn,
    Field::OnboardedOn,
];
const AFTER: [Field; 2] = [Field::Tags, Field::Notes];

/// What the changes of a row say, in the order of the import columns.
#[must_use]
pub fn differences(changes: &[Change], said: &Said) -> Vec<Difference> {
    let client = changes.iter().find_map(|change| {
        let Fact::Client(after) = change.fact() else { return None };
        Some((before(change), after))
    });
    let mut told = Vec::new();
    let facts = |fields: &[Field], told: &mut Vec<Difference>| {
        let Some((before, after)) = client else { return };
        told.extend(fields.iter().filter_map(|field| {
            let before = before.map(|client| client.get(*field)).unwrap_or_default();
            differs(field.key(), &before, &after.get(*field))
        }));
    };
    facts(&BEFORE, &mut told);
    changes.iter().for_each(|change| stands(change, said, &mut told));
    changes.iter().for_each(|change| reviewed(change, said, &mut told));
    facts(&AFTER, &mut told);
    if let Some((before, after)) = client {
        let day = |client: &Client| client.archived_on.map(|day| day.to_string()).unwrap_or_default();
        told.extend(differs("archived", &before.map(day).unwrap_or_default(), &day(after)));
        measures(before, after, &mut told);
    }
    changes.iter().for_each(|change| scored(change, said, &mut told));
    told
}

/// What a review that is made says, in the order of the columns of a file of reviews.
#[must_use]
pub fn of_review(review: &Review) -> Vec<Difference> {
    let sentiment = review.sentiment.map_or("", |mood| match mood {
        Sentiment::Positive => "positive",
        Sentiment::Neutral => "neutral",
        Sentiment::Negative => "negative",
    });
    let held_on = review.held_on.to_string();
    let said = [
        ("held_on", held_on.as_str()),
        ("kind", &review.kind),
        ("outcome", &review.outcome),
        ("note", &review.note),
        ("attendees", &review.attendees),
        ("decisions", &review.decisions),
        ("risks", &review.risks),
        ("sentiment", sentiment),
        ("by", &review.by),
    ];
    said.into_iter().filter_map(|(field, after)| differs(field, "", after)).collect()
}

fn before(change: &Change) -> Option<&Client> {
    match change.before() {
        Some(Fact::Client(client)) => Some(client),
        Some(_) | None => None,
    }
}

fn differs(field: &str, before: &str, after: &str) -> Option<Difference> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (before != after).then(|| Difference { field: field.to_owned(), before: some(before), after: some(after) })
}

/// Where an imported file says a client starts; nothing stood there before.
fn stands(change: &Change, said: &Said, told: &mut Vec<Difference>) {
    let Fact::Placement(placement) = change.fact() else { return };
    if change.before().is_some() {
        return;
    }
    let of = if placement.model == said.driving { String::new() } else { format!(".{}", placement.model) };
    told.extend(differs(&format!("segment{of}"), "", placement.segment.as_deref().unwrap_or_default()));
    told.extend(differs(&format!("segment_since{of}"), "", &placement.since.to_string()));
}

fn reviewed(change: &Change, said: &Said, told: &mut Vec<Difference>) {
    let Fact::Review(review) = change.fact() else { return };
    let day = review.held_on.to_string();
    match &said.last_review {
        // An older review is one more, not the last one.
        Some((last, _)) if *last >= review.held_on => {
            told.extend(differs("review", "", &format!("{day} ({})", review.kind)));
        }
        last => {
            let (on, kind) = last.as_ref().map(|(on, kind)| (on.to_string(), kind.as_str())).unwrap_or_default();
            told.extend(differs("last_review_on", &on, &day));
            told.extend(differs("last_review_kind", kind, &review.kind));
        }
    }
}

fn measures(before: Option<&Client>, after: &Client, told: &mut Vec<Difference>) {
    for (name, value) in &after.measures {
        let before = before.and_then(|client| client.measures.get(name)).map(ToString::to_string).unwrap_or_default();
        told.extend(differs(&format!("measure.{name}"), &before, &value.to_string()));
    }
}

fn scored(change: &Change, said: &Said, told: &mut Vec<Difference>) {
    let Fact::Score(score) = change.fact() else { return };
    let before = said.scores.iter().find(|(model, factor, _)| *model == score.model && *factor == score.factor);
    let before = before.map(|(.., value)| value.to_string()).unwrap_or_default();
    let of = if score.model == said.driving { String::new() } else { format!("{}.", score.model) };
    told.extend(differs(&format!("score.{of}{}", score.factor), &before, &score.value.to_string()));
}
