//! What all screens share: the filter, the marked clients, the unfinished notes, and whether the book can be written.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use super::drafts::Drafts;
use super::folders::Folders;
use super::keys::Situation;
use super::layer::{Message, Tone};
use super::screens::clients::Table;
use super::screens::due::Lens;
use super::screens::history::acts::Acts;
use super::screens::insights::Days;
use super::sight::{Past, Sight};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::stamp::Stamp;
use crate::store::{self, BackupFile, Examined, LostEntry, Salvage, Store, StoreError};

/// Why nothing can be written while a damaged book is looked at.
pub const RESCUED: &str = "this is what could be read of a damaged book; nothing can be written to it";

thread_local! {
    /// Whether something that was read here showed that the book is damaged.
    static DAMAGED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a complaint since the last question was that the book is damaged.
pub fn take_damaged() -> bool {
    DAMAGED.take()
}

/// What was saved of a damaged book, and what was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescued {
    /// What is wrong with the file.
    pub damage: Vec<String>,
    /// Rows found, table by table.
    pub found: Vec<(&'static str, i64)>,
    /// What could not be read.
    pub lost: Vec<String>,
    /// The newest backup that is whole.
    pub newest_good: Option<(BackupFile, Examined)>,
    /// What was done since that backup, as far as it can be read: the newest entries, and how many there are.
    pub since: (Vec<LostEntry>, i64),
}

impl Rescued {
    /// What was saved: the book to be looked at, and the rest; `why` is how the damage was noticed.
    #[must_use]
    pub fn of(salvage: Salvage, why: &str) -> (Store, Option<Self>) {
        let Salvage { store, mut damage, found, lost, newest_good, since_backup: since } = salvage;
        if damage.is_empty() {
            damage.push(why.to_owned());
        }
        (store, Some(Self { damage, found, lost, newest_good, since }))
    }
}

/// What all screens share.
#[derive(Debug, Default)]
pub struct Desk {
    /// The filter in force, as typed and as understood.
    pub filter: Option<(String, Filter)>,
    /// Whose reviews, and of which kind, the screen of what is due shows.
    pub lens: Lens,
    /// Which acts the history shows.
    pub acts: Acts,
    /// Which days the insights compare.
    pub days: Days,
    /// What the board looks at.
    pub sight: Sight,
    /// The day of the past the board shows, if it does.
    pub past: Option<Rc<Past>>,
    /// The marked clients; commands serve them all.
    pub marked: BTreeSet<ClientId>,
    /// Notes that were begun and not saved.
    pub drafts: Drafts,
    /// The columns of the table of clients and its order.
    pub table: Table,
    /// The person's own folder, what `~` in a path means.
    pub home: Option<PathBuf>,
    /// The folders files came from and went to last.
    pub folders: Folders,
    /// The folder of mappings of columns kept under names.
    pub mappings: Option<PathBuf>,
    /// Where the person's own settings are kept.
    pub config: Option<PathBuf>,
    /// Why the last scheduled backup could not be made; none once one was.
    pub backup_failed: Option<String>,
    /// What was saved of a damaged book, where that is what is looked at.
    pub rescued: Option<Rc<Rescued>>,
    /// Why the book cannot be written, if it cannot.
    pub read_only: Option<&'static str>,
    undo: bool,
    redo: bool,
    models: usize,
    axes: usize,
    trouble: Option<Message>,
    /// Whether something that was read takes longer than a moment.
    later: bool,
}

impl Desk {
    /// The desk of a book: nothing marked, nothing filtered, its unfinished notes beside it.
    #[must_use]
    pub fn of(store: &Store) -> Self {
        let drafts = Drafts::beside(store.path());
        let trouble = drafts.complaint().map(|said| Message::new(Tone::Bad, &said));
        Self { drafts, trouble, ..Self::default() }
    }

    /// Writes the unfinished notes now: a dialog was left.
    pub fn write_drafts(&mut self) {
        if let Err(error) = self.drafts.write() {
            self.trouble = Some(Message::new(Tone::Bad, &format!("the unfinished note is kept here only: {error}")));
        }
    }

    /// The filter in force.
    #[must_use]
    pub fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref().map(|(_, filter)| filter)
    }

    /// Looks up what can be undone and which models there are.
    pub fn look(&mut self, store: &Store, stamp: &Stamp) {
        let undo = store.next_undo(&stamp.by);
        self.undo = self.or_default(undo).is_some();
        let redo = store.next_redo(&stamp.by);
        self.redo = self.or_default(redo).is_some();
        let ground = store.ground();
        self.models = ground.models.len();
        self.axes = 1 + usize::from(ground.driving().y.is_some());
    }

    /// What commands depend on; the screen adds what it has selected.
    #[must_use]
    pub fn situation(&self) -> Situation {
        Situation {
            marked: self.marked.len(),
            can_undo: self.undo,
            can_redo: self.redo,
            read_only: self.read_only,
            backup_failed: self.backup_failed.is_some(),
            models: self.models,
            axes: self.axes,
            ..Situation::default()
        }
    }

    /// What was read, or nothing and the reason on the message line.
    pub fn or_default<T: Default>(&mut self, read: Result<T, StoreError>) -> T {
        read.unwrap_or_else(|error| {
            match error {
                StoreError::Later => self.later = true,
                error => self.trouble = Some(complaint(&error)),
            }
            T::default()
        })
    }

    /// Whether something that was read since the last question takes longer than a moment and comes later.
    pub fn take_later(&mut self) -> bool {
        std::mem::take(&mut self.later)
    }

    /// Something went wrong, to be said.
    pub fn complain(&mut self, trouble: Message) {
        self.trouble = Some(trouble);
    }

    /// Takes what went wrong while reading, to be said.
    pub fn take_trouble(&mut self) -> Option<Message> {
        self.trouble.take()
    }

    /// The clients a command serves: the marked ones, else the selected one.
    #[must_use]
    pub fn subjects(&self, selected: Option<ClientId>) -> Vec<ClientId> {
        if self.marked.is_empty() { selected.into_iter().collect() } else { self.marked.iter().copied().collect() }
    }

    /// A decision about clients is saved: its draft goes, and the marks that were meant for it.
    pub fn decided(&mut self, draft: &str, clients: &[ClientId]) {
        self.drafts.keep(draft, "");
        self.write_drafts();
        if clients.iter().any(|client| self.marked.contains(client)) {
            self.marked.clear();
        }
    }

    /// Marks a client, or takes its mark away.
    pub fn toggle(&mut self, client: ClientId) {
        if !self.marked.remove(&client) {
            self.marked.insert(client);
        }
    }
}

/// An error as a message, with what to do next.
#[must_use]
pub fn complaint(error: &StoreError) -> Message {
    if matches!(error, StoreError::Damaged(_)) {
        DAMAGED.set(true);
    }
    // The application reads it again by itself.
    if matches!(error, StoreError::Busy) && store::gave_up() {
        return Message::new(Tone::Plain, "another program is writing in this book")
            .hint("what is shown is read again as soon as it has finished");
    }
    let message = Message::new(Tone::Bad, &error.to_string());
    match error.hint() {
        Some(hint) => message.hint(&hint),
        None => message,
    }
}
