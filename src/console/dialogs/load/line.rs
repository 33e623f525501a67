//! Lines of the pages of an import: words, choices, answers, columns, buttons; each may stand for something to change.

use ratatui::layout::Rect;

use super::pick::Pick;
use crate::console::canvas::{Canvas, Look, skip_columns};
use crate::console::parts::list::{Row, Window};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// The first line that only tells, as an id.
const TEXT: i64 = 1_000_000_000;
/// The most columns of a label.
const LABEL: u16 = 30;
/// Columns of what a column fills.
const FIELD: u16 = 26;
/// What stands in the place of what a shared screen must not show.
pub const HIDDEN: &str = "•••";

/// A line of a page.
pub struct Line {
    id: Option<i64>,
    /// What it changes; none where it only tells.
    pub pick: Option<Pick>,
    says: Says,
}

enum Says {
    Words(Vec<(Role, Shown)>),
    Choice { label: Shown, value: Shown, role: Role },
    Answer { taken: bool, answer: Shown, note: Shown },
    Press { label: Shown, note: Shown },
    Column { header: Shown, field: Shown, role: Role, example: Shown },
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        self.id
    }
}

impl Line {
    /// Draws it.
    pub fn view(&self, canvas: &mut Canvas<'_>, place: Rect) {
        match &self.says {
            Says::Words(pieces) => {
                let pieces: Vec<_> = pieces.iter().map(|(role, words)| (*role, words.into())).collect();
                canvas.pieces(place, &pieces);
            }
            Says::Choice { label, value, role } => {
                let label_columns = LABEL.min(place.width / 2);
                canvas.text(Rect { width: label_columns, ..place }, Role::Text, label);
                let rest = skip_columns(place, label_columns + 1);
                canvas.pieces(rest, &[(Role::Dim, "< ".into()), (*role, value.into()), (Role::Dim, " >".into())]);
            }
            Says::Answer { taken, answer, note } => {
                let (yes, no) = canvas.look.glyphs.choice();
                let sign = if *taken { yes } else { no };
                let role = if *taken { Role::Key } else { Role::Text };
                let pieces = [(role, "  ".into()), (role, sign.into()), (role, " ".into()), (role, answer.into())];
                let used = canvas.pieces(place, &pieces);
                canvas.text(skip_columns(place, used + 2), Role::Dim, note);
            }
            Says::Press { label, note } => {
                let pieces = [(Role::Key, "[ ".into()), (Role::Key, label.into()), (Role::Key, " ]".into())];
                let used = canvas.pieces(place, &pieces);
                canvas.text(skip_columns(place, used + 2), Role::Dim, note);
            }
            Says::Column { header, field, role, example } => {
                let wide = (place.width / 3).min(LABEL);
                canvas.text(Rect { width: wide, ..place }, Role::Text, header);
                let rest = skip_columns(place, wide + 1);
                let middle = Rect { width: rest.width.min(FIELD), ..rest };
                canvas.pieces(middle, &[(Role::Dim, "< ".into()), (*role, field.into()), (Role::Dim, " >".into())]);
                canvas.text(skip_columns(rest, FIELD + 1), Role::Dim, example);
            }
        }
    }
}

/// The lines of a page under construction, for so many columns.
pub struct Page<'a> {
    lines: Vec<Line>,
    columns: usize,
    /// How everything looks.
    pub look: &'a Look,
}

impl<'a> Page<'a> {
    /// A page without a line.
    #[must_use]
    pub fn new(columns: u16, look: &'a Look) -> Self {
        Self { lines: Vec::new(), columns: usize::from(columns), look }
    }

    /// The lines.
    #[must_use]
    pub fn window(self) -> Window<Line> {
        Window::whole(self.lines)
    }

    /// Words, wrapped.
    pub fn words(&mut self, role: Role, words: &str) {
        for line in text::wrap(words, self.columns) {
            self.pieces(vec![(role, line)]);
        }
    }

    /// Words, wrapped, and every line after the first moved in.
    pub fn hung(&mut self, role: Role, words: &str) {
        const IN: usize = 4;
        let mut lines = text::wrap(words, self.columns).into_iter();
        let Some(first) = lines.next() else { return };
        self.pieces(vec![(role, first.clone())]);
        let rest = words.get(first.len()..).unwrap_or("").trim_start();
        if !rest.is_empty() {
            for line in text::wrap(rest, self.columns.saturating_sub(IN)) {
                self.pieces(vec![(role, format!("{}{line}", " ".repeat(IN)))]);
            }
        }
    }

    /// One line of pieces; it can be scrolled to.
    pub fn pieces(&mut self, pieces: Vec<(Role, String)>) {
        let id = TEXT + i64::try_from(self.lines.len()).unwrap_or(0);
        let pieces = pieces.into_iter().map(|(role, words)| (role, Shown::line(&words))).collect();
        self.lines.push(Line { id: Some(id), pick: None, says: Says::Words(pieces) });
    }

    /// A heading, parted from what is above.
    pub fn heading(&mut self, words: &str) {
        if !self.lines.is_empty() {
            self.gap();
        }
        let says = Says::Words(vec![(Role::Title, Shown::line(words))]);
        self.lines.push(Line { id: None, pick: None, says });
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.lines.push(Line { id: None, pick: None, says: Says::Words(Vec::new()) });
    }

    fn push(&mut self, pick: Pick, says: Says) {
        self.lines.push(Line { id: Some(pick.id()), pick: Some(pick), says });
    }

    /// Something with a value that is stepped.
    pub fn choice(&mut self, pick: Pick, label: &str, value: &str) {
        self.push(pick, Says::Choice { label: Shown::line(label), value: Shown::line(value), role: Role::Key });
    }

    /// One of several answers.
    pub fn answer(&mut self, pick: Pick, taken: bool, answer: &str, note: &str) {
        self.push(pick, Says::Answer { taken, answer: Shown::line(answer), note: Shown::line(note) });
    }

    /// Something that is done when it is pressed.
    pub fn press(&mut self, pick: Pick, label: &str, note: &str) {
        self.push(pick, Says::Press { label: Shown::line(label), note: Shown::line(note) });
    }

    /// A column and what it fills.
    pub fn column(&mut self, pick: Pick, header: &str, (role, field): (Role, &str), example: &str) {
        let says = Says::Column { header: Shown::line(header), field: Shown::line(field), role, example: Shown::line(example) };
        self.push(pick, says);
    }
}
