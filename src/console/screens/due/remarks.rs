//! What else is to be said of a clock beside its date: bookings, snoozes, periods missed.

use crate::console::canvas::Look;
use crate::domain::cadence::State;
use crate::store::DueRow;

/// The remark that matters most, short enough for a narrow column.
pub fn short(due: &DueRow, look: &Look) -> String {
    let clock = &due.clock.clock;
    if let (State::Booked, Some(on)) = (due.clock.state, clock.booked_on) {
        return format!("on {}", look.formats.day(on, look.today));
    }
    if let (State::Snoozed, Some(until)) = (due.clock.state, clock.snoozed_until) {
        return format!("to {}", look.formats.day(until, look.today));
    }
    match (due.clock.periods_missed, clock.first_review) {
        (0, false) => String::new(),
        (0, true) => "first".to_owned(),
        (missed, _) => format!("{missed} missed"),
    }
}

/// What else is to be said of a clock, in a few words each.
pub fn remarks(due: &DueRow, look: &Look) -> Vec<String> {
    let (clock, formats) = (&due.clock.clock, look.formats);
    let mut words = Vec::new();
    if let (State::Snoozed, Some(until)) = (due.clock.state, clock.snoozed_until) {
        let until = formats.date(until);
        words.push(match due.clock.days_late {
            0 => format!("hidden until {until}"),
            1 => format!("hidden until {until}, 1 day late"),
            late => format!("hidden until {until}, {late} days late"),
        });
    }
    if clock.missed_booking(look.today) {
        words.push("missed booking".to_owned());
    } else if let Some(booked) = clock.booked_on {
        let late = if clock.booked_late() { "booked late" } else { "booked" };
        words.push(format!("{late} {}", formats.date(booked)));
    }
    match due.clock.periods_missed {
        0 => {}
        1 => words.push("1 period missed".to_owned()),
        missed => words.push(format!("{missed} periods missed")),
    }
    if clock.first_review {
        words.push("first review".to_owned());
    }
    if clock.snooze_count > 0 {
        words.push(format!("snoozed {}\u{d7}, {} days", clock.snooze_count, clock.snooze_slip));
    }
    if clock.accelerated {
        words.push("accelerated by a move".to_owned());
    }
    if clock.held {
        words.push("held after a move".to_owned());
    }
    words
}
