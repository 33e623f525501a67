//! The other files people give: days off, models, sheets of proposals, and books with bytes that are not theirs.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{AddClient, Command, SessionAct, StartSession};
use quarterdeck::domain::model::{Model, builtin};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::exchange::holidays;
use quarterdeck::exchange::import::dates::DateOrder;
use quarterdeck::exchange::session::proposals;
use quarterdeck::store::{HistoryQuery, Store};

use crate::files::with_file;

fn stamp() -> Stamp {
    let now = "2026-06-15T09:00:00+00:00".parse().expect("an instant");
    Stamp { now, today: day(), by: "ana".to_owned() }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day")
}

/// The bytes as days off: a calendar or a list. Days lie within the years there may be, notes may be shown.
///
/// # Panics
/// It is not so.
pub fn holiday(bytes: &[u8]) {
    with_file(bytes, |path| {
        for order in [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy)] {
            match holidays::read(path, holidays::span(day()), order) {
                Ok(read) => {
                    assert!(!read.days.is_empty() && read.days.len() <= holidays::DAYS_LIMIT);
                    assert!(read.notes.len() <= holidays::NOTES_LIMIT + 1);
                    assert!(read.notes.iter().all(|note| !note.to_string().contains(char::is_control)), "{:?}", read.notes);
                    assert!(read.days.values().all(|name| !name.contains(char::is_control)), "{:?}", read.days);
                }
                Err(error) => assert!(!error.to_string().contains(char::is_control), "{error}"),
            }
        }
    });
}

/// The bytes as a model file: a model that reads is one that prints, or a sentence with what helps.
///
/// # Panics
/// It is not so.
pub fn model(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match Model::parse(text, "fuzz") {
        Ok(model) => assert!(!model.segments.is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A book with a session of three clients, made once.
struct Sample {
    folder: tempfile::TempDir,
    store: Store,
    mark: String,
}

impl Sample {
    fn make() -> Self {
        let folder = tempfile::tempdir_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).expect("a folder");
        let store = Store::create(&folder.path().join("book.db"), builtin::all()[0].0, &stamp()).expect("a book");
        for name in ["Acme", "Bolt", "Crane"] {
            let add = Command::Add(AddClient { fields: vec![(Field::Name, name.to_owned())] });
            store.execute(&add, &stamp()).expect("a client");
        }
        let start = StartSession { name: "Q2".to_owned(), facilitator: "Ana".to_owned(), ..StartSession::default() };
        store.execute(&Command::Session(SessionAct::Start(start)), &stamp()).expect("a session");
        let mark = format!("qd-{}", store.origin().expect("an origin").chars().take(16).collect::<String>());
        Self { folder, store, mark }
    }

    fn book(&self) -> PathBuf {
        self.folder.path().join("book.db")
    }
}

thread_local! {
    static SAMPLE: OnceCell<Sample> = const { OnceCell::new() };
}

/// The bytes as a filled-in sheet of proposals, `@@` standing for the mark of the book: rows are understood or named.
///
/// # Panics
/// It is not so.
pub fn sheet(bytes: &[u8]) {
    SAMPLE.with(|sample| {
        let sample = sample.get_or_init(Sample::make);
        let mut file = Vec::with_capacity(bytes.len() + 32);
        let mut rest = bytes;
        while let Some(at) = rest.windows(2).position(|two| two == b"@@") {
            file.extend_from_slice(&rest[..at]);
            file.extend_from_slice(sample.mark.as_bytes());
            rest = &rest[at + 2..];
        }
        file.extend_from_slice(rest);
        with_file(&file, |path| match proposals::read(path, &sample.store) {
            Ok(filled) => assert!(filled.problems.iter().all(|(_, wrong, right)| !wrong.is_empty() && !right.is_empty())),
            Err(error) => assert!(!error.to_string().contains(char::is_control), "{error}"),
        });
    });
}

/// The bytes as changes to the file of a book: five of them say where (two) and what (three), again and again. It opens or is
/// refused, it is whole or its problems are named, and what can be read is read.
///
/// # Panics
/// It does neither.
pub fn book(bytes: &[u8]) {
    SAMPLE.with(|sample| {
        let sample = sample.get_or_init(Sample::make);
        let mut file = std::fs::read(sample.book()).expect("the book");
        for change in bytes.chunks_exact(5) {
            let at = usize::from(u16::from_be_bytes([change[0], change[1]])) * file.len() / 65_536;
            for (to, from) in file[at..].iter_mut().zip(&change[2..]) {
                *to = *from;
            }
        }
        let path = sample.folder.path().join("changed.db");
        std::fs::write(&path, &file).expect("room");
        if let Ok(store) = Store::open(&path, day()) {
            if let Ok(problems) = store.check(day()) {
                assert!(problems.iter().all(|problem| !problem.what.is_empty()));
            }
            let _ = store.count_clients(None, day());
            let _ = store.history(&HistoryQuery::default(), 20);
        }
    });
}
