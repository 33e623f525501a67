//! Long work as the application leads it: one at a time, told of where it takes long, its end given to who asked.

use std::time::Instant;

use super::{App, Ctx, READ_AGAIN};
use crate::console::key::{Code, Key};
use crate::console::layer::{Message, Outcome, Tone};
use crate::console::sight::Past;
use crate::console::work::{Answer, Task, Work};
use crate::store::{self, Progress, Question, StoreError};

impl App {
    /// Begins a task for a layer, or as soon as the one before has ended. Without a loop to tell it is done on the spot.
    pub(super) fn begin(&mut self, layer: Option<u64>, task: Task) {
        if let Some(work) = &self.work {
            if !work.writes {
                work.leave();
            }
            self.next_work = Some((layer, task));
            return;
        }
        self.stamp = (self.clock)();
        let book = self.store.aside();
        if self.desk.rescued.is_some() && !task.needs_no_book() {
            let watch = &mut |_| std::ops::ControlFlow::Continue(());
            let answer = task.perform_rescued(&self.store, &book, &self.stamp, watch);
            self.answered(layer, answer);
            return;
        }
        let Some(events) = self.events.clone() else {
            let answer = task.perform(&book, &self.stamp, &mut |_| std::ops::ControlFlow::Continue(()));
            self.answered(layer, answer);
            return;
        };
        match Work::start(task, layer, book, self.stamp.clone(), events) {
            Ok(work) => self.work = Some(work),
            Err(error) => {
                let said = Message::new(Tone::Bad, &format!("no thread can be started: {error}; nothing was changed"));
                self.ended(&Outcome::Refused(said));
            }
        }
    }

    /// Begins what a layer wants looked at again, unless something is under way.
    pub(super) fn begin_wanted(&mut self) {
        if self.work.as_ref().is_none_or(|work| work.unasked)
            && self.next_work.is_none()
            && let Some((layer, task)) = self.stack.wanted()
        {
            self.begin(Some(layer), task);
        }
    }

    /// A layer wants no more of its work.
    pub(super) fn leave_work(&mut self, layer: u64) {
        self.next_work.take_if(|(of, _)| *of == Some(layer));
        if let Some(work) = self.work.as_ref().filter(|work| work.layer == Some(layer)) {
            work.leave();
        }
    }

    /// Work of layers that are gone is left.
    pub(super) fn leave_orphans(&mut self) {
        let gone = self.work.as_ref().and_then(|work| work.layer).filter(|layer| !self.stack.has(*layer));
        if let Some(layer) = gone {
            self.leave_work(layer);
        }
    }

    /// Whether a key leaves work that only the message line speaks of.
    pub(super) fn leaves(&mut self, key: Key) -> bool {
        let Some(work) = self.work.as_mut().filter(|work| work.layer.is_none() && !work.unasked) else { return false };
        let leaves = key == Key::plain(Code::Esc) && work.is_long(Instant::now());
        if leaves {
            work.leave();
        }
        leaves
    }

    /// Takes what the work has to tell.
    pub(super) fn hear(&mut self) {
        let Some(mut work) = self.work.take() else { return };
        let Some(answer) = work.hear() else {
            self.work = Some(work);
            self.tell(Instant::now());
            return;
        };
        let layer = work.layer;
        drop(work);
        let asked_anew = self.next_work.as_ref().is_some_and(|(of, _)| *of == layer);
        let looks = match answer {
            Answer::Foreseen(_) | Answer::Counted(_) | Answer::Recalled(..) | Answer::Looked(_) => true,
            Answer::Offered(_) | Answer::Overflowing(_) | Answer::Examined(..) | Answer::Compared(_) => true,
            Answer::Written(_) | Answer::Loaded(_) | Answer::Exported(_) | Answer::TakenBack(_) => false,
            Answer::BackedUp(_) | Answer::Restored(_) | Answer::Salvaged(_) | Answer::Settled(_) => false,
        };
        if !(asked_anew && looks) {
            self.answered(layer, answer);
        }
        if let Some((layer, task)) = self.next_work.take() {
            self.begin(layer, task);
        }
        // What others changed meanwhile was not looked at, nor the clock.
        self.look_at_book();
        if !self.fixed_day {
            self.turn_day();
        }
    }

