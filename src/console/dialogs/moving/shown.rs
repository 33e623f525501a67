//! The consequences of a move as lines to read.

use chrono::NaiveDate;

use super::super::sheet::{self, change, line};
use crate::console::canvas::Look;
use crate::console::formats::until;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{Consequences, OwnerLoad};

/// Lines to read.
pub type Lines = Vec<(Role, Shown)>;

/// The most owners, and the most clients with a past there, that are shown one by one.
const FEW: usize = 4;
/// The most clients listed by name.
const NAMED: usize = 200;

/// The next review before and after.
#[must_use]
pub fn next(look: &Look, all: &[Consequences]) -> Lines {
    if all.iter().any(|one| !one.drives) {
        return vec![line(Role::Dim, "another model drives: no review moves")];
    }
    let [only] = all else { return Vec::new() };
    let said = match (only.next_due_before, only.next_due_after) {
        (before, after) if before == after => format!("{}, as before", day(look, after)),
        (None, after) if only.from.is_none() => format!("first {}", day_and_distance(look, after)),
        (before, after) => format!("{} {} {}", day(look, before), look.glyphs.arrow(), day_and_distance(look, after)),
    };
    vec![line(Role::Text, &said)]
}

fn day(look: &Look, date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "as needed".to_owned(), |date| format!("{} {}", date.format("%a"), look.formats.date(date)))
}

fn day_and_distance(look: &Look, date: Option<NaiveDate>) -> String {
    match date {
        Some(date) => format!("{} ({})", day(look, Some(date)), until(date, look.today)),
        None => day(look, None),
    }
}

/// The next review of one of many.
fn due(look: &Look, one: &Consequences) -> String {
    let date = |date: Option<NaiveDate>| date.map_or_else(|| "as needed".to_owned(), |date| look.formats.date(date));
    match (one.next_due_before, one.next_due_after) {
        (before, after) if before == after => format!("{}, as before", date(after)),
        (None, after) if one.from.is_none() => format!("first {}", date(after)),
        (before, after) => format!("{} {} {}", date(before), look.glyphs.arrow(), date(after)),
    }
}

/// Reviews and hours a year, all clients together.
#[must_use]
pub fn yearly(look: &Look, all: &[Consequences]) -> Lines {
    if !all.iter().any(|one| one.drives) {
        return Vec::new();
    }
    let sum = |of: fn(&Consequences) -> f64| all.iter().map(of).sum::<f64>();
    let reviews = change(look, sum(|c| c.yearly.reviews_per_year_before), sum(|c| c.yearly.reviews_per_year_after));
    let hours = change(look, sum(|c| c.yearly.hours_per_year_before), sum(|c| c.yearly.hours_per_year_after));
    vec![line(Role::Text, &format!("{reviews} reviews, {hours} hours"))]
}

/// The owners' loads against their capacity.
#[must_use]
pub fn loads(look: &Look, all: &[Consequences]) -> Lines {
    let mut loads: Vec<&OwnerLoad> = Vec::new();
    for load in all.iter().filter_map(|one| one.load.as_ref()) {
        if !loads.iter().any(|known| known.owner == load.owner) {
            loads.push(load);
        }
    }
    let mut lines: Lines = loads.iter().take(FEW).map(|load| of_owner(look, load)).collect();
    if loads.len() > FEW {
        lines.push(line(Role::Dim, &format!("and {} more", loads.len() - FEW)));
    }
    if lines.is_empty() && all.iter().any(|one| one.drives) {
        lines.push(line(Role::Dim, "no owner"));
    }
    lines
}

fn of_owner(look: &Look, load: &OwnerLoad) -> (Role, Shown) {
    let hours = change(look, load.before, load.after);
    match load.capacity {
        Some(capacity) if load.after > capacity => {
            let said = format!("{}: {hours} h a week, over the {} there are", load.owner, sheet::figure(look, capacity));
            line(Role::Warning, &said)
        }
        Some(capacity) => line(Role::Text, &format!("{}: {hours} h a week of {}", load.owner, sheet::figure(look, capacity))),
        None => line(Role::Text, &format!("{}: {hours} h a week", load.owner)),
    }
}

