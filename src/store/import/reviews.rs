//! Importing reviews of clients the book has: each row one review, one that is there already stays as it is, unless nothing is said of it yet.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use super::{Import, OnExisting, RowEnd, Taken, Tell};
use crate::domain::client::{Client, ClientId};
use crate::domain::command::{Earlier, Facts, IncomingReview, NoReview, OtherKinds, PlanError, ReviewFate, of_review};
use crate::domain::refusal::Refusal;
use crate::store::error::StoreError;
use crate::store::find::{by_external_id, by_name};

/// Reviews met in this file, by client, day and kind: what each of them says, as a hash.
pub(super) type Met = HashMap<(ClientId, NaiveDate, String), Vec<u64>>;

impl Import<'_> {
    /// Takes a review in. A row that a rule refuses leaves the book as it was before it.
    ///
    /// # Errors
    /// Only faults of the book itself: then the import is over.
    pub fn review(&mut self, line: u64, incoming: &IncomingReview, others: &OtherKinds) -> Result<Taken, StoreError> {
        match self.reviewed(line, incoming, others) {
            Ok(taken) => Ok(taken),
            Err(PlanError::Refused(refusal)) => Ok(Taken::of(named(incoming), RowEnd::Rejected(refusal))),
            Err(fault) => Err(fault.into()),
        }
    }

    fn reviewed(&mut self, line: u64, incoming: &IncomingReview, others: &OtherKinds) -> Result<Taken, PlanError> {
        let client = self.whose(incoming)?;
        let id = client.id;
        // Our own export of a book has the reviews of those who left it, too: what was held before belongs to them.
        let of_then = |since| *others == OtherKinds::Kept && incoming.held_on <= since;
        if let Some(since) = client.archived_on.filter(|since| !of_then(*since)) {
            let why = format!("{} is archived since {since}; restore it to record its reviews", client.name);
            return Ok(Taken::of(client.name, RowEnd::Skipped(id, why)));
        }
        let kind = match incoming.kind_in(&self.model, others)? {
            Ok(kind) => kind,
            Err(NoReview(word)) => {
                let why = format!("an activity of the kind {word} is no review; --kind KIND counts it as one");
                return Ok(Taken::of(client.name, RowEnd::Skipped(id, why)));
            }
        };
        let key = (id, incoming.held_on, kind);
        let said = words(incoming);
        let earlier = match self.held.get(&key) {
            None => Earlier::Nothing,
            Some(known) if known.contains(&said) => Earlier::Same,
            Some(_) => Earlier::Other,
        };
        let fate = match incoming.plan(id, &key.2, earlier, &self.writer, self.stamp)? {
            ReviewFate::Filled(_) if self.policy.on_existing == OnExisting::Skip => ReviewFate::Unchanged,
            fate => fate,
        };
        let end = match &fate {
            ReviewFate::Created(_) => RowEnd::Created(id),
            ReviewFate::Filled(_) => RowEnd::Updated(id),
            ReviewFate::Unchanged => RowEnd::Unchanged(id),
            ReviewFate::Skipped(why) => return Ok(Taken::of(client.name, RowEnd::Skipped(id, why.clone()))),
        };
        let changes = match (&fate, self.tell) {
            (ReviewFate::Created(review), Tell::Changes) => of_review(review),
            (ReviewFate::Filled(review), Tell::Changes) => {
                let known = of_review(&review.0);
                of_review(&review.1).into_iter().filter(|said| !known.contains(said)).collect()
            }
            (_, Tell::Fates) | (ReviewFate::Unchanged | ReviewFate::Skipped(_), Tell::Changes) => Vec::new(),
        };
        if matches!(fate, ReviewFate::Created(_) | ReviewFate::Filled(_)) {
            // Rows of one file that say different things of a day are different reviews; what the book had before is left alone.
            self.held.entry(key).or_default().push(said);
        }
        self.met.entry(id).or_insert(line);
        self.write(&fate.changes())?;
        Ok(Taken { changes, ..Taken::of(client.name, end) })
    }

    /// The client of the book a review is of.
    fn whose(&mut self, incoming: &IncomingReview) -> Result<Client, PlanError> {
        let db = self.store.connection();
        let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (id, name) = (given(&incoming.external_id), given(&incoming.name));
        if let Some(id) = &id
            && let Some(client) = by_external_id(db, id)?
        {
            return self.writer.client(client);
        }
        let named = match &name {
            Some(name) => by_name(db, name, 10)?,
            None => Vec::new(),
        };
        let named = named.into_iter().map(|client| self.writer.client(client)).collect::<Result<Vec<Client>, _>>()?;
        let live: Vec<&Client> = named.iter().filter(|client| client.archived_on.is_none()).collect();
        let found = match (live.as_slice(), named.as_slice()) {
            ([only], _) => (*only).clone(),
            ([], [only]) => only.clone(),
            ([], _) => return Err(self.nobody(id.as_deref(), name.as_deref())?.into()),
            ([..], _) => {
                let what = format!("several clients are called {}", live[0].name);
                let hint = "give the row the external id of the one that is meant".to_owned();
                return Err(Refusal::Barred { what, hint }.into());
            }
        };
        match (&id, &found.external_id) {
            (Some(id), Some(other)) => {
                let what = format!("no client has the id {id}; {} has {other}", found.name);
                let hint = "correct the id, or leave that column out with --map".to_owned();
                Err(Refusal::Barred { what, hint }.into())
            }
            (Some(_) | None, Some(_) | None) => Ok(found),
        }
    }

    /// The refusal of a client the book does not have, with the one it may be.
    fn nobody(&mut self, id: Option<&str>, name: Option<&str>) -> Result<Refusal, PlanError> {
        let alike = self.probable(id, name.unwrap_or_default())?.map(|twin| format!("is it {}? ", twin.name)).unwrap_or_default();
        let hint = format!("{alike}Write the name as in the book, or give the external id; reviews make no clients");
        Ok(Refusal::NotFound { what: "client", name: name.or(id).unwrap_or_default().to_owned(), hint })
    }
}

fn named(incoming: &IncomingReview) -> String {
    incoming.name.clone().or_else(|| incoming.external_id.clone()).unwrap_or_default()
}

/// What a review says, as a hash.
fn words(incoming: &IncomingReview) -> u64 {
    let mut hasher = DefaultHasher::new();
    let texts = [&incoming.outcome, &incoming.note, &incoming.attendees, &incoming.decisions, &incoming.risks];
    texts.iter().for_each(|text| text.trim().hash(&mut hasher));
    incoming.sentiment.map(|mood| mood as u8).hash(&mut hasher);
    incoming.by.as_deref().map(str::trim).hash(&mut hasher);
    hasher.finish()
}
