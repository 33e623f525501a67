//! Random histories of one client: only what the rules allow on the day it is entered.

use chrono::NaiveDate;
use quarterdeck::domain::cadence::{Event, Leaving, Settings, State, What};
use quarterdeck::domain::model::Model;

use super::books::{FIRST, KINDS, OTHER, SPAN, period};
use super::chance::Chance;
use super::days::plus;
use super::rules::{Face, Oracle};

/// A fact and the day it was typed in.
#[derive(Debug, Clone)]
pub struct Entry {
    pub entered: NaiveDate,
    pub fact: Event,
}

pub fn facts(entries: &[Entry]) -> Vec<Event> {
    entries.iter().map(|entry| entry.fact.clone()).collect()
}

/// Whether the program would take a fact on its day, after those before it.
pub fn accepts(model: &Model, settings: &Settings, before: &[Entry], next: &Entry) -> bool {
    let today = next.entered;
    if before.last().is_some_and(|last| last.entered > today) || next.fact.on > today {
        return false;
    }
    let client = Oracle::on(model, settings, &facts(before), today);
    let face = |kind: &str| client.faces().into_iter().find(|face| face.kind == kind);
    let runs = |face: &Face| face.effective.is_some();
    match &next.fact.what {
        What::Start { segment } => {
            let is_placed = |entry: &Entry| matches!(entry.fact.what, What::Start { .. } | What::Move { .. });
            !before.iter().any(is_placed) && model.segments.iter().any(|s| s.key == *segment)
        }
        What::Move { to, .. } => !client.is_archived() && to.as_deref() != client.segment(),
        What::Review { .. } => true,
        What::Pause => !client.is_paused() && !client.is_archived(),
        What::Resume => client.is_paused() && !client.is_archived(),
        What::Archive => !client.is_archived(),
        What::Restore => client.is_archived(),
        What::Snooze { kind, until } => {
            face(kind).is_some_and(|face| today < *until && face.latest_snooze.is_some_and(|last| *until <= last))
        }
        What::Book { kind, date } => *date >= today && face(kind).is_some_and(|face| face.state != State::Paused),
        What::Unbook { kind } => !client.is_archived() && face(kind).is_some_and(|face| face.booked_on.is_some()),
        What::Wake { kind } => {
            !client.is_archived() && face(kind).is_some_and(|face| face.snoozed_until.is_some_and(|until| until > today))
        }
        What::Skip { kind } => face(kind).is_some_and(|face| runs(&face)),
        What::Forgive { kind } => face(kind).is_some_and(|face| face.held),
        What::Plan { kind, date } => {
            *date >= today && face(kind).is_some_and(|face| runs(&face) && face.first_review && !face.held)
        }
        What::Override { kind, every, until } => {
            !client.is_archived()
                && until.is_none_or(|until| until >= today)
                && face(kind).is_some()
                && (every.is_some() || client.has_own(kind))
        }
    }
}

pub fn what(chance: &mut Chance, model: &Model, client: &Oracle<'_>, today: NaiveDate) -> (NaiveDate, What) {
    let faces = client.faces();
    let kind = chance.one(&faces).map_or(KINDS[0], |face| &face.kind).to_owned();
    let face = faces.iter().find(|face| face.kind == kind);
    let stopped = client.is_paused() || client.is_archived();
    let made = match chance.within(0, if stopped { 45 } else { 99 }) {
        0..=11 => {
            let on = if chance.percent(50) { today } else { plus(today, -chance.within(0, 120)) };
            let kind = chance.one(&["Review", "Review", "Call", "QBR", OTHER]).expect("some");
            return (on, What::Review { kind: (*kind).to_owned() });
        }
        12..=32 => {
            let segment = chance.one(&model.segments).expect("a segment").key.clone();
            let to = if chance.percent(12) { None } else { Some(segment) };
            What::Move { to, leaving: if chance.percent(25) { Leaving::Forgive } else { Leaving::Hold } }
        }
        33..=36 if stopped => What::Resume,
        37..=45 if stopped => {
            if chance.percent(50) {
                What::Restore
            } else {
                What::Resume
            }
        }
        33..=42 => {
            let every = if chance.percent(20) { None } else { Some(period(chance)) };
            let until = if chance.percent(60) { Some(plus(today, chance.within(0, 90))) } else { None };
            What::Override { kind, until: until.filter(|_| every.is_some()), every }
        }
        43..=55 => {
            let latest = face.and_then(|face| face.latest_snooze).unwrap_or(today);
            let days = (latest - today).num_days().max(1);
            let until = if chance.percent(20) { latest } else { plus(today, chance.within(1, days)) };
            What::Snooze { kind, until }
        }
        56..=58 => What::Wake { kind },
        59..=60 => What::Unbook { kind },
        61..=65 => What::Book { kind, date: plus(today, chance.within(0, 60)) },
        66..=77 => What::Skip { kind },
        78..=87 => {
            let held = faces.iter().find(|face| face.held).map_or(kind, |face| face.kind.clone());
            What::Forgive { kind: held }
        }
        88..=93 => What::Plan { kind, date: plus(today, chance.within(0, 60)) },
        94..=97 => What::Pause,
        _ => What::Archive,
    };
    (today, made)
}

