//! What a file is and what it would do to the book, looked at without writing anything; and the import itself.

use std::ops::ControlFlow;
use std::path::Path;

use crate::console::desk::complaint;
use crate::console::layer::{Load, Message, Outcome, Tone};
use crate::domain::stamp::Stamp;
use crate::exchange::import::columns::{ColumnChoice, Mapping};
use crate::exchange::import::dialect::Dialect;
use crate::exchange::import::load::{LoadError, Loaded, Loading, Made, Orders};
use crate::exchange::import::{examples, open, survey};
use crate::exchange::refused::{Question, Refused, shown_path};
use crate::store::{Store, StoreError, Watch};

/// A file looked at.
pub struct Looked {
    /// What it is: rows, encoding, separator.
    pub about: String,
    /// Rows that are not blank; 0 where that is not known yet.
    pub rows: u64,
    /// Its header.
    pub header: Vec<String>,
    /// Which column is which field.
    pub mapping: Mapping,
    /// A cell of each column.
    pub examples: Vec<String>,
    /// What it leaves open.
    pub questions: Vec<Question>,
    /// What it would do.
    pub would: Would,
}

/// What a file would do to the book.
pub enum Would {
    /// This, and no more.
    Do(Box<Loaded>),
    /// That depends on an answer.
    Ask,
    /// Nothing, as long as no column is the name.
    Unnamed,
    /// It would fail.
    Fail(Message),
    /// Not looked at since a column was changed.
    Unknown,
}

impl Looked {
    /// Takes the columns as they were chosen, without reading the file again.
    pub fn choose(&mut self, choices: &[ColumnChoice]) {
        match Mapping::of(&self.header, choices) {
            Ok(mapping) => (self.mapping, self.would) = (mapping, Would::Unknown),
            Err(refused) => self.would = Would::Fail(said(&refused)),
        }
    }
}

/// Looks at a file and rehearses it on the book; nothing is written.
///
/// # Errors
/// Why the file cannot be looked at.
pub fn look(file: &Path, orders: &Orders, store: &Store, stamp: &Stamp) -> Result<Looked, Message> {
    look_at(file, orders, store, stamp).map_err(|refused| said(&refused))
}

fn look_at(file: &Path, orders: &Orders, store: &Store, stamp: &Stamp) -> Result<Looked, Refused> {
    let source = open(file, &orders.options)?;
    let dialect = Dialect::of(&source, &orders.options.map)?;
    let examples = examples(&source, &dialect)?;
    let separated = match dialect.separator {
        _ if source.sheet().is_some() => "",
        b',' => ", cells parted by commas",
        b';' => ", cells parted by semicolons",
        b'\t' => ", cells parted by tabs",
        _ => ", cells parted by bars",
    };
    let (rows, about, mapping, questions, would) = match survey(&source, &orders.options) {
        Ok(profile) => {
            let would = if profile.questions.is_empty() { rehearse(file, orders, store, stamp) } else { Would::Ask };
            let rows = if profile.rows == 1 { "1 row".to_owned() } else { format!("{} rows", profile.rows) };
            let about = format!("{rows}, {}{separated}", profile.encoding);
            (profile.rows, about, profile.mapping, profile.questions, would)
        }
        Err(Refused::NoName { .. }) => {
            let mapping = Mapping::of(&dialect.header, &orders.options.map)?;
            (0, separated.trim_start_matches(", ").to_owned(), mapping, Vec::new(), Would::Unnamed)
        }
        Err(refused) => return Err(refused),
    };
    Ok(Looked { about, rows, header: dialect.header, mapping, examples, questions, would })
}

fn rehearse(file: &Path, orders: &Orders, store: &Store, stamp: &Stamp) -> Would {
    let orders = Orders { rehearse: true, rejects: None, ..orders.clone() };
    match loaded(file, orders, store, stamp, &mut |_| ControlFlow::Continue(())) {
        Ok(loaded) => Would::Do(Box::new(loaded)),
        Err(error) => Would::Fail(trouble(&error)),
    }
}

fn loaded(file: &Path, orders: Orders, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Result<Loaded, LoadError> {
    let loading = Loading::look(file, orders)?;
    if !loading.is_rehearsal() && !store.is_empty()? {
        store.backup(None, "import", stamp)?;
    }
    loading.into_book_watched(store, Made::Before, stamp, watch)
}

/// Brings a file into the book as one step, after a copy of the book.
#[must_use]
pub fn bring_in(load: &Load, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Outcome {
    let loaded = match loaded(&load.file, load.orders.clone(), store, stamp, watch) {
        Ok(loaded) => loaded,
        Err(error) => return Outcome::Refused(trouble(&error)),
    };
    let name = name_of(&load.file);
    let refused = load.orders.rejects.as_deref().filter(|_| loaded.rejected > 0);
    let written = refused.map_or_else(String::new, |path| format!("; the refused rows are in {}", shown_path(path)));
    Outcome::Saved(if loaded.seq.is_some() {
        Message::new(Tone::Good, &format!("imported {name}: {}{written}", loaded.in_words())).hint("u takes it back")
    } else {
        Message::new(Tone::Plain, &format!("{name} changed nothing: {}{written}", loaded.in_words()))
    })
}

/// The name of a file without its folder, as it may be shown.
#[must_use]
pub fn name_of(file: &Path) -> String {
    shown_path(file.file_name().map_or(file, Path::new))
}

fn trouble(error: &LoadError) -> Message {
    match error {
        LoadError::File(refused) => said(refused),
        LoadError::Book(error) => complaint(error),
        LoadError::Rejects(error) => Message::new(Tone::Bad, &error.to_string()),
    }
}

fn said(refused: &Refused) -> Message {
    let message = Message::new(Tone::Bad, &refused.to_string());
    match refused.hint() {
        Some(hint) => message.hint(&hint),
        None => message,
    }
}

/// Whether a book has clients already; one that cannot be read is said to have some.
#[must_use]
pub fn has_clients(empty: Result<bool, StoreError>) -> bool {
    !empty.unwrap_or(false)
}
