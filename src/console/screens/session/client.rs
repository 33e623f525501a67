//! One client of the session: what is known since the last one, and the decision; from here to the next.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::blocks::{self, ALL, Block, LEFT, Of, RIGHT};
use super::find::Find;
use super::head::Head;
use super::steps::{self, Subjects};
use super::{place, progress, words};
use crate::console::canvas::{Canvas, Look, Side, Words, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet;
use crate::console::formats::until;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::screens::client::ClientScreen;
use crate::console::screens::prose;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::{Session, State};
use crate::domain::text::Shown;
use crate::store::{Agenda, AgendaLine, Sight};

/// The zones of the two columns, for the mouse.
const COLUMNS: [Spot; 2] = [Spot::Zone(1), Spot::Zone(2)];
/// From so many columns on, the blocks stand in two columns.
const WIDE: u16 = 100;

/// One client of a session.
pub struct SessionClientScreen {
    desk: Situation,
    session: Session,
    model: Arc<Model>,
    agenda: Agenda,
    head: Head,
    /// The day on which the agenda was read.
    day: NaiveDate,
    client: ClientId,
    /// Those not decided on that followed when this client was come to.
    ahead: Vec<ClientId>,
    /// Where it stood on the agenda, should it leave it.
    at: usize,
    sight: Option<Sight>,
    top: usize,
    /// A decision about this client was asked for: once it is made, the next one is shown.
    asked: bool,
}

impl SessionClientScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(session: Session, client: ClientId, ctx: &mut Ctx<'_>) -> Self {
        Self::on(session, Agenda::default(), client, ctx)
    }

    /// The same on an agenda that was read already.
    #[must_use]
    pub fn on(session: Session, agenda: Agenda, client: ClientId, ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            model: Arc::clone(ctx.store.ground().driving()),
            head: Head::default(),
            day: ctx.stamp.today,
            agenda,
            ahead: Vec::new(),
            at: 0,
            sight: None,
            top: 0,
            asked: false,
            session,
            client,
        };
        place::keep(screen.session.id, Some(client), ctx);
        screen.read(ctx);
        screen.ahead = progress::ahead(&screen.agenda.lines, client);
        screen
    }

    fn read(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let session = ctx.store.session(self.session.id).map(Some);
        if let Some(session) = ctx.desk.or_default(session) {
            self.session = session;
        }
        if let Ok(model) = ctx.store.ground().model(Some(&self.session.model)) {
            self.model = model;
        }
        if std::mem::replace(&mut self.day, ctx.stamp.today) != self.day {
            self.agenda = Agenda::default();
        }
        let brought = progress::bring_up(&mut self.agenda, &self.session, ctx);
        if brought || self.sight.is_none() {
            self.head = Head::going(&self.session, ctx);
            self.look_at_client(ctx);
        }
    }

    fn look_at_client(&mut self, ctx: &mut Ctx<'_>) {
        self.at = progress::place(&self.agenda.lines, self.client).unwrap_or(self.at);
        // Opinions are for all eyes here: while they are blind, nobody's are shown, not even one's own.
        let sight = ctx.store.sight(&self.session, self.client, None).map(Some);
        self.sight = ctx.desk.or_default(sight);
    }

    fn go_to(&mut self, client: ClientId, ctx: &mut Ctx<'_>) {
        self.client = client;
        self.ahead = progress::ahead(&self.agenda.lines, client);
        self.top = 0;
        self.asked = false;
        place::keep(self.session.id, Some(client), ctx);
        self.look_at_client(ctx);
    }

    fn next(&self) -> Option<ClientId> {
        progress::next_ahead(&self.ahead, &self.agenda.lines, self.client)
    }

    fn line(&self) -> Option<&AgendaLine> {
        self.agenda.lines.iter().find(|line| line.client == self.client)
    }

    /// The next client of the agenda, or the one before.
    fn turn(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let here = progress::place(&self.agenda.lines, self.client);
        let forward = action == Action::Right;
        let wanted = match (here, forward) {
            (Some(at), true) => Some(at + 1),
            // The one that left the agenda has given its place to the next.
            (None, true) => Some(self.at),
            (Some(at), false) => at.checked_sub(1),
            (None, false) => self.at.checked_sub(1),
        };
        match wanted.and_then(|at| self.agenda.lines.get(at)).map(|line| line.client) {
            Some(client) => {
                self.go_to(client, ctx);
                Step::Stay
            }
            None => {
                let said = if forward { "this is the last one on the agenda" } else { "this is the first one on the agenda" };
                Step::Say(Message::new(Tone::Plain, said).hint(". goes to the next undecided one, Esc to the agenda"))
            }
        }
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        self.asked = false;
        let page = isize::try_from(ctx.hits.area_of(COLUMNS[0]).height.max(2)).unwrap_or(2) - 1;
        match action {
            Action::Up => self.scroll(-1, ctx),
            Action::Down => self.scroll(1, ctx),
            Action::PageUp => self.scroll(-page, ctx),
            Action::PageDown => self.scroll(page, ctx),
            Action::First => self.top = 0,
            Action::Last => self.scroll(isize::MAX, ctx),
            Action::Left | Action::Right => return self.turn(action, ctx),
            Action::NextUndecided => match self.next() {
                Some(next) => self.go_to(next, ctx),
                None => return progress::all_decided(&self.agenda.lines),
            },
            Action::Jump => return Step::Push(Box::new(Find::new(&self.session, &self.agenda.lines, ctx))),
            Action::Open => return Step::Push(Box::new(ClientScreen::new(self.client, ctx))),
            Action::Back | Action::Quit => return Step::Close,
            _ => return self.serve(action, ctx),
        }
        Step::Stay
    }

    /// The verbs serve the client of the screen, whatever is marked on the agenda.
    fn serve(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let selected = self.sight.as_ref().map(|_| self.client);
        let discussed = self.line().is_some_and(|line| line.discussed);
        let on = Subjects { selected, all: selected.into_iter().collect(), discussed };
        let marked = std::mem::take(&mut ctx.desk.marked);
        let step = steps::of(action, &self.session, &on, ctx);
        ctx.desk.marked = marked;
        self.asked = steps::decides(action) && step.is_some();
        step.unwrap_or(Step::Ignored)
    }

    fn scroll(&mut self, by: isize, ctx: &Ctx<'_>) {
        let longest = COLUMNS.into_iter().zip([Some(&LEFT[..]), Some(&RIGHT[..])]).map(|(spot, blocks)| {
            let area = ctx.hits.area_of(spot);
            let alone = ctx.hits.area_of(COLUMNS[1]).is_empty();
            let blocks = if alone { &ALL[..] } else { blocks.unwrap_or_default() };
            let lines = if area.is_empty() { 0 } else { self.lines_of(blocks, area.width, ctx.look).len() };
            (prose::furthest(lines, area.height), lines, area.height)
        });
        if let Some((_, lines, height)) = longest.max() {
            self.top = prose::scrolled(self.top, by, lines, height);
        }
    }

    fn lines_of(&self, blocks: &[Block], width: u16, look: &Look) -> Vec<prose::Line> {
        let Some(sight) = &self.sight else { return Vec::new() };
        let of = Of { sight, session: &self.session, model: &self.model, rules: &self.agenda.rules, look };
        blocks::lines(blocks, of, width.saturating_sub(1))
    }

    fn column(&self, canvas: &mut Canvas<'_>, area: Rect, blocks: &[Block], spot: Spot) {
        canvas.spot(area, spot);
        let lines = self.lines_of(blocks, area.width, canvas.look);
        prose::view(canvas, area, &lines, self.top, None);
    }

    /// The client's name, where it stands, and what is decided.
    fn title(&self, canvas: &mut Canvas<'_>, area: Rect, sight: &Sight) {
        let client = &sight.page.client;
        let staged = sight.item.as_ref().and_then(|item| item.staged.as_ref());
        let (role, said) = match staged {
            Some(staged) => {
                // What a closed session decided was decided from where the client stood then.
                let from = if self.session.state == State::Open { here(sight) } else { staged.from.as_deref() };
                (words::decision_role(staged.kind), words::way(&self.model, from, Some(staged), canvas.look))
            }
            None => (Role::Dim, "undecided".to_owned()),
        };
        let mark = if staged.is_some() { format!("{} ", canvas.look.glyphs.done()) } else { String::new() };
        let first = row_of(area, 0);
        canvas.aligned(first, Side::Right, role, format!("{mark}{said} "));
        let name = Rect { width: first.width.saturating_sub(16), ..first };
        canvas.pieces(name, &[(Role::Title, client.name.clone().into())]);
        let facts = self.facts(sight, canvas.look);
        canvas.text(row_of(area, 1), Role::Text, facts);
    }

    /// `B Modernize since 2025-12-01 · Ben · 1,250,000 EUR · renews 2026-12-31 (in 199 days)`.
    fn facts(&self, sight: &Sight, look: &Look) -> String {
        let page = &sight.page;
        let since = page.placement.as_ref().filter(|placement| placement.segment.is_some());
        let since = since.map_or_else(String::new, |placement| format!(" since {}", look.formats.date(placement.since)));
        let mut facts = vec![format!("{}{since}", sheet::segment(&self.model, here(sight)))];
        facts.extend(page.client.owner.clone());
        facts.extend(
            page.client.arr.map(
                |arr| {
                    if look.presenter { sheet::HIDDEN.to_owned() } else { look.formats.money(arr, &page.currency) }
                },
            ),
        );
        facts.extend(page.client.stage.clone());
        let far = |day| format!("renews {} ({})", look.formats.date(day), until(day, self.session.as_of));
        facts.extend(page.client.renewal_on.filter(|day| *day >= self.session.as_of).map(far));
        facts.extend(page.client.archived_on.map(|day| format!("left the book on {}", look.formats.date(day))));
        facts.join(&format!(" {} ", look.glyphs.dot()))
    }
}

