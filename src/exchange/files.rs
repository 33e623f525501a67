//! Writes a file beside the old one and puts it in place only when it is whole.

use std::fs::{File, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::NamedTempFile;
use thiserror::Error;

use super::refused::shown_path;
use crate::store::fleeting::{Fleeting, PREFIX};
use crate::store::unless_open_here;

/// What the person's settings take away from whoever may read a file; none where nobody has said it.
#[cfg(unix)]
static LEFT_OUT: OnceLock<u32> = OnceLock::new();

/// Says with which umask the program was started: its own files are for their owner alone, whatever that is, and only a file
/// that others shall read goes by it. The first call counts.
#[cfg(unix)]
pub fn started_with_umask(mask: u32) {
    let _ = LEFT_OUT.set(mask & 0o777);
}

/// Makes a folder for files that others may read, as far as the person's settings go; one that is there stays as it is.
///
/// # Errors
/// What the operating system says.
pub fn make_open_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    if let Some(mask) = LEFT_OUT.get() {
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o777 & !mask))?;
    }
    Ok(())
}

/// Writing a file failed; a file that was there before is as it was, unless it says otherwise.
#[derive(Debug, Error)]
#[error("{path} was not written: {what}{cause}")]
pub struct NotWritten {
    /// The path given.
    path: String,
    /// In which step.
    what: &'static str,
    /// What the operating system says.
    #[source]
    cause: io::Error,
}

impl NotWritten {
    /// A file that could not be written, and what the operating system says.
    #[must_use]
    pub fn of(path: &Path, cause: io::Error) -> Self {
        Self { path: shown_path(path), what: "", cause }
    }
}

/// A file being written beside its place, readable by its owner only; without [`Beside::commit`] nothing stays.
pub struct Beside {
    target: PathBuf,
    to: To,
}

enum To {
    /// A new file in the folder of the target.
    New(BufWriter<NamedTempFile>, Fleeting),
    /// A device or pipe that is there already and cannot be replaced.
    Direct(BufWriter<File>),
}

impl Beside {
    /// Opens a file beside `path`; a link is followed.
    ///
    /// # Errors
    /// The folder is not there or may not be written, or `path` is a folder; a book or another database is never replaced.
    pub fn create(path: &Path) -> Result<Self, NotWritten> {
        Self::create_with(path, &tempfile::Builder::new())
    }

    /// The same readable by whoever the settings of the person allow: 0666 less the umask.
    ///
    /// # Errors
    /// As [`Beside::create`].
    pub fn create_open(path: &Path) -> Result<Self, NotWritten> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let beside = Self::create_with(path, &builder)?;
        #[cfg(unix)]
        if let (To::New(new, _), Some(mask)) = (&beside.to, LEFT_OUT.get()) {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o666 & !mask);
            new.get_ref().as_file().set_permissions(mode).map_err(|cause| NotWritten::of(path, cause))?;
        }
        Ok(beside)
    }

    fn create_with(path: &Path, builder: &tempfile::Builder<'_, '_>) -> Result<Self, NotWritten> {
        let failed = |what, cause| NotWritten { path: shown_path(path), what, cause };
        let about = match std::fs::metadata(path) {
            Ok(about) => Some(about),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => None,
            Err(fault) => return Err(failed("", fault)),
        };
        let target = match &about {
            Some(about) if about.is_dir() => return Err(failed("", io::ErrorKind::IsADirectory.into())),
            Some(about) if !about.is_file() => {
                let file = File::options().write(true).open(path).map_err(|fault| failed("", fault))?;
                return Ok(Self { target: path.to_owned(), to: To::Direct(BufWriter::new(file)) });
            }
            Some(_) if is_database(path) => {
                return Err(failed(
                    "",
                    io::Error::other("it is a book or another database, which would be lost; choose another name"),
                ));
            }
            Some(_) => path.canonicalize().map_err(|fault| failed("", fault))?,
            None => path.to_owned(),
        };
        let new = builder.clone().prefix(PREFIX).suffix(".part").tempfile_in(folder_of(&target));
        let new = new.map_err(|fault| failed("its folder cannot be written to: ", bare(&fault)))?;
        let named = Fleeting::new(new.path());
        Ok(Self { target, to: To::New(BufWriter::new(new), named) })
    }

    /// Brings what was written to the disk and puts it in its place.
    ///
    /// # Errors
    /// What the operating system says; the earlier file then stays as it was.
    pub fn commit(self) -> Result<(), NotWritten> {
        let failed = |what, cause| NotWritten { path: shown_path(&self.target), what, cause };
        match self.to {
            To::Direct(mut direct) => direct.flush().map_err(|cause| failed("", cause)),
            To::New(new, _named) => {
                let new = new.into_inner().map_err(|fault| failed("", fault.into_error()))?;
                new.as_file().sync_all().map_err(|cause| failed("", cause))?;
                new.persist(&self.target).map_err(|fault| failed("", fault.error))?;
                let what = "it is in place, but may not survive a loss of power: ";
                sync_folder(folder_of(&self.target)).map_err(|cause| failed(what, cause))
            }
        }
    }
}

