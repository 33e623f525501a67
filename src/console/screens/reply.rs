//! What one of several views of a screen answers: whether it dealt with an input, and whether another view is to be shown.

use crate::console::layer::Step;

/// The answer of a view of a screen whose views are `V`.
pub enum Reply<V> {
    /// Not mine.
    Not,
    /// Dealt with.
    Do(Step),
    /// Dealt with, and another view is to be shown.
    Show(V, Step),
}

impl<V> Reply<V> {
    /// The step that follows, after `show` has shown the other view where one is asked for; none where the view did not take it.
    pub fn settle(self, show: impl FnOnce(V)) -> Option<Step> {
        match self {
            Self::Not => None,
            Self::Do(step) => Some(step),
            Self::Show(view, step) => {
                show(view);
                Some(step)
            }
        }
    }
}
