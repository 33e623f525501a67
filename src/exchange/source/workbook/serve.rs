//! The process that parses: limits itself, reads the workbook on its standard input, writes rows and a report.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use super::book::Book;
use super::rows::{Heads, Rows};
use super::{At, Fault, Report, SHEETS};

/// Parses the workbook on standard input: the rows of a sheet go to standard output, the report to standard error.
#[must_use]
pub fn serve(sheet: Option<OsString>) -> ExitCode {
    limit();
    let Some(file) = input() else { return ExitCode::FAILURE };
    let sheet = sheet.map(|sheet| sheet.to_string_lossy().into_owned());
    let mut out = io::BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let report = read(&file, sheet.as_deref(), &mut out);
    let told = serde_json::to_vec(&report).map_err(io::Error::other);
    match out.flush().and_then(|()| io::stderr().write_all(&told?)) {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody listens any more.
        Err(_) => ExitCode::FAILURE,
    }
}

/// Standard input as the file it is: the parser goes to and fro in it.
fn input() -> Option<At> {
    #[cfg(unix)]
    let file = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned().ok()?;
    #[cfg(windows)]
    let file = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned().ok()?;
    let file = std::fs::File::from(file);
    file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(At::start(std::sync::Arc::new(file)))
}

/// Bounds of memory and processor time, no core file, and no life after the process that asked.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most| Rlimit { current: Some(most), maximum: Some(most) };
    // A system without one of them has the others.
    #[cfg(not(target_os = "openbsd"))]
    let _ = setrlimit(Resource::As, at_most(super::MEMORY));
    // The softer limit is told apart from being killed for something else.
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(super::SECONDS), maximum: Some(super::SECONDS + 2) });
    let _ = setrlimit(Resource::Core, at_most(0));
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(unix))]
fn limit() {
    let _ = (super::MEMORY, super::SECONDS);
}

/// Reads the sheet asked for, else the only one with something in it, else the heads of all of them.
pub(super) fn read(file: &At, sheet: Option<&str>, out: &mut dyn Write) -> Report {
    let mut report = Report::default();
    report.fault = fill(file, sheet, out, &mut report).err();
    report
}

fn fill(file: &At, sheet: Option<&str>, out: &mut dyn Write, report: &mut Report) -> Result<(), Fault> {
    let mut book = Book::open(file)?;
    report.from_1904 = book.counts_from_1904();
    let visible = |hidden: bool| book.sheets().iter().filter(move |sheet| sheet.hidden == hidden).map(|sheet| &sheet.name);
    report.sheets = visible(false).cloned().collect();
    report.hidden = visible(true).count();
    let chosen = match sheet {
        Some(asked) => {
            // A hidden sheet is read where it is named.
            let same = |other: &&String| other.trim().to_lowercase() == asked.trim().to_lowercase();
            let all = || visible(false).chain(visible(true));
            all().find(|name| *name == asked).or_else(|| all().find(same)).cloned()
        }
        None if report.sheets.len() > SHEETS => {
            let what = format!("has {} sheets", report.sheets.len());
            return Err(Fault::new(what, "say which one is meant with --sheet NAME"));
        }
        None => match report.sheets.as_slice() {
            [only] => Some(only.clone()),
            all => {
                report.heads = heads(&mut book, all);
                Some(&report.heads).filter(|heads| heads.len() == 1).map(|heads| heads[0].sheet.clone())
            }
        },
    };
    if let Some(name) = chosen {
        let mut rows = Rows::to(out);
        book.cells(&name, &mut rows)?;
        let (width, uncalculated) = rows.finish()?;
        (report.width, report.uncalculated, report.chosen) = (width, uncalculated, Some(name));
    }
    Ok(())
}

/// The first rows of each sheet that holds something, of one that is damaged those before.
fn heads(book: &mut Book, sheets: &[String]) -> Vec<super::Head> {
    let mut heads = Heads::default();
    for sheet in sheets {
        heads.begin(sheet);
        if book.cells(sheet, &mut heads).is_err() {
            heads.begin("");
        }
    }
    heads.finish()
}
