//! The board looked at otherwise: through another model, a lens, any two dimensions, on a day of the past.

use insta::assert_snapshot;

use super::book::{Console, TODAY, make, moving, stamp};
use crate::console::canvas::tests::look;
use crate::console::event::Event;
use crate::domain::command::{Command, Destination, ScoreClient};
use crate::domain::model::builtin;
use crate::store::Store;

/// The book of fifteen with a second model: some scored in it, two placed.
fn two_models(folder: &std::path::Path) -> Store {
    let store = make(folder);
    let toml = builtin::find("growth-risk").unwrap().to_owned();
    store.execute(&Command::AddModel { toml }, &stamp("2026-06-01")).unwrap();
    let scores = [
        ("Northwind", 5, 5),
        ("Kestrel", 1, 4),
        ("Granite", 4, 2),
        ("Café", 5, 1),
        ("Quill", 1, 1),
        ("Pine", 2, 5),
        ("Juniper", 5, 2),
    ];
    for (name, growth, risk) in scores {
        let client = store.find(name).unwrap();
        let of = |factors: [&str; 3], value| factors.map(|factor| (factor.to_owned(), value));
        let values = of(["expansion_room", "strategic_fit", "budget"], growth)
            .into_iter()
            .chain(of(["sponsor_change", "sentiment", "support_load"], risk));
        let score = ScoreClient { clients: vec![client], model: Some("growth-risk".to_owned()), values: values.collect() };
        store.execute(&Command::Score(score), &stamp("2026-06-02")).unwrap();
    }
    for (name, to) in [("Quill", "sustain"), ("Blue Harbor", "protect")] {
        let Command::Move(mut placed) = moving(store.find(name).unwrap(), to) else { unreachable!() };
        placed.model = Some("growth-risk".to_owned());
        store.execute(&Command::Move(placed), &stamp("2026-06-03")).unwrap();
    }
    store
}

pub fn console(columns: u16, rows: u16) -> Console {
    let folder = tempfile::tempdir().unwrap();
    let store = two_models(folder.path());
    Console::on(store, folder, look(), columns, rows)
}

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

#[test]
fn the_picker_offers_models_lenses_and_two_dimensions() {
    assert_snapshot!("picker", console(80, 24).keys("M"));
    assert_snapshot!("picker_dimensions", console(80, 24).keys("M End Enter Down Enter"));
}

#[test]
fn another_model_as_placed() {
    for (columns, rows) in SIZES {
        assert_snapshot!(format!("placed_{columns}"), console(columns, rows).keys("M Down Enter"));
    }
}

#[test]
fn a_model_as_a_lens() {
    for (columns, rows) in SIZES {
        assert_snapshot!(format!("lens_{columns}"), console(columns, rows).keys("M Down Down Down Enter"));
    }
}

#[test]
fn two_dimensions_as_a_lens() {
    for (columns, rows) in SIZES {
        assert_snapshot!(format!("dimensions_{columns}"), console(columns, rows).keys("M End Enter Enter Down Enter"));
    }
}

#[test]
fn the_board_of_a_past_day_says_what_is_different_now() {
    for (columns, rows) in SIZES {
        let mut console = console(columns, rows);
        let other = console.other_process();
        other.execute(&moving(other.find("Kestrel").unwrap(), "sustain"), &stamp(TODAY)).unwrap();
        other.execute(&moving(other.find("Juniper").unwrap(), "transform"), &stamp(TODAY)).unwrap();
        let archive = Command::Archive { client: other.find("Café").unwrap(), note: "they closed the house".to_owned() };
        other.execute(&archive, &stamp(TODAY)).unwrap();
        console.event(Event::BookTouched);
        console.keys("t");
        console.event(Event::Paste("2026-04-30".to_owned()));
        assert_snapshot!(format!("asof_prompt_{columns}"), console.draw());
        assert_snapshot!(format!("asof_{columns}"), console.keys("Enter"));
        assert_snapshot!(format!("asof_list_{columns}"), console.keys("C"));
        let seen = console.keys("Esc Esc");
        assert!(!seen.contains("As of"), "{seen}");
    }
}

#[test]
fn esc_goes_back_to_today_and_then_to_the_driving_model() {
    let mut console = console(80, 24);
    console.keys("M Down Enter t");
    console.event(Event::Paste("2026-06-03".to_owned()));
    let seen = console.keys("Enter");
    assert!(seen.contains("As of 2026-06-03, Segments of Growth × Risk"), "{seen}");
    let seen = console.keys("Esc");
    assert!(seen.contains("Segments of Growth × Risk") && !seen.contains("As of"), "{seen}");
    let seen = console.keys("Esc");
    assert!(seen.contains("A Transform · 4") && !seen.contains("Segments of"), "{seen}");
}

#[test]
fn nobody_is_moved_by_an_arrow_on_a_lens_and_m_asks_in_its_model() {
    let mut console = console(120, 40);
    console.keys("M Down Down Down Enter");
    let seen = console.keys("Shift-Left");
    assert!(seen.contains("only other scores move them here"), "{seen}");
    let (from, to) = (console.find("Granite"), console.find("Kestrel"));
    console.drag(from, to);
    console.mouse(crossterm::event::MouseEventKind::Up(crossterm::event::MouseButton::Left), to);
    assert!(console.draw().contains("only other scores move them here"));
    let seen = console.keys("m");
    assert!(seen.contains("Move Granite Peak Construction Holdings in Growth × Risk"), "{seen}");
}

