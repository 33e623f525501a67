//! The clients of a book as CSV that imports again to the same book, and as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::ExportError;
use super::csv::{Cell, Writer};
use crate::domain::client::{Client, Field};
use crate::domain::filter::Filter;
use crate::domain::measure::Measures;
use crate::domain::model::Model;
use crate::store::{RosterRow, Store, StoreError};

use chrono::NaiveDate;

/// Clients read at a time.
const WINDOW: usize = 500;

/// Goes through the clients of a book in the order of entry, a window at a time; answers how many there were.
///
/// # Errors
/// The book cannot be read, or what `each` says.
pub fn each_client<E: From<StoreError>>(
    store: &Store,
    filter: Option<&Filter>,
    today: NaiveDate,
    mut each: impl FnMut(&RosterRow) -> Result<(), E>,
) -> Result<i64, E> {
    let mut from = None;
    let mut count = 0;
    loop {
        let window = store.roster(filter, from, WINDOW, today)?;
        for row in &window {
            each(row)?;
            count += 1;
        }
        match window.last() {
            Some(last) if window.len() == WINDOW => from = Some(last.client.id),
            Some(_) | None => return Ok(count),
        }
    }
}

/// Writes the clients as CSV with the import columns of cli.md; answers how many.
///
/// # Errors
/// The book cannot be read, or the output not written.
pub fn clients_csv(store: &Store, filter: Option<&Filter>, today: NaiveDate, to: &mut impl Write) -> Result<i64, ExportError> {
    let ground = store.ground();
    let driving = ground.driving();
    let mut factors: Vec<Asked> = asked_factors(driving, None).collect();
    for key in store.models_scored()?.into_iter().filter(|key| *key != driving.key) {
        let model = ground.model(Some(&key))?;
        factors.extend(asked_factors(&model, Some(&key)));
    }
    let mut elsewhere = store.models_placed()?;
    elsewhere.retain(|key| *key != driving.key);
    let mut writer = Writer::new(to);
    let measures = store.measure_names()?;
    let stands = elsewhere.iter().flat_map(|key| [format!("segment.{key}"), format!("segment_since.{key}")]);
    let header =
        COLUMNS.iter().map(|name| (*name).to_owned()).chain(stands).chain(measures.iter().map(|name| format!("measure.{name}")));
    let header: Vec<String> = header.chain(factors.iter().map(Asked::column)).collect();
    writer.row(header.iter().map(|name| Cell::Plain(name)))?;
    let each = |row: &RosterRow| -> Result<(), ExportError> { Ok(csv_row(&mut writer, row, &elsewhere, &measures, &factors)?) };
    let count = each_client(store, filter, today, each)?;
    writer.finish()?.flush()?;
    Ok(count)
}

const COLUMNS: [&str; 19] = [
    "external_id",
    "name",
    "owner",
    "arr",
    "currency",
    "stage",
    "industry",
    "goal",
    "champion",
    "champion_lost_on",
    "renewal_on",
    "onboarded_on",
    "segment",
    "segment_since",
    "last_review_on",
    "last_review_kind",
    "tags",
    "notes",
    "archived",
];

/// A factor with a column: of the driving model where none is named.
struct Asked {
    model: Option<String>,
    factor: String,
    top: u8,
}

impl Asked {
    fn column(&self) -> String {
        match &self.model {
            Some(model) => format!("score.{model}.{}", self.factor),
            None => format!("score.{}", self.factor),
        }
    }

    fn cell(&self, row: &RosterRow) -> String {
        let scores = match &self.model {
            Some(model) => row.elsewhere.iter().find(|(key, _)| key == model).map(|(_, scores)| scores),
            None => Some(&row.scores),
        };
        let value = scores.and_then(|scores| scores.iter().find(|(known, _)| *known == self.factor));
        // What a change of the model left off the scale counts nowhere, and would be refused when it comes back.
        value.filter(|(_, value)| *value <= self.top).map(|(_, value)| value.to_string()).unwrap_or_default()
    }
}

