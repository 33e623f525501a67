//! The folders files came from and went to last, and the form chosen for each export: remembered per person, in a small file.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf, absolute};

use serde::{Deserialize, Serialize};

use crate::exchange::files::write_beside;

/// The name of the file in the folder of what the program remembers.
pub const NAME: &str = "folders.json";
/// A larger file is none of ours.
const LIMIT: u64 = 256 * 1024;

/// What a folder was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Files of clients, reviews, touchpoints that came in.
    Import,
    /// Files that went out.
    Export,
    /// Calendars of days off.
    DaysOff,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Export => "export",
            Self::DaysOff => "days_off",
        }
    }
}

/// What is kept. A program of another version may keep more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The folder last used, by purpose.
    folders: BTreeMap<String, String>,
    /// The form last chosen, by what went out.
    forms: BTreeMap<String, String>,
}

/// The folders last used. Without a file they are remembered until the program ends.
#[derive(Debug, Default)]
pub struct Folders {
    file: Option<PathBuf>,
    kept: Kept,
}

impl Folders {
    /// Those remembered in a folder of the program's own; none where nothing was, or where it does not read.
    #[must_use]
    pub fn in_folder(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| folder.join(NAME));
        let kept = file.as_deref().map(read).unwrap_or_default();
        Self { file, kept }
    }

    /// The folder last used for a purpose, where it is still there.
    #[must_use]
    pub fn last(&self, purpose: Purpose) -> Option<&Path> {
        self.kept.folders.get(purpose.name()).map(Path::new).filter(|folder| folder.is_dir())
    }

    /// Remembers the folder of a file, or a folder itself. Where it cannot be written down, it is remembered until the end.
    pub fn remember(&mut self, purpose: Purpose, path: &Path) {
        // A relative path would mean another folder when the program is next started elsewhere.
        let Ok(path) = absolute(path) else { return };
        let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
        let Some(folder) = folder.and_then(Path::to_str) else { return };
        let folder = folder.to_owned();
        self.keep(|kept| drop(kept.folders.insert(purpose.name().to_owned(), folder.clone())));
    }

    /// The form last chosen for what went out, both by their names.
    #[must_use]
    pub fn form(&self, what: &str) -> Option<&str> {
        self.kept.forms.get(what).map(String::as_str)
    }

    /// Remembers the form chosen for what goes out.
    pub fn remember_form(&mut self, what: &str, form: &str) {
        self.keep(|kept| drop(kept.forms.insert(what.to_owned(), form.to_owned())));
    }

    /// Changes what is kept, and what another console may have kept meanwhile with it.
    fn keep(&mut self, change: impl Fn(&mut Kept)) {
        let before = self.kept.clone();
        change(&mut self.kept);
        let Some(file) = self.file.as_deref().filter(|_| self.kept != before) else { return };
        let mut all = read(file);
        change(&mut all);
        let text = serde_json::to_string_pretty(&all).expect("maps of texts are JSON");
        let made = file.parent().is_none_or(|folder| std::fs::create_dir_all(folder).is_ok());
        if made {
            // A folder that is not remembered costs a few keys, no more: nobody is to be troubled with it.
            let _ = write_beside(file, |beside| beside.write_all(text.as_bytes()));
        }
    }
}

fn read(file: &Path) -> Kept {
    let small = std::fs::metadata(file).is_ok_and(|about| about.is_file() && about.len() <= LIMIT);
    if !small {
        return Kept::default();
    }
    std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_each_purpose_is_remembered_beyond_the_end_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let (own, out) = (folder.path().join("state/quarterdeck"), folder.path().join("out"));
        std::fs::create_dir(&out).unwrap();
        let mut folders = Folders::in_folder(Some(&own));
        assert_eq!(folders.last(Purpose::Export), None);
        folders.remember(Purpose::Export, &out.join("due.xlsx"));
        folders.remember(Purpose::Import, folder.path());
        folders.remember_form("due", "xlsx");
        let again = Folders::in_folder(Some(&own));
        assert_eq!(again.last(Purpose::Export), Some(out.as_path()));
        assert_eq!(again.last(Purpose::Import), Some(folder.path()));
        assert_eq!((again.last(Purpose::DaysOff), again.form("due"), again.form("board")), (None, Some("xlsx"), None));
        std::fs::remove_dir(&out).unwrap();
        assert_eq!(again.last(Purpose::Export), None, "a folder that is gone is not offered");
    }

    #[test]
    fn two_consoles_keep_what_the_other_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let (mut ana, mut bob) = (Folders::in_folder(Some(folder.path())), Folders::in_folder(Some(folder.path())));
        ana.remember(Purpose::Export, folder.path());
        bob.remember_form("due", "ics");
        let both = Folders::in_folder(Some(folder.path()));
        assert_eq!((both.last(Purpose::Export), both.form("due")), (Some(folder.path()), Some("ics")));
    }

    #[test]
    fn a_file_that_does_not_read_and_a_folder_that_cannot_be_made_are_survived() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), "{ no").unwrap();
        let mut folders = Folders::in_folder(Some(folder.path()));
        assert_eq!(folders.form("due"), None);
        folders.remember_form("due", "csv");
        assert_eq!(Folders::in_folder(Some(folder.path())).form("due"), Some("csv"));
        let mut lost = Folders::in_folder(Some(&folder.path().join(NAME).join("below a file")));
        lost.remember(Purpose::Export, folder.path());
        assert_eq!(lost.last(Purpose::Export), Some(folder.path()), "until the end");
    }
}
