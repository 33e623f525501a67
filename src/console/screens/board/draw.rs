//! Drawing the board as a whole: its parts, the further cells of segments, and its axes.

use ratatui::layout::Rect;

use super::areas::{Areas, Shape, edge};
use super::axis::{Axis, from_cut, points, standing};
use super::grid::Grid;
use super::{BoardScreen, TABS};
use crate::console::canvas::{Canvas, Words, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;

impl BoardScreen {
    /// Draws the screen.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let areas = self.areas(area);
        // Before the parts: the spot of a part drawn last is that of its rows.
        self.draw_annexes(canvas, &areas);
        for (at, area) in areas.parts.iter().enumerate().filter(|(_, area)| !area.is_empty()) {
            let tray = at == self.tray();
            match areas.shape {
                Shape::Whole | Shape::Rungs if tray && area.height < 3 => self.draw_closed_tray(canvas, *area),
                Shape::Rungs if !tray => self.draw_rung(canvas, *area, at),
                Shape::Whole | Shape::Rungs | Shape::One => self.draw_part(canvas, *area, at),
            }
        }
        match areas.shape {
            Shape::Whole | Shape::Rungs => self.draw_axes(canvas, &areas),
            Shape::One => {
                self.draw_tabs(canvas, &areas);
                self.draw_standing(canvas, areas.standing);
            }
        }
    }

    /// Cells away from their segment's own place: a dim frame that names it, or under tabs a dim word; each takes clicks and
    /// drops like the segment itself.
    fn draw_annexes(&self, canvas: &mut Canvas<'_>, areas: &Areas) {
        let target = self.drag.as_ref().and_then(|drag| drag.target(self.tray()));
        for (area, of) in &areas.annexes {
            let said = match of {
                Some(at) => format!("{} {}", canvas.look.glyphs.arrow(), self.titled(*at)),
                None => "no segment".to_owned(),
            };
            let role = match of {
                Some(at) if target == Some(*at) => Role::Drop,
                Some(at) if *at == self.focus => Role::BorderFocus,
                Some(_) | None => Role::Dim,
            };
            let first = if areas.tabs.is_empty() { 0 } else { TABS };
            if let Some(spot) = of.and_then(|at| u16::try_from(at).ok()) {
                canvas.spot(*area, Spot::Zone(first + spot));
            }
            if !areas.tabs.is_empty() || area.height < 2 {
                let line = skip_columns(row_of(*area, 0), 1);
                canvas.text(Rect { width: line.width.saturating_sub(1), ..line }, role, said);
                continue;
            }
            canvas.frame(*area, Focus::Away, "");
            let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(*area, 0) };
            canvas.text(line, role, format!(" {} ", text::fit(&said, usize::from(line.width).saturating_sub(2), "…")));
            canvas.tint(*area, role);
        }
    }

    fn draw_standing(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let said = match self.model.segments.get(self.focus) {
            Some(segment) if segment.cells.is_empty() => segment.stance.clone(),
            Some(segment) => standing(&self.model, segment, look.glyphs.dot(), look.formats.decimal),
            None => self.source.tray().standing.to_owned(),
        };
        canvas.text(skip_columns(area, 1), Role::Axis, said);
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, areas: &Areas) {
        let turned;
        let grid: &Grid = if areas.turned {
            turned = self.grid.turned();
            &turned
        } else {
            &self.grid
        };
        let upright = grid.up.as_ref().filter(|_| !areas.up.is_empty());
        if let Some(axis) = upright {
            draw_up(canvas, areas.up, axis, grid);
        }
        let mut line = areas.across;
        if line.is_empty() {
            return;
        }
        canvas.text(line, Role::Axis, canvas.look.glyphs.corner());
        line = skip_columns(line, 1);
        // Words too long to stand upright are said at the left of the line below.
        if let Some(axis) = grid.up.as_ref().filter(|_| upright.is_none()) {
            let half = Rect { width: if grid.across.is_some() { line.width / 2 } else { line.width }, ..line };
            line = skip_columns(line, draw_up_in_words(canvas, half, axis));
        }
        if let Some(axis) = &grid.across {
            draw_across(canvas, line, axis, &cuts_across(areas.field, axis, grid));
        }
    }
}

/// Says `▴ Potential: Low → High, 33.3 and 66.7 and up`, without its cuts where there is no room for them.
fn draw_up_in_words(canvas: &mut Canvas<'_>, area: Rect, axis: &Axis) -> u16 {
    let look = canvas.look;
    let (above, arrow) = (look.glyphs.above(), look.glyphs.arrow());
    let short = format!(" {above} {}: {} {arrow} {}", axis.name, axis.low, axis.high);
    let cuts: Vec<String> = axis.cuts.iter().map(|cut| from_cut(*cut, look.formats.decimal, look.glyphs)).collect();
    let long = format!("{short} ({}) ", cuts.join(" "));
    let fits = !cuts.is_empty() && text::width(&long) <= usize::from(area.width);
    canvas.text(area, Role::Axis, if fits { long } else { format!("{short} ") })
}

/// A word on the line of an axis, with its first column.
type Placed = (u16, String);

