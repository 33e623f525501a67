//! The insights as scripts read them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Found, keys, rounded};
use crate::cli::figures::{Line, ordered};
use crate::cli::movements::{Cell, cells};
use crate::cli::shape::{sum_in, sums};
use crate::domain::model::Model;
use crate::store::{Counted, DayOf, FiguresBy, FiguresOf, OwnerBook, SegmentShare};

#[derive(Debug, Serialize)]
pub struct Document<'a> {
    model: &'a str,
    from: NaiveDate,
    to: NaiveDate,
    by: &'static str,
    owner: Option<&'a str>,
    currency: &'a str,
    distribution: Vec<Day<'a>>,
    owners: Vec<Owner<'a>>,
    all_owners: Owner<'a>,
    shares: Vec<Share<'a>>,
    placed: i64,
    unplaced: i64,
    moves: Moves<'a>,
    figures: Figures<'a>,
}

#[derive(Debug, Serialize)]
struct Day<'a> {
    on: NaiveDate,
    /// Each client once: where membership is many, the segments together may have more.
    count: i64,
    segments: Vec<Place<'a>>,
    unplaced: Place<'a>,
}

/// Clients in a place; `arr` is in the book's `currency`, `arr_by_currency` has every currency.
#[derive(Debug, Serialize)]
struct Place<'a> {
    key: Option<&'a str>,
    count: i64,
    arr: String,
    currency: &'a str,
    arr_by_currency: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct Owner<'a> {
    owner: Option<&'a str>,
    clients: i64,
    arr: String,
    currency: &'a str,
    arr_by_currency: BTreeMap<String, String>,
    hours_per_week: f64,
    capacity: Option<f64>,
    /// How many owners the guidelines ask for.
    owners_needed: Option<f64>,
    /// The same by the owners there are: over 1 is more than one owner can look after.
    guideline_share: Option<f64>,
    without_guideline: i64,
    drift: i64,
    near: i64,
    stale: i64,
    unscored: i64,
    confirm_overdue: i64,
    segments: &'a BTreeMap<String, i64>,
    unplaced: i64,
}

#[derive(Debug, Serialize)]
struct Share<'a> {
    key: &'a str,
    count: i64,
    share: Option<f64>,
    target_share: Option<f64>,
    /// In points of a hundred.
    difference: Option<f64>,
    arr: String,
    currency: &'a str,
    arr_by_currency: BTreeMap<String, String>,
    arr_share: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Moves<'a> {
    from: NaiveDate,
    to: NaiveDate,
    matrix: Vec<Cell<'a>>,
    /// Decisions in between.
    decisions: usize,
}

#[derive(Debug, Serialize)]
struct Figures<'a> {
    model: &'a str,
    from: NaiveDate,
    to: NaiveDate,
    #[serde(flatten)]
    all: Line,
    segments: Vec<OfSegment>,
    owners: Vec<OfOwner>,
}

#[derive(Debug, Serialize)]
struct OfSegment {
    segment: Option<String>,
    #[serde(flatten)]
    figures: Line,
}

#[derive(Debug, Serialize)]
struct OfOwner {
    owner: Option<String>,
    #[serde(flatten)]
    figures: Line,
}

impl<'a> Document<'a> {
    pub fn of(found: &'a Found, model: &'a Model, driving: &'a Model) -> Self {
        let currency = found.currency.as_str();
        let keys = keys(found, model);
        let (by_segment, by_owner) = &found.figures;
        Self {
            model: &model.key,
            from: found.from,
            to: found.to,
            by: found.by,
            owner: found.owner.as_deref(),
            currency,
            distribution: found.distribution.days.iter().map(|of| day(of, &keys, currency)).collect(),
            owners: found.books.owners.iter().map(|book| owner(book, 1, currency)).collect(),
            all_owners: owner(&found.books.all, found.books.named(), currency),
            shares: found.shares.segments.iter().map(|segment| share(segment, currency)).collect(),
            placed: found.shares.placed.clients,
            unplaced: found.shares.unplaced.clients,
            moves: Moves { from: found.from, to: found.to, matrix: cells(&found.moves, model), decisions: found.moves.decided },
            figures: figures(found, by_segment, by_owner, driving),
        }
    }
}

fn place<'a>(key: Option<&'a str>, counted: &Counted, currency: &'a str) -> Place<'a> {
    let arr = sum_in(&counted.arr, currency);
    Place { key, count: counted.clients, arr, currency, arr_by_currency: sums(&counted.arr) }
}

fn day<'a>(of: &'a DayOf, keys: &[&'a str], currency: &'a str) -> Day<'a> {
    let none = Counted::default();
    let segments = keys.iter().map(|key| place(Some(key), of.segments.get(*key).unwrap_or(&none), currency));
    Day { on: of.on, count: of.all.clients, segments: segments.collect(), unplaced: place(None, &of.unplaced, currency) }
}

fn owner<'a>(book: &'a OwnerBook, owners: usize, currency: &'a str) -> Owner<'a> {
    Owner {
        owner: book.owner.as_deref(),
        clients: book.all.clients,
        arr: sum_in(&book.all.arr, currency),
        currency,
        arr_by_currency: sums(&book.all.arr),
        hours_per_week: rounded(book.hours_per_week, 2),
        capacity: book.capacity,
        owners_needed: book.guideline.map(|needed| rounded(needed, 4)),
        guideline_share: book.guideline.map(|needed| rounded(needed / owners.max(1) as f64, 4)),
        without_guideline: book.unguided,
        drift: book.signs.drift,
        near: book.signs.near,
        stale: book.signs.stale,
        unscored: book.signs.unscored,
        confirm_overdue: book.signs.confirm,
        segments: &book.segments,
        unplaced: book.unplaced,
    }
}

fn share<'a>(segment: &'a SegmentShare, currency: &'a str) -> Share<'a> {
    Share {
        key: &segment.key,
        count: segment.counted.clients,
        share: segment.share.map(|share| rounded(share, 4)),
        target_share: segment.target,
        difference: segment.difference().map(|points| rounded(points, 2)),
        arr: sum_in(&segment.counted.arr, currency),
        currency,
        arr_by_currency: sums(&segment.counted.arr),
        arr_share: segment.arr_share.map(|share| rounded(share, 4)),
    }
}

fn figures<'a>(found: &Found, by_segment: &FiguresOf, by_owner: &FiguresOf, driving: &'a Model) -> Figures<'a> {
    let segments = ordered(by_segment, FiguresBy::Segment, driving);
    let owners = ordered(by_owner, FiguresBy::Owner, driving);
    Figures {
        model: &driving.key,
        from: found.from.succ_opt().unwrap_or(found.from),
        to: found.to,
        all: by_segment.all.into(),
        segments: segments.into_iter().map(|(segment, part)| OfSegment { segment, figures: part.into() }).collect(),
        owners: owners.into_iter().map(|(owner, part)| OfOwner { owner, figures: part.into() }).collect(),
    }
}
