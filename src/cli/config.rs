//! `config`: settings of the book, and the person's own.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde_json::json;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::settings::{Keys, OWN, UserSettings, is_own};
use crate::domain::command::{Command as Action, known_settings};
use crate::domain::refusal::Refusal;
use crate::store::{Store, StoreError};

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
Of the book: currency, roll, working_days, lead, first_within, fiscal_start, reasons, capacity.OWNER.
Your own: name, book, theme, keys.ACTION.

Examples:
  quarterdeck config set lead 21                   reviews are upcoming three weeks ahead
  quarterdeck config set capacity.Ana 12           Ana has twelve hours a week for reviews
  quarterdeck config set name \"Ana Moreno\"         the name your entries carry")]
    Set {
        /// Which
        key: String,
        /// Its value
        #[arg(allow_hyphen_values = true)]
        value: String,
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
            Command::Set { key, value, json } => set(&key, &value, json, call),
        }
    }
}

fn path(json: bool, call: &mut Call) -> Result<(), Fault> {
    let file = call.settings_file.as_ref().map(|file| file.display().to_string());
    if json {
        return call.out.json(&json!({ "config": file, "book": call.book.display().to_string() }));
    }
    call.out.text(&file.ok_or_else(no_folder)?)
}

fn no_folder() -> Fault {
    Fault::refused("there is no folder for settings").hint("say where they are with --config FILE")
}

fn show(json: bool, call: &mut Call) -> Result<(), Fault> {
    let book = book_settings(call)?;
    let own = own_settings(&call.settings);
    if json {
        let file = call.settings_file.as_ref().map(|file| file.display().to_string());
        let path = call.book.display().to_string();
        return call.out.json(&json!({ "config": file, "book_file": path, "book": book, "user": own }));
    }
    let mut table = Table::new(&["of", "setting", "value"]);
    for (key, value) in book.iter().flatten() {
        table.row(["the book", key, value]);
    }
    for (key, value) in &own {
        table.row(["yourself", key, value]);
    }
    call.out.table(&table)
}

/// The book's settings with the defaults of those not set; none where there is no book and none was named.
fn book_settings(call: &Call) -> Result<Option<BTreeMap<String, String>>, Fault> {
    let store = match Store::open(&call.book, call.today()) {
        Ok(store) => store,
        Err(StoreError::Missing(_)) if !call.book_named => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut settings: BTreeMap<String, String> =
        known_settings().map(|(key, default, _)| (key.to_owned(), default.to_owned())).collect();
    let ground = store.ground();
    settings.extend(ground.recorded.iter().map(|setting| (setting.key.clone(), setting.value.clone())));
    Ok(Some(settings))
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

fn set(key: &str, value: &str, json: bool, call: &mut Call) -> Result<(), Fault> {
    let summary = if is_own(key) {
        let file = call.settings_file.clone().ok_or_else(no_folder)?;
        UserSettings::write(&file, key, value)?;
        format!("set {key} to {} in {}", value.trim(), file.display())
    } else {
        let of_book = known_settings().any(|(known, ..)| known == key) || key.starts_with("capacity.");
        if !of_book {
            let known: Vec<&str> = known_settings().map(|(known, ..)| known).chain(["capacity.OWNER"]).chain(OWN).collect();
            let hint = format!("there are {}, keys.ACTION", known.join(", "));
            return Err(Refusal::NotFound { what: "setting", name: key.to_owned(), hint }.into());
        }
        let store = call.open()?;
        store.execute(&Action::Set { key: key.to_owned(), value: value.to_owned() }, &call.stamp)?.summary
    };
    if json {
        return call.out.json(&json!({ "key": key, "value": value.trim() }));
    }
    call.out.text(&summary)
}
