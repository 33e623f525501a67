//! Copying a book: into a file beside the place, verified, made durable, and only then given its name.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags};
use tempfile::{NamedTempFile, TempDir};

use crate::store::check::chain;
use crate::store::error::StoreError;
use crate::store::shifts::{Progress, Watch};
use crate::store::{journal, open};

/// How names of files under way begin.
const UNDER_WAY: &str = ".quarterdeck-";
/// What was under way and lies there for longer than this was left behind by a program that was ended.
const LEFT_AFTER: Duration = Duration::from_hours(1);
/// How often somebody who waits hears how far it has come.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// Copies a book to a place where no file is.
pub(super) fn copy(from: &Path, target: &Path, patience: Duration, watch: Watch<'_>) -> Result<(), StoreError> {
    let folder = open::folder_of(target);
    let beside = verified(from, &folder, patience, watch)?;
    beside.persist_noclobber(target).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists(target.to_owned()),
        _ => StoreError::File { what: format!("{} cannot be made", target.display()), source: error.error },
    })?;
    open::sync_folder(&folder)
}

/// A durable, verified copy of a book in a folder, still without a name of its own: dropped, it is gone.
pub(super) fn verified(from: &Path, folder: &Path, patience: Duration, watch: Watch<'_>) -> Result<NamedTempFile, StoreError> {
    let failed = |what: String| move |source| StoreError::File { what, source };
    let beside = tempfile::Builder::new()
        .prefix(UNDER_WAY)
        .tempfile_in(folder)
        .map_err(failed(format!("{} cannot be written to", folder.display())))?;
    // Whoever clears up knows by the lock that somebody is at work; where there are no locks, by the age.
    let _ = beside.as_file().try_lock();
    clear_up(folder, beside.as_file());
    fill(from, beside.path(), patience, watch)?;
    beside.as_file().sync_all().map_err(failed(format!("the copy in {} cannot be made durable", folder.display())))?;
    Ok(beside)
}

fn fill(from: &Path, to: &Path, patience: Duration, watch: Watch<'_>) -> Result<(), StoreError> {
    // A connection of its own: the book's cannot attach, and VACUUM INTO does.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let book = Connection::open_with_flags(from, flags)?;
    book.busy_timeout(patience)?;
    let copy = Connection::open_with_flags(to, flags)?;
    let (stop_book, stop_copy) = (book.get_interrupt_handle(), copy.get_interrupt_handle());
    let of = size(from);
    std::thread::scope(|scope| {
        let (tell, told) = channel();
        let work = scope.spawn(move || {
            let done = copied(&book, &copy, to);
            // Closed before anybody gives the file its name.
            drop((book, copy));
            // Whoever waits has the answer of the thread itself.
            let _ = tell.send(());
            done
        });
        let mut left = false;
        while told.recv_timeout(TOLD_EVERY) == Err(RecvTimeoutError::Timeout) {
            left = left || watch(Progress { done: size(to).min(of), of }).is_break();
            if left {
                stop_book.interrupt();
                stop_copy.interrupt();
            }
        }
        match work.join() {
            Ok(Err(_)) if left => Err(StoreError::Left),
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn size(of: &Path) -> i64 {
    fs::metadata(of).map_or(0, |about| i64::try_from(about.len()).unwrap_or(i64::MAX))
}

fn copied(book: &Connection, copy: &Connection, to: &Path) -> Result<(), StoreError> {
    let before = journal::head(book)?;
    book.execute("VACUUM INTO ?", [to.to_string_lossy()])?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(unverified(&verdict));
    }
    if let Some(problem) = chain(copy)?.into_iter().next() {
        return Err(unverified(&problem));
    }
    // Others may have written meanwhile: what is copied lies between the book before and the book now.
    let head = journal::head(copy)?;
    let sql = "SELECT count(*) FROM entries WHERE seq = ?1 AND hash = ?2";
    let known: i64 = book.query_row(sql, rusqlite::params![head.0, head.1], |row| row.get(0))?;
    let holds_all = head == before || (head.0 > before.0 && known == 1);
    if holds_all { Ok(()) } else { Err(unverified("it does not end where the book does")) }
}

fn unverified(why: &str) -> StoreError {
    StoreError::Damaged(format!("the copy did not verify ({why})"))
}

/// Takes away what programs that were ended in the middle of a copy left in a folder: files of our own naming, older than an
/// hour by the clock of the disk, that no living program holds. Whatever fails here is left for the next time.
fn clear_up(folder: &Path, made_now: &File) {
    let Ok(now) = made_now.metadata().and_then(|about| about.modified()) else { return };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ours = path.file_name().and_then(|name| name.to_str()).is_some_and(is_under_way);
        if ours && is_left_behind(&path, now) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// `.quarterdeck-` and the six characters of a temporary name, perhaps with what SQLite puts beside it.
fn is_under_way(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(UNDER_WAY) else { return false };
    let rest = rest.strip_suffix("-journal").or_else(|| rest.strip_suffix("-wal")).unwrap_or(rest);
    rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_left_behind(path: &Path, now: SystemTime) -> bool {
    let Ok(about) = fs::symlink_metadata(path) else { return false };
    let old = about.modified().ok().and_then(|made| now.duration_since(made).ok()).is_some_and(|age| age > LEFT_AFTER);
    about.is_file() && old && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// A copy of the bytes of a book, and of what is under way in it, in a private folder that goes away with the answer. For files
/// that SQLite must not touch where they are.
pub(in crate::store) fn private_copy(book: &Path) -> Result<(TempDir, std::path::PathBuf), StoreError> {
    let failed = |what: String| move |source| StoreError::File { what, source };
    let folder = tempfile::Builder::new()
        .prefix("quarterdeck-")
        .tempdir()
        .map_err(failed("no temporary folder can be made".to_owned()))?;
    let copy = folder.path().join("book.db");
    let bring = |from: &Path, to: &Path| -> Result<(), StoreError> {
        let mut from_file = match File::open(from) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(failed(format!("{} cannot be read", from.display())))?,
        };
        let mut file = open::new_private(to)?;
        std::io::copy(&mut from_file, &mut file).map(|_| ()).map_err(failed(format!("{} cannot be copied", from.display())))
    };
    bring(book, &copy)?;
    for (from, to) in open::left_behind(book).iter().zip(open::left_behind(&copy)) {
        bring(from, &to)?;
    }
    Ok((folder, copy))
}

/// For those who wait without a word.
pub(super) fn patiently(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
