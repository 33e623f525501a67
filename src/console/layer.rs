//! Layers: every screen and dialog is one, answers with a value, and is drawn without being changed.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;

use super::canvas::{Canvas, Look};
use super::desk::Desk;
use super::dialogs::load::{Found, Offers};
use super::formats::Formats;
use super::hits::{Hits, Touch};
use super::key::Key;
use super::keys::{Action, Keymap, Scope, Situation};
use super::sight::Past;
use crate::domain::stamp::Stamp;
use crate::domain::text::Shown;
use crate::exchange::import::load::Orders;
use crate::store::{Difference, Examined, FiguresOf, Progress, Shifts, Store, StoreError, WeekShift};

/// What a layer wants done on a thread of its own.
pub use super::work::Task;
/// What a layer asks the store to do.
pub use crate::domain::command::Command;

/// What reaches a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A command of the table, by key, mouse, menu or palette; never one that is off.
    Act(Action),
    /// A key that is no command here: text for a field.
    Key(Key),
    /// Pasted text, clean, with `\n` line ends. Only fields take it.
    Paste(String),
    /// The mouse, anywhere but on a command.
    Touch(Touch),
}

/// What a layer sees of the program while it acts.
pub struct Ctx<'a> {
    /// Now, today, who.
    pub stamp: &'a Stamp,
    /// How everything looks.
    pub look: &'a Look,
    /// The keys in force.
    pub keymap: &'a Keymap,
    /// The spots of the last frame: `hits.area_of(Spot::Zone(n)).height` is how many rows a list shows.
    pub hits: &'a Hits,
    /// The book: to be read here, and written by [`Step::Commit`] alone.
    pub store: &'a Store,
    /// What the screens share.
    pub desk: &'a mut Desk,
}

/// A line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// In which tone.
    pub tone: Tone,
    /// What happened.
    pub said: Shown,
    /// What to do next, or how to undo it.
    pub hint: Option<Shown>,
}

/// The tone of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Good,
    /// Worth knowing.
    Plain,
    /// Refused or failed.
    Bad,
}

impl Message {
    /// A message without a hint.
    #[must_use]
    pub fn new(tone: Tone, said: &str) -> Self {
        Self { tone, said: Shown::line(said), hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(Shown::line(hint));
        self
    }
}

/// How a commit ended. Either way the message is shown on the message line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Saved(Message),
    /// Nothing was changed.
    Refused(Message),
}

impl Outcome {
    /// What is said of it.
    #[must_use]
    pub fn message(&self) -> &Message {
        match self {
            Self::Saved(message) | Self::Refused(message) => message,
        }
    }
}

/// A file to be brought into the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The file.
    pub file: PathBuf,
    /// How it goes in.
    pub orders: Orders,
    /// How numbers are written in what is said of it.
    pub formats: Formats,
}

/// What a layer wants after an input. Nobody calls back.
pub enum Step {
    /// Dealt with.
    Stay,
    /// Not mine: the stack, then the application, give it its general meaning.
    Ignored,
    /// Put a layer on top.
    Push(Box<dyn Layer>),
    /// Put a layer in my place.
    Replace(Box<dyn Layer>),
    /// Take me away.
    Close,
    /// Take me away and do this on the layer below (menus, palette).
    Perform(Action),
    /// Write this; I stay until [`Layer::committed`] says how it went.
    Commit(Box<Command>),
    /// Do this on a thread of its own; I stay until [`Layer::foreseen`] or [`Layer::committed`] says what came of it.
    Work(Task),
    /// I want no more of my work: what it has done so far is taken back.
    Leave,
    /// Say this on the message line.
    Say(Message),
    /// Several steps, in this order.
    All(Vec<Step>),
}

