//! A place of its own for each story: a home, a book, a day and a name, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use portable_pty::CommandBuilder;
use serde_json::Value;
use tempfile::TempDir;

use super::Console;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quarterdeck");

/// A home with a book; nothing outside it is read or written.
pub struct Place {
    home: TempDir,
}

/// The sample book as it is on 2026-06-15, made once.
fn sample() -> &'static [u8] {
    static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let place = Place::empty();
        let book = place.book();
        let made = place.run(&["demo", "--keep", book.to_str().unwrap()]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        std::fs::read(book).unwrap()
    })
}

impl Place {
    /// A place where there is no book yet.
    pub fn empty() -> Self {
        Self { home: tempfile::Builder::new().prefix("quarterdeck-pty-").tempdir().unwrap() }
    }

    /// A place with the sample book.
    pub fn with_sample() -> Self {
        let place = Self::empty();
        std::fs::write(place.book(), sample()).unwrap();
        place
    }

    /// The book.
    pub fn book(&self) -> PathBuf {
        self.path("book.db")
    }

    /// A file of this place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn surroundings(&self) -> [(&'static str, &Path); 7] {
        let home = self.home.path();
        [
            ("HOME", home),
            ("XDG_CONFIG_HOME", home),
            ("XDG_DATA_HOME", home),
            ("XDG_STATE_HOME", home),
            ("XDG_CACHE_HOME", home),
            ("TMPDIR", home),
            ("TERM", Path::new("xterm-256color")),
        ]
    }

    fn general(&self) -> [String; 6] {
        let book = self.book().to_string_lossy().into_owned();
        ["--book", &book, "--today", "2026-06-15", "--user", "ana"].map(str::to_owned)
    }

    /// The console, opened on the book of this place.
    pub fn console(&self, size: (u16, u16)) -> Console {
        self.console_with(&[], size)
    }

    /// The console on a terminal that calls itself so.
    pub fn console_on(&self, term: &str, size: (u16, u16)) -> Console {
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        self.surroundings().iter().for_each(|(name, value)| command.env(name, value));
        command.env("TERM", term);
        command.args(self.general());
        command.cwd(self.home.path());
        Console::start(command, size)
    }

    /// The console started by a shell, whose words the line is: `"$@"` is the program.
    pub fn console_through(&self, line: &str, size: (u16, u16)) -> Console {
        let mut command = CommandBuilder::new("/bin/sh");
        command.env_clear();
        self.surroundings().iter().for_each(|(name, value)| command.env(name, value));
        command.args(["-c", line, "sh", PROGRAM]);
        command.args(self.general());
        command.cwd(self.home.path());
        Console::start(command, size)
    }

    /// A command that opens the console.
    pub fn console_with(&self, args: &[&str], size: (u16, u16)) -> Console {
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        self.surroundings().iter().for_each(|(name, value)| command.env(name, value));
        command.args(self.general());
        command.args(args);
        command.cwd(self.home.path());
        Console::start(command, size)
    }

    /// A command of the command line, as a second process.
    pub fn run(&self, args: &[&str]) -> Output {
        let mut command = std::process::Command::new(PROGRAM);
        command.env_clear().envs(self.surroundings()).args(self.general()).args(args).current_dir(self.home.path());
        command.output().unwrap()
    }

    /// What a command prints with `--json`.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let done = self.run(&[args, &["--json"]].concat());
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap()
    }

    /// The segment of a client, as the command line tells it.
    #[track_caller]
    pub fn segment_of(&self, client: &str) -> Option<String> {
        self.json(&["show", client])["segment"].as_str().map(str::to_owned)
    }

    /// Every client with all its facts, as the command line tells them.
    #[track_caller]
    pub fn clients(&self) -> Value {
        self.json(&["clients"])["items"].take()
    }

    /// The files of this place, by name.
    pub fn files(&self) -> Vec<String> {
        let found = std::fs::read_dir(self.home.path()).unwrap();
        let mut names: Vec<String> = found.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// How many steps the journal holds.
    #[track_caller]
    pub fn steps(&self) -> usize {
        self.json(&["history", "--limit", "100000"])["items"].as_array().unwrap().len()
    }

    /// Asserts that `check` finds nothing.
    #[track_caller]
    pub fn is_whole(&self) {
        let done = self.run(&["check"]);
        assert!(done.status.success(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    }
}
