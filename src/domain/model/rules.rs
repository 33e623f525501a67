//! What must hold across a whole model: keys once, axes that exist, cuts in order, every cell in one segment.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;

use super::error::{Source, choice};
use super::file::{RawModel, RawSegment};
use super::{Membership, Model, ModelError};
use crate::domain::text::fold;

/// Checks a model against the file it came from (for the lines).
pub(super) fn check(source: Source<'_>, raw: &RawModel, model: &Model) -> Result<(), ModelError> {
    dimensions(source, raw, model)?;
    axes(source, raw, model)?;
    segment_names(source, raw)?;
    cells(source, raw, model)?;
    kinds(source, raw)?;
    shares(source, raw, model)
}

/// Texts seen so far, folded, with the line of the first.
struct Seen<'a> {
    source: Source<'a>,
    what: &'static str,
    found: HashMap<String, Range<usize>>,
}

impl<'a> Seen<'a> {
    fn new(source: Source<'a>, what: &'static str) -> Self {
        Self { source, what, found: HashMap::new() }
    }

    fn add(&mut self, text: &Spanned<String>) -> Result<(), ModelError> {
        let Some(first) = self.found.insert(fold(text.get_ref()), text.span()) else { return Ok(()) };
        let line = self.source.fault(first, "", "").line;
        let what = format!("the {} “{}” is there already, in line {line}", self.what, text.get_ref());
        Err(self.source.fault(text.span(), what, "choose another"))
    }
}

fn dimensions(source: Source<'_>, raw: &RawModel, model: &Model) -> Result<(), ModelError> {
    let mut keys = Seen::new(source, "dimension key");
    let mut factors = Seen::new(source, "factor key");
    for (raw, dimension) in raw.dimensions.iter().map(Spanned::get_ref).zip(&model.dimensions) {
        keys.add(&raw.key)?;
        for factor in &raw.factors {
            factors.add(&factor.get_ref().key)?;
        }
        if dimension.factors.iter().map(|factor| factor.weight).sum::<f64>() <= 0.0 {
            let what = format!("the weights of “{}” sum to nothing", dimension.key);
            return Err(source.fault(raw.key.span(), what, "give it at least one factor with a weight above 0"));
        }
        if let Some(at) = dimension.cuts.windows(2).position(|pair| pair[0] >= pair[1]) {
            let (first, second) = (raw.cuts[at].get_ref(), raw.cuts[at + 1].get_ref());
            let what = format!("cuts out of order: {second} after {first}");
            return Err(source.fault(raw.cuts[at + 1].span(), what, "write them from low to high, each once"));
        }
    }
    Ok(())
}

