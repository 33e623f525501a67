//! Decisions staged, taken back, discussed and noted.

use chrono::SecondsFormat;

use super::{ClientId, Facts, Over, Plan, PlanError, SessionId, Stage, Staging, Stamp, open};
use crate::domain::change::{Change, Fact};
use crate::domain::client::Client;
use crate::domain::command::{Destination, LINE_MAX, bounded, clients_in_words, optional_note, required_note};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Item, Kind, Session, Staged};

pub(super) fn stage(stage: &Stage, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let session = open(facts, stage.session)?;
    let model = facts.model(Some(&session.model))?;
    let said = Words::of(stage, stamp)?;
    let mut changes = Vec::with_capacity(stage.clients.len());
    let (mut only, mut passed) = (None, None);
    for client in distinct(&stage.clients) {
        let known = facts.client(client)?;
        let before = facts.item(session.id, client)?;
        let staged = match decided(stage, &said, &known, &session, &model, facts, stamp) {
            Ok(staged) => staged,
            // Of the rest, those in no segment are left over.
            Err(PlanError::Refused(refusal)) if stage.what == Staging::Rest => {
                passed = Some(refusal);
                continue;
            }
            Err(other) => return Err(other),
        };
        if let Some(earlier) = before.as_ref().and_then(|item| item.staged.as_ref()) {
            if stage.what == Staging::Rest {
                passed = Some(Refusal::Nothing(format!("{} is decided on already", known.name)));
                continue;
            }
            let seen = before.as_ref().map_or(0, |item| item.rev);
            allowed(stage.over, earlier, seen, &known, &model, stamp)?;
            if says_the_same(earlier, &staged) {
                passed = Some(Refusal::Nothing(format!("{} is staged so already", known.name)));
                continue;
            }
        }
        only = Some(in_words(&known.name, &staged, &model));
        changes.push(taken_up(before, session.id, client, stamp, |item| item.staged = Some(staged)));
    }
    if let (true, Some(refusal)) = (changes.is_empty(), passed) {
        return Err(refusal.into());
    }
    let what = match (changes.len(), only, &stage.what) {
        (1, Some(words), _) => words,
        (n, _, Staging::Move(to)) => {
            let to = Destination::To(to.clone()).place(&model, 0, None)?;
            format!("move of {} to {}", clients_in_words(n), to.map_or_else(String::new, |to| model.place_named(&to)))
        }
        (n, _, Staging::Confirm) => format!("{} stay where they are", clients_in_words(n)),
        (n, _, Staging::Rest) => format!("the uncontested rest stays: {}", clients_in_words(n)),
        (n, _, Staging::Defer(until)) => format!("{} put off until {until}", clients_in_words(n)),
    };
    finish("session stage", format!("staged in {}: {what}", session.name), changes)
}

pub(super) fn unstage(session: SessionId, clients: &[ClientId], facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let mut changes = Vec::new();
    let (mut only, mut idle) = (String::new(), None);
    for client in distinct(clients) {
        let name = facts.client(client)?.name;
        let Some(before) = facts.item(session.id, client)?.filter(|item| item.staged.is_some()) else {
            idle = Some(name);
            continue;
        };
        only = name;
        changes.push(taken_up(Some(before), session.id, client, stamp, |item| item.staged = None));
    }
    if let (true, Some(name)) = (changes.is_empty(), idle) {
        return Err(Refusal::Nothing(format!("nothing is staged for {name} in {}", session.name)).into());
    }
    let whose = if changes.len() == 1 { only } else { clients_in_words(changes.len()) };
    finish("session unstage", format!("took back in {} what was staged for {whose}", session.name), changes)
}

