//! The second pass over a file to import: each row as typed fields, or refused with its reasons, or skipped.

use std::collections::HashSet;
use std::fmt;

use chrono::NaiveDate;
use csv::StringRecord;
use serde::Serialize;

use super::activities::{self, Activity, NotHeld};
use super::columns::{Column, Field};
use super::dates;
use super::kinds::{form_of, settle_dates};
use super::leaving::is_label_of_total;
use super::numbers::{self, Decimal, is_currency_code};
use super::scale::{self, Points};
use super::values::{self, Archived, Fault, NAME_LIMIT, TEXT_LIMIT, is_blank};
use super::{Form, Profile, Subject, filled, is_too_long, repeats_header};
use crate::domain::measure::Measure;
use crate::domain::money::Amount;
use crate::domain::text::{Shown, weight};
use crate::exchange::refused::{Refused, shown_cell};
use crate::exchange::source::Source;
use crate::exchange::source::records::{Place, Records};

/// What became of one row of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It can go into the book.
    Row(Box<Row>),
    /// It can go into the book as a review.
    Activity(Box<Activity>),
    /// It cannot, and why.
    Rejected(Rejected),
    /// It is no client.
    Skipped(Skipped),
}

/// A row that can go into the book. What is `None` was blank, or has no column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The line of the file it starts on, the header normally being line 1; in a workbook the row of the sheet.
    pub line: u64,
    /// Its id in the other system.
    pub external_id: Option<String>,
    /// Its name, never empty.
    pub name: String,
    /// The relationship owner.
    pub owner: Option<String>,
    /// Annual recurring revenue; twelve times the monthly one where only that is given.
    pub arr: Option<Amount>,
    /// Currency of the revenue, three capital letters: of its column, else of the cell, else of the header.
    pub currency: Option<String>,
    /// Lifecycle stage.
    pub stage: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// What the relationship is to achieve.
    pub goal: Option<String>,
    /// Who speaks for us there.
    pub champion: Option<String>,
    /// The day the champion was lost.
    pub champion_lost_on: Option<NaiveDate>,
    /// Measures by name.
    pub measures: Vec<(String, Measure)>,
    /// When the contract renews.
    pub renewal_on: Option<NaiveDate>,
    /// When the client was onboarded.
    pub onboarded_on: Option<NaiveDate>,
    /// The segment as the file names it: the model knows whether there is one.
    pub segment: Option<String>,
    /// The day of the last review.
    pub last_review_on: Option<NaiveDate>,
    /// The kind of the last review.
    pub last_review_kind: Option<String>,
    /// Tags; never an empty list.
    pub tags: Option<Vec<String>>,
    /// Free notes, as they are.
    pub notes: Option<String>,
    /// Since when it is in its segment.
    pub segment_since: Option<NaiveDate>,
    /// Whether it is archived.
    pub archived: Option<Archived>,
    /// Factor and score; a factor of another model as `MODEL.FACTOR`.
    pub scores: Vec<(String, u8)>,
    /// Where it stands in other models, by the model's key: the segment as the file names it, and since when.
    pub elsewhere: Vec<(String, Option<String>, Option<NaiveDate>)>,
    /// The amount had more than four decimals and was rounded.
    pub rounded: bool,
    /// The cells as they stand in the file, for the file of rejects.
    pub raw: StringRecord,
}

/// A row that cannot go into the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// The line of the file it starts on.
    pub line: u64,
    /// Its cells as they stand in the file.
    pub raw: StringRecord,
    /// Why, at least one reason.
    pub problems: Vec<Problem>,
}

/// A row that is no client.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// The line of the file it starts on.
    pub line: u64,
    /// Its cells as they stand in the file.
    pub raw: StringRecord,
    /// What it is instead.
    pub reason: &'static str,
}

/// One thing wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the file the row starts on.
    pub row: u64,
    /// The header of the column, cut at 200 characters; none where the row as a whole is wrong.
    pub column: Option<String>,
    /// The cell as it stands, cut at 200 characters.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with one cell.
    #[must_use]
    pub fn of_cell(row: u64, column: &str, cell: &str, fault: Fault) -> Self {
        // Either can be a megabyte, and very many problems are kept.
        let cut = |text: &str| text.chars().take(200).collect();
        Self { row, column: Some(cut(column)), value: cut(cell), problem: fault.problem, hint: fault.hint }
    }

    fn of_row(row: u64, problem: &str, hint: &str) -> Self {
        Self { row, column: None, value: String::new(), problem: problem.to_owned(), hint: Some(hint.to_owned()) }
    }
}

