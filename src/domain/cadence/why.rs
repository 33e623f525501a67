//! The derivation of a clock in words (cadence.md C19).

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::clock::day_after;
use super::fold::Fold;
use super::track::{Anchor, AnchorBy, BREATHING_SPACE, Basis, Open, Track};
use super::{Mode, Settings};
use crate::domain::calendar::{Unit, end_of_month};

/// The derivation of one clock; none for a kind no segment asks for.
pub(super) fn why(fold: &Fold<'_>, kind: &str) -> Option<String> {
    let track = fold.tracks.iter().find(|track| track.kind == kind)?;
    let mut words = match (fold.mode(track), track.open, track.anchor) {
        (Mode::Paused, ..) => standing(fold, track),
        (Mode::Running, Some(open), Some(anchor)) => running(fold, track, open, anchor),
        (Mode::Running | Mode::AsNeeded, ..) => as_needed(fold, track),
    };
    if let Some(own) = track.own {
        let _ = write!(words, "; the client's own period is {}", own.period);
        if let Some(until) = own.until {
            let _ = write!(words, " until {until}");
        }
    }
    if let Some(until) = track.marks.snoozed_until {
        let _ = write!(words, "; snoozed until {until} (snoozes so far: {})", track.marks.snooze_count);
    }
    if let Some(date) = track.marks.booked_on {
        let _ = write!(words, "; booked on {date}");
    }
    Some(words)
}

fn standing(fold: &Fold<'_>, track: &Track<'_>) -> String {
    let why = if fold.stage.archived { "archived" } else { "paused" };
    format!("the client is {why}: the clock stands{}", last(track))
}

fn as_needed(fold: &Fold<'_>, track: &Track<'_>) -> String {
    let why = match (fold.stage.placed, &fold.stage.segment) {
        (false, _) => "the client is in no segment".to_owned(),
        (true, Some(segment)) => format!("{} asks for no {}", segment.name, track.kind),
        (true, None) => "the client's segment is no longer in the model".to_owned(),
    };
    format!("as needed: {why}{}", last(track))
}

fn last(track: &Track<'_>) -> String {
    track.anchor.map(|anchor| format!("; {}", anchored(anchor))).unwrap_or_default()
}

fn anchored(Anchor { on, by }: Anchor) -> String {
    match by {
        AnchorBy::Review => format!("held {on}"),
        AnchorBy::Entry => format!("entered {on}, never reviewed"),
        AnchorBy::Resuming => format!("resumed {on}"),
    }
}

fn running(fold: &Fold<'_>, track: &Track<'_>, open: Open, anchor: Anchor) -> String {
    let settings = fold.rules.settings;
    let mut words = nominal(track, open, anchor, settings);
    words.push_str(&rolled(open.nominal, settings));
    let shown = weekday(open.effective);
    match open.basis {
        Basis::Plain => {}
        Basis::Planned => {
            let _ = write!(words, " → {shown} (planned)");
        }
        Basis::Accelerated(on) => {
            let _ = write!(words, " → {shown} ({})", bound(open, on, "accelerated: period changed", settings));
        }
        Basis::Forgiven(on) => {
            let _ = write!(words, " → {shown} ({})", bound(open, on, "forgiven", settings));
        }
        Basis::Kept(on) => {
            let _ = write!(words, " → {shown} (the date it had before the period changed {on})");
        }
    }
    if let Some(since) = open.held {
        let _ = write!(words, ", kept open by the change of {since}");
    }
    let days = if open.ask.grace == 1 { "day" } else { "days" };
    let _ = write!(words, "; grace {} working {days} → overdue from {}", open.ask.grace, day_after(open.grace_end));
    words
}

/// Why an effective date lies later than the plain one: ten working days, or the date it had where that came first.
fn bound(open: Open, on: NaiveDate, what: &str, settings: &Settings) -> String {
    if settings.calendar.add_working_days(on, BREATHING_SPACE) == Some(open.effective) {
        return format!("{what} {on} + {BREATHING_SPACE} working days");
    }
    format!("{what} {on}, the date it had")
}

/// `held 2026-01-31 + 1 month = 2026-02-28 (month end)`.
fn nominal(track: &Track<'_>, open: Open, anchor: Anchor, settings: &Settings) -> String {
    let rhythm = open.ask.rhythm;
    let k = rhythm.count_until(anchor.on, open.nominal);
    let on_grid = k > 0 && rhythm.after(anchor.on, k) == Ok(open.nominal);
    let start = anchored(anchor);
    let (added, unit) =
        if on_grid { (rhythm.period, rhythm.period.unit) } else { (settings.first_within, settings.first_within.unit) };
    let times = if on_grid && k > 1 { format!("{k} × ") } else { String::new() };
    let mut words = format!("{start} + {times}{added} = {}", open.nominal);
    let by_months = match unit {
        Unit::Month | Unit::Year => true,
        Unit::Day | Unit::Week => false,
    };
    let at_end = open.nominal == end_of_month(open.nominal);
    if at_end && ((by_months && anchor.on.day() > open.nominal.day()) || (on_grid && rhythm.end_of_month)) {
        words.push_str(" (month end)");
    }
    if !on_grid {
        words.push_str(" (first review)");
    }
    if let Some(bound) = track.skipped {
        let _ = write!(words, " (the first after {bound}: skipped)");
    }
    words
}

/// ` → Fri 2026-02-27 (Saturday, modified-following)`.
fn rolled(nominal: NaiveDate, settings: &Settings) -> String {
    let calendar = &settings.calendar;
    let rolled = calendar.roll(nominal);
    if let Some(complaint) = rolled.complaint {
        return format!(" → {} ({complaint})", weekday(nominal));
    }
    if rolled.date == nominal {
        return format!(" → {}", weekday(nominal));
    }
    let free = if calendar.holidays.contains(&nominal) { "holiday".to_owned() } else { nominal.format("%A").to_string() };
    format!(" → {} ({free}, {})", weekday(rolled.date), calendar.roll)
}

fn weekday(date: NaiveDate) -> String {
    date.format("%a %Y-%m-%d").to_string()
}
