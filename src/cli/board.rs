//! `board`: the segments with their figures and clients, today or as they were on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::{BoardItem, day, money_in_words, segment_in_words, sums_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::exchange::export::board::{Document, SegmentItem};
use crate::store::{Direction, Elsewhere, SegmentTotal, Stood, Store};

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
    /// What is different now: who stands elsewhere, who left, who came since
    #[arg(long, requires = "as_of")]
    diff: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The board, and what is different now where that was asked for.
#[derive(Debug, Serialize)]
struct Compared {
    #[serde(flatten)]
    board: Document<Vec<Entry>>,
    /// Who was on the board and is no longer in the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Vec<Changed>>,
    /// Who is in the book now and was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    joined: Option<Vec<Changed>>,
}

/// A client of the board, and where it is now.
#[derive(Debug, Serialize)]
struct Entry {
    #[serde(flatten)]
    item: BoardItem,
    #[serde(flatten)]
    now: Option<Now>,
}

/// Where a client of a board of the past is now.
#[derive(Debug, Serialize)]
struct Now {
    now_segment: Option<String>,
    left: bool,
}

/// A client that left, or came since.
#[derive(Debug, Serialize)]
struct Changed {
    client: String,
    client_id: ClientId,
    segment: Option<String>,
    decided_on: Option<NaiveDate>,
    by: Option<String>,
    note: Option<String>,
}

impl Changed {
    /// With the segment it left, or came to.
    fn of(row: &Elsewhere, segment: &Stood) -> Self {
        let decided = row.decided.clone();
        Self {
            client: row.name.clone(),
            client_id: row.client,
            segment: segment.segment().map(str::to_owned),
            decided_on: decided.as_ref().map(|(on, ..)| *on),
            by: decided.as_ref().map(|(_, by, _)| by.clone()),
            note: decided.map(|(_, _, note)| note),
        }
    }
}

/// A board with what is held against it.
struct Seen<'a> {
    store: &'a Store,
    on: NaiveDate,
    /// Who stands elsewhere now, where that was asked for.
    elsewhere: Option<BTreeMap<ClientId, Elsewhere>>,
}

impl Board {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let Some(as_of) = &self.as_of else {
            return self.print(&Seen { store: &store, on: call.today(), elsewhere: None }, call);
        };
        let on = call.date(as_of)?;
        let then = store.as_of(on)?;
        let model = then.ground().model(self.model.as_deref())?.key.clone();
        let elsewhere = if self.diff {
            let rows = store.elsewhere_since(&then, on, Some(&model))?;
            Some(rows.into_iter().map(|row| (row.client, row)).collect())
        } else {
            None
        };
        self.print(&Seen { store: &then, on, elsewhere }, call)
    }

    fn print(&self, seen: &Seen<'_>, call: &mut Call) -> Result<(), Fault> {
        let Seen { store, on, .. } = *seen;
        let ground = store.ground();
        let model = ground.model(self.model.as_deref())?;
        let board = store.board(Some(&model.key), None, on)?;
        if self.json {
            let mut segments = Vec::with_capacity(board.segments.len());
            for (total, segment) in board.segments.iter().zip(&model.segments) {
                let clients = seen.clients_of(&model.key, &segment.key)?;
                segments.push(SegmentItem::of(segment, total, clients, &ground.currency));
            }
            let unplaced = seen.clients_of(&model.key, "")?;
            let (model, currency) = (model.key.clone(), Some(ground.currency.clone()));
            let board = Document { model, as_of: on, currency, segments, unplaced };
            return call.out.json(&Compared { board, left: seen.left(), joined: seen.joined() });
        }
        let mut totals = Table::new(&["segment", ">clients", ">revenue", ">overdue"]);
        let compared = seen.elsewhere.is_some();
        let columns = ["segment", "client", "owner", ">revenue", "due", "state", "proposed", "now"];
        let mut clients = Table::new(if compared { &columns } else { &columns[..7] });
        let figures = |name: &str, total: &SegmentTotal| {
            [name.to_owned(), total.clients.to_string(), sums_in_words(&total.arr), total.overdue.to_string()]
        };
        for (total, segment) in board.segments.iter().zip(&model.segments) {
            let name = format!("{} {}", segment.letter, segment.name);
            totals.row(figures(&name, total));
            rows(&mut clients, &name, seen.clients_of(&model.key, &segment.key)?, &model);
        }
        totals.row(figures("no segment", &board.unplaced));
        rows(&mut clients, "no segment", seen.clients_of(&model.key, "")?, &model);
        call.out.text(&format!("{} on {on}", model.name))?;
        call.out.table(&totals)?;
        call.out.heading("Clients")?;
        call.out.table(&clients)?;
        if compared { seen.print_difference(&model, call) } else { Ok(()) }
    }
}

