//! The path of a file, typed, pasted or found: the folder it leads to is listed below it.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Side, row_of, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::key::Key;
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::parts::field::{TextField, Typed};
use crate::console::parts::list::{List, Moved, Row, Window, vertical};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// The list of names, for spots.
pub const NAMES: u16 = 60;
/// The place of the path field, for spots.
pub const PATH: Spot = Spot::Field(0);

/// What an input to the path came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStep {
    /// Dealt with.
    Stay,
    /// The file named is to be read.
    Read,
    /// Leaving was asked for.
    Leave,
    /// Not for the path.
    Ignored,
}
/// The most names of a folder that are read.
const MOST: usize = 5_000;

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Above,
    Folder,
    Fitting,
    Other,
}

/// A name in the folder.
#[derive(Debug, Clone)]
struct Name {
    id: i64,
    name: String,
    kind: Kind,
}

impl Row for Name {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// What choosing a name came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// A file: it can be looked at.
    File,
    /// A folder: its names are listed now.
    Folder,
    /// No name is selected.
    Nothing,
}

/// The field of a path with the names that fit it.
pub struct PathField {
    field: TextField,
    home: Option<PathBuf>,
    folder: PathBuf,
    all: Vec<Name>,
    shown: Window<Name>,
    list: List,
    unread: Option<Shown>,
    wanted: Wanted,
    /// The name proposed for a file to be written; none where one is to be read.
    proposed: Option<String>,
}

/// What files are looked for: how their names end, and what they are called.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The ends, in small letters.
    pub endings: &'static [&'static str],
    /// What such a file is called.
    pub called: &'static str,
    /// In which order they are listed.
    pub order: Listing,
}

/// In which order the files wanted are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// By their names, other files below them.
    Named,
    /// The newest first, without other files: those are listed once their name is begun.
    Newest,
}

/// Tables of clients.
pub const TABLES: Wanted = Wanted {
    endings: &[".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"],
    called: "table",
    order: Listing::Newest,
};

impl PathField {
    /// An empty field over the folder the program was started in.
    #[must_use]
    pub fn new(home: Option<PathBuf>, wanted: Wanted) -> Self {
        let mut path = Self {
            field: TextField::default(),
            home,
            folder: PathBuf::new(),
            all: Vec::new(),
            shown: Window::default(),
            list: List::new(NAMES),
            unread: None,
            wanted,
            proposed: None,
        };
        path.look();
        path
    }

    /// A field for a file to be written: it names one in a folder, and a folder that is chosen keeps the name.
    #[must_use]
    pub fn to_write(home: Option<PathBuf>, wanted: Wanted, folder: &Path, name: &str) -> Self {
        let mut path = Self::new(home, wanted);
        path.proposed = Some(name.to_owned());
        path.put_path(&folder.join(name));
        path
    }

    /// Puts a path in the place of what is typed, the person's own folder as `~`; one that is no text stays out.
    pub fn put_path(&mut self, path: &Path) {
        let short = short_path(path, self.home.as_deref());
        // An empty last part keeps the stroke of a folder.
        let stroke = if path.as_os_str().as_encoded_bytes().ends_with(b"/") { "/" } else { "" };
        let Some(text) = short.to_str() else { return };
        self.put(&format!("{}{stroke}", text.trim_end_matches('/')));
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// The name of the file to be written, behind its folder; the one proposed where only a folder is typed.
    #[must_use]
    pub fn name(&self) -> &str {
        match (self.parted().1, &self.proposed) {
            ("" | "~", Some(proposed)) => proposed,
            (name, _) => name,
        }
    }

    /// Proposes another name for the file to be written; it stands in the field unless another one was typed.
    pub fn propose(&mut self, name: &str) {
        if self.proposed.replace(name.to_owned()).is_some_and(|before| before == self.name()) {
            self.set_name(name);
        }
    }

    /// Puts another name behind the folder typed.
    pub fn set_name(&mut self, name: &str) {
        let (folder, _) = self.parted();
        self.put(&format!("{folder}{name}"));
    }

    /// The file meant: `~` is the person's own folder; quotation marks, escapes and the URL of a dragged file are understood.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        let typed = self.field.text().trim();
        let bare = ['\'', '"'].iter().find_map(|mark| typed.strip_prefix(*mark)?.strip_suffix(*mark)).unwrap_or(typed);
        if let Some(path) = bare.strip_prefix("file://localhost/").or_else(|| bare.strip_prefix("file:///")) {
            return PathBuf::from(format!("/{}", unescaped(path)));
        }
        let bare = bare.strip_prefix("file://").unwrap_or(bare);
        let path = self.meant(bare);
        let path = if bare.contains('\\') && !path.exists() { self.meant(&without_escapes(bare)) } else { path };
        match &self.proposed {
            Some(proposed) if bare.ends_with('/') || path.is_dir() => path.join(proposed),
            Some(_) | None => path,
        }
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.field.text().trim().is_empty()
    }