/// One line that may be shown: `arr: “abc” is not a number (write it like 12500)`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(column) = &self.column {
            write!(f, "{}: ", shown_cell(column))?;
        }
        if !self.value.is_empty() {
            write!(f, "“{}” ", shown_cell(&self.value))?;
        }
        f.write_str(&shown_problem(&self.problem))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({})", shown_problem(hint)))
    }
}

fn shown_problem(text: &str) -> String {
    Shown::line(text).into_string()
}

/// The rows of a file, in order.
///
/// `top` gives the highest score of a factor, or none where the model has no such factor.
///
/// # Errors
/// The file went away or changed since its profile was made.
pub fn rows<'a, T>(source: &Source, profile: &'a Profile, top: T) -> Result<Rows<'a, T>, Refused>
where
    T: Fn(&str) -> Option<u8>,
{
    let records = Records::of(source, profile.dialect.separator)?;
    Ok(Rows { records, profile, top, cells: StringRecord::new(), met: HashSet::new(), ended: false })
}

/// Iterates over the rows of a file; blank rows are passed over. After an error it ends.
pub struct Rows<'a, T> {
    records: Records,
    profile: &'a Profile,
    top: T,
    cells: StringRecord,
    /// Clients of earlier rows, where each is taken once.
    met: HashSet<u64>,
    ended: bool,
}

impl<T: Fn(&str) -> Option<u8>> Iterator for Rows<'_, T> {
    type Item = Result<Outcome, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.records.next_into(&mut self.cells) {
                Ok(Some(place)) if place.line <= self.profile.dialect.header_line || filled(&self.cells) == 0 => {}
                Ok(Some(place)) => {
                    settle_dates(&mut self.cells, &self.records, &self.profile.mapping);
                    return Some(Ok(self.outcome(place)));
                }
                Ok(None) => self.ended = true,
                Err(refused) => {
                    self.ended = true;
                    return Some(Err(refused));
                }
            }
        }
        None
    }
}

