//! Takes an iCalendar file (RFC 5545) apart, line by line: one damaged line costs its event at most, never the file.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use icalendar::parser::{Property, unfold};

use super::super::refused::shown_cell;
use super::event::{Event, Moment, duration};
use super::{Found, Stopped, name_of};

/// Reads the days off from the text of an iCalendar file.
pub(super) fn read(text: &str, span: (NaiveDate, NaiveDate), found: &mut Found) -> Result<(), Stopped> {
    let text = with_line_feeds(text);
    let mut calendar = Calendar::default();
    for (line, content) in content_lines(&text) {
        calendar.line(line, &content, found);
    }
    calendar.close("the file ends within it", found);
    calendar.leave_out_replaced();
    note_observances(&calendar.events, found);
    found.name = calendar.name.take();
    calendar.events.iter().try_for_each(|event| event.take(span, found))
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// The lines as they were before they were folded, each with the number of its first line in the file.
fn content_lines(text: &str) -> impl Iterator<Item = (u64, Cow<'_, str>)> {
    let mut rest = text;
    let mut number = 1;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let line = number;
        let mut end = 0;
        loop {
            end = rest[end..].find('\n').map_or(rest.len(), |at| end + at + 1);
            number += 1;
            if !rest[end..].starts_with([' ', '\t']) {
                break;
            }
        }
        let (folded, after) = rest.split_at(end);
        rest = after;
        let folded = folded.trim_end_matches('\n');
        Some((line, if number > line + 1 { Cow::Owned(unfold(folded)) } else { Cow::Borrowed(folded) }))
    })
}

/// The events read so far and the one being read.
#[derive(Default)]
struct Calendar {
    name: Option<String>,
    events: Vec<Event>,
    open: Option<Event>,
    /// Components begun within the event (alarms), whose properties are not its own.
    within: u32,
}

impl Calendar {
    fn line(&mut self, line: u64, content: &str, found: &mut Found) {
        let content = content.trim_start_matches('\u{feff}').trim();
        let key_ends = content.find([':', ';']).unwrap_or(content.len());
        let (key, rest) = content.split_at(key_ends);
        let key = key.trim().to_ascii_uppercase();
        let is_event = || rest.trim_start_matches(':').trim().eq_ignore_ascii_case("VEVENT");
        match key.as_str() {
            "BEGIN" if is_event() => {
                self.close("the next one begins before its end", found);
                self.open = Some(Event { line, ..Event::default() });
            }
            "END" if is_event() => self.events.extend(self.open.take()),
            "BEGIN" => self.within += u32::from(self.open.is_some()),
            "END" if rest.trim_start_matches(':').trim().eq_ignore_ascii_case("VCALENDAR") => {
                self.close("the calendar ends within it", found);
            }
            "END" => self.within = self.within.saturating_sub(1),
            "X-WR-CALNAME" | "NAME" if self.open.is_none() => {
                let name = property(&key, rest).map(|property| name_of(property.val.as_str()));
                self.name = self.name.take().or(name).filter(|name| !name.is_empty());
            }
            _ if self.within == 0 => {
                if let Some(event) = &mut self.open {
                    event.property(line, &key, rest, found);
                }
            }
            _ => {}
        }
        if self.open.is_none() {
            self.within = 0;
        }
    }

    /// Takes an event whose end is missing as far as it goes.
    fn close(&mut self, why: &str, found: &mut Found) {
        let Some(event) = self.open.take() else { return };
        let name = event.summary.as_deref().map_or_else(|| "an event".to_owned(), |name| format!("“{}”", shown_cell(name)));
        found.note(event.line, format!("{name} has no END:VEVENT: {why}"), "it is taken as far as it goes");
        self.events.push(event);
        self.within = 0;
    }

    /// An occurrence that was moved or changed is an event of its own; it is left out of the one that repeats.
    fn leave_out_replaced(&mut self) {
        let mut replaced: HashMap<String, BTreeSet<NaiveDate>> = HashMap::new();
        for event in self.events.iter().filter(|event| !event.uid.is_empty()) {
            if let Some(day) = event.replaces {
                replaced.entry(event.uid.clone()).or_default().insert(day);
            }
        }
        for event in self.events.iter_mut().filter(|event| event.replaces.is_none()) {
            if let Some(days) = replaced.get(&event.uid) {
                event.except.extend(days);
            }
        }
    }
}

