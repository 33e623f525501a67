//! The points of the plot: each one client, or several that stand in one place.

use super::frame::Frame;
use crate::console::canvas::Look;
use crate::console::glyphs::{Glyphs, Mark as State};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::text::Shown;
use crate::store::{Scatter, ScatterPoint, Signs};

/// A point of the plot.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Column and row in the plot, from its left and its top.
    pub at: (u16, u16),
    /// The place it belongs to, as the store counts them.
    pub cell: (u16, u16),
    /// How many clients stand in it.
    pub clients: i64,
    /// The most urgent of them.
    pub first: ScatterPoint,
    pub name: Shown,
}

/// The points of a scatter. On one axis the clients of a place stand on each other, the most urgent at the bottom; those for
/// whom there is no room share the top.
pub(super) fn marks(scatter: Scatter, frame: &Frame) -> Vec<Mark> {
    let bottom = frame.plot.height.saturating_sub(1);
    let mut marks = Vec::new();
    for cell in scatter.cells {
        let column = frame.x.drawn(cell.column);
        let place = (cell.column, cell.row);
        let mut rest = cell.clients;
        for (height, first) in (0..).zip(cell.first) {
            let (row, clients) = match &frame.y {
                Some(ruler) => (bottom.saturating_sub(ruler.drawn(cell.row)), cell.clients),
                None => (bottom.saturating_sub(height), if height == bottom { rest } else { 1 }),
            };
            rest -= clients;
            marks.push(Mark { at: (column, row), cell: place, clients, name: Shown::line(&first.name), first });
        }
    }
    marks
}

/// What presses most on a client.
pub(super) fn state(signs: Signs) -> Option<State> {
    let Signs { overdue, due, drift, near, stale, confirm, renewal, champion_lost } = signs;
    let by_weight = [
        (overdue, State::Overdue),
        (due, State::Due),
        (drift, State::Drift),
        (confirm, State::Unconfirmed),
        (near, State::Near),
        (stale, State::Stale),
        (champion_lost, State::ChampionLost),
        (renewal, State::Renewal),
    ];
    by_weight.into_iter().find(|(shown, _)| *shown).map(|(_, state)| state)
}

/// The sign of a client nothing presses on.
pub(super) fn plain(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "•",
        Glyphs::Ascii => ".",
    }
}

/// The sign of so many clients in one place, and from how many on it stands; up to nine it is their number.
pub(super) fn crowd(clients: i64, glyphs: Glyphs) -> (&'static str, i64) {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let dense = |unicode, ascii| if glyphs == Glyphs::Unicode { unicode } else { ascii };
    match clients {
        1000.. => (dense("█", "@"), 1000),
        100.. => (dense("▓", "#"), 100),
        10.. => (dense("▒", "%"), 10),
        few => (usize::try_from(few).ok().and_then(|few| DIGITS.get(few)).copied().unwrap_or("0"), few),
    }
}

impl Mark {
    /// Its sign and colour; `marked` says whether a marked client stands in it.
    pub fn sign(&self, look: &Look, marked: impl Fn(ClientId) -> bool) -> (Role, &'static str) {
        let state = if marked(self.first.client) { Some(State::Marked) } else { state(self.first.signs) };
        let role = state.map_or(Role::Text, State::role);
        let sign = match state {
            _ if self.clients > 1 => crowd(self.clients, look.glyphs).0,
            Some(state) => look.glyphs.mark(state),
            None => plain(look.glyphs),
        };
        (role, sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowds_are_counted_up_to_nine_and_grow_denser_from_there() {
        let sign = |clients| crowd(clients, Glyphs::Unicode).0;
        assert_eq!([2, 9, 10, 99, 100, 999, 1000].map(sign), ["2", "9", "▒", "▒", "▓", "▓", "█"]);
        assert!([2, 10, 100, 1000].iter().all(|clients| crowd(*clients, Glyphs::Ascii).0.is_ascii()));
    }
}
