//! Whose reviews, and of which kind, the screen shows; it holds in every view, together with the filter.

use crate::console::layer::Ctx;
use crate::domain::filter::{Filter, State, TextField, TextTest};
use crate::domain::text::fold;
use crate::store::{DueQuery, DueRange, Whose};

/// What an owner is called whose clients have none.
pub const NOBODY: &str = "no owner";

/// Whose reviews, and of which kind; all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lens {
    /// The owner; empty: the clients without one.
    pub owner: Option<String>,
    /// The kind of review.
    pub kind: Option<String>,
}

impl Lens {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `owner: Ana, kind: QBR`; empty where everything is shown.
    #[must_use]
    pub fn words(&self) -> String {
        let owner = self.owner.as_ref().map(|owner| format!("owner: {}", called(owner)));
        let kind = self.kind.as_ref().map(|kind| format!("kind: {kind}"));
        owner.into_iter().chain(kind).collect::<Vec<_>>().join(", ")
    }

    /// For the sums of hours and reviews.
    #[must_use]
    pub fn whose(&self) -> Whose {
        Whose { owner: self.owner.clone(), kind: self.kind.clone() }
    }

    /// Whether an owner is among those shown.
    #[must_use]
    pub fn lets_through(&self, owner: Option<&str>) -> bool {
        self.owner.as_ref().is_none_or(|asked| fold(asked) == fold(owner.unwrap_or("")))
    }
}

/// What an owner is called.
#[must_use]
pub fn called(owner: &str) -> &str {
    if owner.is_empty() { NOBODY } else { owner }
}

/// What the lists ask for.
pub fn query(range: DueRange, ctx: &Ctx<'_>) -> DueQuery {
    let lens = &ctx.desk.lens;
    DueQuery { range, owner: lens.owner.clone(), kind: lens.kind.clone(), filter: ctx.desk.filter().cloned() }
}

/// The filter that finds the silent clients among those shown; none where one kind of review is asked for: silence is of all.
pub fn silent(ctx: &Ctx<'_>) -> Option<Filter> {
    let lens = &ctx.desk.lens;
    if lens.kind.is_some() {
        return None;
    }
    let mut silent = Filter::State(State::Silent);
    if let Some(owner) = &lens.owner {
        let test = if owner.is_empty() { TextTest::Absent } else { TextTest::Whole(fold(owner)) };
        silent = silent.and(Filter::Text(TextField::Owner, test));
    }
    Some(match ctx.desk.filter() {
        Some(filter) => silent.and(filter.clone()),
        None => silent,
    })
}
