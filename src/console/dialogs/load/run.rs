//! The import itself: rehearsed, or written as one step after a copy of the book.

use std::path::Path;

use super::looked::{name_of, said};
use crate::console::desk::complaint;
use crate::console::layer::{Load, Message, Outcome, Tone};
use crate::domain::stamp::Stamp;
use crate::exchange::import::load::{LoadError, Loaded, Loading, Made, Orders};
use crate::exchange::refused::shown_path;
use crate::store::{Progress, Store, StoreError, Watch};

/// Brings a file into the book as one step, after a copy of the book.
#[must_use]
pub fn bring_in(load: &Load, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Outcome {
    let loaded = match loaded(&load.file, load.orders.clone(), store, stamp, watch) {
        Ok(loaded) => loaded,
        Err(error) => return Outcome::Refused(trouble(&error)),
    };
    let name = name_of(&load.file);
    let counts = loaded.in_words_with(|n| load.formats.count(n));
    let refused = load.orders.rejects.as_deref().filter(|_| loaded.rejected > 0);
    let written = refused.map_or_else(String::new, |path| format!("; the refused rows are in {}", shown_path(path)));
    Outcome::Saved(if loaded.seq.is_some() {
        let unguarded = loaded.backup_failed.as_deref().map_or_else(String::new, |why| format!("; no backup was made: {why}"));
        Message::new(Tone::Good, &format!("imported {name}: {counts}{written}{unguarded}")).hint("u takes it back")
    } else {
        Message::new(Tone::Plain, &format!("{name} changed nothing: {counts}{written}"))
    })
}

/// Brings rows in, or only tries it.
///
/// # Errors
/// As [`Loading::into_book_watched`].
pub fn loaded(file: &Path, orders: Orders, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Result<Loaded, LoadError> {
    // Whoever has left already need not wait for the first pass over the file.
    if watch(Progress { done: 0, of: 0 }).is_break() {
        return Err(StoreError::Left.into());
    }
    let loading = Loading::look(file, orders)?;
    loading.into_book_watched(store, Made::Before, stamp, watch)
}

/// An import that failed, as a message.
pub fn trouble(error: &LoadError) -> Message {
    match error {
        LoadError::File(refused) => said(refused),
        LoadError::Book(error) => complaint(error),
        LoadError::Rejects(error) => Message::new(Tone::Bad, &error.to_string()),
    }
}