fn asked_factors(model: &Model, named: Option<&str>) -> impl Iterator<Item = Asked> {
    let factors = model.dimensions.iter().flat_map(|dimension| &dimension.factors);
    let asked = factors.filter(|factor| factor.derived.is_none());
    asked.map(move |factor| Asked { model: named.map(str::to_owned), factor: factor.key.clone(), top: factor.top() })
}

fn csv_row<W: Write>(
    writer: &mut Writer<W>,
    row: &RosterRow,
    models: &[String],
    measures: &[String],
    factors: &[Asked],
) -> io::Result<()> {
    let client = &row.client;
    let of = |field: Field| client.get(field);
    let day = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
    let (segment, since) = standing(row);
    let texts = [of(Field::ExternalId), of(Field::Name), of(Field::Owner)];
    let arr = of(Field::Arr);
    let currency = of(Field::Currency);
    let words = [of(Field::Stage), of(Field::Industry), of(Field::Goal), of(Field::Champion)];
    let dates = [of(Field::ChampionLostOn), of(Field::RenewalOn), of(Field::OnboardedOn)];
    let (since, reviewed) = (day(since), day(row.last_review.as_ref().map(|(day, _)| *day)));
    let kind = row.last_review.as_ref().map_or("", |(_, kind)| kind);
    let ends = [of(Field::Tags), of(Field::Notes)];
    let archived = if client.archived_on.is_some() { "true" } else { "false" };
    let scores: Vec<String> = factors.iter().map(|factor| factor.cell(row)).collect();
    let measured = |name: &String| client.measures.get(name).map(ToString::to_string).unwrap_or_default();
    let measures: Vec<String> = measures.iter().map(measured).collect();
    let stands: Vec<(&str, String)> = models.iter().map(|key| elsewhere(row, key)).collect();
    let mut cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
    cells.extend([Cell::Plain(&arr), Cell::Plain(&currency)]);
    cells.extend(words.iter().map(|text| Cell::Text(text)));
    cells.extend(dates.iter().map(|text| Cell::Plain(text)));
    cells.extend([Cell::Text(segment), Cell::Plain(&since), Cell::Plain(&reviewed), Cell::Text(kind)]);
    cells.extend(ends.iter().map(|text| Cell::Text(text)));
    cells.push(Cell::Plain(archived));
    cells.extend(stands.iter().flat_map(|(segment, since)| [Cell::Text(segment), Cell::Plain(since)]));
    cells.extend(measures.iter().map(|measure| Cell::Plain(measure)));
    cells.extend(scores.iter().map(|score| Cell::Plain(score)));
    writer.row(cells)
}

fn standing(row: &RosterRow) -> (&str, Option<NaiveDate>) {
    match &row.placement {
        Some(placement) => (placement.segment.as_deref().unwrap_or(""), placement.segment.as_ref().map(|_| placement.since)),
        None => ("", None),
    }
}

/// Segment in another model, and since when.
fn elsewhere<'r>(row: &'r RosterRow, model: &str) -> (&'r str, String) {
    let placed = row.placed_elsewhere.iter().find(|placement| placement.model == model);
    let segment = placed.and_then(|placement| Some((placement.segment.as_deref()?, placement.since.to_string())));
    segment.unwrap_or_default()
}

/// A client as it is written out in JSON, with everything the CSV says.
#[derive(Debug, Serialize)]
pub struct ExportedClient<'a> {
    client_id: i64,
    external_id: Option<&'a str>,
    name: &'a str,
    owner: Option<&'a str>,
    arr: Option<String>,
    currency: &'a str,
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
    notes: &'a str,
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
    pub fn of(row: &'a RosterRow, currency: &'a str) -> Self {
        let client: &Client = &row.client;
        let (segment, segment_since) = standing(row);
        Self {
            client_id: client.id.0,
            external_id: client.external_id.as_deref(),
            name: &client.name,
            owner: client.owner.as_deref(),
            arr: client.arr.map(|arr| arr.to_string()),
            currency: client.currency.as_deref().unwrap_or(currency),
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
            notes: &client.notes,
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
