//! A desk of its own for every test: a home, a book, a day, and the program to run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The day the tests go by.
pub const TODAY: &str = "2026-06-15";

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A folder with everything the program may touch.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A desk without a book.
    pub fn bare() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A desk with three clients, two of them placed.
    pub fn with_book() -> Self {
        let desk = Self::bare();
        desk.ok(&["add", "Acme Ltd", "--id", "A-1", "--owner", "Ana", "--arr", "48000", "--tags", "vip; north"]);
        desk.ok(&["add", "Globex", "--id", "A-2", "--owner", "Ben", "--arr", "12000.50", "--currency", "USD"]);
        desk.ok(&["add", "Acme Holdings", "--owner", "Ana"]);
        desk.ok(&["move", "A-1", "--to", "transform", "--note", "they plan with us every month"]);
        desk.ok(&["move", "A-2", "--to", "B", "--note", "old systems, new management"]);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn book(&self) -> PathBuf {
        self.path("data/quarterdeck/book.db")
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC");
        command.env("XDG_DATA_HOME", self.path("data")).env("XDG_CONFIG_HOME", self.path("config"));
        command.args(["--today", TODAY, "--user", "ana"]).args(args).stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run(self.command(args))
    }

    /// A run that must succeed.
    pub fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran
    }

    /// The answer in JSON of a run that must succeed.
    pub fn json(&self, args: &[&str]) -> Value {
        let ran = self.ok(&[args, &["--json"]].concat());
        let answer: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error}: {ran:?}"));
        assert_eq!(answer["schema"], 1);
        answer
    }

    /// A run that must be refused with a code and say something.
    pub fn refused(&self, code: i32, args: &[&str], says: &str) {
        let ran = self.run(args);
        assert_eq!(ran.code, code, "{args:?}: {ran:?}");
        assert!(ran.err.starts_with("error: "), "{args:?}: {ran:?}");
        assert!(ran.err.contains(says), "{args:?} should say {says:?}: {ran:?}");
    }

    /// The number of entries in the history: what a refusal must not change.
    pub fn entries(&self) -> i64 {
        self.json(&["history", "--limit", "1"])["total"].as_i64().expect("a number")
    }
}

pub fn run(mut command: Command) -> Ran {
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code().expect("an exit code"), out: text(output.stdout), err: text(output.stderr) }
}

/// The file as bytes.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}
