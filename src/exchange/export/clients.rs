//! The clients of a book on their way out: as CSV they import again to the same book.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::json::Revenue;
use super::table::{Cell, Column, Kind, Sheet};
use super::tables::Pace;
use super::{Ask, ExportError, Format, Share};
use crate::domain::client::Client;
use crate::domain::measure::Measures;
use crate::domain::model::Model;
use crate::store::{RosterRow, Store, StoreError, Watch};

/// Clients read at a time.
const WINDOW: usize = 500;

/// Goes through the clients asked for in the order of entry, a window at a time; answers how many there were.
pub(super) fn each(
    store: &Store,
    ask: &Ask,
    watch: Watch<'_>,
    mut each: impl FnMut(&RosterRow) -> Result<(), ExportError>,
) -> Result<i64, ExportError> {
    let filter = ask.filter.as_ref();
    let mut pace = Pace::new(watch, store.count_clients(filter, ask.today)?);
    let mut from = None;
    loop {
        let window = store.roster(filter, from, WINDOW, ask.today)?;
        window.iter().try_for_each(&mut each)?;
        let done = pace.step(window.len())?;
        match window.last() {
            Some(last) if window.len() == WINDOW => from = Some(last.client.id),
            Some(_) | None => return Ok(done),
        }
    }
}

/// Gives a sheet the clients with the import columns of cli.md.
pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    let ground = store.ground();
    let mut elsewhere = store.models_placed()?;
    elsewhere.retain(|key| *key != ground.driving().key);
    let written = Written {
        // A file that is imported again says what was recorded and no more; people want to know what an amount is in.
        currency: (ask.format != Format::Csv).then_some(ground.currency.as_str()),
        elsewhere,
        measures: store.measure_names()?,
        factors: factors(store)?,
    };
    sheet.begin("Clients", &written.columns())?;
    let count = each(store, ask, watch, |row| sheet.row(&written.cells(row)))?;
    sheet.end()?;
    Ok(count)
}

/// The factors of every model in which any client was scored, those of the driving one first.
fn factors(store: &Store) -> Result<Vec<Asked>, StoreError> {
    let ground = store.ground();
    let driving = ground.driving();
    let mut factors: Vec<Asked> = asked_factors(driving, None).collect();
    for key in store.models_scored()?.into_iter().filter(|key| *key != driving.key) {
        let model = ground.model(Some(&key))?;
        factors.extend(asked_factors(&model, Some(&key)));
    }
    Ok(factors)
}

const COLUMNS: [Column; 19] = [
    Column::new("external_id", "External id", Kind::Text),
    Column::new("name", "Name", Kind::Text),
    Column::new("owner", "Owner", Kind::Text),
    Column::new("arr", "Annual revenue", Kind::Money),
    Column::new("currency", "Currency", Kind::Text),
    Column::new("stage", "Stage", Kind::Text),
    Column::new("industry", "Industry", Kind::Text),
    Column::new("goal", "Goal", Kind::Text),
    Column::new("champion", "Champion", Kind::Text),
    Column::new("champion_lost_on", "Champion lost on", Kind::Date),
    Column::new("renewal_on", "Renewal", Kind::Date),
    Column::new("onboarded_on", "Onboarded on", Kind::Date),
    Column::new("segment", "Segment", Kind::Text),
    Column::new("segment_since", "Segment since", Kind::Date),
    Column::new("last_review_on", "Last review", Kind::Date),
    Column::new("last_review_kind", "Last review kind", Kind::Text),
    Column::new("tags", "Tags", Kind::Text),
    Column::new("notes", "Notes", Kind::Note),
    Column::new("archived", "Archived", Kind::Truth),
];

/// What is written of each client besides the columns every book has.
struct Written<'a> {
    /// The currency written where a client names none; none where that stays empty.
    currency: Option<&'a str>,
    /// The other models in which any client stands in a segment.
    elsewhere: Vec<String>,
    measures: Vec<String>,
    factors: Vec<Asked>,
}

impl Written<'_> {
    fn columns(&self) -> Vec<Column> {
        let measures = self.measures.iter().map(|name| named("measure", name, Kind::Decimal));
        let stands = |key: &String| [named("segment", key, Kind::Text), named("segment_since", key, Kind::Date)];
        let stands = self.elsewhere.iter().flat_map(stands);
        COLUMNS.into_iter().chain(stands).chain(measures).chain(self.factors.iter().map(Asked::column)).collect()
    }

    fn cells<'r>(&'r self, row: &'r RosterRow) -> Vec<Cell<'r>> {
        let client = &row.client;
        let (segment, since) = standing(row);
        let reviewed = row.last_review.as_ref();
        let assumed = self.currency.filter(|_| client.arr.is_some());
        let mut cells = vec![
            Cell::text(client.external_id.as_deref()),
            Cell::text(Some(&client.name)),
            Cell::text(client.owner.as_deref()),
            Cell::money(client.arr),
            Cell::text(client.currency.as_deref().or(assumed)),
            Cell::text(client.stage.as_deref()),
            Cell::text(client.industry.as_deref()),
            Cell::text(client.goal.as_deref()),
            Cell::text(client.champion.as_deref()),
            Cell::date(client.champion_lost_on),
            Cell::date(client.renewal_on),
            Cell::date(client.onboarded_on),
            Cell::text(Some(segment)),
            Cell::date(since),
            Cell::date(reviewed.map(|(day, _)| *day)),
            Cell::text(reviewed.map(|(_, kind)| kind.as_str())),
            Cell::owned(client.tags.join("; ")),
            Cell::text(Some(&client.notes)),
            Cell::Truth(client.archived_on.is_some()),
        ];
        cells.extend(self.elsewhere.iter().flat_map(|key| elsewhere(row, key)));
        let measure = |name: &String| client.measures.get(name).map_or(Cell::Empty, |measure| Cell::Decimal(measure.number()));
        cells.extend(self.measures.iter().map(measure));
        cells.extend(self.factors.iter().map(|factor| factor.cell(row)));
        cells
    }
}

