//! Moving clients to another segment, with a note and with the consequences in view.

mod proposed;
mod shown;
mod staged;
#[cfg(test)]
mod tests;
mod way;
mod who;

use std::sync::Arc;

use ratatui::layout::Rect;

use proposed::Proposals;
use staged::Sitting;

use super::conflict::{self, Answer, Guard};
use super::plan;
use super::session::earlier;
use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::command::{Move, MoveTarget, NOTE_MIN, required_note};
use crate::domain::model::{Membership, Model};
use crate::domain::session::Session;
use crate::domain::text::Shown;
use crate::store::{Consequences, HANDFUL, Subject};

/// What the rehearsal of a move says in the place of the note that is not written yet.
const REHEARSED: &str = "rehearsed, never written";

/// Opens the dialog in a model, the driving one where none is named.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], model: Option<&str>, to: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let subjects = ctx.store.subjects_in(model, clients, ctx.stamp.today).map_err(|error| complaint(&error))?;
    present(&subjects)?;
    let model = ctx.store.ground().model(model).map_err(|error| complaint(&error))?;
    let asks = Asks { model, to, proposals: None, sitting: None };
    Ok(Box::new(MoveDialog::new(clients, subjects, asks, ctx)))
}

/// Opens the dialog for a session: the move is staged there, and not written.
///
/// # Errors
/// Why it cannot be opened.
pub fn stage(clients: &[ClientId], session: Session, ctx: &Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let model = ctx.store.ground().model(Some(&session.model)).map_err(|error| complaint(&error))?;
    let subjects = ctx.store.subjects_in(Some(&model.key), clients, ctx.stamp.today).map_err(|error| complaint(&error))?;
    present(&subjects)?;
    let sitting = Sitting::of(session, &subjects, ctx)?;
    let to = sitting.first(&ctx.stamp.by);
    let asks = Asks { model, to: to.as_deref(), proposals: None, sitting: Some(sitting) };
    Ok(Box::new(MoveDialog::new(clients, subjects, asks, ctx)))
}

/// Opens the dialog with what the scores propose, each client to its own segment; those without a segment are placed.
///
/// # Errors
/// Why it cannot be opened: above all, why no move is proposed.
pub fn accept(clients: &[ClientId], model: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let today = ctx.stamp.today;
    let read = ctx.store.proposals_of(model, clients, today).map_err(|error| complaint(&error))?;
    let held = ctx.store.ground().model(model).map_err(|error| complaint(&error))?;
    let proposals = Proposals::of(read).map_err(|rows| proposed::nothing(&rows, &held, ctx.look))?;
    let subjects = ctx.store.subjects_in(model, clients, today).map_err(|error| complaint(&error))?;
    let asks = Asks { model: held, to: None, proposals: Some(proposals), sitting: None };
    Ok(Box::new(MoveDialog::new(clients, subjects, asks, ctx)))
}

/// Whether there is a client to be moved.
fn present(subjects: &[Subject]) -> Result<(), Message> {
    match subjects {
        [] => Err(Message::new(Tone::Plain, "no client is selected")),
        [Subject { name, archived_on: Some(since), .. }] => {
            Err(Message::new(Tone::Plain, &format!("{name} is archived since {since}")).hint("restore it first"))
        }
        [..] => Ok(()),
    }
}

/// What the dialog begins with.
struct Asks<'a> {
    model: Arc<Model>,
    /// The segment asked for.
    to: Option<&'a str>,
    /// What the scores propose, where that is to be accepted.
    proposals: Option<Proposals>,
    /// The session the move is staged in.
    sitting: Option<Sitting>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Who,
    Proposed,
    Earlier,
    Over,
    How,
    To,
    Next,
    Yearly,
    Load,
    Role,
    Leaving,
    Back,
    Dwell,
    Draft,
    Again,
    Note,
    Reason,
    By,
    Expect,
    Revisit,
    Playbook,
    Each,
}

