//! The month, the workload, cadence debt, the confirmations, and what is shared: tabs, owner, kind, why.

use insta::{assert_debug_snapshot, assert_snapshot};

use super::story::{due, over, run, story, three_kinds};
use crate::console::hits::Spot;
use crate::console::keys::Scope;
use crate::console::trial::{Trial, day, id, stamp};
use crate::domain::client::Field;
use crate::domain::command::{AddClient, Command};
use crate::store::Store;

/// The screen on the view so many tabs to the right.
fn view(columns: u16, rows: u16, tabs: usize) -> Trial {
    let mut trial = due(columns, rows);
    (0..tabs).for_each(|_| {
        trial.press("v");
    });
    trial
}

fn pictures(name: &str, tabs: usize) {
    let mut trial = view(80, 24, tabs);
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        trial.size = (columns, rows);
        assert_snapshot!(format!("{name}_{columns}x{rows}"), trial.seen());
    }
    assert_debug_snapshot!(format!("{name}_styled"), trial.draw());
}

#[test]
fn the_list_with_all_its_groups() {
    let mut trial = due(80, 24);
    for (columns, rows) in [(80, 24), (120, 40), (60, 20), (180, 40)] {
        trial.size = (columns, rows);
        assert_snapshot!(format!("groups_{columns}x{rows}"), trial.seen());
    }
}

#[test]
fn the_month() {
    pictures("month", 1);
}

#[test]
fn the_workload() {
    pictures("workload", 2);
}

#[test]
fn cadence_debt() {
    pictures("debt", 3);
}

#[test]
fn segments_to_be_confirmed() {
    pictures("confirm", 4);
}

#[test]
fn three_kinds_of_review_in_list_month_and_workload() {
    let mut trial = over(100, 30, three_kinds);
    for name in ["list", "month", "workload"] {
        assert_snapshot!(format!("kinds_{name}_100x30"), trial.seen());
        trial.press("v");
    }
    trial.size = (80, 24);
    trial.press("Esc").press("y");
    assert_snapshot!("kinds_picker_80x24", trial.seen());
    trial.press("Down").press("Enter");
    assert!(trial.seen().contains("kind: Meeting"), "{}", trial.seen());
    assert!(!trial.seen().contains("QBR"), "{}", trial.seen());
    trial.press("Esc");
    assert!(trial.seen().contains("QBR"), "{}", trial.seen());
}

#[test]
fn an_owner_chosen_holds_in_every_view_and_escape_shows_all_again() {
    let mut trial = due(80, 24);
    trial.press("o");
    assert_snapshot!("owners_80x24", trial.seen());
    trial.press("Down").press("Enter");
    for _ in 0..5 {
        let seen = trial.seen();
        assert!(seen.contains("owner: Ana"), "{seen}");
        assert!(!seen.contains("Berglunds") && !seen.contains("Cleo"), "{seen}");
        trial.press("Tab");
    }
    trial.press("Esc");
    assert!(!trial.seen().contains("owner: Ana") && trial.seen().contains("Berglunds"), "{}", trial.seen());
}

#[test]
fn those_without_an_owner_can_be_chosen() {
    let mut trial = due(80, 24);
    trial.press("o").press("End").press("Enter").press("v").press("v");
    assert!(trial.seen().contains("owner: no owner"), "{}", trial.seen());
    assert!(trial.seen().contains(" no owner "), "{}", trial.seen());
    trial.press("v").press("v");
    assert!(trial.seen().contains("Königlich") || trial.seen().contains("No segment"), "{}", trial.seen());
}

#[test]
fn a_filter_and_an_owner_hold_together() {
    let mut trial = due(80, 24);
    trial.press("/").type_in("overdue").press("Enter").press("o").press("Down").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("Folk och fä") && seen.contains("Moreno") && !seen.contains("North"), "{seen}");
    assert!(!seen.contains("Galería"), "{seen}");
}

#[test]
fn the_tabs_are_clicked_and_lead_round_and_round() {
    let mut trial = due(80, 24);
    trial.click(Spot::Line(2));
    assert!(trial.seen().contains("[Workload]"));
    trial.press("Shift-Tab");
    assert!(trial.seen().contains("[Month]"));
    for _ in 0..4 {
        trial.press("Tab");
    }
    assert!(trial.seen().contains("[List]"));
    trial.press("v").press("Esc");
    assert!(trial.seen().contains("[List]"), "escape comes back to the list");
}

