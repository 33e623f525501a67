//! How the scatter is shared out on the screen: the plot with its axes, and the lines about the selected client below.

use ratatui::layout::Rect;

use crate::console::canvas::{row_of, skip_rows};
use crate::domain::model::Dimension;
use crate::domain::ruler::Ruler;

/// Columns at the left for the values of the axis that runs up, and its line.
pub(super) const GUTTER: u16 = 4;
/// The least columns and rows of the plot.
const LEAST: (u16, u16) = (24, 5);
/// From this height on the trail has a line of its own.
const ROOMY: u16 = 26;

/// The places of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// The name of the axis that runs up.
    pub top: Rect,
    /// Points and cuts.
    pub plot: Rect,
    /// Values of the axis that runs up.
    pub gutter: Rect,
    /// The axis that runs across, with its name.
    pub axis: Rect,
    /// Its values.
    pub ticks: Rect,
    /// The selected client and the legend.
    pub below: Rect,
    /// The places across.
    pub x: Ruler,
    /// The places up; none of a ladder.
    pub y: Option<Ruler>,
}

impl Frame {
    /// Shares out an area; where it is too small, the columns and rows that are needed.
    pub fn of(area: Rect, x: &Dimension, y: Option<&Dimension>) -> Result<Self, (u16, u16)> {
        let lines = if area.height >= ROOMY { 4 } else { 3 };
        let least = |dimension: &Dimension| u16::from(dimension.bands()) * 2 - 1;
        let wide = least(x).max(LEAST.0) + GUTTER + 1;
        let high = y.map_or(0, least).max(LEAST.1) + 3 + lines;
        let needed = Err((wide, high));
        if area.width < wide || area.height < high {
            return needed;
        }
        let plot = Rect { x: area.x + GUTTER, y: area.y + 1, width: area.width - GUTTER - 1, height: area.height - 3 - lines };
        let Some(across) = Ruler::within(plot.width, &x.cuts) else { return needed };
        let up = match y {
            Some(dimension) => match Ruler::within(plot.height, &dimension.cuts) {
                Some(ruler) => Some(ruler),
                None => return needed,
            },
            None => None,
        };
        let foot = skip_rows(area, 1 + plot.height);
        let beside = |row: u16| Rect { x: plot.x, width: area.width - GUTTER, ..row_of(foot, row) };
        Ok(Self {
            top: row_of(area, 0),
            plot: Rect { width: across.room(), ..plot },
            gutter: Rect { x: area.x, width: GUTTER, ..plot },
            axis: beside(0),
            ticks: beside(1),
            below: skip_rows(foot, 2),
            x: across,
            y: up,
        })
    }
}
