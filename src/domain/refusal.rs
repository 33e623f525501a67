//! Why a command is refused: what, why, and what to do next.

use chrono::NaiveDate;
use thiserror::Error;

use super::cadence::CadenceError;

/// A command refused by a rule; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A note that must say why says too little.
    #[error("a note of at least {needed} characters that are not spaces is required; this one has {given}")]
    NoteTooShort {
        /// Characters needed.
        needed: usize,
        /// Characters given.
        given: usize,
    },
    /// A text is longer than the book keeps.
    #[error("the {what} is {given} characters long; at most {limit} are kept")]
    TextTooLong {
        /// Which text.
        what: String,
        /// Its limit.
        limit: usize,
        /// Its length.
        given: usize,
    },
    /// A value that does not fit its field.
    #[error("“{value}” is no {what}")]
    BadValue {
        /// What it should be, with its form.
        what: String,
        /// What was given.
        value: String,
        /// What would be right.
        hint: String,
    },
    /// No such thing.
    #[error("there is no {what}{}", quoted(name))]
    NotFound {
        /// `client`, `segment`, `model`, `factor`, `review`, …
        what: &'static str,
        /// What was asked for; empty where none was named.
        name: String,
        /// What there is instead, or what to do.
        hint: String,
    },
    /// Several things match.
    #[error("“{name}” fits several {what}: {}", candidates.join(", "))]
    Ambiguous {
        /// Several of what: `clients`, `sessions`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What it could be.
        candidates: Vec<String>,
    },
    /// The client is already there.
    #[error("{client} is already in {segment}")]
    AlreadyThere {
        /// The client's name.
        client: String,
        /// The segment's name.
        segment: String,
    },
    /// Somebody else was first.
    #[error("{what} was changed by {by} since you looked: {change}")]
    Stale {
        /// What was to be changed.
        what: String,
        /// Who changed it.
        by: String,
        /// What it is now.
        change: String,
    },
    /// The client is archived.
    #[error("{client} is archived since {since}")]
    Archived {
        /// The client's name.
        client: String,
        /// Since when.
        since: NaiveDate,
    },
    /// A date on the wrong side of today.
    #[error("{date} {why}")]
    WrongDate {
        /// The date given.
        date: NaiveDate,
        /// Why it cannot be (`lies after today`).
        why: &'static str,
        /// What to do instead.
        hint: &'static str,
    },
    /// Nothing would change.
    #[error("nothing to do: {0}")]
    Nothing(String),
    /// Something else stands in the way.
    #[error("{what}")]
    Barred {
        /// What and why.
        what: String,
        /// What to do next.
        hint: String,
    },
    /// A due date cannot be computed.
    #[error(transparent)]
    Cadence(#[from] CadenceError),
}

impl Refusal {
    /// What to do next, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoteTooShort { .. } => Some("say why, so that the next session understands it".to_owned()),
            Self::TextTooLong { .. } => Some("shorten it and try again".to_owned()),
            Self::BadValue { hint, .. } | Self::NotFound { hint, .. } | Self::Barred { hint, .. } => {
                (!hint.is_empty()).then(|| hint.clone())
            }
            Self::Ambiguous { what: "clients", .. } => Some("give the id, the external id or the whole name".to_owned()),
            Self::Ambiguous { .. } => Some("give the id or the whole name".to_owned()),
            Self::AlreadyThere { .. } => Some("to record that it stays, confirm it instead".to_owned()),
            Self::Stale { .. } => Some("look at it again and repeat the change if it still holds".to_owned()),
            Self::Archived { .. } => Some("restore the client first".to_owned()),
            Self::WrongDate { hint, .. } => Some((*hint).to_owned()),
            Self::Nothing(_) => None,
            Self::Cadence(_) => None,
        }
    }
}

/// A name in quotes behind a space; nothing where it is empty.
fn quoted(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" “{name}”") }
}
