//! `demo`: the console on a fresh sample book.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Console;
use super::call::Call;
use super::fault::Fault;
use crate::exchange::refused::shown_path;
use crate::exchange::sample;
use crate::store::fleeting::FleetingFolder;

/// Look around in a sample book: about 60 clients of one service provider, alive on any day. It goes away afterwards.
#[derive(Debug, Args)]
pub struct Demo {
    /// Keep the sample book in this file
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

impl Demo {
    pub fn run(self, call: &mut Call, console: Console<'_>) -> Result<ExitCode, Fault> {
        if !call.on_terminal && self.keep.is_none() {
            let fault = Fault::refused("the sample book opens in the console, and this is no terminal");
            return Err(fault.hint("make it as a file with: quarterdeck demo --keep FILE"));
        }
        // The folder goes away when the console has closed.
        let folder = FleetingFolder::make();
        let folder = folder.map_err(|error| Fault::failed(format!("no temporary folder can be made: {error}")))?;
        let book = self.keep.clone().unwrap_or_else(|| folder.path().join("sample.db"));
        let store = call.make(&book)?;
        sample::fill(&store, call.today(), call.stamp.now)?;
        if !call.on_terminal {
            call.out.text(&format!("made the sample book at {}", shown_path(&book)))?;
            return Ok(ExitCode::SUCCESS);
        }
        drop(store);
        let mut opening = call.opening(book);
        opening.sample = self.keep.is_none();
        console(opening)
    }
}
