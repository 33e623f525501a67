//! Long work: a command foreseen or written on a thread and a connection of its own, while the console answers keys.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use std::path::PathBuf;

use chrono::NaiveDate;

use super::desk::complaint;
use super::dialogs;
use super::dialogs::export::Export;
use super::dialogs::load::{Found, Look, Offers};
use super::dialogs::session::papers::{self, Papers};
use super::event::Event;
use super::layer::{Load, Outcome};
use super::worker;
use crate::domain::command::{Command, Finalise};
use crate::domain::session::SessionId;
use crate::domain::stamp::Stamp;
use crate::store::{
    self, Aside, Difference, Examined, FiguresOf, Progress, Question, Receipt, RestoreReport, Salvage, Shifts, Store, StoreError,
    Watch, WeekShift,
};

/// Work that ends within this time is not spoken of.
const QUIET: Duration = Duration::from_millis(150);
/// How often is told how far it has come, at most.
const TOLD_EVERY: Duration = Duration::from_millis(100);
/// How long a program that ends waits for its work to be taken back.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is to be done.
#[derive(Debug, PartialEq)]
pub enum Task {
    /// Say what a command would move; nothing is written.
    Foresee(Box<Command>),
    /// Count reviews; nothing is written.
    Count(Box<Count>),
    /// Write a command.
    Write(Box<Command>),
    /// Count what may come after an import; nothing is written.
    Offers,
    /// Say which of so many weeks overflow before and after what a session has staged; nothing is written.
    Weeks(SessionId, u32),
    /// Place every client without a segment where its scores propose.
    PlaceProposed,
    /// Fold the book as it was at the end of a day.
    AsOf(NaiveDate),
    /// Look at a file to be brought in; nothing is written.
    Look(Box<Look>),
    /// Bring in a file.
    Load(Box<Load>),
    /// Write a file out.
    Export(Box<Export>),
    /// Write papers of a session: sheets, minutes, hand-outs.
    Papers(Box<Papers>),
    /// Finalise a session, the backup first.
    Finalise(Box<Finalise>),
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Make a backup, for this reason.
    BackUp(&'static str),
    /// Look whether a backup is whole; nothing is written.
    Examine(PathBuf),
    /// Say what going back to a backup would change; nothing is written.
    Compare(PathBuf),
    /// Go back to a backup.
    Restore(PathBuf),
    /// Answer what takes too long between two keys; nothing is written.
    Settle(Vec<Question>),
    /// Save what can be read of the damaged book, which is how the damage was noticed; the file stays as it is.
    Salvage,
}

/// Why a backup is made that nobody asked for.
pub const SCHEDULED: &str = "hourly";
/// Why a backup is made before what may concern every client.
const BULK: &str = "bulk";

/// Which reviews are to be counted: those due from a day to another, of one owner's clients or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The owner; empty: the clients without one.
    pub owner: Option<String>,
}

/// What came of a task.
#[derive(Debug)]
pub enum Answer {
    /// What a command would move.
    Foreseen(Result<Box<Shifts>, StoreError>),
    /// The book as it was.
    Recalled(NaiveDate, Result<Box<Store>, StoreError>),
    /// Reviews by segment and by owner.
    Counted(Result<Box<(FiguresOf, FiguresOf)>, StoreError>),
    /// How a command ended.
    Written(Result<Receipt, StoreError>),
    /// What a file to be brought in is.
    Looked(Box<Found>),
    /// What may come after an import.
    Offered(Result<Offers, StoreError>),
    /// The weeks that overflow.
    Overflowing(Result<Vec<WeekShift>, StoreError>),
    /// How an import, or finalising a session, ended.
    Loaded(Outcome),
    /// How an export ended.
    Exported(Outcome),
    /// How an undo or a redo ended.
    TakenBack(Result<Receipt, StoreError>),
    /// Where a backup was made.
    BackedUp(Result<PathBuf, StoreError>),
    /// What a backup holds, or why it cannot be read.
    Examined(PathBuf, Result<Examined, String>),
    /// What going back to a backup would change.
    Compared(Result<Box<Difference>, String>),
    /// How going back to a backup ended.
    Restored(Result<Box<RestoreReport>, StoreError>),
    /// What was owed.
    Settled(Result<Vec<(Question, store::Answer)>, StoreError>),
    /// What could be read of a damaged book.
    Salvaged(Result<Box<Salvage>, StoreError>),
}

