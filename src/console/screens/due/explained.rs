//! What a number of the screen means, in words, over what is shown.

use crate::console::canvas::Look;
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::{Reading, Told};
use crate::console::theme::Role;

/// A title and paragraphs to read.
pub struct Explained {
    title: String,
    said: Vec<String>,
}

impl Explained {
    /// The words under their title.
    pub fn reading(title: String, said: Vec<String>) -> Reading<Self> {
        Reading::of(Self { title, said })
    }
}

impl Told for Explained {
    fn title(&self) -> String {
        format!("Why: {}", self.title)
    }

    fn lines(&self, width: u16, _look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        for paragraph in &self.said {
            prose.gap().text(Role::Text, paragraph);
        }
        prose.lines
    }
}
