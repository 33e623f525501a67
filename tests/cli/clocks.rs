//! What people do to the due dates of a client: book, snooze, skip, forgive, pause, own periods; and what is refused.

use serde_json::{Value, json};

use crate::desk::{Desk, clock_in};

const WHY: &str = "agreed with the sponsor";

#[test]
fn where_the_model_has_several_kinds_one_must_be_named() {
    let desk = Desk::with_kinds();
    let before = desk.entries();
    for args in [
        &["book", "A-1", "2026-07-01"][..],
        &["book", "A-1", "--cancel"],
        &["snooze", "A-1", "2026-06-20", "--note", WHY],
        &["snooze", "A-1", "--end"],
        &["skip", "A-1", "--note", WHY],
        &["forgive", "A-1", "--note", WHY],
        &["review", "A-1"],
    ] {
        desk.refused(2, args, "--kind: QBR, Meeting, Adoption check-in");
    }
    desk.refused(3, &["skip", "A-1", "--kind", "Lunch", "--note", WHY], "no kind of review “Lunch”");
    desk.refused(3, &["skip", "nobody", "--kind", "QBR", "--note", WHY], "no client “nobody”");
    desk.refused(4, &["skip", "acme", "--kind", "QBR", "--note", WHY], "fits several clients");
    assert_eq!(desk.entries(), before);
    assert_eq!(desk.json(&["book", "A-1", "2026-07-01", "--kind", "adoption CHECK-IN"])["date"], "2026-07-01");
}

#[test]
fn a_booking_takes_dates_in_words_and_none_in_the_past() {
    let desk = Desk::with_kinds();
    for (words, date) in
        [("next friday", "2026-06-19"), ("+2w", "2026-06-29"), ("end of month", "2026-06-30"), ("today", "2026-06-15")]
    {
        let booked = desk.json(&["book", "A-1", words, "--kind", "QBR"]);
        let clock = clock_in(&booked, "QBR");
        assert_eq!((&clock["booked_on"], &clock["state"]), (&json!(date), &json!("booked")), "{words}");
        assert!(booked["seq"].is_i64() && booked["summary"].as_str().is_some_and(|said| said.contains(date)), "{booked}");
    }
    desk.refused(2, &["book", "A-1", "yesterday", "--kind", "QBR"], "lies in the past");
    desk.refused(2, &["book", "A-1", "someday", "--kind", "QBR"], "is not understood as a date");
    let said = desk.ok(&["book", "A-1", "2026-06-20", "--kind", "QBR"]).out;
    assert!(said.contains("2026-06-20 is a Saturday, in 5 days, not a working day"), "{said}");
    assert!(said.contains("  QBR: next due 2026-07-15, first review, booked 2026-06-20. "), "{said}");
    assert!(clock_in(&desk.json(&["book", "A-1", "--cancel", "--kind", "QBR"]), "QBR")["booked_on"].is_null());
    desk.refused(2, &["book", "A-1", "--cancel", "--kind", "QBR"], "QBR is not booked");
    desk.refused(2, &["book", "A-1", "2026-07-01", "--cancel"], "cannot be used with");
    desk.refused(2, &["book", "A-1"], "<DATE>");
}

#[test]
fn a_booking_that_passes_is_missed_and_one_after_the_grace_is_late() {
    let desk = Desk::with_kinds();
    let late = clock_in(&desk.json(&["book", "A-1", "2026-08-03", "--kind", "Meeting"]), "Meeting");
    assert_eq!((&late["booked_late"], &late["missed_booking"]), (&json!(true), &json!(false)));
    assert_eq!(desk.clock_on("2026-08-03", "A-1", "Meeting")["state"], "booked");
    let missed = desk.clock_on("2026-08-04", "A-1", "Meeting");
    assert_eq!((&missed["state"], &missed["missed_booking"]), (&json!("overdue"), &json!(true)));
    let listed = desk.ok(&["--today", "2026-08-04", "due", "--kind", "Meeting"]).out;
    assert!(listed.contains("\tfirst review, missed booking, booked late, 2 periods missed\t"), "{listed}");
}

