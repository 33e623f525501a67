//! A book that is moved, deleted or replaced under an open program, before or during any kind of write: writing stops and says so,
//! and neither file has a byte of it (P8).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, Finalise, OnExisting, SessionAct, Stage, Staging, StartSession};
use quarterdeck::domain::session::SessionId;
use quarterdeck::store::{ImportPolicy, Matching, Store, StoreError};

use super::common::{MODEL, NOTE, add, ana, folder, incoming, move_to, open, to, today, whole};

/// What may become of the file.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Moved,
    Deleted,
    CopyInItsPlace,
    AnotherInItsPlace,
    FolderRenamed,
    LinkLeadsElsewhere,
    NothingButAFolder,
}

const DEEDS: [Deed; 7] = [
    Deed::Moved,
    Deed::Deleted,
    Deed::CopyInItsPlace,
    Deed::AnotherInItsPlace,
    Deed::FolderRenamed,
    Deed::LinkLeadsElsewhere,
    Deed::NothingButAFolder,
];

/// A way to write.
#[derive(Debug, Clone, Copy)]
enum Way {
    Execute,
    Undo,
    Redo,
    Settings,
    Repair,
    Finalise,
    Together,
    Import,
}

const WAYS: [Way; 8] =
    [Way::Execute, Way::Undo, Way::Redo, Way::Settings, Way::Repair, Way::Finalise, Way::Together, Way::Import];

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The name the book is opened under: a link to it.
    fn book(&self) -> PathBuf {
        self.at("link.db")
    }

    fn real(&self) -> PathBuf {
        self.at("inner/book.db")
    }

    fn done(&self, deed: Deed) {
        let real = self.real();
        let (moved, copy) = (self.at("moved.db"), self.at("copy.db"));
        match deed {
            Deed::Moved => fs::rename(&real, moved).expect("moved"),
            Deed::Deleted => fs::remove_file(&real).expect("deleted"),
            Deed::CopyInItsPlace => {
                fs::copy(&real, &copy).expect("copied");
                fs::rename(&copy, &real).expect("replaced");
            }
            Deed::AnotherInItsPlace => fs::rename(self.at("other.db"), &real).expect("replaced"),
            Deed::FolderRenamed => fs::rename(self.at("inner"), self.at("outer")).expect("renamed"),
            Deed::LinkLeadsElsewhere => {
                fs::remove_file(self.book()).expect("deleted");
                std::os::unix::fs::symlink(self.at("other.db"), self.book()).expect("linked");
            }
            Deed::NothingButAFolder => {
                fs::rename(&real, moved).expect("moved");
                fs::create_dir(&real).expect("a folder");
            }
        }
    }

    /// Every book file below the folder with its bytes; a journal that is left counts too.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(at: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(at).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, found);
                } else if !path.is_symlink() {
                    let bytes = fs::read(&path).expect("bytes");
                    found.insert(path, bytes);
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(self.folder.path(), &mut found);
        found.retain(|path, _| !path.to_string_lossy().contains("backups") && !path.to_string_lossy().ends_with("-journal"));
        found
    }
}

/// A book behind a link, with a move to take back, one to do again, and a session with a decision.
fn placed() -> (Place, Store, ClientId, SessionId) {
    let place = Place { folder: folder() };
    fs::create_dir(place.at("inner")).expect("a folder");
    drop(Store::create(&place.real(), MODEL, &ana()).expect("a book"));
    drop(Store::create(&place.at("other.db"), MODEL, &ana()).expect("another book"));
    std::os::unix::fs::symlink(place.real(), place.book()).expect("linked");
    let store = open(&place.book());
    let acme = add(&store, "Acme");
    let start = StartSession { name: "Summer".to_owned(), facilitator: "Dana".to_owned(), ..StartSession::default() };
    store.execute(&Command::Session(SessionAct::Start(start)), &ana()).expect("started");
    let session = store.open_sessions().expect("sessions")[0].id;
    move_to(&store, acme, "B", &ana());
    let stage = Stage { note: NOTE.to_owned(), ..Stage::plain(session, acme, Staging::Confirm) };
    store.execute(&Command::Session(SessionAct::Stage(stage)), &ana()).expect("staged");
    store.execute(&Command::Move(to(acme, "C")), &ana()).expect("moved");
    store.undo(&ana()).expect("taken back");
    (place, store, acme, session)
}

/// Writes in a way; where the write has steps, the deed is done between them, else before.
fn write(way: Way, deed: Deed, place: &Place, store: &Store, acme: ClientId, session: SessionId) -> Result<(), StoreError> {
    if !matches!(way, Way::Together | Way::Import) {
        place.done(deed);
    }
    match way {
        Way::Execute => store.execute(&Command::Move(to(acme, "D")), &ana()).map(drop),
        Way::Undo => store.undo(&ana()).map(drop),
        Way::Redo => store.redo(&ana()).map(drop),
        Way::Settings => store.execute(&Command::Set { key: "lead".to_owned(), value: "9".to_owned() }, &ana()).map(drop),
        Way::Repair => store.repair(today()),
        Way::Finalise => {
            let finalise = Finalise { session, note: String::new(), accept: vec![acme] };
            store.finalise(&finalise, &ana()).map(drop)
        }
        Way::Together => store.execute_together(&ana(), |together| {
            together.execute(&Command::Move(to(acme, "D")), &ana())?;
            place.done(deed);
            together.execute(&Command::Move(to(acme, "A")), &ana()).map(drop)
        }),
        Way::Import => {
            let stamp = ana();
            let mut import = store.import(ImportPolicy { matching: Matching::Id, on_existing: OnExisting::Update }, &stamp)?;
            import.row(2, &incoming(&[(Field::ExternalId, "X-1"), (Field::Name, "First")]))?;
            place.done(deed);
            import.row(3, &incoming(&[(Field::ExternalId, "X-2"), (Field::Name, "Second")]))?;
            import.finish("imported rows", "{}").map(drop)
        }
    }
}

#[test]
fn whatever_becomes_of_the_file_no_way_of_writing_goes_on() {
    for way in WAYS {
        for deed in DEEDS {
            let (place, store, acme, session) = placed();
            let before: Vec<Vec<u8>> = place.files().into_values().collect();
            let error = write(way, deed, &place, &store, acme, session).expect_err("writing stops");
            assert!(matches!(error, StoreError::Gone(_)), "{way:?}, {deed:?}: {error}");
            assert!(error.to_string().contains("moved, replaced or deleted"), "{error}");
            drop(store);
            let after: Vec<Vec<u8>> = place.files().into_values().collect();
            for bytes in &after {
                assert!(before.contains(bytes), "{way:?}, {deed:?}: a file has other bytes than before");
            }
            if !matches!(deed, Deed::Deleted | Deed::AnotherInItsPlace) {
                assert!(before.iter().all(|bytes| after.contains(bytes)), "{way:?}, {deed:?}: the book is as it was");
            }
            whole(&open(&place.at(if matches!(deed, Deed::AnotherInItsPlace) { "inner/book.db" } else { "other.db" })), today());
        }
    }
}

#[test]
fn a_book_that_comes_back_takes_writes_again() {
    let (place, store, acme, _) = placed();
    place.done(Deed::Moved);
    assert!(matches!(store.execute(&Command::Move(to(acme, "D")), &ana()), Err(StoreError::Gone(_))));
    fs::rename(place.at("moved.db"), place.real()).expect("back");
    move_to(&store, acme, "D", &ana());
    whole(&store, today());
}
