//! `review`: logs a review that was held, voids one, restores one.

use clap::{Args, Subcommand};

use super::call::Call;
use super::clocks::Done;
use super::fault::Fault;
use crate::domain::command::{ActionDraft, Command, LogReview, StillRight};
use crate::domain::refusal::Refusal;
use crate::domain::review::{ReviewId, Sentiment};

/// Log a review that was held; the next one is due from there.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  quarterdeck review acme --outcome \"budget approved\" --action \"send the roadmap\"
  quarterdeck review acme --on yesterday --kind QBR --note \"all sites on the new standard\"
  quarterdeck review acme --next \"in 3 months\"     and book the next one
  quarterdeck review void 12 --note \"logged for the wrong client\""
)]
pub struct Review {
    #[command(subcommand)]
    about: Option<About>,
    /// The client: id, external id, or the beginning of its name
    #[arg(required = true, allow_hyphen_values = true)]
    client: Option<String>,
    /// The day it was held; today where not given
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// The kind of review; may be left out where there is only one
    #[arg(long)]
    kind: Option<String>,
    /// What came of it, in a line
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    outcome: String,
    /// Notes
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Who took part
    #[arg(long, value_name = "NAMES", default_value = "", hide_default_value = true)]
    attendees: String,
    /// The client's mood
    #[arg(long, value_name = "MOOD")]
    sentiment: Option<Mood>,
    /// Something agreed to be done; may be given several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    action: Vec<String>,
    /// The segment is still right
    #[arg(long)]
    confirm: bool,
    /// The day agreed for the next one of this kind: books it
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    next: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Mood {
    /// Content
    Positive,
    /// Neither
    Neutral,
    /// Discontent
    Negative,
}

#[derive(Debug, Subcommand)]
enum About {
    /// A review that was not held after all: it no longer counts, and stays in the history
    #[command(after_help = "\
Example:
  quarterdeck review void 12 --note \"logged for the wrong client\"")]
    Void {
        /// Its id, as `show` lists it
        id: ReviewId,
        /// Why: at least ten characters
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        note: String,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// A voided review counts again
    #[command(after_help = "\
Example:
  quarterdeck review restore 12")]
    Restore {
        /// Its id, as `show` lists it
        id: ReviewId,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

impl Review {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        match self.about {
            Some(About::Void { id, note, json }) => about(id, &Command::VoidReview { review: id, note }, json, call),
            Some(About::Restore { id, json }) => about(id, &Command::UnvoidReview { review: id }, json, call),
            None => self.log(call),
        }
    }

    fn log(self, call: &mut Call) -> Result<(), Fault> {
        let held_on = self.on.as_deref().map_or(Ok(call.today()), |text| call.date(text))?;
        let next_on = self.next.as_deref().map(|text| call.date(text)).transpose()?;
        let store = call.open()?;
        let client = store.find(self.client.as_deref().unwrap_or_default())?;
        let review = LogReview {
            kind: self.kind,
            outcome: self.outcome,
            note: self.note,
            attendees: self.attendees,
            sentiment: self.sentiment.map(|mood| match mood {
                Mood::Positive => Sentiment::Positive,
                Mood::Neutral => Sentiment::Neutral,
                Mood::Negative => Sentiment::Negative,
            }),
            actions: self.action.into_iter().map(|text| ActionDraft { text, ..ActionDraft::default() }).collect(),
            still_right: if self.confirm { StillRight::Confirmed { note: String::new() } } else { StillRight::NotAsked },
            next_on,
            ..LogReview::held(client, held_on)
        };
        let receipt = store.execute(&Command::Review(review), &call.stamp)?;
        let id = *receipt.made.first().expect("logging a review makes one");
        Done { client, receipt: &receipt, review: Some(id), date: next_on }.answer(&store, self.json, call)
    }
}

fn about(id: ReviewId, command: &Command, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    let Some(review) = store.review(id)? else {
        let hint = "`quarterdeck show CLIENT` lists the reviews of a client with their ids".to_owned();
        return Err(Refusal::NotFound { what: "review", name: id.to_string(), hint }.into());
    };
    let receipt = store.execute(command, &call.stamp)?;
    Done { client: review.client, receipt: &receipt, review: Some(id), date: None }.answer(&store, json, call)
}