/// Who looks after the client before and after; where several go to several segments, after in each.
#[must_use]
pub fn roles(look: &Look, model: &Model, all: &[Consequences]) -> Lines {
    let Some(first) = all.first() else { return Vec::new() };
    let named = |roles: &[String]| if roles.is_empty() { "nobody named".to_owned() } else { roles.join(", ") };
    let goals = goals(all);
    if let [_, _, ..] = goals.as_slice() {
        let after = |one: &&Consequences| format!("{}: {}", place(model, one), named(&one.yearly.owners_after));
        return goals.iter().map(|one| line(Role::Text, &after(one))).collect();
    }
    let after = named(&first.yearly.owners_after);
    let same_start = all.iter().all(|one| one.yearly.owners_before == first.yearly.owners_before);
    let alike = all.iter().all(|one| one.yearly.owners_before == first.yearly.owners_after);
    let said = if same_start && !alike {
        format!("{} {} {after}", named(&first.yearly.owners_before), look.glyphs.arrow())
    } else {
        after
    };
    vec![line(Role::Text, &said)]
}

/// The first client of each place that is entered.
fn goals(all: &[Consequences]) -> Vec<&Consequences> {
    let mut goals: Vec<&Consequences> = Vec::new();
    for one in all {
        if !goals.iter().any(|known| known.to == one.to) {
            goals.push(one);
        }
    }
    goals
}

fn place(model: &Model, one: &Consequences) -> String {
    sheet::segment(model, one.to.as_deref())
}

/// The entry playbook of the segment, or of each where several are entered.
#[must_use]
pub fn playbook(look: &Look, model: &Model, all: &[Consequences]) -> Lines {
    let goals = goals(all);
    let mut lines = Vec::new();
    for one in &goals {
        if goals.len() > 1 && !one.yearly.playbook.is_empty() {
            lines.push(line(Role::Dim, &place(model, one)));
        }
        lines.extend(one.yearly.playbook.iter().map(|step| line(Role::Text, &format!("{} {step}", look.glyphs.dot()))));
    }
    lines
}

/// Both earlier notes of a client that goes back to where it came from (models.md, guard).
#[must_use]
pub fn back(look: &Look, model: &Model, all: &[Consequences]) -> Lines {
    let returning: Vec<&Consequences> = all.iter().filter(|one| !one.back.is_empty()).collect();
    let mut lines = Vec::new();
    for one in returning.iter().take(FEW) {
        if all.len() > 1 {
            lines.push(line(Role::Drift, &format!("{} was there before:", one.name)));
        }
        for past in &one.back {
            let way = format!(
                "{} {} {}",
                sheet::segment(model, past.from.as_deref()),
                look.glyphs.arrow(),
                sheet::segment(model, past.to.as_deref())
            );
            lines.push(line(Role::Drift, &format!("{} {way}, {}", look.formats.date(past.on), past.by)));
            let note = if look.presenter { sheet::HIDDEN } else { past.note.as_str() };
            lines.push(line(Role::Text, if note.is_empty() { "without a note" } else { note }));
        }
    }
    if returning.len() > FEW {
        lines.push(line(Role::Drift, &format!("and {} more were there before", returning.len() - FEW)));
    }
    lines
}

/// The clients by name, each with its way and its next review.
#[must_use]
pub fn each(look: &Look, model: &Model, all: &[Consequences]) -> Lines {
    if all.len() < 2 {
        return Vec::new();
    }
    let arrow = look.glyphs.arrow();
    let mut lines: Lines = all
        .iter()
        .take(NAMED)
        .map(|one| {
            let letter = |key: Option<&str>| key.map_or_else(|| "none".to_owned(), |key| model.place_letters(key));
            let (from, to) = (letter(one.from.as_deref()), letter(one.to.as_deref()));
            let due = if one.drives { format!(": {}", due(look, one)) } else { String::new() };
            line(Role::Text, &format!("{from} {arrow} {to}  {}{due}", one.name))
        })
        .collect();
    if all.len() > NAMED {
        lines.push(line(Role::Dim, &format!("and {} more", look.formats.number((all.len() - NAMED) as i64))));
    }
    lines
}
