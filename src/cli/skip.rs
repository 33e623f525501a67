//! `skip` and `forgive`: an open review closed, or let go, without being held.

use clap::Args;

use super::call::Call;
use super::clocks::Verb;
use super::fault::Fault;
use crate::domain::command::ClockAct;

/// Close the open review without holding it. The next one is due a whole number of periods after the last; reports count this
/// one as skipped, not as done.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck skip acme --note \"merged into the contract talks of May\"
  quarterdeck skip acme --kind QBR --note \"nobody there this quarter\"")]
pub struct Skip {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// The kind of review; may be left out where there is only one
    #[arg(long)]
    kind: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Skip {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        Verb { client: self.client, kind: self.kind, act: ClockAct::Skip, note: self.note, json: self.json }.run(call)
    }
}

/// Let go of a review that a move to a quieter segment kept open. From then on the present segment's date counts.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck forgive acme --note \"agreed with Ana: start afresh in the new segment\"

A review that no move holds is closed with `skip`.")]
pub struct Forgive {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// The kind of review; may be left out where there is only one
    #[arg(long)]
    kind: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Forgive {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        Verb { client: self.client, kind: self.kind, act: ClockAct::Forgive, note: self.note, json: self.json }.run(call)
    }
}
