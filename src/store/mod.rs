//! One SQLite file: the only code that names rusqlite. It asks and answers in domain types.
//!
//! Reading is in `board`, `due`, `clients`, `page` and `history`: windows of rows, never the whole book. Writing is in
//! `execute` and `import`, both through the one `writer`; `derive` keeps the derived columns true; `journal` is the chain.

mod ahead;
mod arrangement;
mod asof;
mod backup;
mod beside;
mod board;
mod check;
mod clients;
mod compare;
mod conditions;
mod consequences;
mod contains;
mod course;
mod derive;
mod derived;
mod due;
mod error;
mod execute;
mod figures;
mod find;
mod first;
pub mod fleeting;
mod grams;
mod ground;
mod held;
mod here;
mod history;
mod import;
mod insights;
mod integrity;
mod journal;
mod later;
mod lens;
mod lensboard;
mod moves;
mod narrow;
mod open;
mod owners;
mod page;
#[cfg(test)]
mod plans;
mod proposals;
mod recorded;
mod records;
mod rescue;
mod room;
mod roster;
mod rows;
mod scatter;
mod schema;
mod session;
mod shelf;
mod shifts;
mod since;
mod stages;
mod stand;
mod stands_in;
mod subjects;
mod sums;
mod tallies;
mod trail;
mod waiting;
mod writer;

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use chrono::NaiveDate;
use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, params};

pub use ahead::{ConfirmKey, ConfirmRow, Confirmable, DEBT_MONTHS, DayLoad, Debt, Whose};
pub use arrangement::{Arrangement, By, cell_key};
pub use backup::{
    BACKUP_EVERY, BackupFile, Difference, Examined, LastPrecaution, LostEntry, Precaution, RestoreReport, backups, compare,
    examine, newest_good, restore_backup, the_backup,
};
pub use board::{Board, BoardKey, BoardRow, SegmentTotal, Signs};
pub use check::Problem;
pub use clients::{ClientKey, ClientQuery, ClientRow, SortKey};
pub use compare::{CompareQuery, ComparedCell, ComparedRow, Comparison, Contradiction, Standpoint, touch_in_words};
pub use consequences::{Consequences, OwnerLoad, PastMove};
pub use contains::DIGITS;
pub use course::{Counted, Stood};
pub use due::{ClockOn, DueCounts, DueKey, DueQuery, DueRange, DueRow};
pub use error::StoreError;
pub use execute::{Step, Together};
pub use figures::{FiguresBy, FiguresOf};
pub use find::Candidate;
pub use first::{Crowd, HANDFUL};
pub use ground::{Ground, HeldModel};
pub use held::{HeldKey, HeldReview};
pub use here::unless_open_here;
pub use history::{HistoryQuery, HistoryRow, NamedChange};
pub use import::{Import, ImportPolicy, Matching, Probable, RowEnd, Taken, Tell, Twin};
pub use insights::{DayOf, Distribution, DistributionQuery, OwnerBook, OwnerBooks, SegmentShare, Shares, SignCounts};
pub use later::{Answer, Question};
pub use lens::{LensAxis, LensKey, LensRow, LensScore};
pub use moves::{Listed, MoveRow, Mover, Moves, MovesQuery};
pub use page::{Brief, ClientPage, ClockRow, FactorRow, TimelineRow};
pub use proposals::{ProposalKey, ProposalPart, ProposalRow, ProposalsOf};
pub use rescue::{Salvage, salvage};
pub use roster::RosterRow;
pub use scatter::{Plot, Scatter, ScatterCell, ScatterPoint};
pub use session::{
    Agenda, AgendaLine, AgendaRow, Balance, Clue, Conflict, EarlierSession, FactorThen, Finalised, OwnerProgress,
    SessionProgress, SessionRow, Sheet, SheetRow, Sight, StagedMove, WeekShift,
};
pub use shifts::{HoursShift, Progress, ProposalShift, ProposalShifts, Shift, Shifts, Watch};
pub use since::Elsewhere;
pub use stands_in::StandsIn;
pub use subjects::{Decided, Subject};
pub use sums::ClientTotal;
pub use trail::TrailPoint;
pub use waiting::{forget_giving_up, gave_up, new_turn};
pub use writer::Receipt;

