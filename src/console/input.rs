//! The reader thread: what the terminal sends becomes events; pasted text stays text.

mod decode;
mod mouse;
mod sequence;

use std::fs::File;
use std::io;
use std::sync::mpsc::Sender;
use std::time::Instant;

use crossterm::event::{Event as Raw, KeyEventKind};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use decode::Decoder;

use super::event::Event;
use super::key::Key;
use super::{term, worker};
use crate::domain::text::Shown;

/// The most bytes of one paste that are kept; the rest is dropped.
pub const PASTE_LIMIT: usize = 1 << 20;

/// Starts the thread that blocks on the terminal and sends what it reads. It ends with the program.
///
/// # Errors
/// There is no terminal to read from, or no thread can be started.
pub fn start(events: Sender<Event>) -> io::Result<()> {
    let tty = term::keyboard()?;
    // An error here is a terminal that is gone: the hang-up thread says so and ends the program.
    worker::start("keys", events.clone(), move || drop(read(&tty, &events)))
}

fn read(tty: &File, events: &Sender<Event>) -> io::Result<()> {
    let mut bytes = [0_u8; 1 << 14];
    let (mut decoder, mut heard, mut last) = (Decoder::default(), Vec::new(), Instant::now());
    loop {
        let patience = decoder.patience().map(|time| Timespec { tv_sec: 0, tv_nsec: i64::from(time.subsec_nanos()) });
        match poll(&mut [PollFd::new(tty, PollFlags::IN)], patience.as_ref()) {
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
            Ok(0) => decoder.silence(&mut heard),
            Ok(_) => match rustix::io::read(tty, &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(many) => {
                    decoder.take(&bytes[..many], last.elapsed(), &mut heard);
                    last = Instant::now();
                }
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            },
        }
        for event in heard.drain(..).filter_map(|raw| event(raw, last)) {
            if events.send(event).is_err() {
                return Ok(());
            }
        }
    }
}

/// What a report of the terminal means to the console, if anything. Releases of keys and mere motion mean nothing.
#[must_use]
pub fn event(raw: Raw, now: Instant) -> Option<Event> {
    match raw {
        Raw::Key(key) if key.kind == KeyEventKind::Release => None,
        Raw::Key(key) => Key::from_event(&key).map(Event::Key),
        Raw::Mouse(mouse) if mouse.kind == crossterm::event::MouseEventKind::Moved => None,
        Raw::Mouse(mouse) => Some(Event::Mouse(mouse, now)),
        Raw::Paste(text) => Some(Event::Paste(pasted(text))),
        Raw::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
        Raw::FocusGained => Some(Event::Focus(true)),
        Raw::FocusLost => Some(Event::Focus(false)),
    }
}

fn pasted(mut text: String) -> String {
    if text.len() > PASTE_LIMIT {
        text.truncate(text.floor_char_boundary(PASTE_LIMIT));
    }
    Shown::typed(&text).into_string()
}

/// A terminal that sends what a test wants.
#[cfg(test)]
#[derive(Default)]
pub struct Bytes(Decoder);

#[cfg(test)]
impl Bytes {
    /// What the next bytes mean, with a pause behind them or none.
    pub fn take(&mut self, bytes: &[u8], pause: bool) -> Vec<Event> {
        let mut heard = Vec::new();
        self.0.take(bytes, std::time::Duration::from_millis(if pause { 2_000 } else { 0 }), &mut heard);
        if pause {
            self.0.silence(&mut heard);
        }
        heard.into_iter().filter_map(|raw| event(raw, Instant::now())).collect()
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    #[test]
    fn a_released_key_means_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('m'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(event(Raw::Key(key), Instant::now()), None);
        key.kind = KeyEventKind::Repeat;
        assert_eq!(event(Raw::Key(key), Instant::now()), Some(Event::Key(Key::char('m'))));
    }

    #[test]
    fn a_paste_is_text_without_control_characters_and_bounded() {
        let Some(Event::Paste(text)) = event(Raw::Paste("a\r\nq\x1b[31m\x03".to_owned()), Instant::now()) else {
            panic!("a paste is a paste")
        };
        assert_eq!(text, "a\nq\u{FFFD}[31m\u{FFFD}");
        let Some(Event::Paste(text)) = event(Raw::Paste("é".repeat(5 << 20)), Instant::now()) else {
            panic!("a paste is a paste")
        };
        assert_eq!(text.len(), PASTE_LIMIT);
    }
}
