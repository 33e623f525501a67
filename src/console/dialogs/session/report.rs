//! Minutes and hand-outs of a session written to files: which, in which form, with what left out, and where to.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;

use super::papers::{Paper, Papers, ending, file_name, files};
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::folders::Purpose;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::path::{Listing, PathField, Wanted, short_path};
use crate::console::parts::question::Question;
use crate::console::theme::Role;
use crate::domain::session::minutes::Part;
use crate::domain::session::{Session, State};
use crate::domain::text::Shown;
use crate::exchange::export::Access;
use crate::exchange::refused::shown_path;
use crate::exchange::session::report::{Form as Written, Without};

/// Files that are there already.
pub(super) const THERE: Wanted =
    Wanted { endings: &[".csv", ".xlsx", ".json", ".md", ".html"], called: "there already", order: Listing::Named };
/// Rows of the names of a folder.
pub(super) const NAMES: u16 = 4;
/// The forms, in the order of the choice: what it is called, and what for.
const FORMS: [(Written, &str, &str); 4] = [
    (Written::Html, "HTML", "one page with charts, to print or send"),
    (Written::Markdown, "Markdown", "for wikis and mails"),
    (Written::Csv, "CSV", "a row per client, for any spreadsheet"),
    (Written::Json, "JSON", "for scripts"),
];
/// What can be left out, in the order of the choice.
const LEFT_OUT: [(&str, Without); 4] = [
    ("nothing", Without { money: false, notes: false }),
    ("money", Without { money: true, notes: false }),
    ("notes", Without { money: false, notes: true }),
    ("money and notes", Without { money: true, notes: true }),
];
/// Who may read it, in the order of the choice.
pub(super) const READERS: [(&str, Access); 2] = [("only me", Access::Owner), ("everybody", Access::Everybody)];
/// What the form last chosen is remembered under.
const KEPT: &str = "minutes";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Form,
    About,
    LeftOut,
    Readers,
    File,
}

/// The dialog.
struct Report {
    session: Session,
    /// Who has clients in the session.
    owners: Vec<String>,
    form: Form<Of>,
    presenter: bool,
    writing: bool,
    said: Option<Message>,
    title: Shown,
}

/// Opens the dialog.
pub fn open(session: Session, ctx: &Ctx<'_>) -> Opened {
    let owners = owners(&session, ctx)?;
    let name = ctx.desk.folders.form(KEPT);
    let at = FORMS.iter().position(|(form, ..)| Some(ending(*form)) == name).unwrap_or(0);
    let whole = ["the minutes, whole", "a hand-out for each owner"].map(str::to_owned);
    let what = whole.into_iter().chain(owners.iter().map(|owner| format!("for {owner}")));
    let what = what.map(|what| Shown::line(&what)).collect();
    let path = PathField::to_write(
        ctx.desk.home.clone(),
        THERE,
        &folder(ctx),
        &file_name(&[&session.name, "minutes"], ending(FORMS[at].0)),
    );
    let presenter = ctx.look.presenter;
    let mut form = Form::new()
        .choice(Of::What, "What", what, 0)
        .choice(Of::Form, "As", FORMS.map(|(_, name, _)| Shown::line(name)).to_vec(), at)
        .lines(Of::About, " ", Vec::new());
    form = if presenter {
        form.lines(Of::LeftOut, "Left out", vec![line(Role::Warning, "money and notes: presenter mode is on")])
    } else {
        form.choice(Of::LeftOut, "Left out", LEFT_OUT.map(|(name, _)| Shown::line(name)).to_vec(), 0)
    };
    form = form
        .choice(Of::Readers, "Readable by", READERS.map(|(name, _)| Shown::line(name)).to_vec(), 0)
        .path(Of::File, "To", path)
        .of_rows(NAMES);
    let title = Shown::line(&format!("Minutes of {}", session.name));
    let mut report = Report { session, owners, form, presenter, writing: false, said: None, title };
    report.describe();
    Ok(Box::new(report))
}

/// The owners that have clients in a session.
pub(super) fn owners(session: &Session, ctx: &Ctx<'_>) -> Result<Vec<String>, Message> {
    let progress = ctx.store.session_progress(session, ctx.stamp.now).map_err(|error| complaint(&error))?;
    Ok(progress.owners.into_iter().filter_map(|owner| owner.owner).collect())
}

/// The folder files went to last.
pub(super) fn folder(ctx: &Ctx<'_>) -> PathBuf {
    let last = ctx.desk.folders.last(Purpose::Export).map(Path::to_owned);
    last.or_else(|| ctx.desk.home.clone()).unwrap_or_default()
}

