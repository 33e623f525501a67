//! `move`: clients to another segment, with the reason, and what it brings.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::call::{Call, clients_named};
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shape::{day, segment_in_words};
use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Destination, Move as Moved, MoveTarget};
use crate::domain::model::Model;
use crate::store::{Consequences, Store};

/// Move clients to another segment, with the reason. Several clients are one step, each with the note.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck move acme --to B --note \"budget for modernisation approved in the QBR\"
  quarterdeck move acme globex initech --to transform --dry-run
  quarterdeck move acme --model service-segments --add managed --note \"signed the all-inclusive offer\"")]
pub struct Move {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// More clients
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    /// The segment: key, letter or name; several with commas between, where a client can be in several
    #[arg(long, value_name = "SEGMENT", required_unless_present_any = ["add", "remove"])]
    to: Option<String>,
    /// Into this segment as well, where a client can be in several
    #[arg(long, value_name = "SEGMENT", conflicts_with_all = ["to", "remove"])]
    add: Option<String>,
    /// Out of this segment, where a client can be in several
    #[arg(long, value_name = "SEGMENT", conflicts_with = "to")]
    remove: Option<String>,
    #[command(flatten)]
    why: Why,
}

/// What is said of a decision that moves clients, and how it is answered.
#[derive(Debug, Args)]
pub struct Why {
    /// Why: at least ten characters
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    /// A reason code of your own
    #[arg(long, value_name = "CODE")]
    pub reason: Option<String>,
    /// Who authorised it
    #[arg(long, value_name = "NAME")]
    pub authorised_by: Option<String>,
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    pub model: Option<String>,
    /// What becomes of a review that is due, where the new segment asks for none
    #[arg(long, value_name = "WHAT", default_value = "hold")]
    pub leaving: LeavingChoice,
    /// Only show what it would bring
    #[arg(long)]
    pub dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// What becomes of a due review on the way to a segment that asks for none (C14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeavingChoice {
    /// It stays due
    Hold,
    /// It is let go
    Forgive,
}

impl From<LeavingChoice> for Leaving {
    fn from(choice: LeavingChoice) -> Self {
        match choice {
            LeavingChoice::Hold => Self::Hold,
            LeavingChoice::Forgive => Self::Forgive,
        }
    }
}

/// The note of a dry run that was given none.
const UNSAID: &str = "a dry run without a note";

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    from: Option<&'a str>,
    to: Option<&'a str>,
    note: Option<&'a str>,
    reason: Option<&'a str>,
    authorised_by: Option<&'a str>,
    at: Option<String>,
    by: &'a str,
    dry_run: bool,
    consequences: Brings<'a>,
}

/// What a move brings; reviews, hours and load are none where another model drives.
#[derive(Debug, Serialize)]
pub struct Brings<'a> {
    next_due_before: Option<NaiveDate>,
    next_due_after: Option<NaiveDate>,
    reviews_per_year_before: Option<f64>,
    reviews_per_year_after: Option<f64>,
    hours_per_year_before: Option<f64>,
    hours_per_year_after: Option<f64>,
    owners_before: &'a [String],
    owners_after: &'a [String],
    playbook: &'a [String],
    owner_hours_per_week: Option<Load<'a>>,
}

#[derive(Debug, Serialize)]
struct Load<'a> {
    owner: &'a str,
    before: f64,
    after: f64,
    capacity: Option<f64>,
}

impl<'a> From<&'a Consequences> for Brings<'a> {
    fn from(brings: &'a Consequences) -> Self {
        let round = |hours: f64| (hours * 100.0).round() / 100.0;
        let asked = |a_year: f64| brings.drives.then(|| round(a_year));
        Self {
            next_due_before: brings.next_due_before,
            next_due_after: brings.next_due_after,
            reviews_per_year_before: asked(brings.yearly.reviews_per_year_before),
            reviews_per_year_after: asked(brings.yearly.reviews_per_year_after),
            hours_per_year_before: asked(brings.yearly.hours_per_year_before),
            hours_per_year_after: asked(brings.yearly.hours_per_year_after),
            owners_before: &brings.yearly.owners_before,
            owners_after: &brings.yearly.owners_after,
            playbook: &brings.yearly.playbook,
            owner_hours_per_week: brings.load.as_ref().map(|load| Load {
                owner: &load.owner,
                before: round(load.before),
                after: round(load.after),
                capacity: load.capacity,
            }),
        }
    }
}

impl Move {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let names: Vec<&str> = std::iter::once(&self.client).chain(&self.more).map(String::as_str).collect();
        let clients = clients_named(&store, &names)?;
        let targets = clients.into_iter().map(MoveTarget::from).collect();
        self.why.carry_out(targets, self.destination()?, &store, call)
    }

    fn destination(&self) -> Result<Destination, Fault> {
        let named = [
            self.to.clone().map(Destination::To),
            self.add.clone().map(Destination::Add),
            self.remove.clone().map(Destination::Remove),
        ];
        named
            .into_iter()
            .flatten()
            .next()
            .ok_or_else(|| Fault::refused("no segment was named").hint("name one with --to SEGMENT"))
    }
}

