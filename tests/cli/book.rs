//! What people do to the book: clients, scores, moves, reviews, and taking it back.

use crate::desk::Desk;

#[test]
fn a_client_is_added_edited_archived_and_restored() {
    let desk = Desk::bare();
    let made = desk.ok(&["add", "Acme", "--id", "A-1"]);
    assert!(made.err.contains("made a new book"), "{made:?}");
    let client = desk.json(&["edit", "acme", "owner=Ana", "arr=1200.5", "renewal_on=in 2 weeks", "--note", "took over in June"]);
    assert_eq!((&client["owner"], &client["arr"], &client["currency"]), (&"Ana".into(), &"1200.50".into(), &"EUR".into()));
    assert_eq!(client["renewal_on"], "2026-06-29");
    let entry = &desk.json(&["history", "acme", "--limit", "1"])["items"][0];
    assert_eq!((&entry["client"], &entry["detail"]["note"]), (&"Acme".into(), &"took over in June".into()));
    assert_eq!(desk.json(&["archive", "acme", "--note", "they went out of business"])["archived"], true);
    assert_eq!(desk.json(&["clients"])["total"], 0);
    assert_eq!(desk.json(&["clients", "--where", "archived"])["items"][0]["name"], "Acme");
    assert_eq!(desk.json(&["restore", "acme"])["archived"], false);
}

#[test]
fn scores_print_their_proposal_and_place_accepts_it() {
    let desk = Desk::with_book();
    let scored = desk.json(&["score", "acme holdings", "standardization=5", "stability=4", "engagement=1"]);
    assert_eq!((scored["x_score"].as_f64(), scored["y_score"].as_f64()), (Some(87.5), Some(0.0)));
    assert_eq!((&scored["proposed_segment"], &scored["near"]), (&"educate".into(), &false.into()));
    assert_eq!(scored["confidence"]["y"].as_f64(), Some(0.333));
    let raw = desk.ok(&["clients", "--json", "--where", "name:holdings"]);
    assert!(raw.out.contains("\"x_score\":87.5,\"y_score\":0.0"), "{raw:?}");
    let before = desk.entries();
    let dry = desk.json(&["place", "--dry-run"]);
    assert_eq!((&dry["items"][0]["to"], &dry["total"], desk.entries()), (&"educate".into(), &1.into(), before));
    let placed = desk.json(&["place", "--note", "first placement by scores"]);
    assert_eq!((&placed["items"][0]["client"], &placed["items"][0]["from"]), (&"Acme Holdings".into(), &serde_json::Value::Null));
    desk.refused(2, &["place", "--note", "first placement by scores"], "no client without a segment has a proposal");
}

#[test]
fn a_move_answers_with_its_consequences_and_a_dry_run_changes_nothing() {
    let desk = Desk::with_book();
    let before = desk.entries();
    let dry = desk.json(&["move", "A-1", "globex", "--to", "D", "--dry-run"]);
    assert_eq!((&dry["total"], desk.entries()), (&2.into(), before));
    let note = "less appetite since the new owner";
    let args = ["move", "A-1", "--to", "educate", "--note", note, "--reason", "OWNER", "--authorised-by", "Zoe"];
    let moved = &desk.json(&args)["items"][0];
    for (field, value) in
        [("client", "Acme Ltd"), ("from", "transform"), ("to", "educate"), ("note", note), ("reason", "OWNER"), ("by", "ana")]
    {
        assert_eq!(moved[field], value, "{field}");
    }
    assert!(chrono::DateTime::parse_from_rfc3339(moved["at"].as_str().expect("an instant")).is_ok());
    let brings = &moved["consequences"];
    assert_eq!((brings["reviews_per_year_before"].as_f64(), brings["reviews_per_year_after"].as_f64()), (Some(12.0), Some(3.0)));
    assert_eq!((brings["hours_per_year_before"].as_f64(), brings["hours_per_year_after"].as_f64()), (Some(36.0), Some(7.5)));
    assert_eq!(brings["next_due_before"], "2026-07-15");
}

#[test]
fn an_out_and_back_move_prints_both_earlier_notes_and_goes_through() {
    let desk = Desk::with_book();
    desk.ok(&["move", "A-1", "--to", "educate", "--note", "interest has cooled down"]);
    let back = desk.ok(&["move", "A-1", "--to", "transform", "--note", "interest is back again", "--json"]);
    assert!(back.err.contains("they plan with us every month") && back.err.contains("interest has cooled down"), "{back:?}");
}

#[test]
fn a_segment_is_confirmed() {
    let desk = Desk::with_book();
    let confirmed = desk.json(&["confirm", "A-1", "A-2", "--note", "both still fit where they are"]);
    assert_eq!((&confirmed["items"][1]["to"], &confirmed["total"]), (&"modernize".into(), &2.into()));
    desk.refused(2, &["confirm", "acme holdings", "--note", "nothing there to confirm"], "is in no segment");
}

