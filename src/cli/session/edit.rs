//! `session edit`: scope, people, targets and agenda of a session that is open, also while decisions are staged.

use clap::Args;

use super::start::per_mille;
use super::{Which, show, warn_of_nobody};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::domain::command::{Command, EditSession, SessionAct};
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::domain::text::fold;

/// Change scope, people, targets or agenda of an open session. What is staged stays staged, also for clients that leave the scope.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session edit --where 'owner:ana or owner:ben' --participant Cleo
  quarterdeck session edit \"2026 Q4\" --remove-participant Ben --facilitator Ana
  quarterdeck session edit --target A=25% --target D=")]
pub struct Edit {
    #[command(flatten)]
    which: Which,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Only the clients a filter lets through; '' for the whole book
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// The day the evidence goes by
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
    /// Who leads it from now on
    #[arg(long, value_name = "WHO")]
    facilitator: Option<String>,
    /// Who may lead it as well from now on; more than once for several
    #[arg(long = "co-facilitator", value_name = "WHO")]
    co_facilitators: Vec<String>,
    /// Who may no longer lead it; more than once for several
    #[arg(long = "remove-co-facilitator", value_name = "WHO")]
    no_co_facilitators: Vec<String>,
    /// Who joins; more than once for several
    #[arg(long = "participant", value_name = "WHO")]
    join: Vec<String>,
    /// Who leaves; what they proposed stays
    #[arg(long = "remove-participant", value_name = "WHO")]
    leave: Vec<String>,
    /// The share of the scope a segment is meant to have: A=0.2 or A=20%; A= takes it away
    #[arg(long = "target", value_name = "SEGMENT=SHARE", value_parser = share_or_none)]
    targets: Vec<(String, Option<u16>)>,
    /// Which reasons count on the agenda, and in which order; '' for the usual ones
    #[arg(long, value_name = "RULES", allow_hyphen_values = true)]
    agenda: Option<String>,
    /// Answer in JSON, as `session show` does
    #[arg(long)]
    json: bool,
}

impl Edit {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let as_of = self.as_of.as_deref().map(|text| call.date(text)).transpose()?;
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let co_facilitators = self.leading(&session)?;
        let rescoped = self.r#where.is_some();
        let edit = EditSession {
            session: session.id,
            // A whole list is put in the place of the one just read.
            seen: co_facilitators.as_ref().map(|_| session.rev),
            name: self.name,
            scope: self.r#where,
            as_of,
            facilitator: self.facilitator,
            co_facilitators,
            join: self.join,
            leave: self.leave,
            targets: self.targets,
            agenda: self.agenda,
        };
        let receipt = store.execute(&Command::Session(SessionAct::Edit(edit)), &call.stamp)?;
        let session = store.session(session.id)?;
        if rescoped {
            warn_of_nobody(&session, &store, call)?;
        }
        if self.json {
            return show::json(&store, session, call);
        }
        call.out.text(&receipt.summary)?;
        show::outline(&store, session, call)
    }

    /// All co-facilitators from now on; none where nothing is said of them.
    fn leading(&self, session: &Session) -> Result<Option<Vec<String>>, Fault> {
        if self.co_facilitators.is_empty() && self.no_co_facilitators.is_empty() {
            return Ok(None);
        }
        let mut people = session.co_facilitators.clone();
        for gone in &self.no_co_facilitators {
            let there = people.len();
            people.retain(|person| fold(person) != fold(gone));
            if people.len() == there {
                let hint = match people.as_slice() {
                    [] => "nobody leads it besides the facilitator".to_owned(),
                    people => format!("co-facilitators are {}", people.join(", ")),
                };
                return Err(Refusal::NotFound { what: "co-facilitator", name: gone.clone(), hint }.into());
            }
        }
        people.extend(self.co_facilitators.iter().cloned());
        Ok(Some(people))
    }
}

/// A target share, or none: `A=20%`, `A=`.
fn share_or_none(text: &str) -> Result<(String, Option<u16>), String> {
    let (segment, share) = text.rsplit_once('=').ok_or("write SEGMENT=SHARE: A=0.2 or A=20%; A= takes it away")?;
    let share = if share.trim().is_empty() { None } else { Some(per_mille(share)?) };
    Ok((segment.trim().to_owned(), share))
}