#[test]
fn the_days_of_the_month_are_gone_through_by_keys_and_mouse() {
    let mut trial = view(80, 24, 1);
    trial.press("Right").press("Right").press("Right");
    assert!(trial.seen().contains("Thu 2026-06-18: 1 review"), "{}", trial.seen());
    assert!(trial.seen().contains("Chop-suey"));
    trial.press("Enter").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    trial.press("Esc").press("Esc").press("Down").press("Right");
    assert!(trial.seen().contains("Fri 2026-06-26"), "{}", trial.seen());
    trial.press("PageDown");
    assert!(trial.seen().contains("July 2026") && trial.seen().contains("Sun 2026-07-26, day off"), "{}", trial.seen());
    trial.press("Home");
    assert!(trial.seen().contains("June 2026") && trial.seen().contains("Mon 2026-06-15"), "{}", trial.seen());
    let next = trial.spot(|spot| *spot == Spot::Act(crate::console::keys::Action::PageDown));
    trial.click(next);
    assert!(trial.seen().contains("July 2026"));
    let third = i64::from(chrono::Datelike::num_days_from_ce(&day("2026-07-03")));
    trial.click(Spot::Row { list: 3, id: third });
    assert!(trial.seen().contains("Drachenblut"), "{}", trial.seen());
    let client = trial.spot(|spot| matches!(spot, Spot::Row { list: 2, .. }));
    trial.click(client).click(client);
    assert_eq!(trial.app.scope(), Scope::Client);
}

#[test]
fn the_first_and_the_last_day_there_is_are_no_trouble() {
    let mut trial = view(80, 24, 1);
    for key in ["PageUp", "PageDown"] {
        for _ in 0..30 {
            trial.press(key);
        }
    }
    assert!(trial.seen().contains("2026"), "{}", trial.seen());
}

#[test]
fn every_row_of_every_view_is_explained() {
    let mut trial = due(80, 24);
    for (name, said) in [
        ("list", "Folk och fä"),
        ("month", "Mon 2026-06-15"),
        ("workload", "Ana"),
        ("debt", "C Educate"),
        ("confirm", "Maison Dewey"),
    ] {
        trial.press("w");
        assert_eq!(trial.app.scope(), Scope::Reading, "{name}");
        assert!(trial.seen().contains(&format!("Why: {said}")), "{}", trial.seen());
        if matches!(name, "month" | "workload" | "debt") {
            assert_snapshot!(format!("why_{name}_80x24"), trial.seen());
        }
        trial.press("Esc");
        assert_eq!(trial.app.scope(), Scope::Due);
        trial.press("v");
    }
}

#[test]
fn an_owner_of_the_workload_is_shown_alone_and_all_again() {
    let mut trial = view(80, 24, 2);
    trial.press("Enter");
    assert!(trial.seen().contains("owner: Ana") && !trial.seen().contains("Cleo"), "{}", trial.seen());
    trial.press("Enter");
    assert!(!trial.seen().contains("owner: Ana") && trial.seen().contains("Cleo"), "{}", trial.seen());
}

#[test]
fn a_line_of_cadence_debt_leads_to_its_clients() {
    let mut trial = view(80, 24, 3);
    trial.press("Enter");
    assert!(trial.seen().contains("[List]") && trial.seen().contains("Galería"), "{}", trial.seen());
    assert!(!trial.seen().contains("Folk och fä") && trial.seen().contains("/seg:educate"), "{}", trial.seen());
    let mut trial = view(80, 24, 3);
    trial.press("End").press("Enter");
    assert!(trial.seen().contains("owner: Ben"), "{}", trial.seen());
}

#[test]
fn marks_and_verbs_work_on_the_segments_to_be_confirmed() {
    let mut trial = view(80, 24, 4);
    trial.press("Space").press("Space");
    assert_eq!(trial.app.desk().marked.len(), 2);
    trial.press("c");
    assert_eq!(trial.app.scope(), Scope::Dialog);
    trial.type_in("nothing changed here").press("Ctrl-s");
    assert_eq!(trial.app.scope(), Scope::Due, "{}", trial.seen());
    assert!(!trial.seen().contains("Maison Dewey"), "{}", trial.seen());
    trial.press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
}

