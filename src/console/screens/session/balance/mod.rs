//! What is staged and what it comes to: segments, revenue, reviews and hours per owner before and after, weeks that overflow.

mod draw;
mod figures;
mod list;
mod loads;
mod matrix;
mod segments;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Task, Tone};
use crate::console::parts::list::{List, Moved, Window};
use crate::console::parts::menu::Menu;
use crate::console::screens::prose;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::{Session, SessionId, State};
use crate::store::{Balance, Conflict, StoreError, WeekShift};

use self::list::{Decision, Line};
use super::SessionClientScreen;
use super::steps::{self, Subjects};

/// The list's number for the mouse.
const LIST: u16 = 1;
/// The figures' zone for the mouse.
const FIGURES: u16 = 2;
/// So many weeks are looked at: a quarter.
const AHEAD: u32 = 13;

/// A part of the screen; on a narrow window one is shown at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Decisions,
    Segments,
    Owners,
    Ways,
}

/// The parts in the order of their tabs.
const PARTS: [Part; 4] = [Part::Decisions, Part::Segments, Part::Owners, Part::Ways];

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Decisions => "Decisions",
            Self::Segments => "Segments",
            Self::Owners => "Owners",
            Self::Ways => "From and to",
        }
    }

    const fn step(self, by: usize) -> Self {
        PARTS[(self as usize + by) % PARTS.len()]
    }
}

/// What is known of the weeks that overflow.
#[derive(Debug, Clone, PartialEq)]
enum Weeks {
    /// They are asked for as soon as nothing else is under way.
    Wanted,
    /// They are looked for; whether that takes so long that it is spoken of.
    Sought { long: bool },
    /// These.
    Known(Vec<WeekShift>),
    /// They could not be looked for, and why.
    Failed(String),
    /// The model does not drive, or the session is over: there is nothing to foresee.
    Idle,
}

/// Opens the consequences of a session.
pub fn open(_ctx: &Ctx<'_>, session: SessionId) -> Step {
    Step::Push(Box::new(BalanceScreen::new(session)))
}

/// What is staged and what it comes to.
struct BalanceScreen {
    id: SessionId,
    /// None where its start was taken back.
    session: Option<Session>,
    model: Option<Arc<Model>>,
    desk: Situation,
    /// The book's own currency.
    home: String,
    window: Window<Line>,
    list: List,
    conflicts: Vec<Conflict>,
    balance: Balance,
    weeks: Weeks,
    part: Part,
    /// How far the figures are scrolled.
    top: usize,
}

impl BalanceScreen {
    /// The screen before it has read anything.
    fn new(session: SessionId) -> Self {
        Self {
            id: session,
            session: None,
            model: None,
            desk: Situation::default(),
            home: String::new(),
            window: Window::default(),
            list: List::new(LIST),
            conflicts: Vec::new(),
            balance: Balance::default(),
            weeks: Weeks::Idle,
            part: Part::Decisions,
            top: 0,
        }
    }

    fn decision(&self) -> Option<&Decision> {
        match self.window.rows.get(self.list.place(&self.window)?)? {
            Line::Decision(decision) => Some(decision),
            Line::Heading(..) => None,
        }
    }

    fn client(&self) -> Option<ClientId> {
        self.decision().map(|decision| decision.client)
    }

    /// Shows a part: on a wide window its figures come to the top.
    fn show(&mut self, part: Part, ctx: &Ctx<'_>) -> Step {
        self.part = part;
        let width = figures::inside(ctx.hits.area_of(Spot::Zone(FIGURES)).width);
        self.top = self.begins(part, self.stacked(ctx.hits), width, ctx.look);
        Step::Stay
    }

