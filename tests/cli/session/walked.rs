//! What a walk along every command of a session found: sentences, exit codes, and what is told on standard error.

use serde_json::{Value, json};

use super::files::{at, fill_in};
use super::{clients, of, seated};
use crate::desk::Desk;

const NOTE: &str = "modern now, and plans with us";

/// A desk whose session is finalised, with one move.
fn finalised() -> Desk {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    desk.ok(&["session", "finalise"]);
    desk
}

#[test]
fn minutes_are_those_of_the_last_finalised_session_where_none_is_open_and_that_is_said() {
    let desk = finalised();
    let ran = desk.ok(&["session", "report", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).expect("one document");
    assert_eq!((&report["name"], &report["state"]), (&json!("2026 Q2"), &json!("final")));
    assert!(ran.err.contains("no session is open") && ran.err.contains("2026 Q2"), "{ran:?}");
    assert_eq!(desk.ok(&["session", "report", "2026 Q2", "--json"]).err, "", "nothing is said of the one that is named");
    for other in ["show", "agenda", "finalise"] {
        desk.refused(3, &["session", other], "no open session");
        desk.refused(3, &["session", other], "the last finalised is 2026 Q2");
    }
    desk.ok(&["session", "start", "Next", "--facilitator", "Zoe"]);
    assert_eq!(desk.json(&["session", "report"])["name"], "Next");
}

#[test]
fn what_a_closed_session_cannot_do_is_refused_because_it_is_closed() {
    let desk = finalised();
    for args in [
        &["session", "finalise", "2026 Q2"][..],
        &["session", "finalise", "2026 Q2", "--dry-run"],
        &["session", "propose", "2026 Q2", "--owner", "Ana"],
        &["session", "confirm-rest", "--session", "2026 Q2", "--dry-run"],
    ] {
        desk.refused(2, args, "the session 2026 Q2 is final since 2026-06-15");
    }
}

#[test]
fn a_missing_score_is_called_missing_and_not_stale() {
    let desk = seated();
    let text = desk.ok(&["session", "agenda"]).out;
    assert!(text.contains("score missing") && !text.contains("scores stale"), "{text}");
    assert!(of(&desk.json(&["session", "agenda"]), "items", "Globex")["reasons"].to_string().contains("scores"));
    for factors in [["standardization=2", "engagement=5"], ["standardization=1", "engagement=5"]] {
        desk.ok(&["--today", "2025-11-15", "score", "globex", factors[0], factors[1]]);
    }
    let text = desk.ok(&["session", "agenda", "--owner", "Ben"]).out;
    assert!(text.contains("scores stale") && !text.contains("score missing"), "{text}");
}

#[test]
fn a_scope_that_lets_nobody_through_is_told() {
    let desk = Desk::with_book();
    let ran = desk.ok(&["session", "start", "Q", "--facilitator", "Zoe", "--where", "owner:nobody"]);
    assert!(ran.err.contains("no client is in the scope owner:nobody"), "{ran:?}");
    assert_eq!(desk.ok(&["session", "edit", "--where", "segment:A,B"]).err, "");
    assert_eq!(clients(&desk.json(&["session", "agenda"]), "items"), ["Acme Ltd", "Globex"]);
    let ran = desk.ok(&["session", "edit", "--where", "segment:zz"]);
    assert!(ran.err.contains("no client is in the scope segment:zz"), "{ran:?}");
}

#[test]
fn several_segments_with_commas_mean_any_of_them() {
    let desk = Desk::with_book();
    let found = |filter: &str| desk.json(&["clients", "--where", filter])["total"].clone();
    for (filter, many) in [
        ("segment:A,B", 2),
        ("segment:transform,Modernize", 2),
        ("segment:A,none", 2),
        ("-segment:A,B", 1),
        ("segment:C,D", 0),
        ("segment:A,", 1),
        ("segment:\"A, none\"", 2),
    ] {
        assert_eq!(found(filter), json!(many), "{filter}");
    }
}

#[test]
fn a_target_share_is_of_one_segment_and_each_has_one() {
    let desk = Desk::with_book();
    let start = ["session", "start", "Q", "--facilitator", "Zoe", "--target", "A=20%", "--target"];
    desk.refused(2, &[&start[..], &["transform=30%"]].concat(), "name it once");
    desk.ok(&[&start[..], &["B=30%"]].concat());
    desk.refused(2, &["session", "edit", "--target", "A=25%", "--target", "a="], "name it once");
    desk.refused(3, &["session", "edit", "--remove-participant", "Nobody"], "nobody takes part so far");
}

#[test]
fn marking_what_another_proposes_is_no_proposal_of_ones_own_and_reveals_nothing() {
    let desk = seated();
    let sheet = |owner: &str, voter: &str| {
        let file = at(&desk, "sheet.csv");
        desk.ok(&["session", "propose", "--owner", owner, "--voter", voter, "-o", &file]);
        file
    };
    let merged = |file: &str| desk.json(&["session", "merge", file])["revealed"].clone();
    let file = sheet("Ana", "Ana");
    fill_in(&desk, "sheet.csv", &[("Acme Ltd", ["B", "", "they want to modernise first"])]);
    assert_eq!(merged(&file), false);
    let file = sheet("Ana", "Ben");
    fill_in(&desk, "sheet.csv", &[("Acme Ltd", ["", "question", "they are not ready for it"])]);
    assert_eq!(merged(&file), false, "Ben looks after Globex, and has not said a word of it");
    assert_eq!(desk.json(&["session", "show"])["proposals"], json!({ "in": ["Ana"], "awaited": ["Ben"] }));
    let file = sheet("Ben", "Ben");
    assert_eq!(merged(&file), true);
    assert_eq!(desk.json(&["session", "show"])["proposals"], json!({ "in": ["Ana", "Ben"], "awaited": [] }));
}

#[test]
fn minutes_written_to_a_file_are_told_of_in_json() {
    let desk = finalised();
    let file = at(&desk, "minutes.html");
    for form in [&["-o", &file][..], &["--format", "html", "-o", &file]] {
        let told = desk.json(&[&["session", "report", "2026 Q2"], form].concat());
        assert_eq!((&told["session"], &told["format"], &told["text"]), (&json!("2026 Q2"), &json!("html"), &Value::Null));
        assert!(told["file"].as_str().is_some_and(|path| path.ends_with("minutes.html")), "{told}");
        assert!(std::fs::read_to_string(&file).expect("written").starts_with("<!DOCTYPE html>"));
    }
    let told = desk.json(&["session", "report", "2026 Q2", "--format", "md"]);
    assert!(told["text"].as_str().is_some_and(|text| text.starts_with("# Minutes: 2026 Q2")), "{told}");
    assert_eq!(desk.json(&["session", "report", "2026 Q2", "--format", "json"])["state"], "final");
}
