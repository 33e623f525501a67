//! `session propose`, `merge`, `reveal`: blind proposals, out to a file each, back in, and shown to all.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::report::write_out;
use super::shape::said;
use super::{Which, show};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::shape::points;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, SessionAct, still_open};
use crate::domain::money::Amount;
use crate::domain::session::{Opinion, Session};
use crate::domain::text::fold;
use crate::exchange::export::Access;
use crate::exchange::export::json::decimal;
use crate::exchange::refused::shown_path;
use crate::exchange::session::proposals::{Filled, ReadError, read, write_file, written};
use crate::store::{Sheet, SheetRow};

/// Write the clients of an owner to a file for proposals to be filled in: CSV, or a workbook where its name ends in .xlsx. What
/// others proposed is not in it, but for what the owner proposes where somebody else is to mark it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session propose --owner Ana -o ana.csv                 for Ana herself
  quarterdeck session propose --owner Ana --voter Ben -o ben.xlsx    for Ben to agree or to question
  quarterdeck session merge ana.csv                                  when it is filled in")]
pub struct Propose {
    #[command(flatten)]
    which: Which,
    /// Whose clients
    #[arg(long, value_name = "WHO")]
    owner: String,
    /// Who fills it in, where it is not the owner
    #[arg(long, value_name = "WHO")]
    voter: Option<String>,
    /// The file, .csv or .xlsx; without it CSV goes to standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Sheeted<'a> {
    session: &'a str,
    session_id: i64,
    owner: &'a str,
    voter: &'a str,
    file: Option<String>,
    items: Vec<SheetItem<'a>>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct SheetItem<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    #[serde(serialize_with = "decimal")]
    arr: Option<Amount>,
    currency: &'a str,
    segment: Option<&'a str>,
    proposed_segment: Option<&'a str>,
    x_score: Option<f64>,
    y_score: Option<f64>,
    proposal: Option<Said<'a>>,
    said: Option<Said<'a>>,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    voter: &'a str,
    view: &'static str,
    to: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> From<&'a Opinion> for Said<'a> {
    fn from(opinion: &'a Opinion) -> Self {
        Self { voter: &opinion.voter, view: opinion.view.word(), to: opinion.to.as_deref(), note: said(&opinion.note) }
    }
}

impl<'a> From<&'a SheetRow> for SheetItem<'a> {
    fn from(row: &'a SheetRow) -> Self {
        Self {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            arr: row.arr,
            currency: &row.currency,
            segment: row.segment.as_deref(),
            proposed_segment: row.falls_into.as_deref(),
            x_score: points(row.scores.0),
            y_score: points(row.scores.1),
            proposal: row.proposal.as_ref().map(Said::from),
            said: row.said.as_ref().map(Said::from),
        }
    }
}

impl Propose {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        still_open(&session)?;
        let voter = spelled(&session, self.voter.as_deref().unwrap_or(&self.owner));
        let sheet = store.proposal_sheet(&session, &self.owner, voter)?;
        let file = self.output.filter(|path| path.as_os_str() != "-");
        let Sheet { session, owner, voter, rows } = &sheet;
        let what = format!("{} of {owner} for {voter}", counted(rows.len()));
        if let Some(path) = &file {
            write_file(&sheet, &store, path, Access::Owner)?;
            call.aside(&format!("wrote {what} to {}", shown_path(path)));
        }
        if !self.json {
            return if file.is_some() { Ok(()) } else { write_out(written(&sheet, &store)?.as_bytes(), None, &what, call) };
        }
        call.out.json(&Sheeted {
            session: &session.name,
            session_id: session.id,
            owner,
            voter,
            file: file.as_deref().map(shown_path),
            items: rows.iter().map(SheetItem::from).collect(),
            total: rows.len(),
        })
    }
}

/// Bring a filled-in file of proposals in. It says itself for which session and whose it is; the same voter again replaces what they
/// said before. When all participants are in, the proposals are revealed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck session merge ana.csv")]
pub struct Merge {
    /// The file: CSV, TSV, XLSX or ODS
    file: PathBuf,
    /// Nothing, where a row cannot be taken
    #[arg(long)]
    strict: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Merged<'a> {
    session: &'a str,
    session_id: i64,
    voter: &'a str,
    merged: usize,
    revealed: bool,
    problems: Vec<Problem<'a>>,
    gone: Vec<Gone<'a>>,
}

#[derive(Debug, Serialize)]
struct Problem<'a> {
    row: u64,
    problem: &'a str,
    hint: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Gone<'a> {
    client: &'a str,
    client_id: ClientId,
}

impl Merge {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let Filled { session, voter, opinions, problems, gone } = read(&self.file, &store)?;
        for (row, problem, hint) in &problems {
            let hint = if hint.is_empty() { String::new() } else { format!("; {hint}") };
            call.aside(&format!("line {row}: {problem}{hint}"));
        }
        for (_, name) in &gone {
            call.aside(&format!("{name} is no longer in the session, and left out"));
        }
        let refused = (self.strict && !problems.is_empty()) || opinions.is_empty();
        if refused {
            let fault = Fault::refused(format!("nothing of {} was merged", shown_path(&self.file)));
            return Err(fault.hint("correct the lines named above and merge it again"));
        }
        let merged = opinions.len();
        let act = SessionAct::Merge { session, voter: voter.clone(), opinions };
        let receipt = store.execute(&Command::Session(act), &call.stamp)?;
        if !self.json {
            return call.out.text(&receipt.summary);
        }
        let session = store.session(session)?;
        call.out.json(&Merged {
            session: &session.name,
            session_id: session.id,
            voter: spelled(&session, &voter),
            merged,
            revealed: session.revealed.is_some(),
            problems: problems.iter().map(|(row, problem, hint)| Problem { row: *row, problem, hint: said(hint) }).collect(),
            gone: gone.iter().map(|(client_id, client)| Gone { client, client_id: *client_id }).collect(),
        })
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refused) => refused.into(),
            ReadError::Store(error) => error.into(),
            foreign @ ReadError::Foreign(_) => {
                Self::refused(foreign.to_string()).hint("quarterdeck session propose --owner WHO -o FILE writes one")
            }
        }
    }
}

/// Show the proposals to all, whoever has not given any. From then on the agenda says which are contested.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck session reveal --note \"Ben is ill, we begin without his\"")]
pub struct Reveal {
    #[command(flatten)]
    which: Which,
    /// Why now
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON, as `session show` does
    #[arg(long)]
    json: bool,
}

impl Reveal {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let act = SessionAct::Reveal { session: session.id, note: self.note };
        let receipt = store.execute(&Command::Session(act), &call.stamp)?;
        if self.json { show::json(&store, store.session(session.id)?, call) } else { call.out.text(&receipt.summary) }
    }
}

/// A name as the roster spells it.
fn spelled<'a>(session: &'a Session, name: &'a str) -> &'a str {
    let roster = session.participants.iter().chain(&session.co_facilitators).chain(std::iter::once(&session.facilitator));
    roster.into_iter().find(|person| fold(person) == fold(name)).map_or(name, String::as_str)
}

fn counted(clients: usize) -> String {
    format!("{clients} {}", if clients == 1 { "client" } else { "clients" })
}