/// The file of an open book, for a connection of its own on another thread.
#[derive(Debug, Clone)]
pub struct Aside {
    path: PathBuf,
    identity: Option<open::Identity>,
    /// Given, it ends what its connections read.
    left: Option<Arc<AtomicBool>>,
    /// Told to the store it comes from as well.
    precaution: LastPrecaution,
}

/// Pages of the cache before long work writes into the file and keeps readers out: 256 MiB of 4 KiB pages.
const PAGES_ASIDE: i64 = 65_536;

impl Aside {
    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file again. Others can read it until the work is saved, unless it touches more than fits in memory.
    ///
    /// # Errors
    /// As [`Store::open`]; the path no longer leads to the file that was opened.
    pub fn open(&self, today: NaiveDate) -> Result<Store, StoreError> {
        let mut store = Store { precaution: self.precaution.clone(), ..Store::open(&self.path, today)? };
        if store.identity != self.identity {
            return Err(StoreError::Gone(self.path.clone()));
        }
        store.db.pragma_update(None, "cache_spill", PAGES_ASIDE)?;
        if let Some(sign) = &self.left {
            store.heed(Arc::clone(sign))?;
        }
        Ok(store)
    }
}

use crate::domain::change::{BookModel, Change, Fact};
use crate::domain::command::{TIMEZONE, zone};
use crate::domain::model::builtin;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;
use derive::Deriver;
use here::Here;
use journal::{Caption, Pen};
use shelf::Leave;

/// A book of business that is open.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    leave: Leave,
    path: PathBuf,
    /// None for a book that is only looked at: nothing is ever written to it.
    identity: Option<open::Identity>,
    ground: RefCell<Arc<Ground>>,
    /// Whom the last filters let through, where they are few.
    narrow: RefCell<Vec<narrow::Narrow>>,
    /// What could not be answered within a moment.
    later: later::Later,
    /// The last entry of the book this one was folded from; none where it has a journal of its own.
    folded_from: Option<(i64, [u8; 32])>,
    /// The number of the last entry this store has saved; 0 before the first.
    saved: Arc<AtomicI64>,
    /// What came of the backup before the last act that concerned many.
    precaution: LastPrecaution,
    /// After the connection, which closes first.
    _here: Option<Here>,
}

/// The direction a window of rows is read from its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The rows after the key; from the first where there is none.
    After,
    /// The rows before the key, nearest last; the last ones where there is none.
    Before,
}

impl Store {
    /// Makes an empty book with a built-in model as the driving one.
    ///
    /// # Errors
    /// The file exists, the model is unknown, or the disk refuses.
    pub fn create(path: &Path, model: &str, stamp: &Stamp) -> Result<Self, StoreError> {
        let Some((key, toml)) = builtin::all().iter().find(|(key, _)| *key == model) else {
            let keys: Vec<&str> = builtin::all().iter().map(|(key, _)| *key).collect();
            let hint = format!("built in are {}", keys.join(", "));
            return Err(Refusal::NotFound { what: "model", name: model.to_owned(), hint }.into());
        };
        open::make(path, |db| {
            let row = BookModel {
                key: (*key).to_owned(),
                rev: 1,
                position: 1,
                driving: true,
                toml: (*toml).to_owned(),
                evaluated_on: None,
            };
            let made = Change::make(Fact::Model(row));
            rows::apply(db, made.before(), made.after())?;
            let mut pen = Pen::open(db)?;
            pen.write(db, &made)?;
            let summary = format!("made the book with the model {key}");
            pen.close(db, &Caption { kind: "init", summary: &summary, detail: "{}", reverts: None }, stamp)?;
            derive::mark_made(db)?;
            Ok(())
        })?;
        Self::open(path, stamp.today)
    }

