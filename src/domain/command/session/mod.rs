//! The commands of a session: started, edited, decisions staged, proposals merged, given up. Finalising is [`Finalise`].

mod close;
mod opinion;
mod stage;
mod start;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::{Facts, Plan, PlanError};
use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, SessionId, State, View};
use crate::domain::stamp::Stamp;

pub use close::Finalise;

/// Something done to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionAct {
    /// One is started.
    Start(StartSession),
    /// Scope, roster, targets or agenda change, also while it is live.
    Edit(EditSession),
    /// Decisions about clients are staged.
    Stage(Stage),
    /// The decisions about clients are taken back; what was noted and discussed stays.
    Unstage {
        /// The session.
        session: SessionId,
        /// The clients.
        clients: Vec<ClientId>,
    },
    /// Clients were talked about, or the mark is taken away.
    Discuss {
        /// The session.
        session: SessionId,
        /// The clients.
        clients: Vec<ClientId>,
        /// Whether they were.
        discussed: bool,
    },
    /// Something is to stand in the minutes about a client; an empty note takes it away.
    Note {
        /// The session.
        session: SessionId,
        /// The client.
        client: ClientId,
        /// The note.
        note: String,
    },
    /// Opinions of one voter are merged; those of the same voter about the same clients are replaced.
    Merge {
        /// The session.
        session: SessionId,
        /// Whose they are; a roster name is spelled as there.
        voter: String,
        /// What is said of which client.
        opinions: Vec<Said>,
    },
    /// The proposals are shown to all.
    Reveal {
        /// The session.
        session: SessionId,
        /// Why now, if said.
        note: String,
    },
    /// The session is given up: nothing of it is written.
    Void {
        /// The session.
        session: SessionId,
        /// Why.
        note: String,
    },
    /// A person says whether what a move of a finalised session expected came true.
    Judge {
        /// The session the move was of.
        session: SessionId,
        /// The client.
        client: ClientId,
        /// Whether it did.
        held: bool,
        /// What speaks for it, if said.
        note: String,
    },
}

/// A session to be started.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartSession {
    /// Its name.
    pub name: String,
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// A filter; empty for the whole book.
    pub scope: String,
    /// The day its evidence goes by; today where none is said.
    pub as_of: Option<NaiveDate>,
    /// Who leads it.
    pub facilitator: String,
    /// Who may lead it as well.
    pub co_facilitators: Vec<String>,
    /// Who takes part.
    pub participants: Vec<String>,
    /// Target shares: segment (key, letter or name) and share, per mille.
    pub targets: Vec<(String, u16)>,
    /// Rules of the agenda; empty for the usual ones.
    pub agenda: String,
}

/// What changes about a session; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditSession {
    /// The session.
    pub session: SessionId,
    /// Its revision as the person saw it; refused where it has another by now. None: whatever it is.
    pub seen: Option<i64>,
    /// Another name.
    pub name: Option<String>,
    /// Another scope.
    pub scope: Option<String>,
    /// Another day.
    pub as_of: Option<NaiveDate>,
    /// Another facilitator.
    pub facilitator: Option<String>,
    /// All co-facilitators.
    pub co_facilitators: Option<Vec<String>>,
    /// People who join.
    pub join: Vec<String>,
    /// People who leave.
    pub leave: Vec<String>,
    /// Target shares that change; none takes one away.
    pub targets: Vec<(String, Option<u16>)>,
    /// Other rules of the agenda.
    pub agenda: Option<String>,
}

/// Decisions to be staged, the same for each client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The session.
    pub session: SessionId,
    /// The clients.
    pub clients: Vec<ClientId>,
    /// What is decided.
    pub what: Staging,
    /// Why: required for a move and for putting off, optional for a confirmation.
    pub note: String,
    /// A reason code.
    pub reason: Option<String>,
    /// Who authorised it.
    pub authorised_by: Option<String>,
    /// What becomes of a due clock when the segment asks for nothing (C14).
    pub leaving: Leaving,
    /// The evidence a move expects; empty for none.
    pub expect: String,
    /// When to look at it again.
    pub revisit_on: Option<NaiveDate>,
    /// Which decisions it may take the place of.
    pub over: Over,
}

impl Stage {
    /// A decision about one client, without note, that takes the place of one's own only.
    #[must_use]
    pub fn plain(session: SessionId, client: ClientId, what: Staging) -> Self {
        Self {
            session,
            clients: vec![client],
            what,
            note: String::new(),
            reason: None,
            authorised_by: None,
            leaving: Leaving::Hold,
            expect: String::new(),
            revisit_on: None,
            over: Over::Own,
        }
    }
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Staging {
    /// To a segment: key, letter or name; several with `,` between where membership is many.
    Move(String),
    /// It stays.
    Confirm,
    /// The uncontested rest stays: clients somebody decided on meanwhile are left as they are.
    Rest,
    /// Put off until a day.
    Defer(NaiveDate),
}

/// Which decisions of others a decision may take the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Only one's own; that of somebody else is shown instead.
    Own,
    /// The item of this revision, which the person saw (0: there was none).
    Seen(i64),
    /// Whatever there is.
    Anything,
}

/// What a voter says of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The client.
    pub client: ClientId,
    /// What they make of it.
    pub view: View,
    /// The segment they propose: key, letter or name.
    pub to: Option<String>,
    /// Why.
    pub note: String,
}

impl SessionAct {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        match self {
            Self::Start(start) => start::start(start, facts, stamp),
            Self::Edit(edit) => start::edit(edit, facts),
            Self::Stage(stage) => stage::stage(stage, facts, stamp),
            Self::Unstage { session, clients } => stage::unstage(*session, clients, facts, stamp),
            Self::Discuss { session, clients, discussed } => stage::discuss(*session, clients, *discussed, facts, stamp),
            Self::Note { session, client, note } => stage::note(*session, *client, note, facts, stamp),
            Self::Merge { session, voter, opinions } => opinion::merge(*session, voter, opinions, facts, stamp),
            Self::Reveal { session, note } => opinion::reveal(*session, note, facts, stamp),
            Self::Void { session, note } => close::void(*session, note, facts, stamp),
            Self::Judge { session, client, held, note } => close::judge(*session, *client, *held, note, facts, stamp),
        }
    }
}

/// A session that can be worked on.
fn open(facts: &dyn Facts, id: SessionId) -> Result<Session, PlanError> {
    let session = facts.session(id)?;
    still_open(&session)?;
    Ok(session)
}

/// Refuses a session that cannot be worked on any more.
///
/// # Errors
/// It is final or void; the refusal says since when and by whom.
pub fn still_open(session: &Session) -> Result<(), Refusal> {
    let (state, hint) = match session.state {
        State::Open => return Ok(()),
        State::Final => ("final", "its decisions are written; undo takes them back while nothing later depends on them"),
        State::Void => ("void", "start another one"),
    };
    let since = session.closed.as_ref().map_or_else(String::new, |act| format!(" since {} (by {})", act.on, act.by));
    Err(Refusal::Barred { what: format!("the session {} is {state}{since}", session.name), hint: hint.to_owned() })
}
