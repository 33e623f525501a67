//! Watching the book's folder, and when to look again: an event can precede the visible commit.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::event::Event;

/// How long after a file event the book is looked at again (architecture.md, the loop).
pub const LOOK_AGAIN: [Duration; 3] = [Duration::from_millis(20), Duration::from_millis(200), Duration::from_secs(1)];

/// A watch on a book's folder; it ends when dropped.
pub struct Watch {
    _watcher: RecommendedWatcher,
    told: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the folder of `book` and sends [`Event::BookTouched`] when the book or its journal changes, is replaced or
    /// removed. A burst of changes is one event until [`Watch::taken`] is called.
    ///
    /// # Errors
    /// The folder cannot be watched (a network folder, no watches left). The console then looks on focus and on keys.
    pub fn start(book: &Path, events: Sender<Event>) -> notify::Result<Self> {
        let told = Arc::new(AtomicBool::new(false));
        let name = book.file_name().map(OsString::from).unwrap_or_default();
        let folder = book.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let sent = Arc::clone(&told);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let touched = event.as_ref().map_or(true, |event| concerns(event, &name));
            if touched && !sent.swap(true, Ordering::AcqRel) {
                let _ = events.send(Event::BookTouched);
            }
        })?;
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(Self { _watcher: watcher, told })
    }

    /// Says that the last event was taken: the next change sends one again. Call it before looking at the book.
    pub fn taken(&self) {
        self.told.store(false, Ordering::Release);
    }
}

/// Whether a file event is about the book or one of the files SQLite keeps beside it.
fn concerns(event: &notify::Event, book: &OsString) -> bool {
    !matches!(event.kind, EventKind::Access(_))
        && event.paths.iter().filter_map(|path| path.file_name()).any(|name| {
            name.as_encoded_bytes()
                .strip_prefix(book.as_encoded_bytes())
                .is_some_and(|rest| matches!(rest, b"" | b"-journal" | b"-wal"))
        })
}

/// When to look at the book again after a file event.
#[derive(Debug, Clone, Default)]
pub struct LookAgain {
    since: Option<Instant>,
    done: usize,
}

impl LookAgain {
    /// A file event came: look now, and again at each of [`LOOK_AGAIN`].
    pub fn touched(&mut self, now: Instant) {
        *self = Self { since: Some(now), done: 0 };
    }

    /// The next moment to look, if one is pending.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        Some(self.since? + *LOOK_AGAIN.get(self.done)?)
    }

    /// Whether it is time to look; steps on to the next moment if so.
    pub fn due(&mut self, now: Instant) -> bool {
        let before = self.done;
        while self.next().is_some_and(|at| at <= now) {
            self.done += 1;
        }
        self.done > before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_is_looked_at_three_times_and_then_never_again() {
        let start = Instant::now();
        let mut look = LookAgain::default();
        assert_eq!(look.next(), None);
        look.touched(start);
        for after in LOOK_AGAIN {
            assert_eq!(look.next(), Some(start + after));
            assert!(!look.due(start + after - Duration::from_millis(1)));
            assert!(look.due(start + after));
        }
        assert_eq!(look.next(), None);
        assert!(!look.due(start + Duration::from_secs(60)));
    }

    #[test]
    fn a_late_look_counts_for_all_that_were_due() {
        let start = Instant::now();
        let mut look = LookAgain::default();
        look.touched(start);
        assert!(look.due(start + Duration::from_secs(5)));
        assert_eq!(look.next(), None);
    }

    #[test]
    fn a_write_to_the_book_is_one_event_until_it_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.db");
        let (send, events) = std::sync::mpsc::channel();
        let watch = Watch::start(&book, send).unwrap();
        std::fs::write(folder.path().join("other.txt"), "x").unwrap();
        std::fs::write(&book, "x").unwrap();
        let wait = Duration::from_secs(10);
        assert_eq!(events.recv_timeout(wait), Ok(Event::BookTouched));
        watch.taken();
        std::fs::write(folder.path().join("book.db-journal"), "x").unwrap();
        assert_eq!(events.recv_timeout(wait), Ok(Event::BookTouched));
    }

    #[test]
    fn other_files_of_the_folder_do_not_concern_the_console() {
        let about = |name: &str, kind| {
            let event = notify::Event::new(kind).add_path(Path::new("/x").join(name));
            concerns(&event, &OsString::from("book.db"))
        };
        let write = EventKind::Modify(notify::event::ModifyKind::Any);
        assert!(about("book.db", write));
        assert!(about("book.db-journal", write));
        assert!(!about("book.db.bak", write));
        assert!(!about("x", write));
        assert!(!about("book.db", EventKind::Access(notify::event::AccessKind::Any)));
    }
}
