//! Files: any bytes end in rows that are all accounted for, or in a sentence.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Once;

use quarterdeck::exchange::import::dates::DateOrder;
use quarterdeck::exchange::import::numbers::Decimal;
use quarterdeck::exchange::import::rejects::Rejects;
use quarterdeck::exchange::import::rows::{Outcome, rows};
use quarterdeck::exchange::import::{Options, profile, survey};
use quarterdeck::exchange::refused::Refused;
use quarterdeck::exchange::source::Source;
use tempfile::NamedTempFile;

/// The bytes as a file of separated text: it is refused in words that may be shown, or each row is a row, rejected with
/// reasons, or skipped; and so with every answer to what may be asked.
///
/// # Panics
/// It is not so.
pub fn csv(bytes: &[u8]) {
    with_file(bytes, |path| match Source::open(path) {
        Ok(source) => answered(&source),
        Err(refused) => said(&refused),
    });
}

/// The bytes as a workbook, parsed in this process: as [`csv`], sheet by sheet. What the parser of workbooks itself panics at
/// is caught, as in the program, where it runs in a process of its own.
///
/// # Panics
/// It is not so.
pub fn workbook(bytes: &[u8]) {
    static QUIET: Once = Once::new();
    // libFuzzer's own hook would abort before anybody can catch.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    with_file(bytes, |path| match Source::open_table(path, None) {
        Ok(source) => answered(&source),
        Err(Refused::WhichSheet { sheets, .. }) => {
            for sheet in sheets.iter().take(3) {
                match Source::open_table(path, Some(sheet)) {
                    Ok(source) => answered(&source),
                    Err(refused) => said(&refused),
                }
            }
        }
        Err(refused) => said(&refused),
    });
}

pub fn with_file(bytes: &[u8], check: impl FnOnce(&Path)) {
    thread_local! {
        static FILE: RefCell<NamedTempFile> = RefCell::new(in_memory());
    }
    FILE.with_borrow_mut(|file| {
        std::fs::write(file.path(), bytes).expect("room for the file");
        check(file.path());
    });
}

/// Reads a file as it is; where something is asked, with the answers there are.
fn answered(source: &Source) {
    let asked = survey(source, &Options::default()).map(|profile| profile.questions);
    asked.as_ref().err().into_iter().for_each(said);
    read(source, &Options::default());
    if asked.is_ok_and(|questions| questions.is_empty()) {
        return;
    }
    let answers = [(DateOrder::Dmy, Decimal::Point), (DateOrder::Mdy, Decimal::Comma), (DateOrder::Ymd, Decimal::Comma)];
    for (order, decimal) in answers {
        read(source, &Options { date_order: Some(order), decimal: Some(decimal), ..Options::default() });
    }
}

fn in_memory() -> NamedTempFile {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { NamedTempFile::new_in(memory) } else { NamedTempFile::new() };
    made.expect("a temporary file")
}

/// A sentence, and a hint, without a control character.
fn said(refused: &Refused) {
    for text in [Some(refused.to_string()), refused.hint()].into_iter().flatten() {
        assert!(!text.is_empty() && !text.contains(char::is_control), "{text:?}");
    }
}

fn read(source: &Source, options: &Options) {
    let profile = match profile(source, options) {
        Ok(profile) => profile,
        Err(refused) => return said(&refused),
    };
    assert!(!profile.notes.iter().any(|note| note.contains(char::is_control)), "{:?}", profile.notes);
    let mut refused = Rejects::new(Vec::new(), &profile.dialect.header).expect("memory takes all");
    let (mut counted, mut last) = (0, profile.dialect.header_line);
    for outcome in rows(source, &profile, |factor| (!factor.starts_with('u')).then_some(5)).expect("the file is as it was") {
        // What stops the second pass stopped the first.
        let line = match outcome.expect("the file was read to its end before") {
            Outcome::Row(row) => {
                assert!(!row.name.trim().is_empty());
                row.line
            }
            Outcome::Rejected(row) => {
                assert!(!row.problems.is_empty());
                assert!(row.problems.iter().all(|problem| problem.row == row.line));
                assert!(row.problems.iter().all(|problem| !problem.to_string().contains(char::is_control)));
                refused.add(&row.raw, &row.problems).expect("memory takes all");
                row.line
            }
            Outcome::Activity(row) => row.line,
            Outcome::Skipped(row) => row.line,
        };
        assert!(line > last, "line {line} comes after line {last}");
        (counted, last) = (counted + 1, line);
    }
    assert_eq!(counted, profile.rows, "each row is accounted for");
    refused.finish().expect("memory takes all");
}
