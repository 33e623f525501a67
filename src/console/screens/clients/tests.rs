//! What the table of clients shows and does.

use crate::console::hits::Spot;
use crate::console::keys::Scope;
use crate::console::trial::{Trial, stamp};
use crate::domain::client::Field;
use crate::domain::command::Incoming;
use crate::store::{ImportPolicy, Store};

fn clients(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.press("3");
    trial
}

/// A book of so many clients, named in their order.
fn long(clients: u32) -> Trial {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-06-15")).expect("made");
        let loaded = stamp("2026-06-15");
        let mut import = store.import(ImportPolicy::default(), &loaded).expect("begun");
        for n in 0..clients {
            let fields = vec![(Field::Name, format!("Client {n:04}")), (Field::Arr, (clients - n).to_string())];
            import.row(u64::from(n), &Incoming { fields, ..Incoming::default() }).expect("a row");
        }
        import.finish("imported", "{}").expect("imported");
        store
    });
    trial.press("3");
    trial
}

/// The names that are seen, in their order.
fn names(trial: &mut Trial) -> Vec<String> {
    let seen = trial.seen();
    seen.lines().filter_map(|line| line.find("Client 0").map(|at| line[at..at + 11].to_owned())).collect()
}

#[test]
fn the_table_of_all_clients() {
    insta::assert_snapshot!("clients_80x24", clients(80, 24).seen());
    insta::assert_snapshot!("clients_120x40", clients(120, 40).seen());
    insta::assert_snapshot!("clients_60x20", clients(60, 20).seen());
    insta::assert_debug_snapshot!("clients_styled", clients(60, 20).draw());
}

#[test]
fn a_presenter_shows_no_money() {
    let mut trial = clients(120, 40);
    trial.press("p");
    let seen = trial.seen();
    assert!(!seen.contains("EUR") && seen.contains("•••"), "{seen}");
}

#[test]
fn a_heading_sorts_and_turns_the_order_round() {
    let mut trial = clients(80, 24);
    let first = |trial: &mut Trial| trial.seen().lines().nth(3).unwrap_or_default().to_owned();
    trial.click(Spot::Heading(3));
    assert!(trial.seen().contains("Revenue▴") && first(&mut trial).contains("La maison"), "{}", trial.seen());
    trial.click(Spot::Heading(3));
    assert!(trial.seen().contains("Revenue▾"), "{}", trial.seen());
    trial.press("S").press("Enter");
    assert!(trial.seen().contains("Revenue▴"), "the key turns it round too");
}

#[test]
fn columns_are_chosen_moved_and_resized_and_stay_so() {
    let mut trial = clients(120, 40);
    trial.press("C");
    insta::assert_snapshot!("columns_120x40", trial.seen());
    trial.press("Down").press("Space");
    let seen = trial.seen();
    assert!(!seen.contains(" Ben "), "the owner is hidden at once: {seen}");
    trial.press("Down").press("Shift-Up").press("Shift-Up").press("Enter");
    let seen = trial.seen();
    let head = seen.lines().nth(2).unwrap_or_default();
    assert!(head.find("Segment") < head.find("Client"), "{seen}");
    trial.press("2").press("3");
    assert_eq!(trial.seen(), seen, "and it is so after another screen");
}

#[test]
fn an_archived_client_is_shown_by_the_filter_alone() {
    let mut trial = clients(80, 24);
    assert!(!trial.seen().contains("Island Trading"));
    trial.press("/").type_in("archived").press("Enter");
    let seen = trial.seen();
    assert!(seen.contains("✗  Island Trading") && seen.contains("1 client"), "{seen}");
    trial.press("m");
    assert!(trial.seen().contains("restore it first"), "{}", trial.seen());
}

#[test]
fn nothing_found_says_how_to_go_on() {
    let mut trial = clients(80, 24);
    trial.press("/").type_in("zebra").press("Enter");
    assert!(trial.seen().contains("No client passes the filter"), "{}", trial.seen());
    trial.press("m");
    assert!(trial.seen().contains("no client is selected"), "{}", trial.seen());
}

#[test]
fn a_long_table_is_read_by_windows_to_its_end_and_back() {
    let mut trial = long(333);
    for _ in 0..20 {
        trial.press("PageDown");
    }
    assert_eq!(names(&mut trial).last().map(String::as_str), Some("Client 0332"));
    for _ in 0..20 {
        trial.press("PageUp");
    }
    assert_eq!(names(&mut trial)[0], "Client 0000");
    trial.press("End");
    assert_eq!(names(&mut trial).last().map(String::as_str), Some("Client 0332"));
    trial.press("PageUp").press("PageUp").press("PageUp");
    let seen = names(&mut trial);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]) && seen.len() == 18, "{seen:?}");
    trial.press("Home");
    assert_eq!(names(&mut trial)[0], "Client 0000");
}

#[test]
fn every_row_is_passed_once_down_and_up() {
    let mut trial = long(130);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..130 {
        seen.extend(names(&mut trial));
        trial.press("Down");
    }
    assert_eq!(seen.len(), 130);
    for n in (0..129).rev() {
        trial.press("Up");
        assert!(names(&mut trial).contains(&format!("Client {n:04}")), "{n}");
    }
}

#[test]
fn a_mark_deep_in_the_table_leaves_the_rows_where_they_are() {
    let mut trial = long(333);
    for _ in 0..10 {
        trial.press("PageDown");
    }
    let before = names(&mut trial);
    trial.press("Space").press("Up");
    assert_eq!(names(&mut trial).len(), before.len());
    assert!(trial.seen().contains("✓"), "{}", trial.seen());
    assert!(trial.seen().contains("1 marked"));
    trial.press("*");
    assert_eq!(trial.app.desk().marked.len(), 333);
    trial.press("Esc");
    assert!(trial.app.desk().marked.is_empty());
}

#[test]
fn a_verb_about_one_client_says_that_the_marked_ones_are_left_out() {
    let mut trial = clients(80, 24);
    trial.press("Space").press("Down").press("b");
    assert_eq!(trial.app.scope(), Scope::Dialog);
    assert!(trial.seen().contains("the selected client alone"), "{}", trial.seen());
}

#[test]
fn j_and_k_go_about_in_the_list_of_columns_and_q_closes_it() {
    let mut trial = clients(80, 24);
    trial.press("S").press("j").press("j").press("k").press("Enter");
    assert!(trial.seen().contains("Owner▴"), "{}", trial.seen());
    trial.press("C").press("q");
    assert_eq!(trial.app.scope(), Scope::Clients);
}

#[test]
fn enter_opens_the_page_and_escape_comes_back_to_the_same_row() {
    let mut trial = clients(80, 24);
    trial.press("Down").press("Down").press("Enter");
    assert_eq!(trial.app.scope(), Scope::Client);
    assert!(trial.seen().contains("Chop-suey"));
    trial.press("Esc").press("Enter");
    assert!(trial.seen().contains("━ Chop-suey") || trial.seen().contains("┏ Chop-suey"));
}

#[test]
fn no_size_breaks_the_table_or_its_pickers() {
    let mut trial = clients(80, 24);
    trial.every_size();
    for key in ["C", "S"] {
        trial.size = (80, 24);
        trial.draw();
        trial.press("Esc").press(key);
        trial.every_size();
    }
}
