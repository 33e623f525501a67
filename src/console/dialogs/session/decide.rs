//! Confirming clients in a session, putting decisions about them off, and noting something for the minutes.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::earlier::{ASKED, Choice, Earlier, Offered, draft_of};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, SessionAct, Stage, Staging, required_note};
use crate::domain::model::Model;
use crate::domain::session::{Kind, Session};
use crate::domain::text::Shown;
use crate::store::Subject;

/// The most clients listed by name.
const NAMED: usize = 200;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// They stay where they are.
    Confirm,
    /// The decision is put off.
    Defer,
    /// Something is to stand in the minutes.
    Note,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Defer => "defer",
            Self::Note => "note",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Confirm => "Confirm",
            Self::Defer => "Put off",
            Self::Note => "Note for the minutes:",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::Confirm => "Confirm",
            Self::Defer => "Put off",
            Self::Note => "Save",
        }
    }

    /// What the note is called, and how many characters that count it needs.
    const fn asks(self) -> (&'static str, usize) {
        match self {
            Self::Confirm => ("Why (optional)", 0),
            Self::Defer => ("Why", NOTE_MIN),
            Self::Note => ("Note", 0),
        }
    }

    const fn decides(self) -> bool {
        match self {
            Self::Confirm | Self::Defer => true,
            Self::Note => false,
        }
    }
}

/// Opens the dialog.
pub fn open(what: What, clients: &[ClientId], session: Session, ctx: &Ctx<'_>) -> Opened {
    let model = ctx.store.ground().model(Some(&session.model)).map_err(|error| complaint(&error))?;
    let subjects = ctx.store.subjects_in(Some(&model.key), clients, ctx.stamp.today).map_err(|error| complaint(&error))?;
    if !subjects.iter().any(|subject| serves(what, subject)) {
        let said = match subjects.as_slice() {
            [Subject { name, archived_on: Some(since), .. }] => format!("{name} is archived since {since}"),
            [only] => format!("{} is in no segment yet: move it into one", only.name),
            [] => "no client is selected".to_owned(),
            [..] => "none of them is in a segment yet: move them into one".to_owned(),
        };
        return Err(Message::new(Tone::Plain, &said));
    }
    let earlier = Earlier::read(ctx.store, &session, clients).map_err(|error| complaint(&error))?;
    if what == What::Note && ctx.look.presenter && earlier.only().is_some_and(|item| !item.note.is_empty()) {
        let said = "the note there is, is hidden while the screen is shared; it can be changed after that";
        return Err(Message::new(Tone::Plain, said));
    }
    Ok(Box::new(Decide::new(what, session, model, clients, subjects, earlier, ctx)))
}

/// Whether it can be done for a client: one in no segment has none to stay in.
fn serves(what: What, subject: &Subject) -> bool {
    subject.archived_on.is_none() && (what != What::Confirm || subject.segment.is_some())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Who,
    Says,
    Proposed,
    Earlier,
    Over,
    Until,
    Last,
    Draft,
    Again,
    Note,
    Each,
}

