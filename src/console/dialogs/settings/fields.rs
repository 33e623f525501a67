//! What can be changed of a book's settings: the fields it is changed in, and the one command they come to.

use std::collections::BTreeMap;

use chrono::{Month, NaiveDate, Weekday};

use crate::console::dialogs::foresee::{Begins, Subject};
use crate::console::dialogs::sheet;
use crate::console::layer::Command;
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::domain::command::{AddHolidays, BOOK_CALENDAR, HolidayMerge, capacity, fiscal_start, known_settings};
use crate::domain::text::{Shown, fold};
use crate::store::Ground;

/// Something that can be changed with one command.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// How due dates on days off are rolled.
    Roll,
    /// Days from which a review is upcoming.
    Lead,
    /// The longest wait for a first review.
    FirstWithin,
    /// The month the fiscal year begins in.
    FiscalStart,
    /// Weekdays worked: the book's, or an owner's own.
    Working(Option<String>),
    /// The calendar gone by: the book's, or an owner's own.
    Calendar(Option<String>),
    /// An owner's hours a week.
    Capacity(String),
    /// A calendar loses its days off.
    Clear(String),
    /// Days off read from a file.
    DaysOff(Box<DaysOff>),
}

/// Days off read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct DaysOff {
    /// The calendar they are meant for at first.
    pub calendar: String,
    /// What the file calls itself.
    pub named: Option<String>,
    /// The days.
    pub days: BTreeMap<NaiveDate, String>,
    /// What is to be known of the file.
    pub notes: Vec<String>,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The only one.
    One,
    /// Something to read.
    Note,
    /// Whether an owner goes by own days.
    Own,
    /// A weekday, from Monday.
    Day(usize),
    /// Whether days off are added.
    Merge,
}

/// The rolling policies in the order shown: as written, and in words.
pub const ROLLS: [(&str, &str); 4] = [
    ("modified-following", "modified-following: next, but within the month"),
    ("following", "following: the next working day after it"),
    ("preceding", "preceding: the last working day before it"),
    ("none", "none: the date stays, also on a day off"),
];

/// The days of a week as they are written in settings and on screen.
pub const WEEK: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "Monday"),
    (Weekday::Tue, "tue", "Tuesday"),
    (Weekday::Wed, "wed", "Wednesday"),
    (Weekday::Thu, "thu", "Thursday"),
    (Weekday::Fri, "fri", "Friday"),
    (Weekday::Sat, "sat", "Saturday"),
    (Weekday::Sun, "sun", "Sunday"),
];

/// Why a form comes to no command: where, and what is wrong.
pub type Wrong = (Of, String);

/// What a setting says now.
#[must_use]
pub fn says(ground: &Ground, key: &str) -> String {
    let set = ground.recorded.iter().find(|setting| setting.key == key).map(|setting| setting.value.clone());
    let usual = || known_settings().find(|(known, ..)| *known == key).map_or("", |(_, usual, _)| usual).to_owned();
    set.unwrap_or_else(usual)
}

/// An owner's own setting as it was set, and the key it was set under: owners are compared folded.
#[must_use]
pub fn own(ground: &Ground, setting: &str, owner: &str) -> (String, String) {
    let of =
        |key: &str| key.strip_prefix(setting).and_then(|rest| rest.strip_prefix('.')).is_some_and(|of| fold(of) == fold(owner));
    let found = ground.recorded.iter().find(|known| of(&known.key));
    found.map_or_else(|| (format!("{setting}.{owner}"), String::new()), |known| (known.key.clone(), known.value.clone()))
}

/// The months by name.
pub fn months() -> impl Iterator<Item = &'static str> {
    (1..=12_u8).filter_map(|month| Month::try_from(month).ok()).map(|month| month.name())
}

/// The calendars one can go by: as written, and in words. For an owner the first is what holds without an own one.
#[must_use]
pub fn calendars(ground: &Ground, owner: Option<&str>) -> Vec<(String, String)> {
    let held = ground.calendars.iter().map(|held| (held.name.clone(), format!("{}: {} days off", held.name, held.days.len())));
    let mut all: Vec<(String, String)> = held.collect();
    match owner {
        None if !all.iter().any(|(name, _)| name == BOOK_CALENDAR) => {
            all.insert(0, (BOOK_CALENDAR.to_owned(), format!("{BOOK_CALENDAR}: no days off yet")));
        }
        None => {}
        Some(owner) => {
            let same = ground.calendars.iter().find(|held| fold(&held.name) == fold(owner));
            let said = same.map_or_else(|| "as the book".to_owned(), |same| format!("the one of this name, {}", same.name));
            all.insert(0, (String::new(), said));
        }
    }
    all
}

