//! Indexes put aside while an empty book is filled, and made at once from the finished rows.
//!
//! An entry put in its place costs a search of its tree for each row, and at a million clients pages that no longer fit into
//! memory; the whole index sorted at the end costs next to nothing. It is all one transaction: given up, nothing of it remains.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use super::error::StoreError;

/// Tables whose indexes are only read by lists: no rule asks them while rows come in.
const LISTED: [&str; 3] = ["standing", "clocks", "clients"];
/// But these: by them a client and its rows are found.
const KEPT: [&str; 2] = ["standing_client", "clients_name"];

/// Whether a connection may put indexes of lists aside just now; its authorizer denies that otherwise.
#[derive(Debug, Clone, Default)]
pub(super) struct Leave(Arc<AtomicBool>);

impl Leave {
    /// Whether an index of this table may be dropped.
    pub fn covers(&self, table: &str) -> bool {
        self.is_given() && LISTED.contains(&table)
    }

    /// Whether the schema may be written by SQLite itself.
    pub fn is_given(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn during(&self, db: &Connection, sql: &str) -> Result<(), StoreError> {
        self.0.store(true, Ordering::Relaxed);
        let done = db.execute_batch(sql);
        self.0.store(false, Ordering::Relaxed);
        Ok(done?)
    }
}

/// The indexes put aside, in the words of the schema.
#[derive(Debug)]
pub(super) struct Shelf(Vec<String>);

impl Shelf {
    /// Puts the indexes of lists aside, in the transaction that is open.
    pub fn fill(db: &Connection, leave: &Leave) -> Result<Self, StoreError> {
        let sql = "SELECT name, sql FROM sqlite_schema
                    WHERE type = 'index' AND tbl_name IN (?, ?, ?) AND sql IS NOT NULL AND name NOT IN (?, ?)";
        let indexes: Vec<(String, String)> = {
            let mut asked = db.prepare(sql)?;
            let rows =
                asked.query_map([LISTED[0], LISTED[1], LISTED[2], KEPT[0], KEPT[1]], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let dropped: String = indexes.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
        leave.during(db, &dropped)?;
        Ok(Self(indexes.into_iter().map(|(_, sql)| sql).collect()))
    }

    /// Makes them from the rows that are there now.
    pub fn clear(self, db: &Connection, leave: &Leave) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|sql| leave.during(db, sql))
    }
}
