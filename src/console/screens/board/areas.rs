//! How the screen is shared out: quadrants with axes and tray, rungs of a ladder, or one part under its tabs.

use ratatui::layout::Rect;

use super::grid::{Grid, Place};

/// The least a quadrant takes, with its frame, where at most two stand side by side.
const LEAST: (u16, u16) = (36, 5);
/// The least columns of a quadrant where three or more stand side by side: seeing all of them is worth more than long rows.
const NARROW: u16 = 26;
/// The same in a window wide enough for a sign and a name on each row: comfortable, and the very least.
const COMPACT: (u16, u16) = (18, 14);
/// From this width on compact quadrants are shown; a narrower window shows one part.
const COMPACT_FROM: u16 = 76;
/// The least rows of a quadrant in a grid of three rows or more, with its frame.
const LOW: u16 = 4;
/// The least rows of a rung that has a heading instead of a frame.
const HEADED: u16 = 2;
/// The rows a quadrant keeps while the tray is open.
const SQUEEZED: u16 = 3;
/// Columns beside the quadrants for the axis that runs up.
const GUTTER: u16 = 2;
/// From this height on the tray stays open.
const ROOMY: u16 = 32;
/// The columns tabs take one with another; where they take more than there are, they stand as on the board.
const TAB: usize = 12;
/// The least columns of a tab on a map of the board, and the least rows below the map.
const MAPPED: (u16, u16) = (5, 7);

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All quadrants, and the tray below.
    Whole,
    /// The rungs of a ladder one above the other, each below a heading instead of in a frame, and the tray below.
    Rungs,
    /// One part, with its tabs above.
    One,
}

/// The places of everything on the screen; a part that is not shown has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Areas {
    pub shape: Shape,
    /// The segments' places and, last, the tray's.
    pub parts: Vec<Rect>,
    /// Further cells, with the segment they belong to, if any.
    pub annexes: Vec<(Rect, Option<usize>)>,
    /// All quadrants on the axes.
    pub field: Rect,
    /// Beside the quadrants.
    pub up: Rect,
    /// Below the quadrants.
    pub across: Rect,
    /// The tabs.
    pub strip: Rect,
    /// The tabs' places where they stand as on the board; the tray's is the last. Empty where they stand in one line.
    pub tabs: Vec<Rect>,
    /// Below the one part: where it stands on the axes.
    pub standing: Rect,
    /// The ladder is drawn along the other axis: there is no room for it along its own.
    pub turned: bool,
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

/// How much room quadrants must have to be shown side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Comfortable,
    Headed,
    Tight,
}

impl Areas {
    /// Shares out an area: all parts where they have room, a ladder along the other axis before its rungs get too narrow, else
    /// one part under tabs.
    pub fn of(area: Rect, grid: &Grid, wanted: Wanted) -> Self {
        if wanted.zoomed {
            return Self::one(area, grid, wanted);
        }
        let turned = grid.is_ladder().then(|| grid.turned());
        let own = (grid, false);
        let other = turned.as_ref().map(|turned| (turned, true));
        let stacked = [Some(own), other].into_iter().flatten().find(|(grid, _)| grid.is_stack());
        let tries = [
            (Some(own), Room::Comfortable),
            (other, Room::Comfortable),
            (stacked, Room::Headed),
            (Some(own), Room::Tight),
            (other, Room::Tight),
        ];
        let tries = tries.into_iter().filter_map(|(grid, room)| Some((grid?, room)));
        let fitting = tries.filter_map(|((grid, turned), room)| Some(Self { turned, ..Self::whole(area, grid, wanted, room)? }));
        fitting.into_iter().next().unwrap_or_else(|| Self::one(area, grid, wanted))
    }

    /// All parts, where each has its room.
    fn whole(area: Rect, grid: &Grid, wanted: Wanted, room: Room) -> Option<Self> {
        let rows = u16::from(grid.steps().0);
        let shape = if room == Room::Headed { Shape::Rungs } else { Shape::Whole };
        let closed = Self::shared(area, grid, 1, shape)?;
        let least = least(area.width, grid, room);
        let fits = |part: &Rect| part.width >= least.0 && part.height >= least.1;
        if !closed.parts.iter().take(grid.places.len()).all(fits) {
            return None;
        }
        let kept = rows * if shape == Shape::Rungs { HEADED } else { SQUEEZED };
        let spare = area.height.saturating_sub(closed.across.height + kept).max(1);
        Self::shared(area, grid, tray_height(area.height, grid.places.len(), wanted).min(spare), shape)
    }

