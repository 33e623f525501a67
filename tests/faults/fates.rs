//! The book is moved, deleted or replaced by another program between any two calls of a change.

use std::path::Path;

use quarterdeck::store::Store;

use super::layer::{self, Failure};
use super::stage::{Stage, act, entries, stamp, today};
use super::sweep::{import, to};

const MOVED: i32 = -1;
const DELETED: i32 = -2;
const REPLACED: i32 = -3;

/// One change with one fate at its n-th call. Answers whether there was such a call.
fn met(stage: &Stage, fate: i32, nth: u32, long: bool, report: &Path) -> Result<bool, String> {
    let set = stage.set();
    let place = |name: &str| set.path().join(name);
    std::fs::copy(place("book.db"), place("copy.db")).expect("copied");
    let before = entries(&place("book.db"))?;
    let store = Store::open(&place("book.db"), today()).expect("it opens");
    let command = to(&store, "Acme", "C").expect("the client is there");
    layer::arm(Failure { nth, error: fate, partial: false, for_good: false }, set.path());
    let ended = if long { import(&store, "Imported", 40) } else { store.execute(&command, &stamp()).map(|_| ()) };
    let fired = layer::off(report);
    if !fired {
        return ended.map(|()| false).map_err(|error| error.to_string());
    }
    let told = format!("fate {fate} at call {nth}: {}", ended.as_ref().map_or_else(ToString::to_string, |()| "done".to_owned()));
    // Whatever was said, what is open takes no more.
    if store.execute(&command, &stamp()).is_ok() {
        return Err(format!("it takes another change: {told}"));
    }
    drop(store);
    let written = match fate {
        MOVED => Some(entries(&place("moved.db")).map_err(|error| format!("{error}: {told}"))? > before),
        _ => None,
    };
    if fate == REPLACED && entries(&place("book.db"))? != before {
        return Err(format!("the other file was changed: {told}"));
    }
    match (&ended, written) {
        (Ok(()), _) => Err(format!("it is called saved: {told}")),
        (Err(error), Some(true)) if !error.to_string().contains("not known") => Err(format!("it is there: {told}")),
        (Err(_), _) => Ok(true),
    }
}

fn everywhere(step: u32) {
    let report = tempfile::NamedTempFile::new().expect("a file");
    let stage = Stage::of(act("move"));
    let (mut tried, mut wrong) = (0, Vec::new());
    for (fate, long) in [(MOVED, false), (DELETED, false), (REPLACED, false), (MOVED, true), (REPLACED, true)] {
        for nth in (1..).step_by(step as usize) {
            match met(&stage, fate, nth, long, report.path()) {
                Ok(false) => break,
                Ok(true) => tried += 1,
                Err(problem) => {
                    wrong.push(problem);
                    tried += 1;
                }
            }
        }
    }
    println!("figures: {tried} fates between two calls");
    assert!(tried > 10, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_book_that_goes_in_the_middle_of_a_change_is_never_called_saved() {
    match layer::inside() {
        true => everywhere(17),
        false => layer::under("fates::a_book_that_goes_in_the_middle_of_a_change_is_never_called_saved"),
    }
}

#[test]
#[ignore = "long: between any two calls"]
fn a_book_that_goes_between_any_two_calls_is_never_called_saved() {
    match layer::inside() {
        true => everywhere(1),
        false => layer::under("fates::a_book_that_goes_between_any_two_calls_is_never_called_saved"),
    }
}