impl Task {
    /// Whether it changes the book, or a file: then the console does not end before it has, and nothing else is written meanwhile.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Foresee(_) | Self::Count(_) | Self::AsOf(_) | Self::Look(_) | Self::Offers | Self::Weeks(..) => false,
            Self::Examine(_) | Self::Compare(_) | Self::Salvage | Self::Settle(_) => false,
            // What nobody asked for gives way to everything else.
            Self::BackUp(why) => *why != SCHEDULED,
            Self::Write(_)
            | Self::PlaceProposed
            | Self::Load(_)
            | Self::Export(_)
            | Self::Papers(_)
            | Self::Finalise(_)
            | Self::Restore(_)
            | Self::Undo
            | Self::Redo => true,
        }
    }

    /// Whether it goes by the path of the book alone.
    #[must_use]
    pub fn needs_no_book(&self) -> bool {
        matches!(self, Self::Examine(_) | Self::Compare(_) | Self::Restore(_) | Self::Salvage)
    }

    /// Does it, on a connection of its own.
    pub fn perform(&self, book: &Aside, stamp: &Stamp, watch: Watch<'_>) -> Answer {
        let store = || book.open(stamp.today);
        match self {
            // These need no open book: it may be damaged, or another one.
            Self::Examine(file) => Answer::Examined(file.clone(), store::examine(file).map_err(|error| error.to_string())),
            Self::Compare(file) => {
                let found = store::compare(book.path(), file).map(Box::new);
                Answer::Compared(found.map_err(|error| error.to_string()))
            }
            Self::Restore(file) => Answer::Restored(store::restore_backup(book.path(), file, stamp).map(Box::new)),
            Self::Salvage => Answer::Salvaged(store::salvage(book.path(), stamp.today).map(Box::new)),
            Self::BackUp(why) => Answer::BackedUp(store().and_then(|store| store.backup_watched(why, stamp, watch))),
            Self::Foresee(command) => {
                Answer::Foreseen(store().and_then(|store| store.shifts(command, stamp, watch)).map(Box::new))
            }
            Self::AsOf(day) => Answer::Recalled(*day, store().and_then(|store| store.as_of_watched(*day, watch)).map(Box::new)),
            Self::Count(count) => {
                let span = (count.from, count.to);
                let counted = |store: Store| store.figures_by_both(span, count.owner.as_deref(), stamp.today, watch);
                Answer::Counted(store().and_then(counted).map(Box::new))
            }
            Self::Write(command) => Answer::Written(store().and_then(|store| {
                // What may concern every client is done with a backup at hand; one that fails blocks nothing, and is told of.
                let _ = store.precaution(BULK, stamp);
                store.execute_watched(command, stamp, watch)
            })),
            Self::Offers => Answer::Offered(store().and_then(|store| Offers::of(&store, stamp.today, watch))),
            Self::Weeks(session, weeks) => {
                let found = |store: Store| store.session_weeks(&store.session(*session)?, *weeks, stamp, watch);
                Answer::Overflowing(store().and_then(found))
            }
            Self::PlaceProposed => Answer::Written(store().and_then(|store| {
                let command = dialogs::load::placing(&store, stamp.today, watch)?;
                let _ = store.precaution(BULK, stamp);
                store.execute_watched(&command, stamp, watch)
            })),
            Self::Look(look) => Answer::Looked(Box::new(look.perform(store(), stamp, watch))),
            Self::Load(load) => Answer::Loaded(match store() {
                Ok(store) => dialogs::load::bring_in(load, &store, stamp, watch),
                Err(error) => Outcome::Refused(complaint(&error)),
            }),
            Self::Export(export) => Answer::Exported(match store() {
                Ok(store) => dialogs::export::write_out(export, &store, watch),
                Err(error) => Outcome::Refused(complaint(&error)),
            }),
            Self::Papers(asked) => Answer::Exported(match store() {
                Ok(store) => asked.write(&store, stamp),
                Err(error) => papers::refused(&error),
            }),
            Self::Finalise(asked) => Answer::Loaded(match store() {
                Ok(store) => papers::finalise(asked, &store, stamp),
                Err(error) => papers::refused(&error),
            }),
            Self::Settle(questions) => Answer::Settled(store().and_then(|store| store.settle(questions, watch))),
            Self::Undo => Answer::TakenBack(store().and_then(|store| store.undo_watched(stamp, watch))),
            Self::Redo => Answer::TakenBack(store().and_then(|store| store.redo_watched(stamp, watch))),
        }
    }

    /// Does it with what was saved of a damaged book, which no other connection can see. What writes to a book fails as with any
    /// damaged one.
    pub fn perform_rescued(&self, saved: &Store, book: &Aside, stamp: &Stamp, watch: Watch<'_>) -> Answer {
        match self {
            Self::Export(export) => Answer::Exported(dialogs::export::write_out(export, saved, watch)),
            Self::Papers(asked) => Answer::Exported(asked.write(saved, stamp)),
            Self::AsOf(day) => Answer::Recalled(*day, saved.as_of_watched(*day, watch).map(Box::new)),
            Self::Count(count) => {
                let span = (count.from, count.to);
                Answer::Counted(saved.figures_by_both(span, count.owner.as_deref(), stamp.today, watch).map(Box::new))
            }
            Self::Settle(questions) => Answer::Settled(saved.settle(questions, watch)),
            Self::Foresee(_)
            | Self::Write(_)
            | Self::Offers
            | Self::Weeks(..)
            | Self::PlaceProposed
            | Self::Look(_)
            | Self::Load(_)
            | Self::Finalise(_)
            | Self::Undo
            | Self::Redo
            | Self::BackUp(_)
            | Self::Examine(_)
            | Self::Compare(_)
            | Self::Restore(_)
            | Self::Salvage => self.perform(book, stamp, watch),
        }
    }
}

