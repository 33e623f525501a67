//! How the pages of an import are drawn, and what keys and the mouse do on them.

use ratatui::layout::Rect;

use super::line::{Line, Page as Lines};
use super::looked::name_of;
use super::outcome::{self, TABS, Tab};
use super::pick::{Pick, Way};
use super::plan::Plan;
use super::preview::{self, AFTER, BEFORE, GRID};
use super::wizard::{LINES, Looking, Over, Page, Part, Wizard};
use super::{buttons, columns};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Input, Step};
use crate::console::parts::list::Window;
use crate::console::parts::list::vertical;
use crate::console::parts::path::PATH;
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::Progress;

/// The widest page, in columns.
const WIDE: u16 = 130;
/// Rows of the names of files where there is room.
const NAMES: u16 = 14;

/// The wizard as it is drawn.
pub struct Sight<'a>(pub &'a Wizard);

impl Sight<'_> {
    /// Draws the page.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match (self.0.page, &self.0.plan) {
            (Page::File, _) | (_, None) => self.file(canvas, area),
            (Page::Preview | Page::Columns | Page::Outcome | Page::Done, Some(plan)) => self.page(canvas, area, plan),
        }
        match &self.0.over {
            Some(Over::Fields(chooser)) => chooser.view(canvas, area),
            Some(Over::Line(asked)) => asked.view(canvas, area),
            None => {}
        }
    }

    fn file(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let dot = canvas.look.glyphs.dot();
        let said = self.0.said.as_ref();
        let rows = sheet::said_rows(said, columns) + 6 + NAMES;
        let title = Shown::line(&format!("Import {dot} 1 of 4 {dot} the file"));
        let inner = popup::centred(canvas, area, &title, columns, rows);
        let rest = sheet::say(canvas, inner, said);
        let used =
            canvas.paragraph(rest, Role::Dim, "A CSV, TSV or Excel file of clients: choose it below, or type or paste its path.");
        let field = row_of(rest, used);
        self.0.path.view(canvas, field);
        canvas.spot(field, PATH);
        let list = skip_rows(rest, used + 2);
        self.0.path.view_names(canvas, Rect { height: list.height.saturating_sub(2), ..list });
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        match &self.0.looking {
            Some(looking) => drop(canvas.text(bottom, Role::Warning, waiting(looking, canvas.look))),
            None => buttons(
                canvas,
                bottom,
                &[("Look at it", Role::ButtonFocus, Action::Save), ("Cancel", Role::Button, Action::Back)],
            ),
        }
    }

    fn page(&self, canvas: &mut Canvas<'_>, area: Rect, plan: &Plan) {
        let columns = area.width.saturating_sub(4).min(WIDE);
        let inner = popup::centred(canvas, area, self.title(plan, canvas.look), columns, area.height);
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        let top = Rect { height: inner.height.saturating_sub(2), ..inner };
        let mut rest = sheet::say(canvas, top, self.0.said.as_ref());
        if self.0.page == Page::Outcome {
            let used = outcome::view_tabs(canvas, rest, plan, self.0.tab, self.0.part == Part::Tabs);
            rest = skip_rows(rest, used + 1);
        }
        let window = lines(self.0, plan, rest.width.saturating_sub(1), canvas.look);
        let focus = if self.0.part == Part::Lines { Focus::Here } else { Focus::Away };
        if self.0.page == Page::Preview {
            let many = u16::try_from(window.rows.len()).unwrap_or(u16::MAX);
            let head = Rect { height: rest.height.min(many), ..rest };
            self.0.list.view(canvas, head, &window, focus, |canvas, place, line| line.view(canvas, place));
            preview::grid(canvas, preview::below(rest, many + 1), plan, self.0.grid);
        } else {
            self.0.list.view(canvas, rest, &window, focus, |canvas, place, line| line.view(canvas, place));
        }
        self.bottom(canvas, bottom, plan);
    }

    fn title(&self, plan: &Plan, look: &Look) -> Shown {
        let dot = look.glyphs.dot();
        let step = match self.0.page {
            Page::File => "1 of 4, the file",
            Page::Preview => "2 of 4, preview",
            Page::Columns => "3 of 4, columns",
            Page::Outcome => "4 of 4, what will happen",
            Page::Done => "done",
        };
        let step = step.replace(", ", &format!(" {dot} "));
        // The name comes last: what does not fit of it may go, what the page is may not.
        Shown::line(&format!("Import {dot} {step} {dot} {}", name_of(&plan.file)))
    }

    fn bottom(&self, canvas: &mut Canvas<'_>, bottom: Rect, plan: &Plan) {
        if let Some(far) = self.0.under_way {
            let said = format!(
                "importing{} {} Esc cancels: nothing of it stays",
                far_in_words(far, canvas.look),
                canvas.look.glyphs.dot()
            );
            canvas.text(bottom, Role::Warning, said);
            return;
        }
        if let Some(looking) = self.0.looking.filter(|looking| looking.long) {
            canvas.text(bottom, Role::Warning, waiting(&looking, canvas.look));
            return;
        }
        let role = |part| if self.0.part == part { Role::ButtonFocus } else { Role::Button };
        let mut rest = bottom;
        let next = match self.0.page {
            Page::File | Page::Preview | Page::Columns => Shown::line("Next"),
            Page::Outcome => outcome::import_in_words(plan, canvas.look),
            Page::Done => Shown::line("Close"),
        };
        let mut button = |canvas: &mut Canvas<'_>, part, name: &str, action| {
            let words = if self.0.part == part { format!("> {name} <") } else { format!("[ {name} ]") };
            let taken = canvas.text(rest, role(part), words);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Act(action));
            rest = skip_columns(rest, taken + 2);
        };
        button(canvas, Part::Next, next.as_str(), Action::Save);
        if self.0.page != Page::Done {
            button(canvas, Part::Back, "Back", Action::Back);
        }
        canvas.aligned(rest, Side::Right, Role::Dim, self.hint(plan));
    }

    /// What the arrows, and the letters of the parts, do here.
    fn hint(&self, plan: &Plan) -> String {
        let said = match (self.0.page, self.0.part) {
            (Page::Preview, Part::Next | Part::Back) => "arrows: more rows and columns",
            (Page::Columns, Part::Lines) => "Enter: choose; Left, Right: change",
            (Page::Columns, _) => "Up: to the columns",
            (Page::Outcome, Part::Tabs) => "Left, Right: other parts",
            (Page::Outcome, Part::Next | Part::Back) => match outcome::letters(plan) {
                letters if letters.is_empty() => "Up: to the lines",
                letters => return format!("{letters}: parts; Up: lines"),
            },
            (Page::Preview | Page::Outcome, Part::Lines) => "Left, Right: change",
            (Page::File | Page::Preview | Page::Done, _) => "",
        };
        said.to_owned()
    }
}

