//! What a file is and what it would do to the book, looked at on a thread of its own without writing anything.

use std::path::{Path, PathBuf};

use csv::StringRecord;

use super::kinds::{Kind, kinds};
use super::run::trouble;
use crate::console::desk::complaint;
use crate::console::layer::{Message, Tone};
use crate::domain::stamp::Stamp;
use crate::exchange::import::columns::Mapping;
use crate::exchange::import::dialect::Dialect;
use crate::exchange::import::load::{LoadError, Loaded, Loading, Made, Orders, top_of};
use crate::exchange::import::{Options, Origin, Profile, Subject, open, survey, understood};
use crate::exchange::refused::{Question, Refused, shown_cell, shown_path};
use crate::exchange::source::Source;
use crate::exchange::source::records::Records;
use crate::store::{Store, StoreError, Watch};

/// Rows shown before anything is decided.
const ROWS: usize = 20;
/// Rows in which an example of a column is looked for.
const EXAMPLES: usize = 50;
/// Rows of which the fate is told one by one.
pub const TOLD: usize = 2_000;

/// A file to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The file.
    pub file: PathBuf,
    /// What is said about it.
    pub orders: Orders,
    /// How far it is looked at.
    pub depth: Depth,
    /// Which look of its dialog it is: an older one is of no use.
    pub serial: u64,
}

/// How far a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Its columns: one pass over the file.
    Columns,
    /// What it would do to the book as well: all of it is tried out and taken back.
    Book,
}

/// What came of a look.
#[derive(Debug)]
pub struct Found {
    /// Which look of its dialog it was.
    pub serial: u64,
    /// What the file is, or why it cannot be looked at.
    pub looked: Result<Looked, Message>,
}

/// A row as it may be shown: its line and its cells.
pub type ShownRow = (u64, Vec<String>);

/// A file looked at.
#[derive(Debug)]
pub struct Looked {
    /// What it is beside its rows and columns, in half sentences.
    pub about: Vec<String>,
    /// The sheets of a workbook; none for text.
    pub sheets: Vec<String>,
    /// The sheet looked at.
    pub sheet: Option<String>,
    /// Whether another sheet may be meant as well as this one.
    pub which: bool,
    /// What the rows are.
    pub subject: Subject,
    /// Rows that are not blank; none where that is not known yet.
    pub rows: Option<u64>,
    /// The book it was looked at for is empty.
    pub into_empty: bool,
    /// Its header.
    pub header: Vec<String>,
    /// Which column is which field.
    pub mapping: Mapping,
    /// What each column was understood to hold.
    pub kinds: Vec<Kind>,
    /// Its first rows: line and cells as they may be shown.
    pub rows_shown: Vec<ShownRow>,
    /// A cell of each column.
    pub examples: Vec<String>,
    /// What somebody should know about how it was understood.
    pub notes: Vec<String>,
    /// What the pass over the file found; none where it was not understood.
    pub profile: Option<Box<Profile>>,
    /// What it leaves open.
    pub questions: Vec<Question>,
    /// What it would do.
    pub would: Would,
}

/// What a file would do to the book.
#[derive(Debug)]
pub enum Would {
    /// This, and no more.
    Do(Box<Loaded>),
    /// That depends on an answer.
    Ask,
    /// Nothing, as long as no column says what every row needs.
    Unnamed {
        /// What that is, in words.
        lacks: &'static str,
        /// The field that says it, by its own name.
        field: &'static str,
    },
    /// It would fail.
    Fail(Message),
    /// Not tried out with what was said since.
    Unknown,
}

impl Looked {
    /// Takes the columns as they were chosen, without reading the file again.
    pub fn choose(&mut self, options: &Options) {
        match self.mapping.chosen(&options.map, &options.scales) {
            Ok(mapping) => (self.mapping, self.would) = (mapping, Would::Unknown),
            Err(refused) => self.would = Would::Fail(said(&refused)),
        }
    }
}

impl Look {
    /// Looks at the file.
    pub fn perform(&self, store: Result<Store, StoreError>, stamp: &Stamp, watch: Watch<'_>) -> Found {
        let looked = match store {
            Ok(store) => self.look(&store, stamp, watch).map_err(|refused| said(&refused)),
            Err(error) => Err(complaint(&error)),
        };
        Found { serial: self.serial, looked }
    }

