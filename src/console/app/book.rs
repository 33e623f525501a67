//! What the application does to its book, and what it does when others changed it.

use std::time::Instant;

use super::{App, Ctx, GONE};
use crate::console::desk::{Desk, complaint};
use crate::console::keys::Action;
use crate::console::late::{Change, Late};
use crate::console::layer::{Message, Outcome, Tone};
use crate::store::{Precaution, Receipt, Step, Store, StoreError};

impl App {
    /// Writes a change; where another program is writing, it is put off and the console goes on.
    pub(super) fn change(&mut self, change: Change) {
        if self.late.is_some() {
            self.stack.say(Message::new(Tone::Plain, "the change before is still waiting to be saved"));
            return;
        }
        if let Some(work) = self.work.as_ref().filter(|work| work.unasked) {
            work.leave();
        }
        self.try_to(Late::new(change, Instant::now()));
    }

    pub(super) fn try_to(&mut self, late: Late) {
        self.stamp = (self.clock)();
        let done = late.change.write(&self.store, &self.stamp);
        let command = matches!(late.change, Change::Command(_));
        if matches!(done, Err(StoreError::Busy)) {
            self.late = late.again(Instant::now());
            if self.late.is_some() {
                let said = "another program is writing in this book";
                self.stack.say(Message::new(Tone::Plain, said).hint("this is saved as soon as it has finished"));
                return;
            }
        }
        if command { self.ended(&outcome(&done)) } else { self.taken_back(&done) }
    }

    /// Whether the next undo or redo may concern every client.
    pub(super) fn goes_far(&self, next: impl FnOnce(&Store, &str) -> Result<Option<Step>, StoreError>) -> bool {
        next(&self.store, &self.stamp.by).is_ok_and(|step| step.is_some_and(|step| step.is_far_reaching()))
    }

    /// Tells the layer that wanted a change how it ended, and shows the book as it is now.
    pub(super) fn ended(&mut self, outcome: &Outcome) {
        self.heed_precaution();
        self.after_change();
        let mut ctx = ctx!(self);
        let more = self.stack.committed(outcome, &mut ctx);
        self.stack.refresh(&mut ctx);
        self.leave_doors();
        self.carry_out(more);
    }

    pub(super) fn taken_back(&mut self, done: &Result<Receipt, StoreError>) {
        let message = match done {
            Ok(receipt) => saved(receipt, None),
            Err(error) => complaint(error),
        };
        self.heed_precaution();
        self.refresh();
        self.stack.say(message);
    }

    /// Opens the sample book in a place of its own; the book that was open is closed unharmed.
    pub(super) fn open_sample(&mut self) {
        let path = (self.sample)();
        match crate::exchange::sample::make(&path, self.stamp.today, self.stamp.now) {
            Ok(store) => {
                self.take_up(store, Some("sample book".to_owned()));
                self.stack
                    .say(Message::new(Tone::Good, "this is the sample book").hint(&format!("it is kept at {}", path.display())));
            }
            Err(error) => self.stack.say(complaint(&error)),
        }
    }

    /// Goes on with another book, or with the same one read anew; unfinished notes are kept.
    pub(super) fn take_up(&mut self, mut store: Store, about: Option<String>) {
        // As when the console was opened.
        let _ = store.answer_keys();
        self.desk.write_drafts();
        self.store = store;
        self.about = about;
        let (home, folders) = (self.desk.home.take(), std::mem::take(&mut self.desk.folders));
        let (mappings, config) = (self.desk.mappings.take(), self.desk.config.take());
        self.desk = Desk::of(&self.store);
        (self.desk.home, self.desk.folders, self.desk.mappings, self.desk.config) = (home, folders, mappings, config);
        self.backup_at = None;
        self.stack.set_banner(None);
        if let Some(events) = self.events.clone() {
            self.watch(events);
        }
        self.after_change();
        self.show(Action::Board);
        self.parked.clear();
    }

    /// Looks whether another program has changed the book, and reads again what is shown if so.
    pub(super) fn look_at_book(&mut self) {
        if let Some(watch) = &self.watch {
            watch.taken();
        }
        // What was saved of a damaged book is nobody else's.
        if self.desk.rescued.is_some() {
            return;
        }
        if let Err(error) = self.store.still_there() {
            // Said once: a later look must not talk over what was said since.
            if self.desk.read_only.replace(GONE) != Some(GONE) {
                self.refresh();
                self.stack.say(complaint(&error));
            }
            return;
        }
        if self.desk.read_only.take_if(|why| *why == GONE).is_some() {
            self.refresh();
            self.stack.say(Message::new(Tone::Good, "the book is back where it was"));
        }
        // A book that is held now is looked at again by itself.
        let Ok(version) = self.store.version() else { return };
        if version == self.version {
            return;
        }
        if let Err(error) = self.store.look_again() {
            self.stack.say(complaint(&error));
            return;
        }
        self.refresh();
    }

    /// A new day: dates are read by it.
    pub(super) fn turn_day(&mut self) {
        self.stamp = (self.clock)();
        if self.stamp.today == self.look.today {
            return;
        }
        self.look.today = self.stamp.today;
        if self.desk.rescued.is_none()
            && let Err(error) = self.store.turn_to(self.stamp.today)
        {
            self.stack.say(complaint(&error));
        }
        self.refresh();
    }
}

pub(super) fn outcome(done: &Result<Receipt, StoreError>) -> Outcome {
    match done {
        Ok(receipt) => Outcome::Saved(saved(receipt, Some("u takes it back"))),
        Err(error) => Outcome::Refused(complaint(error)),
    }
}

/// What was saved, what may come next, and whether there is a copy of the book from before it, where it concerned so many that one
/// was wanted.
fn saved(receipt: &Receipt, next: Option<&str>) -> Message {
    const KEPT: &str = "a copy from before is kept";
    let (said, kept) = match &receipt.precaution {
        None => (receipt.summary.clone(), None),
        Some(Precaution::Made(_) | Precaution::Held(_)) => (receipt.summary.clone(), Some(KEPT)),
        Some(Precaution::Failed(why)) => (format!("{}; no copy from before could be made: {why}", receipt.summary), None),
    };
    let hint = next.into_iter().chain(kept).collect::<Vec<_>>().join("; ");
    let message = Message::new(Tone::Good, &said);
    if hint.is_empty() { message } else { message.hint(&hint) }
}