    /// Scrolls the figures; whether the action was a move at all.
    fn scroll(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        let height = ctx.hits.area_of(Spot::Zone(FIGURES)).height;
        let page = isize::try_from(height.max(2)).unwrap_or(2) - 1;
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            _ => return false,
        };
        self.scroll_by(by, ctx);
        true
    }

    fn scroll_by(&mut self, by: isize, ctx: &Ctx<'_>) {
        let area = ctx.hits.area_of(Spot::Zone(FIGURES));
        let lines = self.figures(self.stacked(ctx.hits), figures::inside(area.width), ctx.look).len();
        self.top = prose::scrolled(self.top, by, lines, area.height);
    }

    fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        let moved = match self.part {
            Part::Decisions => self.list.act(action, &self.window, height) != Moved::Not,
            Part::Segments | Part::Owners | Part::Ways => self.scroll(action, ctx),
        };
        if moved {
            return Step::Stay;
        }
        match action {
            Action::View | Action::NextPart | Action::Right => self.show(self.part.step(1), ctx),
            Action::PreviousPart | Action::Left => self.show(self.part.step(PARTS.len() - 1), ctx),
            // It lies over another screen: back goes there.
            Action::Back | Action::Quit | Action::Consequences => Step::Close,
            _ => self.decide(action, ctx),
        }
    }

    /// A command about the selected client, or about the session.
    fn decide(&self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let Some(session) = &self.session else { return Step::Ignored };
        let selected = self.client();
        if let (Action::Open, Some(client)) = (action, selected) {
            return Step::Push(Box::new(SessionClientScreen::new(session.clone(), client, ctx)));
        }
        let on = Subjects { selected, all: selected.into_iter().collect(), discussed: false };
        steps::of(action, session, &on, ctx).unwrap_or(Step::Ignored)
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        match touch {
            Touch::Click { spot: Spot::Heading(at), .. } => match PARTS.get(usize::from(at)) {
                Some(part) => return self.show(*part, ctx),
                None => return Step::Stay,
            },
            Touch::Wheel { spot: Spot::Zone(FIGURES), by } => {
                self.scroll_by(by.into(), ctx);
                return Step::Stay;
            }
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } => {}
            Touch::Wheel { .. } | Touch::Drag { .. } | Touch::Drop { .. } => {}
        }
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.list.touch(touch, &self.window, height) == Moved::Not {
            return Step::Stay;
        }
        self.part = Part::Decisions;
        match touch {
            Touch::Double { .. } => self.perform(Action::Open, ctx),
            Touch::Menu { at, .. } => Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Balance, &self.situation(), at))),
            Touch::Click { .. } | Touch::Wheel { .. } | Touch::Drag { .. } | Touch::Drop { .. } => Step::Stay,
        }
    }

    fn read(&mut self, session: &Session, ctx: &mut Ctx<'_>) {
        let model = ctx.store.ground().model(Some(&session.model)).map(Some);
        self.model = ctx.desk.or_default(model);
        let balance = ctx.store.session_balance(session);
        self.balance = ctx.desk.or_default(balance);
        let open = session.state == State::Open;
        let conflicts = if open { ctx.store.session_conflicts(session) } else { Ok(Vec::new()) };
        self.conflicts = ctx.desk.or_default(conflicts);
        let staged = ctx.store.staged(session);
        self.window = Window::whole(list::lines(ctx.desk.or_default(staged), &self.conflicts));
        self.list.settle(&self.window);
        self.weeks = if open && self.balance.drives { Weeks::Wanted } else { Weeks::Idle };
    }
}

impl Layer for BalanceScreen {
    fn scope(&self) -> Scope {
        Scope::Balance
    }

    fn opened(&mut self, ctx: &mut Ctx<'_>) -> Step {
        self.refresh(ctx);
        Step::Stay
    }

    fn situation(&self) -> Situation {
        let decision = self.decision();
        Situation {
            selected: decision.is_some(),
            marked: 0,
            placed: decision.is_some_and(|decision| decision.segment.is_some()),
            decided: decision.is_some(),
            session: self.session.as_ref().map(|session| session.state),
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.perform(action, ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn told(&mut self, _progress: Option<crate::store::Progress>) {
        if let Weeks::Sought { long } = &mut self.weeks {
            *long = true;
        }
    }

    fn overflowing(&mut self, found: Result<Vec<WeekShift>, StoreError>, _ctx: &mut Ctx<'_>) {
        self.weeks = match found {
            Ok(weeks) => Weeks::Known(weeks),
            Err(error) => Weeks::Failed(error.to_string()),
        };
    }

    fn wanted(&mut self) -> Option<Task> {
        if self.weeks != Weeks::Wanted {
            return None;
        }
        self.weeks = Weeks::Sought { long: false };
        Some(Task::Weeks(self.id, AHEAD))
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.home.clone_from(&ctx.store.ground().currency);
        match ctx.store.session(self.id) {
            Ok(session) => {
                self.read(&session, ctx);
                self.session = Some(session);
            }
            Err(error) => {
                *self = Self { desk: self.desk.clone(), ..Self::new(self.id) };
                ctx.desk.complain(Message::new(Tone::Bad, &error.to_string()));
            }
        }
    }
}
