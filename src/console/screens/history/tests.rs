//! What the history shows and does.

use crate::console::keys::Scope;
use crate::console::trial::Trial;

fn history(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.press("2").press("H");
    assert_eq!(trial.app.scope(), Scope::History);
    trial
}

#[test]
fn what_was_done_stands_with_the_newest_on_top() {
    insta::assert_snapshot!("history_80x24", history(80, 24).seen());
    insta::assert_snapshot!("history_120x40", history(120, 40).seen());
    insta::assert_snapshot!("history_60x20", history(60, 20).seen());
    insta::assert_debug_snapshot!("history_styled", history(60, 20).draw());
}

#[test]
fn an_entry_opens_with_its_changes_in_words() {
    let mut trial = history(80, 24);
    trial.press("Down");
    insta::assert_snapshot!("entry_edit", trial.press("Enter").seen());
    trial.press("Esc").press("Down");
    insta::assert_snapshot!("entry_move", trial.press("Enter").seen());
    trial.press("Esc").press("End").press("Up");
    insta::assert_snapshot!("entry_import", trial.press("Enter").seen());
    trial.press("Esc").press("Esc");
    assert_eq!(trial.app.scope(), Scope::Due);
}

#[test]
fn what_is_taken_back_says_so_and_the_undo_stands_above_it() {
    let mut trial = history(120, 40);
    trial.press("u");
    let seen = trial.seen();
    assert!(seen.contains("took back: archived Island Trading") && seen.contains("taken back by"), "{seen}");
    trial.press("Ctrl-r");
    assert!(trial.seen().contains("did again: archived Island Trading"), "{}", trial.seen());
    assert!(!trial.seen().contains("taken back by"), "{}", trial.seen());
}

#[test]
fn a_presenter_sees_no_note_and_no_money() {
    let mut trial = Trial::new(80, 24);
    trial.press("2").press("p").press("H").press("Down").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("notes: nothing → •••") && !seen.contains("Prefers"), "{seen}");
}

#[test]
fn a_long_history_is_read_by_pages_to_its_end_and_back() {
    let mut trial = Trial::new(80, 24);
    trial.press("2");
    for _ in 0..60 {
        trial.press("u").press("Ctrl-r");
    }
    trial.press("H");
    let newest = trial.seen();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        seen.insert(trial.seen());
        trial.press("Down");
    }
    assert!(trial.seen().contains("made the book"), "{}", trial.seen());
    for _ in 0..200 {
        trial.press("Up");
    }
    assert_eq!(trial.seen(), newest);
    trial.press("End");
    assert!(trial.seen().contains("made the book"));
    trial.press("PageUp").press("Home");
    assert_eq!(trial.seen(), newest);
}

#[test]
fn no_size_breaks_the_list_or_an_entry() {
    let mut trial = history(80, 24);
    trial.every_size();
    trial.size = (80, 24);
    trial.draw();
    trial.press("Enter");
    trial.every_size();
}
