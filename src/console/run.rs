//! The loop: wait on one channel, take everything that waits, draw one frame.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::event::{Event, Signal};
use crate::domain::text::Shown;

/// The most events taken before a frame is drawn, so that a flood cannot keep the screen from changing.
const DRAIN: usize = 10_000;

/// What the loop drives: the application.
pub trait Program {
    /// Deals with one event.
    fn handle(&mut self, event: Event) -> Flow;
    /// Deals with the moment [`Program::next_wake`] asked for.
    fn woken(&mut self, now: Instant) -> Flow;
    /// The next moment something is pending (midnight, a look at the book, a snooze's end); none while idle.
    fn next_wake(&self) -> Option<Instant>;
    /// Draws the whole screen into an empty buffer; the answer is where the cursor stands, if it is shown.
    fn draw(&mut self, buffer: &mut Buffer) -> Option<Position>;
}

/// What the program is drawn on.
pub trait Surface {
    /// Draws one frame; one that equals the last writes nothing.
    ///
    /// # Errors
    /// The terminal is gone.
    fn draw(&mut self, program: &mut dyn Program) -> io::Result<()>;
    /// Takes a new size; all is painted again.
    fn resize(&mut self, columns: u16, rows: u16);
    /// Gives the terminal back and stops the program.
    ///
    /// # Errors
    /// The program cannot be stopped.
    fn suspend(&mut self) -> io::Result<()>;
    /// Takes the terminal again; all is painted again.
    ///
    /// # Errors
    /// The terminal is gone.
    fn resume(&mut self) -> io::Result<()>;
}

/// What the loop does after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Go,
    /// Go on, and paint everything again.
    Redraw,
    /// Step aside until the shell brings the program back.
    Suspend,
    /// End.
    End,
}

/// Why the console ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The person quit.
    Quit,
    /// A signal, by number.
    Signal(i32),
    /// The terminal is gone.
    HungUp,
    /// Something broke; said after the terminal is restored.
    Failed(String),
}

impl Ending {
    /// The exit code: 0, 128 + signal, 129 after a hang-up, 1 when it failed (cli.md).
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(u8::MAX),
            Self::HungUp => 129,
            Self::Failed(_) => 1,
        }
    }

    /// Says on standard error what broke, if something did. Call it when the terminal is restored; unlike `eprintln!` it does not
    /// panic where nobody is left to read it.
    pub fn report(&self) {
        if let Self::Failed(said) = self {
            let _ = writeln!(io::stderr(), "{}", Shown::block(said));
        }
    }
}

/// Runs the program until it ends. Between events nothing runs: no tick, and a timeout only while something is pending.
pub fn run(program: &mut dyn Program, surface: &mut dyn Surface, events: &Receiver<Event>) -> Ending {
    let mut away = false;
    if let Err(error) = surface.draw(program) {
        return broken(&error);
    }
    loop {
        let mut taken = match wait(program, events) {
            Waited::Event(event) => Some(event),
            Waited::Moment => None,
            Waited::Nobody => return Ending::Failed("nothing is left that could wake the console".to_owned()),
        };
        if taken.is_none() && program.woken(Instant::now()) == Flow::End {
            return Ending::Quit;
        }
        for _ in 0..DRAIN {
            let Some(event) = taken.take() else { break };
            match deal(program, surface, event, &mut away) {
                Ok(None) => {}
                Ok(Some(ending)) => return ending,
                Err(error) => return broken(&error),
            }
            taken = events.try_recv().ok();
        }
        if let Some(event) = taken {
            // The flood goes on: this one was taken from the channel and must not be lost.
            match deal(program, surface, event, &mut away) {
                Ok(None) => {}
                Ok(Some(ending)) => return ending,
                Err(error) => return broken(&error),
            }
        }
        if !away && let Err(error) = surface.draw(program) {
            return broken(&error);
        }
    }
}

enum Waited {
    Event(Event),
    Moment,
    Nobody,
}

fn wait(program: &dyn Program, events: &Receiver<Event>) -> Waited {
    let Some(at) = program.next_wake() else {
        return events.recv().map_or(Waited::Nobody, Waited::Event);
    };
    match events.recv_timeout(at.saturating_duration_since(Instant::now())) {
        Ok(event) => Waited::Event(event),
        Err(RecvTimeoutError::Timeout) => Waited::Moment,
        Err(RecvTimeoutError::Disconnected) => Waited::Nobody,
    }
}

fn deal(program: &mut dyn Program, surface: &mut dyn Surface, event: Event, away: &mut bool) -> io::Result<Option<Ending>> {
    let flow = match event {
        Event::Signal(Signal::End(number)) => return Ok(Some(Ending::Signal(number))),
        Event::HungUp => return Ok(Some(Ending::HungUp)),
        Event::WorkerFailed(said) => return Ok(Some(Ending::Failed(said))),
        Event::Signal(Signal::Stop) => Flow::Suspend,
        Event::Signal(Signal::Continue) => {
            surface.resume()?;
            *away = false;
            // Hours may have passed: the program looks at its clock and at the book.
            program.handle(Event::Focus(true))
        }
        Event::Resize(columns, rows) => {
            surface.resize(columns, rows);
            program.handle(Event::Resize(columns, rows))
        }
        Event::Key(_) | Event::Mouse(..) | Event::Paste(_) | Event::Focus(_) | Event::BookTouched | Event::Work => {
            program.handle(event)
        }
    };
    match flow {
        Flow::Go => Ok(None),
        Flow::End => Ok(Some(Ending::Quit)),
        Flow::Redraw => surface.resume().map(|()| None),
        Flow::Suspend if *away => Ok(None),
        Flow::Suspend => {
            *away = true;
            surface.suspend()?;
            Ok(None)
        }
    }
}

