//! The scatter view: what it looks like, how keys and mouse go about in it, and that the selected client stays.

use crossterm::event::{MouseButton, MouseEventKind};
use insta::assert_snapshot;
use ratatui::layout::Position;

use super::book::{Console, TODAY, add, day, make, moving, stamp};
use crate::console::canvas::Look;
use crate::console::canvas::tests::look;
use crate::console::event::Event;
use crate::console::glyphs::Glyphs;
use crate::console::sight::Sight;
use crate::console::theme::{Depth, Theme};
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Command, ScoreClient};
use crate::store::Store;

/// The values of all factors of a dimension each.
fn score(store: &Store, client: ClientId, maturity: u8, appetite: u8, on: &str) {
    let of = |factors: [&str; 3], value: u8| factors.map(|factor| (factor.to_owned(), value)).to_vec();
    let mut values = of(["standardization", "stability", "proactivity"], maturity);
    values.extend(of(["engagement", "feedback", "goals"], appetite));
    store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &stamp(on)).unwrap();
}

/// The book of fifteen, with three clients in one place, thirteen in another, and one that has wandered.
fn crowded(look: Look, columns: u16, rows: u16) -> Console {
    let folder = tempfile::tempdir().unwrap();
    let store = make(folder.path());
    let named = |name: String| add(&store, &[(Field::Name, &name)], TODAY);
    for at in 1..=3 {
        score(&store, named(format!("Trio {at}")), 4, 2, TODAY);
    }
    for at in 1..=13 {
        score(&store, named(format!("Dozen {at:02}")), 2, 3, TODAY);
    }
    let harbor = store.find("Blue Harbor Foods").unwrap();
    for (on, maturity, appetite) in [("2026-02-03", 2, 4), ("2026-04-01", 3, 4), ("2026-05-11", 4, 4), (TODAY, 5, 1)] {
        score(&store, harbor, maturity, appetite, on);
    }
    let mut console = Console::on(store, folder, Look { today: day(TODAY), ..look }, columns, rows);
    console.keys("v");
    console
}

/// The first of the lines below the plot: the selected client.
fn who(console: &mut Console) -> String {
    let seen = console.draw();
    let axis =
        seen.lines().position(|line| line.contains("Maturity ─") || line.contains("Appetite ─") || line.contains(" Spend ─"));
    seen.lines().nth(axis.expect("an axis") + 2).expect("a line").trim().to_owned()
}

fn selects(console: &mut Console, name: &str) {
    let said = who(console);
    assert!(said.contains(name), "{name} is selected, not “{said}”:\n{}", console.draw());
}

#[test]
fn every_client_is_a_point_at_its_scores_at_80_by_24() {
    assert_snapshot!(crowded(look(), 80, 24).draw());
}

#[test]
fn a_larger_window_names_more_and_gives_the_trail_a_line() {
    let mut console = crowded(look(), 120, 40);
    let at = console.find("Blue Harbor");
    console.click(at);
    assert_snapshot!(console.draw());
}

#[test]
fn a_small_window_still_has_its_plot() {
    assert_snapshot!(crowded(look(), 60, 20).draw());
}

#[test]
fn tab_goes_through_a_crowded_place_whose_list_comes_up() {
    let mut console = crowded(look(), 80, 24);
    let at = console.find("▒");
    console.click(at);
    selects(&mut console, "Dozen 01");
    assert_snapshot!(console.draw());
    console.keys("Tab Tab");
    selects(&mut console, "Dozen 03");
    console.keys("k k k");
    selects(&mut console, "Dozen 13");
    console.keys("j");
    selects(&mut console, "Dozen 01");
    let seen = console.keys("Esc");
    assert!(!seen.contains("Dozen 05"), "the list is closed: {seen}");
    assert!(console.keys("*").contains("13 clients are marked"));
    let seen = console.keys("Tab Enter");
    assert!(seen.contains("Dozen 02") && !seen.contains("Dozen 05"), "the page of the client: {seen}");
}

#[test]
fn a_click_near_a_point_picks_it_and_a_second_one_opens_it() {
    let mut console = crowded(look(), 80, 24);
    let at = console.find("▒");
    console.click(Position::new(at.x + 3, at.y));
    selects(&mut console, "Dozen 01");
    console.keys("Esc");
    let far = Position::new(at.x + 9, at.y + 1);
    console.click(far);
    selects(&mut console, "Dozen 01");
    let at = console.find("Trio 1");
    console.mouse(MouseEventKind::Down(MouseButton::Right), at);
    let menu = console.draw();
    assert!(menu.contains("Move") && menu.contains("Review"), "{menu}");
    console.keys("Esc");
    selects(&mut console, "Trio 1");
}

#[test]
fn arrows_go_to_the_nearest_point_on_that_side() {
    let mut console = crowded(look(), 80, 24);
    let at = console.find("▒");
    console.click(at);
    console.keys("Esc j");
    selects(&mut console, "Pine Street Bakery");
    console.keys("j");
    selects(&mut console, "Pine Street Bakery");
    console.keys("k");
    selects(&mut console, "שלום");
    let at = console.find("Quill");
    console.click(at);
    console.keys("k");
    selects(&mut console, "Lumen Optics");
    console.keys("h");
    selects(&mut console, "Trio 1");
    for key in ["h", "l", "j", "k"] {
        (0..20).for_each(|_| {
            console.keys(key);
        });
        let end = who(&mut console);
        console.keys(key);
        assert_eq!(who(&mut console), end, "at the end it stays");
    }
}

