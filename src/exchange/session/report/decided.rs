//! What was decided: moves one by one, confirmations, what was put off, what is to stand in the minutes, what is open.

use std::collections::BTreeMap;

use super::minutes::place;
use super::numbers;
use super::paper::{Block, Facts, Kind, Section, Table};
use crate::domain::cadence::Leaving;
use crate::domain::model::Model;
use crate::domain::session::minutes::{Minutes, MinutesLine, Part};
use crate::domain::session::record::ItemRecord;
use crate::domain::session::{Kind as Decision, Opinion, Phase, Staged, View};
use crate::exchange::export::picture::heading::money;

/// What was decided about a client.
pub(super) fn kind(line: &MinutesLine) -> Option<Decision> {
    line.item.staged.as_ref().map(|staged| staged.kind)
}

/// The clients of one kind of decision, with the decision.
pub(super) fn of(minutes: &Minutes, kind: Decision) -> impl Iterator<Item = (&MinutesLine, &Staged)> {
    let staged = |line: &'_ MinutesLine| line.item.staged.as_ref().map(|staged| staged.kind);
    let lines = minutes.lines.iter().filter(move |line| staged(line) == Some(kind));
    lines.filter_map(|line| line.item.staged.as_ref().map(|staged| (line, staged)))
}

/// `B Modernize → C Sustain`.
pub(super) fn way(model: &Model, from: Option<&str>, to: Option<&str>) -> String {
    format!("{} → {}", place(model, from), place(model, to))
}

/// Every move with why, who, and what follows.
pub(super) fn moves(minutes: &Minutes) -> Section {
    let mut blocks = Vec::new();
    for (line, staged) in of(minutes, Decision::Move) {
        let way = way(&minutes.model, staged.from.as_deref(), staged.to.as_deref());
        blocks.push(Block::Heading(format!("{}: {way}", line.record.name)));
        blocks.push(Block::Facts(move_facts(&minutes.model, line, staged)));
    }
    if blocks.is_empty() {
        blocks.push(Block::Says("No client was moved.".to_owned()));
    }
    Section::new("Moves", blocks)
}

fn move_facts(model: &Model, line: &MinutesLine, staged: &Staged) -> Facts {
    let record = &line.record;
    let mut facts = Facts::new();
    let mut add = |name, said: String| {
        if !said.is_empty() {
            facts.push((name, said));
        }
    };
    add("Note", staged.note.clone());
    add("Reason", staged.reason.clone().unwrap_or_default());
    add("Authorised by", staged.authorised_by.clone().unwrap_or_default());
    add("Decided", format!("{} by {}", staged.on, staged.by));
    add("Owner", record.owner.clone().unwrap_or_default());
    add("Revenue", record.arr.map_or_else(String::new, |arr| money(arr, &record.currency)));
    add("Expected", staged.expect.clone());
    add("Revisit", staged.revisit_on.map_or_else(String::new, |day| day.to_string()));
    add("Next review", next_review(record));
    add("Reviews a year", numbers::shifted(record.reviews_before, record.reviews_after));
    add("Hours a year", numbers::shifted(record.hours_before, record.hours_after));
    add("Roles", roles(record));
    add("Due review", leaving(staged.leaving).to_owned());
    add("Said before", line.opinions.iter().filter_map(|opinion| said(model, opinion)).collect::<Vec<_>>().join("\n"));
    add("For the minutes", line.item.note.clone());
    facts
}

/// When the next review is due, before and after.
pub(super) fn next_review(record: &ItemRecord) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    match (record.next_due_before, record.next_due_after) {
        (None, None) => String::new(),
        (before, after) if before == after => day(after),
        (before, after) => format!("{} → {}", day(before), day(after)),
    }
}

fn roles(record: &ItemRecord) -> String {
    let (before, after) = (record.roles_before.join(", "), record.roles_after.join(", "));
    let or_none = |roles: String| if roles.is_empty() { "none".to_owned() } else { roles };
    if before == after { after } else { format!("{} → {}", or_none(before), or_none(after)) }
}

/// What becomes of a review that is due, where somebody said so.
const fn leaving(leaving: Leaving) -> &'static str {
    match leaving {
        Leaving::Hold => "",
        Leaving::Forgive => "let go",
    }
}

/// What somebody said before: `ana proposes B Modernize: “they buy again”`. Who said nothing is not named.
fn said(model: &Model, opinion: &Opinion) -> Option<String> {
    let to = opinion.to.as_deref().map(|to| model.place_in_words(to));
    let view = match (opinion.view, to) {
        (View::Propose, Some(to)) => format!("proposes {to}"),
        (View::Propose, None) => "proposes nothing".to_owned(),
        (View::Agree, None) => "agrees".to_owned(),
        (View::Agree, Some(to)) => format!("agrees on {to}"),
        (View::Question, None) => "questions it".to_owned(),
        (View::Question, Some(to)) => format!("questions it and proposes {to}"),
        (View::NoView, _) if opinion.note.is_empty() => return None,
        (View::NoView, _) => "has no view".to_owned(),
    };
    let note = if opinion.note.is_empty() { String::new() } else { format!(": “{}”", opinion.note) };
    Some(format!("{} {view}{note}", opinion.voter))
}

