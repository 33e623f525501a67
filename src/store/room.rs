//! More memory for pages while many rows are written, so that the indexes stay at hand; given back at the end.

use super::Store;
use super::error::StoreError;

/// As long as it is there, the pages of the book have more room.
pub(super) struct Room<'s>(&'s Store);

impl<'s> Room<'s> {
    /// For changes all over the book.
    pub fn take(store: &'s Store) -> Result<Self, StoreError> {
        store.connection().execute_batch("PRAGMA cache_size = -131072")?;
        Ok(Self(store))
    }

    /// For rows that come one after the other, or are read so.
    pub fn some(store: &'s Store) -> Result<Self, StoreError> {
        store.connection().execute_batch("PRAGMA cache_size = -32768")?;
        Ok(Self(store))
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // A cache that stays larger does no harm.
        let _ = self.0.connection().execute_batch("PRAGMA cache_size = -4000");
    }
}
