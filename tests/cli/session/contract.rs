//! The fields and exit codes that scripts rely on.

use serde_json::{Value, json};

use super::{clients, has, items, of, seated};
use crate::desk::Desk;

const SHOWN: &str = "id name model state phase scope as_of facilitator co_facilitators participants agenda started_on started_by \
                     revealed closed proposals staged discussed distribution workload progress moves confirmed deferred conflicts";

#[test]
fn a_session_starts_with_everything_that_was_said_of_it() {
    let desk = Desk::with_book();
    let start = [
        &[
            "session",
            "start",
            "Summer",
            "--model",
            "maturity-appetite",
            "--where",
            "owner:ana or owner:ben",
            "--as-of",
            "2026-06-30",
        ][..],
        &["--facilitator", "Zoe", "--co-facilitator", "Yan", "--participant", "Ana", "--participant", "Ben"],
        &["--target", "A=20%", "--target", "sustain=0.4", "--agenda", "near,drift,renewal=90"],
    ];
    let session = desk.json(&start.concat());
    has(&session, SHOWN);
    let fields = [
        ("name", json!("Summer")),
        ("model", json!("maturity-appetite")),
        ("state", json!("setup")),
        ("phase", json!("setup")),
        ("scope", json!("owner:ana or owner:ben")),
        ("as_of", json!("2026-06-30")),
        ("facilitator", json!("Zoe")),
        ("co_facilitators", json!(["Yan"])),
        ("participants", json!(["Ana", "Ben"])),
        ("started_on", json!("2026-06-15")),
        ("started_by", json!("ana")),
        ("agenda", json!({ "order": ["near", "drift", "renewal"], "renewal_days": 90 })),
        ("revealed", Value::Null),
        ("proposals", json!({ "in": [], "awaited": ["Ana", "Ben"] })),
        ("staged", json!([])),
    ];
    for (field, value) in fields {
        assert_eq!(session[field], value, "{field}");
    }
    let shares: Vec<&Value> = items(&session, "distribution").iter().map(|segment| &segment["target"]).collect();
    assert_eq!((shares[0], shares[1], shares[3]), (&json!(0.2), &Value::Null, &json!(0.4)), "{session}");
    assert_eq!((&session["progress"]["done"], &session["progress"]["total"]), (&json!(0), &json!(3)));
}

#[test]
fn without_a_name_a_session_is_called_after_the_fiscal_quarter() {
    let desk = Desk::with_book();
    assert_eq!(desk.json(&["session", "start", "--facilitator", "Zoe"])["name"], "2026 Q2");
    desk.ok(&["config", "set", "fiscal_start", "7"]);
    assert_eq!(desk.json(&["session", "start", "--facilitator", "Zoe", "--as-of", "2026-07-01"])["name"], "2027 Q1");
}

#[test]
fn show_and_agenda_have_the_fields_of_the_contract() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", "modern now, and plans with us", "--reason", "growth"]);
    let session = desk.json(&["session", "show", "2026 Q2"]);
    has(&session, SHOWN);
    assert_eq!((&session["state"], &session["phase"]), (&json!("live"), &json!("live")));
    let staged = &items(&session, "staged")[0];
    has(staged, "client from to kind note by at client_id external_id owner reason authorised_by until expect revisit_on");
    assert_eq!(
        (&staged["client"], &staged["from"], &staged["to"], &staged["kind"], &staged["by"]),
        (&json!("Globex"), &json!("modernize"), &json!("transform"), &json!("move"), &json!("ana"))
    );
    let counts = |key: Value| {
        let found = items(&session, "distribution").iter().find(|segment| segment["segment"] == key).expect("a segment");
        has(found, "segment before after target");
        (found["before"].clone(), found["after"].clone())
    };
    assert_eq!(counts("transform".into()), (json!(1), json!(2)));
    assert_eq!(counts("modernize".into()), (json!(1), json!(0)));
    assert_eq!(counts(Value::Null), (json!(1), json!(1)));
    let ben = items(&session, "workload").iter().find(|owner| owner["owner"] == "Ben").expect("Ben's hours");
    has(ben, "owner hours_before hours_after capacity");
    assert!(ben["hours_after"].as_f64() > ben["hours_before"].as_f64(), "{ben}");
    assert_eq!((&session["progress"]["done"], &session["progress"]["total"]), (&json!(1), &json!(3)));
    has(&session["progress"], "owners used_seconds left_seconds");

    let agenda = desk.json(&["session", "agenda"]);
    assert_eq!(agenda["total"], 3);
    let globex = of(&agenda, "items", "Globex");
    has(globex, "client reasons done client_id external_id owner segment proposed_segment arr currency discussed kind");
    assert_eq!((&globex["done"], &globex["kind"], &globex["arr"]), (&json!(true), &json!("move"), &json!("12000.50")));
    let unplaced = of(&agenda, "items", "Acme Holdings");
    assert_eq!((&unplaced["done"], &unplaced["kind"], &unplaced["segment"]), (&json!(false), &Value::Null, &Value::Null));
    assert!(items(unplaced, "reasons").contains(&json!("unplaced")), "{unplaced}");
    let left = desk.json(&["session", "agenda", "--undecided", "--owner", "ANA", "--limit", "1"]);
    assert_eq!((&left["total"], clients(&left, "items").len()), (&json!(2), 1));
}

