//! Writing out from the console: what, in which form, for whom, with what left out, and where to.

mod out;
#[cfg(test)]
mod tests;
mod words;

use std::path::Path;

use chrono::NaiveDate;
use ratatui::layout::Rect;

pub use out::{Export, write_out};

use self::words::{about, named, proposed, usual};
use super::sheet;
use crate::console::canvas::Canvas;
use crate::console::folders::Purpose;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Field, Form, FormStep};
use crate::console::parts::path::{Listing, PathField, Wanted, short_path};
use crate::console::parts::question::Question;
use crate::console::sight::Sight;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::filter::{Filter, TextField as Fact, TextTest};
use crate::domain::text::{Shown, fold};
use crate::exchange::export::{Access, Ask, Format, Share, View, What};
use crate::exchange::refused::shown_path;
use crate::store::{DueRange, Progress};

/// Files that are there already.
const THERE: Wanted = Wanted {
    endings: &[".csv", ".xlsx", ".json", ".md", ".html", ".svg", ".ics"],
    called: "there already",
    order: Listing::Named,
};
/// Rows of the names of a folder.
const NAMES: u16 = 4;
/// Clients are counted this far: a key press must not cost more in a larger book.
const COUNTED: i64 = 10_000;
/// What can be left out, in the order of the choice.
const LEFT_OUT: [(&str, Share, Share); 4] = [
    ("nothing", Share::Shown, Share::Shown),
    ("money", Share::Left, Share::Shown),
    ("notes", Share::Shown, Share::Left),
    ("money and notes", Share::Left, Share::Left),
];
/// Who may read the file, in the order of the choice.
const READERS: [(&str, Access); 2] = [("only me", Access::Owner), ("everybody", Access::Everybody)];
/// How far a due list reaches, in the order of the choice.
const REACHES: [(&str, DueRange); 3] =
    [("up to upcoming", DueRange::Now), ("with booked and snoozed", DueRange::Shown), ("every clock", DueRange::All)];

/// What a picture shows, in the order of the choice.
const VIEWS: [(&str, View); 2] = [("the board", View::Board), ("the scatter of scores", View::Scatter)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    What,
    Form,
    About,
    View,
    Reach,
    Kind,
    Only,
    Found,
    LeftOut,
    Readers,
    File,
}

/// The dialog.
struct ExportDialog {
    form: Form<Of>,
    what: What,
    format: Format,
    /// The form chosen here: it stays, whatever else goes out, where there is it.
    picked: Option<Format>,
    /// The kinds of review there are.
    kinds: Vec<String>,
    /// The model whose segments are written, where it is not the driving one; and what it is called.
    model: Option<(String, String)>,
    /// The day of the past the board shows.
    as_of: Option<NaiveDate>,
    /// The board goes by scores, which are not written out.
    lens: bool,
    today: NaiveDate,
    presenter: bool,
    said: Option<Message>,
    under_way: Option<Option<Progress>>,
}

/// Opens the dialog with what belongs to the screen it is opened from.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(from: Scope, ctx: &mut Ctx<'_>) -> super::Opened {
    let what = match from {
        Scope::Due => What::Due,
        Scope::History => What::History,
        Scope::Board
        | Scope::Insights
        | Scope::Models
        | Scope::Compare
        | Scope::Elsewhere
        | Scope::Sessions
        | Scope::Session
        | Scope::SessionClient
        | Scope::Balance
        | Scope::Replay => What::Board,
        Scope::Clients
        | Scope::Client
        | Scope::Drift
        | Scope::Doors
        | Scope::Settings
        | Scope::Dialog
        | Scope::Picker
        | Scope::Filter
        | Scope::Reading
        | Scope::Question
        | Scope::Conflict
        | Scope::Rescue
        | Scope::Backups => What::Clients,
    };
    let owner = ctx.desk.lens.owner.as_ref().filter(|_| matches!(from, Scope::Due | Scope::Insights)).map(|owner| {
        let test = if owner.is_empty() { TextTest::Absent } else { TextTest::Whole(fold(owner)) };
        Filter::Text(Fact::Owner, test)
    });
    let only = match (owner, &ctx.desk.filter) {
        (Some(owner), Some((_, filter))) => owner.and(filter.clone()).to_string(),
        (Some(owner), None) => owner.to_string(),
        (None, Some((typed, _))) => typed.clone(),
        (None, None) => String::new(),
    };
    Ok(Box::new(ExportDialog::new(what, &only, ctx)))
}

