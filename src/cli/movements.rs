//! `moves`: from where to where clients went between two days, and the decisions behind it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::progress::watched;
use super::shape::{segment_in_words, sums, sums_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::model::place::holds;
use crate::domain::money::Sums;
use crate::domain::placement::How;
use crate::store::{Counted, Listed, MoveRow, Moves as Found, MovesQuery, Stood};

/// From where to where clients went between two days, and each decision with its note.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck moves --from 2026-03-31 --to 2026-06-30
  quarterdeck moves --from -90d --owner Ana --json

The matrix compares the end of one day with the end of the other, as board --as-of shows them: its
rows are where clients stood then, its columns where they stand after. What was decided on the first
day itself is in where it begins. Clients that were added or restored in between are new; those
archived or taken out are gone. Days are those an entry was recorded under. A decision taken back by
the end of the last day does not count; one taken back later does, and is marked. Revenue is that of
the last day.")]
pub struct Moves {
    /// The day at whose end the comparison begins
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: String,
    /// The day at whose end it ends; today where nothing is said
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Only the clients this owner has now
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    model: &'a str,
    from: NaiveDate,
    to: NaiveDate,
    owner: Option<&'a str>,
    segments: Vec<Segment<'a>>,
    matrix: Vec<Cell<'a>>,
    items: Vec<Item<'a>>,
    total: usize,
}

/// A segment with the clients it had at the end of the first day and of the last.
#[derive(Debug, Serialize)]
struct Segment<'a> {
    key: &'a str,
    letter: &'a str,
    name: &'a str,
    from_count: i64,
    to_count: i64,
}

/// Clients that stood in one place and stand in another. A side without a segment is null; `new` and `gone` say that they were
/// not in the book on that side.
#[derive(Debug, Serialize)]
pub(super) struct Cell<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    new: bool,
    gone: bool,
    count: i64,
    arr: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    owner: Option<&'a str>,
    how: How,
    from: Option<&'a str>,
    to: Option<&'a str>,
    note: Option<&'a str>,
    reason: Option<&'a str>,
    authorised_by: Option<&'a str>,
    on: NaiveDate,
    since: NaiveDate,
    at: &'a str,
    by: &'a str,
    undone: bool,
}

impl<'a> From<&'a MoveRow> for Item<'a> {
    fn from(row: &'a MoveRow) -> Self {
        let decision = &row.decision;
        Self {
            client: &row.name,
            client_id: decision.client,
            external_id: row.external_id.as_deref(),
            owner: row.owner.as_deref(),
            how: decision.how,
            from: decision.from.as_deref(),
            to: decision.to.as_deref(),
            note: Some(decision.note.as_str()).filter(|note| !note.is_empty()),
            reason: decision.reason.as_deref(),
            authorised_by: decision.authorised_by.as_deref(),
            on: row.day,
            since: decision.on,
            at: &row.at,
            by: &decision.by,
            undone: row.undone,
        }
    }
}

impl Moves {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let from = call.date(&self.from)?;
        let to = self.to.as_deref().map_or(Ok(call.today()), |to| call.date(to))?;
        if from > to {
            let fault = Fault::refused(format!("the span ends on {to}, before it begins on {from}"));
            return Err(fault.hint("give the earlier day to --from and the later one to --to"));
        }
        let store = call.open()?;
        let query = MovesQuery { model: self.model, from, to, owner: self.owner, listed: Listed::All };
        let found = watched("reading the history of", call, |watch| store.moves(&query, watch))?;
        let model = store.ground().model(Some(&found.model))?;
        if self.json {
            return call.out.json(&document(&found, &query, &model));
        }
        call.out.text(&format!("{} from the end of {from} to the end of {to}", model.name))?;
        call.out.table(&matrix(&found, &model))?;
        if found.rows.is_empty() {
            return call.out.text("\nno client was moved or placed in between");
        }
        call.out.heading("Decisions")?;
        call.out.table(&decisions(&found.rows, &model))
    }
}