#[test]
fn a_snooze_reaches_to_the_next_date_of_the_rhythm_and_not_beyond() {
    let desk = Desk::with_kinds();
    let snooze = |date: &'static str| ["snooze", "A-1", date, "--kind", "Meeting", "--note", WHY];
    // Entered 15 June, every 2 weeks: open is 29 June, the next one after it 13 July.
    desk.refused(2, &snooze("2026-07-14"), "2026-07-14 lies beyond 2026-07-13");
    desk.refused(2, &snooze("today"), "does not lie after today");
    desk.refused(2, &["snooze", "A-1", "2026-06-20", "--kind", "Meeting"], "at least 10 characters");
    let snoozed = clock_in(&desk.json(&snooze("2026-07-13")), "Meeting");
    assert_eq!((&snoozed["state"], &snoozed["snoozed_until"]), (&json!("snoozed"), &json!("2026-07-13")));
    assert_eq!(
        (&snoozed["effective"], &snoozed["snooze_count"], &snoozed["snooze_slip"]),
        (&json!("2026-06-29"), &json!(1), &json!(28))
    );
    assert_eq!(desk.clock_on("2026-07-12", "A-1", "Meeting")["state"], "snoozed");
    let back = desk.clock_on("2026-07-13", "A-1", "Meeting");
    assert_eq!((&back["state"], &back["days_late"]), (&json!("overdue"), &json!(14)));
    let again = ["--today", "2026-07-13", "snooze", "A-1", "+2w", "--kind", "Meeting", "--note", WHY];
    assert_eq!(clock_in(&desk.json(&again), "Meeting")["snooze_count"], 2);
    let listed = desk.ok(&["--today", "2026-07-13", "due", "--all"]).out;
    assert!(listed.contains("snoozed 2× until 2026-07-27"), "{listed}");
    let woken = desk.json(&["--today", "2026-07-14", "snooze", "A-1", "--end", "--kind", "Meeting"]);
    assert_eq!(clock_in(&woken, "Meeting")["state"], "overdue");
    desk.refused(2, &["--today", "2026-07-14", "snooze", "A-1", "--end", "--kind", "Meeting"], "is not snoozed");
}

#[test]
fn what_asks_for_nothing_is_neither_skipped_nor_forgiven() {
    let desk = Desk::with_kinds();
    desk.refused(2, &["skip", "A-2", "--kind", "Meeting", "--note", WHY], "as needed for this client");
    desk.refused(2, &["snooze", "A-2", "+1w", "--kind", "Meeting", "--note", WHY], "as needed for this client");
    desk.refused(2, &["skip", "A-3", "--kind", "QBR", "--note", WHY], "as needed for this client");
    desk.refused(2, &["skip", "A-2", "--kind", "QBR"], "at least 10 characters");
    let ran = desk.run(&["forgive", "A-2", "--kind", "QBR", "--note", WHY]);
    assert!(
        ran.code == 2 && ran.err.contains("is not held") && ran.err.contains("hint: ") && ran.err.contains("skip it"),
        "{ran:?}"
    );
    desk.ok(&["archive", "A-2", "--note", "they left the region"]);
    desk.refused(2, &["skip", "A-2", "--kind", "QBR", "--note", WHY], "is archived since");
}

#[test]
fn a_skip_closes_the_coming_occurrence() {
    let desk = Desk::with_kinds();
    let skipped = clock_in(&desk.json(&["skip", "A-1", "--kind", "Meeting", "--note", WHY]), "Meeting");
    assert_eq!((&skipped["nominal"], &skipped["anchor"]), (&json!("2026-07-13"), &json!("2026-06-15")));
    assert_eq!(desk.clock("A-1", "QBR")["nominal"], "2026-07-15");
}

#[test]
fn what_a_move_holds_can_be_forgiven() {
    let desk = Desk::with_kinds();
    let on = ["--today", "2026-08-03"];
    let moved = ["move", "A-1", "--to", "tech", "--note", "no budget for meetings any more"];
    desk.ok(&[&on[..], &moved].concat());
    let held = desk.clock_on("2026-08-03", "A-1", "Meeting");
    assert_eq!((&held["state"], &held["held"]), (&json!("overdue"), &json!(true)));
    assert_eq!(desk.json(&["--today", "2026-08-03", "clients", "--where", "held"])["total"], 1);
    let forgive = ["forgive", "A-1", "--kind", "Meeting", "--note", WHY];
    let forgiven = clock_in(&desk.json(&[&on[..], &forgive].concat()), "Meeting");
    assert_eq!((&forgiven["state"], &forgiven["held"]), (&json!("as_needed"), &json!(false)));
}

