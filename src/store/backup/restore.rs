//! Going back to a backup: verified, compared, put in place by one rename, the book that was there kept.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::compare::{Difference, compare};
use super::copy::{Verified, patiently, verified};
use super::names;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;
use crate::store::error::StoreError;
use crate::store::open::{self, Identity};

/// What restoring a backup changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// Clients in the book before, where it could be read.
    pub clients_before: Option<i64>,
    /// Clients in the book now.
    pub clients_after: i64,
    /// Journal entries before, where they could be read.
    pub entries_before: Option<i64>,
    /// Journal entries now.
    pub entries_after: i64,
    /// Where the replaced book is kept, if there was one.
    pub kept: Option<PathBuf>,
    /// What changed, as [`compare`] told it at that moment.
    pub difference: Difference,
}

/// Puts a backup in the place of a book. The book that was there is kept among its backups; whoever still has it open finds
/// that out before the next write.
///
/// # Errors
/// The backup is no book, a newer, or a damaged one, the book is busy, or the disk refuses; then nothing changed.
pub fn restore_backup(book: &Path, from: &Path, stamp: &Stamp) -> Result<RestoreReport, StoreError> {
    open::recognise(from)?;
    // A link stays a link: what it leads to is replaced.
    let real = fs::canonicalize(book).unwrap_or_else(|_| book.to_owned());
    let book = real.as_path();
    refuse_itself(book, from)?;
    let present = fs::symlink_metadata(book).is_ok();
    let (home, folder) = (open::folder_of(book), names::folder(book));
    let failed = |what: String| move |source| StoreError::File { what, source };
    open::make_folder(&home)?;
    let first = compare(book, from)?;
    if let Some(problem) = first.after.problems.first() {
        let what = format!("{} is damaged and was not restored: {problem}", from.display());
        return Err(Refusal::Barred { what, hint: "`quarterdeck backup list` shows which ones are whole".to_owned() }.into());
    }
    let Verified { file, named } = verified(from, &home, open::PATIENCE, &mut patiently)?;
    let lock = if first.before.as_ref().is_some_and(|before| before.is_whole()) { Some(locked(book)?) } else { None };
    // With the lock nobody writes any more: this is what is replaced.
    let difference = if lock.is_some() { compare(book, from)? } else { first };
    let kept = if present {
        open::make_folder(&folder)?;
        let kept = names::free(&folder, &names::stem(book), "replaced", stamp);
        keep(book, &kept).map_err(failed(format!("{} cannot be kept as {}", book.display(), kept.display())))?;
        open::sync_folder(&folder)?;
        Some(kept)
    } else {
        None
    };
    file.persist(book)
        .map_err(|error| StoreError::File { what: format!("{} cannot be put in place", book.display()), source: error.error })?;
    open::sync_folder(&home)?;
    drop((lock, named));
    let (before, after) = (difference.before.as_ref(), &difference.after);
    Ok(RestoreReport {
        clients_before: before.map(|before| before.clients),
        clients_after: after.clients,
        entries_before: before.map(|before| before.entries),
        entries_after: after.entries,
        kept,
        difference,
    })
}

fn refuse_itself(book: &Path, from: &Path) -> Result<(), StoreError> {
    let same = Identity::of(book).ok().is_some_and(|identity| Identity::of(from).ok() == Some(identity));
    if !same {
        return Ok(());
    }
    let what = format!("{} is the book itself", from.display());
    Err(Refusal::Barred { what, hint: "`quarterdeck backup list` shows the backups".to_owned() }.into())
}

/// Keeps other writers out while the files change places.
fn locked(book: &Path) -> Result<Connection, StoreError> {
    let lock = Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    lock.busy_timeout(open::PATIENCE)?;
    lock.execute_batch("BEGIN IMMEDIATE").map_err(|error| open::unopened(error, book))?;
    Ok(lock)
}

/// Keeps a book under another name, with the journal of what was under way in it, which must not meet the next file of its
/// name. Where the file system has links, the book stays in its place until the next one takes it: there is always one.
fn keep(book: &Path, kept: &Path) -> std::io::Result<()> {
    fs::hard_link(book, kept).or_else(|_| fs::rename(book, kept))?;
    for (left, beside) in open::left_behind(book).iter().zip(open::left_behind(kept)) {
        match fs::rename(left, beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Err(_) | Ok(()) => {}
        }
    }
    Ok(())
}