fn document<'a>(found: &'a Found, query: &'a MovesQuery, model: &'a Model) -> Document<'a> {
    let counted = |key: &str, side: fn(&(Stood, Stood)) -> &Stood| -> i64 {
        let there = found.matrix.iter().filter(|(at, _)| side(at).segment().is_some_and(|place| holds(place, key)));
        there.map(|(_, cell)| cell.clients).sum()
    };
    let segments = model.segments.iter().map(|segment| Segment {
        key: &segment.key,
        letter: &segment.letter,
        name: &segment.name,
        from_count: counted(&segment.key, |at| &at.0),
        to_count: counted(&segment.key, |at| &at.1),
    });
    Document {
        model: &found.model,
        from: query.from,
        to: query.to,
        owner: query.owner.as_deref(),
        segments: segments.collect(),
        matrix: cells(found, model),
        items: found.rows.iter().map(Item::from).collect(),
        total: found.rows.len(),
    }
}

/// The cells that have clients, in the model's order.
pub(super) fn cells<'a>(found: &'a Found, model: &Model) -> Vec<Cell<'a>> {
    let mut matrix: Vec<(&(Stood, Stood), &Counted)> = found.matrix.iter().collect();
    matrix.sort_by_key(|(at, _)| (at.0.place(model), at.1.place(model)));
    let cell = |((from, to), cell): (&'a (Stood, Stood), &'a Counted)| Cell {
        from: from.segment(),
        to: to.segment(),
        new: *from == Stood::Absent,
        gone: *to == Stood::Absent,
        count: cell.clients,
        arr: sums(&cell.arr),
    };
    matrix.into_iter().map(cell).collect()
}

pub(super) fn matrix(found: &Found, model: &Model) -> Table {
    let (rows, columns) = (found.places(model, |at| &at.0), found.places(model, |at| &at.1));
    let mut names = vec!["from \\ to".to_owned()];
    names.extend(columns.iter().map(|to| match to {
        Stood::In(key) => format!(">{}", model.place_letters(key)),
        Stood::Unplaced => ">none".to_owned(),
        Stood::Absent => ">gone".to_owned(),
    }));
    names.extend([">all".to_owned(), ">revenue".to_owned()]);
    let mut table = Table::new(&names);
    let count = |from: &Stood, to: &Stood| found.matrix.get(&(from.clone(), to.clone())).map_or(0, |cell| cell.clients);
    for from in &rows {
        let counts: Vec<i64> = columns.iter().map(|to| count(from, to)).collect();
        let mut arr = Sums::default();
        let cells = found.matrix.iter().filter(|(at, _)| at.0 == *from);
        cells.for_each(|(_, cell)| arr.merge(&cell.arr));
        let mut row = vec![words(from, model, "new")];
        row.extend(counts.iter().map(i64::to_string));
        row.extend([counts.iter().sum::<i64>().to_string(), sums_in_words(&arr)]);
        table.row(row);
    }
    let counts: Vec<i64> = columns.iter().map(|to| rows.iter().map(|from| count(from, to)).sum()).collect();
    let mut arr = Sums::default();
    found.matrix.values().for_each(|cell| arr.merge(&cell.arr));
    let mut row = vec!["all".to_owned()];
    row.extend(counts.iter().map(i64::to_string));
    row.extend([counts.iter().sum::<i64>().to_string(), sums_in_words(&arr)]);
    table.row(row);
    table
}

fn words(stood: &Stood, model: &Model, absent: &str) -> String {
    match stood {
        Stood::In(key) => segment_in_words(model, Some(key)),
        Stood::Unplaced => "no segment".to_owned(),
        Stood::Absent => absent.to_owned(),
    }
}

fn decisions(rows: &[MoveRow], model: &Model) -> Table {
    let mut table =
        Table::new(&["day", "client", "from", "to", "by", "note", "owner", "reason", "authorised by", "how", "taken back"]);
    for row in rows {
        let decision = &row.decision;
        let segment = |key: Option<&str>| segment_in_words(model, key);
        table.row([
            row.day.to_string().as_str(),
            &row.name,
            &segment(decision.from.as_deref()),
            &segment(decision.to.as_deref()),
            &decision.by,
            &decision.note,
            text(row.owner.as_deref()),
            text(decision.reason.as_deref()),
            text(decision.authorised_by.as_deref()),
            match decision.how {
                How::Start => "start",
                How::Move => "moved",
                How::Place => "placed",
                How::Confirm => "confirmed",
            },
            if row.undone { "since" } else { "" },
        ]);
    }
    table
}
