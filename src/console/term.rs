//! The guard that owns every mode of the terminal and puts them back at every kind of end.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::paint::Painter;
use super::run::{Program, Surface};
use super::worker;
use crate::domain::text::Shown;
use crate::private;

/// Modes on: title kept aside, alternate screen, mouse clicks, wheel and drags (no mere motion: it would wake the program
/// for nothing), bracketed paste, focus reports, unambiguous keys (pushed without asking), no cursor.
const ENTER: &str = "\x1b[22;2t\x1b[?1049h\x1b[>5u\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// The same modes off, in the opposite order; harmless when they are off already.
const LEAVE: &str =
    "\x1b[?2026l\x1b[0m\x1b[?1004l\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[<1u\x1b[?25h\x1b[?1049l\x1b[23;2t";

/// The terminal whose modes are on now; whoever takes it out puts them back.
static HELD: Mutex<Option<File>> = Mutex::new(None);
static HOOK: Once = Once::new();

/// The terminal in the console's modes. Dropping it restores the terminal.
pub struct Terminal {
    tty: File,
    title: String,
    painter: Painter,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen and the rest, with a window title.
    ///
    /// # Errors
    /// The output is no terminal, or its modes cannot be set.
    pub fn open(title: &Shown) -> io::Result<Self> {
        let stdout = io::stdout();
        if !stdout.is_terminal() {
            return Err(io::Error::other("the console needs a terminal; its output is a file or a pipe"));
        }
        let tty = File::from(stdout.as_fd().try_clone_to_owned()?);
        HOOK.call_once(install_hook);
        let (columns, rows) = size()?;
        let mut terminal = Self { tty, title: title.to_string(), painter: Painter::new(columns, rows) };
        terminal.enter()?;
        Ok(terminal)
    }

    /// The size drawn, in columns and rows.
    #[must_use]
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.painter.canvas().area;
        (area.width, area.height)
    }

    fn enter(&mut self) -> io::Result<()> {
        let tty = self.tty.try_clone()?;
        crossterm::terminal::enable_raw_mode()?;
        *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(tty);
        write!(self.tty, "{ENTER}\x1b]2;{}\x07", self.title)
    }
}

impl Surface for Terminal {
    fn draw(&mut self, program: &mut dyn Program) -> io::Result<()> {
        let cursor: Option<Position> = program.draw(self.painter.canvas());
        let bytes = self.painter.finish(cursor);
        if bytes.is_empty() {
            return Ok(());
        }
        self.tty.write_all(bytes)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.painter.reset(columns, rows);
    }

    fn suspend(&mut self) -> io::Result<()> {
        restore();
        // The whole group, so that a program that started this one (cargo, a script) steps aside too. STOP and not TSTP: the
        // signal thread holds TSTP, and a group without job control would ignore it.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        // Stopped by somebody else, the modes may still be counted as on: begin anew.
        restore();
        self.enter()?;
        let (columns, rows) = size()?;
        self.painter.reset(columns, rows);
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Where keys come from: standard input, or the terminal itself where that is something else.
///
/// # Errors
/// The program has no terminal.
pub fn keyboard() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() { Ok(File::from(stdin.as_fd().try_clone_to_owned()?)) } else { File::open("/dev/tty") }
}

/// The size of the terminal, in columns and rows. Not `terminal::size`: where the terminal is gone that runs `tput` and fails with whatever came last.
///
/// # Errors
/// The terminal is gone.
pub fn size() -> io::Result<(u16, u16)> {
    crossterm::terminal::window_size().map(|size| (size.columns, size.rows))
}

/// Puts the terminal back as it was, once; any thread may call it at any time.
pub fn restore() {
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(mut tty) = held {
        // A terminal that is gone cannot be restored; there is nobody left to tell.
        let _ = tty.write_all(LEAVE.as_bytes());
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// Puts the terminal back where it takes what is written to it; else its modes that need no writing, and no more.
pub fn restore_within(time: Duration) {
    let (done, wait) = std::sync::mpsc::channel();
    let restoring = std::thread::Builder::new().spawn(move || {
        restore();
        // Nobody may wait any more.
        let _ = done.send(());
    });
    if restoring.is_err() || wait.recv_timeout(time).is_err() {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// A panic of the loop's thread restores the terminal before it is printed; one of a worker is left to the loop, which ends in
/// order and prints what it said.
fn install_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let said = private::in_words(panic);
        if worker::is_current() {
            worker::remember(said);
        } else {
            restore();
            // Nobody may be listening.
            let _ = writeln!(io::stderr(), "{said}");
        }
    }));
}

/// An empty frame of a size, for tests and pictures of screens.
#[must_use]
pub fn frame(columns: u16, rows: u16) -> Buffer {
    Buffer::empty(ratatui::layout::Rect::new(0, 0, columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_that_is_set_is_reset() {
        for mode in ["?1049", "?1000", "?1002", "?1006", "?2004", "?1004"] {
            assert!(ENTER.contains(&format!("\x1b[{mode}h")) && LEAVE.contains(&format!("\x1b[{mode}l")), "{mode}");
        }
        assert!(ENTER.contains("\x1b[>5u") && LEAVE.contains("\x1b[<1u"));
        assert!(ENTER.contains("\x1b[?25l") && LEAVE.contains("\x1b[?25h"));
        let left = LEAVE.find("\x1b[?1049l").unwrap();
        assert!(
            LEAVE.find("\x1b[<1u").unwrap() < left,
            "keyboard flags belong to the alternate screen: popped before leaving it"
        );
    }

    /// Says to the copy of the tests that runs [`it_panics`] where its terminal is.
    const TERMINAL: &str = "QUARTERDECK_TEST_TERMINAL";

    #[test]
    fn a_panic_restores_the_terminal_before_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let terminal = folder.path().join("terminal");
        std::fs::write(&terminal, "").unwrap();
        let itself = std::env::current_exe().unwrap();
        let args = ["--exact", "console::term::tests::it_panics", "--ignored", "--nocapture", "--test-threads=1"];
        let ran = std::process::Command::new(itself).args(args).env(TERMINAL, &terminal).output().unwrap();
        assert!(!ran.status.success());
        assert_eq!(std::fs::read_to_string(&terminal).unwrap(), LEAVE, "{}", String::from_utf8_lossy(&ran.stderr));
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(said.contains("the loop broke") && said.contains("src/console/term.rs"), "{said}");
    }

    #[test]
    #[ignore = "it panics on purpose, in a process of its own"]
    #[expect(clippy::disallowed_methods, reason = "the test that starts it says so by the environment")]
    fn it_panics() {
        let Some(terminal) = std::env::var_os(TERMINAL) else { return };
        let tty = std::fs::OpenOptions::new().append(true).open(terminal).unwrap();
        *HELD.lock().unwrap() = Some(tty);
        install_hook();
        panic!("the loop broke");
    }
}