    fn meant(&self, typed: &str) -> PathBuf {
        match (typed.strip_prefix('~'), &self.home) {
            (Some(""), Some(home)) => home.clone(),
            (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
            (Some(_) | None, _) => PathBuf::from(typed),
        }
    }

    /// The folder as typed, up to its last stroke, and the beginning of a name after it.
    fn parted(&self) -> (&str, &str) {
        let text = self.field.text().trim_start();
        text.split_at(text.rfind('/').map_or(0, |at| at + 1))
    }

    /// Lists what fits the path typed.
    fn look(&mut self) {
        let (typed, begun) = self.parted();
        let (folder, begun) = (if typed.is_empty() { PathBuf::from(".") } else { self.meant(typed) }, begun.to_lowercase());
        if folder != self.folder {
            match names(&folder, self.wanted) {
                Ok(all) => (self.all, self.unread) = (all, None),
                Err(cause) => {
                    self.all = Vec::new();
                    self.unread = Some(Shown::line(&format!("{} cannot be listed: {cause}", folder.display())));
                }
            }
            self.folder = folder;
        }
        let fits = |name: &&Name| {
            let hidden = name.name.starts_with('.') && name.kind != Kind::Above;
            let passed = self.wanted.order == Listing::Newest && name.kind == Kind::Other && begun.is_empty();
            name.name.to_lowercase().starts_with(&begun) && (!hidden || begun.starts_with('.')) && !passed
        };
        let mut shown: Vec<Name> = self.all.iter().filter(fits).cloned().collect();
        // The name of a file to be written is new as a rule: what else is in its folder is shown all the same.
        if self.proposed.is_some() && shown.is_empty() {
            let plain = |name: &&Name| !name.name.starts_with('.') || name.kind == Kind::Above;
            shown = self.all.iter().filter(plain).cloned().collect();
        }
        self.shown = Window::whole(shown);
        self.list = List::new(NAMES);
    }

    fn put(&mut self, text: &str) {
        self.field = TextField::new(text);
        self.look();
    }

    /// Completes the name begun as far as the names that fit agree; where they do not, the first of them is selected.
    pub fn complete(&mut self) {
        let names: Vec<&Name> = self.shown.rows.iter().filter(|name| name.kind != Kind::Above).collect();
        let (folder, begun) = self.parted();
        let (Some(first), whole) = (names.first(), names.len() == 1) else { return };
        let agreed = names.iter().fold(first.name.as_str(), |agreed, other| common(agreed, &other.name));
        let stroke = if whole && first.kind == Kind::Folder { "/" } else { "" };
        let completed = format!("{folder}{agreed}{stroke}");
        if agreed.len() + stroke.len() > begun.len() || whole && agreed != begun {
            self.put(&completed);
        } else {
            self.step(Action::Down, 1);
        }
    }

    /// Completes the name begun by those of the folder, where there is something to complete.
    pub fn complete_begun(&mut self) -> Typed {
        let (folder, begun) = self.parted();
        let small = begun.to_lowercase();
        let mut names = self.all.iter().filter(|name| name.kind != Kind::Above && name.name.to_lowercase().starts_with(&small));
        let Some(first) = names.next().filter(|_| !begun.is_empty()) else { return Typed::Not };
        let (agreed, whole) = names.fold((first.name.as_str(), true), |(agreed, _), other| (common(agreed, &other.name), false));
        let stroke = if whole && first.kind == Kind::Folder { "/" } else { "" };
        let completed = format!("{folder}{agreed}{stroke}");
        if agreed.len() + stroke.len() <= begun.len() {
            return Typed::Not;
        }
        self.put(&completed);
        Typed::Changed
    }

    /// Deals with a key of a form: the arrows go through the names, and beyond them to the fields around.
    pub fn form_key(&mut self, key: Key, hits: &Hits) -> Typed {
        let typed = self.key(key);
        let Some(action) = vertical(key).filter(|_| typed == Typed::Not) else { return typed };
        let (at, last) = (self.list.place(&self.shown), self.shown.rows.len().checked_sub(1));
        match action {
            Action::Up if at.is_none() => return Typed::Not,
            Action::Up if at == Some(0) => self.list.select(None),
            Action::Down if at == last => return Typed::Not,
            _ => drop(self.step(action, hits.area_of(Spot::Zone(NAMES)).height)),
        }
        Typed::Taken
    }

    /// Answers an input of a dialog that asks for a file: typing, completing, choosing by keys or with the mouse.
    pub fn act(&mut self, input: Input, hits: &Hits) -> PathStep {
        let height = hits.area_of(Spot::Zone(NAMES)).height;
        match input {
            Input::Act(Action::Press | Action::Save) => match self.choose() {
                Chosen::Folder => {}
                Chosen::File | Chosen::Nothing => return PathStep::Read,
            },
            Input::Act(Action::NextField) => self.complete(),
            Input::Act(Action::PreviousField) => drop(self.step(Action::Up, height)),
            Input::Act(Action::Back) => return PathStep::Leave,
            Input::Act(_) => return PathStep::Ignored,
            Input::Key(key) if self.key(key) == Typed::Not => {
                if let Some(action) = vertical(key) {
                    self.step(action, height);
                }
            }
            Input::Key(_) => {}
            Input::Paste(text) => self.paste(&text),
            Input::Touch(Touch::Click { spot: PATH, at }) => self.click(at.x, hits.area_of(PATH).width),
            Input::Touch(touch) => {
                self.touch(touch, height);
                let pressed = matches!(touch, Touch::Click { spot: Spot::Row { .. }, .. });
                if pressed && self.choose() == Chosen::File {
                    return PathStep::Read;
                }
            }
        }
        PathStep::Stay
    }

    /// Deals with a key of the field.
    pub fn key(&mut self, key: Key) -> Typed {
        let typed = self.field.key(key);
        if typed == Typed::Changed {
            self.look();
        }
        typed
    }

    /// Puts pasted text in; a whole path takes the place of what is there.
    pub fn paste(&mut self, text: &str) {
        let text = text.trim();
        if text.starts_with(['/', '~', '\'', '"']) || text.starts_with("file://") {
            self.field = TextField::default();
        }
        self.field.paste(text);
        self.look();
    }

    /// Moves the selection among the names.
    pub fn step(&mut self, action: Action, height: u16) -> Moved {
        self.list.act(action, &self.shown, height)
    }

    /// Deals with the mouse on the names.
    pub fn touch(&mut self, touch: Touch, height: u16) -> Moved {
        self.list.touch(touch, &self.shown, height)
    }

    /// Puts the cursor where the mouse points in the field.
    pub fn click(&mut self, column: u16, columns: u16) {
        self.field.click(column, columns);
    }

    /// Takes the selected name into the path.
    pub fn choose(&mut self) -> Chosen {
        let Some(name) = self.list.place(&self.shown).map(|at| self.shown.rows[at].clone()) else { return Chosen::Nothing };
        let (folder, begun) = self.parted();
        match name.kind {
            Kind::Above | Kind::Folder => {
                let kept = match &self.proposed {
                    // What was typed was the beginning of the folder's name.
                    Some(proposed) if name.name.to_lowercase().starts_with(&begun.to_lowercase()) => proposed.as_str(),
                    Some(_) => begun,
                    None => "",
                };
                let folder = if name.kind == Kind::Above { above(folder) } else { format!("{folder}{}/", name.name) };
                self.put(&format!("{folder}{kept}"));
                Chosen::Folder
            }
            Kind::Fitting | Kind::Other => {
                self.put(&format!("{folder}{}", name.name));
                Chosen::File
            }
        }
    }

    /// Goes into a folder that was typed without its stroke.
    pub fn enter(&mut self) {
        let text = format!("{}/", self.field.text().trim().trim_end_matches('/'));
        self.put(&text);
    }

    /// Draws the field on the first row of an area and the names below it.
    pub fn view_in_form(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus) {
        self.field.view(canvas, row_of(area, 0), focus);
        self.view_names(canvas, skip_rows(area, 1));
    }

    /// Draws the field.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.field.view(canvas, area, Focus::Here);
    }

