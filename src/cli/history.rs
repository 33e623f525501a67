//! `history`, `undo`, `redo`: what was done, and taking it back.

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::call::{Call, at_most};
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use crate::domain::change::Fact;
use crate::domain::client::ClientId;
use crate::store::{HistoryQuery, HistoryRow, Receipt, Store};

/// Entries read at a time.
const WINDOW: usize = 200;
/// Changes spelled out in an entry; a larger one says how many there are.
const SPELLED_OUT: i64 = 20;

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

/// An entry of the history as it is printed.
#[derive(Debug, Serialize)]
pub struct Entry {
    seq: i64,
    at: String,
    day: chrono::NaiveDate,
    by: String,
    kind: String,
    client: Option<String>,
    client_id: Option<ClientId>,
    summary: String,
    detail: Map<String, Value>,
    undone_by: Option<i64>,
    #[serde(skip)]
    note: String,
}

impl Entry {
    /// An entry with what it changed; `about` is the client asked for, who is named even where others are concerned too.
    pub fn of(row: HistoryRow, about: Option<(ClientId, &str)>, store: &Store) -> Result<Self, Fault> {
        let mut detail = match serde_json::from_str(&row.detail) {
            Ok(Value::Object(detail)) => detail,
            Ok(_) | Err(_) => Map::new(),
        };
        let mut note = detail.get("note").and_then(Value::as_str).unwrap_or_default().to_owned();
        detail.insert("rows".to_owned(), json!(row.changes));
        if row.changes <= SPELLED_OUT {
            let changes = store.entry_changes(row.seq)?;
            if note.is_empty() {
                note = changes.iter().find_map(|change| note_of(change.fact())).unwrap_or_default();
            }
            let spelled = changes.iter().map(|change| json!({ "before": told(change.before()), "after": told(change.after()) }));
            detail.insert("changes".to_owned(), spelled.collect());
        }
        let named = about.map(|(id, name)| (id, name.to_owned())).or(row.client);
        Ok(Self {
            seq: row.seq,
            at: row.at,
            day: row.day,
            by: row.by,
            kind: row.kind,
            client_id: named.as_ref().map(|(id, _)| *id),
            client: named.map(|(_, name)| name),
            summary: row.summary,
            detail,
            undone_by: row.undone_by,
            note,
        })
    }
}

/// A fact as scripts read it: like everywhere else, money is a decimal string.
fn told(fact: Option<&Fact>) -> Value {
    let mut told = json!(fact);
    if let (Some(Fact::Client(client)), Some(arr)) = (fact, told.get_mut("arr")) {
        *arr = json!(client.arr.map(|arr| arr.to_string()));
    }
    told
}

/// Why something was done, where a fact says so.
fn note_of(fact: &Fact) -> Option<String> {
    let note = match fact {
        Fact::Decision(decision) => &decision.note,
        Fact::Review(review) => review.voided.as_ref().unwrap_or(&review.note),
        Fact::Mark(mark) => &mark.note,
        Fact::Client(_)
        | Fact::Placement(_)
        | Fact::Score(_)
        | Fact::Action(_)
        | Fact::Setting(_)
        | Fact::Model(_)
        | Fact::Calendar(_) => return None,
    };
    (!note.is_empty()).then(|| note.clone())
}

impl History {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let since = self.since.as_deref().map(|text| call.date(text)).transpose()?;
        let store = call.open()?;
        let client = self.client.as_deref().map(|text| store.find(text)).transpose()?;
        let name = client.map(|client| store.page(client, call.today())).transpose()?.map(|page| page.client.name);
        let about = client.zip(name.as_deref());
        let query = HistoryQuery { client, since, before: None };
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
