//! Copying a book: into a file beside the place, verified, made durable, and only then given its name.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use crate::store::check::chain;
use crate::store::error::StoreError;
use crate::store::fleeting::{self, Fleeting, FleetingFolder};
use crate::store::integrity::integrity;
use crate::store::shifts::{Progress, Watch};
use crate::store::{beside, journal, open, unless_open_here};

/// How often somebody who waits hears how far it has come.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// Copies a book to a place where no file is.
pub(super) fn copy(from: &Path, target: &Path, patience: Duration, watch: Watch<'_>) -> Result<(), StoreError> {
    let folder = open::folder_of(target);
    let Verified { file, named: _named } = verified(from, &folder, patience, watch)?;
    file.persist_noclobber(target).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists(target.to_owned()),
        _ => StoreError::File { what: format!("{} cannot be made", target.display()), source: error.error },
    })?;
    open::sync_folder(&folder)
}

/// A durable, verified copy of a book in a folder, still without a name of its own: dropped, it is gone.
pub(super) struct Verified {
    pub file: NamedTempFile,
    /// Lets a signal take it away too.
    pub named: Fleeting,
}

/// Makes a durable, verified copy of a book in a folder.
pub(super) fn verified(from: &Path, folder: &Path, patience: Duration, watch: Watch<'_>) -> Result<Verified, StoreError> {
    let failed = |what: String| move |source| StoreError::File { what, source };
    fleeting::sweep_old_files(folder);
    let file = tempfile::Builder::new()
        .prefix(fleeting::PREFIX)
        .tempfile_in(folder)
        .map_err(failed(format!("{} cannot be written to", folder.display())))?;
    let named = Fleeting::new(file.path());
    fill(from, file.path(), patience, watch)?;
    file.as_file().sync_all().map_err(failed(format!("the copy in {} cannot be made durable", folder.display())))?;
    Ok(Verified { file, named })
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
    if let Some(problem) = integrity(copy, 1)?.first() {
        return Err(unverified(problem));
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

/// A copy of the bytes of a book, and of what is under way in it, in a private folder that goes away with the answer. For files
/// that SQLite must not touch where they are.
pub(in crate::store) fn private_copy(book: &Path) -> Result<(FleetingFolder, std::path::PathBuf), StoreError> {
    let failed = |what: String| move |source| StoreError::File { what, source };
    let folder = FleetingFolder::make().map_err(failed("no temporary folder can be made".to_owned()))?;
    let copy = folder.path().join("book.db");
    let bring = |from: &Path, to: &Path| -> Result<(), StoreError> {
        let mut from_file = match File::open(from) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(failed(format!("{} cannot be read", from.display())))?,
        };
        let mut file = open::new_private(to)?;
        let copied = std::io::copy(&mut from_file, &mut file).map(|_| ());
        if unless_open_here(from, || ()).is_none() {
            // To close it would drop the locks on a book that is open here.
            std::mem::forget(from_file);
        }
        copied.map_err(failed(format!("{} cannot be copied", from.display())))
    };
    bring(book, &copy)?;
    // What is not of the book must not go into the copy either.
    let stray = unless_open_here(book, || beside::stray(book)).flatten();
    for (from, to) in open::left_behind(book).iter().zip(open::left_behind(&copy)) {
        if stray.is_none() {
            bring(from, &to)?;
        }
    }
    Ok((folder, copy))
}

/// For those who wait without a word.
pub(super) fn patiently(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
