//! Rows in the terms of the book, and what the book refuses in the terms of the file.

use super::Profile;
use super::activities::{Activity, ReviewField};
use super::columns::Field as Column;
use super::rows::{Problem, Row};
use super::values::{Archived, Fault};
use crate::domain::client::Field;
use crate::domain::command::{Incoming, IncomingReview, OtherKinds};
use crate::domain::refusal::Refusal;

/// A row in the book's terms.
pub(super) fn incoming(row: &Row, other_kinds: &OtherKinds) -> Incoming {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    let fields = [
        (Field::Name, Some(row.name.clone())),
        (Field::ExternalId, row.external_id.clone()),
        (Field::Owner, row.owner.clone()),
        (Field::Arr, row.arr.map(|arr| arr.to_string())),
        (Field::Currency, row.currency.clone()),
        (Field::Stage, row.stage.clone()),
        (Field::Industry, row.industry.clone()),
        (Field::Goal, row.goal.clone()),
        (Field::Champion, row.champion.clone()),
        // Who is there now says more than who was lost.
        (Field::ChampionLostOn, day(row.champion_lost_on.filter(|_| row.champion.is_none()))),
        (Field::RenewalOn, day(row.renewal_on)),
        (Field::OnboardedOn, day(row.onboarded_on)),
        (Field::Tags, row.tags.as_ref().map(|tags| tags.join("; "))),
        (Field::Notes, row.notes.clone()),
    ];
    let measures = row.measures.iter().map(|(name, value)| (Field::Measures, format!("{name}={value}")));
    Incoming {
        fields: fields.into_iter().filter_map(|(field, value)| Some((field, value?))).chain(measures).collect(),
        segment: row.segment.clone(),
        segment_since: row.segment_since,
        last_review_on: row.last_review_on,
        last_review_kind: row.last_review_kind.clone(),
        archived: row.archived.map(|archived| match archived {
            Archived::No => false,
            Archived::Yes | Archived::Since(_) => true,
        }),
        scores: row.scores.clone(),
        elsewhere: row
            .elsewhere
            .iter()
            .filter_map(|(model, segment, since)| Some((model.clone(), segment.clone()?, *since)))
            .collect(),
        other_kinds: other_kinds.clone(),
    }
}

/// A row of reviews in the book's terms.
pub(super) fn incoming_review(activity: &Activity) -> IncomingReview {
    let Activity { external_id, client, kind, outcome, note, attendees, decisions, risks, by, .. } = activity.clone();
    let (held_on, sentiment) = (activity.held_on, activity.sentiment);
    IncomingReview { external_id, name: client, held_on, kind, outcome, note, attendees, decisions, risks, sentiment, by }
}

/// A refusal of the book as a problem of the row, in the column it is about as far as that can be told.
pub(super) fn problem_of(refusal: &Refusal, row: &Row, profile: &Profile) -> Problem {
    let (column, value) = match refusal {
        Refusal::NotFound { what: "segment", name, .. } => (Some(segment_column(name, row)), name.clone()),
        Refusal::NotFound { what: "model", name, .. } => (Some(Column::SegmentOf(name.clone())), String::new()),
        Refusal::NotFound { what: "kind of review", name, .. } => (Some(Column::LastReviewKind), name.clone()),
        Refusal::NotFound { what: "factor", name, .. } => (Some(Column::Score(name.clone())), String::new()),
        Refusal::WrongDate { date, .. } if row.last_review_on == Some(*date) => (Some(Column::LastReviewOn), date.to_string()),
        Refusal::WrongDate { date, .. } => (Some(Column::SegmentSince), date.to_string()),
        Refusal::BadValue { what, value, .. } => (what.strip_prefix("value for ").and_then(|n| n.parse().ok()), value.clone()),
        Refusal::TextTooLong { what, .. } => (what.parse().ok(), String::new()),
        Refusal::Barred { what, .. } if what.starts_with("the external id") => {
            (Some(Column::ExternalId), row.external_id.clone().unwrap_or_default())
        }
        Refusal::NotFound { .. }
        | Refusal::NoteTooShort { .. }
        | Refusal::Ambiguous { .. }
        | Refusal::AlreadyThere { .. }
        | Refusal::Stale { .. }
        | Refusal::Archived { .. }
        | Refusal::Nothing(_)
        | Refusal::Barred { .. }
        | Refusal::Cadence(_) => (None, String::new()),
    };
    problem_in(column, row.line, &value, refusal, profile)
}

/// A refusal of the book as a problem of a row of reviews.
pub(super) fn problem_of_review(refusal: &Refusal, activity: &Activity, profile: &Profile) -> Problem {
    let review = |field: ReviewField| Some(Column::Review(field));
    let (column, value) = match refusal {
        Refusal::NotFound { what: "client", name, .. } => {
            let by = if activity.client.is_some() { Column::Name } else { Column::ExternalId };
            (Some(by), name.clone())
        }
        Refusal::NotFound { what: "kind of review", name, .. } => (review(ReviewField::Kind), name.clone()),
        Refusal::WrongDate { date, .. } => (review(ReviewField::HeldOn), date.to_string()),
        Refusal::TextTooLong { what, .. } => (ReviewField::named(what).map(Column::Review), String::new()),
        Refusal::Barred { what, .. } if what.starts_with("no client has the id") => {
            (Some(Column::ExternalId), activity.external_id.clone().unwrap_or_default())
        }
        Refusal::Barred { what, .. } if what.starts_with("several clients") => {
            (Some(Column::Name), activity.client.clone().unwrap_or_default())
        }
        Refusal::NotFound { .. }
        | Refusal::BadValue { .. }
        | Refusal::NoteTooShort { .. }
        | Refusal::Ambiguous { .. }
        | Refusal::AlreadyThere { .. }
        | Refusal::Stale { .. }
        | Refusal::Archived { .. }
        | Refusal::Nothing(_)
        | Refusal::Barred { .. }
        | Refusal::Cadence(_) => (None, String::new()),
    };
    problem_in(column, activity.line, &value, refusal, profile)
}

fn problem_in(column: Option<Column>, line: u64, value: &str, refusal: &Refusal, profile: &Profile) -> Problem {
    let fault = Fault { problem: refusal.to_string(), hint: refusal.hint() };
    let header = column.and_then(|field| Some(profile.mapping.columns[profile.mapping.index_of(&field)?].header.as_str()));
    let problem = Problem::of_cell(line, header.unwrap_or_default(), value, fault);
    Problem { column: problem.column.filter(|_| header.is_some()), ..problem }
}

/// The column an unknown segment stands in.
fn segment_column(name: &str, row: &Row) -> Column {
    // A cell of several segments is refused for one of them.
    let says =
        |text: &Option<String>| text.as_deref().is_some_and(|text| text == name || text.split(',').any(|one| one.trim() == name));
    let elsewhere = row.elsewhere.iter().find(|(_, segment, _)| says(segment)).filter(|_| !says(&row.segment));
    elsewhere.map_or(Column::Segment, |(model, ..)| Column::SegmentOf(model.clone()))
}
