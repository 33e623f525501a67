//! Files that must not outlive the program: named while they are there, taken away when a signal ends it, or days later.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How the names of such files begin that lie beside a book or an export.
pub const PREFIX: &str = ".quarterdeck-";
/// How the names of such folders begin that lie among the temporary ones of the system.
pub const FOLDER_PREFIX: &str = "quarterdeck-tmp-";

/// A file to which nothing was written for so long is nobody's any more.
const OLD_FILE: Duration = Duration::from_hours(1);
/// A sample book may be open for a week.
const OLD_FOLDER: Duration = Duration::from_hours(24 * 7);

static THERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file or folder with a name that is there for a while; whoever made it takes it away, or gives it a name that stays.
#[derive(Debug)]
pub struct Fleeting(PathBuf);

impl Fleeting {
    /// Names one.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        THERE.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Fleeting {
    fn drop(&mut self) {
        THERE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// A folder of its own among the temporary ones, with everything in it.
#[derive(Debug)]
pub struct FleetingFolder {
    // Fields go in their order: first the folder, then its name.
    folder: tempfile::TempDir,
    _named: Fleeting,
}

impl FleetingFolder {
    /// Makes one that only its owner can enter.
    ///
    /// # Errors
    /// The system has no room for it.
    pub fn make() -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(FOLDER_PREFIX).tempdir()?;
        let named = Fleeting::new(folder.path());
        Ok(Self { folder, _named: named })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away what is named now: the program is about to end without a chance to do it in order.
pub fn sweep() {
    // Whoever wants to name or keep a file waits here for the end.
    let there = THERE.lock().unwrap_or_else(PoisonError::into_inner);
    for path in there.iter() {
        // What cannot be taken away is taken away by a later run.
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        for left in super::open::left_behind(path) {
            let _ = fs::remove_file(left);
        }
    }
    // The program ends with the lock held, so that nothing new is made meanwhile.
    std::mem::forget(there);
}

/// Takes away what a killed program left in a folder of books, exports or backups.
pub fn sweep_old_files(folder: &Path) {
    sweep_old(folder, PREFIX, OLD_FILE);
}

/// Takes away what a killed program left among the temporary folders of the system.
pub fn sweep_old_folders() {
    sweep_old(&std::env::temp_dir(), FOLDER_PREFIX, OLD_FOLDER);
}

fn sweep_old(folder: &Path, prefix: &str, old: Duration) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !is_ours(&entry.file_name(), prefix) {
            continue;
        }
        // Neither follows a link.
        let Ok(about) = entry.metadata() else { continue };
        if about.modified().is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > old)) {
            let _ = if about.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
        }
    }
}

fn is_ours(name: &OsString, prefix: &str) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_program_left_is_taken_away_an_hour_later_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [".quarterdeck-abc.part", ".quarterdeck-x-journal", "book.db", ".quarterdeckish", "quarterdeck-board.csv"];
        let aged = |minutes: u64| {
            for name in names {
                fs::write(folder.path().join(name), "Acme").expect("written");
                let file = fs::File::options().write(true).open(folder.path().join(name)).expect("opened");
                let then = file.metadata().and_then(|about| about.modified()).expect("a time") - Duration::from_mins(minutes);
                file.set_modified(then).expect("aged");
            }
            sweep_old_files(folder.path());
            fs::read_dir(folder.path()).expect("listed").count()
        };
        assert_eq!(aged(50), 5, "another program may be writing it");
        assert_eq!(aged(70), 3);
        sweep_old_files(&folder.path().join("nowhere"));
    }

    #[test]
    fn a_fleeting_folder_goes_with_what_is_in_it() {
        let folder = FleetingFolder::make().expect("a folder");
        let path = folder.path().to_owned();
        fs::write(path.join("rehearsal.db"), "Acme").expect("written");
        assert!(THERE.lock().expect("held by nobody").contains(&path));
        drop(folder);
        assert!(!path.exists() && !THERE.lock().expect("held by nobody").contains(&path));
    }
}
