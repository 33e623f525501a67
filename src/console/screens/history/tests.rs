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

#[test]
fn the_history_is_narrowed_to_a_person_a_kind_and_days_and_shows_all_again() {
    let mut trial = history(80, 24);
    let all = trial.seen();
    trial.press("o");
    insta::assert_snapshot!("picker_person", trial.seen());
    trial.press("Esc").press("y");
    insta::assert_snapshot!("picker_kind", trial.seen());
    trial.type_in("move").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("kind move") && seen.contains("moved") && !seen.contains("archived"), "{seen}");
    trial.press("t");
    insta::assert_snapshot!("picker_days", trial.seen());
    trial.type_in("2026-05-01 to 2026-05-31").press("Enter");
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        trial.size = (columns, rows);
        insta::assert_snapshot!(format!("history_narrow_{columns}x{rows}"), trial.seen());
    }
    trial.size = (80, 24);
    trial.press("t").type_in("2024-01-01").press("Enter");
    assert!(trial.seen().contains("Nothing was done that is looked for"), "{}", trial.seen());
    trial.every_size();
    trial.size = (80, 24);
    trial.press("Esc");
    let listed = |seen: &str| seen.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((trial.app.scope(), listed(&trial.seen())), (Scope::History, listed(&all)), "all is shown again");
    // What cannot be read as a day stays to be mended.
    trial.press("t").type_in("soonish").press("Enter");
    assert!(trial.app.scope() == Scope::Picker && trial.seen().contains("! "), "{}", trial.seen());
    trial.press("Esc").press("Esc");
    assert_eq!(trial.app.scope(), Scope::Due);
}

#[test]
fn from_the_page_of_a_client_the_history_is_its_own() {
    let mut trial = Trial::new(80, 24);
    trial.press("3").press("/").type_in("moreno").press("Enter").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    trial.press("H");
    insta::assert_snapshot!("history_of_a_client", trial.seen());
    trial.press("p");
    assert!(trial.seen().contains("presenter"), "{}", trial.seen());
    trial.press("Esc");
    assert_eq!(trial.app.scope(), Scope::Client);
}

#[test]
fn a_narrowed_history_is_read_by_pages_to_its_end_and_back() {
    let mut trial = Trial::new(80, 24);
    trial.press("2");
    for _ in 0..60 {
        trial.press("u").press("Ctrl-r");
    }
    trial.press("H").press("y").type_in("undo").press("Enter");
    let newest = trial.seen();
    assert!(newest.contains("60 entries, kind undo"), "{newest}");
    for _ in 0..100 {
        trial.press("Down");
    }
    let oldest = trial.seen();
    trial.press("Home").press("End");
    assert_eq!(trial.seen().lines().skip(2).collect::<Vec<_>>().len(), oldest.lines().skip(2).collect::<Vec<_>>().len());
    for _ in 0..100 {
        trial.press("Up");
    }
    assert_eq!(trial.seen(), newest);
}

#[test]
fn an_entry_says_what_was_there_before_and_after() {
    let mut trial = Trial::new(80, 24);
    let ernst = crate::console::trial::id(trial.app.store(), "Ernst");
    let values = vec![("engagement".to_owned(), 1), ("adoption".to_owned(), 2)];
    let values: Vec<_> = values.into_iter().take(1).collect();
    let score = crate::domain::command::ScoreClient { clients: vec![ernst], model: None, values };
    let stamp = crate::console::trial::stamp(crate::console::trial::TODAY);
    trial.app.store().execute(&crate::domain::command::Command::Score(score), &stamp).expect("scored");
    let (key, toml) = crate::domain::model::builtin::all()[0];
    let toml = toml.replacen("every = \"4 months\"", "every = \"6 months\"", 1);
    let edit = crate::domain::command::Command::EditModel { key: key.to_owned(), toml, seen: None };
    trial.app.store().execute(&edit, &stamp).expect("edited");
    trial.press("2").press("H").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("\u{2212} every = \"4 months\"") && seen.contains("+ every = \"6 months\""), "{seen}");
    trial.press("Esc").press("Down").press("Enter");
    assert!(trial.seen().contains("scored engagement: 4 \u{2192} 1"), "{}", trial.seen());
}
