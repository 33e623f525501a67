//! `holidays`: the days off of the book's calendars, from a file, listed, and cleared.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Map, json};

use super::call::Call;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shifts::{Going, bring_about, carry_out};
use crate::domain::change::HolidayCalendar;
use crate::domain::command::{AddHolidays, BOOK_CALENDAR, Command, HolidayMerge};
use crate::domain::filter::{Filter, TextField, TextTest};
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;
use crate::exchange::holidays::{Holidays as Read, read, span};
use crate::exchange::import::dates::DateOrder;
use crate::store::{Ground, Store};

/// Days off: due dates roll to a working day around them. A book can have several calendars, one for itself and others for the
/// clients of some owners.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck holidays import bavaria.ics --dry-run
  quarterdeck holidays import uk.csv --calendar uk
  quarterdeck config set calendar.Ben uk           the clients of Ben go by it
  quarterdeck holidays list --calendar uk

The book goes by the calendar that its setting `calendar` names (`book` where nothing was set).
The clients of an owner go by the one that `calendar.OWNER` names, else by the one that has the
owner's name.")]
pub struct Holidays {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Take days off from an .ics file or a list of dates
    #[command(after_help = "\
Examples:
  quarterdeck holidays import bavaria.ics --dry-run       see first which due dates move
  quarterdeck holidays import days.txt --date-order dmy
  quarterdeck holidays import uk.ics --calendar uk --replace

A list has one date a line, with a name after it where you like: 2026-12-25, Christmas Day.
Events that repeat are taken from two years back to ten years ahead.")]
    Import(Import),
    /// List days off
    #[command(after_help = "\
Example:
  quarterdeck holidays list --calendar uk --json")]
    List {
        /// Only this calendar
        #[arg(long, value_name = "NAME")]
        calendar: Option<String>,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Take all days off out of a calendar
    #[command(after_help = "\
Example:
  quarterdeck holidays clear --calendar uk --dry-run")]
    Clear {
        /// The calendar; the book's own where none is named
        #[arg(long, value_name = "NAME")]
        calendar: Option<String>,
        /// Only show which due dates would move
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct Import {
    /// The file
    file: PathBuf,
    /// The calendar, made where there is none of that name; the book's own where none is named
    #[arg(long, value_name = "NAME")]
    calendar: Option<String>,
    /// Put the days in place of those the calendar has
    #[arg(long)]
    replace: bool,
    /// The order of day (d), month (m) and year (y) in a list of dates: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DateOrder>,
    /// Only show which due dates would move
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Holidays {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        match self.command {
            Action::Import(import) => import.run(call),
            Action::List { calendar, json } => list(calendar.as_deref(), json, call),
            Action::Clear { calendar, dry_run, json } => clear(calendar, Going::by(dry_run), json, call),
        }
    }
}

impl Import {
    fn run(self, call: &mut Call) -> Result<(), Fault> {
        let Read { days, notes, name: _ } = read(&self.file, span(call.today()), self.date_order)?;
        let store = call.open()?;
        let calendar = named(self.calendar.as_deref(), &store.ground());
        let merge = if self.replace { HolidayMerge::Replace } else { HolidayMerge::Add };
        let mut about = Map::new();
        about.insert("calendar".to_owned(), json!(calendar));
        about.insert("read".to_owned(), json!(days.len()));
        let noted = notes.iter().map(|note| json!({ "line": note.line, "what": note.what, "hint": note.hint }));
        about.insert("notes".to_owned(), noted.collect());
        let command = Command::Holidays(AddHolidays { calendar: Some(calendar.clone()), days, merge });
        // The same file twice changes nothing, and that is no mistake.
        let moved = bring_about(&store, &command, Going::by(self.dry_run), call)?;
        for note in &notes {
            call.aside(&note.to_string());
        }
        moved.answer(&about, self.json, call)?;
        if !is_gone_by(&store, &calendar, call.today())? {
            call.aside(&format!(
                "nothing goes by calendar {calendar} yet; to make it apply: quarterdeck config set calendar {0}   (or for the \
                 clients of one owner: quarterdeck config set calendar.OWNER {0})",
                quoted(&calendar)
            ));
        }
        Ok(())
    }
}

fn clear(calendar: Option<String>, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    let calendar = named(calendar.as_deref(), &store.ground());
    let mut about = Map::new();
    about.insert("calendar".to_owned(), json!(calendar));
    let days = BTreeMap::new();
    let command = Command::Holidays(AddHolidays { calendar: Some(calendar), days, merge: HolidayMerge::Replace });
    carry_out(&store, &command, going, call)?.answer(&about, json, call)
}

fn list(calendar: Option<&str>, json: bool, call: &mut Call) -> Result<(), Fault> {
    let store = call.open()?;
    let ground = store.ground();
    let asked = |known: &&HolidayCalendar| calendar.is_none_or(|asked| fold(&known.name) == fold(asked));
    let calendars: Vec<&HolidayCalendar> = ground.calendars.iter().filter(asked).collect();
    if let (Some(asked), true) = (calendar, calendars.is_empty()) {
        let names: Vec<&str> = ground.calendars.iter().map(|known| known.name.as_str()).collect();
        let hint = match names.as_slice() {
            [] => "there is none yet; fill one with `holidays import FILE`".to_owned(),
            names => format!("there are {}", names.join(", ")),
        };
        return Err(Refusal::NotFound { what: "calendar", name: asked.to_owned(), hint }.into());
    }
    let rows = || calendars.iter().flat_map(|known| known.days.iter().map(|(date, name)| (known.name.as_str(), date, name)));
    if json {
        let mut list = List::begin(&mut call.out)?;
        for (calendar, date, name) in rows() {
            list.item(&json!({ "calendar": calendar, "date": date, "name": Some(name).filter(|name| !name.is_empty()) }))?;
        }
        return list.end(i64::try_from(rows().count()).unwrap_or(i64::MAX));
    }
    let mut table = Table::new(&["date", "weekday", "name", "calendar"]);
    for (calendar, date, name) in rows() {
        table.row([&date.to_string(), &date.format("%A").to_string(), name.as_str(), calendar]);
    }
    call.out.table(&table)
}

/// A calendar as `config show` lists it.
#[must_use]
pub fn calendar_in_words(calendar: &HolidayCalendar) -> String {
    let n = calendar.days.len();
    let days = if n == 1 { "1 day off".to_owned() } else { format!("{n} days off") };
    match (calendar.days.first_key_value(), calendar.days.last_key_value()) {
        (Some((first, _)), Some((last, _))) => format!("{days}, {first} to {last}"),
        (None, _) | (_, None) => days,
    }
}

/// The calendar meant: as it is spelled in the book, the book's own where none is named.
fn named(asked: Option<&str>, ground: &Ground) -> String {
    let asked = asked.map(str::trim).filter(|asked| !asked.is_empty()).unwrap_or_else(|| books_own(ground));
    let known = ground.calendars.iter().find(|known| fold(&known.name) == fold(asked));
    known.map_or_else(|| asked.to_owned(), |known| known.name.clone())
}

/// The calendar the book goes by.
fn books_own(ground: &Ground) -> &str {
    let set = ground.recorded.iter().find(|setting| setting.key == "calendar").map(|setting| setting.value.as_str());
    set.filter(|name| !name.is_empty()).unwrap_or(BOOK_CALENDAR)
}

/// Whether the book, or the clients of some owner, go by a calendar.
fn is_gone_by(store: &Store, calendar: &str, today: NaiveDate) -> Result<bool, Fault> {
    let ground = store.ground();
    let same = |name: &str| fold(name) == fold(calendar);
    let of_owner = ground.recorded.iter().any(|setting| setting.key.starts_with("calendar.") && same(&setting.value));
    if of_owner || same(books_own(&ground)) {
        return Ok(true);
    }
    let owned = Filter::Text(TextField::Owner, TextTest::Whole(fold(calendar)));
    Ok(store.count_clients(Some(&owned), today)? > 0)
}

/// A name as the shell takes it.
fn quoted(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}
