//! `pause` and `resume`: a client whose clocks stand still for a while.

use clap::Args;

use super::call::Call;
use super::clocks::Done;
use super::fault::Fault;
use crate::domain::command::Command;

/// Stop the clocks of a client. Bookings and snoozes end; resuming starts the periods again from that day.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck pause acme --note \"merger under way, nobody to talk to before autumn\"")]
pub struct Pause {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Pause {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let receipt = store.execute(&Command::Pause { clients: vec![client], note: self.note }, &call.stamp)?;
        Done { client, receipt: &receipt, review: None, date: None }.answer(&store, self.json, call)
    }
}

/// Let the clocks of a paused client run again, from today.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck resume acme --note \"the merger is through\"")]
pub struct Resume {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why, if there is something to say
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Resume {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let receipt = store.execute(&Command::Resume { client, note: self.note }, &call.stamp)?;
        Done { client, receipt: &receipt, review: None, date: None }.answer(&store, self.json, call)
    }
}
