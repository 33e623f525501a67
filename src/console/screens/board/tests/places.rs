//! Grids, neighbours and areas of models of every shape.

use proptest::prelude::*;
use ratatui::layout::Rect;

use super::super::areas::{Areas, Shape, Wanted};
use super::super::axis::Axis;
use super::super::grid::{Annex, Axes, Grid, Place, Toward};
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
fn a_segment_stands_in_its_largest_rectangle_and_its_other_cells_are_named_in_place() {
    let grid = Grid::of(&wide([&[(3, 2), (1, 1)], &[(1, 2), (2, 2)], &[(2, 1), (3, 1)], &[]]), Axes::Straight);
    assert!(grid.on_axes);
    assert_eq!(grid.places[0], Place { row: 0, column: 2, rows: 1, columns: 1 });
    assert_eq!(grid.annexes, [Annex { place: Place { row: 1, column: 0, rows: 1, columns: 1 }, of: Some(0) }]);
    assert_eq!(grid.neighbour(2, Toward::Left), Some(0), "a cell away from its place is a neighbour too");
    assert_eq!(grid.neighbour(1, Toward::Down), Some(0), "it lies nearer to the left");
    assert_eq!((grid.places[3].row, grid.below), (2, 1), "a segment without cells stands below the axes");
    assert_eq!(grid.neighbour(3, Toward::Up), Some(2), "it shares more columns");
}

#[test]
fn segments_without_cells_stand_in_even_rows_without_axes() {
    let mut model = model();
    model.segments.push(model.segments[0].clone());
    for segment in &mut model.segments {
        segment.cells.clear();
    }
    let grid = Grid::of(&model, Axes::Straight);
    assert!(!grid.on_axes);
    let columns: Vec<u8> = grid.places.iter().map(|place| place.columns).collect();
    assert_eq!((grid.rows, grid.columns, columns), (2, 6, vec![2, 2, 2, 3, 3]));
}

#[test]
fn an_l_is_a_rectangle_and_a_rest() {
    let grid = Grid::of(&wide([&[(1, 2), (1, 1), (2, 1)], &[(2, 2)], &[(3, 2)], &[(3, 1)]]), Axes::Straight);
    assert_eq!(grid.places[0], Place { row: 1, column: 0, rows: 1, columns: 2 }, "the wider one of two as large");
    assert_eq!(grid.annexes, [Annex { place: Place { row: 0, column: 0, rows: 1, columns: 1 }, of: Some(0) }]);
}

#[test]
fn any_two_dimensions_have_a_place_for_each_cell_from_the_top_left() {
    let grid = Grid::of_bands(3, 2);
    let at: Vec<(u8, u8)> = grid.places.iter().map(|place| (place.row, place.column)).collect();
    assert_eq!(at, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]);
    assert_eq!(grid.turned().turned(), grid);
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