/// A column of a group: `score.engagement`.
fn named(group: &str, name: &str, kind: Kind) -> Column {
    let key = format!("{group}.{name}");
    Column { title: key.clone().into(), key: key.into(), kind }
}

/// A factor with a column: of the driving model where none is named.
struct Asked {
    model: Option<String>,
    factor: String,
    top: u8,
}

impl Asked {
    fn column(&self) -> Column {
        let name = match &self.model {
            Some(model) => format!("{model}.{}", self.factor),
            None => self.factor.clone(),
        };
        named("score", &name, Kind::Whole)
    }

    fn cell<'a>(&self, row: &RosterRow) -> Cell<'a> {
        let scores = match &self.model {
            Some(model) => row.elsewhere.iter().find(|(key, _)| key == model).map(|(_, scores)| scores),
            None => Some(&row.scores),
        };
        let value = scores.and_then(|scores| scores.iter().find(|(known, _)| *known == self.factor));
        // What a change of the model left off the scale counts nowhere, and would be refused when it comes back.
        value.filter(|(_, value)| *value <= self.top).map_or(Cell::Empty, |(_, value)| Cell::Whole(i64::from(*value)))
    }
}

fn asked_factors(model: &Model, named: Option<&str>) -> impl Iterator<Item = Asked> {
    let factors = model.dimensions.iter().flat_map(|dimension| &dimension.factors);
    let asked = factors.filter(|factor| factor.derived.is_none());
    asked.map(move |factor| Asked { model: named.map(str::to_owned), factor: factor.key.clone(), top: factor.top() })
}

fn standing(row: &RosterRow) -> (&str, Option<NaiveDate>) {
    match &row.placement {
        Some(placement) => (placement.segment.as_deref().unwrap_or(""), placement.segment.as_ref().map(|_| placement.since)),
        None => ("", None),
    }
}

/// Segment in another model, and since when.
fn elsewhere<'r>(row: &'r RosterRow, model: &str) -> [Cell<'r>; 2] {
    let placed = row.placed_elsewhere.iter().find(|placement| placement.model == model);
    let stands = placed.and_then(|placement| Some((placement.segment.as_deref()?, placement.since)));
    stands.map_or([Cell::Empty, Cell::Empty], |(segment, since)| [Cell::text(Some(segment)), Cell::Date(since)])
}

/// A client as it is written out in JSON, with everything the CSV says.
#[derive(Debug, Serialize)]
pub struct ExportedClient<'a> {
    client_id: i64,
    external_id: Option<&'a str>,
    name: &'a str,
    owner: Option<&'a str>,
    #[serde(flatten)]
    revenue: Option<Revenue<'a>>,
    stage: Option<&'a str>,
    industry: Option<&'a str>,
    goal: Option<&'a str>,
    champion: Option<&'a str>,
    champion_lost_on: Option<NaiveDate>,
    measures: &'a Measures,
    renewal_on: Option<NaiveDate>,
    onboarded_on: Option<NaiveDate>,
    segment: Option<&'a str>,
    segment_since: Option<NaiveDate>,
    last_review_on: Option<NaiveDate>,
    last_review_kind: Option<&'a str>,
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    archived: bool,
    scores: BTreeMap<&'a str, u8>,
    /// Those of other models, by the model's key.
    scores_elsewhere: BTreeMap<&'a str, BTreeMap<&'a str, u8>>,
    /// The segment in other models, by the model's key.
    segments_elsewhere: BTreeMap<&'a str, &'a str>,
}

impl<'a> ExportedClient<'a> {
    /// A client of a book whose amounts are in `currency` where they name none.
    #[must_use]
    pub fn of(row: &'a RosterRow, currency: &'a str, ask: &Ask) -> Self {
        let client: &Client = &row.client;
        let (segment, segment_since) = standing(row);
        Self {
            client_id: client.id.0,
            external_id: client.external_id.as_deref(),
            name: &client.name,
            owner: client.owner.as_deref(),
            revenue: (ask.money == Share::Shown)
                .then(|| Revenue { arr: client.arr, currency: Cow::Borrowed(client.currency.as_deref().unwrap_or(currency)) }),
            stage: client.stage.as_deref(),
            industry: client.industry.as_deref(),
            goal: client.goal.as_deref(),
            champion: client.champion.as_deref(),
            champion_lost_on: client.champion_lost_on,
            measures: &client.measures,
            renewal_on: client.renewal_on,
            onboarded_on: client.onboarded_on,
            segment: (!segment.is_empty()).then_some(segment),
            segment_since,
            last_review_on: row.last_review.as_ref().map(|(day, _)| *day),
            last_review_kind: row.last_review.as_ref().map(|(_, kind)| kind.as_str()),
            tags: &client.tags,
            notes: (ask.notes == Share::Shown).then_some(client.notes.as_str()),
            archived: client.archived_on.is_some(),
            scores: by_factor(&row.scores),
            scores_elsewhere: row.elsewhere.iter().map(|(model, scores)| (model.as_str(), by_factor(scores))).collect(),
            segments_elsewhere: row
                .placed_elsewhere
                .iter()
                .filter_map(|placement| Some((placement.model.as_str(), placement.segment.as_deref()?)))
                .collect(),
        }
    }
}

fn by_factor(scores: &[(String, u8)]) -> BTreeMap<&str, u8> {
    scores.iter().map(|(factor, value)| (factor.as_str(), *value)).collect()
}
