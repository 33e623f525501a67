//! The pages of an import and what leads from one to the next; what was said is never lost on the way.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::asked::Asked;
use super::closing::Closing;
use super::fields::{Chooser, choosable};
use super::looked::{Depth, Found, Look, Would};
use super::offers::Offers;
use super::outcome::{self, Tab};
use super::pick::{Pick, Way};
use super::plan::{Plan, Then};
use super::preview::Scrolled;
use super::questions::first_pick;
use super::view::Sight;
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::folders::Purpose;
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::list::List;
use crate::console::parts::path::{PathField, PathStep};
use crate::exchange::import::Options;
use crate::exchange::import::load::{Loaded, Orders};
use crate::exchange::import::saved::Saved;
use crate::store::{Progress, StoreError};

/// The list of lines, for spots.
pub const LINES: u16 = 61;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The file is found.
    File,
    /// Its first rows are seen.
    Preview,
    /// Every column gets its field.
    Columns,
    /// What would happen.
    Outcome,
    /// What happened.
    Done,
}

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// On the names of the parts of a page.
    Tabs,
    /// On the lines.
    Lines,
    /// On the button that goes on.
    Next,
    /// On the button that goes back.
    Back,
}

/// A look under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looking {
    /// The page that is gone to when it has ended.
    pub then: Option<Page>,
    /// Whether it takes so long that it is spoken of.
    pub long: bool,
    /// How far it has come.
    pub far: Option<Progress>,
}

/// What lies over a page.
pub enum Over {
    /// The list of fields.
    Fields(Chooser),
    /// A line asked for.
    Line(Asked),
}

/// The dialog.
pub struct Wizard {
    pub(super) path: PathField,
    pub(super) page: Page,
    pub(super) part: Part,
    pub(super) plan: Option<Box<Plan>>,
    pub(super) over: Option<Over>,
    pub(super) list: List,
    pub(super) grid: Scrolled,
    pub(super) tab: Tab,
    pub(super) said: Option<Message>,
    pub(super) looking: Option<Looking>,
    /// The import is under way; how far, where it takes long.
    pub(super) under_way: Option<Option<Progress>>,
    pub(super) closing: Option<Closing>,
    file: PathBuf,
    /// The mappings kept under names.
    saved: Vec<Saved>,
    serial: u64,
    /// The last entry of the history when it was tried out.
    head: i64,
    outdated: bool,
}

impl Wizard {
    /// The first page.
    #[must_use]
    pub fn new(path: PathField, saved: Vec<Saved>) -> Self {
        Self {
            path,
            page: Page::File,
            part: Part::Next,
            plan: None,
            over: None,
            list: List::new(LINES),
            grid: Scrolled::default(),
            tab: Tab::default(),
            said: None,
            looking: None,
            under_way: None,
            closing: None,
            file: PathBuf::new(),
            saved,
            serial: 0,
            head: 0,
            outdated: false,
        }
    }

    /// Looks at the file of the path; a folder is gone into.
    fn look_at_file(&mut self) -> Step {
        if self.path.is_blank() {
            return self.refuse("type the path of a file, or choose one below");
        }
        let file = self.path.file();
        if file.is_dir() {
            self.path.enter();
            return Step::Stay;
        }
        if self.plan.as_ref().is_some_and(|plan| plan.file == file) {
            // Gone back to the file and on again: what was said of it stays.
            return self.look(Depth::Columns, Some(Page::Preview));
        }
        self.plan = None;
        self.file.clone_from(&file);
        self.serial += 1;
        self.looking = Some(Looking { then: Some(Page::Preview), long: false, far: None });
        let options = Options { saved: self.saved.clone(), ..Options::default() };
        let orders = Orders { options, ..Orders::default() };
        let look = Look { file, orders, depth: Depth::Columns, serial: self.serial };
        Step::Work(Task::Look(Box::new(look)))
    }

    /// Looks again at the file with all that was said.
    fn look(&mut self, depth: Depth, then: Option<Page>) -> Step {
        let Some(plan) = &self.plan else { return Step::Stay };
        self.serial += 1;
        // A look for the next page is not forgotten by one for the same page.
        let then = then.or_else(|| self.looking.and_then(|looking| looking.then));
        self.looking = Some(Looking { then, long: false, far: None });
        Step::Work(Task::Look(Box::new(plan.look(depth, self.serial))))
    }

    fn refuse(&mut self, why: &str) -> Step {
        self.said = Some(Message::new(Tone::Bad, why));
        Step::Stay
    }

