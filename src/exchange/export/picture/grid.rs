//! Where the segments of a model stand in the picture of its board.

use super::svg::Area;
use crate::domain::model::cover::{Place, cover};
use crate::domain::model::{Model, Segment};

/// Between two places.
const GAP: f64 = 8.0;

/// The places of a model's segments, in the model's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// One for each segment; rows from [`Grid::rows`] on lie below the axes.
    pub places: Vec<Place>,
    /// Further cells of a segment (its place in the model), and cells without a segment.
    pub annexes: Vec<(Place, Option<usize>)>,
    /// Columns.
    pub columns: u8,
    /// Rows on the axes.
    pub rows: u8,
    /// Rows below them, for segments without cells.
    pub below: u8,
    /// Whether any segment stands on the axes.
    pub on_axes: bool,
}

/// A segment's cells as squares (row, column), the highest band of y on top.
fn squares(segment: &Segment, rows: u8) -> Vec<(u8, u8)> {
    segment.cells.iter().map(|(x, y)| (rows.saturating_sub(*y), x.saturating_sub(1))).collect()
}

impl Grid {
    /// The places of a model: each segment in the largest rectangle of its cells.
    pub fn of(model: &Model) -> Self {
        if model.segments.iter().all(|segment| segment.cells.is_empty()) {
            return Self::in_rows(model.segments.len());
        }
        let (columns, rows) = model.grid();
        let mut grid = Self { places: Vec::new(), annexes: Vec::new(), columns, rows, below: 0, on_axes: true };
        let mut free: Vec<(u8, u8)> = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect();
        let mut homeless = Vec::new();
        for (at, segment) in model.segments.iter().enumerate() {
            let own = squares(segment, rows);
            free.retain(|square| !own.contains(square));
            let mut rectangles = cover(&own).into_iter();
            let place = rectangles.next().unwrap_or_else(|| {
                homeless.push(at);
                Place { row: rows, column: 0, rows: 1, columns }
            });
            grid.places.push(place);
            grid.annexes.extend(rectangles.map(|place| (place, Some(at))));
        }
        grid.annexes.extend(cover(&free).into_iter().map(|place| (place, None)));
        for (row, some) in (0u8..).zip(homeless.chunks(usize::from(columns).max(2))) {
            let across = u8::try_from(some.len()).unwrap_or(u8::MAX);
            for (column, at) in (0u8..).zip(some) {
                grid.places[*at] = grid.beneath(row, column, across);
            }
            grid.below = row + 1;
        }
        grid
    }

    /// A place below the axes, the row shared evenly by so many; where they are more than columns, columns are split.
    fn beneath(&mut self, row: u8, column: u8, across: u8) -> Place {
        if self.columns < across {
            let wider = |place: &mut Place, by: u8| (place.column, place.columns) = (place.column * by, place.columns * by);
            let by = across.div_ceil(self.columns.max(1));
            self.places.iter_mut().for_each(|place| wider(place, by));
            self.annexes.iter_mut().for_each(|(place, _)| wider(place, by));
            self.columns *= by;
        }
        let edge = |at: u8| u8::try_from(u16::from(self.columns) * u16::from(at) / u16::from(across.max(1))).unwrap_or(u8::MAX);
        Place { row: self.rows + row, column: edge(column), rows: 1, columns: edge(column + 1) - edge(column) }
    }

    /// Segments in rows without axes, as many on each as come out even: five stand three above two.
    fn in_rows(many: usize) -> Self {
        let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let most = (1..).find(|columns| columns * columns >= many).unwrap_or(1).max(1);
        let rows = many.div_ceil(most).max(1);
        let (few, longer) = (many / rows, many % rows);
        let columns = if longer == 0 { few.max(1) } else { few.max(1) * (few + 1) };
        let mut places = Vec::new();
        for row in 0..rows {
            let here = if row < longer { few + 1 } else { few };
            let wide = columns / here.max(1);
            let place = |at: usize| Place { row: small(row), column: small(at * wide), rows: 1, columns: small(wide) };
            places.extend((0..here).map(place));
        }
        Self { places, annexes: Vec::new(), columns: small(columns), rows: small(rows), below: 0, on_axes: false }
    }

    /// How much of the height is the part on the axes.
    pub fn share_on_axes(&self) -> f64 {
        f64::from(self.rows) / f64::from(self.rows + self.below).max(1.0)
    }

    /// Where a place stands: `on` is for those on the axes, `under` for those below.
    pub fn area(&self, place: &Place, on: Area, under: Area) -> Area {
        let (field, row, rows) = match place.row.checked_sub(self.rows) {
            Some(row) => (under, row, self.below),
            None => (on, place.row, self.rows),
        };
        let edge = |long: f64, at: u8, of: u8| long * f64::from(at) / f64::from(of.max(1));
        let (left, right) =
            (edge(field.w, place.column, self.columns), edge(field.w, place.column + place.columns, self.columns));
        let (top, low) = (edge(field.h, row, rows), edge(field.h, row + place.rows, rows));
        let whole = Area { x: field.x + left, y: field.y + top, w: right - left, h: low - top };
        whole.inside(GAP / 2.0)
    }
}
