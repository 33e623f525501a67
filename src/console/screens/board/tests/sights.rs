//! The board looked at otherwise: through another model, a lens, any two dimensions, on a day of the past.

use insta::assert_snapshot;

use super::book::{Console, TODAY, make, moving, stamp};
use crate::console::canvas::tests::look;
use crate::domain::command::{Command, ScoreClient};
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
        let score = ScoreClient { client, model: Some("growth-risk".to_owned()), values: values.collect() };
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
        console.event(crate::console::event::Event::BookTouched);
        console.keys("t");
        for letter in "2026-04-30".chars() {
            console.keys(&letter.to_string());
        }
        assert_snapshot!(format!("asof_prompt_{columns}"), console.draw());
        assert_snapshot!(format!("asof_{columns}"), console.keys("Enter"));
        assert_snapshot!(format!("asof_list_{columns}"), console.keys("C"));
        let seen = console.keys("Esc Esc");
        assert!(!seen.contains("As of"), "{seen}");
    }
}
