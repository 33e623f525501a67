//! `compare`: two models side by side, who stands where in both, and where the two contradict each other.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::call::{Call, filter};
use super::fault::Fault;
use super::print::Table;
use super::shape::{money_in_words, segment_in_words, sum_in, sums, sums_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::{CompareQuery, ComparedCell, ComparedRow, Comparison, Standpoint, Store};

/// Clients read at a time.
const WINDOW: usize = 500;

/// Two models side by side: how many clients stand in which segment of each, and where they contradict each other.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck compare growth-risk
  quarterdeck compare growth-risk touch-tier --contradictions
  quarterdeck compare service-tiers --where \"owner:ana arr>50k\" --json

A client stands in a model where it was placed; where it was not, where its scores propose it, which
is marked; else in no segment. Two segments contradict each other where one asks for high touch and
the other for low or none. In a model of several memberships a client stands in the cell of each of
its segments, so that cells sum to more than there are clients. A filter goes by the driving model.")]
pub struct Compare {
    /// The model of the rows
    #[arg(value_name = "MODEL")]
    model: String,
    /// The model of the columns; the driving one where none is named
    #[arg(value_name = "MODEL")]
    with: Option<String>,
    /// Only the clients a filter lets through
    #[arg(long = "where", value_name = "FILTER", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Only the clients of this owner
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only the cells that contradict each other
    #[arg(long)]
    contradictions: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    models: [&'a str; 2],
    cells: Vec<Cell<'a>>,
    contradictions: Vec<Contradicting>,
    total: i64,
}

#[derive(Debug, Serialize)]
struct Cell<'a> {
    a: Option<&'a str>,
    b: Option<&'a str>,
    count: i64,
    arr: String,
    currency: &'a str,
    arr_by_currency: BTreeMap<String, String>,
    contradiction: bool,
    clients: Vec<Item>,
}

#[derive(Debug, Clone, Serialize)]
struct Item {
    client: String,
    client_id: ClientId,
    external_id: Option<String>,
    owner: Option<String>,
    arr: Option<String>,
    currency: String,
    /// `placed`, `proposed`, or none.
    a_by: Option<&'static str>,
    b_by: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Contradicting {
    a: String,
    b: String,
    why: String,
    count: i64,
    clients: Vec<Item>,
}

impl From<ComparedRow> for Item {
    fn from(row: ComparedRow) -> Self {
        Self {
            client: row.name,
            client_id: row.client,
            external_id: row.external_id,
            owner: row.owner,
            arr: row.arr.map(|arr| arr.to_string()),
            currency: row.currency,
            a_by: by(row.a),
            b_by: by(row.b),
        }
    }
}

fn by(standpoint: Standpoint) -> Option<&'static str> {
    match standpoint {
        Standpoint::Placed => Some("placed"),
        Standpoint::Proposed => Some("proposed"),
        Standpoint::Nowhere => None,
    }
}

impl Compare {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let asked = filter(self.filter.as_deref())?;
        let store = call.open()?;
        let query = CompareQuery { a: Some(self.model.clone()), b: self.with.clone(), filter: asked, owner: self.owner.clone() };
        let seen = store.compare(&query, call.today())?;
        if seen.a.key == seen.b.key {
            let fault = Fault::refused(format!("{} against itself shows nothing", seen.a.name));
            return Err(fault.hint("name two models; model list shows those of the book"));
        }
        let wanted = |cell: &&ComparedCell| !self.contradictions || seen.contradiction(&cell.a, &cell.b).is_some();
        let cells: Vec<&ComparedCell> = seen.cells.iter().filter(wanted).collect();
        if !self.json {
            return print(&store, &query, &seen, &cells, call);
        }
        let currency = store.ground().currency.clone();
        let mut listed = Vec::with_capacity(cells.len());
        for cell in cells {
            let clients = clients_of(&store, &query, cell, call)?.into_iter().map(Item::from).collect();
            listed.push(Cell {
                a: named(&cell.a),
                b: named(&cell.b),
                count: cell.clients,
                arr: sum_in(&cell.arr, &currency),
                currency: &currency,
                arr_by_currency: sums(&cell.arr),
                contradiction: seen.contradiction(&cell.a, &cell.b).is_some(),
                clients,
            });
        }
        let mut contradictions = Vec::new();
        for cell in seen.contradictions() {
            let Some(why) = seen.contradiction(&cell.a, &cell.b) else { continue };
            let listed = listed.iter().find(|one| (one.a, one.b) == (named(&cell.a), named(&cell.b)));
            contradictions.push(Contradicting {
                a: cell.a.clone(),
                b: cell.b.clone(),
                why: why.why(),
                count: cell.clients,
                clients: listed.map(|one| one.clients.clone()).unwrap_or_default(),
            });
        }
        call.out.json(&Document { models: [&seen.a.key, &seen.b.key], cells: listed, contradictions, total: seen.total })
    }
}

