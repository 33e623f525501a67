//! Files: any bytes end in rows that are all accounted for, or in a sentence.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;

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
    thread_local! {
        static FILE: RefCell<NamedTempFile> = RefCell::new(in_memory());
    }
    FILE.with_borrow_mut(|file| {
        file.as_file().set_len(0).expect("room for the file");
        std::fs::write(file.path(), bytes).expect("room for the file");
        file.flush().expect("room for the file");
        let source = match Source::open(file.path()) {
            Ok(source) => source,
            Err(refused) => return said(&refused),
        };
        // The questions are those the answers answer.
        let asked = survey(&source, &Options::default());
        asked.err().iter().for_each(said);
        read(&source, &Options::default());
        let answers = [(DateOrder::Dmy, Decimal::Point), (DateOrder::Mdy, Decimal::Comma), (DateOrder::Ymd, Decimal::Comma)];
        for (order, decimal) in answers {
            read(&source, &Options { date_order: Some(order), decimal: Some(decimal), ..Options::default() });
        }
    });
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
            Outcome::Skipped(row) => row.line,
        };
        assert!(line > last, "line {line} comes after line {last}");
        (counted, last) = (counted + 1, line);
    }
    assert_eq!(counted, profile.rows, "each row is accounted for");
    refused.finish().expect("memory takes all");
}
