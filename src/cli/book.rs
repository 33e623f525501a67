//! `book`: a date agreed with the client for the next review, or its end.

use clap::Args;

use super::call::Call;
use super::clocks::Verb;
use super::fault::Fault;
use crate::domain::command::ClockAct;

/// Record the date agreed with a client for the next review. Until that day has passed the review is booked, not due; passes it
/// without a review, it is due or overdue again, with the mark “missed booking”.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck book acme \"next friday\"
  quarterdeck book acme 2026-12-01 --kind QBR --note \"with the new finance lead\"
  quarterdeck book acme --cancel                   the date no longer stands

DATE may be in words: today, tomorrow, next friday, +2w, in 10 days, end of month, 5 nov.")]
pub struct Book {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// The day agreed: today or later
    #[arg(required_unless_present = "cancel", allow_hyphen_values = true)]
    date: Option<String>,
    /// The date no longer stands
    #[arg(long, conflicts_with = "date")]
    cancel: bool,
    /// The kind of review; may be left out where there is only one
    #[arg(long)]
    kind: Option<String>,
    /// What was agreed
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Book {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let act = match self.date.as_deref() {
            Some(date) => ClockAct::Book(call.date(date)?),
            None => ClockAct::Unbook,
        };
        Verb { client: self.client, kind: self.kind, act, note: self.note, json: self.json }.run(call)
    }
}