/// An error of the terminal: when it is gone there is nobody to tell.
fn broken(error: &io::Error) -> Ending {
    // EIO, what a terminal without its other side answers, and ENXIO, what `/dev/tty` answers then.
    const GONE: [i32; 2] = [5, 6];
    if error.raw_os_error().is_some_and(|number| GONE.contains(&number)) || error.kind() == io::ErrorKind::BrokenPipe {
        return Ending::HungUp;
    }
    Ending::Failed(format!("the terminal cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::console::key::Key;

    #[derive(Default)]
    struct Counting {
        keys: usize,
        woken: usize,
        wake: Option<Instant>,
    }

    impl Program for Counting {
        fn handle(&mut self, event: Event) -> Flow {
            if event == Event::Key(Key::ctrl('z')) {
                return Flow::Suspend;
            }
            self.keys += usize::from(matches!(event, Event::Key(_)));
            if event == Event::Key(Key::char('q')) { Flow::End } else { Flow::Go }
        }
        fn woken(&mut self, _: Instant) -> Flow {
            self.woken += 1;
            self.wake = None;
            Flow::End
        }
        fn next_wake(&self) -> Option<Instant> {
            self.wake
        }
        fn draw(&mut self, _: &mut Buffer) -> Option<Position> {
            None
        }
    }

    #[derive(Default)]
    struct Frames {
        drawn: usize,
        calls: Vec<&'static str>,
    }

    impl Surface for Frames {
        fn draw(&mut self, _: &mut dyn Program) -> io::Result<()> {
            self.drawn += 1;
            self.calls.push("draw");
            Ok(())
        }
        fn resize(&mut self, _: u16, _: u16) {
            self.calls.push("resize");
        }
        fn suspend(&mut self) -> io::Result<()> {
            self.calls.push("suspend");
            Ok(())
        }
        fn resume(&mut self) -> io::Result<()> {
            self.calls.push("resume");
            Ok(())
        }
    }

    fn run_through(sent: impl IntoIterator<Item = Event>) -> (Counting, Frames, Ending) {
        let (send, events) = channel();
        sent.into_iter().for_each(|event| send.send(event).unwrap());
        let (mut program, mut frames) = (Counting::default(), Frames::default());
        drop(send);
        let ending = run(&mut program, &mut frames, &events);
        (program, frames, ending)
    }

    #[test]
    fn five_hundred_waiting_keys_are_one_frame() {
        let (program, frames, _) = run_through((0..500).map(|_| Event::Key(Key::char('j'))));
        assert_eq!(program.keys, 500);
        assert_eq!(frames.drawn, 2, "the first frame, and one for all keys");
    }

    #[test]
    fn a_flood_loses_no_key_and_does_not_keep_the_screen_still() {
        let (program, frames, _) = run_through((0..3 * DRAIN).map(|_| Event::Key(Key::char('j'))));
        assert_eq!(program.keys, 3 * DRAIN);
        assert_eq!(frames.drawn, 4);
    }

    #[test]
    fn a_pending_moment_wakes_the_loop_once() {
        let (_send, events) = channel();
        let mut program = Counting { wake: Some(Instant::now() + Duration::from_millis(1)), ..Counting::default() };
        let ending = run(&mut program, &mut Frames::default(), &events);
        assert_eq!((ending, program.woken), (Ending::Quit, 1));
    }

    #[test]
    fn each_end_has_its_exit_code() {
        for (event, code) in [
            (Event::Key(Key::char('q')), 0),
            (Event::Signal(Signal::End(15)), 143),
            (Event::Signal(Signal::End(1)), 129),
            (Event::HungUp, 129),
            (Event::WorkerFailed("x".to_owned()), 1),
        ] {
            assert_eq!(run_through([event]).2.code(), code);
        }
    }

    #[test]
    fn an_error_of_a_terminal_that_is_gone_is_a_hang_up() {
        for (number, ending) in [(5, true), (6, true), (28, false)] {
            assert_eq!(broken(&io::Error::from_raw_os_error(number)) == Ending::HungUp, ending, "{number}");
        }
    }

    #[test]
    fn nothing_is_drawn_while_the_program_is_put_aside() {
        let aside = [Event::Key(Key::ctrl('z')), Event::Key(Key::ctrl('z')), Event::Resize(10, 10)];
        let (_, frames, _) = run_through(aside);
        assert_eq!(frames.calls, ["draw", "suspend", "resize"]);
        let back = [Event::Signal(Signal::Stop), Event::Signal(Signal::Continue), Event::Signal(Signal::Continue)];
        let (_, frames, _) = run_through(back);
        assert_eq!(frames.calls, ["draw", "suspend", "resume", "resume", "draw"]);
    }
}
