//! The models of the book and those built in: a list, and beside it everything the selected one says.

mod entry;
mod grid;
#[cfg(test)]
mod tests;
mod whole;

use ratatui::layout::Rect;

use self::entry::{Entry, Place, entries};
use super::prose;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::dialogs;
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Command, Ctx, Input, Layer, Step, Task};
use crate::console::parts::list::{List, Moved, Window};
use crate::console::parts::menu::Menu;
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::text::Shown;

/// The list's number for the mouse, and that of the text beside it.
const LIST: u16 = 1;
const TEXT: Spot = Spot::Zone(2);
/// From so many columns on the text stands beside the list.
const BESIDE: u16 = 100;
/// Columns of the list beside the text.
const COLUMNS: u16 = 46;

/// The part that keys reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    List,
    Text,
}

/// The models of the book and those built in.
pub struct ModelsScreen {
    desk: Situation,
    window: Window<Entry>,
    list: List,
    part: Part,
    /// Lines of the text scrolled away.
    top: usize,
    /// The model that is selected, by its key: its row can move when it joins the book.
    key: Option<String>,
    /// Whether the last key here began to add a model.
    adding: bool,
}

impl ModelsScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            window: Window::default(),
            list: List::new(LIST),
            part: Part::List,
            top: 0,
            key: Some(ctx.store.ground().driving().key.clone()),
            adding: false,
        };
        screen.refresh(ctx);
        screen
    }

    fn entry(&self) -> Option<&Entry> {
        self.list.place(&self.window).map(|at| &self.window.rows[at])
    }

    /// Another model may be selected now: its text begins at the top.
    fn selected(&mut self) {
        let key = self.entry().and_then(|entry| entry.key().map(str::to_owned));
        if key != self.key {
            self.key = key;
            self.top = 0;
        }
    }

    /// Where list and text stand.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        if area.width >= BESIDE {
            return (Rect { width: COLUMNS, ..area }, skip_columns(area, COLUMNS));
        }
        let rows = u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let high = rows.min(area.height / 3).max(5).min(area.height);
        (Rect { height: high, ..area }, skip_rows(area, high))
    }

    fn scroll(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        let page = isize::try_from(ctx.hits.area_of(TEXT).height.max(2)).unwrap_or(2) - 1;
        let by = match (action, self.part) {
            (Action::PageUp, _) => -page,
            (Action::PageDown, _) => page,
            (Action::Up, Part::Text) => -1,
            (Action::Down, Part::Text) => 1,
            (Action::First, Part::Text) => isize::MIN,
            (Action::Last, Part::Text) => isize::MAX,
            (_, Part::List | Part::Text) => return false,
        };
        self.scroll_by(by, ctx.hits, ctx);
        true
    }

    fn scroll_by(&mut self, by: isize, hits: &Hits, ctx: &Ctx<'_>) {
        let shown = hits.area_of(TEXT);
        let lines = self.entry().map_or(0, |entry| whole::lines(entry, shown.width, ctx.look).len());
        self.top = prose::scrolled(self.top, by, lines, shown.height);
    }

    /// Opens a dialog on the selected model of the book.
    fn on_model(&self, ctx: &mut Ctx<'_>, open: impl FnOnce(&str, &mut Ctx<'_>) -> dialogs::Opened) -> Step {
        match self.entry().and_then(Entry::key) {
            Some(key) => verbs::push(open(key, ctx)),
            None => verbs::push(dialogs::model::add_file(ctx)),
        }
    }

    /// Adds the selected built-in model, or asks for a file.
    fn add(&self, ctx: &Ctx<'_>) -> Step {
        match self.entry().map(|entry| &entry.place) {
            Some(Place::BuiltIn { toml, .. }) => {
                Step::Work(Task::Write(Box::new(Command::AddModel { toml: (*toml).to_owned() })))
            }
            Some(Place::Held { .. } | Place::File | Place::Heading) | None => verbs::push(dialogs::model::add_file(ctx)),
        }
    }

    fn open(&mut self, ctx: &Ctx<'_>) -> Step {
        match (self.entry().map(|entry| &entry.place), self.part) {
            (Some(Place::File), _) => verbs::push(dialogs::model::add_file(ctx)),
            (_, Part::List) => {
                self.part = Part::Text;
                Step::Stay
            }
            (_, Part::Text) => Step::Stay,
        }
    }

    fn other_part(&mut self) -> Step {
        self.part = match self.part {
            Part::List => Part::Text,
            Part::Text => Part::List,
        };
        Step::Stay
    }

    fn acted(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        self.adding = matches!(action, Action::AddModel | Action::Open);
        match action {
            Action::Open => return self.open(ctx),
            Action::AddModel => return self.add(ctx),
            Action::DriveModel => return self.on_model(ctx, dialogs::model::drive),
            Action::EditModel => return self.on_model(ctx, |key, ctx| dialogs::model::edit(key, None, ctx)),
            Action::Fit => return self.on_model(ctx, dialogs::model::fit),
            Action::Evaluate => return self.on_model(ctx, dialogs::model::evaluate),
            Action::NextPart | Action::PreviousPart => return self.other_part(),
            Action::Left if self.part == Part::Text => return self.other_part(),
            Action::Right if self.part == Part::List => return self.other_part(),
            Action::Back if self.part == Part::Text => return self.other_part(),
            _ => {}
        }
        if self.scroll(action, ctx) {
            return Step::Stay;
        }
        if self.part == Part::List && self.list.act(action, &self.window, height) != Moved::Not {
            self.selected();
            return Step::Stay;
        }
        verbs::step(action, None, ctx).unwrap_or(Step::Ignored)
    }

    fn touched(&mut self, touch: Touch, ctx: &Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match touch {
            Touch::Wheel { spot: TEXT, by } => {
                self.scroll_by(by.into(), ctx.hits, ctx);
                return Step::Stay;
            }
            Touch::Click { spot: TEXT, .. } => {
                self.part = Part::Text;
                return Step::Stay;
            }
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Wheel { .. } => {}
            Touch::Drag { .. } | Touch::Drop { .. } => return Step::Stay,
        }
        if self.list.touch(touch, &self.window, height) == Moved::Not {
            return Step::Stay;
        }
        self.part = Part::List;
        self.selected();
        match touch {
            Touch::Double { .. } => self.open(ctx),
            Touch::Menu { at, .. } => Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Models, &self.situation(), at))),
            Touch::Click { .. } | Touch::Wheel { .. } | Touch::Drag { .. } | Touch::Drop { .. } => Step::Stay,
        }
    }
}

