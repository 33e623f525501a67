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
/// The longest line, without its end.
const OCTETS: usize = 75;
/// Ends the file.
const END: &str = "END:VCALENDAR\r\n";

/// What all events of a file have in common: it goes by the book and the day, never by the clock.
struct Edition {
    /// Tells the book from others.
    origin: String,
    /// The last entry of the history and its hash.
    head: (i64, String),
    /// Grows with every entry and every day.
    sequence: u32,
    /// When the events last changed: the last entry, or the day where that is later.
    stamp: DateTime<Utc>,
}

impl Edition {
    fn of(store: &Store, today: NaiveDate) -> Result<Self, StoreError> {
        let head = store.head()?;
        let last = store.history(&HistoryQuery::default(), 1)?;
        let recorded = last.first().and_then(|entry| DateTime::parse_from_rfc3339(&entry.at).ok());
        let day = today.and_time(NaiveTime::MIN).and_utc();
        let stamp = recorded.map_or(day, |at| at.with_timezone(&Utc).max(day));
        let days = store.begun_on()?.map_or(0, |begun| (today - begun).num_days().max(0));
        Ok(Self { origin: store.origin()?, sequence: u32::try_from(head.0 + days).unwrap_or(u32::MAX), stamp, head })
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
    let head = folded(&head(store, &edition).to_string());
    to.write_all(head.strip_suffix(END).unwrap_or(&head).as_bytes())?;
    let query = DueQuery { range: DueRange::All, kind: ask.kind.clone(), filter: ask.filter.clone(), ..DueQuery::default() };
    // A list up to a day is a calendar up to that day.
    let last = match ask.range {
        DueRange::Until(last) | DueRange::On(last) => Some(last),
        DueRange::Now | DueRange::Shown | DueRange::All => None,
    };
    let mut from = None;
    let mut count = 0;
    loop {
        let window = store.due(&query, from.as_ref(), WINDOW, ask.today)?;
        for row in &window {
            let Some(day) = day_of(row).filter(|day| last.is_none_or(|last| *day <= last)) else { continue };
            let event = event(store, &edition, row, day, ask)?;
            to.write_all(folded(&event).as_bytes())?;
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

fn head(store: &Store, edition: &Edition) -> Calendar {
    let book = store.path().file_stem().map_or_else(String::new, |name| clean::line(&name.to_string_lossy()));
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Quarterdeck//Reviews//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("X-WR-CALNAME", format!("Reviews: {book}")));
    let (entries, hash) = &edition.head;
    calendar.append_property(Property::new("X-QUARTERDECK-ENTRY", format!("{entries}:{hash}")));
    calendar
}

/// Lines of at most 75 octets each, never parted within a character (RFC 5545, 3.1); the crate folds after the 76th.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let (said, end) = line.strip_suffix("\r\n").map_or((line, ""), |said| (said, "\r\n"));
        let mut used = 0;
        for c in said.chars() {
            if used + c.len_utf8() > OCTETS {
                out.push_str("\r\n ");
                used = 1;
            }
            out.push(c);
            used += c.len_utf8();
        }
        out.push_str(end);
    }
    out
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ical::IcalParser;
    use ical::parser::ical::component::IcalEvent;

    use super::super::picture::tests::{add, ask, day, hostile_book, sample_book, stamp};
    use super::super::{Format, What};
    use super::*;
    use crate::domain::command::{ClockAct, Command, OnClock};
    use crate::domain::stamp::Stamp;

    fn made(store: &Store, ask: &Ask) -> (String, i64) {
        let mut out = Vec::new();
        let count = write(store, ask, &mut out, &mut |_| ControlFlow::Continue(())).expect("written");
        (String::from_utf8(out).expect("UTF-8"), count)
    }

    fn events(text: &str) -> BTreeMap<String, IcalEvent> {
        let calendars: Vec<_> = IcalParser::new(text.as_bytes()).map(|found| found.expect("it reads")).collect();
        assert_eq!(calendars.len(), 1);
        let events = calendars.into_iter().flat_map(|calendar| calendar.events);
        events.map(|event| (value(&event, "UID"), event)).collect()
    }

    fn value(event: &IcalEvent, name: &str) -> String {
        let found = event.properties.iter().find(|property| property.name == name);
        found.and_then(|property| property.value.clone()).unwrap_or_default()
    }

    fn due() -> Ask {
        ask(What::Due, Format::Ics)
    }

    fn all_clocks(store: &Store) -> Vec<DueRow> {
        let query = DueQuery { range: DueRange::All, ..DueQuery::default() };
        let rows = store.due(&query, None, 10_000, day()).expect("read");
        rows.into_iter().filter(|row| day_of(row).is_some()).collect()
    }

    #[test]
    fn every_running_clock_is_an_event_of_its_own_on_its_day() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = sample_book(folder.path());
        let (text, count) = made(&store, &due());
        assert_eq!(text, made(&store, &due()).0, "the same book gives the same bytes");
        let (events, clocks) = (events(&text), all_clocks(&store));
        assert_eq!((events.len(), i64::try_from(events.len()).unwrap()), (clocks.len(), count));
        let edition = Edition::of(&store, day()).expect("read");
        for row in &clocks {
            let event = &events[&edition.uid(row.client, &row.clock.clock.kind)];
            let on = day_of(row).expect("it stands on a day");
            assert_eq!(value(event, "DTSTART"), on.format("%Y%m%d").to_string());
            let start = event.properties.iter().find(|property| property.name == "DTSTART").expect("there");
            assert_eq!(start.params, Some(vec![("VALUE".to_owned(), vec!["DATE".to_owned()])]));
            assert_eq!(value(event, "STATUS") == "CONFIRMED", row.clock.state == State::Booked);
        }
        assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    }

    #[test]
    fn one_kind_of_review_is_a_calendar_of_that_kind() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = sample_book(folder.path());
        let kind = all_clocks(&store)[0].clock.clock.kind.clone();
        let of = all_clocks(&store).iter().filter(|row| row.clock.clock.kind == kind).count();
        let asked = |kind: &str| made(&store, &Ask { kind: Some(kind.to_owned()), ..due() }).1;
        assert_eq!(asked(&kind), i64::try_from(of).unwrap());
        assert_eq!(asked("no such kind"), 0);
    }

