//! What a client page shows and does.

use crate::console::dialogs;
use crate::console::hits::Spot;
use crate::console::keys::Scope;
use crate::console::trial::{TODAY, Trial, day, id};
use crate::domain::command::{ClockAct, Command, OnClock, OwnPeriods};

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

/// Nordwind with two kinds of review: one booked too late, snoozed before, and with a period of its own.
fn several(columns: u16, rows: u16) -> dialogs::trial::Trial {
    let mut trial = dialogs::trial::Trial::with_kinds(columns, rows);
    let client = trial.client("Nordwind");
    let on = |kind: &str, act: ClockAct, note: &str| {
        Command::Clock(OnClock { clients: vec![client], kind: Some(kind.to_owned()), act, note: note.to_owned() })
    };
    let own = OwnPeriods {
        client,
        periods: vec![("Review".to_owned(), Some("6 weeks".parse().expect("a period")))],
        until: Some(day("2026-09-30")),
        note: "they are being onboarded".to_owned(),
    };
    let acts = [
        on("Status call", ClockAct::Snooze(day("2026-06-17")), "they move house this week"),
        on("Status call", ClockAct::Book(day("2026-06-29")), ""),
        Command::OwnPeriods(own),
    ];
    for act in acts {
        dialogs::trial::done(&trial.other(), TODAY, "ben", &act);
    }
    trial.open(|ctx| Ok(Box::new(super::ClientScreen::new(client, ctx))));
    trial
}

#[test]
fn every_clock_is_shown_with_its_marks_and_the_timeline_says_what_was_done() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = several(columns, rows);
        trial.key("Tab".parse().expect("a key"));
        insta::assert_snapshot!(format!("clocks_{columns}x{rows}"), trial.key("Tab".parse().expect("a key")));
        trial.key("Tab".parse().expect("a key"));
        insta::assert_snapshot!(format!("marks_{columns}x{rows}"), trial.key("Tab".parse().expect("a key")));
        trial.every_size();
    }
}

#[test]
fn a_paused_client_says_so_on_its_page() {
    let mut trial = page(80, 24);
    trial.press("P").type_in("Their office is being rebuilt").press("Ctrl-s");
    let seen = trial.seen();
    assert!(seen.contains("its clocks are paused since 2026-06-15") && seen.contains("none while paused"), "{seen}");
    trial.press("Tab").press("Tab");
    assert!(trial.seen().contains("Paused since 2026-06-15: no review is asked for. P lets"), "{}", trial.seen());
}

#[test]
fn a_review_is_chosen_in_the_timeline_and_voided_or_counts_again() {
    let mut trial = page(80, 24);
    let client = id(trial.app.store(), "Antonio Moreno");
    let voided = |trial: &Trial| {
        let page = trial.app.store().page(client, day(TODAY)).expect("a page");
        page.reviews.iter().filter(|review| review.voided.is_some()).count()
    };
    assert_eq!(voided(&trial), 1);
    for _ in 0..4 {
        trial.press("Tab");
    }
    // The second line is the review that was entered twice.
    trial.press("Down").press("V");
    assert!(trial.seen().contains("Let it count again"), "{}", trial.seen());
    trial.press("Ctrl-s");
    assert_eq!(voided(&trial), 0);
    trial.press("u");
    assert_eq!(voided(&trial), 1);
    trial.press("Up").press("Enter");
    assert!(trial.seen().contains("wants a second site"), "{}", trial.seen());
    trial.type_in("That was another client").press("Ctrl-s");
    assert_eq!(voided(&trial), 2);
    let row = trial.spot(|spot| matches!(spot, Spot::Row { list: 5, .. }));
    trial.click(row).click(row);
    assert!(trial.seen().contains("Void a review of"), "{}", trial.seen());
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
