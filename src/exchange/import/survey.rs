//! What the first pass gathers column by column, and what that decides about dates and amounts.

use std::collections::HashSet;

use csv::StringRecord;

use super::columns::{Field, Mapping, Places};
use super::content::{Content, judge};
use super::dates::{DateForm, DateOrder, Evidence};
use super::dialect::Dialect;
use super::kinds::tells_itself;
use super::leaving::Leaving;
use super::mapping::resolved;
use super::numbers::{self, Decimal, Hint};
use super::rejects::is_problem_column;
use super::repeats::Repeats;
use super::values::{is_blank, is_blank_word};
use super::worded::Scores;
use super::{Form, Options, Profile, SEGMENTS_LISTED, Subject, Tail, filled, is_too_long, repeats_header};
use crate::exchange::refused::{Asks, Question, Refused, shown_cell};
use crate::exchange::source::records::{CellKind, Place, Records};

/// What is gathered in the first pass.
pub(super) struct Survey {
    columns: Vec<(usize, Watched)>,
    contents: Vec<Content>,
    repeats: Repeats,
    pub(super) rows: u64,
    pub(super) tail: Tail,
}

/// What is gathered about one column.
enum Watched {
    Money(Signs),
    Date { evidence: Evidence, blanks: u64 },
    Segment(Vec<String>),
    Score(Scores),
}

/// The decimal signs of a column of amounts.
#[derive(Default)]
struct Signs {
    point: Option<Seen>,
    comma: Option<Seen>,
    either: Option<Seen>,
    points: u64,
    commas: u64,
    blanks: u64,
}

/// A cell and its line.
type Seen = (String, u64);

impl Watched {
    fn of(field: &Field) -> Option<Self> {
        if field.is_decimal() {
            return Some(Self::Money(Signs::default()));
        }
        if field.is_date() {
            return Some(Self::Date { evidence: Evidence::default(), blanks: 0 });
        }
        if matches!(field, Field::Score(_)) {
            return Some(Self::Score(Scores::default()));
        }
        (*field == Field::Segment).then(|| Self::Segment(Vec::new()))
    }

