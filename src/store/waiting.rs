//! How long a connection waits for other programs: five seconds, or a moment that everything done in one turn shares, so that
//! who draws a screen answers keys while the book is locked (P7).

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::error::StoreError;
use super::{Store, open};

/// What is done between two frames waits no longer than this, all together.
const MOMENT: Duration = Duration::from_millis(80);
/// How long between two tries.
const AGAIN: Duration = Duration::from_millis(2);

thread_local! {
    /// Until when this turn waits; none while nothing had to wait in it.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Whether nothing is to wait now.
    static AT_ONCE: Cell<bool> = const { Cell::new(false) };
    /// Whether something gave up waiting.
    static GAVE_UP: Cell<bool> = const { Cell::new(false) };
}

/// A new turn of this thread begins: it has its moment to wait again.
pub fn new_turn() {
    UNTIL.set(None);
}

/// Whether something on this thread gave up waiting since it was forgotten: what was read then is to be read again.
#[must_use]
pub fn gave_up() -> bool {
    GAVE_UP.get()
}

/// Forgets that something gave up waiting, and says whether it did.
pub fn forget_giving_up() -> bool {
    GAVE_UP.take()
}

#[expect(clippy::disallowed_methods, reason = "SQLite asks whether to try again, and tells no one when the lock goes")]
fn within_the_turn(_: i32) -> bool {
    if AT_ONCE.get() {
        return false;
    }
    let now = Instant::now();
    let until = UNTIL.get().unwrap_or(now + MOMENT);
    UNTIL.set(Some(until));
    if now >= until {
        GAVE_UP.set(true);
        return false;
    }
    std::thread::sleep(AGAIN);
    true
}

/// How a connection waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Waits {
    /// Five seconds each time.
    #[default]
    Patiently,
    /// A moment in each turn.
    ForATurn,
}

impl Store {
    /// From now on this book is read and written by who answers keys: where another program holds it, everything done in one
    /// turn waits a moment together and then answers [`StoreError::Busy`].
    ///
    /// # Errors
    /// SQLite refuses the setting.
    pub fn answer_keys(&mut self) -> Result<(), StoreError> {
        self.db.busy_handler(Some(within_the_turn))?;
        self.waits = Waits::ForATurn;
        Ok(())
    }

    /// Runs `work` without waiting for other programs: where one is writing, the answer is [`StoreError::Busy`] at once.
    ///
    /// # Errors
    /// Those of `work`, and settings SQLite refuses.
    pub fn without_waiting<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self.waits {
            Waits::Patiently => {
                self.db.busy_timeout(Duration::ZERO)?;
                let done = work(self);
                self.db.busy_timeout(open::PATIENCE)?;
                done
            }
            Waits::ForATurn => {
                AT_ONCE.set(true);
                let done = work(self);
                AT_ONCE.set(false);
                done
            }
        }
    }
}
