//! The agenda of the open session: its head, the clients in the order in which they are taken, and the selected one beside them.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::client::SessionClientScreen;
use super::find::Find;
use super::head::Head;
use super::steps::{self, Subjects};
use super::{place, progress};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::parts::menu::Menu;
use crate::console::screens::due::mark_all;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::{Session, SessionId};
use crate::store::{Agenda, AgendaLine, AgendaRow, Sight};

/// The list's number for the mouse.
pub(super) const LIST: u16 = 1;
/// Rows held on each side of the selected one.
const SPAN: usize = 150;
/// The most clients one key marks.
const MARKED_AT_ONCE: usize = 1_001;
/// From so many columns on, the selected client stands beside the list.
pub(super) const BESIDE: u16 = 110;

/// A row of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub line: AgendaLine,
    pub row: AgendaRow,
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        Some(self.row.client.0)
    }
}

/// The agenda of a session.
pub struct AgendaPane {
    pub(super) session: Session,
    pub(super) model: Arc<Model>,
    pub(super) head: Head,
    /// All clients, in the order in which they are taken.
    pub(super) agenda: Agenda,
    /// The day on which it was read.
    day: NaiveDate,
    /// Those that are shown.
    shown: Vec<AgendaLine>,
    pub(super) window: Window<Entry>,
    pub(super) list: List,
    /// Whether those decided on are left out.
    pub(super) undecided: bool,
    pub(super) marked: BTreeSet<ClientId>,
    /// The client that was last shown alone, as far as it is known here.
    place: Option<ClientId>,
    /// A decision was asked for about this client: once it is made, the next one is selected.
    asked: Option<ClientId>,
    pub(super) beside: Option<Sight>,
    /// Whether there is room beside the list.
    wide: bool,
    stale: bool,
}

impl AgendaPane {
    /// Reads the agenda of a session; it begins where this person stopped, else at the first client not decided on.
    pub fn new(session: Session, ctx: &mut Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let model = ground.model(Some(&session.model)).unwrap_or_else(|_| Arc::clone(ground.driving()));
        let place = place::kept(session.id, ctx);
        let mut pane = Self {
            session,
            model,
            head: Head::default(),
            agenda: Agenda::default(),
            day: ctx.stamp.today,
            shown: Vec::new(),
            window: Window::default(),
            list: List::new(LIST),
            undecided: false,
            marked: BTreeSet::new(),
            place,
            asked: None,
            beside: None,
            wide: false,
            stale: true,
        };
        pane.read(ctx);
        let stopped = place.filter(|client| pane.agenda.lines.iter().any(|line| line.client == *client));
        let begin = stopped.or_else(|| progress::next_undecided(&pane.agenda.lines, None));
        pane.go_to(begin, ctx);
        pane
    }

    /// The session.
    pub fn id(&self) -> SessionId {
        self.session.id
    }

    /// Whether the moves of the last session are to be seen first: nothing is decided yet.
    pub fn begins(&self) -> bool {
        self.head.moved_before() && !self.agenda.lines.iter().any(|line| line.done.is_some() || line.discussed)
    }

    /// Reads everything again; the selected client stays, or gives way to the next one where a decision was asked for here.
    pub fn refresh(&mut self, session: Session, ctx: &mut Ctx<'_>) {
        self.session = session;
        let waiting = self.asked.filter(|client| self.line(*client).is_some_and(|line| line.done.is_none()));
        self.read(ctx);
        if let Some(client) = waiting
            && self.line(client).is_some_and(|line| line.done.is_some())
            && progress::decided_by_me(&self.session, client, ctx)
        {
            self.asked = None;
            self.go_to(progress::next_undecided(&self.agenda.lines, Some(client)).or(Some(client)), ctx);
        }
    }

    fn read(&mut self, ctx: &mut Ctx<'_>) {
        if let Ok(model) = ctx.store.ground().model(Some(&self.session.model)) {
            self.model = model;
        }
        self.marked.clone_from(&ctx.desk.marked);
        if std::mem::replace(&mut self.day, ctx.stamp.today) != self.day {
            self.agenda = Agenda::default();
        }
        if progress::bring_up(&mut self.agenda, &self.session, ctx) {
            self.head = Head::read(&self.session, &self.model, ctx);
            self.show(ctx);
        }
    }

    /// Leaves out what is not to be shown, and reads the rows around the selected client.
    fn show(&mut self, ctx: &mut Ctx<'_>) {
        let keeps = |line: &&AgendaLine| !self.undecided || line.done.is_none();
        self.shown = self.agenda.lines.iter().filter(keeps).copied().collect();
        let at = self.selected().and_then(|client| self.at(client));
        let top = self.window.before.and_then(|before| usize::try_from(before).ok()).unwrap_or(0) + SPAN;
        self.read_around(at.unwrap_or(if self.window.rows.is_empty() { 0 } else { top }), ctx);
        self.list.settle(&self.window);
        self.stale = true;
    }

    fn read_around(&mut self, at: usize, ctx: &mut Ctx<'_>) {
        let first = at.saturating_sub(SPAN).min(self.shown.len());
        let last = (at + SPAN).min(self.shown.len());
        let held = &self.shown[first..last.max(first)];
        let clients: Vec<ClientId> = held.iter().map(|line| line.client).collect();
        let rows = ctx.store.agenda_rows(&self.session, &clients);
        let rows = ctx.desk.or_default(rows);
        let line = |client: ClientId| held.iter().find(|line| line.client == client).copied();
        let rows = rows.into_iter().filter_map(|row| Some(Entry { line: line(row.client)?, row })).collect();
        self.window = Window {
            rows,
            above: first > 0,
            below: last < self.shown.len(),
            before: Some(first as u64),
            total: Some(self.shown.len() as u64),
        };
    }

