//! The replay as a session begins with it, over a real book.

use crate::console::keys::Scope;
use crate::console::trial::{TODAY, Trial, book, day, id, stamp};
use crate::domain::command::{Command, Finalise, SessionAct, Stage, Staging, StartSession};
use crate::store::Store;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

fn run(store: &Store, act: SessionAct, on: &str) {
    store.execute(&Command::Session(act), &stamp(on)).unwrap();
}

fn start(store: &Store, name: &str, on: &str) {
    let start = StartSession { name: name.to_owned(), facilitator: "Ana".to_owned(), ..StartSession::default() };
    run(store, SessionAct::Start(start), on);
}

fn moved(store: &Store, name: &str, to: &str, expect: &str, revisit: Option<&str>) {
    let session = store.open_sessions().unwrap()[0].id;
    let stage = Stage {
        note: "MARKER they asked for a plan".to_owned(),
        expect: expect.to_owned(),
        revisit_on: revisit.map(day),
        ..Stage::plain(session, id(store, name), Staging::Move(to.to_owned()))
    };
    run(store, SessionAct::Stage(stage), "2026-05-05");
}

/// A session in May that moved five clients, and one today.
fn sitting(columns: u16, rows: u16) -> Trial {
    Trial::over(columns, rows, |folder| {
        let store = held(book(folder));
        start(&store, "2026 Q2", TODAY);
        store
    })
}

/// A session in May that moved five clients.
fn held(store: Store) -> Store {
    start(&store, "2026 Q1", "2026-05-04");
    moved(&store, "Galería", "A", "maturity ≥ 70", Some("2026-06-10"));
    moved(&store, "Hungry", "A", "appetite ≥ 70", Some("2026-06-10"));
    moved(&store, "Chop", "D", "MARKER they close two sites", Some("2026-06-10"));
    moved(&store, "Ernst", "A", "maturity ≥ 70", Some("2026-12-10"));
    moved(&store, "Folk", "D", "", None);
    let session = store.open_sessions().unwrap()[0].id;
    let finalise = Finalise { session, note: String::new(), accept: Vec::new() };
    store.finalise(&finalise, &stamp("2026-05-06")).unwrap();
    store.turn_to(day(TODAY)).unwrap();
    let judge = SessionAct::Judge { session, client: id(&store, "Folk"), held: true, note: "MARKER they are quiet".to_owned() };
    run(&store, judge, TODAY);
    store
}

/// The replay, whether it opened by itself or by its key.
fn opened(columns: u16, rows: u16) -> Trial {
    let mut trial = sitting(columns, rows);
    trial.press("4");
    if trial.app.scope() != Scope::Replay {
        trial.press("L");
    }
    assert_eq!(trial.app.scope(), Scope::Replay, "{}", trial.seen());
    trial
}

#[test]
fn the_replay_as_it_is_seen() {
    for (columns, rows) in SIZES {
        insta::assert_snapshot!(format!("replay_{columns}x{rows}"), opened(columns, rows).seen());
    }
    insta::assert_snapshot!("replay_styled", format!("{:?}", opened(80, 24).draw()));
}

#[test]
fn no_size_breaks_it() {
    opened(80, 24).every_size();
}

#[test]
fn what_did_not_hold_comes_first_and_the_counts_are_on_top() {
    let seen = opened(120, 40).seen();
    assert!(seen.contains("1 not held, 2 unknown, 2 held: 5 moves, written on 2026-05-06"), "{seen}");
    let at = |words: &str| seen.find(words).unwrap_or_else(|| panic!("{words}: {seen}"));
    assert!(at("Not held 1") < at("Unknown 2") && at("Unknown 2") < at("Held 2"), "{seen}");
}

#[test]
fn a_move_is_judged_by_hand_and_enter_opens_its_client_in_the_session() {
    let mut trial = opened(80, 24);
    trial.press("J");
    assert_eq!(trial.app.scope(), Scope::Dialog, "{}", trial.seen());
    trial.press("Esc").press("Enter");
    assert_eq!(trial.app.scope(), Scope::SessionClient, "{}", trial.seen());
    trial.press("Esc").press("Esc");
    assert_eq!(trial.app.scope(), Scope::Session, "{}", trial.seen());
}

#[test]
fn a_shared_screen_shows_no_note_and_no_expectation() {
    for (columns, rows) in SIZES {
        let mut trial = opened(columns, rows);
        for _ in 0..6 {
            trial.press("Down");
        }
        assert!(trial.seen().contains("MARKER"), "{}", trial.seen());
        trial.press("p");
        for _ in 0..6 {
            assert!(!trial.seen().contains("MARKER"), "{}", trial.seen());
            trial.press("Up");
        }
    }
}

#[test]
fn the_first_session_has_nothing_to_look_back_on() {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = book(folder);
        start(&store, "2026 Q1", TODAY);
        store
    });
    trial.press("4").press("L");
    assert!(trial.seen().contains("This is the first session of its model"), "{}", trial.seen());
    trial.press("J").press("Enter").press("Down");
    assert_eq!(trial.app.scope(), Scope::Replay);
}

#[test]
fn a_session_begins_with_the_replay_by_itself_and_only_until_something_is_decided() {
    let mut trial = sitting(80, 24);
    trial.press("4");
    assert_eq!(trial.app.scope(), Scope::Replay, "{}", trial.seen());
    trial.press("Esc");
    let seen = trial.seen();
    assert!(trial.app.scope() == Scope::Session && seen.contains("Last session, 2026 Q1: 5 moves"), "{seen}");
    trial.press("1").press("4");
    assert_eq!(trial.app.scope(), Scope::Session, "it is not shown again: {}", trial.seen());
    let mut trial = sitting(80, 24);
    let store = trial.app.store();
    let session = store.open_sessions().unwrap()[0].id;
    let confirm = Stage::plain(session, id(store, "Ernst"), Staging::Confirm);
    run(store, SessionAct::Stage(confirm), TODAY);
    trial.press("4");
    assert_eq!(trial.app.scope(), Scope::Session, "somebody went on already: {}", trial.seen());
}

#[test]
fn a_judgement_at_another_console_is_counted_on_the_agenda_at_once() {
    let mut trial = sitting(120, 40);
    trial.press("4").press("Esc");
    assert!(trial.seen().contains("Last session, 2026 Q1: 5 moves"), "{}", trial.seen());
    let count = |trial: &mut Trial| trial.seen().lines().find(|line| line.contains("Last session, 2026 Q1")).map(str::to_owned);
    let before = count(&mut trial);
    let path = trial.app.store().path().to_owned();
    let other = Store::open(&path, day(TODAY)).unwrap();
    let client = id(&other, "Chop");
    let session = other.sessions().unwrap().into_iter().find(|row| row.session.name == "2026 Q1").unwrap().session.id;
    run(&other, SessionAct::Judge { session, client, held: false, note: "one site stays".to_owned() }, TODAY);
    trial.event(crate::console::event::Event::BookTouched);
    assert_ne!(count(&mut trial), before);
}

#[test]
fn a_session_started_in_the_console_begins_with_the_replay_of_the_last_one() {
    let mut trial = Trial::over(120, 40, |folder| held(book(folder)));
    trial.press("4");
    trial.press("n");
    trial.press("Ctrl-s");
    assert_eq!(trial.app.scope(), Scope::Replay, "{}", trial.seen());
    trial.press("Esc");
    assert_eq!(trial.app.scope(), Scope::Session, "then comes the agenda: {}", trial.seen());
}
