//! Sessions in words: what was staged, talked about, noted and judged, and what became of the session itself.

use std::collections::BTreeMap;

use super::words::HIDDEN;
use crate::console::canvas::Look;
use crate::console::screens::client::words::segment;
use crate::domain::model::Model;
use crate::domain::session::{Act, Item, Kind, Session, SessionId, Staged, State};

/// Names of sessions by their rows.
pub type Names = BTreeMap<SessionId, String>;

/// The name of a session; its number where it is gone.
pub fn called(id: SessionId, names: &Names) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

/// What became of what a session says of a client; `before` is none where it said nothing.
pub fn item(before: Option<&Item>, after: &Item, model: &Model, names: &Names, look: &Look) -> Vec<String> {
    let of = called(after.session, names);
    let mut said = Vec::new();
    let was = before.and_then(|item| item.staged.as_ref());
    match (was, &after.staged) {
        (was, Some(staged)) if was != Some(staged) => {
            said.push(format!("staged in {of}: {}{}", decision(staged, model, look), because(&staged.note, look)));
            said.extend(expected(staged, look));
        }
        (Some(_), None) => said.push(format!("no longer staged in {of}")),
        // Finalising wrote it: a decision stands beside it, unless it was put off.
        (Some(was), Some(_)) if after.record.is_some() && before.is_some_and(|item| item.record.is_none()) => {
            let off = (was.kind == Kind::Defer).then(|| decision(was, model, look));
            said.extend(off.map(|off| format!("{off} in session {of}{}", because(&was.note, look))));
        }
        (_, _) => {}
    }
    match (before.is_some_and(|item| item.discussed), after.discussed) {
        (false, true) => said.push(format!("discussed in {of}")),
        (true, false) => said.push(format!("no longer marked as discussed in {of}")),
        (true, true) | (false, false) => {}
    }
    if before.map_or("", |item| &item.note) != after.note {
        said.push(format!("for the minutes of {of}: {}", hidden(&after.note, look)));
    }
    if let Some(judged) = after.judged.as_ref().filter(|judged| before.and_then(|item| item.judged.as_ref()) != Some(judged)) {
        let came = if judged.held { "held" } else { "did not hold" };
        said.push(format!("what {of} expected {came}{}", because(&judged.act.note, look)));
    }
    said
}

/// What became of a session; `before` is none where it was started.
pub fn session(before: Option<&Session>, after: &Session, look: &Look) -> Vec<String> {
    let name = &after.name;
    let Some(before) = before else { return vec![format!("session {name} started, led by {}", after.facilitator)] };
    let mut said = Vec::new();
    let mut differs = |what: &str, was: &str, is: &str| {
        let text = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        said.extend((was != is).then(|| format!("{what}: {} → {}", text(was), text(is))));
    };
    differs("session", &before.name, name);
    differs("scope", &before.scope, &after.scope);
    differs("as of", &look.formats.date(before.as_of), &look.formats.date(after.as_of));
    differs("led by", &before.facilitator, &after.facilitator);
    differs("co-facilitators", &before.co_facilitators.join(", "), &after.co_facilitators.join(", "));
    differs("participants", &before.participants.join(", "), &after.participants.join(", "));
    differs("agenda", &before.agenda, &after.agenda);
    differs("target shares", &targets(before), &targets(after));
    if before.revealed != after.revealed {
        said.extend(after.revealed.as_ref().map(|act| format!("proposals of {name} revealed{}", because(&act.note, look))));
    }
    match (before.state, after.state) {
        (State::Open, State::Final) => said.push(closed("finalised", name, after.closed.as_ref(), look)),
        (State::Open, State::Void) => said.push(closed("given up", name, after.closed.as_ref(), look)),
        (State::Final | State::Void, State::Open) => said.push(format!("session {name} open again")),
        (State::Open, State::Open) | (State::Final | State::Void, State::Final | State::Void) => {}
    }
    said
}

fn closed(how: &str, name: &str, act: Option<&Act>, look: &Look) -> String {
    format!("session {name} {how}{}", because(act.map_or("", |act| &act.note), look))
}

fn targets(session: &Session) -> String {
    let share = |(segment, share): (&String, &u16)| format!("{segment} {}.{} %", share / 10, share % 10);
    session.targets.iter().map(share).collect::<Vec<_>>().join(", ")
}

fn decision(staged: &Staged, model: &Model, look: &Look) -> String {
    let place = |place: &Option<String>| place.as_deref().map_or_else(|| "no segment".to_owned(), |key| segment(model, key));
    match (staged.kind, staged.until) {
        (Kind::Move, _) => format!("{} → {}", place(&staged.from), place(&staged.to)),
        (Kind::Confirm, _) => format!("stays in {}", place(&staged.from)),
        (Kind::Defer, Some(until)) => format!("put off until {}", look.formats.date(until)),
        (Kind::Defer, None) => "put off".to_owned(),
    }
}

fn expected(staged: &Staged, look: &Look) -> Vec<String> {
    let mut said = Vec::new();
    if !staged.expect.is_empty() {
        said.push(format!("expects: {}", hidden(&staged.expect, look)));
    }
    said.extend(staged.revisit_on.map(|on| format!("to be looked at again on {}", look.formats.date(on))));
    said.extend(staged.reason.as_ref().map(|reason| format!("reason: {reason}")));
    said.extend(staged.authorised_by.as_ref().map(|by| format!("authorised by {by}")));
    said
}

/// A note behind what it is about.
fn because(text: &str, look: &Look) -> String {
    if text.is_empty() { String::new() } else { format!(" — {}", hidden(text, look)) }
}

fn hidden<'t>(text: &'t str, look: &Look) -> &'t str {
    match (text.is_empty(), look.presenter) {
        (true, _) => "nothing",
        (false, true) => HIDDEN,
        (false, false) => text,
    }
}
