//! The export itself, on a thread of its own: the file, or why there is none.

use std::path::PathBuf;

use super::words::in_words;
use crate::console::desk::complaint;
use crate::console::formats::Formats;
use crate::console::layer::{Message, Outcome, Tone};
use crate::console::parts::path::short_path;
use crate::exchange::export::{Access, Ask, ExportError, write_file};
use crate::exchange::files::NotWritten;
use crate::exchange::refused::shown_path;
use crate::store::{Store, StoreError, Watch};

/// A file to be written out.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// What, in which form, with what left out.
    pub ask: Ask,
    /// Where to.
    pub file: PathBuf,
    /// Who may read it.
    pub access: Access,
    /// The person's own folder, written `~` where the file is spoken of.
    pub home: Option<PathBuf>,
    /// How numbers are written.
    pub formats: Formats,
}

/// Writes the file, whole or not at all.
#[must_use]
pub fn write_out(export: &Export, store: &Store, watch: Watch<'_>) -> Outcome {
    let Export { ask, file, access, home, formats } = export;
    match write_file(store, ask, file, *access, watch) {
        Ok(many) => {
            let what = in_words(ask.what, ask.format, many, &formats.number(many));
            let to = shown_path(&short_path(file, home.as_deref()));
            Outcome::Saved(Message::new(Tone::Good, &format!("exported {what} to {to}")))
        }
        Err(ExportError::Book(StoreError::Left)) => {
            Outcome::Refused(Message::new(Tone::Plain, "left before it was done; no file was written"))
        }
        Err(ExportError::Book(error)) => Outcome::Refused(complaint(&error)),
        Err(ExportError::Output(cause)) => Outcome::Refused(Message::new(Tone::Bad, &NotWritten::of(file, cause).to_string())),
        Err(error @ (ExportError::File(_) | ExportError::NoSuchForm { .. })) => {
            Outcome::Refused(Message::new(Tone::Bad, &error.to_string()))
        }
    }
}
