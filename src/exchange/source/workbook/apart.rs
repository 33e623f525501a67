//! Runs the process that parses a workbook: takes what it writes within bounds, ends it in time, says how it ended.

use std::fs::File;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use super::serve::read;
use super::{At, Fault, OUTPUT, PATIENCE, REPORT, Report, SAVE_AGAIN, SECONDS, VERB};

/// What became of one of its outputs: read to the end within its bound, or not.
enum Ended {
    Rows(io::Result<bool>),
    Report(io::Result<Option<Vec<u8>>>),
}

/// Parses the workbook in another process, which is ended at `until`; its rows go into `rows`.
///
/// # Errors
/// The process cannot be started, or the rows cannot be written; everything else is a fault of the report.
pub(super) fn run(program: &Path, file: File, sheet: Option<&str>, rows: File, until: Instant) -> io::Result<(File, Report)> {
    let mut command = Command::new(program);
    command.arg(VERB).args(sheet).stdin(Stdio::from(file)).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running(command.spawn()?);
    let (out, told) = (child.0.stdout.take(), child.0.stderr.take());
    let (ended, ends) = channel();
    let to = rows.try_clone()?;
    let (rows_ended, report_ended): (Sender<Ended>, _) = (ended.clone(), ended);
    let copier = thread::spawn(move || {
        let copied = out.map_or(Ok(true), |mut out| copy(&mut out, to));
        let _ = rows_ended.send(Ended::Rows(copied));
    });
    let listener = thread::spawn(move || {
        let report = told.map_or(Ok(None), |mut told| whole(&mut told));
        let _ = report_ended.send(Ended::Report(report));
    });
    let heard = hear(&ends, until);
    // Whatever it was, it is over now: with the process gone the pipes close and the threads end.
    let status = child.end(matches!(heard, Ok(Heard::Report(_))))?;
    let joined = copier.join().and_then(|()| listener.join());
    joined.map_err(|_| io::Error::other("a thread that reads the rows broke off"))?;
    let report = match heard? {
        Heard::Report(bytes) => told_by(&bytes, status),
        Heard::TooMuch => with_fault(too_much()),
        Heard::TooLong => with_fault(too_long(PATIENCE)),
    };
    Ok((rows, report))
}

/// What was heard of the process.
enum Heard {
    Report(Vec<u8>),
    TooMuch,
    TooLong,
}

/// Waits until both outputs have ended, one of them is too large, or the time is over.
fn hear(ends: &Receiver<Ended>, until: Instant) -> io::Result<Heard> {
    let mut report = None;
    let mut rows = false;
    while report.is_none() || !rows {
        let Ok(end) = ends.recv_timeout(until.saturating_duration_since(Instant::now())) else { return Ok(Heard::TooLong) };
        match end {
            Ended::Rows(within) => {
                rows = within?;
                if !rows {
                    return Ok(Heard::TooMuch);
                }
            }
            Ended::Report(bytes) => match bytes? {
                Some(bytes) => report = Some(bytes),
                None => return Ok(Heard::TooMuch),
            },
        }
    }
    Ok(Heard::Report(report.unwrap_or_default()))
}

/// A process that never outlives its guard.
struct Running(Child);

impl Running {
    /// Waits for its end, which is near where it has closed its outputs; else it is ended.
    fn end(&mut self, closed: bool) -> io::Result<ExitStatus> {
        if !closed {
            let _ = self.0.kill();
        }
        self.0.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After a wait both do nothing.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Copies the rows; false where there are more than a workbook may have.
fn copy(from: &mut impl Read, mut to: File) -> io::Result<bool> {
    let copied = io::copy(&mut from.take(OUTPUT + 1), &mut to)?;
    to.flush()?;
    Ok(copied <= OUTPUT)
}

fn whole(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = from.take(REPORT + 1).read_to_end(&mut bytes)?;
    Ok((read as u64 <= REPORT).then_some(bytes))
}

/// The report, or how the process ended without one.
fn told_by(bytes: &[u8], status: ExitStatus) -> Report {
    let told = serde_json::from_slice(bytes).ok().filter(|_| status.success());
    told.unwrap_or_else(|| with_fault(ended_early(status)))
}

fn with_fault(fault: Fault) -> Report {
    Report { fault: Some(fault), ..Report::default() }
}

fn ended_early(status: ExitStatus) -> Fault {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // SIGXCPU, the same number on Linux and macOS: its processor time was over.
        const XCPU: i32 = 24;
        match status.signal() {
            Some(XCPU) => return too_long(SECONDS),
            Some(_) => {
                let what = "needs more memory than a workbook may have (512 MiB), or is damaged";
                return Fault::new(what, SAVE_AGAIN);
            }
            None => {}
        }
    }
    let _ = status;
    Fault::new("is damaged: the parser gave it up", SAVE_AGAIN)
}

pub(super) fn too_much() -> Fault {
    Fault::new("holds more than 256 MiB of cells", "take out sheets and columns that are not needed, or save it as CSV in UTF-8")
}

fn too_long(seconds: u64) -> Fault {
    Fault::new(format!("takes longer than {seconds} seconds to read"), "save the sheet as CSV in UTF-8")
}

/// Parses the workbook in this process, where there is no other.
pub(super) fn here(file: File, sheet: Option<&str>, rows: File) -> io::Result<(File, Report)> {
    let mut out = io::BufWriter::new(rows);
    let parsed = catch_unwind(AssertUnwindSafe(|| read(&At::start(Arc::new(file)), sheet, &mut out)));
    let report = parsed.unwrap_or_else(|_| with_fault(Fault::new("is damaged: the parser gave it up", SAVE_AGAIN)));
    Ok((out.into_inner().map_err(io::IntoInnerError::into_error)?, report))
}