fn line(words: &str) -> Vec<(Role, Shown)> {
    vec![sheet::line(Role::Dim, words)]
}

fn choices<'a>(all: impl IntoIterator<Item = &'a str>) -> Vec<Shown> {
    all.into_iter().map(Shown::line).collect()
}

impl Subject for What {
    type Of = Of;

    fn title(&self, _ground: &Ground) -> String {
        match self {
            Self::Roll => "A due date on a day off".to_owned(),
            Self::Lead => "Upcoming".to_owned(),
            Self::FirstWithin => "First reviews".to_owned(),
            Self::FiscalStart => "Fiscal year".to_owned(),
            Self::Working(None) => "Working days of the book".to_owned(),
            Self::Working(Some(owner)) => format!("Working days of {owner}"),
            Self::Calendar(None) => "Calendar of the book".to_owned(),
            Self::Calendar(Some(owner)) => format!("Calendar of {owner}"),
            Self::Capacity(owner) => format!("Hours of {owner}"),
            Self::Clear(name) => format!("Clear the calendar {name}"),
            Self::DaysOff(_) => "Import days off".to_owned(),
        }
    }

    fn form(&self, ground: &Ground) -> Form<Of> {
        match self {
            Self::Roll => {
                let now = says(ground, "roll");
                let at = ROLLS.iter().position(|(roll, _)| *roll == now).unwrap_or(0);
                Form::new().choice(Of::One, "", choices(ROLLS.map(|(_, words)| words)), at)
            }
            Self::Lead => Form::new().text(Of::One, "Days before the due date", &says(ground, "lead")).lines(
                Of::Note,
                "",
                line("from then on a review is listed as upcoming"),
            ),
            Self::FirstWithin => Form::new().text(Of::One, "At the latest after", &says(ground, "first_within")).lines(
                Of::Note,
                "",
                line("the longest a client waits for its first review, like 30 days or 6 weeks"),
            ),
            Self::FiscalStart => {
                let at = usize::try_from(fiscal_start(&ground.recorded)).unwrap_or(1).saturating_sub(1);
                Form::new().choice(Of::One, "Begins in", choices(months()), at).lines(
                    Of::Note,
                    "",
                    line("figures by quarter and year go by it; no due date does"),
                )
            }
            Self::Working(owner) => working(ground, owner.as_deref()),
            Self::Calendar(owner) => {
                let all = calendars(ground, owner.as_deref());
                let now = owner.as_ref().map_or_else(|| says(ground, "calendar"), |owner| own(ground, "calendar", owner).1);
                let at = all.iter().position(|(name, _)| *name == now).unwrap_or(0);
                Form::new().choice(Of::One, "Goes by", choices(all.iter().map(|(_, words)| words.as_str())), at)
            }
            Self::Capacity(owner) => {
                let hours = capacity(&ground.recorded, owner).map_or_else(String::new, |hours| hours.to_string());
                Form::new().text(Of::One, "Hours a week", &hours).lines(
                    Of::Note,
                    "",
                    line("for reviews, with their preparation; the workload is held against it"),
                )
            }
            Self::Clear(name) => {
                let days = ground.calendars.iter().find(|held| held.name == *name).map_or(0, |held| held.days.len());
                Form::new().lines(Of::Note, "", line(&format!("its {days} days off go; u brings them back")))
            }
            Self::DaysOff(found) => days_off(found),
        }
    }

