//! `session list`: the sessions over the quarters, how far each is, and where it led.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::report::write_out;
use super::shape::{ActItem, SegmentItem, distribution, record_of, said};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::json;
use crate::cli::print::Table;
use crate::cli::shape::{day, segment_in_words};
use crate::domain::session::State;
use crate::domain::session::record::Record;
use crate::exchange::session::report::{Form, compared};
use crate::store::{SessionRow, Store};

/// The sessions over the quarters, the newest first: how far each is, what was decided, and where that led.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session list
  quarterdeck session list --format html -o quarters.html")]
pub struct List {
    /// As a page or a table to be kept
    #[arg(long, conflicts_with = "json")]
    format: Option<Comparison>,
    /// The file of that; without it the answer goes to standard output
    #[arg(short, long = "output", value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Comparison {
    /// Markdown
    Md,
    /// One page with charts
    Html,
    /// A table for spreadsheets
    Csv,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
    state: &'static str,
    phase: &'static str,
    scope: Option<&'a str>,
    as_of: NaiveDate,
    facilitator: &'a str,
    co_facilitators: &'a [String],
    participants: &'a [String],
    started_on: NaiveDate,
    started_by: &'a str,
    closed: Option<ActItem<'a>>,
    total: i64,
    done: i64,
    moves: i64,
    confirmed: i64,
    deferred: i64,
    proposals_in: &'a [String],
    distribution: Vec<SegmentItem<'a>>,
}

impl List {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let sessions = store.sessions()?;
        if let Some(form) = self.format {
            let form = match form {
                Comparison::Md => Form::Markdown,
                Comparison::Html => Form::Html,
                Comparison::Csv => Form::Csv,
            };
            let what = format!("the comparison of {} sessions", sessions.len());
            return write_out(&compared(&sessions, form), self.output.as_deref(), &what, call);
        }
        let records: Vec<Record> = sessions.iter().map(|row| led_to(row, &store)).collect::<Result<_, _>>()?;
        if self.json {
            return print_json(&sessions, &records, &store, call);
        }
        print(&sessions, &records, &store, call)
    }
}

/// What a session came to, or would; nothing where it was given up.
fn led_to(row: &SessionRow, store: &Store) -> Result<Record, Fault> {
    match row.session.state {
        State::Void => Ok(Record::default()),
        State::Open | State::Final => record_of(&row.session, store),
    }
}

fn print_json(sessions: &[SessionRow], records: &[Record], store: &Store, call: &mut Call) -> Result<(), Fault> {
    let ground = store.ground();
    let mut list = json::List::begin(&mut call.out)?;
    for (row, record) in sessions.iter().zip(records) {
        let session = &row.session;
        let model = ground.model(Some(&session.model))?;
        list.item(&Item {
            id: session.id,
            name: &session.name,
            model: &session.model,
            state: row.phase.state(),
            phase: row.phase.word(),
            scope: said(&session.scope),
            as_of: session.as_of,
            facilitator: &session.facilitator,
            co_facilitators: &session.co_facilitators,
            participants: &session.participants,
            started_on: session.started_on,
            started_by: &session.started_by,
            closed: session.closed.as_ref().map(ActItem::from),
            total: row.total,
            done: row.moves + row.confirmed + row.deferred,
            moves: row.moves,
            confirmed: row.confirmed,
            deferred: row.deferred,
            proposals_in: &row.voters,
            distribution: distribution(record, &model),
        })?;
    }
    list.end(i64::try_from(sessions.len()).unwrap_or(i64::MAX))
}

fn print(sessions: &[SessionRow], records: &[Record], store: &Store, call: &mut Call) -> Result<(), Fault> {
    if sessions.is_empty() {
        return call.out.text("there is no session yet; begin with: quarterdeck session start --facilitator WHO");
    }
    let names = [
        ">id",
        "name",
        "state",
        "as of",
        "facilitator",
        ">clients",
        ">decided",
        ">moved",
        ">confirmed",
        ">put off",
        "closed",
        "scope",
    ];
    let mut table = Table::new(&names);
    for row in sessions {
        let session = &row.session;
        let counts = [row.total, row.moves + row.confirmed + row.deferred, row.moves, row.confirmed, row.deferred];
        let mut cells = vec![session.id.to_string(), session.name.clone(), row.phase.word().to_owned()];
        cells.extend([session.as_of.to_string(), session.facilitator.clone()]);
        cells.extend(counts.map(|count| count.to_string()));
        cells.extend([day(session.closed.as_ref().map(|act| act.on)), session.scope.clone()]);
        table.row(cells);
    }
    call.out.table(&table)?;
    compare(sessions, records, store, call)
}

/// Segments beside each other over the quarters, the oldest first, a table per model.
fn compare(sessions: &[SessionRow], records: &[Record], store: &Store, call: &mut Call) -> Result<(), Fault> {
    let ground = store.ground();
    let led: Vec<(&SessionRow, &Record)> =
        sessions.iter().zip(records).rev().filter(|(_, record)| !record.distribution.is_empty()).collect();
    let mut models: Vec<&str> = led.iter().map(|(row, _)| row.session.model.as_str()).collect();
    models.dedup();
    let mut told: Vec<&str> = Vec::new();
    for key in models {
        if told.contains(&key) {
            continue;
        }
        told.push(key);
        let model = ground.model(Some(key))?;
        let of_model: Vec<_> = led.iter().filter(|(row, _)| row.session.model == key).collect();
        let mut names = vec!["segment".to_owned()];
        names.extend(of_model.iter().map(|(row, _)| format!(">{}", row.session.name)));
        let mut table = Table::new(&names);
        let mut segments: Vec<Option<&str>> = model.segments.iter().map(|segment| Some(segment.key.as_str())).collect();
        segments.push(None);
        for segment in segments {
            let words = segment.map_or_else(|| "no segment".to_owned(), |key| segment_in_words(&model, Some(key)));
            let mut cells = vec![words];
            cells.extend(of_model.iter().map(|(_, record)| went(record, segment)));
            table.row(cells);
        }
        call.out.heading(&format!("Clients of each segment in {}", model.name))?;
        call.out.table(&table)?;
    }
    Ok(())
}

/// A segment before and after: `12 → 14`, or `12` where it stayed.
fn went(record: &Record, segment: Option<&str>) -> String {
    let found = record.distribution.iter().find(|shift| shift.segment.as_deref() == segment);
    found.map_or_else(String::new, |shift| match (shift.before.clients, shift.after.clients) {
        (before, after) if before == after => after.to_string(),
        (before, after) => format!("{before} → {after}"),
    })
}
