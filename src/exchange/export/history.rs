//! The history on its way out: entries with what they changed, the newest first.

use chrono::DateTime;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::table::{Cell, Column, Kind, Sheet};
use super::tables::Pace;
use super::{Ask, ExportError, Format, Share};
use crate::domain::change::{Change, Fact};
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::store::{HistoryQuery, HistoryRow, Store, StoreError, Watch};

/// Entries read at a time.
const WINDOW: usize = 200;
/// Changes spelled out in an entry; a larger one says how many there are.
const SPELLED_OUT: i64 = 20;
/// The fields, of facts and of what entries say besides, that are revenue.
const MONEY: [&str; 3] = ["arr", "mrr", "currency"];
/// The fields that are words of people.
const WORDS: [&str; 12] = [
    "note",
    "notes",
    "outcome",
    "attendees",
    "decisions",
    "risks",
    "sentiment",
    "voided",
    "text",
    "justification",
    "expect",
    "why",
];

const COLUMNS: [Column; 9] = [
    Column::new("seq", "No.", Kind::Whole),
    Column::new("at", "At", Kind::Instant),
    Column::new("by", "By", Kind::Text),
    Column::new("kind", "Kind", Kind::Text),
    Column::new("client", "Client", Kind::Text),
    Column::new("summary", "What was done", Kind::Text),
    Column::new("why", "Why", Kind::Note),
    Column::new("undone_by", "Undone by", Kind::Whole),
    Column::new("detail", "Detail", Kind::Text),
];

/// An item of `history`, as scripts read it (cli.md).
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct Entry {
    pub seq: i64,
    pub at: String,
    pub day: chrono::NaiveDate,
    pub by: String,
    pub kind: String,
    pub client: Option<String>,
    pub client_id: Option<ClientId>,
    pub summary: String,
    pub detail: Map<String, Value>,
    pub undone_by: Option<i64>,
    /// Why it was done, where somebody said so.
    #[serde(skip)]
    pub note: String,
}

impl Entry {
    /// An entry with what it changed; `about` is the client asked for, who is named even where others are concerned too.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn of(row: HistoryRow, about: Option<(ClientId, &str)>, store: &Store) -> Result<Self, StoreError> {
        Self::with(row, about, store, Share::Shown, Share::Shown)
    }

    /// The same without what is not to go out.
    fn with(
        row: HistoryRow,
        about: Option<(ClientId, &str)>,
        store: &Store,
        money: Share,
        notes: Share,
    ) -> Result<Self, StoreError> {
        let mut detail = match serde_json::from_str(&row.detail) {
            Ok(Value::Object(detail)) => detail,
            Ok(_) | Err(_) => Map::new(),
        };
        let mut note = detail.get("note").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut summary = row.summary;
        detail.insert("rows".to_owned(), json!(row.changes));
        if row.changes <= SPELLED_OUT {
            let changes = store.entry_changes(row.seq)?;
            if note.is_empty() {
                note = changes.iter().find_map(|change| note_of(change.fact())).unwrap_or_default();
            }
            if notes == Share::Left {
                summary = without_words(summary, &changes);
            }
            let mut spelled = Vec::with_capacity(changes.len());
            for change in &changes {
                let (before, after) = (told(change.before(), store)?, told(change.after(), store)?);
                spelled.push(json!({ "before": before, "after": after }));
            }
            detail.insert("changes".to_owned(), spelled.into());
        }
        for (share, fields) in [(money, &MONEY[..]), (notes, &WORDS[..])] {
            if share == Share::Left {
                detail.retain(|field, value| keeps(field, value, fields));
            }
        }
        if notes == Share::Left {
            note.clear();
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
            summary,
            detail,
            undone_by: row.undone_by,
            note,
        })
    }
}

