//! How far long work has come: one line on standard error that is written over, where a person reads it.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::call::Call;
use super::shifts::grouped;
use crate::store::{Progress, Watch};

/// Clients from which on work is long enough to say how far it has come.
const LONG: i64 = 2_000;

/// Does work that is watched; `doing` says what it does.
pub fn watched<T>(doing: &str, call: &Call, work: impl FnOnce(Watch<'_>) -> T) -> T {
    let mut told = false;
    let mut watch = |progress: Progress| {
        if call.tells_terminal && progress.of >= LONG {
            told = true;
            tell(&format!("{doing} {} of {}", grouped(progress.done), grouped(progress.of)));
        }
        ControlFlow::Continue(())
    };
    let answer = work(&mut watch);
    if told {
        tell("");
    }
    answer
}

/// Writes a line over the last one.
fn tell(line: &str) {
    let mut to = io::stderr();
    // Nobody may be listening there: that changes nothing about what is done.
    let _ = write!(to, "\r\x1b[K{line}").and_then(|()| to.flush());
}
