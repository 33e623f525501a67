//! Papers of a session written on a thread of its own: sheets of proposals, minutes, hand-outs; and finalising it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::console::desk::complaint;
use crate::console::layer::{Message, Outcome, Tone};
use crate::console::parts::path::short_path;
use crate::domain::command::Finalise;
use crate::domain::session::minutes::{Minutes, Part};
use crate::domain::session::{Session, SessionId};
use crate::domain::stamp::Stamp;
use crate::domain::text::fold;
use crate::exchange::export::Access;
use crate::exchange::files::make_open_folder;
use crate::exchange::refused::shown_path;
use crate::exchange::session::proposals;
use crate::exchange::session::report::{Form, Without, report};
use crate::store::{Store, StoreError};

/// Papers to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Papers {
    /// Of which session.
    pub session: SessionId,
    /// Which.
    pub paper: Paper,
    /// The file; the folder where they are several.
    pub to: PathBuf,
    /// Who may read them.
    pub access: Access,
    /// The person's own folder, written `~` where a file is spoken of.
    pub home: Option<PathBuf>,
}

/// Which papers.
#[derive(Debug, Clone, PartialEq)]
pub enum Paper {
    /// The clients of an owner for somebody to fill in.
    Sheet {
        /// Whose clients.
        owner: String,
        /// Who fills it in.
        voter: String,
    },
    /// A sheet for each of these owners to fill in, into a folder.
    Sheets(Vec<String>),
    /// The minutes, whole or an owner's hand-out.
    Minutes {
        /// Which part.
        part: Part,
        /// The form.
        form: Form,
        /// What is left out.
        without: Without,
    },
    /// A hand-out for each of these owners, into a folder.
    HandOuts {
        /// The owners.
        owners: Vec<String>,
        /// The form.
        form: Form,
        /// What is left out.
        without: Without,
    },
}

/// The ending of a form of minutes.
#[must_use]
pub const fn ending(form: Form) -> &'static str {
    match form {
        Form::Markdown => "md",
        Form::Html => "html",
        Form::Csv => "csv",
        Form::Json => "json",
    }
}

/// The name of a paper: letters and figures of its parts, with hyphens between (`2026-q2-proposals-ana.csv`).
#[must_use]
pub fn file_name(parts: &[&str], ending: &str) -> String {
    let words = parts.iter().map(|part| {
        let folded = fold(part);
        let bare: String = folded.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        bare.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    });
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    if ending.is_empty() { name } else { format!("{name}.{ending}") }
}

/// The files that several papers come to, each with the owner it is for.
#[must_use]
pub fn files(session: &str, what: &str, owners: &[String], folder: &Path, ending: &str) -> Vec<(String, PathBuf)> {
    let mut known: Vec<String> = Vec::new();
    let mut files = Vec::with_capacity(owners.len());
    for owner in owners {
        let mut name = file_name(&[session, what, owner], ending);
        let mut more = 2;
        // Two owners may be spelled alike but for signs a file's name does not have.
        while known.contains(&name) {
            name = file_name(&[session, what, owner, &more.to_string()], ending);
            more += 1;
        }
        known.push(name.clone());
        files.push((owner.clone(), folder.join(name)));
    }
    files
}

impl Papers {
    /// Writes them.
    #[must_use]
    pub fn write(&self, store: &Store, stamp: &Stamp) -> Outcome {
        match self.written(store, stamp) {
            Ok(said) => Outcome::Saved(Message::new(Tone::Good, &said)),
            Err(why) => Outcome::Refused(why),
        }
    }

    fn written(&self, store: &Store, stamp: &Stamp) -> Result<String, Message> {
        let session = store.session(self.session).map_err(|error| complaint(&error))?;
        let to = shown_path(&short_path(&self.to, self.home.as_deref()));
        match &self.paper {
            Paper::Sheet { owner, voter } => {
                self.sheet(&session, owner, voter, &self.to, store)?;
                Ok(format!("wrote the sheet of proposals for {voter} to {to}"))
            }
            Paper::Sheets(owners) => {
                self.make_folder()?;
                for (owner, file) in files(&session.name, "proposals", owners, &self.to, "csv") {
                    self.sheet(&session, &owner, &owner, &file, store)?;
                }
                Ok(format!("wrote {} sheets of proposals to {to}", owners.len()))
            }
            Paper::Minutes { part, form, without } => {
                let minutes = store.session_minutes(&session, stamp).map_err(|error| complaint(&error))?;
                save(&report(&minutes, part, *form, *without), &self.to, self.access)?;
                Ok(match &part.owner {
                    Some(owner) => format!("wrote the hand-out for {owner} to {to}"),
                    None => format!("wrote the minutes of {} to {to}", session.name),
                })
            }
            Paper::HandOuts { owners, form, without } => {
                self.make_folder()?;
                let minutes: Minutes = store.session_minutes(&session, stamp).map_err(|error| complaint(&error))?;
                for (owner, file) in files(&session.name, "hand-out", owners, &self.to, ending(*form)) {
                    save(&report(&minutes, &Part { owner: Some(owner) }, *form, *without), &file, self.access)?;
                }
                Ok(format!("wrote {} hand-outs to {to}", owners.len()))
            }
        }
    }

    fn sheet(&self, session: &Session, owner: &str, voter: &str, file: &Path, store: &Store) -> Result<(), Message> {
        let sheet = store.proposal_sheet(session, owner, voter).map_err(|error| complaint(&error))?;
        proposals::write_file(&sheet, store, file, self.access).map_err(|error| Message::new(Tone::Bad, &error.to_string()))
    }

    fn make_folder(&self) -> Result<(), Message> {
        let failed = |cause: std::io::Error| {
            let folder = shown_path(&short_path(&self.to, self.home.as_deref()));
            Message::new(Tone::Bad, &format!("the folder {folder} cannot be made: {cause}"))
        };
        match self.access {
            Access::Owner => fs::create_dir_all(&self.to),
            Access::Everybody => make_open_folder(&self.to),
        }
        .map_err(failed)
    }
}

fn save(bytes: &[u8], file: &Path, access: Access) -> Result<(), Message> {
    proposals::save(bytes, file, access).map_err(|error| Message::new(Tone::Bad, &error.to_string()))
}

/// Finalises a session: the backup first, then everything in one entry.
#[must_use]
pub fn finalise(finalise: &Finalise, store: &Store, stamp: &Stamp) -> Outcome {
    match store.finalise(finalise, stamp) {
        Ok(done) => {
            let kept = match (&done.backup, &done.backup_failed) {
                (Some(path), _) => {
                    let name = path.file_name().map(|name| shown_path(Path::new(name))).unwrap_or_default();
                    format!("; the book before it is kept as {name}")
                }
                (None, Some(why)) => format!("; no backup was made: {why}"),
                (None, None) => String::new(),
            };
            Outcome::Saved(Message::new(Tone::Good, &format!("{}{kept}", done.receipt.summary)).hint("u takes it back"))
        }
        Err(error) => Outcome::Refused(complaint(&error)),
    }
}

/// Why a book cannot be opened on another connection, as an outcome.
#[must_use]
pub fn refused(error: &StoreError) -> Outcome {
    Outcome::Refused(complaint(error))
}
