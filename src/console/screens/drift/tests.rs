//! The list of proposals as a person goes through it.

use crate::console::keys::Scope;
use crate::console::sight::Sight;
use crate::console::trial::{TODAY, Trial, day, id, stamp};
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::builtin;

/// Two drift, one is near a cut, one was moved six weeks ago, one is in the tray.
fn opened(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    for (name, maturity, appetite) in [("Galería", 5, 5), ("Ernst", 5, 1), ("Hungry", 5, 3), ("Königlich", 5, 5)] {
        let values = ["standardization", "stability", "proactivity"].map(|factor| (factor.to_owned(), maturity)).into_iter();
        let values = values.chain(["engagement", "goals"].map(|factor| (factor.to_owned(), appetite))).collect();
        let clients = vec![id(trial.app.store(), name)];
        trial.app.store().execute(&Command::Score(ScoreClient { clients, model: None, values }), &stamp(TODAY)).unwrap();
    }
    trial.press("D");
    trial
}

fn segment(trial: &Trial, name: &str) -> Option<String> {
    let client = id(trial.app.store(), name);
    trial.app.store().page(client, day(TODAY)).unwrap().placement.and_then(|placement| placement.segment)
}

#[test]
fn the_screen_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = opened(columns, rows);
        insta::assert_snapshot!(format!("drift_{columns}x{rows}"), trial.seen());
        trial.press("Tab");
        insta::assert_snapshot!(format!("held_{columns}x{rows}"), trial.seen());
        trial.press("Tab");
        insta::assert_snapshot!(format!("tray_{columns}x{rows}"), trial.seen());
    }
}

#[test]
fn no_size_breaks_it() {
    let mut trial = opened(80, 24);
    trial.every_size();
    trial.press("Tab");
    trial.every_size();
}

#[test]
fn going_through_the_list_moves_nobody_and_escape_goes_back() {
    let mut trial = opened(80, 24);
    let before = trial.app.store().head().unwrap();
    for key in ["j", "w", "Esc", "Tab", "End", "Tab", "w", "Esc", "Enter", "Esc"] {
        trial.press(key);
    }
    assert_eq!(trial.app.store().head().unwrap(), before);
    assert_eq!(trial.app.scope(), Scope::Drift);
    trial.press("Esc");
    assert_eq!(trial.app.scope(), Scope::Board);
}

#[test]
fn a_proposal_is_accepted_with_a_note_and_the_client_leaves_the_list() {
    let mut trial = opened(80, 24);
    trial.press("Tab").press("Tab");
    assert!(trial.seen().contains("Old Piccadilly"), "{}", trial.seen());
    trial.press("a");
    let seen = trial.seen();
    assert!(seen.contains("Place Old Piccadilly") && seen.contains("A Transform"), "{seen}");
    trial.type_in("as the scores say");
    trial.press("Ctrl-s");
    assert_eq!(segment(&trial, "Old Piccadilly").as_deref(), Some("transform"), "{}", trial.seen());
    assert_eq!(trial.app.scope(), Scope::Drift);
    assert!(trial.seen().contains("No segment yet 0"), "{}", trial.seen());
}

#[test]
fn marked_clients_are_accepted_each_to_its_own_segment_with_one_note_and_one_undo() {
    let mut trial = opened(120, 40);
    trial.press("*").press("a");
    let seen = trial.seen();
    assert!(seen.contains("2 clients: 1 B, 1 C") && seen.contains("1 A, 1 C"), "{seen}");
    insta::assert_snapshot!("accept_120x40", seen);
    trial.type_in("as the scores say");
    trial.press("Ctrl-s");
    let now = |trial: &Trial| (segment(trial, "Galería"), segment(trial, "Ernst"));
    assert_eq!(now(&trial), (Some("transform".to_owned()), Some("educate".to_owned())));
    assert!(trial.seen().contains("Move proposed 0"), "{}", trial.seen());
    trial.press("u");
    assert_eq!(now(&trial), (Some("educate".to_owned()), Some("modernize".to_owned())));
    assert!(trial.seen().contains("Move proposed 2"), "{}", trial.seen());
}

#[test]
fn who_is_held_back_is_told_why_and_a_confirmation_begins_the_dwell() {
    let mut trial = opened(80, 24);
    trial.press("Tab").press("a");
    assert!(trial.seen().contains("near a cut: 0.0 points from the one of Appetite at 50.0"), "{}", trial.seen());
    trial.press("j").press("a");
    assert!(trial.seen().contains("decided on 2026-05-04: A Transform is proposed again from"), "{}", trial.seen());
    trial.press("Tab").press("Tab").press("c");
    trial.type_in("they stay for one more round");
    trial.press("Ctrl-s");
    assert!(
        trial.seen().contains("Move proposed 1   Held back 3") || trial.seen().contains("[Move proposed 1]  Held back 3"),
        "{}",
        trial.seen()
    );
}

#[test]
fn the_list_is_of_the_model_the_board_looks_at_and_moves_are_meant_there() {
    let mut trial = opened(80, 24);
    trial.press("Esc");
    let store = trial.app.store();
    store.execute(&Command::AddModel { toml: builtin::find("growth-risk").unwrap().to_owned() }, &stamp(TODAY)).unwrap();
    let values = [("expansion_room", 5), ("strategic_fit", 5), ("budget", 5), ("sponsor_change", 1), ("sentiment", 1)];
    let values = values.map(|(factor, value)| (factor.to_owned(), value)).to_vec();
    let score = ScoreClient { clients: vec![id(store, "Ernst")], model: Some("growth-risk".to_owned()), values };
    store.execute(&Command::Score(score), &stamp(TODAY)).unwrap();
    trial.app.with(|ctx| ctx.desk.sight = Sight::Proposed("growth-risk".to_owned()));
    trial.press("1").press("D");
    let seen = trial.seen();
    assert!(seen.contains("What the scores propose in Growth × Risk (a lens)"), "{seen}");
    assert!(seen.contains("[No segment yet 1]") && seen.contains("Ernst Handel"), "{seen}");
    trial.press("a");
    assert!(trial.seen().contains("Place Ernst Handel"), "{}", trial.seen());
    trial.type_in("as the scores say");
    trial.press("Ctrl-s");
    assert!(trial.seen().contains("No segment yet 0"), "{}", trial.seen());
    let client = id(trial.app.store(), "Ernst");
    let page = trial.app.store().page_in(Some("growth-risk"), client, day(TODAY)).unwrap();
    assert_eq!(page.placement.and_then(|placement| placement.segment).as_deref(), Some("grow"));
    assert_eq!(segment(&trial, "Ernst").as_deref(), Some("modernize"), "the driving model is as it was");
}

#[test]
fn on_a_narrow_window_the_whole_reason_owner_and_revenue_stand_below_the_list() {
    let mut trial = opened(80, 24);
    trial.press("Tab").press("j");
    let seen = trial.seen();
    assert!(seen.contains("Königlich Essen: B Modernize → A Transform · until 2026-08-04: decided"), "{seen}");
    assert!(seen.contains("2026-05-04 · scored on 2026-06-15 · 27,000 EUR"), "{seen}");
}
