//! Names beside points: each where nothing stands yet, else none.

use super::clean;
use super::svg::{Area, Drawing, Hang, Ink, Type};

/// Size of the names.
const SIZE: f64 = 10.0;
/// The room of a name, and its height.
const ROOM: (f64, f64) = (150.0, 11.0);
/// Points that are given a name: the most urgent.
const NAMED: usize = 400;

/// A point with a name; the most urgent come first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    /// Its middle.
    pub at: (f64, f64),
    /// How far it reaches.
    pub r: f64,
    /// Its name, clean; empty for none.
    pub name: String,
}

/// A name in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// What it covers.
    pub area: Area,
    /// What it says.
    pub text: String,
    hang: Hang,
}

/// The names that have room within the field, clear of all points, of each other and of what is taken; of the lines too where
/// they can.
pub(super) fn labels(points: &[Named], field: Area, taken: &[Area], lines: &[Area]) -> Vec<Label> {
    let mut taken: Vec<Area> = points.iter().map(|point| around(point.at, point.r)).chain(taken.iter().copied()).collect();
    let mut placed = Vec::new();
    for point in points.iter().filter(|point| !point.name.is_empty()).take(NAMED) {
        let text = clean::fitted(&point.name, SIZE, ROOM.0);
        let free = |(area, _): &(Area, Hang)| field.holds(area) && !taken.iter().any(|other| other.meets(area));
        let found: Vec<(Area, Hang)> = places(point, clean::width(&text, SIZE)).into_iter().filter(free).collect();
        let clear = found.iter().find(|(area, _)| !lines.iter().any(|line| line.meets(area)));
        let free = clear.or(found.first()).copied();
        if let Some((area, hang)) = free {
            taken.push(area);
            placed.push(Label { area, text, hang });
        }
    }
    placed
}

fn around((x, y): (f64, f64), r: f64) -> Area {
    Area { x: x - r, y: y - r, w: 2.0 * r, h: 2.0 * r }
}

/// Where a name can stand: at the right, at the left, above, below; then above and below to either side.
fn places(point: &Named, wide: f64) -> [(Area, Hang); 8] {
    let ((x, y), r, high) = (point.at, point.r + 2.0, ROOM.1);
    let area = |x: f64, y: f64| Area { x, y, w: wide, h: high };
    [
        (area(x + r, y - high / 2.0), Hang::Start),
        (area(x - r - wide, y - high / 2.0), Hang::End),
        (area(x - wide / 2.0, y - r - high), Hang::Middle),
        (area(x - wide / 2.0, y + r), Hang::Middle),
        (area(x + r - wide, y - r - high), Hang::End),
        (area(x + r - wide, y + r), Hang::End),
        (area(x - r, y - r - high), Hang::Start),
        (area(x - r, y + r), Hang::Start),
    ]
}

impl Label {
    /// Draws it.
    pub fn draw(&self, drawing: &mut Drawing) {
        let x = match self.hang {
            Hang::Start => self.area.x,
            Hang::Middle => self.area.middle(),
            Hang::End => self.area.right(),
        };
        drawing.rimmed((x, self.area.y + 9.0), &self.text, Type::of(SIZE, Ink::Text).hung(self.hang));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_lie_in_the_field_and_cover_no_point_and_no_other_name(
            points in prop::collection::vec(((0.0..400.0f64), (0.0..300.0f64), "[A-Za-z東 ]{0,24}"), 0..60),
        ) {
            let points: Vec<Named> =
                points.into_iter().map(|(x, y, name)| Named { at: (x, y), r: 5.0, name }).collect();
            let field = Area { x: 0.0, y: 0.0, w: 400.0, h: 300.0 };
            let found = labels(&points, field, &[], &[]);
            for (at, label) in found.iter().enumerate() {
                prop_assert!(field.holds(&label.area));
                prop_assert!(points.iter().all(|point| !around(point.at, point.r).meets(&label.area)));
                prop_assert!(found[..at].iter().all(|other| !other.area.meets(&label.area)));
            }
        }
    }
}
