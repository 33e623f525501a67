//! Importing rows: one transaction, one journal entry, whatever the size; every row ends in exactly one fate.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::params;

use super::Store;
use super::error::StoreError;
use super::find::{by_external_id, by_name};
use super::ground::HeldModel;
use super::journal::Caption;
use super::room::Room;
use super::writer::{Receipt, Writer};
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Command, Facts, Incoming, OnExisting, PlanError, PlanFirst, RowFate};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// How rows meet the clients of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportPolicy {
    /// What a row is matched by.
    pub matching: Matching,
    /// What happens to clients that are there already.
    pub on_existing: OnExisting,
}

/// What a row is matched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// Its external id; rows of a file without ids by their name.
    #[default]
    Id,
    /// Its name.
    Name,
}

/// What a row came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowEnd {
    /// A client was made.
    Created(ClientId),
    /// A client changed.
    Updated(ClientId),
    /// The book said so already.
    Unchanged(ClientId),
    /// Left alone, and why.
    Skipped(ClientId, String),
    /// Refused, and why; nothing of the row was written.
    Rejected(Refusal),
}

/// An import under way. Dropped without [`Import::finish`], nothing of it remains: that is a dry run, or a cancel.
pub struct Import<'s> {
    writer: Writer<'s>,
    store: &'s Store,
    stamp: &'s Stamp,
    policy: ImportPolicy,
    model: Arc<Model>,
    /// Clients met so far, with the line that met them: a second line for one of them is a conflict.
    met: HashMap<ClientId, u64>,
    /// Clients to be left as they are.
    skipped: HashSet<ClientId>,
    written: bool,
    _room: Room<'s>,
}

impl Store {
    /// Begins an import: takes the write lock.
    ///
    /// # Errors
    /// A busy, moved or damaged book.
    pub fn import<'s>(&'s self, policy: ImportPolicy, stamp: &'s Stamp) -> Result<Import<'s>, StoreError> {
        let writer = Writer::begin(self, stamp)?;
        let model = Arc::clone(writer.ground().driving());
        Ok(Import {
            writer,
            store: self,
            stamp,
            policy,
            model,
            met: HashMap::new(),
            skipped: HashSet::new(),
            written: false,
            _room: Room::take(self)?,
        })
    }
}

