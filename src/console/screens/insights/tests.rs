//! What the insights show and do.

use insta::{assert_debug_snapshot, assert_snapshot};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use super::InsightsScreen;
use crate::console::canvas::tests::{look, picture};
use crate::console::canvas::{Canvas, Look};
use crate::console::glyphs::Glyphs;
use crate::console::hits::{Hits, Spot};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Input, Layer};
use crate::console::trial::{TODAY, Trial, book, day, stamp};
use crate::domain::client::Field;
use crate::domain::command::{Command, Incoming};
use crate::domain::model::builtin;
use crate::store::{ImportPolicy, Store};

/// The book of the console's tests with targets, guidelines and weekly hours.
fn story(folder: &TempDir) -> Store {
    let store = book(folder);
    let run = |command: Command| store.execute(&command, &stamp("2026-06-12")).expect("done");
    let (key, mut toml) = (builtin::all()[0].0, builtin::all()[0].1.to_owned());
    for (letter, target, most) in [("A", "0.2", 1), ("B", "0.3", 3), ("C", "0.3", 30)] {
        let line = format!("letter = \"{letter}\"\n");
        toml = toml.replacen(&line, &format!("{line}target_share = {target}\naccounts_per_owner = {most}\n"), 1);
    }
    run(Command::EditModel { key: key.to_owned(), toml, seen: None });
    for (owner, hours) in [("Ana", "0.5"), ("Ben", "4.5")] {
        run(Command::Set { key: format!("capacity.{owner}"), value: hours.to_owned() });
    }
    store.turn_to(day(TODAY)).expect("the day is turned");
    store
}

/// The screen on the view so many tabs to the right.
fn view(columns: u16, rows: u16, tabs: usize) -> Trial {
    let mut trial = Trial::over(columns, rows, story);
    trial.press("5");
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
}

#[test]
fn the_distribution_over_time() {
    pictures("distribution", 0);
    let mut trial = view(80, 24, 0);
    assert_debug_snapshot!("distribution_styled", trial.draw());
    trial.press("Tab");
    assert_snapshot!("revenue_80x24", trial.seen());
    trial.press("p");
    let hidden = trial.seen();
    assert!(hidden.contains("•••") && !hidden.contains("1.2M"), "{hidden}");
}

#[test]
fn the_moves_with_names_and_notes() {
    pictures("moves", 1);
    let mut trial = view(80, 24, 1);
    trial.press("p");
    assert!(!trial.seen().contains("imported file"), "{}", trial.seen());
}

#[test]
fn the_books_of_owners_the_shares_and_what_was_on_time() {
    pictures("owners", 2);
    pictures("shares", 3);
    pictures("on_time", 4);
}

#[test]
fn a_name_in_the_matrix_opens_the_page_of_the_client() {
    let mut trial = view(100, 30, 1);
    trial.press("t").type_in("2026-04-30 to 2026-06-15");
    assert_snapshot!("days_100x30", trial.seen());
    trial.press("Enter");
    assert_eq!(trial.app.scope(), Scope::Insights);
    let seen = trial.seen();
    assert!(seen.contains("C Educate → B Modernize: 1") && seen.contains("they asked for a plan"), "{seen}");
    trial.press("Tab").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    assert!(trial.seen().contains("Königlich"), "{}", trial.seen());
    trial.press("Esc");
    trial.press("Esc").press("Esc");
    assert!(trial.seen().contains("last 12 months"), "{}", trial.seen());
}

#[test]
fn a_day_of_the_distribution_leads_to_its_moves() {
    let mut trial = view(120, 40, 0);
    trial.press("Left").press("Left").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("[Moves]") && seen.contains("2026-04-30 → 2026-05-31"), "{seen}");
    assert!(seen.contains("Königlich") && !seen.contains("Berglunds"), "{seen}");
}

#[test]
fn spans_are_chosen_from_the_list_and_nonsense_is_told() {
    let mut trial = view(80, 24, 0);
    trial.press("t").press("Down").press("Down").press("Enter");
    assert!(trial.seen().contains("2025-12-31 → 2026-03-31"), "{}", trial.seen());
    trial.press("t").type_in("whenever").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Picker);
    assert!(trial.seen().contains("! “whenever”"), "{}", trial.seen());
}

