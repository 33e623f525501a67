//! Backups nobody asks for: every half hour while there are changes, on a thread of their own, given up at once when the person
//! writes. A moment is waited for only while something waits for a backup.
//!
//! None is made on quitting, whatever waits for one: quitting takes 10 ms at most, and copying a large book takes seconds. What was
//! saved is in the book; the next start sees that a backup is due, and makes it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{App, Ctx};
use crate::console::layer::{Message, Outcome, Tone};
use crate::console::work::{SCHEDULED, Task};
use crate::store::{Precaution, StoreError};

/// How long after something else had to go first.
const LATER: Duration = Duration::from_secs(20);
/// How long after one that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(300);

impl App {
    /// Whether this book gets no backups by itself: it is not kept, or cannot be written.
    fn keeps_none(&self) -> bool {
        self.about.is_some() || self.desk.rescued.is_some() || self.desk.read_only.is_some()
    }

    /// Sets the moment of the next backup, where something waits for one.
    pub(super) fn plan_backup(&mut self) {
        if self.events.is_none() || self.work.as_ref().is_some_and(|work| work.unasked) {
            return;
        }
        if self.keeps_none() {
            self.backup_at = None;
            return;
        }
        if self.backup_at.is_some() && self.desk.backup_failed.is_none() {
            return;
        }
        let now = (self.clock)().now.to_utc();
        match self.store.backup_due(now) {
            Ok(None) => {
                self.backup_at = None;
                self.desk.backup_failed = None;
            }
            // One that failed is tried again when its time has come.
            Ok(Some(_)) if self.backup_at.is_some() => {}
            Ok(Some(due)) => self.backup_at = Some(Instant::now() + (due - now).to_std().unwrap_or_default()),
            // What cannot be looked at is tried: then the reason is told.
            Err(_) if self.backup_at.is_some() => {}
            Err(_) => self.backup_at = Some(Instant::now()),
        }
    }

    /// Begins the backup whose time has come, unless something else is under way.
    pub(super) fn back_up_if_due(&mut self, now: Instant) {
        if self.backup_at.take_if(|at| *at <= now).is_none() {
            return;
        }
        if self.work.is_some() || self.late.is_some() || self.keeps_none() {
            self.backup_at = Some(now + LATER);
            return;
        }
        self.begin(None, Task::BackUp(SCHEDULED));
    }

    /// What came of the copy before an act that concerned many: one that could not be made is shown until a backup succeeds.
    pub(super) fn heed_precaution(&mut self) {
        match self.store.last_precaution().take() {
            None => {}
            Some(Precaution::Made(_) | Precaution::Held(_)) => self.desk.backup_failed = None,
            Some(Precaution::Failed(why)) => {
                self.desk.backup_failed = Some(why);
                if self.events.is_some() && !self.keeps_none() {
                    let soon = Instant::now() + AFTER_FAILURE;
                    self.backup_at = Some(self.backup_at.map_or(soon, |at| at.min(soon)));
                }
            }
        }
    }

    /// What became of a backup.
    pub(super) fn backed_up(&mut self, layer: Option<u64>, done: Result<PathBuf, StoreError>) {
        let outcome = match done {
            Ok(path) => {
                self.desk.backup_failed = None;
                self.backup_at = None;
                self.plan_backup();
                Outcome::Saved(Message::new(Tone::Good, &format!("the backup is {}", path.display())))
            }
            Err(StoreError::Left | StoreError::Busy) if layer.is_none() => {
                self.backup_at = Some(Instant::now() + LATER);
                return;
            }
            Err(error) => {
                let why = error.to_string().replace("; nothing was changed", "");
                let said = Message::new(Tone::Bad, &format!("no backup could be made: {why}"));
                self.desk.backup_failed = Some(why);
                self.backup_at = Some(Instant::now() + AFTER_FAILURE);
                Outcome::Refused(said.hint("your work goes on; F3 shows the backups"))
            }
        };
        if layer.is_some() {
            self.ended(&outcome);
            return;
        }
        let mut ctx = ctx!(self);
        self.stack.refresh(&mut ctx);
        if let Outcome::Refused(said) = outcome {
            self.stack.say(said);
        }
    }
}
