//! Where each segment stands on the board, and which one lies beside it.

use super::axis::{Axis, axes_of};
pub(super) use crate::domain::model::cover::Place;
use crate::domain::model::cover::cover;
use crate::domain::model::{Model, Segment};

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

/// Squares besides the segments' own places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Annex {
    pub place: Place,
    /// The segment they belong to, by its place in the model; none where no segment has them.
    pub of: Option<usize>,
}

/// The places of a model's segments, in the model's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// One for each segment; rows from [`Grid::rows`] on lie below the axes, for segments without cells.
    pub places: Vec<Place>,
    /// What the largest rectangle of a segment's cells leaves of them, and cells without a segment.
    pub annexes: Vec<Annex>,
    /// Rows on the axes.
    pub rows: u8,
    pub columns: u8,
    /// Rows below the axes.
    pub below: u8,
    /// Whether places follow the axes; where no segment has a cell they stand in rows.
    pub on_axes: bool,
    /// What runs across.
    pub across: Option<Axis>,
    /// What runs up.
    pub up: Option<Axis>,
}

impl Grid {
    /// The places on the axes: each segment in the largest rectangle of its cells. Without any cells the segments stand in rows.
    pub fn of(model: &Model, axes: Axes) -> Self {
        if model.segments.iter().all(|segment| segment.cells.is_empty()) {
            return Self::in_rows(model.segments.len());
        }
        let (columns, rows) = match axes {
            Axes::Straight => model.grid(),
            Axes::Swapped => (model.grid().1, model.grid().0),
        };
        let mut grid = Self { places: Vec::new(), ..Self::of_bands(columns, rows) }.with_axes(axes_of(model, axes));
        let mut free: Vec<(u8, u8)> = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect();
        let mut homeless = Vec::new();
        for (at, segment) in model.segments.iter().enumerate() {
            let own = squares(segment, axes, rows);
            free.retain(|square| !own.contains(square));
            let mut rectangles = cover(&own).into_iter();
            match rectangles.next() {
                Some(place) => grid.places.push(place),
                None => {
                    homeless.push(at);
                    grid.places.push(Place { row: rows, column: 0, rows: 1, columns });
                }
            }
            grid.annexes.extend(rectangles.map(|place| Annex { place, of: Some(at) }));
        }
        grid.annexes.extend(cover(&free).into_iter().map(|place| Annex { place, of: None }));
        grid.put_below(&homeless);
        grid
    }

