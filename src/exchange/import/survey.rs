//! What the first pass gathers column by column, and what that decides about dates and amounts.

use csv::StringRecord;

use super::columns::{Column, Field, Mapping};
use super::dates::{DateForm, DateOrder, Evidence};
use super::dialect::Dialect;
use super::kinds::tells_itself;
use super::numbers::{self, Decimal, Hint};
use super::values::{is_blank, is_blank_word};
use super::{Form, Options, Profile, SEGMENTS_LISTED, Tail, filled, is_too_long, repeats_header};
use crate::exchange::refused::{Asks, Question, shown_cell};
use crate::exchange::source::records::{Place, Records};

/// What is gathered in the first pass.
pub(super) struct Survey {
    columns: Vec<(usize, Watched)>,
    pub(super) rows: u64,
    pub(super) tail: Tail,
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
        if field.is_decimal() {
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
    pub(super) fn of(mapping: &Mapping) -> Self {
        let watched = |(at, column): (usize, &Column)| Some((at, Watched::of(column.field.as_ref()?)?));
        let columns = mapping.columns.iter().enumerate().filter_map(watched).collect();
        Self { columns, rows: 0, tail: Tail::default() }
    }

    pub(super) fn add(&mut self, place: Place, cells: &StringRecord, records: &Records, dialect: &Dialect) {
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
            let told = match watched {
                Watched::Money { .. } => tells_itself(records.kind(*at), false),
                Watched::Date { .. } => tells_itself(records.kind(*at), true),
                Watched::Segment(_) => false,
            };
            if let Some(cell) = cells.get(*at).filter(|_| !told) {
                watched.add(cell, place.line);
            }
        }
    }

    /// What the columns say goes into the profile: forms, notes, and what they leave open.
    pub(super) fn conclude(self, profile: &mut Profile, options: &Options) {
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
                let cells =
                    if blanks == 1 { "one cell counts as blank,".to_owned() } else { format!("{blanks} cells count as blank,") };
                profile.notes.push(format!("column “{column}”: {cells} with a word for nothing (null, N/A, -)"));
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
        Some(Question { column, value, line, why, asks: Asks::Decimal, answers: "--decimal . or --decimal ," })
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
            (
                DateForm::default(),
                Some(Question { column, value, line: open.line, why: open.why, asks: Asks::DateOrder, answers }),
            )
        }
    }
}
