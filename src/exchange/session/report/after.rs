//! What follows: hours of the owners, a hand-out for each, clients to inform, playbooks to start, and what became of last time.

use std::collections::BTreeMap;

use super::decided::{self, next_review, way};
use super::minutes::place;
use super::numbers::{self, counted};
use super::paper::{Block, Facts, Kind, Section, Table};
use crate::domain::session::Kind as Decision;
use crate::domain::session::minutes::Minutes;
use crate::domain::text::fold;
use crate::exchange::export::picture::{Pair, pairs};

/// What stands for an owner where there is none.
const NOBODY: &str = "no owner";

/// Reviews and hours of the owners before and after, against what they have.
pub(super) fn owners(minutes: &Minutes) -> Option<Section> {
    let mut table = Table::of(&[
        ("Owner", Kind::Text),
        ("Reviews a year before", Kind::Figure),
        ("After", Kind::Figure),
        ("Hours a week before", Kind::Figure),
        ("After", Kind::Figure),
        ("Change", Kind::Figure),
        ("Capacity", Kind::Figure),
        ("", Kind::Text),
    ]);
    let mut bars = Vec::new();
    for shift in &minutes.record.owners {
        let name = shift.owner.clone().unwrap_or_else(|| NOBODY.to_owned());
        let over = shift.capacity.filter(|capacity| shift.hours_after > *capacity);
        bars.push(Pair {
            name: name.clone(),
            before: shift.hours_before,
            after: shift.hours_after,
            mark: shift.capacity,
            said: format!("{} → {}", numbers::decimal(shift.hours_before), numbers::decimal(shift.hours_after)),
        });
        table.rows.push(vec![
            name,
            numbers::decimal(shift.reviews_before),
            numbers::decimal(shift.reviews_after),
            numbers::decimal(shift.hours_before),
            numbers::decimal(shift.hours_after),
            numbers::decimal_change(shift.hours_before, shift.hours_after),
            shift.capacity.map_or_else(String::new, numbers::decimal),
            over.map_or_else(String::new, |capacity| format!("over by {}", numbers::decimal(shift.hours_after - capacity))),
        ]);
    }
    if table.rows.is_empty() {
        return None;
    }
    let chart = pairs("Hours a week by owner, before and after", ("before", "after", "capacity"), &bars);
    Some(Section::new("Workload of the owners", vec![Block::Charts(vec![chart]), Block::Table(table.without_empty_columns())]))
}

/// What changes for each owner.
pub(super) fn hand_outs(minutes: &Minutes) -> Option<Section> {
    let mut owners: BTreeMap<(bool, String, &str), Vec<Vec<String>>> = BTreeMap::new();
    for (line, staged) in decided::of(minutes, Decision::Move) {
        let record = &line.record;
        let owner = record.owner.as_deref();
        let key = (owner.is_none(), owner.map(fold).unwrap_or_default(), owner.unwrap_or(NOBODY));
        owners.entry(key).or_default().push(vec![
            record.name.clone(),
            way(&minutes.model, staged.from.as_deref(), staged.to.as_deref()),
            next_review(record),
            numbers::shifted(record.reviews_before, record.reviews_after),
            numbers::shifted(record.hours_before, record.hours_after),
            match record.playbook.len() {
                0 => String::new(),
                steps => counted(steps as i64, "step", "steps"),
            },
            staged.revisit_on.map_or_else(String::new, |day| day.to_string()),
        ]);
    }
    let mut blocks = Vec::new();
    for ((_, _, owner), rows) in owners {
        let mut table = Table::of(&[
            ("Client", Kind::Text),
            ("Move", Kind::Text),
            ("Next review", Kind::Text),
            ("Reviews a year", Kind::Text),
            ("Hours a year", Kind::Text),
            ("Playbook", Kind::Text),
            ("Revisit", Kind::Day),
        ]);
        table.rows = rows;
        blocks.push(Block::Heading(format!("{owner}: {}", counted(table.rows.len() as i64, "move", "moves"))));
        blocks.push(Block::Table(table.without_empty_columns()));
    }
    (!blocks.is_empty()).then(|| Section::new("What changes for each owner", blocks))
}

/// The clients that are to hear of their move.
pub(super) fn to_inform(minutes: &Minutes) -> Option<Section> {
    let line = |(line, staged): (&crate::domain::session::minutes::MinutesLine, &crate::domain::session::Staged)| {
        let record = &line.record;
        let champion = record.champion.as_ref().map_or_else(|| "no champion is known".to_owned(), |name| format!("tell {name}"));
        let owner = record.owner.as_deref().unwrap_or(NOBODY);
        format!("{}: {champion} ({owner}; {})", record.name, way(&minutes.model, staged.from.as_deref(), staged.to.as_deref()))
    };
    let lines: Vec<String> = decided::of(minutes, Decision::Move).map(line).collect();
    (!lines.is_empty()).then(|| Section::new("Clients to inform", vec![Block::Checklist(lines)]))
}

/// The entry playbooks of what clients move into.
pub(super) fn playbooks(minutes: &Minutes) -> Option<Section> {
    let mut blocks = Vec::new();
    for (line, staged) in decided::of(minutes, Decision::Move).filter(|(line, _)| !line.record.playbook.is_empty()) {
        let owner = line.record.owner.as_deref().unwrap_or(NOBODY);
        let to = place(&minutes.model, staged.to.as_deref());
        blocks.push(Block::Heading(format!("{} into {to} ({owner})", line.record.name)));
        blocks.push(Block::Checklist(line.record.playbook.clone()));
    }
    (!blocks.is_empty()).then(|| Section::new("Entry playbooks to start", blocks))
}

/// Last session's moves, and what became of what they expected.
pub(super) fn replay(minutes: &Minutes) -> Option<Section> {
    let (name, _) = minutes.last.as_ref()?;
    let mut table = Table::of(&[
        ("Client", Kind::Text),
        ("Owner", Kind::Text),
        ("Move", Kind::Text),
        ("Note", Kind::Note),
        ("Expected", Kind::Note),
        ("By", Kind::Day),
        ("Verdict", Kind::Text),
        ("Because", Kind::Note),
        ("Now", Kind::Text),
    ]);
    for row in &minutes.replay {
        let judged = if row.judged { " (judged)" } else { "" };
        let now = if row.gone { "left the book".to_owned() } else { place(&minutes.model, row.now.as_deref()) };
        table.rows.push(vec![
            row.name.clone(),
            row.owner.clone().unwrap_or_default(),
            way(&minutes.model, row.from.as_deref(), row.to.as_deref()),
            row.note.clone(),
            row.expect.clone(),
            row.by_day.map_or_else(String::new, |day| day.to_string()),
            format!("{}{judged}", row.verdict.words()),
            row.why.clone(),
            now,
        ]);
    }
    let of = |words: &str| minutes.replay.iter().filter(|row| row.verdict.words() == words).count();
    let said: Facts = ["held", "not held", "unknown"].map(|words| (words, of(words).to_string())).to_vec();
    let title = format!("What became of the moves of {name}");
    if table.rows.is_empty() {
        return Some(Section { title, blocks: vec![Block::Says("No client was moved then.".to_owned())] });
    }
    Some(Section { title, blocks: vec![Block::Facts(said), Block::Table(table.without_empty_columns())] })
}
