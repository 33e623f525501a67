//! The axes in words: the name of a dimension, its ends, its cuts, and where a segment stands on it.

use super::grid::{Axes, Place};
use crate::console::glyphs::Glyphs;
use crate::console::parts::text;
use crate::domain::model::cover::cover;
use crate::domain::model::{Dimension, Model, Segment};

/// An axis in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Axis {
    pub name: String,
    pub low: String,
    pub high: String,
    /// Where its bands part, in tenths of a point, ascending: a score equal to a cut is in the upper band.
    pub cuts: Vec<u16>,
}

impl Axis {
    /// The words of a dimension; `Low maturity` beside the name `Maturity` is just `Low`.
    pub fn of(dimension: &Dimension) -> Self {
        let short = |end: &str| {
            let kept = end.to_lowercase().strip_suffix(&dimension.name.to_lowercase()).map(str::trim_end).map(str::len);
            let cut = kept.filter(|kept| *kept > 0).and_then(|kept| end.get(..kept));
            cut.unwrap_or(end).to_owned()
        };
        let (low, high) = (short(&dimension.low), short(&dimension.high));
        Self { name: dimension.name.clone(), low, high, cuts: dimension.cuts.clone() }
    }

    /// The rows it takes written upright, a letter a row; none where a letter is wider than a column.
    pub fn upright(&self) -> Option<u16> {
        let words = [&self.high, &self.name, &self.low];
        let narrow = words.iter().all(|word| word.chars().all(|c| c.is_ascii() || text::width(&c.to_string()) == 1));
        let letters = |word: &String| u16::try_from(text::width(word)).unwrap_or(u16::MAX);
        narrow.then(|| words.iter().fold(4u16, |sum, word| sum.saturating_add(letters(word))))
    }

    /// Columns the least score of a band takes, for the widest of them; 0 without cuts.
    pub fn cuts_wide(&self) -> u16 {
        let wide = self.cuts.iter().map(|cut| text::width(&from_cut(*cut, '.', Glyphs::Unicode)));
        u16::try_from(wide.max().unwrap_or(0)).unwrap_or(u16::MAX)
    }
}

/// Two dimensions as axes, or one of a ladder: what runs across and what runs up.
pub(super) fn axes_of_dimensions(x: &Dimension, y: Option<&Dimension>, axes: Axes) -> (Option<Axis>, Option<Axis>) {
    let (x, y) = (Some(Axis::of(x)), y.map(Axis::of));
    match axes {
        Axes::Straight => (x, y),
        Axes::Swapped => (y, x),
    }
}

/// What runs across and what runs up; a ladder has nothing on one of them.
pub(super) fn axes_of(model: &Model, axes: Axes) -> (Option<Axis>, Option<Axis>) {
    axes_of_dimensions(model.x_axis(), model.y_axis(), axes)
}

/// A cut as it is written: `50`, `33.3`.
pub(super) fn points(tenths: u16, decimal: char) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}{decimal}{tenth}"),
    }
}

/// The least score of the band above a cut, in few columns: `≥50`.
pub(super) fn from_cut(tenths: u16, decimal: char, glyphs: Glyphs) -> String {
    let sign = match glyphs {
        Glyphs::Unicode => "≥",
        Glyphs::Ascii => ">=",
    };
    format!("{sign}{}", points(tenths, decimal))
}

/// Where a segment stands, in words: `Maturity: high (50 and up) · Appetite: any`; what makes no rectangle is said piece by piece.
pub(super) fn standing(model: &Model, segment: &Segment, dot: &str, decimal: char) -> String {
    let squares: Vec<(u8, u8)> = segment.cells.iter().map(|(x, y)| (*y, *x)).collect();
    let said = cover(&squares).into_iter().map(|place| piece(model, place, dot, decimal));
    said.collect::<Vec<_>>().join(", or ")
}

/// One rectangle: its columns are bands of x, its rows bands of y, both from 1.
fn piece(model: &Model, place: Place, dot: &str, decimal: char) -> String {
    let x = bands(model.x_axis(), (place.column, place.column + place.columns - 1), decimal);
    let y = model.y_axis().map(|y| bands(y, (place.row, place.row + place.rows - 1), decimal));
    std::iter::once(x).chain(y).collect::<Vec<_>>().join(&format!(" {dot} "))
}

fn bands(dimension: &Dimension, (low, high): (u8, u8), decimal: char) -> String {
    let (axis, all) = (Axis::of(dimension), dimension.bands());
    let cut = |above: u8| axis.cuts.get(usize::from(above).wrapping_sub(1)).map(|cut| points(*cut, decimal));
    // The cut below the lowest of the bands, and the one above the highest.
    let bounds = match (cut(low.saturating_sub(1)), cut(high)) {
        (None, None) => None,
        (None, Some(below)) => Some(format!("below {below}")),
        (Some(from), None) => Some(format!("{from} and up")),
        (Some(from), Some(below)) => Some(format!("{from} to below {below}")),
    };
    let (name, bounds) = (&axis.name, bounds.unwrap_or_else(|| "any".to_owned()));
    match (low, high) {
        (1, 1) if all > 1 => format!("{name}: {} ({bounds})", axis.low.to_lowercase()),
        (low, high) if low == high && high == all && all > 1 => format!("{name}: {} ({bounds})", axis.high.to_lowercase()),
        (_, _) => format!("{name}: {bounds}"),
    }
}
