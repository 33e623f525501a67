//! Booking, snoozing, skipping and forgiving a review: the clock in view, the date understood, what it brings, and the note.

mod act;
mod shown;
mod targets;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::conflict::{self, Answer, Guard};
use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Field, Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{OnClock, required_note};
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;
use crate::store::{DueRow, Ground};
use act::Act;
pub use act::Verb;
use targets::Target;

pub use shown::{Lines, clock as clock_lines, day_off};
pub use targets::{Target as ClocksOf, first_kind, read as read_clocks};

/// What the rehearsal says in the place of the note that is not written yet.
pub const REHEARSED: &str = "rehearsed, never written";

/// Opens the dialog of a verb, on the clock of a kind where one is named.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(verb: Verb, clients: &[ClientId], kind: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let today = ctx.stamp.today;
    let targets = targets::read(ctx.store, clients, today).map_err(|error| complaint(&error))?;
    let ground = ctx.store.ground();
    let kinds: Vec<String> = ground.driving().kinds().into_iter().map(str::to_owned).collect();
    if targets.is_empty() {
        return Err(Message::new(Tone::Plain, "no client is selected"));
    }
    let Some(at) = (!kinds.is_empty()).then(|| targets::first_kind(&kinds, kind, &targets, verb.act(), today)) else {
        let said = format!("{} asks for no reviews at all", ground.driving().name);
        return Err(Message::new(Tone::Plain, &said));
    };
    let acts = [Some(verb.act()), verb.other()];
    let any = targets
        .iter()
        .any(|target| kinds.iter().any(|kind| acts.into_iter().flatten().any(|act| target.may(act, kind, today).is_ok())));
    match targets[0].may(verb.act(), &kinds[at], today) {
        Err(refusal) if !any => Err(said_of(&refusal, &targets)),
        Err(_) | Ok(()) => Ok(Box::new(ClockDialog::new(verb, clients, targets, kinds, at, ctx))),
    }
}

