//! One row of a file of reviews as a review of a client, or why it is none.

use chrono::NaiveDate;
use csv::StringRecord;

use super::ReviewField;
use crate::domain::review::Sentiment;
use crate::domain::text::fold;
use crate::exchange::import::columns::Field;
use crate::exchange::import::rows::{Problem, date};
use crate::exchange::import::values::{self, Fault, NAME_LIMIT, TEXT_LIMIT, is_blank};
use crate::exchange::import::{Form, Profile};

/// A row that can go into the book as a review. Empty texts were blank, or have no column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    /// The line of the file it starts on, the header normally being line 1.
    pub line: u64,
    /// The client's id in the other system.
    pub external_id: Option<String>,
    /// The client's name.
    pub client: Option<String>,
    /// The day it was held.
    pub held_on: NaiveDate,
    /// Its kind as the file names it: the model knows whether there is one.
    pub kind: Option<String>,
    /// The outcome in a line.
    pub outcome: String,
    /// Notes.
    pub note: String,
    /// Who took part.
    pub attendees: String,
    /// What was decided.
    pub decisions: String,
    /// What may go wrong.
    pub risks: String,
    /// The client's mood.
    pub sentiment: Option<Sentiment>,
    /// Who held or recorded it.
    pub by: Option<String>,
    /// The cells as they stand in the file, for the file of rejects.
    pub raw: StringRecord,
}

/// Why a row is no review that can go in.
pub(in crate::exchange::import) enum NotHeld {
    /// It did not take place.
    Skipped(&'static str),
    /// Its cells are wrong.
    Rejected(Vec<Problem>),
}

/// Reads a row.
pub(in crate::exchange::import) fn typed(line: u64, cells: &StringRecord, profile: &Profile) -> Result<Activity, NotHeld> {
    let mut activity = Activity { line, ..Activity::default() };
    let (mut held_on, mut status) = (None, None);
    let mut problems = Vec::new();
    for (at, column) in profile.mapping.columns.iter().enumerate() {
        let (Some(field), Some(cell)) = (&column.field, cells.get(at)) else { continue };
        let form = profile.forms.get(at).copied().unwrap_or(Form::Text);
        let put = match field {
            Field::ExternalId => values::external_id(cell).map(|id| activity.external_id = id),
            Field::Name => values::line(cell, NAME_LIMIT).map(|name| activity.client = name),
            Field::Review(ReviewField::HeldOn) => date(cell, form).map(|day| held_on = day),
            Field::Review(ReviewField::Status) => {
                status = not_held(cell);
                Ok(())
            }
            Field::Review(said) => put(&mut activity, *said, cell),
            // A column of a client says nothing about a review.
            Field::Owner | Field::Arr | Field::Mrr | Field::Currency | Field::Stage | Field::Industry | Field::Goal => Ok(()),
            Field::Champion | Field::ChampionLostOn | Field::RenewalOn | Field::OnboardedOn | Field::Segment => Ok(()),
            Field::LastReviewOn | Field::LastReviewKind | Field::Tags | Field::Notes | Field::SegmentSince => Ok(()),
            Field::Archived | Field::Measure(_) | Field::Score(_) | Field::SegmentOf(_) | Field::SegmentSinceOf(_) => Ok(()),
        };
        if let Err(fault) = put {
            problems.push(Problem::of_cell(line, &column.header, cell, fault));
        }
    }
    if let Some(why) = status {
        return Err(NotHeld::Skipped(why));
    }
    let header = |field: &Field| profile.mapping.index_of(field).map(|at| profile.mapping.columns[at].header.as_str());
    let told = |field: &Field, problems: &[Problem]| problems.iter().any(|problem| problem.column.as_deref() == header(field));
    if activity.client.is_none() && activity.external_id.is_none() {
        let field = if header(&Field::Name).is_some() { Field::Name } else { Field::ExternalId };
        if !told(&field, &problems) {
            let fault = Fault::new("the client is missing", "name the client, or give its external id");
            problems.push(Problem::of_cell(line, header(&field).unwrap_or("client"), "", fault));
        }
    }
    let day = Field::Review(ReviewField::HeldOn);
    match held_on {
        Some(day) => activity.held_on = day,
        None if told(&day, &problems) => {}
        None => {
            let fault = Fault::new("the date is missing", "give the day it was held");
            problems.push(Problem::of_cell(line, header(&day).unwrap_or("held_on"), "", fault));
        }
    }
    if problems.is_empty() { Ok(activity) } else { Err(NotHeld::Rejected(problems)) }
}

fn put(activity: &mut Activity, field: ReviewField, cell: &str) -> Result<(), Fault> {
    let line = |cell: &str| values::line(cell, TEXT_LIMIT);
    let note = |cell: &str| values::notes(cell).map(Option::unwrap_or_default);
    match field {
        ReviewField::Kind => activity.kind = line(cell)?,
        ReviewField::Outcome => activity.outcome = line(cell)?.unwrap_or_default(),
        ReviewField::Note => activity.note = note(cell)?,
        ReviewField::Attendees => activity.attendees = line(cell)?.unwrap_or_default(),
        ReviewField::Decisions => activity.decisions = note(cell)?,
        ReviewField::Risks => activity.risks = note(cell)?,
        ReviewField::Sentiment => activity.sentiment = sentiment(cell)?,
        ReviewField::By => activity.by = line(cell)?,
        ReviewField::HeldOn | ReviewField::Status => {}
    }
    Ok(())
}

/// A mood, in the words and colours systems use.
fn sentiment(cell: &str) -> Result<Option<Sentiment>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    match fold(cell).replace(['_', '-'], " ").as_str() {
        "positive" | "good" | "happy" | "healthy" | "green" | "great" | "content" | "gut" => Ok(Some(Sentiment::Positive)),
        "neutral" | "ok" | "okay" | "yellow" | "amber" | "mixed" | "unknown" => Ok(Some(Sentiment::Neutral)),
        "negative" | "bad" | "unhappy" | "at risk" | "red" | "poor" | "schlecht" => Ok(Some(Sentiment::Negative)),
        _ => Err(Fault::new("is no sentiment", "write positive, neutral or negative")),
    }
}

/// What a status says of an activity that did not take place (yet); any other word is one that did.
fn not_held(cell: &str) -> Option<&'static str> {
    match fold(cell).replace(['_', '-'], " ").as_str() {
        "canceled" | "cancelled" | "no show" | "declined" | "abgesagt" => Some("it did not take place"),
        "rescheduled" | "postponed" | "deferred" => Some("it was put off"),
        "open"
        | "planned"
        | "scheduled"
        | "not started"
        | "in progress"
        | "to do"
        | "todo"
        | "pending"
        | "no"
        | "false"
        | "0"
        | "waiting on someone else"
        | "geplant"
        | "offen" => Some("it is planned, not held"),
        _ => None,
    }
}