    fn add(&mut self, cell: &str, line: u64) {
        match self {
            Self::Money(Signs { blanks, .. }) | Self::Date { blanks, .. } if is_blank(cell) => {
                *blanks += u64::from(is_blank_word(cell));
            }
            Self::Money(signs) => signs.add(cell, line),
            Self::Score(scores) => scores.add(cell, line),
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

impl Signs {
    fn add(&mut self, cell: &str, line: u64) {
        let kept = match numbers::hint(cell) {
            Hint::Nothing => return,
            Hint::Only(Decimal::Point) => {
                self.points += 1;
                &mut self.point
            }
            Hint::Only(Decimal::Comma) => {
                self.commas += 1;
                &mut self.comma
            }
            Hint::Either => &mut self.either,
        };
        kept.get_or_insert_with(|| (cell.to_owned(), line));
    }

    /// The only sign that fits, where several cells say so and none speaks against it.
    fn sure(&self) -> Option<Decimal> {
        match (self.points, self.commas) {
            (points, 0) if points >= super::dates::SURE => Some(Decimal::Point),
            (0, commas) if commas >= super::dates::SURE => Some(Decimal::Comma),
            (_, _) => None,
        }
    }
}

impl Survey {
    pub(super) fn of(mapping: &Mapping) -> Self {
        let fields = mapping.columns.iter().zip(&mapping.claims);
        let field = |(column, claim): (&super::columns::Column, &Option<super::claims::Claim>)| {
            column.field.clone().or_else(|| claim.as_ref().map(|claim| claim.field.clone()))
        };
        let watched = |(at, field): (usize, Option<Field>)| Some((at, Watched::of(&field?)?));
        let columns = fields.map(field).enumerate().filter_map(watched).collect();
        let contents = mapping.claims.iter().map(|claim| Content::of(claim.as_ref())).collect();
        Self { columns, contents, repeats: Repeats::of(mapping), rows: 0, tail: Tail::default() }
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
                Watched::Segment(_) | Watched::Score(_) => false,
            };
            if let Some(cell) = cells.get(*at).filter(|_| !told) {
                watched.add(cell, place.line);
            }
        }
        // An error says nothing about what its column holds, nor whose row it is.
        let says = |at: usize| records.kind(at) != CellKind::Error;
        for (at, (content, cell)) in self.contents.iter_mut().zip(cells).enumerate() {
            if content.counts && says(at) {
                content.add(cell);
            }
        }
        if self.repeats.name().is_none_or(says) {
            self.repeats.add(cells);
        }
    }

    /// The columns as their cells allow, where they speak against a header.
    pub(super) fn judged(&mut self, header: &[String], mapping: Mapping, options: &Options) -> Result<Mapping, Refused> {
        let chosen = resolved(header, &options.map)?;
        let mut claims = mapping.claims.clone();
        let mut vetoes = mapping.vetoes.clone();
        vetoes.extend(judge(header, &chosen, &mut claims, &self.contents, self.rows));
        let mut mapping = Mapping::awarding(header, &options.map, claims, vetoes)?;
        mapping.put_scales(&options.scales)?;
        Ok(mapping)
    }

    /// What the columns say goes into the profile: forms, notes, and what they leave open.
    pub(super) fn conclude(self, profile: &mut Profile, options: &Options) {
        let places = Places::of(&profile.dialect.header);
        let spoken_of: HashSet<usize> = options.map.iter().filter_map(|choice| places.at(choice)).collect();
        let said = |at: usize| spoken_of.contains(&at);
        let reviews = profile.subject == Subject::Reviews;
        if !reviews {
            profile.leaving = Leaving::of(&profile.dialect.header, &profile.mapping, profile.source);
        }
        if !reviews && !profile.is_ours() && self.repeats.settle(&profile.dialect.header, &mut profile.mapping, said) {
            profile.leaving.once = profile.mapping.index_of(&Field::Name);
        }
        profile.notes.append(&mut profile.mapping.notes.clone());
        profile.forms = vec![Form::Text; profile.mapping.columns.len()];
        for (at, watched) in self.columns {
            let Some(field) = profile.mapping.columns[at].field.clone() else { continue };
            let column = shown_cell(&profile.mapping.columns[at].header);
            let (form, blanks, question) = match watched {
                Watched::Segment(values) => {
                    profile.segments = values;
                    continue;
                }
                Watched::Score(scores) => {
                    profile.scores.push((at, scores));
                    continue;
                }
                Watched::Money(signs) => {
                    // We write a point: `97.167` in our own export is not asked about.
                    let ours = profile.is_ours() && signs.either.as_ref().is_some_and(|(cell, _)| cell.contains('.'));
                    let given = options.decimal.or_else(|| (ours && signs.comma.is_none()).then_some(Decimal::Point));
                    if let Some((own, given)) = signs.sure().zip(given).filter(|(own, given)| own != given) {
                        let (own, given) = (own.sign(), given.sign());
                        profile.notes.push(format!(
                            "column “{column}” writes decimals with “{own}” only, and is read so, not with “{given}”"
                        ));
                    }
                    let blanks = signs.blanks;
                    let (decimal, question) = decide_decimal(&column, signs, given);
                    (Form::Money(decimal), blanks, question)
                }
                Watched::Date { evidence, blanks } => {
                    let (form, question) = decide_dates(&column, &evidence, options.date_order);
                    if form.serials {
                        profile
                            .notes
                            .push(format!("column “{column}” counts days as a spreadsheet does; they are read as dates"));
                    }
                    if let Some((own, given)) = evidence.sure().zip(options.date_order).filter(|(own, given)| own != given) {
                        let (own, given) = (own.name(), given.name());
                        profile
                            .notes
                            .push(format!("column “{column}” can only be read as {own}, and is read so, not as {given}"));
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
            profile.questions.extend(question.map(|question| Question { field: field.to_string(), ..question }));
        }
        profile.notes.extend(left_out(profile));
        // A word is no score on any scale.
        let asked = profile.scale_questions(|_| Some(u8::MAX));
        profile.questions.extend(asked);
    }
}

/// The columns that are no field of ours and of which nothing was said yet.
fn left_out(profile: &Profile) -> Option<String> {
    const LISTED: usize = 12;
    let told = |header: &str| profile.notes.iter().any(|note| note.contains(&format!("“{header}”")));
    let used = |at: usize| profile.leaving.reads(at) || is_problem_column(&profile.mapping.columns[at].header);
    let columns = profile.mapping.columns.iter().enumerate();
    let free = columns.filter(|(at, column)| column.field.is_none() && !used(*at)).map(|(_, column)| shown_cell(&column.header));
    let mut free: Vec<String> = free.filter(|header| !header.is_empty() && !told(header)).collect();
    let more = free.len().saturating_sub(LISTED);
    free.truncate(LISTED);
    if free.is_empty() || profile.is_ours() {
        return None;
    }
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("left out, as they are no fields of ours: {}{more}", free.join(", ")))
}

fn decide_decimal(column: &str, signs: Signs, given: Option<Decimal>) -> (Option<Decimal>, Option<Question>) {
    let ask = |(value, line): Seen, why| {
        let (column, value) = (column.to_owned(), shown_cell(&value));
        let answers = "--decimal . or --decimal ,".to_owned();
        Some(Question { column, value, line, why, asks: Asks::Decimal, answers, seen: Vec::new(), field: String::new() })
    };
    let sure = signs.sure();
    match (sure.or(given), signs.point, signs.comma, signs.either) {
        (Some(decimal), _, _, _) => (Some(decimal), None),
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
            let answers = "--date-order dmy, --date-order mdy or --date-order ymd".to_owned();
            let (why, line, asks) = (open.why, open.line, Asks::DateOrder);
            let question = Question { column, value, line, why, asks, answers, seen: Vec::new(), field: String::new() };
            (DateForm::default(), Some(question))
        }
    }
}
