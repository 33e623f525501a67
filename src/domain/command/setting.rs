//! Settings of a book: which there are, what they accept, and how they make the rules' settings.

use chrono::{Month, Weekday};
use chrono_tz::Tz;

use super::{Facts, LINE_MAX, Plan, PlanError, bounded, changed_meanwhile};
use crate::domain::cadence::Settings;
use crate::domain::calendar::{Calendar, Period, Roll};
use crate::domain::change::{Change, Fact, HolidayCalendar, Setting};
use crate::domain::client;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// The settings of a book: key, default, what it is.
const KNOWN: [(&str, &str, &str); 9] = [
    ("currency", "EUR", "currency of amounts that name none: three letters"),
    ("roll", "modified-following", "how a due date off work is rolled: none, following, preceding or modified-following"),
    ("working_days", "mon,tue,wed,thu,fri", "weekdays worked"),
    (CALENDAR, BOOK_CALENDAR, "calendar of days off that dates go by; fill it with `holidays import`"),
    ("lead", "14", "days before the due date from which a review is upcoming"),
    ("first_within", "30 days", "the longest wait for a first review"),
    (TIMEZONE, SYSTEM, "zone whose midnight ends the day: system, or a name like Europe/Berlin"),
    ("fiscal_start", "1", "month in which the fiscal year begins: 1 to 12"),
    (REASONS, "strategy, engagement, risk, capacity, service change, correction, other", "reason codes offered for a move"),
];

/// The setting that lists the reason codes of moves, commas between.
const REASONS: &str = "reasons";

/// The setting that says in which zone a day begins and ends.
pub const TIMEZONE: &str = "timezone";
const SYSTEM: &str = "system";

/// Hours a week an owner can give to reviews: `capacity.OWNER`.
const CAPACITY: &str = "capacity";

/// The setting that names the calendar of days off; `calendar.OWNER` for an owner's clients.
const CALENDAR: &str = "calendar";
/// The weekdays worked; `working_days.OWNER` for an owner's clients.
const WORKING_DAYS: &str = "working_days";

/// The calendar a book goes by where none is chosen.
pub const BOOK_CALENDAR: &str = "book";

/// The owner an owner's own setting is for.
fn owner_of<'k>(key: &'k str, setting: &str) -> Option<&'k str> {
    key.strip_prefix(setting)?.strip_prefix('.').filter(|owner| !owner.trim().is_empty())
}

/// Whether there is a setting of that name: one of the known ones, or one of an owner's own.
#[must_use]
pub fn is_setting(key: &str) -> bool {
    let of_owner = |setting| owner_of(key, setting).is_some();
    KNOWN.iter().any(|(known, ..)| *known == key) || [CAPACITY, CALENDAR, WORKING_DAYS].into_iter().any(of_owner)
}

/// The names of all settings, for a hint.
#[must_use]
pub fn settings_in_words() -> String {
    format!("{}, capacity.OWNER, calendar.OWNER, working_days.OWNER", KNOWN.map(|(key, ..)| key).join(", "))
}

/// Every setting with its default and what it is, in the order shown.
pub fn known_settings() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KNOWN.into_iter()
}

pub(super) fn set(key: &str, value: &str, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let mut value = checked(key, value)?;
    if key == CALENDAR || owner_of(key, CALENDAR).is_some() {
        value = calendar_named(&value, facts)?;
    }
    let before = facts.setting(key)?;
    // An owner's setting keeps the spelling it was first given.
    let key = before.as_ref().map_or(key, |before| before.key.as_str());
    let summary = if value.is_empty() { format!("{key} goes by the book again") } else { format!("set {key} to {value}") };
    if before.is_none() && value.is_empty() {
        return Err(Refusal::Nothing(format!("{key} goes by the book already")).into());
    }
    if before.as_ref().is_some_and(|before| before.value == value) {
        return Err(Refusal::Nothing(format!("{key} is {value} already")).into());
    }
    let key = key.to_owned();
    let after = Setting { key, rev: before.as_ref().map_or(1, |before| before.rev + 1), value };
    let change = match before {
        Some(before) => Change::become_(Fact::Setting(before), Fact::Setting(after)),
        None => Change::make(Fact::Setting(after)),
    };
    Ok(Plan { kind: "config", summary, changes: vec![change] })
}