    /// A book that is only looked at.
    fn private(db: Connection, path: PathBuf, ground: RefCell<Arc<Ground>>) -> Self {
        Self {
            db,
            leave: Leave::default(),
            path,
            identity: None,
            ground,
            narrow: RefCell::default(),
            later: later::Later::default(),
            folded_from: None,
            saved: Arc::default(),
            precaution: LastPrecaution::default(),
            _here: None,
        }
    }

    /// Opens a book, and brings the due dates up to date for `today`.
    ///
    /// # Errors
    /// No file, a file that is no book or a newer one (left as it is), a busy, read-only or damaged one.
    pub fn open(path: &Path, today: NaiveDate) -> Result<Self, StoreError> {
        open::recognise(path)?;
        let cannot = |source| StoreError::File { what: format!("{} cannot be opened", path.display()), source };
        let here = Here::at(path).map_err(cannot)?;
        let (db, leave) = open::connect(path)?;
        let identity = open::Identity::of(path).map_err(cannot)?;
        if identity != here.identity() {
            return Err(StoreError::Gone(path.to_owned()));
        }
        let ground = ground::read_from(&db, None)?;
        let (path, ground, narrow) = (path.to_owned(), RefCell::new(ground), RefCell::default());
        let store = Self {
            db,
            leave,
            path,
            identity: Some(identity),
            ground,
            narrow,
            later: later::Later::default(),
            folded_from: None,
            saved: Arc::default(),
            precaution: LastPrecaution::default(),
            _here: Some(here),
        };
        store.make_derived(today)?;
        store.turn_to(today)?;
        Ok(store)
    }

    /// The zone a book sets for its days, read without opening it for work; none where it goes by the system's.
    ///
    /// # Errors
    /// As for `open`.
    pub fn zone(path: &Path) -> Result<Option<Tz>, StoreError> {
        open::recognise(path)?;
        let _here =
            Here::at(path).map_err(|source| StoreError::File { what: format!("{} cannot be opened", path.display()), source })?;
        let (db, _) = open::connect(path)?;
        let read = db.query_row("SELECT value FROM settings WHERE key = ?1", [TIMEZONE], |row| row.get::<_, String>(0));
        Ok(read.optional()?.and_then(|name| zone(&name).ok()).flatten())
    }

