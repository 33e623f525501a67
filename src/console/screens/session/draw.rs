//! How the agenda is drawn: its head, its list, the selected client beside it.

use ratatui::layout::Rect;

use super::agenda::{AgendaPane, BESIDE, Entry};
use super::blocks::{self, Of};
use super::words;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet;
use crate::console::glyphs::{Focus, Mark};
use crate::console::screens::prose;
use crate::console::screens::table::{ALWAYS, Column, Place, places};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Columns of the selected client beside the list.
const PANEL: u16 = 46;
/// From so many columns on, segments are written out.
const WORDY: u16 = 90;

const SIGNS: usize = 0;
const CLIENT: usize = 1;
const WHY: usize = 2;
const WAY: usize = 3;
const OWNER: usize = 4;
const REVENUE: usize = 5;

/// The columns, in their order.
fn columns(room: u16) -> [Column; 6] {
    let left = |title, width, keep| Column { title, width, side: Side::Left, keep };
    // Why somebody is here matters more than whose it is: in a narrow list owners give way.
    let why = room.saturating_sub(51).clamp(22, 34);
    [
        left("", 3, ALWAYS),
        left("Client", 16, ALWAYS),
        left("Why", why, 9),
        left("Segment", if room >= WORDY { 12 } else { 8 }, ALWAYS),
        left("Owner", 8, 6),
        Column { title: "Revenue", width: 8, side: Side::Right, keep: 5 },
    ]
}

impl AgendaPane {
    /// Draws the agenda.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let beside = if area.width >= BESIDE { PANEL } else { 0 };
        let only = if self.undecided { " (undecided only, y shows all)" } else { "" };
        let inner = canvas.frame(area, Focus::Here, Shown::line(&format!("Session {}{only}", self.session.name)));
        let taken = self.head.view(canvas, inner);
        canvas.rule(row_of(inner, taken), Role::Border, canvas.look.glyphs.rule());
        let rest = skip_rows(inner, taken + 1);
        let list = Rect { width: rest.width - beside.min(rest.width), ..rest };
        self.draw_list(canvas, list);
        if beside > 0 {
            self.draw_beside(canvas, skip_columns(rest, list.width));
        }
    }

    fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.window.rows.is_empty() {
            let said = if self.undecided {
                "Everybody is decided on. y shows them, B what it comes to, F writes it."
            } else {
                "Nobody is in this session: no client passes its scope. S changes it."
            };
            canvas.paragraph(area, Role::Text, said);
            return;
        }
        let room = area.width.saturating_sub(1);
        let columns = columns(room);
        let places = places(&columns, CLIENT, room);
        for place in &places {
            let column = columns[place.column];
            canvas.aligned(place.of(row_of(area, 0)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(area, 1), &self.window, Focus::Here, |canvas, line, entry| {
            self.draw_entry(canvas, line, &places, entry);
        });
    }

    fn draw_entry(&self, canvas: &mut Canvas<'_>, line: Rect, places: &[Place], entry: &Entry) {
        let look = canvas.look;
        let row = &entry.row;
        let staged = row.item.as_ref().and_then(|item| item.staged.as_ref());
        let is_marked = self.marked.contains(&row.client);
        let role = if staged.is_some() { Role::Dim } else { Role::Text };
        for place in places {
            let at = place.of(line);
            match place.column {
                SIGNS => self.draw_signs(canvas, at, entry, is_marked),
                CLIENT => drop(canvas.text(at, if is_marked { Role::Marked } else { role }, row.name.clone())),
                WHY => drop(canvas.text(at, role, words::reasons(entry.line.reasons, &self.agenda.rules))),
                WAY => {
                    let said = words::way(&self.model, row.segment.as_deref(), staged, look);
                    let role = staged.map_or(role, |staged| words::decision_role(staged.kind));
                    canvas.text(at, role, said);
                }
                OWNER => drop(canvas.text(at, role, row.owner.clone().unwrap_or_default())),
                REVENUE => {
                    let said = match (row.arr, look.presenter) {
                        (None, _) => String::new(),
                        (Some(_), true) => sheet::HIDDEN.to_owned(),
                        (Some(arr), false) => look.formats.short(arr),
                    };
                    canvas.aligned(at, Side::Right, role, said);
                }
                _ => {}
            }
        }
    }

    /// A tick where it is decided on, a dot where it was talked about, a sign where it is marked.
    fn draw_signs(&self, canvas: &mut Canvas<'_>, at: Rect, entry: &Entry, is_marked: bool) {
        let glyphs = canvas.look.glyphs;
        if is_marked {
            canvas.mark(at, Mark::Marked);
        }
        let second = skip_columns(at, 1);
        if entry.line.done.is_some() {
            canvas.text(second, Role::Good, glyphs.done());
        }
        if entry.line.discussed {
            canvas.text(skip_columns(at, 2), Role::Key, glyphs.dot());
        }
    }

    fn draw_beside(&self, canvas: &mut Canvas<'_>, area: Rect) {
        for row in 0..area.height {
            canvas.text(row_of(area, row), Role::Border, canvas.look.glyphs.upright());
        }
        let inner = skip_columns(area, 2);
        let (Some(sight), Some(entry)) = (&self.beside, self.entry()) else { return };
        if sight.page.client.id != entry.row.client {
            return;
        }
        canvas.text(inner, Role::Title, entry.row.name.clone());
        let of = Of { sight, session: &self.session, model: &self.model, rules: &self.agenda.rules, look: canvas.look };
        let lines = blocks::lines(&blocks::BESIDE, of, inner.width.saturating_sub(1));
        prose::view(canvas, skip_rows(inner, 2), &lines, 0, None);
    }
}