/// The file or the folder typed, with what is wrong with it; a name without an ending gets one.
pub(super) fn target(path: &mut PathField, several: bool, ending: &str, home: Option<&Path>) -> Result<PathBuf, String> {
    if path.is_blank() {
        return Err(if several { "type the path of a folder".to_owned() } else { "type the path of the file".to_owned() });
    }
    let file = path.file();
    if several {
        return match file.parent() {
            _ if file.is_dir() => Ok(file),
            _ if file.exists() => Err("this is a file: several need a folder".to_owned()),
            Some(above) if above.as_os_str().is_empty() || above.is_dir() => Ok(file),
            Some(above) => Err(format!("there is no folder {}", shown_path(&short_path(above, home)))),
            None => Ok(file),
        };
    }
    if Path::new(path.name()).extension().is_none() && !file.exists() {
        let name = format!("{}.{ending}", path.name());
        path.set_name(&name);
    }
    let file = path.file();
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() { Ok(file) } else { Err(format!("there is no folder {}", shown_path(&short_path(folder, home)))) }
}

/// A question before files are replaced; none where none is there.
pub(super) fn replaces(files: &[PathBuf], home: Option<&Path>) -> Option<Step> {
    let there: Vec<&PathBuf> = files.iter().filter(|file| file.symlink_metadata().is_ok_and(|about| !about.is_dir())).collect();
    let asked = match there.as_slice() {
        [] => return None,
        [only] => format!("{} is there already. Replace it?", shown_path(&short_path(only, home))),
        several => format!("{} of these files are there already. Replace them?", several.len()),
    };
    Some(Step::Push(Box::new(Question::passing("Replace", Shown::line(&asked), Action::Yes))))
}

/// What is done about files that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replace {
    Asks,
    Does,
}

impl Report {
    fn written(&self) -> Written {
        FORMS.get(self.form.chosen(Of::Form)).map_or(Written::Html, |(form, ..)| *form)
    }

    /// Whether it comes to several files, in a folder.
    fn several(&self) -> bool {
        self.form.chosen(Of::What) == 1
    }

    fn owner(&self) -> Option<&String> {
        self.form.chosen(Of::What).checked_sub(2).and_then(|at| self.owners.get(at))
    }

    /// Says what the form is for, and what is not final.
    fn describe(&mut self) {
        let about = FORMS.get(self.form.chosen(Of::Form)).map_or("", |(_, _, about)| *about);
        let mut lines = vec![line(Role::Dim, about)];
        match self.session.state {
            State::Final => {}
            State::Open => lines.push(line(Role::Warning, "a draft: what the session would come to now")),
            State::Void => lines.push(line(Role::Warning, "the session was given up: nothing of it was written")),
        }
        if self.several() {
            lines.push(line(Role::Text, &format!("a file each, in a folder: {}", self.owners.join(", "))));
        }
        self.form.set_lines(Of::About, lines);
    }

    /// The name of the file follows what is written and its form.
    fn rename(&mut self) {
        let form = ending(self.written());
        let name = match (self.several(), self.owner()) {
            (true, _) => file_name(&[&self.session.name, "hand-outs"], ""),
            (false, Some(owner)) => file_name(&[&self.session.name, "hand-out", owner], form),
            (false, None) => file_name(&[&self.session.name, "minutes"], form),
        };
        let several = self.several();
        let path = self.form.path_mut(Of::File);
        path.propose(&name);
        let typed = Path::new(path.name());
        if !several && typed.extension().is_some_and(|known| FORMS.iter().any(|(of, ..)| known == ending(*of)) && known != form) {
            let name = typed.with_extension(form).to_string_lossy().into_owned();
            path.set_name(&name);
        }
    }

    fn write(&mut self, replace: Replace, ctx: &Ctx<'_>) -> Step {
        let (several, form, home) = (self.several(), self.written(), ctx.desk.home.clone());
        let to = match target(self.form.path_mut(Of::File), several, ending(form), home.as_deref()) {
            Ok(to) => to,
            Err(why) => {
                self.form.wrong(Of::File, &why);
                return Step::Stay;
            }
        };
        let left_out = if self.presenter { LEFT_OUT.len() - 1 } else { self.form.chosen(Of::LeftOut) };
        let without = LEFT_OUT[left_out].1;
        let paper = if several {
            Paper::HandOuts { owners: self.owners.clone(), form, without }
        } else {
            Paper::Minutes { part: Part { owner: self.owner().cloned() }, form, without }
        };
        if replace == Replace::Asks {
            let each = files(&self.session.name, "hand-out", &self.owners, &to, ending(form));
            let each: Vec<PathBuf> = if several { each.into_iter().map(|(_, file)| file).collect() } else { vec![to.clone()] };
            if let Some(question) = replaces(&each, home.as_deref()) {
                return question;
            }
        }
        self.writing = true;
        let access = READERS[self.form.chosen(Of::Readers)].1;
        Step::Work(Task::Papers(Box::new(Papers { session: self.session.id, paper, to, access, home })))
    }
}

impl Layer for Report {
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
            FormStep::Save => self.write(Replace::Asks, ctx),
            FormStep::Cancel => Step::Close,
            FormStep::Changed(Of::What | Of::Form) => {
                self.describe();
                self.rename();
                Step::Stay
            }
            FormStep::Ignored => Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => Step::Stay,
        }
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        self.writing = false;
        match outcome {
            Outcome::Saved(_) => {
                let file = self.form.path_mut(Of::File).file();
                ctx.desk.folders.remember(Purpose::Export, &file);
                ctx.desk.folders.remember_form(KEPT, ending(self.written()));
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }
}
