//! Whether the journal still holds an entry that is known from elsewhere: what shows that its end was cut off, or an older copy
//! of the file was put in its place, which no chain can show by itself.

use rusqlite::OptionalExtension;

use super::check::Problem;
use super::error::StoreError;
use super::{Store, hex};

/// Hexadecimal digits of a hash that tell an entry: less might fit another by chance.
pub const DIGITS: usize = 12;

impl Store {
    /// Whether entry `seq` of the journal has the hash that was noted of it (in an export, a minute, a mail); none where it has.
    /// The beginning of a hash will do, [`DIGITS`] of it at least. That what comes before it is as it was, `check` says.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn contains(&self, seq: i64, hash: &str) -> Result<Option<Problem>, StoreError> {
        let sql = "SELECT hash FROM entries WHERE seq = ?";
        let found: Option<[u8; 32]> = self.db.prepare_cached(sql)?.query_row([seq], |row| row.get(0)).optional()?;
        let (last, _) = self.head()?;
        let what = match found {
            Some(found) if hash.len() >= DIGITS && hex(&found).starts_with(&hash.to_ascii_lowercase()) => return Ok(None),
            Some(_) => format!(
                "entry {seq} of the journal is another than the one named: this is another book, or its past was rewritten"
            ),
            None if seq > last => {
                format!("the journal ends at entry {last}: entry {seq} was cut off, or this is an older copy of the book")
            }
            None => format!("there is no entry {seq} in the journal"),
        };
        let hint = "compare it with the newest backup: `quarterdeck restore-backup FILE` goes back to one".to_owned();
        Ok(Some(Problem { what, hint }))
    }
}
