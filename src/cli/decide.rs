//! `confirm` and `place`: decisions that move nobody out of a segment.

use clap::Args;
use serde::Serialize;

use super::call::{Call, clients_named, filter};
use super::clients::each;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shape::segment_in_words;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, MoveTarget};
use crate::store::{ClientQuery, Store};

/// Confirm that clients are in the right segment.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck confirm acme globex --note \"both still plan their budget with us\"")]
pub struct Confirm {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// More clients
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    from: Option<&'a str>,
    to: Option<&'a str>,
    note: Option<&'a str>,
    at: Option<String>,
    by: &'a str,
    dry_run: bool,
}

impl Confirm {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let names: Vec<&str> = std::iter::once(&self.client).chain(&self.more).map(String::as_str).collect();
        let clients = clients_named(&store, &names)?;
        let targets = clients.iter().copied().map(MoveTarget::from).collect();
        let command = Command::Confirm { clients: targets, model: self.model.clone(), note: self.note.clone() };
        let receipt = store.execute(&command, &call.stamp)?;
        if !self.json {
            return call.out.text(&receipt.summary);
        }
        let model = store.ground().model(self.model.as_deref())?;
        let (at, by) = (call.at(), call.stamp.by.clone());
        let total = i64::try_from(clients.len()).unwrap_or(i64::MAX);
        let mut list = List::begin(&mut call.out)?;
        for client in clients {
            let page = store.page_in(Some(&model.key), client, call.stamp.today)?;
            let place = page.placement.as_ref().and_then(|placement| placement.segment.clone());
            let (client, to) = (page.client.name.as_str(), place.as_deref());
            let (note, at) = (Some(self.note.trim()), Some(at.clone()));
            list.item(&Item { client, client_id: page.client.id, from: to, to, note, at, by: &by, dry_run: false })?;
        }
        list.end(total)
    }
}

/// Place clients without a segment where their scores put them: one note for all.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck place --where owner:ana --note \"first placement by the scores of May\"")]
pub struct Place {
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Only show who would be placed where
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

struct Proposed {
    client: ClientId,
    name: String,
    to: String,
}

impl Place {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let filter = filter(self.r#where.as_deref())?;
        let query = ClientQuery { model: self.model.clone(), filter, ..ClientQuery::default() };
        let store = call.open()?;
        let proposed = proposals(&store, &query, call)?;
        if proposed.is_empty() && !self.dry_run {
            let fault = Fault::refused("nothing to do: no client without a segment has a proposal");
            return Err(fault.hint("a client gets one when both axes are scored: quarterdeck score CLIENT FACTOR=N"));
        }
        if !self.dry_run {
            let clients = proposed.iter().map(|one| (one.client, one.to.clone())).collect();
            let note = self.note.clone().unwrap_or_default();
            let receipt = store.execute(&Command::Place { clients, model: self.model.clone(), note }, &call.stamp)?;
            if !self.json {
                call.out.text(&receipt.summary)?;
            }
        }
        self.print(&proposed, &store, call)
    }

    fn print(&self, proposed: &[Proposed], store: &Store, call: &mut Call) -> Result<(), Fault> {
        if !self.json {
            let model = store.ground().model(self.model.as_deref())?;
            let mut table = Table::new(&["client", "segment"]);
            for one in proposed {
                table.row([&one.name, &segment_in_words(&model, Some(&one.to))]);
            }
            return call.out.table(&table);
        }
        let at = (!self.dry_run).then(|| call.at());
        let by = call.stamp.by.clone();
        let mut list = List::begin(&mut call.out)?;
        for one in proposed {
            let (client, to, note) = (one.name.as_str(), Some(one.to.as_str()), self.note.as_deref());
            let (client_id, at, dry_run) = (one.client, at.clone(), self.dry_run);
            list.item(&Item { client, client_id, from: None, to, note, at, by: &by, dry_run })?;
        }
        list.end(i64::try_from(proposed.len()).unwrap_or(i64::MAX))
    }
}

fn proposals(store: &Store, query: &ClientQuery, call: &Call) -> Result<Vec<Proposed>, Fault> {
    let mut proposed = Vec::new();
    each(store, query, usize::MAX, call.today(), |row| {
        if let (None, None, Some(to)) = (&row.segment, row.archived_on, &row.proposed_segment) {
            proposed.push(Proposed { client: row.client, name: row.name.clone(), to: to.clone() });
        }
        Ok(())
    })?;
    Ok(proposed)
}