impl Why {
    /// Moves clients, or only says what that would bring; the earlier notes of an out-and-back move come first.
    pub fn carry_out(&self, clients: Vec<MoveTarget>, to: Destination, store: &Store, call: &mut Call) -> Result<(), Fault> {
        let unsaid = if self.dry_run { UNSAID } else { "" };
        let moved = Moved {
            clients,
            model: self.model.clone(),
            to,
            note: self.note.clone().unwrap_or_else(|| unsaid.to_owned()),
            reason: self.reason.clone(),
            authorised_by: self.authorised_by.clone(),
            leaving: self.leaving.into(),
        };
        let brings = store.consequences(&moved, &call.stamp)?;
        let model = store.ground().model(self.model.as_deref())?;
        remind(&brings, &model, call);
        let done = if self.dry_run { None } else { Some(store.execute(&Command::Move(moved), &call.stamp)?) };
        if self.json {
            return self.print_json(&brings, call);
        }
        match &done {
            Some(receipt) => call.out.text(&receipt.summary)?,
            None => call.out.text("nothing was moved; this is what it would bring:")?,
        }
        print(&brings, &model, call)
    }

    /// The moves as scripts read them.
    pub fn print_json(&self, brings: &[Consequences], call: &mut Call) -> Result<(), Fault> {
        let at = (!self.dry_run).then(|| call.at());
        let by = call.stamp.by.clone();
        let mut list = List::begin(&mut call.out)?;
        for one in brings {
            list.item(&Item {
                client: &one.name,
                client_id: one.client,
                from: one.from.as_deref(),
                to: one.to.as_deref(),
                note: self.note.as_deref().map(str::trim),
                reason: self.reason.as_deref(),
                authorised_by: self.authorised_by.as_deref(),
                at: at.clone(),
                by: &by,
                dry_run: self.dry_run,
                consequences: Brings::from(one),
            })?;
        }
        list.end(i64::try_from(brings.len()).unwrap_or(i64::MAX))
    }
}

/// Out and back: the notes of both earlier moves, before this one counts.
pub fn remind(brings: &[Consequences], model: &Model, call: &Call) {
    for one in brings.iter().filter(|one| !one.back.is_empty()) {
        call.aside(&format!("{} goes back to a segment it was in:", one.name));
        for past in &one.back {
            let words = |key: &Option<String>| match key {
                Some(key) => segment_in_words(model, Some(key)),
                None => "no segment".to_owned(),
            };
            let (from, to) = (words(&past.from), words(&past.to));
            call.aside(&format!("  {}, {}: {from} → {to}: {}", past.on, past.by, past.note));
        }
    }
}

/// The moves as people read them.
pub fn print(brings: &[Consequences], model: &Model, call: &mut Call) -> Result<(), Fault> {
    if brings.iter().any(|one| !one.drives) {
        return print_lens(brings, model, call);
    }
    let names =
        ["client", "from", "to", "due before", "due after", ">reviews a year", ">hours a year", "looked after by", "owner"];
    let mut table = Table::new(&names);
    for one in brings {
        let yearly = &one.yearly;
        let load = one.load.as_ref().map_or_else(String::new, |load| {
            let capacity = load.capacity.map_or_else(String::new, |hours| format!(" of {hours:.1}"));
            format!("{}: {:.1} → {:.1}{capacity} h a week", load.owner, load.before, load.after)
        });
        table.row([
            &one.name,
            &segment_in_words(model, one.from.as_deref()),
            &segment_in_words(model, one.to.as_deref()),
            &day(one.next_due_before),
            &day(one.next_due_after),
            &format!("{:.1} → {:.1}", yearly.reviews_per_year_before, yearly.reviews_per_year_after),
            &format!("{:.1} → {:.1}", yearly.hours_per_year_before, yearly.hours_per_year_after),
            &yearly.owners_after.join(", "),
            &load,
        ]);
    }
    call.out.table(&table)?;
    print_playbook(brings, call)
}

/// Moves in a model that does not drive: no review moves.
fn print_lens(brings: &[Consequences], model: &Model, call: &mut Call) -> Result<(), Fault> {
    let mut table = Table::new(&["client", "from", "to", "looked after by"]);
    for one in brings {
        let (from, to) = (segment_in_words(model, one.from.as_deref()), segment_in_words(model, one.to.as_deref()));
        table.row([&one.name, &from, &to, &one.yearly.owners_after.join(", ")]);
    }
    call.out.table(&table)?;
    call.out.text("another model drives: no review moves")?;
    print_playbook(brings, call)
}

fn print_playbook(brings: &[Consequences], call: &mut Call) -> Result<(), Fault> {
    let playbook = brings.first().map(|one| one.yearly.playbook.as_slice()).unwrap_or_default();
    if !playbook.is_empty() {
        call.out.heading("To do on the way in")?;
        playbook.iter().try_for_each(|step| call.out.text(&format!("  - {step}")))?;
    }
    Ok(())
}
