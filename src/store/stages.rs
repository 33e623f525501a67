//! The lifecycle stages in use, for those who are about to write one.

use super::Store;
use super::error::StoreError;

/// The clients looked at: the newest ones, so that it costs the same in any book.
const LOOKED_AT: i64 = 1_000;

impl Store {
    /// The stages of the newest clients, the most used first, at most so many.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn stages(&self, most: usize) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT stage FROM (SELECT stage FROM clients ORDER BY id DESC LIMIT ?) WHERE stage IS NOT NULL
                    GROUP BY fold(stage) ORDER BY count(*) DESC, fold(stage) LIMIT ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map((LOOKED_AT, i64::try_from(most).unwrap_or(i64::MAX)), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
