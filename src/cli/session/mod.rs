//! `session`: the re-segmentation session as a script can run it, from the start to the minutes.

mod agenda;
mod close;
mod discuss;
mod edit;
mod list;
mod opinions;
mod replay;
mod report;
mod rest;
mod shape;
mod show;
mod stage;
mod start;
mod unstage;
mod weeks;

use clap::{Args, Subcommand};

use self::shape::said;
use super::call::{Call, filter};
use super::fault::Fault;
use crate::domain::session;
use crate::store::{ClientQuery, Direction, Store};

/// The re-segmentation session: go through the book client by client, decide whether each still belongs where it is, and write
/// all of it at once.
#[derive(Debug, Args)]
#[command(after_help = "\
A session from start to minutes:
  quarterdeck session start \"2026 Q4\" --facilitator Zoe --participant Ana --participant Ben
  quarterdeck session propose --owner Ana -o ana.csv        for Ana to fill in, and back:
  quarterdeck session merge ana.csv
  quarterdeck session agenda                                who is to be talked about, and why
  quarterdeck session stage acme --to B --note \"budget for modernisation is approved\"
  quarterdeck session stage globex --confirm
  quarterdeck session confirm-rest --dry-run                who would stay without a word
  quarterdeck session finalise
  quarterdeck session report \"2026 Q4\" -o minutes.html

Decisions are staged: the book stays as it is until the session is finalised, and work on it goes on
meanwhile. A session can be left at any time and taken up again by anybody. SESSION is an id or a
name; left out, it is the one that is open.")]
pub struct Session {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a session; without a name it is called after the fiscal quarter
    ///
    /// Scope, people, targets and agenda stay editable while it is open. Nothing of the book changes.
    Start(start::Start),
    /// Change scope, people, targets or agenda of an open session
    ///
    /// What is staged stays staged, also for clients that leave the scope. Each edit stands in the history.
    Edit(edit::Edit),
    /// The sessions over the quarters: how far each is, and where it led
    List(list::List),
    /// Show a session: what is staged, and what that comes to
    Show(show::Show),
    /// The clients of a session in the order they are taken, and why
    Agenda(agenda::Agenda),
    /// Write the clients of an owner to a file, for proposals to be filled in
    ///
    /// CSV for any spreadsheet, or a workbook where the name of the file ends in .xlsx. A proposed segment goes under `to`, a mark on
    /// what the owner proposes (agree, question, no view) under `view`, the reason under `note`. What others proposed is not in it,
    /// but for what the owner proposes where somebody else is to mark it.
    Propose(opinions::Propose),
    /// Bring a filled-in file of proposals in; nobody sees them before the reveal
    ///
    /// The file says itself for which session it is and whose. The same voter again replaces what they said before. When all
    /// participants are in, the proposals are revealed.
    Merge(opinions::Merge),
    /// Show the proposals to all, whoever has not given any
    ///
    /// From then on the agenda says which clients are contested.
    Reveal(opinions::Reveal),
    /// Stage a decision about clients: a move, a confirmation, or to put it off
    ///
    /// Nothing of the book changes before the session is finalised. A move prints what it would bring; earlier notes of a move back,
    /// and a decision that is still fresh, come first, on standard error.
    Stage(stage::Stage),
    /// Take back what is staged for clients
    ///
    /// What was discussed and noted of them stays.
    Unstage(unstage::Unstage),
    /// Mark clients as discussed, and note what the minutes are to say of them
    Discuss(discuss::Discuss),
    /// Confirm together all clients nobody has anything to say about; their names come first
    ///
    /// These are the clients in a segment, not decided on, about which nobody proposes or questions anything. Every name is listed
    /// first, on standard error. Contested ones and those in no segment are left over, and named.
    ConfirmRest(rest::ConfirmRest),
    /// Write every staged decision in one step, after a backup
    ///
    /// Clients that changed since they were decided on are named, and nothing is written until they are decided on again or accepted.
    /// `undo` takes all of it back while nothing later depends on it.
    Finalise(close::Finalise),
    /// Give a session up, with the reason; nothing of it is written
    ///
    /// It stays in the list of sessions and in the history.
    Void(close::Void),
    /// Write the minutes, or the hand-out for an owner
    ///
    /// Who took part, what was decided and why, before and after, clients to inform, playbooks to start. Those of an open session are
    /// a draft. The same session gives the same bytes.
    Report(report::Report),
    /// The moves of the session before, and whether what they expected came true
    ///
    /// Held, not held, or unknown: computed where it can be, on the day of the session, unless a person judged it.
    Replay(replay::Replay),
    /// Say whether what a move of the last session expected came true
    ///
    /// For what cannot be computed, or looks otherwise to a person.
    Judge(replay::Judge),
    /// The weeks that would overflow with what is staged
    ///
    /// In these the reviews of an owner would ask for more hours than there are, with what is staged or already without it.
    Weeks(weeks::Weeks),
}

impl Session {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        match self.command {
            Command::Start(start) => start.run(call),
            Command::Edit(edit) => edit.run(call),
            Command::List(list) => list.run(call),
            Command::Show(show) => show.run(call),
            Command::Agenda(agenda) => agenda.run(call),
            Command::Propose(propose) => propose.run(call),
            Command::Merge(merge) => merge.run(call),
            Command::Reveal(reveal) => reveal.run(call),
            Command::Stage(stage) => stage.run(call),
            Command::Unstage(unstage) => unstage.run(call),
            Command::Discuss(discuss) => discuss.run(call),
            Command::ConfirmRest(rest) => rest.run(call),
            Command::Finalise(finalise) => finalise.run(call),
            Command::Void(void) => void.run(call),
            Command::Report(report) => report.run(call),
            Command::Replay(replay) => replay.run(call),
            Command::Judge(judge) => judge.run(call),
            Command::Weeks(weeks) => weeks.run(call),
        }
    }
}

/// The session a command is about.
#[derive(Debug, Args)]
struct Which {
    /// The session: its id or name; left out, the one that is open
    session: Option<String>,
}

impl Which {
    fn find(&self, store: &Store) -> Result<session::Session, Fault> {
        Ok(store.find_session(self.session.as_deref())?)
    }
}

/// The session a command about clients is for.
#[derive(Debug, Args)]
struct Within {
    /// The session: its id or name; left out, the one that is open
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
}

impl Within {
    fn find(&self, store: &Store) -> Result<session::Session, Fault> {
        Ok(store.find_session(self.session.as_deref())?)
    }
}

/// Says on standard error that a scope lets nobody through: easily a slip of the keyboard, and no error, for clients may come.
fn warn_of_nobody(session: &session::Session, store: &Store, call: &Call) -> Result<(), Fault> {
    let filter = filter(said(&session.scope))?;
    let query = ClientQuery { model: Some(session.model.clone()), filter, ..ClientQuery::default() };
    if !store.clients(&query, None, Direction::After, 1, session.as_of)?.is_empty() {
        return Ok(());
    }
    if session.scope.is_empty() {
        call.aside("the book has no client so far");
    } else {
        let scope = &session.scope;
        call.aside(&format!("no client is in the scope {scope}; quarterdeck session edit --where FILTER gives another one"));
    }
    Ok(())
}
