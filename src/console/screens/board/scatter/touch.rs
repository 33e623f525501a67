//! The mouse on the scatter: it picks the nearest point, opens it, and goes through the list of a crowded place.

use ratatui::layout::Position;

use super::{MEMBERS, POINTS, Scatter};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::menu::Menu;
use crate::console::screens::client::ClientScreen;
use crate::domain::client::ClientId;

/// How far beside a point a click still picks it, in columns; a row counts as two.
const REACH: u16 = 4;

impl Scatter {
    /// Deals with the mouse.
    pub(super) fn touched(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        match touch {
            Touch::Click { spot, at } => {
                let corner = ctx.hits.area_of(spot);
                self.picked = self.pick(spot, Position::new(corner.x + at.x, corner.y + at.y), ctx);
                if self.picked && !matches!(spot, Spot::Row { list: MEMBERS, .. }) {
                    // A look at the place now: the selected client is read only before the next frame.
                    self.list_crowd(ctx);
                }
            }
            Touch::Double { .. } if self.picked => return self.open(ctx),
            Touch::Menu { spot, at } => {
                if self.pick(spot, at, ctx) {
                    let situation = self.situation(ctx);
                    return Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Board, &situation, at)));
                }
            }
            Touch::Wheel { by, .. } if self.crowd.is_some() => self.step_member(isize::from(by.signum()), ctx),
            Touch::Double { .. } | Touch::Wheel { .. } | Touch::Drag { .. } | Touch::Drop { .. } => {}
        }
        Step::Stay
    }

    /// Opens the page of the selected client.
    pub(super) fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        let Some(client) = self.selected else { return Step::Stay };
        Step::Push(Box::new(ClientScreen::new(client, ctx)))
    }

    /// Selects what lies at a place of the screen; whether something does.
    fn pick(&mut self, spot: Spot, at: Position, ctx: &mut Ctx<'_>) -> bool {
        match spot {
            Spot::Row { list: MEMBERS, id } => self.pick_member(id),
            Spot::Row { list: POINTS, id } => {
                self.select(ClientId(id));
                self.settle(self.area, ctx);
            }
            Spot::Zone(POINTS) => {
                let Some(client) = self.nearest(at) else { return false };
                self.select(client);
                self.settle(self.area, ctx);
            }
            Spot::Row { .. }
            | Spot::Zone(_)
            | Spot::Act(_)
            | Spot::Field(_)
            | Spot::Choice { .. }
            | Spot::Line(_)
            | Spot::Heading(_) => return false,
        }
        true
    }

    fn list_crowd(&mut self, ctx: &mut Ctx<'_>) {
        self.settle(self.area, ctx);
        self.open_crowd(ctx);
    }

    fn nearest(&self, at: Position) -> Option<ClientId> {
        let plot = self.frame.as_ref()?.plot;
        let (x, y) = (at.x.checked_sub(plot.x)?, at.y.checked_sub(plot.y)?);
        let far = self.marks.iter().map(|mark| (mark.at.0.abs_diff(x) + 2 * mark.at.1.abs_diff(y), mark));
        let near = far.filter(|(far, _)| *far <= REACH).min_by_key(|(far, mark)| (*far, mark.at));
        near.map(|(_, mark)| mark.first.client)
    }
}