    #[test]
    fn a_booking_moves_the_event_and_a_later_file_supersedes_an_earlier() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = sample_book(folder.path());
        let before = events(&made(&store, &due()).0);
        let row = all_clocks(&store).into_iter().find(|row| row.clock.state == State::Overdue).expect("one is overdue");
        let kind = row.clock.clock.kind.clone();
        let on = day() + Days::new(9);
        let act = OnClock { clients: vec![row.client], kind: Some(kind.clone()), act: ClockAct::Book(on), note: String::new() };
        store.execute(&Command::Clock(act), &stamp()).expect("booked");
        let after = events(&made(&store, &due()).0);
        assert!(before.keys().eq(after.keys()), "every event keeps its name");
        let uid = Edition::of(&store, day()).expect("read").uid(row.client, &kind);
        let (before, after) = (&before[&uid], &after[&uid]);
        assert_eq!(value(after, "DTSTART"), on.format("%Y%m%d").to_string());
        assert_eq!((value(before, "STATUS"), value(after, "STATUS")), ("TENTATIVE".to_owned(), "CONFIRMED".to_owned()));
        let sequence = |event: &IcalEvent| value(event, "SEQUENCE").parse::<u32>().expect("a number");
        assert!(sequence(after) > sequence(before));
        let tomorrow = Ask { today: day() + Days::new(1), ..due() };
        assert!(sequence(&events(&made(&store, &tomorrow).0)[&uid]) > sequence(after), "the day counts too");
    }

    #[test]
    fn another_book_has_other_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let book = |name: &str, now: &str| {
            let now = DateTime::parse_from_rfc3339(now).expect("an instant");
            let stamp = Stamp { now, ..stamp() };
            let store = Store::create(&folder.path().join(name), "maturity-appetite", &stamp).expect("made");
            add(&store, "Acme", &[], Some("transform"));
            store
        };
        let (one, other) = (book("a.db", "2026-06-15T08:00:00+02:00"), book("b.db", "2026-06-15T08:00:01+02:00"));
        let (one, other) = (events(&made(&one, &due()).0), events(&made(&other, &due()).0));
        assert!(!one.is_empty() && one.keys().all(|uid| !other.contains_key(uid)));
    }

    #[test]
    fn hostile_names_make_no_events_and_no_money_goes_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = hostile_book(folder.path());
        let (text, count) = made(&store, &ask(What::Clients, Format::Ics));
        assert_eq!(text.split("\r\n").map(str::len).max(), Some(OCTETS), "lines are as long as they may be");
        assert_eq!(i64::try_from(events(&text).len()).unwrap(), count);
        assert!(!text.contains("987654") && !text.contains('\u{202E}') && !text.contains('\u{200B}'));
        assert!(text.contains("SUMMARY:"));
    }
}
