//! Bringing in a file: its path, what it would do, then one step.

mod lines;
mod looked;
mod plan;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

pub use looked::bring_in;

use self::lines::lines;
use self::looked::{Would, name_of};
use self::plan::{LINES, Part, Pick, Plan, Way};
use super::{plan as planning, sheet};
use crate::console::canvas::{Canvas, Look, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::list::{Window, vertical};
use crate::console::parts::path::{PATH, PathField, PathStep, TABLES};
use crate::console::parts::{popup, text};
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::Progress;

/// Rows of the names and of the lines where there is room.
const ROWS: u16 = 30;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    Ok(Box::new(LoadDialog { path: PathField::new(ctx.desk.home.clone(), TABLES), plan: None, said: None }))
}

/// The dialog: the path, and once a file was found what is to be done with it.
struct LoadDialog {
    path: PathField,
    plan: Option<Box<Plan>>,
    said: Option<Message>,
}

impl LoadDialog {
    /// Looks at the file of the path; a folder is gone into.
    fn look(&mut self, ctx: &Ctx<'_>) -> Step {
        if self.path.is_blank() {
            self.said = Some(Message::new(Tone::Bad, "type the path of a file, or choose one below"));
            return Step::Stay;
        }
        let file = self.path.file();
        if file.is_dir() {
            self.path.enter();
            return Step::Stay;
        }
        match Plan::of(file, ctx) {
            Ok(plan) => self.plan = Some(Box::new(plan)),
            Err(message) => self.said = Some(message),
        }
        Step::Stay
    }

    fn at_path(&mut self, input: Input, ctx: &Ctx<'_>) -> Step {
        match self.path.act(input, ctx.hits) {
            PathStep::Stay => Step::Stay,
            PathStep::Read => self.look(ctx),
            PathStep::Leave => Step::Close,
            PathStep::Ignored => Step::Ignored,
        }
    }

    fn import(&mut self, ctx: &Ctx<'_>) -> Step {
        let Some(plan) = &mut self.plan else { return Step::Stay };
        match plan.import(ctx) {
            Ok(load) => {
                plan.under_way = Some(None);
                Step::Work(Task::Load(Box::new(load)))
            }
            Err(message) => {
                if let Some(pick) = plan.open() {
                    plan.part = Part::Lines;
                    plan.list.select(Some(pick.id()));
                }
                self.said = Some(message);
                Step::Stay
            }
        }
    }

    fn at_plan(&mut self, input: &Input, ctx: &Ctx<'_>) -> Step {
        let Some(plan) = &mut self.plan else { return Step::Stay };
        if plan.under_way.is_some() {
            // What is half done is left as a whole.
            return if *input == Input::Act(Action::Back) { Step::Leave } else { Step::Stay };
        }
        match (input, plan.part) {
            (Input::Act(Action::Save), _) | (Input::Act(Action::Press), Part::Import) => return self.import(ctx),
            (Input::Act(Action::Back), _) | (Input::Act(Action::Press), Part::Other) => self.plan = None,
            (Input::Act(Action::NextField), part) => plan.part = after(part),
            (Input::Act(Action::PreviousField), part) => plan.part = after(after(part)),
            (Input::Act(Action::Press), Part::Lines) => match plan.looked.would {
                Would::Unknown => plan.look(ctx),
                Would::Do(_) | Would::Ask | Would::Unnamed | Would::Fail(_) => plan.part = Part::Import,
            },
            (Input::Act(_), _) => return Step::Ignored,
            (Input::Key(key), Part::Lines) => on_lines(plan, *key, ctx),
            (Input::Key(key), Part::Import | Part::Other) => match key.code {
                Code::Left | Code::Right => plan.part = if plan.part == Part::Import { Part::Other } else { Part::Import },
                Code::Up => plan.part = Part::Lines,
                _ => {}
            },
            (Input::Touch(touch), _) => touched(plan, *touch, ctx),
            (Input::Paste(_), _) => {}
        }
        Step::Stay
    }

    fn view_path(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let rows = sheet::said_rows(self.said.as_ref(), columns) + 5 + ROWS.min(12);
        let inner = popup::centred(canvas, area, "Import clients", columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        canvas.text(rest, Role::Dim, "Path of a CSV or TSV file: type, paste or choose below");
        let field = row_of(rest, 1);
        self.path.view(canvas, field);
        canvas.spot(field, PATH);
        let list = skip_rows(rest, 3);
        self.path.view_names(canvas, Rect { height: list.height.saturating_sub(2), ..list });
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        buttons(canvas, bottom, &[("Look at it", Role::ButtonFocus, Action::Save), ("Cancel", Role::Button, Action::Back)]);
    }

    fn view_plan(&self, canvas: &mut Canvas<'_>, area: Rect, plan: &Plan) {
        let columns = sheet::columns(area);
        let window = window(plan, columns.saturating_sub(1), canvas.look);
        let many = u16::try_from(window.rows.len()).unwrap_or(u16::MAX).min(ROWS);
        let verdict = verdict(plan, canvas.look);
        let head = text::wrap(verdict.said.as_str(), usize::from(columns)).len().min(3);
        let head = u16::try_from(head).unwrap_or(3) + 1;
        let said = sheet::said_rows(self.said.as_ref(), columns);
        let title = Shown::line(&format!("Import {}", name_of(&plan.file)));
        let inner = popup::centred(canvas, area, &title, columns, head + said + many + 3);
        canvas.text(inner, Role::Dim, plan.looked.about.clone());
        let role = match verdict.tone {
            Tone::Good => Role::Good,
            Tone::Plain => Role::Warning,
            Tone::Bad => Role::Bad,
        };
        let second = skip_rows(inner, 1);
        canvas.paragraph(Rect { height: second.height.min(head - 1), ..second }, role, &verdict.said);
        let rest = sheet::say(canvas, skip_rows(inner, head), self.said.as_ref());
        let rest = skip_rows(rest, 1);
        let list = Rect { height: rest.height.saturating_sub(2), ..rest };
        let focus = if plan.part == Part::Lines { Focus::Here } else { Focus::Away };
        plan.list.view(canvas, list, &window, focus, |canvas, place, line| line.view(canvas, place));
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        let role = |part| if plan.part == part { Role::ButtonFocus } else { Role::Button };
        buttons(
            canvas,
            bottom,
            &[("Import", role(Part::Import), Action::Save), ("Another file", role(Part::Other), Action::Back)],
        );
    }
}

/// Draws buttons side by side.
pub(super) fn buttons(canvas: &mut Canvas<'_>, mut rest: Rect, all: &[(&str, Role, Action)]) {
    for (name, role, action) in all {
        let words = if *role == Role::ButtonFocus { format!("> {name} <") } else { format!("[ {name} ]") };
        let taken = canvas.text(rest, *role, words);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Act(*action));
        rest = skip_columns(rest, taken + 2);
    }
}