fn rows(table: &mut Table, segment: &str, clients: Vec<Entry>, model: &Model) {
    for Entry { item, now } in clients {
        let state = item.state();
        let proposed = item.proposed_segment.filter(|proposed| Some(proposed) != item.segment.as_ref());
        let stands = now.map(|now| if now.left { "left".to_owned() } else { stand(model, now.now_segment.as_deref()) });
        let stayed = stands.as_ref().is_none_or(|now| *now == stand(model, item.segment.as_deref()));
        let cells = [
            segment,
            &item.client,
            text(item.owner.as_deref()),
            &item.revenue.map_or_else(String::new, |revenue| money_in_words(revenue.arr, &revenue.currency)),
            &day(item.next_due_on),
            &state,
            text(proposed.as_deref()),
            if stayed { "" } else { text(stands.as_deref()) },
        ];
        table.row(cells.into_iter().take(if stands.is_some() { 8 } else { 7 }));
    }
}

/// `A Transform`; `no segment`.
fn stand(model: &Model, key: Option<&str>) -> String {
    if key.is_none() { "no segment".to_owned() } else { segment_in_words(model, key) }
}

impl Seen<'_> {
    fn clients_of(&self, model: &str, segment: &str) -> Result<Vec<Entry>, Fault> {
        let named = (!segment.is_empty()).then_some(segment);
        let mut entries = Vec::new();
        let mut from = None;
        loop {
            let window = self.store.board_rows(Some(model), segment, None, from.as_ref(), Direction::After, WINDOW, self.on)?;
            let Some(last) = window.last() else { return Ok(entries) };
            from = Some(last.key.clone());
            entries.extend(
                window.into_iter().map(|row| Entry { now: self.now(row.client, named), item: BoardItem::of(row, named) }),
            );
        }
    }

    /// Where a client is now, where that was asked for: elsewhere, or where it was.
    fn now(&self, client: ClientId, then: Option<&str>) -> Option<Now> {
        let to = self.elsewhere.as_ref()?.get(&client).map(|row| &row.to);
        let segment = to.map_or(then, Stood::segment).map(str::to_owned);
        Some(Now { now_segment: segment, left: to == Some(&Stood::Absent) })
    }

    fn left(&self) -> Option<Vec<Changed>> {
        let rows = self.elsewhere.as_ref()?.values().filter(|row| row.to == Stood::Absent);
        Some(rows.map(|row| Changed::of(row, &row.from)).collect())
    }

    fn joined(&self) -> Option<Vec<Changed>> {
        let rows = self.elsewhere.as_ref()?.values().filter(|row| row.from == Stood::Absent);
        Some(rows.map(|row| Changed::of(row, &row.to)).collect())
    }

    fn print_difference(&self, model: &Model, call: &mut Call) -> Result<(), Fault> {
        let Some(elsewhere) = &self.elsewhere else { return Ok(()) };
        call.out.heading(&format!("Elsewhere now: {}", elsewhere.len()))?;
        let mut table = Table::new(&["client", "then", "now", "decided", "by", "why"]);
        let said = |stood: &Stood, absent: &str| match stood {
            Stood::In(key) => stand(model, Some(key)),
            Stood::Unplaced => stand(model, None),
            Stood::Absent => absent.to_owned(),
        };
        for row in elsewhere.values() {
            let (on, by, note) = row.decided.clone().map_or_else(Default::default, |(on, by, note)| (Some(on), by, note));
            table.row([row.name.clone(), said(&row.from, "not yet here"), said(&row.to, "left"), day(on), by, note]);
        }
        call.out.table(&table)
    }
}
