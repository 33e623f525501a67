//! How a clock stands and what an act on it brings, as lines to read.

use chrono::NaiveDate;

use super::super::sheet::{self, day_and_distance, line, weekday};
use super::act::Act;
use super::targets::Target;
use crate::console::canvas::Look;
use crate::console::formats::until;
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::cadence::{Clock, Settings, State};
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;
use crate::store::{ClockOn, DueRow};

/// Lines to read.
pub type Lines = Vec<(Role, Shown)>;

/// The most clients listed by name.
const NAMED: usize = 200;

/// State, due date, lateness and marks of a clock.
#[must_use]
pub fn clock(on: &ClockOn, look: &Look) -> Lines {
    let mut lines = vec![line(role(on.state), &stands(on, look))];
    let remarks = words::remarks(on, look);
    if !remarks.is_empty() {
        lines.push(line(Role::Dim, &remarks.join(", ")));
    }
    lines
}

/// `overdue since Wed 2026-05-20 (26 days late)`.
fn stands(on: &ClockOn, look: &Look) -> String {
    let state = words::state(on.state);
    on.clock.effective.map_or_else(|| state.to_owned(), |due| format!("{state}, due {}", day_and_distance(look, due)))
}

const fn role(state: State) -> Role {
    match state {
        State::Overdue => Role::Overdue,
        State::Due => Role::Due,
        State::Upcoming | State::NotDue | State::Booked | State::Snoozed => Role::Text,
        State::AsNeeded | State::Paused => Role::Dim,
    }
}

/// A refusal with what to do instead.
#[must_use]
pub fn refused(refusal: &Refusal) -> (Role, Shown) {
    let hint = refusal.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
    line(Role::Bad, &format!("! {refusal}{hint}"))
}

/// Which dates may be typed.
#[must_use]
pub fn range(act: Act, served: &[&Target], kind: &str, look: &Look) -> Lines {
    match act {
        Act::Book => vec![line(Role::Dim, "next friday, +2w, end of month, 2026-07-01")],
        Act::Snooze => {
            let latest = served.iter().filter_map(|target| {
                let latest = target.clock(kind)?.clock.clock.latest_snooze(look.today).ok()??;
                Some((latest, &target.subject.name))
            });
            let Some((latest, name)) = latest.min() else { return Vec::new() };
            let why = match served {
                [_] => "when the next review is due".to_owned(),
                _ => format!("when the next review of {name} is due"),
            };
            vec![line(Role::Dim, &format!("{}, {why}", weekday(look, latest)))]
        }
        Act::Unbook | Act::Wake | Act::Skip | Act::Forgive => Vec::new(),
    }
}

/// What an act brings for one clock, as far as it follows from the clock itself; skips and pardons are rehearsed.
#[must_use]
pub fn brings(act: Act, clock: &ClockOn, date: Option<NaiveDate>, settings: &Settings, look: &Look) -> Lines {
    match (act, date) {
        (Act::Book, Some(date)) => booking(&clock.clock, date, settings, look),
        (Act::Snooze, Some(until)) => snooze(clock, until, look),
        (Act::Unbook, _) => {
            let free = Clock { booked_on: None, ..clock.clock.clone() };
            vec![line(Role::Text, &format!("by its date again: {}", again(free, settings, look)))]
        }
        (Act::Wake, _) => {
            let awake = Clock { snoozed_until: None, ..clock.clock.clone() };
            vec![line(Role::Text, &format!("shown again: {}", again(awake, settings, look)))]
        }
        (Act::Book | Act::Snooze, None) | (Act::Skip | Act::Forgive, _) => Vec::new(),
    }
}

fn again(clock: Clock, settings: &Settings, look: &Look) -> String {
    let today = look.today;
    let (state, days_late, periods_missed) =
        (clock.state(today, settings.lead), clock.days_late(today), clock.periods_missed(today));
    stands(&ClockOn { state, days_late, periods_missed, clock }, look)
}

fn booking(clock: &Clock, date: NaiveDate, settings: &Settings, look: &Look) -> Lines {
    if let Err(refusal) = clock.may_book(look.today, date) {
        return vec![refused(&refusal)];
    }
    let mut lines = Vec::new();
    if let Some(grace_end) = clock.grace_end.filter(|grace_end| date > *grace_end) {
        let ends = if grace_end < look.today { "ended" } else { "ends" };
        let said = format!("booked late: its grace {ends} {}", weekday(look, grace_end));
        lines.push(line(Role::Warning, &said));
    }
    lines.extend(day_off(date, settings, look));
    if let Some(before) = clock.booked_on.filter(|before| *before != date) {
        lines.push(line(Role::Text, &format!("takes the place of the booking on {}", weekday(look, before))));
    }
    let said = format!("off the due list until {}; back on it if no review is logged by then", weekday(look, date));
    lines.push(line(Role::Text, &said));
    lines
}

