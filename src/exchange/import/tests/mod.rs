//! Tests of reading and writing files as a whole.

mod bad_input;
mod cells;
mod properties;
mod real_files;
mod remembered;
mod round_trips;
mod understood;
mod walked;
mod workbooks;

use std::path::Path;

use super::activities::Activity;
use super::rows::{Outcome, Problem, Row, rows};
use super::{Options, Profile, open, profile};
use crate::exchange::refused::Refused;
use crate::exchange::source::Source;

/// What reading a file to its end gives.
#[derive(Debug, Default)]
struct Read {
    profile: Option<Profile>,
    rows: Vec<Row>,
    reviews: Vec<Activity>,
    problems: Vec<Problem>,
    rejected: Vec<u64>,
    skipped: Vec<(u64, &'static str)>,
}

impl Read {
    fn names(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.name.as_str()).collect()
    }

    fn notes(&self) -> String {
        self.profile.as_ref().map(|profile| profile.notes.join("\n")).unwrap_or_default()
    }

    fn counted(&self) -> u64 {
        (self.rows.len() + self.reviews.len() + self.rejected.len() + self.skipped.len()) as u64
    }
}

fn read_file(path: &Path, options: &Options) -> Result<Read, Refused> {
    let source = open(path, options)?;
    let profile = profile(&source, options)?;
    let mut read = Read::default();
    for outcome in rows(&source, &profile, |factor| (factor != "unknown").then_some(5))? {
        match outcome? {
            Outcome::Row(row) => read.rows.push(*row),
            Outcome::Activity(activity) => read.reviews.push(*activity),
            Outcome::Rejected(rejected) => {
                assert!(!rejected.problems.is_empty(), "a rejected row says why");
                read.rejected.push(rejected.line);
                read.problems.extend(rejected.problems);
            }
            Outcome::Skipped(skipped) => read.skipped.push((skipped.line, skipped.reason)),
        }
    }
    read.profile = Some(profile);
    Ok(read)
}

fn read_with(bytes: impl AsRef<[u8]>, options: &Options) -> Result<Read, Refused> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clients.csv");
    std::fs::write(&path, bytes).expect("written");
    read_file(&path, options)
}

fn read(bytes: impl AsRef<[u8]>) -> Result<Read, Refused> {
    read_with(bytes, &Options::default())
}

fn good(bytes: impl AsRef<[u8]>) -> Read {
    read(bytes).expect("the file is read")
}

/// The sentence and the hint of a refusal.
fn refusal(bytes: impl AsRef<[u8]>) -> String {
    let refused = read(bytes).expect_err("the file is refused");
    format!("{refused}; {}", refused.hint().unwrap_or_default())
}

fn mapped(choices: &[&str]) -> Options {
    Options { map: choices.iter().map(|choice| choice.parse().expect("a choice")).collect(), ..Options::default() }
}
