//! Planning first reviews: the fullest weeks of each owner and the date of each review, to accept as one step or to leave.

mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::load::buttons;
use super::sheet;
use crate::console::canvas::{Canvas, Look, row_of, skip_columns, skip_rows};
use crate::console::desk::complaint;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::field::{TextField, Typed};
use crate::console::parts::list::{List, Window, vertical};
use crate::console::parts::popup;
use crate::console::parts::question::Question;
use crate::console::theme::Role;
use crate::domain::command::PlanFirst;
use crate::domain::model::Model;
use crate::domain::spread::{FARTHEST, FirstReview, Spread};
use crate::domain::text::Shown;
use crate::store::HANDFUL;

use rows::{Picture, Row, rows};

/// The list, for spots.
const LINES: u16 = 62;
/// The place of the weeks, for spots.
const WEEKS: Spot = Spot::Field(0);
/// Columns of the weeks.
const TYPED: u16 = 5;
/// The most rows of the list where there is room for more.
const ROWS: usize = 30;
/// Up to so many reviews the plan is made anew with each key.
const QUICK: usize = 3_000;

/// What is said where no first review waits.
const NOTHING: &str = "nothing to plan: no first review waits for a date";

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened: there may be nothing to plan.
pub fn open(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let (reviews, spread) = ctx.store.spread_first(ctx.stamp.today, None).map_err(|error| complaint(&error))?;
    if reviews.is_empty() {
        return Err(Message::new(Tone::Plain, NOTHING).hint("place new clients first"));
    }
    let mut dialog = PlanDialog {
        model: Arc::clone(ctx.store.ground().driving()),
        today: ctx.stamp.today,
        reviews: Vec::new(),
        spread: Spread::default(),
        window: Window::default(),
        weeks: TextField::new(""),
        asked: Ok(None),
        stale: false,
        list: List::new(LINES),
        part: Part::Lines,
        said: None,
    };
    dialog.show(reviews, spread);
    Ok(Box::new(dialog))
}

/// Asks whether first reviews are to be planned, where more than a handful wait on one day.
#[must_use]
pub fn offer(ctx: &mut Ctx<'_>) -> Option<Box<dyn Layer>> {
    let crowd = ctx.store.first_crowd(ctx.stamp.today);
    let crowd = ctx.desk.or_default(crowd).filter(|crowd| crowd.reviews > HANDFUL)?;
    let number = ctx.look.formats.number(crowd.reviews);
    let fall = if crowd.on == ctx.stamp.today {
        "are due today or before".to_owned()
    } else {
        format!("fall on {}", ctx.look.formats.date(crowd.on))
    };
    let asked = format!(
        "{number} first reviews {fall}. A plan spreads them over working days, within the hours of their owners. \
         It is shown before anything is written."
    );
    Some(Box::new(Question::opening("Plan the first reviews?", Shown::line(&asked), open)))
}

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Weeks,
    Lines,
    Accept,
    Leave,
}

/// The dialog: the weeks, the plan they make, and the choice.
struct PlanDialog {
    model: Arc<Model>,
    today: NaiveDate,
    reviews: Vec<FirstReview>,
    spread: Spread,
    window: Window<Row>,
    weeks: TextField,
    /// The weeks understood; none for each segment's own period.
    asked: Result<Option<u32>, Shown>,
    /// What is shown is not the plan for what is typed.
    stale: bool,
    list: List,
    part: Part,
    said: Option<Message>,
}

impl PlanDialog {
    fn show(&mut self, reviews: Vec<FirstReview>, spread: Spread) {
        self.reviews = reviews;
        self.spread = spread;
        self.stale = false;
        self.window = Window::whole(rows(&self.spread));
        self.list.settle(&self.window);
    }

    /// Makes the plan for what is typed.
    fn plan(&mut self, ctx: &Ctx<'_>) {
        let Ok(weeks) = self.asked else { return };
        match ctx.store.spread_first(ctx.stamp.today, weeks) {
            Ok((reviews, spread)) => self.show(reviews, spread),
            Err(error) => self.said = Some(complaint(&error)),
        }
    }

    /// The weeks were changed.
    fn typed(&mut self, ctx: &Ctx<'_>) {
        self.asked = weeks_of(self.weeks.text());
        self.stale = true;
        if self.reviews.len() <= QUICK {
            self.plan(ctx);
        }
    }

    fn accept(&mut self, ctx: &Ctx<'_>) -> Step {
        if self.asked.is_err() {
            self.part = Part::Weeks;
            return Step::Stay;
        }
        if self.stale {
            self.plan(ctx);
            self.said.get_or_insert_with(|| Message::new(Tone::Plain, "this is the plan now; accept again to take it"));
            return Step::Stay;
        }
        Step::Commit(Box::new(Command::PlanFirst(PlanFirst::of(&self.reviews, &self.spread))))
    }

