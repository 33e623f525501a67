//! `lens`: two dimensions on the spot: where every client would be by its scores, whatever segment it is in.

use std::ops::ControlFlow;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::{money_in_words, points, points_in_words, sum_in, sums, sums_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::command::Command;
use crate::domain::model::{Dimension, Model, Segment, builtin};
use crate::domain::money::Sums;
use crate::domain::score::percent;
use crate::store::{Ground, LensAxis, LensRow, LensScore, Store, StoreError};

/// Clients read at a time.
const WINDOW: usize = 500;

/// Where every client would be by its scores, whatever segment it is in: on two dimensions, or in a model.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck lens maturity appetite
  quarterdeck lens growth risk --json
  quarterdeck lens growth-risk                     a model of the book, with its segments
  quarterdeck lens growth-risk.growth maturity     a dimension of one of several models that have it

A dimension comes from the driving model where that has it, else from the first model of the book
that does, else from the built-in model that does: it is looked through as if it were added. A score
equal to a cut is in the upper band. Nobody is moved by looking.")]
pub struct Lens {
    /// The dimension from left to right; alone, a model
    #[arg(value_name = "X")]
    x: String,
    /// The dimension from bottom to top
    #[arg(value_name = "Y")]
    y: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    currency: &'a str,
    x: Axis<'a>,
    y: Option<Axis<'a>>,
    /// Of a model as a lens.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segments: Option<Vec<InSegment<'a>>>,
    cells: Vec<Cell>,
    unscored: Vec<Item>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Axis<'a> {
    key: &'a str,
    name: &'a str,
    low: &'a str,
    high: &'a str,
    cuts: Vec<f64>,
    model: &'a str,
}

impl<'a> From<&'a LensAxis> for Axis<'a> {
    fn from(axis: &'a LensAxis) -> Self {
        let Dimension { key, name, low, high, cuts, .. } = axis.dimension();
        let cuts = cuts.iter().map(|cut| f64::from(*cut) / 10.0).collect();
        Self { key, name, low, high, cuts, model: &axis.model().key }
    }
}

/// A band of x by a band of y, from 1, with the clients whose scores fall into it.
#[derive(Debug, Serialize)]
struct Cell {
    x_band: u8,
    y_band: u8,
    count: usize,
    arr: String,
    currency: String,
    arr_by_currency: BTreeMap<String, String>,
    clients: Vec<Item>,
}

/// A segment with the clients whose scores fall into its cells.
#[derive(Debug, Serialize)]
struct InSegment<'a> {
    key: &'a str,
    letter: &'a str,
    name: &'a str,
    count: usize,
    arr: String,
    currency: &'a str,
    arr_by_currency: BTreeMap<String, String>,
    clients: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    client: String,
    client_id: ClientId,
    external_id: Option<String>,
    owner: Option<String>,
    arr: Option<String>,
    currency: String,
    x_score: Option<f64>,
    y_score: Option<f64>,
    confidence: Confidence,
    stale: bool,
}

/// Shares of the weight of a dimension's factors that have a value, 0 to 1.
#[derive(Debug, Serialize)]
struct Confidence {
    x: Option<f64>,
    y: Option<f64>,
}

impl From<LensRow> for Item {
    fn from(row: LensRow) -> Self {
        let score = |score: Option<LensScore>| points(score.map(|score| i64::from(score.tenths)));
        let confidence = |score: Option<LensScore>| score.map(|score| score.confidence as f64 / 1000.0);
        Self {
            client: row.name,
            client_id: row.client,
            external_id: row.external_id,
            owner: row.owner,
            arr: row.arr.map(|arr| arr.to_string()),
            currency: row.currency,
            x_score: score(row.x),
            y_score: score(row.y),
            confidence: Confidence { x: confidence(row.x), y: confidence(row.y) },
            stale: row.x.into_iter().chain(row.y).any(|score| score.stale),
        }
    }
}

/// The clients of a lens, in their cells and in none.
struct Seen {
    /// Band of y from the highest, then band of x from the lowest: as they are drawn.
    cells: Vec<((u8, u8), Vec<LensRow>)>,
    unscored: Vec<LensRow>,
    total: usize,
}

/// What a lens shows: its axes, the model it is of where it is of one, and the clients.
struct Sight {
    x: LensAxis,
    y: Option<LensAxis>,
    model: Option<Arc<Model>>,
    currency: String,
    seen: Seen,
}