/// Whether a field goes out; takes the ones that do not out of what it holds.
fn keeps(field: &str, value: &mut Value, left: &[&str]) -> bool {
    if left.contains(&field) {
        return false;
    }
    match value {
        Value::Object(fields) => fields.retain(|field, value| keeps(field, value, left)),
        Value::Array(items) => items.iter_mut().for_each(|item| {
            keeps("", item, left);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    true
}

/// What was done without the words it quotes: an action that is settled is named by its text, at the end.
fn without_words(summary: String, changes: &[Change]) -> String {
    let quoted = changes.iter().filter_map(|change| match change.fact() {
        Fact::Action(action) => Some(format!(": {}", action.text)),
        Fact::Client(_)
        | Fact::Placement(_)
        | Fact::Decision(_)
        | Fact::Score(_)
        | Fact::Review(_)
        | Fact::Mark(_)
        | Fact::Setting(_)
        | Fact::Model(_)
        | Fact::Calendar(_)
        | Fact::Session(_)
        | Fact::Item(_)
        | Fact::Opinion(_) => None,
    });
    quoted.fold(summary, |summary, text| match summary.strip_suffix(&text) {
        Some(rest) => format!("{rest}: an action"),
        None => summary,
    })
}

/// A fact as scripts read it: like everywhere else, money is a decimal string; what somebody said of a client before a session
/// is left out until it is revealed, and so is what a session keeps for its minutes.
fn told(fact: Option<&Fact>, store: &Store) -> Result<Value, StoreError> {
    let mut told = json!(fact);
    match fact {
        Some(Fact::Client(_) | Fact::Item(_)) => decimal(&mut told),
        Some(Fact::Session(_)) => {
            if let Some(record) = told.get_mut("record").and_then(Value::as_object_mut) {
                record.remove("kept");
            }
            decimal(&mut told);
        }
        Some(Fact::Opinion(opinion)) if store.is_blind(opinion.session)? => {
            if let Some(fields) = told.as_object_mut() {
                fields.retain(|field, _| ["fact", "session", "voter", "rev"].contains(&field.as_str()));
            }
        }
        Some(
            Fact::Opinion(_)
            | Fact::Placement(_)
            | Fact::Decision(_)
            | Fact::Score(_)
            | Fact::Review(_)
            | Fact::Action(_)
            | Fact::Mark(_)
            | Fact::Setting(_)
            | Fact::Model(_)
            | Fact::Calendar(_),
        )
        | None => {}
    }
    Ok(told)
}

/// Writes every revenue as a decimal string, one number or one for each currency.
fn decimal(value: &mut Value) {
    let text = |raw: i64| json!(Amount::from_ten_thousandths(raw).to_string());
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                match (field.as_str(), value.as_i64(), value.as_object_mut()) {
                    ("arr", Some(raw), _) => *value = text(raw),
                    ("arr", None, Some(sums)) => {
                        sums.values_mut().for_each(|sum| *sum = sum.as_i64().map_or(Value::Null, text));
                    }
                    (_, _, _) => decimal(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(decimal),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Why something was done, where a fact says so.
fn note_of(fact: &Fact) -> Option<String> {
    let note = match fact {
        Fact::Decision(decision) => &decision.note,
        Fact::Review(review) => review.voided.as_ref().unwrap_or(&review.note),
        Fact::Mark(mark) => &mark.note,
        Fact::Item(item) => item.staged.as_ref().map_or(&item.note, |staged| &staged.note),
        Fact::Client(_)
        | Fact::Placement(_)
        | Fact::Score(_)
        | Fact::Action(_)
        | Fact::Setting(_)
        | Fact::Model(_)
        | Fact::Calendar(_)
        | Fact::Session(_)
        | Fact::Opinion(_) => return None,
    };
    (!note.is_empty()).then(|| note.clone())
}

/// Goes through the entries asked for, a window at a time; answers how many there were.
pub(super) fn each(
    store: &Store,
    ask: &Ask,
    watch: Watch<'_>,
    mut each: impl FnMut(&Entry) -> Result<(), ExportError>,
) -> Result<i64, ExportError> {
    let among = ask.filter.clone().map(|filter| (filter, ask.today));
    let mut query = HistoryQuery { since: ask.since, among, ..HistoryQuery::default() };
    let of = if query.among.is_none() { store.count_history(&query)? } else { 0 };
    let mut pace = Pace::new(watch, of);
    loop {
        let window = store.history(&query, WINDOW)?;
        let done = pace.step(window.len())?;
        let Some(last) = window.last() else { return Ok(done) };
        query.before = Some(last.seq);
        for row in window {
            each(&Entry::with(row, None, store, ask.money, ask.notes)?)?;
        }
    }
}

pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    // What is read by people says why; what is read by programs says every change as well.
    let written = match ask.format {
        Format::Markdown | Format::Html => COLUMNS.len() - 1,
        Format::Csv | Format::Xlsx | Format::Json | Format::Svg | Format::Ics => COLUMNS.len(),
    };
    sheet.begin("History of the book", &COLUMNS[..written])?;
    let count = each(store, ask, watch, |entry| sheet.row(&cells(entry)[..written]))?;
    sheet.end()?;
    Ok(count)
}

fn cells(entry: &Entry) -> [Cell<'_>; 9] {
    let at = DateTime::parse_from_rfc3339(&entry.at).map_or_else(|_| Cell::text(Some(&entry.at)), Cell::Instant);
    [
        Cell::Whole(entry.seq),
        at,
        Cell::text(Some(&entry.by)),
        Cell::text(Some(&entry.kind)),
        Cell::text(entry.client.as_deref()),
        Cell::text(Some(&entry.summary)),
        Cell::text(Some(&entry.note)),
        entry.undone_by.map_or(Cell::Empty, Cell::Whole),
        Cell::owned(Value::Object(entry.detail.clone()).to_string()),
    ]
}