/// The dialog.
struct Decide {
    what: What,
    session: Session,
    model: Arc<Model>,
    asked: Vec<ClientId>,
    subjects: Vec<Subject>,
    earlier: Earlier,
    offered: Offered,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl Decide {
    fn new(
        what: What,
        session: Session,
        model: Arc<Model>,
        clients: &[ClientId],
        subjects: Vec<Subject>,
        earlier: Earlier,
        ctx: &Ctx<'_>,
    ) -> Self {
        let whom = match subjects.as_slice() {
            [only] => only.name.clone(),
            several => sheet::counted(ctx.look, several.len(), "client"),
        };
        let title = Shown::line(&format!("{} {whom}", what.title()));
        let kept = ctx.desk.drafts.note(&draft_of(session.id, what.word(), clients)).to_owned();
        let mine = earlier.mine(&ctx.stamp.by).filter(|staged| what == kind(staged.kind));
        let until = mine.and_then(|staged| staged.until).map_or_else(String::new, |until| until.to_string());
        let said_before = match what {
            What::Confirm | What::Defer => mine.map(|staged| staged.note.clone()),
            What::Note => earlier.only().map(|item| item.note.clone()),
        };
        // What is written on a shared screen takes the place of what was said before, which is not shown there.
        let said_before = said_before.filter(|_| !ctx.look.presenter);
        let begun = if kept.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let text = if kept.is_empty() { said_before.unwrap_or_default() } else { kept };
        let offered = Offered::of(if what.decides() { earlier.notes(&subjects) } else { Vec::new() }, &text);
        let (label, needed) = what.asks();
        let mut form = Form::new()
            .lines(Of::Who, "Client", Vec::new())
            .lines(Of::Says, "But", Vec::new())
            .lines(Of::Proposed, "Proposals", Vec::new())
            .lines(Of::Earlier, "Decided", Vec::new())
            .choice(Of::Over, "So", Choice::options(), 0)
            .date(Of::Until, "Until", &until, sheet::dates_ahead(ctx.stamp.today))
            .lines(Of::Last, "Last note", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .choice(Of::Again, "Note", offered.options(), 0)
            .note(Of::Note, label, &text, needed)
            .lines(Of::Each, "One by one", Vec::new());
        form.set_lines(Of::Draft, begun);
        if what != What::Defer {
            form.hide(Of::Until);
        }
        if offered.is_empty() {
            form.hide(Of::Again);
        }
        let focus = if what == What::Defer && until.is_empty() { Of::Until } else { Of::Note };
        let mut dialog =
            Self { what, session, model, asked: clients.to_vec(), subjects, earlier, offered, form, said: None, title };
        dialog.show(ctx);
        dialog.form.focus(focus);
        dialog
    }

    fn served(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(|subject| serves(self.what, subject))
    }

    fn draft(&self) -> String {
        draft_of(self.session.id, self.what.word(), &self.asked)
    }

    fn show(&mut self, ctx: &Ctx<'_>) {
        let look = ctx.look;
        let decided =
            if self.what.decides() { self.earlier.lines(&ctx.stamp.by, &self.model, &self.subjects, look) } else { Vec::new() };
        if decided.is_empty() {
            self.form.hide(Of::Over)
        } else {
            self.form.reveal(Of::Over)
        }
        let lines = [
            (Of::Earlier, decided),
            (Of::Who, self.who(look)),
            (Of::Says, self.says(look)),
            (Of::Proposed, self.earlier.proposed(&self.model, &self.subjects, look)),
            (Of::Last, self.last(look)),
            (Of::Each, self.each()),
        ];
        for (of, lines) in lines {
            self.form.set_lines(of, lines);
        }
    }

    fn who(&self, look: &Look) -> Vec<(Role, Shown)> {
        let served: Vec<&Subject> = self.served().collect();
        let place = |subject: &Subject| sheet::segment(&self.model, subject.segment.as_deref());
        let many = || sheet::counted(look, served.len(), "client");
        let said = match (self.what, served.as_slice()) {
            (What::Confirm, [only]) => format!("{} stays in {}", only.name, place(only)),
            (What::Confirm, _) => format!("{} stay where they are", many()),
            (What::Defer | What::Note, [only]) => format!("{}, {}", only.name, place(only)),
            (What::Defer | What::Note, _) => many(),
        };
        let mut lines = vec![line(Role::Title, &said)];
        let left = self.subjects.len() - served.len();
        if left > 0 {
            let why = if self.what == What::Confirm { "archived or in no segment" } else { "archived" };
            lines.push(line(Role::Dim, &format!("left out: {} {why}", sheet::counted(look, left, "client"))));
        }
        lines
    }

    /// What speaks against a confirmation: scores that propose another segment.
    fn says(&self, look: &Look) -> Vec<(Role, Shown)> {
        if self.what != What::Confirm {
            return Vec::new();
        }
        let drifting: Vec<&Subject> = self.served().filter(|subject| subject.signs.drift).collect();
        let said = match drifting.as_slice() {
            [] => return Vec::new(),
            [only] => {
                let place = sheet::segment(&self.model, only.proposed.as_deref());
                format!("the scores of {} propose {place}", only.name)
            }
            several => format!("the scores of {} propose another segment", sheet::counted(look, several.len(), "client")),
        };
        vec![line(Role::Drift, &said)]
    }

    fn last(&self, look: &Look) -> Vec<(Role, Shown)> {
        let ([only], true) = (self.subjects.as_slice(), self.what.decides()) else { return Vec::new() };
        let Some(decided) = only.decided.as_ref().filter(|decided| !decided.note.is_empty()) else { return Vec::new() };
        let note = if look.presenter { sheet::HIDDEN } else { decided.note.as_str() };
        vec![line(Role::Dim, &format!("{}, {}", look.formats.date(decided.on), decided.by)), line(Role::Text, note)]
    }

    fn each(&self) -> Vec<(Role, Shown)> {
        if self.subjects.len() < 2 {
            return Vec::new();
        }
        let place = |subject: &Subject| sheet::segment(&self.model, subject.segment.as_deref());
        let named = |subject: &Subject| line(Role::Text, &format!("{}: {}", place(subject), subject.name));
        let mut lines: Vec<(Role, Shown)> = self.served().take(NAMED).map(named).collect();
        let more = self.served().count().saturating_sub(NAMED);
        if more > 0 {
            lines.push(line(Role::Dim, &format!("and {more} more")));
        }
        lines
    }

    fn save(&mut self, ctx: &Ctx<'_>) -> Step {
        self.look_again(ctx);
        let note = self.form.value(Of::Note);
        let staging = match self.what {
            What::Note => return self.save_note(note),
            What::Confirm => Staging::Confirm,
            What::Defer => match self.until(ctx) {
                Ok(until) => Staging::Defer(until),
                Err(why) => {
                    self.form.wrong(Of::Until, &why);
                    return Step::Stay;
                }
            },
        };
        if self.what == What::Defer
            && let Err(refusal) = required_note(&note)
        {
            self.form.wrong(Of::Note, &refusal.to_string());
            return Step::Stay;
        }
        let choice = Choice::of(self.form.chosen(Of::Over));
        let others: Vec<ClientId> = self.earlier.of_others(&ctx.stamp.by).map(|(client, _)| client).collect();
        let stays = |client: &ClientId| choice == Choice::Leave && others.contains(client);
        let clients: Vec<ClientId> = self.served().map(|subject| subject.client).filter(|client| !stays(client)).collect();
        if clients.is_empty() {
            if !others.is_empty() {
                self.form.wrong(Of::Over, ASKED);
            }
            return Step::Stay;
        }
        let stage = Stage {
            over: self.earlier.over(&clients, choice),
            clients,
            note,
            ..Stage::plain(self.session.id, self.asked[0], staging)
        };
        Step::Commit(Box::new(Command::Session(SessionAct::Stage(stage))))
    }

    fn save_note(&self, note: String) -> Step {
        let Some(client) = self.asked.first() else { return Step::Close };
        Step::Commit(Box::new(Command::Session(SessionAct::Note { session: self.session.id, client: *client, note })))
    }

    fn until(&self, ctx: &Ctx<'_>) -> Result<chrono::NaiveDate, String> {
        match self.form.day(Of::Until)? {
            None => Err("say until when: `next month`, `+3w`, a date".to_owned()),
            Some(day) if day <= ctx.stamp.today => Err("it does not lie after today".to_owned()),
            Some(day) => Ok(day),
        }
    }

    /// Reads again what is shown; what somebody else decided meanwhile is said.
    fn look_again(&mut self, ctx: &Ctx<'_>) {
        let session = ctx.store.session(self.session.id);
        let subjects = ctx.store.subjects_in(Some(&self.model.key), &self.asked, ctx.stamp.today);
        match session.and_then(|session| Ok((Earlier::read(ctx.store, &session, &self.asked)?, session, subjects?))) {
            Ok((now, session, subjects)) => {
                (self.session, self.subjects) = (session, subjects);
                if self.what.decides()
                    && let Some(said) = now.meanwhile(&self.earlier, &ctx.stamp.by, &self.model, &self.subjects, ctx.look)
                {
                    self.said = Some(said);
                }
                self.earlier = now;
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.show(ctx);
    }
}

/// The dialog that makes a decision of a kind; a move has its own.
const fn kind(kind: Kind) -> What {
    match kind {
        Kind::Confirm => What::Confirm,
        Kind::Defer => What::Defer,
        Kind::Move => What::Note,
    }
}

impl Layer for Decide {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, self.what.button(), self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&self.draft(), &self.form.value(Of::Note)),
            FormStep::Changed(Of::Again) => self.offered.take(&mut self.form, Of::Again, Of::Note),
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
        }
        let draft = self.draft();
        sheet::tried(outcome, &draft, &self.asked, &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.look_again(ctx);
    }
}
