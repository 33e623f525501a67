//! Turning a frame into the bytes that change the screen from the last one, and nothing where nothing changed.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
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
        let updates = bridged(self.shown.diff_iter(&self.next), &self.next);
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

/// As many unchanged cells are written again rather than jumped over: a jump takes up to eight bytes.
const BRIDGE: u16 = 6;

/// The updates, with the short gaps between those of a row filled by the unchanged cells that stand there.
///
/// Only plain ASCII of one style is bridged: of other text terminals disagree how wide it is, and a jump sets that right.
fn bridged<'a>(updates: impl Iterator<Item = (u16, u16, &'a Cell)>, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let mut all: Vec<(u16, u16, &Cell)> = Vec::new();
    for (x, y, cell) in updates {
        if let Some((before, row, last)) = all.last().copied()
            && row == y
            && (before + 2..=before + 1 + BRIDGE).contains(&x)
            && last.symbol().is_ascii()
        {
            let gap = (before + 1..x).map(|x| (x, y, &next[(x, y)]));
            if gap.clone().all(|(.., cell)| cell.symbol().is_ascii() && cell.style() == last.style()) {
                all.extend(gap);
            }
        }
        all.push((x, y, cell));
    }
    all
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

    /// The bytes that turn one line into another.
    fn turned(from: &str, to: &str) -> String {
        let mut painter = Painter::new(40, 2);
        painter.canvas().set_string(0, 0, from, Style::new());
        painter.finish(None);
        painter.canvas().set_string(0, 0, to, Style::new());
        String::from_utf8(painter.finish(None).to_vec()).unwrap()
    }

    #[test]
    fn a_short_gap_is_written_over_and_a_long_one_jumped() {
        assert!(turned("1 2026-06-15", "2 2026-06-16").contains("\x1b[1;12H6"), "ten cells are jumped");
        assert!(turned("1 06-15", "2 06-16").contains("2 06-16"), "five are not");
        assert!(turned("1é06-15", "2é06-16").contains("\x1b[1;7H6"), "nor is text bridged whose width is in doubt");
    }

    #[test]
    fn a_gap_of_another_style_is_jumped() {
        let mut painter = Painter::new(40, 2);
        for letter in ["a", "b"] {
            painter.canvas().set_string(0, 0, letter, Style::new());
            painter.canvas().set_string(1, 0, "x", Style::new().red());
            painter.canvas().set_string(2, 0, letter, Style::new());
            let bytes = String::from_utf8(painter.finish(None).to_vec()).unwrap();
            assert_eq!(bytes.contains("\x1b[1;3Hb"), letter == "b", "{bytes:?}");
        }
    }

    #[test]
    fn every_write_is_one_synchronized_update() {
        let mut painter = Painter::new(20, 5);
        painter.canvas().set_string(0, 0, "x", Style::new());
        let bytes = painter.finish(None);
        assert!(bytes.starts_with(SYNC_BEGIN) && bytes.ends_with(SYNC_END));
    }
}
