//! One setting changed: its fields, what moves, then Save. Nothing is written before, and one save is one undo.

use ratatui::layout::Rect;

use super::fields::{Of, What};
use super::moves::{Known, Moves};
use crate::console::canvas::{Canvas, row_of};
use crate::console::desk::complaint;
use crate::console::dialogs::sheet;
use crate::console::hits::Touch;
use crate::console::key::Code;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::popup;
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;
use crate::store::{Progress, Shifts, StoreError};

/// Up to so many clients every change of a field is looked up at once.
const QUICK: i64 = 5_000;

/// The dialog of one setting.
pub struct Change {
    what: What,
    title: Shown,
    form: Form<Of>,
    said: Option<Message>,
    moves: Moves,
    /// What was looked up last, and would be saved.
    command: Option<Command>,
    at_once: bool,
    /// It is being saved; how far, where that takes long.
    saving: Option<Option<Progress>>,
}

/// Opens the dialog of a setting.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(what: What, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let ground = ctx.store.ground();
    let clients = ctx.store.count_clients(None, ctx.stamp.today).map_err(|error| complaint(&error))?;
    let mut form = what.form(&ground);
    what.follow(&mut form);
    let mut moves = Moves::new();
    // What is a change as it stands waits for the first key of Save.
    if matches!(what, What::Clear(_) | What::DaysOff(_)) {
        moves.know(Known::Unasked);
    }
    Ok(Box::new(Change {
        title: Shown::line(&what.title(&ground)),
        what,
        form,
        said: None,
        moves,
        command: None,
        at_once: clients <= QUICK,
        saving: None,
    }))
}

impl Change {
    /// A field changed: what moves is looked up again.
    fn changed(&mut self, ctx: &Ctx<'_>) -> Step {
        self.what.follow(&mut self.form);
        match self.what.command(&self.form, &ctx.store.ground()) {
            Ok(Some(command)) if self.at_once => self.look_up(command),
            Ok(Some(_)) => self.forget(Known::Unasked),
            Ok(None) => self.forget(Known::Same),
            Err((_, why)) => self.forget(Known::Unread(why)),
        }
    }

    fn forget(&mut self, known: Known) -> Step {
        self.command = None;
        self.moves.know(known);
        Step::Leave
    }

    fn look_up(&mut self, command: Command) -> Step {
        self.command = Some(command.clone());
        self.moves.know(Known::Asked(None));
        Step::Work(Task::Foresee(Box::new(command)))
    }

    fn save(&mut self, ctx: &Ctx<'_>) -> Step {
        let command = match self.what.command(&self.form, &ctx.store.ground()) {
            Ok(Some(command)) => command,
            Ok(None) => {
                self.said = Some(Message::new(Tone::Plain, "nothing is changed"));
                return Step::Stay;
            }
            Err((field, why)) => {
                self.form.wrong(field, &why);
                return Step::Stay;
            }
        };
        if self.command.as_ref() != Some(&command) {
            return self.look_up(command);
        }
        match self.moves.known() {
            Known::Moves(_) | Known::Left => {
                self.saving = Some(None);
                Step::Work(Task::Write(Box::new(command)))
            }
            Known::Asked(_) => {
                self.said = Some(Message::new(Tone::Plain, "what moves is still being looked up").hint("Esc leaves that"));
                Step::Stay
            }
            Known::Same | Known::Unread(_) | Known::Unasked | Known::Refused(_) => self.look_up(command),
        }
    }

    /// Esc: leaves what takes long, else the dialog.
    fn back(&self) -> Step {
        let long = matches!(self.saving, Some(Some(_))) || matches!(self.moves.known(), Known::Asked(Some(_)));
        if long || self.saving.is_some() { Step::Leave } else { Step::Close }
    }

    fn label(&self) -> &'static str {
        match self.moves.known() {
            Known::Unasked => "See what moves",
            Known::Same | Known::Unread(_) | Known::Asked(_) | Known::Left | Known::Refused(_) | Known::Moves(_) => "Save",
        }
    }
}

impl Layer for Change {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let fields = self.form.rows(columns).saturating_sub(2);
        let said = sheet::said_rows(self.said.as_ref(), columns);
        let rows = said.saturating_add(fields).saturating_add(self.moves.rows() + 3);
        let inner = popup::centred(canvas, area, &self.title, columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        let buttons = row_of(rest, rest.height.saturating_sub(1));
        // Fields and what moves share the room; a long form scrolls.
        let room = rest.height.saturating_sub(3);
        let high = fields.min(room.saturating_sub(self.moves.rows().min(room / 2)));
        self.form.view_apart(canvas, Rect { height: high, ..rest }, buttons, self.label());
        let top = (high + 1).min(rest.height);
        let moves = Rect { y: rest.y + top, height: rest.height.saturating_sub(top + 2), ..rest };
        self.moves.view(canvas, moves, self.saving);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match &input {
            Input::Key(key) if matches!(key.code, Code::PageUp | Code::PageDown) => {
                let action = if key.code == Code::PageUp { Action::PageUp } else { Action::PageDown };
                self.moves.page(action, ctx.hits);
                return Step::Stay;
            }
            Input::Touch(touch @ (Touch::Wheel { .. } | Touch::Click { .. })) if self.moves.touch(*touch, ctx.hits) => {
                return Step::Stay;
            }
            Input::Act(Action::Back) => return self.back(),
            Input::Key(_) | Input::Touch(_) | Input::Paste(_) | Input::Act(_) => {}
        }
        if self.saving.is_some() {
            return Step::Stay;
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Stay => Step::Stay,
            FormStep::Changed(_) => self.changed(ctx),
            FormStep::Save => self.save(ctx),
            FormStep::Cancel => self.back(),
            FormStep::Ignored => Step::Ignored,
        }
    }

    fn told(&mut self, progress: Option<Progress>) {
        let far = Some(progress.unwrap_or(Progress { done: 0, of: 0 }));
        if self.saving.is_some() {
            self.saving = Some(far);
        } else if matches!(self.moves.known(), Known::Asked(_)) {
            self.moves.know(Known::Asked(far));
        }
    }

    fn foreseen(&mut self, found: Result<Box<Shifts>, StoreError>, _ctx: &mut Ctx<'_>) -> Step {
        if !matches!(self.moves.known(), Known::Asked(_)) {
            return Step::Stay;
        }
        self.moves.know(match found {
            Ok(shifts) => Known::Moves(shifts),
            Err(StoreError::Left) => Known::Left,
            Err(StoreError::Refused(Refusal::Nothing(_))) => Known::Same,
            Err(error) => Known::Refused(complaint(&error)),
        });
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, _ctx: &mut Ctx<'_>) -> Step {
        self.saving = None;
        match outcome {
            Outcome::Saved(_) => Step::Close,
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, _ctx: &mut Ctx<'_>) {
        // What was looked up held for the book as it was.
        if self.saving.is_none() && matches!(self.moves.known(), Known::Moves(_)) {
            self.command = None;
            self.moves.know(Known::Unasked);
        }
    }
}
