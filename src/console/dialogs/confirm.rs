//! Confirming that clients are in the right segment.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::conflict::{self, Answer, Guard};
use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::formats::ago;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{MoveTarget, NOTE_MIN, required_note};
use crate::domain::model::Model;
use crate::domain::text::{Shown, weight};
use crate::store::{Decided, Subject};

/// The most clients listed by name.
const NAMED: usize = 200;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    open_in(None, clients, ctx)
}

/// Opens the dialog in a model; in the driving one where none is named.
///
/// # Errors
/// Why it cannot be opened.
pub fn open_in(model: Option<&str>, clients: &[ClientId], ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let subjects = ctx.store.subjects_in(model, clients, ctx.stamp.today).map_err(|error| complaint(&error))?;
    if !subjects.iter().any(stands) {
        let said = match subjects.as_slice() {
            [Subject { name, archived_on: Some(since), .. }] => format!("{name} is archived since {since}"),
            [only] => format!("{} is in no segment yet; move it into one first", only.name),
            [] => "no client is selected".to_owned(),
            [..] => "none of them is in a segment yet; move them into one first".to_owned(),
        };
        return Err(Message::new(Tone::Plain, &said));
    }
    let model = ctx.store.ground().model(model).map_err(|error| complaint(&error))?;
    Ok(Box::new(ConfirmDialog::new(model, clients, subjects, ctx)))
}

/// Whether a client is in a segment that can be confirmed.
fn stands(subject: &Subject) -> bool {
    subject.archived_on.is_none() && subject.segment.is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Who,
    Says,
    Last,
    Again,
    Note,
    Each,
}

/// The dialog that confirms one client or all marked ones.
struct ConfirmDialog {
    asked: Vec<ClientId>,
    subjects: Vec<Subject>,
    /// As they were when I began, or last answered what others had decided.
    began: Vec<Subject>,
    guard: Guard,
    model: Arc<Model>,
    form: Form<Of>,
    /// What was typed before the last note was taken.
    typed: String,
    said: Option<Message>,
    title: Shown,
}

impl ConfirmDialog {
    fn new(model: Arc<Model>, clients: &[ClientId], subjects: Vec<Subject>, ctx: &mut Ctx<'_>) -> Self {
        let draft = ctx.desk.drafts.note(&draft_of(clients)).to_owned();
        let title = match subjects.as_slice() {
            [only] => format!("Confirm {}", only.name),
            several => format!("Confirm {}", sheet::counted(ctx.look, several.len(), "client")),
        } + &sheet::within(&model, ctx);
        let mut form = Form::new()
            .lines(Of::Who, "Segment", Vec::new())
            .lines(Of::Says, "But", Vec::new())
            .lines(Of::Last, "Last note", Vec::new())
            .choice(Of::Again, "Note", ["a new one", "the last one again"].map(Shown::line).to_vec(), 0)
            .note(Of::Note, "Why it stays", &draft, NOTE_MIN)
            .lines(Of::Each, "One by one", Vec::new());
        form.focus(Of::Note);
        let (began, guard) = (subjects.clone(), Guard::new(clients, ctx));
        let mut dialog = Self {
            asked: clients.to_vec(),
            subjects,
            began,
            guard,
            model,
            form,
            typed: draft,
            said: None,
            title: Shown::line(&title),
        };
        dialog.show(ctx.look);
        dialog
    }

    fn staying(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(|subject| stands(subject))
    }

    /// The decision behind the only client's placement, where it says enough to be said again.
    fn last(&self) -> Option<&Decided> {
        let [only] = self.subjects.as_slice() else { return None };
        only.decided.as_ref().filter(|decided| weight(&decided.note) >= NOTE_MIN)
    }

    fn show(&mut self, look: &Look) {
        let last = self.last().map(|decided| {
            let when = format!("{} ({}), {}", look.formats.date(decided.on), ago(decided.on, look.today), decided.by);
            let note = if look.presenter { sheet::HIDDEN } else { decided.note.as_str() };
            vec![line(Role::Dim, &when), line(Role::Text, note)]
        });
        if last.is_some() {
            self.form.reveal(Of::Again)
        } else {
            self.form.hide(Of::Again)
        }
        self.form.set_lines(Of::Last, last.unwrap_or_default());
        let (who, says, each) = (self.who(look), self.says(look), self.each());
        self.form.set_lines(Of::Who, who);
        self.form.set_lines(Of::Says, says);
        self.form.set_lines(Of::Each, each);
    }

