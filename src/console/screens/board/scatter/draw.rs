//! Drawing the scatter: axes, cuts, points, names, the trail.

use ratatui::layout::Rect;

use super::super::axis::Axis;
use super::super::draw::draw_across;
use super::field::{Field, Label, letters};
use super::frame::{Frame, GUTTER};
use super::{POINTS, Scatter};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns};
use crate::console::glyphs::Glyphs;
use crate::console::hits::Spot;
use crate::console::parts::{chrome, text};
use crate::console::theme::Role;
use crate::domain::ruler::Ruler;
use crate::store::LensAxis;

/// Values written on an axis where there is room, in tenths.
const TICKS: [u16; 5] = [0, 1000, 500, 250, 750];

impl Scatter {
    /// Draws the view into the body of the screen.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(subject) = &self.subject else { return };
        let Some(frame) = &self.frame else {
            let needed = Frame::of(area, subject.x.dimension(), subject.y.as_ref().map(LensAxis::dimension));
            if let Err((columns, rows)) = needed {
                let rows = rows + chrome::AROUND;
                let said = format!("The scatter view needs a window of {columns} columns by {rows} rows. v shows the segments.");
                canvas.paragraph(area, Role::Dim, said);
            }
            return;
        };
        canvas.spot(frame.plot, Spot::Zone(POINTS));
        self.draw_axes(canvas, frame);
        let (labels, field) = self.labels(frame, canvas.look.glyphs.cut());
        self.draw_ground(canvas, frame, &field);
        if self.marks.is_empty() {
            let inner = Rect { x: frame.plot.x + 2, width: frame.plot.width.saturating_sub(4), ..frame.plot };
            canvas.paragraph(row_of(inner, frame.plot.height / 4), Role::Text, self.nobody());
        }
        self.draw_trail(canvas, frame);
        self.draw_labels(canvas, frame, &labels);
        self.draw_points(canvas, frame);
        self.draw_below(canvas, frame.below);
        self.draw_crowd(canvas, frame.plot);
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let Some(subject) = &self.subject else { return };
        let glyphs = canvas.look.glyphs;
        if let Some(y) = &subject.y {
            let axis = Axis::of(y.dimension());
            let ends = format!(": {} {} {}", axis.low, glyphs.arrow(), axis.high);
            let name = format!("{} {}", glyphs.above(), axis.name);
            let line = skip_columns(frame.top, GUTTER - 1);
            canvas.pieces(line, &[(Role::Title, name.into()), (Role::Axis, ends.into())]);
        }
        for row in 0..frame.plot.height {
            let line = row_of(frame.gutter, row);
            canvas.text(skip_columns(line, GUTTER - 1), Role::Axis, glyphs.upright());
        }
        if let Some(ruler) = &frame.y {
            let bottom = frame.plot.height.saturating_sub(1);
            let labels = Rect { width: GUTTER - 1, ..frame.gutter };
            for (up, tenths) in ticks(ruler, |_| 1) {
                canvas.aligned(row_of(labels, bottom.saturating_sub(up)), Side::Right, Role::Axis, whole(tenths));
            }
        }
        let corner = Rect { x: frame.plot.x.saturating_sub(1), width: 1, ..frame.axis };
        canvas.text(corner, Role::Axis, glyphs.corner());
        draw_across(canvas, Rect { width: frame.plot.width, ..frame.axis }, &Axis::of(subject.x.dimension()), &[]);
        for (column, tenths) in ticks(&frame.x, |tenths| text::width(&whole(tenths))) {
            let said = whole(tenths);
            let half = u16::try_from(text::width(&said) / 2).unwrap_or(0);
            canvas.text(skip_columns(frame.ticks, column.saturating_sub(half)), Role::Axis, said);
        }
    }

    /// The cuts with their margins.
    fn draw_ground(&self, canvas: &mut Canvas<'_>, frame: &Frame, field: &Field) {
        let Some(subject) = &self.subject else { return };
        let glyphs = canvas.look.glyphs;
        let (shade, across, cross) = match glyphs {
            Glyphs::Unicode => ("·", "─", "┼"),
            Glyphs::Ascii => ("'", "-", "+"),
        };
        let bottom = frame.plot.height.saturating_sub(1);
        let near_x = near(&frame.x, subject.x.model().guard.margin);
        let near_y: Vec<u16> = match (&frame.y, &subject.y) {
            (Some(ruler), Some(axis)) => {
                near(ruler, axis.model().guard.margin).into_iter().map(|up| bottom.saturating_sub(up)).collect()
            }
            (Some(_) | None, _) => Vec::new(),
        };
        let columns: Vec<u16> = frame.x.lines().map(|(column, _)| column).collect();
        let rows: Vec<(u16, u16)> =
            frame.y.iter().flat_map(Ruler::lines).map(|(up, cut)| (bottom.saturating_sub(up), cut)).collect();
        for row in 0..frame.plot.height {
            let on_cut = rows.iter().any(|(cut, _)| *cut == row);
            for column in (0..frame.plot.width).filter(|column| field.is_open(*column, row)) {
                let place = cell(frame.plot, (column, row));
                match (columns.contains(&column), on_cut) {
                    (true, true) => canvas.text(place, Role::Axis, cross),
                    (true, false) => canvas.text(place, Role::Axis, glyphs.upright()),
                    (false, true) => canvas.text(place, Role::Axis, across),
                    // Every other column: a shade, no wall.
                    (false, false)
                        if (near_x.contains(&column) || near_y.contains(&row))
                            && (column + row) % 2 == 0
                            && field.is_apart(column, row) =>
                    {
                        canvas.text(place, Role::Dim, shade)
                    }
                    (false, false) => 0,
                };
            }
        }
        let room = columns.first().copied().unwrap_or(frame.plot.width);
        for (row, cut) in rows {
            let said = format!(" {}: the upper band begins here ", whole(cut));
            let open = (1..room).all(|column| field.is_open(column, row));
            if open && text::width(&said) + 2 <= usize::from(room) {
                canvas.text(skip_columns(row_of(frame.plot, row), 1), Role::Dim, said);
            }
        }
    }

    fn draw_trail(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let letters = letters(canvas.look.glyphs);
        for (at, place) in self.trail_places(frame).into_iter().map(|(place, at)| (at, place)) {
            if let Some(letter) = letters.get(at) {
                canvas.text(cell(frame.plot, place), Role::BorderFocus, char::from(*letter).to_string());
            }
        }
    }

    fn draw_labels(&self, canvas: &mut Canvas<'_>, frame: &Frame, labels: &[Label]) {
        for label in labels {
            let columns = u16::try_from(text::width(&label.says)).unwrap_or(u16::MAX);
            let area = Rect { width: columns, ..cell(frame.plot, label.at) }.intersection(frame.plot);
            let role = match label.client {
                None => Role::Dim,
                client if client == self.selected => Role::Selected,
                Some(client) if self.marked.contains(&client) => Role::Marked,
                Some(_) => Role::Text,
            };
            canvas.text(area, role, label.says.clone());
            if let Some(client) = label.client {
                canvas.spot(area, Spot::Row { list: POINTS, id: client.0 });
            }
        }
    }

    fn draw_points(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let own = self.mark().map(|mark| mark.at);
        for mark in &self.marks {
            let area = cell(frame.plot, mark.at);
            let marked = |client| self.marked.contains(&client);
            let (mut role, sign) = mark.sign(canvas.look, marked);
            if mark.clients > 1 && self.marked_cells.contains(&mark.cell) {
                role = Role::Marked;
            }
            canvas.text(area, role, sign);
            if own == Some(mark.at) {
                canvas.tint(area, Role::Selected);
            }
            canvas.spot(area, Spot::Row { list: POINTS, id: mark.first.client.0 });
        }
    }

    fn nobody(&self) -> &'static str {
        match (&self.plot, self.unscored) {
            _ if self.looking => "Looking for the points.",
            (Some(plot), _) if plot.filter.is_some() => "Nobody with scores matches the filter. Esc clears it.",
            (_, 0) => "Nobody is in the book yet.",
            (_, _) if self.selected.is_some() => "No client has its scores yet. e scores the selected one.",
            (_, _) => "No client has its scores yet. On the other view (v), e scores the selected one.",
        }
    }
}

