//! The first pass over a file to import: what it is, which column is which field, how its columns write dates and amounts.

mod claims;
pub mod columns;
mod content;
pub mod dates;
pub mod dialect;
mod headers;
mod leaving;
pub mod load;
mod mapping;
pub mod numbers;
pub mod origin;
mod origins;
pub mod rejects;
mod repeats;
pub mod rows;
pub mod saved;
pub mod scale;
mod survey;
#[cfg(test)]
mod tests;
pub mod told;
pub mod values;
mod worded;

use csv::StringRecord;

use self::claims::{claim, claims};
use self::columns::{ColumnChoice, Field, Mapping, listed};
use self::dates::{DateForm, DateOrder};
use self::dialect::Dialect;
use self::leaving::Leaving;
use self::numbers::Decimal;
pub use self::origin::Origin;
use self::origins::{System, recognised};
use self::rejects::is_problem_column;
use self::saved::Saved;
use self::scale::ScaleChoice;
use self::survey::Survey;
use self::worded::Scores;
use crate::exchange::refused::{Question, Refused, shown_cell};
use crate::exchange::source::records::Records;
use crate::exchange::source::{Encoding, Source};

/// What somebody says about a file; all of it may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What single columns are.
    pub map: Vec<ColumnChoice>,
    /// The order of day, month and year, for all columns.
    pub date_order: Option<DateOrder>,
    /// The decimal sign, for all columns.
    pub decimal: Option<Decimal>,
    /// The system the file comes from.
    pub source: Origin,
    /// The sheet of a workbook; where none is given, the one that looks like clients.
    pub sheet: Option<String>,
    /// What the rows are; where nothing is said, the columns tell.
    pub subject: Option<Subject>,
    /// What the figures or words of score columns stand for.
    pub scales: Vec<ScaleChoice>,
    /// The saved mappings there are: the one asked for is used, else the one for this header.
    pub saved: Vec<Saved>,
    /// The saved mapping to use, by its name.
    pub mapping: Option<String>,
}

impl Options {
    /// The sheet asked for, by itself or by the saved mapping to use.
    #[must_use]
    pub fn sheet_asked(&self) -> Option<&str> {
        let of_saved = || self.saved.iter().find(|saved| Some(&saved.name) == self.mapping.as_ref())?.sheet.as_deref();
        self.sheet.as_deref().or_else(of_saved)
    }
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subject {
    /// Clients, one a row.
    #[default]
    Clients,
    /// Reviews or touchpoints of clients, one activity a row.
    Reviews,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Word for word.
    Text,
    /// As amounts; the decimal sign is none where no cell has one.
    Money(Option<Decimal>),
    /// As dates.
    Date(DateForm),
}

/// What the first pass found.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The encoding in words.
    pub encoding: String,
    /// Separator and header.
    pub dialect: Dialect,
    /// Which column is which field.
    pub mapping: Mapping,
    /// How each column is read, in the order of the file.
    pub forms: Vec<Form>,
    /// The system it comes from, as far as known.
    pub source: Origin,
    /// Rows below the header that are not blank.
    pub rows: u64,
    /// Different values of the segment column, in order of appearance, at most [`SEGMENTS_LISTED`].
    pub segments: Vec<String>,
    /// What somebody should know about how the file was understood.
    pub notes: Vec<String>,
    /// What must be answered before the rows can be read; [`profile`] refuses the file instead.
    pub questions: Vec<Question>,
    /// Rows that are no clients by the marks of the system they come from.
    leaving: Leaving,
    /// What the score columns hold.
    scores: Vec<(usize, Scores)>,
    pub(super) tail: Tail,
}

/// Where the table ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// The line of the last row with more than one cell; 0 where there is none.
    pub(super) last: u64,
    /// The first line below the table, parted from it by a blank line; none where nothing stands there.
    pub(super) below: Option<u64>,
}

/// Different segment values remembered.
pub const SEGMENTS_LISTED: usize = 20;

impl Profile {
    /// Header → field for every column that fills one, in the order of the file.
    pub fn mapped(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.mapping.columns.iter().filter_map(|column| Some((column.header.as_str(), column.field.as_ref()?)))
    }

    /// Whether the file is our own export: nothing in it is guessed away as a total or a footer.
    pub(super) fn is_ours(&self) -> bool {
        self.source == Origin::Quarterdeck
    }
}

/// Reads a file once and says what it is.
///
/// # Errors
/// The file is refused: unreadable, broken, without rows or without a name column, a wrong choice, or a column that can be
/// read in two ways.
pub fn profile(source: &Source, options: &Options) -> Result<Profile, Refused> {
    let profile = survey(source, options)?;
    match profile.questions.first() {
        Some(question) => Err(Refused::Ambiguous(Box::new(question.clone()))),
        None => Ok(profile),
    }
}