    fn who(&self, look: &Look) -> Vec<(Role, Shown)> {
        let staying: Vec<&Subject> = self.staying().collect();
        let mut lines = match staying.as_slice() {
            [only] => {
                let place = sheet::segment(&self.model, only.segment.as_deref());
                vec![line(Role::Title, &format!("{} stays in {place}", only.name))]
            }
            several => {
                let said = format!("{} stay where they are", sheet::counted(look, several.len(), "client"));
                vec![line(Role::Title, &said)]
            }
        };
        let left = self.subjects.len() - staying.len();
        if left > 0 {
            let said = format!("left out: {} archived or in no segment", sheet::counted(look, left, "client"));
            lines.push(line(Role::Dim, &said));
        }
        lines
    }

    /// What speaks against: scores that propose another segment.
    fn says(&self, look: &Look) -> Vec<(Role, Shown)> {
        let drifting: Vec<&Subject> = self.staying().filter(|subject| subject.signs.drift).collect();
        match drifting.as_slice() {
            [] => Vec::new(),
            [only] => {
                let place = sheet::segment(&self.model, only.proposed.as_deref());
                vec![line(Role::Drift, &format!("the scores of {} propose {place}", only.name))]
            }
            several => {
                let said = format!("the scores of {} propose another", sheet::counted(look, several.len(), "client"));
                vec![line(Role::Drift, &said)]
            }
        }
    }

    fn each(&self) -> Vec<(Role, Shown)> {
        if self.subjects.len() < 2 {
            return Vec::new();
        }
        let name = |subject: &Subject| {
            let place = sheet::segment(&self.model, subject.segment.as_deref());
            line(Role::Text, &format!("{place}: {}", subject.name))
        };
        self.staying().take(NAMED).map(name).collect()
    }

    /// Takes the last note, or gives back what was typed before.
    fn again(&mut self) {
        if self.form.chosen(Of::Again) == 1 {
            self.typed = self.form.value(Of::Note);
            let note = self.last().map(|decided| decided.note.clone()).unwrap_or_default();
            self.form.set_text(Of::Note, &note);
        } else {
            let typed = self.typed.clone();
            self.form.set_text(Of::Note, &typed);
        }
    }

    /// Puts mine and theirs side by side, where somebody else changed one of the clients since I began.
    fn meets(&mut self, ctx: &mut Ctx<'_>) -> Option<Step> {
        let news = self.guard.news(ctx)?;
        self.look_again(ctx);
        // Mine is to stay where the client stands now.
        let mine = |subject: &Subject| {
            stands(subject).then(|| format!("stays in {}", sheet::segment(&self.model, subject.segment.as_deref())))
        };
        Some(news.against(conflict::segments(&self.began, &self.subjects, &self.model, mine)))
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.meets(ctx) {
            return step;
        }
        let note = self.form.value(Of::Note);
        if let Err(refusal) = required_note(&note) {
            self.form.wrong(Of::Note, &refusal.to_string());
            return Step::Stay;
        }
        let seen = |subject: &Subject| MoveTarget { client: subject.client, seen: Some(subject.decision) };
        let clients = self.staying().map(seen).collect();
        Step::Commit(Box::new(Command::Confirm { clients, model: Some(self.model.key.clone()), note }))
    }