/// As [`set`], where the setting still says what was shown.
pub(super) fn set_over(key: &str, value: &str, over: &str, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let plan = set(key, value, facts)?;
    let Some(change) = plan.changes.first() else { return Ok(plan) };
    let usual = || KNOWN.iter().find(|(known, ..)| *known == key).map_or("", |(_, usual, _)| usual);
    let says = match change.before() {
        Some(Fact::Setting(before)) => before.value.as_str(),
        Some(_) | None => usual(),
    };
    if says == over {
        return Ok(plan);
    }
    Err(changed_meanwhile(format!("the setting {key}"), change.fact(), facts)?.into())
}

/// A calendar by its own spelling; empty stays empty.
fn calendar_named(name: &str, facts: &dyn Facts) -> Result<String, PlanError> {
    if name.is_empty() || name == BOOK_CALENDAR {
        return Ok(name.to_owned());
    }
    match facts.calendar(name)? {
        Some(found) => Ok(found.name),
        None => {
            let hint = "fill it first: `holidays import FILE --calendar NAME`".to_owned();
            Err(Refusal::NotFound { what: "calendar", name: name.to_owned(), hint }.into())
        }
    }
}

/// The value in its stored form.
fn checked(key: &str, value: &str) -> Result<String, Refusal> {
    bounded(key, "name of the setting", LINE_MAX)?;
    let value = bounded(value.trim(), "value", LINE_MAX)?;
    let bad = |hint: String| Refusal::BadValue { what: format!("value for {key}"), value: value.clone(), hint };
    if value.is_empty() && [CAPACITY, CALENDAR, WORKING_DAYS].into_iter().any(|setting| owner_of(key, setting).is_some()) {
        return Ok(value);
    }
    if owner_of(key, CAPACITY).is_some() {
        let hours = value.parse::<f64>().ok().filter(|hours| (0.0..=168.0).contains(hours));
        return hours.map(|_| value.clone()).ok_or_else(|| bad("write hours a week, from 0 to 168, like 12".to_owned()));
    }
    if owner_of(key, CALENDAR).is_some() {
        return Ok(value);
    }
    if owner_of(key, WORKING_DAYS).is_some() {
        return weekdays(&value).map(|_| value.to_lowercase()).map_err(bad);
    }
    match key {
        CALENDAR => Ok(if value.is_empty() { BOOK_CALENDAR.to_owned() } else { value }),
        "currency" => client::currency(&value)?.ok_or_else(|| bad("write three letters, like EUR".to_owned())),
        "roll" => value.parse::<Roll>().map(|roll| roll.to_string()).map_err(|error| bad(error.to_string())),
        WORKING_DAYS => weekdays(&value).map(|_| value.to_lowercase()).map_err(bad),
        "lead" => match value.parse::<u32>() {
            Ok(days) if days <= 366 => Ok(days.to_string()),
            Ok(_) | Err(_) => Err(bad("write days, from 0 to 366".to_owned())),
        },
        "first_within" => value.parse::<Period>().map(|period| period.to_string()).map_err(|error| bad(error.to_string())),
        TIMEZONE => zone(&value).map(|zone| zone.map_or(SYSTEM.to_owned(), |zone| zone.name().to_owned())).map_err(bad),
        "fiscal_start" => month_of(&value).map(|month| month.to_string()).map_err(bad),
        REASONS => match listed(&value).as_slice() {
            [] => Err(bad("write codes with commas between, like strategy, risk, other".to_owned())),
            codes => Ok(codes.join(", ")),
        },
        _ => Err(Refusal::NotFound { what: "setting", name: key.to_owned(), hint: format!("there are {}", settings_in_words()) }),
    }
}

/// The reason codes offered for a move: those of the book, else the usual ones. They are a help, not a fence: any other is taken.
#[must_use]
pub fn reason_codes(recorded: &[Setting]) -> Vec<String> {
    let set = recorded.iter().find(|setting| setting.key == REASONS).map(|setting| setting.value.as_str());
    let usual = KNOWN.iter().find(|(key, ..)| *key == REASONS).map_or("", |(_, usual, _)| usual);
    listed(set.unwrap_or(usual))
}

