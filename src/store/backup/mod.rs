//! Backups: copies of the book made beside and verified before they count, listed, thinned by rank, compared and restored.
//!
//! `names` says where they are and what they are called, `copy` makes them, `schedule` says when, `thin` which stay, `examine`
//! whether one is whole, `compare` what restoring one would change, `restore` does it.

mod compare;
mod copy;
mod examine;
mod names;
mod restore;
mod schedule;
mod thin;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::shifts::Watch;
use super::{Store, fleeting, open, schema, waiting};
use crate::domain::stamp::Stamp;

pub use compare::{Difference, LostEntry, compare};
pub use examine::{Examined, examine, newest_good};
pub use names::{BackupFile, backups, the_backup};
pub use restore::{RestoreReport, restore_backup};
pub use schedule::{BACKUP_EVERY, LastPrecaution, Precaution};

pub(super) use compare::since_backup;
pub(super) use copy::private_copy;
pub(super) use schedule::concern_many;

/// Two programs may choose the same name in the same second; so often another one is tried.
const TRIES: usize = 100;

impl Store {
    /// Writes a verified copy of the book to `file`, or into the book's folder of backups under the instant and `why`.
    /// Answers where it is. A file that is there already is never replaced.
    ///
    /// # Errors
    /// The file exists, or the disk refuses; the book itself is not touched.
    pub fn backup(&self, file: Option<&Path>, why: &str, stamp: &Stamp) -> Result<PathBuf, StoreError> {
        let watch: Watch<'_> = &mut |_| ControlFlow::Continue(());
        match file {
            Some(file) => self.copy_to(file, watch).map(|()| file.to_owned()),
            None => self.backup_watched(why, stamp, watch),
        }
    }

    /// Writes a verified copy into the book's folder of backups; `watch` hears of bytes and can end it, so that nothing of it
    /// remains. Where the copy is made but older ones cannot be thinned away, it is made all the same.
    ///
    /// # Errors
    /// The disk refuses, or [`StoreError::Left`] where `watch` wants no more; the book itself is not touched.
    pub fn backup_watched(&self, why: &str, stamp: &Stamp, watch: Watch<'_>) -> Result<PathBuf, StoreError> {
        let folder = self.backup_folder();
        open::make_folder(&folder)?;
        let stem = names::stem(&self.path);
        for _ in 0..TRIES {
            let target = names::free(&folder, &stem, why, stamp);
            match self.copy_to(&target, watch) {
                Err(StoreError::Exists(_)) => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    // The copy is there: that older ones stay does no harm.
                    let _ = thin::thin(&self.path, stamp.now.to_utc(), &target);
                    return Ok(target);
                }
            }
        }
        Err(StoreError::Exists(folder))
    }

    fn copy_to(&self, target: &Path, watch: Watch<'_>) -> Result<(), StoreError> {
        if fs::symlink_metadata(target).is_ok() {
            return Err(StoreError::Exists(target.to_owned()));
        }
        self.still_there()?;
        copy::copy(&self.path, target, waiting::patience(), watch)
    }

    /// Takes away what a killed program left half written beside the book and among its backups.
    pub fn sweep_old_files(&self) {
        fleeting::sweep_old_files(&open::folder_of(&self.path));
        fleeting::sweep_old_files(&self.backup_folder());
    }

    /// Where the backups of this book are.
    #[must_use]
    pub fn backup_folder(&self) -> PathBuf {
        names::folder(&self.path)
    }
}

/// Keeps a book as it is before a newer program changes its schema: without a copy there is no upgrade.
pub(super) fn before_migration(book: &Path) -> Result<(), StoreError> {
    copied_before(book).map_err(|error| StoreError::File {
        what: format!(
            "{} is a book of an older version and was left as it is, because no copy of it could be made before upgrading it; \
             make room beside it, or let this user write to its folder",
            book.display()
        ),
        source: std::io::Error::other(error.to_string().replace("; nothing was changed", "")),
    })
}

fn copied_before(book: &Path) -> Result<(), StoreError> {
    let folder = names::folder(book);
    open::make_folder(&folder)?;
    for n in 1..=TRIES {
        let more = if n == 1 { String::new() } else { format!("-{n}") };
        let kept = folder.join(format!("{}-before-version-{}{more}.db", names::stem(book), schema::VERSION));
        if fs::symlink_metadata(&kept).is_ok() {
            // An upgrade that was cut off left it: it will do where it holds what the book holds.
            if examine::holds(&kept, &examine::head_of(book)?) {
                return Ok(());
            }
            continue;
        }
        match copy::copy(book, &kept, open::PATIENCE, &mut |_| ControlFlow::Continue(())) {
            Err(StoreError::Exists(_)) => {}
            other => return other,
        }
    }
    Err(StoreError::Exists(folder))
}
