//! The first pass over a file to import: what it is, which column is which field, how its columns write dates and amounts.

use std::str::FromStr;

use csv::StringRecord;

use super::columns::{Column, ColumnChoice, Field, Mapping, claim, listed};
use super::csv::is_problem_column;
use super::dates::{DateForm, DateOrder, Evidence};
use super::dialect::Dialect;
use super::numbers::{self, Decimal, Hint};
use super::records::{Place, Records};
use super::refused::{Question, Refused, shown_cell};
use super::text::{Encoding, Source};
use super::values::{is_blank, is_blank_word};

/// What somebody says about a file; all of it may be left out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What single columns are.
    pub map: Vec<ColumnChoice>,
    /// The order of day, month and year, for all columns.
    pub date_order: Option<DateOrder>,
    /// The decimal sign, for all columns.
    pub decimal: Option<Decimal>,
    /// The system the file comes from.
    pub source: Origin,
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
            survey.add(place, &cells, &dialect);
        }
    }
    if survey.rows == 0 && origin != Origin::Quarterdeck {
        return Err(Refused::HeaderOnly(source.shown()));
    }
    let (encoding, note) = encoding_in_words(source.encoding(), records.foreign_bytes());
    let notes = note.into_iter().chain(mapping.notes.clone()).collect();
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

/// What is gathered in the first pass.
struct Survey {
    columns: Vec<(usize, Watched)>,
    rows: u64,
    tail: Tail,
}

/// What is gathered about one column.
enum Watched {
    Money { point: Option<Seen>, comma: Option<Seen>, either: Option<Seen>, blanks: u64 },
    Date { evidence: Evidence, blanks: u64 },
    Segment(Vec<String>),
}

/// A cell and its line.
type Seen = (String, u64);

impl Watched {
    fn of(field: &Field) -> Option<Self> {
        if field.is_money() {
            return Some(Self::Money { point: None, comma: None, either: None, blanks: 0 });
        }
        if field.is_date() {
            return Some(Self::Date { evidence: Evidence::default(), blanks: 0 });
        }
        (*field == Field::Segment).then(|| Self::Segment(Vec::new()))
    }

    fn add(&mut self, cell: &str, line: u64) {
        match self {
            Self::Money { blanks, .. } | Self::Date { blanks, .. } if is_blank(cell) => *blanks += u64::from(is_blank_word(cell)),
            Self::Money { point, comma, either, .. } => {
                let kept = match numbers::hint(cell) {
                    Hint::Nothing => return,
                    Hint::Only(Decimal::Point) => point,
                    Hint::Only(Decimal::Comma) => comma,
                    Hint::Either => either,
                };
                kept.get_or_insert_with(|| (cell.to_owned(), line));
            }
            Self::Date { evidence, .. } => evidence.add(cell, line),
            Self::Segment(values) => {
                let value = shown_cell(cell);
                if !value.is_empty() && values.len() < SEGMENTS_LISTED && !values.contains(&value) {
                    values.push(value);
                }
            }
        }
    }
}

impl Survey {
    fn of(mapping: &Mapping) -> Self {
        let watched = |(at, column): (usize, &Column)| Some((at, Watched::of(column.field.as_ref()?)?));
        let columns = mapping.columns.iter().enumerate().filter_map(watched).collect();
        Self { columns, rows: 0, tail: Tail::default() }
    }

    fn add(&mut self, place: Place, cells: &StringRecord, dialect: &Dialect) {
        let filled = filled(cells);
        if filled == 0 {
            return;
        }
        self.rows += 1;
        if filled > 1 {
            self.tail = Tail { last: place.line, below: None };
        } else if place.after_gap && self.tail.last > 0 && dialect.header.len() > 2 {
            self.tail.below.get_or_insert(place.line);
        }
        // Cells that have moved into other columns say nothing about them.
        if place.stray_quote || repeats_header(cells, &dialect.header) || is_too_long(cells, &dialect.header) {
            return;
        }
        for (at, watched) in &mut self.columns {
            if let Some(cell) = cells.get(*at) {
                watched.add(cell, place.line);
            }
        }
    }

    /// What the columns say goes into the profile: forms, notes, and what they leave open.
    fn conclude(self, profile: &mut Profile, options: &Options) {
        profile.forms = vec![Form::Text; profile.mapping.columns.len()];
        for (at, watched) in self.columns {
            let column = shown_cell(&profile.mapping.columns[at].header);
            let (form, blanks, question) = match watched {
                Watched::Segment(values) => {
                    profile.segments = values;
                    continue;
                }
                Watched::Money { point, comma, either, blanks } => {
                    // We write a point: `97.167` in our own export is not asked about.
                    let ours = profile.is_ours() && either.as_ref().is_some_and(|(cell, _)| cell.contains('.'));
                    let given = options.decimal.or_else(|| (ours && comma.is_none()).then_some(Decimal::Point));
                    let (decimal, question) = decide_decimal(&column, point, comma, either, given);
                    (Form::Money(decimal), blanks, question)
                }
                Watched::Date { evidence, blanks } => {
                    let (form, question) = decide_dates(&column, &evidence, options.date_order);
                    if form.serials {
                        profile
                            .notes
                            .push(format!("column “{column}” counts days as a spreadsheet does; they are read as dates"));
                    }
                    (Form::Date(form), blanks, question)
                }
            };
            if blanks > 0 {
                profile
                    .notes
                    .push(format!("column “{column}”: {blanks} cells with a word for nothing (null, N/A, -) count as blank"));
            }
            profile.forms[at] = form;
            profile.questions.extend(question);
        }
    }
}

fn decide_decimal(
    column: &str,
    point: Option<Seen>,
    comma: Option<Seen>,
    either: Option<Seen>,
    given: Option<Decimal>,
) -> (Option<Decimal>, Option<Question>) {
    let ask = |(value, line): Seen, why| {
        let (column, value) = (column.to_owned(), shown_cell(&value));
        Some(Question { column, value, line, why, answers: "--decimal . or --decimal ," })
    };
    match (given, point, comma, either) {
        (Some(given), _, _, _) => (Some(given), None),
        (None, Some(point), Some(comma), _) => {
            let later = if point.1 > comma.1 { point } else { comma };
            (None, ask(later, "has another decimal sign than the rest of its column"))
        }
        (None, Some(_), None, _) => (Some(Decimal::Point), None),
        (None, None, Some(_), _) => (Some(Decimal::Comma), None),
        (None, None, None, Some(either)) => (None, ask(either, "can be read in two ways, a thousand times apart")),
        (None, None, None, None) => (None, None),
    }
}

fn decide_dates(column: &str, evidence: &Evidence, given: Option<DateOrder>) -> (DateForm, Option<Question>) {
    match evidence.decide(given) {
        Ok(form) => (form, None),
        Err(open) => {
            let (column, value) = (column.to_owned(), shown_cell(&open.value));
            let answers = "--date-order dmy, --date-order mdy or --date-order ymd";
            (DateForm::default(), Some(Question { column, value, line: open.line, why: open.why, answers }))
        }
    }
}
