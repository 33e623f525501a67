//! `history`, `undo`, `redo`: what was done, and taking it back.

use clap::Args;
use serde_json::json;

use super::call::{Call, at_most};
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use crate::store::{HistoryQuery, HistoryRow, Receipt, Store};

pub use crate::exchange::export::history::Entry;

/// Entries read at a time.
const WINDOW: usize = 200;

/// What was done, by whom, when and why, the latest first.
#[derive(Debug, Args)]
pub struct History {
    /// Only what concerns this client
    #[arg(allow_hyphen_values = true)]
    client: Option<String>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl History {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let since = self.since.as_deref().map(|text| call.date(text)).transpose()?;
        let store = call.open()?;
        let client = self.client.as_deref().map(|text| store.find(text)).transpose()?;
        let name = client.map(|client| store.page(client, call.today())).transpose()?.map(|page| page.client.name);
        let about = client.zip(name.as_deref());
        let query = HistoryQuery { client, since, ..HistoryQuery::default() };
        let total = store.count_history(&query)?;
        let limit = at_most(self.limit);
        if self.json {
            let mut list = List::begin(&mut call.out)?;
            each(&store, query, limit, |row| list.item(&Entry::of(row, about, &store)?))?;
            return list.end(total);
        }
        let mut entries = Vec::new();
        each(&store, query, limit, |row| {
            entries.push(Entry::of(row, about, &store)?);
            Ok(())
        })?;
        print(&entries, call)
    }
}

fn each(
    store: &Store,
    mut query: HistoryQuery,
    limit: usize,
    mut each: impl FnMut(HistoryRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut left = limit;
    while left > 0 {
        let window = store.history(&query, left.min(WINDOW))?;
        let Some(last) = window.last() else { break };
        query.before = Some(last.seq);
        left -= window.len();
        window.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

/// Entries as a table; shared with `show`.
pub fn print(entries: &[Entry], call: &mut Call) -> Result<(), Fault> {
    let mut table = Table::new(&[">no", "day", "by", "what", "why", "undone"]);
    for entry in entries {
        let undone = entry.undone_by.map_or_else(String::new, |seq| format!("by {seq}"));
        let (seq, day) = (entry.seq.to_string(), entry.day.to_string());
        table.row([&seq, &day, &entry.by, &entry.summary, &entry.note, &undone]);
    }
    call.out.table(&table)
}

/// Take back your last step that still stands. What others did since stays.
#[derive(Debug, Args)]
pub struct Undo {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Undo {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let receipt = store.undo(&call.stamp)?;
        answer(&receipt, self.json, call)
    }
}

/// Do again what you took back last.
#[derive(Debug, Args)]
pub struct Redo {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Redo {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let receipt = store.redo(&call.stamp)?;
        answer(&receipt, self.json, call)
    }
}

fn answer(receipt: &Receipt, json: bool, call: &mut Call) -> Result<(), Fault> {
    if json {
        return call.out.json(&json!({ "seq": receipt.seq, "summary": receipt.summary }));
    }
    call.out.text(&receipt.summary)
}