/// A screen, a dialog, a menu.
pub trait Layer {
    /// Which keys mean something here.
    fn scope(&self) -> Scope;
    /// Draws the layer into its area and records its spots; changes nothing.
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect);
    /// Deals with an input.
    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step;

    /// It was put on top: what it wants to do at once.
    fn opened(&mut self, _ctx: &mut Ctx<'_>) -> Step {
        Step::Stay
    }

    /// What commands depend on here; decides which are off and why.
    fn situation(&self) -> Situation {
        Situation::default()
    }

    /// How a [`Step::Commit`], or a [`Step::Work`] that writes, of this layer ended. A dialog closes when it was saved and keeps all typing when it was not.
    fn committed(&mut self, outcome: &Outcome, _ctx: &mut Ctx<'_>) -> Step {
        let dialog = matches!(self.scope(), Scope::Dialog | Scope::Question | Scope::Picker);
        if dialog && matches!(outcome, Outcome::Saved(_)) { Step::Close } else { Step::Stay }
    }

    /// How far a [`Step::Work`] of this layer has come; told only where it takes long. None where that is not known yet.
    fn told(&mut self, _progress: Option<Progress>) {}

    /// What a [`Task::Foresee`] of this layer found.
    fn foreseen(&mut self, _found: Result<Box<Shifts>, StoreError>, _ctx: &mut Ctx<'_>) -> Step {
        Step::Stay
    }

    /// The book of the past that a [`Task::AsOf`] of this layer wanted.
    fn recalled(&mut self, _found: Result<Past, StoreError>, _ctx: &mut Ctx<'_>) -> Step {
        Step::Stay
    }

    /// What a [`Task::Count`] of this layer found, by segment and by owner.
    fn counted(&mut self, _found: Result<Box<(FiguresOf, FiguresOf)>, StoreError>, _ctx: &mut Ctx<'_>) -> Step {
        Step::Stay
    }

    /// What the file is that a [`Task::Look`] of this layer looked at.
    fn looked(&mut self, _found: Box<Found>, _ctx: &mut Ctx<'_>) -> Step {
        Step::Stay
    }

    /// What a [`Task::Offers`] of this layer found.
    fn offered(&mut self, _found: Result<Offers, StoreError>, _ctx: &mut Ctx<'_>) {}

    /// The weeks that overflow, which a [`Task::Weeks`] of this layer looked for.
    fn overflowing(&mut self, _found: Result<Vec<WeekShift>, StoreError>, _ctx: &mut Ctx<'_>) {}

    /// What a backup holds, or why it cannot be read, which a [`Task::Examine`] of this layer looked at.
    fn examined(&mut self, _file: &Path, _found: Result<Examined, String>) {}

    /// What going back to a backup would change, which a [`Task::Compare`] of this layer found.
    fn compared(&mut self, _found: Result<Box<Difference>, String>, _ctx: &mut Ctx<'_>) {}

    /// What it wants looked at since the book changed, where reading it again takes too long for [`Layer::refresh`]; asked before
    /// each frame while no other work is under way.
    fn wanted(&mut self) -> Option<Task> {
        None
    }

    /// The book changed, here or elsewhere, or a new day began: read again what is shown. Selection and typed text stay.
    fn refresh(&mut self, _ctx: &mut Ctx<'_>) {}

    /// A frame is about to be drawn: read what is shown beside the selection, once a frame and not once a key.
    fn settle(&mut self, _ctx: &mut Ctx<'_>) {}

    /// The name of its type: by it tests know which layers they have met.
    #[cfg(test)]
    fn type_name(&self) -> &'static str {
        std::any::type_name::<Self>()
    }

    /// Whether it hides what lies below. Screens do; dialogs, menus and overlays let it be seen.
    fn covers(&self) -> bool {
        match self.scope() {
            Scope::Board
            | Scope::Due
            | Scope::Clients
            | Scope::Client
            | Scope::Insights
            | Scope::Models
            | Scope::Drift
            | Scope::Compare
            | Scope::Elsewhere
            | Scope::Sessions
            | Scope::Session
            | Scope::SessionClient
            | Scope::Balance
            | Scope::Replay
            | Scope::History
            | Scope::Backups
            | Scope::Doors => true,
            Scope::Settings
            | Scope::Dialog
            | Scope::Picker
            | Scope::Filter
            | Scope::Reading
            | Scope::Question
            | Scope::Conflict
            | Scope::Rescue => false,
        }
    }
}
