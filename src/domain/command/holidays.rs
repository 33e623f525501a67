//! Days off of a calendar: added to those it has, or in their place.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::setting::BOOK_CALENDAR;
use super::{Facts, Plan, PlanError, bounded};
use crate::domain::change::{Change, Fact, HolidayCalendar};
use crate::domain::refusal::Refusal;
use crate::domain::text::weight;

/// Days one calendar can hold.
const DAYS_MAX: usize = 20_000;
/// Characters of the name of a calendar or of a day off.
const NAME_MAX: usize = 100;

/// Days off for a calendar; an empty [`HolidayMerge::Replace`] clears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddHolidays {
    /// The calendar, made where there is none of that name; the one the book goes by where none is named.
    pub calendar: Option<String>,
    /// Days off with what they are called.
    pub days: BTreeMap<NaiveDate, String>,
    /// What becomes of the days it has.
    pub merge: HolidayMerge,
}

/// What becomes of the days off a calendar has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HolidayMerge {
    /// They stay, and the new ones join them.
    #[default]
    Add,
    /// They go.
    Replace,
}

impl AddHolidays {
    pub(super) fn plan(&self, facts: &dyn Facts) -> Result<Plan, PlanError> {
        let named = match self.calendar.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => bounded(name, "name of the calendar", NAME_MAX)?,
            None => facts.setting("calendar")?.map_or_else(|| BOOK_CALENDAR.to_owned(), |setting| setting.value),
        };
        if weight(&named) == 0 {
            let hint = "give the calendar a name".to_owned();
            return Err(Refusal::BadValue { what: "name of a calendar".to_owned(), value: named, hint }.into());
        }
        let before = facts.calendar(&named)?;
        let mut days = match (self.merge, &before) {
            (HolidayMerge::Add, Some(before)) => before.days.clone(),
            (HolidayMerge::Add, None) | (HolidayMerge::Replace, _) => BTreeMap::new(),
        };
        for (day, name) in &self.days {
            let name: String = name.replace(['\n', '\r', '\0'], " ").trim().chars().take(NAME_MAX).collect();
            let kept = days.entry(*day).or_default();
            if !name.is_empty() {
                *kept = name;
            }
        }
        if days.len() > DAYS_MAX {
            let what = format!("a calendar holds {DAYS_MAX} days off at most; these are {}", days.len());
            return Err(Refusal::Barred { what, hint: "leave out years that are past".to_owned() }.into());
        }
        let summary = match (before.as_ref().map_or(0, |before| before.days.len()), days.len()) {
            (_, 0) => format!("cleared the holidays of calendar {named}"),
            (had, has) if has > had => format!("added {} to calendar {named}", days_in_words(has - had)),
            (_, has) => format!("changed calendar {named} to {}", days_in_words(has)),
        };
        let change = match before {
            Some(before) if before.days == days => {
                return Err(Refusal::Nothing(format!("calendar {named} has these days off already")).into());
            }
            Some(before) => {
                let after = HolidayCalendar { rev: before.rev + 1, days, ..before.clone() };
                Change::become_(Fact::Calendar(before), Fact::Calendar(after))
            }
            None if days.is_empty() => {
                let hint = "import holidays into it first".to_owned();
                return Err(Refusal::NotFound { what: "calendar", name: named, hint }.into());
            }
            None => Change::make(Fact::Calendar(HolidayCalendar { name: named, rev: 1, days })),
        };
        Ok(Plan { kind: "holidays", summary, changes: vec![change] })
    }
}

fn days_in_words(n: usize) -> String {
    if n == 1 { "1 day off".to_owned() } else { format!("{n} days off") }
}
