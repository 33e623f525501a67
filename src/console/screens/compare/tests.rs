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
    assert_eq!(console.app.scope(), Scope::Compare);
    console.keys("Esc");
    assert_eq!(console.app.scope(), Scope::Board);
}

#[test]
fn x_swaps_rows_and_columns_and_the_footer_offers_only_what_works() {
    let mut console = console(120, 40);
    let before = console.keys("C");
    let footer = before.lines().last().unwrap_or_default();
    assert!(footer.contains("v view") && footer.contains("x swap axes"), "{footer}");
    assert!(!footer.contains("owner") && !footer.contains("sort") && !footer.contains("as of"), "{footer}");
    let after = console.keys("x");
    let title = |seen: &str| seen.lines().nth(1).unwrap_or_default().to_owned();
    assert_ne!(title(&before), title(&after));
    assert_eq!(title(&console.keys("x")), title(&before));
    assert!(console.keys("?").contains("Keys: side by side"));
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