    /// Draws the names.
    pub fn view_names(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(unread) = &self.unread {
            canvas.text(area, Role::Warning, unread);
        } else if self.shown.rows.is_empty() {
            canvas.text(area, Role::Dim, "nothing here is called that");
        } else if self.shown.rows.iter().all(|name| name.kind == Kind::Above) {
            canvas.text(row_of(area, 1), Role::Dim, format!("no {} here", self.wanted.called));
        }
        self.list.view(canvas, area, &self.shown, Focus::Here, |canvas, place, name| {
            let (role, shown, said) = match name.kind {
                Kind::Above => (Role::Text, "../".to_owned(), "the folder above"),
                Kind::Folder => (Role::Text, format!("{}/", name.name), ""),
                Kind::Fitting => (Role::Key, name.name.clone(), self.wanted.called),
                Kind::Other => (Role::Dim, name.name.clone(), ""),
            };
            let wide = place.width.saturating_sub(if said.is_empty() { 0 } else { 18 });
            canvas.text(Rect { width: wide, ..place }, role, shown);
            canvas.aligned(place, Side::Right, Role::Dim, said);
        });
    }
}

/// The names in a folder: the folder above, folders, files; those that cannot be shown as they are stay out.
fn names(folder: &Path, wanted: Wanted) -> std::io::Result<Vec<Name>> {
    let mut names = vec![(Kind::Above, Reverse(None), String::new(), "..".to_owned())];
    for entry in fs::read_dir(folder)?.take(MOST) {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if Shown::line(&name).as_str() != name {
            continue;
        }
        let small = name.to_lowercase();
        let about = fs::metadata(entry.path()).ok();
        let kind = if about.as_ref().is_some_and(fs::Metadata::is_dir) {
            Kind::Folder
        } else if wanted.endings.iter().any(|ending| small.ends_with(ending)) {
            Kind::Fitting
        } else {
            Kind::Other
        };
        let changed = about.filter(|_| kind == Kind::Fitting && wanted.order == Listing::Newest);
        let changed: Option<SystemTime> = changed.and_then(|about| about.modified().ok());
        names.push((kind, Reverse(changed), small, name));
    }
    names.sort();
    Ok((0..).zip(names).map(|(id, (kind, _, _, name))| Name { id, name, kind }).collect())
}

