//! Drawing one client on a row: marks, name, revenue, and where there is room the next due date and the owner.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::part::Entry;
use super::quadrant::hidden;
use crate::console::canvas::{Canvas, Side, skip_columns};
use crate::console::formats::until;
use crate::console::glyphs::Mark;
use crate::console::parts::text;
use crate::console::screens::signs::{self, Behind};
use crate::console::theme::Role;
use crate::store::Signs;

/// Columns before the name: the mark for bulk commands, four states, a gap.
pub(super) const LEAD: u16 = 6;
/// The least that is left for a name before anything else is shown.
const NAME: u16 = 16;
/// In fewer columns a row has the mark for bulk commands, its most pressing state and the name only.
const COMPACT: u16 = 20;

/// How many columns each piece of a row has; 0 where it is not shown.
pub(super) struct Columns {
    lead: u16,
    proposal: u16,
    money: u16,
    due: u16,
    owner: u16,
}

impl Columns {
    /// The pieces there is room for, the most needed first.
    pub fn of(width: u16, mixed: bool, tray: bool) -> Self {
        let lead = if width < COMPACT { LEAD / 2 } else { LEAD };
        let mut room = width.saturating_sub(lead + NAME);
        let mut take = |columns: u16| {
            let fits = room > columns;
            room -= if fits { columns + 1 } else { 0 };
            if fits { columns } else { 0 }
        };
        let proposal = if tray { take(14) } else { 0 };
        let money = take(if mixed { 10 } else { 6 });
        let due = if tray { 0 } else { take(14) };
        let owner = take(8);
        // Names of clients come first; of what a long one leaves, the owner has a part.
        let owner = if owner > 0 { owner + (room.saturating_sub(14) / 2).min(10) } else { 0 };
        Self { lead, proposal, money, due, owner }
    }
}

impl BoardScreen {
    /// Draws a client on its row.
    pub(super) fn draw_row(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, columns: &Columns) {
        if columns.lead < LEAD {
            self.draw_sign(canvas, area, entry);
        } else {
            self.draw_signs(canvas, area, entry);
        }
        let mut rest = skip_columns(area, columns.lead);
        let (today, row) = (canvas.look.today, &entry.row);
        if let Some(place) = last(&mut rest, columns.owner) {
            canvas.text(place, Role::Dim, &entry.owner);
        }
        if let Some(place) = last(&mut rest, columns.due) {
            match row.next_due_on {
                Some(due) => canvas.text(place, due_role(row.signs), until(due, today)),
                None => canvas.text(place, Role::Dim, canvas.look.glyphs.dot()),
            };
        }
        if let Some(place) = last(&mut rest, columns.money) {
            self.draw_money(canvas, place, entry);
        }
        if let Some(place) = last(&mut rest, columns.proposal) {
            self.draw_proposal(canvas, place, entry);
        }
        self.draw_name(canvas, rest, entry);
    }

    /// The mark of a marked client, and its states: each sign has its own column.
    pub(super) fn draw_signs(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry) {
        let states = states(entry.row.signs);
        let shown = std::iter::once(self.mark_of(entry)).chain(states);
        for (column, mark) in (0..).zip(shown) {
            if let Some(mark) = mark {
                canvas.mark(Rect { width: 1, ..skip_columns(area, column) }, mark);
            }
        }
    }

    /// The name, with the signs behind it; before it where the client is to go, where a session has staged that.
    pub(super) fn draw_name(&self, canvas: &mut Canvas<'_>, mut area: Rect, entry: &Entry) {
        let Signs { renewal, champion_lost, .. } = entry.row.signs;
        if let Some(sign) = self.staged.sign(entry.row.client, &self.model, canvas.look) {
            let taken = canvas.text(area, Role::Drift, sign);
            area = skip_columns(area, taken + 1);
        }
        signs::name(canvas, area, self.name_role(entry), &entry.name, Behind { renewal, champion_lost });
    }

    /// The mark of a marked client, and the most pressing of its states.
    fn draw_sign(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry) {
        let pressing = states(entry.row.signs).into_iter().flatten().next();
        for (column, mark) in (0..).zip([self.mark_of(entry), pressing]) {
            if let Some(mark) = mark {
                canvas.mark(Rect { width: 1, ..skip_columns(area, column) }, mark);
            }
        }
    }

    fn mark_of(&self, entry: &Entry) -> Option<Mark> {
        self.marked.contains(&entry.row.client).then_some(Mark::Marked)
    }

    fn name_role(&self, entry: &Entry) -> Role {
        if self.marked.contains(&entry.row.client) { Role::Marked } else { Role::Text }
    }

    /// Revenue in short, with its currency where the book has several.
    pub(super) fn draw_money(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry) {
        let Some(amount) = entry.row.arr else { return };
        if canvas.look.presenter {
            canvas.aligned(area, Side::Right, Role::Dim, hidden(canvas.look.glyphs));
            return;
        }
        let short = canvas.look.formats.short(amount);
        let said = if self.mixed { format!("{short} {}", entry.row.currency) } else { short };
        canvas.aligned(area, Side::Right, Role::Text, said);
    }

    /// The segment the scores propose: `→ Transform`.
    pub(super) fn draw_proposal(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry) {
        if let Some(key) = &entry.row.proposed {
            let (arrow, name) = (canvas.look.glyphs.arrow(), self.named(key));
            let fits = text::width(arrow) + 1 + text::width(name) <= usize::from(area.width);
            // Of a long name the beginning is often shared by several; the letter is not.
            let letter = self.model.segment(key).filter(|_| !fits).map(|segment| format!("{} ", segment.letter));
            canvas.text(area, Role::Drift, format!("{arrow} {}{name}", letter.unwrap_or_default()));
        } else {
            canvas.text(area, Role::Dim, "needs scores");
        }
    }
}

/// The states of a client, the most pressing first, each at its own place.
fn states(signs: Signs) -> [Option<Mark>; 4] {
    [
        if signs.overdue { Some(Mark::Overdue) } else { signs.due.then_some(Mark::Due) },
        // The one rules the other out: near a cut no move is proposed.
        if signs.drift { Some(Mark::Drift) } else { signs.near.then_some(Mark::Near) },
        signs.stale.then_some(Mark::Stale),
        signs.confirm.then_some(Mark::Unconfirmed),
    ]
}

/// The colour of a due date.
pub(super) fn due_role(signs: Signs) -> Role {
    if signs.overdue {
        Role::Overdue
    } else if signs.due {
        Role::Due
    } else {
        Role::Dim
    }
}

/// Takes some columns, and a gap before them, off the right of an area; none where none are asked.
pub(super) fn last(rest: &mut Rect, columns: u16) -> Option<Rect> {
    if columns == 0 || rest.width <= columns {
        return None;
    }
    let place = Rect { x: rest.right() - columns, width: columns, ..*rest };
    rest.width -= columns + 1;
    Some(place)
}