/// The next day of entry: soon, later, or on one of the edges of a clock.
fn next_day(chance: &mut Chance, client: &Oracle<'_>, today: NaiveDate) -> NaiveDate {
    if chance.percent(30) {
        return today;
    }
    let edges: Vec<NaiveDate> = client
        .faces()
        .iter()
        .flat_map(|face| [face.nominal, face.effective, face.grace_end, face.booked_on, face.snoozed_until])
        .flatten()
        .map(|edge| plus(edge, chance.within(-1, 1)))
        .filter(|&edge| edge > today)
        .collect();
    match chance.one(&edges) {
        Some(&edge) if chance.percent(50) => edge,
        _ => plus(today, chance.within(1, 45)),
    }
}

/// A history of up to a year and a half.
pub fn history(chance: &mut Chance, model: &Model, settings: &Settings) -> Vec<Entry> {
    let mut today = plus(FIRST, chance.within(0, 120));
    let mut entries: Vec<Entry> = Vec::new();
    let push = |entries: &mut Vec<Entry>, entered, on, what| {
        let order = i64::try_from(entries.len()).expect("few");
        let next = Entry { entered, fact: Event { on, order, what } };
        if accepts(model, settings, entries, &next) {
            entries.push(next);
        }
    };
    let late_start = chance.percent(10);
    if !late_start && chance.percent(80) {
        let segment = chance.one(&model.segments).expect("a segment").key.clone();
        let on = if chance.percent(70) { today } else { plus(today, -chance.within(0, 100)) };
        push(&mut entries, today, on, What::Start { segment });
    }
    for _ in 0..chance.within(1, 16) {
        if late_start && chance.percent(25) {
            let segment = chance.one(&model.segments).expect("a segment").key.clone();
            let on = if chance.percent(40) { today } else { plus(today, -chance.within(0, 100)) };
            push(&mut entries, today, on, What::Start { segment });
        }
        let known = facts(&entries);
        let client = Oracle::on(model, settings, &known, today);
        let (on, what) = what(chance, model, &client, today);
        push(&mut entries, today, on, what);
        let known = facts(&entries);
        today = next_day(chance, &Oracle::on(model, settings, &known, today), today);
        if today > plus(FIRST, SPAN) {
            break;
        }
    }
    entries
}

/// Days worth a look: each day of a fact, the edges of the clocks, and some between.
pub fn looks(chance: &mut Chance, model: &Model, settings: &Settings, entries: &[Entry]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = entries.iter().flat_map(|entry| [entry.entered, entry.fact.on]).collect();
    let last = days.iter().max().copied().unwrap_or(FIRST);
    days.extend((0..3).map(|_| plus(last, chance.within(-60, 240))));
    let edges = Oracle::on(model, settings, &facts(entries), last).faces();
    let edges = edges.iter().flat_map(|face| [face.effective, face.grace_end, face.snoozed_until, face.booked_on]);
    days.extend(edges.flatten().map(|edge| plus(edge, chance.within(-1, 1))));
    days.sort();
    days.dedup();
    days
}

/// Whether a clock stands in a state that shows dates.
pub fn is_running(face: &Face) -> bool {
    !matches!(face.state, State::Paused | State::AsNeeded)
}
