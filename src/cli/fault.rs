//! Why a command failed: what is wrong, what to do next, and the exit code scripts rely on.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::print::tell;
use crate::domain::calendar::{PeriodError, WordsError};
use crate::domain::filter::FilterError;
use crate::domain::model::ModelError;
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;
use crate::exchange::files::NotWritten;
use crate::exchange::holidays::HolidayError;
use crate::exchange::import::load::LoadError;
use crate::exchange::refused::Refused;
use crate::store::StoreError;

/// The exit codes of the command line (cli.md); 0 is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// It failed.
    Failed = 1,
    /// Wrong usage, or input refused; nothing changed.
    Refused = 2,
    /// No such thing.
    NotFound = 3,
    /// Several things match.
    Ambiguous = 4,
    /// Another program is writing.
    Busy = 5,
    /// The file is newer than the program, or no book.
    NoBook = 6,
    /// The check found problems.
    Problems = 7,
    /// A signal ended it; nothing changed. The exit code is 128 and the signal: 130 for Ctrl-C.
    Ended = 128,
}

/// A command that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    what: Shown,
    hints: Vec<Shown>,
    code: Code,
    damage: Damage,
}

/// Whether a fault says that a file is damaged, or is none of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// Something else is wrong.
    None,
    /// The book is damaged.
    Book,
    /// This file is no book.
    Foreign(PathBuf),
}

impl Fault {
    /// A fault with its exit code.
    pub fn new(code: Code, what: impl Into<String>) -> Self {
        Self { what: within(what.into()), hints: Vec::new(), code, damage: Damage::None }
    }

    /// Something went wrong that the person did not cause.
    pub fn failed(what: impl Into<String>) -> Self {
        Self::new(Code::Failed, what)
    }

    /// What was asked is not possible; nothing changed.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(Code::Refused, what)
    }

    /// The same with something to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(within(hint.into()));
        self
    }

    /// What comes of a fault where something `stands` that was asked for: it succeeded, and what went wrong is told beside it.
    /// A refusal remains one, with that said.
    ///
    /// # Errors
    /// The fault.
    pub fn after(self, stands: Option<&str>) -> Result<ExitCode, Self> {
        match (stands, self.code) {
            (None, _) => Err(self),
            (Some(stands), Code::Failed) => {
                let said = format!("{stands}, but not all of the answer could be given: {}", self.what);
                tell(&Shown::block(&said));
                Ok(ExitCode::SUCCESS)
            }
            (Some(stands), _) => Err(self.hint(stands)),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self) -> &Shown {
        &self.what
    }

    /// Whether it says that a file is damaged.
    #[must_use]
    pub fn damage(&self) -> &Damage {
        &self.damage
    }

    /// The same with other things to do next.
    #[must_use]
    pub fn instead(mut self, hints: Vec<String>) -> Self {
        self.hints = hints.into_iter().map(within).collect();
        self
    }

    /// The exit code; none where a signal decides it.
    #[must_use]
    pub fn exit_code(&self) -> Option<ExitCode> {
        (self.code != Code::Ended).then(|| ExitCode::from(self.code as u8))
    }
}

/// The lines for standard error: `error: …`, then `hint: …`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        self.hints.iter().try_for_each(|hint| write!(f, "\nhint: {hint}"))
    }
}

/// The longest sentence; what was typed may be quoted in it, however long it is.
const LONGEST: usize = 4_000;

/// A sentence that fits a screen. Its further lines are indented: none of them can pass for a sentence of the program.
fn within(said: String) -> Shown {
    let said = match said.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said,
    };
    let shown = Shown::block(&said);
    let mut lines = shown.as_str().split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    let indented =
        |line: &str| if line.is_empty() || line.starts_with("  ") { format!("\n{line}") } else { format!("\n  {line}") };
    Shown::block(&lines.fold(first, |all, line| all + &indented(line)))
}

fn code_of(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::NotFound { .. } => Code::NotFound,
        Refusal::Ambiguous { .. } => Code::Ambiguous,
        Refusal::NoteTooShort { .. }
        | Refusal::TextTooLong { .. }
        | Refusal::BadValue { .. }
        | Refusal::AlreadyThere { .. }
        | Refusal::Stale { .. }
        | Refusal::Archived { .. }
        | Refusal::WrongDate { .. }
        | Refusal::Nothing(_)
        | Refusal::Barred { .. }
        | Refusal::Cadence(_) => Code::Refused,
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let fault = Self::new(code_of(&refusal), refusal.to_string());
        refusal.hint().into_iter().fold(fault, Self::hint)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Refused(refusal) => code_of(refusal),
            StoreError::Missing(_) | StoreError::NoBackup(_) => Code::NotFound,
            StoreError::Exists(_) | StoreError::NothingTo(_) => Code::Refused,
            StoreError::Foreign { .. } | StoreError::Newer { .. } => Code::NoBook,
            StoreError::Busy => Code::Busy,
            StoreError::Stray { .. }
            | StoreError::ReadOnly(_)
            | StoreError::Full
            | StoreError::Gone(_)
            | StoreError::Damaged(_)
            | StoreError::Model(_)
            | StoreError::File { .. }
            | StoreError::Sqlite(_) => Code::Failed,
            // Nothing but a signal leaves what a command began.
            StoreError::Left => Code::Ended,
            // No command reads beside who answers keys.
            StoreError::Later => Code::Failed,
        };
        let what = match &error {
            StoreError::Model(cause) => format!("{error}: {cause}"),
            other => other.to_string(),
        };
        let hint = error.hint();
        let damage = match error {
            StoreError::Damaged(_) => Damage::Book,
            StoreError::Foreign { path, .. } => Damage::Foreign(path),
            StoreError::Refused(_)
            | StoreError::NoBackup(_)
            | StoreError::Missing(_)
            | StoreError::Exists(_)
            | StoreError::NothingTo(_)
            | StoreError::Newer { .. }
            | StoreError::Stray { .. }
            | StoreError::Busy
            | StoreError::ReadOnly(_)
            | StoreError::Full
            | StoreError::Gone(_)
            | StoreError::Model(_)
            | StoreError::File { .. }
            | StoreError::Left
            | StoreError::Later
            | StoreError::Sqlite(_) => Damage::None,
        };
        let fault = Self { damage, ..Self::new(code, what) };
        hint.into_iter().fold(fault, Self::hint)
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        let code = if refused.is_missing() { Code::NotFound } else { Code::Refused };
        refused.hint().into_iter().fold(Self::new(code, refused.to_string()), Self::hint)
    }
}

