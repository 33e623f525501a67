//! Turning a frame into the bytes that change the screen from the last one, and nothing where nothing changed.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The largest screen drawn, in columns and rows; what lies beyond stays empty.
pub const LARGEST: (u16, u16) = (600, 300);

const SYNC_BEGIN: &[u8] = b"\x1b[?2026h";
const SYNC_END: &[u8] = b"\x1b[?2026l";

/// The last frame shown and the next one.
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    clear: bool,
    bytes: Vec<u8>,
}

impl Painter {
    /// A painter for a screen of this size, of whose content nothing is known.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let area = Rect::new(0, 0, columns.min(LARGEST.0), rows.min(LARGEST.1));
        Self { shown: Buffer::empty(area), next: Buffer::empty(area), cursor: None, clear: true, bytes: Vec::new() }
    }

    /// The screen has a new size, or its content was lost: the next frame paints all of it.
    pub fn reset(&mut self, columns: u16, rows: u16) {
        *self = Self::new(columns, rows);
    }

    /// The empty buffer to draw the next frame into.
    pub fn canvas(&mut self) -> &mut Buffer {
        &mut self.next
    }

    /// The bytes that bring the drawn frame on the screen, with the cursor shown at a place or hidden. None when nothing
    /// changed.
    pub fn finish(&mut self, cursor: Option<Position>) -> &[u8] {
        self.bytes.clear();
        let updates: Vec<_> = self.shown.diff_iter(&self.next).collect();
        if self.clear || cursor != self.cursor || !updates.is_empty() {
            self.bytes.extend_from_slice(SYNC_BEGIN);
            if self.clear {
                self.bytes.extend_from_slice(b"\x1b[0m\x1b[?25l\x1b[2J");
            }
            let mut out = CrosstermBackend::new(&mut self.bytes);
            let drawn = if updates.is_empty() { Ok(()) } else { out.draw(updates.into_iter()) };
            let placed = match cursor {
                Some(at) => out.set_cursor_position(at).and_then(|()| out.show_cursor()),
                None if self.cursor.is_some() => out.hide_cursor(),
                None => Ok(()),
            };
            drawn.and(placed).expect("writing into memory does not fail");
            self.bytes.extend_from_slice(SYNC_END);
        }
        self.clear = false;
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.next.reset();
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn a_frame_that_equals_the_last_writes_nothing() {
        let mut painter = Painter::new(20, 5);
        for (turn, cursor) in [(0, None), (1, None), (2, Some(Position::new(1, 1))), (3, Some(Position::new(1, 1)))] {
            painter.canvas().set_string(0, 0, "hello 漢字", Style::new());
            let bytes = painter.finish(cursor).len();
            assert_eq!(bytes == 0, turn == 1 || turn == 3, "turn {turn}: {bytes} bytes");
        }
    }

    #[test]
    fn a_screen_of_no_size_and_of_absurd_size_is_painted() {
        Painter::new(0, 0).finish(None);
        let mut painter = Painter::new(u16::MAX, u16::MAX);
        assert_eq!(painter.canvas().area.as_size(), LARGEST.into());
    }

    #[test]
    fn every_write_is_one_synchronized_update() {
        let mut painter = Painter::new(20, 5);
        painter.canvas().set_string(0, 0, "x", Style::new());
        let bytes = painter.finish(None);
        assert!(bytes.starts_with(SYNC_BEGIN) && bytes.ends_with(SYNC_END));
    }
}