/// The dialog that moves one client or all marked ones.
struct MoveDialog {
    asked: Vec<ClientId>,
    subjects: Vec<Subject>,
    /// As they were when I began, or last answered what others had decided.
    began: Vec<Subject>,
    guard: Guard,
    model: Arc<Model>,
    /// Whether the model drives: in another nobody is due.
    drives: bool,
    proposals: Option<Proposals>,
    sitting: Option<Sitting>,
    reasons: Vec<String>,
    brings: Vec<Consequences>,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl MoveDialog {
    fn new(clients: &[ClientId], subjects: Vec<Subject>, asks: Asks<'_>, ctx: &Ctx<'_>) -> Self {
        let Asks { model, to, proposals, sitting } = asks;
        let reasons = ctx.store.ground().reasons();
        let draft = ctx.desk.drafts.note(&draft_of(clients, proposals.as_ref(), sitting.as_ref())).to_owned();
        let verb = match (&proposals, &sitting) {
            (_, Some(_)) => "Stage a move of",
            (Some(proposals), None) if proposals.places() => "Place",
            (Some(_), None) => "Accept: move",
            (None, None) => "Move",
        };
        let title = match subjects.as_slice() {
            [only] => format!("{verb} {}", only.name),
            several => format!("{verb} {}", sheet::counted(ctx.look, several.len(), "client")),
        } + &sheet::within(&model, ctx);
        let names = model.segments.iter().map(|segment| Shown::line(&sheet::segment(&model, Some(&segment.key))));
        let first = if proposals.is_some() { 0 } else { way::first_choice(&model, &subjects, to) };
        let names = proposals.iter().map(|_| Shown::line(proposed::OPTION)).chain(names).collect();
        let offered = std::iter::once("not said").chain(reasons.iter().map(String::as_str));
        let leaving = ["it stays due until reviewed", "it is forgiven"].map(Shown::line).to_vec();
        let begun = if draft.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let mut form = Form::new()
            .lines(Of::Who, "Client", Vec::new())
            .lines(Of::Proposed, "Proposals", Vec::new())
            .lines(Of::Earlier, "Decided", Vec::new())
            .choice(Of::Over, "So", earlier::Choice::options(), 0)
            .choice(Of::How, "How", way::options(), 0)
            .choice(Of::To, "To", names, first)
            .lines(Of::Next, "Next review", Vec::new())
            .lines(Of::Yearly, "A year", Vec::new())
            .lines(Of::Load, "Owner's load", Vec::new())
            .lines(Of::Role, "Cared for by", Vec::new())
            .choice(Of::Leaving, "Being due", leaving, 0)
            .lines(Of::Back, "Back again", Vec::new())
            .lines(Of::Dwell, "Guard", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .choice(Of::Again, "Note", Vec::new(), 0)
            .note(Of::Note, "Why", &draft, NOTE_MIN)
            .choice(Of::Reason, "Reason", offered.map(Shown::line).collect(), 0)
            .text(Of::By, "Authorised by", "")
            .text(Of::Expect, "Expects", "")
            .date(Of::Revisit, "Look again", "", sheet::dates_ahead(ctx.stamp.today))
            .lines(Of::Playbook, "Then", Vec::new())
            .lines(Of::Each, "One by one", Vec::new());
        form.set_lines(Of::Draft, begun);
        form.focus(Of::How);
        if model.membership == Membership::One || proposals.is_some() {
            form.hide(Of::How);
            form.focus(Of::To);
        }
        if (to.is_some() && sitting.is_none()) || proposals.is_some() {
            form.focus(Of::Note);
        }
        let mut dialog = Self {
            asked: clients.to_vec(),
            began: subjects.clone(),
            guard: Guard::new(clients, ctx),
            subjects,
            drives: ctx.store.ground().driving().key == model.key,
            model,
            proposals,
            sitting,
            reasons,
            brings: Vec::new(),
            form,
            said: None,
            title: Shown::line(&title),
        };
        dialog.take_up(&ctx.stamp.by, ctx.look);
        dialog.rehearse(ctx);
        dialog
    }

    fn leaving(&self) -> Leaving {
        if self.asks_leaving() && self.form.chosen(Of::Leaving) == 1 { Leaving::Forgive } else { Leaving::Hold }
    }

    /// Whether somebody who is due would leave for a segment that asks for nothing (C14).
    fn asks_leaving(&self) -> bool {
        let due = |subject: &Subject| subject.signs.due || subject.signs.overdue;
        let asks = |place: &str| self.model.standing_in(place).is_some_and(|segment| !segment.touchpoints.is_empty());
        self.drives
            && !self.places()
            && self.moving().any(|(subject, to)| due(subject) && !asks(to.as_deref().unwrap_or_default()))
    }

    /// The move as it stands, and as it was seen.
    fn command(&self) -> Move {
        let seen = |subject: &Subject| MoveTarget { client: subject.client, seen: Some(subject.decision) };
        let by = self.form.value(Of::By);
        Move {
            clients: self.moving().map(|(subject, _)| seen(subject)).collect(),
            model: Some(self.model.key.clone()),
            to: self.destination(),
            note: self.form.value(Of::Note),
            reason: self.form.chosen(Of::Reason).checked_sub(1).and_then(|at| self.reasons.get(at)).cloned(),
            authorised_by: (!by.trim().is_empty()).then_some(by),
            leaving: self.leaving(),
        }
    }

    /// Asks the book what the move would bring, and shows it.
    fn rehearse(&mut self, ctx: &Ctx<'_>) {
        let clients: Vec<MoveTarget> = self.moving().map(|(subject, _)| subject.client.into()).collect();
        let rehearsed = Move { clients, note: REHEARSED.to_owned(), authorised_by: None, ..self.command() };
        self.brings.clear();
        if !rehearsed.clients.is_empty() {
            match ctx.store.consequences(&rehearsed, ctx.stamp) {
                Ok(brings) => self.brings = brings,
                Err(error) => self.said = Some(complaint(&error)),
            }
        }
        self.show(ctx.look);
        self.show_staged(ctx);
    }

    fn show(&mut self, look: &Look) {
        let (model, brings) = (Arc::clone(&self.model), &self.brings);
        let lines = [
            (Of::Next, shown::next(look, brings)),
            (Of::Yearly, shown::yearly(look, brings)),
            (Of::Load, shown::loads(look, brings)),
            (Of::Role, shown::roles(look, &model, brings)),
            (Of::Back, shown::back(look, &model, brings)),
            (Of::Playbook, shown::playbook(look, &model, brings)),
            (Of::Each, shown::each(look, &model, brings)),
            (Of::Who, self.who(look)),
        ];
        for (of, lines) in lines {
            self.form.set_lines(of, lines);
        }
        if self.asks_leaving() {
            self.form.reveal(Of::Leaving)
        } else {
            self.form.hide(Of::Leaving)
        }
        for of in [Of::Reason, Of::By] {
            // What is placed by its scores has no reason code: the note says why.
            if self.places() { self.form.hide(of) } else { self.form.reveal(of) }
        }
    }

    /// Looks at the clients again. What somebody else decided meanwhile is said.
    fn look_again(&mut self, ctx: &mut Ctx<'_>) {
        let key = self.model.key.clone();
        let now = match ctx.store.subjects_in(Some(&key), &self.asked, ctx.stamp.today) {
            Ok(now) => now,
            Err(error) => {
                self.said = Some(complaint(&error));
                return;
            }
        };
        if let Some(proposals) = &mut self.proposals {
            let read = ctx.store.proposals_of(Some(&key), &self.asked, ctx.stamp.today);
            proposals.rows = ctx.desk.or_default(read);
        }
        let moved = now.iter().find(|subject| {
            let before = self.subjects.iter().find(|before| before.client == subject.client);
            before.is_some_and(|before| before.decision != subject.decision)
        });
        if let Some(subject) = moved {
            let by = subject.decided.as_ref().map_or("somebody", |decided| decided.by.as_str());
            let place = sheet::segment(&self.model, subject.segment.as_deref());
            self.said = Some(Message::new(Tone::Plain, &format!("meanwhile {by} decided on {}: now in {place}", subject.name)));
        }
        self.subjects = now;
        self.look_at_staged(ctx);
        self.rehearse(ctx);
    }

    fn draft(&self) -> String {
        draft_of(&self.asked, self.proposals.as_ref(), self.sitting.as_ref())
    }

    /// Puts mine and theirs side by side, where somebody else changed one of the clients since I began. In a session the
    /// dialog itself shows what others staged.
    fn meets(&mut self, ctx: &mut Ctx<'_>) -> Option<Step> {
        if self.sitting.is_some() {
            return None;
        }
        let news = self.guard.news(ctx)?;
        self.look_again(ctx);
        let goes = |client| self.moving().find(|(subject, _)| subject.client == client).and_then(|(_, to)| to);
        let mine = |subject: &Subject| goes(subject.client).map(|to| sheet::segment(&self.model, Some(&to)));
        Some(news.against(conflict::segments(&self.began, &self.subjects, &self.model, mine)))
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.meets(ctx) {
            return step;
        }
        if let Err(refusal) = required_note(&self.form.value(Of::Note)) {
            self.form.wrong(Of::Note, &refusal.to_string());
            return Step::Stay;
        }
        if self.moving().next().is_none() {
            let said = format!("nobody would {}", self.goes_in_words());
            self.said = Some(Message::new(Tone::Bad, &said).hint("choose another segment"));
            self.form.focus(Of::To);
            return Step::Stay;
        }
        if self.sitting.is_some() {
            return self.stage(ctx);
        }
        if self.places() {
            let clients = self.moving().filter_map(|(subject, to)| Some((subject.client, to?))).collect();
            let (model, note) = (Some(self.model.key.clone()), self.form.value(Of::Note));
            return Step::Commit(Box::new(Command::Place { clients, model, note }));
        }
        Step::Commit(Box::new(Command::Move(self.command())))
    }
}

/// Where the draft of a note for these clients is kept.
fn draft_of(clients: &[ClientId], proposals: Option<&Proposals>, sitting: Option<&Sitting>) -> String {
    if let Some(sitting) = sitting {
        return earlier::draft_of(sitting.session.id, "move", clients);
    }
    let verb = if proposals.is_some() { "accept" } else { "move" };
    match clients {
        [only] => format!("{verb}/{only}"),
        _ => format!("{verb}/marked"),
    }
}

impl Layer for MoveDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let verb = match (self.places(), &self.sitting) {
            (true, _) => "Place",
            (false, Some(_)) => "Stage",
            (false, None) => "Move",
        };
        sheet::view(canvas, area, &self.title, &self.form, verb, self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            self.began = self.subjects.clone();
            self.said = None;
            return match answer {
                Answer::Mine => self.save(ctx),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        if self.form.focused() == Some(Of::To) && self.begins_note(&input) {
            self.form.focus(Of::Note);
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&self.draft(), &self.form.value(Of::Note)),
            FormStep::Changed(Of::Again) => self.again(),
            FormStep::Changed(Of::How | Of::To | Of::Leaving) => {
                self.said = None;
                self.rehearse(ctx);
            }
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        if matches!(outcome, Outcome::Refused(_)) {
            self.look_again(ctx);
            if let Some(step) = self.meets(ctx) {
                return step;
            }
        }
        let step = sheet::tried(outcome, &self.draft(), &self.asked, &mut self.said, ctx);
        if self.sitting.is_some() {
            return step;
        }
        // As after an import: many first reviews on one day ask for a plan.
        let several = i64::try_from(self.asked.len()).is_ok_and(|moved| moved > HANDFUL);
        if several && matches!(outcome, Outcome::Saved(_)) { plan::offer(ctx).map_or(step, Step::Replace) } else { step }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.look_again(ctx);
    }
}
