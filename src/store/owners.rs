//! Who the clients belong to, and since when the book is kept.

use chrono::NaiveDate;

use super::Store;
use super::error::StoreError;

impl Store {
    /// The owners of live clients with the number of their clients, by name; those without an owner under the empty name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn owners(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT owner, sum(clients) FROM totals WHERE model = ? GROUP BY owner HAVING sum(clients) > 0 ORDER BY owner";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([&self.ground().driving().key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The day of the first entry of the history; none in a book where nothing was done yet.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn first_day(&self) -> Result<Option<NaiveDate>, StoreError> {
        Ok(self.db.prepare_cached("SELECT min(day) FROM entries")?.query_row([], |row| row.get(0))?)
    }
}
