//! Taking a client out of the book, or bringing it back.

use ratatui::layout::Rect;

use super::conflict::{self, Answer, Guard};
use super::sheet::{self, line};
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, required_note};
use crate::domain::text::Shown;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let subjects = ctx.store.subjects(&[client], ctx.stamp.today).map_err(|error| complaint(&error))?;
    let Some(subject) = subjects.into_iter().next() else {
        return Err(Message::new(Tone::Plain, "no client is selected"));
    };
    let draft = ctx.desk.drafts.note(&format!("archive/{client}")).to_owned();
    let (way, form) = match subject.archived_on {
        None => {
            let said = format!("{} leaves the book today: no reviews, no counts. Its history stays.", subject.name);
            let form = Form::new().lines(Of::What, "", vec![line(Role::Text, &said)]);
            (Way::Out, form.note(Of::Note, "Why", &draft, NOTE_MIN))
        }
        Some(since) => {
            let said = format!("{} is archived since {since}. It comes back with all its history.", subject.name);
            let form = Form::new().lines(Of::What, "", vec![line(Role::Text, &said)]);
            (Way::Back, form.note(Of::Note, "Note (optional)", &draft, 0))
        }
    };
    let title = Shown::line(&format!("{} {}", way.name(), subject.name));
    Ok(Box::new(ArchiveDialog { client, way, guard: Guard::new(&[client], ctx), form, said: None, title }))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Note,
}

/// Which way a client goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    Back,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Out => "Archive",
            Self::Back => "Restore",
        }
    }
}

/// The dialog that archives a client or restores it.
struct ArchiveDialog {
    client: ClientId,
    way: Way,
    guard: Guard,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl ArchiveDialog {
    fn draft(&self) -> String {
        format!("archive/{}", self.client)
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if let Some(news) = self.guard.news(ctx) {
            return news.against(Vec::new());
        }
        let (client, note) = (self.client, self.form.value(Of::Note));
        let command = match self.way {
            Way::Out => {
                if let Err(refusal) = required_note(&note) {
                    self.form.wrong(Of::Note, &refusal.to_string());
                    return Step::Stay;
                }
                Command::Archive { client, note }
            }
            Way::Back => Command::Restore { client, note },
        };
        Step::Commit(Box::new(command))
    }
}

impl Layer for ArchiveDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, self.way.name(), self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            return match answer {
                Answer::Mine => self.save(ctx),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(_) => ctx.desk.drafts.keep(&self.draft(), &self.form.value(Of::Note)),
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        if matches!(outcome, Outcome::Saved(_)) {
            ctx.desk.marked.remove(&self.client);
        }
        sheet::tried(outcome, &self.draft(), &[], &mut self.said, ctx)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::open;

    #[test]
    fn the_dialog_as_it_is_seen() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = Trial::new(columns, rows);
            let client = trial.client("Blue");
            insta::assert_snapshot!(format!("archive_{columns}x{rows}"), trial.open(|ctx| open(client, ctx)));
            trial.every_size();
        }
    }

    #[test]
    fn leaving_needs_a_note_and_coming_back_needs_none() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Blue");
        trial.open(|ctx| open(client, ctx));
        assert!(trial.save().contains("! a note of at least 10 characters"));
        trial.type_in("Sold to a competitor");
        let seen = trial.save();
        assert!(trial.is_closed() && seen.contains("archived Blue Harbour Dental"), "{seen}");
        let seen = trial.open(|ctx| open(client, ctx));
        assert!(seen.contains("is archived since 2026-06-15") && seen.contains("[ Restore ]"), "{seen}");
        assert!(trial.save().contains("restored Blue Harbour Dental from the archive"));
    }
}
