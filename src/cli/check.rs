//! `check`: whether the book is whole.

use clap::Args;
use serde_json::json;

use super::call::Call;
use super::fault::{Code, Fault};
use crate::store::DIGITS;

/// Look whether the book is whole: the file, its rules, every computed date, and the chain of the history.
#[derive(Debug, Args)]
pub struct Check {
    /// Compute again what is computed; what people recorded is never touched
    #[arg(long)]
    repair: bool,
    /// Look as well whether the history still holds an entry whose number and hash were noted: 412:9f86d081884c
    ///
    /// Exports, `check` and the console show the last entry's hash. A book whose end was cut off, or that was replaced by an
    /// older copy of itself, is whole: only somebody who kept a hash can tell.
    #[arg(long, value_name = "ENTRY:HASH", value_parser = noted)]
    contains: Vec<(i64, String)>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// An entry's number and the beginning of its hash.
fn noted(text: &str) -> Result<(i64, String), String> {
    let hint = || format!("give the entry's number and at least {DIGITS} digits of its hash: 412:9f86d081884c");
    let (seq, hash) = text.split_once(':').ok_or_else(hint)?;
    let seq = seq.trim().parse().map_err(|_| hint())?;
    let is_hash = (DIGITS..=64).contains(&hash.len()) && hash.chars().all(|c| c.is_ascii_hexdigit());
    is_hash.then(|| (seq, hash.to_owned())).ok_or_else(hint)
}

impl Check {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open_as_it_is()?;
        if self.repair {
            store.repair(call.today())?;
        }
        let mut problems = store.check(call.today())?;
        for (seq, hash) in &self.contains {
            problems.extend(store.contains(*seq, hash)?);
        }
        let (entries, hash) = store.head()?;
        if self.json {
            let listed: Vec<_> =
                problems.iter().map(|problem| json!({ "problem": problem.what, "hint": problem.hint })).collect();
            call.out.json(&json!({ "ok": problems.is_empty(), "problems": listed, "entries": entries, "hash": hash }))?;
        } else if problems.is_empty() {
            call.out.text(&format!("the book is whole: {entries} entries in its history, the last is {hash}"))?;
        } else {
            for problem in &problems {
                call.out.text(&problem.what)?;
                if !problem.hint.is_empty() {
                    call.out.text(&format!("  {}", problem.hint))?;
                }
            }
        }
        match problems.len() {
            0 => Ok(()),
            1 => Err(Fault::new(Code::Problems, "the check found a problem")),
            n => Err(Fault::new(Code::Problems, format!("the check found {n} problems"))),
        }
    }
}
