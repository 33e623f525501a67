//! The paper of minutes: what the session was, before and after, what was decided, and what follows from it.

use super::paper::{Block, Column, Facts, Kind, Paper, Section, Table, Warning};
use super::{Without, after, decided, numbers};
use crate::domain::model::Model;
use crate::domain::session::minutes::{Minutes, Part};
use crate::domain::session::{Act, Kind as Decision, Phase};
use crate::exchange::export::picture::{Pair, pairs};

/// The paper of minutes that were extracted for their reader.
pub(super) fn paper(minutes: &Minutes, part: &Part, without: Without) -> Paper {
    let session = &minutes.session;
    let title = match &part.owner {
        Some(owner) => format!("Hand-out for {owner}: {}", session.name),
        None => format!("Minutes: {}", session.name),
    };
    let mut sections = Vec::new();
    if part.owner.is_none() {
        sections.extend(distribution(minutes, without));
        sections.extend(matrix(minutes));
    }
    sections.push(decided::moves(minutes));
    sections.extend(decided::confirmations(minutes));
    sections.extend(decided::put_off(minutes));
    sections.extend(decided::notes(minutes));
    sections.extend(decided::undecided(minutes, part));
    sections.extend(after::owners(minutes));
    if part.owner.is_none() {
        sections.extend(after::hand_outs(minutes));
    }
    sections.extend(after::to_inform(minutes));
    sections.extend(after::playbooks(minutes));
    sections.extend(after::replay(minutes));
    Paper {
        title,
        warning: warning(minutes),
        facts: facts(minutes, part),
        figures: figures(minutes, part),
        sections,
        foot: foot(minutes, without),
    }
}

/// That it is a draft, or was given up.
fn warning(minutes: &Minutes) -> Option<Warning> {
    let acted = |act: &Option<Act>| act.as_ref().map_or_else(String::new, |act| format!(" on {} by {}", act.on, act.by));
    match minutes.phase {
        Phase::Final => None,
        Phase::Void => {
            let act = &minutes.session.closed;
            let reason = act.as_ref().map(|act| act.note.as_str()).filter(|note| !note.is_empty());
            let reason = reason.map_or_else(String::new, |note| format!(" Reason: {note}"));
            Some(Warning { word: "VOID", said: format!("Given up{}; nothing of it was written.{reason}", acted(act)) })
        }
        Phase::Setup | Phase::Proposals | Phase::Live => {
            let said = "The session is not final: this is what it would come to now. Nothing of it is written yet.";
            Some(Warning { word: "DRAFT", said: said.to_owned() })
        }
    }
}

fn facts(minutes: &Minutes, part: &Part) -> Facts {
    let session = &minutes.session;
    let act = |act: &Act| {
        let note = if act.note.is_empty() { String::new() } else { format!(": {}", act.note) };
        format!("{} by {}{note}", act.on, act.by)
    };
    let mut facts = vec![
        ("Session", session.name.clone()),
        ("State", minutes.phase.word().to_owned()),
        ("As of", session.as_of.to_string()),
        ("Model", minutes.model.name.clone()),
        ("Scope", if session.scope.is_empty() { "the whole book".to_owned() } else { session.scope.clone() }),
        ("Started", format!("{} by {}", session.started_on, session.started_by)),
        ("Facilitator", session.facilitator.clone()),
    ];
    let mut people = |name, people: &[String]| {
        if !people.is_empty() {
            facts.push((name, people.join(", ")));
        }
    };
    people("Co-facilitators", &session.co_facilitators);
    people("Participants", &session.participants);
    people("Proposals in from", &minutes.proposers);
    facts.extend(session.revealed.as_ref().map(|revealed| ("Proposals revealed", act(revealed))));
    let closed = match minutes.phase {
        Phase::Final => Some("Final"),
        Phase::Void => Some("Given up"),
        Phase::Setup | Phase::Proposals | Phase::Live => None,
    };
    facts.extend(closed.zip(session.closed.as_ref()).map(|(name, closed)| (name, act(closed))));
    facts.extend(minutes.last.as_ref().map(|(name, on)| ("Session before", format!("{name}, final on {on}"))));
    facts.extend(part.owner.clone().map(|owner| ("Clients of", owner)));
    facts
}

