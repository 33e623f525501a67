//! What the board looks like.

use insta::assert_snapshot;
use ratatui::style::Modifier;

use super::book::{Console, TODAY, add, make, stamp};
use crate::console::canvas::tests::look;
use crate::console::glyphs::Glyphs;
use crate::console::theme::{Depth, Theme};
use crate::domain::client::Field;
use crate::domain::command::{Command, EditClient};
use crate::store::Store;

#[test]
fn the_four_quadrants_are_whole_at_80_by_24() {
    assert_snapshot!(Console::new(80, 24).draw());
}

#[test]
fn a_larger_window_adds_due_dates_owners_and_the_open_tray() {
    assert_snapshot!(Console::new(120, 40).draw());
}

#[test]
fn a_small_window_shows_one_quadrant_under_tabs() {
    assert_snapshot!(Console::new(60, 20).draw());
}

#[test]
fn the_zoomed_quadrant_is_a_table() {
    assert_snapshot!("zoom_80", Console::new(80, 24).keys("z"));
    assert_snapshot!("zoom_140", Console::new(140, 24).keys("Tab z"));
}

#[test]
fn the_axes_can_be_swapped() {
    assert_snapshot!(Console::new(80, 24).keys("x"));
}

#[test]
fn the_tray_opens_when_it_has_the_focus() {
    assert_snapshot!(Console::new(80, 24).keys("Shift-Tab"));
}

#[test]
fn a_presenter_shows_no_money() {
    let seen = Console::new(120, 40).keys("p");
    assert!(!seen.contains("120k") && !seen.contains("EUR"), "{seen}");
    assert_snapshot!(seen);
}

#[test]
fn marked_rows_carry_a_sign() {
    let seen = Console::new(80, 24).keys("* Tab Space");
    assert_eq!(seen.matches('✓').count(), 5, "{seen}");
    assert_snapshot!(seen);
}

#[test]
fn a_dragged_client_and_its_landing_place_are_drawn() {
    let mut console = Console::new(80, 24);
    let (from, to) = (console.find("Kestrel"), console.find("Lumen"));
    console.drag(from, to);
    assert_snapshot!(console.draw());
}

#[test]
fn ascii_borders_carry_everything() {
    let folder = tempfile::tempdir().unwrap();
    let store = make(folder.path());
    let look = crate::console::canvas::Look { glyphs: Glyphs::Ascii, today: super::book::day(super::book::TODAY), ..look() };
    let mut console = Console::on(store, folder, look, 80, 24);
    let seen = console.draw();
    let drawn: String = seen.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()).collect();
    assert_eq!(drawn, "", "{seen}");
    assert_snapshot!(seen);
}

#[test]
fn a_lost_champion_and_a_near_renewal_stand_behind_the_name_and_on_the_page() {
    for (glyphs, behind) in [(Glyphs::Unicode, "↻⚑"), (Glyphs::Ascii, "rl")] {
        let folder = tempfile::tempdir().unwrap();
        let store = make(folder.path());
        let client = store.find("Northwind").unwrap();
        let edit = |fields: Vec<(Field, String)>| {
            store.execute(&Command::Edit(EditClient { client, seen: None, fields }), &stamp(TODAY)).unwrap();
        };
        edit(vec![(Field::Champion, "Dr. Lee".to_owned()), (Field::Measures, "tickets=12.5; seats=40".to_owned())]);
        edit(vec![(Field::Champion, String::new()), (Field::Goal, "adoption".to_owned())]);
        let look = crate::console::canvas::Look { glyphs, today: super::book::day(TODAY), presenter: true, ..look() };
        let mut console = Console::on(store, folder, look, 80, 24);
        let seen = console.draw();
        let row = |seen: &str| seen.lines().find(|line| line.contains("Northwind")).unwrap_or_default().to_owned();
        assert!(row(&seen).contains(behind), "{seen}");
        let zoomed = console.keys("z");
        assert!(row(&zoomed).contains(behind), "{zoomed}");
        console.keys("z");
        let page = console.keys("Enter");
        for said in
            ["the champion is lost", "the contract renews within 120 days", "goal changed on 2026-06-15", "lost 2026-06-15"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("seats 40, tickets 12.5"), "{page}");
        if glyphs == Glyphs::Unicode {
            assert_snapshot!("marks_behind_names_80", zoomed);
            assert_snapshot!("marks_page_80", page);
        }
    }
}

#[test]
fn the_focus_is_seen_without_colour() {
    let mut console = Console::new(80, 24);
    let before = console.draw();
    let after = console.keys("l");
    assert_eq!(before, after, "there is nobody on the right of Transform");
    let after = console.keys("h");
    assert_ne!(before, after, "the heavy frame is around another quadrant");
}

#[test]
fn colours_go_by_state() {
    let folder = tempfile::tempdir().unwrap();
    let store = make(folder.path());
    let theme = Theme::named("dark", Depth::Sixteen).unwrap();
    let look = crate::console::canvas::Look { theme, today: super::book::day(super::book::TODAY), ..look() };
    let mut console = Console::on(store, folder, look, 80, 24);
    console.draw();
    let mut styles = String::new();
    for said in ["A Transform", "B Modernize", "Northwind", "Kestrel", "▲2", "●", "≈", "Maturity", "Juniper", "every month"]
    {
        let at = console.find(said);
        let cell = &console.frame[at];
        let bold = if cell.modifier.contains(Modifier::BOLD) { " bold" } else { "" };
        styles.push_str(&format!("{said}: {} on {}{bold}\n", cell.fg, cell.bg));
    }
    assert_snapshot!(styles);
}

#[test]
fn a_filter_narrows_rows_and_figures_and_one_that_finds_nothing_says_how_to_clear_it() {
    let mut console = super::follow::Bench::new();
    console.filter("owner:ben");
    assert_snapshot!("filtered", console.draw(80, 21));
    console.filter("owner:nobody");
    assert_snapshot!("nothing_found", console.draw(80, 21));
}

#[test]
fn an_almost_empty_book_and_a_book_of_several_currencies_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let stamp = super::book::stamp(super::book::TODAY);
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp).unwrap();
    for (name, arr, currency) in [("Uno", "1000", "EUR"), ("Dos", "2500000", "USD"), ("Tres", "300", "CHF")] {
        let client = add(&store, &[(Field::Name, name), (Field::Arr, arr), (Field::Currency, currency)], super::book::TODAY);
        store.execute(&super::book::moving(client, "educate"), &stamp).unwrap();
    }
    assert_snapshot!(Console::on(store, folder, look(), 80, 24).draw());
}

#[test]
fn no_size_panics() {
    let mut console = Console::new(80, 24);
    for keys in ["", "z", "z Shift-Tab", "z", "x"] {
        console.size = (80, 24);
        console.keys(keys);
        for columns in (0..=130).step_by(7) {
            for rows in (0..=45).step_by(4) {
                console.size = (columns, rows);
                console.draw();
            }
        }
    }
}
