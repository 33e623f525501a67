//! `board`: the segments with their figures and clients, today or as they were on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::{BoardItem, day, money_in_words, sum_in, sums, sums_in_words, text};
use crate::store::{Direction, SegmentTotal, Store};

/// Clients read at a time.
const WINDOW: usize = 500;

/// The segments of the model with their clients, revenue, and how many are overdue.
#[derive(Debug, Args)]
pub struct Board {
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// As it was at the end of that day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document {
    model: String,
    as_of: NaiveDate,
    currency: String,
    segments: Vec<Segment>,
    unplaced: Vec<BoardItem>,
}

#[derive(Debug, Serialize)]
struct Segment {
    key: String,
    letter: String,
    name: String,
    count: i64,
    arr: String,
    currency: String,
    arr_by_currency: BTreeMap<String, String>,
    overdue: i64,
    clients: Vec<BoardItem>,
}

impl Board {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let Some(as_of) = &self.as_of else { return self.print(&store, call.today(), call) };
        let on = call.date(as_of)?;
        self.print(&store.as_of(on)?, on, call)
    }

    fn print(&self, store: &Store, on: NaiveDate, call: &mut Call) -> Result<(), Fault> {
        let ground = store.ground();
        let model = ground.model(self.model.as_deref())?;
        let board = store.board(Some(&model.key), None, on)?;
        if self.json {
            let mut segments = Vec::with_capacity(board.segments.len());
            for (total, segment) in board.segments.iter().zip(&model.segments) {
                segments.push(Segment {
                    key: segment.key.clone(),
                    letter: segment.letter.clone(),
                    name: segment.name.clone(),
                    count: total.clients,
                    arr: sum_in(&total.arr, &ground.currency),
                    currency: ground.currency.clone(),
                    arr_by_currency: sums(&total.arr),
                    overdue: total.overdue,
                    clients: clients_of(store, &model.key, &segment.key, on)?,
                });
            }
            let unplaced = clients_of(store, &model.key, "", on)?;
            let (model, currency) = (model.key.clone(), ground.currency.clone());
            return call.out.json(&Document { model, as_of: on, currency, segments, unplaced });
        }
        let mut totals = Table::new(&["segment", ">clients", ">revenue", ">overdue"]);
        let mut clients = Table::new(&["segment", "client", "owner", ">revenue", "due", "state", "proposed"]);
        let figures = |name: &str, total: &SegmentTotal| {
            [name.to_owned(), total.clients.to_string(), sums_in_words(&total.arr), total.overdue.to_string()]
        };
        for (total, segment) in board.segments.iter().zip(&model.segments) {
            let name = format!("{} {}", segment.letter, segment.name);
            totals.row(figures(&name, total));
            rows(&mut clients, &name, clients_of(store, &model.key, &segment.key, on)?);
        }
        totals.row(figures("no segment", &board.unplaced));
        rows(&mut clients, "no segment", clients_of(store, &model.key, "", on)?);
        call.out.text(&format!("{} on {on}", model.name))?;
        call.out.table(&totals)?;
        call.out.heading("Clients")?;
        call.out.table(&clients)
    }
}

fn rows(table: &mut Table, segment: &str, clients: Vec<BoardItem>) {
    for item in clients {
        let state = item.state();
        let proposed = item.proposed_segment.filter(|proposed| Some(proposed) != item.segment.as_ref());
        table.row([
            segment,
            &item.client,
            text(item.owner.as_deref()),
            &money_in_words(item.arr, &item.currency),
            &day(item.next_due_on),
            &state,
            text(proposed.as_deref()),
        ]);
    }
}

fn clients_of(store: &Store, model: &str, segment: &str, on: NaiveDate) -> Result<Vec<BoardItem>, Fault> {
    let named = (!segment.is_empty()).then_some(segment);
    let mut items = Vec::new();
    let mut from = None;
    loop {
        let window = store.board_rows(Some(model), segment, None, from.as_ref(), Direction::After, WINDOW, on)?;
        let Some(last) = window.last() else { return Ok(items) };
        from = Some(last.key.clone());
        items.extend(window.into_iter().map(|row| BoardItem::of(row, named)));
    }
}
