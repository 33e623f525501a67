//! Adding, editing, archiving and restoring clients.

use super::{Facts, Plan, PlanError, changed_meanwhile, clients_in_words, optional_note, refuse_nothing, required_note};
use crate::domain::change::{Change, Fact, Mark, MarkKind};
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::placement::Recheck;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// A client to be added: field and value as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddClient {
    /// Fields and values; the name is among them.
    pub fields: Vec<(Field, String)>,
}

/// Facts of a client to be edited: field and value as written, an empty value takes the fact away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditClient {
    /// The client.
    pub client: ClientId,
    /// The revision the person saw, where one was shown.
    pub seen: Option<i64>,
    /// Fields and values.
    pub fields: Vec<(Field, String)>,
}

impl AddClient {
    pub(super) fn plan(&self, facts: &dyn Facts, _stamp: &Stamp) -> Result<Plan, PlanError> {
        let mut client = Client::named(ClientId(facts.new_id()), "");
        for (field, value) in &self.fields {
            client.set(*field, value)?;
        }
        if client.name.is_empty() {
            client.set(Field::Name, "")?;
        }
        external_id_is_free(&client, facts)?;
        let summary = format!("added {}", client.name);
        Ok(Plan { kind: "add", summary, changes: vec![Change::make(Fact::Client(client))] })
    }
}

impl EditClient {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let before = facts.client(self.client)?;
        if self.seen.is_some_and(|seen| seen != before.rev) {
            return Err(changed_meanwhile(before.name.clone(), &Fact::Client(before), facts)?.into());
        }
        let mut after = before.clone();
        for (field, value) in &self.fields {
            after.set(*field, value)?;
        }
        after.lose_champion(&before, stamp.today);
        if after == before {
            return Err(Refusal::Nothing(format!("{} already reads so", before.name)).into());
        }
        external_id_is_free(&after, facts)?;
        let edited: Vec<&str> =
            Field::ALL.into_iter().filter(|field| before.get(*field) != after.get(*field)).map(Field::key).collect();
        let summary = format!("edited {} of {}", edited.join(", "), after.name);
        let changes = revised(before, after, facts, stamp)?;
        Ok(Plan { kind: "edit", summary, changes })
    }
}

/// The changes of an edited client: the row itself, and a confirmation asked for where stage or goal changed (C17).
pub(super) fn revised(before: Client, mut after: Client, facts: &dyn Facts, stamp: &Stamp) -> Result<Vec<Change>, PlanError> {
    after.rev = before.rev + 1;
    let why = Recheck::of(&before, &after);
    let mut changes = vec![Change::become_(Fact::Client(before), Fact::Client(after.clone()))];
    let Some(why) = why else { return Ok(changes) };
    for placement in facts.placements(after.id)? {
        let mut asked = placement.clone();
        asked.recheck_since = placement.recheck_since.or(Some(stamp.today));
        // One asked for by an older program does not say why.
        asked.recheck_for = match (placement.recheck_since, placement.recheck_for) {
            (Some(_), None) => None,
            (_, before) => Some(before.map_or(why, |before| before.and(why))),
        };
        if placement.segment.is_none() || asked == placement {
            continue;
        }
        asked.rev += 1;
        changes.push(Change::become_(Fact::Placement(placement), Fact::Placement(asked)));
    }
    Ok(changes)
}

/// Refuses an external id that another client has.
pub(super) fn external_id_is_free(client: &Client, facts: &dyn Facts) -> Result<(), PlanError> {
    let Some(external_id) = &client.external_id else { return Ok(()) };
    match facts.with_external_id(external_id)? {
        Some(other) if other != client.id => {
            let what = format!("the external id {external_id} belongs to {}", facts.client(other)?.name);
            Err(Refusal::Barred { what, hint: "edit that client, or choose another id".to_owned() }.into())
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn archive(client: ClientId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let note = required_note(note)?;
    let before = facts.client(client)?;
    if let Some(since) = before.archived_on {
        return Err(Refusal::Nothing(format!("{} is archived since {since}", before.name)).into());
    }
    let mut after = before.clone();
    after.rev += 1;
    after.archived_on = Some(stamp.today);
    let summary = format!("archived {}", before.name);
    let mark = mark(facts.new_id(), client, MarkKind::Archive, note, stamp);
    let changes = vec![Change::become_(Fact::Client(before), Fact::Client(after)), Change::make(Fact::Mark(mark))];
    Ok(Plan { kind: "archive", summary, changes })
}

pub(super) fn restore(client: ClientId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let note = optional_note(note)?;
    let before = facts.client(client)?;
    if before.archived_on.is_none() {
        return Err(Refusal::Nothing(format!("{} is not archived", before.name)).into());
    }
    let mut after = before.clone();
    after.rev += 1;
    after.archived_on = None;
    let summary = format!("restored {} from the archive", before.name);
    let mark = mark(facts.new_id(), client, MarkKind::Restore, note, stamp);
    let changes = vec![Change::become_(Fact::Client(before), Fact::Client(after)), Change::make(Fact::Mark(mark))];
    Ok(Plan { kind: "restore", summary, changes })
}

pub(super) fn pause(clients: &[ClientId], note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let note = required_note(note)?;
    let mut changes = Vec::with_capacity(clients.len() * 2);
    let mut only = String::new();
    for client in clients {
        let before = facts.client(*client)?;
        if let Some(since) = before.archived_on {
            return Err(Refusal::Archived { client: before.name, since }.into());
        }
        if let Some(since) = before.paused_on {
            return Err(Refusal::Nothing(format!("{} is paused since {since}", before.name)).into());
        }
        let mut after = before.clone();
        after.rev += 1;
        after.paused_on = Some(stamp.today);
        only = before.name.clone();
        changes.push(Change::become_(Fact::Client(before), Fact::Client(after)));
        changes.push(Change::make(Fact::Mark(mark(facts.new_id(), *client, MarkKind::Pause, note.clone(), stamp))));
    }
    let whom = if clients.len() == 1 { only } else { clients_in_words(clients.len()) };
    refuse_nothing(Plan { kind: "pause", summary: format!("paused {whom}"), changes })
}

pub(super) fn resume(client: ClientId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let note = optional_note(note)?;
    let before = facts.client(client)?;
    if before.paused_on.is_none() {
        return Err(Refusal::Nothing(format!("{} is not paused", before.name)).into());
    }
    let mut after = before.clone();
    after.rev += 1;
    after.paused_on = None;
    let summary = format!("resumed {}", before.name);
    let mark = mark(facts.new_id(), client, MarkKind::Resume, note, stamp);
    let changes = vec![Change::become_(Fact::Client(before), Fact::Client(after)), Change::make(Fact::Mark(mark))];
    Ok(Plan { kind: "resume", summary, changes })
}

/// A mark of today on a client as a whole.
pub(super) fn mark(id: i64, client: ClientId, what: MarkKind, note: String, stamp: &Stamp) -> Mark {
    Mark { id, client, what, kind: None, date: None, every: None, note, on: stamp.today, by: stamp.by.clone() }
}