    /// Shows a page, with the focus where it is most useful.
    pub(super) fn go(&mut self, page: Page) {
        self.page = page;
        self.part = Part::Next;
        self.list = List::new(LINES);
        let Some(plan) = &self.plan else { return };
        let wanted = match page {
            Page::Columns => match plan.open() {
                Some(question) => Some(first_pick(plan, question)),
                None => plan.lacks().map(|_| Pick::Column(plan.external_id().unwrap_or(0))),
            },
            Page::Preview => plan.asks_sheet().then_some(Pick::Sheet),
            Page::Done => self.closing.as_ref().and_then(Closing::first),
            Page::File | Page::Outcome => None,
        };
        if page == Page::Outcome && plan.loaded().is_some_and(Loaded::all_refused) {
            self.part = Part::Back;
        }
        if let Some(pick) = wanted {
            self.list.select(Some(pick.id()));
            self.part = Part::Lines;
        }
    }

    /// One page on.
    pub(super) fn on(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if self.looking.is_some_and(|looking| looking.then.is_some()) {
            return Step::Stay;
        }
        match self.page {
            Page::File => self.look_at_file(),
            Page::Preview => {
                self.go(Page::Columns);
                Step::Stay
            }
            Page::Columns => {
                let missing = self.plan.as_ref().and_then(|plan| plan.missing()).filter(|_| self.looking.is_none());
                if let Some(missing) = missing {
                    self.go(Page::Columns);
                    self.said = Some(missing);
                    return Step::Stay;
                }
                self.look(Depth::Book, Some(Page::Outcome))
            }
            Page::Outcome => self.import(ctx),
            Page::Done => Step::Close,
        }
    }

    /// One page back; from the first one the dialog is left.
    pub(super) fn back(&mut self) -> Step {
        if self.under_way.is_some() {
            // What is half done is left as a whole.
            return Step::Leave;
        }
        if self.looking.is_some_and(|looking| looking.long || looking.then.is_some()) {
            self.looking = None;
            self.serial += 1;
            self.said = Some(Message::new(Tone::Plain, "left; nothing was written"));
            return Step::Leave;
        }
        match self.page {
            Page::File | Page::Done => return Step::Close,
            Page::Preview => self.go(Page::File),
            Page::Columns => self.go(Page::Preview),
            Page::Outcome => self.go(Page::Columns),
        }
        Step::Stay
    }

    fn import(&mut self, ctx: &Ctx<'_>) -> Step {
        let Some(plan) = &self.plan else { return Step::Stay };
        if self.looking.is_some() {
            self.said = Some(Message::new(Tone::Plain, "a moment: it is being tried out"));
            return Step::Stay;
        }
        if self.outdated || matches!(plan.looked.would, Would::Unknown) {
            self.said = Some(Message::new(Tone::Plain, "the book has changed: this is what it would do now; import again"));
            return self.look_anew(ctx);
        }
        if let Some(missing) = plan.missing() {
            self.said = Some(missing);
            return Step::Stay;
        }
        if plan.is_idle() {
            return Step::Close;
        }
        if plan.loaded().is_some_and(|loaded| loaded.all_refused()) {
            return self.refuse("every row is refused; nothing would be imported");
        }
        let load = plan.import(ctx.look.formats);
        self.under_way = Some(None);
        Step::Work(Task::Load(Box::new(load)))
    }

    fn look_anew(&mut self, ctx: &Ctx<'_>) -> Step {
        self.outdated = false;
        self.head = head(ctx);
        self.look(Depth::Book, None)
    }

    /// Carries out what a changed line asks for.
    pub(super) fn then(&mut self, then: Then) -> Step {
        match then {
            Then::Nothing => Step::Stay,
            Then::Columns => self.look(Depth::Columns, None),
            Then::Book => self.look(Depth::Book, None),
        }
    }

    /// Steps the choice of a line.
    pub(super) fn step(&mut self, pick: Pick, way: Way) -> Step {
        let Some(plan) = &mut self.plan else { return Step::Stay };
        let then = plan.step(pick, way);
        if let Pick::Answer(..) = pick {
            self.answered();
        }
        self.then(then)
    }

    /// After an answer: on to the next question, else to the button.
    pub(super) fn answered(&mut self) {
        let Some(plan) = &self.plan else { return };
        match plan.open() {
            Some(next) => self.list.select(Some(first_pick(plan, next).id())),
            None => self.part = Part::Next,
        }
    }

    /// Gives a column the next field that begins with a letter.
    pub(super) fn letter(&mut self, at: usize, letter: char) -> Step {
        let then = self.plan.as_mut().map_or(Then::Nothing, |plan| plan.letter(at, letter));
        self.then(then)
    }

    fn at_path(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if self.looking.is_some() {
            return if input == Input::Act(Action::Back) { self.back() } else { Step::Stay };
        }
        match self.path.act(input, ctx.hits) {
            PathStep::Stay => Step::Stay,
            PathStep::Read => self.on(ctx),
            PathStep::Leave => Step::Close,
            PathStep::Ignored => Step::Ignored,
        }
    }
}

