//! `snooze`: hides a review until a day, with a reason, or shows it again.

use clap::Args;

use super::call::Call;
use super::clocks::Verb;
use super::fault::Fault;
use crate::domain::command::ClockAct;

/// Hide a review from the list until a day. Its due date and lateness stay what they are: a snooze hides, it never forgives.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck snooze acme +2w --note \"sponsor on leave until July\"
  quarterdeck snooze acme \"end of month\" --kind QBR --note \"waiting for their budget round\"
  quarterdeck snooze acme --end                    show it again now

DATE may be in words. It lies after today, and not beyond the day the next review after the open
one would be due.")]
pub struct Snooze {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// The first day it shows again
    #[arg(required_unless_present = "end", allow_hyphen_values = true)]
    date: Option<String>,
    /// Show it again now
    #[arg(long, conflicts_with = "date")]
    end: bool,
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

impl Snooze {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let act = match self.date.as_deref() {
            Some(date) => ClockAct::Snooze(call.date(date)?),
            None => ClockAct::Wake,
        };
        Verb { client: self.client, kind: self.kind, act, note: self.note, json: self.json }.run(call)
    }
}
