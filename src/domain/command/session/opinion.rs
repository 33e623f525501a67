//! Proposals merged and revealed.

use super::{Facts, Plan, PlanError, Said, SessionId, Stamp, open};
use crate::domain::change::{Change, Fact};
use crate::domain::command::place::place_asked;
use crate::domain::command::{LINE_MAX, bounded, clients_in_words, optional_note};
use crate::domain::refusal::Refusal;
use crate::domain::session::{Act, Opinion, Session, View};
use crate::domain::text::{fold, weight};

pub(super) fn merge(
    session: SessionId,
    voter: &str,
    opinions: &[Said],
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let model = facts.model(Some(&session.model))?;
    let voter = spelled(&session, voter)?;
    let mut changes = Vec::with_capacity(opinions.len() + 1);
    let (mut heard, mut of_their_own) = (std::collections::HashSet::new(), false);
    for said in opinions.iter().filter(|said| heard.insert(said.client)) {
        let to = said.to.as_deref().map(|asked| place_asked(&model, asked)).transpose()?;
        let view = match (said.view, &to) {
            (View::NoView, Some(_)) => View::Propose,
            (View::Propose, None) => View::NoView,
            (view, _) => view,
        };
        let client = facts.client(said.client)?;
        of_their_own |= client.owner.is_some_and(|owner| fold(&owner) == fold(&voter));
        let before = facts.opinions(session.id, said.client)?.into_iter().find(|known| fold(&known.voter) == fold(&voter));
        let after = Opinion {
            session: session.id,
            client: said.client,
            voter: before.as_ref().map_or_else(|| voter.clone(), |known| known.voter.clone()),
            rev: before.as_ref().map_or(0, |known| known.rev) + 1,
            view,
            to,
            note: optional_note(&said.note)?,
            on: stamp.today,
            by: stamp.by.clone(),
        };
        match before {
            Some(before) if same(&before, &after) => {}
            Some(before) => changes.push(Change::become_(Fact::Opinion(before), Fact::Opinion(after))),
            None => changes.push(Change::make(Fact::Opinion(after))),
        }
    }
    if changes.is_empty() {
        let what = format!("the proposals of {voter} for {} are merged already", session.name);
        return Err(Refusal::Nothing(what).into());
    }
    let mut summary = format!("merged what {voter} says of {} for {}", clients_in_words(changes.len()), session.name);
    let mut given = facts.voters(session.id)?;
    // Who looks after clients themselves has not proposed anything by marking what others do.
    if of_their_own || !facts.looks_after_some(session.id, &voter)? {
        given.push(voter.clone());
    }
    if session.revealed.is_none() && all_in(&session, &given) {
        summary.push_str("; all are in, and revealed");
        changes.push(revealed(session, "all proposals are in", stamp));
    }
    Ok(Plan { kind: "session merge", summary, changes })
}

pub(super) fn reveal(session: SessionId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let note = optional_note(note)?;
    if let Some(act) = &session.revealed {
        let what = format!("the proposals of {} are revealed since {} (by {})", session.name, act.on, act.by);
        return Err(Refusal::Nothing(what).into());
    }
    let summary = format!("revealed the proposals of {}", session.name);
    Ok(Plan { kind: "session reveal", summary, changes: vec![revealed(session, &note, stamp)] })
}

fn revealed(session: Session, note: &str, stamp: &Stamp) -> Change {
    let act = Act { on: stamp.today, by: stamp.by.clone(), note: note.to_owned() };
    let after = Session { rev: session.rev + 1, revealed: Some(act), ..session.clone() };
    Change::become_(Fact::Session(session), Fact::Session(after))
}

/// Whether everybody whose proposals are awaited has given them.
fn all_in(session: &Session, given: &[String]) -> bool {
    let given = |person: &String| given.iter().any(|known| fold(known) == fold(person));
    !session.participants.is_empty() && session.participants.iter().all(given)
}

/// A name as the roster spells it.
fn spelled(session: &Session, voter: &str) -> Result<String, Refusal> {
    let voter = bounded(voter.trim(), "name of the voter", LINE_MAX)?;
    if weight(&voter) == 0 {
        let hint = "say whose proposals they are".to_owned();
        return Err(Refusal::BadValue { what: "name of a voter".to_owned(), value: voter, hint });
    }
    let roster = session.participants.iter().chain(&session.co_facilitators).chain(std::iter::once(&session.facilitator));
    Ok(roster.into_iter().find(|person| fold(person) == fold(&voter)).cloned().unwrap_or(voter))
}

fn same(before: &Opinion, after: &Opinion) -> bool {
    before.view == after.view && before.to == after.to && before.note == after.note
}
