//! Finding the client a person means: by id, external id, whole name, or an unambiguous beginning of a name.

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// Candidates listed when a name is ambiguous.
const LISTED: usize = 10;

/// A client that a text could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its external id.
    pub external_id: Option<String>,
}

impl Candidate {
    fn words(&self) -> String {
        match &self.external_id {
            Some(external_id) => format!("{} (id {}, {external_id})", self.name, self.client),
            None => format!("{} (id {})", self.name, self.client),
        }
    }
}

pub(super) fn by_external_id(db: &Connection, external_id: &str) -> Result<Option<ClientId>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM clients WHERE external_id = ?")?;
    Ok(statement.query_row([external_id], |row| row.get(0)).optional()?)
}

/// Clients of exactly this folded name, at most `limit`.
pub(super) fn by_name(db: &Connection, name: &str, limit: usize) -> Result<Vec<ClientId>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached("SELECT id FROM clients WHERE name_key = ? ORDER BY id LIMIT ?")?;
    let rows = statement.query_map(params![fold(name), limit], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// The client a text means: id, external id, whole name (case folded), the beginning of one name; in that order.
    ///
    /// # Errors
    /// No such client, or several: then they are named.
    pub fn find(&self, text: &str) -> Result<ClientId, StoreError> {
        let text = text.trim();
        // Only as it is written here: `007` is another system's id.
        if let Some(id) = text.parse::<i64>().ok().filter(|id| id.to_string() == text) {
            let known = self.db.query_row("SELECT id FROM clients WHERE id = ?", [id], |row| row.get(0)).optional()?;
            if let Some(client) = known {
                return Ok(client);
            }
        }
        if let Some(client) = by_external_id(&self.db, text)? {
            return Ok(client);
        }
        let key = fold(text);
        let whole = self.candidates("name_key = ?1", &key)?;
        let found = if whole.is_empty() && !key.is_empty() {
            self.candidates("name_key >= ?1 AND name_key < ?1 || char(1114111)", &key)?
        } else {
            whole
        };
        match found.as_slice() {
            [] => {
                let hint = "list them with `quarterdeck clients`; an id, an external id or the beginning of a name will do";
                Err(Refusal::NotFound { what: "client", name: text.to_owned(), hint: hint.to_owned() }.into())
            }
            [only] => Ok(only.client),
            [..] => {
                let mut candidates: Vec<String> = found.iter().take(LISTED).map(Candidate::words).collect();
                if found.len() > LISTED {
                    candidates.push("…".to_owned());
                }
                Err(Refusal::Ambiguous { what: "clients", name: text.to_owned(), candidates }.into())
            }
        }
    }

    fn candidates(&self, condition: &str, key: &str) -> Result<Vec<Candidate>, StoreError> {
        let sql = format!("SELECT id, name, external_id FROM clients WHERE {condition} ORDER BY name_key, id LIMIT 11");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement
            .query_map([key], |row| Ok(Candidate { client: row.get(0)?, name: row.get(1)?, external_id: row.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
