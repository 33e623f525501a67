//! `config`: settings of the book, and the person's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::call::Call;
use super::fault::Fault;
use super::holidays::calendar_in_words;
use super::print::Table;
use super::settings::{Keys, OWN, UserSettings, is_own};
use super::shifts::{Going, carry_out};
use crate::domain::change::HolidayCalendar;
use crate::domain::command::{Command as Action, is_setting, known_settings, settings_in_words};
use crate::domain::refusal::Refusal;
use crate::exchange::refused::shown_path;
use crate::store::{Ground, Store, StoreError};

/// Settings of the book and your own.
#[derive(Debug, Args)]
pub struct Config {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Where your own settings are kept
    Path {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Show every setting with its value
    Show {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a setting
    #[command(after_help = "\
Of the book: currency, roll, working_days, calendar, lead, first_within, timezone, fiscal_start,
reasons, capacity.OWNER, calendar.OWNER, working_days.OWNER. Your own: name, book, theme,
keys.ACTION. An empty value makes an owner go by the book again, and takes a setting of your own
away. Where two people set the same at once, the later value stands; the history of the book has
both.

Examples:
  quarterdeck config set lead 21                   reviews are upcoming three weeks ahead
  quarterdeck config set roll following --dry-run  see first which due dates would move
  quarterdeck config set working_days.Ben mon,tue,wed
  quarterdeck config set calendar.Ben uk           the clients of Ben go by its holidays
  quarterdeck config set capacity.Ana 12           Ana has twelve hours a week for reviews
  quarterdeck config set name \"Ana Moreno\"         the name your entries carry")]
    Set {
        /// Which
        key: String,
        /// Its value
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// Only show which due dates would move
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

impl Config {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        match self.command {
            Command::Path { json } => path(json, call),
            Command::Show { json } => show(json, call),
            Command::Set { key, value, dry_run, json } => set(&key, &value, Going::by(dry_run), json, call),
        }
    }
}

fn path(json: bool, call: &mut Call) -> Result<(), Fault> {
    if json {
        let file = call.settings_file.as_ref().map(|file| file.display().to_string());
        return call.out.json(&json!({ "config": file, "book": call.book.display().to_string() }));
    }
    let file = call.settings_file.as_deref().map(shown_path).ok_or_else(no_folder)?;
    call.out.text(&file)
}

fn no_folder() -> Fault {
    Fault::refused("there is no folder for settings").hint("say where they are with --config FILE")
}

fn show(json: bool, call: &mut Call) -> Result<(), Fault> {
    let ground = ground(call)?;
    let book = ground.as_deref().map(book_settings);
    let own = own_settings(&call.settings);
    if json {
        let file = call.settings_file.as_ref().map(|file| file.display().to_string());
        let path = call.book.display().to_string();
        let calendars = ground.as_deref().map(calendars);
        return call.out.json(&json!({
            "config": file, "book_file": path, "book": book, "calendars": calendars, "user": own,
        }));
    }
    let mut table = Table::new(&["of", "setting", "value"]);
    for (key, value) in book.iter().flatten() {
        table.row(["the book", key, value]);
    }
    for calendar in ground.iter().flat_map(|ground| &ground.calendars) {
        table.row(["the book", &format!("calendar “{}”", calendar.name), &calendar_in_words(calendar)]);
    }
    for (key, value) in &own {
        table.row(["yourself", key, value]);
    }
    call.out.table(&table)
}

/// What the book goes by; none where there is no book and none was named.
fn ground(call: &Call) -> Result<Option<Arc<Ground>>, Fault> {
    match Store::open(&call.book, call.today()) {
        Ok(store) => Ok(Some(store.ground())),
        Err(StoreError::Missing(_)) if !call.book_named => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The book's settings with the defaults of those not set.
fn book_settings(ground: &Ground) -> BTreeMap<String, String> {
    let mut settings: BTreeMap<String, String> =
        known_settings().map(|(key, default, _)| (key.to_owned(), default.to_owned())).collect();
    let set = ground.recorded.iter().filter(|setting| !setting.value.is_empty());
    settings.extend(set.map(|setting| (setting.key.clone(), setting.value.clone())));
    settings
}

/// The calendars of days off in JSON.
fn calendars(ground: &Ground) -> Vec<Value> {
    let shape = |calendar: &HolidayCalendar| {
        let (first, last) = (calendar.days.first_key_value(), calendar.days.last_key_value());
        json!({
            "name": calendar.name, "days": calendar.days.len(),
            "first": first.map(|(day, _)| day), "last": last.map(|(day, _)| day),
        })
    };
    ground.calendars.iter().map(shape).collect()
}

fn own_settings(settings: &UserSettings) -> BTreeMap<String, String> {
    let mut own = BTreeMap::new();
    let book = settings.book.as_ref().map(|book| book.display().to_string());
    for (key, value) in OWN.into_iter().zip([settings.name.clone(), book, settings.theme.clone()]) {
        own.extend(value.map(|value| (key.to_owned(), value)));
    }
    for (action, keys) in &settings.keys {
        let keys = match keys {
            Keys::One(key) => key.clone(),
            Keys::Several(keys) => keys.join(", "),
        };
        own.insert(format!("keys.{action}"), keys);
    }
    own
}

fn set(key: &str, value: &str, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    if is_own(key) {
        return set_own(key, value, going, json, call);
    }
    if !is_setting(key) {
        let hint = format!("there are {}, {}, keys.ACTION", settings_in_words(), OWN.join(", "));
        return Err(Refusal::NotFound { what: "setting", name: key.to_owned(), hint }.into());
    }
    let store = call.open()?;
    let command = Action::Set { key: key.to_owned(), value: value.to_owned() };
    let moved = carry_out(&store, &command, going, call)?;
    if let (Some(receipt), false, false) = (&moved.receipt, json, moves_dates(key)) {
        return call.out.text(&receipt.summary);
    }
    let mut about = Map::new();
    about.insert("key".to_owned(), json!(key));
    about.insert("value".to_owned(), json!(value.trim()));
    moved.answer(&about, json, call)
}

/// Whether due dates or states depend on a setting.
fn moves_dates(key: &str) -> bool {
    let of = key.split_once('.').map_or(key, |(setting, _)| setting);
    ["roll", "working_days", "calendar", "lead", "first_within"].contains(&of)
}

fn set_own(key: &str, value: &str, going: Going, json: bool, call: &mut Call) -> Result<(), Fault> {
    if going == Going::Dry {
        return Err(Fault::refused(format!("{key} is your own setting: it moves no date")).hint("leave out --dry-run"));
    }
    let file = call.settings_file.clone().ok_or_else(no_folder)?;
    UserSettings::write(&file, key, value)?;
    if json {
        return call.out.json(&json!({ "key": key, "value": value.trim() }));
    }
    call.out.text(&format!("set {key} to {} in {}", value.trim(), shown_path(&file)))
}
