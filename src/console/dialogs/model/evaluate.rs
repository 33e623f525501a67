//! Somebody looked whether a model still fits: recorded, with what came of it.

use ratatui::layout::Rect;

use super::held;
use crate::console::canvas::Canvas;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::text::Shown;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Note,
}

/// The dialog.
struct Evaluate {
    key: String,
    title: Shown,
    form: Form<Of>,
    said: Option<Message>,
}

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(key: &str, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let held = held(key, ctx)?;
    let last = held.row.evaluated_on.map_or_else(
        || "Nobody has looked yet whether this model still fits.".to_owned(),
        |day| format!("Last evaluated {}.", ctx.look.formats.date(day)),
    );
    let every = held.model.evaluate_every;
    let said = format!("{last} It is to be looked at every {every}: do its cuts still part the book well, do its reviews fit?");
    let note = ctx.desk.drafts.note(&format!("evaluate/{key}")).to_owned();
    let form = Form::new().lines(Of::What, "", vec![line(Role::Text, &said)]).note(Of::Note, "What came of it", &note, 0);
    let title = Shown::line(&format!("Evaluate {}", held.model.name));
    Ok(Box::new(Evaluate { key: key.to_owned(), title, form, said: None }))
}

impl Evaluate {
    fn draft(&self) -> String {
        format!("evaluate/{}", self.key)
    }
}

impl Layer for Evaluate {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Evaluated", self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(_) => ctx.desk.drafts.keep(&self.draft(), &self.form.value(Of::Note)),
            FormStep::Save => {
                let note = self.form.value(Of::Note);
                return Step::Commit(Box::new(Command::EvaluateModel { key: self.key.clone(), note }));
            }
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        sheet::tried(outcome, &self.draft(), &[], &mut self.said, ctx)
    }
}
