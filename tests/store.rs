//! The store through its public face: what is saved is there, what is refused changes nothing.

#[path = "store/attacks.rs"]
mod attacks;
#[path = "store/backups.rs"]
mod backups;
#[path = "store/beside.rs"]
mod beside;
#[path = "store/cadence.rs"]
mod cadence;
#[path = "store/common.rs"]
mod common;
#[path = "store/facts.rs"]
mod facts;
#[path = "store/files.rs"]
mod files;
#[path = "store/finding.rs"]
mod finding;
#[path = "store/gone.rs"]
mod gone;
#[path = "store/imports.rs"]
mod imports;
#[path = "store/instances.rs"]
mod instances;
#[path = "store/kills.rs"]
mod kills;
#[path = "store/lens.rs"]
mod lens;
#[path = "store/loads.rs"]
mod loads;
#[path = "store/migrations.rs"]
mod migrations;
#[path = "store/models.rs"]
mod models;
#[path = "store/narrow.rs"]
mod narrow;
#[path = "store/order.rs"]
mod order;
#[path = "store/planning.rs"]
mod planning;
#[path = "store/races.rs"]
mod races;
#[path = "store/rehearsed.rs"]
mod rehearsed;
#[path = "store/rescues.rs"]
mod rescues;
#[path = "store/scatter.rs"]
mod scatter;
#[path = "store/segmenting.rs"]
mod segmenting;
#[path = "store/sequences.rs"]
mod sequences;
#[path = "store/session.rs"]
mod session;
#[path = "store/session_acts.rs"]
mod session_acts;
#[path = "store/session_shared.rs"]
mod session_shared;
#[path = "store/sights.rs"]
mod sights;
#[path = "store/tampering.rs"]
mod tampering;
#[path = "store/windows.rs"]
mod windows;

use chrono::{DateTime, NaiveDate};
use quarterdeck::domain::cadence::Leaving;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{AddClient, Command, LogReview, Move, ScoreClient};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ClientQuery, Direction, DueQuery, Store};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn stamp(today: &str) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:00:00+01:00")).expect("an instant");
    Stamp { now, today: day(today), by: "ana".to_owned() }
}

fn book(folder: &tempfile::TempDir) -> Store {
    Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-06-15")).expect("a book is made")
}

fn add(store: &Store, name: &str) -> ClientId {
    let fields = vec![(Field::Name, name.to_owned()), (Field::Arr, "12000".to_owned()), (Field::Owner, "Ana".to_owned())];
    let receipt = store.execute(&Command::Add(AddClient { fields }), &stamp("2026-06-15")).expect("added");
    ClientId(receipt.made[0])
}

fn to(client: ClientId, segment: &str) -> Move {
    Move {
        clients: vec![client.into()],
        model: None,
        to: segment.into(),
        note: "they asked for monthly strategy talks".to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    }
}

#[test]
fn a_move_is_on_the_board_and_an_undo_takes_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let today = day("2026-06-15");
    let moved = to(acme, "B");
    let before = store.consequences(&moved, &stamp("2026-06-15")).expect("consequences");
    assert_eq!(before[0].next_due_before, None);
    assert_eq!(before[0].next_due_after, Some(day("2026-07-15")));
    store.execute(&Command::Move(moved), &stamp("2026-06-15")).expect("moved");
    let board = store.board(None, None, today).expect("a board");
    assert_eq!(board.segments.iter().map(|s| s.clients).collect::<Vec<_>>(), [0, 1, 0, 0]);
    let rows = store.board_rows(None, "modernize", None, None, Direction::After, 10, today).expect("rows");
    assert_eq!(rows[0].next_due_on, Some(day("2026-07-15")));
    store.undo(&stamp("2026-06-16")).expect("undone");
    let board = store.board(None, None, today).expect("a board");
    assert_eq!((board.segments[1].clients, board.unplaced.clients), (0, 1));
    store.redo(&stamp("2026-06-16")).expect("redone");
    assert_eq!(store.board(None, None, today).expect("a board").segments[1].clients, 1);
}