    fn command(&self, form: &Form<Of>, ground: &Ground) -> Result<Option<Command>, Wrong> {
        let one = || form.value(Of::One).trim().to_owned();
        let set = |key: &str, value: String| (says(ground, key) != value).then(|| Command::Set { key: key.to_owned(), value });
        Ok(match self {
            Self::Roll => set("roll", ROLLS[form.chosen(Of::One).min(3)].0.to_owned()),
            Self::Lead => set("lead", one()),
            Self::FirstWithin => set("first_within", one()),
            Self::FiscalStart => set("fiscal_start", (form.chosen(Of::One) + 1).to_string()),
            Self::Working(owner) => {
                let key = owner.as_ref().map_or_else(|| "working_days".to_owned(), |owner| own(ground, "working_days", owner).0);
                set(&key, days_worked(form, owner.is_some())?)
            }
            Self::Calendar(owner) => {
                let key = owner.as_ref().map_or_else(|| "calendar".to_owned(), |owner| own(ground, "calendar", owner).0);
                let chosen = calendars(ground, owner.as_deref()).into_iter().nth(form.chosen(Of::One));
                chosen.and_then(|(name, _)| set(&key, name))
            }
            Self::Capacity(owner) => set(&own(ground, "capacity", owner).0, one()),
            Self::Clear(name) => {
                let (calendar, merge) = (Some(name.clone()), HolidayMerge::Replace);
                Some(Command::Holidays(AddHolidays { calendar, days: BTreeMap::new(), merge }))
            }
            Self::DaysOff(found) => {
                let merge = if form.chosen(Of::Merge) == 0 { HolidayMerge::Add } else { HolidayMerge::Replace };
                let calendar = Some(one()).filter(|name| !name.is_empty());
                let calendar = calendar.ok_or_else(|| (Of::One, "the calendar needs a name".to_owned()))?;
                Some(Command::Holidays(AddHolidays { calendar: Some(calendar), days: found.days.clone(), merge }))
            }
        })
    }

    fn over(&self, command: Command, seen: &Ground) -> Command {
        match command {
            Command::Set { key, value } => Command::SetOver { over: says(seen, &key), key, value },
            other => other,
        }
    }

    // What is a change as it stands waits for the first key of Save.
    fn begins(&self) -> Begins {
        if matches!(self, Self::Clear(_) | Self::DaysOff(_)) { Begins::Standing } else { Begins::Empty }
    }

    fn follow(&self, form: &mut Form<Of>) {
        if let Self::Working(Some(_)) = self {
            for at in 0..WEEK.len() {
                if form.chosen(Of::Own) == 0 { form.hide(Of::Day(at)) } else { form.reveal(Of::Day(at)) }
            }
        }
    }
}

fn working(ground: &Ground, owner: Option<&str>) -> Form<Of> {
    let worked = &ground.settings_for(owner).calendar.working;
    let apart = owner.is_some_and(|owner| !own(ground, "working_days", owner).1.is_empty());
    let mut form = Form::new();
    if owner.is_some() {
        form = form.choice(Of::Own, "Goes by", choices(["as the book", "days of their own"]), usize::from(apart));
    }
    for (at, (day, _, name)) in WEEK.into_iter().enumerate() {
        form = form.choice(Of::Day(at), name, choices(["worked", "off"]), usize::from(!worked.contains(&day)));
    }
    form
}

fn days_worked(form: &Form<Of>, of_owner: bool) -> Result<String, Wrong> {
    if of_owner && form.chosen(Of::Own) == 0 {
        return Ok(String::new());
    }
    let worked = WEEK.iter().enumerate().filter(|(at, _)| form.chosen(Of::Day(*at)) == 0).map(|(_, (_, written, _))| *written);
    let worked: Vec<&str> = worked.collect();
    if worked.is_empty() { Err((Of::Day(0), "at least one day is worked".to_owned())) } else { Ok(worked.join(",")) }
}

fn days_off(found: &DaysOff) -> Form<Of> {
    let mut said = Vec::new();
    if let (Some((first, _)), Some((last, _))) = (found.days.first_key_value(), found.days.last_key_value()) {
        said.push(sheet::line(Role::Text, &format!("{} days off, from {first} to {last}", found.days.len())));
    }
    said.extend(found.named.as_ref().map(|name| sheet::line(Role::Dim, &format!("the file calls itself {name}"))));
    said.extend(found.notes.iter().take(3).map(|note| sheet::line(Role::Warning, note)));
    Form::new().lines(Of::Note, "", said).text(Of::One, "Calendar", &found.calendar).choice(
        Of::Merge,
        "They",
        choices(["join those it has", "take their place"]),
        0,
    )
}
