//! Files out: what of the book, in which form, with what left out; the same book and day give the same bytes.

pub mod board;
pub mod calendar;
pub mod clients;
pub mod csv;
pub mod due;
pub mod history;
pub mod html;
pub mod json;
pub mod markdown;
pub mod picture;
pub mod reviews;
mod session;
pub mod table;
pub mod tables;
pub mod xlsx;

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::filter::Filter;
use crate::exchange::files::{Beside, NotWritten};
use crate::store::{DueRange, Store, StoreError, Watch};

/// What of the book is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Every client with its facts; as CSV it imports again to the same book.
    Clients,
    /// The clocks of the due list, most urgent first.
    Due,
    /// The entries of the history, newest first.
    History,
    /// The segments with their figures and clients.
    Board,
    /// The reviews held; as CSV they import again.
    Reviews,
    /// The minutes of a session.
    Session,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets and for import.
    Csv,
    /// A workbook with typed cells.
    Xlsx,
    /// For scripts: the fields of the commands' JSON.
    Json,
    /// For minutes and wikis.
    Markdown,
    /// One self-contained page to print or send.
    Html,
    /// A picture of the board or of the scatter.
    Svg,
    /// For calendars: due and booked reviews.
    Ics,
}

/// Which picture of the clients is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The segments with their figures and clients.
    #[default]
    Board,
    /// Every client a point at its scores.
    Scatter,
}

/// Whether a kind of content goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Share {
    /// It does.
    #[default]
    Shown,
    /// It does not: its columns are not there at all.
    Left,
}

/// Whether text that a spreadsheet would run as a formula gets a guard before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Formulas {
    /// It does.
    #[default]
    Guarded,
    /// It goes out as it is: for programs that are no spreadsheets.
    AsTheyAre,
}

/// An export asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What of the book.
    pub what: What,
    /// In which form.
    pub format: Format,
    /// Which picture, where a picture is asked for.
    pub view: View,
    /// The clients concerned; of all where none is given.
    pub filter: Option<Filter>,
    /// The model of a board or picture; the driving one where none is given.
    pub model: Option<String>,
    /// Whether revenue goes out.
    pub money: Share,
    /// Whether notes, outcomes and other words of people go out.
    pub notes: Share,
    /// What is done about formulas.
    pub formulas: Formulas,
    /// The day it is made for.
    pub today: NaiveDate,
    /// How far a due list reaches.
    pub range: DueRange,
    /// A due list: only this kind of review.
    pub kind: Option<String>,
    /// A history: only what was recorded from this day on.
    pub since: Option<NaiveDate>,
    /// The book as it was at the end of this day, instead of today.
    pub as_of: Option<NaiveDate>,
    /// Which session, by number or name; the open one where none is given, else the last that was finalised.
    pub session: Option<String>,
}

impl Ask {
    /// Everything of the book in a form, with nothing left out, as it is on a day.
    #[must_use]
    pub fn of(what: What, format: Format, today: NaiveDate) -> Self {
        Self {
            what,
            format,
            view: View::Board,
            filter: None,
            model: None,
            money: Share::Shown,
            notes: Share::Shown,
            formulas: Formulas::Guarded,
            today,
            range: DueRange::Now,
            kind: None,
            since: None,
            as_of: None,
            session: None,
        }
    }

    /// Whether there is such a form of this at all.
    ///
    /// # Errors
    /// There is not; the error names those there are.
    pub fn check(&self) -> Result<(), ExportError> {
        if self.what.forms().contains(&self.format) {
            return Ok(());
        }
        let forms = self.what.forms().iter().map(|form| form.name()).collect::<Vec<_>>().join(", ");
        Err(ExportError::NoSuchForm { what: self.what.name(), form: self.format.name(), forms })
    }
}

/// Why an export ended early.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The book failed.
    #[error(transparent)]
    Book(#[from] StoreError),
    /// The output failed.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// The file could not be put in its place.
    #[error(transparent)]
    File(#[from] NotWritten),
    /// There is no such form of this.
    #[error("there is no {form} of {what}")]
    NoSuchForm {
        /// What was asked for.
        what: &'static str,
        /// The form asked for.
        form: &'static str,
        /// The forms there are.
        forms: String,
    },
}

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Its owner alone (0600).
    #[default]
    Owner,
    /// Whoever the settings of the person allow (0666 less the umask the program was started with).
    Everybody,
}