/// Draws `Low ─── Maturity ─── 50 and up ───→ High`: a cut where the upper band begins, to which a score equal to it belongs.
pub(super) fn draw_across(canvas: &mut Canvas<'_>, area: Rect, axis: &Axis, cuts: &[(u16, u16)]) {
    let glyphs = canvas.look.glyphs;
    canvas.rule(area, Role::Axis, glyphs.rule());
    let low = format!(" {} ", axis.low);
    let high = format!("{} {}", glyphs.arrow(), axis.high);
    let name = format!(" {} ", axis.name);
    let wide = |said: &str| u16::try_from(text::width(said)).unwrap_or(u16::MAX);
    let beside = area.width.saturating_sub(wide(&name)) / 2;
    // Where an end would run into the name, the arrow alone tells the direction.
    let both = wide(&low) + 2 <= beside && wide(&high) < beside;
    let mut words: Vec<Placed> = Vec::new();
    if both {
        words.push((area.x + 2, low));
        words.push((area.right() - wide(&high), high));
    } else {
        words.push((area.right().saturating_sub(1), glyphs.arrow().to_owned()));
    }
    let labelled = cut_words(canvas, if both { cuts } else { &[] });
    let placed = labelled.into_iter().find_map(|labels| {
        let words: Vec<Placed> = words.iter().cloned().chain(labels).collect();
        let at = room_for(area, &words, wide(&name))?;
        Some((words, at))
    });
    let (words, at) = placed.unwrap_or((words, area.x + beside));
    for (at, said) in words {
        canvas.text(skip_columns(area, at.saturating_sub(area.x)), Role::Axis, said);
    }
    canvas.text(skip_columns(area, at.saturating_sub(area.x)), Role::Title, name);
}

/// The cuts that part segments, each with the column where its upper band begins.
fn cuts_across(field: Rect, axis: &Axis, grid: &Grid) -> Vec<(u16, u16)> {
    let columns = u16::from(grid.columns);
    let parting = (1u8..grid.columns).zip(&axis.cuts).filter(|(band, _)| grid.parts_column(*band));
    parting.map(|(band, cut)| (field.x + edge(field.width, band.into(), columns), *cut)).collect()
}

/// The cuts where their upper bands begin, in words and in short.
fn cut_words(canvas: &Canvas<'_>, cuts: &[(u16, u16)]) -> [Vec<Placed>; 2] {
    let look = canvas.look;
    let long = |(at, cut): &(u16, u16)| (*at, format!(" {} and up ", points(*cut, look.formats.decimal)));
    let short = |(at, cut): &(u16, u16)| (*at, format!(" {} ", from_cut(*cut, look.formats.decimal, look.glyphs)));
    [cuts.iter().map(long).collect(), cuts.iter().map(short).collect()]
}

/// Where a name stands among words that are placed already: as near to the middle as it can; none where words overlap or it has
/// no room.
fn room_for(area: Rect, words: &[Placed], wide: u16) -> Option<u16> {
    let mut taken: Vec<(u16, u16)> = words
        .iter()
        .map(|(at, said)| (*at, at.saturating_add(u16::try_from(text::width(said)).unwrap_or(u16::MAX))))
        .chain([(area.x, area.x), (area.right(), area.right())])
        .collect();
    taken.sort_unstable();
    // A word may also begin before the line: a cut beside words on an axis that is said there.
    if taken.first().is_some_and(|first| first.0 < area.x) || taken.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return None;
    }
    let middle = i32::from(area.x) + i32::from(area.width) / 2;
    let gaps = taken.windows(2).map(|pair| (pair[0].1, pair[1].0)).filter(|(from, to)| to - from >= wide + 2);
    // In the middle of the line where that is free, else in the middle of the gap.
    let centred = |(from, to): (u16, u16)| {
        let wanted = middle - i32::from(wide) / 2;
        let (first, last) = (i32::from(from) + 1, i32::from(to - wide) - 1);
        let at = if (first..=last).contains(&wanted) { wanted } else { (first + last) / 2 };
        ((at + i32::from(wide) / 2 - middle).abs(), u16::try_from(at).unwrap_or(from))
    };
    gaps.map(centred).min().map(|(_, at)| at)
}

/// Draws an axis upright, a letter a row: the high end on top, the name in the middle; beside them the least score of each band
/// where it begins.
fn draw_up(canvas: &mut Canvas<'_>, area: Rect, axis: &Axis, grid: &Grid) {
    let look = canvas.look;
    let letters = |word: &String| u16::try_from(text::width(word)).unwrap_or(u16::MAX);
    if axis.upright().is_none_or(|long| long > area.height) {
        return;
    }
    for row in 0..area.height {
        canvas.text(row_of(area, row), Role::Axis, look.glyphs.upright());
    }
    let mut write = |top: u16, role: Role, word: &str| {
        for (row, letter) in (top..).zip(word.chars()) {
            let cell = Rect { width: 1, ..row_of(area, row) };
            canvas.text(cell, role, Words::from(letter.to_string()));
        }
    };
    write(0, Role::Axis, look.glyphs.above());
    write(1, Role::Axis, &axis.high);
    let (from, to) = (1 + letters(&axis.high), area.height - 1 - letters(&axis.low));
    write(from + (to - from - letters(&axis.name)).div_ceil(2), Role::Title, &axis.name);
    write(to, Role::Axis, &axis.low);
    let labels = skip_columns(area, 2);
    if labels.width < axis.cuts_wide() {
        return;
    }
    let parting = (1..grid.rows).zip(&axis.cuts).filter(|(band, _)| grid.parts_row(grid.rows - band));
    for (band, cut) in parting {
        let row = edge(area.height, u16::from(grid.rows - band), u16::from(grid.rows)).saturating_sub(1);
        let label = Rect { height: 1, ..skip_rows(labels, row) };
        let said = text::fit(&from_cut(*cut, look.formats.decimal, look.glyphs), usize::from(label.width), "");
        canvas.text(label, Role::Axis, said);
    }
}
