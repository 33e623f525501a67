//! Quarterdeck: the account-review console for the terminal.
//!
//! `ARCHITECTURE.md` draws the floors: `domain` (rules), `store` (one SQLite file), `exchange` (files in and out), and the two
//! front doors `cli` and `console`. This file and `main.rs` wire them and are the only place that reads the clock,
//! the environment and the arguments.

pub mod console;
pub mod domain;
pub mod exchange;
pub mod store;

/// Runs the program.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
