//! What the screens of a session say in words: reasons, decisions, spans of time, and where the session is.

use chrono::TimeDelta;

use crate::console::canvas::Look;
use crate::console::dialogs::sheet;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::session::agenda::{Reasons, Rules};
use crate::domain::session::{Kind, Opinion, Staged, View};

/// Why a client stands where it stands: `near a cut, review overdue`; `the rest` where there is no reason.
pub fn reasons(reasons: Reasons, rules: &Rules) -> String {
    let said: Vec<&str> = reasons.in_order(rules).map(|reason| reasons.in_words(reason)).collect();
    if said.is_empty() { "the rest".to_owned() } else { said.join(", ") }
}

/// A place by its letters; a dash where it is none.
pub fn letters(model: &Model, place: Option<&str>) -> String {
    place.map_or_else(|| "-".to_owned(), |place| model.place_letters(place))
}

/// The place of a client and what is staged: `B`, `B → A`, `B stays`, `B later`.
pub fn way(model: &Model, segment: Option<&str>, staged: Option<&Staged>, look: &Look) -> String {
    let here = letters(model, segment);
    match staged.map(|staged| (staged.kind, staged.to.as_deref())) {
        None => here,
        Some((Kind::Move, to)) => format!("{here} {} {}", look.glyphs.arrow(), letters(model, to)),
        Some((Kind::Confirm, _)) => format!("{here} stays"),
        Some((Kind::Defer, _)) => format!("{here} later"),
    }
}

/// A decision in a sentence: `move B Modernize → A Transform`, `stays in B Modernize`, `put off until 2026-12-01`.
pub fn decision(model: &Model, staged: &Staged, look: &Look) -> String {
    match staged.kind {
        Kind::Move => format!("move {}", from_to(model, staged.from.as_deref(), staged.to.as_deref(), look)),
        Kind::Confirm => format!("stays in {}", sheet::segment(model, staged.to.as_deref())),
        Kind::Defer => match staged.until {
            Some(until) => format!("put off until {}", sheet::day_and_distance(look, until)),
            None => "put off".to_owned(),
        },
    }
}

/// The colour of a decision.
pub const fn decision_role(kind: Kind) -> Role {
    match kind {
        Kind::Move => Role::Drift,
        Kind::Confirm => Role::Good,
        Kind::Defer => Role::Stale,
    }
}

/// `B Modernize → A Transform`.
pub fn from_to(model: &Model, from: Option<&str>, to: Option<&str>, look: &Look) -> String {
    format!("{} {} {}", sheet::segment(model, from), look.glyphs.arrow(), sheet::segment(model, to))
}

/// What somebody said before the session: `Ana proposes A Transform`, `Ben questions it, for C Educate`.
pub fn opinion(model: &Model, opinion: &Opinion) -> String {
    let to = opinion.to.as_deref().map(|to| model.place_in_words(to));
    let said = match (opinion.view, to) {
        (View::Propose, Some(to)) => format!("proposes {to}"),
        (View::Propose, None) => "proposes no change".to_owned(),
        (View::Agree, Some(to)) => format!("agrees, with {to}"),
        (View::Agree, None) => "agrees".to_owned(),
        (View::Question, Some(to)) => format!("questions it, for {to}"),
        (View::Question, None) => "questions it".to_owned(),
        (View::NoView, _) => "has no view".to_owned(),
    };
    format!("{} {said}", opinion.voter)
}

/// A text that a shared screen hides.
pub fn private<'a>(text: &'a str, look: &Look) -> &'a str {
    if look.presenter && !text.is_empty() { sheet::HIDDEN } else { text }
}

/// A sentence with what was noted behind it, where something was.
pub fn noted(said: String, note: &str, look: &Look) -> String {
    if note.is_empty() { said } else { format!("{said}: {}", private(note, look)) }
}

/// Time in hours and minutes: `25 min`, `1 h 05 min`.
pub fn span(time: TimeDelta) -> String {
    let minutes = time.num_minutes().max(0);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "under a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes:02} min"),
    }
}

/// A place by its letters where its model is still in the book, else its key; a dash where it is none.
pub fn letters_of(model: Option<&Model>, place: Option<&str>) -> String {
    match model {
        Some(model) => letters(model, place),
        None => place.unwrap_or("-").to_owned(),
    }
}
