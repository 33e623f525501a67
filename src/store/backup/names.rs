//! Where the backups of a book are, what they are called, and which there are.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::stamp::Stamp;
use crate::store::error::StoreError;
use crate::store::open::{self, Identity};

/// How a backup's name tells its instant (UTC).
const STAMPED: &str = "%Y%m%dT%H%M%SZ";

/// A backup of a book, as its name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, by the clock of that moment.
    pub at: DateTime<Utc>,
    /// Why: `asked import session bulk hourly replaced version`.
    pub why: String,
    /// Its size.
    pub bytes: u64,
}

impl BackupFile {
    /// Whether it was kept once and for all: a book that was replaced, or as it was before an upgrade.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.why.as_str(), "replaced" | "version")
    }
}

/// The backups of a book, the newest first; also of one that is missing or damaged.
///
/// # Errors
/// The folder cannot be read.
pub fn backups(book: &Path) -> Result<Vec<BackupFile>, StoreError> {
    let folder = folder(book);
    let failed = |source| StoreError::File { what: format!("{} cannot be read", folder.display()), source };
    let listed = match fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(failed)?,
    };
    let (stem, itself) = (stem(book), Identity::of(book).ok());
    let mut found = Vec::new();
    for entry in listed {
        let path = entry.map_err(failed)?.path();
        let Some((told, why)) = path.file_name().and_then(OsStr::to_str).and_then(|name| read_name(name, &stem)) else {
            continue;
        };
        // A restore that was cut off leaves the book itself under a second name: that is no copy of it.
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if !about.is_file() || (itself.is_some() && Identity::of(&path).ok() == itself) {
            continue;
        }
        let at = told.or_else(|| about.modified().ok().map(DateTime::from)).unwrap_or_default();
        found.push(BackupFile { path, at, why, bytes: about.len() });
    }
    // Those of one second by the number at the end of their names.
    found.sort_by_cached_key(|backup| std::cmp::Reverse((backup.at, backup.path.as_os_str().len(), backup.path.clone())));
    Ok(found)
}

/// The backup that a text means: a path, a name in the folder of backups, or its number in the list, the newest being 1.
///
/// # Errors
/// There is none, or the folder cannot be read.
pub fn the_backup(book: &Path, text: &Path) -> Result<PathBuf, StoreError> {
    if fs::symlink_metadata(text).is_ok() {
        return Ok(text.to_owned());
    }
    let listed = backups(book)?;
    let number = text.to_str().and_then(|text| text.parse::<usize>().ok());
    let by_number = number.and_then(|number| listed.get(number.checked_sub(1)?));
    let by_name = || listed.iter().find(|backup| backup.path.file_name() == Some(text.as_os_str()));
    by_number.or_else(by_name).map(|backup| backup.path.clone()).ok_or_else(|| StoreError::NoBackup(text.to_owned()))
}

/// The folder of the backups of a book; of the file itself, where a link leads to it.
pub(super) fn folder(book: &Path) -> PathBuf {
    open::folder_of(book).join(format!("{}.backups", stem(book)))
}

pub(super) fn stem(book: &Path) -> String {
    book.file_stem().map_or_else(|| "book".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// A name that no file has yet.
pub(super) fn free(folder: &Path, stem: &str, why: &str, stamp: &Stamp) -> PathBuf {
    let instant = stamp.now.with_timezone(&Utc).format(STAMPED);
    let name = |more: String| folder.join(format!("{stem}-{instant}-{why}{more}.db"));
    let taken = |path: &Path| fs::symlink_metadata(path).is_ok();
    let first = name(String::new());
    if !taken(&first) {
        return first;
    }
    (2..).map(|n| name(format!("-{n}"))).find(|path| !taken(path)).unwrap_or(first)
}

/// What the name of a backup tells: the instant, none in those before an upgrade, and why it was made.
/// `STEM-INSTANT-WHY.db`, `STEM-INSTANT-WHY-2.db`, `STEM-before-version-4.db`; none for any other file.
fn read_name(name: &str, stem: &str) -> Option<(Option<DateTime<Utc>>, String)> {
    let rest = name.strip_suffix(".db")?.strip_prefix(stem)?.strip_prefix('-')?;
    if rest.starts_with("before-version-") {
        return Some((None, "version".to_owned()));
    }
    let (instant, why) = rest.split_once('-')?;
    let instant = NaiveDateTime::parse_from_str(instant, STAMPED).ok()?.and_utc();
    let why = match why.rsplit_once('-') {
        Some((word, number)) if number.parse::<u32>().is_ok() => word,
        Some(_) | None => why,
    };
    Some((Some(instant), why.to_owned()))
}
