//! The moves of the session before, and whether what they expected came true.

mod draw;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::dialogs::session as dialogs;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::parts::menu::Menu;
use crate::console::screens::session::{SessionClientScreen, steps};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::expect::Verdict;
use crate::domain::session::minutes::ReplayRow;
use crate::domain::session::{Session, SessionId};
use crate::store::EarlierSession;

/// The list's number for the mouse.
const LIST: u16 = 1;
/// The verdicts in the order of the list: what did not come true is talked about first.
const ORDER: [Verdict; 3] = [Verdict::NotHeld, Verdict::Unknown, Verdict::Held];

/// A line of the list.
enum Line {
    Heading(Verdict),
    Move(Box<ReplayRow>),
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Move(row) => Some(row.client.0),
        }
    }
}

/// Opens the replay with which a session begins.
pub fn open(_ctx: &Ctx<'_>, session: SessionId) -> Step {
    Step::Push(layer(session))
}

/// The replay as a layer, to stand where the dialog stood that started the session.
pub fn layer(session: SessionId) -> Box<dyn Layer> {
    Box::new(ReplayScreen::new(session))
}

/// The moves of the session before.
struct ReplayScreen {
    id: SessionId,
    /// None where its start was taken back.
    session: Option<Session>,
    /// The session whose moves these are.
    last: Option<EarlierSession>,
    model: Option<Arc<Model>>,
    desk: Situation,
    window: Window<Line>,
    list: List,
}

impl ReplayScreen {
    /// The screen before it has read anything.
    fn new(session: SessionId) -> Self {
        Self {
            id: session,
            session: None,
            last: None,
            model: None,
            desk: Situation::default(),
            window: Window::default(),
            list: List::new(LIST),
        }
    }

    fn row(&self) -> Option<&ReplayRow> {
        match self.window.rows.get(self.list.place(&self.window)?)? {
            Line::Move(row) => Some(row),
            Line::Heading(_) => None,
        }
    }

    fn client(&self) -> Option<ClientId> {
        self.row().map(|row| row.client)
    }

    /// How many moves have a verdict.
    fn count(&self, verdict: Verdict) -> usize {
        self.window.rows.iter().filter(|line| matches!(line, Line::Move(row) if row.verdict == verdict)).count()
    }

    fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Step::Stay;
        }
        match action {
            Action::Open => self.open(ctx),
            Action::Judge => match (self.client(), &self.last) {
                (Some(client), Some(last)) => dialogs::judge(ctx, last.id, client),
                (_, _) => Step::Stay,
            },
            // It lies over another screen: back goes there.
            Action::Back | Action::Quit | Action::Replay => Step::Close,
            _ => steps::whole(action, self.id, ctx).unwrap_or(Step::Ignored),
        }
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        match (&self.session, self.client()) {
            (Some(session), Some(client)) => Step::Push(Box::new(SessionClientScreen::new(session.clone(), client, ctx))),
            (_, _) => Step::Stay,
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.list.touch(touch, &self.window, height) == Moved::Not {
            return Step::Stay;
        }
        match touch {
            Touch::Double { .. } => self.open(ctx),
            Touch::Menu { at, .. } => Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Replay, &self.situation(), at))),
            Touch::Click { .. } | Touch::Wheel { .. } | Touch::Drag { .. } | Touch::Drop { .. } => Step::Stay,
        }
    }

    fn read(&mut self, session: &Session, ctx: &mut Ctx<'_>) {
        let model = ctx.store.ground().model(Some(&session.model)).map(Some);
        self.model = ctx.desk.or_default(model);
        let last = ctx.store.closed_before(session);
        self.last = ctx.desk.or_default(last);
        let moves = ctx.store.replay(session, session.as_of);
        self.window = Window::whole(lines(ctx.desk.or_default(moves)));
        self.list.settle(&self.window);
    }
}

/// The moves under their verdicts, each by name as they came.
fn lines(mut moves: Vec<ReplayRow>) -> Vec<Line> {
    let rank = |verdict: Verdict| ORDER.iter().position(|one| *one == verdict);
    moves.sort_by_key(|row| rank(row.verdict));
    let mut lines = Vec::with_capacity(moves.len() + ORDER.len());
    let mut under = None;
    for row in moves {
        if under.replace(row.verdict) != Some(row.verdict) {
            lines.push(Line::Heading(row.verdict));
        }
        lines.push(Line::Move(Box::new(row)));
    }
    lines
}

impl Layer for ReplayScreen {
    fn scope(&self) -> Scope {
        Scope::Replay
    }

    fn opened(&mut self, ctx: &mut Ctx<'_>) -> Step {
        self.refresh(ctx);
        Step::Stay
    }

    fn situation(&self) -> Situation {
        Situation {
            selected: self.row().is_some(),
            marked: 0,
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

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
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