/// The parts of a list with commas between, without empty ones and doubles.
fn listed(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// A zone by its name in the IANA database; none for that of the system.
///
/// # Errors
/// What would be right, where there is no such zone.
pub fn zone(text: &str) -> Result<Option<Tz>, String> {
    if text.eq_ignore_ascii_case(SYSTEM) {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "write system, or a name like Europe/Berlin or America/New_York".to_owned())
}

/// The month, from 1, in which the fiscal year begins: its number or its name.
fn month_of(text: &str) -> Result<u32, String> {
    let month = text.parse::<u32>().ok().filter(|month| (1..=12).contains(month));
    let named = || text.parse::<Month>().ok().map(|month| month.number_from_month());
    month.or_else(named).ok_or_else(|| "write the month in which the fiscal year begins, from 1 to 12".to_owned())
}

fn weekdays(text: &str) -> Result<Vec<Weekday>, String> {
    let days: Result<Vec<Weekday>, _> = text.split([',', ' ']).filter(|day| !day.is_empty()).map(str::parse).collect();
    match days {
        Ok(days) if !days.is_empty() => Ok(days),
        Ok(_) | Err(_) => Err("write weekdays like mon,tue,wed,thu,fri".to_owned()),
    }
}

/// The month, from 1, in which the fiscal year of a book begins.
#[must_use]
pub fn fiscal_start(recorded: &[Setting]) -> u32 {
    set_to(recorded, "fiscal_start").and_then(|text| month_of(text).ok()).unwrap_or(1)
}

/// What a setting was set to, where it was.
fn set_to<'r>(recorded: &'r [Setting], key: &str) -> Option<&'r str> {
    recorded.iter().find(|setting| setting.key == key).map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
}

/// What an owner's own setting was set to; owners are compared folded.
fn own<'r>(recorded: &'r [Setting], setting: &str, owner: &str) -> Option<&'r str> {
    let of_owner = |known: &&Setting| owner_of(&known.key, setting).is_some_and(|known| fold(known) == fold(owner));
    recorded.iter().find(of_owner).map(|known| known.value.as_str()).filter(|value| !value.is_empty())
}

/// Hours a week an owner can give to reviews, where said.
#[must_use]
pub fn capacity(recorded: &[Setting], owner: &str) -> Option<f64> {
    own(recorded, CAPACITY, owner).and_then(|hours| hours.parse().ok())
}

/// The owners whose clients may go by another calendar or other working days than the book's.
#[must_use]
pub fn owners_apart(recorded: &[Setting], calendars: &[HolidayCalendar]) -> Vec<String> {
    let named = recorded.iter().filter_map(|known| owner_of(&known.key, CALENDAR).or(owner_of(&known.key, WORKING_DAYS)));
    let mut owners: Vec<String> = named.map(fold).chain(calendars.iter().map(|calendar| fold(&calendar.name))).collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

impl Settings {
    /// The rules' settings of a book, from its recorded ones and the defaults; those for the clients of an owner where one is
    /// named. A value that no longer reads falls back to its default.
    ///
    /// An owner's clients go by the calendar `calendar.OWNER` names, else by the calendar that has the owner's name, else by
    /// the book's.
    #[must_use]
    pub fn of(recorded: &[Setting], calendars: &[HolidayCalendar], owner: Option<&str>) -> Self {
        let default = |key: &str| KNOWN.iter().find(|(known, ..)| *known == key).map_or("", |(_, default, _)| *default);
        let either = |key: &str| [set_to(recorded, key), Some(default(key))].into_iter().flatten();
        let own_days = owner.and_then(|owner| own(recorded, WORKING_DAYS, owner));
        let called = |name: &str| calendars.iter().find(|calendar| fold(&calendar.name) == fold(name));
        let own_calendar = owner.and_then(|owner| own(recorded, CALENDAR, owner).and_then(called).or_else(|| called(owner)));
        let calendar = own_calendar.or_else(|| either(CALENDAR).find_map(called));
        Self {
            calendar: Calendar {
                working: own_days
                    .into_iter()
                    .chain(either(WORKING_DAYS))
                    .find_map(|text| weekdays(text).ok())
                    .unwrap_or_default(),
                roll: either("roll").find_map(|text| text.parse().ok()).unwrap_or_default(),
                holidays: calendar.map(|calendar| calendar.days.keys().copied().collect()).unwrap_or_default(),
            },
            lead: either("lead").find_map(|text| text.parse().ok()).unwrap_or(14),
            first_within: either("first_within").find_map(|text| text.parse().ok()).unwrap_or(Period::days(30)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_codes_are_the_books_own_where_it_has_some() {
        assert_eq!(reason_codes(&[]).first().map(String::as_str), Some("strategy"));
        assert_eq!(checked("reasons", " risk,, other , risk"), Ok("risk, other".to_owned()));
        assert!(checked("reasons", " , ").is_err());
        let own = Setting { key: "reasons".to_owned(), rev: 1, value: "risk, other".to_owned() };
        assert_eq!(reason_codes(&[own]), ["risk", "other"]);
    }
}
