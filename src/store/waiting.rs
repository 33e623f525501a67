//! How long a connection waits for other programs: five seconds, or a moment that everything done in one turn shares, so that
//! who draws a screen answers keys while the book is locked (P7). Among many writers, who waited longest asks most often.

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
    /// When the present wait of this thread began.
    static WAITING_SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Whether nothing is to wait now.
    static AT_ONCE: Cell<bool> = const { Cell::new(false) };
    /// Whether something gave up waiting.
    static GAVE_UP: Cell<bool> = const { Cell::new(false) };
}

/// A new turn of this thread begins: it has its moment to wait again.
pub fn new_turn() {
    UNTIL.set(None);
    super::later::new_turn();
}

/// How long another connection may wait for the same end: not at all where nothing waits now.
pub(super) fn patience() -> Duration {
    if AT_ONCE.get() { Duration::ZERO } else { open::PATIENCE }
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

/// Asks again until [`open::PATIENCE`] is over. SQLite's own handler asks ever more seldom, so that whoever waited longest among
/// many writers came last, and some gave up; here who waits longer asks more often.
#[expect(clippy::disallowed_methods, reason = "SQLite asks whether to try again, and tells no one when the lock goes")]
pub(super) fn patiently(tries: i32) -> bool {
    if AT_ONCE.get() {
        return false;
    }
    let now = Instant::now();
    let since = WAITING_SINCE.get().filter(|_| tries > 0).unwrap_or(now);
    WAITING_SINCE.set(Some(since));
    let waited = now - since;
    if waited >= open::PATIENCE {
        return false;
    }
    std::thread::sleep(pause(waited, std::process::id(), tries));
    true
}

/// How long until the lock is asked for again: never in step with another process.
fn pause(waited: Duration, process: u32, tries: i32) -> Duration {
    let at_most: u64 = match waited.as_millis() {
        0..200 => 12_000,
        200..1_000 => 6_000,
        _ => 2_000,
    };
    let chance = (u64::from(process) << 32 | u64::from(tries.unsigned_abs())).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    Duration::from_micros(500 + chance % at_most)
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

impl Store {
    /// From now on this book is read and written by who answers keys: where another program holds it, everything done in one
    /// turn waits a moment together and then answers [`StoreError::Busy`]; what takes longer to read answers [`StoreError::Later`].
    ///
    /// # Errors
    /// SQLite refuses the setting.
    pub fn answer_keys(&mut self) -> Result<(), StoreError> {
        self.answer_within_a_moment()?;
        Ok(self.db.busy_handler(Some(within_the_turn))?)
    }

    /// Runs `work` without waiting for other programs: where one is writing, the answer is [`StoreError::Busy`] at once.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn without_waiting<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        AT_ONCE.set(true);
        let done = work(self);
        AT_ONCE.set(false);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_waited_longer_asks_more_often_and_no_two_processes_ask_in_step() {
        let mean = |waited: u64, process: u32| {
            let pauses = (0..500).map(|tries| pause(Duration::from_millis(waited), process, tries));
            pauses.inspect(|pause| assert!(*pause >= Duration::from_micros(500))).sum::<Duration>() / 500
        };
        assert!(mean(0, 7) > mean(500, 7) && mean(500, 7) > mean(3_000, 7), "{:?} {:?}", mean(0, 7), mean(3_000, 7));
        assert!(mean(3_000, 7) < Duration::from_millis(2));
        let row = |process: u32| (0..50).map(|tries| pause(Duration::ZERO, process, tries)).collect::<Vec<_>>();
        assert_ne!(row(7), row(8));
    }
}
