//! Stopping the clocks of clients for a while, and letting them run again.

use ratatui::layout::Rect;

use super::clock::{ClocksOf, Lines, REHEARSED, read_clocks};
use super::conflict::{self, Answer, Guard};
use super::sheet::{self, day_and_distance, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::cadence::State;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, required_note};
use crate::domain::text::Shown;
use crate::store::DueRow;

/// The most clients listed by name.
const NAMED: usize = 200;

/// Opens the dialog: it pauses those that run, or resumes the one that is paused.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let today = ctx.stamp.today;
    let all = read_clocks(ctx.store, clients, today).map_err(|error| complaint(&error))?;
    let mut running = Vec::new();
    for one in all.iter().filter(|one| one.subject.archived_on.is_none()) {
        if paused_on(one, ctx)?.is_none() {
            running.push(one.subject.client);
        }
    }
    let (way, clients) = match (all.as_slice(), running.as_slice()) {
        ([], _) => return Err(Message::new(Tone::Plain, "no client is selected")),
        ([only], []) => match (only.subject.archived_on, paused_on(only, ctx)?) {
            (Some(since), _) => {
                let said = format!("{} is archived since {since}", only.subject.name);
                return Err(Message::new(Tone::Plain, &said).hint("restore it first"));
            }
            (None, Some(since)) => (Way::Back(since), vec![only.subject.client]),
            (None, None) => return Err(Message::new(Tone::Plain, "no client is selected")),
        },
        (_, []) => {
            let said = "all marked clients are paused already, or archived";
            return Err(Message::new(Tone::Plain, said).hint("clear the marks and resume them one by one"));
        }
        (_, running) => (Way::Out, running.to_vec()),
    };
    Ok(Box::new(PauseDialog::new(way, clients, all, ctx)))
}

/// Since when a client is paused.
fn paused_on(one: &ClocksOf, ctx: &Ctx<'_>) -> Result<Option<chrono::NaiveDate>, Message> {
    // A client whose clocks run is not paused; the whole page is only read for the others.
    if one.clocks.iter().any(|row| row.clock.state != State::Paused) {
        return Ok(None);
    }
    let page = ctx.store.page(one.subject.client, ctx.stamp.today).map_err(|error| complaint(&error))?;
    Ok(page.client.paused_on)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Then,
    Draft,
    Note,
    Each,
}

/// Which way the clocks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    /// With the day since when they stand.
    Back(chrono::NaiveDate),
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Out => "Pause",
            Self::Back(_) => "Resume",
        }
    }
}

