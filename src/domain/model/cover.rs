//! Cells of a grid covered by few rectangles: the largest first.

/// The squares a segment takes: its first row and column from 0 at the top left, and how many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First row from 0.
    pub row: u8,
    /// First column from 0.
    pub column: u8,
    /// How many rows.
    pub rows: u8,
    /// How many columns.
    pub columns: u8,
}

impl Place {
    /// How many squares it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        usize::from(self.rows) * usize::from(self.columns)
    }

    /// Whether a square (row, column) is one of its.
    #[must_use]
    pub fn holds(&self, (row, column): (u8, u8)) -> bool {
        let within = |at: u8, from: u8, many: u8| at.checked_sub(from).is_some_and(|past| past < many);
        within(row, self.row, self.rows) && within(column, self.column, self.columns)
    }
}

/// Rectangles that cover each of the given squares (row, column) once and nothing else, the largest first; of two as large the
/// wider one, then the upper, then the one at the left.
#[must_use]
pub fn cover(squares: &[(u8, u8)]) -> Vec<Place> {
    let mut left: Vec<(u8, u8)> = squares.to_vec();
    left.sort_unstable();
    left.dedup();
    let mut found = Vec::new();
    while let Some(place) = largest(&left) {
        left.retain(|square| !place.holds(*square));
        found.push(place);
    }
    found
}

/// The largest rectangle that has all its squares among the given ones; none where there are none.
fn largest(squares: &[(u8, u8)]) -> Option<Place> {
    let corners = squares.iter().flat_map(|first| squares.iter().map(move |last| (*first, *last)));
    let boxes = corners.filter(|(first, last)| first.0 <= last.0 && first.1 <= last.1).map(|(first, last)| Place {
        row: first.0,
        column: first.1,
        rows: last.0 - first.0 + 1,
        columns: last.1 - first.1 + 1,
    });
    let rank = |place: &Place| (place.size(), place.columns, u8::MAX - place.row, u8::MAX - place.column);
    let mut best: Option<Place> = None;
    for place in boxes {
        // Counting is the dear part: only what would be better is counted.
        if best.is_none_or(|best| rank(&place) > rank(&best))
            && squares.iter().filter(|square| place.holds(**square)).count() == place.size()
        {
            best = Some(place);
        }
    }
    best
}
