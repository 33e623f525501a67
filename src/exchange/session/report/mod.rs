//! Minutes and hand-outs as Markdown, HTML with charts, CSV and JSON. The same input gives the same bytes.

mod after;
mod compared;
mod decided;
mod extract;
mod html;
mod json;
mod markdown;
mod minutes;
mod numbers;
mod paper;
mod rows;
#[cfg(test)]
mod tests;

pub use json::Replayed;

use crate::domain::session::minutes::{Minutes, Part};
use crate::store::SessionRow;

pub(in crate::exchange) use rows::{COLUMNS, cells};

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
    // What is to be left out is taken away first: no form can show what it does not have.
    let minutes = extract::of(minutes, part, without);
    match form {
        Form::Markdown => markdown::written(&minutes::paper(&minutes, part, without)).into_bytes(),
        Form::Html => html::written(&minutes::paper(&minutes, part, without)).into_bytes(),
        Form::Csv => rows::written(&minutes, without),
        Form::Json => json::written(&minutes, part, without),
    }
}

/// The minutes as a reader gets them: without what is to be left out, and of a hand-out what concerns its owner alone.
pub(in crate::exchange) fn extract(minutes: &Minutes, part: &Part, without: Without) -> Minutes {
    extract::of(minutes, part, without)
}

/// The sessions over the quarters side by side: counts, moves, distribution of each.
#[must_use]
pub fn compared(sessions: &[SessionRow], form: Form) -> Vec<u8> {
    match form {
        Form::Markdown => markdown::written(&compared::paper(sessions)).into_bytes(),
        Form::Html => html::written(&compared::paper(sessions)).into_bytes(),
        Form::Csv => compared::csv(sessions),
        Form::Json => compared::json(sessions),
    }
}