#[test]
fn one_owner_counts_alone_in_every_view_and_escape_shows_all_again() {
    let mut trial = view(80, 24, 2);
    trial.press("Enter");
    assert!(trial.seen().contains("owner: Ana") && !trial.seen().contains("Cleo"), "{}", trial.seen());
    trial.press("v");
    assert!(trial.seen().contains("of the 3 clients in a segment"), "{}", trial.seen());
    trial.press("Esc");
    assert!(trial.seen().contains("of the 11 clients in a segment"), "{}", trial.seen());
}

#[test]
fn tabs_cells_and_parts_can_be_clicked() {
    let mut trial = view(80, 24, 0);
    trial.click(Spot::Heading(1));
    assert!(trial.seen().contains("[Revenue]"), "{}", trial.seen());
    trial.click(Spot::Line(1));
    let cell = trial.spot(|spot| matches!(spot, Spot::Choice { .. }));
    trial.click(cell);
    assert!(trial.seen().contains("A Transform → A Transform: 0"), "{}", trial.seen());
    trial.click(Spot::Line(3));
    assert!(trial.seen().contains("[Shares]"), "{}", trial.seen());
}

#[test]
fn a_change_is_seen_at_once_and_no_size_and_no_key_breaks_a_view() {
    let mut trial = view(80, 24, 0);
    for _ in 0..5 {
        trial.every_size();
        trial.size = (80, 24);
        for key in ["Up", "Down", "Left", "Right", "PageUp", "PageDown", "Home", "End", "Tab", "Tab", "S"] {
            trial.press(key);
        }
        trial.press("v");
    }
    let empty = |folder: &TempDir| {
        Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-03-02")).expect("a book")
    };
    let mut trial = Trial::over(80, 24, empty);
    trial.press("5");
    for _ in 0..6 {
        for key in ["Up", "Down", "Left", "Right", "Tab", "Enter", "v"] {
            trial.press(key);
        }
        trial.every_size();
    }
}

#[test]
fn ascii_carries_everything() {
    let mut trial = Trial::over(80, 24, story);
    let mut screen = trial.app.with(InsightsScreen::new);
    for _ in 0..5 {
        let look = Look { glyphs: Glyphs::Ascii, today: day(TODAY), ..look() };
        let (mut buffer, mut hits) = (Buffer::empty(Rect::new(0, 0, 80, 24)), Hits::default());
        screen.view(&mut Canvas::new(&mut buffer, &mut hits, &look), Rect::new(0, 0, 80, 24));
        let seen = picture(&buffer);
        let foreign = |c: &char| !c.is_alphanumeric() && !c.is_ascii();
        assert!(seen.chars().filter(foreign).all(|c| c == '×'), "{seen}");
        trial.app.with(|ctx| screen.act(Input::Act(Action::View), ctx));
    }
}

/// A book of more clients than are counted unasked.
fn crowd(folder: &TempDir) -> Store {
    let on = stamp("2026-03-02");
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &on).expect("a book");
    let mut import = store.import(ImportPolicy::default(), &on).expect("begun");
    for line in 2..1_003_u32 {
        let fields = vec![(Field::Name, format!("Client {line}")), (Field::Owner, "Ana".to_owned())];
        let (segment, segment_since) = (Some("A".to_owned()), Some(day("2026-01-05")));
        let row = Incoming { fields, segment, segment_since, ..Incoming::default() };
        import.row(line.into(), &row).expect("a row");
    }
    import.finish("imported", "{}").expect("finished");
    store.turn_to(day(TODAY)).expect("the day is turned");
    store
}

#[test]
fn in_a_large_book_moves_and_reviews_are_read_when_asked_for() {
    let mut trial = Trial::over(80, 24, crowd);
    trial.press("5");
    assert!(trial.seen().contains("1,001"), "{}", trial.seen());
    trial.press("v");
    assert!(trial.seen().contains("1,001 clients were touched in these days"), "{}", trial.seen());
    trial.press("Enter");
    assert!(trial.seen().contains("New → A Transform: 1,001"), "{}", trial.seen());
    trial.press("v").press("v").press("v");
    assert!(trial.seen().contains("Enter counts the reviews"), "{}", trial.seen());
    trial.press("Enter");
    let counted = trial.seen();
    assert!(counted.contains("By owner") && counted.contains("Ana"), "{counted}");
    trial.press("t").press("Down").press("Enter");
    assert!(trial.seen().contains("Enter counts the reviews"), "{}", trial.seen());
}