    fn look_again(&mut self, ctx: &mut Ctx<'_>) {
        match ctx.store.subjects_in(Some(&self.model.key), &self.asked, ctx.stamp.today) {
            Ok(now) => {
                let moved = now.iter().find(|subject| {
                    let before = self.subjects.iter().find(|before| before.client == subject.client);
                    before.is_some_and(|before| before.decision != subject.decision)
                });
                if let Some(subject) = moved {
                    let by = subject.decided.as_ref().map_or("somebody", |decided| decided.by.as_str());
                    let place = sheet::segment(&self.model, subject.segment.as_deref());
                    let said = format!("meanwhile {by} decided on {}: now in {place}", subject.name);
                    self.said = Some(Message::new(Tone::Plain, &said));
                }
                self.subjects = now;
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.show(ctx.look);
    }
}

/// Where the draft of a note for these clients is kept.
fn draft_of(clients: &[ClientId]) -> String {
    match clients {
        [only] => format!("confirm/{only}"),
        _ => "confirm/marked".to_owned(),
    }
}

impl Layer for ConfirmDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Confirm", self.said.as_ref());
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
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&draft_of(&self.asked), &self.form.value(Of::Note)),
            FormStep::Changed(Of::Again) => self.again(),
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
        sheet::tried(outcome, &draft_of(&self.asked), &self.asked, &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.look_again(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{TODAY, Trial, done, to};
    use super::open;
    use crate::console::key::{Code, Key};

    #[test]
    fn the_dialog_as_it_is_seen() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = Trial::new(columns, rows);
            let client = trial.client("Nordwind");
            insta::assert_snapshot!(format!("one_{columns}x{rows}"), trial.open(|ctx| open(&[client], ctx)));
            trial.every_size();
        }
        let mut trial = Trial::new(80, 24);
        let clients = trial.mark(&["Nordwind", "Corvid", "Zephyr"]);
        insta::assert_snapshot!("three_80x24", trial.open(|ctx| open(&clients, ctx)));
    }

    #[test]
    fn a_confirmation_needs_its_note_and_may_use_the_last_one_again() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Nordwind");
        trial.open(|ctx| open(&[client], ctx));
        let seen = trial.save();
        assert!(seen.contains("! a note of at least 10 characters"), "{seen}");
        trial.type_in("mine");
        trial.click("the last one again");
        assert!(!trial.draw().contains("mine"));
        trial.click("a new one");
        assert!(trial.draw().contains("mine"), "what was typed comes back");
        trial.click("the last one again");
        let seen = trial.save();
        assert!(seen.contains("confirmed Nordwind Logistics in Educate"), "{seen}");
        let note = trial.app.with(|ctx| ctx.store.subjects(&[client], ctx.stamp.today).unwrap().remove(0).decided.unwrap().note);
        assert_eq!(note, "as agreed at the start of the year");
    }

    #[test]
    fn many_are_confirmed_with_one_note_and_those_without_a_segment_are_left_out() {
        let mut trial = Trial::new(80, 24);
        let clients = trial.mark(&["Nordwind", "Corvid", "Zephyr"]);
        let seen = trial.open(|ctx| open(&clients, ctx));
        assert!(seen.contains("left out: 1 client archived or in no segment"), "{seen}");
        trial.paste("Nothing has changed\r\nsince spring");
        let seen = trial.save();
        assert!(seen.contains("confirmed 2 clients where they are"), "{seen}");
        assert!(trial.app.with(|ctx| ctx.desk.marked.is_empty()));
    }

    #[test]
    fn who_was_overtaken_is_told_and_keeps_the_typing() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Nordwind");
        trial.open(|ctx| open(&[client], ctx));
        trial.type_in("Still quiet and content");
        done(&trial.other(), TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
        let seen = trial.save();
        assert!(seen.contains("moved Nordwind") && seen.contains("C Educate") && seen.contains("D Sustain"), "{seen}");
        let seen = trial.key(Key::plain(Code::Esc));
        assert!(seen.contains("Still quiet"), "{seen}");
        trial.key(Key::plain(Code::Esc));
        assert!(trial.is_closed());
        let seen = trial.open(|ctx| open(&[client], ctx));
        assert!(seen.contains("Still quiet"), "{seen}");
    }

    #[test]
    fn a_client_in_no_segment_cannot_be_confirmed() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Zephyr");
        let seen = trial.open(|ctx| open(&[client], ctx));
        assert!(seen.contains("Zephyr Energy is in no segment yet; move it into one first"), "{seen}");
    }
}
