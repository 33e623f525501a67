//! The clients of one crowded place, as a small list beside it.

use ratatui::layout::{Position, Rect};

use super::mark::{plain, state};
use super::{MEMBERS, Scatter, read};
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::hits::Spot;
use crate::console::layer::Ctx;
use crate::console::parts::{popup, text};
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::ScatterPoint;

/// Clients read at a time.
const PAGE: usize = 64;
/// Rows of the list at the most.
const ROWS: u16 = 9;

/// An open list of the clients of one place.
pub(super) struct Crowd {
    pub cell: (u16, u16),
    /// How many they are.
    clients: i64,
    /// Those read so far, in the board's order.
    members: Vec<(ScatterPoint, Shown)>,
    /// The selected one.
    at: usize,
}

impl Crowd {
    fn whole(&self) -> bool {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX) >= self.clients
    }
}

impl Scatter {
    /// Opens the list of the place the selected client stands in; whether it is crowded at all.
    pub(super) fn open_crowd(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some((cell, clients)) = self.mark().map(|mark| (mark.cell, mark.clients)).filter(|(_, clients)| *clients > 1) else {
            return false;
        };
        let clients = self.marks.iter().filter(|mark| mark.cell == cell).map(|mark| mark.clients).sum::<i64>().max(clients);
        self.crowd = Some(Crowd { cell, clients, members: Vec::new(), at: 0 });
        self.read_members(ctx);
        let Some(crowd) = &mut self.crowd else { return false };
        let place = crowd.members.iter().position(|(point, _)| Some(point.client) == self.selected);
        crowd.at = place.unwrap_or(0);
        true
    }

    /// Reads the next clients of the list.
    fn read_members(&mut self, ctx: &mut Ctx<'_>) {
        let (Some(crowd), Some(plot)) = (&mut self.crowd, &self.plot) else { return };
        let from = crowd.members.last().map(|(point, _)| point.key.clone());
        let came = read(ctx, |book, today| book.scatter_members(plot, crowd.cell, from.as_ref(), PAGE, today));
        if came.is_empty() {
            crowd.clients = i64::try_from(crowd.members.len()).unwrap_or(i64::MAX);
        }
        crowd.members.extend(came.into_iter().map(|point| {
            let name = Shown::line(&point.name);
            (point, name)
        }));
    }

    /// After the points were read again: the list stays while its place is still crowded.
    pub(super) fn reread_crowd(&mut self, ctx: &mut Ctx<'_>) {
        let Some(crowd) = self.crowd.take() else { return };
        if self.mark().is_some_and(|mark| mark.cell == crowd.cell) {
            self.open_crowd(ctx);
        }
    }

    /// Selects the client so many places on in the open list, around its ends.
    pub(super) fn step_member(&mut self, by: isize, ctx: &mut Ctx<'_>) {
        let Some(crowd) = &self.crowd else { return };
        let (at, last) = (crowd.at, crowd.members.len().saturating_sub(1));
        let to = match at.checked_add_signed(by) {
            Some(to) if to > last && !crowd.whole() => {
                self.read_members(ctx);
                to
            }
            Some(to) if to > last => 0,
            Some(to) => to,
            None => last,
        };
        let Some(crowd) = &mut self.crowd else { return };
        crowd.at = to.min(crowd.members.len().saturating_sub(1));
        self.selected = crowd.members.get(crowd.at).map(|(point, _)| point.client).or(self.selected);
    }

    /// Draws the open list beside its place.
    pub(super) fn draw_crowd(&self, canvas: &mut Canvas<'_>, plot: Rect) {
        let (Some(crowd), Some(mark)) = (&self.crowd, self.mark()) else { return };
        let count = canvas.look.formats.number(crowd.clients);
        let title = format!("{} of {count}", canvas.look.formats.number(i64::try_from(crowd.at + 1).unwrap_or(i64::MAX)));
        let room = ROWS.min(plot.height.saturating_sub(2));
        let first = (crowd.at + 1).saturating_sub(usize::from(room));
        let shown = || crowd.members.iter().enumerate().skip(first).take(usize::from(room));
        let wide = shown().map(|(_, (_, name))| text::width(name.as_str())).max().unwrap_or(0).max(text::width(&title));
        let columns = u16::try_from(wide + 2).unwrap_or(u16::MAX).min(plot.width / 2);
        let rows = u16::try_from(shown().count()).unwrap_or(room);
        let (x, y) = (plot.x + mark.at.0, plot.y + mark.at.1);
        // Beside the place, never over it.
        let beside = if x + 2 + columns + 4 <= plot.right() { x + 2 } else { x.saturating_sub(columns + 5) };
        let inner = popup::at(canvas, plot, Position::new(beside.max(plot.x), y), title, columns, rows);
        for (row, (at, (point, name))) in (0..).zip(shown()) {
            let line = row_of(inner, row);
            let marked = self.marked.contains(&point.client);
            let known = state(point.signs).filter(|_| !marked);
            let sign = known.map_or(plain(canvas.look.glyphs), |state| canvas.look.glyphs.mark(state));
            let role = known.map_or(Role::Text, |state| state.role());
            if marked {
                canvas.mark(line, crate::console::glyphs::Mark::Marked);
            } else {
                canvas.text(line, role, sign);
            }
            canvas.text(skip_columns(line, 2), if marked { Role::Marked } else { Role::Text }, name);
            if at == crowd.at {
                canvas.tint(line, Role::Selected);
            }
            canvas.spot(line, Spot::Row { list: MEMBERS, id: point.client.0 });
        }
    }

    /// Selects a client of the open list.
    pub(super) fn pick_member(&mut self, client: i64) {
        let Some(crowd) = &mut self.crowd else { return };
        if let Some(at) = crowd.members.iter().position(|(point, _)| point.client.0 == client) {
            crowd.at = at;
            self.selected = Some(crowd.members[at].0.client);
        }
    }
}
