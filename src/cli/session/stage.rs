//! `session stage`: a decision about clients, not written before the session is finalised.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Within;
use super::shape::StagedItem;
use crate::cli::call::{Call, clients_named};
use crate::cli::fault::Fault;
use crate::cli::json::List;
use crate::cli::moves::{Brings, LeavingChoice, print, remind};
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Destination, Move, MoveTarget, Over, SessionAct, Stage as Staged, Staging};
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::store::{Consequences, PastMove, Store, StoreError};

/// Stage a decision about clients: a move with its reason, a confirmation, or to put it off. Nothing of the book changes before
/// the session is finalised.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("decision").args(["to", "confirm", "defer"]).required(true))]
#[command(after_help = "\
Examples:
  quarterdeck session stage acme --to B --note \"budget for modernisation is approved\"
  quarterdeck session stage acme --to A --note \"they plan ahead\" --expect \"appetite >= 70\"
  quarterdeck session stage globex initech --confirm
  quarterdeck session stage hooli --defer 2027-01-15 --note \"the new finance lead starts in January\"

A decision of your own is replaced by a new one. What somebody else decided is shown instead, and
replaced only with --replace. Evidence a move expects is a dimension or a factor compared with a
number (appetite >= 70), a filter (arr>50k), or words; the next session opens with whether it held.")]
pub struct Stage {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// More clients, decided on alike
    #[arg(value_name = "CLIENT")]
    more: Vec<String>,
    /// It moves to this segment: key, letter or name; several with commas between, where a client can be in several
    #[arg(long, value_name = "SEGMENT")]
    to: Option<String>,
    /// It stays where it is
    #[arg(long)]
    confirm: bool,
    /// It is put off until that day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    defer: Option<String>,
    /// Why: at least ten characters, but for a confirmation
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// A reason code of your own
    #[arg(long, value_name = "CODE")]
    reason: Option<String>,
    /// Who authorised it
    #[arg(long, value_name = "WHO")]
    authorised_by: Option<String>,
    /// The evidence a move expects
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    expect: String,
    /// When a move is to be looked at again
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    revisit: Option<String>,
    /// What becomes of a review that is due, where the new segment asks for none
    #[arg(long, value_name = "WHAT", default_value = "hold")]
    leaving: LeavingChoice,
    /// Also in the place of what somebody else decided
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    within: Within,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    #[serde(flatten)]
    staged: StagedItem<'a>,
    session: &'a str,
    session_id: i64,
    consequences: Option<Brings<'a>>,
    back: Vec<Back<'a>>,
    dwells_until: Option<NaiveDate>,
}

/// A move that this one would take back.
#[derive(Debug, Serialize)]
struct Back<'a> {
    on: NaiveDate,
    from: Option<&'a str>,
    to: Option<&'a str>,
    note: &'a str,
    by: &'a str,
}

impl<'a> From<&'a PastMove> for Back<'a> {
    fn from(past: &'a PastMove) -> Self {
        Self { on: past.on, from: past.from.as_deref(), to: past.to.as_deref(), note: &past.note, by: &past.by }
    }
}

/// What speaks against a move, known before it is staged.
#[derive(Default)]
struct Ahead {
    brings: Vec<Consequences>,
    /// The day of the last decision, and the day from which another is proposed again.
    dwells: Vec<Option<(NaiveDate, NaiveDate)>>,
}

impl Stage {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.within.find(&store)?;
        let names: Vec<&str> = std::iter::once(&self.client).chain(&self.more).map(String::as_str).collect();
        let clients = clients_named(&store, &names)?;
        let stage = self.staged(&session, &clients, call)?;
        let ahead = Ahead::of(&stage, &session, &store, call)?;
        let receipt = store.execute(&Command::Session(SessionAct::Stage(stage)), &call.stamp).map_err(decided_first)?;
        let model = store.ground().model(Some(&session.model))?;
        remind(&ahead.brings, &model, call);
        for (one, dwell) in ahead.brings.iter().zip(&ahead.dwells) {
            if let Some((on, until)) = dwell {
                call.aside(&format!("{} was decided on {on}: another move is proposed again from {until}", one.name));
            }
        }
        if self.json {
            return print_json(&session, &clients, &ahead, &store, call);
        }
        call.out.text(&receipt.summary)?;
        if ahead.brings.is_empty() { Ok(()) } else { print(&ahead.brings, &model, call) }
    }

    fn staged(&self, session: &Session, clients: &[ClientId], call: &Call) -> Result<Staged, Fault> {
        let what = match (&self.to, &self.defer) {
            (Some(to), _) => Staging::Move(to.clone()),
            (None, Some(until)) => Staging::Defer(call.date(until)?),
            (None, None) => Staging::Confirm,
        };
        Ok(Staged {
            session: session.id,
            clients: clients.to_vec(),
            what,
            note: self.note.clone(),
            reason: self.reason.clone(),
            authorised_by: self.authorised_by.clone(),
            leaving: self.leaving.into(),
            expect: self.expect.clone(),
            revisit_on: self.revisit.as_deref().map(|day| call.date(day)).transpose()?,
            over: if self.replace { Over::Anything } else { Over::Own },
        })
    }
}

impl Ahead {
    /// What moves would bring; nothing where nobody moves.
    fn of(stage: &Staged, session: &Session, store: &Store, call: &Call) -> Result<Self, Fault> {
        let Staging::Move(to) = &stage.what else { return Ok(Self::default()) };
        let moved = Move {
            clients: stage.clients.iter().copied().map(MoveTarget::from).collect(),
            model: Some(session.model.clone()),
            to: Destination::To(to.clone()),
            note: stage.note.clone(),
            reason: stage.reason.clone(),
            authorised_by: stage.authorised_by.clone(),
            leaving: stage.leaving,
        };
        let brings = store.consequences(&moved, &call.stamp)?;
        let dwells = stage.clients.iter().map(|client| dwell(*client, session, store, call)).collect::<Result<_, _>>()?;
        Ok(Self { brings, dwells })
    }
}

fn dwell(client: ClientId, session: &Session, store: &Store, call: &Call) -> Result<Option<(NaiveDate, NaiveDate)>, Fault> {
    let sight = store.sight(session, client, Some(&call.stamp.by))?;
    Ok(sight.dwells_until.and_then(|until| Some((sight.decisions.first()?.on, until))))
}

/// Somebody else's decision is shown, with the way to put one's own in its place.
fn decided_first(error: StoreError) -> Fault {
    match error {
        StoreError::Refused(Refusal::Stale { by, change, .. }) => {
            Fault::refused(format!("{by} decided first: {change}")).hint("leave it so, or put yours in its place with --replace")
        }
        other => other.into(),
    }
}

fn print_json(session: &Session, clients: &[ClientId], ahead: &Ahead, store: &Store, call: &mut Call) -> Result<(), Fault> {
    let rows = store.agenda_rows(session, clients)?;
    let mut list = List::begin(&mut call.out)?;
    for (at, row) in rows.iter().enumerate() {
        let Some(staged) = StagedItem::of(row) else { continue };
        let brings = ahead.brings.get(at);
        list.item(&Item {
            staged,
            session: &session.name,
            session_id: session.id,
            consequences: brings.map(Brings::from),
            back: brings.map(|one| one.back.iter().map(Back::from).collect()).unwrap_or_default(),
            dwells_until: ahead.dwells.get(at).copied().flatten().map(|(_, until)| until),
        })?;
    }
    list.end(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}