/// Opens the dialog on the reviews of one client.
///
/// # Errors
/// Why it cannot be opened.
pub fn open_for(client: ClientId, ctx: &mut Ctx<'_>) -> super::Opened {
    let only = Filter::Text(Fact::Id, TextTest::Whole(client.0.to_string()));
    Ok(Box::new(ExportDialog::new(What::Reviews, &only.to_string(), ctx)))
}

impl ExportDialog {
    fn new(what: What, only: &str, ctx: &mut Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let sight = &ctx.desk.sight;
        let looked_at = sight.model().filter(|key| *key != ground.driving().key);
        let model = looked_at.and_then(|key| Some((key.to_owned(), ground.model(Some(key)).ok()?.name.clone())));
        let last = ctx.desk.folders.form(what.name());
        let format = what.forms().iter().copied().find(|form| Some(form.name()) == last).unwrap_or(usual(what));
        let folder = ctx.desk.folders.last(Purpose::Export).map(Path::to_owned);
        let folder = folder.or_else(|| ctx.desk.home.clone()).unwrap_or_default();
        let path = PathField::to_write(ctx.desk.home.clone(), THERE, &folder, &proposed(what, format, ctx.stamp.today));
        let presenter = ctx.look.presenter;
        let kinds: Vec<String> = ground.driving().kinds().into_iter().map(str::to_owned).collect();
        let lens = ctx.desk.lens.kind.as_ref().filter(|_| what == What::Due);
        let at = lens.and_then(|lens| kinds.iter().position(|kind| kind == lens)).map_or(0, |at| at + 1);
        let all_kinds = std::iter::once(Shown::line("all"));
        let mut form = Form::new()
            .choice(Of::What, "What", What::NAMED.map(|(name, _)| Shown::line(name)).to_vec(), place(what))
            .choice(Of::Form, "As", Vec::new(), 0)
            .lines(Of::About, " ", Vec::new())
            .choice(Of::View, "Shows", VIEWS.map(|(name, _)| Shown::line(name)).to_vec(), 0)
            .choice(Of::Reach, "Which", REACHES.map(|(name, _)| Shown::line(name)).to_vec(), 0)
            .choice(Of::Kind, "Kind", all_kinds.chain(kinds.iter().map(|kind| Shown::line(kind))).collect(), at)
            .text(Of::Only, "Only", only)
            .lines(Of::Found, " ", Vec::new());
        form = if presenter {
            let said = "money and notes: presenter mode is on";
            form.lines(Of::LeftOut, "Left out", vec![sheet::line(Role::Warning, said)])
        } else {
            form.choice(Of::LeftOut, "Left out", LEFT_OUT.map(|(name, ..)| Shown::line(name)).to_vec(), 0)
        };
        form = form
            .choice(Of::Readers, "Readable by", READERS.map(|(name, _)| Shown::line(name)).to_vec(), 0)
            .path(Of::File, "To", path)
            .of_rows(NAMES);
        let mut dialog = Self {
            form,
            what,
            format,
            picked: None,
            kinds,
            model,
            as_of: ctx.desk.past.as_ref().map(|past| past.day),
            lens: !matches!(sight, Sight::Placed(_)),
            today: ctx.stamp.today,
            presenter,
            said: None,
            under_way: None,
        };
        dialog.show_forms();
        dialog.count(ctx);
        dialog
    }

    /// Offers the forms there are of what goes out; the one chosen stays where there is it.
    fn show_forms(&mut self) {
        let forms = self.what.forms();
        let at = |wanted: Format| forms.iter().position(|form| *form == wanted);
        let at = at(self.format).or_else(|| at(usual(self.what))).unwrap_or(0);
        self.format = forms[at];
        self.form.replace(Of::Form, Field::Choice(words::choice(forms.iter().map(|form| named(*form)), at)));
        if self.what == What::Due {
            self.form.reveal(Of::Reach)
        } else {
            self.form.hide(Of::Reach)
        }
        if self.what == What::Due && self.kinds.len() > 1 {
            self.form.reveal(Of::Kind)
        } else {
            self.form.hide(Of::Kind)
        }
        self.describe();
    }

