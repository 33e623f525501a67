//! A change whose consequences are seen before it is saved: fields, what moves, then Save. One save is one undo.

mod moves;
mod rows;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::moves::{Known, Moves};
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::desk::complaint;
use crate::console::dialogs::sheet;
use crate::console::hits::Touch;
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::popup;
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;
use crate::store::{Ground, Progress, Shifts, StoreError};

/// Up to so many clients every change of a field is looked up at once.
const QUICK: i64 = 5_000;
/// From so many columns on a form of pages and what moves stand side by side.
const BESIDE: u16 = 116;
/// Columns of the form then, and the most of what stands beside it.
const FIELDS: u16 = 58;
const MOVES: u16 = 76;

/// What is known when the dialog opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// Nothing is changed yet.
    Empty,
    /// It is a change as it stands; the first press of Save looks it up.
    Standing,
    /// It is a change as it stands, and looked up at once.
    LookedUp,
}

/// When what moves is looked up while one types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// At every change of a field.
    AtOnce,
    /// When a field is left.
    WhenLeft,
}

/// Something that is changed with one command, and how it is asked for.
pub trait Subject {
    /// The names of its fields.
    type Of: Copy + PartialEq;

    /// The title of the dialog.
    fn title(&self, ground: &Ground) -> String;

    /// The fields, as things stand.
    fn form(&self, ground: &Ground) -> Form<Self::Of>;

    /// The one command the fields come to; none where they say what holds already.
    ///
    /// # Errors
    /// The field that does not read, and why.
    fn command(&self, form: &Form<Self::Of>, ground: &Ground) -> Result<Option<Command>, (Self::Of, String)>;

    /// Follows a change of a field with what depends on it.
    fn follow(&self, _form: &mut Form<Self::Of>) {}

    /// What is known when the dialog opens.
    fn begins(&self) -> Begins {
        Begins::Empty
    }

    /// When what moves is looked up.
    fn looks(&self) -> Looks {
        Looks::AtOnce
    }

    /// What the button that saves is called.
    fn saves(&self) -> &'static str {
        "Save"
    }

    /// The same command for somebody who saw the book as `seen`, where it can tell.
    fn over(&self, command: Command, _seen: &Ground) -> Command {
        command
    }

    /// The model whose segments what moves speaks of, where that is another than the driving one.
    fn model(&self, _command: &Command, _ground: &Ground) -> Option<Model> {
        None
    }
}

/// The dialog.
pub struct Change<S: Subject> {
    subject: S,
    title: Shown,
    /// What the person was shown to begin with, or told since: saving over anything else is refused.
    seen: Arc<Ground>,
    /// Somebody else changed it since, and that is on the screen.
    overtaken: bool,
    form: Form<S::Of>,
    said: Option<Message>,
    moves: Moves,
    /// What was looked up last, and would be saved.
    command: Option<Command>,
    at_once: bool,
    /// A field was changed since what moves was looked up.
    typed: bool,
    /// It is being saved; how far, where that takes long.
    saving: Option<Option<Progress>>,
}

/// Opens the dialog of a change.
///
/// # Errors
/// Why it cannot be opened.
pub fn open<S: Subject + 'static>(subject: S, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let ground = ctx.store.ground();
    let clients = ctx.store.count_clients(None, ctx.stamp.today).map_err(|error| complaint(&error))?;
    let mut form = subject.form(&ground);
    subject.follow(&mut form);
    let mut moves = Moves::new();
    if form.is_paged() {
        moves.scrolled_by("Ctrl-Up Ctrl-Down");
    }
    if subject.begins() != Begins::Empty {
        moves.know(Known::Unasked);
    }
    Ok(Box::new(Change {
        title: Shown::line(&subject.title(&ground)),
        subject,
        seen: ground,
        overtaken: false,
        form,
        said: None,
        moves,
        command: None,
        at_once: clients <= QUICK,
        typed: false,
        saving: None,
    }))
}

impl<S: Subject> Change<S> {
    /// A field changed: what moves is looked up again, now or when the field is left.
    fn changed(&mut self, ctx: &Ctx<'_>) -> Step {
        self.subject.follow(&mut self.form);
        match self.subject.looks() {
            Looks::AtOnce => self.see(ctx),
            Looks::WhenLeft => {
                self.typed = true;
                self.forget(Known::Typing)
            }
        }
    }

