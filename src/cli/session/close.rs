//! `session finalise` and `void`: everything staged is written at once, or nothing ever.

use clap::Args;
use serde::Serialize;

use super::shape::{ConflictItem, OwnerItem, SegmentItem, distribution, record_of, workload};
use super::{Which, show};
use crate::cli::call::{Call, clients_named};
use crate::cli::fault::Fault;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Finalise as Finalising, SessionAct, still_open};
use crate::domain::session::Session;
use crate::exchange::refused::shown_path;
use crate::store::{Conflict, Finalised, Store};

/// Write every staged decision in one step, after a backup. Clients that changed since they were decided on are named, and nothing is
/// written until they are decided on again or accepted. `undo` takes all of it back while nothing later depends on it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session finalise --dry-run           which clients changed, and what it would come to
  quarterdeck session finalise --note \"agreed by all\"
  quarterdeck session finalise --accept acme       its decision holds although it changed since")]
pub struct Finalise {
    #[command(flatten)]
    which: Which,
    /// What is to be said of it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// The decision about this client holds although it changed since; more than once for several
    #[arg(long, value_name = "CLIENT", allow_hyphen_values = true)]
    accept: Vec<String>,
    /// Only show which clients changed, and what it would come to
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    id: i64,
    name: &'a str,
    state: &'static str,
    dry_run: bool,
    moves: i64,
    confirmed: i64,
    deferred: i64,
    done: i64,
    total: i64,
    undecided: i64,
    seq: Option<i64>,
    summary: Option<&'a str>,
    backup: Option<String>,
    backup_failed: Option<&'a str>,
    conflicts: Vec<ConflictItem<'a>>,
    distribution: Vec<SegmentItem<'a>>,
    workload: Vec<OwnerItem<'a>>,
}

impl Finalise {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        still_open(&session)?;
        let names: Vec<&str> = self.accept.iter().map(String::as_str).collect();
        let accept = clients_named(&store, &names)?;
        let conflicts = store.session_conflicts(&session)?;
        if self.dry_run {
            return self.print(&session, None, &conflicts, &store, call);
        }
        refuse(&conflicts, &accept)?;
        let finalising = Finalising { session: session.id, note: self.note.clone(), accept };
        let done = store.finalise(&finalising, &call.stamp)?;
        self.print(&store.session(session.id)?, Some(&done), &conflicts, &store, call)
    }

    fn print(
        &self,
        session: &Session,
        done: Option<&Finalised>,
        conflicts: &[Conflict],
        store: &Store,
        call: &mut Call,
    ) -> Result<(), Fault> {
        let model = store.ground().model(Some(&session.model))?;
        let (record, row) = (record_of(session, store)?, store.session_row(session.clone())?);
        let decided = row.moves + row.confirmed + row.deferred;
        let undecided = (record.total - record.done).max(0);
        if self.json {
            return call.out.json_of(&Document {
                id: session.id,
                name: &session.name,
                state: row.phase.state(),
                dry_run: self.dry_run,
                moves: row.moves,
                confirmed: row.confirmed,
                deferred: row.deferred,
                done: decided,
                total: record.total,
                undecided,
                seq: done.map(|done| done.receipt.seq),
                summary: done.map(|done| done.receipt.summary.as_str()),
                backup: done.and_then(|done| done.backup.as_deref()).map(shown_path),
                backup_failed: done.and_then(|done| done.backup_failed.as_deref()),
                conflicts: conflicts.iter().map(ConflictItem::from).collect(),
                distribution: distribution(&record, &model),
                workload: workload(&record),
            });
        }
        match done {
            Some(done) => told(done, call)?,
            None => {
                let counts = format!("{} moved, {} confirmed, {} put off", row.moves, row.confirmed, row.deferred);
                call.out.text(&format!("nothing was written; {} would come to: {counts}", session.name))?;
                conflicts.iter().try_for_each(|conflict| call.out.text(&format!("changed since: {}", changed(conflict))))?;
            }
        }
        if undecided > 0 {
            let are = if undecided == 1 { "is" } else { "are" };
            call.out.text(&format!("{undecided} of {} clients {are} not decided on", record.total))?;
        }
        show::balance(&record, &model, call)
    }
}

/// What was written, and where the backup is.
fn told(done: &Finalised, call: &mut Call) -> Result<(), Fault> {
    call.out.text(&done.receipt.summary)?;
    match &done.backup {
        Some(path) => call.out.text(&format!("the book as it was before is kept at {}", shown_path(path))),
        None => Ok(()),
    }
}

/// Names the clients that changed since, where they are not accepted.
fn refuse(conflicts: &[Conflict], accept: &[ClientId]) -> Result<(), Fault> {
    let open: Vec<&Conflict> = conflicts.iter().filter(|conflict| !accept.contains(&conflict.client)).collect();
    if open.is_empty() {
        return Ok(());
    }
    let (count, changed_since) = match open.len() {
        1 => ("1 client".to_owned(), "it was decided on"),
        n => (format!("{n} clients"), "they were decided on"),
    };
    let mut lines = vec![format!("{count} changed since {changed_since}; nothing was written:")];
    lines.extend(open.iter().map(|conflict| format!("  {}", changed(conflict))));
    let fault = Fault::refused(lines.join("\n"));
    Err(fault.hint("stage the decision again, or let it hold as it is with --accept CLIENT"))
}

fn changed(conflict: &Conflict) -> String {
    format!("{}: {}", conflict.name, conflict.changed.join("; "))
}

/// Give a session up, with the reason: nothing of it is written, and it stays in the list and in the history.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck session void --note \"postponed to the new year, with another scope\"")]
pub struct Void {
    #[command(flatten)]
    which: Which,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON, as `session show` does
    #[arg(long)]
    json: bool,
}

impl Void {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let act = SessionAct::Void { session: session.id, note: self.note };
        let receipt = store.execute(&Command::Session(act), &call.stamp)?;
        if self.json { show::json(&store, store.session(session.id)?, call) } else { call.out.text(&receipt.summary) }
    }
}
