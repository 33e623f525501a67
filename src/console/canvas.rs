//! What screens draw on: a clipped buffer that asks for roles, takes only clean text, and records where the mouse can act.

use std::borrow::Cow;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear, Widget};

use super::formats::Formats;
use super::glyphs::{Focus, Glyphs, Mark};
use super::hits::{Hits, Spot};
use super::parts::text;
use super::theme::{Role, Theme};
use crate::domain::text::Shown;

/// How everything looks now.
#[derive(Debug, Clone)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub glyphs: Glyphs,
    /// The style of numbers and dates.
    pub formats: Formats,
    /// Money, notes and sentiment are hidden.
    pub presenter: bool,
    /// The civil day relative dates go by.
    pub today: NaiveDate,
}

/// Text that may be drawn: a literal of the program, or cleaned data.
#[derive(Debug, Clone)]
pub struct Words<'a>(Cow<'a, str>);

impl From<&'static str> for Words<'_> {
    fn from(literal: &'static str) -> Self {
        Self(Cow::Borrowed(literal))
    }
}

impl<'a> From<&'a Shown> for Words<'a> {
    fn from(shown: &'a Shown) -> Self {
        Self(Cow::Borrowed(shown.as_str()))
    }
}

impl From<Shown> for Words<'_> {
    fn from(shown: Shown) -> Self {
        Self(Cow::Owned(shown.into_string()))
    }
}

/// Cleans the text first.
impl From<String> for Words<'_> {
    fn from(text: String) -> Self {
        Shown::line(&text).into()
    }
}

impl Words<'_> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a text stands in its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At the left.
    Left,
    /// At the right: numbers.
    Right,
    /// In the middle.
    Middle,
}

/// The frame being drawn. Everything is clipped to it: no place and no size is wrong.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    hits: &'a mut Hits,
    cursor: Option<Position>,
    saves: Option<&'static str>,
    /// How everything looks.
    pub look: &'a Look,
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, hits: &'a mut Hits, look: &'a Look) -> Self {
        Self { buffer, hits, cursor: None, saves: None, look }
    }

    /// The same frame with another look: another day, for what is drawn of the past.
    pub fn looking<'b>(&'b mut self, look: &'b Look) -> Canvas<'b> {
        Canvas { buffer: self.buffer, hits: self.hits, cursor: None, saves: None, look }
    }

    /// The whole area.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Where the cursor is to be shown, if at all.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// What the button of the uppermost form is called that saves; none where there is none.
    #[must_use]
    pub fn saves(&self) -> Option<&'static str> {
        self.saves
    }

    /// Notes what the button of a form is called that saves: the footer says the same.
    pub fn set_saves(&mut self, name: &'static str) {
        self.saves = Some(name);
    }

    /// Shows the cursor at a place.
    pub fn set_cursor(&mut self, at: Position) {
        self.cursor = self.buffer.area.contains(at).then_some(at);
    }

    /// Draws one line of text at the left of the first row of an area, cut with `…` where it does not fit. The answer is how
    /// many columns it took.
    pub fn text<'w>(&mut self, area: Rect, role: Role, words: impl Into<Words<'w>>) -> u16 {
        self.put(area, role, words.into().as_str())
    }

    /// Draws one line of text at a side of the first row of an area.
    pub fn aligned<'w>(&mut self, area: Rect, side: Side, role: Role, words: impl Into<Words<'w>>) {
        let words = words.into();
        let wide = u16::try_from(text::width(words.as_str())).unwrap_or(u16::MAX);
        let spare = area.width.saturating_sub(wide);
        let skip = match side {
            Side::Left => 0,
            Side::Right => spare,
            Side::Middle => spare / 2,
        };
        self.put(skip_columns(area, skip), role, words.as_str());
    }

    /// Draws pieces one after the other on the first row of an area; the last one that does not fit is cut. The answer is how
    /// many columns they took.
    pub fn pieces(&mut self, area: Rect, pieces: &[(Role, Words<'_>)]) -> u16 {
        let mut taken = 0;
        for (role, words) in pieces {
            taken += self.put(skip_columns(area, taken), *role, words.as_str());
        }
        taken
    }

    /// Draws a text wrapped at words from the top of an area. The answer is how many rows it took.
    pub fn paragraph<'w>(&mut self, area: Rect, role: Role, words: impl Into<Words<'w>>) -> u16 {
        let mut row = 0;
        for line in text::wrap(words.into().as_str(), usize::from(area.width)) {
            if row >= area.height {
                break;
            }
            self.put(row_of(area, row), role, &line);
            row += 1;
        }
        row
    }

    /// Draws the sign of a state in the first column of an area.
    pub fn mark(&mut self, area: Rect, mark: Mark) {
        self.put(area, mark.role(), self.look.glyphs.mark(mark));
    }

    /// Fills the first row of an area with one sign.
    pub fn rule(&mut self, area: Rect, role: Role, sign: &'static str) {
        let line = sign.repeat(usize::from(area.width));
        self.put(area, role, &line);
    }

    /// Empties an area and gives it the style of a role. A wide character that reaches into it from the left goes: terminals draw
    /// it whole, over whatever is to stand here.
    pub fn clear(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.buffer.area);
        Clear.render(area, self.buffer);
        if let Some(x) = area.x.checked_sub(1).filter(|x| *x >= self.buffer.area.x && area.width > 0) {
            for y in area.top()..area.bottom() {
                if text::width(self.buffer[(x, y)].symbol()) > 1 {
                    self.buffer.set_stringn(x, y, " ", 1, Style::new());
                }
            }
        }
        self.buffer.set_style(area, self.look.theme.style(role));
    }

    /// Gives what is drawn already the style of a role: a selected row, a drop target.
    pub fn tint(&mut self, area: Rect, role: Role) {
        self.buffer.set_style(area.intersection(self.buffer.area), self.look.theme.style(role));
    }

    /// Draws a frame with a title around an area. The answer is the area inside.
    pub fn frame<'w>(&mut self, area: Rect, focus: Focus, title: impl Into<Words<'w>>) -> Rect {
        let role = match focus {
            Focus::Here => Role::BorderFocus,
            Focus::Away => Role::Border,
        };
        let area = area.intersection(self.buffer.area);
        let block = Block::bordered().border_set(self.look.glyphs.border(focus)).border_style(self.look.theme.style(role));
        let inner = block.inner(area);
        block.render(area, self.buffer);
        let title = title.into();
        if area.width > 4 && area.height > 0 && !title.as_str().is_empty() {
            let room = usize::from(area.width - 4);
            let fitted = format!(" {} ", text::fit(title.as_str(), room.saturating_sub(2), self.look.glyphs.cut()));
            let at = Rect { x: area.x + 1, y: area.y, width: area.width - 2, height: 1 };
            self.put(at, if focus == Focus::Here { Role::BorderFocus } else { Role::Title }, &fitted);
        }
        inner
    }

    /// Draws a widget of another crate, clipped. It must draw clean text only.
    pub fn widget(&mut self, area: Rect, widget: impl Widget) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            widget.render(area, self.buffer);
        }
    }

    /// Takes a modifier off an area: a text area's own cursor while it has no focus.
    pub(super) fn without_reverse(&mut self, area: Rect) {
        for place in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(place) {
                cell.modifier.remove(ratatui::style::Modifier::REVERSED);
            }
        }
    }

    /// Records what the mouse can use in an area.
    pub fn spot(&mut self, area: Rect, spot: Spot) {
        self.hits.record(area.intersection(self.buffer.area), spot);
    }

    /// Forgets all spots: what follows covers them.
    pub fn cover(&mut self) {
        self.hits.clear();
        self.cursor = None;
        self.saves = None;
    }

    fn put(&mut self, area: Rect, role: Role, line: &str) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let columns = usize::from(area.width);
        let style = self.look.theme.style(role);
        if text::width(line) <= columns {
            return self.buffer.set_stringn(area.x, area.y, line, columns, style).0 - area.x;
        }
        let fitted = text::fit(line, columns, self.look.glyphs.cut());
        self.buffer.set_stringn(area.x, area.y, fitted, columns, style).0 - area.x
    }
}

