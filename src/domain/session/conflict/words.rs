//! What changed since a decision was staged, in sentences, and whether the decision can be written nevertheless.

use super::Seen;
use crate::domain::model::{Model, place};
use crate::domain::placement::{Decision, How};
use crate::domain::session::Staged;

/// What is no longer as it was when a decision was staged, a sentence each; `decision` is the one that put the client where it
/// stands now.
#[must_use]
pub fn changed(staged: &Staged, now: &Seen, decision: Option<&Decision>, model: &Model) -> Vec<String> {
    let decided = |_| decision.map_or_else(|| "decided on anew".to_owned(), |decision| in_words(decision, model));
    let differences = staged.seen.differences(now, staged.to.as_deref());
    let gone = gone(staged, model).map(|key| format!("the model has no segment {key} any more"));
    differences.iter().map(|difference| difference.in_words(model, decided)).chain(gone).collect()
}

/// Whether a decision cannot be written even if it is accepted: its client left the book, or its segment is gone.
#[must_use]
pub fn bars(staged: &Staged, now: &Seen, model: &Model) -> bool {
    now.archived_on.is_some() || gone(staged, model).is_some()
}

/// The segment of a decision that the model no longer has.
fn gone<'s>(staged: &'s Staged, model: &Model) -> Option<&'s str> {
    place::keys(staged.to.as_deref().unwrap_or_default()).find(|key| model.segment(key).is_none())
}

/// A decision in words: what, who, when, and why.
fn in_words(decision: &Decision, model: &Model) -> String {
    let place = decision.to.as_deref().map_or_else(|| "no segment".to_owned(), |place| model.place_in_words(place));
    let what = match decision.how {
        How::Start => format!("put in {place} by an imported file"),
        How::Move => format!("moved to {place}"),
        How::Place => format!("placed in {place}"),
        How::Confirm => format!("confirmed in {place}"),
    };
    let note = if decision.note.is_empty() { String::new() } else { format!(": “{}”", decision.note) };
    format!("{what} by {} on {}{note}", decision.by, decision.on)
}
