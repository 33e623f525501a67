//! `session unstage`: a staged decision is taken back; what was discussed and noted stays.

use clap::Args;

use super::{Within, discuss};
use crate::cli::call::{Call, clients_named};
use crate::cli::fault::Fault;
use crate::domain::command::{Command, SessionAct};

/// Take back what is staged for clients. What was discussed and noted of them stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck session unstage acme globex")]
pub struct Unstage {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// More clients
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    #[command(flatten)]
    within: Within,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Unstage {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.within.find(&store)?;
        let names: Vec<&str> = std::iter::once(&self.client).chain(&self.more).map(String::as_str).collect();
        let clients = clients_named(&store, &names)?;
        let act = SessionAct::Unstage { session: session.id, clients: clients.clone() };
        let receipt = store.execute(&Command::Session(act), &call.stamp)?;
        if self.json { discuss::print_json(&session, &clients, &store, call) } else { call.out.text(&receipt.summary) }
    }
}