    fn at(&self, client: ClientId) -> Option<usize> {
        self.shown.iter().position(|line| line.client == client)
    }

    fn line(&self, client: ClientId) -> Option<&AgendaLine> {
        self.agenda.lines.iter().find(|line| line.client == client)
    }

    /// The selected client.
    pub fn selected(&self) -> Option<ClientId> {
        self.list.selected().map(ClientId)
    }

    pub(super) fn entry(&self) -> Option<&Entry> {
        self.window.rows.get(self.list.place(&self.window)?)
    }

    /// Selects a client, wherever it stands.
    fn go_to(&mut self, client: Option<ClientId>, ctx: &mut Ctx<'_>) {
        let Some(client) = client else { return };
        if self.undecided && self.at(client).is_none() {
            self.undecided = false;
            self.show(ctx);
        }
        let Some(at) = self.at(client) else { return };
        self.list.select(Some(client.0));
        if self.list.place(&self.window).is_none() {
            self.read_around(at, ctx);
        }
        self.list.settle(&self.window);
        self.stale = true;
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Window<Entry>) -> Moved) -> bool {
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.window) {
                Moved::Not => return false,
                Moved::Yes => break,
                Moved::NeedsAbove | Moved::NeedsBelow => {
                    let at = self.selected().and_then(|client| self.at(client)).unwrap_or(0);
                    self.read_around(at, ctx);
                }
                Moved::NeedsFirst => self.read_around(0, ctx),
                Moved::NeedsLast => self.read_around(self.shown.len(), ctx),
            }
        }
        self.stale = true;
        true
    }

    /// A frame is about to be drawn: follows the client that was shown alone, and reads what stands beside the list.
    pub fn settle(&mut self, ctx: &mut Ctx<'_>) {
        let kept = place::kept(self.session.id, ctx);
        if kept != self.place {
            self.place = kept;
            self.go_to(kept, ctx);
        }
        let wide = ctx.hits.frame().width >= BESIDE;
        let resized = std::mem::replace(&mut self.wide, wide) != wide;
        if !std::mem::take(&mut self.stale) && !resized {
            return;
        }
        let client = self.selected().filter(|_| wide && !self.shown.is_empty());
        let sight = client.map(|client| ctx.store.sight(&self.session, client, None)).transpose();
        self.beside = ctx.desk.or_default(sight);
    }

    /// What commands depend on.
    pub fn situation(&self, desk: &Situation) -> Situation {
        let entry = self.entry();
        Situation {
            selected: entry.is_some(),
            placed: entry.is_some_and(|entry| entry.row.segment.is_some()),
            decided: entry.is_some_and(|entry| entry.line.done.is_some()),
            session: Some(self.session.state),
            blind: self.session.revealed.is_none(),
            ..desk.clone()
        }
    }

    /// Deals with a command; none where it is not one of the agenda.
    pub fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Option<Step> {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        self.asked = None;
        if self.go(ctx, |list, window| list.act(action, window, height)) {
            return Some(Step::Stay);
        }
        match action {
            Action::Open => return Some(self.open(ctx)),
            Action::NextUndecided => match progress::next_undecided(&self.agenda.lines, self.selected()) {
                Some(next) => self.go_to(Some(next), ctx),
                None => return Some(progress::all_decided(&self.agenda.lines)),
            },
            Action::Undecided => {
                self.undecided = !self.undecided;
                self.show(ctx);
                let said = if self.undecided { "those decided on are hidden" } else { "everybody is shown" };
                return Some(Step::Say(Message::new(Tone::Plain, said).hint("y changes it")));
            }
            Action::Jump => {
                // Whoever is found is told from this place, also somebody who was found before.
                self.place = self.selected();
                place::keep(self.session.id, self.place, ctx);
                return Some(Step::Push(Box::new(Find::new(&self.session, &self.agenda.lines, ctx))));
            }
            Action::MarkAll => {
                let shown: Vec<ClientId> = self.shown.iter().take(MARKED_AT_ONCE).map(|line| line.client).collect();
                return Some(mark_all(&shown, ctx));
            }
            Action::Back if !ctx.desk.marked.is_empty() => return verbs::step(action, None, ctx),
            _ => {
                let selected = self.selected().filter(|_| self.entry().is_some());
                let discussed = self.entry().is_some_and(|entry| entry.line.discussed);
                let on = Subjects { selected, all: ctx.desk.subjects(selected), discussed };
                let step = steps::of(action, &self.session, &on, ctx)?;
                if steps::decides(action) {
                    self.asked = selected.filter(|client| on.all.contains(client));
                }
                if action == Action::Mark {
                    self.go(ctx, |list, window| list.act(Action::Down, window, height));
                }
                return Some(step);
            }
        }
        Some(Step::Stay)
    }

    fn open(&mut self, ctx: &mut Ctx<'_>) -> Step {
        match self.entry().map(|entry| entry.row.client) {
            Some(client) => {
                self.place = Some(client);
                Step::Push(Box::new(SessionClientScreen::on(self.session.clone(), self.agenda.clone(), client, ctx)))
            }
            None => Step::Stay,
        }
    }

    /// Deals with the mouse.
    pub fn touch(&mut self, touch: Touch, situation: &Situation, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        self.asked = None;
        let moved = self.go(ctx, |list, window| list.touch(touch, window, height));
        match touch {
            Touch::Double { spot: Spot::Row { .. } } if moved => self.open(ctx),
            Touch::Menu { spot: Spot::Row { .. }, at } if moved => {
                Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Session, situation, at)))
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