#[test]
fn a_long_list_of_confirmations_is_read_page_by_page() {
    let mut trial = over(80, 24, |folder| {
        let store = story(folder);
        for n in 0..45 {
            let fields = vec![(Field::Name, format!("Client {n:02}"))];
            run(&store, "2026-03-03", &Command::Add(AddClient { fields }));
        }
        let clients = (0..45).map(|n| (id(&store, &format!("Client {n:02}")), "A".to_owned())).collect();
        let note = "placed after the first talk".to_owned();
        run(&store, "2026-03-04", &Command::Place { clients, model: None, note });
        store.turn_to(day("2026-06-15")).expect("the day is turned");
        store
    });
    (0..4).for_each(|_| {
        trial.press("v");
    });
    let first = trial.seen();
    trial.press("End");
    let end = trial.seen();
    assert_ne!(first, end);
    for _ in 0..9 {
        trial.press("PageUp");
    }
    assert!(trial.seen().contains("To be confirmed"), "{}", trial.seen());
    for _ in 0..9 {
        trial.press("PageDown");
    }
    assert_eq!(trial.seen(), end);
    trial.press("Home");
    assert_eq!(trial.seen(), first);
}

#[test]
fn a_model_that_was_not_looked_at_for_a_year_is_named() {
    let mut trial = over(80, 24, |folder| {
        let made = stamp("2025-03-02");
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &made).expect("made");
        let fields = vec![(Field::Name, "Zaanse Koeken".to_owned())];
        run(&store, "2025-03-03", &Command::Add(AddClient { fields }));
        store.turn_to(day("2026-06-15")).expect("the day is turned");
        store
    });
    (0..4).for_each(|_| {
        trial.press("v");
    });
    assert!(trial.seen().contains("is to be evaluated"), "{}", trial.seen());
}

#[test]
fn no_size_breaks_any_view() {
    let mut trial = due(80, 24);
    for _ in 0..5 {
        trial.every_size();
        trial.press("v");
    }
}

#[test]
fn days_of_a_week_over_the_hours_of_the_owners_are_marked() {
    let mut trial = over(80, 24, |folder| {
        let store = story(folder);
        run(&store, "2026-06-12", &Command::Set { key: "capacity.Ana".to_owned(), value: "2.5".to_owned() });
        store
    });
    trial.press("v").press("o").press("Down").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("18 █!"), "{seen}");
    assert_snapshot!("month_of_ana_80x24", seen);
    trial.press("w");
    let words = trial.seen().replace(['┃', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("this week has 3.0: more than there are"), "{words}");
    trial.press("Esc").press("o").press("Down").press("Enter");
    assert!(!trial.seen().contains('!'), "Ben has hours enough: {}", trial.seen());
}

#[test]
fn the_mouse_does_in_every_view_what_keys_do() {
    let mut trial = view(80, 24, 2);
    let ben = Spot::Row { list: 4, id: 1 };
    trial.click(ben).click(ben);
    assert!(trial.seen().contains("owner: Ben"), "{}", trial.seen());
    let mut trial = view(80, 24, 3);
    let line = trial.spot(|spot| matches!(spot, Spot::Row { list: 5, .. }));
    trial.click(line).click(line);
    assert!(trial.seen().contains("[List]") && trial.seen().contains("Galería"), "{}", trial.seen());
    let mut trial = view(80, 24, 4);
    let row = trial.spot(|spot| matches!(spot, Spot::Row { list: 6, .. }));
    trial.click(row).click(row);
    assert_eq!(trial.app.scope(), Scope::Client);
    let mut trial = due(80, 24);
    trial.press("o");
    let ben = trial.spot(|spot| *spot == Spot::Line(2));
    trial.click(ben);
    assert!(trial.seen().contains("owner: Ben"), "{}", trial.seen());
}

#[test]
fn a_review_logged_in_the_month_begins_with_the_kind_of_its_row() {
    let mut trial = over(80, 24, three_kinds);
    trial.press("v").press("Enter").press("r");
    assert_eq!(trial.app.scope(), Scope::Dialog);
    assert!(trial.seen().contains("(•) QBR"), "{}", trial.seen());
}
