//! The scatter as a view of the board: going there and back, with the same client selected.

use super::super::BoardScreen;
use super::Scatter;
use crate::console::hits::Touch;
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::domain::client::ClientId;

impl BoardScreen {
    /// What an action means on the scatter, or goes there; none where it is the grid's.
    pub(in super::super) fn on_scatter(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Option<Step> {
        match (&mut self.scatter, action) {
            (None, Action::View) => {
                self.scatter = Some(Box::new(Scatter::new(self.part().selected(), self.axes, ctx)));
                Some(Step::Stay)
            }
            (Some(_), Action::View) => {
                let selected = self.scatter.take().and_then(|scatter| scatter.selected());
                if let Some(client) = selected {
                    self.show_client(client, ctx);
                }
                Some(Step::Stay)
            }
            (Some(scatter), Action::Open) => Some(scatter.open(ctx)),
            (Some(_), Action::Move | Action::Accept | Action::Confirm | Action::Score) if self.source.meant().is_some() => {
                Some(self.meant(action, ctx))
            }
            (Some(scatter), _) => scatter.perform(action, ctx),
            (None, _) => None,
        }
    }

    /// What the mouse does on the scatter; none on the grid.
    pub(in super::super) fn touched_scatter(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Option<Step> {
        self.scatter.as_mut().map(|scatter| scatter.touched(touch, ctx))
    }

    /// The client that is selected, on the grid or on the scatter.
    pub(in super::super) fn selected(&self) -> Option<ClientId> {
        match &self.scatter {
            Some(scatter) => scatter.selected(),
            None => self.part().selected(),
        }
    }

    /// Selects a client on the grid.
    fn show_client(&mut self, client: ClientId, ctx: &mut Ctx<'_>) {
        let Some(at) = self.parts.iter().position(|part| part.entry(client).is_some()) else {
            return self.follow(Some(client), false, false, ctx);
        };
        let part = &mut self.parts[at];
        part.list.select(Some(client.0));
        part.list.settle(&part.window);
        self.focus = at;
    }
}