/// What the import comes to, in one sentence.
fn verdict(plan: &Plan, look: &Look) -> Message {
    if let Some(far) = plan.under_way {
        let far = far.map_or_else(|| " …".to_owned(), |far| format!(": {}", look.formats.progress(far)));
        return Message::new(Tone::Plain, &format!("importing{far} {} Esc leaves it", look.glyphs.dot()));
    }
    match &plan.looked.would {
        Would::Do(loaded) if loaded.all_refused() => Message::new(Tone::Bad, "every row is refused; nothing would be imported"),
        Would::Do(loaded) if loaded.created + loaded.updated + loaded.placed == 0 => {
            Message::new(Tone::Plain, &format!("nothing would change: {}", loaded.in_words()))
        }
        Would::Do(loaded) => Message::new(Tone::Good, &format!("would be {}", loaded.in_words())),
        Would::Ask => Message::new(Tone::Plain, "one thing has to be said first"),
        Would::Unnamed => {
            Message::new(Tone::Bad, "no column is the name of a client yet: go to the one that is, and press n or right")
        }
        Would::Fail(message) => message.clone(),
        Would::Unknown => Message::new(Tone::Plain, "changed; enter says what it would do now"),
    }
}

fn window(plan: &Plan, columns: u16, look: &Look) -> Window<lines::Line> {
    Window::whole(lines(plan, columns, look))
}

fn shown(plan: &Plan, ctx: &Ctx<'_>) -> (Window<lines::Line>, u16) {
    let area = ctx.hits.area_of(Spot::Zone(LINES));
    (window(plan, area.width.saturating_sub(1), ctx.look), area.height)
}

fn on_lines(plan: &mut Plan, key: Key, ctx: &Ctx<'_>) {
    if let Some(action) = vertical(key) {
        let (window, height) = shown(plan, ctx);
        let before = plan.list.selected();
        plan.list.act(action, &window, height);
        if action == Action::Down && plan.list.selected() == before {
            plan.part = Part::Import;
        }
        return;
    }
    let Some(pick) = plan.list.selected().and_then(Pick::of) else { return };
    match (key.code, pick) {
        (Code::Left, _) => plan.step(pick, Way::Back, ctx),
        (Code::Right | Code::Char(' '), _) => plan.step(pick, Way::On, ctx),
        (Code::Char(_), Pick::Column(at)) => {
            if let Some(letter) = key.typed() {
                plan.letter(at, letter, ctx);
            }
        }
        _ => {}
    }
}

fn touched(plan: &mut Plan, touch: Touch, ctx: &Ctx<'_>) {
    let before = plan.list.selected();
    let (window, height) = shown(plan, ctx);
    plan.list.touch(touch, &window, height);
    let Touch::Click { spot: Spot::Row { id, .. }, .. } = touch else { return };
    plan.part = Part::Lines;
    // The first press selects the line, the next ones change it.
    if before == Some(id)
        && let Some(pick) = Pick::of(id)
    {
        plan.step(pick, Way::On, ctx);
    }
}

const fn after(part: Part) -> Part {
    match part {
        Part::Lines => Part::Import,
        Part::Import => Part::Other,
        Part::Other => Part::Lines,
    }
}

impl Layer for LoadDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.plan {
            Some(plan) => self.view_plan(canvas, area, plan),
            None => self.view_path(canvas, area),
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        if self.plan.is_some() { self.at_plan(&input, ctx) } else { self.at_path(input, ctx) }
    }

    fn told(&mut self, progress: Option<Progress>) {
        if let Some(plan) = self.plan.as_mut().filter(|plan| plan.under_way.is_some()) {
            plan.under_way = Some(progress);
        }
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(said) if said.tone == Tone::Good => planning::offer(ctx).map_or(Step::Close, Step::Replace),
            Outcome::Saved(_) => Step::Close,
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                if let Some(plan) = &mut self.plan {
                    plan.under_way = None;
                }
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(plan) = self.plan.as_mut().filter(|plan| plan.under_way.is_none()) {
            plan.look_if_quick(ctx);
        }
    }
}
