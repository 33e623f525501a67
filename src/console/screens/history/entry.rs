//! One entry of the history, whole: who, when, and every change in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sessions::Names;
use super::{moment, words};
use crate::console::canvas::Look;
use crate::console::layer::Ctx;
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::Told;
use crate::console::theme::Role;
use crate::domain::change::Fact;
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
    /// What the factors that were scored had before, by the row of the score.
    were: BTreeMap<i64, u8>,
}

impl EntryPage {
    /// Reads the changes of an entry.
    #[must_use]
    pub fn new(row: HistoryRow, ctx: &mut Ctx<'_>) -> Self {
        let changes = ctx.store.changes_in(row.seq, CHANGES);
        let changes = ctx.desk.or_default(changes);
        let names = ctx.store.session_names();
        let names = ctx.desk.or_default(names);
        let mut were = BTreeMap::new();
        for NamedChange { change, .. } in &changes {
            if let (None, Some(Fact::Score(score))) = (change.before(), change.after()) {
                let was = ctx.store.value_before(score);
                were.extend(ctx.desk.or_default(was).map(|was| (score.id, was)));
            }
        }
        Self { row, changes, names, were, model: Arc::clone(ctx.store.ground().driving()) }
    }
}

impl Told for EntryPage {
    fn title(&self) -> String {
        format!("Entry {}", self.row.seq)
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
            let said = match (change.before(), change.after()) {
                (None, Some(Fact::Score(score))) => vec![match self.were.get(&score.id) {
                    Some(was) => format!("scored {}: {was} \u{2192} {}", score.factor, score.value),
                    None => format!("scored {}: nothing \u{2192} {}", score.factor, score.value),
                }],
                (_, _) => words::sentences(change, &self.model, &self.names, look),
            };
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
