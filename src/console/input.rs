//! The reader thread: what the terminal sends becomes events; pasted text stays text.

use std::sync::mpsc::Sender;
use std::time::Instant;

use crossterm::event::{Event as Raw, KeyEventKind};

use super::event::Event;
use super::key::Key;
use super::worker;
use crate::domain::text::Shown;

/// The most bytes of one paste that are kept; the rest is dropped.
pub const PASTE_LIMIT: usize = 1 << 20;

/// Starts the thread that blocks on the terminal and sends what it reads. It ends with the program.
///
/// # Errors
/// No thread can be started.
pub fn start(events: Sender<Event>) -> std::io::Result<()> {
    worker::start("keys", events.clone(), move || {
        // An error here is a terminal that is gone: the hang-up thread says so and ends the program.
        while let Ok(raw) = crossterm::event::read() {
            let Some(event) = event(raw, Instant::now()) else { continue };
            if events.send(event).is_err() {
                return;
            }
        }
    })
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
    Shown::block(&text).into_string()
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
