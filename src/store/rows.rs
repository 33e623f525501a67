//! The one way a fact reaches its table: read as a record, compared with what it should be, then written.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, ffi, params_from_iter};

use super::error::StoreError;
use crate::domain::change::Fact;

/// A fact that is one row of a table. The first `KEYS` columns are its identity.
pub(super) trait Record: Sized + PartialEq {
    const TABLE: &'static str;
    const COLUMNS: &'static [&'static str];
    const KEYS: usize = 1;

    fn values(&self) -> Vec<Value>;
    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;
}

impl<R: Record> Record for Box<R> {
    const TABLE: &'static str = R::TABLE;
    const COLUMNS: &'static [&'static str] = R::COLUMNS;
    const KEYS: usize = R::KEYS;

    fn values(&self) -> Vec<Value> {
        R::values(self)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        R::read(row).map(Self::new)
    }
}

/// The columns of a record, for a SELECT, behind an alias where one is given (`c.`).
pub(super) fn columns<R: Record>(alias: &str) -> String {
    R::COLUMNS.iter().map(|column| format!("{alias}{column}")).collect::<Vec<_>>().join(", ")
}

/// What is said of a kind of record in SQL; put into words once a thread, since an import says it a million times.
struct Statements {
    select: String,
    present: String,
    insert: String,
    update: String,
    delete: String,
}

impl Statements {
    fn of<R: Record>() -> Rc<Self> {
        thread_local! { static KNOWN: RefCell<HashMap<&'static str, Rc<Statements>>> = RefCell::default(); }
        KNOWN.with_borrow_mut(|known| Rc::clone(known.entry(R::TABLE).or_insert_with(|| Rc::new(Self::worded::<R>()))))
    }

    fn worded<R: Record>() -> Self {
        let (table, all) = (R::TABLE, columns::<R>(""));
        let each = |columns: &[&str], between: &str| {
            columns.iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(between)
        };
        let (this, sets) = (each(&R::COLUMNS[..R::KEYS], " AND "), each(&R::COLUMNS[R::KEYS..], ", "));
        let marks = vec!["?"; R::COLUMNS.len()].join(", ");
        Self {
            select: format!("SELECT {all} FROM {table} "),
            present: format!("SELECT {all} FROM {table} WHERE {this}"),
            insert: format!("INSERT INTO {table} ({all}) VALUES ({marks})"),
            update: format!("UPDATE {table} SET {sets} WHERE {this}"),
            delete: format!("DELETE FROM {table} WHERE {this}"),
        }
    }
}

/// All records of a table that satisfy a condition (`WHERE …` and what follows).
pub(super) fn select<R: Record>(db: &Connection, rest: &str, params: impl rusqlite::Params) -> Result<Vec<R>, StoreError> {
    let mut statement = db.prepare_cached(&[&Statements::of::<R>().select, rest].concat())?;
    let rows = statement.query_map(params, R::read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The first record of a table that satisfies a condition.
pub(super) fn select_one<R: Record>(db: &Connection, rest: &str, params: impl rusqlite::Params) -> Result<Option<R>, StoreError> {
    let mut statement = db.prepare_cached(&[&Statements::of::<R>().select, rest].concat())?;
    Ok(statement.query_row(params, R::read).optional()?)
}

/// The row of the same identity, as it is now.
pub(super) fn present<R: Record>(db: &Connection, of: &R) -> Result<Option<R>, StoreError> {
    let keys = of.values().into_iter().take(R::KEYS);
    let mut statement = db.prepare_cached(&Statements::of::<R>().present)?;
    Ok(statement.query_row(params_from_iter(keys), R::read).optional()?)
}

fn insert<R: Record>(db: &Connection, record: &R) -> rusqlite::Result<()> {
    db.prepare_cached(&Statements::of::<R>().insert)?.execute(params_from_iter(record.values()))?;
    Ok(())
}

fn update<R: Record>(db: &Connection, record: &R) -> Result<(), StoreError> {
    let mut values = record.values();
    values.rotate_left(R::KEYS);
    db.prepare_cached(&Statements::of::<R>().update)?.execute(params_from_iter(values))?;
    Ok(())
}

fn delete<R: Record>(db: &Connection, record: &R) -> Result<(), StoreError> {
    let keys = record.values().into_iter().take(R::KEYS);
    db.prepare_cached(&Statements::of::<R>().delete)?.execute(params_from_iter(keys))?;
    Ok(())
}

/// Writes a derived row where it differs; nobody else writes those, so nothing is compared first.
pub(super) fn put<R: Record>(db: &Connection, old: Option<&R>, new: Option<&R>) -> Result<(), StoreError> {
    match (old, new) {
        (Some(old), Some(new)) if old == new => Ok(()),
        (Some(_), Some(new)) => update(db, new),
        (None, Some(new)) => Ok(insert(db, new)?),
        (Some(old), None) => delete(db, old),
        (None, None) => Ok(()),
    }
}

/// Writes what a change says, whatever the row is now.
pub(super) fn force(db: &Connection, before: Option<&Fact>, after: Option<&Fact>) -> Result<(), StoreError> {
    fn set<R: Record>(db: &Connection, of: &R, after: Option<&R>) -> Result<(), StoreError> {
        put(db, present(db, of)?.as_ref(), after)
    }
    macro_rules! each {
        ($($kind:ident),*) => {
            match (before, after) {
                $(
                    (_, Some(Fact::$kind(after))) => set(db, after, Some(after)),
                    (Some(Fact::$kind(before)), None) => set(db, before, None),
                )*
                (None, None) => Ok(()),
            }
        };
    }
    each!(Client, Placement, Decision, Score, Review, Action, Mark, Setting, Model, Calendar, Session, Item, Opinion)
}

/// Whether a write was done, or found the row moved.
pub(super) enum Applied {
    Done,
    Moved,
}

/// Writes a change after making sure that the row still equals its `before`.
pub(super) fn apply(db: &Connection, before: Option<&Fact>, after: Option<&Fact>) -> Result<Applied, StoreError> {
    macro_rules! each {
        ($($kind:ident),*) => {
            match (before, after) {
                $(
                    (Some(Fact::$kind(before)), Some(Fact::$kind(after))) => swap(db, Some(before), Some(after)),
                    (Some(Fact::$kind(before)), None) => swap(db, Some(before), None),
                    (None, Some(Fact::$kind(after))) => swap(db, None, Some(after)),
                )*
                (None, None) | (Some(_), Some(_)) => Ok(Applied::Moved),
            }
        };
    }
    each!(Client, Placement, Decision, Score, Review, Action, Mark, Setting, Model, Calendar, Session, Item, Opinion)
}

fn swap<R: Record>(db: &Connection, before: Option<&R>, after: Option<&R>) -> Result<Applied, StoreError> {
    match (before, after) {
        (None, Some(after)) => return made(db, after),
        (Some(before), _) if present(db, before)?.as_ref() != Some(before) => return Ok(Applied::Moved),
        (Some(_), Some(after)) => update(db, after)?,
        (Some(before), None) => delete(db, before)?,
        (None, None) => return Ok(Applied::Moved),
    }
    Ok(Applied::Done)
}

/// Writes a row that is not there yet. SQLite looks whether it is as it writes.
fn made<R: Record>(db: &Connection, record: &R) -> Result<Applied, StoreError> {
    match insert(db, record) {
        Ok(()) => Ok(Applied::Done),
        Err(rusqlite::Error::SqliteFailure(
            ffi::Error { extended_code: ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID, .. },
            _,
        )) => Ok(Applied::Moved),
        Err(fault) => Err(fault.into()),
    }
}