    /// Looks up what moves as the fields are now, where that is quick.
    fn see(&mut self, ctx: &Ctx<'_>) -> Step {
        self.typed = false;
        match self.subject.command(&self.form, &ctx.store.ground()) {
            Ok(Some(command)) if self.at_once => self.look_up(self.subject.over(command, &self.seen), ctx),
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

    fn look_up(&mut self, command: Command, ctx: &Ctx<'_>) -> Step {
        let ground = ctx.store.ground();
        match self.subject.model(&command, &ground) {
            Some(model) => self.moves.speak_of(&model),
            None => self.moves.speak_of(ground.driving()),
        }
        self.command = Some(command.clone());
        self.moves.know(Known::Asked(None));
        Step::Work(Task::Foresee(Box::new(command)))
    }

    fn save(&mut self, ctx: &Ctx<'_>) -> Step {
        self.typed = false;
        if std::mem::take(&mut self.overtaken) {
            // Who goes on after reading that means to.
            self.seen = ctx.store.ground();
        }
        let command = match self.subject.command(&self.form, &ctx.store.ground()) {
            Ok(Some(command)) => self.subject.over(command, &self.seen),
            Ok(None) => {
                self.said = Some(Message::new(Tone::Plain, "nothing is changed"));
                return self.forget(Known::Same);
            }
            Err((field, why)) => {
                self.form.wrong(field, &why);
                return Step::Stay;
            }
        };
        if self.command.as_ref() != Some(&command) {
            return self.look_up(command, ctx);
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
            Known::Same | Known::Typing | Known::Unread(_) | Known::Unasked | Known::Refused(_) => self.look_up(command, ctx),
        }
    }

    /// Esc: leaves what takes long, else the dialog.
    fn back(&self) -> Step {
        let long = matches!(self.saving, Some(Some(_))) || matches!(self.moves.known(), Known::Asked(Some(_)));
        if long || self.saving.is_some() { Step::Leave } else { Step::Close }
    }

    fn label(&self) -> &'static str {
        match self.moves.known() {
            Known::Unasked | Known::Typing => "See what moves",
            Known::Same | Known::Unread(_) | Known::Asked(_) | Known::Left | Known::Refused(_) | Known::Moves(_) => {
                self.subject.saves()
            }
        }
    }

    /// Fields at the left, what moves at the right.
    fn view_beside(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = (FIELDS + 2 + MOVES).min(area.width.saturating_sub(4));
        let said = sheet::said_rows(self.said.as_ref(), columns);
        let rows = said + self.form.rows(FIELDS).max(self.moves.rows() + 2).max(24);
        let inner = popup::centred(canvas, area, &self.title, columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        let buttons = row_of(rest, rest.height.saturating_sub(1));
        let room = Rect { height: rest.height.saturating_sub(2), ..rest };
        self.form.view_apart(canvas, Rect { width: FIELDS.min(room.width), ..room }, buttons, self.label());
        self.moves.view(canvas, skip_columns(room, FIELDS + 2), self.saving);
    }

    /// Fields above, what moves below.
    fn view_below(&self, canvas: &mut Canvas<'_>, area: Rect) {
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

    /// How a key scrolls what moves: Page keys, with Ctrl where they turn the pages of the form.
    fn scrolls(&self, key: Key) -> Option<Action> {
        match (key.code, key.ctrl, self.form.is_paged()) {
            (Code::PageUp, _, false) | (Code::PageUp | Code::Up, true, true) => Some(Action::PageUp),
            (Code::PageDown, _, false) | (Code::PageDown | Code::Down, true, true) => Some(Action::PageDown),
            _ => None,
        }
    }

    fn fill_in(&mut self, input: &Input, ctx: &Ctx<'_>) -> Step {
        let before = self.form.focused();
        let step = match self.form.act(input, ctx.hits) {
            FormStep::Stay => Step::Stay,
            FormStep::Changed(_) => self.changed(ctx),
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return self.back(),
            FormStep::Ignored => Step::Ignored,
        };
        if self.typed && before != self.form.focused() { self.see(ctx) } else { step }
    }
}

impl<S: Subject> Layer for Change<S> {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.form.is_paged() && area.width >= BESIDE {
            self.view_beside(canvas, area);
        } else {
            self.view_below(canvas, area);
        }
    }

    fn opened(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if self.subject.begins() == Begins::LookedUp { self.see(ctx) } else { Step::Stay }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match &input {
            Input::Key(key) if self.scrolls(*key).is_some() => {
                if let Some(action) = self.scrolls(*key) {
                    self.moves.page(action, ctx.hits);
                }
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
        self.fill_in(&input, ctx)
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
        self.overtaken = matches!(found, Err(StoreError::Refused(Refusal::Stale { .. })));
        self.moves.know(match found {
            Ok(shifts) => Known::Moves(shifts),
            Err(StoreError::Left) => Known::Left,
            // A change that stood as it opened and comes to nothing says why.
            Err(StoreError::Refused(Refusal::Nothing(why))) if self.subject.begins() == Begins::LookedUp => Known::Unread(why),
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
