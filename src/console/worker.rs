//! Threads beside the loop: when one panics, the loop is told and ends the program in order.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;

use super::event::Event;

/// The prefix of the names of all threads started here; the panic hook leaves them to the loop.
pub const PREFIX: &str = "quarterdeck-";

thread_local! {
    /// What the panic hook heard on this thread, with its place in the source.
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a panic of this thread said, for the event that reports it.
pub fn remember(said: String) {
    HEARD.set(Some(said));
}

/// Starts a thread for `work`; a panic in it becomes [`Event::WorkerFailed`].
///
/// # Errors
/// No thread can be started.
pub fn start(name: &str, events: Sender<Event>, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let told = name.to_owned();
    std::thread::Builder::new().name(format!("{PREFIX}{name}")).spawn(move || {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
            let said = HEARD.take().or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned())).unwrap_or_default();
            // The loop may have ended already; then nobody needs to know.
            let _ = events.send(Event::WorkerFailed(format!("{told}: {said}")));
        }
    })?;
    Ok(())
}

/// Whether the current thread is one of these.
#[must_use]
pub fn is_current() -> bool {
    std::thread::current().name().is_some_and(|name| name.starts_with(PREFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_thread_reaches_the_loop_as_an_event() {
        let (send, events) = std::sync::mpsc::channel();
        start("test", send, || panic!("the work failed")).unwrap();
        assert_eq!(events.recv(), Ok(Event::WorkerFailed("test: the work failed".to_owned())));
    }
}
