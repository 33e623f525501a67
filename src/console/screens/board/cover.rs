//! Cells of a grid covered by few rectangles: the largest first.

use super::grid::Place;

/// Rectangles that cover each of the given squares (row, column) once and nothing else, the largest first; of two as large the
/// wider one, then the upper, then the one at the left.
pub(super) fn cover(squares: &[(u8, u8)]) -> Vec<Place> {
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
