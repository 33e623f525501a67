//! Grids, neighbours and areas of models of every shape.

use proptest::prelude::*;
use ratatui::layout::Rect;

use super::super::areas::{Areas, Shape, Wanted};
use super::super::grid::{Axes, Axis, Grid, Place, Toward};
use crate::domain::model::{Model, builtin};

fn model() -> Model {
    let (_, toml) = builtin::all().iter().find(|(key, _)| *key == "maturity-appetite").unwrap();
    Model::parse(toml, "a test").unwrap()
}

/// The default model with other cells for its segments (and a second cut on x, for a grid of 3 × 2).
pub fn wide(cells: [&[(u8, u8)]; 4]) -> Model {
    let mut model = model();
    let x = model.x.clone();
    model.dimensions.iter_mut().find(|dimension| dimension.key == x).unwrap().cuts = vec![300, 700];
    for (segment, cells) in model.segments.iter_mut().zip(cells) {
        segment.cells = cells.to_vec();
    }
    model
}

#[test]
fn a_high_y_is_on_top_and_a_high_x_at_the_right() {
    let grid = Grid::of(&model(), Axes::Straight);
    let at: Vec<(u8, u8)> = grid.places.iter().map(|place| (place.row, place.column)).collect();
    assert_eq!(at, [(0, 1), (0, 0), (1, 1), (1, 0)]);
    let swapped = Grid::of(&model(), Axes::Swapped);
    let at: Vec<(u8, u8)> = swapped.places.iter().map(|place| (place.row, place.column)).collect();
    assert_eq!(at, [(0, 1), (1, 1), (0, 0), (1, 0)], "Educate is high in maturity, which runs up now");
}

#[test]
fn the_cells_of_one_segment_are_merged() {
    let grid = Grid::of(&wide([&[(3, 2)], &[(1, 2), (2, 2)], &[(2, 1), (3, 1)], &[(1, 1)]]), Axes::Straight);
    assert!(grid.on_axes);
    assert_eq!(grid.places[1], Place { row: 0, column: 0, rows: 1, columns: 2 });
    assert_eq!(grid.neighbour(1, Toward::Down), Some(2), "the first of those that share as much");
    assert_eq!(grid.neighbour(0, Toward::Left), Some(1));
    assert_eq!(grid.neighbour(0, Toward::Up), None);
}

#[test]
fn cells_that_make_no_rectangle_stand_in_rows() {
    let grid = Grid::of(&wide([&[(3, 2), (1, 1)], &[(1, 2), (2, 2)], &[(2, 1), (3, 1)], &[]]), Axes::Straight);
    assert!(!grid.on_axes);
    assert_eq!((grid.rows, grid.columns), (2, 2));
    assert_eq!(grid.neighbour(0, Toward::Right), Some(1));
}

#[test]
fn the_ends_of_an_axis_do_not_say_its_name_again() {
    let model = model();
    let axis = Axis::of(model.x_axis());
    assert_eq!((axis.low.as_str(), axis.high.as_str(), axis.name.as_str()), ("Low", "High", "Maturity"));
}

#[test]
fn the_smallest_window_with_all_four_is_80_by_24() {
    let grid = Grid::of(&model(), Axes::Straight);
    let wanted = Wanted { focus: 0, waiting: 3, zoomed: false };
    assert_eq!(Areas::of(Rect::new(0, 1, 80, 21), &grid, wanted).shape, Shape::Whole);
    assert_eq!(Areas::of(Rect::new(0, 1, 60, 17), &grid, wanted).shape, Shape::One);
}

proptest! {
    #[test]
    fn parts_never_overlap_and_stay_within_the_area(
        width in 0u16..200, height in 0u16..80, focus in 0usize..5, waiting in 0u16..20, zoomed: bool, swapped: bool,
    ) {
        let axes = if swapped { Axes::Swapped } else { Axes::Straight };
        let grid = Grid::of(&wide([&[(3, 2)], &[(1, 2), (2, 2)], &[(2, 1), (3, 1)], &[(1, 1)]]), axes);
        let area = Rect::new(3, 1, width, height);
        let areas = Areas::of(area, &grid, Wanted { focus, waiting, zoomed });
        let all: Vec<Rect> = areas.parts.iter().copied().chain([areas.across, areas.strip, areas.standing]).collect();
        for (at, one) in all.iter().enumerate().filter(|(_, one)| !one.is_empty()) {
            prop_assert_eq!(one.intersection(area), *one);
            for other in all[at + 1..].iter().filter(|other| !other.is_empty()) {
                prop_assert!(one.intersection(*other).is_empty(), "{one} and {other}");
            }
        }
    }
}
