//! Where each segment stands on the board, and which one lies beside it.

use crate::domain::model::{Dimension, Model, Segment};

/// Which dimension runs across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axes {
    /// As the model says: x across.
    Straight,
    /// y across.
    Swapped,
}

impl Axes {
    /// The other way.
    pub fn turned(self) -> Self {
        match self {
            Self::Straight => Self::Swapped,
            Self::Swapped => Self::Straight,
        }
    }
}

/// The side towards which something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    Left,
    Right,
    Up,
    Down,
}

/// The squares a segment takes: its first row and column from 0 at the top left, and how many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub row: u8,
    pub column: u8,
    pub rows: u8,
    pub columns: u8,
}

/// The places of a model's segments, in the model's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    pub places: Vec<Place>,
    pub rows: u8,
    pub columns: u8,
    /// Whether places follow the axes. Where a segment's cells make no rectangle, the segments stand in rows instead.
    pub on_axes: bool,
}

impl Grid {
    /// The places on the axes, cells of one segment merged; else the segments in rows.
    pub fn of(model: &Model, axes: Axes) -> Self {
        let (across, up) = match axes {
            Axes::Straight => model.grid(),
            Axes::Swapped => (model.grid().1, model.grid().0),
        };
        let places: Option<Vec<Place>> = model.segments.iter().map(|segment| merged(segment, axes, up)).collect();
        match places {
            Some(places) => Self { places, rows: up, columns: across, on_axes: true },
            None => Self::in_rows(model.segments.len()),
        }
    }

    fn in_rows(many: usize) -> Self {
        let columns = (1..).find(|columns| columns * columns >= many).unwrap_or(1).max(1);
        let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let place = |at: usize| Place { row: small(at / columns), column: small(at % columns), rows: 1, columns: 1 };
        let rows = small(many.div_ceil(columns).max(1));
        Self { places: (0..many).map(place).collect(), rows, columns: small(columns), on_axes: false }
    }

    /// The nearest segment in a direction: the one with most of the same height (or breadth).
    pub fn neighbour(&self, at: usize, toward: Toward) -> Option<usize> {
        let from = self.places.get(at)?;
        let gap = |to: &Place| match toward {
            Toward::Left => from.column.checked_sub(to.column + to.columns),
            Toward::Right => to.column.checked_sub(from.column + from.columns),
            Toward::Up => from.row.checked_sub(to.row + to.rows),
            Toward::Down => to.row.checked_sub(from.row + from.rows),
        };
        let shared = |to: &Place| match toward {
            Toward::Left | Toward::Right => overlap((from.row, from.rows), (to.row, to.rows)),
            Toward::Up | Toward::Down => overlap((from.column, from.columns), (to.column, to.columns)),
        };
        let beside = self.places.iter().enumerate().filter(|(_, to)| shared(to) > 0);
        let near = beside.filter_map(|(at, to)| Some((gap(to)?, u8::MAX - shared(to), at)));
        near.min().map(|(_, _, at)| at)
    }
}

fn overlap((a, a_long): (u8, u8), (b, b_long): (u8, u8)) -> u8 {
    (a + a_long).min(b + b_long).saturating_sub(a.max(b))
}

/// The rectangle a segment's cells make; none where they make none.
fn merged(segment: &Segment, axes: Axes, up: u8) -> Option<Place> {
    let turned = |(x, y): &(u8, u8)| match axes {
        Axes::Straight => (*x, *y),
        Axes::Swapped => (*y, *x),
    };
    let cells: Vec<(u8, u8)> = segment.cells.iter().map(turned).collect();
    let (left, right) = (cells.iter().map(|cell| cell.0).min()?, cells.iter().map(|cell| cell.0).max()?);
    let (low, high) = (cells.iter().map(|cell| cell.1).min()?, cells.iter().map(|cell| cell.1).max()?);
    let (columns, rows) = (right - left + 1, high - low + 1);
    let whole = cells.len() == usize::from(columns) * usize::from(rows);
    whole.then(|| Place { row: up.saturating_sub(high), column: left - 1, rows, columns })
}

/// An axis in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Axis {
    pub name: String,
    pub low: String,
    pub high: String,
}

impl Axis {
    /// The words of a dimension; `Low maturity` beside the name `Maturity` is just `Low`.
    pub fn of(dimension: &Dimension) -> Self {
        let short = |end: &str| {
            let kept = end.to_lowercase().strip_suffix(&dimension.name.to_lowercase()).map(str::trim_end).map(str::len);
            let cut = kept.filter(|kept| *kept > 0).and_then(|kept| end.get(..kept));
            cut.unwrap_or(end).to_owned()
        };
        Self { name: dimension.name.clone(), low: short(&dimension.low), high: short(&dimension.high) }
    }
}

/// What runs across and what runs up; a ladder has nothing on one of them.
pub(super) fn axes_of(model: &Model, axes: Axes) -> (Option<Axis>, Option<Axis>) {
    let (x, y) = (Some(Axis::of(model.x_axis())), model.y_axis().map(Axis::of));
    match axes {
        Axes::Straight => (x, y),
        Axes::Swapped => (y, x),
    }
}

/// Where a segment stands, in words: `Maturity: high · Appetite: band 2 of 3`.
pub(super) fn standing(model: &Model, segment: &Segment, dot: &str) -> String {
    let one = |dimension: &Dimension, bands: Vec<u8>| {
        let axis = Axis::of(dimension);
        let all = dimension.bands();
        let (low, high) = (bands.iter().min().copied()?, bands.iter().max().copied()?);
        let said = match (low, high) {
            (1, 1) => axis.low.to_lowercase(),
            (low, high) if low == high && high == all => axis.high.to_lowercase(),
            (1, high) if high == all => "any".to_owned(),
            (low, high) if low == high => format!("band {low} of {all}"),
            (low, high) => format!("bands {low} to {high} of {all}"),
        };
        Some(format!("{}: {said}", axis.name))
    };
    let x = one(model.x_axis(), segment.cells.iter().map(|cell| cell.0).collect());
    let y = model.y_axis().and_then(|axis| one(axis, segment.cells.iter().map(|cell| cell.1).collect()));
    x.into_iter().chain(y).collect::<Vec<_>>().join(&format!(" {dot} "))
}
