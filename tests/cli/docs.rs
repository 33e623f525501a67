//! What is printed from the definition of the commands: reference, manual, completions, models.

use std::path::Path;

use crate::desk::Desk;

#[test]
#[expect(clippy::disallowed_methods, reason = "asked for by whoever runs the tests, not read by the program")]
fn the_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CLI.md");
    let reference = quarterdeck::cli::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &reference).expect("written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == reference, "docs/CLI.md is out of date: UPDATE_DOCS=1 cargo test --test cli");
}

#[test]
fn completions_and_manual_are_printed() {
    let desk = Desk::bare();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(desk.ok(&["completions", shell]).out.contains("restore-backup"), "{shell}");
    }
    desk.refused(2, &["completions", "tcsh"], "tcsh");
    assert!(desk.ok(&["man"]).out.contains(".TH quarterdeck"));
}

#[test]
fn a_model_is_shown_with_the_names_of_its_file() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    let model = desk.json(&["model", "show"]);
    assert_eq!(
        (&model["key"], &model["x"], &model["guard"]["margin"]),
        (&"maturity-appetite".into(), &"maturity".into(), &5.0.into())
    );
    assert_eq!(model["dimensions"][0]["cuts"][0].as_f64(), Some(50.0));
    assert_eq!(model["dimensions"][0]["factors"][0]["key"], "standardization");
    assert_eq!(model["segments"][0]["touchpoints"][0]["every"], "1 month");
    let list = desk.json(&["model", "list"]);
    assert_eq!((&list["items"][0]["driving"], &list["items"][0]["in_book"]), (&true.into(), &true.into()));
    desk.refused(3, &["model", "show", "astrology"], "no model “astrology”");
}
