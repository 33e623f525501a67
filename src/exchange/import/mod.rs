//! The first pass over a file to import: what it is, which column is which field, how its columns write dates and amounts.

pub mod columns;
pub mod dates;
pub mod dialect;
mod headers;
mod kinds;
pub mod load;
pub mod numbers;
pub mod rejects;
pub mod rows;
mod survey;
#[cfg(test)]
mod tests;
pub mod told;
pub mod values;

use std::path::Path;
use std::str::FromStr;

use csv::StringRecord;

use self::columns::{ColumnChoice, Field, Mapping, claim, listed};
use self::dates::{DateForm, DateOrder};
use self::dialect::Dialect;
use self::numbers::Decimal;
use self::rejects::is_problem_column;
use self::survey::Survey;
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

/// The system a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Whatever the columns say.
    #[default]
    Auto,
    /// Our own export.
    Quarterdeck,
    /// Unknown.
    Generic,
    /// Salesforce.
    Salesforce,
    /// HubSpot.
    Hubspot,
    /// Dynamics 365.
    Dynamics,
    /// Zoho CRM.
    Zoho,
    /// ConnectWise PSA.
    Connectwise,
    /// Autotask.
    Autotask,
    /// Gainsight.
    Gainsight,
}

impl Origin {
    const NAMED: [(&'static str, Self); 10] = [
        ("auto", Self::Auto),
        ("generic", Self::Generic),
        ("quarterdeck", Self::Quarterdeck),
        ("salesforce", Self::Salesforce),
        ("hubspot", Self::Hubspot),
        ("dynamics", Self::Dynamics),
        ("zoho", Self::Zoho),
        ("connectwise", Self::Connectwise),
        ("autotask", Self::Autotask),
        ("gainsight", Self::Gainsight),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, origin)| *origin == self).expect("every origin is in the list").0
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = Self::NAMED.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, origin)| *origin);
        named.ok_or_else(|| format!("“{text}” is no source; give {}", Self::NAMED.map(|(name, _)| name).join(", ")))
    }
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
    /// Rows below the header that are not blank.
    pub rows: u64,
    /// Different values of the segment column, in order of appearance, at most [`SEGMENTS_LISTED`].
    pub segments: Vec<String>,
    /// What somebody should know about how the file was understood.
    pub notes: Vec<String>,
    /// What must be answered before the rows can be read; [`profile`] refuses the file instead.
    pub questions: Vec<Question>,
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
        Some(question) => Err(Refused::Ambiguous(question.clone())),
        None => Ok(profile),
    }
}

/// As [`profile`], but with what is ambiguous as questions to be asked.
///
/// # Errors
/// As [`profile`], without the last.
pub fn survey(source: &Source, options: &Options) -> Result<Profile, Refused> {
    let dialect = Dialect::of(source, &options.map)?;
    let mut mapping = Mapping::of(&dialect.header, &options.map)?;
    forget_problems(&mut mapping, &options.map);
    if mapping.index_of(&Field::Name).is_none() {
        return Err(Refused::NoName { path: source.shown(), columns: listed(&dialect.header) });
    }
    let origin = origin_of(&dialect.header, options.source);
    let mut records = Records::of(source, dialect.separator)?;
    let mut survey = Survey::of(&mapping);
    let mut cells = StringRecord::new();
    while let Some(place) = records.next_into(&mut cells)? {
        if place.line > dialect.header_line {
            survey.add(place, &cells, &records, &dialect);
        }
    }
    if survey.rows == 0 && origin != Origin::Quarterdeck {
        return Err(Refused::HeaderOnly(source.shown()));
    }
    let (encoding, note) = match source.sheet() {
        Some(sheet) => (format!("workbook, sheet {}", shown_cell(sheet)), None),
        None => encoding_in_words(source.encoding(), records.foreign_bytes()),
    };
    let notes = note.into_iter().chain(source.notes().to_vec()).chain(mapping.notes.clone()).collect();
    let mut profile = Profile {
        encoding,
        dialect,
        forms: Vec::new(),
        source: origin,
        rows: survey.rows,
        segments: Vec::new(),
        notes,
        questions: Vec::new(),
        tail: survey.tail,
        mapping,
    };
    survey.conclude(&mut profile, options);
    Ok(profile)
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

/// The reasons in a file of rejects are not read back.
fn forget_problems(mapping: &mut Mapping, choices: &[ColumnChoice]) {
    for column in &mut mapping.columns {
        if is_problem_column(&column.header) && !choices.iter().any(|choice| choice.names(&column.header)) {
            column.field = None;
        }
    }
}

/// Our own export has all our own columns; a file with some of them is somebody's list.
fn origin_of(header: &[String], said: Origin) -> Origin {
    const OURS: usize = 12;
    if said != Origin::Auto {
        return said;
    }
    let own = |name: &&String| claim(name).is_some_and(|claim| claim.field.to_string() == **name);
    if header.iter().filter(own).count() >= OURS { Origin::Quarterdeck } else { Origin::Generic }
}

fn encoding_in_words(encoding: Encoding, foreign: u64) -> (String, Option<String>) {
    let broken = || (foreign > 0).then(|| "broken characters were read as �: look whether the names are right".to_owned());
    let name = match encoding {
        Encoding::Utf8 if foreign > 0 => {
            let note = format!("{foreign} bytes are not UTF-8 and were read as Windows-1252: look whether the names are right");
            return ("UTF-8 and Windows-1252".to_owned(), Some(note));
        }
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => return ("UTF-16LE".to_owned(), broken()),
        Encoding::Utf16Be => return ("UTF-16BE".to_owned(), broken()),
    };
    (name.to_owned(), None)
}
