//! What the scores propose: whose move is proposed, who is held back and why, and who is placed nowhere yet.

mod draw;
mod sheet;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use super::due::mark_all;
use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::list::{List, Moved};
use crate::console::parts::menu::Menu;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::{ProposalPart, ProposalRow};

use sheet::Sheet;

/// The list's number for the mouse.
const LIST: u16 = 1;
/// The most clients one key marks.
const MARKED_AT_ONCE: usize = 1_001;
/// The parts of the screen, in the order of their tabs.
const PARTS: [(ProposalPart, &str); 3] = [
    (ProposalPart::Drifting, "Move proposed"),
    (ProposalPart::Withheld, "Held back"),
    (ProposalPart::Unplaced, "No segment yet"),
];

/// What the scores propose.
pub struct DriftScreen {
    desk: Situation,
    /// The model the board looks at.
    model: Arc<Model>,
    /// Whether it drives.
    drives: bool,
    sheet: Sheet,
    list: List,
    /// How many clients each part has.
    counts: [i64; 3],
    at: usize,
    marked: BTreeSet<ClientId>,
    filter: Option<String>,
}

impl DriftScreen {
    /// Reads the screen from the book; it begins at the first part that has a client.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: Situation::default(),
            model: Arc::clone(ctx.store.ground().driving()),
            drives: true,
            sheet: Sheet::default(),
            list: List::new(LIST),
            counts: [0; 3],
            at: 0,
            marked: BTreeSet::new(),
            filter: None,
        };
        screen.refresh(ctx);
        if let Some(at) = screen.counts.iter().position(|count| *count > 0) {
            screen.turn_to(at, ctx);
        }
        screen
    }

    fn part(&self) -> ProposalPart {
        PARTS[self.at].0
    }

    fn row(&self) -> Option<&ProposalRow> {
        self.sheet.window.rows.get(self.list.place(&self.sheet.window)?)
    }

    fn client(&self) -> Option<ClientId> {
        self.row().map(|row| row.client)
    }

    fn turn_to(&mut self, at: usize, ctx: &mut Ctx<'_>) {
        self.at = at.min(PARTS.len() - 1);
        self.list.select(None);
        self.sheet = Sheet::default();
        self.read(ctx);
    }

    fn read(&mut self, ctx: &mut Ctx<'_>) {
        self.sheet.again(self.part(), self.counts[self.at], ctx);
        self.list.settle(&self.sheet.window);
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Sheet) -> Moved) -> bool {
        let (part, count) = (self.part(), self.counts[self.at]);
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.sheet) {
                Moved::Not => return false,
                Moved::Yes => break,
                Moved::NeedsAbove => self.sheet.above(part, count, ctx),
                Moved::NeedsBelow => self.sheet.below(part, count, ctx),
                Moved::NeedsFirst => self.sheet.first(part, count, ctx),
                Moved::NeedsLast => self.sheet.last(part, count, ctx),
            }
        }
        true
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.go(ctx, |list, sheet| list.act(action, &sheet.window, height)) {
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(ctx),
            Action::NextPart => {
                self.turn_to((self.at + 1) % PARTS.len(), ctx);
                Step::Stay
            }
            Action::PreviousPart => {
                self.turn_to((self.at + PARTS.len() - 1) % PARTS.len(), ctx);
                Step::Stay
            }
            Action::Mark => {
                let step = verbs::step(action, self.client(), ctx).unwrap_or(Step::Stay);
                self.go(ctx, |list, sheet| list.act(Action::Down, &sheet.window, height));
                step
            }
            Action::MarkAll => {
                let shown: Vec<ClientId> =
                    sheet::read(self.part(), None, MARKED_AT_ONCE, ctx).iter().map(|row| row.client).collect();
                mark_all(&shown, ctx)
            }
            // It lies over another screen: back goes there, and leaves filter and marks as they are.
            Action::Back | Action::Quit | Action::Drift => Step::Close,
            _ => {
                let model = sheet::model(ctx).map(str::to_owned);
                let step = verbs::in_model(action, self.client(), model.as_deref(), ctx);
                step.or_else(|| verbs::step(action, self.client(), ctx)).unwrap_or(Step::Ignored)
            }
        }
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.client().map_or(Step::Stay, |client| Step::Push(Box::new(ClientScreen::new(client, ctx))))
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        if let Touch::Click { spot: Spot::Heading(at), .. } = touch {
            self.turn_to(usize::from(at), ctx);
            return Step::Stay;
        }
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        let moved = self.go(ctx, |list, sheet| list.touch(touch, &sheet.window, height));
        match touch {
            Touch::Double { spot: Spot::Row { .. } } if moved => self.open(ctx),
            Touch::Menu { spot: Spot::Row { .. }, at } if moved => {
                Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Drift, &self.situation(), at)))
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => Step::Stay,
        }
    }
}

impl Layer for DriftScreen {
    fn scope(&self) -> Scope {
        Scope::Drift
    }

    fn situation(&self) -> Situation {
        let row = self.row();
        Situation {
            selected: row.is_some(),
            placed: row.is_some_and(|row| row.segment.is_some()),
            drifts: row.is_some() && self.part() != ProposalPart::Withheld,
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let ground = ctx.store.ground();
        self.model = ground.model(sheet::model(ctx)).unwrap_or_else(|_| Arc::clone(ground.driving()));
        self.drives = self.model.key == ground.driving().key;
        self.marked.clone_from(&ctx.desk.marked);
        self.filter = ctx.desk.filter.as_ref().map(|(typed, _)| typed.clone());
        for (at, (part, _)) in PARTS.into_iter().enumerate() {
            let count = ctx.store.count_proposals(&sheet::of(part, ctx), ctx.stamp.today);
            self.counts[at] = ctx.desk.or_default(count);
        }
        self.read(ctx);
    }
}
