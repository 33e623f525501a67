//! The book as it was: the journal folded up to a civil day into a book of its own that nobody keeps.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::Store;
use super::derive::Deriver;
use super::error::StoreError;
use super::journal::{self, Order, each_change};
use super::rows::{Applied, apply, force};
use super::shifts::{Progress, Watch};
use super::{ground, open, schema};
use crate::domain::change::Fact;
use crate::domain::client::Client;

/// Every so many entries somebody hears how far the work has come.
const TOLD_EVERY: i64 = 200;

/// How strictly the journal is folded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    /// Every change must find the row as it says: anything else is damage.
    Exact,
    /// Entries of later days are left out, so a row may differ from what an entry of an earlier day, written later, expects:
    /// then what the entry says holds.
    UpTo(NaiveDate),
}

impl Store {
    /// The book as it was at the end of a civil day, by the days entries were recorded under. Its cost is that of the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn as_of(&self, day: NaiveDate) -> Result<Self, StoreError> {
        self.as_of_watched(day, &mut |_| ControlFlow::Continue(()))
    }

    /// The same where somebody waits for it: `watch` hears how far the journal, then the clients, are read, and may leave it.
    ///
    /// # Errors
    /// The journal cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn as_of_watched(&self, day: NaiveDate, watch: Watch<'_>) -> Result<Self, StoreError> {
        let db = fold(&self.db, Fold::UpTo(day), watch)?;
        let ground = ground::read_from(&db, None)?;
        let head = journal::head(&self.db)?;
        let mut deriver = Deriver::default();
        db.execute_batch("BEGIN")?;
        deriver.make_anew(&db, &ground, day, watch)?;
        db.execute_batch("COMMIT")?;
        let (path, ground) = (self.path.clone(), RefCell::new(Arc::clone(&ground)));
        Ok(Self { folded_from: Some(head), ..Self::private(db, path, ground) })
    }
}

/// Folds the journal of a book into the fact tables of a new, private one. Derived rows stay empty.
pub(super) fn fold(book: &Connection, how: Fold, watch: Watch<'_>) -> Result<Connection, StoreError> {
    let db = open::private()?;
    db.execute_batch("BEGIN")?;
    schema::migrate(&db, 0)?;
    let last_day = match how {
        Fold::Exact => NaiveDate::MAX,
        Fold::UpTo(day) => day,
    };
    let of: i64 = book.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
    let mut done = 0;
    let mut entries = book.prepare("SELECT seq, day, kind = 'init' FROM entries ORDER BY seq")?;
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        done += 1;
        if done % TOLD_EVERY == 0 && watch(Progress { done, of }).is_break() {
            return Err(StoreError::Left);
        }
        let seq: i64 = row.get(0)?;
        let day: NaiveDate = row.get(1)?;
        // A book made today may hold entries of earlier days: without its models there would be nothing to hang them on.
        let makes_the_book: bool = row.get(2)?;
        if day > last_day && !makes_the_book {
            continue;
        }
        each_change(book, seq, Order::Forward, |change| {
            if let (Fold::UpTo(_), Some(Fact::Client(client))) = (how, change.after()) {
                give_up_id(&db, client)?;
            }
            match (apply(&db, change.before(), change.after())?, how) {
                (Applied::Done, _) => Ok(()),
                (Applied::Moved, Fold::UpTo(_)) => force(&db, change.before(), change.after()),
                (Applied::Moved, Fold::Exact) => {
                    Err(StoreError::Damaged(format!("entry {seq} of the journal does not follow from those before it")))
                }
            }
        })?;
    }
    db.execute_batch("COMMIT")?;
    Ok(db)
}

/// Takes an external id from any other client: where the entry that freed it is of a later day, two would have it, and the one
/// written last does.
fn give_up_id(db: &Connection, client: &Client) -> Result<(), StoreError> {
    if let Some(external_id) = &client.external_id {
        let sql = "UPDATE clients SET external_id = NULL WHERE external_id = ? AND id <> ?";
        db.prepare_cached(sql)?.execute(params![external_id, client.id])?;
    }
    Ok(())
}
