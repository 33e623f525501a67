//! Moving, confirming and placing clients: the decisions of a re-segmentation.

use super::{Facts, LINE_MAX, Plan, PlanError, bounded, clients_in_words, optional_note, required_note};
use crate::domain::cadence::Leaving;
use crate::domain::change::{Change, Fact};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::{Model, Segment};
use crate::domain::placement::{Decision, How, Placement};
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// A client to be decided on, with the decision the person saw last, where one was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveTarget {
    /// The client.
    pub client: ClientId,
    /// The decision that had put the client where the person saw it (0: none); `None` where nothing was shown. A decision's
    /// number is never used again, so an undo and another move in between do not go unnoticed.
    pub seen: Option<i64>,
}

impl From<ClientId> for MoveTarget {
    fn from(client: ClientId) -> Self {
        Self { client, seen: None }
    }
}

/// Clients moved to a segment: one note for all, one decision each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The clients.
    pub clients: Vec<MoveTarget>,
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// Key, letter or name of the segment.
    pub to: String,
    /// The justification.
    pub note: String,
    /// A reason code.
    pub reason: Option<String>,
    /// Who authorised it.
    pub authorised_by: Option<String>,
    /// What becomes of a due clock when the segment asks for nothing (C14).
    pub leaving: Leaving,
}

impl Move {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let note = required_note(&self.note)?;
        let model = facts.model(self.model.as_deref())?;
        let to = segment_named(&model, &self.to)?;
        let line = |text: &Option<String>, what| -> Result<Option<String>, Refusal> {
            text.as_deref().map(|text| bounded(text.trim(), what, LINE_MAX)).transpose().map(|t| t.filter(|t| !t.is_empty()))
        };
        let reason = line(&self.reason, "reason")?;
        let authorised_by = line(&self.authorised_by, "name of the authoriser")?;
        let mut changes = Vec::with_capacity(self.clients.len() * 2);
        let mut only = None;
        for target in distinct(&self.clients) {
            let (client, before) = standing_of(*target, &model, facts)?;
            let from = before.as_ref().and_then(|placement| placement.segment.clone());
            if from.as_deref() == Some(&to.key) {
                return Err(Refusal::AlreadyThere { client: client.name, segment: to.name.clone() }.into());
            }
            only = Some((client.name, from.clone()));
            let decision = Decision {
                id: facts.new_id(),
                client: target.client,
                model: model.key.clone(),
                how: How::Move,
                from,
                to: Some(to.key.clone()),
                on: stamp.today,
                note: note.clone(),
                reason: reason.clone(),
                authorised_by: authorised_by.clone(),
                leaving: self.leaving,
                by: stamp.by.clone(),
            };
            decide(before, decision, &mut changes);
        }
        let summary = match (self.clients.len(), only) {
            (1, Some((name, Some(from)))) => format!("moved {name} from {} to {}", segment_name(&model, &from), to.name),
            (1, Some((name, None))) => format!("moved {name} to {}", to.name),
            (n, _) => format!("moved {} to {}", clients_in_words(n), to.name),
        };
        refuse_nothing(Plan { kind: "move", summary, changes })
    }
}

pub(super) fn confirm(
    clients: &[MoveTarget],
    model: Option<&str>,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let note = required_note(note)?;
    let model = facts.model(model)?;
    let mut changes = Vec::with_capacity(clients.len() * 2);
    let mut only = None;
    for target in distinct(clients) {
        let (client, before) = standing_of(*target, &model, facts)?;
        let segment = before.as_ref().and_then(|placement| placement.segment.clone());
        let Some(segment) = segment else {
            let what = format!("{} is in no segment of {}", client.name, model.name);
            return Err(Refusal::Barred { what, hint: "move it to one first".to_owned() }.into());
        };
        only = Some((client.name, segment.clone()));
        let decision = Decision {
            from: Some(segment.clone()),
            to: Some(segment),
            note: note.clone(),
            ..Decision::plain(How::Confirm, target.client, &model.key, facts.new_id(), stamp)
        };
        decide(before, decision, &mut changes);
    }
    let summary = match (clients.len(), only) {
        (1, Some((name, segment))) => format!("confirmed {name} in {}", segment_name(&model, &segment)),
        (n, _) => format!("confirmed {} where they are", clients_in_words(n)),
    };
    refuse_nothing(Plan { kind: "confirm", summary, changes })
}

pub(super) fn place(
    clients: &[(ClientId, String)],
    model: Option<&str>,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let note = required_note(note)?;
    let model = facts.model(model)?;
    let mut changes = Vec::with_capacity(clients.len() * 2);
    for (client, segment) in clients {
        let target = MoveTarget { client: *client, seen: None };
        let (client, before) = standing_of(target, &model, facts)?;
        let to = segment_named(&model, segment)?;
        if let Some(segment) = before.as_ref().and_then(|placement| placement.segment.as_deref()) {
            let what = format!("{} is in {} already", client.name, segment_name(&model, segment));
            return Err(Refusal::Barred { what, hint: "move it instead".to_owned() }.into());
        }
        let decision = Decision {
            to: Some(to.key.clone()),
            note: note.clone(),
            ..Decision::plain(How::Place, client.id, &model.key, facts.new_id(), stamp)
        };
        decide(before, decision, &mut changes);
    }
    let summary = format!("placed {} by their scores", clients_in_words(clients.len()));
    refuse_nothing(Plan { kind: "place", summary, changes })
}