/// The rest of an area after some columns.
#[must_use]
pub fn skip_columns(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

/// One row of an area, counted from its top; empty where the area has no such row.
#[must_use]
pub fn row_of(area: Rect, row: u16) -> Rect {
    if row >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect { y: area.y + row, height: 1, ..area }
}

/// The rest of an area below some rows.
#[must_use]
pub fn skip_rows(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::console::theme::Depth;

    /// A look for tests: dark, Unicode, 5 November 2026.
    pub fn look() -> Look {
        Look {
            theme: Theme::named("dark", Depth::Sixteen).unwrap(),
            glyphs: Glyphs::Unicode,
            formats: Formats::default(),
            presenter: false,
            today: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
        }
    }

    /// What a drawing looks like as text, one line per row, with its spots.
    pub fn drawn(columns: u16, rows: u16, draw: impl FnOnce(&mut Canvas<'_>)) -> (String, Hits) {
        let (look, mut hits) = (look(), Hits::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        draw(&mut Canvas::new(&mut buffer, &mut hits, &look));
        (picture(&buffer), hits)
    }

    /// A buffer as text.
    pub fn picture(buffer: &Buffer) -> String {
        let mut out = String::new();
        for y in buffer.area.rows() {
            let mut line = String::new();
            let mut covered = 0;
            for place in y.positions() {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                let symbol = buffer[place].symbol();
                covered = text::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    #[test]
    fn text_outside_the_canvas_is_not_drawn_and_text_too_long_is_cut() {
        let (seen, _) = drawn(6, 2, |canvas| {
            canvas.text(Rect::new(0, 0, 100, 1), Role::Text, "漢字漢字");
            canvas.text(Rect::new(50, 50, 10, 1), Role::Text, "x");
            canvas.aligned(Rect::new(0, 1, 6, 1), Side::Right, Role::Text, "12");
        });
        assert_eq!(seen, "漢字…\n    12\n");
    }

    #[test]
    fn a_wide_character_does_not_reach_into_what_is_cleared() {
        let (seen, _) = drawn(6, 2, |canvas| {
            canvas.text(Rect::new(0, 0, 6, 1), Role::Text, "漢字漢");
            canvas.text(Rect::new(0, 1, 6, 1), Role::Text, "漢字漢");
            canvas.clear(Rect::new(3, 0, 2, 1), Role::Text);
            canvas.text(Rect::new(3, 0, 2, 1), Role::Text, "ab");
        });
        assert_eq!(seen, "漢 ab\n漢字漢\n");
    }

    #[test]
    fn owned_text_is_cleaned_before_it_is_drawn() {
        let (seen, _) = drawn(10, 1, |canvas| {
            canvas.text(canvas.area(), Role::Text, "a\x1b[31mb\u{202E}".to_owned());
        });
        assert_eq!(seen, "a\u{FFFD}[31mb\u{FFFD}\n");
    }

    #[test]
    fn a_frame_of_any_size_is_drawn() {
        for columns in 0..8 {
            for rows in 0..4 {
                drawn(columns, rows, |canvas| {
                    let inner = canvas.frame(canvas.area(), Focus::Here, "A title");
                    canvas.paragraph(inner, Role::Text, "some words");
                });
            }
        }
    }
}
