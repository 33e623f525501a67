//! Importing rows: one transaction, one journal entry, whatever the size; every row ends in exactly one fate.

mod doubles;
mod found;
mod place;
mod reviews;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::doubles::Doubles;
pub use self::doubles::{Probable, Twin};
use self::found::Found;
use crate::domain::change::Change;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Difference, Facts, Incoming, OnExisting, PlanError, RowFate, Said, differences};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::journal::Caption;
use crate::store::recorded::{last_review, values_in_force};
use crate::store::room::Room;
use crate::store::shelf::Shelf;
use crate::store::writer::{Receipt, Writer};

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

/// A row taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// What it came to.
    pub end: RowEnd,
    /// The client as the book, else as the row names it.
    pub name: String,
    /// Field by field what changed, where that was asked for.
    pub changes: Vec<Difference>,
    /// The client it may be, where it would make a probable duplicate.
    pub double: Option<Probable>,
    /// The client was met by its name alone, had no id, and got the one of the row.
    pub filled_id: bool,
    /// The row names another segment than the book has, which stays.
    pub other_segment: bool,
}

impl Taken {
    fn of(name: String, end: RowEnd) -> Self {
        Self { end, name, changes: Vec::new(), double: None, filled_id: false, other_segment: false }
    }
}

/// How much is told of rows taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tell {
    /// What they came to.
    #[default]
    Fates,
    /// And what they changed, field by field.
    Changes,
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
    /// Reviews made so far.
    held: reviews::Met,
    doubles: Doubles,
    usual: Twin,
    single: HashMap<u64, Twin>,
    tell: Tell,
    /// Rows without an id are a client each, even where their names are the same.
    each_is_one: bool,
    written: bool,
    /// Indexes put aside while the book is filled.
    shelf: Option<Shelf>,
    /// There were so few clients before that making the indexes anew is cheaper than keeping them.
    fills: bool,
    _room: Room<'s>,
}

/// A book of so few clients is filled by an import of many more.
const FEW: i64 = 1_000;

impl Store {
    fn has_few_clients(&self) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) <= ?1 FROM (SELECT 1 FROM clients LIMIT ?1 + 1)";
        Ok(self.connection().query_row(sql, [FEW], |row| row.get(0))?)
    }

    /// Begins an import: takes the write lock.
    ///
    /// # Errors
    /// A busy, moved or damaged book.
    pub fn import<'s>(&'s self, policy: ImportPolicy, stamp: &'s Stamp) -> Result<Import<'s>, StoreError> {
        let writer = Writer::begin(self, stamp)?;
        let model = Arc::clone(writer.ground().driving());
        let fills = self.has_few_clients()?;
        Ok(Import {
            writer,
            store: self,
            stamp,
            policy,
            model,
            met: HashMap::new(),
            skipped: HashSet::new(),
            held: HashMap::new(),
            doubles: Doubles::default(),
            usual: Twin::default(),
            single: HashMap::new(),
            tell: Tell::default(),
            each_is_one: false,
            written: false,
            shelf: None,
            fills,
            _room: if fills { Room::some(self)? } else { Room::take(self)? },
        })
    }
}

