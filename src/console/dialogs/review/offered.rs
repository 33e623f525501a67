//! What the review dialog offers at first: kinds, segments, and what is still open from before.

use super::super::sheet::{self, line};
use crate::console::canvas::Look;
use crate::console::formats::{ago, until};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::ClientPage;

/// The most open items of earlier reviews that are listed.
const OPEN: usize = 4;

/// Every kind the model asks for or accepts instead.
pub fn kinds(model: &Model) -> Vec<String> {
    let touchpoints = || model.segments.iter().flat_map(|segment| &segment.touchpoints);
    let asked = touchpoints().map(|touchpoint| &touchpoint.kind);
    let mut kinds: Vec<String> = Vec::new();
    for kind in asked.chain(touchpoints().flat_map(|touchpoint| &touchpoint.satisfied_by)) {
        if !kinds.contains(kind) {
            kinds.push(kind.clone());
        }
    }
    if kinds.is_empty() {
        kinds.push("Review".to_owned());
    }
    kinds
}

/// The kind taken at first: the one asked for, else what the client's segment asks for.
pub fn first_kind(kinds: &[String], model: &Model, segment: Option<&str>, asked: Option<&str>) -> usize {
    let own = || segment.and_then(|key| model.segment(key)?.touchpoints.first()).map(|touchpoint| touchpoint.kind.as_str());
    let wanted = asked.or_else(own);
    wanted.and_then(|wanted| kinds.iter().position(|kind| kind.eq_ignore_ascii_case(wanted))).unwrap_or(0)
}

/// The segment taken at first: the one proposed, else the first that is another.
pub fn first_segment(model: &Model, segment: Option<&str>, proposed: Option<&str>) -> usize {
    let place = |wanted: &str| model.segments.iter().position(|one| one.key == wanted);
    let proposed = proposed.filter(|proposed| Some(*proposed) != segment).and_then(place);
    proposed.or_else(|| model.segments.iter().position(|one| Some(one.key.as_str()) != segment)).unwrap_or(0)
}

/// The last review and the actions still open from all before.
pub fn open_items(page: &ClientPage, look: &Look) -> Vec<(Role, Shown)> {
    let mut lines = Vec::new();
    if let Some(last) = page.reviews.iter().find(|review| review.voided.is_none()) {
        let outcome = match (look.presenter, last.outcome.as_str()) {
            (_, "") => String::new(),
            (true, _) => format!(": {}", sheet::HIDDEN),
            (false, outcome) => format!(": {outcome}"),
        };
        let when = look.formats.date(last.held_on);
        lines.push(line(Role::Dim, &format!("{} {when}, {}{outcome}", last.kind, ago(last.held_on, look.today))));
    }
    let open: Vec<_> = page.actions.iter().filter(|action| action.done_on.is_none()).collect();
    for action in open.iter().take(OPEN) {
        let owner = action.owner.as_deref().map(|owner| format!(" @{owner}")).unwrap_or_default();
        let (role, due) = match action.due_on {
            Some(due) if due < look.today => (Role::Overdue, format!(", {}", until(due, look.today))),
            Some(due) => (Role::Text, format!(", by {}", look.formats.date(due))),
            None => (Role::Text, String::new()),
        };
        lines.push(line(role, &format!("{} {}{owner}{due}", look.glyphs.dot(), action.text)));
    }
    if open.len() > OPEN {
        lines.push(line(Role::Dim, &format!("and {} more", open.len() - OPEN)));
    }
    lines
}
