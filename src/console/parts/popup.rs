//! The frame of dialogs, menus and overlays: in the middle or at a place, always within the screen.

use ratatui::layout::{Position, Rect};

use crate::console::canvas::{Canvas, Words};
use crate::console::glyphs::Focus;
use crate::console::theme::Role;

/// Draws a frame with a title in the middle of an area, with room for so many columns and rows inside where there is room. The
/// answer is the area inside, with a column free at both sides.
pub fn centred<'w>(canvas: &mut Canvas<'_>, area: Rect, title: impl Into<Words<'w>>, columns: u16, rows: u16) -> Rect {
    let width = columns.saturating_add(4).min(area.width);
    let height = rows.saturating_add(2).min(area.height);
    let place = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    framed(canvas, place, title)
}

/// Draws a frame whose corner is at a place, moved so that it stays within an area.
pub fn at<'w>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    corner: Position,
    title: impl Into<Words<'w>>,
    columns: u16,
    rows: u16,
) -> Rect {
    let width = columns.saturating_add(4).min(area.width);
    let height = rows.saturating_add(2).min(area.height);
    let x = corner.x.clamp(area.x, area.right() - width);
    let y = corner.y.clamp(area.y, area.bottom() - height);
    framed(canvas, Rect { x, y, width, height }, title)
}

fn framed<'w>(canvas: &mut Canvas<'_>, place: Rect, title: impl Into<Words<'w>>) -> Rect {
    canvas.clear(place, Role::Text);
    let inner = canvas.frame(place, Focus::Here, title);
    Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(2), ..inner }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    #[test]
    fn a_popup_stays_within_the_screen_at_every_size() {
        for columns in 0..30 {
            for rows in 0..10 {
                drawn(columns, rows, |canvas| {
                    let area = canvas.area();
                    for inner in [centred(canvas, area, "A title", 20, 5), at(canvas, area, Position::new(25, 9), "At", 20, 5)] {
                        assert_eq!(inner.intersection(area).area(), inner.area());
                    }
                });
            }
        }
    }
}
