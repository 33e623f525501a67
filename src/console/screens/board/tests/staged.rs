//! What an open session has staged, as the board shows it beside the present.

use crate::console::trial::{TODAY, Trial, book, id, stamp};
use crate::domain::command::{Command, SessionAct, Stage, Staging, StartSession};
use crate::store::Store;

fn stage(store: &Store, name: &str, to: &str) {
    let session = store.open_sessions().unwrap()[0].id;
    let what = Staging::Move(to.to_owned());
    let stage = Stage { note: "their new site went live".to_owned(), ..Stage::plain(session, id(store, name), what) };
    store.execute(&Command::Session(SessionAct::Stage(stage)), &stamp(TODAY)).unwrap();
}

/// Two moves to A and one out of the tray.
fn staged(columns: u16, rows: u16) -> Trial {
    Trial::over(columns, rows, |folder| {
        let store = book(folder);
        let start = StartSession { name: "2026 Q2".to_owned(), facilitator: "Ana".to_owned(), ..StartSession::default() };
        store.execute(&Command::Session(SessionAct::Start(start)), &stamp(TODAY)).unwrap();
        stage(&store, "Gal", "A");
        stage(&store, "Hungry", "A");
        stage(&store, "Old", "B");
        store
    })
}

#[test]
fn staged_moves_stand_beside_the_present() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        insta::assert_snapshot!(format!("staged_{columns}x{rows}"), staged(columns, rows).seen());
    }
}

#[test]
fn titles_say_before_and_after_and_a_filter_narrows_both() {
    let mut trial = staged(120, 40);
    let seen = trial.seen();
    assert!(seen.contains("3 moves are staged in 2026 Q2") && seen.contains("A Transform · 3 → 5 ·"), "{seen}");
    assert!(seen.contains("→ A Galería") && seen.contains("→ A Hungry Owl"), "{seen}");
    trial.press("/").type_in("owner:ben").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("1 move is staged") && seen.contains("· 1 → 2") && seen.contains("· 1 → 0"), "{seen}");
}

#[test]
fn no_size_breaks_it() {
    let mut trial = staged(80, 24);
    trial.every_size();
    trial.press("z").every_size();
}

#[test]
fn a_board_of_a_lens_shows_nothing_of_it() {
    let mut trial = staged(120, 40);
    let lens = crate::console::sight::Sight::Proposed("maturity-appetite".to_owned());
    trial.app.with(|ctx| ctx.desk.sight = lens.clone());
    trial.press("2").press("1");
    assert!(!trial.seen().contains("staged"), "{}", trial.seen());
}
