//! Sessions: which there are, how far each is, and what its screens, commands and minutes ask for.

mod agenda;
mod balance;
mod close;
mod clues;
mod conflicts;
mod evidence;
mod marks;
mod members;
mod minutes;
mod outcome;
mod progress;
mod replay;
mod sheet;
mod sight;
#[cfg(test)]
mod tests;

use rusqlite::{Connection, params};

use super::Store;
use super::error::StoreError;
use super::rows::{select, select_one};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::session::conflict::Seen;
use crate::domain::session::{Item, Opinion, Phase, Session, SessionId, State};
use crate::domain::text::fold;

pub use agenda::{Agenda, AgendaLine, AgendaRow};
pub use balance::{Balance, WeekShift};
pub use close::Finalised;
pub use conflicts::Conflict;
pub use marks::StagedMove;
pub use progress::{OwnerProgress, Progress as SessionProgress};
pub use replay::Earlier as EarlierSession;
pub use sheet::{Sheet, SheetRow};
pub use sight::{Clue, FactorThen, Sight};

/// A session in the list of sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionRow {
    /// The session; its record, where it is final, says where it led.
    pub session: Session,
    /// How far it is.
    pub phase: Phase,
    /// Clients in it now, or when it was closed.
    pub total: i64,
    /// Moves staged or written.
    pub moves: i64,
    /// Confirmations staged or written.
    pub confirmed: i64,
    /// Put off.
    pub deferred: i64,
    /// Whose proposals came in, in the order of their names: of those who look after clients in it, only who said something of
    /// their own.
    pub voters: Vec<String>,
}

impl Store {
    /// A session by row.
    ///
    /// # Errors
    /// No such session, or the book cannot be read.
    pub fn session(&self, id: SessionId) -> Result<Session, StoreError> {
        let found = select_one(&self.db, "WHERE id = ?", [id])?;
        found.ok_or_else(|| not_found(&id.to_string(), "`quarterdeck session list` shows them").into())
    }