/// One place of the plot on the screen.
fn cell(plot: Rect, (column, row): (u16, u16)) -> Rect {
    Rect { width: 1, ..row_of(skip_columns(plot, column), row) }
}

/// A value of an axis in points.
pub(super) fn whole(tenths: u16) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// The values written on an axis and where: its cuts, the ends, then the quarters; none beside another too closely.
fn ticks(ruler: &Ruler, wide: impl Fn(u16) -> usize) -> Vec<(u16, u16)> {
    let mut shown: Vec<(u16, u16)> = Vec::new();
    let values = TICKS.into_iter().map(|tenths| (ruler.drawn(ruler.at(tenths)), tenths));
    for (at, tenths) in ruler.lines().chain(values) {
        let apart = |(other, value): &(u16, u16)| {
            *value != tenths && usize::from(at.abs_diff(*other)) > usize::midpoint(wide(tenths), wide(*value))
        };
        if shown.iter().all(apart) {
            shown.push((at, tenths));
        }
    }
    shown
}

/// The places, as drawn, that lie nearer to a cut than the margin, in tenths.
fn near(ruler: &Ruler, margin: u16) -> Vec<u16> {
    let close = |place: u16| {
        let span = ruler.span(place);
        ruler.lines().any(|(_, cut)| {
            let (low, high) = (cut.saturating_sub(margin), cut.saturating_add(margin));
            *span.end() > low && *span.start() < high
        })
    };
    (0..ruler.places()).filter(|place| margin > 0 && close(*place)).map(|place| ruler.drawn(place)).collect()
}
