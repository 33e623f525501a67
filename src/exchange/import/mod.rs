//! The first pass over a file to import: what it is, which column is which field, how its columns write dates and amounts.

pub mod activities;
mod claims;
pub mod columns;
mod content;
pub mod dates;
pub mod dialect;
mod headers;
mod incoming;
mod kinds;
mod leaving;
pub mod load;
mod loaded;
mod mapping;
pub mod numbers;
pub mod origin;
mod origins;
mod refused_rows;
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

use std::path::Path;

use csv::StringRecord;

use self::claims::{are_deals, claim, claims, is_own};
use self::columns::{ColumnChoice, Field, Mapping, folded, listed};
use self::dates::{DateForm, DateOrder};
use self::dialect::Dialect;
use self::leaving::Leaving;
use self::mapping::said_name;
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
    /// The encoding in words; of a workbook its sheet.
    pub encoding: String,
    /// Separator and header.
    pub dialect: Dialect,
    /// Which column is which field.
    pub mapping: Mapping,
    /// How each column is read, in the order of the file.
    pub forms: Vec<Form>,
    /// The system it comes from, as far as known.
    pub source: Origin,
    /// What its rows are.
    pub subject: Subject,
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

/// Rows of the longest file: twice what a spreadsheet holds. A book of many more does not fit the memory an import may have.
pub const ROWS_LIMIT: u64 = 2_000_000;

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

/// Opens a file to import; of a workbook the sheet that was said, else the only one that looks like clients.
///
/// # Errors
/// As [`Source::open_table`]; [`Refused::WhichSheet`] where several sheets look like it, or none of several.
pub fn open(path: &Path, options: &Options) -> Result<Source, Refused> {
    Source::open_table_that(path, options.sheet.as_deref(), &|rows| dialect::names_clients(rows, &options.map))
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
    survey_of(source, options, ROWS_LIMIT)
}

/// As [`survey`], with the most rows a file may have.
fn survey_of(source: &Source, options: &Options, most: u64) -> Result<Profile, Refused> {
    let (dialect, options, mut notes) = with_saved(source, options)?;
    let options = &options;
    let subject = options.subject.unwrap_or_else(|| activities::subject_of(&dialect.header));
    let origin = origin_of(source, &dialect, subject, options.source)?;
    let claims = claims_of(&dialect.header, subject, System::of(origin), &options.map);
    let mut mapping = Mapping::awarding(&dialect.header, &options.map, claims, Vec::new())?;
    refuse_without_subject(source, &dialect, subject, &mapping)?;
    let mut records = Records::of(source, dialect.separator)?;
    let mut survey = Survey::of(&mapping);
    let mut cells = StringRecord::new();
    while let Some(place) = records.next_into(&mut cells)? {
        if place.line > dialect.header_line {
            survey.add(place, &cells, &records, &dialect);
        }
        if survey.rows > most {
            return Err(Refused::ManyRows { path: source.shown(), most });
        }
    }
    if survey.rows == 0 && origin != Origin::Quarterdeck {
        return Err(Refused::HeaderOnly(source.shown()));
    }
    match subject {
        Subject::Clients => mapping = survey.judged(&dialect.header, mapping, options)?,
        Subject::Reviews => mapping.put_scales(&options.scales)?,
    }
    let (encoding, note) = match source.sheet() {
        Some(sheet) => (format!("workbook, sheet {}", shown_cell(sheet)), None),
        None => encoding_in_words(source.encoding(), records.foreign_bytes()),
    };
    notes.extend(note);
    notes.extend(source.notes().iter().cloned());
    if let Some(system) = System::of(origin).filter(|_| options.source == Origin::Auto) {
        notes.push(format!("the columns are those of {}", system.name));
    }
    let mut profile = Profile {
        encoding,
        dialect,
        forms: Vec::new(),
        source: origin,
        subject,
        rows: survey.rows,
        segments: Vec::new(),
        notes,
        questions: Vec::new(),
        leaving: Leaving::default(),
        scores: Vec::new(),
        tail: survey.tail,
        mapping,
    };
    survey.conclude(&mut profile, options);
    Ok(profile)
}

