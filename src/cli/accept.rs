//! `accept`: what the scores propose, accepted for many clients with one note.

use clap::Args;

use super::call::{Call, clients_meant};
use super::fault::Fault;
use super::moves::Why;
use crate::domain::command::{Destination, MoveTarget};
use crate::domain::model::Model;
use crate::domain::verdict::Verdict;
use crate::store::{ProposalPart, ProposalRow, ProposalsOf, Store};

/// Rows read at once.
const WINDOW: usize = 500;
/// The most clients left out that are named one by one.
const NAMED: usize = 20;

/// Move clients where their scores propose, each to its own segment, with one reason and as one step. Without names and
/// filter all clients that drift are meant; those near a cut or decided on lately stay.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck accept --dry-run
  quarterdeck accept acme globex --note \"scores of the autumn round, agreed in the team\"
  quarterdeck accept --where owner:ana --note \"reviewed one by one with Ana\"")]
pub struct Accept {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: Option<String>,
    /// More clients
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    #[command(flatten)]
    why: Why,
}

impl Accept {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let model = store.ground().model(self.why.model.as_deref())?;
        let rows = self.meant(&store, call)?;
        let (drifting, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| to(row).is_some());
        if drifting.is_empty() && !(self.why.dry_run && others.is_empty()) {
            return Err(nothing(&others, &model));
        }
        leave_out(&others, &model, call);
        if drifting.is_empty() {
            return if self.why.json { self.why.print_json(&[], call) } else { call.out.text("no client drifts") };
        }
        // The decision each proposal was read against: one who was moved meanwhile is not moved again unseen.
        let clients = drifting.iter().map(|row| MoveTarget { client: row.client, seen: Some(row.decision) }).collect();
        let each = Destination::Each(drifting.iter().filter_map(|row| to(row)).map(str::to_owned).collect());
        self.why.carry_out(clients, each, &store, call)
    }

    /// The clients meant, with what their scores come to: those named or filtered, else all that drift.
    fn meant(&self, store: &Store, call: &Call) -> Result<Vec<ProposalRow>, Fault> {
        let model = self.why.model.as_deref();
        let names: Vec<&str> = self.client.iter().chain(&self.more).map(String::as_str).collect();
        if !names.is_empty() {
            let clients = clients_meant(store, &names, self.r#where.as_deref(), model, call)?;
            return Ok(store.proposals_of(model, &clients, call.today())?);
        }
        let filter = super::call::filter(self.r#where.as_deref())?;
        let of = ProposalsOf { model, part: ProposalPart::Drifting, filter: filter.as_ref() };
        let mut rows: Vec<ProposalRow> = Vec::new();
        loop {
            let from = rows.last().map(|row| row.key.clone());
            let window = store.proposals(&of, from.as_ref(), WINDOW, call.today())?;
            let last = window.len() < WINDOW;
            rows.extend(window);
            if last {
                return Ok(rows);
            }
        }
    }
}

/// Where the scores propose to move a client; none where no move is proposed.
fn to(row: &ProposalRow) -> Option<&str> {
    match &row.verdict {
        Verdict::Drifts(to) if row.archived_on.is_none() => Some(to),
        Verdict::Drifts(_)
        | Verdict::Unscored
        | Verdict::Unplaced(_)
        | Verdict::Agrees
        | Verdict::Besides(_)
        | Verdict::Near(..)
        | Verdict::Dwells(..) => None,
    }
}

fn why(row: &ProposalRow, model: &Model) -> String {
    let archived = row.archived_on.map(|since| format!("archived since {since}"));
    let why = archived.or_else(|| row.verdict.why_not(model, |day| day.to_string())).unwrap_or_default();
    format!("{}: {why}", row.name)
}

/// Says who stays and why.
fn leave_out(others: &[&ProposalRow], model: &Model, call: &Call) {
    for row in others.iter().take(NAMED) {
        call.aside(&format!("left out: {}", why(row, model)));
    }
    if others.len() > NAMED {
        call.aside(&format!("left out: {} more", others.len() - NAMED));
    }
    if others.iter().any(|row| matches!(row.verdict, Verdict::Unplaced(_))) {
        call.aside("hint: quarterdeck place accepts the proposals of clients without a segment");
    }
}

/// Nobody is to be moved: why.
fn nothing(others: &[&ProposalRow], model: &Model) -> Fault {
    let reasons: Vec<String> = others.iter().take(NAMED).map(|row| why(row, model)).collect();
    let what = if reasons.is_empty() { "no client drifts".to_owned() } else { reasons.join("\n  ") };
    let fault = Fault::refused(format!("nothing to accept: {what}"));
    if others.iter().any(|row| matches!(row.verdict, Verdict::Unplaced(_))) {
        return fault.hint("quarterdeck place accepts the proposals of clients without a segment");
    }
    if others.iter().any(|row| matches!(row.verdict, Verdict::Near(..) | Verdict::Dwells(..))) {
        return fault.hint("the guard asks, it does not forbid: quarterdeck move CLIENT --to SEGMENT --note TEXT");
    }
    fault
}