/// Why nothing can be done for anybody.
fn said_of(refusal: &Refusal, targets: &[Target]) -> Message {
    if targets.len() > 1 {
        return Message::new(Tone::Plain, "none of the marked clients has a review that asks for it");
    }
    let message = Message::new(Tone::Plain, &refusal.to_string());
    match refusal.hint() {
        Some(hint) => message.hint(&hint),
        None => message,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Who,
    Kind,
    Now,
    Act,
    Date,
    Range,
    Brings,
    Draft,
    Note,
    Each,
}

/// The dialog that books, snoozes, skips or forgives.
struct ClockDialog {
    verb: Verb,
    guard: Guard,
    asked: Vec<ClientId>,
    targets: Vec<Target>,
    kinds: Vec<String>,
    ground: Arc<Ground>,
    /// The acts offered, in the order of the choice.
    acts: Vec<Act>,
    /// The clocks after a skip or a pardon.
    after: Vec<DueRow>,
    form: Form<Of>,
    today: NaiveDate,
    said: Option<Message>,
    title: Shown,
}

impl ClockDialog {
    fn new(verb: Verb, clients: &[ClientId], targets: Vec<Target>, kinds: Vec<String>, at: usize, ctx: &mut Ctx<'_>) -> Self {
        let draft = ctx.desk.drafts.note(&draft_of(verb, clients)).to_owned();
        let whom = match targets.as_slice() {
            [only] => only.subject.name.clone(),
            several => sheet::counted(ctx.look, several.len(), "client"),
        };
        let (label, hint) = match verb {
            Verb::Book => ("Agreed for", "Such as"),
            Verb::Snooze | Verb::Skip | Verb::Forgive => ("Until", "Latest"),
        };
        let begun = if draft.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let mut form = Form::new()
            .lines(Of::Who, "Client", Vec::new())
            .choice(Of::Kind, "Review", kinds.iter().map(|kind| Shown::line(kind)).collect(), at)
            .lines(Of::Now, "Now", Vec::new())
            .choice(Of::Act, "What", Vec::new(), 0)
            .date(Of::Date, label, "", sheet::dates_ahead(ctx.stamp.today))
            .lines(Of::Range, hint, Vec::new())
            .lines(Of::Brings, "Then", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .note(Of::Note, if verb == Verb::Book { "Note" } else { "Why" }, &draft, verb.act().note_needs())
            .of_rows(3)
            .lines(Of::Each, "One by one", Vec::new());
        form.set_lines(Of::Draft, begun);
        if kinds.len() < 2 {
            form.hide(Of::Kind);
        }
        let mut dialog = Self {
            verb,
            guard: Guard::new(clients, ctx),
            asked: clients.to_vec(),
            targets,
            kinds,
            ground: ctx.store.ground(),
            acts: Vec::new(),
            after: Vec::new(),
            form,
            today: ctx.stamp.today,
            said: None,
            title: Shown::line(&format!("{} {whom}", verb.name())),
        };
        dialog.offer();
        dialog.rehearse(ctx);
        dialog.form.focus(if dialog.chosen().takes_date() { Of::Date } else { Of::Note });
        dialog
    }

    fn kind(&self) -> &str {
        self.kinds.get(self.form.chosen(Of::Kind)).map_or("", String::as_str)
    }

    fn chosen(&self) -> Act {
        self.acts.get(self.form.chosen(Of::Act)).copied().unwrap_or(self.verb.act())
    }

    fn date(&self) -> Option<NaiveDate> {
        self.form.day(Of::Date).ok().flatten().filter(|_| self.chosen().takes_date())
    }

    /// Those whose clock of the kind chosen permits the act chosen.
    fn served(&self) -> Vec<&Target> {
        self.targets.iter().filter(|target| target.may(self.chosen(), self.kind(), self.today).is_ok()).collect()
    }

    /// Offers a second act where some clock of the kind chosen permits it; a pardon offers the skip where nothing is held.
    fn offer(&mut self) {
        let before = self.chosen();
        let permits = |act: Act| self.targets.iter().any(|target| target.may(act, self.kind(), self.today).is_ok());
        let other = self.verb.other().filter(|other| permits(*other) && (*other != Act::Skip || !permits(Act::Forgive)));
        self.acts = std::iter::once(self.verb.act()).chain(other).collect();
        let at = self.acts.iter().position(|act| *act == before).unwrap_or(0);
        let options = self.acts.iter().map(|act| Shown::line(act.option())).collect();
        let focused = self.form.focused();
        self.form.replace(Of::Act, Field::Choice(crate::console::parts::choice::Choice::new(options, at)));
        if self.acts.len() > 1 {
            self.form.reveal(Of::Act)
        } else {
            self.form.hide(Of::Act)
        }
        if let Some(focused) = focused.filter(|focused| *focused != Of::Act) {
            self.form.focus(focused);
        }
    }

    /// Asks the book what a skip or a pardon brings, and shows everything.
    fn rehearse(&mut self, ctx: &mut Ctx<'_>) {
        self.after.clear();
        let clients: Vec<ClientId> = self.served().iter().map(|target| target.subject.client).collect();
        let act = self.chosen();
        if let (false, false, Some(on)) = (act.takes_date() || act.note_needs() == 0, clients.is_empty(), act.on(None)) {
            let kind = self.kind().to_owned();
            let asked = OnClock { clients: clients.clone(), kind: Some(kind.clone()), act: on, note: REHEARSED.to_owned() };
            let today = ctx.stamp.today;
            let read = ctx.store.rehearse(&Command::Clock(asked), ctx.stamp, |book| {
                let mut rows = Vec::with_capacity(clients.len());
                for client in &clients {
                    rows.extend(book.clocks_on(*client, today)?.into_iter().find(|row| row.clock.clock.kind == kind));
                }
                Ok(rows)
            });
            match read {
                Ok(rows) => self.after = rows,
                Err(error) => self.said = Some(complaint(&error)),
            }
        }
        self.show(ctx.look);
    }

    fn show(&mut self, look: &Look) {
        let act = self.chosen();
        if act.takes_date() {
            self.form.reveal(Of::Date)
        } else {
            self.form.hide(Of::Date)
        }
        self.form.set_needed(Of::Note, act.note_needs());
        let served = self.served();
        let (kind, after) = (self.kind(), &self.after);
        let lines = [
            (Of::Who, self.who(&served, look)),
            (Of::Now, self.now(look)),
            (Of::Range, shown::range(act, &served, kind, look)),
            (Of::Brings, self.brings(&served, look)),
            (Of::Each, shown::each(&served, kind, after, look)),
        ];
        for (of, lines) in lines {
            self.form.set_lines(of, lines);
        }
    }

    fn who(&self, served: &[&Target], look: &Look) -> Lines {
        let model = self.ground.driving();
        let mut lines = match self.targets.as_slice() {
            [only] => {
                let place = sheet::segment(model, only.subject.segment.as_deref());
                vec![line(Role::Title, &format!("{}, {place}", only.subject.name))]
            }
            _ => vec![line(Role::Title, &sheet::counted(look, served.len(), "client"))],
        };
        let left = self.targets.len() - served.len();
        if self.targets.len() > 1 && left > 0 {
            let (left, kind) = (sheet::counted(look, left, "client"), self.kind());
            let said = format!("left out: {left} with no {kind} to {}", self.chosen().word());
            lines.push(line(Role::Dim, &said));
        }
        lines
    }

    fn now(&self, look: &Look) -> Lines {
        let [only] = self.targets.as_slice() else { return Vec::new() };
        only.clock(self.kind()).map(|row| shown::clock(&row.clock, look)).unwrap_or_default()
    }

    fn brings(&self, served: &[&Target], look: &Look) -> Lines {
        let (act, kind, date) = (self.chosen(), self.kind(), self.date());
        if let ([only], []) = (self.targets.as_slice(), served) {
            let refusal = only.may(act, kind, self.today).err();
            return refusal.iter().map(shown::refused).collect();
        }
        if act.note_needs() > 0 && !act.takes_date() {
            let row = |after: &DueRow| served.iter().find(|target| target.subject.client == after.client)?.clock(kind);
            let pairs: Vec<(&DueRow, &DueRow)> = self.after.iter().filter_map(|after| Some((row(after)?, after))).collect();
            return shown::rehearsed(act, kind, &pairs, look);
        }
        match served {
            [only] => only.clock(kind).map_or_else(Vec::new, |row| {
                let settings = self.ground.settings_for(only.subject.owner.as_deref());
                shown::brings(act, &row.clock, date, settings, look)
            }),
            several => {
                let wrong = |target: &&Target| Some((target.subject.name.clone(), self.wrong_for(target, date?)?));
                match several.iter().find_map(wrong) {
                    Some((name, why)) => vec![line(Role::Bad, &format!("! {name}: {why}"))],
                    None => date.map_or_else(Vec::new, |date| {
                        let until = sheet::weekday(look, date);
                        vec![line(Role::Text, &format!("hidden until {until}; due dates and lateness stay"))]
                    }),
                }
            }
        }
    }

    fn wrong_for(&self, target: &Target, date: NaiveDate) -> Option<Refusal> {
        self.chosen().may_on(&target.clock(self.kind())?.clock.clock, date, self.today).err()
    }

    fn save(&mut self) -> Step {
        let (act, kind) = (self.chosen(), self.kind().to_owned());
        let date = match self.form.day(Of::Date) {
            _ if !act.takes_date() => None,
            Ok(Some(date)) => Some(date),
            Ok(None) => return self.refuse(Of::Date, "name a day: next friday, +2w, end of month or 2026-07-01"),
            Err(why) => return self.refuse(Of::Date, &why),
        };
        let served = self.served();
        let clients: Vec<ClientId> = served.iter().map(|target| target.subject.client).collect();
        let wrong = served.iter().find_map(|target| self.wrong_for(target, date?));
        if let Some(refusal) = wrong {
            let hint = refusal.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
            return self.refuse(Of::Date, &format!("{refusal}{hint}"));
        }
        let Some(on) = act.on(date).filter(|_| !clients.is_empty()) else {
            let refusal = self.targets.iter().find_map(|target| target.may(act, &kind, self.today).err());
            self.said = refusal.map(|refusal| said_of(&refusal, &self.targets));
            return Step::Stay;
        };
        let note = self.form.value(Of::Note);
        if act.note_needs() > 0
            && let Err(refusal) = required_note(&note)
        {
            return self.refuse(Of::Note, &refusal.to_string());
        }
        Step::Commit(Box::new(Command::Clock(OnClock { clients, kind: Some(kind), act: on, note })))
    }

    fn refuse(&mut self, of: Of, why: &str) -> Step {
        self.form.wrong(of, why);
        Step::Stay
    }

    fn look_again(&mut self, ctx: &mut Ctx<'_>) {
        match targets::read(ctx.store, &self.asked, ctx.stamp.today) {
            Ok(targets) => self.targets = targets,
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.ground = ctx.store.ground();
        self.today = ctx.stamp.today;
        self.offer();
        self.rehearse(ctx);
    }
}

/// Where the draft of a note is kept.
fn draft_of(verb: Verb, clients: &[ClientId]) -> String {
    match clients {
        [only] => format!("{}/{only}", verb.key()),
        _ => format!("{}/marked", verb.key()),
    }
}

impl Layer for ClockDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, self.chosen().button(), self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            return match answer {
                Answer::Mine => self.save(),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => {
                ctx.desk.drafts.keep(&draft_of(self.verb, &self.asked), &self.form.value(Of::Note));
            }
            FormStep::Changed(Of::Date) => self.show(ctx.look),
            FormStep::Changed(Of::Kind | Of::Act) => {
                self.said = None;
                self.offer();
                self.rehearse(ctx);
            }
            FormStep::Save => {
                return match self.guard.news(ctx) {
                    Some(news) => news.against(Vec::new()),
                    None => self.save(),
                };
            }
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        if matches!(outcome, Outcome::Refused(_)) {
            self.look_again(ctx);
        }
        sheet::tried(outcome, &draft_of(self.verb, &self.asked), &self.asked, &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.look_again(ctx);
    }
}