enum News {
    Told(Progress),
    Done(Answer),
}

/// Work under way. Dropped, it is left, and waited for so that nothing of it remains.
pub struct Work {
    /// The layer it is done for; none where nobody waits but the message line.
    pub layer: Option<u64>,
    /// Whether it changes the book, or a file.
    pub writes: bool,
    /// Whether nobody asked for it: it is not spoken of, and gives way to everything else.
    pub unasked: bool,
    /// Whether it answers what takes too long between two keys.
    pub settles: bool,
    left: Arc<AtomicBool>,
    news: Receiver<News>,
    quiet_until: Option<Instant>,
    progress: Option<Progress>,
}

impl Work {
    /// Starts a task; [`Event::Work`] says that there is something to [`Work::hear`].
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start(task: Task, layer: Option<u64>, book: Aside, stamp: Stamp, events: Sender<Event>) -> std::io::Result<Self> {
        let (tell, news) = channel();
        let left = Arc::new(AtomicBool::new(false));
        let settles = matches!(task, Task::Settle(_));
        let unasked = settles || task == Task::BackUp(SCHEDULED) || task == Task::Salvage;
        let (writes, leave, begun) = (task.writes(), Arc::clone(&left), Instant::now());
        // What writes is asked in between, where it can be taken back.
        let book = if writes { book } else { book.left_by(Arc::clone(&left)) };
        let wake = events.clone();
        worker::start("work", events, move || {
            let mut next = begun + QUIET;
            let answer = task.perform(&book, &stamp, &mut |progress| {
                if leave.load(Ordering::Acquire) {
                    return ControlFlow::Break(());
                }
                let now = Instant::now();
                if now >= next {
                    next = now + TOLD_EVERY;
                    // Where nobody listens any more, the work is left by its sign.
                    let _ = tell.send(News::Told(progress));
                    let _ = wake.send(Event::Work);
                }
                ControlFlow::Continue(())
            });
            let _ = tell.send(News::Done(answer));
            let _ = wake.send(Event::Work);
        })?;
        Ok(Self { layer, writes, unasked, settles, left, news, quiet_until: Some(begun + QUIET), progress: None })
    }

    /// Wants no more of it. It ends by itself, as soon as what it has done is taken back.
    pub fn leave(&self) {
        self.left.store(true, Ordering::Release);
    }

    /// When it is to be spoken of, while it is not.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.quiet_until
    }

    /// Whether it takes so long that it is spoken of.
    pub fn is_long(&mut self, now: Instant) -> bool {
        self.quiet_until = self.quiet_until.filter(|until| *until > now);
        self.quiet_until.is_none()
    }

    /// How far it has come, as last heard.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.progress
    }

    /// Takes what it has to tell; the answer is there when it has ended.
    pub fn hear(&mut self) -> Option<Answer> {
        while let Ok(news) = self.news.try_recv() {
            match news {
                News::Told(progress) => self.progress = Some(progress),
                News::Done(answer) => return Some(answer),
            }
        }
        None
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.leave();
        let end = Instant::now() + PATIENCE;
        // The thread's end of the channel is dropped when its connection is closed.
        while self.news.recv_timeout(end.saturating_duration_since(Instant::now())).is_ok() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::trial::{TODAY, book, stamp};
    use crate::store::ImportPolicy;

    fn roll() -> Box<Command> {
        Box::new(Command::Set { key: "roll".to_owned(), value: "none".to_owned() })
    }

    #[test]
    fn work_ends_with_an_answer_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let store = book(&folder);
        let (send, events) = channel();
        let mut work = Work::start(Task::Foresee(roll()), Some(1), store.aside(), stamp(TODAY), send).unwrap();
        let answer = events.iter().find_map(|event| {
            assert_eq!(event, Event::Work);
            work.hear()
        });
        assert!(matches!(answer, Some(Answer::Foreseen(Ok(_)))), "{answer:?}");
        assert_eq!(store.ground().recorded, []);
    }

    #[test]
    fn work_that_is_dropped_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = book(&folder);
        let (send, events) = channel();
        let by = stamp(TODAY);
        let lock = store.import(ImportPolicy::default(), &by).unwrap();
        let mut work = Work::start(Task::Write(roll()), None, store.aside(), by.clone(), send).unwrap();
        assert!(work.next().is_some() && work.hear().is_none());
        work.leave();
        drop(lock);
        drop(work);
        assert_eq!(events.iter().count(), 1, "its end, and nothing of its course");
        assert_eq!(store.aside().open(by.today).unwrap().ground().recorded, []);
    }

    #[test]
    fn work_in_another_file_of_the_same_name_is_refused() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = book(&folder);
        let path = book(&other).path().to_owned();
        std::fs::rename(path, store.path()).unwrap();
        let answer = Task::Write(roll()).perform(&store.aside(), &stamp(TODAY), &mut |_| ControlFlow::Continue(()));
        assert!(matches!(answer, Answer::Written(Err(StoreError::Gone(_)))), "{answer:?}");
    }
}