impl Import<'_> {
    /// Says what is done about rows that would make probable duplicates: usually, and for single lines.
    pub fn decide(&mut self, usual: Twin, single: impl IntoIterator<Item = (u64, Twin)>) {
        (self.usual, self.single) = (usual, single.into_iter().collect());
    }

    /// Says that the rows are the clients of a book, one each: those without an id are different ones even where their names are
    /// the same.
    pub fn each_is_one(&mut self) {
        self.each_is_one = true;
    }

    /// Says whether rows taken from here on tell what they change.
    pub fn tell(&mut self, tell: Tell) {
        self.tell = tell;
    }

    /// Takes one row in; answers only its end. See [`Import::take`].
    ///
    /// # Errors
    /// As [`Import::take`].
    pub fn row(&mut self, line: u64, incoming: &Incoming) -> Result<RowEnd, StoreError> {
        self.take(line, incoming).map(|taken| taken.end)
    }

    /// Takes one row in. A row that a rule refuses leaves the book as it was before it.
    ///
    /// # Errors
    /// Only faults of the book itself: then the import is over.
    pub fn take(&mut self, line: u64, incoming: &Incoming) -> Result<Taken, StoreError> {
        match self.taken(line, incoming) {
            Ok(taken) => Ok(taken),
            Err(PlanError::Refused(refusal)) => Ok(Taken::of(name_of(incoming).to_owned(), RowEnd::Rejected(refusal))),
            Err(fault) => Err(fault.into()),
        }
    }

    fn taken(&mut self, line: u64, incoming: &Incoming) -> Result<Taken, PlanError> {
        let found = self.existing(incoming)?;
        let name = name_of(incoming).to_owned();
        let (fate, double, filled) = match found {
            Found::Client(client) => (self.meet(line, client, incoming)?, None, false),
            Found::WithoutId(client) => (self.meet(line, client, incoming)?, None, true),
            Found::Nobody(None) => (incoming.create(&self.model, &self.writer, self.stamp)?, None, false),
            Found::Nobody(Some(mut twin)) => {
                twin.decision = self.single.get(&line).copied().unwrap_or(self.usual);
                let fate = match twin.decision {
                    Twin::Apart => incoming.create(&self.model, &self.writer, self.stamp)?,
                    Twin::Same if self.policy.matching == Matching::Name => self.meet(line, twin.client, incoming)?,
                    Twin::Same => self.meet(line, twin.client, &keeping_id(incoming, &twin))?,
                    Twin::Skip => {
                        let why = format!("it may be {} ({})", twin.name, twin.why);
                        let end = RowEnd::Skipped(twin.client, why);
                        return Ok(Taken { double: Some(twin), ..Taken::of(name, end) });
                    }
                };
                (fate, Some(twin), false)
            }
        };
        let other_segment = match fate {
            RowFate::Updated(client, _) | RowFate::Unchanged(client) => {
                incoming.names_another_segment(client, &self.model, &self.writer)?
            }
            RowFate::Created(..) | RowFate::Skipped(..) => false,
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
        let filled = filled && matches!(end, RowEnd::Updated(_));
        let told = match self.tell {
            Tell::Changes if !changes.is_empty() => differences(&changes, &self.said(client)?),
            Tell::Changes | Tell::Fates => Vec::new(),
        };
        self.met.entry(client).or_insert(line);
        self.write(&changes)?;
        if matches!(end, RowEnd::Created(_)) {
            self.doubles.add_asked(client);
        } else if filled {
            self.doubles.add(client, value(incoming, Field::ExternalId), &name);
        }
        let by_id = !matches!(end, RowEnd::Created(_)) && self.tell == Tell::Changes;
        let name = if by_id { self.writer.client(client)?.name } else { name };
        Ok(Taken { changes: told, double, filled_id: filled, other_segment, ..Taken::of(name, end) })
    }

    fn write(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        self.written |= !changes.is_empty();
        changes.iter().try_for_each(|change| self.writer.write(change))?;
        self.settle_when_many()
    }

    /// Settles a full batch of clients; before the first one of many, the indexes of the lists are put aside.
    fn settle_when_many(&mut self) -> Result<(), StoreError> {
        if self.writer.is_full() && std::mem::take(&mut self.fills) {
            self.shelf = Some(Shelf::fill(self.store.connection(), &self.store.leave)?);
        }
        self.writer.settle_when_many()
    }

    /// Brings everything up to date that lists are read from.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.writer.settle()?;
        self.shelf.take().map_or(Ok(()), |shelf| shelf.clear(self.store.connection(), &self.store.leave))
    }

    /// Plans a row for a client of the book, which an earlier row may have met.
    fn meet(&self, line: u64, existing: ClientId, incoming: &Incoming) -> Result<RowFate, PlanError> {
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

    /// What the book says of a client beside its facts.
    fn said(&self, client: ClientId) -> Result<Said, PlanError> {
        let db = self.store.connection();
        let values = values_in_force(db, client)?;
        let scores = values.into_iter().flat_map(|(model, values)| values.into_iter().map(move |(f, v)| (model.clone(), f, v)));
        Ok(Said { driving: self.model.key.clone(), scores: scores.collect(), last_review: last_review(db, client)? })
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
        self.settle()?;
        self.writer.commit(&Caption { kind: "import", summary, detail, reverts: None }).map(Some)
    }
}

/// The value of a field of a row; none where it is blank.
fn value(incoming: &Incoming, wanted: Field) -> Option<&str> {
    let found = incoming.fields.iter().find(|(field, _)| *field == wanted).map(|(_, value)| value.trim());
    found.filter(|value| !value.is_empty())
}

fn name_of(incoming: &Incoming) -> &str {
    value(incoming, Field::Name).unwrap_or_default()
}

/// A row that is said to be about a client with another id: the client keeps its own.
fn keeping_id(incoming: &Incoming, twin: &Probable) -> Incoming {
    let mut row = incoming.clone();
    if twin.external_id.is_some() {
        row.fields.retain(|(field, _)| *field != Field::ExternalId);
    }
    row
}
