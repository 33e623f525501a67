//! One line asked for over a page of the import: the name of a mapping, a scale, where refused rows go.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::parts::field::TextField;
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// The place of the line, for spots.
const LINE: Spot = Spot::Field(1);

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The name the columns are kept under.
    Name,
    /// The scale of a column.
    Scale(usize),
    /// The file of the refused rows.
    Rejects,
}

/// A line asked for.
pub struct Asked {
    /// What it is for.
    pub what: For,
    /// What was wrong with it.
    pub wrong: Option<Shown>,
    title: Shown,
    hint: Shown,
    line: TextField,
}

/// What an input came to.
pub enum Answered {
    /// Not yet.
    Stay,
    /// This is the line.
    Take(String),
    /// Nothing is changed.
    Leave,
}

impl Asked {
    /// A line asked for, with what stands in it.
    #[must_use]
    pub fn new(what: For, title: &str, hint: &str, line: &str) -> Self {
        Self { what, wrong: None, title: Shown::line(title), hint: Shown::line(hint), line: TextField::new(line) }
    }

    /// Deals with an input.
    pub fn act(&mut self, input: &Input, hits: &Hits) -> Answered {
        match input {
            Input::Act(Action::Back) => return Answered::Leave,
            Input::Act(Action::Press | Action::Save) => return Answered::Take(self.line.text().trim().to_owned()),
            Input::Act(_) => {}
            Input::Key(key) => {
                self.line.key(*key);
                self.wrong = None;
            }
            Input::Paste(text) => drop(self.line.paste(text)),
            Input::Touch(Touch::Click { spot: LINE, at }) => self.line.click(at.x, hits.area_of(LINE).width),
            Input::Touch(_) => {}
        }
        Answered::Stay
    }

    /// Draws it.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.cover();
        let inner = popup::centred(canvas, area, &self.title, 70, 6);
        canvas.paragraph(Rect { height: inner.height.min(2), ..inner }, Role::Dim, &self.hint);
        let rest = skip_rows(inner, 2);
        self.line.view(canvas, row_of(rest, 0), Focus::Here);
        canvas.spot(row_of(rest, 0), LINE);
        if let Some(wrong) = &self.wrong {
            canvas.text(row_of(rest, 1), Role::Bad, wrong);
        }
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        super::buttons(canvas, bottom, &[("Take it", Role::ButtonFocus, Action::Save), ("Leave it", Role::Button, Action::Back)]);
    }
}
