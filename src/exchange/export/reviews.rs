//! The reviews held on their way out, in the order they were held: as CSV they import again.

use chrono::NaiveDate;
use serde::Serialize;

use super::table::{Cell, Column, Kind, Sheet};
use super::tables::Pace;
use super::{Ask, ExportError, Share};
use crate::domain::client::ClientId;
use crate::domain::review::{ReviewId, Sentiment};
use crate::store::{HeldReview, Store, Watch};

/// Places looked up at a time, 16 bytes each: every window sorts the reviews by day once more, for which there is no index.
const WINDOW: usize = 200_000;
/// After so many it is said how far the export has come.
const TOLD_EVERY: usize = 500;

const COLUMNS: [Column; 12] = [
    Column::new("external_id", "External id", Kind::Text),
    Column::new("client", "Client", Kind::Text),
    Column::new("held_on", "Held on", Kind::Date),
    Column::new("kind", "Kind", Kind::Text),
    Column::new("outcome", "Outcome", Kind::Note),
    Column::new("note", "Note", Kind::Note),
    Column::new("attendees", "Attendees", Kind::Note),
    Column::new("decisions", "Decisions", Kind::Note),
    Column::new("risks", "Risks", Kind::Note),
    Column::new("sentiment", "Sentiment", Kind::Note),
    Column::new("by", "Recorded by", Kind::Text),
    Column::new("review_id", "Review", Kind::Whole),
];

/// A review as scripts read it.
#[derive(Debug, Serialize)]
pub(super) struct ReviewItem<'a> {
    review_id: ReviewId,
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    held_on: NaiveDate,
    kind: &'a str,
    #[serde(flatten)]
    words: Option<Words<'a>>,
    recorded_on: NaiveDate,
    by: &'a str,
}

/// What people said of a review.
#[derive(Debug, Serialize)]
struct Words<'a> {
    outcome: &'a str,
    note: &'a str,
    attendees: &'a str,
    decisions: &'a str,
    risks: &'a str,
    sentiment: Option<Sentiment>,
}

impl<'a> ReviewItem<'a> {
    fn of(held: &'a HeldReview, notes: Share) -> Self {
        let review = &held.review;
        let words = Words {
            outcome: &review.outcome,
            note: &review.note,
            attendees: &review.attendees,
            decisions: &review.decisions,
            risks: &review.risks,
            sentiment: review.sentiment,
        };
        Self {
            review_id: review.id,
            client: &held.client,
            client_id: review.client,
            external_id: held.external_id.as_deref(),
            held_on: review.held_on,
            kind: &review.kind,
            words: (notes == Share::Shown).then_some(words),
            recorded_on: review.recorded_on,
            by: &review.by,
        }
    }
}

/// Goes through the reviews that count, in the order they were held; answers how many there were.
pub(super) fn each(
    store: &Store,
    ask: &Ask,
    watch: Watch<'_>,
    mut each: impl FnMut(ReviewItem<'_>) -> Result<(), ExportError>,
) -> Result<i64, ExportError> {
    let filter = ask.filter.as_ref();
    let mut pace = Pace::new(watch, store.count_held(filter, ask.today)?);
    let mut from = None;
    let mut done = 0;
    loop {
        let window = store.held(filter, from, WINDOW, ask.today)?;
        let Some(last) = window.last() else { return Ok(done) };
        from = Some(*last);
        for some in window.chunks(TOLD_EVERY) {
            let mut written = 0;
            // One that is gone since the window was read is left out.
            for held in some.iter().filter_map(|place| store.held_review(place).transpose()) {
                each(ReviewItem::of(&held?, ask.notes))?;
                written += 1;
            }
            done = pace.step(written)?;
        }
    }
}

pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    sheet.begin("Reviews", &COLUMNS)?;
    let count = each(store, ask, watch, |item| sheet.row(&cells(&item)))?;
    sheet.end()?;
    Ok(count)
}

fn cells<'a>(item: &ReviewItem<'a>) -> [Cell<'a>; 12] {
    let said = |part: fn(&Words<'a>) -> &'a str| Cell::text(item.words.as_ref().map(part));
    let sentiment = item.words.as_ref().and_then(|words| words.sentiment).map(|sentiment| match sentiment {
        Sentiment::Positive => "positive",
        Sentiment::Neutral => "neutral",
        Sentiment::Negative => "negative",
    });
    [
        Cell::text(item.external_id),
        Cell::text(Some(item.client)),
        Cell::Date(item.held_on),
        Cell::text(Some(item.kind)),
        said(|words| words.outcome),
        said(|words| words.note),
        said(|words| words.attendees),
        said(|words| words.decisions),
        said(|words| words.risks),
        Cell::text(sentiment),
        Cell::text(Some(item.by)),
        Cell::Whole(item.review_id),
    ]
}