impl<T: Fn(&str) -> Option<u8>> Rows<'_, T> {
    fn outcome(&mut self, place: Place) -> Outcome {
        let (line, header) = (place.line, &self.profile.dialect.header);
        if let Some(reason) = self.no_client(place) {
            return Outcome::Skipped(Skipped { line, raw: self.cells.clone(), reason });
        }
        if let Some(reason) = self.profile.leaving.reason(&self.cells, &self.met) {
            return Outcome::Skipped(Skipped { line, raw: self.cells.clone(), reason });
        }
        let broken = if place.stray_quote {
            let hint = "double the quotation marks within the cell (\"\"), or take them out";
            Some(Problem::of_row(line, "a cell in quotation marks goes on behind them", hint))
        } else if is_too_long(&self.cells, header) {
            let problem = format!("the row has {} cells, the header has {}", self.cells.len(), header.len());
            Some(Problem::of_row(line, &problem, "a cell with the separator in it must stand in quotation marks"))
        } else {
            None
        };
        if let Some(problem) = broken {
            return Outcome::Rejected(Rejected { line, raw: self.cells.clone(), problems: vec![problem] });
        }
        match self.profile.subject {
            Subject::Clients => match self.typed(line) {
                Ok(mut row) => {
                    self.profile.leaving.taken(&self.cells, &mut self.met);
                    row.raw = self.cells.clone();
                    Outcome::Row(row)
                }
                Err(problems) => Outcome::Rejected(Rejected { line, raw: self.cells.clone(), problems }),
            },
            Subject::Reviews => match activities::typed(line, &self.cells, self.profile) {
                Ok(activity) => Outcome::Activity(Box::new(Activity { raw: self.cells.clone(), ..activity })),
                Err(NotHeld::Skipped(reason)) => Outcome::Skipped(Skipped { line, raw: self.cells.clone(), reason }),
                Err(NotHeld::Rejected(problems)) => Outcome::Rejected(Rejected { line, raw: self.cells.clone(), problems }),
            },
        }
    }

    /// What a row is if it is no client.
    fn no_client(&self, place: Place) -> Option<&'static str> {
        if repeats_header(&self.cells, &self.profile.dialect.header) {
            return Some("the header again");
        }
        if self.profile.is_ours() {
            return None;
        }
        let first = self.cells.get(0).is_some_and(|cell| !cell.trim().is_empty());
        let below = self.profile.tail.below.is_some_and(|from| place.line >= from);
        if below && first && filled(&self.cells) == 1 {
            return Some("a line below the table");
        }
        self.is_total(place.line).then_some("a row of totals")
    }

    /// A label for a total, nothing else but figures, and either no name or the last row.
    fn is_total(&self, line: u64) -> bool {
        let name = self.profile.mapping.index_of(&Field::Name).and_then(|at| self.cells.get(at)).unwrap_or("");
        let unnamed = name.trim().is_empty();
        let mut filled = self.cells.iter().filter(|cell| !cell.trim().is_empty());
        let label = if unnamed { filled.next().unwrap_or("") } else { name };
        let letters = |cell: &str| cell.chars().filter(|c| c.is_alphabetic()).count();
        let figure = |cell: &str| match letters(cell) {
            0 => true,
            1..=3 => cell.contains(|c: char| c.is_ascii_digit()) || is_currency_code(cell.trim()),
            _ => false,
        };
        (unnamed || line >= self.profile.tail.last)
            && is_label_of_total(label)
            && self.cells.iter().all(|cell| cell == label || figure(cell))
    }

    fn typed(&self, line: u64) -> Result<Box<Row>, Vec<Problem>> {
        let mut draft = Draft { row: Row { line, ..Row::default() }, ..Draft::default() };
        let (mut problems, mut unnamed) = (Vec::new(), true);
        for (at, column) in self.profile.mapping.columns.iter().enumerate() {
            let (Some(field), Some(cell)) = (&column.field, self.cells.get(at)) else { continue };
            if let Err(fault) = self.put(&mut draft, at, column, field, cell) {
                unnamed &= *field != Field::Name;
                problems.push(Problem::of_cell(line, &column.header, cell, fault));
            }
        }
        let header = |field: &Field| {
            self.profile.mapping.index_of(field).map_or("name", |at| self.profile.mapping.columns[at].header.as_str())
        };
        if weight(&draft.row.name) == 0 && unnamed {
            let fault = Fault::new("the name is missing", "every client needs one");
            problems.push(Problem::of_cell(line, header(&Field::Name), "", fault));
        }
        if let Err((field, value, fault)) = draft.settle() {
            problems.push(Problem::of_cell(line, header(&field), &value, fault));
        }
        if problems.is_empty() { Ok(Box::new(draft.row)) } else { Err(problems) }
    }

    /// Reads one cell into the row.
    fn put(&self, draft: &mut Draft, at: usize, column: &Column, field: &Field, cell: &str) -> Result<(), Fault> {
        let form = self.profile.forms.get(at).copied().unwrap_or(Form::Text);
        let form = form_of(self.records.kind(at), cell, field, form)?;
        let row = &mut draft.row;
        match field {
            // Whatever our own export says is an id of the book.
            Field::ExternalId if self.profile.is_ours() => row.external_id = values::line(cell, TEXT_LIMIT)?,
            Field::ExternalId => row.external_id = values::external_id(cell)?,
            Field::Name => row.name = values::line(cell, NAME_LIMIT)?.unwrap_or_default(),
            Field::Owner => row.owner = values::line(cell, TEXT_LIMIT)?,
            Field::Arr => row.arr = draft.of_money.read(column, cell, form)?.or(row.arr),
            Field::Mrr => draft.mrr = draft.of_money.read(column, cell, form)?,
            Field::Currency => row.currency = currency(cell)?,
            Field::Stage => row.stage = values::line(cell, TEXT_LIMIT)?,
            Field::Industry => row.industry = values::line(cell, TEXT_LIMIT)?,
            Field::Goal => row.goal = values::line(cell, TEXT_LIMIT)?,
            Field::Champion => row.champion = values::line(cell, TEXT_LIMIT)?,
            Field::ChampionLostOn => row.champion_lost_on = date(cell, form)?,
            Field::RenewalOn => row.renewal_on = date(cell, form)?,
            Field::OnboardedOn => row.onboarded_on = date(cell, form)?,
            Field::Segment => row.segment = values::line(cell, TEXT_LIMIT)?,
            Field::LastReviewOn => {
                row.last_review_on = date(cell, form)?;
                draft.kind_of_header.clone_from(&column.kind);
            }
            Field::LastReviewKind => row.last_review_kind = values::line(cell, TEXT_LIMIT)?,
            Field::Tags => {
                row.tags = Some(values::tags(cell, self.profile.source.between_tags())?).filter(|tags| !tags.is_empty())
            }
            Field::Notes => row.notes = values::notes(cell)?,
            Field::SegmentSince => row.segment_since = date(cell, form)?,
            Field::Archived => row.archived = values::archived(cell)?,
            Field::Measure(name) => {
                if let Some((value, rounded)) = measure(cell, form)? {
                    row.measures.push((name.clone(), value));
                    draft.of_money.rounded |= rounded;
                }
            }
            Field::Score(factor) => {
                let points = scale::points(cell, column.scale.as_ref(), (self.top)(factor))?;
                draft.scored.extend(points.map(|points| (factor.clone(), points)));
            }
            Field::SegmentOf(model) => {
                let segment = values::line(cell, TEXT_LIMIT)?;
                stood(row, model).1 = segment;
            }
            Field::SegmentSinceOf(model) => {
                let since = date(cell, form)?;
                stood(row, model).2 = since;
            }
            Field::Review(_) => {}
        }
        Ok(())
    }
}

