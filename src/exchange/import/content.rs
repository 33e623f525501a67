//! What the cells of a column are, and where that speaks against the words of its header.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::claims::Claim;
use super::columns::{ColumnChoice, Field, folded};
use super::dates::Shape;
use super::numbers;
use super::values::{archived, is_blank_word};
use crate::exchange::refused::shown_cell;

/// Cells of a column that are looked at one by one.
const LOOKED_AT: u64 = 2_000;
/// Different cells of a column counted; beyond that they count as different.
const COUNTED: usize = 100_000;
/// Bytes of the longest cell that may be anything but text.
const LONGEST: usize = 400;
/// Cells a column needs before they can speak against its header.
const TELLING: u64 = 3;

/// What the cells of one column are.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Whether anybody asks about the column.
    pub(super) counts: bool,
    /// Cells that say something.
    filled: u64,
    looked_at: u64,
    dates: u64,
    numbers: u64,
    truths: u64,
    currencies: u64,
    /// Cells with letters that are none of these.
    words: u64,
    doubles: u64,
    seen: HashSet<u64>,
    example: String,
}

impl Content {
    /// Of a column somebody asks about, or of one nobody does.
    pub(super) fn of(claim: Option<&Claim>) -> Self {
        Self { counts: claim.is_some(), ..Self::default() }
    }

    /// Takes note of a cell.
    pub(super) fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() || is_blank_word(cell) {
            return;
        }
        self.filled += 1;
        if self.seen.len() < COUNTED && !self.seen.insert(hash_of(cell)) {
            self.doubles += 1;
        }
        if self.looked_at == LOOKED_AT {
            return;
        }
        self.looked_at += 1;
        if self.example.is_empty() {
            self.example = shown_cell(cell);
        }
        if cell.len() > LONGEST {
            self.words += u64::from(cell.contains(char::is_alphabetic));
            return;
        }
        let bare = cell.bytes().all(|byte| byte.is_ascii_digit());
        let date = matches!(Shape::of(cell), Ok(Shape::Told { month: 1..=12, day: 1..=31, .. } | Shape::Numbers { .. }));
        let serial = matches!(Shape::of(cell), Ok(Shape::Serial(_)));
        let number = numbers::is_number(cell) && (bare || !date);
        let truth = !number && !date && matches!(archived(cell), Ok(Some(_)));
        self.dates += u64::from(date || serial);
        self.numbers += u64::from(number || bare);
        self.truths += u64::from(truth);
        self.currencies += u64::from(numbers::currency(cell).is_some());
        self.words += u64::from(!date && !number && !truth && cell.contains(char::is_alphabetic));
    }

    fn all(&self, kind: u64) -> bool {
        self.looked_at >= TELLING && kind == self.looked_at
    }

    fn none(&self, kind: u64) -> bool {
        self.looked_at >= TELLING && kind == 0
    }

    /// What the cells are, in a word, for a note.
    fn kind(&self) -> &'static str {
        match self.looked_at {
            all if self.dates == all && self.numbers < all => "dates",
            all if self.numbers == all => "numbers",
            all if self.truths == all => "yes and no",
            _ => "words",
        }
    }

    /// Why the cells cannot be what the header says; none where they can.
    fn against(&self, claim: &Claim) -> Option<&'static str> {
        let text_of_none = || self.all(self.dates) && self.none(self.words) || self.all(self.truths);
        let wrong = match &claim.field {
            field if field.is_date() => !claim.own && self.none(self.dates),
            Field::Arr | Field::Mrr => !claim.own && self.none(self.numbers),
            Field::Owner | Field::Industry => self.all(self.numbers) || text_of_none(),
            Field::Champion | Field::Goal => self.all(self.numbers) || text_of_none(),
            Field::Stage => text_of_none(),
            Field::Name => self.all(self.numbers) || self.all(self.dates) || self.all(self.truths),
            Field::Currency => !claim.own && self.none(self.currencies),
            Field::Archived => !claim.own && self.none(self.truths) && self.none(self.dates) && self.none(self.numbers),
            Field::ExternalId => self.all(self.truths) || self.all(self.dates) && self.none(self.numbers),
            Field::ChampionLostOn
            | Field::RenewalOn
            | Field::OnboardedOn
            | Field::LastReviewOn
            | Field::SegmentSince
            | Field::Segment
            | Field::LastReviewKind
            | Field::Tags
            | Field::Notes
            | Field::Measure(_)
            | Field::Score(_)
            | Field::SegmentOf(_)
            | Field::SegmentSinceOf(_)
            | Field::Review(_) => false,
        };
        wrong.then(|| self.kind())
    }

    /// More than a tenth of the ids are doubles, or more than half of the rows have none.
    fn is_poor_id(&self, rows: u64) -> bool {
        self.filled >= TELLING && (self.doubles * 10 > self.filled || self.filled * 2 < rows)
    }

    /// An id for each row, each another.
    fn is_good_id(&self, rows: u64) -> bool {
        self.filled == rows && self.doubles == 0
    }
}

