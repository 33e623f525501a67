//! A change that waits for another program to finish writing, while the console goes on answering keys (P7).

use std::time::{Duration, Instant};

use crate::domain::command::Command;
use crate::domain::stamp::Stamp;
use crate::store::{Receipt, Store, StoreError};

/// How long a change waits before it is given up (trust.md, P7).
pub const PATIENCE: Duration = Duration::from_secs(5);
/// How long between two tries.
const AGAIN: Duration = Duration::from_millis(50);

/// What is to be written.
#[derive(Debug)]
pub enum Change {
    /// A command a layer asked for.
    Command(Box<Command>),
    /// The last change is taken back.
    Undo,
    /// What was taken back is done again.
    Redo,
}

impl Change {
    /// Writes it, or answers [`StoreError::Busy`] at once.
    ///
    /// # Errors
    /// As [`Store::execute`].
    pub fn write(&self, store: &Store, stamp: &Stamp) -> Result<Receipt, StoreError> {
        store.without_waiting(|store| match self {
            Self::Command(command) => store.execute(command, stamp),
            Self::Undo => store.undo(stamp),
            Self::Redo => store.redo(stamp),
        })
    }
}

/// A change that found the book busy.
#[derive(Debug)]
pub struct Late {
    /// What is to be written.
    pub change: Change,
    /// When it is given up.
    until: Instant,
    /// When it is tried again.
    pub next: Instant,
}

impl Late {
    /// A change that was tried for the first time now.
    #[must_use]
    pub fn new(change: Change, now: Instant) -> Self {
        Self { change, until: now + PATIENCE, next: now + AGAIN }
    }

    /// Puts the next try off; none when the patience is at its end.
    #[must_use]
    pub fn again(self, now: Instant) -> Option<Self> {
        (now < self.until).then(|| Self { next: now + AGAIN, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_change_is_tried_again_for_five_seconds() {
        let start = Instant::now();
        let late = Late::new(Change::Undo, start);
        assert_eq!(late.next, start + AGAIN);
        let late = late.again(start + AGAIN).unwrap();
        assert_eq!(late.next, start + 2 * AGAIN);
        assert!(late.again(start + PATIENCE).is_none());
    }
}
