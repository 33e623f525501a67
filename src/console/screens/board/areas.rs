//! How the screen is shared out: quadrants with axes and tray, or one quadrant under a strip of tabs.

use ratatui::layout::Rect;

use super::grid::{Grid, Place};

/// The least a quadrant takes, with its frame.
const LEAST: (u16, u16) = (36, 5);
/// The least columns of a quadrant where three or more stand side by side: seeing all of them is worth more than long rows.
const NARROW: u16 = 26;
/// Columns beside the quadrants for the axis that runs up.
const GUTTER: u16 = 2;
/// From this height on the tray stays open.
const ROOMY: u16 = 32;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All quadrants, and the tray below.
    Whole,
    /// One part, with a strip of tabs above.
    One,
}

/// The places of everything on the screen; a part that is not shown has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Areas {
    pub shape: Shape,
    /// The segments' places and, last, the tray's.
    pub parts: Vec<Rect>,
    /// Beside the quadrants.
    pub up: Rect,
    /// Below the quadrants.
    pub across: Rect,
    /// The tabs.
    pub strip: Rect,
    /// Below the one part: where it stands on the axes.
    pub standing: Rect,
}

/// What the places depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The part with the focus; the tray comes after the segments.
    pub focus: usize,
    /// How many clients wait in the tray.
    pub waiting: u16,
    /// One part as a table.
    pub zoomed: bool,
}

impl Areas {
    /// Shares out an area.
    pub fn of(area: Rect, grid: &Grid, wanted: Wanted) -> Self {
        let (rows, columns) = (u16::from(grid.rows).max(1), u16::from(grid.columns).max(1));
        let gutter = if grid.on_axes { GUTTER } else { 0 };
        let axis = u16::from(grid.on_axes);
        let least = if columns > 2 { NARROW } else { LEAST.0 };
        let fits = area.width.saturating_sub(gutter) / columns >= least && area.height.saturating_sub(axis + 1) / rows >= LEAST.1;
        if wanted.zoomed || !fits {
            return Self::one(area, grid.places.len() + 1, wanted.focus);
        }
        let tray = tray_height(area.height, grid.places.len(), wanted).min(area.height - axis - rows * 3);
        let field = Rect { x: area.x + gutter, width: area.width - gutter, height: area.height - tray - axis, ..area };
        let mut parts: Vec<Rect> = grid.places.iter().map(|place| square(field, place, rows, columns)).collect();
        parts.push(Rect { y: area.bottom() - tray, height: tray, ..area });
        Self {
            shape: Shape::Whole,
            parts,
            up: Rect { width: gutter, height: field.height, ..area },
            across: Rect { y: field.bottom(), height: axis, ..area },
            strip: Rect::ZERO,
            standing: Rect::ZERO,
        }
    }

    fn one(area: Rect, many: usize, focus: usize) -> Self {
        let strip = Rect { height: area.height.min(1), ..area };
        let rest = Rect { y: area.y + strip.height, height: area.height - strip.height, ..area };
        let words = rest.height.min(1);
        let main = Rect { height: rest.height - words, ..rest };
        let parts = (0..many).map(|at| if at == focus { main } else { Rect::ZERO }).collect();
        let standing = Rect { y: main.bottom(), height: words, ..area };
        Self { shape: Shape::One, parts, up: Rect::ZERO, across: Rect::ZERO, strip, standing }
    }
}

/// One line, or with its clients where it has the focus or there is room.
fn tray_height(height: u16, tray: usize, wanted: Wanted) -> u16 {
    let open = wanted.waiting.saturating_add(2);
    if wanted.waiting == 0 {
        1
    } else if wanted.focus == tray {
        open.min((height / 3).clamp(4, 14))
    } else if height >= ROOMY {
        open.min(6)
    } else {
        1
    }
}

fn square(field: Rect, place: &Place, rows: u16, columns: u16) -> Rect {
    let edge = |long: u16, at: u8, of: u16| long * u16::from(at).min(of) / of;
    let (left, right) = (edge(field.width, place.column, columns), edge(field.width, place.column + place.columns, columns));
    let (top, bottom) = (edge(field.height, place.row, rows), edge(field.height, place.row + place.rows, rows));
    Rect { x: field.x + left, y: field.y + top, width: right - left, height: bottom - top }
}
