//! The place of a client on the axes, drawn small: the cuts as lines, the segments by their letters, the client as a point.

use crate::console::canvas::Look;
use crate::console::glyphs::Glyphs;
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::domain::model::Model;

/// Columns and rows of the field at the most.
const SIZE: (usize, usize) = (46, 9);

/// The map as lines in a width; `scores` in tenths.
#[must_use]
pub fn draw(scores: (Option<i64>, Option<i64>), model: &Model, width: u16, look: &Look) -> Vec<Line> {
    draw_with_trail(scores, &[], model, width, look)
}

/// The map with the places where the client was before as rings, in tenths.
#[must_use]
pub fn draw_with_trail(
    scores: (Option<i64>, Option<i64>),
    trail: &[(u16, Option<u16>)],
    model: &Model,
    width: u16,
    look: &Look,
) -> Vec<Line> {
    let wide = usize::from(width.saturating_sub(2)).clamp(12, SIZE.0);
    let high = if model.y_axis().is_some() { SIZE.1 } else { 3 };
    let (point, ring, down, across, cross) = match look.glyphs {
        Glyphs::Unicode => ('\u{25cf}', '\u{25cb}', '\u{2502}', '\u{2500}', '\u{253c}'),
        Glyphs::Ascii => ('o', '.', '|', '-', '+'),
    };
    let column = |tenths: i64| place(tenths, wide);
    let row = |tenths: i64| high - 1 - place(tenths, high);
    let mut field = vec![vec![(Role::Dim, ' '); wide]; high];
    let x_cuts: Vec<usize> = model.x_axis().cuts.iter().map(|cut| column(i64::from(*cut))).collect();
    let y_cuts: Vec<usize> =
        model.y_axis().map(|axis| axis.cuts.iter().map(|cut| row(i64::from(*cut))).collect()).unwrap_or_default();
    for (at, line) in field.iter_mut().enumerate() {
        for (x, cell) in line.iter_mut().enumerate() {
            *cell = match (x_cuts.contains(&x), y_cuts.contains(&at)) {
                (true, true) => (Role::Axis, cross),
                (true, false) => (Role::Axis, down),
                (false, true) => (Role::Axis, across),
                (false, false) => *cell,
            };
        }
    }
    for segment in &model.segments {
        for (x_band, y_band) in &segment.cells {
            let middle = |cuts: &[u16], band: u8| {
                let low = if band < 2 { 0 } else { i64::from(cuts[usize::from(band) - 2]) };
                let top = cuts.get(usize::from(band) - 1).map_or(1000, |cut| i64::from(*cut));
                (low + top) / 2
            };
            let x = column(middle(&model.x_axis().cuts, *x_band));
            let y = model.y_axis().map_or(0, |axis| row(middle(&axis.cuts, *y_band)));
            field[y][x] = (Role::Dim, segment.letter.chars().next().unwrap_or(' '));
        }
    }
    for (x, y) in trail {
        if y.is_some() || model.y_axis().is_none() {
            field[y.map_or(high / 2, |y| row(i64::from(y)))][column(i64::from(*x))] = (Role::Near, ring);
        }
    }
    if let (Some(x), y) = scores
        && (y.is_some() || model.y_axis().is_none())
    {
        field[y.map_or(high / 2, row)][column(x)] = (Role::BorderFocus, point);
    }
    let mut prose = Prose::new(width);
    let side = down.to_string();
    if let Some(axis) = model.y_axis() {
        prose.pieces(&[(Role::Axis, &axis.high)]);
    }
    for line in field {
        let mut pieces: Vec<(Role, String)> = vec![(Role::Axis, side.clone())];
        for (role, c) in line {
            match pieces.last_mut() {
                Some((last, text)) if *last == role => text.push(c),
                Some(_) | None => pieces.push((role, c.to_string())),
            }
        }
        pieces.push((Role::Axis, side.clone()));
        let pieces: Vec<(Role, &str)> = pieces.iter().map(|(role, text)| (*role, text.as_str())).collect();
        prose.pieces(&pieces);
    }
    if let Some(axis) = model.y_axis() {
        prose.pieces(&[(Role::Axis, &axis.low)]);
    }
    let (low, top) = (&model.x_axis().low, &model.x_axis().high);
    let gap = (wide + 2).saturating_sub(low.chars().count() + top.chars().count()).max(1);
    prose.pieces(&[(Role::Axis, low), (Role::Axis, &" ".repeat(gap)), (Role::Axis, top)]);
    prose.lines
}

/// Where a score in tenths stands on an axis of so many places.
fn place(tenths: i64, places: usize) -> usize {
    let tenths = usize::try_from(tenths.clamp(0, 1000)).unwrap_or(0);
    (tenths * places / 1000).min(places - 1)
}