    fn press(&mut self, ctx: &Ctx<'_>) -> Step {
        match self.part {
            Part::Weeks => {
                if self.stale {
                    self.plan(ctx);
                }
                self.part = Part::Lines;
            }
            Part::Lines => self.part = Part::Accept,
            Part::Accept => return self.accept(ctx),
            Part::Leave => return Step::Close,
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, ctx: &Ctx<'_>) {
        match (self.part, key.code) {
            (Part::Weeks, Code::Down) => self.part = Part::Lines,
            (Part::Weeks, _) => {
                if self.weeks.key(key) == Typed::Changed {
                    self.typed(ctx);
                }
            }
            (Part::Lines, _) => self.on_lines(key, ctx),
            (Part::Accept | Part::Leave, Code::Left | Code::Right) => {
                self.part = if self.part == Part::Accept { Part::Leave } else { Part::Accept };
            }
            (Part::Accept | Part::Leave, Code::Up) => self.part = Part::Lines,
            (Part::Accept | Part::Leave, _) => {}
        }
    }

    fn on_lines(&mut self, key: Key, ctx: &Ctx<'_>) {
        let Some(action) = vertical(key) else { return };
        let before = self.list.selected();
        self.list.act(action, &self.window, ctx.hits.area_of(Spot::Zone(LINES)).height);
        if self.list.selected() != before {
            return;
        }
        if action == Action::Up {
            self.part = Part::Weeks;
        } else if action == Action::Down {
            self.part = Part::Accept;
        }
    }

    fn touch(&mut self, touch: Touch, ctx: &Ctx<'_>) {
        match touch {
            Touch::Click { spot: WEEKS, at } => {
                self.part = Part::Weeks;
                self.weeks.click(at.x, TYPED);
            }
            touch => {
                if let Touch::Click { spot: Spot::Row { .. }, .. } = touch {
                    self.part = Part::Lines;
                }
                self.list.touch(touch, &self.window, ctx.hits.area_of(Spot::Zone(LINES)).height);
            }
        }
    }

    /// `47 first reviews, 23 Nov to 15 Feb; 3 over owners' hours`.
    fn summary(&self, look: &Look) -> (Role, String) {
        if self.reviews.is_empty() {
            return (Role::Dim, "There is nothing to plan any more.".to_owned());
        }
        let days = || self.spread.planned.iter().map(|planned| planned.on);
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| look.formats.day(day, self.today));
        let many = sheet::counted(look, self.reviews.len(), "first review");
        let said = format!("{many}, {} to {}", day(days().min()), day(days().max()));
        match self.spread.beyond_capacity() {
            0 => (Role::Title, said),
            over => (
                Role::Warning,
                format!("{said}; {} over owners' hours", look.formats.number(i64::try_from(over).unwrap_or(i64::MAX))),
            ),
        }
    }

    fn view_weeks(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let focus = Focus::from(self.part == Part::Weeks);
        let role = if focus == Focus::Here { Role::Title } else { Role::Dim };
        let taken = canvas.text(area, role, "Within weeks ");
        let field = skip_columns(area, taken);
        let field = Rect { width: field.width.min(TYPED), ..field };
        self.weeks.view(canvas, field, focus);
        canvas.spot(field, WEEKS);
        let rest = skip_columns(area, taken + TYPED + 1);
        match &self.asked {
            Err(why) => canvas.text(rest, Role::Bad, format!("! {why}")),
            Ok(Some(_)) if self.stale => canvas.text(rest, Role::Warning, "enter makes the plan anew"),
            Ok(Some(weeks)) => {
                let last = chrono::Days::new(u64::from(*weeks) * 7);
                let last = self.today.checked_add_days(last).unwrap_or(self.today);
                canvas.text(rest, Role::Dim, format!("{} {}", canvas.look.glyphs.arrow(), canvas.look.formats.date(last)))
            }
            Ok(None) => canvas.text(rest, Role::Dim, "empty: within each segment's period"),
        };
    }
}

/// The weeks typed; none where nothing is.
fn weeks_of(text: &str) -> Result<Option<u32>, Shown> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let weeks = text.parse().ok().filter(|weeks| (1..=FARTHEST).contains(weeks));
    weeks.map(Some).ok_or_else(|| Shown::line(&format!("a whole number of weeks, 1 to {FARTHEST}")))
}

impl Layer for PlanDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let said = sheet::said_rows(self.said.as_ref(), columns);
        let many = u16::try_from(self.window.rows.len().min(ROWS)).unwrap_or(0);
        let inner = popup::centred(canvas, area, "Plan first reviews", columns, said + many + 5);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        let (role, words) = self.summary(canvas.look);
        canvas.text(rest, role, words);
        self.view_weeks(canvas, row_of(rest, 1));
        let list = skip_rows(rest, 3);
        let list = Rect { height: list.height.saturating_sub(2), ..list };
        let focus = Focus::from(self.part == Part::Lines);
        let picture = Picture::of(&self.model, &self.reviews, &self.spread, list.width.saturating_sub(2));
        self.list.view(canvas, list, &self.window, focus, |canvas, place, row| picture.row(canvas, place, *row));
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        let role = |part| if self.part == part { Role::ButtonFocus } else { Role::Button };
        buttons(canvas, bottom, &[("Accept", role(Part::Accept), Action::Save), ("Leave", role(Part::Leave), Action::Back)]);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match input {
            Input::Act(Action::Save) => return self.accept(ctx),
            Input::Act(Action::Press) => return self.press(ctx),
            Input::Act(Action::Back) => return Step::Close,
            Input::Act(Action::NextField) => self.part = after(self.part),
            Input::Act(Action::PreviousField) => self.part = after(after(after(self.part))),
            Input::Act(_) => return Step::Ignored,
            Input::Key(key) => self.key(key, ctx),
            Input::Paste(text) if self.part == Part::Weeks => {
                self.weeks.paste(&text);
                self.typed(ctx);
            }
            Input::Paste(_) => {}
            Input::Touch(touch) => self.touch(touch, ctx),
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) => Step::Close,
            Outcome::Refused(why) => {
                self.plan(ctx);
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.model = Arc::clone(ctx.store.ground().driving());
        self.today = ctx.stamp.today;
        self.plan(ctx);
    }
}

const fn after(part: Part) -> Part {
    match part {
        Part::Weeks => Part::Lines,
        Part::Lines => Part::Accept,
        Part::Accept => Part::Leave,
        Part::Leave => Part::Weeks,
    }
}
