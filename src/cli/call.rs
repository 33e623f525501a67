//! One call of the program: who acts, when, on which book, and where the answer goes.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use chrono_tz::Tz;

use super::args::{Color, General};
use super::clients::each;
use super::fault::Fault;
use super::print::{Look, Out, tell};
use super::settings::UserSettings;
use crate::domain::calendar::understand;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::builtin;
use crate::domain::stamp::Stamp;
use crate::domain::text::Shown;
use crate::exchange::refused::shown_path;
use crate::store::{ClientQuery, Store, StoreError};

/// What the program finds around it; only `lib.rs` looks.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// The instant, to the second, with the local offset.
    pub now: DateTime<FixedOffset>,
    /// The book the environment names.
    pub book: Option<PathBuf>,
    /// The system's name of the person.
    pub user: Option<String>,
    /// The person's folder.
    pub home: Option<PathBuf>,
    /// The platform's folder for this program's settings.
    pub config_folder: Option<PathBuf>,
    /// The platform's folder for this program's data.
    pub data_folder: Option<PathBuf>,
    /// Whether keys can be read.
    pub reads_terminal: bool,
    /// Whether standard output is a terminal.
    pub writes_terminal: bool,
    /// Whether standard error is a terminal.
    pub tells_terminal: bool,
    /// Columns of the terminal.
    pub width: u16,
    /// Whether the environment has nothing against colours.
    pub colours: bool,
}

/// A book to be opened in the console.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Where it is; the console makes it where there is none.
    pub book: PathBuf,
    /// Who acts, when.
    pub stamp: Stamp,
    /// The person's own settings.
    pub settings: UserSettings,
    /// Whether it is the sample book, which goes away afterwards.
    pub sample: bool,
    /// Whether colours are wanted.
    pub colours: bool,
    /// Whether today was set by hand.
    pub fixed_day: bool,
    /// The zone of the book's days, where it is not the system's.
    pub zone: Option<Tz>,
    /// Where the person's own settings are kept.
    pub settings_file: Option<PathBuf>,
}

/// The circumstances of one command.
pub struct Call {
    /// Who acts, when.
    pub stamp: Stamp,
    /// Where the book is.
    pub book: PathBuf,
    /// Whether the arguments or the environment name that book, so that it must be there.
    pub book_named: bool,
    /// The person's own settings.
    pub settings: UserSettings,
    /// Where those are kept.
    pub settings_file: Option<PathBuf>,
    /// Whether the console could open.
    pub on_terminal: bool,
    /// The folder of the person's own model files.
    pub models: Option<PathBuf>,
    /// The folder of the mappings of imported files.
    pub mappings: Option<PathBuf>,
    /// Whether a person reads standard error.
    pub tells_terminal: bool,
    /// Whether colours are wanted.
    pub colours: bool,
    /// Whether today was set by hand.
    pub fixed_day: bool,
    /// The zone of the book's days, where it is not the system's.
    pub zone: Option<Tz>,
    /// Standard output.
    pub out: Out,
    /// The last entry that the book opened last has saved; 0 where there is none.
    saved: RefCell<Arc<AtomicI64>>,
    /// What was made that stands whatever comes after it, in words.
    stands: RefCell<Option<String>>,
}