impl Lens {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let absent = self.absent(&store.ground());
        let today = call.today();
        let sight = match absent.as_slice() {
            [] => self.look(&store, today)?,
            _ => store.rehearse_all(&absent, &call.stamp, &mut |_| ControlFlow::Continue(()), |store| self.look(store, today))?,
        };
        if Some(&sight.x) == sight.y.as_ref() {
            let fault = Fault::refused(format!("{} against itself is no lens", sight.x.dimension().name));
            return Err(fault.hint("name two dimensions, like: quarterdeck lens maturity appetite"));
        }
        if self.json { sight.answer(call) } else { print(sight, call) }
    }

    /// What adds the built-in models that are meant and not in the book: it is looked through them as if they were.
    fn absent(&self, ground: &Ground) -> Vec<Command> {
        let mut keys: Vec<String> = match &self.y {
            Some(y) => [&self.x, y].into_iter().filter_map(|asked| Some(ground.built_in_with(asked)?.key)).collect(),
            None if ground.models.iter().any(|held| held.row.key == self.x) => Vec::new(),
            None => vec![self.x.clone()],
        };
        keys.dedup();
        let adding = |toml: &str| Command::AddModel { toml: toml.to_owned() };
        keys.iter().filter_map(|key| builtin::find(key)).map(adding).collect()
    }

    fn look(&self, store: &Store, today: NaiveDate) -> Result<Sight, StoreError> {
        let ground = store.ground();
        let (x, y, model) = match &self.y {
            Some(y) => (ground.dimension(&self.x)?, Some(ground.dimension(y)?), None),
            None => {
                let model = ground.model(Some(&self.x))?;
                let axis = |key: &str| ground.dimension(&format!("{}.{key}", model.key));
                (axis(&model.x)?, model.y.as_deref().map(axis).transpose()?, Some(model))
            }
        };
        let seen = see(store, &x, y.as_ref(), today)?;
        Ok(Sight { x, y, model, currency: ground.currency.clone(), seen })
    }
}

impl Sight {
    fn answer(self, call: &mut Call) -> Result<(), Fault> {
        let Self { x, y, model, currency, seen } = self;
        let segments = model.as_deref().map(|model| {
            let of = |segment| {
                let rows = in_segment(segment, &seen);
                let arr = revenue(rows.iter().copied());
                InSegment {
                    key: &segment.key,
                    letter: &segment.letter,
                    name: &segment.name,
                    count: rows.len(),
                    arr: sum_in(&arr, &currency),
                    currency: &currency,
                    arr_by_currency: sums(&arr),
                    clients: rows.into_iter().cloned().map(Item::from).collect(),
                }
            };
            model.segments.iter().map(of).collect()
        });
        let cells = seen.cells.into_iter().map(|((x_band, y_band), rows)| {
            let arr = revenue(&rows);
            Cell {
                x_band,
                y_band,
                count: rows.len(),
                arr: sum_in(&arr, &currency),
                currency: currency.clone(),
                arr_by_currency: sums(&arr),
                clients: rows.into_iter().map(Item::from).collect(),
            }
        });
        call.out.json(&Document {
            as_of: call.stamp.today,
            currency: &currency,
            x: Axis::from(&x),
            y: y.as_ref().map(Axis::from),
            model: model.as_ref().map(|model| model.key.as_str()),
            segments,
            cells: cells.collect(),
            unscored: seen.unscored.into_iter().map(Item::from).collect(),
            total: seen.total,
        })
    }
}

/// The clients whose scores fall into the cells of a segment.
fn in_segment<'a>(segment: &Segment, seen: &'a Seen) -> Vec<&'a LensRow> {
    seen.cells.iter().filter(|(cell, _)| segment.cells.contains(cell)).flat_map(|(_, rows)| rows).collect()
}

/// Without a y there is one band from bottom to top, as in a ladder.
fn see(store: &Store, x: &LensAxis, y: Option<&LensAxis>, today: NaiveDate) -> Result<Seen, StoreError> {
    let (across, up) = (x.dimension().bands(), y.map_or(1, |y| y.dimension().bands()));
    let bands = (1..=up).rev().flat_map(|y| (1..=across).map(move |x| (x, y)));
    let mut seen = Seen { cells: bands.map(|at| (at, Vec::new())).collect(), unscored: Vec::new(), total: 0 };
    let mut from = None;
    loop {
        let window = store.lens_rows(x, y.unwrap_or(x), from.as_ref(), WINDOW, today)?;
        let Some(last) = window.last() else { return Ok(seen) };
        from = Some(last.key.clone());
        seen.total += window.len();
        for row in window {
            let band = |(on_x, on_y): (LensScore, LensScore)| {
                (x.dimension().band(on_x.tenths), y.map_or(1, |y| y.dimension().band(on_y.tenths)))
            };
            let at = row.x.zip(row.y).map(band);
            match seen.cells.iter_mut().find(|(cell, _)| Some(*cell) == at) {
                Some((_, rows)) => rows.push(row),
                None => seen.unscored.push(row),
            }
        }
    }
}

