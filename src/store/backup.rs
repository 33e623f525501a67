//! Backups: made beside and verified before they count, thinned by rank, and restored without losing what was there.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::fleeting::{Fleeting, PREFIX, sweep_old_files};
use super::{Store, hex, journal, open, schema};
use crate::domain::stamp::Stamp;

/// How a backup's name tells its instant (UTC).
const STAMPED: &str = "%Y%m%dT%H%M%SZ";
/// Never thinned.
const ALWAYS: usize = 3;

/// What restoring a backup changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// Clients in the book before, where it could be read.
    pub clients_before: Option<i64>,
    /// Clients in the book now.
    pub clients_after: i64,
    /// Journal entries before, where they could be read.
    pub entries_before: Option<i64>,
    /// Journal entries now.
    pub entries_after: i64,
    /// Where the replaced book is kept, if there was one.
    pub kept: Option<PathBuf>,
}

impl Store {
    /// Writes a verified copy of the book to `file`, or into the book's folder of backups under the instant and `why`.
    /// Answers where it is. A file that is there already is never replaced.
    ///
    /// # Errors
    /// The file exists, or the disk refuses; the book itself is not touched.
    pub fn backup(&self, file: Option<&Path>, why: &str, stamp: &Stamp) -> Result<PathBuf, StoreError> {
        let named = file.map(Path::to_owned);
        let target = match named {
            Some(file) => file,
            None => {
                let folder = self.backup_folder();
                open::make_folder(&folder)?;
                free_name(&folder, &stem(&self.path), why, stamp)
            }
        };
        if fs::symlink_metadata(&target).is_ok() {
            return Err(StoreError::Exists(target));
        }
        copy(&self.path, &target)?;
        if file.is_none() {
            thin(&self.backup_folder(), &stem(&self.path))?;
        }
        Ok(target)
    }

    /// Takes away what a killed program left half written beside the book and among its backups.
    pub fn sweep_old_files(&self, now: DateTime<Utc>) {
        sweep_old_files(&open::folder_of(&self.path), now);
        sweep_old_files(&self.backup_folder(), now);
    }

    /// Where the backups of this book are.
    #[must_use]
    pub fn backup_folder(&self) -> PathBuf {
        backup_folder(&self.path)
    }
}

/// Keeps a book as it is before a newer program changes its schema: one copy per version, whatever becomes of the migration.
pub(super) fn before_migration(book: &Path) -> Result<(), StoreError> {
    let folder = backup_folder(book);
    open::make_folder(&folder)?;
    let kept = folder.join(format!("{}-before-version-{}.db", stem(book), schema::VERSION));
    if fs::symlink_metadata(&kept).is_ok() {
        return Ok(());
    }
    match copy(book, &kept) {
        Err(StoreError::Exists(_)) | Ok(()) => Ok(()),
        Err(error) => Err(error),
    }
}

fn backup_folder(book: &Path) -> PathBuf {
    open::folder_of(book).join(format!("{}.backups", stem(book)))
}

fn stem(book: &Path) -> String {
    book.file_stem().map_or_else(|| "book".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn free_name(folder: &Path, stem: &str, why: &str, stamp: &Stamp) -> PathBuf {
    let instant = stamp.now.with_timezone(&Utc).format(STAMPED);
    let name = |more: String| folder.join(format!("{stem}-{instant}-{why}{more}.db"));
    let first = name(String::new());
    if !first.exists() {
        return first;
    }
    (2..).map(|n| name(format!("-{n}"))).find(|path| !path.exists()).unwrap_or(first)
}

/// Copies a book into a file beside the target, verifies it, makes it durable, and puts it in place.
fn copy(from: &Path, target: &Path) -> Result<(), StoreError> {
    let folder = open::folder_of(target);
    let failed = |what: String| move |source| StoreError::File { what, source };
    let beside = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(&folder)
        .map_err(failed(format!("{} cannot be written to", folder.display())))?;
    let _named = Fleeting::new(beside.path());
    {
        // A connection of its own: the book's cannot attach, and VACUUM INTO does.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let book = Connection::open_with_flags(from, flags)?;
        book.busy_timeout(std::time::Duration::from_secs(5))?;
        let path = beside.path().to_string_lossy().into_owned();
        book.execute("VACUUM INTO ?", [path])?;
        let copy = Connection::open_with_flags(beside.path(), flags)?;
        let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let (book_head, copy_head) = (journal::head(&book)?, journal::head(&copy)?);
        if verdict != "ok" || copy_head.0 > book_head.0 {
            return Err(StoreError::Damaged(format!("the copy did not verify ({verdict}, {})", hex(&copy_head.1))));
        }
    }
    beside.as_file().sync_all().map_err(failed(format!("{} cannot be made durable", target.display())))?;
    beside.persist_noclobber(target).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists(target.to_owned()),
        _ => StoreError::File { what: format!("{} cannot be made", target.display()), source: error.error },
    })?;
    open::sync_folder(&folder)
}

