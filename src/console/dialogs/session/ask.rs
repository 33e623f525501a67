//! The short dialogs of a session: revealing the proposals, giving the session up, judging what a move expected.

use ratatui::layout::Rect;

use super::earlier::{draft_of, in_words};
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, SessionAct, required_note};
use crate::domain::session::{Kind, Session, SessionId, State};
use crate::domain::text::{Shown, fold};
use crate::store::SessionRow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Reveal,
    Void,
    Judge(ClientId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    In,
    Missing,
    What,
    Why,
    Expected,
    Now,
    Held,
    Note,
}

/// The dialog.
struct Ask {
    what: What,
    session: SessionId,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

fn row(session: Session, ctx: &Ctx<'_>) -> Result<SessionRow, Message> {
    ctx.store.session_row(session).map_err(|error| complaint(&error))
}

/// Opens the dialog that shows the proposals to all.
pub fn reveal(session: Session, ctx: &Ctx<'_>) -> Opened {
    let row = row(session, ctx)?;
    if let Some(act) = &row.session.revealed {
        let said = format!("the proposals are revealed since {} (by {})", ctx.look.formats.date(act.on), act.by);
        return Err(Message::new(Tone::Plain, &said));
    }
    let missing = missing(&row);
    let title = format!("Reveal the proposals of {}", row.session.name);
    let label = if missing.is_empty() { "Note (optional)" } else { "Why now" };
    let mut form = Form::new()
        .lines(Of::In, "Who is in", Vec::new())
        .lines(Of::Missing, "Missing", Vec::new())
        .lines(
            Of::What,
            "Then",
            vec![line(Role::Text, "everybody sees what everybody proposes, and the agenda orders itself by it")],
        )
        .note(Of::Note, label, &draft(What::Reveal, row.session.id, ctx), 0)
        .of_rows(3);
    let known = if row.voters.is_empty() { "nobody yet".to_owned() } else { row.voters.join(", ") };
    form.set_lines(Of::In, vec![line(Role::Text, &known)]);
    let gone = if missing.is_empty() { Vec::new() } else { vec![line(Role::Warning, &missing.join(", "))] };
    form.set_lines(Of::Missing, gone);
    Ok(opened(What::Reveal, row.session.id, form, &title))
}

/// The participants nobody has heard yet.
fn missing(row: &SessionRow) -> Vec<String> {
    let heard = |person: &String| row.voters.iter().any(|voter| fold(voter) == fold(person));
    row.session.participants.iter().filter(|person| !heard(person)).cloned().collect()
}

/// Opens the dialog that gives a session up.
pub fn void(session: Session, ctx: &Ctx<'_>) -> Opened {
    let row = row(session, ctx)?;
    let decided = row.moves + row.confirmed + row.deferred;
    let said = match decided {
        0 => "nothing was decided in it".to_owned(),
        1 => "the one decision staged in it is not written; it stays to be read".to_owned(),
        many => format!("the {} decisions staged in it are not written; they stay to be read", ctx.look.formats.number(many)),
    };
    let form = Form::new()
        .lines(Of::What, "Then", vec![line(Role::Warning, &said)])
        .note(Of::Note, "Why", &draft(What::Void, row.session.id, ctx), NOTE_MIN)
        .of_rows(3);
    let title = format!("Give {} up", row.session.name);
    Ok(opened(What::Void, row.session.id, form, &title))
}

/// Opens the dialog that judges what a move expected.
pub fn judge(session: Session, client: ClientId, ctx: &Ctx<'_>) -> Opened {
    let item = ctx.store.session_item(session.id, client).map_err(|error| complaint(&error))?;
    let item = item.filter(|_| session.state == State::Final);
    let moved = item.as_ref().and_then(|item| item.staged.as_ref()).filter(|staged| staged.kind == Kind::Move);
    let (Some(item), Some(staged)) = (&item, moved) else {
        return Err(Message::new(Tone::Plain, &format!("{} moved nobody of that name", session.name)));
    };
    let model = ctx.store.ground().model(Some(&session.model)).map_err(|error| complaint(&error))?;
    let subjects = ctx.store.subjects_in(Some(&model.key), &[client], ctx.stamp.today).map_err(|error| complaint(&error))?;
    let known = subjects.first().map(|subject| subject.name.clone());
    let name = known.or_else(|| item.record.as_ref().map(|record| record.name.clone())).unwrap_or_default();
    let on = session.closed.as_ref().map_or(staged.on, |act| act.on);
    let hide = |text: &str| if ctx.look.presenter { sheet::HIDDEN.to_owned() } else { text.to_owned() };
    let expected = match (staged.expect.is_empty(), staged.revisit_on) {
        (true, None) => "nothing was said".to_owned(),
        (true, Some(day)) => format!("to be looked at again on {}", ctx.look.formats.date(day)),
        (false, None) => staged.expect.clone(),
        (false, Some(day)) => format!("{}, by {}", staged.expect, ctx.look.formats.date(day)),
    };
    let now = subjects.first().map(|subject| format!("in {}", sheet::segment(&model, subject.segment.as_deref())));
    let kept = draft(What::Judge(client), session.id, ctx);
    let note = if kept.is_empty() && !ctx.look.presenter {
        item.judged.as_ref().map_or(String::new(), |judged| judged.act.note.clone())
    } else {
        kept
    };
    let at = usize::from(item.judged.as_ref().is_some_and(|judged| !judged.held));
    let moved = format!("{}, by {} on {}", in_words(staged, &model, ctx.look), staged.by, ctx.look.formats.date(on));
    let form = Form::new()
        .lines(Of::What, "Moved", vec![line(Role::Title, &moved)])
        .lines(Of::Why, "Because", vec![line(Role::Text, &hide(&staged.note))])
        .lines(Of::Expected, "Expected", vec![line(Role::Text, &expected)])
        .lines(Of::Now, "Now", vec![line(Role::Text, &now.unwrap_or_else(|| "no longer in the book".to_owned()))])
        .choice(Of::Held, "It", ["held", "did not hold"].map(Shown::line).to_vec(), at)
        .note(Of::Note, "Note (optional)", &note, 0)
        .of_rows(3);
    let title = format!("Did it hold? {name}, {}", session.name);
    Ok(opened(What::Judge(client), session.id, form, &title))
}

fn opened(what: What, session: SessionId, form: Form<Of>, title: &str) -> Box<dyn Layer> {
    Box::new(Ask { what, session, form, said: None, title: Shown::line(title) })
}

fn key(what: What, session: SessionId) -> String {
    match what {
        What::Reveal => format!("session/{session}/reveal"),
        What::Void => format!("session/{session}/void"),
        What::Judge(client) => draft_of(session, "judge", &[client]),
    }
}

fn draft(what: What, session: SessionId, ctx: &Ctx<'_>) -> String {
    ctx.desk.drafts.note(&key(what, session)).to_owned()
}

impl Ask {
    fn save(&mut self) -> Step {
        let (session, note) = (self.session, self.form.value(Of::Note));
        let act = match self.what {
            What::Reveal => SessionAct::Reveal { session, note },
            What::Void => {
                if let Err(refusal) = required_note(&note) {
                    self.form.wrong(Of::Note, &refusal.to_string());
                    return Step::Stay;
                }
                SessionAct::Void { session, note }
            }
            What::Judge(client) => SessionAct::Judge { session, client, held: self.form.chosen(Of::Held) == 0, note },
        };
        Step::Commit(Box::new(Command::Session(act)))
    }
}

impl Layer for Ask {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let button = match self.what {
            What::Reveal => "Reveal",
            What::Void => "Give it up",
            What::Judge(_) => "Save",
        };
        sheet::view(canvas, area, &self.title, &self.form, button, self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&key(self.what, self.session), &self.form.value(Of::Note)),
            FormStep::Save => return self.save(),
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        sheet::tried(outcome, &key(self.what, self.session), &[], &mut self.said, ctx)
    }
}
