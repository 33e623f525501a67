//! What the process does for privacy before anything else: an umask, no core files, panics without text of clients.

use std::io::Write;
use std::panic::PanicHookInfo;

/// Takes from every file the program makes what others may do with it, and from every crash its image of memory; a fault of
/// the program says where it is and never what it was busy with.
pub fn keep() {
    std::panic::set_hook(Box::new(|panic| {
        // Nobody may be listening on standard error.
        let _ = writeln!(std::io::stderr(), "{}", in_words(panic));
    }));
    #[cfg(unix)]
    close();
}

#[cfg(unix)]
fn close() {
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    let before = umask(rustix::fs::Mode::from_raw_mode(0o077));
    #[allow(clippy::useless_conversion, reason = "a mode has 16 bits on macOS")]
    crate::exchange::files::started_with_umask(u32::from(before.as_raw_mode()));
    // A system that knows neither writes no core files either, or asks its administrator.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // Where a crash is handed to a program, the limit does not count.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// A panic in words: a message that was written into the program, else only where it happened, for a composed one may quote
/// the book.
#[must_use]
pub fn in_words(panic: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("without a name");
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let said = panic.payload().downcast_ref::<&'static str>().map_or_else(String::new, |said| format!(": {said}"));
    format!("quarterdeck: a fault of the program in thread {thread} at {place}{said}")
}
