//! Moving, confirming and placing clients: the decisions of a re-segmentation.

use super::{Facts, LINE_MAX, Plan, PlanError, bounded, clients_in_words, optional_note, required_note};
use crate::domain::cadence::Leaving;
use crate::domain::change::{Change, Fact};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::{Membership, Model, Segment};
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

/// Where clients are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Into this segment and no other: key, letter or name; several with `,` between where membership is many.
    To(String),
    /// Into these segments as well; only where membership is many.
    Add(String),
    /// Out of these segments; only where membership is many.
    Remove(String),
    /// Each client into the segment at its own place in this list: what scores propose, accepted.
    Each(Vec<String>),
}

impl From<&str> for Destination {
    fn from(segment: &str) -> Self {
        Self::To(segment.to_owned())
    }
}

impl Destination {
    /// The place in which the client of that number ends up, from where it is; none where it ends up in no segment.
    ///
    /// # Errors
    /// A segment the model does not have, or adding and removing where membership is one.
    pub fn place(&self, model: &Model, at: usize, from: Option<&str>) -> Result<Option<String>, Refusal> {
        let before = || model.segments_in(from.unwrap_or_default());
        let (named, held) = match self {
            Self::To(asked) => (segments_named(model, asked)?, Vec::new()),
            Self::Each(asked) => {
                let asked = asked.get(at).ok_or_else(|| Refusal::Nothing("a client has no proposal".to_owned()))?;
                (segments_named(model, asked)?, Vec::new())
            }
            Self::Add(asked) => (several(model, asked)?, before()),
            Self::Remove(asked) => {
                let out = several(model, asked)?;
                (before().into_iter().filter(|held| !out.iter().any(|one| one.key == held.key)).collect(), Vec::new())
            }
        };
        Ok(model.place(&[held, named].concat()))
    }

    /// What is said of a client that is where it was to go already.
    fn already(&self, model: &Model, client: Client, from: Option<&str>) -> Refusal {
        match self {
            Self::Remove(asked) => {
                let named = segments_named(model, asked).ok().and_then(|out| model.place(&out));
                let named = named.map_or_else(|| asked.clone(), |place| model.place_named(&place));
                Refusal::Nothing(format!("{} is not in {named}", client.name))
            }
            Self::To(_) | Self::Add(_) | Self::Each(_) => {
                Refusal::AlreadyThere { client: client.name, segment: model.place_named(from.unwrap_or_default()) }
            }
        }
    }

    /// What was done, in words; `from` and `to` are names.
    fn in_words(&self, client: &str, from: Option<&str>, to: Option<&str>, model: &Model) -> String {
        let named = |asked: &str| {
            let place = model.segments_named(asked).ok().and_then(|named| model.place(&named));
            place.map_or_else(|| asked.to_owned(), |place| model.place_named(&place))
        };
        match (self, from, to) {
            (Self::Add(asked), ..) => format!("added {client} to {}", named(asked)),
            (Self::Remove(asked), ..) => format!("took {client} out of {}", named(asked)),
            (Self::Each(_), Some(from), Some(to)) => format!("moved {client} from {from} to {to}, as its scores propose"),
            (_, Some(from), Some(to)) => format!("moved {client} from {from} to {to}"),
            (_, None, Some(to)) => format!("moved {client} to {to}"),
            (_, _, None) => format!("took {client} out of all segments"),
        }
    }
}

