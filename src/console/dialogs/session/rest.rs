//! Confirming the uncontested rest of a session in one step, with every name listed first.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::checks::{Check, Checks};
use crate::console::parts::form::{Field, Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{Over, SessionAct, Stage, Staging};
use crate::domain::model::Model;
use crate::domain::session::agenda::{Reason, Reasons};
use crate::domain::session::{Session, SessionId};
use crate::domain::text::{Shown, fold};
use crate::store::{AgendaRow, Store, StoreError};

/// Rows of the list.
const ROWS: u16 = 9;
/// The most names said of those left over.
const FEW: usize = 3;

/// Opens the dialog.
pub fn open(session: Session, ctx: &Ctx<'_>) -> Opened {
    let model = ctx.store.ground().model(Some(&session.model)).map_err(|error| complaint(&error))?;
    let found = Found::read(ctx.store, &session).map_err(|error| complaint(&error))?;
    if found.rest.is_empty() {
        let said = if found.left.iter().all(|(_, names)| names.is_empty()) {
            nobody_left(ctx, &session)
        } else {
            "nobody is left that is uncontested: decide on the others one by one".to_owned()
        };
        return Err(Message::new(Tone::Plain, &said));
    }
    Ok(Box::new(Rest::new(session, model, found, ctx)))
}

/// Why there is nobody to confirm and nobody left over.
fn nobody_left(ctx: &Ctx<'_>, session: &Session) -> String {
    let total = ctx.store.session_progress(session, ctx.stamp.now).map_or(0, |progress| progress.total);
    if total == 0 { "no client passes the scope of the session: S changes it" } else { "everything is decided" }.to_owned()
}

/// Those not decided on yet.
#[derive(Default)]
struct Found {
    /// Those that may stay without a word, in the order of the agenda.
    rest: Vec<Row>,
    /// Those left over, by the reason, with their names.
    left: Vec<(Reason, Vec<String>)>,
}

struct Row {
    of: AgendaRow,
    /// Why it stands on the agenda, where there is a reason.
    why: Vec<Reason>,
    /// The same with the words for each.
    reasons: Reasons,
}

impl Found {
    fn read(store: &Store, session: &Session) -> Result<Self, StoreError> {
        let agenda = store.agenda(session)?;
        let open: Vec<_> = agenda.lines.iter().filter(|line| line.done.is_none()).collect();
        let clients: Vec<ClientId> = open.iter().map(|line| line.client).collect();
        let left = [Reason::Contested, Reason::Proposed, Reason::Unplaced].map(|reason| (reason, Vec::new())).to_vec();
        let mut found = Self { rest: Vec::new(), left };
        for (of, line) in store.agenda_rows(session, &clients)?.into_iter().zip(open) {
            if line.reasons.is_uncontested() {
                found.rest.push(Row { of, why: line.reasons.in_order(&agenda.rules).collect(), reasons: line.reasons });
            } else if let Some((_, names)) = found.left.iter_mut().find(|(reason, _)| line.reasons.has(*reason)) {
                names.push(of.name);
            }
        }
        Ok(found)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Left,
    Order,
    Names,
    Note,
}

/// The dialog.
struct Rest {
    session: Session,
    model: Arc<Model>,
    found: Found,
    /// The clients in the order in which they are listed.
    listed: Vec<ClientId>,
    /// Those taken out.
    out: BTreeSet<ClientId>,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl Rest {
    fn new(session: Session, model: Arc<Model>, found: Found, ctx: &Ctx<'_>) -> Self {
        let draft = ctx.desk.drafts.note(&draft_of(session.id)).to_owned();
        let form = Form::new()
            .lines(Of::What, "These", Vec::new())
            .lines(Of::Left, "Left over", Vec::new())
            .choice(Of::Order, "Listed", ["as on the agenda", "by owner"].map(Shown::line).to_vec(), 0)
            .checks(Of::Names, "Names", Checks::default())
            .of_rows(ROWS)
            .note(Of::Note, "Why (optional)", &draft, 0)
            .of_rows(2);
        let title = Shown::line(&format!("Confirm the uncontested rest of {}", session.name));
        let (listed, out) = (Vec::new(), BTreeSet::new());
        let mut dialog = Self { session, model, found, listed, out, form, said: None, title };
        dialog.list();
        dialog.show(ctx.look);
        dialog.form.focus(Of::Names);
        dialog
    }

    /// Lists the names in the order chosen.
    fn list(&mut self) {
        let mut rows: Vec<&Row> = self.found.rest.iter().collect();
        if self.form.chosen(Of::Order) == 1 {
            rows.sort_by_cached_key(|row| (row.of.owner.is_none(), row.of.owner.as_deref().map(fold), fold(&row.of.name)));
        }
        let lines = rows.iter().map(|row| self.line(row)).collect();
        self.listed = rows.iter().map(|row| row.of.client).collect();
        self.form.replace(Of::Names, Field::Checks(Checks::new(lines)));
    }

    fn line(&self, row: &Row) -> Check {
        let of = &row.of;
        let place = of.segment.as_deref().map_or_else(|| "none".to_owned(), |place| self.model.place_letters(place));
        let owner = of.owner.as_deref().unwrap_or("no owner");
        let elsewhere = of.falls_into.as_deref().filter(|into| Some(*into) != of.segment.as_deref());
        let elsewhere = elsewhere.map(|into| format!("scores say {}", self.model.place_letters(into)));
        // What the scores say is said as such.
        let why = row.why.iter().find(|why| !(matches!(why, Reason::Drift) && elsewhere.is_some()));
        let why = why.map(|why| row.reasons.in_words(*why).to_owned());
        let sign = elsewhere.into_iter().chain(why).collect::<Vec<_>>().join(", ");
        Check {
            on: !self.out.contains(&of.client),
            words: Shown::line(&format!("{place}  {}, {owner}", of.name)),
            sign: Shown::line(&sign),
        }
    }

    fn show(&mut self, look: &Look) {
        let many = sheet::counted(look, self.listed.len() - self.out.len(), "client");
        let mut what = vec![line(Role::Title, &format!("{many} stay where they are; Space takes one out"))];
        if !self.out.is_empty() {
            what.push(line(Role::Dim, &format!("taken out: {}", sheet::counted(look, self.out.len(), "client"))));
        }
        let left = self.found.left.iter().filter(|(_, names)| !names.is_empty());
        let left = left.map(|(reason, names)| {
            let more = names.len().saturating_sub(FEW);
            let named = names.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            line(Role::Warning, &format!("{} {}: {named}{more}", names.len(), reason.in_words()))
        });
        let left = left.collect();
        self.form.set_lines(Of::What, what);
        self.form.set_lines(Of::Left, left);
    }

    /// Takes out what was unticked.
    fn ticked(&mut self, look: &Look) {
        let Some(checks) = self.form.checks_of(Of::Names) else { return };
        self.out = self.listed.iter().zip(checks.lines()).filter(|(_, line)| !line.on).map(|(client, _)| *client).collect();
        self.show(look);
    }

    fn save(&mut self) -> Step {
        let clients: Vec<ClientId> = self.listed.iter().copied().filter(|client| !self.out.contains(client)).collect();
        let Some(first) = clients.first().copied() else {
            self.said = Some(Message::new(Tone::Bad, "nobody is left: Space takes one in again"));
            return Step::Stay;
        };
        let plain = Stage::plain(self.session.id, first, Staging::Rest);
        let stage = Stage { clients, note: self.form.value(Of::Note), over: Over::Own, ..plain };
        Step::Commit(Box::new(Command::Session(SessionAct::Stage(stage))))
    }
}

fn draft_of(session: SessionId) -> String {
    format!("session/{session}/rest")
}

impl Layer for Rest {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Confirm them", self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&draft_of(self.session.id), &self.form.value(Of::Note)),
            FormStep::Changed(Of::Names) => self.ticked(ctx.look),
            FormStep::Changed(Of::Order) => self.list(),
            FormStep::Save => return self.save(),
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        sheet::tried(outcome, &draft_of(self.session.id), &[], &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        match Found::read(ctx.store, &self.session) {
            Ok(found) => {
                let before: BTreeSet<ClientId> = self.listed.iter().copied().collect();
                self.found = found;
                self.out.retain(|client| self.found.rest.iter().any(|row| row.of.client == *client));
                let now: BTreeSet<ClientId> = self.found.rest.iter().map(|row| row.of.client).collect();
                if now != before {
                    self.list();
                    self.said = Some(Message::new(Tone::Plain, "the list changed: somebody decided meanwhile"));
                }
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.show(ctx.look);
    }
}
