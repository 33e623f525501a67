//! Drawing one part: its frame with title and figures, its rows, and what is said where it has none.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::row::Columns;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::{Focus, Glyphs};
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;

/// What is said of a day of the past before the first client.
const NOBODY_THEN: &str = "no client was in the book on that day; t shows another day";
/// What is said where the book has no clients: they were taken back, or archived.
const NOBODY: &str = "no client is in the book: n adds one, H shows what happened";

impl BoardScreen {
    /// Draws a part in its frame.
    pub(super) fn draw_part(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let here = Focus::from(at == self.focus);
        let list = self.parts[at].list.list;
        canvas.spot(area, Spot::Zone(list));
        let mut inner = canvas.frame(area, here, "");
        if let Some(name) = self.draw_title(canvas, area, at) {
            let role = if here == Focus::Here { Role::BorderFocus } else { Role::Title };
            canvas.text(skip_columns(inner, 1), role, name);
            inner = skip_rows(inner, 1);
        }
        if self.zoomed && at == self.focus {
            self.draw_table(canvas, inner, at);
        } else {
            self.draw_rows(canvas, inner, at);
        }
        self.draw_drag(canvas, area, at);
    }

    /// Draws a rung of a ladder: a heading over the whole width, its rows below.
    pub(super) fn draw_rung(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let here = Focus::from(at == self.focus);
        canvas.spot(area, Spot::Zone(self.parts[at].list.list));
        let role = if here == Focus::Here { Role::BorderFocus } else { Role::Border };
        canvas.rule(row_of(area, 0), role, canvas.look.glyphs.border(here).horizontal_top);
        self.draw_heading(canvas, row_of(area, 0), at);
        self.draw_rows(canvas, skip_rows(area, 1), at);
        self.draw_drag(canvas, row_of(area, 0), at);
    }

    pub(super) fn draw_rows(&self, canvas: &mut Canvas<'_>, inner: Rect, at: usize) {
        let part = &self.parts[at];
        if part.window.rows.is_empty() {
            canvas.spot(inner, Spot::Zone(part.list.list));
            return self.draw_nobody(canvas, inner, at);
        }
        if !self.source.is_plain() {
            return self.draw_beside(canvas, inner, at);
        }
        let tray = at == self.tray();
        let columns = Columns::of(inner.width.saturating_sub(1), self.mixed, tray);
        self.draw_list(canvas, inner, at, |screen, canvas, area, entry| screen.draw_row(canvas, area, entry, &columns));
    }

    /// Draws a part's rows; only the part with the focus shows which one is selected.
    pub(super) fn draw_list(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        at: usize,
        draw: impl Fn(&Self, &mut Canvas<'_>, Rect, &super::part::Entry),
    ) {
        let part = &self.parts[at];
        let focus = Focus::from(at == self.focus);
        if focus == Focus::Here {
            return part.list.view(canvas, area, &part.window, focus, |canvas, area, entry| draw(self, canvas, area, entry));
        }
        let mut list = part.list.clone();
        list.select(None);
        list.view(canvas, area, &part.window, focus, |canvas, area, entry| draw(self, canvas, area, entry));
    }

    /// Whether no client is shown at all.
    fn nobody(&self) -> bool {
        self.parts.iter().all(|part| part.total.clients == 0)
    }

    fn empty(&self) -> &'static str {
        if self.source.day().is_some() { NOBODY_THEN } else { NOBODY }
    }

    fn draw_nobody(&self, canvas: &mut Canvas<'_>, inner: Rect, at: usize) {
        let area = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..skip_rows(inner, u16::from(inner.height > 4)) };
        let nowhere = self.nobody();
        if self.counting {
            canvas.paragraph(area, Role::Dim, format!("looking{}", canvas.look.glyphs.cut()));
            return;
        }
        match &self.filter {
            Some(filter) if nowhere && at == self.focus => {
                let rows = canvas.paragraph(area, Role::Text, format!("Nothing matches “{}”.", filter.as_str()));
                canvas.paragraph(skip_rows(area, rows), Role::Dim, "Esc clears the filter.");
            }
            Some(_) => {
                canvas.paragraph(area, Role::Dim, "nobody here matches the filter");
            }
            None if nowhere && at == self.focus => {
                canvas.paragraph(area, Role::Text, self.empty());
            }
            None if at == self.tray() => {
                canvas.paragraph(area, Role::Dim, self.source.tray().nobody);
            }
            None => {
                canvas.paragraph(area, Role::Dim, "no client is in this segment");
            }
        }
    }

    /// The tray in one line: how many wait, and what their scores propose.
    pub(super) fn draw_closed_tray(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let part = &self.parts[self.tray()];
        canvas.spot(area, Spot::Zone(part.list.list));
        let room = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, 0) };
        if part.total.clients == 0 {
            let said = match &self.filter {
                _ if self.counting => canvas.look.glyphs.cut(),
                Some(_) => self.source.tray().filtered,
                None if self.nobody() => self.empty(),
                None => self.source.tray().nobody,
            };
            canvas.pieces(room, &[(Role::Title, "Tray: ".into()), (Role::Dim, said.into())]);
            return;
        }
        let count = canvas.look.formats.number(part.total.clients);
        let taken = canvas.pieces(
            room,
            &[(Role::Title, "Tray: ".into()), (Role::Text, format!("{count} {}", self.source.tray().waiting).into())],
        );
        let mut rest = skip_columns(room, taken);
        for entry in &part.window.rows {
            let arrow = canvas.look.glyphs.arrow();
            let proposal = entry.row.proposed.as_deref().map(|key| format!(" {arrow} {}", self.named(key))).unwrap_or_default();
            let lead = format!("  {} ", canvas.look.glyphs.dot());
            let wide = text::width(&lead) + text::width(entry.name.as_str()) + text::width(&proposal);
            if wide > usize::from(rest.width) {
                break;
            }
            let pieces = [(Role::Dim, lead.into()), (Role::Text, (&entry.name).into()), (Role::Drift, proposal.into())];
            rest = skip_columns(rest, canvas.pieces(rest, &pieces));
        }
    }

    /// While a client is dragged: the quadrant it came from and the one it would land in.
    fn draw_drag(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let Some(drag) = &self.drag else { return };
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, area.height.saturating_sub(1)) };
        if drag.target(self.tray()) == Some(at) {
            canvas.tint(row_of(area, 0), Role::Drop);
            let said = format!(" to {}: {} ", self.named_in(at, line.width / 2), drag.what.as_str());
            canvas.rule(line, Role::Drop, " ");
            canvas.aligned(line, Side::Middle, Role::Drop, said);
        } else if drag.from == at {
            canvas.text(line, Role::Drop, format!(" {} {} ", canvas.look.glyphs.arrow(), drag.what.as_str()));
        }
    }
}

/// What stands for hidden money.
pub(super) fn hidden(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "•••",
        Glyphs::Ascii => "***",
    }
}