#[test]
fn sessions_are_listed_with_what_they_came_to() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", "modern now, and plans with us"]);
    desk.ok(&["session", "finalise"]);
    desk.ok(&["session", "start", "Next", "--facilitator", "Zoe"]);
    let list = desk.json(&["session", "list"]);
    assert_eq!(list["total"], 2);
    let [next, first] = items(&list, "items").as_slice() else { panic!("two sessions: {list}") };
    assert_eq!(
        (&next["name"], &next["state"], &first["name"], &first["state"]),
        (&"Next".into(), &"setup".into(), &"2026 Q2".into(), &"final".into())
    );
    assert_eq!(
        (&first["moves"], &first["confirmed"], &first["deferred"], &first["total"]),
        (&json!(1), &json!(0), &json!(0), &json!(3))
    );
    assert_eq!((&first["distribution"][0]["before"], &first["distribution"][0]["after"]), (&json!(1), &json!(2)));
    assert_eq!(first["closed"]["on"], "2026-06-15");
    let text = desk.ok(&["session", "list"]).out;
    assert!(text.contains("A Transform\t1 → 2\t2\n"), "{text}");
}

#[test]
fn a_session_is_found_by_id_by_name_or_by_being_the_open_one() {
    let desk = Desk::with_book();
    desk.refused(3, &["session", "show"], "session");
    desk.refused(3, &["session", "stage", "globex", "--confirm"], "session");
    desk.ok(&["session", "start", "First", "--facilitator", "Zoe"]);
    let id = desk.json(&["session", "show"])["id"].to_string();
    assert_eq!(desk.json(&["session", "show", &id])["name"], "First");
    assert_eq!(desk.json(&["session", "show", "first"])["name"], "First");
    desk.refused(3, &["session", "show", "Never"], "Never");
    desk.ok(&["session", "start", "Second", "--facilitator", "Zoe"]);
    desk.refused(4, &["session", "show"], "First");
    desk.refused(4, &["session", "discuss", "globex"], "Second");
    desk.ok(&["session", "discuss", "globex", "--session", "Second"]);
    assert_eq!(desk.json(&["session", "show", "First"])["state"], "setup");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let desk = seated();
    let before = desk.entries();
    let refused: [(i32, &[&str], &str); 18] = [
        (2, &["session", "start", "2026 q2", "--facilitator", "Zoe"], "there is a session"),
        (2, &["session", "start", "X"], "--facilitator"),
        (2, &["session", "start", "X", "--facilitator", "Zoe", "--target", "A=20"], "between 0 and 1"),
        (2, &["session", "start", "X", "--facilitator", "Zoe", "--target", "A=60%", "--target", "B=60%"], "120"),
        (3, &["session", "start", "X", "--facilitator", "Zoe", "--target", "Q=20%"], "no segment “Q”"),
        (3, &["session", "start", "X", "--facilitator", "Zoe", "--model", "astrology"], "no model “astrology”"),
        (2, &["session", "start", "X", "--facilitator", "Zoe", "--where", "foo:1"], "foo"),
        (2, &["session", "start", "X", "--facilitator", "Zoe", "--agenda", "weather"], "weather"),
        (3, &["session", "stage", "globex", "--to", "Q", "--note", "modern now, and plans with us"], "no segment “Q”"),
        (2, &["session", "stage", "globex", "--to", "A", "--note", "short"], "at least 10"),
        (2, &["session", "stage", "globex", "--to", "A"], "at least 10"),
        (2, &["session", "stage", "globex", "--defer", "2026-06-15", "--note", "wait for the budget talk"], "2026-06-15"),
        (2, &["session", "stage", "acme holdings", "--confirm"], "in no segment"),
        (2, &["session", "stage", "globex"], "--to"),
        (3, &["session", "stage", "nobody", "--confirm"], "no client “nobody”"),
        (4, &["session", "stage", "acm", "--confirm"], "fits several clients"),
        (2, &["session", "unstage", "globex"], "nothing is staged"),
        (2, &["session", "void", "--note", "no"], "at least 10"),
    ];
    for (code, args, says) in refused {
        let ran = desk.run(args);
        assert_eq!(ran.code, code, "{args:?}: {ran:?}");
        assert!(ran.err.contains(says), "{args:?} should say {says:?}: {ran:?}");
    }
    desk.refused(2, &["session", "finalise"], "nothing is decided");
    assert_eq!(desk.entries(), before);
}

