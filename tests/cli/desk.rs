//! A desk of its own for every test: a home, a book, a day, and the program to run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The day the tests go by.
pub const TODAY: &str = "2026-06-15";

/// A model with three kinds of reviews.
pub const KINDS: &str = r#"# How we look after clients.
key = "touch"
name = "Touch"
x = "value"
confirm_every = "3 months"
evaluate_every = "12 months"

[[dimensions]]
key = "value"
name = "Value"
cuts = [33, 67] # thirds
[[dimensions.factors]]
key = "worth"
question = "What are they worth to us?"

[[segments]]
key = "strategic"
letter = "S"
name = "Strategic"
cells = [[3]]
[[segments.touchpoints]]
kind = "QBR"
every = "3 months"
hold_hours = 2
satisfied_by = ["EBR"]
[[segments.touchpoints]]
kind = "Meeting"
every = "2 weeks" # short and often
[[segments.touchpoints]]
kind = "Adoption check-in"
every = "1 month"

[[segments]]
key = "regular"
letter = "R"
name = "Regular"
cells = [[2]]
grace = 3
[[segments.touchpoints]]
kind = "QBR"
every = "6 months"
satisfied_by = ["EBR"]

[[segments]]
key = "tech"
letter = "T"
name = "Tech touch"
cells = [[1]]
"#;

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

    /// A desk whose book is driven by [`KINDS`]: Acme is asked for all three kinds, Globex for a QBR alone.
    pub fn with_kinds() -> Self {
        let desk = Self::bare();
        desk.ok(&["init"]);
        let model = desk.write("touch.toml", KINDS);
        desk.ok(&["model", "add", &model]);
        desk.ok(&["model", "use", "touch"]);
        desk.ok(&["add", "Acme Ltd", "--id", "A-1", "--owner", "Ana"]);
        desk.ok(&["add", "Globex", "--id", "A-2", "--owner", "Ben"]);
        desk.ok(&["add", "Acme Holdings", "--id", "A-3", "--owner", "Ana"]);
        desk.ok(&["move", "A-1", "--to", "strategic", "--note", "they plan with us every month"]);
        desk.ok(&["move", "A-2", "--to", "regular", "--note", "steady and content as they are"]);
        desk
    }

    /// The clock of a kind of a client, as scripts read it.
    pub fn clock(&self, client: &str, kind: &str) -> Value {
        clock_in(&self.json(&["show", client]), kind)
    }

    /// The same on another day.
    pub fn clock_on(&self, day: &str, client: &str, kind: &str) -> Value {
        clock_in(&self.json(&["--today", day, "show", client]), kind)
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

/// The clock of a kind in an answer that has clocks.
pub fn clock_in(answer: &Value, kind: &str) -> Value {
    let clocks = answer["clocks"].as_array().unwrap_or_else(|| panic!("no clocks in {answer}"));
    clocks.iter().find(|clock| clock["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {answer}")).clone()
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
