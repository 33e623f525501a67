//! Books and commands to be disturbed, and the judgement of what is there afterwards.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output, Stdio};

use chrono::{DateTime, NaiveDate};
use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::Incoming;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ImportPolicy, Store};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::sweep::to;

pub const TODAY: &str = "2026-06-15";
const NOTE: &str = "they asked for monthly strategy talks";

pub fn today() -> NaiveDate {
    TODAY.parse().expect("a date")
}

pub fn stamp() -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{TODAY}T09:00:00+01:00")).expect("an instant");
    Stamp { now, today: today(), by: "ana".to_owned() }
}

/// The binary that is disturbed.
#[expect(clippy::disallowed_methods, reason = "how a person names another binary to be tried")]
pub fn program() -> PathBuf {
    let other = std::env::var_os("QUARTERDECK_TEST_PROGRAM").map(PathBuf::from);
    other.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_quarterdeck")))
}

/// A folder in memory where there is one: what is shown here does not depend on a real disk.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder")
}

/// The program, or another that starts it, with nothing of the person's own around it.
pub fn hermetic(program: &Path, folder: &Path) -> Process {
    let mut process = Process::new(program);
    process.env_clear().env("HOME", folder.join("home")).env("PATH", "/usr/bin:/bin").current_dir(folder).stdin(Stdio::null());
    process
}