    fn look(&self, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Result<Looked, Refused> {
        let options = &self.orders.options;
        let (source, which) = opened(&self.file, options)?;
        let dialect = Dialect::of(&source, &options.map)?;
        let (rows_shown, examples) = first_rows(&source, &dialect)?;
        let surveyed = survey(&source, options).map(|mut profile| {
            ask_scales(&mut profile, store);
            profile
        });
        let (profile, would) = match surveyed {
            Ok(profile) if profile.questions.is_empty() => (Some(profile), Would::Unknown),
            Ok(profile) => (Some(profile), Would::Ask),
            Err(Refused::NoName { deal, .. }) => {
                let lacks = match deal {
                    Some(_) => "the name of the client: each row is a deal, and has its own",
                    None => "the name of the client",
                };
                (None, Would::Unnamed { lacks, field: "name" })
            }
            Err(Refused::NoReviews { lacks, say, .. }) => (None, Would::Unnamed { lacks, field: say }),
            Err(refused) => return Err(refused),
        };
        let (subject, mapping) = match &profile {
            Some(profile) => (profile.subject, profile.mapping.clone()),
            None => understood(&dialect.header, options)?,
        };
        let into_empty = store.is_empty().unwrap_or(false);
        let about = about(&source, &dialect, profile.as_ref());
        let sheets = (source.sheets().to_vec(), source.sheet().map(str::to_owned));
        let would = match (would, self.depth) {
            (Would::Unknown, Depth::Book) => self.rehearse(source, store, stamp, watch),
            (would, Depth::Book | Depth::Columns) => would,
        };
        let kinds = kinds(&mapping, profile.as_ref(), &rows_shown);
        Ok(Looked {
            about,
            sheets: sheets.0,
            sheet: sheets.1,
            which,
            subject,
            rows: profile.as_ref().map(|profile| profile.rows),
            into_empty,
            header: dialect.header,
            mapping,
            kinds,
            rows_shown,
            examples,
            notes: profile.as_ref().map_or_else(Vec::new, |profile| profile.notes.clone()),
            questions: profile.as_ref().map_or_else(Vec::new, |profile| profile.questions.clone()),
            profile: profile.map(Box::new),
            would,
        })
    }

    fn rehearse(&self, source: Source, store: &Store, stamp: &Stamp, watch: Watch<'_>) -> Would {
        let orders = Orders { rehearse: true, tell: TOLD, rejects: None, ..self.orders.clone() };
        let loading = Loading::of(source, orders).map_err(LoadError::from);
        match loading.and_then(|loading| loading.into_book_watched(store, Made::Before, stamp, watch)) {
            Ok(loaded) => Would::Do(Box::new(loaded)),
            Err(error) => Would::Fail(trouble(&error)),
        }
    }
}

/// Asks also about scores that are beyond the factors of this book.
fn ask_scales(profile: &mut Profile, store: &Store) {
    let ground = store.ground();
    let driving = ground.driving();
    for question in profile.scale_questions(|name| top_of(store, driving, name)) {
        if !profile.questions.contains(&question) {
            profile.questions.push(question);
        }
    }
}

/// Opens a file; of a workbook in which several sheets may be meant the first of them, until somebody says which.
fn opened(file: &Path, options: &Options) -> Result<(Source, bool), Refused> {
    match open(file, options) {
        Err(Refused::WhichSheet { sheets, .. }) if options.sheet.is_none() && !sheets.is_empty() => {
            let options = Options { sheet: sheets.into_iter().next(), ..options.clone() };
            Ok((open(file, &options)?, true))
        }
        opened => Ok((opened?, false)),
    }
}

/// The first rows below the header, and for every column its first cell among some more that is not empty.
fn first_rows(source: &Source, dialect: &Dialect) -> Result<(Vec<ShownRow>, Vec<String>), Refused> {
    let mut examples = vec![String::new(); dialect.header.len()];
    let (mut rows, mut seen) = (Vec::with_capacity(ROWS), 0);
    let mut records = Records::of(source, dialect.separator)?;
    let mut cells = StringRecord::new();
    while seen < EXAMPLES
        && let Some(place) = records.next_into(&mut cells)?
    {
        if place.line <= dialect.header_line {
            continue;
        }
        seen += 1;
        for (example, cell) in examples.iter_mut().zip(&cells).filter(|(example, _)| example.is_empty()) {
            *example = shown_cell(cell);
        }
        if rows.len() < ROWS {
            rows.push((place.line, cells.iter().take(dialect.header.len()).map(shown_cell).collect()));
        }
    }
    Ok((rows, examples))
}

/// What a file is, in half sentences: where it comes from, how it is written.
fn about(source: &Source, dialect: &Dialect, profile: Option<&Profile>) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(origin) = profile.map(|profile| profile.source) {
        about.push(match origin {
            Origin::Quarterdeck => "our own export".to_owned(),
            Origin::Auto | Origin::Generic => "no system recognised: columns taken by their names".to_owned(),
            known => {
                let notes = profile.map_or(&[][..], |profile| &profile.notes);
                let name = notes.iter().find_map(|note| note.strip_prefix("the columns are those of "));
                format!("an export of {}", name.unwrap_or_else(|| known.name()))
            }
        });
    }
    if source.sheet().is_none() && source.sheets().is_empty() {
        let separated = match dialect.separator {
            b',' => "commas",
            b';' => "semicolons",
            b'\t' => "tabs",
            b'|' => "bars",
            _ => "another sign",
        };
        about.push(format!("cells parted by {separated}"));
        about.extend(profile.map(|profile| profile.encoding.clone()));
    } else {
        about.push("a workbook".to_owned());
    }
    match dialect.above {
        0 => {}
        1 => about.push("1 line above the header".to_owned()),
        lines => about.push(format!("{lines} lines above the header")),
    }
    about
}

/// The name of a file without its folder, as it may be shown.
#[must_use]
pub fn name_of(file: &Path) -> String {
    shown_path(file.file_name().map_or(file, Path::new))
}

/// A refusal as a message; what the command line would be told with a flag is said on the screen instead.
pub fn said(refused: &Refused) -> Message {
    let message = Message::new(Tone::Bad, &refused.to_string());
    match refused.hint().filter(|hint| !hint.contains("--")) {
        Some(hint) => message.hint(&hint),
        None => message,
    }
}
