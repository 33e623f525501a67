//! The models of a book: added, chosen, edited, checked, evaluated.

use serde_json::{Value, json};

use crate::desk::{Desk, KINDS};

fn item(desk: &Desk, key: &str) -> Value {
    let list = desk.json(&["model", "list"])["items"].clone();
    list.as_array().expect("items").iter().find(|item| item["key"] == key).expect("the model is listed").clone()
}

#[test]
fn a_model_is_added_as_a_lens_and_drives_when_chosen() {
    let desk = Desk::with_book();
    let file = desk.write("touch.toml", KINDS);
    let added = desk.json(&["model", "add", &file]);
    assert_eq!((&added["key"], &added["summary"]), (&json!("touch"), &json!("added the model Touch")));
    assert_eq!((&item(&desk, "touch")["driving"], &item(&desk, "touch")["in_book"]), (&json!(false), &json!(true)));
    desk.refused(2, &["model", "add", &file], "has a model touch already");
    desk.refused(2, &["model", "add", "maturity-appetite"], "has a model maturity-appetite already");
    desk.refused(3, &["model", "add", "astrology"], "built in are maturity-appetite");
    let before = desk.entries();
    let dry = desk.json(&["model", "use", "touch", "--dry-run"]);
    // The two reviews of the old model end; nobody stands in a segment of the new one.
    assert_eq!((&dry["dates"], &dry["dry_run"], desk.entries()), (&json!(2), &json!(true), before));
    desk.ok(&["model", "use", "touch"]);
    assert_eq!((&item(&desk, "touch")["driving"], &item(&desk, "maturity-appetite")["driving"]), (&json!(true), &json!(false)));
    desk.refused(2, &["model", "use", "touch"], "is the driving model already");
    desk.refused(3, &["model", "use", "astrology"], "no model “astrology”");
    desk.ok(&["undo"]);
    assert_eq!(desk.clock("A-1", "Review")["effective"], "2026-07-15");
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn a_value_of_a_model_is_changed_and_its_comments_stay() {
    let desk = Desk::with_kinds();
    let before = desk.entries();
    let edit = ["model", "edit", "touch", "strategic.touchpoints.Meeting.every=3 weeks", "value.cuts=[30, 60]"];
    let dry = desk.json(&[&edit[..], &["--dry-run"]].concat());
    assert_eq!(
        (&dry["dates"], &dry["items"][0]["due_before"], &dry["items"][0]["due_after"]),
        (&json!(1), &json!("2026-06-29"), &json!("2026-07-06"))
    );
    assert_eq!(desk.entries(), before);
    assert_eq!(
        desk.ok(&edit).out,
        "changed the model Touch: Value: cut 33 67 → 30 60; Strategic: Meeting every 2 weeks → 3 weeks; 1 due date moved; 1 review changed its state, none of them to overdue\n"
    );
    assert_eq!(desk.clock("A-1", "Meeting")["nominal"], "2026-07-06");
    let text = desk.ok(&["model", "show", "touch", "--toml"]).out;
    assert!(text.contains("every = \"3 weeks\" # short and often\n") && text.contains("cuts = [30, 60] # thirds\n"), "{text}");
    assert_eq!(text.lines().count(), KINDS.lines().count());
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["model", "show", "touch", "--toml"]).out, KINDS);
    desk.refused(2, &[&edit[..3], &["confirm_every=3 months"]].concat(), "touch reads so already");
}

#[test]
fn a_model_is_replaced_by_a_file() {
    let desk = Desk::with_kinds();
    let file = desk.write("new.toml", &KINDS.replace("grace = 3", "grace = 8"));
    assert_eq!(
        desk.ok(&["model", "edit", "touch", "--file", &file]).out,
        "changed the model Touch: Regular: grace 3 → 8; no due date moved\n"
    );
    assert_eq!(desk.clock("A-2", "QBR")["grace_end"], "2026-07-27");
    let other = desk.write("other.toml", &KINDS.replace("key = \"touch\"", "key = \"other\""));
    desk.refused(2, &["model", "edit", "touch", "--file", &other], "would become other");
    desk.refused(2, &["model", "edit", "touch", "strategic.grace=3", "--file", &file], "cannot be used with");
    desk.refused(2, &["model", "edit", "touch"], "PATH=VALUE");
}