/// Where the client stands now.
fn here(sight: &Sight) -> Option<&str> {
    sight.page.placement.as_ref().and_then(|placement| placement.segment.as_deref())
}

impl Layer for SessionClientScreen {
    fn scope(&self) -> Scope {
        Scope::SessionClient
    }

    fn situation(&self) -> Situation {
        let page = self.sight.as_ref().map(|sight| &sight.page);
        Situation {
            selected: page.is_some(),
            archived: page.is_some_and(|page| page.client.archived_on.is_some()),
            placed: self.sight.as_ref().is_some_and(|sight| here(sight).is_some()),
            decided: self.line().is_some_and(|line| line.done.is_some()),
            session: Some(self.session.state),
            blind: self.session.revealed.is_none(),
            marked: 0,
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let number = |n: usize| canvas.look.formats.number(i64::try_from(n).unwrap_or(i64::MAX));
        let closed = match self.session.state {
            State::Open => "",
            State::Final => ", final",
            State::Void => ", given up",
        };
        let on = progress::place(&self.agenda.lines, self.client);
        let on =
            on.map_or("not on the agenda".to_owned(), |at| format!("{} of {}", number(at + 1), number(self.agenda.lines.len())));
        let title = format!("{on} (h back, l next) {} Session {}{closed}", canvas.look.glyphs.dot(), self.session.name);
        let inner = canvas.frame(area, Focus::Here, Shown::line(&title));
        let inner = Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(1), ..inner };
        let Some(sight) = &self.sight else {
            canvas.paragraph(inner, Role::Text, "This client is no longer in the book. Esc goes back to the agenda.");
            return;
        };
        self.title(canvas, inner, sight);
        let pace = self.head.pace(canvas.look, usize::from(inner.width));
        let pace: Vec<(Role, Words<'_>)> = pace.into_iter().map(|(role, piece)| (role, piece.into())).collect();
        canvas.pieces(row_of(inner, 2), &pace);
        canvas.rule(row_of(inner, 3), Role::Border, canvas.look.glyphs.rule());
        let body = skip_rows(inner, 4);
        if body.width < WIDE {
            self.column(canvas, body, &ALL, COLUMNS[0]);
            return;
        }
        let left = Rect { width: body.width / 2 - 1, ..body };
        self.column(canvas, left, &LEFT, COLUMNS[0]);
        self.column(canvas, skip_columns(body, left.width + 2), &RIGHT, COLUMNS[1]);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(Touch::Wheel { by, .. }) => {
                self.scroll(by.into(), ctx);
                Step::Stay
            }
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let waiting = self.asked && self.line().is_none_or(|line| line.done.is_none());
        self.read(ctx);
        let decided = self.line().is_some_and(|line| line.done.is_some());
        if waiting && decided && progress::decided_by_me(&self.session, self.client, ctx) {
            self.asked = false;
            if let Some(next) = self.next() {
                self.go_to(next, ctx);
            }
        }
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        // Somebody was found: the place that is kept is the client to show.
        if let Some(kept) = place::kept(self.session.id, ctx).filter(|kept| *kept != self.client) {
            self.go_to(kept, ctx);
        }
    }
}
