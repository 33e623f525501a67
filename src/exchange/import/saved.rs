//! Mappings kept under a name: what was said and understood about a file, for the next one with the same header.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::columns::{Column, ColumnChoice, Field, Places, folded, listed};
use super::dates::DateOrder;
use super::numbers::Decimal;
use super::scale::ScaleChoice;
use super::{Form, Options, Origin, Profile, Subject};
use crate::domain::text::{fold, is_key};
use crate::exchange::files::{NotWritten, write_beside};
use crate::exchange::refused::{Refused, shown_cell, shown_path};

/// Bytes of the longest file of a saved mapping.
const LIMIT: u64 = 1 << 20;

/// What is kept about a kind of file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The name it is kept under; not in the file, which has that name.
    #[serde(skip)]
    pub name: String,
    /// The header it was made for.
    pub header: Vec<String>,
    /// The system it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What the rows are: `clients` or `reviews`; none where the columns tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The order of dates, where it was said or is the same in all columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<String>,
    /// The decimal sign, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// Scales as they are given on the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<String>,
    /// Column → field, `ignore` for one left out.
    pub map: BTreeMap<String, String>,
}

/// The mappings of a folder.
#[derive(Debug, Default)]
pub struct Kept {
    /// Those that read, by name.
    pub saved: Vec<Saved>,
    /// The names of the others, and why they do not.
    pub unread: Vec<(String, Refused)>,
}

impl Saved {
    /// What was said about a file and understood of it.
    ///
    /// # Errors
    /// The name is none a file can have.
    pub fn of(name: &str, profile: &Profile, options: &Options) -> Result<Self, Refused> {
        if !is_key(name) {
            let why = "a name begins with a small letter and has small letters, digits, - and _ only";
            return Err(Refused::BadMapping(format!("“{}” is no name for a mapping: {why}", shown_cell(name))));
        }
        let header = profile.dialect.header.clone();
        let columns = &profile.mapping.columns;
        let key = |at: usize| {
            let first = header.iter().position(|other| fold(other) == fold(&header[at])) == Some(at);
            if first && !header[at].trim().is_empty() { header[at].clone() } else { format!("#{}", at + 1) }
        };
        let word = |column: &Column| column.field.as_ref().map_or_else(|| "ignore".to_owned(), Field::to_string);
        let map = columns.iter().enumerate().map(|(at, column)| (key(at), word(column))).collect();
        let scale = |(at, column): (usize, &Column)| Some(ScaleChoice::new(&key(at), column.scale.clone()?).to_string());
        let scales = columns.iter().enumerate().filter_map(scale).collect();
        let orders = profile.forms.iter().filter_map(|form| match form {
            Form::Date(form) => form.order,
            Form::Text | Form::Money(_) => None,
        });
        let decimals = profile.forms.iter().filter_map(|form| match form {
            Form::Money(decimal) => *decimal,
            Form::Text | Form::Date(_) => None,
        });
        let date_order = options.date_order.or_else(|| the_only(orders)).map(|order| order.name().to_owned());
        let decimal = options.decimal.or_else(|| the_only(decimals)).map(|decimal| decimal.sign().to_string());
        let source = (profile.source != Origin::Auto).then(|| profile.source.name().to_owned());
        let subject = options.subject.map(|subject| subject_name(subject).to_owned());
        Ok(Self {
            name: name.to_owned(),
            header,
            source,
            sheet: options.sheet.clone(),
            subject,
            date_order,
            decimal,
            scales,
            map,
        })
    }

    /// What it says about columns.
    pub(super) fn choices(&self) -> impl Iterator<Item = ColumnChoice> {
        let field = |word: &str| match word {
            "ignore" => Some(None),
            word => word.parse().ok().map(Some),
        };
        self.map.iter().filter_map(move |(column, word)| Some(ColumnChoice::new(column, field(word)?)))
    }

    /// Whether a header is the one it was made for, whatever the order of the columns.
    #[must_use]
    pub fn fits(&self, header: &[String]) -> bool {
        let sorted = |header: &[String]| {
            let mut words: Vec<String> = header.iter().map(|word| folded(word)).collect();
            words.sort_unstable();
            words
        };
        self.header.len() == header.len() && sorted(&self.header) == sorted(header)
    }

