//! Notes that were begun and not saved: kept when a dialog is left, and beside the book in case the program dies.

use std::collections::BTreeMap;

/// Unfinished notes by what they were for.
#[derive(Debug, Default)]
pub struct Drafts {
    notes: BTreeMap<String, String>,
}

impl Drafts {
    /// The unfinished note for something; empty where there is none.
    #[must_use]
    pub fn note(&self, of: &str) -> &str {
        self.notes.get(of).map_or("", String::as_str)
    }

    /// Keeps a note, or forgets it where it is empty.
    pub fn keep(&mut self, of: &str, note: &str) {
        if note.trim().is_empty() {
            self.notes.remove(of);
        } else {
            self.notes.insert(of.to_owned(), note.to_owned());
        }
    }
}
