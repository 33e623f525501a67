//! One entry of the history, whole: who, when, and every change in words.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{moment, words};
use crate::console::canvas::{Canvas, Look};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::screens::prose::{self, Line, Prose};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::store::{HistoryRow, NamedChange};

const ZONE: Spot = Spot::Zone(u16::MAX);
/// The widest the text gets, in columns.
const WIDEST: u16 = 84;
/// The most changes read: an import has one for each fact of each client.
const CHANGES: usize = 200;

/// An entry that was opened.
pub struct EntryPage {
    row: HistoryRow,
    changes: Vec<NamedChange>,
    model: Arc<Model>,
    top: usize,
}

impl EntryPage {
    /// Reads the changes of an entry.
    #[must_use]
    pub fn new(row: HistoryRow, ctx: &mut Ctx<'_>) -> Self {
        let changes = ctx.store.changes_in(row.seq, CHANGES);
        let changes = ctx.desk.or_default(changes);
        Self { row, changes, model: Arc::clone(ctx.store.ground().driving()), top: 0 }
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
            let said = words::sentences(change, &self.model, look);
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

    fn scroll(&mut self, by: isize, ctx: &Ctx<'_>) {
        let shown = ctx.hits.area_of(ZONE);
        let lines = self.lines(shown.width, ctx.look).len();
        self.top = prose::scrolled(self.top, by, lines, shown.height);
    }
}

impl Layer for EntryPage {
    fn scope(&self) -> Scope {
        Scope::Reading
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = area.width.saturating_sub(6).min(WIDEST);
        let lines = self.lines(width, canvas.look);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, format!("Entry {}", self.row.seq), width, rows);
        canvas.spot(inner, ZONE);
        prose::view(canvas, inner, &lines, self.top, None);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let page = isize::try_from(ctx.hits.area_of(ZONE).height.max(2)).unwrap_or(2) - 1;
        match input {
            Input::Act(Action::Up) => self.scroll(-1, ctx),
            Input::Act(Action::Down) => self.scroll(1, ctx),
            Input::Act(Action::PageUp) => self.scroll(-page, ctx),
            Input::Act(Action::PageDown) => self.scroll(page, ctx),
            Input::Act(Action::First) => self.top = 0,
            Input::Act(Action::Last) => self.scroll(isize::MAX, ctx),
            Input::Act(_) => return Step::Ignored,
            Input::Touch(Touch::Wheel { by, .. }) => self.scroll(by.into(), ctx),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => {}
        }
        Step::Stay
    }
}
