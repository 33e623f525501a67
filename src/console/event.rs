//! What can happen to the console: the one kind of message its loop waits for.

use std::time::Instant;

use crossterm::event::MouseEvent;

use super::key::Key;

/// Something that happened, in the order in which it is to be dealt with.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something, and when.
    Mouse(MouseEvent, Instant),
    /// Text was pasted: clean, with `\n` line ends, never a command.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// The terminal came to the front (true) or went to the back.
    Focus(bool),
    /// Something changed in the book's folder.
    BookTouched,
    /// Long work has something to tell.
    Work,
    /// The operating system sent a signal.
    Signal(Signal),
    /// The terminal is gone.
    HungUp,
    /// A thread of the program failed, with what it said.
    WorkerFailed(String),
}

/// The signals the console answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// End in order, with the signal's number: TERM, INT, HUP or QUIT.
    End(i32),
    /// Step aside (TSTP).
    Stop,
    /// Come back (CONT).
    Continue,
}
