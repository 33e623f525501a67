//! `check`: whether the book is whole.

use clap::Args;
use serde_json::json;

use super::call::Call;
use super::fault::{Code, Fault};

/// Look whether the book is whole: the file, its rules, every computed date, and the chain of the history.
#[derive(Debug, Args)]
pub struct Check {
    /// Compute again what is computed; what people recorded is never touched
    #[arg(long)]
    repair: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open_as_it_is()?;
        if self.repair {
            store.repair(call.today())?;
        }
        let problems = store.check(call.today())?;
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
