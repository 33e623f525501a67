//! Finalising a session: what will be written, who changed meanwhile and what is done about it, then everything in one step.

use ratatui::layout::Rect;

use super::earlier::in_words;
use super::report;
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{Finalise, SessionAct};
use crate::domain::session::{Session, SessionId, State};
use crate::domain::text::Shown;
use crate::store::{Conflict, SessionRow, Store, StoreError};

/// What can be done about a client that changed, in the order of the choice.
const ANSWERS: [&str; 3] = ["not said yet", "the decision holds", "take it back"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Open,
    Holds,
    TakenBack,
}

impl Answer {
    fn of(chosen: usize) -> Self {
        match chosen {
            1 => Self::Holds,
            2 => Self::TakenBack,
            _ => Self::Open,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Open,
    Changed(usize),
    Answer(usize),
    Note,
    Then,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Asking.
    Asks,
    /// Decisions are taken back first.
    TakesBack,
    /// Everything is being written.
    Writes,
}

/// The dialog.
struct Dialog {
    row: SessionRow,
    done: i64,
    conflicts: Vec<Conflict>,
    form: Form<Of>,
    stage: Stage,
    said: Option<Message>,
    title: Shown,
}

/// Opens the dialog.
pub fn open(session: Session, ctx: &Ctx<'_>) -> Opened {
    let read = read(ctx.store, session, ctx);
    let (row, done, conflicts) = read.map_err(|error| complaint(&error))?;
    if row.moves + row.confirmed + row.deferred == 0 {
        let said = format!("nothing is decided in {} yet", row.session.name);
        return Err(Message::new(Tone::Plain, &said).hint("decide on a client, or give the session up"));
    }
    Ok(Box::new(Dialog::new(row, done, conflicts, ctx)))
}

fn read(store: &Store, session: Session, ctx: &Ctx<'_>) -> Result<(SessionRow, i64, Vec<Conflict>), StoreError> {
    let conflicts = store.session_conflicts(&session)?;
    let done = store.session_progress(&session, ctx.stamp.now)?.done;
    Ok((store.session_row(session)?, done, conflicts))
}

impl Dialog {
    fn new(row: SessionRow, done: i64, conflicts: Vec<Conflict>, ctx: &Ctx<'_>) -> Self {
        let title = Shown::line(&format!("Finalise {}", row.session.name));
        let mut dialog = Self { row, done, conflicts, form: Form::new(), stage: Stage::Asks, said: None, title };
        let draft = ctx.desk.drafts.note(&dialog.draft()).to_owned();
        dialog.build(&draft, ctx);
        dialog
    }

    /// Builds the form anew; a client that changed keeps the answer given, as long as nothing else changed about it.
    fn build(&mut self, note: &str, ctx: &Ctx<'_>) {
        let mut form = Form::new().lines(Of::What, "Written", Vec::new()).lines(Of::Open, "Not decided", Vec::new());
        for (at, conflict) in self.conflicts.iter().enumerate() {
            let options = ANSWERS.map(Shown::line).to_vec();
            form = form.lines(Of::Changed(at), "Changed", self.changed(conflict, ctx)).choice(Of::Answer(at), "So", options, 0);
        }
        form = form.note(Of::Note, "Note (optional)", note, 0).of_rows(2).lines(Of::Then, "Then", Vec::new());
        let (written, open) = (self.written(ctx), self.open(ctx));
        form.set_lines(Of::What, written);
        form.set_lines(Of::Open, open);
        let then = "one step that u takes back; a backup of the book is made before it; the minutes come next";
        form.set_lines(Of::Then, vec![line(Role::Dim, then)]);
        form.focus(if self.conflicts.is_empty() { Of::Note } else { Of::Answer(0) });
        self.form = form;
    }

    fn written(&self, ctx: &Ctx<'_>) -> Vec<(Role, Shown)> {
        let number = |n: i64| ctx.look.formats.number(n);
        let moves = if self.row.moves == 1 { "1 move".to_owned() } else { format!("{} moves", number(self.row.moves)) };
        let said = format!("{moves}, {} confirmed, {} put off", number(self.row.confirmed), number(self.row.deferred));
        vec![line(Role::Title, &said)]
    }

    fn open(&self, ctx: &Ctx<'_>) -> Vec<(Role, Shown)> {
        let open = (self.row.total - self.done).max(0);
        match open {
            0 => Vec::new(),
            1 => vec![line(Role::Warning, "1 client stays as it is, without a word")],
            many => {
                vec![line(Role::Warning, &format!("{} clients stay as they are, without a word", ctx.look.formats.number(many)))]
            }
        }
    }

    /// Who changed, what is staged, and what changed.
    fn changed(&self, conflict: &Conflict, ctx: &Ctx<'_>) -> Vec<(Role, Shown)> {
        let model = ctx.store.ground().model(Some(&self.row.session.model)).ok();
        let staged = conflict.item.staged.as_ref().zip(model);
        let staged = staged.map(|(staged, model)| format!("{}, by {}", in_words(staged, &model, ctx.look), staged.by));
        let said = format!("{}: {}", conflict.name, staged.unwrap_or_default());
        let changed = conflict.changed.iter().map(|what| {
            let shown = if ctx.look.presenter { hushed(what) } else { what.clone() };
            line(Role::Warning, &format!("{} {shown}", ctx.look.glyphs.dot()))
        });
        std::iter::once(line(Role::Title, &said)).chain(changed).collect()
    }

    fn draft(&self) -> String {
        format!("session/{}/finalise", self.row.session.id)
    }

    fn answered(&self, wanted: Answer) -> Vec<ClientId> {
        let answered = self.conflicts.iter().enumerate();
        let answered = answered.filter(|(at, _)| Answer::of(self.form.chosen(Of::Answer(*at))) == wanted);
        answered.map(|(_, conflict)| conflict.client).collect()
    }

    fn save(&mut self) -> Step {
        if let Some(first) = self.answered(Answer::Open).first() {
            let at = self.conflicts.iter().position(|conflict| conflict.client == *first).unwrap_or(0);
            let said = format!("say whether the decision about {} still holds", self.conflicts[at].name);
            self.form.wrong(Of::Answer(at), &said);
            return Step::Stay;
        }
        let clients = self.answered(Answer::TakenBack);
        if clients.is_empty() {
            return self.write();
        }
        self.stage = Stage::TakesBack;
        Step::Commit(Box::new(Command::Session(SessionAct::Unstage { session: self.row.session.id, clients })))
    }

    fn write(&mut self) -> Step {
        self.stage = Stage::Writes;
        let (session, note) = (self.row.session.id, self.form.value(Of::Note));
        Step::Work(Task::Finalise(Box::new(Finalise { session, note, accept: self.answered(Answer::Holds) })))
    }

    /// Reads again; what changed meanwhile is asked about.
    fn look_again(&mut self, ctx: &Ctx<'_>) {
        let session = ctx.store.session(self.row.session.id);
        match session.and_then(|session| read(ctx.store, session, ctx)) {
            Ok((row, done, conflicts)) => {
                let same = conflicts == self.conflicts;
                (self.row, self.done) = (row, done);
                let (written, open) = (self.written(ctx), self.open(ctx));
                self.form.set_lines(Of::What, written);
                self.form.set_lines(Of::Open, open);
                if !same {
                    self.take(conflicts, ctx);
                }
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
    }

    /// Other clients changed: those asked about before keep their answers.
    fn take(&mut self, conflicts: Vec<Conflict>, ctx: &Ctx<'_>) {
        let before: Vec<(Conflict, usize)> = self
            .conflicts
            .iter()
            .enumerate()
            .map(|(at, conflict)| (conflict.clone(), self.form.chosen(Of::Answer(at))))
            .collect();
        self.conflicts = conflicts;
        let note = self.form.value(Of::Note);
        self.build(&note, ctx);
        for (at, conflict) in self.conflicts.iter().enumerate() {
            let chosen = before.iter().find(|(known, _)| known == conflict).map_or(0, |(_, chosen)| *chosen);
            let options = ANSWERS.map(Shown::line).to_vec();
            let choice = crate::console::parts::choice::Choice::new(options, chosen);
            self.form.replace(Of::Answer(at), crate::console::parts::form::Field::Choice(choice));
        }
    }
}

impl Layer for Dialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let writes = (self.stage == Stage::Writes)
            .then(|| Message::new(Tone::Plain, "writing: the backup of the book first, then everything in one step …"));
        sheet::view(canvas, area, &self.title, &self.form, "Finalise", writes.as_ref().or(self.said.as_ref()));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if self.stage != Stage::Asks {
            return Step::Stay;
        }
        self.said = None;
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&self.draft(), &self.form.value(Of::Note)),
            FormStep::Save => return self.save(),
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        let stage = std::mem::replace(&mut self.stage, Stage::Asks);
        match (outcome, stage) {
            (Outcome::Saved(_), Stage::TakesBack) => {
                // Whatever else holds was answered before those taken back went from the list.
                let accept = self.answered(Answer::Holds);
                self.stage = Stage::Writes;
                let (session, note) = (self.row.session.id, self.form.value(Of::Note));
                Step::Work(Task::Finalise(Box::new(Finalise { session, note, accept })))
            }
            (Outcome::Saved(_), Stage::Asks | Stage::Writes) => {
                ctx.desk.decided(&self.draft(), &[]);
                offer(self.row.session.id, ctx)
            }
            (Outcome::Refused(why), _) => {
                self.look_again(ctx);
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if self.stage == Stage::Asks {
            self.look_again(ctx);
        }
    }
}

/// What changed as a shared screen may show it: without the note of a decision, and without revenue.
fn hushed(what: &str) -> String {
    match (what.split_once(": “"), what.starts_with("revenue")) {
        (Some((what, _)), _) => what.to_owned(),
        (None, true) => format!("revenue {}", sheet::HIDDEN),
        (None, false) => what.to_owned(),
    }
}

/// The minutes come next.
fn offer(session: SessionId, ctx: &Ctx<'_>) -> Step {
    let session = ctx.store.session(session).map_err(|error| complaint(&error));
    let written = session.as_ref().is_ok_and(|session| session.state == State::Final);
    match session.and_then(|session| report::open(session, ctx)) {
        Ok(layer) if written => Step::Replace(layer),
        Ok(_) | Err(_) => Step::Close,
    }
}