/// Whether a file that can be read begins as SQLite's do.
fn is_database(path: &Path) -> bool {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let mut head = Vec::with_capacity(MAGIC.len());
    let read = || File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head));
    match unless_open_here(path, read) {
        Some(read) => read.is_ok() && head == MAGIC,
        None => true,
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::New(new, _) => new.write(bytes),
            To::Direct(direct) => direct.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::New(new, _) => new.flush(),
            To::Direct(direct) => direct.flush(),
        }
    }
}

/// Writes a whole file by `fill`, beside, synced, then in place.
///
/// # Errors
/// What `fill` or the operating system says; an earlier file then stays as it was.
pub fn write_beside(path: &Path, fill: impl FnOnce(&mut Beside) -> io::Result<()>) -> Result<(), NotWritten> {
    let mut beside = Beside::create(path)?;
    fill(&mut beside).map_err(|cause| NotWritten { path: shown_path(path), what: "", cause })?;
    beside.commit()
}

/// Runs `work` while no other program that asks for the same does so in the folder of this file: what is read, changed and written
/// again then loses nothing that another one wrote between. A program that is stopped in the middle is waited for at most a second.
pub fn one_at_a_time<T>(path: &Path, work: impl FnOnce() -> T) -> T {
    const TRIES: u32 = 100;
    const PAUSE: Duration = Duration::from_millis(10);
    // Where there is no folder yet, or one without locks, there is nobody to be waited for.
    let folder = File::open(folder_of(path)).ok();
    let _held = folder.filter(|folder| {
        (0..TRIES).any(|_| match folder.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => {
                std::thread::park_timeout(PAUSE);
                false
            }
            Err(TryLockError::Error(_)) => true,
        })
    });
    work()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The error without the name of the temporary file, which says nothing to anybody.
fn bare(fault: &io::Error) -> io::Error {
    fault.raw_os_error().map_or_else(|| fault.kind().into(), io::Error::from_raw_os_error)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems do not sync folders; there is nothing more to be done there.
        Err(fault) if matches!(fault.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_earlier_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.csv");
        std::fs::write(&path, "before").expect("written");
        let failed = write_beside(&path, |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("no room"))
        });
        assert!(failed.is_err_and(|fault| fault.to_string().contains("no room")));
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "before");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_written_file_is_its_owners_alone_and_a_link_stays_a_link() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("out.csv"), folder.path().join("link.csv"));
        std::fs::write(&path, "before").expect("written");
        std::os::unix::fs::symlink(&path, &link).expect("linked");
        write_beside(&link, |to| to.write_all(b"after")).expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "after");
        assert!(link.is_symlink());
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_book_is_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.db");
        std::fs::write(&path, "SQLite format 3\0and more").expect("written");
        let fault = Beside::create(&path).err().map(|fault| fault.to_string());
        assert!(fault.is_some_and(|text| text.contains("a book or another database")), "says why");
    }

    #[test]
    fn a_folder_or_a_missing_folder_is_refused_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Beside::create(folder.path()).is_err());
        let missing = Beside::create(&folder.path().join("no/out.csv")).err().map(|fault| fault.to_string());
        assert!(missing.is_some_and(|text| text.contains("its folder cannot be written to")), "says which");
    }
}