/// So many confirmations with the same note stand in lists under it.
const ALIKE: usize = 3;

/// Who stays: with what was said about it in a table; those without a note, or with one said of several, as lists by segment.
pub(super) fn confirmations(minutes: &Minutes) -> Option<Section> {
    let mut table = Table::of(&[
        ("Client", Kind::Text),
        ("Owner", Kind::Text),
        ("Segment", Kind::Text),
        ("Note", Kind::Note),
        ("Revisit", Kind::Day),
        ("By", Kind::Text),
        ("On", Kind::Day),
    ]);
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, staged) in of(minutes, Decision::Confirm).filter(|(_, staged)| staged.revisit_on.is_none()) {
        *alike.entry(&staged.note).or_default() += 1;
    }
    let mut lists: BTreeMap<(&str, usize, Option<&str>), Vec<&str>> = BTreeMap::new();
    for (line, staged) in of(minutes, Decision::Confirm) {
        let segment = staged.to.as_deref();
        let many = staged.revisit_on.is_none() && alike.get(staged.note.as_str()).is_some_and(|same| *same >= ALIKE);
        if staged.note.is_empty() || many {
            let order = segment.map_or(usize::MAX, |segment| minutes.model.order_of(segment));
            lists.entry((&staged.note, order, segment)).or_default().push(&line.record.name);
            continue;
        }
        table.rows.push(vec![
            line.record.name.clone(),
            line.record.owner.clone().unwrap_or_default(),
            place(&minutes.model, segment),
            staged.note.clone(),
            staged.revisit_on.map_or_else(String::new, |day| day.to_string()),
            staged.by.clone(),
            staged.on.to_string(),
        ]);
    }
    let mut blocks = Vec::new();
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table.without_empty_columns()));
    }
    for ((note, _, segment), names) in lists {
        let said = if note.is_empty() { "without a note".to_owned() } else { format!("“{note}”") };
        blocks.push(Block::Heading(format!("{}, {said} ({})", place(&minutes.model, segment), names.len())));
        blocks.push(Block::List(names.into_iter().map(str::to_owned).collect()));
    }
    (!blocks.is_empty()).then(|| Section::new("Confirmed where they are", blocks))
}

/// What was put off, until when, and why.
pub(super) fn put_off(minutes: &Minutes) -> Option<Section> {
    let mut table = Table::of(&[
        ("Client", Kind::Text),
        ("Owner", Kind::Text),
        ("Segment", Kind::Text),
        ("Until", Kind::Day),
        ("Why", Kind::Note),
        ("Reason", Kind::Text),
        ("By", Kind::Text),
        ("On", Kind::Day),
    ]);
    for (line, staged) in of(minutes, Decision::Defer) {
        table.rows.push(vec![
            line.record.name.clone(),
            line.record.owner.clone().unwrap_or_default(),
            place(&minutes.model, staged.from.as_deref()),
            staged.until.map_or_else(String::new, |day| day.to_string()),
            staged.note.clone(),
            staged.reason.clone().unwrap_or_default(),
            staged.by.clone(),
            staged.on.to_string(),
        ]);
    }
    (!table.rows.is_empty()).then(|| Section::new("Put off", vec![Block::Table(table.without_empty_columns())]))
}

/// What is to stand in the minutes besides.
pub(super) fn notes(minutes: &Minutes) -> Option<Section> {
    let noted = minutes.lines.iter().filter(|line| !line.item.note.is_empty());
    let facts: Vec<String> = noted.map(|line| format!("{}: {}", line.record.name, line.item.note)).collect();
    (!facts.is_empty()).then(|| Section::new("Notes to the minutes", vec![Block::List(facts)]))
}

/// What is open: how many, and which were taken up.
pub(super) fn undecided(minutes: &Minutes, part: &Part) -> Option<Section> {
    let open: Vec<&MinutesLine> = minutes.lines.iter().filter(|line| line.item.staged.is_none()).collect();
    let left = (minutes.record.total - minutes.record.done).max(0);
    let mut blocks = Vec::new();
    match part.owner {
        None if left > 0 => {
            let (is, stay) = if left == 1 { ("is", "stays where it is") } else { ("are", "stay where they are") };
            let rest = if minutes.phase == Phase::Final { format!(", and {stay}") } else { " so far".to_owned() };
            let said = format!("{} {is} undecided{rest}.", numbers::counted(left, "client", "clients"));
            blocks.push(Block::Says(said));
        }
        None | Some(_) => {}
    }
    let named = |name: &str, owner: Option<&str>| owner.map_or_else(|| name.to_owned(), |owner| format!("{name} ({owner})"));
    let untouched: Vec<_> = minutes.record.open.iter().map(|open| named(&open.name, open.owner.as_deref())).collect();
    if !untouched.is_empty() {
        blocks.push(Block::Says("Not talked about:".to_owned()));
        blocks.push(Block::List(untouched));
    }
    if !open.is_empty() {
        blocks.push(Block::Says("Talked about without a decision:".to_owned()));
        let talked = open.iter().map(|line| named(&line.record.name, line.record.owner.as_deref()));
        blocks.push(Block::List(talked.collect()));
    }
    (!blocks.is_empty()).then(|| Section::new("Undecided", blocks))
}