fn figures(minutes: &Minutes, part: &Part) -> Vec<(String, String)> {
    let of = |kind| minutes.lines.iter().filter(|line| decided::kind(line) == Some(kind)).count() as i64;
    let mut figures = Vec::new();
    let mut said = |n: i64, one: &str, many: &str| figures.push((numbers::number(n), if n == 1 { one } else { many }.to_owned()));
    if part.owner.is_none() {
        said(minutes.record.total, "client in the session", "clients in the session");
        said(minutes.record.done, "decided", "decided");
    }
    said(of(Decision::Move), "move", "moves");
    said(of(Decision::Confirm), "confirmation", "confirmations");
    said(of(Decision::Defer), "put off", "put off");
    if part.owner.is_none() {
        said((minutes.record.total - minutes.record.done).max(0), "undecided", "undecided");
    }
    figures
}

/// Clients and revenue of each segment before and after, against the shares wanted.
fn distribution(minutes: &Minutes, without: Without) -> Option<Section> {
    let record = &minutes.record;
    if record.distribution.is_empty() {
        return None;
    }
    let with_target = record.distribution.iter().any(|shift| shift.target.is_some());
    let mut table = Table::of(&[
        ("Segment", Kind::Text),
        ("Before", Kind::Figure),
        ("After", Kind::Figure),
        ("Change", Kind::Figure),
        ("Share before", Kind::Figure),
        ("Share after", Kind::Figure),
    ]);
    let mut further = |title: &str| table.columns.push(Column { title: title.to_owned(), kind: Kind::Figure });
    if with_target {
        further("Target");
    }
    if !without.money {
        further("Revenue before");
        further("Revenue after");
    }
    let mut bars = Vec::new();
    for shift in &record.distribution {
        let name = place(&minutes.model, shift.segment.as_deref());
        let (before, after) = (shift.before.clients, shift.after.clients);
        let target = shift.target.map(|share| numbers::per_mille(f64::from(share)));
        bars.push(Pair {
            name: name.clone(),
            before: before as f64,
            after: after as f64,
            mark: shift.target.map(|share| f64::from(share) / 1000.0 * record.total as f64),
            said: format!("{} → {}", numbers::number(before), numbers::number(after)),
        });
        let (total, share) = (record.total, numbers::share);
        let mut row = vec![name, numbers::number(before), numbers::number(after), numbers::change(before, after)];
        row.extend([share(before, total), share(after, total)]);
        if with_target {
            row.push(target.unwrap_or_default());
        }
        if !without.money {
            row.extend([numbers::revenue(&shift.before), numbers::revenue(&shift.after)]);
        }
        table.rows.push(row);
    }
    let chart = pairs("Clients by segment, before and after", ("before", "after", "target"), &bars);
    Some(Section::new("Before and after", vec![Block::Charts(vec![chart]), Block::Table(table)]))
}

/// How many clients went from where to where.
fn matrix(minutes: &Minutes) -> Option<Section> {
    if minutes.matrix.is_empty() {
        return None;
    }
    let from = ordered(&minutes.model, minutes.matrix.keys().map(|(from, _)| from));
    let to = ordered(&minutes.model, minutes.matrix.keys().map(|(_, to)| to));
    let mut table = Table::of(&[("From \\ to", Kind::Text)]);
    let named = |place: &Option<String>| self::place(&minutes.model, place.as_deref());
    table.columns.extend(to.iter().map(|to| Column { title: named(to), kind: Kind::Figure }));
    for from in from {
        let many = |to: &&Option<String>| minutes.matrix.get(&(from.clone(), (*to).clone())).copied().unwrap_or(0);
        let figures = to.iter().map(|to| if many(to) == 0 { "·".to_owned() } else { numbers::number(many(to)) });
        table.rows.push(std::iter::once(named(from)).chain(figures).collect());
    }
    Some(Section::new("From where to where", vec![Block::Table(table)]))
}

/// Places in the order of the model, each once; no segment comes last.
fn ordered<'p>(model: &Model, places: impl Iterator<Item = &'p Option<String>>) -> Vec<&'p Option<String>> {
    let mut places: Vec<&Option<String>> = places.collect();
    places.sort_by_key(|place| (place.is_none(), place.as_deref().map(|place| model.order_of(place)), *place));
    places.dedup();
    places
}

fn foot(minutes: &Minutes, without: Without) -> Vec<String> {
    let left = match (without.money, without.notes) {
        (true, true) => Some("Revenue and notes are left out."),
        (true, false) => Some("Revenue is left out."),
        (false, true) => Some("Notes are left out."),
        (false, false) => None,
    };
    let (entry, hash) = &minutes.entry;
    let stands = format!("Made by Quarterdeck. Journal entry: {entry}:{hash}");
    std::iter::once(stands).chain(left.map(str::to_owned)).collect()
}

/// A place in words.
pub(super) fn place(model: &Model, place: Option<&str>) -> String {
    place.map_or_else(|| "no segment".to_owned(), |place| model.place_in_words(place))
}