    /// Everything in its place below and above a tray of so many rows; none where there is no room for as much as a row.
    fn shared(area: Rect, grid: &Grid, tray: u16, shape: Shape) -> Option<Self> {
        let (axis, gutter) = margins(area, grid, tray);
        let height = area.height.checked_sub(tray + axis).filter(|height| *height > 0)?;
        let width = area.width.checked_sub(gutter).filter(|width| *width > 0)?;
        let (on, below) = (u16::from(grid.rows).max(1), u16::from(grid.below));
        let field = Rect { x: area.x + gutter, width, height: edge(height, on, on + below), ..area };
        let across = Rect { y: field.bottom(), height: axis, ..area };
        let rest = Rect { x: area.x, y: across.bottom(), width: area.width, height: height - field.height };
        let square = |place: &Place| match place.row.checked_sub(grid.rows) {
            Some(row) => square(rest, &Place { row, ..*place }, below, u16::from(grid.columns)),
            None => square(field, place, on, u16::from(grid.columns)),
        };
        let mut parts: Vec<Rect> = grid.places.iter().map(square).collect();
        parts.push(Rect { y: area.bottom() - tray, height: tray, ..area });
        Some(Self {
            shape,
            parts,
            annexes: grid.annexes.iter().map(|annex| (square(&annex.place), annex.of)).collect(),
            field,
            up: Rect { width: gutter, height: field.height, ..area },
            across,
            strip: Rect::ZERO,
            tabs: Vec::new(),
            standing: Rect::ZERO,
            turned: false,
        })
    }

    fn one(area: Rect, grid: &Grid, wanted: Wanted) -> Self {
        let many = grid.places.len() + 1;
        let condensed = grid.condensed();
        let rows = u16::from(condensed.rows) + u16::from(condensed.below);
        let columns = u16::from(condensed.columns).max(1);
        let needed = !wanted.zoomed && rows > 1 && columns > 1 && many * TAB > usize::from(area.width);
        let mapped = needed && area.width / columns >= MAPPED.0 && area.height > rows + MAPPED.1;
        let strip = Rect { height: if mapped { rows + 1 } else { area.height.min(1) }, ..area };
        let map = Rect { height: rows, ..strip };
        let at = |place: &Place| square(map, place, rows, columns);
        let (mut tabs, mut annexes) = (Vec::new(), Vec::new());
        if mapped {
            tabs.extend(condensed.places.iter().map(at));
            tabs.push(Rect { y: map.bottom(), height: 1, ..area });
            annexes.extend(condensed.annexes.iter().map(|annex| (at(&annex.place), annex.of)));
        }
        let rest = Rect { y: area.y + strip.height, height: area.height - strip.height, ..area };
        let words = rest.height.min(1);
        let main = Rect { height: rest.height - words, ..rest };
        let parts = (0..many).map(|at| if at == wanted.focus { main } else { Rect::ZERO }).collect();
        let standing = Rect { y: main.bottom(), height: words, ..area };
        let (field, up, across) = (Rect::ZERO, Rect::ZERO, Rect::ZERO);
        Self { shape: Shape::One, parts, annexes, field, up, across, strip, tabs, standing, turned: false }
    }
}

/// The least columns and rows of a part.
fn least(width: u16, grid: &Grid, room: Room) -> (u16, u16) {
    let (rows, columns) = grid.steps();
    let rows = if rows > 2 { LOW } else { LEAST.1 };
    match room {
        Room::Headed => (LEAST.0, HEADED),
        Room::Tight if width >= COMPACT_FROM => (COMPACT.1, LOW),
        Room::Comfortable | Room::Tight if columns <= 2 => (LEAST.0, rows),
        Room::Comfortable | Room::Tight if width >= COMPACT_FROM => (COMPACT.0, rows),
        Room::Comfortable | Room::Tight => (NARROW, rows),
    }
}

/// Rows below for the axis that runs across, and columns beside for the one that runs up: with its cuts where there is room for
/// them. Words too long to stand upright go below too.
fn margins(area: Rect, grid: &Grid, tray: u16) -> (u16, u16) {
    let across = u16::from(grid.across.is_some());
    let Some(up) = &grid.up else { return (across, 0) };
    let (on, all) = (u16::from(grid.rows).max(1), u16::from(grid.rows) + u16::from(grid.below));
    let height = edge(area.height.saturating_sub(tray + across), on, all.max(1));
    if up.upright().is_none_or(|rows| rows > height) {
        return (1, 0);
    }
    let columns = u16::from(grid.steps().1);
    let least = if columns <= 2 { LEAST.0 } else { NARROW };
    let labelled = GUTTER + up.cuts_wide();
    let roomy = area.width.saturating_sub(labelled) / columns >= least;
    (across, if roomy { labelled } else { GUTTER })
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

/// Where the part before a place of a length ends, when the length is parted evenly.
pub(super) fn edge(long: u16, at: u16, of: u16) -> u16 {
    let of = of.max(1);
    u16::try_from(u32::from(long) * u32::from(at.min(of)) / u32::from(of)).unwrap_or(long)
}

fn square(field: Rect, place: &Place, rows: u16, columns: u16) -> Rect {
    let (right, low) = (u16::from(place.column) + u16::from(place.columns), u16::from(place.row) + u16::from(place.rows));
    let (left, right) = (edge(field.width, place.column.into(), columns), edge(field.width, right, columns));
    let (top, bottom) = (edge(field.height, place.row.into(), rows), edge(field.height, low, rows));
    Rect { x: field.x + left, y: field.y + top, width: right - left, height: bottom - top }
}