#[test]
fn scope_people_and_targets_change_while_it_is_live() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--confirm"]);
    let edit = [
        &["session", "edit", "--name", "Summer", "--where", "owner:ana", "--as-of", "2026-06-20", "--facilitator", "Yan"][..],
        &[
            "--co-facilitator",
            "Zoe",
            "--participant",
            "Cleo",
            "--remove-participant",
            "ben",
            "--target",
            "A=25%",
            "--agenda",
            "near",
        ],
    ];
    let session = desk.json(&edit.concat());
    let fields = [
        ("name", json!("Summer")),
        ("scope", json!("owner:ana")),
        ("as_of", json!("2026-06-20")),
        ("facilitator", json!("Yan")),
        ("co_facilitators", json!(["Zoe"])),
        ("participants", json!(["Ana", "Cleo"])),
        ("state", json!("live")),
    ];
    for (field, value) in fields {
        assert_eq!(session[field], value, "{field}");
    }
    assert_eq!(session["distribution"][0]["target"], 0.25);
    assert_eq!(clients(&session, "staged"), ["Globex"], "what was decided stays: {session}");
    assert_eq!(session["progress"]["total"], 3, "and so does its client");
    let wider =
        desk.json(&["session", "edit", "--where", "", "--target", "A=", "--agenda", "", "--remove-co-facilitator", "zoe"]);
    assert_eq!((&wider["scope"], &wider["co_facilitators"]), (&Value::Null, &json!([])));
    assert_eq!(items(&wider["agenda"], "order").len(), 12);
    desk.refused(3, &["session", "edit", "--remove-participant", "Nobody"], "Nobody");
    desk.refused(3, &["session", "edit", "--remove-co-facilitator", "Nobody"], "Nobody");
    desk.refused(2, &["session", "edit", "--name", "Summer"], "nothing to do");
}

#[test]
fn people_read_what_scripts_do() {
    let desk = seated();
    desk.ok(&["config", "set", "capacity.Ben", "0.1"]);
    let stage = ["session", "stage", "globex", "--to", "A", "--note", "modern now, and plans with us", "--authorised-by", "Yan"];
    desk.ok(&[&stage[..], &["--expect", "appetite >= 70", "--revisit", "2026-09-15"]].concat());
    desk.ok(&["session", "stage", "A-1", "--defer", "2026-07-01", "--note", "the new owner starts in July"]);
    desk.ok(&["session", "discuss", "acme holdings", "--note", "ask sales who they are"]);
    let text = [["session", "show"], ["session", "agenda"], ["session", "list"]].map(|args| desk.ok(&args).out);
    insta::assert_snapshot!(text.join("\n---\n"));
}