#[test]
fn a_path_that_leads_nowhere_names_the_nearest_one() {
    let desk = Desk::with_kinds();
    let before = desk.entries();
    let edit = |change: &'static str| ["model", "edit", "touch", change];
    desk.refused(2, &edit("strategic.grce=3"), "did you mean “grace”?");
    desk.refused(2, &edit("confirm_evry=1 month"), "did you mean “confirm_every”?");
    desk.refused(3, &edit("stratgic.grace=3"), "did you mean “strategic”?");
    desk.refused(3, &edit("strategic.touchpoints.QBRs.every=1 month"), "did you mean “QBR”?");
    desk.refused(2, &edit("strategic.grace=three"), "write a whole number");
    desk.refused(2, &edit("strategic.touchpoints.QBR.every=soon"), "“soon” is no period");
    desk.refused(2, &edit("value.cuts=[50]"), "cell");
    desk.refused(2, &edit("strategic.grace"), "is no PATH=VALUE");
    desk.refused(3, &["model", "edit", "astrology", "x.grace=3"], "no model “astrology”");
    assert_eq!(desk.entries(), before);
}

#[test]
fn a_model_file_is_checked_without_a_book() {
    let desk = Desk::bare();
    let good = desk.write("good.toml", KINDS);
    assert!(desk.ok(&["model", "check", &good]).out.contains("Touch (touch), 3 segments, QBR, Meeting, Adoption check-in"));
    assert_eq!(desk.json(&["model", "check", &good])["kinds"], json!(["QBR", "Meeting", "Adoption check-in"]));
    let broken = desk.write("broken.toml", &KINDS.replace("every = \"1 month\"", "evry = \"1 month\""));
    let ran = desk.run(&["model", "check", &broken]);
    let line = 1 + KINDS.lines().position(|line| line == "every = \"1 month\"").expect("a line");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.err.contains("broken.toml") && ran.err.contains(&format!("line {line}")) && ran.err.contains("“every”"),
        "{ran:?}"
    );
    desk.refused(3, &["model", "check", "/nowhere.toml"], "there is no file");
    assert!(!desk.book().exists());
}

#[test]
fn an_evaluation_is_recorded_and_the_next_one_follows_from_it() {
    let desk = Desk::with_kinds();
    let listed = item(&desk, "touch");
    assert_eq!(
        (&listed["evaluated_on"], &listed["evaluate_by"]),
        (&json!("2026-06-15"), &json!("2027-06-15")),
        "the day it was added"
    );
    let done = desk.json(&["--today", "2026-08-01", "model", "evaluate", "touch", "--note", "the thirds still fit"]);
    assert_eq!((&done["evaluated_on"], &done["evaluate_by"]), (&json!("2026-08-01"), &json!("2027-08-01")));
    let listed = item(&desk, "touch");
    assert_eq!((&listed["evaluated_on"], &listed["evaluate_by"]), (&json!("2026-08-01"), &json!("2027-08-01")));
    assert_eq!(desk.json(&["history", "--limit", "1"])["items"][0]["summary"], "evaluated the model Touch: the thirds still fit");
    desk.refused(2, &["--today", "2026-08-01", "model", "evaluate", "touch"], "was evaluated today already");
    desk.ok(&["undo"]);
    assert_eq!(item(&desk, "touch")["evaluated_on"], json!("2026-06-15"));
    assert!(desk.ok(&["--today", "2027-06-15", "model", "list"]).out.contains("2027-06-15, due"));
    assert!(!desk.ok(&["--today", "2027-06-14", "model", "list"]).out.contains(", due"));
    desk.refused(3, &["model", "evaluate", "astrology"], "the book has maturity-appetite, touch");
}

