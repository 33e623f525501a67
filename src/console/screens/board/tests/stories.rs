//! Keys and mouse on the board.

use crossterm::event::{MouseButton, MouseEventKind};

use super::book::{Console, day, moving, stamp};
use crate::console::event::Event;
use crate::console::theme::{Depth, Role, Theme};

/// The row drawn as selected, without its frame.
fn selected(console: &Console) -> String {
    let style = Theme::named("dark", Depth::Sixteen).unwrap().style(Role::Selected);
    let frame = &console.frame;
    let cells = frame.area.positions().filter(|at| frame[*at].bg == style.bg.unwrap() && frame[*at].fg == style.fg.unwrap());
    let text: String = cells.map(|at| frame[at].symbol()).collect();
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect::<Vec<_>>().join(" ")
}

fn selects(console: &Console, name: &str) {
    assert!(selected(console).starts_with(name), "{name} is selected, not “{}”", selected(console));
}

#[test]
fn j_and_k_stay_within_the_quadrant() {
    let mut console = Console::new(80, 24);
    selects(&console, "Northwind");
    console.keys("k");
    selects(&console, "Northwind");
    console.keys("j j j j j j");
    selects(&console, "Blue Harbor");
    console.keys("g");
    selects(&console, "Northwind");
    console.keys("G k");
    selects(&console, "漢");
}

#[test]
fn h_and_l_go_to_the_quadrant_beside_at_the_same_height() {
    let mut console = Console::new(80, 24);
    console.keys("j j h");
    selects(&console, "Café");
    console.keys("k l");
    selects(&console, "Kestrel");
    console.keys("l");
    selects(&console, "Kestrel");
}

#[test]
fn tab_goes_round_the_parts_and_back() {
    let mut console = Console::new(80, 24);
    for name in ["שלום", "Orchard", "Zephyr", "Juniper", "Northwind"] {
        console.keys("Tab");
        selects(&console, name);
    }
    console.keys("Shift-Tab");
    selects(&console, "Juniper");
}

#[test]
fn in_a_small_window_h_and_l_follow_the_tabs_and_a_click_shows_one() {
    let mut console = Console::new(60, 20);
    console.keys("l");
    selects(&console, "שלום");
    console.keys("l l l l l");
    selects(&console, "Juniper");
    let tab = console.find("Educate");
    console.click(tab);
    selects(&console, "Orchard");
}

#[test]
fn a_click_selects_and_the_wheel_moves_what_is_under_it() {
    let mut console = Console::new(80, 24);
    let at = console.find("Quill");
    console.click(at);
    selects(&console, "Quill");
    let at = console.find("Café");
    console.mouse(MouseEventKind::ScrollDown, at);
    selects(&console, "Quill");
}

#[test]
fn a_right_click_opens_the_menu_of_the_client() {
    let mut console = Console::new(80, 24);
    let at = console.find("Quill");
    console.mouse(MouseEventKind::Down(MouseButton::Right), at);
    let seen = console.draw();
    assert!(seen.contains("Log") || seen.contains("Review"), "{seen}");
    console.keys("Esc");
    selects(&console, "Quill");
}

#[test]
fn a_drag_says_where_the_client_would_go_and_the_tray_takes_nobody() {
    let mut console = Console::new(80, 24);
    let (from, to) = (console.find("Kestrel"), console.find("Zephyr"));
    console.drag(from, to);
    assert!(console.draw().contains("to Sustain: Kestrel Logistics"));
    console.drag(console.find("Blue Harbor"), console.find("Tray"));
    assert!(!console.draw().contains("move Blue Harbor"));
    console.mouse(MouseEventKind::Up(MouseButton::Left), console.find("Tray"));
    assert!(console.draw().contains("drop it on a segment"));
}

#[test]
fn a_marked_client_takes_all_marked_ones_along() {
    let mut console = Console::new(80, 24);
    console.keys("Space j Space");
    let (from, to) = (console.find("Kestrel"), console.find("Zephyr"));
    console.drag(from, to);
    assert!(console.draw().contains("to Sustain: 2 clients"));
    console.drag(console.find("Blue Harbor"), to);
    assert!(console.draw().contains("to Sustain: Blue Harbor Foods"), "one that is not marked goes alone");
}

#[test]
fn in_a_small_window_a_client_is_dragged_to_a_tab() {
    let mut console = Console::new(60, 20);
    let (from, to) = (console.find("Kestrel"), console.find("Educate"));
    console.drag(from, to);
    let style = Theme::named("dark", Depth::Sixteen).unwrap().style(Role::Drop);
    assert_eq!(console.frame[to].bg, style.bg.unwrap());
}

#[test]
fn where_there_is_no_neighbour_it_is_said() {
    let mut console = Console::new(80, 24);
    assert!(console.keys("Shift-Right").contains("there is no segment on the right of Transform"));
    assert!(console.keys("Shift-Up").contains("there is no segment above Transform"));
    assert!(console.keys("Shift-Tab Shift-Left").contains("the tray have no neighbour"));
    assert!(console.keys("S").contains("most urgent first"));
}

#[test]
fn all_of_a_segment_are_marked_and_the_same_again_clears_them() {
    let mut console = Console::new(80, 24);
    assert!(console.keys("*").contains("4 clients are marked"));
    let seen = console.keys("*");
    assert!(seen.contains("the marks are cleared") && !seen.contains('✓'), "{seen}");
}

#[test]
fn esc_leaves_the_zoom_first() {
    let mut console = Console::new(80, 24);
    console.keys("Space z Esc");
    assert!(console.draw().contains('✓'), "the marks are still there");
    assert!(!console.keys("Esc").contains('✓'), "now they are cleared");
}

#[test]
fn what_another_process_changes_appears_and_the_selected_client_is_followed() {
    let mut console = Console::new(80, 24);
    console.keys("j");
    selects(&console, "Kestrel");
    let other = console.other_process();
    let kestrel = other.find("Kestrel Logistics").unwrap();
    other.execute(&moving(kestrel, "sustain"), &stamp("2026-06-15")).unwrap();
    console.event(Event::BookTouched);
    selects(&console, "Kestrel");
    let at = console.find("Kestrel");
    assert!(at.x < 40 && at.y > 10, "it is in the quadrant at the left below: {at}");
    assert_eq!(other.board(None, None, day("2026-06-15")).unwrap().segments[0].clients, 3);
}
