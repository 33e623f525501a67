//! `show`: one client, whole.

mod scores;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use crate::cli::call::Call;
use crate::cli::clocks;
use crate::cli::fault::Fault;
use crate::cli::history::{self, Entry};
use crate::cli::print::Table;
use crate::cli::shape::{ClientItem, ClockItem, day, money_in_words, points_in_words, segment_in_words, signs_in_words, text};
use crate::domain::change::Mark;
use crate::domain::measure;
use crate::domain::model::Model;
use crate::domain::review::{Action, Review};
use crate::store::{ClientPage, HistoryQuery, StandsIn, StoreError};
use scores::{DimensionItem, FactorItem, OtherModel};

/// Entries of the history, and lines of the timeline, shown to people; scripts get the history whole.
const SHOWN: usize = 20;

/// Show one client: facts, scores, due dates with their derivation, reviews, actions and history.
#[derive(Debug, Args)]
pub struct Show {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// The model its segment and scores are of, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    client: ClientItem<'a>,
    model: &'a str,
    onboarded_on: Option<NaiveDate>,
    notes: &'a str,
    archived_on: Option<NaiveDate>,
    paused_on: Option<NaiveDate>,
    segment_since: Option<NaiveDate>,
    confirmed_on: Option<NaiveDate>,
    confirm_due: Option<NaiveDate>,
    confirm_why: Option<String>,
    near: bool,
    drift: bool,
    stale: bool,
    confidence: Confidence,
    scores: Vec<ScoreItem<'a>>,
    dimensions: Vec<DimensionItem<'a>>,
    factors: Vec<FactorItem<'a>>,
    why_not_moved: Option<String>,
    other_models: Vec<OtherModel<'a>>,
    clocks: Vec<ClockItem<'a>>,
    own_periods: Vec<OwnPeriod<'a>>,
    reviews: Vec<ReviewItem<'a>>,
    actions: Vec<ActionItem<'a>>,
    history: Vec<Entry>,
}

/// Share of the weight behind each score, 0 to 1.
#[derive(Debug, Serialize)]
pub struct Confidence {
    x: Option<f64>,
    y: Option<f64>,
}

impl Confidence {
    /// Of a client.
    #[must_use]
    pub fn of(page: &ClientPage) -> Self {
        let share = |per_mille: Option<i64>| per_mille.map(|per_mille| per_mille as f64 / 1000.0);
        Self { x: share(page.confidence.0), y: share(page.confidence.1) }
    }
}

#[derive(Debug, Serialize)]
struct ScoreItem<'a> {
    dimension: &'a str,
    factor: &'a str,
    value: Option<u8>,
    on: Option<NaiveDate>,
    by: Option<&'a str>,
}

/// A period of the client's own, in force.
#[derive(Debug, Serialize)]
struct OwnPeriod<'a> {
    kind: &'a str,
    period: Option<String>,
    since: NaiveDate,
    until: Option<NaiveDate>,
    note: &'a str,
    by: &'a str,
}

impl<'a> From<&'a Mark> for OwnPeriod<'a> {
    fn from(mark: &'a Mark) -> Self {
        Self {
            kind: text(mark.kind.as_deref()),
            period: mark.every.map(|every| every.to_string()),
            since: mark.on,
            until: mark.date,
            note: &mark.note,
            by: &mark.by,
        }
    }
}

#[derive(Debug, Serialize)]
struct ReviewItem<'a> {
    review_id: i64,
    held_on: NaiveDate,
    kind: &'a str,
    outcome: &'a str,
    note: &'a str,
    attendees: &'a str,
    decisions: &'a str,
    risks: &'a str,
    sentiment: Option<crate::domain::review::Sentiment>,
    recorded_on: NaiveDate,
    by: &'a str,
    voided: Option<&'a str>,
}

impl<'a> From<&'a Review> for ReviewItem<'a> {
    fn from(review: &'a Review) -> Self {
        Self {
            review_id: review.id,
            held_on: review.held_on,
            kind: &review.kind,
            outcome: &review.outcome,
            note: &review.note,
            attendees: &review.attendees,
            decisions: &review.decisions,
            risks: &review.risks,
            sentiment: review.sentiment,
            recorded_on: review.recorded_on,
            by: &review.by,
            voided: review.voided.as_deref(),
        }
    }
}

#[derive(Debug, Serialize)]
struct ActionItem<'a> {
    action_id: i64,
    review_id: i64,
    text: &'a str,
    owner: Option<&'a str>,
    due_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
}

impl<'a> From<&'a Action> for ActionItem<'a> {
    fn from(action: &'a Action) -> Self {
        Self {
            action_id: action.id,
            review_id: action.review,
            text: &action.text,
            owner: action.owner.as_deref(),
            due_on: action.due_on,
            done_on: action.done_on,
        }
    }
}

impl Show {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let page = store.page_in(self.model.as_deref(), client, call.today())?;
        let model = store.ground().model(self.model.as_deref())?;
        let query = HistoryQuery { client: Some(client), ..HistoryQuery::default() };
        let rows = store.history(&query, if self.json { usize::MAX } else { SHOWN })?;
        let history = rows.into_iter().map(|row| Entry::of(row, Some((client, &page.client.name)), &store));
        let history = history.collect::<Result<Vec<_>, StoreError>>()?;
        let others = store.stands_in(client, &model.key, call.today())?;
        if self.json {
            call.out.json(&document(&page, history, &model, &others, call.today()))
        } else {
            print(&page, &history, &model, &others, call)
        }
    }
}

