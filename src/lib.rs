//! Quarterdeck: the account-review console for the terminal.
//!
//! `ARCHITECTURE.md` draws the floors: `domain` (rules), `store` (one SQLite file), `exchange` (files in and out), and the two
//! front doors `cli` and `console`. This file and `main.rs` wire them and are the only place that reads the clock,
//! the environment and the arguments.

pub mod cli;
pub mod console;
pub mod domain;
pub mod exchange;
pub mod private;
pub mod store;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, DurationRound, FixedOffset, Local, TimeDelta};

use cli::{Fault, Opening, Surroundings};
use console::canvas::Look;
use console::formats::Formats;
use console::glyphs::Glyphs;
use console::keys::Keymap;
use console::theme::{Depth, Theme};
use domain::model::builtin;
use domain::stamp::Stamp;
use exchange::source::workbook;
use store::fleeting::{self, FleetingFolder};
use store::{Store, StoreError};

/// Runs the program; started by itself to parse a workbook, it does only that.
pub fn main() -> ExitCode {
    private::keep();
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == workbook::VERB) {
        return workbook::serve(args.next());
    }
    if let Some(program) = this_program() {
        workbook::use_program(program);
    }
    outlive_limits();
    cli::run(surroundings(), &console_entry)
}

/// A file that may grow no further is a write that fails, and is told as one, rather than the end of the program.
#[cfg(unix)]
fn outlive_limits() {
    let heard = std::sync::Arc::default();
    // Where that cannot be had, the system ends the program, as it does with any other.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard);
}

#[cfg(not(unix))]
fn outlive_limits() {}

/// Where this program lies; on Linux the one that runs, whatever has become of its file since.
fn this_program() -> Option<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Some(running) } else { std::env::current_exe().ok() }
}

/// Opens the console on a book; makes an empty one where there is none.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]
fn console_entry(opening: Opening) -> Result<ExitCode, Fault> {
    let Opening { book, stamp, settings, sample, colours, fixed_day, zone, settings_file } = opening;
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        let fault = Fault::refused("this terminal calls itself dumb (TERM=dumb): it cannot show the console");
        return Err(fault.hint("give a command instead (quarterdeck --help lists them), or set TERM to what the terminal is"));
    }
    fleeting::sweep_old_folders();
    let (store, rescued) = match Store::open(&book, stamp.today) {
        Err(StoreError::Missing(_)) => (Store::create(&book, builtin::all()[0].0, &stamp)?, None),
        // Where nothing can be read of it, what is wrong with the book says more than what became of the rescue.
        Err(StoreError::Damaged(why)) => match store::salvage(&book, stamp.today) {
            Ok(salvage) => console::desk::Rescued::of(salvage, &why),
            Err(_) => return Err(StoreError::Damaged(why).into()),
        },
        other => (other?, None),
    };
    store.sweep_old_files();
    let set = |name: &str| std::env::var(name).ok();
    let depth = match colours {
        true => Depth::of(None, set("COLORTERM").as_deref(), set("TERM").as_deref()),
        false => Depth::Mono,
    };
    let name = settings.theme.as_deref().unwrap_or(if colours { "dark" } else { "mono" });
    let look = Look {
        theme: Theme::named(name, depth).map_err(Fault::refused)?,
        glyphs: if set("QUARTERDECK_ASCII").is_some() { Glyphs::Ascii } else { Glyphs::Unicode },
        formats: Formats::default(),
        presenter: false,
        today: stamp.today,
    };
    let keys: Vec<(String, Vec<String>)> = settings.keys.into_iter().map(|(action, keys)| (action, keys.into_list())).collect();
    let keymap = Keymap::changed(keys.iter().map(|(action, keys)| (action.as_str(), keys.as_slice()))).map_err(Fault::refused)?;
    let by = stamp.by.clone();
    let fixed = fixed_day.then_some(stamp.today);
    let clock = move || {
        let now = zone.map_or_else(now, |zone| now().with_timezone(&zone).fixed_offset());
        Stamp { now, today: fixed.unwrap_or(now.date_naive()), by: by.clone() }
    };
    Ok(console::start::start(console::app::Opening {
        store,
        rescued,
        config: settings_file,
        about: sample.then(|| "sample book, goes away at the end".to_owned()),
        clock: Box::new(clock),
        fixed_day,
        look,
        keymap,
        sample: sample_places(),
        home: std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from),
        mappings: folders().map(|folders| folders.config_dir().join("mappings")),
        memory: folders().map(|folders| folders.state_dir().unwrap_or(folders.data_local_dir()).to_owned()),
    }))
}

/// Gives a place for a sample book each time one is asked for; the places go away with the console.
fn sample_places() -> Box<dyn Fn() -> PathBuf> {
    let folders = std::cell::RefCell::new(Vec::new());
    Box::new(move || {
        let folder = FleetingFolder::make();
        folder.map_or_else(
            |_| PathBuf::from("sample.db"),
            |folder| {
                let book = folder.path().join("sample.db");
                folders.borrow_mut().push(folder);
                book
            },
        )
    })
}

/// The instant, to the second, with the local offset.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]
fn now() -> DateTime<FixedOffset> {
    let now = Local::now().fixed_offset();
    now.duration_trunc(TimeDelta::seconds(1)).unwrap_or(now)
}

/// The platform's folders for this program.
fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "quarterdeck")
}

/// The clock, the environment, the arguments and the terminal, read once.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]
fn surroundings() -> Surroundings {
    let said = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let text = |name: &str| said(name).map(|value| value.to_string_lossy().into_owned());
    let folders = folders();
    let writes_terminal = std::io::stdout().is_terminal();
    Surroundings {
        args: std::env::args_os().collect(),
        now: now(),
        book: said("QUARTERDECK_BOOK").map(PathBuf::from),
        user: ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(text),
        home: said("HOME").map(PathBuf::from),
        config_folder: folders.as_ref().map(|folders| folders.config_dir().to_owned()),
        data_folder: folders.as_ref().map(|folders| folders.data_dir().to_owned()),
        reads_terminal: std::io::stdin().is_terminal(),
        writes_terminal,
        tells_terminal: std::io::stderr().is_terminal(),
        // Asked without a terminal, crossterm starts `tput` twice: longer than most commands take.
        width: if writes_terminal { crossterm::terminal::window_size().map_or(80, |size| size.columns.max(20)) } else { 80 },
        colours: said("NO_COLOR").is_none() && text("TERM").is_none_or(|term| term != "dumb"),
    }
}