#[test]
fn every_built_in_model_is_listed_shown_added_and_drives_a_book() {
    let desk = Desk::with_book();
    let list = desk.json(&["model", "list"])["items"].clone();
    let listed: Vec<(String, usize)> = list
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["key"].as_str().expect("a key").to_owned(), item["segments"].as_array().expect("segments").len()))
        .collect();
    let known = [
        ("maturity-appetite", 4),
        ("growth-risk", 4),
        ("service-tiers", 4),
        ("touch-tier", 6),
        ("alignment-potential", 6),
        ("usage-commitment", 5),
        ("service-segments", 5),
    ];
    assert_eq!(listed, known.map(|(key, segments)| (key.to_owned(), segments)));
    for (key, segments) in known.into_iter().skip(1) {
        assert_eq!(item(&desk, key)["in_book"], json!(false), "{key}");
        let shown = desk.json(&["model", "show", key]);
        assert_eq!(shown["segments"].as_array().map(Vec::len), Some(segments), "{key}");
        let name = shown["name"].as_str().expect("a name").to_owned();
        assert!(desk.ok(&["model", "show", key]).out.contains(&name), "{key}");
        assert_eq!(desk.json(&["model", "add", key])["key"], json!(key));
        assert_eq!(item(&desk, key)["in_book"], json!(true), "{key}");
        assert!(desk.ok(&["board", "--model", key]).out.starts_with(&format!("{name} on 2026-06-15\n")), "{key}");
        let board = desk.json(&["board", "--model", key]);
        assert_eq!((&board["model"], board["segments"].as_array().map(Vec::len)), (&json!(key), Some(segments)));
    }
    assert_eq!(desk.json(&["check"])["ok"], true);
    for (key, segments) in known {
        let own = Desk::bare();
        own.ok(&["init", "--model", key]);
        assert_eq!(item(&own, key)["driving"], json!(true), "{key}");
        assert_eq!(own.json(&["board"])["segments"].as_array().map(Vec::len), Some(segments), "{key}");
    }
}

#[test]
fn what_is_derived_from_revenue_places_a_client_and_never_ages() {
    let desk = Desk::bare();
    desk.ok(&["init", "--model", "touch-tier"]);
    let add = |name: &str, arr: &str| {
        desk.ok(&["--today", "2024-01-02", "add", name, "--arr", arr, "--onboarded", "2023-01-02"]);
    };
    add("Large and complete", "480000");
    add("Small and eager", "9000");
    let score = |name: &str, answers: [&str; 4]| {
        desk.ok(&[&["score", name][..], &answers].concat());
    };
    score("Large and complete", ["expansion_room=1", "adoption_gap=1", "churn_risk=1", "champion=4"]);
    score("Small and eager", ["expansion_room=5", "adoption_gap=3", "churn_risk=2", "champion=5"]);
    desk.ok(&["place", "--note", "as the scores say"]);
    let board = desk.json(&["board"]);
    for (segment, name) in [("enterprise-low", "Large and complete"), ("commercial-high", "Small and eager")] {
        let held = board["segments"].as_array().expect("segments").iter().find(|held| held["key"] == segment).expect("segment");
        assert_eq!((&held["clients"][0]["client"], &held["clients"][0]["stale"]), (&json!(name), &json!(false)), "{held}");
    }
    assert_eq!(desk.json(&["clients", "--where", "stale"])["total"], json!(0));
}