/// Clients moved to a segment: one note for all, one decision each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The clients.
    pub clients: Vec<MoveTarget>,
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// Where they are to go.
    pub to: Destination,
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
        let line = |text: &Option<String>, what| -> Result<Option<String>, Refusal> {
            text.as_deref().map(|text| bounded(text.trim(), what, LINE_MAX)).transpose().map(|t| t.filter(|t| !t.is_empty()))
        };
        let reason = line(&self.reason, "reason")?;
        let authorised_by = line(&self.authorised_by, "name of the authoriser")?;
        let mut changes = Vec::with_capacity(self.clients.len() * 2);
        let (mut only, mut stayed) = (None, None);
        let mut moved = std::collections::HashSet::new();
        for (at, target) in self.clients.iter().enumerate().filter(|(_, target)| moved.insert(target.client)) {
            let (client, before) = standing_of(*target, &model, facts)?;
            let from = before.as_ref().and_then(|placement| placement.segment.clone());
            let to = self.to.place(&model, at, from.as_deref())?;
            if from == to {
                let refusal = self.to.already(&model, client, from.as_deref());
                // Of several, those who are in the segment already, or not in it, need no decision.
                if matches!(self.to, Destination::Add(_) | Destination::Remove(_)) {
                    stayed = Some(refusal);
                    continue;
                }
                return Err(refusal.into());
            }
            only = Some((client.name, from.clone(), to.clone()));
            let decision = Decision {
                from,
                to,
                note: note.clone(),
                reason: reason.clone(),
                authorised_by: authorised_by.clone(),
                leaving: self.leaving,
                ..Decision::plain(How::Move, target.client, &model.key, facts.new_id(), stamp)
            };
            decide(before, decision, &mut changes);
        }
        if let (true, Some(refusal)) = (changes.is_empty(), stayed) {
            return Err(refusal.into());
        }
        let names = |place: &Option<String>| place.as_deref().map(|place| model.place_named(place));
        let summary = match (changes.len() / 2, only) {
            (1, Some((name, from, to))) => self.to.in_words(&name, names(&from).as_deref(), names(&to).as_deref(), &model),
            (n, _) => {
                let clients = clients_in_words(n);
                let to = match &self.to {
                    Destination::To(_) => self.to.place(&model, 0, None)?,
                    Destination::Add(_) | Destination::Remove(_) => None,
                    Destination::Each(_) => {
                        let summary = format!("moved {clients}, as their scores propose");
                        return refuse_nothing(Plan { kind: "move", summary, changes });
                    }
                };
                self.to.in_words(&clients, None, names(&to).as_deref(), &model)
            }
        };
        refuse_nothing(Plan { kind: "move", summary, changes })
    }
}

/// Several segments at once, where that is allowed.
fn several<'m>(model: &'m Model, asked: &str) -> Result<Vec<&'m Segment>, Refusal> {
    if model.membership == Membership::One {
        let what = format!("a client is in one segment of {}: it cannot be added to another or taken out of one", model.name);
        return Err(Refusal::Barred { what, hint: "move it instead".to_owned() });
    }
    segments_named(model, asked)
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
        (1, Some((name, segment))) => format!("confirmed {name} in {}", model.place_named(&segment)),
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
        let to = place_asked(&model, segment)?;
        if let Some(segment) = before.as_ref().and_then(|placement| placement.segment.as_deref()) {
            let what = format!("{} is in {} already", client.name, model.place_named(segment));
            return Err(Refusal::Barred { what, hint: "move it instead".to_owned() }.into());
        }
        let decision = Decision {
            to: Some(to),
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
        session: None,
        by: stamp.by.clone(),
    };
    let mut changes = Vec::with_capacity(2);
    decide(None, decision, &mut changes);
    changes
}

/// The segments a person names, one where membership is one.
pub(super) fn segments_named<'m>(model: &'m Model, asked: &str) -> Result<Vec<&'m Segment>, Refusal> {
    model.segments_named(asked).map_err(|unknown| {
        let keys: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
        let hint = format!("{} has {}", model.name, keys.join(", "));
        Refusal::NotFound { what: "segment", name: unknown.to_owned(), hint }
    })
}

/// The place a person names: a segment, several where membership is many.
pub(super) fn place_asked(model: &Model, asked: &str) -> Result<String, Refusal> {
    let named = segments_named(model, asked)?;
    Ok(model.place(&named).expect("the segments named are of the model"))
}

/// The decision and the placement it makes.
pub(super) fn decide(before: Option<Placement>, decision: Decision, changes: &mut Vec<Change>) {
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
        Some(Decision { by, to: Some(to), note, .. }) => (by, format!("now in {} ({note})", model.place_named(&to))),
        Some(Decision { by, to: None, .. }) => (by, "now in no segment".to_owned()),
        None => ("an undo".to_owned(), "now in no segment".to_owned()),
    };
    Ok(Refusal::Stale { what: client.name.clone(), by, change })
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