/// A row while its cells are read.
#[derive(Debug, Default)]
struct Draft {
    row: Row,
    mrr: Option<Amount>,
    of_money: OfMoney,
    kind_of_header: Option<String>,
    /// Factor and score before it is rounded, column by column.
    scored: Vec<(String, Points)>,
}

/// What money cells said besides their amount.
#[derive(Debug, Default)]
struct OfMoney {
    of_cell: Option<String>,
    of_header: Option<String>,
    rounded: bool,
}

impl OfMoney {
    fn read(&mut self, column: &Column, cell: &str, form: Form) -> Result<Option<Amount>, Fault> {
        if is_blank(cell) {
            return Ok(None);
        }
        let decimal: Option<Decimal> = match form {
            Form::Money(decimal) => decimal,
            Form::Text | Form::Date(_) => None,
        };
        let money = numbers::read(cell, decimal)?;
        self.rounded |= money.rounded;
        if money.currency.is_some() {
            self.of_cell = money.currency;
        }
        if column.currency.is_some() {
            self.of_header.clone_from(&column.currency);
        }
        Ok(Some(money.amount))
    }
}

impl Draft {
    /// What several cells say together: the revenue from the monthly fee, its currency, the kind of the review.
    fn settle(&mut self) -> Result<(), (Field, String, Fault)> {
        let row = &mut self.row;
        if let (None, Some(mrr)) = (row.arr, self.mrr) {
            let yearly = mrr.checked_times(12);
            let too_large = || Fault::new("is too large for an amount", "the limit is 900 billion a year");
            row.arr = Some(yearly.ok_or_else(|| (Field::Mrr, mrr.to_string(), too_large()))?);
        }
        row.rounded = self.of_money.rounded;
        for (factor, _) in &self.scored {
            if row.scores.iter().any(|(other, _)| other == factor) {
                continue;
            }
            let of_factor: Vec<Points> =
                self.scored.iter().filter(|(other, _)| other == factor).map(|(_, points)| *points).collect();
            let mean = scale::mean(&of_factor).ok_or_else(|| {
                let fault = Fault::new("has no exact mean over its columns", "give its columns scales with fewer decimals");
                (Field::Score(factor.clone()), String::new(), fault)
            })?;
            row.scores.push((factor.clone(), mean.rounded()));
        }
        // A bare $ or ¥ goes with several currencies; any other sign or code must be the one of the row.
        if let (Some(said), Some(cell)) = (&row.currency, &self.of_money.of_cell)
            && said != cell
            && !matches!(cell.as_str(), "USD" | "JPY")
        {
            let fault = Fault::new(format!("does not go with an amount in {cell}"), "correct one of the two");
            return Err((Field::Currency, said.clone(), fault));
        }
        if row.currency.is_none() && row.arr.is_some() {
            row.currency = self.of_money.of_cell.take().or(self.of_money.of_header.take());
        }
        if row.last_review_on.is_some() && row.last_review_kind.is_none() {
            row.last_review_kind = self.kind_of_header.take();
        }
        Ok(())
    }
}

/// What a row says of where it stands in another model.
fn stood<'r>(row: &'r mut Row, model: &str) -> &'r mut (String, Option<String>, Option<NaiveDate>) {
    let at = row.elsewhere.iter().position(|(known, ..)| known == model).unwrap_or_else(|| {
        row.elsewhere.push((model.to_owned(), None, None));
        row.elsewhere.len() - 1
    });
    &mut row.elsewhere[at]
}

/// A plain number, and whether it was rounded to four decimals.
fn measure(cell: &str, form: Form) -> Result<Option<(Measure, bool)>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    let decimal: Option<Decimal> = match form {
        Form::Money(decimal) => decimal,
        Form::Text | Form::Date(_) => None,
    };
    let number = numbers::read(cell, decimal)?;
    if number.currency.is_some() {
        return Err(Fault::new("is an amount of money", "a measure is a number alone"));
    }
    let too_large = || Fault::new("is too large for a measure", "the limit is a hundred billion");
    Measure::of(number.amount).map(|measure| Some((measure, number.rounded))).ok_or_else(too_large)
}

pub(super) fn date(cell: &str, form: Form) -> Result<Option<NaiveDate>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    let form = match form {
        Form::Date(form) => form,
        Form::Text | Form::Money(_) => dates::DateForm::default(),
    };
    dates::read(cell, &form).map(Some)
}

fn currency(cell: &str) -> Result<Option<String>, Fault> {
    if is_blank(cell) {
        return Ok(None);
    }
    numbers::currency(cell).map(Some).ok_or_else(|| Fault::new("is not a currency", "write its code of three letters, like EUR"))
}
