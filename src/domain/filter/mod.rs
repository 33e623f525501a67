//! The filter language: words and conditions, parsed into a tree the store compiles to SQL (console.md).
//!
//! Free words match name, tags and notes; `field:value`, `field>value` and bare state words are conditions; neighbours must all
//! hold, `or` joins alternatives, `-` or `not` negates, brackets group. Words in quotes are text whatever they look like.

mod error;
mod fields;
mod lex;
mod parse;
mod print;
#[cfg(test)]
mod tests;
mod value;

use chrono::NaiveDate;

use super::money::Amount;

pub use error::FilterError;

/// The longest filter read or kept, in bytes.
pub const LONGEST: usize = 4096;
/// The deepest nesting of brackets and negations.
pub const DEEPEST: usize = 32;
/// What `champion:` says where the champion is gone.
const LOST: &str = "lost";
/// The most words and conditions in one filter.
pub const MOST: usize = 100;

/// Which clients are meant. Texts in it are folded ([`crate::domain::text::fold`]) and never empty.
///
/// As parsed, `All` and `Any` have at least two parts and none of their own kind, `Not` holds no `Not`, and `Everything`
/// stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// An empty filter: every client.
    Everything,
    /// Every part holds.
    All(Vec<Filter>),
    /// At least one part holds.
    Any(Vec<Filter>),
    /// The part does not hold.
    Not(Box<Filter>),
    /// A word or phrase somewhere in name, tags or notes, folded.
    Word(String),
    /// A text fact.
    Text(TextField, TextTest),
    /// A state of the client or of any of its clocks.
    State(State),
    /// Annual revenue, whatever its currency.
    Arr(Test<Amount>),
    /// A date.
    Day(DayField, Test<When>),
    /// The score on an axis of the driving model, tenths of a point.
    Axis(Axis, Test<u16>),
    /// The value recorded for a factor.
    Score {
        /// `factor` or `dimension.factor`, for the store to look up.
        factor: String,
        /// What its value must be.
        test: Test<u8>,
    },
    /// A measure of the client.
    Measure {
        /// Its name.
        name: String,
        /// What its value must be.
        test: Test<Amount>,
    },
}

/// A condition on a value. A client without a value passes only [`Test::Absent`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test<T> {
    /// There is none.
    Absent,
    /// It stands in this relation to a value.
    Is(Relation, T),
    /// It lies between two values, both included.
    Between(T, T),
}

/// How a value relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=` or `:`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

/// A day, fixed or counted from the day the filter is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Days after today; negative before it.
    Days(i64),
    /// A civil date.
    On(NaiveDate),
}

impl When {
    /// The civil date meant on a day; the ends of the calendar where it lies outside.
    #[must_use]
    pub fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::On(date) => date,
            Self::Days(days) => {
                let end = if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
                chrono::TimeDelta::try_days(days).and_then(|delta| today.checked_add_signed(delta)).unwrap_or(end)
            }
        }
    }
}

/// A condition on a text, compared folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextTest {
    /// There is none.
    Absent,
    /// It has this somewhere in it.
    Holds(String),
    /// It is this as a whole.
    Whole(String),
}

/// The text facts a filter can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The relationship owner.
    Owner,
    /// The segment in the driving model, by key, letter or name; always whole.
    Segment,
    /// The lifecycle stage.
    Stage,
    /// The industry.
    Industry,
    /// What the relationship is to achieve.
    Goal,
    /// The champion.
    Champion,
    /// One of the tags; always whole.
    Tag,
    /// The name.
    Name,
    /// The row, or the id in another system; always whole.
    Id,
}

/// The dates a filter can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayField {
    /// The effective due date of any running clock.
    Due,
    /// The last review held.
    LastReview,
    /// The renewal of the contract.
    Renewal,
}

/// The axes of the driving model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The x axis.
    X,
    /// The y axis.
    Y,
}

/// States a filter can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// A clock past its grace.
    Overdue,
    /// A clock due and within its grace.
    Due,
    /// A clock within the lead.
    Upcoming,
    /// A clock hidden for now (C8).
    Snoozed,
    /// A clock with a date agreed that is not past (C9).
    Booked,
    /// The client is paused (C16).
    Paused,
    /// A running clock that was never satisfied (C13).
    First,
    /// A clock that a move keeps open (C14).
    Held,
    /// As needed and silent for longer than the floor (C12).
    Silent,
    /// The scores say another segment and nothing withholds it.
    Drift,
    /// A score used is older than it may be.
    Stale,
    /// In no segment.
    Unplaced,
    /// Archived.
    Archived,
    /// The confirmation of the segment is due (C17).
    Confirm,
    /// A score lies within the margin of a cut (`near:cut`).
    NearCut,
    /// The champion is lost, and nobody has taken the place (`champion:lost`).
    ChampionLost,
}

impl Filter {
    /// Both: what this filter and another one mean.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::all(vec![self, other])
    }

    /// The words every client it lets through has in its name, tags or notes.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Word(word) => vec![word],
            Self::All(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Any(_)
            | Self::Not(_)
            | Self::Everything
            | Self::Text(..)
            | Self::State(_)
            | Self::Arr(_)
            | Self::Day(..)
            | Self::Axis(..)
            | Self::Measure { .. }
            | Self::Score { .. } => Vec::new(),
        }
    }

    /// Whether any part of the filter passes the test.
    #[must_use]
    pub fn mentions(&self, test: &impl Fn(&Self) -> bool) -> bool {
        let parts: &[Self] = match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Not(part) => std::slice::from_ref(&**part),
            Self::Everything
            | Self::Word(_)
            | Self::Text(..)
            | Self::State(_)
            | Self::Arr(_)
            | Self::Day(..)
            | Self::Axis(..)
            | Self::Measure { .. }
            | Self::Score { .. } => &[],
        };
        test(self) || parts.iter().any(|part| part.mentions(test))
    }

    /// Every part, flat; everything where there is none.
    fn all(parts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Everything => {}
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Self::All(flat) } else { flat.pop().unwrap_or(Self::Everything) }
    }

    /// At least one of the parts, flat. The parser never gives none, nor everything as a part.
    fn any(parts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Self::Any(flat) } else { flat.pop().unwrap_or(Self::Everything) }
    }

    /// The opposite.
    fn negated(self) -> Self {
        if let Self::Not(inner) = self { *inner } else { Self::Not(Box::new(self)) }
    }
}
