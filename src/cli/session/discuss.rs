//! `session discuss`: clients that were talked about, and what the minutes are to say of them.

use clap::Args;
use serde::Serialize;

use super::Within;
use super::shape::{StagedItem, said};
use crate::cli::call::{Call, clients_named};
use crate::cli::fault::Fault;
use crate::cli::json::List;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, SessionAct};
use crate::domain::session::Session;
use crate::store::Store;

/// Mark clients as discussed, and note what the minutes are to say of them. A decision may follow or not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session discuss acme
  quarterdeck session discuss acme --note \"legal looks into the renewal clause\"
  quarterdeck session discuss acme --clear")]
pub struct Discuss {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// More clients
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    /// What the minutes are to say, in the place of what they said so far; '' takes it out
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// They were not discussed after all; the note stays
    #[arg(long, conflicts_with = "note")]
    clear: bool,
    #[command(flatten)]
    within: Within,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    session: &'a str,
    session_id: i64,
    discussed: bool,
    note: Option<&'a str>,
    staged: Option<StagedItem<'a>>,
}

impl Discuss {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.within.find(&store)?;
        let names: Vec<&str> = std::iter::once(&self.client).chain(&self.more).map(String::as_str).collect();
        let clients = clients_named(&store, &names)?;
        let commands = self.commands(&session, &clients, &store)?;
        // One transaction: the mark and the notes, or nothing.
        let said = store.execute_together(&call.stamp, |book| {
            commands.iter().map(|command| Ok(book.execute(command, &call.stamp)?.summary)).collect::<Result<Vec<_>, _>>()
        })?;
        if self.json { print_json(&session, &clients, &store, call) } else { call.out.text(&said.join("\n")) }
    }

    /// The mark, then the notes; what is so already is left out where something else is said.
    fn commands(&self, session: &Session, clients: &[ClientId], store: &Store) -> Result<Vec<Command>, Fault> {
        let discuss = SessionAct::Discuss { session: session.id, clients: clients.to_vec(), discussed: !self.clear };
        let Some(note) = self.note.as_deref() else { return Ok(vec![Command::Session(discuss)]) };
        let (mut marked, mut noted) = (true, Vec::new());
        for client in clients {
            let item = store.session_item(session.id, *client)?;
            marked &= item.as_ref().is_some_and(|item| item.discussed);
            if item.map_or_else(String::new, |item| item.note) != note.trim() {
                noted.push(SessionAct::Note { session: session.id, client: *client, note: note.to_owned() });
            }
        }
        let mark = if marked && !noted.is_empty() { None } else { Some(discuss) };
        Ok(mark.into_iter().chain(noted).map(Command::Session).collect())
    }
}

/// What a session says of clients, as scripts read it.
pub fn print_json(session: &Session, clients: &[ClientId], store: &Store, call: &mut Call) -> Result<(), Fault> {
    let rows = store.agenda_rows(session, clients)?;
    let mut list = List::begin(&mut call.out)?;
    for row in &rows {
        let item = row.item.as_ref();
        list.item(&Item {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            session: &session.name,
            session_id: session.id,
            discussed: item.is_some_and(|item| item.discussed),
            note: item.and_then(|item| said(&item.note)),
            staged: StagedItem::of(row),
        })?;
    }
    list.end(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}
