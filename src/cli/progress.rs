//! How far long work has come: one line on standard error that is written over, where a person reads it.

use std::ops::ControlFlow;

use super::call::Call;
use super::print::tell_over;
use super::shifts::grouped;
use crate::domain::text::Shown;
use crate::store::{Progress, Watch};

/// Clients from which on work is long enough to say how far it has come.
const LONG: i64 = 2_000;

/// Does work that is watched; `doing` says what it does.
pub fn watched<T>(doing: &str, call: &Call, work: impl FnOnce(Watch<'_>) -> T) -> T {
    let mut told = false;
    let mut watch = |progress: Progress| {
        if call.tells_terminal && progress.of >= LONG {
            told = true;
            tell_over(&Shown::line(&format!("{doing} {} of {}", grouped(progress.done), grouped(progress.of))));
        }
        ControlFlow::Continue(())
    };
    let answer = work(&mut watch);
    if told {
        tell_over(&Shown::line(""));
    }
    answer
}