pub(super) fn discuss(
    session: SessionId,
    clients: &[ClientId],
    discussed: bool,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let mut changes = Vec::new();
    let (mut only, mut idle) = (String::new(), None);
    for client in distinct(clients) {
        let name = living(client, facts)?.name;
        let before = facts.item(session.id, client)?;
        if before.as_ref().is_some_and(|item| item.discussed) == discussed {
            idle = Some(name);
            continue;
        }
        only = name;
        changes.push(taken_up(before, session.id, client, stamp, |item| item.discussed = discussed));
    }
    let mark = if discussed { "marked as discussed" } else { "no longer marked as discussed" };
    if let (true, Some(name)) = (changes.is_empty(), idle) {
        let already = if discussed { "marked as discussed already" } else { "not marked as discussed" };
        return Err(Refusal::Nothing(format!("{name} is {already}")).into());
    }
    let whose = if changes.len() == 1 { only } else { clients_in_words(changes.len()) };
    finish("session discuss", format!("{mark} in {}: {whose}", session.name), changes)
}

pub(super) fn note(
    session: SessionId,
    client: ClientId,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let session = open(facts, session)?;
    let note = optional_note(note)?;
    let name = living(client, facts)?.name;
    let before = facts.item(session.id, client)?;
    if before.as_ref().map_or("", |item| item.note.as_str()) == note {
        return Err(Refusal::Nothing(format!("the minutes say that of {name} already")).into());
    }
    let what = if note.is_empty() { "took the note out of the minutes" } else { "noted for the minutes" };
    let changes = vec![taken_up(before, session.id, client, stamp, |item| item.note = note)];
    finish("session note", format!("{what} of {}: {name}", session.name), changes)
}

/// What is said with a decision, checked.
struct Words {
    note: String,
    reason: Option<String>,
    authorised_by: Option<String>,
    expect: String,
}

impl Words {
    fn of(stage: &Stage, stamp: &Stamp) -> Result<Self, Refusal> {
        let line = |text: &Option<String>, what| -> Result<Option<String>, Refusal> {
            text.as_deref()
                .map(|text| bounded(text.trim(), what, LINE_MAX))
                .transpose()
                .map(|text| text.filter(|t| !t.is_empty()))
        };
        let expect = bounded(stage.expect.trim(), "evidence expected", LINE_MAX)?;
        let note = match &stage.what {
            Staging::Move(_) => required_note(&stage.note)?,
            Staging::Defer(until) => {
                let hint = "give a day after today";
                later(*until, "is no day to put a decision off to: it does not lie after today", hint, stamp)?;
                required_note(&stage.note)?
            }
            Staging::Confirm | Staging::Rest => optional_note(&stage.note)?,
        };
        if !matches!(stage.what, Staging::Move(_)) && (!expect.is_empty() || stage.revisit_on.is_some()) {
            let what = "only a move expects evidence and is revisited".to_owned();
            return Err(Refusal::Barred { what, hint: "leave that out, or put the decision off to a day".to_owned() });
        }
        if let Some(on) = stage.revisit_on {
            later(on, "is no day to look at it again: it does not lie after today", "give a day after today", stamp)?;
        }
        let (reason, authorised_by) = (line(&stage.reason, "reason")?, line(&stage.authorised_by, "name of the authoriser")?);
        Ok(Self { note, reason, authorised_by, expect })
    }
}

fn later(day: chrono::NaiveDate, why: &'static str, hint: &'static str, stamp: &Stamp) -> Result<(), Refusal> {
    if day > stamp.today { Ok(()) } else { Err(Refusal::WrongDate { date: day, why, hint }) }
}

