//! Drawing the rows of a lens or of a past board: what a client is besides, where the board shows it elsewhere.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::part::Entry;
use super::row::{LEAD, last};
use crate::console::canvas::{Canvas, Side, skip_columns};
use crate::console::parts::text;
use crate::console::theme::Role;

/// The least that is left for a name.
const NAME: u16 = 12;

/// How many columns each piece of a row has; 0 where it is not shown.
#[derive(Clone, Copy)]
struct Room {
    beside: u16,
    money: u16,
    scores: u16,
    long: bool,
}

impl BoardScreen {
    /// Draws the rows of a part with what stands beside each client.
    pub(super) fn draw_beside(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let room = self.room(area.width.saturating_sub(1));
        self.draw_list(canvas, area, at, |screen, canvas, area, entry| screen.draw_beside_row(canvas, area, entry, room));
    }

    fn room(&self, width: u16) -> Room {
        let mut room = width.saturating_sub(LEAD + NAME);
        let mut take = |columns: u16| {
            let fits = room > columns;
            room -= if fits { columns + 1 } else { 0 };
            if fits { columns } else { 0 }
        };
        let past = self.source.is_placed();
        let beside = take(if past { 8 } else { 4 });
        let money = take(if self.mixed { 10 } else { 6 });
        let scores = if past { 0 } else { take(11) };
        let more = if past { 12 } else { 14 };
        let long = room > more + 6;
        Room { beside: if long { beside + more } else { beside }, money, scores, long }
    }

    fn draw_beside_row(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, room: Room) {
        self.draw_signs(canvas, area, entry);
        let mut rest = skip_columns(area, LEAD);
        if let Some(place) = last(&mut rest, room.beside) {
            self.draw_where(canvas, place, entry, room.long);
        }
        if let Some(place) = last(&mut rest, room.money) {
            self.draw_money(canvas, place, entry);
        }
        if let Some(place) = last(&mut rest, room.scores) {
            match self.scores(entry.row.scores, canvas.look.formats.decimal) {
                Some(said) => canvas.aligned(place, Side::Right, Role::Dim, said),
                None => canvas.aligned(place, Side::Right, Role::Dim, canvas.look.glyphs.dot()),
            }
        }
        self.draw_name(canvas, rest, entry);
    }

    /// On a lens the segment the client is in (`A Transform`); on a board of the past where it is now (`→ B now`, `left`).
    fn draw_where(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, long: bool) {
        let Some(beside) = &entry.beside else { return };
        let said = if long { &beside.long } else { &beside.short };
        if !self.source.is_placed() {
            canvas.text(area, Role::Dim, said);
            return;
        }
        if beside.short.as_str() == "left" {
            canvas.text(area, Role::Warning, said);
            return;
        }
        let arrow = canvas.look.glyphs.arrow();
        let whole = format!("{arrow} {} now", said.as_str());
        let fits = text::width(&whole) <= usize::from(area.width);
        let words = if fits { whole } else { format!("{arrow} {}", said.as_str()) };
        canvas.text(area, Role::Drift, words);
    }
}
