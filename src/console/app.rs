//! The application: owns the book and the stack of layers, carries out what they ask for, and sees what other programs change.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use chrono::Timelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::Look;
use super::desk::{self, Desk, RESCUED, Rescued, complaint};
use super::dialogs;
use super::event::Event;
use super::folders::Folders;
use super::hits::Hits;
use super::keys::{Action, Keymap};
use super::late::{Change, Late};
use super::layer::{Ctx, Layer, Message, Tone};
use super::parts::chrome::Header;
use super::run::{Flow, Program};
use super::screens::backups::BackupsScreen;
use super::screens::board::BoardScreen;
use super::screens::clients::ClientsScreen;
use super::screens::doors::DoorsScreen;
use super::screens::drift::DriftScreen;
use super::screens::due::DueScreen;
use super::screens::history::HistoryScreen;
use super::screens::insights::InsightsScreen;
use super::screens::models::ModelsScreen;
use super::screens::session::SessionScreen;
use super::stack::{Effect, Stack};
use super::verbs;
use super::watch::{LookAgain, Watch};
use super::work::{Task, Work};
use crate::domain::stamp::Stamp;
use crate::domain::text::Shown;
use crate::store::{self, Store, StoreError};

/// Why nothing can be written when the book's file is no longer where it was opened.
const GONE: &str = "the book was moved, replaced or deleted";

/// How long after another program held the book what could not be read is read again.
const READ_AGAIN: Duration = Duration::from_millis(300);

/// Gives the stamp of now; `lib.rs` makes it from the real clock.
pub type Clock = Box<dyn Fn() -> Stamp>;

/// What the console is opened on.
pub struct Opening {
    /// The book.
    pub store: Store,
    /// What is said of it in the header (`sample book`), if anything.
    pub about: Option<String>,
    /// Now, today and who.
    pub clock: Clock,
    /// Whether today was set by hand: then midnight changes nothing.
    pub fixed_day: bool,
    /// How everything looks.
    pub look: Look,
    /// The keys in force.
    pub keymap: Keymap,
    /// Where the sample book is made when it is asked for.
    pub sample: Box<dyn Fn() -> PathBuf>,
    /// The person's own folder, what `~` in a path means.
    pub home: Option<PathBuf>,
    /// The folder of what the program remembers of the person.
    pub memory: Option<PathBuf>,
    /// The folder of mappings of columns kept under names.
    pub mappings: Option<PathBuf>,
    /// Where the person's own settings are kept.
    pub config: Option<PathBuf>,
    /// What was saved of a damaged book, where that is the store.
    pub rescued: Option<Rescued>,
}

/// The console.
pub struct App {
    store: Store,
    about: Option<String>,
    clock: Clock,
    fixed_day: bool,
    stamp: Stamp,
    look: Look,
    keymap: Keymap,
    sample: Box<dyn Fn() -> PathBuf>,
    stack: Stack,
    tab: Action,
    parked: HashMap<Action, Box<dyn Layer>>,
    hits: Hits,
    desk: Desk,
    version: i64,
    look_again: LookAgain,
    late: Option<Late>,
    /// When what could not be read, because another program held the book, is read again.
    read_again: Option<Instant>,
    work: Option<Work>,
    /// What is to be done when the work before has ended.
    next_work: Option<(Option<u64>, Task)>,
    watch: Option<Watch>,
    events: Option<Sender<Event>>,
    /// When the next backup nobody asked for is made; none while nothing waits for one.
    backup_at: Option<Instant>,
}

macro_rules! ctx {
    ($app:ident) => {
        Ctx {
            stamp: &$app.stamp,
            look: &$app.look,
            keymap: &$app.keymap,
            hits: &$app.hits,
            store: &$app.store,
            desk: &mut $app.desk,
        }
    };
}

// After the macro: it is seen only by what follows it.
mod book;
mod keep;
mod rescue;
#[cfg(test)]
mod tests;
mod work;

