//! Which acts the history shows: of one person, of one kind, of some days; all where nothing is said.

use crate::console::formats::Formats;
use crate::domain::calendar::Span;
use crate::store::HistoryQuery;

/// Which acts are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acts {
    /// Who acted.
    pub by: Option<String>,
    /// The kind of action.
    pub kind: Option<String>,
    /// The days on which they were recorded.
    pub days: Option<Span>,
}

impl Acts {
    /// Whether all are shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `by ana, kind move, 2026-06-01 – 2026-06-15`; nothing where all are shown.
    #[must_use]
    pub fn words(&self, formats: Formats) -> Vec<String> {
        let by = self.by.as_ref().map(|by| format!("by {by}"));
        let kind = self.kind.as_ref().map(|kind| format!("kind {kind}"));
        by.into_iter().chain(kind).chain(self.days.as_ref().map(|days| in_words(days, formats))).collect()
    }

    /// What is asked of the store.
    #[must_use]
    pub fn query(&self) -> HistoryQuery {
        HistoryQuery {
            by: self.by.clone(),
            kind: self.kind.clone(),
            since: self.days.as_ref().map(|days| days.from),
            until: self.days.as_ref().map(|days| days.to),
            ..HistoryQuery::default()
        }
    }
}

/// A span by its days: `2026-06-01 – 2026-06-15`, or the one day.
pub(super) fn in_words(days: &Span, formats: Formats) -> String {
    if days.from == days.to {
        return formats.date(days.from);
    }
    format!("{} \u{2013} {}", formats.date(days.from), formats.date(days.to))
}