/// That a day is not worked, where it is not.
#[must_use]
pub fn day_off(date: NaiveDate, settings: &Settings, look: &Look) -> Option<(Role, Shown)> {
    if settings.calendar.is_working(date) {
        return None;
    }
    let why = if settings.calendar.holidays.contains(&date) { "a holiday" } else { "no working day" };
    Some(line(Role::Warning, &format!("{} is {why}", weekday(look, date))))
}

fn snooze(on: &ClockOn, until_day: NaiveDate, look: &Look) -> Lines {
    let clock = &on.clock;
    if let Err(refusal) = clock.may_snooze(look.today, until_day) {
        return vec![refused(&refusal)];
    }
    let mut lines = Vec::new();
    let hidden = format!("hidden until {}", weekday(look, until_day));
    let stays = match clock.effective {
        Some(due) if due < look.today => format!("; still due {} and {}", look.formats.date(due), until(due, look.today)),
        Some(due) => format!("; still due {}", look.formats.date(due)),
        None => String::new(),
    };
    lines.push(line(Role::Text, &format!("{hidden}{stays}")));
    if let Some(grace_end) = clock.grace_end.filter(|grace_end| (look.today..until_day).contains(grace_end)) {
        lines.push(line(Role::Warning, &format!("it comes back overdue: grace ends {}", weekday(look, grace_end))));
    }
    if clock.snooze_count > 0 {
        lines.push(line(Role::Warning, &format!("snooze number {} of this review", clock.snooze_count + 1)));
    }
    lines
}

/// What a skip or a pardon brings, clients before and after side by side.
#[must_use]
pub fn rehearsed(act: Act, kind: &str, pairs: &[(&DueRow, &DueRow)], look: &Look) -> Lines {
    let closed = |due: Option<NaiveDate>| due.map(|due| format!(" due {}", weekday(look, due))).unwrap_or_default();
    let next = |after: &DueRow| match after.clock.clock.effective {
        Some(due) => format!("next due {}", day_and_distance(look, due)),
        None => "as needed from then on".to_owned(),
    };
    match (act, pairs) {
        (_, []) => Vec::new(),
        (Act::Skip, [(before, after)]) => {
            let mut said = vec![line(
                Role::Text,
                &format!("closes the {kind}{} without a review; {}", closed(before.clock.clock.effective), next(after)),
            )];
            let mut ends = Vec::new();
            if before.clock.clock.snoozed_until.is_some_and(|until| until > look.today) {
                ends.push("snooze");
            }
            if before.clock.clock.booked_on.is_some() {
                ends.push("booking");
            }
            if !ends.is_empty() {
                said.push(line(Role::Warning, &format!("its {} ends with it", ends.join(" and "))));
            }
            said
        }
        (Act::Forgive, [(before, after)]) => {
            let said = format!("lets the {kind}{} go; {}", closed(before.clock.clock.effective), next(after));
            vec![line(Role::Text, &said)]
        }
        (_, several) => {
            let first = several.iter().filter_map(|(_, after)| after.clock.clock.effective).min();
            let next = first.map(|first| format!("; the first is due again {}", day_and_distance(look, first)));
            let many = sheet::counted(look, several.len(), "review");
            vec![line(Role::Text, &format!("closes {many} without holding them{}", next.unwrap_or_default()))]
        }
    }
}

/// The clients one by one: name, due date, and the one after it where it was rehearsed.
#[must_use]
pub fn each(served: &[&Target], kind: &str, after: &[DueRow], look: &Look) -> Lines {
    if served.len() < 2 {
        return Vec::new();
    }
    let due = |row: Option<&DueRow>| row.and_then(|row| row.clock.clock.effective).map(|due| look.formats.date(due));
    let one = |target: &&Target| {
        let before = due(target.clock(kind)).unwrap_or_else(|| "no date".to_owned());
        let next = after.iter().find(|row| row.client == target.subject.client);
        let next = next.map(|row| due(Some(row)).unwrap_or_else(|| "as needed".to_owned()));
        let arrow = look.glyphs.arrow();
        let next = next.map(|next| format!(" {arrow} {next}")).unwrap_or_default();
        line(Role::Dim, &format!("{}: {before}{next}", target.subject.name))
    };
    let mut lines: Lines = served.iter().take(NAMED).map(one).collect();
    if served.len() > NAMED {
        lines.push(line(Role::Dim, &format!("and {} more", served.len() - NAMED)));
    }
    lines
}