    /// Where the book is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal's last number and hash, in hexadecimal; of a book as it was, those of the book it was made of.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn head(&self) -> Result<(i64, String), StoreError> {
        let (seq, hash) = self.folded_from.map_or_else(|| journal::head(&self.db), Ok)?;
        Ok((seq, hex(&hash)))
    }

    /// What tells this book from every other, for good: the hash of its second journal entry, which also covers the first, or of
    /// the first where it has no other; in hexadecimal. A copy of the file is the same book.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn origin(&self) -> Result<String, StoreError> {
        let sql = "SELECT hash FROM entries ORDER BY seq <> 2, seq LIMIT 1";
        let hash: Vec<u8> = self.db.query_row(sql, [], |row| row.get(0))?;
        Ok(hex(&hash))
    }

    /// A number that changes when another process has written.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn version(&self) -> Result<i64, StoreError> {
        Ok(self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Reads models and settings again after another process has written.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn look_again(&self) -> Result<(), StoreError> {
        self.reload_ground().map(|_| ())
    }

    /// Brings due dates that depend on the day (the end of an override, a day before the last recorded fact) up to date.
    ///
    /// # Errors
    /// The book is busy or gone, or cannot be read or written.
    pub fn turn_to(&self, today: NaiveDate) -> Result<(), StoreError> {
        if !derive::any_outside(&self.db, today)? {
            return Ok(());
        }
        self.look_through()?;
        self.begin_writing()?;
        let refreshed = self.reload_ground().and_then(|ground| derive::refresh_outside(&self.db, &ground, today));
        self.end_writing(refreshed)
    }

    /// Makes the derived rows of a book anew that an older program wrote.
    fn make_derived(&self, today: NaiveDate) -> Result<(), StoreError> {
        if derive::are_made(&self.db)? {
            return Ok(());
        }
        self.look_through()?;
        self.begin_writing()?;
        let made = self.reload_ground().and_then(|ground| {
            Deriver::default().make_anew(&self.db, &ground, today, &mut |_| ControlFlow::Continue(()))?;
            derive::mark_made(&self.db)
        });
        self.end_writing(made)
    }

    /// The file, for a connection of its own on another thread.
    #[must_use]
    pub fn aside(&self) -> Aside {
        Aside { path: self.path.clone(), identity: self.identity, left: None, precaution: self.precaution.clone() }
    }

    /// Whether the path still leads to the file that was opened.
    ///
    /// # Errors
    /// It does not: nothing may be written.
    pub fn still_there(&self) -> Result<(), StoreError> {
        match open::Identity::of(&self.path) {
            Ok(identity) if Some(identity) == self.identity => Ok(()),
            Ok(_) | Err(_) => Err(StoreError::Gone(self.path.clone())),
        }
    }

    /// Takes the write lock of the file that was opened, where it still is.
    fn begin_writing(&self) -> Result<(), StoreError> {
        self.still_there()?;
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(|error| open::unopened(error, &self.path))?;
        open::known_version(&self.db, &self.path).inspect_err(|_| self.roll_back())
    }

    /// Ends a transaction that wrote entries up to `seq`, the last of which has `hash`. Only `Ok` means saved; a COMMIT that
    /// failed may have saved all the same.
    ///
    /// # Errors
    /// Nothing was saved; or it is not known, and the sentence says so.
    fn commit_entries(&self, seq: i64, hash: [u8; 32]) -> Result<(), StoreError> {
        if let Err(error) = self.db.execute_batch("COMMIT") {
            self.roll_back();
            if !self.has_entry(seq, hash)? {
                return Err(error.into());
            }
            // What failed last may have been to make the end of SQLite's journal durable.
            open::sync_folder(&open::folder_of(&self.path))?;
        }
        self.saved.store(seq, Ordering::Relaxed);
        self.still_there().map_err(|_| StoreError::File {
            what: format!("{} was moved, replaced or deleted while this was saved", self.path.display()),
            source: std::io::Error::other("it is not known whether it is in the book; look at the history before doing it again"),
        })
    }

    /// The number of the last entry that was saved through this store, for whoever asks later; 0 before the first.
    #[must_use]
    pub fn saved(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.saved)
    }

    /// Commits derived rows that were refreshed; nothing remains of a refresh that failed, nor of the lock.
    fn end_writing(&self, refreshed: Result<(), StoreError>) -> Result<(), StoreError> {
        let ended = refreshed.and_then(|()| self.still_there()).and_then(|()| Ok(self.db.execute_batch("COMMIT")?));
        if ended.is_err() {
            self.roll_back();
        }
        ended
    }

    fn connection(&self) -> &Connection {
        &self.db
    }

    fn roll_back(&self) {
        if !self.db.is_autocommit() {
            // A failed rollback leaves nothing to do here: the next BEGIN reports what is wrong.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }

    /// Whether the journal holds an entry: the truth after a COMMIT that reported a failure.
    ///
    /// # Errors
    /// It cannot be read back: then nobody may say saved, nor failed.
    fn has_entry(&self, seq: i64, hash: [u8; 32]) -> Result<bool, StoreError> {
        if !self.db.is_autocommit() {
            // The transaction is still open: what it reads is its own, not what is in the file.
            return Err(unknown(std::io::Error::other("the transaction could not be ended")));
        }
        let sql = "SELECT 1 FROM entries WHERE seq = ? AND hash = ?";
        let found = self.db.query_row(sql, params![seq, hash], |_| Ok(())).optional();
        found.map(|found| found.is_some()).map_err(|error| unknown(std::io::Error::other(error)))
    }
}

/// A COMMIT failed, and the truth could not be read back.
fn unknown(source: std::io::Error) -> StoreError {
    let what = "it is not known whether this was saved; look at the history before doing it again".to_owned();
    StoreError::File { what, source }
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