#[test]
fn a_review_satisfies_the_kinds_that_list_it_and_books_the_next_one() {
    let desk = Desk::with_kinds();
    let logged = desk.json(&["review", "A-1", "--kind", "EBR", "--on", "2026-06-10"]);
    assert_eq!(
        (&clock_in(&logged, "QBR")["anchor"], &clock_in(&logged, "QBR")["effective"]),
        (&json!("2026-06-10"), &json!("2026-09-10"))
    );
    assert_eq!(clock_in(&logged, "Meeting")["first_review"], true);
    let next = desk.json(&["review", "A-1", "--kind", "Meeting", "--next", "+2w"]);
    let meeting = clock_in(&next, "Meeting");
    assert_eq!((&meeting["booked_on"], &next["date"]), (&json!("2026-06-29"), &json!("2026-06-29")));
    let id = next["review_id"].as_i64().expect("an id").to_string();
    let voided = desk.json(&["review", "void", &id, "--note", "it was another client"]);
    assert_eq!((&voided["review_id"], &clock_in(&voided, "Meeting")["first_review"]), (&next["review_id"], &json!(true)));
    desk.refused(2, &["review", "void", &id, "--note", "it was another client"], "voided already");
    let back = desk.json(&["review", "restore", &id]);
    assert_eq!(clock_in(&back, "Meeting"), meeting);
    desk.refused(2, &["review", "restore", &id], "nothing to do");
    desk.refused(2, &["review", "A-1", "--kind", "QBR", "--next", "yesterday"], "lies in the past");
}

#[test]
fn a_paused_client_stands_still_and_starts_again_on_resuming() {
    let desk = Desk::with_kinds();
    desk.refused(2, &["pause", "A-1"], "at least 10 characters");
    let paused = desk.json(&["pause", "A-1", "--note", "a merger is under way"]);
    assert!(paused["clocks"].as_array().is_some_and(|clocks| clocks.iter().all(|clock| clock["state"] == "paused")), "{paused}");
    assert_eq!(desk.json(&["clients", "--where", "paused"])["items"][0]["name"], "Acme Ltd");
    desk.refused(2, &["pause", "A-1", "--note", "a merger is under way"], "is paused since 2026-06-15");
    desk.refused(2, &["skip", "A-1", "--kind", "QBR", "--note", WHY], "stands still while the client is paused");
    let shown = desk.ok(&["show", "A-1"]).out;
    assert!(shown.contains("  paused since: 2026-06-15\n") && shown.contains("a merger is under way"), "{shown}");
    let resumed = desk.json(&["--today", "2026-09-01", "resume", "A-1"]);
    assert_eq!(clock_in(&resumed, "Meeting")["nominal"], "2026-09-15");
    desk.refused(2, &["resume", "A-1"], "is not paused");
}

