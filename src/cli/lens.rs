//! `lens`: two dimensions on the spot: where every client would be by its scores, whatever segment it is in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::{money_in_words, points, points_in_words, sum_in, sums, sums_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::model::Dimension;
use crate::domain::money::Sums;
use crate::domain::score::percent;
use crate::store::{LensAxis, LensRow, LensScore, Store};

/// Clients read at a time.
const WINDOW: usize = 500;

/// Where every client would be on two dimensions, by its scores and whatever segment it is in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck lens maturity appetite
  quarterdeck lens growth risk --json
  quarterdeck lens growth-risk.growth maturity     a dimension of one of several models that have it

A dimension comes from the driving model where that has it, else from the first model of the book
that does. A score equal to a cut is in the upper band. Nobody is moved by looking.")]
pub struct Lens {
    /// The dimension from left to right
    #[arg(value_name = "X")]
    x: String,
    /// The dimension from bottom to top
    #[arg(value_name = "Y")]
    y: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    currency: &'a str,
    x: Axis<'a>,
    y: Axis<'a>,
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

impl Lens {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let ground = store.ground();
        let (x, y) = (ground.dimension(&self.x)?, ground.dimension(&self.y)?);
        if x == y {
            let fault = Fault::refused(format!("{} against itself is no lens", x.dimension().name));
            return Err(fault.hint("name two dimensions, like: quarterdeck lens maturity appetite"));
        }
        let seen = see(&store, &x, &y, call.today())?;
        if !self.json {
            return print(&x, &y, seen, call);
        }
        let cells = seen.cells.into_iter().map(|((x_band, y_band), rows)| {
            let arr = revenue(&rows);
            Cell {
                x_band,
                y_band,
                count: rows.len(),
                arr: sum_in(&arr, &ground.currency),
                currency: ground.currency.clone(),
                arr_by_currency: sums(&arr),
                clients: rows.into_iter().map(Item::from).collect(),
            }
        });
        call.out.json(&Document {
            as_of: call.stamp.today,
            currency: &ground.currency,
            x: Axis::from(&x),
            y: Axis::from(&y),
            cells: cells.collect(),
            unscored: seen.unscored.into_iter().map(Item::from).collect(),
            total: seen.total,
        })
    }
}

fn see(store: &Store, x: &LensAxis, y: &LensAxis, today: NaiveDate) -> Result<Seen, Fault> {
    let (across, up) = (x.dimension().bands(), y.dimension().bands());
    let bands = (1..=up).rev().flat_map(|y| (1..=across).map(move |x| (x, y)));
    let mut seen = Seen { cells: bands.map(|at| (at, Vec::new())).collect(), unscored: Vec::new(), total: 0 };
    let mut from = None;
    loop {
        let window = store.lens_rows(x, y, from.as_ref(), WINDOW, today)?;
        let Some(last) = window.last() else { return Ok(seen) };
        from = Some(last.key.clone());
        seen.total += window.len();
        for row in window {
            let at = row.x.zip(row.y).map(|(on_x, on_y)| (x.dimension().band(on_x.tenths), y.dimension().band(on_y.tenths)));
            match seen.cells.iter_mut().find(|(cell, _)| Some(*cell) == at) {
                Some((_, rows)) => rows.push(row),
                None => seen.unscored.push(row),
            }
        }
    }
}

fn revenue(rows: &[LensRow]) -> Sums {
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

fn print(x: &LensAxis, y: &LensAxis, seen: Seen, call: &mut Call) -> Result<(), Fault> {
    for (axis, way) in [(x, "left to right"), (y, "bottom to top")] {
        let Dimension { name, low, high, .. } = axis.dimension();
        call.out.text(&format!("{name}, {way}: {low} to {high} ({})", axis.model().name))?;
    }
    let (across, up) = (x.dimension(), y.dimension());
    let mut names = vec![format!("{} \\ {}", up.name, across.name)];
    names.extend((1..=across.bands()).map(|band| format!(">{}", band_in_words(across, band))));
    let mut grid = Table::new(&names);
    for row in seen.cells.chunks(usize::from(across.bands())) {
        let band = row.first().map_or(1, |((_, band), _)| *band);
        let counts = row.iter().map(|(_, rows)| rows.len().to_string());
        grid.row(std::iter::once(band_in_words(up, band)).chain(counts));
    }
    call.out.table(&grid)?;
    let columns = [
        across.name.as_str(),
        &up.name,
        "client",
        &format!(">{}", across.key),
        &format!(">{}", up.key),
        ">confidence",
        "owner",
        ">revenue",
        "scores",
    ];
    let mut clients = Table::new(&columns);
    for ((on_x, on_y), rows) in seen.cells {
        let bands = (band_in_words(across, on_x), band_in_words(up, on_y));
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
