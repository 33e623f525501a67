//! A person's own settings: name, book, theme and keys, in one TOML file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Table, value};

use super::fault::{Code, Fault};
use crate::domain::text::Shown;
use crate::exchange::files::{one_at_a_time, write_beside};

/// What a person has set for every book.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UserSettings {
    /// The name entries of the history carry.
    pub name: Option<String>,
    /// The book opened where none is named.
    pub book: Option<PathBuf>,
    /// The theme of the console.
    pub theme: Option<String>,
    /// Keys of the console: action, and the key or keys it gets.
    #[serde(default)]
    pub keys: BTreeMap<String, Keys>,
}

/// The key or keys of an action.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Keys {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Keys {
    /// The keys as a list.
    #[must_use]
    pub fn into_list(self) -> Vec<String> {
        match self {
            Self::One(key) => vec![key],
            Self::Several(keys) => keys,
        }
    }
}

/// The settings a person has: `keys.ACTION` beside them.
pub const OWN: [&str; 3] = ["name", "book", "theme"];
const KEYS: &str = "keys.";

/// Whether a setting is a person's own and not the book's.
#[must_use]
pub fn is_own(key: &str) -> bool {
    OWN.contains(&key) || key.starts_with(KEYS)
}

impl UserSettings {
    /// Reads the settings; none where the file is missing and was not asked for.
    pub fn read(file: &Path, asked: bool, home: Option<&Path>) -> Result<Self, Fault> {
        // A pipe nobody writes to would be waited for without end; one that was asked for is somebody's own.
        let read = if asked { small(file) } else { no_pipe(file).and_then(|()| small(file)) };
        let text = match read {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !asked => return Ok(Self::default()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Fault::new(Code::NotFound, format!("there is no settings file {}", file.display())));
            }
            Err(error) => return Err(Fault::failed(format!("{} cannot be read: {error}", file.display()))),
        };
        let mut settings = Self::parse(&text, file)?;
        settings.book = settings.book.map(|book| placed(&book, file, home));
        Ok(settings)
    }

    fn parse(text: &str, file: &Path) -> Result<Self, Fault> {
        toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            let what = format!("{}, line {line}: {}", file.display(), error.message());
            Fault::refused(what).hint("the settings are name, book, theme and keys")
        })
    }

    /// Writes one setting into the file and leaves the rest of it as it is; an empty value takes the setting away.
    pub fn write(file: &Path, key: &str, text: &str) -> Result<(), Fault> {
        if let Some(folder) = file.parent() {
            private_folder(folder)?;
        }
        one_at_a_time(file, || Self::rewrite(file, key, text))
    }

    fn rewrite(file: &Path, key: &str, text: &str) -> Result<(), Fault> {
        let before = match small(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Fault::failed(format!("{} cannot be read: {error}", file.display()))),
        };
        Self::parse(&before, file)?;
        let mut document: DocumentMut =
            before.parse().map_err(|error| Fault::refused(format!("{} does not read: {error}", file.display())))?;
        let text = Shown::line(text.trim()).into_string();
        let table = match key.strip_prefix(KEYS) {
            Some(_) => {
                let keys = document.entry("keys").or_insert(Item::Table(Table::new()));
                keys.as_table_like_mut().ok_or_else(|| Fault::refused("keys is not a table in the settings file"))?
            }
            None => document.as_table_mut(),
        };
        let name = key.strip_prefix(KEYS).unwrap_or(key);
        if text.is_empty() {
            table.remove(name);
        } else {
            table.insert(name, value(text));
        }
        Ok(write_beside(file, |to| to.write_all(document.to_string().as_bytes()))?)
    }
}

fn no_pipe(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::FileTypeExt;
    let pipe = fs::metadata(file).is_ok_and(|about| about.file_type().is_fifo());
    if pipe { Err(io::Error::other("it is a pipe, not a file")) } else { Ok(()) }
}

/// The text of the file; no settings are longer than a megabyte.
fn small(file: &Path) -> io::Result<String> {
    const LIMIT: u64 = 1024 * 1024;
    let mut text = String::new();
    fs::File::open(file)?.take(LIMIT + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LIMIT {
        return Err(io::Error::other("it is longer than a megabyte"));
    }
    Ok(text)
}

/// A book named in the file: `~/` is the person's folder, a relative path counts from the file.
fn placed(book: &Path, file: &Path, home: Option<&Path>) -> PathBuf {
    if let (Ok(rest), Some(home)) = (book.strip_prefix("~"), home) {
        return home.join(rest);
    }
    file.parent().map_or_else(|| book.to_owned(), |folder| folder.join(book))
}

fn private_folder(folder: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| Fault::failed(format!("the folder {} cannot be made: {error}", folder.display())))
}
