//! A small map of the axes: where the scores put a client, while they are typed.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Side, row_of};
use crate::console::glyphs::{Focus, Mark};
use crate::console::theme::Role;
use crate::domain::model::{Dimension, Model};
use crate::domain::text::Shown;

/// Scores on the axes in tenths of a point.
pub type Place = (Option<u16>, Option<u16>);

/// Rows the map takes.
pub const ROWS: u16 = 9;

/// Draws the map: segments by their letters, cuts as lines, where each client was and where it is.
pub fn view(canvas: &mut Canvas<'_>, area: Rect, model: &Model, places: &[(Place, Place)], proposed: Option<&str>) {
    let area = Rect { height: area.height.min(ROWS), ..area };
    if area.height < 4 || area.width < 8 {
        return;
    }
    let boxed = Rect { height: area.height - 1, ..area };
    let title = model.y_axis().map_or_else(Shown::default, |axis| Shown::line(&axis.name));
    let inner = canvas.frame(boxed, Focus::Away, &title);
    canvas.aligned(row_of(area, area.height - 1), Side::Middle, Role::Axis, Shown::line(&model.x_axis().name));
    cuts(canvas, inner, model);
    letters(canvas, inner, model, proposed);
    for at in places.iter().filter(|(before, now)| before != now).filter_map(|(before, _)| cell(inner, model, *before)) {
        canvas.text(at, Role::Dim, canvas.look.glyphs.dot());
    }
    for at in places.iter().filter_map(|(_, now)| cell(inner, model, *now)) {
        canvas.mark(at, Mark::Due);
    }
}

fn cuts(canvas: &mut Canvas<'_>, inner: Rect, model: &Model) {
    let (_, upright) = canvas.look.glyphs.scrollbar();
    for cut in &model.x_axis().cuts {
        let column = along(inner.width, *cut);
        for row in 0..inner.height {
            canvas.text(Rect { x: inner.x + column, width: 1, ..row_of(inner, row) }, Role::Axis, upright);
        }
    }
    for cut in model.y_axis().map_or(&[][..], |axis| &axis.cuts) {
        let line = row_of(inner, inner.height.saturating_sub(1 + along(inner.height, *cut)));
        canvas.rule(line, Role::Axis, canvas.look.glyphs.rule());
    }
}

/// The letter of each segment in the middle of its cells.
fn letters(canvas: &mut Canvas<'_>, inner: Rect, model: &Model, proposed: Option<&str>) {
    for segment in &model.segments {
        let role = if proposed == Some(segment.key.as_str()) { Role::Title } else { Role::Dim };
        for (x_band, y_band) in &segment.cells {
            let x = middle(model.x_axis(), *x_band);
            // On a ladder the letters stand above the line on which clients move.
            let y = model.y_axis().map_or(900, |axis| middle(axis, *y_band));
            let row = row_of(inner, inner.height.saturating_sub(1 + along(inner.height, y)));
            let at = Rect { x: inner.x + along(inner.width, x), width: row.width.min(2), ..row };
            canvas.text(at, role, Shown::line(&segment.letter));
        }
    }
}

/// The middle of a band in tenths of a point.
fn middle(axis: &Dimension, band: u8) -> u16 {
    let cut = |at: usize| axis.cuts.get(at).copied();
    let low = usize::from(band).checked_sub(2).and_then(cut).unwrap_or(0);
    let high = usize::from(band).checked_sub(1).and_then(cut).unwrap_or(1000);
    low.midpoint(high)
}

/// Where scores stand on the map; none unless every axis is scored.
fn cell(inner: Rect, model: &Model, place: Place) -> Option<Rect> {
    let x = place.0?;
    let y = if model.y_axis().is_some() { place.1? } else { 500 };
    let row = row_of(inner, inner.height.saturating_sub(1 + along(inner.height, y)));
    Some(Rect { x: inner.x + along(inner.width, x), width: row.width.min(1), ..row })
}

/// How far along so many cells a score lies.
fn along(cells: u16, tenths: u16) -> u16 {
    let far = u32::from(tenths) * u32::from(cells) / 1000;
    u16::try_from(far).unwrap_or(u16::MAX).min(cells.saturating_sub(1))
}