/// As [`profile`], but with what is ambiguous as questions to be asked.
///
/// # Errors
/// As [`profile`], without the last.
pub fn survey(source: &Source, options: &Options) -> Result<Profile, Refused> {
    let (dialect, options, mut notes) = with_saved(source, options)?;
    let origin = origin_of(source, &dialect, options.source)?;
    let mut claims = claims(&dialect.header, System::of(origin));
    forget_problems(&dialect.header, &mut claims);
    let mut mapping = Mapping::awarding(&dialect.header, &options.map, claims, Vec::new())?;
    if mapping.index_of(&Field::Name).is_none() {
        let ids = mapping.index_of(&Field::ExternalId).map(|at| shown_cell(&dialect.header[at]));
        return Err(Refused::NoName { path: source.shown(), columns: listed(&dialect.header), ids });
    }
    let mut records = Records::of(source, dialect.separator)?;
    let mut survey = Survey::of(&mapping);
    let mut cells = StringRecord::new();
    while let Some(place) = records.next_into(&mut cells)? {
        if place.line > dialect.header_line {
            survey.add(place, &cells, &dialect);
        }
    }
    if survey.rows == 0 && origin != Origin::Quarterdeck {
        return Err(Refused::HeaderOnly(source.shown()));
    }
    mapping = survey.judged(&dialect.header, mapping, &options)?;
    let (encoding, note) = encoding_in_words(source.encoding(), records.foreign_bytes());
    notes.extend(note);
    if let Some(system) = System::of(origin).filter(|_| options.source == Origin::Auto) {
        notes.push(format!("the columns are those of {}", system.name));
    }
    let mut profile = Profile {
        encoding,
        dialect,
        forms: Vec::new(),
        source: origin,
        rows: survey.rows,
        segments: Vec::new(),
        notes,
        questions: Vec::new(),
        leaving: Leaving::default(),
        scores: Vec::new(),
        tail: survey.tail,
        mapping,
    };
    survey.conclude(&mut profile, &options);
    Ok(profile)
}

/// The layout of a file, and what is said about it with what a saved mapping says besides.
fn with_saved(source: &Source, options: &Options) -> Result<(Dialect, Options, Vec<String>), Refused> {
    let asked = options.mapping.as_deref().map(|name| saved::named(&options.saved, name)).transpose()?;
    // Where the header stands is not always told without knowing its words.
    let words: Vec<ColumnChoice> = asked.iter().flat_map(|saved| saved.choices()).chain(options.map.iter().cloned()).collect();
    let dialect = Dialect::of(source, &words)?;
    match asked.or_else(|| saved::fitting(&options.saved, &dialect.header)) {
        Some(saved) => {
            let (options, notes) = saved.with(options, &dialect.header)?;
            Ok((dialect, options, notes))
        }
        None => Ok((dialect, options.clone(), Vec::new())),
    }
}

/// For every column its first cell that is not empty among the first rows, as it may be shown.
///
/// # Errors
/// The file cannot be read.
pub fn examples(source: &Source, dialect: &Dialect) -> Result<Vec<String>, Refused> {
    const ROWS: usize = 50;
    let mut examples = vec![String::new(); dialect.header.len()];
    let mut records = Records::of(source, dialect.separator)?;
    let mut cells = StringRecord::new();
    let mut seen = 0;
    while seen < ROWS
        && let Some(place) = records.next_into(&mut cells)?
    {
        if place.line <= dialect.header_line {
            continue;
        }
        seen += 1;
        for (example, cell) in examples.iter_mut().zip(&cells).filter(|(example, _)| example.is_empty()) {
            *example = shown_cell(cell);
        }
    }
    Ok(examples)
}

/// A row that only says the header again.
pub(super) fn repeats_header(cells: &StringRecord, header: &[String]) -> bool {
    let same = |(cell, name): (&str, &String)| cell.trim().eq_ignore_ascii_case(name.trim());
    cells.len() == header.len() && cells.iter().zip(header).all(same)
}

/// Whether cells that are not empty stand beyond the last column.
pub(super) fn is_too_long(cells: &StringRecord, header: &[String]) -> bool {
    cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty())
}

/// Cells that are not empty.
pub(super) fn filled(cells: &StringRecord) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// The reasons in a file of rejects are not read back, unless somebody says so.
fn forget_problems(header: &[String], claims: &mut [Option<claims::Claim>]) {
    for (header, claim) in header.iter().zip(claims) {
        if is_problem_column(header) {
            *claim = None;
        }
    }
}

/// Our own export has all our own columns; a file with some of them is somebody's list. Others are known by their columns.
fn origin_of(source: &Source, dialect: &Dialect, said: Origin) -> Result<Origin, Refused> {
    const OURS: usize = 12;
    if said != Origin::Auto {
        return Ok(said);
    }
    let own = |name: &&String| claim(name).is_some_and(|claim| claim.field.to_string() == **name);
    if dialect.header.iter().filter(own).count() >= OURS {
        return Ok(Origin::Quarterdeck);
    }
    let examples = examples(source, dialect).unwrap_or_default();
    Ok(recognised(&dialect.header, &examples).map_or(Origin::Generic, |system| system.origin))
}

fn encoding_in_words(encoding: Encoding, foreign: u64) -> (String, Option<String>) {
    let name = match encoding {
        Encoding::Utf8 if foreign > 0 => {
            let note = format!("{foreign} bytes are not UTF-8 and were read as Windows-1252: look whether the names are right");
            return ("UTF-8 and Windows-1252".to_owned(), Some(note));
        }
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16LE",
        Encoding::Utf16Be => "UTF-16BE",
    };
    (name.to_owned(), None)
}
