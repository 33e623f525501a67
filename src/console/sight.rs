//! What the board looks at: the clients in their segments, or where their scores would put them; now, or on a day of the past.

use chrono::NaiveDate;

use crate::store::Store;

/// What the board shows; it stays while one goes from screen to screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// The clients in their segments of a model; of the driving one where none is named.
    Placed(Option<String>),
    /// A model as a lens: where the scores would put everybody, whatever segment they are in.
    Proposed(String),
    /// Two dimensions as a lens, each written `model.dimension`.
    Dimensions(String, String),
}

impl Sight {
    /// Key of the model whose segments are looked at; none for the driving one, and for two dimensions.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        match self {
            Self::Placed(key) => key.as_deref(),
            Self::Proposed(key) => Some(key),
            Self::Dimensions(..) => None,
        }
    }
}

impl Default for Sight {
    fn default() -> Self {
        Self::Placed(None)
    }
}

/// The book as it was at the end of a day, folded from the journal. It is looked at only: nothing is ever written to it.
#[derive(Debug)]
pub struct Past {
    /// The day.
    pub day: NaiveDate,
    /// The book of that day, in memory.
    pub store: Store,
}
