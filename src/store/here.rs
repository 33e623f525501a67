//! Which books this process has open: opening such a file by plain means and closing it again would drop SQLite's locks.
//!
//! Locks of POSIX belong to the process and the file: closing any descriptor of the file takes all of them away (fcntl(2)).
//! The console has several connections to one book, each on its own thread.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::open::Identity;

static OPEN: Mutex<BTreeMap<Identity, usize>> = Mutex::new(BTreeMap::new());

fn open() -> MutexGuard<'static, BTreeMap<Identity, usize>> {
    // A count is never half changed.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A book is open here as long as this lives; it is made before SQLite opens the file and goes after SQLite has closed it.
#[derive(Debug)]
pub(super) struct Here(Identity);

impl Here {
    pub fn at(path: &Path) -> io::Result<Self> {
        let mut open = open();
        let identity = Identity::of(path)?;
        *open.entry(identity).or_default() += 1;
        Ok(Self(identity))
    }

    pub fn identity(&self) -> Identity {
        self.0
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(count) = open.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.0);
            }
        }
    }
}

/// Runs `look`, which may open a file and close it, unless this process has it open as a book: then the answer is none.
/// Meanwhile no book is opened.
pub fn unless_open_here<T>(path: &Path, look: impl FnOnce() -> T) -> Option<T> {
    let open = open();
    let is_open = Identity::of(path).is_ok_and(|identity| open.contains_key(&identity));
    (!is_open).then(look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_counts_as_open_until_its_last_connection_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.db");
        std::fs::write(&path, "x").expect("written");
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        let looked = || unless_open_here(&link, || ()).is_some();
        assert!(looked());
        let first = Here::at(&path).expect("there");
        let second = Here::at(&link).expect("there");
        assert!(!looked());
        drop(first);
        assert!(!looked());
        drop(second);
        assert!(looked());
    }
}