/// The placement that an imported file states: how things have been, no move (C14).
pub(super) fn start(
    client: ClientId,
    model: &Model,
    segment: &str,
    since: chrono::NaiveDate,
    id: i64,
    stamp: &Stamp,
) -> Vec<Change> {
    let decision = Decision {
        id,
        client,
        model: model.key.clone(),
        how: How::Start,
        from: None,
        to: Some(segment.to_owned()),
        on: since,
        note: String::new(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
        by: stamp.by.clone(),
    };
    let mut changes = Vec::with_capacity(2);
    decide(None, decision, &mut changes);
    changes
}

/// The segment a person names by key, letter or name.
pub(super) fn segment_named<'a>(model: &'a Model, asked: &str) -> Result<&'a Segment, Refusal> {
    model.segment_named(asked).ok_or_else(|| Refusal::NotFound {
        what: "segment",
        name: asked.to_owned(),
        hint: format!(
            "{} has {}",
            model.name,
            model.segments.iter().map(|segment| segment.key.as_str()).collect::<Vec<_>>().join(", ")
        ),
    })
}

/// The decision and the placement it makes.
fn decide(before: Option<Placement>, decision: Decision, changes: &mut Vec<Change>) {
    let stays = decision.how == How::Confirm;
    let after = Placement {
        client: decision.client,
        model: decision.model.clone(),
        rev: before.as_ref().map_or(0, |placement| placement.rev) + 1,
        segment: decision.to.clone(),
        since: before.as_ref().filter(|_| stays).map_or(decision.on, |placement| placement.since),
        confirmed_on: (decision.how != How::Start).then_some(decision.on),
        recheck_since: None,
        recheck_for: None,
        decision: decision.id,
    };
    changes.push(Change::make(Fact::Decision(decision)));
    changes.push(match before {
        Some(before) => Change::become_(Fact::Placement(before), Fact::Placement(after)),
        None => Change::make(Fact::Placement(after)),
    });
}

/// The client and where it stands, refused where it is archived or somebody else decided meanwhile.
fn standing_of(target: MoveTarget, model: &Model, facts: &dyn Facts) -> Result<(Client, Option<Placement>), PlanError> {
    let client = facts.client(target.client)?;
    if let Some(since) = client.archived_on {
        return Err(Refusal::Archived { client: client.name, since }.into());
    }
    let placement = facts.placement(target.client, &model.key)?;
    let decision = placement.as_ref().map_or(0, |placement| placement.decision);
    if target.seen.is_some_and(|seen| seen != decision) {
        return Err(decided_meanwhile(&client, placement.as_ref(), model, facts)?.into());
    }
    Ok((client, placement))
}

fn decided_meanwhile(
    client: &Client,
    placement: Option<&Placement>,
    model: &Model,
    facts: &dyn Facts,
) -> Result<Refusal, PlanError> {
    let decision = match placement {
        Some(placement) => facts.decision(placement.decision)?,
        None => None,
    };
    let (by, change) = match decision {
        Some(Decision { by, to: Some(to), note, .. }) => (by, format!("now in {} ({note})", segment_name(model, &to))),
        Some(Decision { by, to: None, .. }) => (by, "now in no segment".to_owned()),
        None => ("an undo".to_owned(), "now in no segment".to_owned()),
    };
    Ok(Refusal::Stale { what: client.name.clone(), by, change })
}

fn segment_name<'a>(model: &'a Model, key: &'a str) -> &'a str {
    model.segment(key).map_or(key, |segment| segment.name.as_str())
}

/// Each client once, in the order given.
fn distinct(targets: &[MoveTarget]) -> impl Iterator<Item = &MoveTarget> {
    let mut seen = std::collections::HashSet::new();
    targets.iter().filter(move |target| seen.insert(target.client))
}

pub(super) fn refuse_nothing(plan: Plan) -> Result<Plan, PlanError> {
    if plan.changes.is_empty() {
        return Err(Refusal::Nothing("no client was named".to_owned()).into());
    }
    Ok(plan)
}

/// A confirmation inside a review may go without a note of its own.
pub(super) fn confirm_in_review(
    client: &Client,
    model: &Model,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Vec<Change>, PlanError> {
    let note = optional_note(note)?;
    let Some(before) = facts.placement(client.id, &model.key)?.filter(|placement| placement.segment.is_some()) else {
        let what = format!("{} is in no segment of {}", client.name, model.name);
        return Err(Refusal::Barred { what, hint: "move it to one instead".to_owned() }.into());
    };
    let decision = Decision {
        from: before.segment.clone(),
        to: before.segment.clone(),
        note,
        ..Decision::plain(How::Confirm, client.id, &model.key, facts.new_id(), stamp)
    };
    let mut changes = Vec::with_capacity(2);
    decide(Some(before), decision, &mut changes);
    Ok(changes)
}