fn far_in_words(far: Option<Progress>, look: &Look) -> String {
    match far.filter(|far| far.of > 0) {
        Some(far) => format!(": {}", look.formats.progress(far)),
        None => " …".to_owned(),
    }
}

fn waiting(looking: &Looking, look: &Look) -> String {
    format!("looking at it{} {} Esc leaves it", far_in_words(looking.far, look), look.glyphs.dot())
}

/// The lines of the page that is shown.
fn lines(wizard: &Wizard, plan: &Plan, columns: u16, look: &Look) -> Window<Line> {
    let mut page = Lines::new(columns, look);
    match wizard.page {
        Page::File => {}
        Page::Preview => preview::view(&mut page, plan),
        Page::Columns => columns::view(&mut page, plan),
        Page::Outcome => outcome::view(&mut page, plan, wizard.tab),
        Page::Done => {
            if let Some(closing) = &wizard.closing {
                closing.view(&mut page);
            }
        }
    }
    page.window()
}

impl Wizard {
    /// The lines as they were drawn last, and how many rows they have.
    fn shown(&self, ctx: &Ctx<'_>) -> (Window<Line>, u16) {
        let area = ctx.hits.area_of(Spot::Zone(LINES));
        let Some(plan) = &self.plan else { return (Window::default(), 0) };
        (lines(self, plan, area.width.saturating_sub(1), ctx.look), area.height)
    }