#[test]
fn a_dry_run_says_who_would_be_proposed_elsewhere_and_the_hours_of_each_owner() {
    let desk = Desk::with_kinds();
    desk.ok(&["score", "A-1", "worth=4"]);
    desk.ok(&["score", "A-3", "worth=5"]);
    let edit = ["model", "edit", "touch", "value.cuts=33,80", "strategic.touchpoints.QBR.hold_hours=4"];
    let dry = desk.json(&[&edit[..], &["--dry-run"]].concat());
    let proposals = &dry["proposals"];
    assert_eq!((&proposals["model"], &proposals["changed"]), (&json!("touch"), &json!(1)));
    assert_eq!(
        (&proposals["drift_before"], &proposals["drift_after"]),
        (&json!(0), &json!(0)),
        "the move of today holds it back"
    );
    let client = &proposals["clients"][0];
    assert_eq!(
        (&client["client"], &client["owner"], &client["segment"], &client["proposed_before"], &client["proposed_after"]),
        (&json!("Acme Ltd"), &json!("Ana"), &json!("strategic"), &json!("strategic"), &json!("regular"))
    );
    let hours = dry["hours_per_quarter"].as_array().expect("hours").clone();
    let owners: Vec<&Value> = hours.iter().map(|row| &row["owner"]).collect();
    assert_eq!(owners, [&json!("Ana"), &json!("Ben")]);
    let figure = |row: &Value, name: &str| row[name].as_f64().expect("a figure");
    // A QBR every 3 months takes 2 hours more; Acme Holdings has no segment yet, its proposal would add another set.
    assert!((figure(&hours[0], "after") - figure(&hours[0], "before") - 2.0).abs() < 1e-9, "{hours:?}");
    assert!((figure(&hours[0], "after_if_accepted") - 2.0 * figure(&hours[0], "after")).abs() < 1e-9, "{hours:?}");
    assert!((figure(&hours[1], "after") - figure(&hours[1], "before")).abs() < 1e-9, "{hours:?}");
    let said = desk.ok(&[&edit[..], &["--dry-run"]].concat()).out;
    assert!(said.contains("1 client would be proposed elsewhere; drift: 0 before, 0 after\n"), "{said}");
    assert!(said.contains("Proposed elsewhere") && said.contains("Hours a quarter"), "{said}");
    let done = desk.ok(&edit).out;
    assert!(done.contains("changed the model Touch: Value: cut 33 67 → 33 80; Strategic: QBR hours to hold 2 → 4; no due date moved\n1 client is proposed elsewhere"), "{done}");
    assert!(done.contains("hours a quarter: "), "{done}");
    let config = desk.json(&["config", "set", "roll", "none", "--dry-run"]);
    assert_eq!((&config["proposals"]["changed"], &config["hours_per_quarter"]), (&json!(0), &json!([])));
}

#[test]
fn a_model_that_joins_says_where_everybody_would_be() {
    let desk = Desk::with_book();
    let before = desk.entries();
    let derived =
        KINDS.replace("question = \"What are they worth to us?\"", "from = \"arr\"\nbands = [1000, 20000, 40000, 100000]");
    let derived = derived.replace("key = \"worth\"", "key = \"worth\"\nquestion = \"What do they pay?\"");
    let file = desk.write("derived.toml", &derived);
    let dry = desk.json(&["model", "add", &file, "--dry-run"]);
    assert_eq!((&dry["key"], &dry["proposals"]["spread"]), (&json!("touch"), &json!({ "strategic": 1, "tech": 1 })));
    let said = desk.ok(&["model", "add", &file, "--dry-run"]).out;
    assert!(said.contains("by their scores the clients would be in: strategic 1, tech 1"), "{said}");
    assert_eq!(desk.entries(), before);
}

#[test]
fn an_edit_that_leaves_clients_without_their_segment_is_refused() {
    let desk = Desk::with_kinds();
    let before = desk.entries();
    let file = desk.write("other.toml", &KINDS.replace("key = \"regular\"", "key = \"normal\""));
    let edit = ["model", "edit", "touch", "--file", &file];
    desk.refused(2, &edit, "1 client stands in Regular (regular), which would be taken away");
    desk.refused(2, &[&edit[..], &["--dry-run"]].concat(), "move them to another segment first");
    assert_eq!(desk.entries(), before);
}

#[test]
fn a_touchpoint_is_added_and_taken_away_by_its_path() {
    let desk = Desk::with_kinds();
    desk.ok(&["model", "edit", "touch", "regular.touchpoints.Call={ every = \"2 weeks\", hold_hours = 0.5 }"]);
    assert_eq!(desk.clock("A-2", "Call")["period"], "2 weeks");
    desk.ok(&["model", "edit", "touch", "regular.touchpoints.Call="]);
    assert_eq!(desk.ok(&["model", "show", "touch", "--toml"]).out, KINDS);
}

