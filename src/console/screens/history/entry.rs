//! One entry of the history, whole: who, when, and every change in words.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::sessions::Names;
use super::{moment, words};
use crate::console::canvas::{Canvas, Look};
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::Reading;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::store::{HistoryRow, NamedChange};

/// The most changes read: an import has one for each fact of each client.
const CHANGES: usize = 200;

/// An entry that was opened.
pub struct EntryPage {
    row: HistoryRow,
    changes: Vec<NamedChange>,
    model: Arc<Model>,
    names: Names,
    reading: Reading,
}

impl EntryPage {
    /// Reads the changes of an entry.
    #[must_use]
    pub fn new(row: HistoryRow, ctx: &mut Ctx<'_>) -> Self {
        let changes = ctx.store.changes_in(row.seq, CHANGES);
        let changes = ctx.desk.or_default(changes);
        let names = ctx.store.session_names();
        let names = ctx.desk.or_default(names);
        Self { row, changes, names, model: Arc::clone(ctx.store.ground().driving()), reading: Reading::default() }
    }

    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        prose.text(Role::Title, &self.row.summary);
        prose.text(Role::Dim, &format!("{} by {}, {}", moment(&self.row, look), self.row.by, self.row.kind));
        if let Some(by) = self.row.undone_by {
            prose.text(Role::Warning, &format!("taken back by entry {by}"));
        }
        let mut client: Option<&str> = None;
        for NamedChange { client: of, change } in &self.changes {
            let said = words::sentences(change, &self.model, &self.names, look);
            if !said.is_empty() && of.as_deref() != client {
                client = of.as_deref();
                prose.heading(client.unwrap_or("The book"));
            }
            for sentence in said {
                prose.hanging(&[(Role::Text, "  ")], Role::Text, &sentence);
            }
        }
        let rest = self.row.changes - i64::try_from(self.changes.len()).unwrap_or(0);
        if rest > 0 {
            prose.gap().text(Role::Dim, &format!("and {} more changes", look.formats.number(rest)));
        }
        prose.lines
    }
}

impl Layer for EntryPage {
    fn scope(&self) -> Scope {
        Scope::Reading
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        self.reading.view(canvas, area, format!("Entry {}", self.row.seq), |width| self.lines(width, look));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let mut reading = self.reading;
        let step = reading.act(&input, ctx.hits, |width| self.lines(width, ctx.look));
        self.reading = reading;
        step
    }
}