/// A cell, or a name, as a number.
pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Words for ids that are often something else: a number of a list, a reference.
const WEAK_IDS: &[&str] =
    &["number", "identifier", "ref", "accountnumber", "accountno", "uuid", "guid", "organizationnumber", "clientnumber"];

/// Takes back the claims the cells speak against; answers what is to be said about it. Choices are never judged.
pub(super) fn judge(
    headers: &[String],
    chosen: &[Option<&ColumnChoice>],
    claims: &mut [Option<Claim>],
    contents: &[Content],
    rows: u64,
) -> Vec<String> {
    let mut vetoes = Vec::new();
    for at in 0..claims.len() {
        let Some(claim) = claims[at].as_ref().filter(|_| chosen[at].is_none()) else { continue };
        let Some(kind) = contents[at].against(claim) else { continue };
        if claim.field == Field::Name && !has_other(claims, chosen, contents, at) {
            continue;
        }
        let (header, field, example) = (shown_cell(&headers[at]), &claim.field, &contents[at].example);
        vetoes.push(format!(
            "column “{header}” is left out: it holds {kind} (“{example}”), which does not go with {field}; where it should \
             count, say so with --map '{header}={field}'"
        ));
        claims[at] = None;
    }
    judge_ids(headers, chosen, claims, contents, rows, &mut vetoes);
    vetoes
}

/// Whether another column can be the name.
fn has_other(claims: &[Option<Claim>], chosen: &[Option<&ColumnChoice>], contents: &[Content], at: usize) -> bool {
    chosen.iter().flatten().any(|choice| choice.field == Some(Field::Name))
        || claims.iter().enumerate().any(|(other, claim)| {
            let names = claim.as_ref().is_some_and(|claim| claim.field == Field::Name);
            other != at && names && chosen[other].is_none() && contents[other].words > 0
        })
}

/// Among columns that could be the id, one with an id of its own for each row goes before one with doubles or blanks.
fn judge_ids(
    headers: &[String],
    chosen: &[Option<&ColumnChoice>],
    claims: &mut [Option<Claim>],
    contents: &[Content],
    rows: u64,
    vetoes: &mut Vec<String>,
) {
    let is_id = |at: usize, claims: &[Option<Claim>]| {
        chosen[at].is_none() && claims[at].as_ref().is_some_and(|claim| claim.field == Field::ExternalId && !claim.own)
    };
    for at in 0..claims.len() {
        if !is_id(at, claims) || !contents[at].is_poor_id(rows) {
            continue;
        }
        // The id of the clients of many rows is not to lose against a number of the rows.
        let is_weak = |at: usize| WEAK_IDS.contains(&folded(&headers[at]).as_str());
        let serves = |other: usize| is_id(other, claims) && contents[other].is_good_id(rows) && (is_weak(at) || !is_weak(other));
        let better = (0..claims.len()).find(|other| *other != at && serves(*other));
        let weak = is_weak(at) && contents[at].doubles > 0;
        let header = shown_cell(&headers[at]);
        if let Some(better) = better {
            let better = shown_cell(&headers[better]);
            vetoes.push(format!("column “{header}” is left out: “{better}” has an id of its own for every row"));
        } else if weak {
            vetoes
                .push(format!("column “{header}” is left out: the same number stands in many rows, so it is no id of a client"));
        } else {
            continue;
        }
        claims[at] = None;
    }
}