/// Writes an export out; answers how many rows it has (clients, clocks, entries, reviews, events, clients of a session).
///
/// # Errors
/// The book, the output, or a form there is not; [`StoreError::Left`] where `watch` wants no more.
pub fn write(store: &Store, ask: &Ask, to: &mut dyn io::Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    ask.check()?;
    if let Some(day) = ask.as_of {
        let then = store.as_of_watched(day, watch)?;
        return write(&then, &Ask { today: day, as_of: None, ..ask.clone() }, to, watch);
    }
    match ask.format {
        Format::Csv => csv::write(store, ask, to, watch),
        Format::Json => json::write(store, ask, to, watch),
        Format::Xlsx => xlsx::write(store, ask, to, watch),
        Format::Markdown => markdown::write(store, ask, to, watch),
        Format::Html => html::write(store, ask, to, watch),
        Format::Svg => picture::write(store, ask, to, watch),
        Format::Ics => calendar::write(store, ask, to, watch),
    }
}

/// Writes an export to a file: beside it, synced, then in its place.
///
/// # Errors
/// As [`write`]; and a file that cannot be written. An earlier file then stays as it was.
pub fn write_file(store: &Store, ask: &Ask, path: &Path, access: Access, watch: Watch<'_>) -> Result<i64, ExportError> {
    ask.check()?;
    if is_the_book(store, path) {
        return Err(NotWritten::of(path, io::Error::other("this is the book itself")).into());
    }
    let mut beside = match access {
        Access::Owner => Beside::create(path)?,
        Access::Everybody => Beside::create_open(path)?,
    };
    let count = write(store, ask, &mut beside, watch).map_err(|fault| match fault {
        ExportError::Output(cause) => NotWritten::of(path, cause).into(),
        other => other,
    })?;
    beside.commit()?;
    Ok(count)
}

/// What SQLite keeps beside a book, by the end of its name; the last changes may stand there alone.
const BESIDE_A_BOOK: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Whether a path leads to the book, or to what belongs to it: then the export would take its place.
fn is_the_book(store: &Store, path: &Path) -> bool {
    let (Some(path), Ok(book)) = (in_full(path), store.path().canonicalize()) else { return false };
    let of_it = |end: &str| {
        let mut name = book.clone().into_os_string();
        name.push(end);
        path == Path::new(&name)
    };
    path == book || BESIDE_A_BOOK.iter().any(|end| of_it(end))
}

/// A path in full, also of a file that is not there yet in a folder that is.
fn in_full(path: &Path) -> Option<PathBuf> {
    let folder = || match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    path.canonicalize().ok().or_else(|| Some(folder().canonicalize().ok()?.join(path.file_name()?)))
}

impl What {
    /// All of them, by name.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("clients", Self::Clients),
        ("due", Self::Due),
        ("history", Self::History),
        ("board", Self::Board),
        ("reviews", Self::Reviews),
        ("session", Self::Session),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, what)| *what == self).expect("every one is in the list").0
    }

    /// The forms there are of it.
    #[must_use]
    pub const fn forms(self) -> &'static [Format] {
        use Format::{Csv, Html, Ics, Json, Markdown, Svg, Xlsx};
        match self {
            Self::History | Self::Reviews | Self::Session => &[Csv, Xlsx, Json, Markdown, Html],
            Self::Clients | Self::Due => &[Csv, Xlsx, Json, Markdown, Html, Ics],
            Self::Board => &[Csv, Xlsx, Json, Markdown, Html, Svg],
        }
    }
}

impl View {
    /// All of them, by name.
    pub const NAMED: [(&'static str, Self); 2] = [("board", Self::Board), ("scatter", Self::Scatter)];
}

impl Format {
    /// All of them, by the ending of their files, which is their name on the command line.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("csv", Self::Csv),
        ("xlsx", Self::Xlsx),
        ("json", Self::Json),
        ("md", Self::Markdown),
        ("html", Self::Html),
        ("svg", Self::Svg),
        ("ics", Self::Ics),
    ];

    /// Its name on the command line, and the ending of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, form)| *form == self).expect("every one is in the list").0
    }

    /// The form a file's ending stands for.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let ending = match ending.as_str() {
            "markdown" => "md",
            "htm" => "html",
            other => other,
        };
        Self::NAMED.iter().find(|(name, _)| *name == ending).map(|(_, form)| *form)
    }
}
