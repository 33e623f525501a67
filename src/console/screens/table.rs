//! Columns of a table: which of them fit into a width, and where each stands.

use ratatui::layout::Rect;

use crate::console::canvas::Side;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Its width in columns; of the one that grows the least.
    pub width: u16,
    /// Where its text stands.
    pub side: Side,
    /// How long it is kept when room runs out: the lowest goes first, [`ALWAYS`] never.
    pub keep: u8,
}

/// The column stays however narrow the table is.
pub const ALWAYS: u8 = u8::MAX;
/// The widest a growing column becomes.
const WIDEST: u16 = 44;

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The column, by its place among those given.
    pub column: usize,
    /// Columns from the left of the table.
    pub x: u16,
    /// Its width.
    pub width: u16,
}

impl Place {
    /// Its part of a row.
    #[must_use]
    pub fn of(self, row: Rect) -> Rect {
        let x = self.x.min(row.width);
        Rect { x: row.x + x, width: self.width.min(row.width - x), ..row }
    }
}

/// The columns that fit, in their order, one blank between; the one at `grows` takes the room that is left.
#[must_use]
pub fn places(columns: &[Column], grows: usize, room: u16) -> Vec<Place> {
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    let wide = |kept: &[usize]| kept.iter().map(|at| columns[*at].width.saturating_add(1)).fold(0_u16, u16::saturating_add);
    while wide(&kept) > room.saturating_add(1) {
        let Some(least) =
            kept.iter().copied().filter(|at| columns[*at].keep < ALWAYS).min_by_key(|at| (columns[*at].keep, usize::MAX - at))
        else {
            break;
        };
        kept.retain(|at| *at != least);
    }
    let spare = room.saturating_add(1).saturating_sub(wide(&kept));
    let mut x = 0_u16;
    let mut places = Vec::with_capacity(kept.len());
    for column in kept {
        let own = columns[column].width;
        let width = if column == grows { own.saturating_add(spare).min(WIDEST.max(own)) } else { own };
        places.push(Place { column, x, width });
        x = x.saturating_add(width).saturating_add(1);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(width: u16, keep: u8) -> Column {
        Column { title: "", width, side: Side::Left, keep }
    }

    #[test]
    fn columns_that_matter_least_go_first_and_the_rest_goes_to_the_one_that_grows() {
        let columns = [column(10, ALWAYS), column(8, 1), column(6, 2)];
        let at = |room| places(&columns, 0, room).iter().map(|place| (place.column, place.x, place.width)).collect::<Vec<_>>();
        assert_eq!(at(30), [(0, 0, 14), (1, 15, 8), (2, 24, 6)]);
        assert_eq!(at(20), [(0, 0, 13), (2, 14, 6)]);
        assert_eq!(at(5), [(0, 0, 10)]);
        assert_eq!(at(0), [(0, 0, 10)]);
    }

    #[test]
    fn a_place_stays_within_its_row() {
        let row = Rect::new(3, 1, 5, 1);
        assert_eq!(Place { column: 0, x: 4, width: 9 }.of(row), Rect::new(7, 1, 1, 1));
        assert_eq!(Place { column: 0, x: 40, width: 9 }.of(row).width, 0);
    }
}