#[test]
fn every_verb_can_be_undone() {
    let desk = Desk::with_kinds();
    let clocks = || desk.json(&["show", "A-1"])["clocks"].clone();
    let before = clocks();
    for args in [
        &["book", "A-1", "2026-07-01", "--kind", "QBR"][..],
        &["snooze", "A-1", "+1w", "--kind", "QBR", "--note", WHY],
        &["skip", "A-1", "--kind", "QBR", "--note", WHY],
        &["pause", "A-1", "--note", WHY],
        &["edit", "A-1", "period.QBR=2 weeks", "--note", WHY],
        &["review", "A-1", "--kind", "QBR", "--next", "+3w"],
    ] {
        desk.ok(args);
        assert_ne!(clocks(), before, "{args:?}");
        desk.ok(&["undo"]);
        assert_eq!(clocks(), before, "{args:?}");
    }
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn a_client_has_periods_of_its_own_until_a_day() {
    let desk = Desk::with_kinds();
    desk.ok(&["review", "A-1", "--kind", "adoption check-in", "--on", "2026-06-01"]);
    let own = ["edit", "A-1", "period.Adoption check-in=2 months", "--until", "+3w", "--note", "calm after the go-live"];
    let set = desk.json(&own);
    let clock = clock_in(&set, "Adoption check-in");
    assert_eq!(
        (&clock["period"], &clock["nominal"], &set["date"]),
        (&json!("2 months"), &json!("2026-08-01"), &json!("2026-07-06"))
    );
    let shown = desk.json(&["show", "A-1"])["own_periods"].clone();
    assert_eq!(
        (&shown[0]["kind"], &shown[0]["period"], &shown[0]["until"]),
        (&json!("Adoption check-in"), &json!("2 months"), &json!("2026-07-06"))
    );
    let said = desk.ok(&["show", "A-1"]).out;
    assert!(
        said.contains("own period: Adoption check-in every 2 months until 2026-07-06") && said.contains("calm after"),
        "{said}"
    );
    let after = desk.clock_on("2026-07-07", "A-1", "Adoption check-in");
    assert_eq!(
        (&after["period"], &after["effective"], &after["accelerated"]),
        (&json!("1 month"), &json!("2026-07-21"), &json!(true))
    );
    assert_eq!(desk.json(&["--today", "2026-07-07", "show", "A-1"])["own_periods"], json!([]));
    let ended = desk.json(&["edit", "A-1", "period.adoption check-in="]);
    assert_eq!(clock_in(&ended, "Adoption check-in")["period"], "1 month");
    assert_eq!(desk.json(&["show", "A-1"])["own_periods"], json!([]));
}

#[test]
fn own_periods_are_refused_where_they_make_no_sense() {
    let desk = Desk::with_kinds();
    let before = desk.entries();
    desk.refused(2, &["edit", "A-1", "period.QBR=2 weeks", "owner=Ben", "--note", WHY], "two steps");
    desk.refused(2, &["edit", "A-1", "period.QBR=2 weeks"], "at least 10 characters");
    desk.refused(2, &["edit", "A-1", "period.QBR=soon", "--note", WHY], "soon");
    desk.refused(2, &["edit", "A-1", "period.QBR=2 weeks", "--until", "yesterday", "--note", WHY], "lies in the past");
    desk.refused(2, &["edit", "A-1", "period.QBR=", "--until", "tomorrow"], "no period is set");
    desk.refused(2, &["edit", "A-1", "owner=Ben", "--until", "tomorrow"], "--until goes with a period");
    desk.refused(3, &["edit", "A-1", "period.Lunch=2 weeks", "--note", WHY], "no kind of review “Lunch”");
    desk.refused(2, &["edit", "A-1", "period.=2 weeks", "--note", WHY], "of which kind of review");
    desk.refused(2, &["edit", "A-1", "perod.QBR=2 weeks", "--note", WHY], "has no field “perod.QBR”");
    assert_eq!(desk.entries(), before);
}

#[test]
fn clients_are_found_by_the_states_of_their_clocks() {
    let desk = Desk::with_kinds();
    let found = |filter: &str| -> Vec<Value> {
        let items = desk.json(&["clients", "--where", filter])["items"].clone();
        items.as_array().expect("items").iter().map(|item| item["external_id"].clone()).collect()
    };
    assert_eq!(found("first"), ["A-1", "A-2"]);
    assert_eq!((found("booked").len(), found("snoozed").len()), (0, 0));
    desk.ok(&["book", "A-1", "today", "--kind", "QBR"]);
    desk.ok(&["snooze", "A-2", "tomorrow", "--kind", "QBR", "--note", WHY]);
    assert_eq!((found("booked"), found("snoozed")), (vec![json!("A-1")], vec![json!("A-2")]));
    let tomorrow = |filter: &str| desk.json(&["--today", "2026-06-16", "clients", "--where", filter])["total"].clone();
    assert_eq!((tomorrow("booked"), tomorrow("snoozed")), (json!(0), json!(0)));
    // What is booked is not snoozed, whatever else was done (C6).
    desk.ok(&["book", "A-2", "+1w", "--kind", "QBR"]);
    assert_eq!((found("snoozed").len(), found("booked").len()), (0, 2));
    assert_eq!(found("\"first\""), Vec::<Value>::new());
}

#[test]
fn the_timeline_shows_what_bore_on_the_dates() {
    let desk = Desk::with_kinds();
    desk.ok(&["snooze", "A-1", "+1w", "--kind", "Meeting", "--note", "sponsor on leave"]);
    desk.ok(&["skip", "A-1", "--kind", "QBR", "--note", "merged into the contract talks"]);
    let shown = desk.ok(&["show", "A-1"]).out;
    let timeline = shown.split("\nTimeline\n").nth(1).and_then(|rest| rest.split("\nHistory\n").next()).expect("a timeline");
    assert!(timeline.contains("2026-06-15\tQBR skipped\tmerged into the contract talks\tana"), "{timeline}");
    assert!(timeline.contains("2026-06-15\tMeeting snoozed until 2026-06-22\tsponsor on leave\tana"), "{timeline}");
}

#[test]
fn on_an_earlier_day_a_client_is_in_the_segment_of_that_day() {
    let desk = Desk::with_book();
    desk.ok(&["--today", "2026-06-20", "move", "A-1", "--to", "educate", "--note", "fewer meetings from here on"]);
    let segment = |today: &str| {
        let all = desk.json(&["--today", today, "due", "--all"]);
        let mut items = all["items"].as_array().expect("items").iter();
        let found = items.find(|item| item["external_id"] == "A-1").expect("listed").clone();
        assert_eq!(desk.json(&["--today", today, "check"])["ok"], true);
        (found["segment"].clone(), found["period"].clone())
    };
    assert_eq!(segment("2026-06-20"), ("educate".into(), "4 months".into()));
    assert_eq!(segment("2026-06-19"), ("transform".into(), "1 month".into()));
    assert_eq!(segment("2026-06-14"), (serde_json::Value::Null, serde_json::Value::Null));
    assert_eq!(segment("2026-06-20"), ("educate".into(), "4 months".into()));
}