impl Call {
    /// Puts together what the arguments, the environment and the settings say.
    pub fn of(general: &General, around: &Surroundings) -> Result<Self, Fault> {
        let book_named = general.book.is_some() || around.book.is_some();
        let settings_file = general.config.clone().or_else(|| Some(around.config_folder.as_ref()?.join("config.toml")));
        let settings = match &settings_file {
            Some(file) => match UserSettings::read(file, general.config.is_some(), around.home.as_deref()) {
                // Which book and whose name they would have said is said already.
                Err(fault) if general.config.is_none() && book_named && general.user.is_some() => {
                    tell(&Shown::block(&format!("note: {}; your own settings are left out", fault.what())));
                    UserSettings::default()
                }
                Err(fault) if general.config.is_none() => {
                    let hint = "mend or move that file; until then, --book and --user say what it would have said";
                    return Err(fault.hint(hint));
                }
                read => read?,
            },
            None => UserSettings::default(),
        };
        let date = around.now.date_naive();
        let today = general.today.as_deref().map_or(Ok(date), |text| understand(text, date))?;
        let named = general.user.as_ref().or(settings.name.as_ref()).or(around.user.as_ref());
        let by = named.map(|name| Shown::line(name.trim()).into_string()).filter(|name| !name.is_empty());
        let by = by.unwrap_or_else(|| "somebody".to_owned());
        if by.chars().count() > 200 {
            return Err(Fault::refused("the name of the user is longer than 200 characters"));
        }
        let default = || Some(around.data_folder.as_ref()?.join("book.db"));
        let book = general.book.clone().or_else(|| around.book.clone()).or_else(|| settings.book.clone()).or_else(default);
        let book =
            book.ok_or_else(|| Fault::refused("there is no folder to keep a book in").hint("say where it is with --book FILE"))?;
        let colours = match general.color {
            Color::Auto => around.writes_terminal && around.colours,
            Color::Always => true,
            Color::Never => false,
        };
        Ok(Self {
            models: around.config_folder.as_ref().map(|folder| folder.join("models")),
            mappings: around.config_folder.as_ref().map(|folder| folder.join("mappings")),
            stamp: Stamp { now: around.now, today, by },
            book,
            book_named,
            settings,
            settings_file,
            on_terminal: around.reads_terminal && around.writes_terminal,
            tells_terminal: around.tells_terminal,
            colours,
            fixed_day: general.today.is_some(),
            zone: None,
            out: Out::new(Look { terminal: around.writes_terminal, width: around.width, colours }),
            saved: RefCell::default(),
            stands: RefCell::default(),
        })
    }

    /// Says what was made, for the case that the answer can no longer be given.
    pub fn made(&self, what: impl Into<String>) {
        *self.stands.borrow_mut() = Some(what.into());
    }

    /// What stands although the command failed afterwards, in words.
    #[must_use]
    pub fn stands(&self) -> Option<String> {
        let saved = self.saved.borrow().load(Ordering::Relaxed);
        let entry = (saved > 0).then(|| format!("what was asked is saved, as entry {saved} of the history"));
        self.stands.borrow().clone().or(entry)
    }

    /// A book that was opened: what it saves, and the backups before, are told with the answer.
    pub fn opened(&self, store: Store) -> Store {
        *self.saved.borrow_mut() = store.saved();
        self.out.tell_of(store.last_precaution());
        store
    }

    /// Says beside the answer that a backup failed, and makes the scheduled one where it is due: after the answer, so that nobody
    /// waits for it. What fails changes nothing about what was done.
    pub fn keep_safe(&self) {
        if let Some(why) = self.out.backup_failed() {
            self.aside(&format!("no backup could be made before it: {why}"));
        }
        if self.saved.borrow().load(Ordering::Relaxed) == 0 {
            return;
        }
        let kept = Store::open(&self.book, self.today()).and_then(|store| store.backup_when_due(&self.stamp));
        if let Err(error) = kept {
            let why = error.to_string().replace("; nothing was changed", "");
            self.aside(&format!("it is done, but the backup that is due could not be made: {why}"));
        }
    }

    /// Takes the day from the zone the book sets, unless the day was given. Any other trouble with the book than
    /// waiting for it shows when the command opens it.
    pub fn settle_day(&mut self) -> Result<(), Fault> {
        if self.fixed_day {
            return Ok(());
        }
        self.zone = match Store::zone(&self.book) {
            Err(busy @ StoreError::Busy) => return Err(busy.into()),
            read => read.ok().flatten(),
        };
        if let Some(zone) = self.zone {
            self.stamp.now = self.stamp.now.with_timezone(&zone).fixed_offset();
            self.stamp.today = self.stamp.now.date_naive();
        }
        Ok(())
    }

