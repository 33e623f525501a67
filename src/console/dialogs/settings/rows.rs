//! The settings of a book as lines: what each is, what it says now, and what Enter does.

use super::fields::{ROLLS, WEEK, What, months, own, says};
use crate::console::canvas::Look;
use crate::console::dialogs::sheet;
use crate::console::parts::list::Row;
use crate::console::theme::Role;
use crate::domain::calendar::Period;
use crate::domain::change::HolidayCalendar;
use crate::domain::command::{BOOK_CALENDAR, capacity, fiscal_start};
use crate::domain::model::Segment;
use crate::domain::text::{Shown, fold};
use crate::store::Ground;

/// A list of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// All of the book.
    Book,
    /// Those of an owner.
    Owner(String),
    /// A calendar.
    Calendar(String),
}

/// What Enter does on a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    /// Changes this.
    Change(What),
    /// Edits this segment of the driving model, by its key.
    Cadence(String),
    /// Shows these.
    Turn(Page),
    /// Imports days off, at first into this calendar.
    Import(String),
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id; none for a heading or an empty line.
    pub id: Option<i64>,
    /// What it is.
    pub label: Shown,
    /// What it says.
    pub value: Shown,
    /// How the label is drawn.
    pub role: Role,
    /// What Enter does.
    pub does: Option<Does>,
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        self.id
    }
}

/// Lines under construction.
struct Sheet<'a> {
    ground: &'a Ground,
    look: &'a Look,
    entries: Vec<Entry>,
}

impl Sheet<'_> {
    fn heading(&mut self, words: &str) {
        if !self.entries.is_empty() {
            self.plain(Role::Text, "", "");
        }
        self.plain(Role::Title, words, "");
    }

    fn plain(&mut self, role: Role, label: &str, value: &str) {
        self.entries.push(Entry { id: None, label: Shown::line(label), value: Shown::line(value), role, does: None });
    }

    fn entry(&mut self, label: &str, value: &str, does: Does) {
        let id = i64::try_from(self.entries.len()).ok();
        let label = Shown::line(&format!("  {label}"));
        self.entries.push(Entry { id, label, value: Shown::line(value), role: Role::Text, does: Some(does) });
    }

    fn change(&mut self, label: &str, value: &str, what: What) {
        self.entry(label, value, Does::Change(what));
    }

    /// How many days off a calendar has, and the next of them.
    fn calendar(&self, calendar: &HolidayCalendar) -> String {
        let next = calendar.days.range(self.look.today..).next();
        let next = next.map_or_else(
            || "none to come".to_owned(),
            |(day, name)| format!("next {} {name}", self.look.formats.date(*day)).trim_end().to_owned(),
        );
        match calendar.days.len() {
            0 => "no days off".to_owned(),
            1 => format!("1 day off, {next}"),
            n => format!("{n} days off, {next}"),
        }
    }

    fn book(&mut self, owners: &[String]) {
        let ground = self.ground;
        self.heading("Due dates");
        let roll = says(ground, "roll");
        let rolled = ROLLS.iter().find(|(written, _)| *written == roll).map_or(roll.as_str(), |(_, words)| words);
        self.change("On a day off", rolled, What::Roll);
        self.change("Upcoming", &format!("{} days before the due date", says(ground, "lead")), What::Lead);
        self.change("First reviews", &format!("within {}", says(ground, "first_within")), What::FirstWithin);
        let month = usize::try_from(fiscal_start(&ground.recorded)).unwrap_or(1);
        self.change("Fiscal year", &format!("begins in {}", months().nth(month - 1).unwrap_or("January")), What::FiscalStart);
        self.heading("Days worked and days off");
        self.change("Working days", &week(&ground.settings.calendar.working), What::Working(None));
        let chosen = says(ground, "calendar");
        let held = ground.calendars.iter().find(|held| fold(&held.name) == fold(&chosen));
        let said = held.map_or_else(|| "no days off".to_owned(), |held| self.calendar(held));
        self.change("Calendar of the book", &format!("{chosen}: {said}"), What::Calendar(None));
        for held in &ground.calendars {
            let said = self.calendar(held);
            self.entry(&format!("Calendar {}", held.name), &said, Does::Turn(Page::Calendar(held.name.clone())));
        }
        self.entry("Import days off", "from an .ics file or a list of dates", Does::Import(chosen));
        for fault in ground.calendar_faults() {
            self.plain(Role::Bad, "  ! Mistake", &fault);
        }
        self.heading("Owners");
        for owner in owners {
            let said = self.owner(owner);
            self.entry(owner, &said, Does::Turn(Page::Owner(owner.clone())));
        }
        if owners.is_empty() {
            self.plain(Role::Dim, "  no client has an owner yet", "");
        }
        let model = ground.driving();
        self.heading(&format!("Cadence ({})", model.name));
        for segment in &model.segments {
            let label = sheet::segment(model, Some(&segment.key));
            self.entry(&label, &cadence(segment), Does::Cadence(segment.key.clone()));
        }
    }

    fn hours(&self, owner: &str) -> String {
        capacity(&self.ground.recorded, owner)
            .map_or_else(|| "hours not said".to_owned(), |hours| format!("{} hours a week", sheet::figure(self.look, hours)))
    }

    fn own_calendar(&self, owner: &str) -> Option<String> {
        let set = own(self.ground, "calendar", owner).1;
        let same = || self.ground.calendars.iter().find(|held| fold(&held.name) == fold(owner)).map(|held| held.name.clone());
        Some(set).filter(|set| !set.is_empty()).or_else(same)
    }

    fn own_days(&self, owner: &str) -> Option<String> {
        let apart = !own(self.ground, "working_days", owner).1.is_empty();
        apart.then(|| week(&self.ground.settings_for(Some(owner)).calendar.working))
    }

    fn owner(&self, owner: &str) -> String {
        let calendar = self.own_calendar(owner).map(|name| format!("calendar {name}"));
        let said: Vec<String> = [Some(self.hours(owner)), calendar, self.own_days(owner)].into_iter().flatten().collect();
        said.join(", ")
    }

    fn of_owner(&mut self, owner: &str) {
        let hours = self.hours(owner);
        self.change("Hours for reviews", &hours, What::Capacity(owner.to_owned()));
        let calendar = self.own_calendar(owner).unwrap_or_else(|| "as the book".to_owned());
        self.change("Calendar", &calendar, What::Calendar(Some(owner.to_owned())));
        let days = self.own_days(owner).unwrap_or_else(|| "as the book".to_owned());
        self.change("Working days", &days, What::Working(Some(owner.to_owned())));
        self.entry("Import days off", &format!("for a calendar named {owner}"), Does::Import(owner.to_owned()));
    }

    fn of_calendar(&mut self, name: &str) {
        let Some(held) = self.ground.calendars.iter().find(|held| held.name == name) else { return };
        self.entry("Import days off", "from an .ics file or a list of dates", Does::Import(name.to_owned()));
        if held.days.is_empty() {
            return;
        }
        self.change("Clear", "takes all its days off away", What::Clear(name.to_owned()));
        let to_come = held.days.range(self.look.today..).count();
        self.heading(&format!("{} days off, {to_come} to come", held.days.len()));
        let after = held.days.range(self.look.today..);
        for (day, called) in after.chain(held.days.range(..self.look.today).rev()).take(400) {
            // Days are read, not changed one by one: they can be selected so that they can be scrolled to.
            let id = i64::try_from(self.entries.len()).ok();
            let label = Shown::line(&format!("  {} {}", day.format("%a"), self.look.formats.date(*day)));
            let role = if *day < self.look.today { Role::Dim } else { Role::Text };
            self.entries.push(Entry { id, label, value: Shown::line(called), role, does: None });
        }
    }
}

