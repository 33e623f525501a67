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
    // As it stands in whatever it was copied from: `412:9f86…`, `Entry 412 of the book, hash 9f86…`, `412 · 9f86…`.
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let seq = words.find_map(|word| word.parse().ok()).ok_or_else(hint)?;
    let hash = words.next_back().ok_or_else(hint)?;
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

#[cfg(test)]
mod tests {
    use super::noted;

    #[test]
    fn what_a_file_says_of_its_entry_is_taken_as_it_stands_there() {
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for said in
            ["412:H", " 412 : H ", "Entry 412 of the book, hash H", "Made by Quarterdeck. Journal entry: 412:H", "412 \u{b7} H"]
        {
            assert_eq!(noted(&said.replace('H', hash)), Ok((412, hash.to_owned())), "{said}");
        }
        assert_eq!(noted("entry 412 \u{b7} 9f86d081884c7d65"), Ok((412, hash[..16].to_owned())), "a picture has the beginning");
        assert_eq!(noted(&format!("X-QUARTERDECK-ENTRY:412:{hash}")), Ok((412, hash.to_owned())));
        for said in ["", "412", "412:9f86", hash, "412:not a hash at all", "no entry"] {
            assert!(noted(said).is_err(), "{said}");
        }
    }
}
