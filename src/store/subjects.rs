//! The clients a decision is about, as little of each as a dialog shows: where it stands, since which decision, and whether it is due.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::board::{SIGN_COLUMNS, Signs, read_signs, shown_proposal};
use super::error::StoreError;
use crate::domain::client::ClientId;

/// A client to be decided on, in a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The day it left the book.
    pub archived_on: Option<NaiveDate>,
    /// Key of its segment.
    pub segment: Option<String>,
    /// Key of the segment its scores propose, where a move is proposed at all.
    pub proposed: Option<String>,
    /// The decision that put it where it is; 0 where it was never placed.
    pub decision: i64,
    /// What marks it on the day asked for.
    pub signs: Signs,
    /// The decision that made its placement.
    pub decided: Option<Decided>,
}

/// The decision behind a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The day it counts from.
    pub on: NaiveDate,
    /// Who made it.
    pub by: String,
    /// Why; empty where nothing was said.
    pub note: String,
}

impl Store {
    /// The clients asked for in the driving model, in that order; those that are not in the book are left out.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn subjects(&self, clients: &[ClientId], today: NaiveDate) -> Result<Vec<Subject>, StoreError> {
        self.subjects_in(None, clients, today)
    }

    /// The same in a model, the driving one where none is named.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn subjects_in(&self, model: Option<&str>, clients: &[ClientId], today: NaiveDate) -> Result<Vec<Subject>, StoreError> {
        let sql = format!(
            "SELECT c.name, c.owner, c.archived_on, nullif(s.segment, ''), s.proposed, s.decision, d.day, d.by, d.note, {SIGN_COLUMNS}
               FROM clients c JOIN standing s ON s.model = ?2 AND s.client = c.id
               LEFT JOIN placements p ON p.model = ?2 AND p.client = c.id
               LEFT JOIN decisions d ON d.id = p.decision
              WHERE c.id = ?1"
        );
        let model = self.ground().model(model)?;
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut found = Vec::with_capacity(clients.len());
        for client in clients {
            let read = |row: &rusqlite::Row<'_>| {
                let signs = read_signs(row, 9, today)?;
                let segment: Option<String> = row.get(3)?;
                let decided = match row.get(6)? {
                    Some(on) => Some(Decided { on, by: row.get(7)?, note: row.get(8)? }),
                    None => None,
                };
                Ok(Subject {
                    client: *client,
                    name: row.get(0)?,
                    owner: row.get(1)?,
                    archived_on: row.get(2)?,
                    proposed: shown_proposal(row.get(4)?, segment.as_deref(), signs),
                    segment,
                    decision: row.get(5)?,
                    signs,
                    decided,
                })
            };
            found.extend(statement.query_row(params![client, model.key], read).optional()?);
        }
        Ok(found)
    }
}