fn named(key: &str) -> Option<&str> {
    (!key.is_empty()).then_some(key)
}

fn clients_of(store: &Store, query: &CompareQuery, cell: &ComparedCell, call: &Call) -> Result<Vec<ComparedRow>, Fault> {
    let mut rows: Vec<ComparedRow> = Vec::new();
    loop {
        let from = rows.last().map(|row| row.key.clone());
        let window = store.compared(query, (&cell.a, &cell.b), from.as_ref(), WINDOW, call.today())?;
        if window.is_empty() {
            return Ok(rows);
        }
        rows.extend(window);
    }
}

/// `A Transform`; `no segment`.
fn stand(model: &Model, key: &str) -> String {
    if key.is_empty() { "no segment".to_owned() } else { segment_in_words(model, Some(key)) }
}

fn print(store: &Store, query: &CompareQuery, seen: &Comparison, cells: &[&ComparedCell], call: &mut Call) -> Result<(), Fault> {
    let against = seen.contradictions();
    call.out.text(&format!("{} (rows) beside {} (columns): {} clients", seen.a.name, seen.b.name, seen.total))?;
    if seen.is_many() {
        call.out.text("A client in several segments stands in several cells: they sum to more than there are clients.")?;
    }
    call.out.heading(&format!("Contradictions: {}", against.len()))?;
    let mut table = Table::new(&["contradiction", ">clients", ">revenue"]);
    for cell in against {
        let why = seen.contradiction(&cell.a, &cell.b).map(|why| why.why()).unwrap_or_default();
        table.row([why, cell.clients.to_string(), sums_in_words(&cell.arr)]);
    }
    call.out.table(&table)?;
    call.out.heading("Side by side")?;
    call.out.table(&cross_tab(seen))?;
    call.out.heading("Clients")?;
    let mut clients =
        Table::new(&[&seen.a.name, &seen.b.name, "client", "owner", ">revenue", "by scores alone", "contradiction"]);
    for cell in cells {
        let sign = if seen.contradiction(&cell.a, &cell.b).is_some() { "yes" } else { "" };
        for row in clients_of(store, query, cell, call)? {
            let by_scores = [(row.a, &seen.a.name), (row.b, &seen.b.name)];
            let by_scores: Vec<&str> =
                by_scores.iter().filter(|(by, _)| *by == Standpoint::Proposed).map(|(_, name)| name.as_str()).collect();
            clients.row([
                stand(&seen.a, &cell.a).as_str(),
                &stand(&seen.b, &cell.b),
                &row.name,
                text(row.owner.as_deref()),
                &money_in_words(row.arr, &row.currency),
                &by_scores.join(", "),
                sign,
            ]);
        }
    }
    call.out.table(&clients)
}

fn cross_tab(seen: &Comparison) -> Table {
    let keys = |model: &Model| -> Vec<String> {
        model.segments.iter().map(|segment| segment.key.clone()).chain([String::new()]).collect()
    };
    let (rows, columns) = (keys(&seen.a), keys(&seen.b));
    let names = columns.iter().map(|key| format!(">{}", stand(&seen.b, key)));
    let mut table = Table::new(&std::iter::once(String::new()).chain(names).collect::<Vec<_>>());
    for a in &rows {
        let counts = columns.iter().map(|b| seen.cell(a, b).map_or_else(|| "0".to_owned(), |cell| cell.clients.to_string()));
        table.row(std::iter::once(stand(&seen.a, a)).chain(counts));
    }
    table
}
