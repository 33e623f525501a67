//! What else is to be said of a clock beside its date: bookings, snoozes, periods missed.

use crate::console::canvas::Look;
use crate::console::screens::client::words;
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
    match (words::missed(&due.clock), clock.first_review) {
        (0, false) => String::new(),
        (0, true) => "first".to_owned(),
        (missed, _) => format!("{missed} missed"),
    }
}

/// What else is to be said of a clock, in the words of the client's page.
pub fn remarks(due: &DueRow, look: &Look) -> Vec<String> {
    words::remarks(&due.clock, look)
}
