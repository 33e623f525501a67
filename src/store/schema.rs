//! The schema as an ordered list of migrations, and the marks by which a book is known.

use rusqlite::Connection;

use super::error::StoreError;

/// `QDCK`: SQLite's application id of a book.
pub(super) const APPLICATION_ID: i64 = 0x5144_434B;

/// The steps that lead from an empty file to the newest schema. A released step is never edited: the next one is added.
const MIGRATIONS: [&str; 5] = [
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
];

/// The newest schema this program knows.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Marks the form of the derived rows a book has; where it is another, they are made anew when it is opened.
pub(super) const DERIVED: &str = "5";

/// Applies the steps after `from` in the transaction that is open.
pub(super) fn migrate(db: &Connection, from: i64) -> Result<(), StoreError> {
    let done = usize::try_from(from).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        db.execute_batch(step)?;
    }
    db.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