impl App {
    /// Opens the console on a book: on the board, or on the three doors where it is empty.
    #[must_use]
    pub fn new(opening: Opening) -> Self {
        let Opening { mut store, about, clock, fixed_day, mut look, keymap, sample, home, memory, mappings, config, rescued } =
            opening;
        // Where that cannot be set, the book is waited for longer.
        let _ = store.answer_keys();
        let stamp = clock();
        look.today = stamp.today;
        let mut desk = Desk::of(&store);
        desk.home = home;
        desk.mappings = mappings;
        desk.config = config;
        desk.read_only = rescued.is_some().then_some(RESCUED);
        desk.folders = Folders::in_folder(memory.as_deref());
        desk.look(&store, &stamp);
        let hits = Hits::default();
        let version = store.version().unwrap_or(0);
        let empty = store.is_empty().unwrap_or(false);
        let mut ctx = Ctx { stamp: &stamp, look: &look, keymap: &keymap, hits: &hits, store: &store, desk: &mut desk };
        let root: Box<dyn Layer> =
            if empty && rescued.is_none() { Box::new(DoorsScreen::new(&mut ctx)) } else { Box::new(BoardScreen::new(&mut ctx)) };
        let mut app = Self {
            stack: Stack::new(root),
            tab: Action::Board,
            parked: HashMap::new(),
            store,
            about,
            clock,
            fixed_day,
            stamp,
            look,
            keymap,
            sample,
            hits,
            desk,
            version,
            look_again: LookAgain::default(),
            late: None,
            read_again: None,
            work: None,
            next_work: None,
            watch: None,
            events: None,
            backup_at: None,
        };
        if let Some(rescued) = rescued {
            app.show_rescue(rescued);
        }
        app
    }

    /// Watches the book's folder for changes by other programs. Where that cannot be, the book is looked at on focus.
    pub fn watch(&mut self, events: Sender<Event>) {
        self.watch = Watch::start(self.store.path(), events.clone()).ok();
        self.events = Some(events);
        self.plan_backup();
    }