#[test]
fn on_another_model_a_move_a_confirmation_and_scores_are_of_that_model() {
    let mut console = console(120, 40);
    console.keys("M Down Enter");
    let seen = console.keys("c");
    assert!(seen.contains("in Growth × Risk") && seen.contains("Confirm "), "{seen}");
    console.keys("Esc e");
    let seen = console.draw();
    assert!(seen.contains("Score ") && seen.contains("Growth") && !seen.contains("Maturity: "), "{seen}");
    console.keys("Esc");
    let seen = console.keys("Shift-Right");
    assert!(
        seen.contains("Move Quill & Sons in Growth × Risk") || seen.contains("Move Blue Harbor Foods in Growth × Risk"),
        "{seen}"
    );
    console.event(Event::Paste("agreed with the owner".to_owned()));
    console.keys("Ctrl-s");
    let other = console.other_process();
    let board = other.board(Some("growth-risk"), None, super::book::day(TODAY)).unwrap();
    let stands = |key: &str| board.segments.iter().find(|total| total.key == key).unwrap().clients;
    assert_eq!(stands("grow") + stands("invest"), 1, "{board:?}");
    let driving = other.board(None, None, super::book::day(TODAY)).unwrap();
    assert_eq!(driving.segments.iter().map(|total| total.clients).sum::<i64>(), 13, "the driving model is as it was");
}

#[test]
fn nothing_is_written_from_a_board_of_the_past() {
    let mut console = console(120, 40);
    console.keys("t");
    console.event(Event::Paste("2026-06-03".to_owned()));
    console.keys("Enter");
    let before = console.other_process().head().unwrap();
    for key in ["m", "c", "e", "r", "u", "n", "Shift-Down", "s", "K", "E"] {
        let seen = console.keys(key);
        assert!(seen.contains("the past cannot be changed"), "{key}: {seen}");
    }
    assert_eq!(console.other_process().head().unwrap(), before);
    console.keys("Enter");
    assert_eq!(console.app.scope(), crate::console::keys::Scope::Client);
}

#[test]
fn on_a_board_of_the_past_w_explains_that_day_and_before_the_first_client_it_says_so() {
    let mut console = console(120, 40);
    console.keys("t");
    console.event(Event::Paste("2026-06-03".to_owned()));
    console.keys("Enter");
    let seen = console.keys("w");
    assert!(seen.contains(" on 2026-06-03 "), "{seen}");
    console.keys("Esc t");
    console.event(Event::Paste("2019-01-01".to_owned()));
    let seen = console.keys("Enter");
    assert!(seen.contains("no client was in the book on that day") && !seen.contains("n adds one"), "{seen}");
}

#[test]
fn a_span_of_days_is_its_last_one() {
    let mut console = console(80, 24);
    console.keys("t");
    console.event(Event::Paste("last quarter".to_owned()));
    let seen = console.draw();
    assert!(seen.contains("2026-03-31"), "{seen}");
    let seen = console.keys("Enter");
    assert!(seen.contains("As of 2026-03-31"), "{seen}");
}

#[test]
fn no_size_panics_in_any_sight() {
    for keys in ["M Down Enter", "M Down Down Down Enter", "M End Enter Enter Down Enter", "M"] {
        let mut console = console(80, 24);
        console.keys(keys);
        for columns in (0..=130).step_by(13) {
            for rows in (0..=45).step_by(5) {
                console.size = (columns, rows);
                console.draw();
            }
        }
    }
}

/// The book of fifteen with a model in which two clients are in two segments each.
fn services(columns: u16, rows: u16) -> Console {
    let folder = tempfile::tempdir().unwrap();
    let store = make(folder.path());
    let toml = builtin::find("service-segments").unwrap().to_owned();
    store.execute(&Command::AddModel { toml }, &stamp("2026-06-01")).unwrap();
    let keys: Vec<String> =
        store.ground().model(Some("service-segments")).unwrap().segments.iter().map(|one| one.key.clone()).collect();
    for (name, at) in [("Quill", 0), ("Quill", 1), ("Blue Harbor", 1), ("Blue Harbor", 2)] {
        let Command::Move(mut placed) = moving(store.find(name).unwrap(), &keys[at]) else { unreachable!() };
        placed.model = Some("service-segments".to_owned());
        placed.to = Destination::Add(keys[at].clone());
        store.execute(&Command::Move(placed), &stamp("2026-06-03")).unwrap();
    }
    Console::on(store, folder, look(), columns, rows)
}

#[test]
fn a_client_in_several_segments_stands_in_each_and_is_marked_in_each() {
    let mut console = services(120, 40);
    let seen = console.keys("M Down Enter");
    assert_snapshot!("services_120", seen);
    assert_eq!(seen.matches("Quill").count(), 2, "{seen}");
    let seen = console.keys("Space");
    let marked = seen.lines().filter(|line| line.contains("Quill")).count();
    assert_eq!(marked, 2, "{seen}");
    assert_snapshot!("services_marked_120", seen);
    let seen = console.keys("m");
    assert!(seen.contains("into this one as well") && seen.contains("another model drives: no review moves"), "{seen}");
    let seen = console.keys("Esc c");
    assert!(seen.contains("Confirm"), "{seen}");
}

#[test]
fn the_way_back_from_a_lens_is_m_and_enter_or_escape() {
    for back in ["M Enter", "Esc"] {
        let mut console = console(80, 24);
        let seen = console.keys("M Down Down Down Enter");
        assert!(seen.contains("Lens: Growth × Risk"), "{seen}");
        let seen = console.keys(back);
        assert!(!seen.contains("Lens:") && seen.contains("B Modernize · 3"), "{back}: {seen}");
    }
}