/// The last entry of the history.
fn head(ctx: &Ctx<'_>) -> i64 {
    ctx.store.head().map_or(0, |(head, _)| head)
}

impl Layer for Wizard {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn situation(&self) -> Situation {
        let idle = self.plan.as_ref().is_some_and(|plan| plan.is_idle());
        let save = match (&self.over, self.page) {
            (Some(Over::Fields(_) | Over::Line(_)), _) => "take it",
            (None, Page::File) => "look at it",
            (None, Page::Preview | Page::Columns) => "next",
            (None, Page::Outcome) if !idle => "import",
            (None, Page::Outcome | Page::Done) => "close",
        };
        Situation { save: Some(save), ..Situation::default() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        Sight(self).view(canvas, area);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        if let Some(closing) = &mut self.closing {
            closing.leads = false;
        }
        if self.over.is_some() {
            return self.over(&input, ctx);
        }
        if self.under_way.is_some() {
            return if input == Input::Act(Action::Back) { self.back() } else { Step::Stay };
        }
        if self.page == Page::File {
            return self.at_path(input, ctx);
        }
        self.on_page(input, ctx)
    }

    fn told(&mut self, progress: Option<Progress>) {
        if self.under_way.is_some() {
            self.under_way = Some(progress);
        } else if let Some(closing) = &mut self.closing {
            closing.told();
        } else if let Some(looking) = &mut self.looking {
            (looking.long, looking.far) = (true, progress);
        }
    }

    fn looked(&mut self, found: Box<Found>, ctx: &mut Ctx<'_>) -> Step {
        if found.serial != self.serial {
            return Step::Stay;
        }
        let then = self.looking.take().and_then(|looking| looking.then);
        let looked = match found.looked {
            Ok(looked) => looked,
            Err(message) => {
                if let Some(plan) = &mut self.plan {
                    plan.looked.would = Would::Fail(message.clone());
                }
                self.said = Some(message);
                return Step::Stay;
            }
        };
        match &mut self.plan {
            Some(plan) => {
                if plan.looked.subject != looked.subject || plan.fields.is_empty() {
                    plan.fields = choosable(ctx, looked.subject);
                }
                let before = plan.open();
                plan.take(looked);
                // A question that a change has raised is gone to.
                if self.page == Page::Columns && then.is_none() && plan.open().is_some() && plan.open() != before {
                    self.go(Page::Columns);
                }
            }
            None => {
                ctx.desk.folders.remember(Purpose::Import, &self.file);
                let fields = choosable(ctx, looked.subject);
                self.plan = Some(Box::new(Plan::of(self.file.clone(), looked, fields, self.saved.clone())));
                self.grid = Scrolled::default();
                self.tab = Tab::default();
            }
        }
        let Some(plan) = &self.plan else { return Step::Stay };
        (self.head, self.outdated) = (head(ctx), false);
        match then {
            Some(Page::Outcome) if plan.loaded().is_none() => {
                let missing = plan.missing();
                self.go(Page::Columns);
                self.said = missing;
            }
            Some(page) => self.go(page),
            None => {}
        }
        if self.page == Page::Outcome
            && self.plan.as_ref().is_some_and(|plan| outcome::tabs(plan).iter().all(|(tab, _)| *tab != self.tab))
        {
            self.tab = Tab::default();
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, _ctx: &mut Ctx<'_>) -> Step {
        match (outcome, &mut self.closing) {
            (outcome, Some(closing)) => {
                closing.under_way = false;
                closing.followed(outcome.message().clone());
                self.go(Page::Done);
            }
            (Outcome::Saved(said), None) => {
                self.under_way = None;
                self.closing = Some(Closing::of(said.clone()));
                self.go(Page::Done);
            }
            (Outcome::Refused(why), None) => {
                self.under_way = None;
                self.said = Some(why.clone());
            }
        }
        Step::Stay
    }

    fn wanted(&mut self) -> Option<Task> {
        self.closing.as_mut()?.wanted()
    }

    fn offered(&mut self, found: Result<Offers, StoreError>, ctx: &mut Ctx<'_>) {
        let Some(closing) = &mut self.closing else { return };
        match closing.take(found) {
            Ok(true) => self.go(Page::Done),
            Ok(false) => {}
            Err(error) => ctx.desk.complain(complaint(&error)),
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(closing) = self.closing.as_mut() {
            closing.outdated = true;
            return;
        }
        match ctx.store.head() {
            Ok((head, _)) => self.outdated |= self.page == Page::Outcome && self.under_way.is_none() && head != self.head,
            Err(error) => self.said = Some(complaint(&error)),
        }
    }
}
