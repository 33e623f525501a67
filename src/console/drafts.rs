//! Notes that were begun and not saved: kept when a dialog is left, and beside the book in case the program dies.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::exchange::files::{NotWritten, one_at_a_time, write_beside};
use crate::exchange::refused::shown_path;

/// How long typing may go unwritten: with the time to write it, at most two seconds of it are lost.
const PAUSE: Duration = Duration::from_millis(1_500);
/// A larger file is none of ours.
const LIMIT: u64 = 16 * 1024 * 1024;

/// Unfinished notes by what they were for (`move/12`, `review/12/note`).
#[derive(Debug, Default)]
pub struct Drafts {
    notes: BTreeMap<String, String>,
    file: Option<PathBuf>,
    changed: BTreeSet<String>,
    since: Option<Instant>,
    /// Where a file of drafts that does not read was put.
    unread: Option<PathBuf>,
}

impl Drafts {
    /// The drafts of a book: those beside it (`<book>.drafts.json`), none where there is no such file. One that does not read is put
    /// aside, so that what is typed from now on does not take its place.
    #[must_use]
    pub fn beside(book: &Path) -> Self {
        let file = book.with_extension("drafts.json");
        let (notes, unread) = read(&file);
        Self { notes, file: Some(file), changed: BTreeSet::new(), since: None, unread }
    }

    /// What is to be said of a file of drafts that does not read; none where there was none.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        let aside = shown_path(self.unread.as_deref()?);
        Some(format!("the unfinished notes kept beside the book cannot be read; they are put aside as {aside}"))
    }

    /// The unfinished note for something; empty where there is none.
    #[must_use]
    pub fn note(&self, of: &str) -> &str {
        self.notes.get(of).map_or("", String::as_str)
    }

    /// Keeps a note, or forgets it where it is empty. It is written a moment later.
    pub fn keep(&mut self, of: &str, note: &str) {
        if self.note(of) == note {
            return;
        }
        if note.trim().is_empty() {
            if self.notes.remove(of).is_none() {
                return;
            }
        } else {
            self.notes.insert(of.to_owned(), note.to_owned());
        }
        self.changed.insert(of.to_owned());
        self.since.get_or_insert_with(Instant::now);
    }

    /// When something is to be written; never while nothing is pending.
    #[must_use]
    pub fn next_write(&self) -> Option<Instant> {
        self.since.map(|since| since + PAUSE)
    }

    /// Writes what changed, where it is time.
    ///
    /// # Errors
    /// The folder of the book cannot be written to.
    pub fn write_if_due(&mut self, now: Instant) -> Result<(), NotWritten> {
        if self.next_write().is_some_and(|due| now >= due) { self.write() } else { Ok(()) }
    }

    /// Writes what changed since the last time over what another console may have written meanwhile; without a note left
    /// the file goes.
    ///
    /// # Errors
    /// The folder of the book cannot be written to; it is tried again when more is typed.
    pub fn write(&mut self) -> Result<(), NotWritten> {
        self.since = None;
        let Some(file) = self.file.clone().filter(|_| !self.changed.is_empty()) else { return Ok(()) };
        one_at_a_time(&file, || self.write_over(&file))
    }

    fn write_over(&mut self, file: &Path) -> Result<(), NotWritten> {
        let (mut all, _) = read(file);
        for of in &self.changed {
            match self.notes.get(of) {
                Some(note) => all.insert(of.clone(), note.clone()),
                None => all.remove(of),
            };
        }
        if all.is_empty() {
            // A file that is not there needs no removal; one that cannot be removed is overwritten next time.
            let _ = std::fs::remove_file(file);
        } else {
            let text = serde_json::to_string_pretty(&all).expect("a map of texts is JSON");
            write_beside(file, |beside| beside.write_all(text.as_bytes()))?;
        }
        self.changed.clear();
        Ok(())
    }
}

