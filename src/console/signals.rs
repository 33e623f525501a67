//! Two threads that wait for the end: one for signals, one for a terminal that hangs up.

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::event::{Event, Signal};
use super::{term, worker};
use crate::store::fleeting;

/// How long the loop may take to end in order before the program is ended for it (P16: gone within 2 s).
const GRACE: Duration = Duration::from_millis(1500);

/// How long a terminal that takes nothing any more may keep the program from ending.
const LAST_WORD: Duration = Duration::from_millis(200);

/// Starts both threads. They end with the program.
///
/// # Errors
/// The signals cannot be caught, or no thread can be started.
pub fn start(events: &Sender<Event>) -> io::Result<()> {
    let signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let send = events.clone();
    worker::start("signals", events.clone(), move || pass_on(signals, &send))?;
    let send = events.clone();
    worker::start("hang-up", events.clone(), move || {
        if wait_for_hang_up().is_ok() {
            let _ = send.send(Event::HungUp);
            end_after_grace(SIGHUP);
        }
    })
}

fn pass_on(mut signals: Signals, events: &Sender<Event>) {
    for number in signals.forever() {
        if number == SIGWINCH {
            // A terminal that is gone has no size; the other thread says so.
            if term::size().is_ok_and(|(columns, rows)| events.send(Event::Resize(columns, rows)).is_err()) {
                return;
            }
            continue;
        }
        let signal = match number {
            SIGTSTP => Signal::Stop,
            SIGCONT => Signal::Continue,
            other => Signal::End(other),
        };
        let told = events.send(Event::Signal(signal));
        if let Signal::End(number) = signal {
            end_after_grace(number);
        }
        if told.is_err() {
            return;
        }
    }
}

/// Blocks until the terminal the keys come from is gone. Asks for no readiness, so that keys do not wake this thread.
fn wait_for_hang_up() -> io::Result<()> {
    let tty = term::keyboard()?;
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    loop {
        let mut watched = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(gone) => return Ok(()),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Gives the loop its time, then ends the program: a loop that hangs must not outlive its terminal. A change that was
/// acknowledged is on disk already, and one that was not is rolled back by the next start.
fn end_after_grace(number: i32) {
    std::thread::park_timeout(GRACE);
    term::restore_within(LAST_WORD);
    fleeting::sweep();
    signal_hook::low_level::exit(128 + number);
}