#[test]
fn a_model_is_shown_whole() {
    let desk = Desk::with_book();
    let said = desk.ok(&["model", "show", "maturity-appetite"]).out;
    for words in [
        "Grid (a score equal to a cut is in the upper band)",
        "50 and above",
        "B Modernize",
        "Every site and machine differs; nobody keeps a list",
        "One standard everywhere, kept up without our asking",
        "initiatives:",
        "playbook:",
        "QBR, EBR",
        "working days",
    ] {
        assert!(said.contains(words), "{words} is not in:\n{said}");
    }
    for key in ["growth-risk", "service-tiers", "touch-tier", "alignment-potential", "usage-commitment", "service-segments"] {
        assert!(desk.ok(&["model", "show", key]).out.contains("Grid"), "{key}");
    }
}

#[test]
fn a_shown_model_says_when_its_quantiles_were_cut_and_that_bands_compare_bare_amounts() {
    let desk = Desk::with_kinds();
    assert!(desk.ok(&["model", "show", "service-tiers"]).out.contains("quarters of the book, not cut from this book yet"));
    for (name, arr) in [("Ash", "1000"), ("Birch", "2000"), ("Cedar", "3000"), ("Dogwood", "4000")] {
        desk.ok(&["add", name, "--arr", arr]);
    }
    desk.ok(&["model", "add", "service-tiers"]);
    let said = desk.ok(&["model", "show", "service-tiers"]).out;
    assert!(said.contains("quarters of the book, cut on 2026-06-15"), "{said}");
    assert!(!said.contains("another currency"), "{said}");
    desk.ok(&["add", "Elm", "--arr", "9000", "--currency", "CAD"]);
    let said = desk.ok(&["model", "show", "service-tiers"]).out;
    assert!(said.contains("1 client has its revenue in another currency than the book's: bands compare bare amounts"), "{said}");
    assert!(!desk.ok(&["model", "show", "maturity-appetite"]).out.contains("another currency"));
}

