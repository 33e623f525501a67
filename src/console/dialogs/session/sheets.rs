//! Sheets of proposals: written for the owners to fill in, and merged when they come back.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::papers::{Paper, Papers, file_name, files};
use super::report::{NAMES, READERS, Replace, THERE, folder, owners, replaces, target};
use crate::console::canvas::{Canvas, Look};
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::folders::Purpose;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::path::{PathField, TABLES};
use crate::console::theme::Role;
use crate::domain::command::SessionAct;
use crate::domain::session::{Session, View};
use crate::domain::text::Shown;
use crate::exchange::session::proposals::{Filled, read};

/// The most problems of a file that are shown.
const PROBLEMS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Owner,
    About,
    Voter,
    Readers,
    File,
    Says,
    Problems,
    Gone,
}

/// The dialog that writes sheets.
struct Out {
    session: Session,
    owners: Vec<String>,
    form: Form<Of>,
    writing: bool,
    said: Option<Message>,
    title: Shown,
}

/// Opens the dialog that writes sheets.
pub fn out(session: Session, ctx: &Ctx<'_>) -> Opened {
    let owners = owners(&session, ctx)?;
    if owners.is_empty() {
        return Err(Message::new(Tone::Plain, "no client of the session has an owner to ask"));
    }
    let options = std::iter::once("every owner, a sheet each").chain(owners.iter().map(String::as_str));
    let people = session.participants.iter().chain(&session.co_facilitators).map(|person| Shown::line(person));
    let path = PathField::to_write(ctx.desk.home.clone(), THERE, &folder(ctx), "");
    let form = Form::new()
        .choice(Of::Owner, "Clients of", options.map(Shown::line).collect(), 0)
        .text(Of::Voter, "Filled in by", "")
        .offering(people.collect())
        .lines(Of::About, " ", Vec::new())
        .choice(Of::Readers, "Readable by", READERS.map(|(name, _)| Shown::line(name)).to_vec(), 0)
        .path(Of::File, "To", path)
        .of_rows(NAMES);
    let title = Shown::line(&format!("Sheets of proposals for {}", session.name));
    let mut dialog = Out { session, owners, form, writing: false, said: None, title };
    dialog.choose();
    Ok(Box::new(dialog))
}

impl Out {
    /// The owner chosen; none for all of them.
    fn owner(&self) -> Option<&String> {
        self.form.chosen(Of::Owner).checked_sub(1).and_then(|at| self.owners.get(at))
    }

    /// Another owner is chosen: who fills the sheet in, and what it is called.
    fn choose(&mut self) {
        match self.owner().cloned() {
            Some(owner) => {
                self.form.reveal(Of::Voter);
                self.form.set_text(Of::Voter, &owner);
            }
            None => self.form.hide(Of::Voter),
        }
        self.rename();
    }

    /// The name of the file follows who fills it in.
    fn rename(&mut self) {
        let voter = self.form.value(Of::Voter);
        let (name, about) = match self.owner() {
            Some(owner) => {
                let blind = "Proposals stay blind until they are revealed.";
                let (about, whose) = if voter.trim() == owner {
                    (format!("{owner} proposes a segment for each client, or none. {blind}"), "")
                } else {
                    (format!("{voter} marks what {owner} proposes: agree, question, no view. {blind}"), voter.as_str())
                };
                (file_name(&[&self.session.name, "proposals", owner, whose], "csv"), about)
            }
            None => {
                let about = format!("a file each, in a folder: {}", self.owners.join(", "));
                (file_name(&[&self.session.name, "proposals"], ""), about)
            }
        };
        self.form.set_lines(Of::About, vec![line(Role::Dim, &about)]);
        self.form.path_mut(Of::File).propose(&name);
    }

    fn write(&mut self, replace: Replace, ctx: &Ctx<'_>) -> Step {
        let (owner, home) = (self.owner().cloned(), ctx.desk.home.clone());
        let voter = self.form.value(Of::Voter).trim().to_owned();
        if owner.is_some() && voter.is_empty() {
            self.form.wrong(Of::Voter, "say who fills it in");
            return Step::Stay;
        }
        let to = match target(self.form.path_mut(Of::File), owner.is_none(), "csv", home.as_deref()) {
            Ok(to) => to,
            Err(why) => {
                self.form.wrong(Of::File, &why);
                return Step::Stay;
            }
        };
        if replace == Replace::Asks {
            let each = files(&self.session.name, "proposals", &self.owners, &to, "csv");
            let each: Vec<PathBuf> =
                if owner.is_none() { each.into_iter().map(|(_, file)| file).collect() } else { vec![to.clone()] };
            if let Some(question) = replaces(&each, home.as_deref()) {
                return question;
            }
        }
        self.writing = true;
        let paper = match owner {
            Some(owner) => Paper::Sheet { owner, voter },
            None => Paper::Sheets(self.owners.clone()),
        };
        let access = READERS[self.form.chosen(Of::Readers)].1;
        Step::Work(Task::Papers(Box::new(Papers { session: self.session.id, paper, to, access, home })))
    }
}

