//! The agenda of a session: who is in it, why each client stands where it stands, and what lists show of them.

use std::collections::HashMap;

use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

use super::members::TAKEN_UP;
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::session::agenda::{Reasons, Rules, arrange};
use crate::domain::session::{Item, Kind, Session, SessionId};
use crate::store::journal::head;
use crate::store::records::maybe_word;
use crate::store::rows::{Record, columns};
use crate::store::{Store, StoreError};

/// The agenda, whole: a few bytes a client.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agenda {
    /// The rules it is ordered by.
    pub rules: Rules,
    /// The clients in the order in which they are taken.
    pub lines: Vec<AgendaLine>,
    /// The journal's last number when it was read.
    pub read_at: i64,
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

const COLUMNS: &str =
    "c.id, c.name, c.external_id, c.owner, c.arr, coalesce(s.currency, c.currency, ''), nullif(s.segment, ''), s.proposed";

impl Store {
    /// The agenda of a session on its day: the live clients its scope lets through, and those it has taken up.
    ///
    /// # Errors
    /// The scope no longer reads, or the book cannot be read.
    pub fn agenda(&self, session: &Session) -> Result<Agenda, StoreError> {
        // Asked for first: what others save meanwhile is read again rather than missed.
        let read_at = head(&self.db)?.0;
        let rules = Rules::parse(&session.agenda)?;
        let members = self.members(session)?;
        let mut lines = self.agenda_lines(session, &members, &rules)?;
        arrange(&mut lines, &rules);
        let taken = self.taken_up(session.id)?;
        let lines = lines.into_iter().map(|line| {
            let (done, discussed) = taken.get(&line.client).copied().unwrap_or_default();
            AgendaLine { client: line.client, reasons: line.reasons, done, discussed }
        });
        Ok(Agenda { lines: lines.collect(), rules, read_at })
    }

    /// Brings an agenda of the same session read before up to date; the answer is whether anything was saved since. Where that
    /// was decisions and marks of sessions alone, who is on it and why stays as it was: reasons do not depend on them.
    ///
    /// # Errors
    /// As [`Store::agenda`].
    pub fn agenda_again(&self, session: &Session, held: &mut Agenda) -> Result<bool, StoreError> {
        let now = head(&self.db)?.0;
        if now == held.read_at {
            return Ok(false);
        }
        if self.only_decided(held.read_at, now)? && self.decide_anew(session.id, &mut held.lines)? {
            held.read_at = now;
        } else {
            *held = self.agenda(session)?;
        }
        Ok(true)
    }

    /// Whether all that was saved after one entry up to another only says what sessions decided and talked about, or takes such
    /// back. Notes are not among it: one that is taken out may take its client off the agenda.
    fn only_decided(&self, after: i64, to: i64) -> Result<bool, StoreError> {
        let sql = "SELECT NOT EXISTS (
            SELECT 1 FROM entries e WHERE e.seq > ?1 AND e.seq <= ?2 AND coalesce((SELECT r.kind FROM entries r WHERE r.seq = e.root), e.kind)
               NOT IN ('session stage', 'session unstage', 'session discuss'))";
        // A journal that is shorter than it was is another book.
        Ok(to > after && self.db.prepare_cached(sql)?.query_row([after, to], |row| row.get(0))?)
    }

    /// Reads what is decided of each client again; false where somebody may have come onto the agenda by it, or left it.
    fn decide_anew(&self, session: SessionId, lines: &mut [AgendaLine]) -> Result<bool, StoreError> {
        let mut taken = self.taken_up(session)?;
        for line in lines {
            match taken.remove(&line.client) {
                Some((done, discussed)) => (line.done, line.discussed) = (done, discussed),
                None if line.done.is_some() || line.discussed => return Ok(false),
                None => {}
            }
        }
        Ok(taken.is_empty())
    }

    /// What is decided of each client the session has taken up, and whether it was talked about.
    fn taken_up(&self, session: SessionId) -> Result<HashMap<ClientId, (Option<Kind>, bool)>, StoreError> {
        let mut statement = self
            .db
            .prepare_cached(&format!("SELECT client, kind, discussed FROM session_items t WHERE session = ? AND {TAKEN_UP}"))?;
        let rows = statement.query_map([session], |row| Ok((row.get(0)?, (maybe_word(row, 1)?, row.get(2)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What a list shows of some clients, in that order; those that are not in the book are left out.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn agenda_rows(&self, session: &Session, clients: &[ClientId]) -> Result<Vec<AgendaRow>, StoreError> {
        let asked: Vec<String> = clients.iter().map(|client| client.0.to_string()).collect();
        // The list is the outer loop: its order is that of the rows.
        let sql = format!(
            "SELECT {}, {COLUMNS} FROM json_each(?1) asked CROSS JOIN clients c ON c.id = asked.value
               LEFT JOIN standing s ON s.model = ?2 AND s.client = c.id
               LEFT JOIN session_items i ON i.session = ?3 AND i.client = c.id",
            columns::<Item>("i.")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let asked = format!("[{}]", asked.join(","));
        let rows = statement.query_map(params![asked, session.model, session.id], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Everything a session says of clients, in the order of their names.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn staged(&self, session: &Session) -> Result<Vec<AgendaRow>, StoreError> {
        let sql = format!(
            "SELECT {}, {COLUMNS} FROM session_items t CROSS JOIN clients c ON c.id = t.client
               LEFT JOIN standing s ON s.model = ?1 AND s.client = c.id
              WHERE t.session = ?2 AND {TAKEN_UP} ORDER BY c.name_key, c.id",
            columns::<Item>("t.")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![session.model, session.id], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Reads a row: the item's columns, all null where there is none, then [`COLUMNS`].
fn read_row(row: &Row<'_>) -> rusqlite::Result<AgendaRow> {
    const OWN: usize = Item::COLUMNS.len();
    let item = row.get_ref(0)? != ValueRef::Null;
    Ok(AgendaRow {
        client: row.get(OWN)?,
        name: row.get(OWN + 1)?,
        external_id: row.get(OWN + 2)?,
        owner: row.get(OWN + 3)?,
        arr: row.get::<_, Option<i64>>(OWN + 4)?.map(Amount::from_ten_thousandths),
        currency: row.get(OWN + 5)?,
        segment: row.get(OWN + 6)?,
        falls_into: row.get(OWN + 7)?,
        item: item.then(|| Item::read(row)).transpose()?,
    })
}
