//! What a client page shows and does.

use crate::console::hits::Spot;
use crate::console::keys::Scope;
use crate::console::trial::{Trial, day, id};

/// The page of Antonio Moreno, opened from the due list.
fn page(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.press("2").press("/").type_in("moreno").press("Enter").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    trial
}

#[test]
fn the_page_whole_and_part_by_part() {
    insta::assert_snapshot!("client_120x40", page(120, 40).seen());
    let mut trial = page(80, 24);
    insta::assert_snapshot!("client_80x24_overview", trial.seen());
    insta::assert_snapshot!("client_80x24_scores", trial.press("Tab").seen());
    insta::assert_snapshot!("client_80x24_cadence", trial.press("Tab").seen());
    insta::assert_snapshot!("client_80x24_actions", trial.press("Tab").seen());
    insta::assert_snapshot!("client_80x24_timeline", trial.press("Tab").seen());
    insta::assert_snapshot!("client_60x20", page(60, 20).seen());
}

#[test]
fn a_presenter_shows_no_money_notes_or_outcomes() {
    let mut trial = page(120, 40);
    trial.press("p");
    let seen = trial.seen();
    for hidden in ["48,000", "Prefers calls", "CFO asked", "wants a second site"] {
        assert!(!seen.contains(hidden), "{hidden} in\n{seen}");
    }
    assert!(seen.contains("•••"), "{seen}");
}

#[test]
fn an_action_is_settled_by_space_by_enter_and_by_the_mouse() {
    let mut trial = page(80, 24);
    let client = id(trial.app.store(), "Antonio Moreno");
    let done = |trial: &Trial| {
        let page = trial.app.store().page(client, day("2026-06-15")).expect("a page");
        page.actions.iter().filter(|action| action.done_on.is_some()).count()
    };
    trial.press("Tab").press("Tab").press("Tab").press("Space");
    assert_eq!(done(&trial), 1);
    assert!(trial.seen().contains("[x] send the offer"), "{}", trial.seen());
    trial.press("Enter");
    assert_eq!(done(&trial), 0, "again opens it");
    trial.press("Down").press("Enter");
    assert!(trial.seen().contains("[x] invite the CFO"), "{}", trial.seen());
    trial.press("u");
    assert_eq!(done(&trial), 0, "and it can be taken back");
    let row = trial.spot(|spot| matches!(spot, Spot::Row { .. }));
    trial.click(row).click(row);
    assert_eq!(done(&trial), 1);
}

#[test]
fn the_mouse_opens_a_part_and_escape_goes_back_with_the_filter_kept() {
    let mut trial = page(80, 24);
    trial.click(Spot::Heading(5));
    assert!(trial.seen().contains("[Timeline]"));
    trial.press("Esc");
    assert_eq!(trial.app.scope(), Scope::Due);
    assert!(trial.app.desk().filter.is_some());
}

#[test]
fn a_page_scrolls_no_further_than_its_text() {
    let mut trial = page(60, 20);
    trial.press("Tab").press("End");
    let end = trial.seen();
    trial.press("Down").press("PageDown");
    assert_eq!(trial.seen(), end);
    trial.press("Home").press("Up");
    assert_ne!(trial.seen(), end);
}

#[test]
fn no_size_breaks_any_part() {
    let mut trial = page(80, 24);
    for _ in 0..5 {
        trial.every_size();
        trial.size = (80, 24);
        trial.draw();
        trial.press("Tab");
    }
}
