//! The session: the agenda of the one that is open, or the list of all; one client at a time; consequences; replay.

mod agenda;
pub mod balance;
mod blocks;
mod client;
mod draw;
mod find;
mod head;
mod place;
mod progress;
pub mod replay;
mod sessions;
mod steps;
mod summary;
#[cfg(test)]
mod tests;
mod words;

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::domain::session::{Session, SessionId, State};
use agenda::AgendaPane;
use sessions::{Picked, SessionsPane};

pub use client::SessionClientScreen;

/// The screen of the session.
pub struct SessionScreen {
    desk: Situation,
    /// The agenda of the session that is gone through.
    agenda: Option<AgendaPane>,
    /// Whether the list of all is shown although there is an agenda.
    listing: bool,
    sessions: SessionsPane,
    /// The sessions that were open when it was last looked.
    open: Vec<SessionId>,
}

impl SessionScreen {
    /// Reads the screen from the book: the agenda where one session is open, else the list.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen =
            Self { desk: Situation::default(), agenda: None, listing: false, sessions: SessionsPane::new(), open: Vec::new() };
        screen.follow(ctx);
        if let [only] = screen.open[..] {
            screen.show(only, ctx);
        }
        screen.list(ctx);
        screen
    }

    /// Whether the session begins with what became of the moves of the last one.
    #[must_use]
    pub fn begins(&self) -> bool {
        self.shown().is_some_and(AgendaPane::begins)
    }

    /// The agenda, where it is shown.
    fn shown(&self) -> Option<&AgendaPane> {
        self.agenda.as_ref().filter(|_| !self.listing)
    }

    fn show(&mut self, session: SessionId, ctx: &mut Ctx<'_>) {
        self.listing = false;
        if self.agenda.as_ref().is_some_and(|agenda| agenda.id() == session) {
            return;
        }
        let found = ctx.store.session(session).map(Some);
        self.agenda = ctx.desk.or_default(found).map(|session| AgendaPane::new(session, ctx));
    }

    /// Reads the list of all where it is shown: for each open session it goes through all its clients.
    fn list(&mut self, ctx: &mut Ctx<'_>) {
        if self.shown().is_none() {
            self.sessions.refresh(ctx);
        }
    }

    /// Reads which sessions are open, and the agenda of the one that is gone through.
    fn follow(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let open = ctx.store.open_sessions();
        let open: Vec<Session> = ctx.desk.or_default(open);
        let held = self.agenda.as_ref().map(AgendaPane::id);
        // One that this person started just now is what they want to see.
        let started = open.iter().find(|session| !self.open.contains(&session.id) && session.started_by == ctx.stamp.by);
        let started = started.map(|session| session.id);
        let before = std::mem::replace(&mut self.open, open.iter().map(|session| session.id).collect());
        match held.and_then(|held| open.into_iter().find(|session| session.id == held)) {
            Some(session) => {
                if let Some(agenda) = &mut self.agenda {
                    agenda.refresh(session, ctx);
                }
            }
            None => {
                if let Some(held) = held.filter(|held| is_closed(*held, ctx)) {
                    place::keep(held, None, ctx);
                }
                self.agenda = None;
            }
        }
        if let Some(started) = started.filter(|_| held.is_none() && before.is_empty()) {
            self.show(started, ctx);
        }
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        match (&mut self.agenda, action) {
            (Some(_), Action::View) => {
                self.listing = !self.listing;
                self.list(ctx);
            }
            (Some(agenda), _) if !self.listing => return agenda.command(action, ctx).unwrap_or(Step::Ignored),
            (Some(_), Action::Back) => self.listing = false,
            (Some(_) | None, _) => {
                let picked = self.sessions.command(action, ctx);
                return self.picked(picked, ctx);
            }
        }
        Step::Stay
    }

    fn picked(&mut self, picked: Picked, ctx: &mut Ctx<'_>) -> Step {
        match picked {
            Picked::Do(step) => step,
            Picked::Not => Step::Ignored,
            Picked::Show(session) => {
                self.show(session, ctx);
                Step::Stay
            }
        }
    }
}

fn is_closed(session: SessionId, ctx: &Ctx<'_>) -> bool {
    ctx.store.session(session).is_ok_and(|session| session.state != State::Open)
}

impl Layer for SessionScreen {
    fn scope(&self) -> Scope {
        if self.shown().is_some() { Scope::Session } else { Scope::Sessions }
    }

    fn situation(&self) -> Situation {
        self.shown().map_or_else(|| self.sessions.situation(&self.desk), |agenda| agenda.situation(&self.desk))
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match self.shown() {
            Some(agenda) => agenda.view(canvas, area),
            None => self.sessions.view(canvas, area),
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(touch) => {
                let situation = self.situation();
                match self.agenda.as_mut().filter(|_| !self.listing) {
                    Some(agenda) => agenda.touch(touch, &situation, ctx),
                    None => {
                        let picked = self.sessions.touch(touch, ctx);
                        self.picked(picked, ctx)
                    }
                }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.follow(ctx);
        self.list(ctx);
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(agenda) = self.agenda.as_mut().filter(|_| !self.listing) {
            agenda.settle(ctx);
        }
    }
}