#[test]
fn scores_propose_and_a_review_moves_the_due_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let today = day("2026-06-15");
    let values = [("standardization", 5), ("stability", 5), ("engagement", 5)].map(|(f, v)| (f.to_owned(), v)).to_vec();
    store
        .execute(&Command::Score(ScoreClient { clients: vec![acme], model: None, values }), &stamp("2026-06-15"))
        .expect("scored");
    let rows = store.clients(&ClientQuery::default(), None, Direction::After, 10, today).expect("clients");
    assert_eq!(rows[0].proposed_segment.as_deref(), Some("transform"));
    store.execute(&Command::Move(to(acme, "transform")), &stamp("2026-06-15")).expect("moved");
    let review = LogReview::held(acme, day("2026-05-10"));
    store.execute(&Command::Review(review), &stamp("2026-06-15")).expect("logged");
    let due = store.due(&DueQuery::default(), None, 10, today).expect("due");
    assert_eq!(due[0].clock.clock.effective, Some(day("2026-06-29")));
    let page = store.page(acme, today).expect("a page");
    assert!(page.clocks[0].why.contains("2026-05-10"), "{}", page.clocks[0].why);
    let history = store.history_of(acme, 10).expect("history");
    assert_eq!(history.len(), 4);
}

#[test]
fn a_whole_book_has_no_problem_and_its_past_is_folded_from_the_journal() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let acme = add(&store, "Acme");
    store.execute(&Command::Move(to(acme, "transform")), &stamp("2026-07-01")).expect("moved");
    store.execute(&Command::Move(to(acme, "sustain")), &stamp("2026-08-01")).expect("moved");
    store.undo(&stamp("2026-09-01")).expect("undone");
    let placed = |store: &Store, on: &str| -> Vec<i64> {
        store.board(None, None, day(on)).expect("a board").segments.iter().map(|segment| segment.clients).collect()
    };
    let as_of = |on: &str| placed(&store.as_of(day(on)).expect("the past"), on);
    assert_eq!(as_of("2026-06-20"), [0, 0, 0, 0]);
    assert_eq!(as_of("2026-07-20"), [1, 0, 0, 0]);
    assert_eq!(as_of("2026-08-20"), [0, 0, 0, 1]);
    assert_eq!(as_of("2026-09-20"), [1, 0, 0, 0]);
    assert_eq!(placed(&store, "2026-09-20"), [1, 0, 0, 0]);
    assert_eq!(store.check(day("2026-09-20")).expect("checked"), []);
}

#[test]
fn a_day_between_an_import_and_its_late_undo_can_be_looked_at_though_an_id_was_given_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let add = |name: &str, today: &str| {
        let fields = vec![(Field::Name, name.to_owned()), (Field::ExternalId, "X-1".to_owned())];
        store.execute(&Command::Add(AddClient { fields }), &stamp(today)).expect("added");
    };
    add("Acme", "2026-06-15");
    store.undo(&stamp("2026-07-20")).expect("undone");
    add("Acme again", "2026-06-20");
    let past = store.as_of(day("2026-07-01")).expect("the past");
    assert_eq!(past.count_clients(None, day("2026-07-01")).expect("a count"), 2, "the undo is of a later day");
}

#[test]
fn a_backup_is_a_whole_book_and_restoring_keeps_the_replaced_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    add(&store, "Acme");
    let path = store.backup(None, "manual", &stamp("2026-06-15")).expect("backed up");
    add(&store, "Beta");
    let book = store.path().to_owned();
    let report = quarterdeck::store::restore_backup(&book, &path, &stamp("2026-06-16")).expect("restored");
    assert_eq!((report.clients_before, report.clients_after), (Some(2), 1));
    let refused = store.execute(&Command::Add(AddClient { fields: vec![(Field::Name, "Gamma".into())] }), &stamp("2026-06-16"));
    assert!(matches!(refused, Err(quarterdeck::store::StoreError::Gone(_))), "{refused:?}");
    let restored = Store::open(&book, day("2026-06-16")).expect("opened");
    assert_eq!(restored.check(day("2026-06-16")).expect("checked"), []);
    assert!(report.kept.expect("kept").exists());
}