    /// Says what the form chosen is for, and what of the screen below is written out.
    fn describe(&mut self) {
        if self.format == Format::Svg {
            self.form.reveal(Of::View)
        } else {
            self.form.hide(Of::View)
        }
        let mut lines = vec![sheet::line(Role::Dim, about(self.what, self.format))];
        if self.what == What::Board {
            let model = self.model.as_ref().map(|(_, name)| format!("the segments of {name}"));
            let day = self.as_of.map(|day| format!("as it was on {day}"));
            let lens = self.lens.then(|| "the segments clients are in; a lens by scores is not written out".to_owned());
            lines.extend(model.into_iter().chain(day).chain(lens).map(|said| sheet::line(Role::Text, &said)));
        }
        self.form.set_lines(Of::About, lines);
    }

    /// Another thing goes out: its form, and the name of its file.
    fn take_what(&mut self, ctx: &Ctx<'_>) {
        self.what = What::NAMED[self.form.chosen(Of::What)].1;
        let last = ctx.desk.folders.form(self.what.name());
        let last = self.what.forms().iter().copied().find(|form| Some(form.name()) == last);
        self.format = self.picked.filter(|form| self.what.forms().contains(form)).or(last).unwrap_or(usual(self.what));
        self.show_forms();
        self.rename();
    }

    /// The name of the file follows what goes out and its form; of a name that was typed, the ending does.
    fn rename(&mut self) {
        let (what, format, today) = (self.what, self.format, self.today);
        let path = self.form.path_mut(Of::File);
        path.propose(&proposed(what, format, today));
        let name = Path::new(path.name());
        if Format::of(name).is_some_and(|ending| ending != format) {
            let name = name.with_extension(format.name()).to_string_lossy().into_owned();
            path.set_name(&name);
        }
    }

    /// The form follows the ending that was typed.
    fn take_ending(&mut self) {
        let typed = Format::of(Path::new(self.form.path_mut(Of::File).name()));
        let Some(format) = typed.filter(|format| *format != self.format && self.what.forms().contains(format)) else { return };
        (self.format, self.picked) = (format, Some(format));
        self.show_forms();
    }

    /// Counts the clients the filter lets through.
    fn count(&mut self, ctx: &mut Ctx<'_>) {
        let line = match Filter::parse(&self.form.value(Of::Only)) {
            Ok(filter) => {
                let filter = (filter != Filter::Everything).then_some(filter);
                let found = ctx.store.at_leisure(|store| store.client_total(filter.as_ref(), COUNTED, ctx.stamp.today));
                let found = ctx.desk.or_default(found);
                let many = ctx.look.formats.number(found.clients);
                let more = if found.more { "+" } else { "" };
                match (filter, found.clients) {
                    (Some(_), 0) => sheet::line(Role::Warning, "no client matches"),
                    (Some(_), 1) => sheet::line(Role::Dim, "1 client matches; empty means all"),
                    (Some(_), _) => sheet::line(Role::Dim, &format!("{many}{more} clients match; empty means all")),
                    (None, 1) => sheet::line(Role::Dim, "the one client of the book"),
                    (None, _) => sheet::line(Role::Dim, &format!("all {many} clients; or a filter: owner:ana overdue")),
                }
            }
            Err(mistake) => sheet::line(Role::Bad, &format!("! {}; {}", mistake.what, mistake.hint)),
        };
        self.form.set_lines(Of::Found, vec![line]);
    }

    fn changed(&mut self, of: Of, ctx: &mut Ctx<'_>) {
        match of {
            Of::What => self.take_what(ctx),
            Of::Form => {
                self.format = self.what.forms()[self.form.chosen(Of::Form)];
                self.picked = Some(self.format);
                self.describe();
                self.rename();
            }
            Of::Only => self.count(ctx),
            Of::File => self.take_ending(),
            Of::About | Of::View | Of::Reach | Of::Kind | Of::Found | Of::LeftOut | Of::Readers => {}
        }
    }

