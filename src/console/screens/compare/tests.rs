//! Two models side by side, as a person sees and uses them.

use insta::assert_snapshot;

use crate::console::keys::Scope;
use crate::console::screens::board::tests::sights::console;

#[test]
fn contradictions_stand_first_and_the_greatest_is_looked_at() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        assert_snapshot!(format!("compare_{columns}"), console(columns, rows).keys("C"));
    }
}

#[test]
fn arrows_go_from_cell_to_cell_and_enter_opens_a_client_of_it() {
    let mut console = console(120, 40);
    let before = console.keys("C");
    let after = console.keys("k h");
    assert_ne!(before, after);
    assert!(console.keys("v").matches("EUR").count() > 3, "the cells show revenue");
    console.keys("Esc C Enter Enter");
    assert_eq!(console.app.scope(), Scope::Client);
    console.keys("Esc Esc");
    assert_eq!(console.app.scope(), Scope::Insights);
    console.keys("Esc");
    assert_eq!(console.app.scope(), Scope::Board);
}

#[test]
fn a_presenter_shows_no_money() {
    let seen = console(120, 40).keys("p C v");
    assert!(!seen.contains("EUR"), "{seen}");
}

#[test]
fn no_size_panics() {
    let mut console = console(80, 24);
    console.keys("C");
    for columns in (0..=130).step_by(13) {
        for rows in (0..=45).step_by(5) {
            console.size = (columns, rows);
            console.draw();
        }
    }
}