/// What the rows below a header are, and which column is which field, by the header alone.
///
/// # Errors
/// A choice that names no column, or gives a column or field twice.
pub fn understood(header: &[String], options: &Options) -> Result<(Subject, Mapping), Refused> {
    let subject = options.subject.unwrap_or_else(|| activities::subject_of(header));
    let claims = claims_of(header, subject, recognised(header, &[]), &options.map);
    Ok((subject, Mapping::awarding(header, &options.map, claims, Vec::new())?))
}

/// What the columns of a file claim; the reasons of an earlier import are not read back.
fn claims_of(
    header: &[String],
    subject: Subject,
    system: Option<&System>,
    choices: &[ColumnChoice],
) -> Vec<Option<claims::Claim>> {
    let mut claimed = match subject {
        Subject::Clients => claims(header, system, said_name(header, choices)),
        Subject::Reviews => header.iter().map(|name| activities::claim(name)).collect(),
    };
    forget_problems(header, &mut claimed);
    claimed
}

/// Refuses a file that does not say whose rows they are, or when a review was.
fn refuse_without_subject(source: &Source, dialect: &Dialect, subject: Subject, mapping: &Mapping) -> Result<(), Refused> {
    let has = |field: &Field| mapping.index_of(field).is_some();
    let (path, columns) = (source.shown(), listed(&dialect.header));
    match subject {
        Subject::Clients if !has(&Field::Name) => {
            let ids = mapping.index_of(&Field::ExternalId).map(|at| shown_cell(&dialect.header[at]));
            let own = |header: &&String| are_deals(&dialect.header) && is_own(header) && folded(header) == "name";
            let deal = dialect.header.iter().find(own).map(|header| shown_cell(header));
            Err(Refused::NoName { path, columns, ids, deal })
        }
        Subject::Reviews if !has(&Field::Name) && !has(&Field::ExternalId) => {
            Err(Refused::NoReviews { path, lacks: "whose review a row is", say: "name", columns })
        }
        Subject::Reviews if !has(&Field::Review(activities::ReviewField::HeldOn)) => {
            Err(Refused::NoReviews { path, lacks: "the day a review was held", say: "held_on", columns })
        }
        Subject::Clients | Subject::Reviews => Ok(()),
    }
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
fn origin_of(source: &Source, dialect: &Dialect, subject: Subject, said: Origin) -> Result<Origin, Refused> {
    const OURS: usize = 12;
    const OURS_OF_REVIEWS: usize = 8;
    if said != Origin::Auto {
        return Ok(said);
    }
    let own = |name: &&String| claim(name).is_some_and(|claim| claim.field.to_string() == **name);
    let own_of_review =
        |name: &&String| activities::claim(name).is_some_and(|claim| claim.field.to_string() == **name || **name == "client");
    let ours = match subject {
        Subject::Clients => dialect.header.iter().filter(own).count() >= OURS,
        Subject::Reviews => dialect.header.iter().filter(own_of_review).count() >= OURS_OF_REVIEWS,
    };
    if ours {
        return Ok(Origin::Quarterdeck);
    }
    if subject == Subject::Reviews {
        return Ok(Origin::Generic);
    }
    let examples = examples(source, dialect).unwrap_or_default();
    Ok(recognised(&dialect.header, &examples).map_or(Origin::Generic, |system| system.origin))
}

/// What is said of a file whose bytes are not all UTF-8.
const OLD_LETTERS: &str = "letters such as é or ü are stored the way older Windows programs store them (Windows-1252) and were read \
                           so: look whether the names are right";

fn encoding_in_words(encoding: Encoding, foreign: u64) -> (String, Option<String>) {
    let broken = || (foreign > 0).then(|| "broken characters were read as �: look whether the names are right".to_owned());
    let name = match encoding {
        Encoding::Utf8 if foreign > 0 => {
            return ("UTF-8 and Windows-1252".to_owned(), Some(OLD_LETTERS.to_owned()));
        }
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => return ("UTF-16LE".to_owned(), broken()),
        Encoding::Utf16Be => return ("UTF-16BE".to_owned(), broken()),
    };
    (name.to_owned(), None)
}
