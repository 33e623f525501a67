//! What a number of the screen means, in words, over what is shown.

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::Reading;
use crate::console::theme::Role;

/// A title and paragraphs to read.
pub struct Explained {
    title: String,
    said: Vec<String>,
    reading: Reading,
}

impl Explained {
    /// The words under their title.
    pub fn new(title: String, said: Vec<String>) -> Self {
        Self { title, said, reading: Reading::default() }
    }

    fn lines(&self, width: u16) -> Vec<Line> {
        let mut prose = Prose::new(width);
        for paragraph in &self.said {
            prose.gap().text(Role::Text, paragraph);
        }
        prose.lines
    }
}

impl Layer for Explained {
    fn scope(&self) -> Scope {
        Scope::Reading
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.reading.view(canvas, area, format!("Why: {}", self.title), |width| self.lines(width));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let mut reading = self.reading;
        let step = reading.act(&input, ctx.hits, |width| self.lines(width));
        self.reading = reading;
        step
    }
}