impl Layer for Out {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let writing = self.writing.then(|| Message::new(Tone::Plain, "writing …"));
        sheet::view(canvas, area, &self.title, &self.form, "Write", writing.as_ref().or(self.said.as_ref()));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if self.writing {
            return Step::Stay;
        }
        self.said = None;
        if input == Input::Act(Action::Yes) {
            return self.write(Replace::Does, ctx);
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Save => return self.write(Replace::Asks, ctx),
            FormStep::Cancel => return Step::Close,
            FormStep::Changed(Of::Owner) => self.choose(),
            FormStep::Changed(Of::Voter) => self.rename(),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        self.writing = false;
        match outcome {
            Outcome::Saved(_) => {
                let file = self.form.path_mut(Of::File).file();
                ctx.desk.folders.remember(Purpose::Export, &file);
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }
}

/// The dialog that merges a sheet.
struct In {
    session: Session,
    /// The file looked at, and what it says.
    filled: Option<(PathBuf, Filled)>,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

/// Opens the dialog that merges a sheet.
pub fn back(session: Session, ctx: &Ctx<'_>) -> Opened {
    let mut path = PathField::new(ctx.desk.home.clone(), TABLES);
    let last = ctx.desk.folders.last(Purpose::Import).or_else(|| ctx.desk.folders.last(Purpose::Export));
    if let Some(folder) = last.map(|folder| folder.join("")) {
        path.put_path(&folder);
    }
    let mut form = Form::new()
        .path(Of::File, "File", path)
        .of_rows(NAMES)
        .lines(Of::Says, "It says", Vec::new())
        .lines(Of::Problems, "Not taken", Vec::new())
        .lines(Of::Gone, "Left out", Vec::new());
    form.set_lines(
        Of::Says,
        vec![line(Role::Dim, "choose a sheet that was filled in: what it says is shown before it is merged")],
    );
    form.set_lines(Of::Problems, Vec::new());
    form.set_lines(Of::Gone, Vec::new());
    let title = Shown::line(&format!("Merge proposals for {}", session.name));
    Ok(Box::new(In { session, filled: None, form, said: None, title }))
}

impl In {
    /// Looks at the file typed, where it is one.
    fn look(&mut self, ctx: &Ctx<'_>) {
        let file = self.form.path_mut(Of::File).file();
        self.filled = None;
        let mut says = Vec::new();
        let (mut problems, mut gone) = (Vec::new(), Vec::new());
        if file.is_file() {
            match read(&file, ctx.store) {
                Ok(filled) if filled.session != self.session.id => {
                    let other =
                        ctx.store.session(filled.session).map_or_else(|_| "another session".to_owned(), |other| other.name);
                    says.push(line(Role::Bad, &format!("! it was written for {other}")));
                }
                Ok(filled) => {
                    says = told(&filled, &self.session, ctx.look);
                    problems = wrong(&filled);
                    gone = left(&filled);
                    self.filled = Some((file, filled));
                }
                Err(error) => says.push(line(Role::Bad, &format!("! {error}"))),
            }
        }
        self.form.set_lines(Of::Says, says);
        self.form.set_lines(Of::Problems, problems);
        self.form.set_lines(Of::Gone, gone);
    }

    fn save(&mut self, ctx: &Ctx<'_>) -> Step {
        self.look(ctx);
        let Some((_, filled)) = &self.filled else {
            self.form.wrong(Of::File, "choose a sheet of this session");
            return Step::Stay;
        };
        if filled.opinions.is_empty() {
            self.said = Some(Message::new(Tone::Bad, "nothing in it can be taken"));
            return Step::Stay;
        }
        let (session, voter, opinions) = (self.session.id, filled.voter.clone(), filled.opinions.clone());
        Step::Commit(Box::new(Command::Session(SessionAct::Merge { session, voter, opinions })))
    }
}

/// Whose opinions they are, and how many of each kind.
fn told(filled: &Filled, session: &Session, look: &Look) -> Vec<(Role, Shown)> {
    let many = |view: View| filled.opinions.iter().filter(|said| said.view == view).count();
    let counted = [View::Propose, View::Agree, View::Question, View::NoView].map(|view| (many(view), view.word()));
    let counted = counted.iter().filter(|(many, _)| *many > 0).map(|(many, word)| format!("{many} {word}"));
    let counted: Vec<String> = counted.collect();
    let of = sheet::counted(look, filled.opinions.len(), "client");
    let what = if counted.is_empty() { "nothing yet".to_owned() } else { counted.join(", ") };
    let blind = if session.revealed.is_some() { "" } else { "; nobody sees it before the reveal" };
    let note = format!("what the same person said before is replaced{blind}");
    vec![line(Role::Title, &format!("{}: {what} ({of})", filled.voter)), line(Role::Dim, &note)]
}

/// What cannot be taken, line by line.
fn wrong(filled: &Filled) -> Vec<(Role, Shown)> {
    let problems = filled.problems.iter().take(PROBLEMS);
    let mut lines: Vec<(Role, Shown)> = problems
        .map(|(at, what, right)| {
            let right = if right.is_empty() { String::new() } else { format!("; {right}") };
            line(Role::Bad, &format!("line {at}: {what}{right}"))
        })
        .collect();
    if filled.problems.len() > PROBLEMS {
        lines.push(line(Role::Bad, &format!("and {} more lines", filled.problems.len() - PROBLEMS)));
    }
    lines
}

/// Who is no longer in the session.
fn left(filled: &Filled) -> Vec<(Role, Shown)> {
    let names: Vec<&str> = filled.gone.iter().take(PROBLEMS).map(|(_, name)| name.as_str()).collect();
    let more = filled.gone.len().saturating_sub(PROBLEMS);
    match (names.is_empty(), more) {
        (true, _) => Vec::new(),
        (false, 0) => vec![line(Role::Warning, &format!("no longer in the session: {}", names.join(", ")))],
        (false, more) => vec![line(Role::Warning, &format!("no longer in the session: {} and {more} more", names.join(", ")))],
    }
}

impl Layer for In {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Merge", self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match self.form.act(&input, ctx.hits) {
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return Step::Close,
            FormStep::Changed(Of::File) => self.look(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) => {
                if let Some((file, _)) = &self.filled {
                    ctx.desk.folders.remember(Purpose::Import, file);
                }
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }
}
