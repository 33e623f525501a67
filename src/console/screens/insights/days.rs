//! The days the insights compare: from the end of one to the end of another.

use chrono::NaiveDate;

use crate::domain::calendar::{Every, Fiscal, Span};

/// From the end of which day to the end of which; it stays while one goes from view to view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Days {
    /// From the month end twelve months back to today.
    #[default]
    LastYear,
    /// Two days, the earlier first, with the name people give the span.
    Between(NaiveDate, NaiveDate, String),
}

impl Days {
    /// The days of a span: what it begins with is the end of the day before. A span that still runs ends today.
    #[must_use]
    pub fn of(span: Span, today: NaiveDate) -> Self {
        let from = span.from.pred_opt().unwrap_or(span.from);
        Self::Between(from, span.to.min(today).max(from), span.label)
    }

    /// The two days.
    #[must_use]
    pub fn ends(&self, today: NaiveDate, fiscal: Fiscal) -> (NaiveDate, NaiveDate) {
        match self {
            Self::LastYear => (Every::Month.back(Every::Month.usual(), today, fiscal), today),
            Self::Between(from, to, _) => (*from, *to),
        }
    }

    /// What they are called.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::LastYear => "last 12 months",
            Self::Between(_, _, label) => label,
        }
    }
}
