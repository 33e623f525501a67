//! Decisions staged, shown to the next one, taken back, discussed, and confirmed together.

use serde_json::{Value, json};

use super::{clients, has, items, of, seated};

const NOTE: &str = "modern now, and plans with us";

#[test]
fn a_staged_move_says_what_it_would_bring_and_leaves_the_book_alone() {
    let desk = seated();
    let stage =
        ["session", "stage", "globex", "--to", "A", "--note", NOTE, "--expect", "appetite >= 70", "--revisit", "2026-09-15"];
    let staged = desk.json(&stage);
    let item = &items(&staged, "items")[0];
    has(item, "client from to kind note reason authorised_by by at consequences back dwells_until session session_id");
    assert_eq!((&item["expect"], &item["revisit_on"]), (&json!("appetite >= 70"), &json!("2026-09-15")));
    has(
        &item["consequences"],
        "next_due_before next_due_after reviews_per_year_before reviews_per_year_after hours_per_year_before hours_per_year_after",
    );
    assert_eq!(item["consequences"]["owner_hours_per_week"]["owner"], "Ben");
    assert_eq!(desk.json(&["show", "globex"])["segment"], "modernize");
    assert_eq!(desk.json(&["session", "show"])["staged"][0]["to"], "transform");
}

#[test]
fn several_clients_are_decided_on_alike() {
    let desk = seated();
    let staged = desk.json(&["session", "stage", "A-1", "globex", "--confirm"]);
    assert_eq!((clients(&staged, "items"), &staged["total"]), (vec!["Acme Ltd", "Globex"], &json!(2)));
    assert_eq!((&staged["items"][0]["note"], &staged["items"][0]["consequences"]), (&Value::Null, &Value::Null));
    let put_off = desk.json(&["session", "stage", "A-1", "--defer", "2026-07-01", "--note", "the new owner starts in July"]);
    assert_eq!((&put_off["items"][0]["kind"], &put_off["items"][0]["until"]), (&json!("defer"), &json!("2026-07-01")));
    let back = desk.json(&["session", "unstage", "A-1", "globex"]);
    assert_eq!((&back["items"][0]["staged"], &back["total"]), (&Value::Null, &json!(2)));
    assert_eq!(desk.json(&["session", "show"])["staged"], json!([]));
}