impl Layer for ModelsScreen {
    fn scope(&self) -> Scope {
        Scope::Models
    }

    fn situation(&self) -> Situation {
        let model = self.entry().and_then(|entry| entry.model.as_ref());
        let quantiles = model.is_some_and(|model| model.quantiled().next().is_some());
        Situation { quantiles, ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, right) = self.areas(area);
        let focus = |part| if self.part == part { Focus::Here } else { Focus::Away };
        let inner = canvas.frame(left, focus(Part::List), "Models");
        self.list.view(canvas, inner, &self.window, focus(Part::List), draw);
        let Some(entry) = self.entry() else { return };
        let inner = canvas.frame(right, focus(Part::Text), Shown::line(&entry.title()));
        let text = Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(2), ..inner };
        canvas.spot(text, TEXT);
        let lines = whole::lines(entry, text.width, canvas.look);
        prose::view(canvas, text, &lines, self.top, None);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.acted(action, ctx),
            Input::Touch(touch) => self.touched(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let known: Vec<String> =
            self.window.rows.iter().filter(|entry| entry.is_held()).filter_map(Entry::key).map(str::to_owned).collect();
        self.window = Window::whole(entries(ctx));
        // A model added from here is the one that is looked at.
        let joined = |entry: &&Entry| entry.is_held() && entry.key().is_some_and(|key| !known.iter().any(|one| one == key));
        if let Some(entry) = self.window.rows.iter().find(joined).filter(|_| self.adding) {
            self.key = entry.key().map(str::to_owned);
            self.top = 0;
            self.adding = false;
        }
        let held = self.window.rows.iter().find(|entry| self.key.is_some() && entry.key() == self.key.as_deref());
        if let Some(entry) = held {
            self.list.select(entry.id);
        }
        self.list.settle(&self.window);
        self.selected();
    }
}

/// Draws a model of the list: its name, what it is to the book, who stands in it, `!` where it is due to be evaluated.
fn draw(canvas: &mut Canvas<'_>, place: Rect, entry: &Entry) {
    let said = entry.said();
    let wide = place.width.saturating_sub(17);
    match entry.place {
        Place::Heading => {
            canvas.text(place, Role::Title, &entry.name);
        }
        Place::Held { driving, .. } => {
            let role = if driving { Role::Good } else { Role::Text };
            let sign = if entry.is_due(canvas.look.today) { "! " } else { "  " };
            canvas.pieces(Rect { width: wide, ..place }, &[(Role::Warning, sign.into()), (role, (&entry.name).into())]);
            canvas.aligned(row_of(place, 0), Side::Right, if driving { Role::Good } else { Role::Dim }, Shown::line(&said));
        }
        Place::BuiltIn { .. } | Place::File => {
            canvas.pieces(Rect { width: wide, ..place }, &[(Role::Text, "  ".into()), (Role::Text, (&entry.name).into())]);
            canvas.aligned(row_of(place, 0), Side::Right, Role::Dim, Shown::line(&said));
        }
    }
}