    /// The book that is open.
    #[must_use]
    pub fn book(&self) -> &Path {
        self.store.path()
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Flow {
        let mut flow = Flow::Go;
        for effect in effects {
            match effect {
                Effect::Commit(command) => self.change(Change::Command(command)),
                Effect::Work(layer, task) => self.begin(Some(layer), task),
                Effect::Leave(layer) => self.leave_work(layer),
                Effect::Do(action) => self.perform(action),
                Effect::Quit if self.late.is_some() || self.work.as_ref().is_some_and(|work| work.writes) => {
                    self.stack.say(Message::new(Tone::Plain, "a change is still waiting to be saved").hint("a moment, please"));
                }
                Effect::Quit => flow = Flow::End,
                Effect::Suspend => flow = Flow::Suspend,
                // Every frame is drawn afresh and compared with the last: a resize to the same size paints all of it.
                Effect::Redraw => flow = Flow::Redraw,
            }
        }
        if let Some(trouble) = self.desk.take_trouble() {
            self.stack.say(trouble);
        }
        flow
    }

    /// What is read again after the book changed, here or elsewhere.
    fn after_change(&mut self) {
        self.version = self.store.version().unwrap_or(self.version);
        self.desk.look(&self.store, &self.stamp);
        self.plan_backup();
    }

    fn refresh(&mut self) {
        // What is shown stays while nothing can be read.
        if let Err(StoreError::Busy) = self.store.version() {
            let said = Message::new(Tone::Plain, "another program is writing in this book");
            self.stack.say(said.hint("what is shown is read again as soon as it has finished"));
            return;
        }
        self.after_change();
        let mut ctx = ctx!(self);
        self.stack.refresh(&mut ctx);
        self.leave_doors();
    }

    /// Sets the moment at which is read what could not be read.
    fn note_giving_up(&mut self) {
        if store::forget_giving_up() {
            self.read_again.get_or_insert_with(|| Instant::now() + READ_AGAIN);
        }
        if desk::take_damaged() {
            self.noticed_damage();
        }
    }

    /// Reads again what could not be read while another program held the book.
    fn read_again(&mut self) {
        if self.desk.rescued.is_some() {
            return;
        }
        if let Err(error) = self.store.turn_to(self.stamp.today).and_then(|()| self.store.look_again()) {
            self.stack.say(complaint(&error));
        }
        self.refresh();
    }

    /// The doors give way to the board once there is a client.
    fn leave_doors(&mut self) {
        if self.stack.scope() == super::keys::Scope::Doors && !self.store.is_empty().unwrap_or(true) {
            self.show(Action::Board);
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Board | Action::Due | Action::Clients | Action::Session | Action::Insights | Action::Models => {
                self.show(action);
            }
            Action::Undo if self.goes_far(Store::next_undo) => self.begin(None, Task::Undo),
            Action::Redo if self.goes_far(Store::next_redo) => self.begin(None, Task::Redo),
            Action::Undo => self.change(Change::Undo),
            Action::Redo => self.change(Change::Redo),
            Action::History => {
                let mut ctx = ctx!(self);
                let screen = HistoryScreen::new(&mut ctx);
                self.stack.push(Box::new(screen));
            }
            Action::Drift => {
                let mut ctx = ctx!(self);
                let screen = DriftScreen::new(&mut ctx);
                self.stack.push(Box::new(screen));
            }
            Action::Filter => {
                let ctx = ctx!(self);
                let line = dialogs::filter::FilterLine::new(&ctx);
                self.stack.push(Box::new(line));
            }
            Action::Presenter => {
                self.look.presenter = !self.look.presenter;
                let said =
                    if self.look.presenter { "money, notes and sentiment are hidden" } else { "everything is shown again" };
                self.stack.say(Message::new(Tone::Plain, said));
            }
            Action::Sample => self.open_sample(),
            Action::Settings => {
                let mut ctx = ctx!(self);
                let opened = dialogs::settings::open(&mut ctx);
                self.push(opened);
            }
            Action::Backups => {
                let mut ctx = ctx!(self);
                let screen = BackupsScreen::new(&mut ctx);
                self.stack.push(Box::new(screen));
            }
            Action::About => {
                let mut ctx = ctx!(self);
                let opened = dialogs::about::open(&mut ctx);
                self.push(opened);
            }
            Action::Import => {
                let mut ctx = ctx!(self);
                let opened = dialogs::load::open(&mut ctx);
                self.push(opened);
            }
            Action::Export => {
                let from = self.stack.scope();
                let mut ctx = ctx!(self);
                let opened = dialogs::export::open(from, &mut ctx);
                self.push(opened);
            }
            Action::PlanFirst => {
                let mut ctx = ctx!(self);
                let opened = dialogs::plan::open(&mut ctx);
                self.push(opened);
            }
            other => {
                let mut ctx = ctx!(self);
                if let Some(super::layer::Step::Push(layer)) = verbs::step(other, None, &mut ctx) {
                    self.stack.push(layer);
                }
            }
        }
    }

    /// Puts a dialog on top, or says why it cannot be opened.
    pub(super) fn push(&mut self, opened: Result<Box<dyn Layer>, Message>) {
        match opened {
            Ok(layer) => self.stack.push(layer),
            Err(message) => self.stack.say(message),
        }
    }

    /// Shows a main screen; the one left keeps its selection for when it comes back.
    fn show(&mut self, tab: Action) {
        let mut ctx = ctx!(self);
        let mut begins = false;
        let screen = match (self.parked.remove(&tab), tab) {
            (Some(mut screen), _) => {
                screen.refresh(&mut ctx);
                screen
            }
            (None, Action::Due) => Box::new(DueScreen::new(&mut ctx)),
            (None, Action::Clients) => Box::new(ClientsScreen::new(&mut ctx)),
            (None, Action::Session) => {
                let screen = SessionScreen::new(&mut ctx);
                begins = screen.begins();
                Box::new(screen)
            }
            (None, Action::Models) => Box::new(ModelsScreen::new(&mut ctx)),
            (None, Action::Insights) => Box::new(InsightsScreen::new(&mut ctx)),
            (None, _) => Box::new(BoardScreen::new(&mut ctx)),
        };
        let before = self.stack.show(screen);
        if tab != self.tab && before.scope() != super::keys::Scope::Doors {
            self.parked.insert(self.tab, before);
        }
        self.tab = tab;
        // A session begins with what became of the moves of the last one.
        if begins {
            let mut effects = Vec::new();
            self.stack.perform(Action::Replay, &mut ctx!(self), &mut effects);
            self.carry_out(effects);
        }
    }
}

#[cfg(test)]
impl App {
    /// Long work is done on a thread and tells this channel, as it does in a running console.
    pub(super) fn told_by(&mut self, events: Sender<Event>) {
        self.events = Some(events);
    }

    /// Every question that may take long is answered later.
    pub(super) fn owing(&mut self) {
        self.store.owe_everything().expect("SQLite takes the setting");
    }