#[test]
fn the_second_to_decide_is_shown_the_first_ones_decision() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    let ran = desk.run(&["--user", "ben", "session", "stage", "globex", "--confirm"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    for said in ["ana decided first", "Globex from Modernize to Transform", NOTE, "--replace"] {
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    }
    assert_eq!(desk.json(&["session", "show"])["staged"][0]["by"], "ana");
    desk.ok(&["session", "stage", "globex", "--confirm"]);
    desk.ok(&["--user", "ben", "session", "stage", "globex", "--to", "D", "--note", NOTE, "--replace"]);
    let staged = desk.json(&["session", "show"])["staged"][0].clone();
    assert_eq!((&staged["by"], &staged["to"]), (&json!("ben"), &json!("sustain")));
}

#[test]
fn a_move_back_is_staged_under_both_earlier_notes() {
    let desk = seated();
    desk.ok(&["--today", "2026-06-16", "move", "globex", "--to", "A", "--note", "moved up for the first time"]);
    let back = ["--today", "2026-06-18", "session", "stage", "globex", "--to", "B", "--note", "and moved back down again"];
    let ran = desk.ok(&back);
    for said in ["goes back to a segment it was in", "old systems, new management", "moved up for the first time"] {
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    }
    assert!(ran.err.contains("was decided on 2026-06-16: another move is proposed again from"), "{ran:?}");
    desk.ok(&["session", "unstage", "globex"]);
    let item = desk.json(&back)["items"][0].clone();
    assert_eq!(items(&item, "back").len(), 2, "{item}");
    assert!(item["dwells_until"].as_str().is_some_and(|until| until > "2026-06-18"), "{item}");
}

#[test]
fn clients_are_discussed_and_noted_for_the_minutes() {
    let desk = seated();
    let noted = desk.json(&["session", "discuss", "globex", "--note", "legal looks into the renewal"]);
    let item = &items(&noted, "items")[0];
    has(item, "client client_id discussed note staged");
    assert_eq!((&item["discussed"], &item["note"]), (&json!(true), &json!("legal looks into the renewal")));
    assert_eq!(of(&desk.json(&["session", "agenda"]), "items", "Globex")["discussed"], true);
    let again = desk.json(&["session", "discuss", "globex", "--note", "legal is fine with it"]);
    assert_eq!(again["items"][0]["note"], "legal is fine with it");
    desk.refused(2, &["session", "discuss", "globex"], "discussed already");
    let cleared = desk.json(&["session", "discuss", "globex", "--clear"]);
    assert_eq!(
        (&cleared["items"][0]["discussed"], &cleared["items"][0]["note"]),
        (&json!(false), &json!("legal is fine with it"))
    );
    let emptied = desk.json(&["session", "discuss", "globex", "--note", ""]);
    assert_eq!(emptied["items"][0]["note"], Value::Null);
    assert_eq!(desk.json(&["session", "show"])["state"], "live");
}

#[test]
fn the_uncontested_rest_is_named_before_it_is_confirmed() {
    let desk = seated();
    let before = desk.entries();
    let dry = desk.ok(&["session", "confirm-rest", "--dry-run"]);
    for said in [
        "2 clients to be confirmed",
        "Acme Ltd: A Transform",
        "Globex: B Modernize",
        "1 client left over",
        "Acme Holdings: no segment",
    ] {
        assert!(dry.err.contains(said), "{said}: {dry:?}");
    }
    assert_eq!(desk.entries(), before);
    let dry = desk.json(&["session", "confirm-rest", "--dry-run", "--where", "owner:ben"]);
    assert_eq!((clients(&dry, "items"), &dry["left"], &dry["dry_run"]), (vec!["Globex"], &json!([]), &json!(true)));
    desk.ok(&["session", "stage", "globex", "--defer", "2026-07-01", "--note", "the new owner starts in July"]);
    let done = desk.json(&["session", "confirm-rest", "--note", "gone through together"]);
    assert_eq!((clients(&done, "items"), clients(&done, "left")), (vec!["Acme Ltd"], vec!["Acme Holdings"]));
    has(&done["items"][0], "client reasons done kind");
    assert_eq!((&done["items"][0]["done"], &done["items"][0]["kind"]), (&json!(true), &json!("confirm")));
    let session = desk.json(&["session", "show"]);
    assert_eq!(
        (clients(&session, "staged"), &session["staged"][0]["note"]),
        (vec!["Acme Ltd", "Globex"], &json!("gone through together"))
    );
    let ran = desk.run(&["session", "confirm-rest"]);
    assert!(ran.code == 2 && ran.err.contains("no client is left"), "{ran:?}");
}

#[test]
fn a_client_that_changed_since_is_named_and_may_be_accepted() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    desk.ok(&["edit", "globex", "owner=Cleo"]);
    assert_eq!(clients(&desk.json(&["session", "show"]), "conflicts"), ["Globex"]);
    let before = desk.entries();
    desk.refused(2, &["session", "finalise"], "Globex: ");
    desk.refused(2, &["session", "finalise", "--accept", "A-1"], "--accept");
    assert_eq!(desk.entries(), before);
    let dry = desk.json(&["session", "finalise", "--dry-run"]);
    assert_eq!((clients(&dry, "conflicts"), &dry["dry_run"], &dry["state"]), (vec!["Globex"], &json!(true), &json!("live")));
    assert_eq!((&dry["moves"], &dry["undecided"], &dry["distribution"][0]["after"]), (&json!(1), &json!(2), &json!(2)));
    let done = desk.json(&["session", "finalise", "--accept", "globex", "--note", "agreed by all"]);
    has(
        &done,
        "id name state moves confirmed deferred done total undecided seq summary backup backup_failed conflicts distribution workload",
    );
    assert_eq!((&done["state"], &done["undecided"]), (&json!("final"), &json!(2)));
    assert!(std::path::Path::new(done["backup"].as_str().expect("a backup")).exists(), "{done}");
    assert_eq!(desk.json(&["show", "globex"])["segment"], "transform");
}

#[test]
fn a_finalised_session_is_taken_back_in_one_step() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    desk.ok(&["session", "confirm-rest"]);
    let staged = desk.json(&["session", "show"])["staged"].clone();
    desk.ok(&["session", "finalise"]);
    desk.refused(2, &["session", "stage", "globex", "--confirm", "--session", "2026 Q2"], "final");
    assert_eq!(desk.json(&["show", "globex"])["segment"], "transform");
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["show", "globex"])["segment"], "modernize");
    let session = desk.json(&["session", "show"]);
    assert_eq!((&session["state"], &session["staged"]), (&json!("live"), &staged));
}

#[test]
fn a_session_that_is_given_up_writes_nothing_and_stays_listed() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    let void = desk.json(&["session", "void", "--note", "postponed to the autumn"]);
    assert_eq!((&void["state"], &void["closed"]["note"]), (&json!("void"), &json!("postponed to the autumn")));
    assert_eq!(desk.json(&["show", "globex"])["segment"], "modernize");
    assert_eq!(desk.json(&["session", "list"])["items"][0]["state"], "void");
    desk.refused(3, &["session", "show"], "session");
    desk.ok(&["session", "start", "2026 Q2", "--facilitator", "Zoe"]);
}

#[test]
fn overflowing_weeks_are_named() {
    let desk = seated();
    desk.ok(&["config", "set", "capacity.Ben", "0.1"]);
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", NOTE]);
    let weeks = desk.json(&["session", "weeks", "--weeks", "26"]);
    let item = items(&weeks, "items").first().expect("a week that overflows");
    has(item, "owner monday hours_before hours_after capacity over over_before");
    assert_eq!((&item["owner"], &item["capacity"]), (&json!("Ben"), &json!(0.1)));
    assert!(desk.ok(&["session", "weeks"]).out.contains("overflows"), "in words too");
}
