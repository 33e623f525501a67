//! The page of a picture: its title above, its legend and the last entry below, and the axes round its field.

use super::clean;
use super::heading::Heading;
use super::svg::{Area, Drawing, Hang, Ink, Sign, Type};
use crate::domain::model::Dimension;

/// A4 across, in quarters of a millimetre.
pub(super) const PAGE: Area = Area { x: 0.0, y: 0.0, w: 1188.0, h: 840.0 };
/// The margin of the page.
const MARGIN: f64 = 36.0;
/// The room of the title.
const HEAD: f64 = 62.0;
/// The room of the legend.
const FOOT: f64 = 24.0;

/// Begins a page; what is left for the picture.
pub(super) fn begin(heading: &Heading, what: &str, facts: &[String]) -> (Drawing, Area) {
    let title = format!("{} · {what}", heading.book);
    let mut drawing = Drawing::new(PAGE.w, PAGE.h, &title);
    let room = PAGE.inside(MARGIN);
    let day = heading.day.to_string();
    let dated = room.w - clean::width(&day, 16.0 * clean::BOLD) - 24.0;
    drawing.text((room.x, room.y + 22.0), &clean::fitted(&title, 24.0 * clean::BOLD, dated), Type::of(24.0, Ink::Text).bold());
    drawing.text((room.right(), room.y + 22.0), &day, Type::of(16.0, Ink::Text).bold().hung(Hang::End));
    let filtered = heading.filter.iter().map(|filter| format!("filter: {filter}"));
    let parts: Vec<String> = facts.iter().cloned().chain(filtered).collect();
    let said = clean::fitted(&parts.join("   ·   "), 13.0, room.w);
    drawing.text((room.x, room.y + 46.0), &said, Type::of(13.0, Ink::Quiet));
    foot(&mut drawing, heading, room);
    (drawing, Area { y: room.y + HEAD, h: room.h - HEAD - FOOT, ..room })
}

fn foot(drawing: &mut Drawing, heading: &Heading, room: Area) {
    let y = room.bottom() - 2.0;
    let mut x = room.x;
    for (sign, said) in Sign::LEGEND {
        drawing.sign(sign, (x + 5.0, y - 4.0), 5.0, "");
        drawing.text((x + 15.0, y), said, Type::of(10.0, Ink::Quiet));
        x += 15.0 + clean::width(said, 10.0) + 18.0;
    }
    let hash: String = heading.hash.chars().take(16).collect();
    let entry = format!("entry {} · {hash}", heading.entry);
    drawing.text((room.right(), y), &entry, Type::of(9.0, Ink::Quiet).hung(Hang::End));
}

/// Scores as they are written: tenths of a point.
pub(super) fn points(tenths: u16) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

/// What is written at a cut.
pub(super) fn cut(tenths: u16) -> String {
    format!("≥ {}", points(tenths))
}

/// The words of the axis that runs across, below a field: its low end, its name, its high end.
pub(super) fn words_across(drawing: &mut Drawing, dimension: &Dimension, field: Area, y: f64) {
    let end = Type::of(12.0, Ink::Quiet);
    let third = field.w / 3.0 - 8.0;
    let fitted = |text: &str| clean::fitted(&clean::line(text), 12.0, third);
    drawing.text((field.x, y), &fitted(&dimension.low), end);
    let name = format!("{} →", clean::fitted(&clean::line(&dimension.name), 13.0 * clean::BOLD, third));
    drawing.text((field.middle(), y), &name, Type::of(13.0, Ink::Text).bold().hung(Hang::Middle));
    drawing.text((field.right(), y), &fitted(&dimension.high), end.hung(Hang::End));
}

/// The same of the axis that runs up, at the left of a field.
pub(super) fn words_up(drawing: &mut Drawing, dimension: &Dimension, field: Area, x: f64) {
    let end = Type::of(12.0, Ink::Quiet);
    let third = field.h / 3.0 - 8.0;
    let fitted = |text: &str| clean::fitted(&clean::line(text), 12.0, third);
    drawing.upright((x, field.bottom()), &fitted(&dimension.low), end);
    let name = format!("{} →", clean::fitted(&clean::line(&dimension.name), 13.0 * clean::BOLD, third));
    let middle = (x, field.y + field.h / 2.0);
    drawing.upright(middle, &name, Type::of(13.0, Ink::Text).bold().hung(Hang::Middle));
    drawing.upright((x, field.y), &fitted(&dimension.high), end.hung(Hang::End));
}