/// The decision about one client, as it will be kept.
fn decided(
    stage: &Stage,
    said: &Words,
    client: &Client,
    session: &Session,
    model: &Model,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Staged, PlanError> {
    if let Some(since) = client.archived_on {
        return Err(Refusal::Archived { client: client.name.clone(), since }.into());
    }
    let from = facts.placement(client.id, &session.model)?.and_then(|placement| placement.segment);
    let (kind, to, until) = match &stage.what {
        Staging::Move(asked) => {
            let to = Destination::To(asked.clone()).place(model, 0, from.as_deref())?;
            if to == from {
                let segment = model.place_named(from.as_deref().unwrap_or_default());
                return Err(Refusal::AlreadyThere { client: client.name.clone(), segment }.into());
            }
            (Kind::Move, to, None)
        }
        Staging::Confirm | Staging::Rest if from.is_none() => {
            let what = format!("{} is in no segment of {}", client.name, model.name);
            return Err(Refusal::Barred { what, hint: "stage a move to one".to_owned() }.into());
        }
        Staging::Confirm | Staging::Rest => (Kind::Confirm, from.clone(), None),
        Staging::Defer(until) => (Kind::Defer, from.clone(), Some(*until)),
    };
    Ok(Staged {
        kind,
        from,
        to,
        note: said.note.clone(),
        reason: said.reason.clone(),
        authorised_by: said.authorised_by.clone(),
        leaving: stage.leaving,
        until,
        expect: said.expect.clone(),
        revisit_on: stage.revisit_on,
        seen: facts.seen(client.id, &session.model)?,
        by: stamp.by.clone(),
        at: instant(stamp),
        on: stamp.today,
    })
}

/// Whether a decision may take the place of an earlier one; else that one is shown.
fn allowed(over: Over, earlier: &Staged, seen: i64, client: &Client, model: &Model, stamp: &Stamp) -> Result<(), Refusal> {
    let may = match over {
        Over::Own => earlier.by == stamp.by,
        Over::Seen(rev) => rev == seen,
        Over::Anything => true,
    };
    if may {
        return Ok(());
    }
    let note = if earlier.note.is_empty() { String::new() } else { format!(" ({})", earlier.note) };
    let change = format!("{}{note}", in_words(&client.name, earlier, model));
    Err(Refusal::Stale { what: format!("the decision about {}", client.name), by: earlier.by.clone(), change })
}

/// Whether a decision says nothing new: only the moment and the person may differ.
fn says_the_same(earlier: &Staged, staged: &Staged) -> bool {
    Staged { by: earlier.by.clone(), at: earlier.at.clone(), on: earlier.on, ..staged.clone() } == *earlier
}

/// A decision in words, for the history.
fn in_words(name: &str, staged: &Staged, model: &Model) -> String {
    let place = |place: &Option<String>| place.as_deref().map_or_else(|| "no segment".to_owned(), |key| model.place_named(key));
    match (staged.kind, staged.until) {
        (Kind::Move, _) => format!("{name} from {} to {}", place(&staged.from), place(&staged.to)),
        (Kind::Confirm, _) => format!("{name} stays in {}", place(&staged.from)),
        (Kind::Defer, Some(until)) => format!("{name} put off until {until}"),
        (Kind::Defer, None) => format!("{name} put off"),
    }
}

/// A client that is in the book.
fn living(client: ClientId, facts: &dyn Facts) -> Result<Client, PlanError> {
    let known = facts.client(client)?;
    match known.archived_on {
        Some(since) => Err(Refusal::Archived { client: known.name, since }.into()),
        None => Ok(known),
    }
}

/// The item of a client with a change to it, made where there was none.
fn taken_up(before: Option<Item>, session: SessionId, client: ClientId, stamp: &Stamp, change: impl FnOnce(&mut Item)) -> Change {
    let fresh = Item {
        session,
        client,
        rev: 0,
        staged: None,
        discussed: false,
        note: String::new(),
        by: String::new(),
        at: String::new(),
        record: None,
        judged: None,
    };
    let mut after = before.clone().unwrap_or(fresh);
    change(&mut after);
    after.rev += 1;
    after.by.clone_from(&stamp.by);
    after.at = instant(stamp);
    match before {
        Some(before) => Change::become_(Fact::Item(Box::new(before)), Fact::Item(Box::new(after))),
        None => Change::make(Fact::Item(Box::new(after))),
    }
}

fn instant(stamp: &Stamp) -> String {
    stamp.now.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Each client once, in the order given.
fn distinct(clients: &[ClientId]) -> impl Iterator<Item = ClientId> + '_ {
    let mut seen = std::collections::HashSet::new();
    clients.iter().copied().filter(move |client| seen.insert(*client))
}

fn finish(kind: &'static str, summary: String, changes: Vec<Change>) -> Result<Plan, PlanError> {
    super::super::refuse_nothing(Plan { kind, summary, changes })
}