impl Event {
    /// Takes in one property, `key` in capitals.
    fn property(&mut self, line: u64, key: &str, rest: &str, found: &mut Found) {
        const READ: [&str; 13] = [
            "SUMMARY",
            "DESCRIPTION",
            "UID",
            "DTSTART",
            "DTEND",
            "DURATION",
            "RRULE",
            "EXDATE",
            "RDATE",
            "RECURRENCE-ID",
            "STATUS",
            "X-MICROSOFT-CDO-ALLDAYEVENT",
            "X-FUNAMBOL-ALLDAY",
        ];
        if !READ.contains(&key) {
            return;
        }
        let Some(property) = property(key, rest) else {
            found.note(
                line,
                format!("“{}” is no line of an iCalendar file", shown_cell(&format!("{key}{rest}"))),
                "it is passed over",
            );
            return;
        };
        let value = property.val.as_str();
        let understood = match key {
            "SUMMARY" => {
                self.summary.get_or_insert_with(|| value.to_owned());
                true
            }
            "DESCRIPTION" => {
                self.observance = value.trim_start().starts_with("Observance");
                true
            }
            "UID" => {
                value.trim().clone_into(&mut self.uid);
                true
            }
            "STATUS" => {
                self.cancelled = value.trim().eq_ignore_ascii_case("CANCELLED");
                true
            }
            "RRULE" => {
                self.rules.push((line, value.trim().to_owned()));
                true
            }
            "DTSTART" => {
                self.start = self.start.or(Moment::of(value));
                if self.start.is_none() {
                    self.unread_start = Some((line, value.to_owned()));
                }
                true
            }
            "DTEND" => {
                self.end = Moment::of(value);
                self.end.is_some()
            }
            "DURATION" => {
                self.duration = duration(value);
                self.duration.is_some()
            }
            "EXDATE" => dates(value).map(|days| self.except.extend(days)).is_some(),
            "RDATE" => dates(value).map(|days| self.more.extend(days)).is_some(),
            "RECURRENCE-ID" => {
                self.replaces = Moment::of(value).map(|moment| moment.date);
                self.replaces.is_some()
            }
            // The words of Outlook and of Funambol for an all-day event with times.
            _ => {
                self.all_day |= value.trim().eq_ignore_ascii_case("TRUE") || value.trim() == "1";
                true
            }
        };
        if !understood {
            let hint = if key == "DURATION" { "write it like P3D" } else { "write dates like 20261225" };
            found.note(line, format!("{key} “{}” is not understood", shown_cell(value)), hint);
        }
    }
}

/// One content line as a property, its text without the backslashes; `None` where it is none.
fn property(key: &str, rest: &str) -> Option<Property<'static>> {
    let line = format!("{key}{rest}");
    let property = Property::try_from(line.as_str()).ok().filter(|property| property.name == key && rest.contains(':'))?;
    Some(Property { name: property.name.into_owned(), val: property.val.into_owned(), params: Vec::new() })
}

/// Dates between commas; of a period, the day it begins.
fn dates(value: &str) -> Option<Vec<NaiveDate>> {
    let date = |text: &str| Moment::of(text.split('/').next().unwrap_or(text)).map(|moment| moment.date);
    value.split(',').filter(|text| !text.trim().is_empty()).map(date).collect()
}

/// Google's calendars of holidays hold Valentine's Day beside New Year's Day, told apart by their descriptions only.
fn note_observances(events: &[Event], found: &mut Found) {
    let mut observances = events.iter().filter(|event| event.observance && !event.cancelled);
    let Some(first) = observances.next() else { return };
    let others = observances.count();
    let name = shown_cell(first.summary.as_deref().unwrap_or_default());
    let what = match others {
        0 => format!("“{name}” calls itself an observance; it is taken as a day off all the same"),
        _ => format!("“{name}” and {others} more call themselves observances; they are taken as days off all the same"),
    };
    found.note(first.line, what, "choose “public holidays only” in the calendar it comes from and export it again");
}