fn document<'a>(
    page: &'a ClientPage,
    history: Vec<Entry>,
    model: &'a Model,
    others: &'a [StandsIn],
    today: NaiveDate,
) -> Document<'a> {
    let score = |row: &'_ crate::store::FactorRow| row.value.as_ref().map(|(value, on, _)| (*value, *on));
    Document {
        client: ClientItem::from(page),
        model: &model.key,
        onboarded_on: page.client.onboarded_on,
        notes: &page.client.notes,
        archived_on: page.client.archived_on,
        paused_on: page.client.paused_on,
        segment_since: page.placement.as_ref().filter(|p| p.segment.is_some()).map(|placement| placement.since),
        confirmed_on: page.placement.as_ref().and_then(|placement| placement.confirmed_on),
        confirm_due: page.confirm_due,
        confirm_why: page.rechecked(|day| day.to_string()),
        near: page.signs.near,
        drift: page.signs.drift,
        stale: page.signs.stale,
        confidence: Confidence::of(page),
        scores: page
            .factors
            .iter()
            .map(|row| ScoreItem {
                dimension: &row.dimension,
                factor: &row.factor,
                value: score(row).map(|(value, _)| value),
                on: score(row).map(|(_, on)| on),
                by: row.value.as_ref().map(|(_, _, by)| by.as_str()),
            })
            .collect(),
        dimensions: scores::dimensions(page, today),
        factors: scores::factors(page, today),
        why_not_moved: page.verdict.why_not(model, |day| day.to_string()),
        other_models: others.iter().map(OtherModel::from).collect(),
        clocks: clocks::items(page, today),
        own_periods: page.own_periods.iter().map(OwnPeriod::from).collect(),
        reviews: page.reviews.iter().map(ReviewItem::from).collect(),
        actions: page.actions.iter().map(ActionItem::from).collect(),
        history,
    }
}

fn print(page: &ClientPage, entries: &[Entry], model: &Model, others: &[StandsIn], call: &mut Call) -> Result<(), Fault> {
    let client = &page.client;
    let segment = page.placement.as_ref().and_then(|placement| placement.segment.as_deref());
    let y_name = model.y_axis().map_or("y", |axis| axis.name.as_str());
    call.out.text(&format!("{} (id {})", client.name, client.id))?;
    let rechecked = page.rechecked(|day| day.to_string()).map_or_else(String::new, |why| format!(" ({why})"));
    let confirm = page.confirm_due.map_or_else(String::new, |due| format!("{due}{rechecked}"));
    let facts = [
        ("external id", text(client.external_id.as_deref()).to_owned()),
        ("owner", text(client.owner.as_deref()).to_owned()),
        ("revenue a year", money_in_words(client.arr, &page.currency)),
        ("stage", text(client.stage.as_deref()).to_owned()),
        ("industry", text(client.industry.as_deref()).to_owned()),
        ("goal", text(client.goal.as_deref()).to_owned()),
        ("champion", text(client.champion.as_deref()).to_owned()),
        ("champion lost", day(client.champion_lost_on)),
        ("renewal", day(client.renewal_on)),
        ("onboarded", day(client.onboarded_on)),
        ("measures", measure::written(&client.measures)),
        ("tags", client.tags.join("; ")),
        ("segment", segment_in_words(model, segment)),
        ("since", day(page.placement.as_ref().map(|placement| placement.since))),
        ("to be confirmed", confirm),
        ("state", signs_in_words(page.signs)),
        ("proposed", segment_in_words(model, page.proposed.as_deref().filter(|key| Some(*key) != segment))),
        (&model.x_axis().name, points_in_words(page.scores.0)),
        (y_name, points_in_words(page.scores.1)),
        ("paused since", day(client.paused_on)),
        ("archived", day(client.archived_on)),
        ("notes", client.notes.clone()),
    ];
    for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        call.out.text(&format!("  {name}: {value}"))?;
    }
    scores::print(page, model, others, call)?;
    print_clocks(page, call)?;
    print_reviews(page, call)?;
    print_timeline(page, call)?;
    call.out.heading("History")?;
    history::print(entries, call)
}

fn print_clocks(page: &ClientPage, call: &mut Call) -> Result<(), Fault> {
    call.out.heading("Due")?;
    clocks::print(page, call)?;
    for mark in &page.own_periods {
        let why = if mark.note.is_empty() { String::new() } else { format!(": {}", mark.note) };
        call.out.text(&format!("  {} (since {}, {}){why}", mark.in_words(|until| until.to_string()), mark.on, mark.by))?;
    }
    Ok(())
}

/// What bore on the client's dates, the latest first: decisions, reviews, and marks such as snoozes and skips.
fn print_timeline(page: &ClientPage, call: &mut Call) -> Result<(), Fault> {
    if page.timeline.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&["on", "what", "note", "by"]);
    for line in page.timeline.iter().take(SHOWN) {
        table.row([&line.on.to_string(), &line.what, &line.note, &line.by]);
    }
    call.out.heading("Timeline")?;
    call.out.table(&table)
}

fn print_reviews(page: &ClientPage, call: &mut Call) -> Result<(), Fault> {
    if !page.reviews.is_empty() {
        let mut table = Table::new(&[">id", "held", "kind", "outcome", "note", "by", "voided"]);
        for review in &page.reviews {
            let voided = text(review.voided.as_deref());
            let (id, held) = (review.id.to_string(), review.held_on.to_string());
            table.row([&id, &held, &review.kind, &review.outcome, &review.note, &review.by, voided]);
        }
        call.out.heading("Reviews")?;
        call.out.table(&table)?;
    }
    if !page.actions.is_empty() {
        let mut table = Table::new(&["action", "owner", "due", "done"]);
        for action in &page.actions {
            let (due, done) = (day(action.due_on), day(action.done_on));
            table.row([action.text.as_str(), text(action.owner.as_deref()), &due, &done]);
        }
        call.out.heading("Actions")?;
        call.out.table(&table)?;
    }
    Ok(())
}
