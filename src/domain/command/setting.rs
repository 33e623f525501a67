//! Settings of a book: which there are, what they accept, and how they make the rules' settings.

use chrono::{Month, Weekday};

use super::{Facts, LINE_MAX, Plan, PlanError, bounded};
use crate::domain::cadence::Settings;
use crate::domain::calendar::{Calendar, Period, Roll};
use crate::domain::change::{Change, Fact, Setting};
use crate::domain::client;
use crate::domain::refusal::Refusal;

/// The settings of a book: key, default, what it is.
const KNOWN: [(&str, &str, &str); 7] = [
    ("currency", "EUR", "currency of amounts that name none: three letters"),
    ("roll", "modified-following", "how a due date off work is rolled: none, following, preceding or modified-following"),
    ("working_days", "mon,tue,wed,thu,fri", "weekdays worked"),
    ("lead", "14", "days before the due date from which a review is upcoming"),
    ("first_within", "30 days", "the longest wait for a first review"),
    ("fiscal_start", "1", "month in which the fiscal year begins: 1 to 12"),
    (REASONS, "strategy, engagement, risk, capacity, service change, correction, other", "reason codes offered for a move"),
];

/// The setting that lists the reason codes of moves, commas between.
const REASONS: &str = "reasons";

/// Hours a week an owner can give to reviews: `capacity.OWNER`.
const CAPACITY: &str = "capacity.";

/// Every setting with its default and what it is, in the order shown.
pub fn known_settings() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KNOWN.into_iter()
}

pub(super) fn set(key: &str, value: &str, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let value = checked(key, value)?;
    let before = facts.setting(key)?;
    let summary = format!("set {key} to {value}");
    if before.as_ref().is_some_and(|before| before.value == value) {
        return Err(Refusal::Nothing(format!("{key} is {value} already")).into());
    }
    let after = Setting { key: key.to_owned(), rev: before.as_ref().map_or(1, |before| before.rev + 1), value };
    let change = match before {
        Some(before) => Change::become_(Fact::Setting(before), Fact::Setting(after)),
        None => Change::make(Fact::Setting(after)),
    };
    Ok(Plan { kind: "config", summary, changes: vec![change] })
}

/// The value in its stored form.
fn checked(key: &str, value: &str) -> Result<String, Refusal> {
    bounded(key, "name of the setting", LINE_MAX)?;
    let value = bounded(value.trim(), "value", LINE_MAX)?;
    let bad = |hint: String| Refusal::BadValue { what: format!("value for {key}"), value: value.clone(), hint };
    if let Some(owner) = key.strip_prefix(CAPACITY) {
        let hours: f64 = value.parse().map_err(|_| bad("write hours a week, like 12".to_owned()))?;
        if owner.is_empty() || !(0.0..=168.0).contains(&hours) {
            return Err(bad("write hours a week, from 0 to 168".to_owned()));
        }
        return Ok(value);
    }
    match key {
        "currency" => client::currency(&value)?.ok_or_else(|| bad("write three letters, like EUR".to_owned())),
        "roll" => value.parse::<Roll>().map(|roll| roll.to_string()).map_err(|error| bad(error.to_string())),
        "working_days" => weekdays(&value).map(|_| value.to_lowercase()).map_err(bad),
        "lead" => match value.parse::<u32>() {
            Ok(days) if days <= 366 => Ok(days.to_string()),
            Ok(_) | Err(_) => Err(bad("write days, from 0 to 366".to_owned())),
        },
        "first_within" => value.parse::<Period>().map(|period| period.to_string()).map_err(|error| bad(error.to_string())),
        "fiscal_start" => fiscal_start(&value).map(|month| month.to_string()).map_err(bad),
        REASONS => match listed(&value).as_slice() {
            [] => Err(bad("write codes with commas between, like strategy, risk, other".to_owned())),
            codes => Ok(codes.join(", ")),
        },
        _ => Err(Refusal::NotFound {
            what: "setting",
            name: key.to_owned(),
            hint: format!("there are {}, capacity.OWNER", KNOWN.map(|(key, ..)| key).join(", ")),
        }),
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

/// The month, from 1, in which the fiscal year begins: its number or its name.
fn fiscal_start(text: &str) -> Result<u32, String> {
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

impl Settings {
    /// The rules' settings of a book, from its recorded ones and the defaults. A value that no longer reads falls back to its
    /// default.
    #[must_use]
    pub fn of(recorded: &[Setting]) -> Self {
        let value = |key: &str| {
            let set = recorded.iter().find(|setting| setting.key == key).map(|setting| setting.value.as_str());
            let default = KNOWN.iter().find(|(known, ..)| *known == key).map_or("", |(_, default, _)| default);
            (set.unwrap_or(default), default)
        };
        let either = |key: &str| [value(key).0, value(key).1];
        Self {
            calendar: Calendar {
                working: either("working_days").iter().find_map(|text| weekdays(text).ok()).unwrap_or_default(),
                roll: either("roll").iter().find_map(|text| text.parse().ok()).unwrap_or_default(),
                ..Calendar::default()
            },
            lead: either("lead").iter().find_map(|text| text.parse().ok()).unwrap_or(14),
            first_within: either("first_within")
                .iter()
                .find_map(|text| text.parse().ok())
                .unwrap_or(Period { n: 30, unit: crate::domain::calendar::Unit::Day }),
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