    /// A place for each cell of so many bands across and up, row by row from the top left.
    pub fn of_bands(columns: u8, rows: u8) -> Self {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| Place { row, column, rows: 1, columns: 1 }));
        let (places, annexes) = (places.collect(), Vec::new());
        Self { places, annexes, rows, columns, below: 0, on_axes: true, across: None, up: None }
    }

    /// The same with axes.
    pub fn with_axes(self, (across, up): (Option<Axis>, Option<Axis>)) -> Self {
        Self { across, up, ..self }
    }

    /// Segments without cells, in full rows below the axes.
    fn put_below(&mut self, homeless: &[usize]) {
        for (row, some) in (0u8..).zip(homeless.chunks(usize::from(self.columns).max(1))) {
            for (column, at) in (0u8..).zip(some) {
                let last = usize::from(column) + 1 == some.len();
                let columns = if last { self.columns - column } else { 1 };
                self.places[*at] = Place { row: self.rows + row, column, rows: 1, columns };
            }
            self.below = row + 1;
        }
    }

    /// Segments in rows without axes, as many on each as come out even: five stand three above two.
    fn in_rows(many: usize) -> Self {
        let most = (1..).find(|columns| columns * columns >= many).unwrap_or(1).max(1);
        let rows = many.div_ceil(most).max(1);
        let (few, longer) = (many / rows, many % rows);
        let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        // Rows of both lengths are parted evenly: the columns are those they have in common.
        let columns = if longer == 0 { few.max(1) } else { few.max(1) * (few + 1) };
        let mut places = Vec::new();
        for row in 0..rows {
            let here = if row < longer { few + 1 } else { few };
            let wide = columns / here.max(1);
            let place = |at: usize| Place { row: small(row), column: small(at * wide), rows: 1, columns: small(wide) };
            places.extend((0..here).map(place));
        }
        Self { places, on_axes: false, ..Self::of_bands(small(columns), small(rows)) }
    }

    /// All places on the axes.
    fn standing(&self) -> impl Iterator<Item = &Place> {
        let places = self.places.iter().chain(self.annexes.iter().map(|annex| &annex.place));
        places.filter(|place| place.row < self.rows)
    }

    /// Whether some place begins at this row.
    pub fn parts_row(&self, row: u8) -> bool {
        self.standing().any(|place| place.row == row)
    }

    /// Whether some place begins at this column.
    pub fn parts_column(&self, column: u8) -> bool {
        self.standing().any(|place| place.column == column)
    }

    /// Rows and columns on the axes that part anything, and the rows below them.
    pub fn steps(&self) -> (u8, u8) {
        let many = |all: u8, parts: &dyn Fn(u8) -> bool| (0..all).filter(|at| parts(*at)).fold(0u8, |many, _| many + 1).max(1);
        (many(self.rows, &|row| self.parts_row(row)) + self.below, many(self.columns, &|column| self.parts_column(column)))
    }

    /// The same with only the rows and columns that part anything.
    pub fn condensed(&self) -> Self {
        let rows: Vec<u8> = (0..self.rows).filter(|row| self.parts_row(*row)).collect();
        // Those below the axes have columns of their own.
        let below = |column: u8| self.places.iter().any(|place| place.row >= self.rows && place.column == column);
        let columns: Vec<u8> = (0..self.columns).filter(|column| self.parts_column(*column) || below(*column)).collect();
        // How many of the kept ones lie before a place of the old count.
        let rank = |kept: &[u8], at: u8| kept.iter().filter(|one| **one < at).fold(0u8, |many, _| many + 1);
        let many = rank(&rows, u8::MAX);
        let squeeze = |place: &Place| {
            let (left, right) = (rank(&columns, place.column), rank(&columns, place.column + place.columns));
            let (top, low) = match place.row.checked_sub(self.rows) {
                Some(below) => (many + below, many + below + place.rows),
                None => (rank(&rows, place.row), rank(&rows, place.row + place.rows)),
            };
            Place { row: top, column: left, rows: low - top, columns: right - left }
        };
        Self {
            places: self.places.iter().map(squeeze).collect(),
            annexes: self.annexes.iter().map(|annex| Annex { place: squeeze(&annex.place), ..*annex }).collect(),
            rows: many,
            columns: rank(&columns, u8::MAX).max(1),
            ..self.clone()
        }
    }

    /// Whether all stand in one row or one column on the axes.
    pub fn is_ladder(&self) -> bool {
        let (rows, columns) = self.steps();
        self.on_axes && self.below == 0 && (rows == 1 || columns == 1) && self.places.len() > 1
    }

    /// Whether all stand one above the other.
    pub fn is_stack(&self) -> bool {
        self.is_ladder() && self.steps().1 == 1
    }

    /// The same with its axes swapped: what is at the right comes on top.
    pub fn turned(&self) -> Self {
        let turn = |place: &Place| Place {
            row: self.columns.saturating_sub(place.column + place.columns),
            column: self.rows.saturating_sub(place.row + place.rows),
            rows: place.columns,
            columns: place.rows,
        };
        Self {
            places: self.places.iter().map(turn).collect(),
            annexes: self.annexes.iter().map(|annex| Annex { place: turn(&annex.place), ..*annex }).collect(),
            rows: self.columns,
            columns: self.rows,
            across: self.up.clone(),
            up: self.across.clone(),
            ..*self
        }
    }

    /// The nearest segment in a direction: the one with most of the same height (or breadth), by any of its cells.
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
        let annexed = self.annexes.iter().filter_map(|annex| Some((annex.of?, &annex.place)));
        let others = self.places.iter().enumerate().chain(annexed).filter(|(to, _)| *to != at);
        let beside = others.filter(|(_, to)| shared(to) > 0);
        let near = beside.filter_map(|(at, to)| Some((gap(to)?, u8::MAX - shared(to), at)));
        near.min().map(|(_, _, at)| at)
    }
}

fn overlap((a, a_long): (u8, u8), (b, b_long): (u8, u8)) -> u8 {
    (a + a_long).min(b + b_long).saturating_sub(a.max(b))
}

/// A segment's cells as squares (row, column) of a board with so many rows.
fn squares(segment: &Segment, axes: Axes, rows: u8) -> Vec<(u8, u8)> {
    let turned = |(x, y): &(u8, u8)| match axes {
        Axes::Straight => (*x, *y),
        Axes::Swapped => (*y, *x),
    };
    let cells = segment.cells.iter().map(turned);
    cells.map(|(across, up)| (rows.saturating_sub(up), across.saturating_sub(1))).collect()
}