/// The path of a URL: `%20` is a space.
fn unescaped(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
        let (byte, after) = code.filter(|_| *first == b'%').map_or((*first, after), |byte| (byte, &after[2..]));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A path as a shell was to read it: a stroke before a sign is taken off.
fn without_escapes(typed: &str) -> String {
    let mut plain = String::with_capacity(typed.len());
    let mut signs = typed.chars();
    while let Some(sign) = signs.next() {
        plain.extend(if sign == '\\' { signs.next() } else { Some(sign) });
    }
    plain
}

/// The folder above one that is written with its stroke: `~/a/b/` → `~/a/`; of one whose name is not known, `../` is put behind.
fn above(folder: &str) -> String {
    let bare = folder.trim_end_matches('/');
    let (before, last) = bare.split_at(bare.rfind('/').map_or(0, |at| at + 1));
    match last {
        "" | "~" | "." | ".." => format!("{folder}../"),
        _ => before.to_owned(),
    }
}

/// A path as it is written for people: the person's own folder as `~`.
#[must_use]
pub fn short_path(path: &Path, home: Option<&Path>) -> PathBuf {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => Path::new("~").join(below),
        None => path.to_owned(),
    }
}

/// The longest beginning two names share, whatever their case.
fn common<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.char_indices().zip(other.chars()).take_while(|((_, a), b)| a.to_lowercase().eq(b.to_lowercase()));
    &one[..same.last().map_or(0, |((at, c), _)| at + c.len_utf8())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (age, name) in ["Clients-old.csv", "clients.csv", "photo.png", ".hidden.csv"].into_iter().enumerate() {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            let seconds = 1_000_000 - 1_000 * age as u64;
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
        }
        fs::create_dir(folder.path().join("exports of may")).unwrap();
        folder
    }

    fn listed(path: &PathField) -> Vec<&str> {
        path.shown.rows.iter().map(|name| name.name.as_str()).collect()
    }

    #[test]
    fn folders_come_first_then_tables_the_newest_first_and_other_names_only_when_they_are_begun() {
        let folder = folder();
        let mut path = PathField::new(Some(folder.path().to_owned()), TABLES);
        path.paste("~/");
        assert_eq!(listed(&path), ["..", "exports of may", "Clients-old.csv", "clients.csv"]);
        path.key(Key::char('.'));
        assert_eq!(listed(&path), ["..", ".hidden.csv"]);
        path.paste("~/p");
        assert_eq!(listed(&path), ["photo.png"]);
    }

    #[test]
    fn a_path_begun_in_a_folder_is_written_short_and_means_the_same() {
        let folder = folder();
        let mut path = PathField::new(Some(folder.path().to_owned()), TABLES);
        path.put_path(&folder.path().join(""));
        assert_eq!((path.text(), path.file()), ("~/", folder.path().join("")));
        path.put_path(&folder.path().join("exports of may").join(""));
        assert_eq!(path.text(), "~/exports of may/");
        path.put_path(Path::new("/tmp/x.csv"));
        assert_eq!(path.text(), "/tmp/x.csv");
    }

    #[test]
    fn a_folder_that_is_chosen_keeps_the_name_of_the_file_to_be_written() {
        let folder = folder();
        let mut path = PathField::to_write(Some(folder.path().to_owned()), TABLES, folder.path(), "due.csv");
        assert_eq!(
            listed(&path),
            ["..", "exports of may", "Clients-old.csv", "clients.csv", "photo.png"],
            "nothing is called that"
        );
        let into = |path: &mut PathField, steps: usize| {
            for _ in 0..steps {
                path.step(Action::Down, 9);
            }
            path.choose()
        };
        assert_eq!(into(&mut path, 2), Chosen::Folder);
        assert_eq!(path.text(), "~/exports of may/due.csv");
        assert_eq!(into(&mut path, 1), Chosen::Folder);
        assert_eq!(path.text(), "~/due.csv", "and back");
        path.set_name("exp");
        assert_eq!(listed(&path), ["exports of may"]);
        assert_eq!(into(&mut path, 1), Chosen::Folder);
        assert_eq!(path.text(), "~/exports of may/due.csv", "what was typed was the folder's name");
        path.put("~/exp");
        assert_eq!(path.complete_begun(), Typed::Changed);
        assert_eq!((path.text(), path.name()), ("~/exports of may/", "due.csv"));
        assert_eq!(path.file(), folder.path().join("exports of may/due.csv"), "a folder means the name proposed in it");
        assert_eq!(path.complete_begun(), Typed::Not);
    }

    #[test]
    fn another_proposal_takes_the_place_of_the_one_before_and_of_nothing_that_was_typed() {
        let folder = folder();
        let mut path = PathField::to_write(Some(folder.path().to_owned()), TABLES, folder.path(), "due.csv");
        path.propose("due.xlsx");
        assert_eq!(path.text(), "~/due.xlsx");
        path.set_name("mine.xlsx");
        path.propose("board.svg");
        assert_eq!(path.text(), "~/mine.xlsx");
    }

    #[test]
    fn quotes_and_escapes_of_a_dragged_file_are_understood() {
        let mut path = PathField::new(None, TABLES);
        path.paste("'/tmp/a b.csv' ");
        assert_eq!(path.file(), Path::new("/tmp/a b.csv"));
        path.put("/tmp/no\\ such\\ file.csv");
        assert_eq!(path.file(), Path::new("/tmp/no such file.csv"));
        path.put("/tmp/no\\(such\\)\\ file.csv");
        assert_eq!(path.file(), Path::new("/tmp/no(such) file.csv"));
        path.paste("file:///tmp/x%20y%C3%A9.csv");
        assert_eq!(path.file(), Path::new("/tmp/x yé.csv"));
        path.paste("file://localhost/tmp/100%.csv");
        assert_eq!(path.file(), Path::new("/tmp/100%.csv"));
    }
}
