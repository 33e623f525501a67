//! Drawing the board as a whole: its parts and its axes.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::areas::{Areas, Shape};
use super::grid::{Axis, axes_of, standing};
use crate::console::canvas::{Canvas, Side, Words, row_of, skip_columns};
use crate::console::parts::text;
use crate::console::theme::Role;

impl BoardScreen {
    /// Draws the screen.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let areas = self.areas(area);
        for (at, area) in areas.parts.iter().enumerate().filter(|(_, area)| !area.is_empty()) {
            if at == self.tray() && areas.shape == Shape::Whole && area.height < 3 {
                self.draw_closed_tray(canvas, *area);
            } else {
                self.draw_part(canvas, *area, at);
            }
        }
        match areas.shape {
            Shape::Whole => self.draw_axes(canvas, &areas),
            Shape::One => {
                self.draw_strip(canvas, areas.strip);
                self.draw_standing(canvas, areas.standing);
            }
        }
    }

    fn draw_standing(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let said = match self.model.segments.get(self.focus) {
            Some(segment) if segment.cells.is_empty() => segment.stance.clone(),
            Some(segment) => standing(&self.model, segment, canvas.look.glyphs.dot()),
            None => self.source.tray().standing.to_owned(),
        };
        canvas.text(skip_columns(area, 1), Role::Axis, said);
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, areas: &Areas) {
        if areas.up.is_empty() && areas.across.is_empty() {
            return;
        }
        let (across, up) = axes_of(&self.model, self.axes);
        let up_fits = up.as_ref().is_some_and(|axis| draw_up(canvas, areas.up, axis));
        let corner = areas.up.width.min(1);
        canvas.text(areas.across, Role::Axis, canvas.look.glyphs.corner());
        let mut line = skip_columns(areas.across, corner);
        // Words too long to stand upright are said at the left of the line below.
        if let Some(axis) = up.filter(|_| !up_fits) {
            let said = format!(
                " {} {}: {} {} {} ",
                canvas.look.glyphs.above(),
                axis.name,
                axis.low,
                canvas.look.glyphs.arrow(),
                axis.high
            );
            let half = Rect { width: line.width / 2, ..line };
            line = skip_columns(line, canvas.text(half, Role::Axis, said));
        }
        if let Some(axis) = across {
            draw_across(canvas, line, &axis);
        }
    }
}

/// Draws `Low ──── Maturity ────→ High`.
fn draw_across(canvas: &mut Canvas<'_>, area: Rect, axis: &Axis) {
    let glyphs = canvas.look.glyphs;
    canvas.rule(area, Role::Axis, glyphs.rule());
    let (low, high) = (format!(" {} ", axis.low), format!("{} {}", glyphs.arrow(), axis.high));
    let beside = usize::from(area.width).saturating_sub(text::width(&axis.name) + 2) / 2;
    // The name stands in the middle; where an end would run into it, the arrow alone tells the direction.
    if text::width(&low) + 2 <= beside && text::width(&high) < beside {
        canvas.text(skip_columns(area, 2), Role::Axis, low);
        canvas.aligned(area, Side::Right, Role::Axis, high);
    } else {
        canvas.aligned(area, Side::Right, Role::Axis, glyphs.arrow());
    }
    canvas.aligned(area, Side::Middle, Role::Title, format!(" {} ", axis.name));
}

/// Draws an axis upright, a letter a row: the high end on top, the name in the middle. The answer is whether it fits.
fn draw_up(canvas: &mut Canvas<'_>, area: Rect, axis: &Axis) -> bool {
    let glyphs = canvas.look.glyphs;
    let words = [&axis.high, &axis.name, &axis.low];
    let letters = |word: &String| u16::try_from(text::width(word)).unwrap_or(u16::MAX);
    let long = words.iter().fold(4u16, |sum, word| sum.saturating_add(letters(word)));
    let upright = words.iter().all(|word| word.chars().all(|c| c.is_ascii() || text::width(&c.to_string()) == 1));
    if long > area.height || !upright {
        return false;
    }
    for row in 0..area.height {
        canvas.text(row_of(area, row), Role::Axis, glyphs.upright());
    }
    let mut write = |top: u16, role: Role, word: &str| {
        for (row, letter) in (top..).zip(word.chars()) {
            let cell = Rect { width: 1, ..row_of(area, row) };
            canvas.text(cell, role, Words::from(letter.to_string()));
        }
    };
    write(0, Role::Axis, glyphs.above());
    write(1, Role::Axis, &axis.high);
    let (from, to) = (1 + letters(&axis.high), area.height - 1 - letters(&axis.low));
    write(from + (to - from - letters(&axis.name)).div_ceil(2), Role::Title, &axis.name);
    write(to, Role::Axis, &axis.low);
    true
}
