//! Finalising a session, giving one up, and judging what its moves expected.

use std::collections::HashSet;

use super::{ClientId, Facts, Plan, PlanError, SessionId, Stamp, open};
use crate::domain::change::{Change, Fact};
use crate::domain::client::Client;
use crate::domain::command::place::decide;
use crate::domain::command::{clients_in_words, optional_note, required_note};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::refusal::Refusal;
use crate::domain::session::conflict::{changed, gone};
use crate::domain::session::{Act, Item, Judged, Kind, Session, Staged, State};

/// A session to be finalised: everything staged becomes decisions, in one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finalise {
    /// The session.
    pub session: SessionId,
    /// What is to be said of it; may be empty.
    pub note: String,
    /// Clients that changed since they were decided on, and whose decisions hold nevertheless.
    pub accept: Vec<ClientId>,
}

impl Finalise {
    /// The decisions and placements it writes. The store adds what it came to, and closes the session, in the same entry.
    ///
    /// # Errors
    /// The session is not open; nothing is staged; clients changed since and are not accepted, each named with what changed.
    pub fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let session = open(facts, self.session)?;
        optional_note(&self.note)?;
        let model = facts.model(Some(&session.model))?;
        let accepted: HashSet<ClientId> = self.accept.iter().copied().collect();
        let (mut changes, mut changed) = (Vec::new(), Vec::new());
        let (mut moved, mut confirmed, mut deferred) = (0, 0, 0);
        for item in facts.items(session.id)? {
            let Some(staged) = &item.staged else { continue };
            let client = facts.client(item.client)?;
            let barred = client.archived_on.is_some() || gone(staged, &model).is_some();
            if barred || !accepted.contains(&item.client) {
                let since = changed_since(staged, &client, &model, facts)?;
                if !since.is_empty() {
                    changed.push(format!("{} ({})", client.name, since.join("; ")));
                    continue;
                }
            }
            match staged.kind {
                Kind::Move => moved += 1,
                Kind::Confirm => confirmed += 1,
                Kind::Defer => deferred += 1,
            }
            changes.extend(self.written(&item, staged, &session, facts, stamp)?);
        }
        if !changed.is_empty() {
            let clients = clients_in_words(changed.len());
            let what = format!("{clients} changed since the decision was staged: {}", changed.join(", "));
            let hint = "stage them again, take back what is staged, or accept that it holds (not for an archived client, nor where the segment is gone)";
            return Err(Refusal::Barred { what, hint: hint.to_owned() }.into());
        }
        if moved + confirmed + deferred == 0 {
            let what = format!("nothing is decided in {}", session.name);
            return Err(Refusal::Barred { what, hint: "decide on a client, or give the session up".to_owned() }.into());
        }
        let moves = if moved == 1 { "1 move".to_owned() } else { format!("{moved} moves") };
        let summary = format!("finalised {}: {moves}, {confirmed} confirmed, {deferred} put off", session.name);
        Ok(Plan { kind: "session finalise", summary, changes })
    }

    /// The decision and placement of one client; nothing where it is put off.
    fn written(
        &self,
        item: &Item,
        staged: &Staged,
        session: &Session,
        facts: &dyn Facts,
        stamp: &Stamp,
    ) -> Result<Vec<Change>, PlanError> {
        let before = facts.placement(item.client, &session.model)?;
        let stands = before.as_ref().and_then(|placement| placement.segment.clone());
        let (how, to) = match staged.kind {
            Kind::Defer => return Ok(Vec::new()),
            // Somebody moved it there meanwhile, and the decision was accepted nevertheless.
            Kind::Move if staged.to == stands => (How::Confirm, stands.clone()),
            Kind::Move => (How::Move, staged.to.clone()),
            Kind::Confirm => (How::Confirm, stands.clone()),
        };
        let decision = Decision {
            from: stands,
            to,
            note: staged.note.clone(),
            reason: staged.reason.clone(),
            authorised_by: staged.authorised_by.clone(),
            leaving: staged.leaving,
            session: Some(session.id),
            by: staged.by.clone(),
            ..Decision::plain(how, item.client, &session.model, facts.new_id(), stamp)
        };
        let mut changes = Vec::with_capacity(2);
        decide(before, decision, &mut changes);
        Ok(changes)
    }

    /// The session as it is once it is closed.
    #[must_use]
    pub fn closed(&self, session: &Session, record: crate::domain::session::record::Record, stamp: &Stamp) -> Session {
        let note = optional_note(&self.note).unwrap_or_default();
        Session {
            rev: session.rev + 1,
            state: State::Final,
            closed: Some(Act { on: stamp.today, by: stamp.by.clone(), note }),
            record: Some(record),
            ..session.clone()
        }
    }
}

/// What changed about a client since a decision about it was staged, a sentence each.
fn changed_since(staged: &Staged, client: &Client, model: &Model, facts: &dyn Facts) -> Result<Vec<String>, PlanError> {
    let now = facts.seen(client.id, &model.key)?;
    let decision = facts.decision(now.decision)?;
    Ok(changed(staged, &now, model, |_| decision.clone()))
}

pub(super) fn void(session: SessionId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let note = required_note(note)?;
    let act = Act { on: stamp.today, by: stamp.by.clone(), note };
    let after = Session { rev: session.rev + 1, state: State::Void, closed: Some(act), ..session.clone() };
    let summary = format!("gave the session {} up", session.name);
    Ok(Plan { kind: "session void", summary, changes: vec![Change::become_(Fact::Session(session), Fact::Session(after))] })
}

pub(super) fn judge(
    session: SessionId,
    client: ClientId,
    held: bool,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let session = facts.session(session)?;
    let note = optional_note(note)?;
    let name = facts.client(client)?.name;
    let moved = |item: &Item| item.staged.as_ref().is_some_and(|staged| staged.kind == Kind::Move);
    let item = facts.item(session.id, client)?.filter(moved).filter(|_| session.state == State::Final);
    let Some(before) = item else {
        let what = format!("{name} was not moved by {}", session.name);
        return Err(Refusal::Barred { what, hint: "only the moves of a finalised session are judged".to_owned() }.into());
    };
    let act = Act { on: stamp.today, by: stamp.by.clone(), note };
    let after = Item { rev: before.rev + 1, judged: Some(Judged { held, act }), ..before.clone() };
    let came = if held { "held" } else { "did not hold" };
    let summary = format!("what the move of {name} in {} expected {came}", session.name);
    Ok(Plan {
        kind: "session judge",
        summary,
        changes: vec![Change::become_(Fact::Item(Box::new(before)), Fact::Item(Box::new(after)))],
    })
}
