//! Which client of the book a row is about: by its id, else its name; and which one it may be.

use super::doubles::{Probable, Twin, alike};
use super::{Import, Matching, name_of, value};
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::command::{Facts, Incoming, OnExisting, PlanError, RowFate};
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;
use crate::store::error::StoreError;
use crate::store::find::{by_external_id, by_name};

/// Clients of one name looked at, where a row could be about any of them.
const LOOKED_AT: usize = 20;

/// What the book knows of a row's client.
pub(super) enum Found {
    /// It is this one.
    Client(ClientId),
    /// It is this one, which has no id yet.
    WithoutId(ClientId),
    /// The book does not have it; though it may be this one.
    Nobody(Option<Probable>),
}

impl Import<'_> {
    /// The client a row is about.
    pub(super) fn existing(&mut self, incoming: &Incoming) -> Result<Found, PlanError> {
        let db = self.store.connection();
        let (id, name) = (value(incoming, Field::ExternalId), name_of(incoming));
        if self.policy.matching == Matching::Name {
            return self.by_name(id, name, incoming);
        }
        let Some(id) = id else { return self.by_name(None, name, incoming) };
        if let Some(client) = by_external_id(db, id)? {
            return Ok(Found::Client(client));
        }
        // The only live client of that name, and it has no id: it is that client. One of this file is another one.
        match self.live(name)?[..] {
            [(only, false)] if !self.met.contains_key(&only) => Ok(Found::WithoutId(only)),
            [..] => Ok(Found::Nobody(self.probable(Some(id), name)?)),
        }
    }

    /// By its name. Of several clients of that name, a row without an id is about the only one without. The rows of our own
    /// export are a client each, whatever they are called: one that says nothing new of a client is about that one.
    fn by_name(&mut self, id: Option<&str>, name: &str, incoming: &Incoming) -> Result<Found, PlanError> {
        let mut named = by_name(self.store.connection(), name, LOOKED_AT)?;
        if self.each_is_one && id.is_none() {
            named.retain(|client| !self.met.contains_key(client));
        }
        match named[..] {
            [] => return Ok(Found::Nobody(self.probable(id, name)?)),
            [only] => return Ok(Found::Client(only)),
            [..] => {}
        }
        if id.is_none() {
            let clients = named.into_iter().map(|client| self.writer.client(client)).collect::<Result<Vec<Client>, _>>()?;
            let mut without = clients.iter().filter(|client| client.external_id.is_none());
            if let (Some(only), None) = (without.next(), without.next()) {
                return Ok(Found::Client(only.id));
            }
            for client in clients.iter().filter(|client| self.each_is_one && client.external_id.is_none()) {
                // What the rules refuse is said of the client it is about in the end.
                let policy = OnExisting::Update;
                if let Ok(RowFate::Unchanged(client)) = incoming.meet(client.id, policy, &self.model, &self.writer, self.stamp) {
                    return Ok(Found::Client(client));
                }
            }
        }
        let what = format!("several clients are called {name}");
        let hint = "give the row an external id, so that it is clear which one is meant".to_owned();
        Err(Refusal::Barred { what, hint }.into())
    }

    /// The live clients of a name, two at most, and whether they have an id.
    fn live(&self, name: &str) -> Result<Vec<(ClientId, bool)>, StoreError> {
        let sql =
            "SELECT id, external_id IS NOT NULL FROM clients WHERE name_key = ? AND archived_on IS NULL ORDER BY id LIMIT 2";
        let mut statement = self.store.connection().prepare_cached(sql)?;
        let rows = statement.query_map([fold(name)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The client a row would be a probable duplicate of.
    pub(super) fn probable(&mut self, id: Option<&str>, name: &str) -> Result<Option<Probable>, PlanError> {
        for client in self.doubles.candidates(self.store.connection(), id, name)? {
            let client = self.writer.client(client)?;
            if let Some(why) = alike(id, name, &client) {
                let Client { id, name, external_id, .. } = client;
                return Ok(Some(Probable { client: id, name, external_id, why, decision: Twin::default() }));
            }
        }
        Ok(None)
    }
}
