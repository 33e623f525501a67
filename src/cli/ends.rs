//! Signals that end a command: what may be left half done is left in order, and no temporary file stays.

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::store::fleeting;

/// How long work that listens may take to roll back before the program is ended for it.
const GRACE: Duration = Duration::from_secs(5);

/// The signal that came; 0 for none.
static CAME: AtomicI32 = AtomicI32::new(0);
/// How much is under way that listens.
static LISTENING: AtomicUsize = AtomicUsize::new(0);

/// Waits for signals until the program ends; without, the system ends it as any other.
pub fn listen() {
    let heard: Vec<i32> = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal)).collect();
    let Ok(mut signals) = Signals::new(heard) else { return };
    // The thread ends with the program.
    let started = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let first = CAME.swap(signal, Ordering::SeqCst) == 0;
            if !first || LISTENING.load(Ordering::SeqCst) == 0 {
                end(signal);
            }
            let late = thread::Builder::new().spawn(move || {
                thread::park_timeout(GRACE);
                end(signal);
            });
            if late.is_err() {
                end(signal);
            }
        }
    });
    drop(started);
}

/// The end as anybody expects it of this signal. What is under way in a book is rolled back by the next start.
fn end(signal: i32) {
    fleeting::sweep();
    let _ = emulate_default_handler(signal);
}

/// Whether whoever started the program wants it to live through a signal, as `nohup` does.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    ignored >> (signal - 1) & 1 == 1
}

/// Work that asks [`Listening::wanted`] often; a signal waits for its end.
pub struct Listening(());

impl Listening {
    /// Begins it.
    pub fn begin() -> Self {
        LISTENING.fetch_add(1, Ordering::SeqCst);
        Self(())
    }

    /// Whether it is still wanted.
    pub fn wanted(&self) -> ControlFlow<()> {
        if CAME.load(Ordering::SeqCst) == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The exit code shells give to a program that a signal ended (130 for Ctrl-C); none where no signal came.
pub fn exit_code() -> Option<ExitCode> {
    let signal = CAME.load(Ordering::SeqCst);
    u8::try_from(signal).ok().filter(|signal| *signal > 0).map(|signal| ExitCode::from(128_u8.saturating_add(signal)))
}
