//! The open reviews as all-day events of a calendar, each under a name of its own that never changes: importing the file again
//! moves the events instead of doubling them.
//!
//! Every running clock is an event: on the booked day, on the day a snooze ends, else on the effective due date; also those not
//! yet due, so that an event moves on once its review was held. What left the book, is paused or as needed is not in the file,
//! and a calendar keeps what it had of it.

use std::io;
use std::ops::ControlFlow;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use sha2::{Digest, Sha256};

use super::picture::clean;
use super::{Ask, ExportError};
use crate::domain::cadence::State;
use crate::domain::client::ClientId;
use crate::store::{DueQuery, DueRange, DueRow, HistoryQuery, Progress, Store, StoreError, Watch};

/// Clocks read at a time.
const WINDOW: usize = 500;
/// Ends the file.
const END: &str = "END:VCALENDAR\r\n";

/// What all events of a file have in common: it goes by the book and the day, never by the clock.
struct Edition {
    /// Tells the book from others.
    origin: String,
    /// Grows with every entry and every day.
    sequence: u32,
    /// When the events last changed: the last entry, or the day where that is later.
    stamp: DateTime<Utc>,
}

impl Edition {
    fn of(store: &Store, today: NaiveDate) -> Result<Self, StoreError> {
        let (seq, _) = store.head()?;
        let last = store.history(&HistoryQuery::default(), 1)?;
        let recorded = last.first().and_then(|entry| DateTime::parse_from_rfc3339(&entry.at).ok());
        let day = today.and_time(NaiveTime::MIN).and_utc();
        let stamp = recorded.map_or(day, |at| at.with_timezone(&Utc).max(day));
        let days = store.begun_on()?.map_or(0, |begun| (today - begun).num_days().max(0));
        Ok(Self { origin: store.origin()?, sequence: u32::try_from(seq + days).unwrap_or(u32::MAX), stamp })
    }

    /// The name of a clock, for good.
    fn uid(&self, client: ClientId, kind: &str) -> String {
        use std::fmt::Write as _;
        let mut hash = Sha256::new();
        hash.update(self.origin.as_bytes());
        hash.update(client.0.to_be_bytes());
        hash.update(kind.as_bytes());
        let text = hash.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a text never fails");
            text
        });
        format!("{text}@quarterdeck")
    }
}

/// Writes the calendar; answers how many events it has.
///
/// # Errors
/// The book or the output; [`StoreError::Left`] where `watch` wants no more.
pub fn write(store: &Store, ask: &Ask, to: &mut dyn io::Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let edition = Edition::of(store, ask.today)?;
    let head = head(store).to_string();
    to.write_all(head.strip_suffix(END).unwrap_or(&head).as_bytes())?;
    let query = DueQuery { range: DueRange::All, filter: ask.filter.clone(), ..DueQuery::default() };
    let mut from = None;
    let mut count = 0;
    loop {
        let window = store.due(&query, from.as_ref(), WINDOW, ask.today)?;
        for row in &window {
            let Some(day) = day_of(row) else { continue };
            let event = event(store, &edition, row, day, ask)?;
            to.write_all(event.as_bytes())?;
            count += 1;
        }
        if let ControlFlow::Break(()) = watch(Progress { done: count, of: count }) {
            return Err(StoreError::Left.into());
        }
        match window.last() {
            Some(last) if window.len() == WINDOW => from = Some(last.key.clone()),
            Some(_) | None => break,
        }
    }
    to.write_all(END.as_bytes())?;
    to.flush()?;
    Ok(count)
}

fn head(store: &Store) -> Calendar {
    let book = store.path().file_stem().map_or_else(String::new, |name| clean::line(&name.to_string_lossy()));
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Quarterdeck//Reviews//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("X-WR-CALNAME", format!("Reviews: {book}")));
    calendar
}

/// The day a clock stands on; none where nothing is asked for.
fn day_of(row: &DueRow) -> Option<NaiveDate> {
    let clock = &row.clock.clock;
    match row.clock.state {
        State::Booked => clock.booked_on,
        State::Snoozed => clock.snoozed_until,
        State::Overdue | State::Due | State::Upcoming | State::NotDue => clock.effective,
        State::AsNeeded | State::Paused => None,
    }
}

fn event(store: &Store, edition: &Edition, row: &DueRow, day: NaiveDate, ask: &Ask) -> Result<String, ExportError> {
    let clock = &row.clock.clock;
    let (name, kind) = (clean::line(&row.name), clean::line(&clock.kind));
    let ground = store.ground();
    let segment = row.segment.as_deref().map_or_else(|| "none".to_owned(), |key| ground.driving().place_in_words(key));
    let state = state_in_words(row);
    let why = store.why(row.client, &clock.kind, ask.today)?;
    let mut said = vec![format!("State: {state}"), format!("Segment: {segment}")];
    said.extend(row.owner.as_ref().map(|owner| format!("Owner: {owner}")));
    said.push(format!("Why: {why}"));
    let said: Vec<String> = said.iter().map(|line| clean::line(line)).collect();
    let status = match row.clock.state {
        State::Booked => EventStatus::Confirmed,
        State::Overdue | State::Due | State::Upcoming | State::NotDue | State::Snoozed | State::AsNeeded | State::Paused => {
            EventStatus::Tentative
        }
    };
    let mut event = Event::with_uid(&edition.uid(row.client, &clock.kind));
    event.timestamp(edition.stamp).last_modified(edition.stamp).sequence(edition.sequence);
    event.starts(day).ends(day.checked_add_days(Days::new(1)).unwrap_or(day));
    event.summary(&format!("{kind}: {name}")).description(&said.join("\n")).status(status);
    event.categories([kind.as_str()]).add_property("TRANSP", "TRANSPARENT");
    event.try_into_string().map_err(|fault| ExportError::Output(io::Error::other(fault)))
}

fn state_in_words(row: &DueRow) -> String {
    let clock = &row.clock.clock;
    match (row.clock.state, clock.effective) {
        (State::Overdue, _) => format!("overdue by {} days", row.clock.days_late),
        (State::Due, _) => "due".to_owned(),
        (State::Upcoming | State::NotDue, _) => "not yet due".to_owned(),
        (State::Booked, Some(due)) => format!("booked (due {due})"),
        (State::Snoozed, Some(due)) => format!("snoozed (due {due})"),
        (State::Booked, None) => "booked".to_owned(),
        (State::Snoozed, None) => "snoozed".to_owned(),
        (State::AsNeeded, _) => "as needed".to_owned(),
        (State::Paused, _) => "paused".to_owned(),
    }
}
