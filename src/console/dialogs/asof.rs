//! Asking for the day of the past the board is to show.

use std::rc::Rc;

use chrono::{Month, NaiveDate};
use ratatui::layout::Rect;

use super::sheet;
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Task, Tone};
use crate::console::parts::date::ReadDate;
use crate::console::parts::form::{Form, FormStep};
use crate::console::sight::Past;
use crate::console::theme::Role;
use crate::domain::calendar::{Fiscal, understand};
use crate::domain::command::fiscal_start;
use crate::domain::text::Shown;
use crate::store::{Progress, StoreError};

/// Opens the dialog.
#[must_use]
pub fn open(ctx: &Ctx<'_>) -> Box<dyn Layer> {
    let begins = u8::try_from(fiscal_start(&ctx.store.ground().recorded)).ok().and_then(|month| Month::try_from(month).ok());
    let fiscal = Fiscal { begins: begins.unwrap_or(Month::January) };
    let examples = vec![
        sheet::line(Role::Dim, "yesterday, -3m, last quarter, 2026-03-31"),
        sheet::line(Role::Dim, "by the days changes were recorded; nothing can be changed there"),
    ];
    let form = Form::new().date(Of::Day, "As of", "", reading(ctx.stamp.today, fiscal)).lines(Of::Examples, "Like", examples);
    Box::new(AsOfDialog { form, said: None, asked: None, title: Shown::line("The board of a past day") })
}

/// Reads a day, or a span of days by its last one; what is to come has no board yet.
fn reading(today: NaiveDate, fiscal: Fiscal) -> ReadDate {
    Box::new(move |text| {
        let day = match (understand(text, today), fiscal.understand(text, today)) {
            (Ok(day), _) => day,
            (Err(_), Ok(span)) => span.to.min(today),
            (Err(why), Err(_)) => return Err(why.to_string()),
        };
        if day > today { Err("that day is still to come".to_owned()) } else { Ok(day) }
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Day,
    Examples,
}

/// The dialog that asks for the day, and waits for its book.
struct AsOfDialog {
    form: Form<Of>,
    said: Option<Message>,
    /// The day whose book is being folded.
    asked: Option<NaiveDate>,
    title: Shown,
}

impl AsOfDialog {
    fn ask(&mut self, ctx: &mut Ctx<'_>) -> Step {
        match self.form.day(Of::Day) {
            Ok(Some(day)) if day == ctx.stamp.today => {
                ctx.desk.past = None;
                Step::Close
            }
            Ok(Some(day)) => {
                self.asked = Some(day);
                Step::Work(Task::AsOf(day))
            }
            Ok(None) => {
                self.form.wrong(Of::Day, "a day is needed");
                Step::Stay
            }
            Err(why) => {
                self.form.wrong(Of::Day, &why);
                Step::Stay
            }
        }
    }
}

impl Layer for AsOfDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Show", self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        // One field: what is typed is what is asked.
        if input == Input::Act(Action::Press) && self.form.focused() == Some(Of::Day) {
            return self.ask(ctx);
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Save => self.ask(ctx),
            FormStep::Cancel if self.asked.take().is_some() => {
                self.said = Some(Message::new(Tone::Plain, "left; the board stays as it is"));
                Step::Leave
            }
            FormStep::Cancel => Step::Close,
            FormStep::Ignored => Step::Ignored,
            FormStep::Changed(_) => {
                self.said = None;
                Step::Stay
            }
            FormStep::Stay => Step::Stay,
        }
    }

    fn told(&mut self, progress: Option<Progress>) {
        if self.asked.is_none() {
            return;
        }
        let far = progress.map_or_else(String::new, |far| format!(": {} of {}", far.done, far.of));
        self.said = Some(Message::new(Tone::Plain, &format!("reading the journal{far}")).hint("Esc leaves it"));
    }

    fn recalled(&mut self, found: Result<Past, StoreError>, ctx: &mut Ctx<'_>) -> Step {
        let wanted = self.asked.take();
        match found {
            Ok(past) if wanted == Some(past.day) => {
                ctx.desk.past = Some(Rc::new(past));
                Step::Close
            }
            Ok(_) | Err(StoreError::Left) => Step::Stay,
            Err(error) => {
                self.said = Some(complaint(&error));
                Step::Stay
            }
        }
    }
}