    /// The civil day the command goes by.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.stamp.today
    }

    /// The book, which must be there.
    pub fn open(&self) -> Result<Store, Fault> {
        let store = self.open_as_it_is()?;
        store.look_through()?;
        Ok(store)
    }

    /// The book, which must be there, even where pages of it cannot be read.
    pub fn open_as_it_is(&self) -> Result<Store, Fault> {
        Ok(self.opened(Store::open(&self.book, self.today())?))
    }

    /// The book, made with the default model where there is none.
    pub fn open_or_make(&self) -> Result<Store, Fault> {
        match Store::open(&self.book, self.today()) {
            Err(StoreError::Missing(_)) => {
                let store = self.make(&self.book)?;
                self.aside(&format!("made a new book at {}", shown_path(&self.book)));
                Ok(store)
            }
            other => Ok(self.opened(other?)),
        }
    }

    /// A new book with the default model.
    pub fn make(&self, path: &Path) -> Result<Store, Fault> {
        let (model, _) = builtin::all().first().expect("a model is built in");
        Ok(self.opened(Store::create(path, model, &self.stamp)?))
    }

    /// What the console needs to open a book.
    #[must_use]
    pub fn opening(&self, book: PathBuf) -> Opening {
        let (stamp, settings) = (self.stamp.clone(), self.settings.clone());
        let (colours, fixed_day, zone) = (self.colours, self.fixed_day, self.zone);
        let settings_file = self.settings_file.clone();
        Opening { book, stamp, settings, sample: false, colours, fixed_day, zone, settings_file }
    }

    /// A line beside the answer, on standard error.
    pub fn aside(&self, text: &str) {
        tell(&Shown::block(text));
    }

    /// The instant of the call as scripts read it.
    #[must_use]
    pub fn at(&self) -> String {
        self.stamp.now.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// A date as people write it, going by the day of the call.
    pub fn date(&self, text: &str) -> Result<NaiveDate, Fault> {
        Ok(understand(text, self.today())?)
    }
}

/// The filter of `--where`.
pub fn filter(text: Option<&str>) -> Result<Option<Filter>, Fault> {
    let Some(text) = text else { return Ok(None) };
    match Filter::parse(text) {
        Ok(Filter::Everything) => Ok(None),
        Ok(filter) => Ok(Some(filter)),
        Err(error) => Err(Fault::in_filter(text, &error)),
    }
}

/// The clients that texts mean, each once, in the order given.
pub fn clients_named(store: &Store, texts: &[&str]) -> Result<Vec<ClientId>, Fault> {
    let mut found = Vec::with_capacity(texts.len());
    for text in texts {
        let client = store.find(text)?;
        if !found.contains(&client) {
            found.push(client);
        }
    }
    Ok(found)
}

/// The clients that texts mean, and those a filter lets through, each once; `model` is the one whose segments the filter names.
pub fn clients_meant(
    store: &Store,
    texts: &[&str],
    filtered: Option<&str>,
    model: Option<&str>,
    call: &Call,
) -> Result<Vec<ClientId>, Fault> {
    let filtered = filtered.map(|text| filter(Some(text))).transpose()?;
    let mut found = clients_named(store, texts)?;
    if let Some(filter) = filtered {
        let query = ClientQuery { model: model.map(str::to_owned), filter, ..ClientQuery::default() };
        let mut known: HashSet<ClientId> = found.iter().copied().collect();
        each(store, &query, usize::MAX, call.today(), |row| {
            found.extend(known.insert(row.client).then_some(row.client));
            Ok(())
        })?;
    }
    Ok(found)
}

/// A limit given on the command line; none is no limit.
#[must_use]
pub fn at_most(limit: Option<usize>) -> usize {
    limit.unwrap_or(usize::MAX)
}