/// The end of the program, however it comes, loses no typing.
impl Drop for Drafts {
    fn drop(&mut self) {
        // There is nobody left to tell.
        let _ = self.write();
    }
}

/// The notes in a file; and where it was put, where it is there and has none that can be read.
fn read(file: &Path) -> (BTreeMap<String, String>, Option<PathBuf>) {
    let Ok(about) = std::fs::metadata(file) else { return <_>::default() };
    let small = about.is_file() && about.len() <= LIMIT;
    let bytes = small.then(|| std::fs::read(file).ok()).flatten();
    if let Some(notes) = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        return (notes, None);
    }
    let aside = file.with_extension("unread.json");
    // What cannot be put aside either is said when the next note cannot be written.
    let put = about.is_file() && std::fs::rename(file, &aside).is_ok();
    (BTreeMap::new(), put.then_some(aside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_survive_the_death_of_the_program_and_are_their_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.qdk");
        let mut drafts = Drafts::beside(&book);
        drafts.keep("move/1", "because\nof the merger");
        let due = drafts.next_write().unwrap();
        drafts.write_if_due(due - Duration::from_millis(1)).unwrap();
        assert!(!folder.path().join("book.drafts.json").exists());
        drafts.write_if_due(due).unwrap();
        // Killed here: no drop.
        std::mem::forget(drafts);
        assert_eq!(Drafts::beside(&book).note("move/1"), "because\nof the merger");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(folder.path().join("book.drafts.json")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn nothing_wakes_the_program_while_nothing_is_pending() {
        let folder = tempfile::tempdir().unwrap();
        let mut drafts = Drafts::beside(&folder.path().join("book.qdk"));
        assert_eq!(drafts.next_write(), None);
        drafts.keep("move/1", "");
        assert_eq!(drafts.next_write(), None, "an empty note changes nothing");
        drafts.keep("move/1", "some");
        assert!(drafts.next_write().is_some());
        drafts.write().unwrap();
        assert_eq!(drafts.next_write(), None);
        drafts.keep("move/1", "some");
        assert_eq!(drafts.next_write(), None, "the same again");
    }

    #[test]
    fn the_file_goes_with_the_last_draft() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.qdk");
        let mut drafts = Drafts::beside(&book);
        drafts.keep("move/1", "some");
        drafts.write().unwrap();
        drafts.keep("move/1", " \n");
        drafts.write().unwrap();
        assert!(!folder.path().join("book.drafts.json").exists());
    }

    #[test]
    fn two_consoles_keep_each_others_drafts() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.qdk");
        let (mut ana, mut bob) = (Drafts::beside(&book), Drafts::beside(&book));
        ana.keep("move/1", "from ana");
        ana.write().unwrap();
        bob.keep("move/2", "from bob");
        drop(bob);
        let both = Drafts::beside(&book);
        assert_eq!((both.note("move/1"), both.note("move/2")), ("from ana", "from bob"));
    }

    #[test]
    fn a_file_that_does_not_read_and_a_folder_that_does_not_write_are_survived() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.qdk");
        std::fs::write(folder.path().join("book.drafts.json"), "{ no").unwrap();
        let mut begun = Drafts::beside(&book);
        assert_eq!(begun.note("move/1"), "");
        let aside = folder.path().join("book.drafts.unread.json");
        assert!(begun.complaint().is_some_and(|said| said.contains("book.drafts.unread.json")));
        begun.keep("move/1", "typed anew");
        begun.write().unwrap();
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "{ no", "it is not written over");
        let again = Drafts::beside(&book);
        assert_eq!((again.note("move/1"), again.complaint()), ("typed anew", None));
        let mut lost = Drafts::beside(&folder.path().join("gone").join("book.qdk"));
        lost.keep("move/1", "some");
        assert!(lost.write().is_err());
        assert_eq!(lost.next_write(), None, "it is not tried over and over");
        assert_eq!(lost.note("move/1"), "some");
    }
}
