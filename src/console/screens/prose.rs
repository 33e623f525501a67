//! Text to read: headings, labelled values and paragraphs, wrapped to a width and scrolled by lines.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Words, row_of};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// One line: pieces in their roles, and the thing it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The pieces, from the left.
    pub pieces: Vec<(Role, Shown)>,
    /// What can be selected here, by its id.
    pub id: Option<i64>,
}

/// Lines under construction, for a width.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The lines.
    pub lines: Vec<Line>,
    width: usize,
}

impl Prose {
    /// No lines yet, for a width in columns.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { lines: Vec::new(), width: usize::from(width).max(8) }
    }

    /// An empty line, unless there is nothing above it.
    pub fn gap(&mut self) -> &mut Self {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self
    }

    /// A heading, with an empty line before it.
    pub fn heading(&mut self, title: &str) -> &mut Self {
        self.gap();
        self.text(Role::Title, title)
    }

    /// A paragraph.
    pub fn text(&mut self, role: Role, words: &str) -> &mut Self {
        self.hanging(&[], role, words)
    }

    /// A label with its value beside it, wrapped in its own column.
    pub fn fact(&mut self, label: &str, wide: usize, role: Role, value: &str) -> &mut Self {
        let label = text::left(Shown::line(label).as_str(), wide, "");
        self.hanging(&[(Role::Dim, &label)], role, value)
    }

    /// Words after a beginning, each further line set in below the words.
    pub fn hanging(&mut self, begin: &[(Role, &str)], role: Role, words: &str) -> &mut Self {
        let indent: usize = begin.iter().map(|(_, piece)| text::width(piece)).sum();
        let room = self.width.saturating_sub(indent).max(8);
        for (at, part) in text::wrap(Shown::block(words).as_str(), room).into_iter().enumerate() {
            let mut pieces: Vec<(Role, Shown)> = if at == 0 {
                begin.iter().map(|(role, piece)| (*role, Shown::line(piece))).collect()
            } else {
                vec![(Role::Text, Shown::line(&" ".repeat(indent)))]
            };
            pieces.push((role, Shown::line(&part)));
            self.lines.push(Line { pieces, id: None });
        }
        self
    }

    /// One line of pieces, cut where it is too long.
    pub fn pieces(&mut self, pieces: &[(Role, &str)]) -> &mut Self {
        let pieces = pieces.iter().map(|(role, piece)| (*role, Shown::line(piece))).collect();
        self.lines.push(Line { pieces, id: None });
        self
    }

    /// The lines from one on belong to a thing.
    pub fn belongs(&mut self, from: usize, id: i64) -> &mut Self {
        self.lines.iter_mut().skip(from).for_each(|line| line.id = Some(id));
        self
    }
}

/// Draws lines from `top` on, the ones of the selected thing tinted; the signs for more stand in the last column.
pub fn view(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], top: usize, selected: Option<(i64, Role)>) {
    let top = top.min(furthest(lines.len(), area.height));
    for (row, line) in (0..area.height).zip(lines.iter().skip(top)) {
        let place = row_of(area, row);
        let pieces: Vec<(Role, Words<'_>)> = line.pieces.iter().map(|(role, piece)| (*role, piece.into())).collect();
        canvas.pieces(place, &pieces);
        if let (Some((id, role)), Some(of)) = (selected, line.id)
            && id == of
        {
            canvas.tint(place, role);
        }
    }
    let edge = Rect { x: area.right().saturating_sub(1), width: area.width.min(1), ..area };
    let glyphs = canvas.look.glyphs;
    if top > 0 {
        canvas.text(row_of(edge, 0), Role::Key, glyphs.above());
    }
    if lines.len() > top + usize::from(area.height) {
        canvas.text(row_of(edge, area.height.saturating_sub(1)), Role::Key, glyphs.below());
    }
}

/// The furthest such a text can be scrolled.
#[must_use]
pub fn furthest(lines: usize, height: u16) -> usize {
    lines.saturating_sub(usize::from(height))
}

/// A place scrolled by some lines, within the text.
#[must_use]
pub fn scrolled(top: usize, by: isize, lines: usize, height: u16) -> usize {
    let most = furthest(lines, height);
    top.min(most).saturating_add_signed(by).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    #[test]
    fn a_value_is_wrapped_in_its_own_column() {
        let mut prose = Prose::new(20);
        prose.heading("Facts").fact("Owner", 8, Role::Text, "Ana and her two colleagues");
        let (seen, _) = drawn(20, 4, |canvas| view(canvas, canvas.area(), &prose.lines, 0, None));
        assert_eq!(seen, "Facts\nOwner   Ana and her\n        two\n        colleagues\n");
    }

    #[test]
    fn a_long_text_shows_that_there_is_more_and_is_never_scrolled_past_its_end() {
        let mut prose = Prose::new(20);
        (0..9).for_each(|n| {
            prose.text(Role::Text, &format!("line {n}"));
        });
        let (seen, _) = drawn(20, 3, |canvas| view(canvas, canvas.area(), &prose.lines, 99, None));
        assert!(seen.starts_with("line 6             ▴") && seen.contains("line 8"), "{seen}");
        assert_eq!(scrolled(99, -1, 9, 3), 5);
        assert_eq!(scrolled(0, -1, 9, 3), 0);
    }
}
