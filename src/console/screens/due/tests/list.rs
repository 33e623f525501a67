//! The list: groups, selection, marks, paging.

use crate::console::hits::Spot;
use crate::console::keys::Scope;
use crate::console::trial::{Trial, day, stamp};
use crate::domain::client::Field;
use crate::domain::command::Incoming;
use crate::store::{ImportPolicy, Store};

fn due(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.press("2");
    trial
}

/// A book of so many overdue clients, the first the most overdue.
fn long(clients: u32) -> Trial {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-06-15")).expect("made");
        let loaded = stamp("2026-06-15");
        let mut import = store.import(ImportPolicy::default(), &loaded).expect("begun");
        for n in 0..clients {
            let held = day("2020-01-01") + chrono::Days::new(n.into());
            let incoming = Incoming {
                fields: vec![(Field::Name, format!("Client {n:04}"))],
                segment: Some("A".to_owned()),
                segment_since: Some(day("2019-01-01")),
                last_review_on: Some(held),
                ..Incoming::default()
            };
            import.row(u64::from(n), &incoming).expect("a row");
        }
        import.finish("imported", "{}").expect("imported");
        store
    });
    trial.press("2");
    trial
}

#[test]
fn the_list_with_the_reason_beside_it() {
    insta::assert_snapshot!("due_80x24", due(80, 24).seen());
    insta::assert_snapshot!("due_120x40", due(120, 40).seen());
    insta::assert_snapshot!("due_60x20", due(60, 20).seen());
    insta::assert_snapshot!("due_180x40", due(180, 40).seen());
}

#[test]
fn its_colours() {
    insta::assert_debug_snapshot!("due_styled", due(60, 20).draw());
}

#[test]
fn the_selection_steps_over_headings_to_the_silent_ones_at_the_end() {
    let mut trial = due(120, 40);
    trial.press("End");
    let seen = trial.seen();
    assert!(seen.contains("┌ Maison Dewey, Ben "), "{seen}");
    trial.press("Home");
    assert!(!trial.seen().contains("┌ Maison Dewey, Ben "));
}

#[test]
fn enter_and_a_double_click_open_the_client_and_escape_comes_back() {
    let mut trial = due(80, 24);
    trial.press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    trial.press("Esc");
    let row = trial.spot(|spot| matches!(spot, Spot::Row { .. }));
    trial.click(row).click(row);
    assert_eq!(trial.app.scope(), Scope::Client);
}

#[test]
fn a_mark_steps_on_and_all_can_be_marked_and_cleared() {
    let mut trial = due(80, 24);
    trial.press("Space").press("Space");
    assert_eq!(trial.app.desk().marked.len(), 2);
    assert_eq!(trial.seen().matches('✓').count(), 2, "{}", trial.seen());
    trial.press("*");
    assert_eq!(trial.app.desk().marked.len(), 9, "every client of the list");
    trial.press("*");
    assert!(trial.app.desk().marked.is_empty());
}

#[test]
fn a_filter_that_lets_nothing_through_says_how_to_go_on() {
    let mut trial = due(80, 24);
    trial.press("/").type_in("zebra").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("Esc clears"), "{seen}");
    trial.press("Esc");
    assert!(trial.seen().contains("Folk och fä"));
}

#[test]
fn a_presenter_shows_no_outcome() {
    let mut trial = due(120, 40);
    trial.press("/").type_in("moreno").press("Enter");
    assert!(trial.seen().contains("wants a second"), "{}", trial.seen());
    trial.press("p");
    assert!(!trial.seen().contains("wants a second") && !trial.seen().contains("CFO asked"), "{}", trial.seen());
}

#[test]
fn a_long_list_is_read_page_by_page_to_its_end_and_back() {
    let mut trial = long(230);
    assert!(trial.seen().contains("Overdue 230") && trial.seen().contains("Client 0000"));
    for _ in 0..40 {
        trial.press("PageDown");
    }
    assert!(trial.seen().contains("Client 0229"), "{}", trial.seen());
    for _ in 0..40 {
        trial.press("PageUp");
    }
    assert!(trial.seen().contains("Client 0000") && trial.seen().contains("Overdue 230"), "{}", trial.seen());
    trial.press("End");
    assert!(trial.seen().contains("Client 0229"));
    trial.press("Up");
    assert!(trial.seen().contains("Client 0228"));
    trial.press("Home");
    assert!(trial.seen().contains("Client 0000"));
}

#[test]
fn every_clock_is_passed_once_on_the_way_down_and_on_the_way_up() {
    let mut trial = long(160);
    let name = |trial: &mut Trial| {
        let seen = trial.seen();
        let beside = seen.lines().rev().find_map(|line| line.split("┌ ").nth(1).map(|rest| rest[..11].to_owned()));
        beside.expect("the selected client")
    };
    for n in 0..159 {
        assert_eq!(name(&mut trial), format!("Client {n:04}"));
        trial.press("Down");
    }
    for n in (1..160).rev() {
        assert_eq!(name(&mut trial), format!("Client {n:04}"));
        trial.press("Up");
    }
}

#[test]
fn the_selection_keeps_its_client_when_the_list_changes_below_it() {
    let mut trial = long(160);
    for _ in 0..9 {
        trial.press("PageDown");
    }
    let before = trial.seen();
    trial.press("Space").press("Up");
    let after = trial.seen();
    assert_eq!(before.lines().rev().find(|line| line.contains('┌')), after.lines().rev().find(|line| line.contains('┌')));
}

#[test]
fn no_size_breaks_it() {
    due(80, 24).every_size();
}
