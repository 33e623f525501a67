//! What stands beside the due list: why the selected clock is due when it is, the last review, what is open, the renewal.

use ratatui::layout::Rect;

use super::roll::Entry;
use crate::console::canvas::{Canvas, Look};
use crate::console::formats::{ago, until};
use crate::console::screens::client::words as client;
use crate::console::screens::prose::{self, Line, Prose};
use crate::console::theme::Role;
use crate::domain::review::Action;
use crate::store::Brief;

/// Columns of the labels.
const LABEL: usize = 9;

/// Draws what is known of an entry; `top` lines are scrolled away.
pub fn view(canvas: &mut Canvas<'_>, area: Rect, entry: &Entry, brief: &Brief) {
    let tight = (area.height < 9).then_some(area.height);
    let lines = lines(area.width.saturating_sub(1), tight, entry, brief, canvas.look);
    prose::view(canvas, area, &lines, 0, None);
}

fn lines(width: u16, tight: Option<u16>, entry: &Entry, brief: &Brief, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    let why = if brief.why.is_empty() { "nothing is asked of this client" } else { brief.why.as_str() };
    if let Some(rows) = tight {
        prose.fact("Why", LABEL, Role::Text, why);
        // Where the derivation leaves a row, what else is to be said gets it.
        if let (Entry::Clock(_, row), true) = (entry, prose.lines.len() + 2 < usize::from(rows)) {
            let remarks = client::besides(&row.clock, why, look);
            if !remarks.is_empty() {
                prose.pieces(&[(Role::Dim, "Besides  "), (Role::Warning, &remarks.join(", "))]);
            }
        }
        prose.pieces(&[(Role::Dim, "Last     "), (Role::Text, &last(brief, look))]);
        let next = format!("{}; {}", renewal(entry, look), open(&brief.actions, look));
        prose.pieces(&[(Role::Dim, "Renewal  "), (Role::Text, &next)]);
        return prose.lines;
    }
    prose.heading("Why").text(Role::Text, why);
    if let Entry::Clock(_, row) = entry {
        let remarks = client::besides(&row.clock, why, look);
        if !remarks.is_empty() {
            prose.text(Role::Warning, &remarks.join(", "));
        }
    }
    prose.heading("Last review").text(Role::Text, &last(brief, look));
    if let (Some(review), false) = (&brief.last_review, look.presenter) {
        prose.text(Role::Dim, &review.note);
    }
    prose.heading("Open actions");
    if brief.actions.is_empty() {
        prose.text(Role::Dim, "none");
    }
    for action in &brief.actions {
        prose.hanging(&[(Role::Text, "[ ] ")], Role::Text, &words(action, look));
    }
    prose.heading("Next renewal").text(Role::Text, &renewal(entry, look));
    prose.lines
}

fn last(brief: &Brief, look: &Look) -> String {
    let Some(review) = &brief.last_review else { return "none yet".to_owned() };
    let on = look.formats.date(review.held_on);
    let ago = ago(review.held_on, look.today);
    match (review.outcome.is_empty(), look.presenter) {
        (true, _) => format!("{} {on}, {ago}", review.kind),
        (false, true) => format!("{} {on}, {ago}: \u{2022}\u{2022}\u{2022}", review.kind),
        (false, false) => format!("{} {on}, {ago}: {}", review.kind, review.outcome),
    }
}

fn open(actions: &[Action], look: &Look) -> String {
    match actions {
        [] => "no open actions".to_owned(),
        [only] => format!("open: {}", words(only, look)),
        [first, rest @ ..] => format!("open: {} (and {} more)", words(first, look), rest.len()),
    }
}

/// An action in words: what, who, by when.
pub fn words(action: &Action, look: &Look) -> String {
    let mut said = action.text.clone();
    if let Some(owner) = &action.owner {
        said.push_str(&format!(", {owner}"));
    }
    if let Some(due) = action.due_on {
        said.push_str(&format!(", {} ({})", look.formats.date(due), until(due, look.today)));
    }
    said
}

fn renewal(entry: &Entry, look: &Look) -> String {
    let on = match entry {
        Entry::Heading(_) => None,
        Entry::Clock(_, row) => row.renewal_on,
        Entry::Silent(_, row) => row.renewal_on,
    };
    let Some(on) = on else { return "no date known".to_owned() };
    let far = if on < look.today { ago(on, look.today) } else { until(on, look.today) };
    format!("{} ({far})", look.formats.date(on))
}