fn axes(source: Source<'_>, raw: &RawModel, model: &Model) -> Result<(), ModelError> {
    let known: Vec<&str> = model.dimensions.iter().map(|dimension| dimension.key.as_str()).collect();
    for (axis, key) in [("x", Some(&raw.x)), ("y", raw.y.as_ref())] {
        let Some(key) = key else { continue };
        let Some(dimension) = model.dimensions.iter().find(|dimension| dimension.key == *key.get_ref()) else {
            let what = format!("{axis} names the dimension “{}”, which is not in this model", key.get_ref());
            return Err(source.fault(key.span(), what, choice(key.get_ref(), &known)));
        };
        if dimension.cuts.is_empty() && model.membership == Membership::One {
            let what = format!("the dimension “{}” is the {axis} axis and has no cuts", dimension.key);
            let at = raw.dimensions.iter().find(|raw| *raw.get_ref().key.get_ref() == dimension.key);
            return Err(source.fault(at.map_or(0..0, |at| at.get_ref().key.span()), what, "add cuts = [50]"));
        }
    }
    match &raw.y {
        Some(y) if y.get_ref() == raw.x.get_ref() => {
            Err(source.fault(y.span(), "both axes are the same dimension", "choose another for y, or leave y out for a ladder"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Keys, letters and names are one space of words: each must find one segment (`seg:` in a filter, `--to`).
fn segment_names(source: Source<'_>, raw: &RawModel) -> Result<(), ModelError> {
    if raw.segments.is_empty() {
        return Err(source.fault(raw.key.span(), "a model without segments", "add [[segments]] for each cell"));
    }
    let of = |raw: &Spanned<RawSegment>| {
        let raw = raw.get_ref();
        [raw.key.clone(), raw.letter.clone(), raw.name.clone()]
    };
    for (part, what) in [(0, "segment key"), (1, "letter"), (2, "segment name")] {
        let mut seen = Seen::new(source, what);
        for segment in &raw.segments {
            seen.add(&of(segment)[part])?;
        }
    }
    let mut words: HashMap<String, usize> = HashMap::new();
    for (index, segment) in raw.segments.iter().enumerate() {
        for word in of(segment) {
            let before = words.insert(fold(word.get_ref()), index);
            if let Some(other) = before.filter(|other| *other != index) {
                let other = raw.segments[other].get_ref().name.get_ref();
                let what = format!("“{}” could also mean the segment “{other}”", word.get_ref());
                return Err(source.fault(word.span(), what, "keys, letters and names of different segments must differ"));
            }
        }
    }
    Ok(())
}

fn cells(source: Source<'_>, raw: &RawModel, model: &Model) -> Result<(), ModelError> {
    let (columns, rows) = model.grid();
    let mut taken: HashMap<(u8, u8), &str> = HashMap::new();
    for (raw, segment) in raw.segments.iter().map(Spanned::get_ref).zip(&model.segments) {
        for (cell, at) in segment.cells.iter().zip(raw.cells.iter().map(Spanned::span)) {
            let (x, y) = *cell;
            if x > columns || y > rows {
                let what = format!("the cell [{x}, {y}] is not on the board");
                let hint = format!("x has bands 1 to {columns}, y has bands 1 to {rows}: as many as cuts, and one more");
                return Err(source.fault(at, what, hint));
            }
            if let Some(other) = taken.insert(*cell, &segment.key) {
                let what = format!("the cell [{x}, {y}] of “{}” belongs to “{other}” already", segment.key);
                return Err(source.fault(at, what, "every cell belongs to one segment; take it out of one of the two"));
            }
        }
        if segment.cells.is_empty() && model.membership == Membership::One {
            let what = format!("the segment “{}” has no cell", segment.key);
            let hint = "add cells = [[band of x, band of y]]; only membership = \"many\" does without";
            return Err(source.fault(raw.key.span(), what, hint));
        }
    }
    let free = (1..=rows).flat_map(|y| (1..=columns).map(move |x| (x, y))).find(|cell| !taken.contains_key(cell));
    match free {
        Some((x, y)) if model.membership == Membership::One => {
            let at = raw.segments.first().map_or(0..0, |first| first.get_ref().key.span());
            let what = format!("the cell [{x}, {y}] belongs to no segment");
            Err(source.fault(at, what, format!("add [{x}, {y}] to the cells of a segment")))
        }
        Some(_) | None => Ok(()),
    }
}

/// A kind once a segment, and spelt alike everywhere: clocks go by it.
fn kinds(source: Source<'_>, raw: &RawModel) -> Result<(), ModelError> {
    let mut spelling: HashMap<String, String> = HashMap::new();
    for segment in raw.segments.iter().map(Spanned::get_ref) {
        let mut own = Seen::new(source, "touchpoint kind");
        for touchpoint in segment.touchpoints.iter().map(Spanned::get_ref) {
            own.add(&touchpoint.kind)?;
            for kind in std::iter::once(&touchpoint.kind).chain(&touchpoint.satisfied_by) {
                let written = kind.get_ref().trim();
                let first = spelling.entry(fold(written)).or_insert_with(|| written.to_owned());
                if first != written {
                    let what = format!("the kind “{written}” is written “{first}” elsewhere");
                    return Err(source.fault(kind.span(), what, format!("write “{first}”")));
                }
            }
        }
    }
    Ok(())
}

fn shares(source: Source<'_>, raw: &RawModel, model: &Model) -> Result<(), ModelError> {
    let sum: f64 = model.segments.iter().filter_map(|segment| segment.target_share).sum();
    if sum <= 1.0 + 1e-9 || model.membership == Membership::Many {
        return Ok(());
    }
    let last = raw.segments.iter().rev().find_map(|raw| raw.get_ref().target_share.as_ref());
    let what = format!("the target shares sum to {sum:.2}");
    Err(source.fault(last.map_or(0..0, Spanned::span), what, "they are shares of one book: at most 1 together"))
}
