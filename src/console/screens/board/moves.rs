//! Going about on the board, marking, and moving clients towards a side.

use super::grid::{Grid, Toward};
use super::{BoardScreen, TABS};
use crate::console::dialogs;
use crate::console::hits::Spot;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::store::Direction;

/// Clients read at a time when all of a segment are marked.
const PAGE: usize = 1_000;

impl BoardScreen {
    /// Gives the focus to the part so many places on, around the end; an empty tray is passed over.
    pub(super) fn step_focus(&mut self, by: usize) -> Step {
        let many = self.parts.len();
        self.focus = (self.focus + by) % many;
        if self.focus == self.tray() && self.parts[self.focus].total.clients == 0 {
            self.focus = (self.focus + by) % many;
        }
        Step::Stay
    }

    /// Gives the focus to the quadrant beside, at about the same height; under tabs in a line, to the tab beside.
    pub(super) fn beside(&mut self, toward: Toward, ctx: &Ctx<'_>) -> Step {
        let mut tabs = ctx.hits.iter().filter(|(_, spot)| matches!(spot, Spot::Zone(zone) if *zone >= TABS));
        if let Some((first, _)) = tabs.next()
            && tabs.all(|(tab, _)| tab.y == first.y)
        {
            return self.tab_beside(toward);
        }
        let Some(to) = self.seen_grid(ctx).neighbour(self.focus, toward) else { return Step::Stay };
        let line = self.line(ctx);
        self.focus = to;
        let Some(line) = line else { return Step::Stay };
        let rows = ctx.hits.iter().filter_map(|(area, spot)| match spot {
            Spot::Row { list, id } if usize::from(*list) == to => Some((area.y.abs_diff(line), *id)),
            _ => None,
        });
        if let Some((_, id)) = rows.min()
            && self.parts[to].entry(ClientId(id)).is_some()
        {
            self.parts[to].list.select(Some(id));
            let part = &mut self.parts[to];
            part.list.settle(&part.window);
        }
        Step::Stay
    }

    /// The grid as it is on the screen: a ladder stands along the other axis where there is no room along its own.
    fn seen_grid(&self, ctx: &Ctx<'_>) -> Grid {
        let area = |at: usize| ctx.hits.area_of(Spot::Zone(self.parts[at].list.list));
        if self.grid.is_ladder() {
            let (first, second) = (area(0), area(1));
            let seen = !first.is_empty() && !second.is_empty();
            if seen && (first.x == second.x) != self.grid.is_stack() {
                return self.grid.turned();
            }
        }
        self.grid.clone()
    }

    /// The line of the selected row on the screen.
    fn line(&self, ctx: &Ctx<'_>) -> Option<u16> {
        let list = self.part().list.list;
        let area = ctx.hits.area_of(Spot::Row { list, id: self.part().list.selected()? });
        (!area.is_empty()).then_some(area.y)
    }

    fn tab_beside(&mut self, toward: Toward) -> Step {
        let last = if self.parts[self.tray()].total.clients > 0 { self.tray() } else { self.tray() - 1 };
        self.focus = match toward {
            Toward::Left | Toward::Up => self.focus.saturating_sub(1),
            Toward::Right | Toward::Down => (self.focus + 1).min(last),
        };
        Step::Stay
    }

    /// Opens the move of the marked clients, or of the selected one, to the segment on a side.
    pub(super) fn move_toward(&mut self, toward: Toward, ctx: &mut Ctx<'_>) -> Step {
        if let Some((said, hint)) = self.source.fixed() {
            return Step::Say(Message::new(Tone::Plain, said).hint(hint));
        }
        if self.focus == self.tray() {
            let said = "clients in the tray have no neighbour";
            return Step::Say(Message::new(Tone::Plain, said).hint("move asks for the segment"));
        }
        let Some(to) = self.seen_grid(ctx).neighbour(self.focus, toward) else {
            let side = match toward {
                Toward::Left => "on the left of",
                Toward::Right => "on the right of",
                Toward::Up => "above",
                Toward::Down => "below",
            };
            return Step::Say(Message::new(Tone::Plain, &format!("there is no segment {side} {}", self.name(self.focus))));
        };
        let subjects = ctx.desk.subjects(self.part().selected());
        self.open_move(&subjects, to, ctx)
    }

    /// Opens the move of clients to a segment.
    pub(super) fn open_move(&mut self, subjects: &[ClientId], to: usize, ctx: &mut Ctx<'_>) -> Step {
        if let Some((said, hint)) = self.source.fixed() {
            return Step::Say(Message::new(Tone::Plain, said).hint(hint));
        }
        self.acted = true;
        verbs::push(dialogs::moving::open(subjects, self.source.meant(), Some(&self.parts[to].key), ctx))
    }

    /// Marks every client of the part with the focus that the filter lets through; where all are marked, clears all marks.
    pub(super) fn mark_all(&mut self, ctx: &mut Ctx<'_>) -> Step {
        let segment = self.part().key.clone();
        let before = ctx.desk.marked.len();
        let mut from = None;
        loop {
            let page = self.source.rows(&segment, from.as_ref(), Direction::After, PAGE, ctx);
            ctx.desk.marked.extend(page.iter().map(|row| row.client));
            match page.last() {
                Some(last) if page.len() == PAGE => from = Some(last.key.clone()),
                Some(_) | None => break,
            }
        }
        let came = ctx.desk.marked.len() - before;
        if came == 0 {
            ctx.desk.marked.clear();
            let said = if before == 0 { "there is nothing to mark here" } else { "the marks are cleared" };
            return Step::Say(Message::new(Tone::Plain, said));
        }
        let all = ctx.look.formats.number(i64::try_from(ctx.desk.marked.len()).unwrap_or(i64::MAX));
        let said = if all == "1" { "1 client is marked".to_owned() } else { format!("{all} clients are marked") };
        Step::Say(Message::new(Tone::Plain, &said).hint("the same again clears the marks"))
    }
}