    /// What is asked for, or the field that is wrong and why.
    fn export(&mut self, ctx: &Ctx<'_>) -> Result<Export, (Of, String)> {
        let filter =
            Filter::parse(&self.form.value(Of::Only)).map_err(|why| (Of::Only, format!("{}; {}", why.what, why.hint)))?;
        let path = self.form.path_mut(Of::File);
        if path.is_blank() {
            return Err((Of::File, "type the path of the file".to_owned()));
        }
        if Path::new(path.name()).extension().is_none() && !path.file().exists() {
            let name = format!("{}.{}", path.name(), self.format.name());
            path.set_name(&name);
        }
        let file = path.file();
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err((Of::File, format!("there is no folder {}", shown_path(&short_path(folder, ctx.desk.home.as_deref())))));
        }
        if let Some(ending) = Format::of(&file).filter(|ending| *ending != self.format) {
            return Err((Of::File, format!("there is no {} of this: choose another form, or another ending", named(ending))));
        }
        let left_out = if self.presenter { LEFT_OUT.len() - 1 } else { self.form.chosen(Of::LeftOut) };
        let (_, money, notes) = LEFT_OUT[left_out];
        let board = self.what == What::Board;
        let ask = Ask {
            filter: (filter != Filter::Everything).then_some(filter),
            model: self.model.as_ref().filter(|_| board).map(|(key, _)| key.clone()),
            money,
            notes,
            view: VIEWS[self.form.chosen(Of::View)].1,
            range: REACHES[self.form.chosen(Of::Reach)].1,
            kind: self.kind_chosen(),
            as_of: self.as_of.filter(|_| board),
            ..Ask::of(self.what, self.format, self.today)
        };
        let access = READERS[self.form.chosen(Of::Readers)].1;
        Ok(Export { ask, file, access, home: ctx.desk.home.clone(), formats: ctx.look.formats })
    }

    /// The kind of review chosen, of a due list of several.
    fn kind_chosen(&self) -> Option<String> {
        let at = self.form.chosen(Of::Kind).checked_sub(1)?;
        self.kinds.get(at).filter(|_| self.what == What::Due).cloned()
    }

    /// Writes the file; one that is there is replaced only where that was said.
    fn write(&mut self, replace: Replace, ctx: &Ctx<'_>) -> Step {
        let export = match self.export(ctx) {
            Ok(export) => export,
            Err((field, why)) => {
                self.form.wrong(field, &why);
                return Step::Stay;
            }
        };
        if replace == Replace::Asks && export.file.symlink_metadata().is_ok_and(|about| !about.is_dir()) {
            let shown = shown_path(&short_path(&export.file, ctx.desk.home.as_deref()));
            let asked = Shown::line(&format!("{shown} is there already. Replace it?"));
            return Step::Push(Box::new(Question::passing("Replace the file", asked, Action::Yes)));
        }
        self.under_way = Some(None);
        Step::Work(Task::Export(Box::new(export)))
    }
}

/// The place of a thing in the choice of what goes out.
fn place(what: What) -> usize {
    What::NAMED.iter().position(|(_, known)| *known == what).unwrap_or(0)
}

/// What is done about a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replace {
    Asks,
    Does,
}

impl Layer for ExportDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let far = self.under_way.map(|far| {
            let far = far.map_or_else(|| " …".to_owned(), |far| format!(": {}", canvas.look.formats.progress(far)));
            Message::new(Tone::Plain, &format!("writing{far} {} Esc leaves it", canvas.look.glyphs.dot()))
        });
        let said = far.as_ref().or(self.said.as_ref());
        sheet::view(canvas, area, &Shown::line("Export"), &self.form, "Export", said);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if self.under_way.is_some() {
            // A file half written is left as a whole.
            return if input == Input::Act(Action::Back) { Step::Leave } else { Step::Stay };
        }
        self.said = None;
        if input == Input::Act(Action::Yes) {
            return self.write(Replace::Does, ctx);
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Save => self.write(Replace::Asks, ctx),
            FormStep::Cancel => Step::Close,
            FormStep::Changed(of) => {
                self.changed(of, ctx);
                Step::Stay
            }
            FormStep::Ignored => Step::Ignored,
            FormStep::Stay => Step::Stay,
        }
    }

    fn told(&mut self, progress: Option<Progress>) {
        if self.under_way.is_some() {
            self.under_way = Some(progress);
        }
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        self.under_way = None;
        match outcome {
            Outcome::Saved(_) => {
                let file = self.form.path_mut(Of::File).file();
                ctx.desk.folders.remember(Purpose::Export, &file);
                ctx.desk.folders.remember_form(self.what.name(), self.format.name());
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }
}
