//! Starting a session and editing it while it is open.

use std::collections::{BTreeMap, BTreeSet};

use super::{EditSession, Facts, Plan, PlanError, SessionId, Stamp, StartSession, open};
use crate::domain::change::{Change, Fact};
use crate::domain::command::place::segments_named;
use crate::domain::command::{LINE_MAX, bounded, changed_meanwhile};
use crate::domain::filter::Filter;
use crate::domain::model::{Membership, Model};
use crate::domain::refusal::Refusal;
use crate::domain::session::agenda::Rules;
use crate::domain::session::{Session, State};
use crate::domain::text::{fold, weight};

/// The whole of a share, per mille.
const WHOLE: u32 = 1000;
/// People on one list of a session.
const PEOPLE_MAX: usize = 200;

pub(super) fn start(start: &StartSession, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let model = facts.model(start.model.as_deref())?;
    let mut targets = BTreeMap::new();
    for (segment, share) in &start.targets {
        if targets.insert(keyed(&model, segment)?, *share).is_some() {
            return Err(twice(segment).into());
        }
    }
    let session = Session {
        id: facts.new_id(),
        rev: 1,
        name: name(&start.name, None, facts)?,
        model: model.key.clone(),
        state: State::Open,
        scope: scope(&start.scope)?,
        as_of: start.as_of.unwrap_or(stamp.today),
        facilitator: person(&start.facilitator, "facilitator")?,
        co_facilitators: people(&start.co_facilitators, "co-facilitator")?,
        participants: people(&start.participants, "participant")?,
        targets: whole(targets, &model)?,
        agenda: agenda(&start.agenda)?,
        started_on: stamp.today,
        started_by: stamp.by.clone(),
        revealed: None,
        closed: None,
        record: None,
    };
    let summary = format!("started the session {}, led by {}", session.name, session.facilitator);
    Ok(Plan { kind: "session start", summary, changes: vec![Change::make(Fact::Session(session))] })
}

pub(super) fn edit(edit: &EditSession, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let before = open(facts, edit.session)?;
    if edit.seen.is_some_and(|seen| seen != before.rev) {
        return Err(changed_meanwhile(before.name.clone(), &Fact::Session(before), facts)?.into());
    }
    let model = facts.model(Some(&before.model))?;
    let mut after = before.clone();
    if let Some(given) = &edit.name {
        after.name = name(given, Some(before.id), facts)?;
    }
    if let Some(given) = &edit.scope {
        after.scope = scope(given)?;
    }
    after.as_of = edit.as_of.unwrap_or(before.as_of);
    if let Some(given) = &edit.facilitator {
        after.facilitator = person(given, "facilitator")?;
    }
    if let Some(given) = &edit.co_facilitators {
        after.co_facilitators = people(given, "co-facilitator")?;
    }
    for gone in &edit.leave {
        let there = after.participants.len();
        after.participants.retain(|participant| fold(participant) != fold(gone));
        if after.participants.len() == there {
            let hint = match before.participants.as_slice() {
                [] => "nobody takes part so far".to_owned(),
                people => format!("taking part are {}", people.join(", ")),
            };
            return Err(Refusal::NotFound { what: "participant", name: gone.clone(), hint }.into());
        }
    }
    after.participants = people(&[after.participants, edit.join.clone()].concat(), "participant")?;
    let mut named = BTreeSet::new();
    for (segment, share) in &edit.targets {
        let key = keyed(&model, segment)?;
        if !named.insert(key.clone()) {
            return Err(twice(segment).into());
        }
        match share {
            Some(share) => drop(after.targets.insert(key, *share)),
            None => drop(after.targets.remove(&key)),
        }
    }
    after.targets = whole(after.targets, &model)?;
    if let Some(given) = &edit.agenda {
        after.agenda = agenda(given)?;
    }
    if after == before {
        return Err(Refusal::Nothing(format!("{} is as you say already", before.name)).into());
    }
    after.rev += 1;
    let summary = format!("edited the session {}: {}", after.name, in_words(&before, &after));
    Ok(Plan { kind: "session edit", summary, changes: vec![Change::become_(Fact::Session(before), Fact::Session(after))] })
}