/// The dialog that pauses clients or resumes one.
struct PauseDialog {
    clients: Vec<ClientId>,
    guard: Guard,
    way: Way,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl PauseDialog {
    fn new(way: Way, clients: Vec<ClientId>, all: Vec<ClocksOf>, ctx: &mut Ctx<'_>) -> Self {
        let of: Vec<&ClocksOf> = all.iter().filter(|one| clients.contains(&one.subject.client)).collect();
        let whom = match of.as_slice() {
            [only] => only.subject.name.clone(),
            several => sheet::counted(ctx.look, several.len(), "client"),
        };
        let draft = ctx.desk.drafts.note(&draft_of(&clients)).to_owned();
        let begun = if draft.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let (label, needed) = match way {
            Way::Out => ("Why", NOTE_MIN),
            Way::Back(_) => ("Note (optional)", 0),
        };
        let mut form = Form::new()
            .lines(Of::What, "Client", Vec::new())
            .lines(Of::Then, "Then", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .note(Of::Note, label, &draft, needed)
            .of_rows(3)
            .lines(Of::Each, "One by one", Vec::new());
        form.set_lines(Of::Draft, begun);
        form.set_lines(Of::What, what(way, &whom, all.len() - of.len(), ctx.look));
        let mut said = None;
        let then = match way {
            Way::Out => stops(&of, ctx.look),
            Way::Back(_) => match resumed(clients[0], ctx) {
                Ok(rows) => runs(&rows, ctx.look),
                Err(why) => {
                    said = Some(why);
                    Vec::new()
                }
            },
        };
        form.set_lines(Of::Then, then);
        form.set_lines(Of::Each, each(&of));
        form.focus(Of::Note);
        let guard = Guard::new(&clients, ctx);
        Self { clients, guard, way, form, said, title: Shown::line(&format!("{} {whom}", way.name())) }
    }

    fn save(&mut self) -> Step {
        let note = self.form.value(Of::Note);
        let command = match (self.way, self.clients.as_slice()) {
            (Way::Back(_), [client]) => Command::Resume { client: *client, note },
            (Way::Back(_) | Way::Out, clients) => {
                if let Err(refusal) = required_note(&note) {
                    self.form.wrong(Of::Note, &refusal.to_string());
                    return Step::Stay;
                }
                Command::Pause { clients: clients.to_vec(), note }
            }
        };
        Step::Commit(Box::new(command))
    }
}

fn what(way: Way, whom: &str, left: usize, look: &Look) -> Lines {
    let said = match way {
        Way::Out => whom.to_owned(),
        Way::Back(since) => format!("{whom}, paused since {}", look.formats.date(since)),
    };
    let mut lines = vec![line(Role::Title, &said)];
    if left > 0 {
        let said = format!("left out: {} paused already or archived", sheet::counted(look, left, "client"));
        lines.push(line(Role::Dim, &said));
    }
    lines
}

/// What a pause brings.
fn stops(of: &[&ClocksOf], look: &Look) -> Lines {
    let clocks = || of.iter().flat_map(|one| &one.clocks);
    let said = match of {
        [_] => "its clocks stop today: no due dates until P resumes it; then they count from that day",
        _ => "their clocks stop today: no due dates until P resumes each; then they count from that day",
    };
    let mut lines = vec![line(Role::Text, said)];
    let snoozed = clocks().filter(|row| row.clock.clock.snoozed_until.is_some_and(|until| until > look.today)).count();
    let booked = clocks().filter(|row| row.clock.clock.booked_on.is_some()).count();
    let ends = [(snoozed, "snooze"), (booked, "booking")].into_iter().filter(|(many, _)| *many > 0);
    let ends: Vec<String> = ends.map(|(many, one)| sheet::counted(look, many, one)).collect();
    if !ends.is_empty() {
        lines.push(line(Role::Warning, &format!("ends with it: {}", ends.join(" and "))));
    }
    let late = clocks().filter(|row| matches!(row.clock.state, State::Overdue)).count();
    if late > 0 {
        let said = format!("{} overdue now: that stays in the history alone", sheet::counted(look, late, "review"));
        lines.push(line(Role::Warning, &said));
    }
    lines
}

/// The clocks of a client as they would be after it resumes.
fn resumed(client: ClientId, ctx: &Ctx<'_>) -> Result<Vec<DueRow>, Message> {
    let today = ctx.stamp.today;
    let command = Command::Resume { client, note: REHEARSED.to_owned() };
    let read = ctx.store.rehearse(&command, ctx.stamp, |book| book.clocks_on(client, today));
    read.map_err(|error| complaint(&error))
}

fn runs(rows: &[DueRow], look: &Look) -> Lines {
    let mut lines = vec![line(Role::Text, "its clocks count from today")];
    for row in rows {
        let clock = &row.clock.clock;
        let next = clock.effective.map_or_else(|| "as needed".to_owned(), |due| format!("due {}", day_and_distance(look, due)));
        lines.push(line(Role::Text, &format!("{}: {next}", clock.kind)));
    }
    lines
}

fn each(of: &[&ClocksOf]) -> Lines {
    if of.len() < 2 {
        return Vec::new();
    }
    let mut lines: Lines = of.iter().take(NAMED).map(|one| line(Role::Dim, &one.subject.name)).collect();
    if of.len() > NAMED {
        lines.push(line(Role::Dim, &format!("and {} more", of.len() - NAMED)));
    }
    lines
}

/// Where the draft of a note is kept.
fn draft_of(clients: &[ClientId]) -> String {
    match clients {
        [only] => format!("pause/{only}"),
        _ => "pause/marked".to_owned(),
    }
}

impl Layer for PauseDialog {
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
                Answer::Mine => self.save(),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(_) => ctx.desk.drafts.keep(&draft_of(&self.clients), &self.form.value(Of::Note)),
            FormStep::Save => {
                return match self.guard.news(ctx) {
                    Some(news) => news.against(Vec::new()),
                    None => self.save(),
                };
            }
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        sheet::tried(outcome, &draft_of(&self.clients), &self.clients, &mut self.said, ctx)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::open;
    use crate::console::key::Key;

    #[test]
    fn the_dialog_as_it_is_seen() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = Trial::new(columns, rows);
            let client = trial.client("Corvid");
            insta::assert_snapshot!(format!("pause_{columns}x{rows}"), trial.open(|ctx| open(&[client], ctx)));
            trial.every_size();
            trial.resize(columns, rows);
            trial.type_in("Their office is being rebuilt");
            trial.save();
            insta::assert_snapshot!(format!("resume_{columns}x{rows}"), trial.open(|ctx| open(&[client], ctx)));
            trial.every_size();
        }
    }

    #[test]
    fn a_pause_needs_its_note_is_saved_and_taken_back_and_resuming_needs_none() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Corvid");
        trial.open(|ctx| open(&[client], ctx));
        assert!(trial.save().contains("! a note of at least 10 characters"));
        trial.type_in("Their office is being rebuilt");
        let seen = trial.save();
        assert!(trial.is_closed() && seen.contains("paused Corvid Analytics"), "{seen}");
        let seen = trial.open(|ctx| open(&[client], ctx));
        assert!(seen.contains("paused since 2026-06-15") && seen.contains("Review: due"), "{seen}");
        trial.click("Cancel");
        trial.key(Key::char('u'));
        let seen = trial.open(|ctx| open(&[client], ctx));
        assert!(seen.contains("Pause Corvid"), "{seen}");
        trial.type_in("Their office is being rebuilt");
        trial.save();
        trial.open(|ctx| open(&[client], ctx));
        let seen = trial.save();
        assert!(trial.is_closed() && seen.contains("resumed Corvid Analytics"), "{seen}");
    }

    #[test]
    fn many_are_paused_with_one_note_and_the_paused_ones_are_left_out() {
        let mut trial = Trial::new(80, 24);
        let corvid = trial.client("Corvid");
        trial.open(|ctx| open(&[corvid], ctx));
        trial.type_in("Their office is being rebuilt");
        trial.save();
        let clients = trial.mark(&["Nordwind", "Corvid", "Åker"]);
        let seen = trial.open(|ctx| open(&clients, ctx));
        assert!(seen.contains("Pause 2 clients") && seen.contains("left out: 1 client paused already"), "{seen}");
        trial.type_in("A merger stops everything");
        let seen = trial.save();
        assert!(seen.contains("paused 2 clients"), "{seen}");
        assert!(trial.app.with(|ctx| ctx.desk.marked.is_empty()));
        let seen = trial.open(|ctx| open(&clients, ctx));
        assert!(seen.contains("all marked clients are paused already"), "{seen}");
    }
}
