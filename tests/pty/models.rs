//! A story of models on a pseudo-terminal: one's own file added, looked at and compared; a cut moved, left, saved, taken back.

use super::pty::Place;
use super::{ENTER, ESC, SAVE, TAB, WIDE, last_step, on_the_board};

/// The cuts of the driving model's axis across.
fn cuts(place: &Place) -> serde_json::Value {
    place.json(&["model", "show", "maturity-appetite"])["dimensions"][0]["cuts"].clone()
}

#[test]
fn a_lead_adds_her_own_model_compares_it_and_moves_a_cut_with_the_consequences_in_view() {
    let place = Place::with_sample();
    let shown = place.run(&["model", "show", "growth-risk", "--toml"]);
    let mine = String::from_utf8(shown.stdout).unwrap();
    let mine =
        mine.replacen("key = \"growth-risk\"", "key = \"ours\"", 1).replacen("name = \"Growth × Risk\"", "name = \"Ours\"", 1);
    std::fs::write(place.path("ours.toml"), mine).unwrap();
    let mut console = on_the_board(&place, WIDE);
    console.keys("6").sees("[6 Models]").keys("n");
    console
        .paste(place.path("ours.toml").to_str().unwrap())
        .keys(ENTER)
        .sees("Add the model Ours")
        .sees("no date moves")
        .keys(SAVE)
        .sees("added the model Ours");
    let before = place.steps();

    console.keys("1").sees("[1 Board]").keys("M").sees("Two dimensions");
    console.keys(ESC).sees_no_more("Two dimensions");
    console.keys("C").sees("beside Ours").keys(ESC).sees_no_more("beside Ours");

    console.keys("6").sees("[6 Models]").keys("\x1b[H").keys("e").sees("Edit Maturity × Appetite");
    console.keys("\x1580").keys(TAB).sees("would be proposed");
    console.keys(ESC).sees_no_more("Edit Maturity × Appetite");
    assert_eq!((place.steps(), cuts(&place)), (before, serde_json::json!([50.0])), "leaving writes nothing");

    console.keys("e").sees("Edit Maturity × Appetite").keys("\x1580").keys(TAB).sees("would be proposed");
    console.sees("hours a quarter stay").keys(SAVE).sees("changed the model Maturity × Appetite");
    assert_eq!(cuts(&place), serde_json::json!([80.0]));
    console.keys("u").sees("took back: changed the model Maturity × Appetite");
    assert_eq!(cuts(&place), serde_json::json!([50.0]));
    assert!(last_step(&place)["summary"].as_str().is_some_and(|said| said.contains("changed the model")));
    assert_eq!(console.keys("q").ends(), 0);
    place.is_whole();
}