/// Puts a backup in the place of a book. The book that was there is kept among its backups.
///
/// # Errors
/// The backup is no book or a damaged one, the book is busy, or the disk refuses; then nothing changed.
pub fn restore_backup(book: &Path, from: &Path, stamp: &Stamp) -> Result<RestoreReport, StoreError> {
    open::recognise(from)?;
    // A link stays a link: what it leads to is replaced.
    let real = fs::canonicalize(book).unwrap_or_else(|_| book.to_owned());
    let book = real.as_path();
    let present = fs::symlink_metadata(book).is_ok();
    let folder = backup_folder(book);
    open::make_folder(&folder)?;
    let incoming = free_name(&folder, &stem(book), "incoming", stamp);
    copy(from, &incoming)?;
    let after = summary(&incoming)?;
    let failed = |what: String| move |source| StoreError::File { what, source };
    let mut report =
        RestoreReport { clients_before: None, clients_after: after.0, entries_before: None, entries_after: after.1, kept: None };
    if present {
        // The lock keeps other writers out while the files change places; a damaged book cannot be locked, and need not be.
        let lock = summary(book).ok().and_then(|before| {
            report.clients_before = Some(before.0);
            report.entries_before = Some(before.1);
            Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX).ok()
        });
        if let Some(lock) = &lock {
            lock.busy_timeout(std::time::Duration::from_secs(5))?;
            lock.execute_batch("BEGIN IMMEDIATE")?;
        }
        let kept = free_name(&folder, &stem(book), "replaced", stamp);
        keep(book, &kept).map_err(failed(format!("{} cannot be kept as {}", book.display(), kept.display())))?;
        report.kept = Some(kept);
    }
    fs::rename(&incoming, book).map_err(failed(format!("{} cannot be put in place", book.display())))?;
    open::sync_folder(&open::folder_of(book))?;
    open::sync_folder(&folder)?;
    Ok(report)
}

/// Keeps a book under another name, with the journal of what was under way in it, which must not meet the next file of its
/// name. Where the file system has links, the book stays in its place until the next one takes it: there is always one.
fn keep(book: &Path, kept: &Path) -> std::io::Result<()> {
    for (left, beside) in open::left_behind(book).iter().zip(open::left_behind(kept)) {
        match fs::rename(left, beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Err(_) | Ok(()) => {}
        }
    }
    fs::hard_link(book, kept).or_else(|_| fs::rename(book, kept))
}

/// Clients and journal entries of a book.
fn summary(book: &Path) -> Result<(i64, i64), StoreError> {
    let db = Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    Ok(db.query_row("SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM entries)", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// Takes away the backups that are no longer needed.
fn thin(folder: &Path, stem: &str) -> Result<(), StoreError> {
    let failed = |source| StoreError::File { what: format!("{} cannot be read", folder.display()), source };
    let mut backups: Vec<(DateTime<Utc>, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let Some(instant) = made_at(&path, stem) {
            backups.push((instant, path));
        }
    }
    backups.sort_by(|a, b| b.cmp(a));
    let instants: Vec<DateTime<Utc>> = backups.iter().map(|(instant, _)| *instant).collect();
    for ((_, path), keep) in backups.iter().zip(kept(&instants)) {
        if !keep {
            fs::remove_file(path).map_err(failed)?;
        }
    }
    Ok(())
}

/// The instant in the name of a backup of the book: `STEM-INSTANT-WHY.db`; none for any other file, and for a book that a
/// restored one replaced.
fn made_at(path: &Path, stem: &str) -> Option<DateTime<Utc>> {
    let name = path.file_name()?.to_str()?.strip_suffix(".db")?.strip_prefix(stem)?.strip_prefix('-')?;
    let (instant, why) = name.split_once('-')?;
    let instant = NaiveDateTime::parse_from_str(instant, STAMPED).ok()?;
    (!why.starts_with("replaced")).then(|| instant.and_utc())
}

/// Which of the backups, newest first, are kept: all within 48 hours of the newest, then the newest of 14 days, 10 weeks and
/// 12 months, by rank and not by age, and always the last three. So a clock that was set forward takes little away.
fn kept(newest_first: &[DateTime<Utc>]) -> Vec<bool> {
    let mut keep: Vec<bool> = newest_first
        .iter()
        .enumerate()
        .map(|(rank, instant)| rank < ALWAYS || newest_first[0] - *instant <= TimeDelta::hours(48))
        .collect();
    type Bucket = fn(&DateTime<Utc>) -> (i32, u32);
    let buckets: [(usize, Bucket); 3] = [
        (14, |instant| (instant.year(), instant.ordinal())),
        (10, |instant| (instant.iso_week().year(), instant.iso_week().week())),
        (12, |instant| (instant.year(), instant.month())),
    ];
    for (most, bucket) in buckets {
        let mut seen = Vec::new();
        for (at, instant) in newest_first.iter().enumerate() {
            let of = bucket(instant);
            if seen.len() < most && !seen.contains(&of) {
                seen.push(of);
                keep[at] = true;
            }
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(days: i64) -> Vec<DateTime<Utc>> {
        let newest = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        (0..days).map(|day| newest - TimeDelta::days(day)).collect()
    }

    #[test]
    fn four_hundred_daily_backups_thin_to_days_weeks_and_months() {
        let kept = kept(&daily(400)).into_iter().filter(|keep| *keep).count();
        assert!((30..=36).contains(&kept), "{kept}");
    }

    #[test]
    fn the_last_three_are_kept_whatever_their_age() {
        let mut instants = daily(3);
        instants.insert(0, instants[0] + TimeDelta::days(4_000));
        assert!(kept(&instants)[..3].iter().all(|keep| *keep));
    }
}