fn revenue<'a>(rows: impl IntoIterator<Item = &'a LensRow>) -> Sums {
    let mut sums = Sums::default();
    for row in rows {
        if let Some(arr) = row.arr {
            sums.add(&row.currency, arr);
        }
    }
    sums
}

/// A band in points, so that one sees that a cut belongs to the upper one: `below 50`, `50 and up`, `33 to under 67`.
fn band_in_words(dimension: &Dimension, band: u8) -> String {
    let band = usize::from(band);
    let cut = |at: usize| dimension.cuts.get(at).map(|cut| f64::from(*cut) / 10.0);
    match (band.checked_sub(2).and_then(cut), cut(band - 1)) {
        (None, None) => "all".to_owned(),
        (None, Some(below)) => format!("below {below}"),
        (Some(from), None) => format!("{from} and up"),
        (Some(from), Some(below)) => format!("{from} to under {below}"),
    }
}

fn print(sight: Sight, call: &mut Call) -> Result<(), Fault> {
    let (x, y, model, seen) = (&sight.x, sight.y.as_ref(), sight.model.as_deref(), sight.seen);
    let axes = [(Some(x), "left to right"), (y, "bottom to top")];
    for (axis, way) in axes.into_iter().filter_map(|(axis, way)| Some((axis?, way))) {
        let Dimension { name, low, high, .. } = axis.dimension();
        call.out.text(&format!("{name}, {way}: {low} to {high} ({})", axis.model().name))?;
    }
    if let Some(model) = model {
        let mut segments = Table::new(&["segment", ">clients", ">revenue"]);
        for segment in &model.segments {
            let rows = in_segment(segment, &seen);
            let name = format!("{} {}", segment.letter, segment.name);
            segments.row([name, rows.len().to_string(), sums_in_words(&revenue(rows.iter().copied()))]);
        }
        call.out.heading(&format!("{}, where scores would put everybody", model.name))?;
        call.out.table(&segments)?;
    }
    let across = x.dimension();
    let (up_name, up_key) = y.map_or(("", ""), |y| (&y.dimension().name, &y.dimension().key));
    let band_up = |band: u8| y.map_or_else(String::new, |y| band_in_words(y.dimension(), band));
    let mut names = vec![format!("{up_name} \\ {}", across.name)];
    names.extend((1..=across.bands()).map(|band| format!(">{}", band_in_words(across, band))));
    let mut grid = Table::new(&names);
    for row in seen.cells.chunks(usize::from(across.bands())) {
        let band = row.first().map_or(1, |((_, band), _)| *band);
        let counts = row.iter().map(|(_, rows)| rows.len().to_string());
        grid.row(std::iter::once(band_up(band)).chain(counts));
    }
    call.out.table(&grid)?;
    let columns = [
        across.name.as_str(),
        up_name,
        "client",
        &format!(">{}", across.key),
        &format!(">{up_key}"),
        ">confidence",
        "owner",
        ">revenue",
        "scores",
    ];
    let mut clients = Table::new(&columns);
    for ((on_x, on_y), rows) in seen.cells {
        let bands = (band_in_words(across, on_x), band_up(on_y));
        rows.into_iter().for_each(|row| clients.row(line(&bands, row)));
    }
    call.out.heading("Clients")?;
    call.out.table(&clients)?;
    if seen.unscored.is_empty() {
        return Ok(());
    }
    call.out.heading(&format!("Without a score on both: {}, {}", seen.unscored.len(), revenue_in_words(&seen.unscored)))?;
    let mut unscored = Table::new(&columns[2..]);
    let none = (String::new(), String::new());
    seen.unscored.into_iter().for_each(|row| unscored.row(line(&none, row).into_iter().skip(2)));
    call.out.table(&unscored)
}

fn revenue_in_words(rows: &[LensRow]) -> String {
    let sums = sums_in_words(&revenue(rows));
    if sums.is_empty() { "no revenue known".to_owned() } else { sums }
}

fn line(bands: &(String, String), row: LensRow) -> [String; 9] {
    let score = |score: Option<LensScore>| points_in_words(score.map(|score| i64::from(score.tenths)));
    let least = row.x.into_iter().chain(row.y).map(|score| score.confidence).min();
    let stale = row.x.into_iter().chain(row.y).any(|score| score.stale);
    [
        bands.0.clone(),
        bands.1.clone(),
        row.name.clone(),
        score(row.x),
        score(row.y),
        least.map_or_else(String::new, |share| format!("{} %", percent(share))),
        text(row.owner.as_deref()).to_owned(),
        money_in_words(row.arr, &row.currency),
        if stale { "stale".to_owned() } else { String::new() },
    ]
}
