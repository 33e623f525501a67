//! Starting the console: the terminal is taken, the threads that wait are started, and the loop runs until the end.

use std::process::ExitCode;
use std::sync::mpsc;

use super::app::{App, Opening};
use super::run::{Ending, run};
use super::term::Terminal;
use super::{input, signals};
use crate::domain::text::Shown;

/// Runs the console until it ends; the terminal is then as it was before.
#[must_use]
pub fn start(opening: Opening) -> ExitCode {
    let ending = match opened(opening) {
        Ok(ending) => ending,
        Err(error) => Ending::Failed(format!("the console cannot start: {error}")),
    };
    ending.report();
    ExitCode::from(ending.code())
}

fn opened(opening: Opening) -> std::io::Result<Ending> {
    let (send, events) = mpsc::channel();
    let mut app = App::new(opening);
    let title = app.book().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut terminal = Terminal::open(&Shown::line(&format!("Quarterdeck · {title}")))?;
    signals::start(&send)?;
    input::start(send.clone())?;
    app.watch(send);
    Ok(run(&mut app, &mut terminal, &events))
}
