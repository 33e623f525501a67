//! What is wrong in a filter, where, and what would be right.

use std::ops::Range;

use thiserror::Error;

/// A filter that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}")]
pub struct FilterError {
    /// The mistake in the text, in bytes, on character boundaries: what is underlined.
    pub at: Range<usize>,
    /// What is wrong there.
    pub what: String,
    /// What would be right.
    pub hint: String,
}

impl FilterError {
    pub(super) fn new(at: Range<usize>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at, what: what.into(), hint: hint.into() }
    }
}