/// Weekdays as they are written side by side.
fn week(worked: &[chrono::Weekday]) -> String {
    let all: Vec<&str> = WEEK.iter().filter(|(day, ..)| worked.contains(day)).map(|(_, _, name)| &name[..3]).collect();
    all.join(" ")
}

/// A period after `every`: `month`, `2 weeks`.
fn every(period: Period) -> String {
    let said = period.to_string();
    if period.n == 1 { said.trim_start_matches("1 ").to_owned() } else { said }
}

/// What a segment asks for, in a line.
fn cadence(segment: &Segment) -> String {
    if segment.touchpoints.is_empty() {
        return format!("as needed, silent after {}", every(segment.floor));
    }
    let each: Vec<String> =
        segment.touchpoints.iter().map(|touchpoint| format!("{} every {}", touchpoint.kind, every(touchpoint.every))).collect();
    format!("{}, grace {}", each.join(", "), segment.grace)
}

/// The title of a page.
#[must_use]
pub fn title(page: &Page) -> String {
    match page {
        Page::Book => "Settings of the book".to_owned(),
        Page::Owner(owner) => format!("Settings of {owner}"),
        Page::Calendar(name) if name == BOOK_CALENDAR => "Calendar of the book".to_owned(),
        Page::Calendar(name) => format!("Calendar {name}"),
    }
}

/// The lines of a page.
#[must_use]
pub fn entries(page: &Page, ground: &Ground, owners: &[String], look: &Look) -> Vec<Entry> {
    let mut sheet = Sheet { ground, look, entries: Vec::new() };
    match page {
        Page::Book => sheet.book(owners),
        Page::Owner(owner) => sheet.of_owner(owner),
        Page::Calendar(name) => sheet.of_calendar(name),
    }
    sheet.entries
}