#[test]
fn the_selected_client_stays_between_the_views_and_over_changes_of_others() {
    let mut console = Console::new(80, 24);
    console.keys("j");
    assert!(console.draw().contains("Kestrel"));
    console.keys("v");
    selects(&mut console, "Kestrel Logistics");
    let other = console.other_process();
    let kestrel = other.find("Kestrel Logistics").unwrap();
    score(&other, kestrel, 1, 1, TODAY);
    other.execute(&moving(kestrel, "sustain"), &stamp(TODAY)).unwrap();
    console.event(Event::BookTouched);
    selects(&mut console, "Kestrel Logistics · D Sustain");
    console.size = (120, 40);
    selects(&mut console, "Kestrel Logistics");
    console.size = (80, 24);
    console.keys("v");
    let at = console.find("Kestrel");
    assert!(at.x < 40 && at.y > 10, "it is in the quadrant at the left below: {at}");
}

#[test]
fn a_client_without_scores_is_named_and_said_not_to_be_shown() {
    let mut console = Console::new(80, 24);
    console.keys("Tab Tab");
    let seen = console.keys("v");
    assert!(seen.contains("Orchard Dental Group · C Educate"), "{seen}");
    assert!(seen.contains("no score on Maturity: not shown"), "{seen}");
    assert!(seen.contains("13 clients · 2 without scores on both axes: not shown"), "{seen}");
}

#[test]
fn verbs_and_marks_serve_the_selected_client() {
    let mut console = crowded(look(), 80, 24);
    console.keys("g");
    let name = who(&mut console);
    let marked = console.keys("Space");
    assert!(marked.contains('✓'), "{marked}");
    let dialog = console.keys("m");
    assert!(dialog.contains("Move"), "{dialog}");
    console.keys("Esc");
    assert!(who(&mut console).contains(name.split(" · ").next().unwrap().trim_start_matches('▲').trim()));
    assert!(console.keys("z").contains("the scatter shows the whole book"));
    assert!(console.keys("Shift-Right").contains("m moves the selected client"));
}

#[test]
fn the_axes_can_be_swapped_and_a_ladder_stacks_its_clients() {
    let mut console = crowded(look(), 80, 24);
    assert_snapshot!("swapped", console.keys("x"));
    let folder = tempfile::tempdir().unwrap();
    let store = make(folder.path());
    let named = |name: String| add(&store, &[(Field::Name, &name)], TODAY);
    for at in 0..30u8 {
        score(&store, named(format!("Rung {at:02}")), at % 5 + 1, 3, TODAY);
    }
    let toml = include_str!("ladder.toml").to_owned();
    store.execute(&Command::AddModel { toml }, &stamp(TODAY)).unwrap();
    for (at, value) in [("Rung 01", 1), ("Rung 02", 3), ("Rung 03", 3), ("Rung 04", 5), ("Rung 05", 3)] {
        let client = store.find(at).unwrap();
        let values = vec![("size".to_owned(), value)];
        let scored = ScoreClient { clients: vec![client], model: Some("ladder".to_owned()), values };
        store.execute(&Command::Score(scored), &stamp(TODAY)).unwrap();
    }
    let mut console = Console::on(store, folder, Look { today: day(TODAY), ..look() }, 80, 24);
    console.app.desk_mut().sight = Sight::Placed(Some("ladder".to_owned()));
    console.keys("/ Esc v");
    assert_snapshot!("ladder", console.draw());
}

#[test]
fn two_dimensions_make_a_plot_without_segments() {
    let mut console = crowded(look(), 80, 24);
    let dimension = |key: &str| format!("maturity-appetite.{key}");
    console.app.desk_mut().sight = Sight::Dimensions(dimension("appetite"), dimension("maturity"));
    console.event(Event::BookTouched);
    console.keys("v v");
    let seen = console.draw();
    assert!(seen.contains("▴ Maturity: Low → High") && !seen.contains("B Modernize"), "{seen}");
}

#[test]
fn ascii_carries_everything() {
    let seen = crowded(Look { glyphs: Glyphs::Ascii, ..look() }, 80, 24).draw();
    let drawn: String = seen.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()).collect();
    assert_eq!(drawn, "", "{seen}");
    assert_snapshot!(seen);
}

#[test]
fn colours_go_by_state() {
    let mut console = crowded(Look { theme: Theme::named("dark", Depth::Sixteen).unwrap(), ..look() }, 80, 24);
    console.draw();
    let mut styles = String::new();
    for said in ["Maturity", "A Transform", "▒", "│", "50: the upper", "·", "▲"] {
        let at = console.find(said);
        let cell = &console.frame[at];
        styles.push_str(&format!("{said}: {} on {}\n", cell.fg, cell.bg));
    }
    assert_snapshot!(styles);
}

#[test]
fn no_size_panics() {
    let mut console = crowded(look(), 80, 24);
    for keys in ["", "Tab", "x"] {
        console.size = (80, 24);
        console.keys(keys);
        for columns in [0, 1, 59, 60, 61, 80, 97, 130] {
            for rows in [0, 1, 19, 20, 21, 28, 29, 45] {
                console.size = (columns, rows);
                console.draw();
            }
        }
    }
}
