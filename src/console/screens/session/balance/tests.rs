//! The consequences as a facilitator goes through them, over a real book.

use crate::console::keys::Scope;
use crate::console::trial::{TODAY, Trial, book, day, id, stamp};
use crate::domain::client::Field;
use crate::domain::command::{Command, EditClient, SessionAct, Stage, Staging, StartSession};
use crate::domain::stamp::Stamp;
use crate::store::Store;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

fn by(who: &str) -> Stamp {
    Stamp { by: who.to_owned(), ..stamp(TODAY) }
}

fn stage(store: &Store, name: &str, what: Staging, note: &str, who: &str) {
    let session = store.open_sessions().unwrap()[0].id;
    let stage = Stage {
        note: note.to_owned(),
        expect: if note.is_empty() { String::new() } else { "MARKER appetite ≥ 70".to_owned() },
        revisit_on: (!note.is_empty()).then(|| day("2026-09-30")),
        ..Stage::plain(session, id(store, name), what)
    };
    let stage = match stage.what {
        Staging::Move(_) => stage,
        Staging::Confirm | Staging::Rest | Staging::Defer(_) => Stage { expect: String::new(), revisit_on: None, ..stage },
    };
    store.execute(&Command::Session(SessionAct::Stage(stage)), &by(who)).unwrap();
}

fn start(store: &Store) {
    let start = StartSession {
        name: "2026 Q2".to_owned(),
        facilitator: "Ana".to_owned(),
        targets: vec![("A".to_owned(), 250), ("C".to_owned(), 200)],
        ..StartSession::default()
    };
    store.execute(&Command::Session(SessionAct::Start(start)), &by("ana")).unwrap();
}

fn set(store: &Store, key: &str, value: &str) {
    store.execute(&Command::Set { key: key.to_owned(), value: value.to_owned() }, &by("ana")).unwrap();
}

fn edit(store: &Store, name: &str, field: Field, value: &str) {
    let fields = vec![(field, value.to_owned())];
    let edit = EditClient { client: id(store, name), seen: None, fields };
    store.execute(&Command::Edit(edit), &by("ben")).unwrap();
}

/// Three moves, a confirmation and one put off; one of the moved changed since; what `more` does comes after that.
fn sitting(columns: u16, rows: u16, more: impl Fn(&Store)) -> Trial {
    let mut trial = Trial::over(columns, rows, |folder| {
        let store = book(folder);
        edit(&store, "Hungry", Field::Currency, "USD");
        set(&store, "capacity.Ana", "0.2");
        set(&store, "capacity.Cleo", "2");
        start(&store);
        stage(&store, "Galería", Staging::Move("A".to_owned()), "MARKER their new site went live", "ana");
        stage(&store, "Hungry", Staging::Move("A".to_owned()), "MARKER they asked for a plan", "ben");
        stage(&store, "Chop", Staging::Move("D".to_owned()), "MARKER they close two sites", "ana");
        stage(&store, "Berglunds", Staging::Confirm, "", "ana");
        stage(&store, "Ernst", Staging::Defer(day("2026-09-01")), "MARKER the buyer is away", "ben");
        edit(&store, "Galería", Field::Arr, "44000");
        more(&store);
        store
    });
    trial.press("4").press("B");
    assert_eq!(trial.app.scope(), Scope::Balance, "{}", trial.seen());
    trial
}

#[test]
fn the_consequences_as_they_are_seen() {
    for (columns, rows) in SIZES {
        let mut trial = sitting(columns, rows, |_| ());
        insta::assert_snapshot!(format!("balance_{columns}x{rows}"), trial.seen());
        for part in ["segments", "owners", "ways"] {
            trial.press("v");
            if columns < 110 {
                insta::assert_snapshot!(format!("balance_{part}_{columns}x{rows}"), trial.seen());
            }
        }
    }
    insta::assert_snapshot!("balance_styled", format!("{:?}", sitting(120, 40, |_| ()).draw()));
}

#[test]
fn no_size_breaks_it() {
    let mut trial = sitting(80, 24, |_| ());
    for _ in 0..4 {
        trial.every_size();
        trial.size = (80, 24);
        trial.press("Tab");
    }
}

#[test]
fn a_decision_is_taken_back_and_the_figures_follow() {
    let mut trial = sitting(120, 40, |_| ());
    assert!(trial.seen().contains("3 move, 1 stay, 1 put off"), "{}", trial.seen());
    trial.press("U");
    assert!(trial.seen().contains("2 move, 1 stay, 1 put off"), "{}", trial.seen());
    trial.press("u");
    assert!(trial.seen().contains("3 move, 1 stay, 1 put off"), "{}", trial.seen());
}

#[test]
fn enter_opens_the_client_in_the_session_and_back_returns_to_the_agenda() {
    let mut trial = sitting(80, 24, |_| ());
    trial.press("Enter");
    assert_eq!(trial.app.scope(), Scope::SessionClient);
    trial.press("Esc");
    assert_eq!(trial.app.scope(), Scope::Balance);
    trial.press("m");
    assert_eq!(trial.app.scope(), Scope::Dialog, "{}", trial.seen());
    trial.press("Esc").press("Esc");
    assert_eq!(trial.app.scope(), Scope::Session, "{}", trial.seen());
}

#[test]
fn a_shared_screen_shows_no_money_and_no_note() {
    for (columns, rows) in SIZES {
        let mut trial = sitting(columns, rows, |_| ());
        assert!(trial.seen().contains("MARKER"), "{}", trial.seen());
        trial.press("p");
        for _ in 0..4 {
            for secret in ["MARKER", "44k", "66k", "EUR", "USD"] {
                assert!(!trial.seen().contains(secret), "{secret}: {}", trial.seen());
            }
            trial.press("v");
        }
    }
}

#[test]
fn figures_that_do_not_fit_are_scrolled_to_and_a_part_is_reached_by_a_click_on_its_tab() {
    let mut trial = sitting(60, 20, |_| ());
    trial.press("v");
    let before = trial.seen();
    trial.press("End");
    assert_ne!(trial.seen(), before);
    assert!(trial.seen().contains("Revenue"), "{}", trial.seen());
    let tab = trial.spot(|spot| *spot == crate::console::hits::Spot::Heading(3));
    trial.click(tab);
    assert!(trial.seen().contains("( ) stay where they are"), "{}", trial.seen());
}

#[test]
fn a_session_in_which_nothing_is_decided_says_so() {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = book(folder);
        start(&store);
        store
    });
    trial.press("4").press("B");
    assert!(trial.seen().contains("Nothing is decided yet"), "{}", trial.seen());
    trial.press("v").press("v").press("v").every_size();
    trial.size = (80, 24);
    assert!(trial.seen().contains("No move is staged"), "{}", trial.seen());
}