impl Import<'_> {
    /// Takes one row in. A row that a rule refuses leaves the book as it was before it.
    ///
    /// # Errors
    /// Only faults of the book itself: then the import is over.
    pub fn row(&mut self, line: u64, incoming: &Incoming) -> Result<RowEnd, StoreError> {
        let fate = match self.plan(line, incoming) {
            Ok(fate) => fate,
            Err(PlanError::Refused(refusal)) => return Ok(RowEnd::Rejected(refusal)),
            Err(fault) => return Err(fault.into()),
        };
        let (client, end, changes) = match fate {
            RowFate::Created(client, changes) => (client, RowEnd::Created(client), changes),
            RowFate::Updated(client, changes) => (client, RowEnd::Updated(client), changes),
            RowFate::Unchanged(client) => (client, RowEnd::Unchanged(client), Vec::new()),
            RowFate::Skipped(client, why) => {
                self.skipped.insert(client);
                (client, RowEnd::Skipped(client, why), Vec::new())
            }
        };
        self.met.entry(client).or_insert(line);
        self.written |= !changes.is_empty();
        for change in &changes {
            self.writer.apply(change)?;
        }
        self.writer.settle_when_many()?;
        Ok(end)
    }

    fn plan(&self, line: u64, incoming: &Incoming) -> Result<RowFate, PlanError> {
        let Some(existing) = self.existing(incoming)? else {
            return incoming.create(&self.model, &self.writer, self.stamp);
        };
        let Some(first) = self.met.get(&existing) else {
            return incoming.meet(existing, self.policy.on_existing, &self.model, &self.writer, self.stamp);
        };
        // The same client twice in one file: the same again changes nothing; anything else is for a person to decide.
        match incoming.meet(existing, OnExisting::Update, &self.model, &self.writer, self.stamp)? {
            RowFate::Unchanged(client) => Ok(RowFate::Unchanged(client)),
            RowFate::Skipped(client, why) => Ok(RowFate::Skipped(client, why)),
            RowFate::Created(..) | RowFate::Updated(..) => {
                let name = self.writer.client(existing)?.name;
                let what = format!("line {first} has {name} with other values (line {line} differs)");
                let hint = "keep one of the two lines, or give the clients different external ids".to_owned();
                Err(Refusal::Barred { what, hint }.into())
            }
        }
    }

    /// The client a row is about, if the book has it.
    fn existing(&self, incoming: &Incoming) -> Result<Option<ClientId>, PlanError> {
        let value = |wanted: Field| incoming.fields.iter().find(|(field, _)| *field == wanted).map(|(_, value)| value.trim());
        let by_id = value(Field::ExternalId).filter(|id| !id.is_empty());
        match (self.policy.matching, by_id, value(Field::Name)) {
            (Matching::Id, Some(id), _) => Ok(by_external_id(self.store.connection(), id)?),
            (Matching::Id, None, Some(name)) | (Matching::Name, _, Some(name)) => {
                match by_name(self.store.connection(), name, 3)?.as_slice() {
                    [] => Ok(None),
                    [only] => Ok(Some(*only)),
                    [..] => {
                        let what = format!("several clients are called {name}");
                        let hint = "give the row an external id, so that it is clear which one is meant".to_owned();
                        Err(Refusal::Barred { what, hint }.into())
                    }
                }
            }
            (Matching::Id | Matching::Name, _, None) => Ok(None),
        }
    }

    /// Cuts the quantiles of models that no book was there for yet.
    fn fit(&mut self) -> Result<(), StoreError> {
        let unfitted = |held: &&HeldModel| held.model.is_unfitted();
        let models: Vec<HeldModel> = self.writer.ground().models.iter().filter(unfitted).cloned().collect();
        if models.is_empty() {
            return Ok(());
        }
        for held in models {
            match (Command::FitModel { key: held.row.key.clone() }).plan(&self.writer, self.stamp) {
                Ok(plan) => plan.changes.iter().try_for_each(|change| self.writer.apply(change))?,
                // Too few values for so many parts.
                Err(PlanError::Refused(_)) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        self.writer.settle()
    }

    /// Accepts the proposals of the clients met and not skipped that have no segment; answers how many were placed.
    ///
    /// # Errors
    /// Faults of the book itself.
    pub fn place(&mut self, note: &str) -> Result<usize, StoreError> {
        self.fit()?;
        self.writer.settle()?;
        let mut clients = Vec::new();
        {
            let db = self.store.connection();
            let sql = "SELECT proposed FROM standing WHERE model = ? AND client = ? AND live = 1 AND segment = '' AND proposed IS NOT NULL";
            let mut proposed = db.prepare_cached(sql)?;
            let mut met: Vec<ClientId> = self.met.keys().filter(|client| !self.skipped.contains(client)).copied().collect();
            met.sort_unstable();
            for client in met {
                let mut rows = proposed.query(params![self.model.key, client])?;
                if let Some(row) = rows.next()? {
                    clients.push((client, row.get::<_, String>(0)?));
                }
            }
        }
        if clients.is_empty() {
            return Ok(0);
        }
        let placed = clients.len();
        let command = Command::Place { clients, model: None, note: note.to_owned() };
        let plan = command.plan(&self.writer, self.stamp)?;
        for change in &plan.changes {
            self.writer.apply(change)?;
            self.writer.settle_when_many()?;
        }
        self.written = true;
        Ok(placed)
    }

    /// Spreads the first reviews of the clients met and not skipped that wait for a date (C13), beside what owners have to do
    /// already; answers how many got one.
    ///
    /// # Errors
    /// Faults of the book itself.
    pub fn plan_first(&mut self) -> Result<usize, StoreError> {
        self.writer.settle()?;
        let today = self.stamp.today;
        let mut reviews = self.store.first_reviews(today)?;
        reviews.retain(|review| self.met.contains_key(&review.client) && !self.skipped.contains(&review.client));
        if reviews.is_empty() {
            return Ok(0);
        }
        let spread = self.store.spread_these(&reviews, today, None)?;
        let plan = Command::PlanFirst(PlanFirst::of(&reviews, &spread)).plan(&self.writer, self.stamp)?;
        for change in &plan.changes {
            self.writer.apply(change)?;
            self.writer.settle_when_many()?;
        }
        self.written = true;
        Ok(reviews.len())
    }

    /// Gives the import up and takes the book away with it, where the book was made for it and holds nothing else.
    ///
    /// # Errors
    /// The file cannot be taken away.
    pub fn unmake(self) -> Result<(), StoreError> {
        // The write lock is still held: nobody has written since the book was looked at.
        if self.store.head()?.0 > 1 {
            return Ok(());
        }
        let path = self.store.path();
        std::fs::remove_file(path)
            .map_err(|source| StoreError::File { what: format!("{} cannot be taken away", path.display()), source })
    }

    /// Whether anything would be written.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        self.written
    }

    /// Writes the entry and commits; nothing is written where nothing changed. `detail` is a JSON object.
    ///
    /// # Errors
    /// A moved book or a fault of the disk: then nothing was written.
    pub fn finish(mut self, summary: &str, detail: &str) -> Result<Option<Receipt>, StoreError> {
        if !self.written {
            return Ok(None);
        }
        self.fit()?;
        self.writer.commit(&Caption { kind: "import", summary, detail, reverts: None }).map(Some)
    }
}