/// The arguments every command here has, and its own.
pub fn args<'a>(act: &'a Act, folder: &Path) -> Vec<std::ffi::OsString> {
    let book = folder.join("book.db");
    let mut all: Vec<std::ffi::OsString> = vec!["--book".into(), book.into()];
    all.extend(["--today", TODAY, "--user", "ana"].map(Into::into));
    all.extend(act.args.iter().map(|arg: &&'a str| OsStr::new(*arg).to_owned()));
    all
}

/// What a command leaves where it succeeded.
pub enum Leaves {
    /// So many entries more in the journal.
    Entries(i64),
    /// A whole file of that name.
    File(&'static str),
    /// One whole backup more.
    Backup,
    /// The book as in the backup: so many entries.
    Restored(i64),
    /// Nothing new: a book of an older version was opened.
    Version,
}

/// A command line that is disturbed.
pub struct Act {
    pub name: &'static str,
    pub args: &'static [&'static str],
    pub leaves: Leaves,
    prepare: fn(&Path),
}

pub const ACTS: [Act; 12] = [
    Act { name: "move", args: &["move", "Acme", "--to", "C", "--note", NOTE], leaves: Leaves::Entries(1), prepare: usual },
    Act { name: "review", args: &["review", "Acme"], leaves: Leaves::Entries(1), prepare: usual },
    Act { name: "undo", args: &["undo"], leaves: Leaves::Entries(1), prepare: usual },
    Act { name: "redo", args: &["redo"], leaves: Leaves::Entries(1), prepare: taken_back },
    Act { name: "import", args: &["import", "more.csv"], leaves: Leaves::Entries(1), prepare: usual },
    Act { name: "backup", args: &["backup"], leaves: Leaves::Backup, prepare: usual },
    Act { name: "restore", args: &["restore-backup", "earlier.db"], leaves: Leaves::Restored(3), prepare: usual },
    Act { name: "export", args: &["export", "-o", "out.csv"], leaves: Leaves::File("out.csv"), prepare: exported_before },
    Act { name: "finalise", args: &["session", "finalise"], leaves: Leaves::Entries(1), prepare: staged },
    Act { name: "older", args: &["clients"], leaves: Leaves::Version, prepare: older },
    Act { name: "older still", args: &["clients"], leaves: Leaves::Version, prepare: version_2 },
    Act { name: "oldest", args: &["clients"], leaves: Leaves::Version, prepare: version_1 },
];

pub fn act(name: &str) -> &'static Act {
    ACTS.iter().find(|act| act.name == name).expect("an act of that name")
}

/// Runs a command undisturbed; it has to succeed.
fn done(folder: &Path, line: &[&str]) {
    let book = folder.join("book.db");
    let mut process = hermetic(&program(), folder);
    let ran = process.arg("--book").arg(book).args(["--today", TODAY, "--user", "ana"]).args(line).output().expect("it runs");
    assert!(ran.status.success(), "{line:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn usual(folder: &Path) {
    let book = folder.join("book.db");
    let store = Store::create(&book, "maturity-appetite", &stamp()).expect("a book");
    let mut rows = vec![("1".to_owned(), "Acme".to_owned(), String::new()), ("2".to_owned(), "Globex".to_owned(), String::new())];
    rows.extend((3..12).map(|n| (n.to_string(), format!("Client {n}"), "long ".repeat(200))));
    let stamped = stamp();
    let mut import = store.import(ImportPolicy::default(), &stamped).expect("an import");
    for (line, (id, name, notes)) in (2..).zip(rows) {
        let fields = vec![(Field::ExternalId, id), (Field::Name, name), (Field::Notes, notes), (Field::Owner, "Ana".to_owned())];
        import.row(line, &Incoming { fields, ..Incoming::default() }).expect("a row");
    }
    import.finish("imported", "{}").expect("imported");
    store.execute(&to(&store, "Acme", "B").expect("a client"), &stamp()).expect("moved");
    store.backup(Some(&folder.join("earlier.db")), "asked", &stamp()).expect("a backup");
    store.execute(&to(&store, "Globex", "A").expect("a client"), &stamp()).expect("moved");
    let more: String = (8..60).map(|n| format!("{n},Client {n},{n}000,Bo,{}\n", "long ".repeat(200))).collect();
    fs::write(folder.join("more.csv"), format!("id,name,arr,owner,notes\n1,Acme,15000,Ana,\n{more}")).expect("written");
}

fn taken_back(folder: &Path) {
    usual(folder);
    done(folder, &["undo"]);
}

fn exported_before(folder: &Path) {
    usual(folder);
    fs::write(folder.join("out.csv"), "what was there before\n").expect("written");
}

fn staged(folder: &Path) {
    usual(folder);
    done(folder, &["session", "start", "2026 Q2", "--facilitator", "ana"]);
    done(folder, &["session", "stage", "Acme", "--to", "C", "--note", NOTE]);
    done(folder, &["session", "stage", "Globex", "--confirm"]);
}

fn older(folder: &Path) {
    let db = Connection::open(folder.join("book.db")).expect("a file");
    db.execute_batch(include_str!("../migrations/version_3.sql")).expect("a book of version 3");
}

fn version_1(folder: &Path) {
    let db = Connection::open(folder.join("book.db")).expect("a file");
    db.execute_batch(include_str!("../migrations/version_1.sql")).expect("a book of version 1");
}

/// The book of version 1, taken on by the step released with version 2.
fn version_2(folder: &Path) {
    version_1(folder);
    let db = Connection::open(folder.join("book.db")).expect("a file");
    db.execute_batch(include_str!("../../src/store/schema_2.sql")).expect("the step to version 2");
    db.pragma_update(None, "user_version", 2).expect("a version");
}

/// A prepared folder, and what was in it.
pub struct Stage {
    pub act: &'static Act,
    prepared: TempDir,
    entries: i64,
    wanted: Option<Vec<u8>>,
}

/// How a run ended, as far as the program said.
pub struct Ran {
    /// None: it was ended by a signal.
    pub code: Option<i32>,
    pub said: String,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Self { code: output.status.code(), said: String::from_utf8_lossy(&output.stderr).into_owned() }
    }
}

impl Stage {
    pub fn of(act: &'static Act) -> Self {
        let prepared = folder();
        (act.prepare)(prepared.path());
        let entries = entries(&prepared.path().join("book.db")).expect("entries");
        let mut stage = Self { act, prepared, entries, wanted: None };
        if let Leaves::File(name) = act.leaves {
            let set = stage.set();
            done(set.path(), act.args);
            stage.wanted = Some(fs::read(set.path().join(name)).expect("the file"));
        }
        stage
    }

    /// A copy of the prepared folder, to be disturbed.
    pub fn set(&self) -> TempDir {
        let set = folder();
        self.set_in(set.path());
        set
    }

    /// Puts a copy of what was prepared into a folder.
    pub fn set_in(&self, folder: &Path) {
        copy_all(self.prepared.path(), folder);
    }

    pub fn run(&self, folder: &Path) -> Ran {
        Ran::of(&hermetic(&program(), folder).args(args(self.act, folder)).output().expect("it runs"))
    }

    /// Whether what is there fits what was said. Answers what is wrong.
    pub fn judge(&self, folder: &Path, ran: &Ran) -> Result<(), String> {
        if ran.code == Some(101) || ran.said.contains("panicked") {
            return Err("it panicked".to_owned());
        }
        if ran.code.is_some_and(|code| code != 0) && ran.said.trim().is_empty() {
            return Err("it failed without a word".to_owned());
        }
        let book = folder.join("book.db");
        let store = Store::open(&book, today()).map_err(|error| format!("the book does not open: {error}"))?;
        let problems = store.check(today()).map_err(|error| format!("the book cannot be checked: {error}"))?;
        if !problems.is_empty() {
            return Err(format!("the book is not whole: {problems:?}"));
        }
        drop(store);
        let there = self.is_there(folder)?;
        let honest = match ran.code {
            None => true,
            // There is nothing of its own to be there or not.
            Some(_) if matches!(self.act.leaves, Leaves::Version) => true,
            Some(0) => there,
            Some(_) => !there || admits(&ran.said),
        };
        if !honest {
            return Err(format!("it ended with {:?} and the change is {}there", ran.code, if there { "" } else { "not " }));
        }
        Ok(())
    }

    /// Whether the change is there, as a whole; an error where half of it is.
    fn is_there(&self, folder: &Path) -> Result<bool, String> {
        let book = folder.join("book.db");
        let now = entries(&book)?;
        let more = match self.act.leaves {
            Leaves::Entries(more) => more,
            Leaves::Restored(entries) => entries - self.entries,
            Leaves::File(_) | Leaves::Backup | Leaves::Version => 0,
        };
        if now != self.entries && now != self.entries + more {
            return Err(format!("{} entries became {now}", self.entries));
        }
        match self.act.leaves {
            Leaves::Entries(_) | Leaves::Restored(_) => Ok(now == self.entries + more),
            Leaves::File(name) => {
                let found = fs::read(folder.join(name)).ok();
                let before = fs::read(self.prepared.path().join(name)).ok();
                match found {
                    found if found == self.wanted => Ok(true),
                    found if found == before => Ok(false),
                    Some(_) | None => Err(format!("{name} is neither what it was nor whole")),
                }
            }
            Leaves::Backup => {
                let Ok(listed) = fs::read_dir(folder.join("book.backups")) else { return Ok(false) };
                let names = listed.map(|entry| entry.expect("a name").path());
                let named: Vec<PathBuf> = names.filter(|path| !is_left_over(path)).collect();
                for path in &named {
                    let found = entries(path)?;
                    if found != self.entries {
                        return Err(format!("a backup of {found} entries"));
                    }
                }
                Ok(!named.is_empty())
            }
            Leaves::Version => Ok(true),
        }
    }
}

/// Whether an error says that the change is there, or that it is not known.
fn admits(said: &str) -> bool {
    ["is in place", "it is not known"].iter().any(|words| said.contains(words))
}

/// Says how far a long test has come, every hundred runs.
pub fn now_and_then(tried: u32, doing: &str, wrong: usize) {
    if tried.is_multiple_of(100) {
        eprintln!("  … {doing}: {tried} so far, {wrong} wrong");
    }
}

/// A file written beside its place that was left there.
pub fn is_left_over(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".quarterdeck-"))
}

/// Every file under a folder that was written beside its place and stayed.
pub fn left_over(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_keys().filter(|path| is_left_over(path)).collect()
}

/// Every file under a folder, by its path in it, and its content.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("names") {
        let path = entry.expect("a name").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).expect("its bytes"));
        }
    }
    found
}

pub fn entries(path: &Path) -> Result<i64, String> {
    let counted = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|db| db.query_row("SELECT count(*) FROM entries", [], |row| row.get(0)));
    counted.map_err(|error| format!("{} does not read: {error}", path.display()))
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("names") {
        let entry = entry.expect("a name");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("copied");
        }
    }
}
