//! `session confirm-rest`: the uncontested rest stays where it is, in one step that lists every name first.

use std::collections::HashSet;

use clap::Args;
use serde::Serialize;

use super::Within;
use super::agenda::{Item, rows_of, why};
use crate::cli::call::{Call, filter};
use crate::cli::clients::each;
use crate::cli::fault::Fault;
use crate::cli::shape::segment_in_words;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, SessionAct, Stage, Staging, still_open};
use crate::domain::session::Session;
use crate::domain::session::agenda::Rules;
use crate::store::{Agenda, AgendaLine, AgendaRow, ClientQuery, Store};

/// Confirm together all clients that are in a segment, not decided on, and about which nobody proposes or questions anything. The
/// names are listed first, on standard error. Contested ones and those in no segment are left over, and named.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session confirm-rest --dry-run
  quarterdeck session confirm-rest --where 'owner:ana' --note \"gone through with Ana\"")]
pub struct ConfirmRest {
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// What is to be said of all
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Only list who would be confirmed
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    within: Within,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    session: &'a str,
    session_id: i64,
    dry_run: bool,
    items: Vec<Item<'a>>,
    total: usize,
    left: Vec<Item<'a>>,
}

/// The clients that stay, and those that are left over, with what is shown of them.
struct Rest {
    rules: Rules,
    stays: Vec<(AgendaLine, AgendaRow)>,
    left: Vec<(AgendaLine, AgendaRow)>,
}

impl ConfirmRest {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.within.find(&store)?;
        still_open(&session)?;
        let mut rest = self.rest(&session, &store)?;
        self.name_them(&rest, &session, &store, call)?;
        let summary = if self.dry_run { None } else { Some(self.confirm(&rest, &session, &store, call)?) };
        if !self.json {
            let counted = format!("nothing was staged; {} would be confirmed", counted(rest.stays.len()));
            return call.out.text(&summary.unwrap_or(counted));
        }
        if !self.dry_run {
            rest = rest.read_again(&session, &store)?;
        }
        let items: Vec<Item<'_>> = rest.stays.iter().map(|(line, row)| Item::of(line, row, &rest.rules)).collect();
        let left = rest.left.iter().map(|(line, row)| Item::of(line, row, &rest.rules)).collect();
        let (dry_run, total) = (self.dry_run, items.len());
        call.out.json(&Document { session: &session.name, session_id: session.id, dry_run, items, total, left })
    }

    fn rest(&self, session: &Session, store: &Store) -> Result<Rest, Fault> {
        let among = self.among(session, store)?;
        let Agenda { rules, lines, .. } = store.agenda(session)?;
        let open = |line: &&AgendaLine| line.done.is_none() && among.as_ref().is_none_or(|among| among.contains(&line.client));
        let (stays, left): (Vec<AgendaLine>, Vec<AgendaLine>) =
            lines.iter().filter(open).copied().partition(|line| line.reasons.is_uncontested());
        Ok(Rest { rules, stays: with_rows(stays, session, store)?, left: with_rows(left, session, store)? })
    }

    /// The clients the filter lets through; none where there is no filter.
    fn among(&self, session: &Session, store: &Store) -> Result<Option<HashSet<ClientId>>, Fault> {
        let Some(filter) = filter(self.r#where.as_deref())? else { return Ok(None) };
        let query = ClientQuery { model: Some(session.model.clone()), filter: Some(filter), ..ClientQuery::default() };
        let mut among = HashSet::new();
        each(store, &query, usize::MAX, session.as_of, |row| {
            among.insert(row.client);
            Ok(())
        })?;
        Ok(Some(among))
    }

    /// Every name, before anything is staged.
    fn name_them(&self, rest: &Rest, session: &Session, store: &Store, call: &Call) -> Result<(), Fault> {
        let model = store.ground().model(Some(&session.model))?;
        let name = |(line, row): &(AgendaLine, AgendaRow)| {
            let place = row.segment.as_deref().map_or("no segment".to_owned(), |key| segment_in_words(&model, Some(key)));
            let why = why(line, &rest.rules);
            let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
            call.aside(&format!("  {}: {place}{why}", row.name));
        };
        let row = store.session_row(session.clone())?;
        if session.revealed.is_none() && !row.voters.is_empty() {
            call.aside("the proposals are not revealed: what they contest is not known here");
        }
        if !rest.stays.is_empty() {
            call.aside(&format!("{} to be confirmed:", counted(rest.stays.len())));
            rest.stays.iter().for_each(name);
        }
        if !rest.left.is_empty() {
            call.aside(&format!("{} left over, to be decided one by one:", counted(rest.left.len())));
            rest.left.iter().for_each(name);
        }
        Ok(())
    }

    fn confirm(&self, rest: &Rest, session: &Session, store: &Store, call: &Call) -> Result<String, Fault> {
        let clients: Vec<ClientId> = rest.stays.iter().map(|(line, _)| line.client).collect();
        let Some(first) = clients.first() else {
            let fault = Fault::refused("nothing to do: no client is left that could be confirmed without a word");
            return Err(fault.hint("quarterdeck session agenda --undecided shows what is left"));
        };
        let plain = Stage::plain(session.id, *first, Staging::Rest);
        let stage = Stage { clients, note: self.note.clone(), ..plain };
        Ok(store.execute(&Command::Session(SessionAct::Stage(stage)), &call.stamp)?.summary)
    }
}

impl Rest {
    /// The same clients as they are now.
    fn read_again(self, session: &Session, store: &Store) -> Result<Self, Fault> {
        let again = |pairs: Vec<(AgendaLine, AgendaRow)>| -> Result<Vec<_>, Fault> {
            let mut pairs = with_rows(pairs.into_iter().map(|(line, _)| line).collect(), session, store)?;
            for (line, row) in &mut pairs {
                line.done = row.item.as_ref().and_then(|item| item.staged.as_ref()).map(|staged| staged.kind);
            }
            Ok(pairs)
        };
        Ok(Self { rules: self.rules, stays: again(self.stays)?, left: again(self.left)? })
    }
}

fn with_rows(lines: Vec<AgendaLine>, session: &Session, store: &Store) -> Result<Vec<(AgendaLine, AgendaRow)>, Fault> {
    let rows = rows_of(&lines, session, store)?;
    Ok(lines.into_iter().zip(rows).collect())
}

fn counted(clients: usize) -> String {
    format!("{clients} {}", if clients == 1 { "client" } else { "clients" })
}
