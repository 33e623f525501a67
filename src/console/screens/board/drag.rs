//! Dragging a client to another quadrant with the mouse.

use super::BoardScreen;
use crate::console::hits::{Spot, Touch};
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::domain::client::ClientId;
use crate::domain::text::Shown;

/// A client being dragged.
pub(super) struct Drag {
    /// What is dragged, in words.
    pub what: Shown,
    /// The part it comes from.
    pub from: usize,
    /// The part it is over.
    pub over: Option<usize>,
}

impl Drag {
    /// The segment it would be moved to if it were let go now; the tray takes nobody.
    pub fn target(&self, tray: usize) -> Option<usize> {
        self.over.filter(|over| *over != self.from && *over != tray)
    }
}

impl BoardScreen {
    /// Deals with a drag or its end; none for any other touch.
    pub(super) fn dragged(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Option<Step> {
        self.drag = None;
        match touch {
            Touch::Drag { from: from @ Spot::Row { id, .. }, over } => {
                let part = self.part_of(from)?;
                let what = self.subjects_in_words(part, ClientId(id), ctx);
                self.drag = Some(Drag { what, from: part, over: over.and_then(|over| self.part_of(over)) });
                Some(Step::Stay)
            }
            Touch::Drop { from: from @ Spot::Row { id, .. }, to } => {
                let (part, to) = (self.part_of(from)?, to.and_then(|to| self.part_of(to)));
                Some(self.dropped(part, ClientId(id), to, ctx))
            }
            Touch::Drag { .. } | Touch::Drop { .. } => Some(Step::Stay),
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Wheel { .. } => None,
        }
    }

    fn dropped(&mut self, from: usize, client: ClientId, to: Option<usize>, ctx: &mut Ctx<'_>) -> Step {
        let Some(to) = to.filter(|to| *to != from) else { return Step::Stay };
        if to == self.tray() {
            let said = "a client leaves its segment only for another one";
            return Step::Say(Message::new(Tone::Plain, said).hint("drop it on a segment"));
        }
        let subjects = dragged_clients(client, ctx);
        self.open_move(&subjects, to, ctx)
    }

    fn subjects_in_words(&self, part: usize, client: ClientId, ctx: &Ctx<'_>) -> Shown {
        let many = if ctx.desk.marked.contains(&client) { ctx.desk.marked.len() } else { 1 };
        match self.parts[part].entry(client) {
            Some(entry) if many == 1 => entry.name.clone(),
            Some(_) | None => Shown::line(&format!("{many} clients")),
        }
    }
}

/// A marked client takes all marked ones along; one that is not marked goes alone.
fn dragged_clients(client: ClientId, ctx: &Ctx<'_>) -> Vec<ClientId> {
    if ctx.desk.marked.contains(&client) { ctx.desk.subjects(Some(client)) } else { vec![client] }
}