/// What an edit changed, in a few words.
fn in_words(before: &Session, after: &Session) -> String {
    let mut said = Vec::new();
    let mut note = |changed: bool, words: String| said.extend(changed.then_some(words));
    let scope = |session: &Session| if session.scope.is_empty() { "the whole book".to_owned() } else { session.scope.clone() };
    note(before.name != after.name, format!("it was called {}", before.name));
    note(before.scope != after.scope, format!("scope {} → {}", scope(before), scope(after)));
    note(before.as_of != after.as_of, format!("as of {}", after.as_of));
    note(before.facilitator != after.facilitator, format!("led by {}", after.facilitator));
    note(before.co_facilitators != after.co_facilitators, format!("co-facilitators {}", after.co_facilitators.join(", ")));
    let differ = |these: &[String], those: &[String]| -> String {
        these.iter().filter(|person| !those.contains(person)).cloned().collect::<Vec<_>>().join(", ")
    };
    let (joined, left) = (differ(&after.participants, &before.participants), differ(&before.participants, &after.participants));
    note(!joined.is_empty(), format!("{joined} joined"));
    note(!left.is_empty(), format!("{left} left"));
    note(before.targets != after.targets, "target shares".to_owned());
    note(before.agenda != after.agenda, "rules of the agenda".to_owned());
    said.join("; ")
}

/// A name no other session has that is not void.
fn name(given: &str, of: Option<SessionId>, facts: &dyn Facts) -> Result<String, PlanError> {
    let name = person(given, "name of a session")?;
    let taken = |session: &Session| session.state != State::Void && Some(session.id) != of && fold(&session.name) == fold(&name);
    if let Some(other) = facts.sessions()?.into_iter().find(taken) {
        let what = format!("there is a session {} already, started on {}", other.name, other.started_on);
        return Err(Refusal::Barred { what, hint: "give this one another name".to_owned() }.into());
    }
    Ok(name)
}

/// A line that says something: a name.
fn person(given: &str, what: &str) -> Result<String, Refusal> {
    let line = bounded(given.trim(), what, LINE_MAX)?.replace(['\n', '\r'], " ");
    if weight(&line) == 0 {
        return Err(Refusal::BadValue { what: what.to_owned(), value: line, hint: "give a name".to_owned() });
    }
    Ok(line)
}

/// Each person once, in the order given.
fn people(given: &[String], what: &str) -> Result<Vec<String>, Refusal> {
    let mut people: Vec<String> = Vec::new();
    for name in given {
        let name = person(name, what)?;
        if !people.iter().any(|known| fold(known) == fold(&name)) {
            people.push(name);
        }
    }
    if people.len() > PEOPLE_MAX {
        return Err(Refusal::TextTooLong { what: format!("list of each {what}"), limit: PEOPLE_MAX, given: people.len() });
    }
    Ok(people)
}

/// A filter that reads, as it was written.
fn scope(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    let refused = |error: crate::domain::filter::FilterError| Refusal::BadValue {
        what: format!("filter ({})", error.what),
        value: given.to_owned(),
        hint: error.hint,
    };
    Filter::parse(given).map_err(refused)?;
    bounded(given, "scope", LINE_MAX)
}

/// Rules of an agenda that read, as they were written.
fn agenda(given: &str) -> Result<String, Refusal> {
    Rules::parse(given.trim())?;
    bounded(given.trim(), "rules of the agenda", LINE_MAX)
}

/// The key of one segment.
fn keyed(model: &Model, asked: &str) -> Result<String, Refusal> {
    match segments_named(model, asked)?.as_slice() {
        [only] => Ok(only.key.clone()),
        [] | [..] => Err(share_of(asked, "name one segment for each share: A=20%")),
    }
}

/// A segment with two shares.
fn twice(asked: &str) -> Refusal {
    share_of(asked, "each segment has one target share: name it once")
}

fn share_of(asked: &str, hint: &str) -> Refusal {
    Refusal::BadValue { what: "segment for a target share".to_owned(), value: asked.to_owned(), hint: hint.to_owned() }
}

/// Shares that fit into a whole, where a client is in one segment.
fn whole(targets: BTreeMap<String, u16>, model: &Model) -> Result<BTreeMap<String, u16>, Refusal> {
    let sum: u32 = targets.values().map(|share| u32::from(*share)).sum();
    let most = targets.values().max().copied().unwrap_or(0);
    if u32::from(most) > WHOLE || (model.membership == Membership::One && sum > WHOLE) {
        let value = format!("{}.{} %", sum / 10, sum % 10);
        let hint = "the target shares of the segments add up to 100 % at most".to_owned();
        return Err(Refusal::BadValue { what: "sum of target shares".to_owned(), value, hint });
    }
    Ok(targets)
}