#[test]
fn a_built_in_model_drives_without_being_added_first_as_one_step() {
    let desk = Desk::with_book();
    let before = desk.entries();
    let dry = desk.json(&["model", "use", "growth-risk", "--dry-run"]);
    assert_eq!((&dry["dates"], desk.entries()), (&json!(2), before));
    desk.ok(&["model", "use", "growth-risk"]);
    assert_eq!(desk.entries(), before + 1);
    assert_eq!(item(&desk, "growth-risk")["driving"], true);
    desk.ok(&["undo"]);
    assert_eq!(item(&desk, "growth-risk")["in_book"], false);
    assert_eq!(desk.clock("A-1", "Review")["effective"], "2026-07-15");
    desk.refused(3, &["board", "--model", "growth-risk"], "quarterdeck model add growth-risk");
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn a_lens_looks_through_built_in_models_that_the_book_has_not() {
    let desk = Desk::with_book();
    desk.ok(&["score", "A-1", "standardization=4"]);
    let before = desk.entries();
    let lens = desk.json(&["lens", "growth", "spend_potential"]);
    assert_eq!((&lens["x"]["model"], &lens["y"]["model"]), (&json!("growth-risk"), &json!("service-tiers")));
    assert_eq!((&lens["total"], lens["unscored"].as_array().expect("a list").len()), (&json!(3), 3));
    // What is derived from the clients' fields is there at once.
    let spend = desk.json(&["lens", "maturity", "spend"]);
    let seen = spend["cells"].as_array().expect("cells").iter().find(|cell| cell["count"] == 1).expect("a client seen");
    assert_eq!((&seen["clients"][0]["client"], &seen["clients"][0]["x_score"]), (&json!("Acme Ltd"), &json!(75.0)));
    assert_eq!(desk.json(&["lens", "touch-tier"])["segments"].as_array().expect("segments").len(), 6);
    desk.refused(3, &["lens", "growth", "astrology"], "no dimension “astrology”");
    desk.refused(3, &["lens", "astrology"], "no model “astrology”");
    desk.refused(2, &["lens", "growth", "growth"], "is no lens");
    assert_eq!((desk.entries(), item(&desk, "growth-risk")["in_book"].clone()), (before, json!(false)));
}

#[test]
fn factors_that_only_another_model_has_are_scored_in_it() {
    let desk = Desk::with_book();
    desk.refused(3, &["score", "A-1", "budget=4"], "no factor “budget”");
    desk.ok(&["model", "add", "growth-risk"]);
    assert_eq!(desk.json(&["score", "A-1", "budget=4", "sentiment=2"])["model"], "growth-risk");
    let before = desk.entries();
    desk.refused(3, &["score", "A-1", "budget=4", "stability=2"], "no factor “budget”");
    desk.refused(2, &["score", "A-1", "stability=4", "stability=2"], "stability is given twice");
    assert_eq!(desk.entries(), before);
}

#[test]
fn fitted_without_quantiles_is_refused_with_its_line() {
    let desk = Desk::bare();
    let told = KINDS.replace("question = \"What", "fitted = \"2026-01-01\"\nquestion = \"What");
    let file = desk.write("told.toml", &told);
    desk.refused(2, &["model", "check", &file], "line 14: fitted without quantiles");
    let broken = desk.write("broken.toml", &KINDS.replace("name = \"Touch\"", "name = \"To\\nuch\""));
    desk.refused(2, &["model", "check", &broken], "line 3: the name has a line break");
}

#[test]
fn show_explains_every_score_and_names_the_other_models() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    desk.ok(&["model", "add", "growth-risk"]);
    desk.ok(&["add", "Acme"]);
    desk.ok(&["score", "Acme", "standardization=4", "stability=2", "goals=5"]);
    desk.ok(&["score", "Acme", "--model", "growth-risk", "budget=5", "sentiment=2"]);
    let seen = desk.ok(&["show", "Acme"]).out;
    for says in [
        "Maturity 50.0: exactly on the cut at 50.0, which belongs to the upper band; 67 % of its weight has a value",
        "standardization: 4 of 5, 75.0 points: ",
        "proactivity: no value",
        "in no segment yet; its scores propose A Transform",
        "in Growth × Risk: no segment; ",
    ] {
        assert!(seen.contains(says), "{says}: {seen}");
    }
    let answer = desk.json(&["show", "Acme"]);
    let factor = &answer["factors"][0];
    assert_eq!((&factor["key"], &factor["value"], &factor["points"]), (&"standardization".into(), &4.into(), &75.0.into()));
    assert_eq!((&factor["stale"], &factor["derived_from"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(answer["dimensions"][0]["confidence"], 0.667);
    assert_eq!(answer["other_models"][0]["model"], "growth-risk");
    assert_eq!(answer["other_models"][0]["proposed"], "grow");
}

#[test]
fn models_in_the_folder_of_settings_are_listed_and_added_by_their_key() {
    let desk = Desk::with_book();
    let folder = desk.path("config/quarterdeck/models");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("touch.toml"), KINDS).expect("a file");
    std::fs::write(folder.join("broken.toml"), "key = 1").expect("a file");
    let listed = desk.ok(&["model", "list"]);
    assert!(listed.out.contains("touch") && listed.err.contains("broken.toml"), "{listed:?}");
    assert_eq!(item(&desk, "touch")["in_book"], false);
    desk.ok(&["model", "add", "touch"]);
    assert_eq!(item(&desk, "touch")["in_book"], true);
}

#[test]
fn a_model_that_says_no_touch_contradicts_nobody() {
    let desk = Desk::with_book();
    let growth = desk.ok(&["model", "show", "growth-risk", "--toml"]).out;
    let silent: String = growth.lines().filter(|line| !line.starts_with("touch = ")).map(|line| format!("{line}\n")).collect();
    desk.ok(&["model", "add", &desk.write("silent.toml", &silent)]);
    desk.ok(&["move", "A-1", "--model", "growth-risk", "--to", "protect", "--note", "they let the contract run out"]);
    assert_eq!(desk.json(&["compare", "growth-risk"])["contradictions"], json!([]));
}