    /// What a layer sees, for tests that open one.
    pub(super) fn with<T>(&mut self, look: impl FnOnce(&mut Ctx<'_>) -> T) -> T {
        let mut ctx = ctx!(self);
        look(&mut ctx)
    }
}

impl Program for App {
    fn handle(&mut self, event: Event) -> Flow {
        match &event {
            Event::Key(key) if self.leaves(*key) => return Flow::Go,
            Event::Work => self.hear(),
            // Our own work touches the book all the time; it is looked at when that has ended.
            Event::BookTouched | Event::Focus(true) if self.work.is_some() => {
                if let Some(watch) = &self.watch {
                    watch.taken();
                }
            }
            Event::BookTouched => {
                self.look_again.touched(Instant::now());
                self.look_at_book();
            }
            Event::Focus(true) => self.look_at_book(),
            Event::Key(_)
            | Event::Mouse(..)
            | Event::Paste(_)
            | Event::Resize(..)
            | Event::Focus(false)
            | Event::Signal(_)
            | Event::HungUp
            | Event::WorkerFailed(_) => {}
        }
        let filter = self.desk.filter.as_ref().map(|(text, _)| text.clone());
        let marked = self.desk.marked.len();
        let (table, lens, sight) = (self.desk.table.clone(), self.desk.lens.clone(), self.desk.sight.clone());
        let past = self.desk.past.as_ref().map(|past| past.day);
        let (days, acts) = (self.desk.days.clone(), self.desk.acts.clone());
        let mut ctx = ctx!(self);
        let effects = self.stack.event(event, &mut ctx);
        if filter.as_ref() != self.desk.filter.as_ref().map(|(text, _)| text)
            || marked != self.desk.marked.len()
            || table != self.desk.table
            || lens != self.desk.lens
            || sight != self.desk.sight
            || past != self.desk.past.as_ref().map(|past| past.day)
            || days != self.desk.days
            || acts != self.desk.acts
        {
            let mut ctx = ctx!(self);
            self.stack.refresh(&mut ctx);
        }
        let flow = self.carry_out(effects);
        self.leave_orphans();
        self.leave_doors();
        self.note_giving_up();
        flow
    }

    fn woken(&mut self, now: Instant) -> Flow {
        self.tell(now);
        if self.look_again.due(now) && self.work.is_none() {
            self.look_at_book();
        }
        if let Some(late) = self.late.take_if(|late| late.next <= now) {
            self.try_to(late);
        }
        self.back_up_if_due(now);
        if self.read_again.take_if(|at| *at <= now).is_some() {
            self.read_again();
        }
        if let Err(error) = self.desk.drafts.write_if_due(now) {
            self.stack.say(Message::new(Tone::Bad, &format!("the unfinished note is kept here only: {error}")));
        }
        if !self.fixed_day && self.work.is_none() {
            self.turn_day();
        }
        self.note_giving_up();
        Flow::Go
    }

    fn next_wake(&self) -> Option<Instant> {
        let midnight = (!self.fixed_day).then(|| {
            let time = (self.clock)().now.time();
            let past = u64::from(time.num_seconds_from_midnight());
            Instant::now() + Duration::from_secs(86_400 - past.min(86_399) + 1)
        });
        self.look_again
            .next()
            .into_iter()
            .chain(self.late.as_ref().map(|late| late.next))
            .chain(self.read_again)
            .chain(self.backup_at)
            .chain(self.work.as_ref().and_then(Work::next))
            .chain(self.desk.drafts.next_write())
            .chain(midnight)
            .min()
    }

    fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        self.begin_wanted();
        self.hits.begin(buffer.area);
        let mut ctx = ctx!(self);
        self.stack.settle(&mut ctx);
        self.settle_owed();
        if let Some(trouble) = self.desk.take_trouble() {
            self.stack.say(trouble);
        }
        let name = self.store.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut about = self.about.clone().unwrap_or(name);
        if let Some((filter, _)) = &self.desk.filter {
            about = format!("/{filter}  {about}");
        }
        if self.look.presenter {
            about = format!("presenter  {about}");
        }
        if self.desk.backup_failed.is_some() {
            about = format!("!backup  {about}");
        }
        let day = Shown::line(&self.look.formats.date(self.stamp.today));
        let header = Header { tab: self.tab, tabs: Header::TABS, about: Shown::line(&about), day };
        self.note_giving_up();
        // What comes until the next frame waits a moment together.
        store::new_turn();
        self.stack.draw(buffer, &mut self.hits, &self.look, &self.keymap, &header)
    }
}

#[cfg(test)]
impl App {
    /// The spots of the last frame.
    pub fn hits(&self) -> &Hits {
        &self.hits
    }

    /// The book.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The layer that keys reach.
    pub fn scope(&self) -> super::keys::Scope {
        self.stack.scope()
    }

    /// What the screens share.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What the screens share, to be set as a dialog would.
    pub fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }
}