    /// Says how far the work has come, where it takes long.
    pub(super) fn tell(&mut self, now: Instant) {
        let Some(work) = &mut self.work else { return };
        if !work.is_long(now) || (work.unasked && !work.settles) {
            return;
        }
        if work.settles {
            // Short answers come without a word.
            if let Some(far) = work.progress() {
                let said = format!("reading the history, {}", self.look.formats.progress(far));
                self.stack.say(Message::new(Tone::Plain, &said).hint("any other screen leaves it"));
            }
            return;
        }
        match work.layer {
            Some(layer) => self.stack.told(layer, work.progress()),
            None => {
                let far = work.progress().map_or_else(String::new, |far| format!(", {}", self.look.formats.progress(far)));
                let said = Message::new(Tone::Plain, &format!("taking it back, or doing it again{far}")).hint("Esc leaves it");
                self.stack.say(said);
            }
        }
    }

    fn answered(&mut self, layer: Option<u64>, answer: Answer) {
        match answer {
            Answer::Foreseen(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                let more = self.stack.foreseen(layer, found, &mut ctx);
                self.carry_out(more);
            }
            Answer::Counted(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                let more = self.stack.counted(layer, found, &mut ctx);
                self.carry_out(more);
            }
            Answer::Recalled(day, found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                let more = self.stack.recalled(layer, found.map(|store| Past { day, store: *store }), &mut ctx);
                self.stack.refresh(&mut ctx);
                self.carry_out(more);
            }
            Answer::Looked(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                let more = self.stack.looked(layer, found, &mut ctx);
                self.carry_out(more);
            }
            Answer::Offered(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                self.stack.offered(layer, found, &mut ctx);
            }
            Answer::Overflowing(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                self.stack.overflowing(layer, found, &mut ctx);
            }
            Answer::Written(done) => {
                self.look_again_at_ground();
                self.ended(&super::book::outcome(&done));
            }
            Answer::Loaded(outcome) => {
                self.look_again_at_ground();
                self.ended(&outcome);
            }
            Answer::Exported(outcome) => self.ended(&outcome),
            Answer::Examined(file, found) => {
                let Some(layer) = layer else { return };
                self.stack.examined(layer, &file, found);
            }
            Answer::Compared(found) => {
                let Some(layer) = layer else { return };
                let mut ctx = ctx!(self);
                self.stack.compared(layer, found, &mut ctx);
            }
            Answer::BackedUp(done) => self.backed_up(layer, done),
            Answer::Restored(done) => self.restored(done),
            Answer::Salvaged(done) => self.salvaged(done),
            Answer::Settled(found) => self.settled(found),
            Answer::TakenBack(done) => {
                self.look_again_at_ground();
                self.taken_back(&done);
            }
        }
    }

    /// Lets another connection answer what takes too long between two keys, as soon as nothing else is under way that was asked for.
    pub(super) fn settle_owed(&mut self) {
        let waits = self.work.as_ref().is_some_and(|work| !work.unasked)
            || self.next_work.as_ref().is_some_and(|(_, task)| !matches!(task, Task::Settle(_)));
        if waits {
            return;
        }
        let owed = self.store.owed();
        if !owed.is_empty() {
            self.begin(None, Task::Settle(owed));
        }
    }

    fn settled(&mut self, found: Result<Vec<(Question, store::Answer)>, StoreError>) {
        match found {
            Ok(found) => self.store.learn(found),
            // What was asked after it stands in its place.
            Err(StoreError::Left) if matches!(self.next_work, Some((_, Task::Settle(_)))) => return,
            // It gave way to something else, and is asked anew.
            Err(StoreError::Left) => self.store.forget_owed(),
            Err(error) => {
                self.store.forget_owed();
                self.stack.say(crate::console::desk::complaint(&error));
                if error.may_pass() {
                    self.read_again.get_or_insert_with(|| Instant::now() + READ_AGAIN);
                }
                return;
            }
        }
        let mut ctx = ctx!(self);
        self.stack.refresh(&mut ctx);
        self.stack.settle(&mut ctx);
    }

    /// Models and settings were changed on another connection of ours.
    fn look_again_at_ground(&mut self) {
        if let Err(error) = self.store.look_again() {
            self.stack.say(crate::console::desk::complaint(&error));
        }
    }
}

impl crate::console::formats::Formats {
    /// How far long work has come: `12,000 of 100,000`.
    #[must_use]
    pub fn progress(&self, far: Progress) -> String {
        format!("{} of {}", self.number(far.done), self.number(far.of))
    }
}