#[test]
fn a_review_moves_the_due_date_and_voiding_it_moves_it_back() {
    let desk = Desk::with_book();
    let logged = desk.json(&["review", "A-1", "--on", "yesterday", "--outcome", "budget approved", "--action", "send the plan"]);
    let id = logged["review_id"].as_i64().expect("an id").to_string();
    assert_eq!(logged["clocks"][0]["effective"], "2026-07-14");
    assert!(logged["clocks"][0]["why"].as_str().is_some_and(|why| why.contains("2026-06-14")));
    let shown = desk.json(&["show", "A-1"]);
    assert_eq!(
        (&shown["reviews"][0]["outcome"], &shown["actions"][0]["text"]),
        (&"budget approved".into(), &"send the plan".into())
    );
    desk.refused(2, &["review", "void", &id, "--note", "oops"], "at least 10 characters");
    let voided = desk.json(&["review", "void", &id, "--note", "it was the other Acme"]);
    assert_eq!(voided["clocks"][0]["effective"], "2026-07-15");
    assert_eq!(desk.json(&["review", "restore", &id])["clocks"][0]["effective"], "2026-07-14");
    desk.refused(2, &["review", "A-1", "--on", "tomorrow"], "lies after today");
    desk.refused(3, &["review", "A-1", "--kind", "Lunch"], "no kind of review “Lunch”");
    desk.refused(3, &["review", "void", "99999", "--note", "a note long enough"], "no review “99999”");
}

#[test]
fn undo_and_redo_answer_with_what_they_did_until_nothing_is_left() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    desk.refused(2, &["undo"], "nothing to undo");
    desk.refused(2, &["redo"], "nothing to redo");
    desk.ok(&["add", "Acme"]);
    assert_eq!(desk.json(&["undo"])["summary"], "took back: added Acme");
    assert_eq!(desk.json(&["clients"])["total"], 0);
    assert_eq!(desk.ok(&["redo"]).out, "did again: added Acme\n");
    let items = desk.json(&["history"]);
    assert_eq!(items["total"], 4);
    assert_eq!(desk.json(&["history", "--since", "2026-06-16"])["total"], 0);
}

#[test]
fn ids_that_begin_with_a_minus_are_clients_not_flags() {
    let desk = Desk::bare();
    desk.ok(&["add", "Dash", "--id", "-7x"]);
    assert_eq!(desk.json(&["show", "-7x"])["name"], "Dash");
    assert!(desk.ok(&["show", "--json", "--", "-7x"]).out.contains("Dash"));
    desk.ok(&["move", "-7x", "--to", "A", "--note", "they plan with us every month"]);
    desk.ok(&["review", "-7x"]);
    desk.ok(&["history", "-7x"]);
    assert!(desk.ok(&["show", "-h"]).out.contains("Usage"));
}

#[test]
fn the_check_finds_nothing_and_a_backup_comes_back() {
    let desk = Desk::with_book();
    assert_eq!(desk.json(&["check"])["ok"], true);
    let copy = desk.path("copy.db").to_string_lossy().into_owned();
    desk.ok(&["backup", &copy]);
    desk.refused(2, &["backup", &copy], "exists already");
    desk.ok(&["archive", "globex", "--note", "they left the region"]);
    let restored = desk.json(&["restore-backup", &copy]);
    assert_eq!(restored["clients_after"], 3);
    assert_eq!(desk.json(&["clients"])["total"], 3);
    assert_eq!(desk.json(&["check", "--repair"])["problems"], serde_json::json!([]));
}

#[test]
fn champion_measures_and_goal_are_edited_shown_and_marked() {
    let desk = Desk::with_book();
    desk.ok(&["edit", "A-1", "champion=Dr. Lee", "measure.tickets=12.50", "measure.seats=40", "goal=Key Contact Turnover"]);
    desk.ok(&["edit", "A-1", "renewal_on=2026-10-13"]);
    let acme = desk.json(&["edit", "A-1", "champion=", "measure.seats="]);
    assert_eq!((&acme["champion"], &acme["champion_lost_on"]), (&serde_json::Value::Null, &"2026-06-15".into()));
    assert_eq!((&acme["champion_lost"], &acme["renewal_soon"]), (&true.into(), &true.into()));
    assert_eq!(acme["measures"], serde_json::json!({ "tickets": 12.5 }));
    assert_eq!(
        (&acme["goal"], desk.json(&["show", "A-1"])["confirm_why"].as_str()),
        (&"key-contact turnover".into(), Some("goal changed on 2026-06-15"))
    );
    let shown = desk.ok(&["show", "A-1"]).out;
    for line in [
        "champion lost: 2026-06-15",
        "measures: tickets=12.5",
        "(goal changed on 2026-06-15)",
        "state: to be confirmed, renewal soon, champion lost",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    for list in [&["board"][..], &["clients"], &["due", "--all"]] {
        let said = desk.ok(list).out;
        assert!(said.contains("renewal soon, champion lost"), "{said}");
    }
    assert!(desk.ok(&["confirmations"]).out.contains("goal changed on 2026-06-15"));
    assert_eq!(desk.json(&["confirmations"])["items"][0]["why"], "goal changed on 2026-06-15");
    let row = &desk.json(&["board"])["segments"][0]["clients"][0];
    assert_eq!((&row["renewal_soon"], &row["champion_lost"]), (&true.into(), &true.into()));
    assert_eq!(desk.json(&["clients", "--where", "champion:lost measure.tickets>12"])["total"], 1);
    assert_eq!(desk.json(&["--today", "2026-06-14", "show", "A-1"])["renewal_soon"], false, "a day more is too many");
    desk.refused(2, &["edit", "A-1", "measure.tickets=many"], "many");
    desk.refused(2, &["edit", "A-1", "measure.arr=1"], "arr");
    desk.refused(2, &["edit", "A-1", "measur.tickets=1"], "measure.NAME");
    let added = desk.json(&[
        "add",
        "Bolt",
        "--champion",
        "Ms. Ito",
        "--measure",
        "tickets=3",
        "--measure",
        "seats=9",
        "--goal",
        "adoption",
    ]);
    assert_eq!((&added["champion"], &added["measures"]), (&"Ms. Ito".into(), &serde_json::json!({ "seats": 9, "tickets": 3 })));
}