    /// What the selected line stands for.
    fn picked(&self, ctx: &Ctx<'_>) -> Option<Pick> {
        let (window, _) = self.shown(ctx);
        window.rows[self.list.place(&window)?].pick
    }

    /// Deals with an input to any page but the first.
    pub(super) fn on_page(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(Action::Save) => self.on(ctx),
            Input::Act(Action::Back) => self.back(),
            Input::Act(Action::NextField) => self.turn(Way::On),
            Input::Act(Action::PreviousField) => self.turn(Way::Back),
            Input::Act(Action::Press) => match self.part {
                Part::Next => self.on(ctx),
                Part::Back => self.back(),
                Part::Tabs => {
                    self.part = Part::Lines;
                    Step::Stay
                }
                Part::Lines => match self.picked(ctx) {
                    Some(pick) => self.press(pick, ctx),
                    None => self.focus(Part::Next),
                },
            },
            Input::Act(_) => Step::Ignored,
            Input::Key(key) if self.page == Page::Done && key == Key::char('u') => Step::Perform(Action::Undo),
            Input::Key(key) => self.key(key, ctx),
            Input::Touch(touch) => self.touched(touch, ctx),
            Input::Paste(_) => Step::Stay,
        }
    }

    fn focus(&mut self, part: Part) -> Step {
        self.part = part;
        Step::Stay
    }

    /// The focus goes round.
    fn turn(&mut self, way: Way) -> Step {
        let all: &[Part] = match self.page {
            Page::Outcome => &[Part::Tabs, Part::Lines, Part::Next, Part::Back],
            Page::File | Page::Preview | Page::Columns => &[Part::Lines, Part::Next, Part::Back],
            Page::Done => &[Part::Lines, Part::Next],
        };
        self.focus(super::pick::stepped(all, &self.part, way))
    }

    fn key(&mut self, key: Key, ctx: &mut Ctx<'_>) -> Step {
        match self.part {
            Part::Lines => self.on_lines(key, ctx),
            Part::Tabs => self.on_tabs(key),
            Part::Next | Part::Back => self.on_buttons(key, ctx),
        }
    }

    fn on_tabs(&mut self, key: Key) -> Step {
        match key.code {
            Code::Left => self.tab_by(-1),
            Code::Right => self.tab_by(1),
            Code::Down => return self.focus(Part::Lines),
            _ => return self.tab_lettered(key),
        }
        Step::Stay
    }

    fn tab_by(&mut self, by: isize) {
        if let Some(plan) = &self.plan {
            self.show_tab(outcome::beside(plan, self.tab, by));
        }
    }

    fn tab_lettered(&mut self, key: Key) -> Step {
        let tab = self.plan.as_ref().zip(key.typed()).and_then(|(plan, letter)| outcome::lettered(plan, letter));
        if let Some(tab) = tab {
            self.show_tab(tab);
        }
        Step::Stay
    }

    fn show_tab(&mut self, tab: Tab) {
        if tab != self.tab {
            self.tab = tab;
            self.list = crate::console::parts::list::List::new(LINES);
        }
    }

    fn on_buttons(&mut self, key: Key, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(GRID)).height;
        if self.page == Page::Preview {
            let page = isize::try_from(height).unwrap_or(1).saturating_sub(5).max(1);
            let (columns, rows) = match key.code {
                Code::Up if self.grid.row == 0 => return self.focus(Part::Lines),
                Code::Up => (0, -1),
                Code::Down => (0, 1),
                Code::PageUp => (0, -page),
                Code::PageDown => (0, page),
                Code::Left => (-1, 0),
                Code::Right => (1, 0),
                Code::Home => (isize::MIN, 0),
                Code::End => (isize::MAX, 0),
                _ => return Step::Stay,
            };
            if let Some(plan) = &self.plan {
                self.grid.by(columns, rows, plan, height);
            }
            return Step::Stay;
        }
        match key.code {
            Code::Left | Code::Right if self.page != Page::Done => {
                self.focus(if self.part == Part::Next { Part::Back } else { Part::Next })
            }
            Code::Up | Code::PageUp | Code::Home => self.focus(Part::Lines),
            _ if self.page == Page::Outcome => self.tab_lettered(key),
            _ => Step::Stay,
        }
    }

    fn on_lines(&mut self, key: Key, ctx: &mut Ctx<'_>) -> Step {
        if let Some(action) = vertical(key) {
            let (window, height) = self.shown(ctx);
            let before = self.list.selected();
            self.list.act(action, &window, height);
            if self.list.selected() == before {
                match action {
                    Action::Down => self.part = Part::Next,
                    Action::Up if self.page == Page::Outcome => self.part = Part::Tabs,
                    _ => {}
                }
            }
            return Step::Stay;
        }
        let pick = self.picked(ctx);
        let way = match key.code {
            Code::Left => Way::Back,
            Code::Right | Code::Char(' ') => Way::On,
            _ => {
                return match (pick, key.typed()) {
                    (Some(Pick::Column(at)), Some(letter)) => self.letter(at, letter),
                    _ if self.page == Page::Outcome => self.tab_lettered(key),
                    _ => Step::Stay,
                };
            }
        };
        match pick {
            Some(pick) => self.step(pick, way),
            None if self.page == Page::Outcome => {
                self.tab_by(if way == Way::On { 1 } else { -1 });
                Step::Stay
            }
            None => Step::Stay,
        }
    }

    fn touched(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        match touch {
            Touch::Click { spot: BEFORE, .. } | Touch::Double { spot: BEFORE } => return self.scroll(-1, 0, ctx),
            Touch::Click { spot: AFTER, .. } | Touch::Double { spot: AFTER } => return self.scroll(1, 0, ctx),
            Touch::Wheel { spot: Spot::Zone(GRID) | BEFORE | AFTER, by } => return self.scroll(0, isize::from(by), ctx),
            Touch::Click { spot: Spot::Heading(at), .. } if at >= TABS => return self.tab_at(usize::from(at - TABS)),
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => {}
        }
        let before = self.list.selected();
        let (window, height) = self.shown(ctx);
        self.list.touch(touch, &window, height);
        let (Touch::Click { spot: Spot::Row { list: LINES, id }, .. } | Touch::Double { spot: Spot::Row { list: LINES, id } }) =
            touch
        else {
            return Step::Stay;
        };
        self.part = Part::Lines;
        let Some(pick) = self.picked(ctx) else { return Step::Stay };
        let at_once = matches!(pick, Pick::Answer(..) | Pick::PlaceNow | Pick::PlanNow | Pick::TakeBack | Pick::Keep);
        // The first press selects the line, the next ones change it.
        match pick {
            Pick::Sheet if before == Some(id) => self.step(pick, Way::On),
            _ if at_once || before == Some(id) => self.press(pick, ctx),
            _ => Step::Stay,
        }
    }

    fn tab_at(&mut self, at: usize) -> Step {
        let tab = self.plan.as_ref().and_then(|plan| outcome::tabs(plan).get(at).map(|(tab, _)| *tab));
        if let Some(tab) = tab {
            self.show_tab(tab);
            self.part = Part::Tabs;
        }
        Step::Stay
    }

    fn scroll(&mut self, columns: isize, rows: isize, ctx: &Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(GRID)).height;
        if let Some(plan) = &self.plan {
            self.grid.by(columns, rows, plan, height);
        }
        Step::Stay
    }
}