impl From<HolidayError> for Fault {
    fn from(error: HolidayError) -> Self {
        let code = if error.is_missing() { Code::NotFound } else { Code::Refused };
        error.hint().into_iter().fold(Self::new(code, error.to_string()), Self::hint)
    }
}

/// A model file, or what is to become of one; its line is in the sentence.
impl From<ModelError> for Fault {
    fn from(error: ModelError) -> Self {
        let fault = Self::refused(error.to_string());
        if error.hint.is_empty() { fault } else { fault.hint(error.hint) }
    }
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::File(refused) => refused.into(),
            LoadError::Book(error) => error.into(),
            LoadError::Rejects(error) => error.into(),
        }
    }
}

impl From<NotWritten> for Fault {
    fn from(error: NotWritten) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::failed(format!("the output could not be written: {error}"))
    }
}

impl From<WordsError> for Fault {
    fn from(error: WordsError) -> Self {
        Self::refused(error.to_string())
    }
}

impl From<PeriodError> for Fault {
    fn from(error: PeriodError) -> Self {
        Self::refused(error.to_string())
    }
}

impl Fault {
    /// A filter that does not read, with the place underlined.
    #[must_use]
    pub fn in_filter(text: &str, error: &FilterError) -> Self {
        let before = text.get(..error.at.start).map_or(0, |before| before.chars().count());
        let wrong = text.get(error.at.clone()).map_or(1, |wrong| wrong.chars().count().max(1));
        let line = Shown::line(text);
        let what = format!("the filter does not read: {}\n  {line}\n  {}{}", error.what, " ".repeat(before), "^".repeat(wrong));
        Self::refused(what).hint(error.hint.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_the_exit_code_scripts_rely_on() {
        let path = PathBuf::from("book.db");
        let gone = || io::Error::other("gone");
        let not_found = Refusal::NotFound { what: "segment", name: "x".to_owned(), hint: String::new() };
        let ambiguous =
            Refusal::Ambiguous { what: "clients", name: "x".to_owned(), candidates: vec!["a".to_owned(), "b".to_owned()] };
        let cases = [
            (StoreError::Refused(Refusal::NoteTooShort { needed: 10, given: 0 }), Code::Refused),
            (StoreError::Refused(not_found), Code::NotFound),
            (StoreError::Refused(ambiguous), Code::Ambiguous),
            (StoreError::Missing(path.clone()), Code::NotFound),
            (StoreError::Exists(path.clone()), Code::Refused),
            (StoreError::NothingTo("undo"), Code::Refused),
            (StoreError::Busy, Code::Busy),
            (StoreError::Newer { path: path.clone(), found: 9, known: 1 }, Code::NoBook),
            (StoreError::Foreign { path: path.clone(), why: "it is a picture".to_owned() }, Code::NoBook),
            (StoreError::Full, Code::Failed),
            (StoreError::Gone(path), Code::Failed),
            (StoreError::File { what: "x".to_owned(), source: gone() }, Code::Failed),
        ];
        for (error, code) in cases {
            let said = error.to_string();
            assert_eq!(Fault::from(error).code, code, "{said}");
        }
    }

    #[test]
    fn a_mistake_in_a_filter_is_underlined() {
        let text = "owner:ana foo:1";
        let error = crate::domain::filter::Filter::parse(text).expect_err("there is no such field");
        let said = Fault::in_filter(text, &error).to_string();
        assert!(said.contains("  owner:ana foo:1\n            ^^^"), "{said}");
    }

    #[test]
    fn an_error_that_quotes_an_endless_argument_ends() {
        let said = Fault::refused("9".repeat(100_000)).to_string();
        assert!(said.len() < 5_000 && said.ends_with('…'), "{}", said.len());
    }

    #[test]
    fn an_error_cannot_control_the_terminal() {
        let said = Fault::failed("no \u{1b}[2Jway").hint("try \u{202e}again").to_string();
        assert_eq!(said, "error: no \u{fffd}[2Jway\nhint: try \u{fffd}again");
    }
}
