//! Quarterdeck: the account-review console for the terminal.
//!
//! `ARCHITECTURE.md` draws the floors: `domain` (rules), `store` (one SQLite file), `exchange` (files in and out), and the two
//! front doors `cli` and `console`. This file and `main.rs` wire them and are the only place that reads the clock,
//! the environment and the arguments.

pub mod cli;
pub mod console;
pub mod domain;
pub mod exchange;
pub mod store;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DurationRound, Local, TimeDelta};

use cli::{Fault, Opening, Surroundings};

/// Runs the program.
pub fn main() -> ExitCode {
    cli::run(surroundings(), &console_entry)
}

/// Opens the console on a book.
fn console_entry(_opening: Opening) -> Result<ExitCode, Fault> {
    Err(Fault::failed("the console is not part of this build").hint("use the commands: quarterdeck --help"))
}

/// The clock, the environment, the arguments and the terminal, read once.
fn surroundings() -> Surroundings {
    let said = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let text = |name: &str| said(name).map(|value| value.to_string_lossy().into_owned());
    let folders = directories::ProjectDirs::from("", "", "quarterdeck");
    let now = Local::now().fixed_offset();
    let whole = now.duration_trunc(TimeDelta::seconds(1)).unwrap_or(now);
    Surroundings {
        args: std::env::args_os().collect(),
        now: whole,
        book: said("QUARTERDECK_BOOK").map(PathBuf::from),
        user: ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(text),
        home: said("HOME").map(PathBuf::from),
        config_folder: folders.as_ref().map(|folders| folders.config_dir().to_owned()),
        data_folder: folders.as_ref().map(|folders| folders.data_dir().to_owned()),
        reads_terminal: std::io::stdin().is_terminal(),
        writes_terminal: std::io::stdout().is_terminal(),
        width: crossterm::terminal::size().map_or(80, |(columns, _)| columns.max(20)),
        colours: said("NO_COLOR").is_none() && text("TERM").is_none_or(|term| term != "dumb"),
    }
}