    /// All sessions, the newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionRow>, StoreError> {
        let sessions: Vec<Session> = select(&self.db, "ORDER BY id DESC", [])?;
        sessions.into_iter().map(|session| self.session_row(session)).collect()
    }

    /// The sessions that are open, the newest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn open_sessions(&self) -> Result<Vec<Session>, StoreError> {
        select(&self.db, "WHERE state = 'open' ORDER BY id DESC", [])
    }

    /// The session that was finalised last.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn last_final_session(&self) -> Result<Option<Session>, StoreError> {
        select_one(&self.db, "WHERE state = 'final' ORDER BY closed_on DESC, id DESC LIMIT 1", [])
    }

    /// The session of a number, a name or the beginning of one (compared folded; open ones before final ones, void ones last), or
    /// the one that is open.
    ///
    /// # Errors
    /// No such session, none open, or several open (ambiguous).
    pub fn find_session(&self, asked: Option<&str>) -> Result<Session, StoreError> {
        let Some(asked) = asked.map(str::trim) else { return self.only_open() };
        // Only as it is written here: `007` is a name.
        if let Some(id) = asked.parse::<i64>().ok().filter(|id| id.to_string() == asked)
            && let Some(found) = select_one(&self.db, "WHERE id = ?", [id])?
        {
            return Ok(found);
        }
        let (all, key): (Vec<Session>, String) = (select(&self.db, "ORDER BY id DESC", [])?, fold(asked));
        let rank = |session: &Session| match session.state {
            State::Open => 0,
            State::Final => 1,
            State::Void => 2,
        };
        // Names are used again once a session is void: the newest of the best state is meant.
        if let Some(whole) = all.iter().filter(|session| fold(&session.name) == key).min_by_key(|session| rank(session)) {
            return Ok(whole.clone());
        }
        let mut begun: Vec<Session> =
            all.into_iter().filter(|one| !key.is_empty() && fold(&one.name).starts_with(&key)).collect();
        let best = begun.iter().map(rank).min();
        begun.retain(|session| Some(rank(session)) == best);
        match begun.as_slice() {
            [] => Err(not_found(asked, "`quarterdeck session list` shows them").into()),
            [only] => Ok(only.clone()),
            [..] => Err(several(asked, &begun).into()),
        }
    }

    /// The one session that is open.
    fn only_open(&self) -> Result<Session, StoreError> {
        let mut open = self.open_sessions()?;
        match open.len() {
            0 => {
                let last = self.last_final_session()?;
                let last = last
                    .map_or_else(String::new, |last| format!("name the one you mean (the last finalised is {}), or ", last.name));
                let hint = format!("{last}start one: quarterdeck session start NAME --facilitator WHO");
                Err(Refusal::NotFound { what: "open session", name: String::new(), hint }.into())
            }
            1 => Ok(open.remove(0)),
            _ => Err(several("the open one", &open).into()),
        }
    }

    /// A session with its counts.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_row(&self, session: Session) -> Result<SessionRow, StoreError> {
        let (taken, moves, confirmed, deferred): (i64, i64, i64, i64) = self.db.query_row(
            "SELECT count(*), coalesce(sum(kind = 'move'), 0), coalesce(sum(kind = 'confirm'), 0), coalesce(sum(kind = 'defer'), 0)
               FROM session_items WHERE session = ?",
            [session.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let (phase, voters) = self.session_phase(&session)?;
        let voters = if session.state == State::Open { self.proposers(&session)? } else { voters };
        let total = match (&session.record, session.state) {
            (Some(record), _) => record.total,
            // A list of sessions does not fail because the scope of one no longer reads.
            (None, State::Open | State::Final | State::Void) => match self.count_in_session(&session) {
                Err(StoreError::Refused(_)) => taken,
                counted => counted?,
            },
        };
        Ok(SessionRow { phase, total, moves, confirmed, deferred, voters, session })
    }

    /// How far a session is, and whose proposals came in, in the order of their names.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_phase(&self, session: &Session) -> Result<(Phase, Vec<String>), StoreError> {
        let voters = voters(&self.db, session.id)?;
        let sql = "SELECT EXISTS (SELECT 1 FROM session_items WHERE session = ?)";
        let taken: bool = self.db.prepare_cached(sql)?.query_row([session.id], |row| row.get(0))?;
        Ok((Phase::of(session.state, usize::from(taken), voters.len()), voters))
    }

    /// What a session says of a client.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_item(&self, session: SessionId, client: ClientId) -> Result<Option<Item>, StoreError> {
        select_one(&self.db, "WHERE session = ? AND client = ?", params![session, client])
    }

    /// What people said of a client before the session. While it is blind, only what `viewer` said (none: nobody's).
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_opinions(
        &self,
        session: &Session,
        client: ClientId,
        viewer: Option<&str>,
    ) -> Result<Vec<Opinion>, StoreError> {
        let all: Vec<Opinion> = select(&self.db, "WHERE session = ? AND client = ? ORDER BY voter", params![session.id, client])?;
        let shown =
            |opinion: &Opinion| session.revealed.is_some() || viewer.is_some_and(|viewer| fold(viewer) == fold(&opinion.voter));
        Ok(all.into_iter().filter(shown).collect())
    }
}

fn several(asked: &str, sessions: &[Session]) -> Refusal {
    let candidates = sessions.iter().map(|session| format!("{} (id {})", session.name, session.id)).collect();
    Refusal::Ambiguous { what: "sessions", name: asked.to_owned(), candidates }
}

fn not_found(name: &str, hint: &str) -> Refusal {
    Refusal::NotFound { what: "session", name: name.to_owned(), hint: hint.to_owned() }
}

/// Whose opinions a session has, by name.
pub(super) fn voters(db: &Connection, session: SessionId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT voter FROM session_opinions WHERE session = ? ORDER BY voter";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([session], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is known of a client that a decision in a model stands on.
pub(super) fn seen(db: &Connection, client: ClientId, model: &str) -> Result<Seen, StoreError> {
    let facts: Option<Client> = select_one(db, "WHERE id = ?", [client])?;
    let Some(facts) = facts else { return Ok(Seen::default()) };
    let sql = "SELECT coalesce((SELECT decision FROM placements WHERE client = ?1 AND model = ?2), 0),
                      (SELECT proposed FROM standing WHERE client = ?1 AND model = ?2)";
    let (decision, falls_into) =
        db.prepare_cached(sql)?.query_row(params![client, model], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Seen::of(&facts, decision, falls_into))
}

/// The model of a session.
impl Store {
    pub(super) fn session_model(&self, session: &Session) -> Result<std::sync::Arc<Model>, StoreError> {
        self.ground().model(Some(&session.model))
    }
}