    /// What is said, with what it says besides: flags go before it. Columns it names that are not there are told.
    ///
    /// # Errors
    /// A word in it that is none.
    pub(super) fn with(&self, options: &Options, header: &[String]) -> Result<(Options, Vec<String>), Refused> {
        let mut full = options.clone();
        let name = &self.name;
        let mut notes = vec![format!("the saved mapping “{name}” is used")];
        let wrong =
            |what: &str, why: String| Refused::BadMapping(format!("the saved mapping “{name}” has a wrong {what}: {why}"));
        let places = Places::of(header);
        let is_there = |choice: &ColumnChoice| places.at(choice).is_some();
        let same = |choice: &ColumnChoice, other: &ColumnChoice| is_there(choice) && places.at(choice) == places.at(other);
        let mut missing = Vec::new();
        for choice in self.choices() {
            let shared = matches!(choice.field(), None | Some(Field::Score(_)));
            let given = |other: &ColumnChoice| same(&choice, other) || !shared && other.field() == choice.field();
            if !is_there(&choice) {
                missing.extend(choice.field().is_some().then(|| shown_cell(choice.column())));
            } else if !options.map.iter().any(given) {
                full.map.push(choice);
            }
        }
        if !missing.is_empty() {
            notes.push(format!("the saved mapping “{name}” names columns that are not here: {}", listed(&missing)));
        }
        if let (None, Some(order)) = (full.date_order, &self.date_order) {
            full.date_order = Some(order.parse::<DateOrder>().map_err(|why| wrong("order of dates", why))?);
        }
        if let (None, Some(decimal)) = (full.decimal, &self.decimal) {
            full.decimal = Some(decimal.parse::<Decimal>().map_err(|why| wrong("decimal sign", why))?);
        }
        if let (Origin::Auto, Some(source)) = (full.source, &self.source) {
            full.source = source.parse().map_err(|why| wrong("source", why))?;
        }
        if let (None, Some(subject)) = (full.subject, &self.subject) {
            let read = [Subject::Clients, Subject::Reviews].into_iter().find(|one| subject_name(*one) == subject);
            full.subject = Some(read.ok_or_else(|| wrong("subject", format!("“{subject}” is none; give clients or reviews")))?);
        }
        full.sheet = full.sheet.or_else(|| self.sheet.clone());
        for scale in &self.scales {
            let scale: ScaleChoice = scale.parse().map_err(|refused: Refused| wrong("scale", refused.to_string()))?;
            let of_column = ColumnChoice::new(scale.of(), None);
            let other_field = |given: &ColumnChoice| same(&of_column, given) && !matches!(given.field(), Some(Field::Score(_)));
            let known = scale.of().parse::<Field>().is_ok() || is_there(&of_column) && !options.map.iter().any(other_field);
            if known && !options.scales.iter().any(|other| folded(other.of()) == folded(scale.of())) {
                full.scales.push(scale);
            }
        }
        Ok((full, notes))
    }
}

fn subject_name(subject: Subject) -> &'static str {
    match subject {
        Subject::Clients => "clients",
        Subject::Reviews => "reviews",
    }
}

/// The value all have; none where they differ.
fn the_only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// The saved mapping of a name.
pub(super) fn named<'a>(saved: &'a [Saved], name: &str) -> Result<&'a Saved, Refused> {
    saved.iter().find(|one| one.name == name).ok_or_else(|| {
        let known: Vec<&str> = saved.iter().map(|one| one.name.as_str()).collect();
        let known = if known.is_empty() { "none is saved yet".to_owned() } else { format!("there are: {}", known.join(", ")) };
        Refused::BadMapping(format!("there is no saved mapping “{}”; {known}", shown_cell(name)))
    })
}

/// The first saved mapping made for this header.
pub(super) fn fitting<'a>(saved: &'a [Saved], header: &[String]) -> Option<&'a Saved> {
    saved.iter().find(|one| one.fits(header))
}

/// All saved mappings of a folder (`mappings` in the folder of settings), by name; none where there is no such folder. A file that
/// cannot be read as one keeps nobody from the others: it is told beside them.
#[must_use]
pub fn all(folder: &Path) -> Kept {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_file_of_one(path)).collect();
    files.sort();
    let mut kept = Kept::default();
    for file in &files {
        match one(file) {
            Ok(saved) => kept.saved.push(saved),
            Err(refused) => kept.unread.push((name_of(file), refused)),
        }
    }
    kept
}

fn name_of(file: &Path) -> String {
    file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}

fn is_file_of_one(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml") && path.file_stem().and_then(|stem| stem.to_str()).is_some_and(is_key)
}

fn one(file: &Path) -> Result<Saved, Refused> {
    let wrong = |why: String| Refused::BadMapping(format!("the saved mapping {} cannot be read: {why}", shown_path(file)));
    let about = std::fs::metadata(file).map_err(|cause| wrong(cause.to_string()))?;
    if !about.is_file() || about.len() > LIMIT {
        return Err(wrong("it is no file of at most a megabyte".to_owned()));
    }
    let text = std::fs::read_to_string(file).map_err(|cause| wrong(cause.to_string()))?;
    let saved: Saved = toml::from_str(&text).map_err(|fault| wrong(shown_cell(fault.message())))?;
    Ok(Saved { name: name_of(file), ..saved })
}

/// The saved mapping for a header; none where none fits or none can be read.
#[must_use]
pub fn for_header(folder: &Path, header: &[String]) -> Option<Saved> {
    all(folder).saved.into_iter().find(|saved| saved.fits(header))
}

/// Writes a mapping under its name into the folder, which is made where there is none; an earlier one is replaced.
///
/// # Errors
/// It cannot be written.
pub fn save(folder: &Path, saved: &Saved) -> Result<PathBuf, NotWritten> {
    std::fs::create_dir_all(folder).map_err(|cause| NotWritten::of(folder, cause))?;
    let path = folder.join(format!("{}.toml", saved.name));
    let text = toml::to_string_pretty(saved).map_err(|fault| NotWritten::of(&path, std::io::Error::other(fault)))?;
    write_beside(&path, |to| to.write_all(text.as_bytes()))?;
    Ok(path)
}
