//! How the book is spread and how that changes: `insights`.

use serde_json::{Value, json};

use crate::desk::Desk;

/// Three clients of spring, one of them moved and one archived in it.
fn spring() -> Desk {
    let desk = Desk::bare();
    let on = |day: &str, args: &[&str]| {
        desk.ok(&[&["--today", day], args].concat());
    };
    on("2026-01-05", &["add", "Acme", "--arr", "1000", "--owner", "Ana"]);
    on("2026-01-05", &["add", "Beta", "--arr", "500.50", "--owner", "Ben"]);
    on("2026-01-05", &["add", "Left", "--arr", "50"]);
    on("2026-01-06", &["move", "Acme", "Beta", "Left", "--to", "D", "--note", "where they have been so far"]);
    on("2026-02-10", &["move", "Acme", "--to", "A", "--note", "they plan with us every month"]);
    on("2026-03-11", &["archive", "Left", "--note", "they went to another provider"]);
    on("2026-03-12", &["add", "Newcomer", "--arr", "70", "--currency", "USD", "--owner", "Ana"]);
    on("2026-03-12", &["config", "set", "capacity.Ana", "12"]);
    desk
}

fn list<'v>(answer: &'v Value, field: &str) -> &'v Vec<Value> {
    answer[field].as_array().unwrap_or_else(|| panic!("{field} is a list: {answer}"))
}

/// Day, all, A, D, without a segment.
fn counts(answer: &Value) -> Vec<(String, i64, i64, i64, i64)> {
    let count = |value: &Value| value["count"].as_i64().expect("a count");
    let days = list(answer, "distribution").iter();
    days.map(|day| {
        let segments = list(day, "segments");
        let on = day["on"].as_str().expect("a day").to_owned();
        (on, count(day), count(&segments[0]), count(&segments[3]), count(&day["unplaced"]))
    })
    .collect()
}

#[test]
fn insights_tell_each_month_end_as_the_boards_have_it() {
    let desk = spring();
    let found = desk.json(&["insights", "--from", "2025-12-31"]);
    assert_eq!(
        (&found["model"], &found["from"], &found["to"]),
        (&json!("maturity-appetite"), &json!("2025-12-31"), &json!("2026-06-15"))
    );
    let day = |on: &str, all, a, d, none| (on.to_owned(), all, a, d, none);
    let expected = [
        day("2025-12-31", 0, 0, 0, 0),
        day("2026-01-31", 3, 0, 3, 0),
        day("2026-02-28", 3, 1, 2, 0),
        day("2026-03-31", 3, 1, 1, 1),
        day("2026-04-30", 3, 1, 1, 1),
        day("2026-05-31", 3, 1, 1, 1),
        day("2026-06-15", 3, 1, 1, 1),
    ];
    assert_eq!(counts(&found), expected);
    let march = &list(&found, "distribution")[3];
    let unplaced = json!({ "key": null, "count": 1, "arr": "0", "currency": "EUR", "arr_by_currency": { "USD": "70" } });
    assert_eq!(march["unplaced"], unplaced);
    assert_eq!(march["segments"][3]["arr"], "500.50");
    for on in ["2026-01-31", "2026-02-28", "2026-06-15"] {
        let board = desk.json(&["board", "--as-of", on]);
        let told = list(&found, "distribution").iter().find(|day| day["on"] == on).expect("the day");
        for (segment, of) in list(&board, "segments").iter().zip(list(told, "segments")) {
            assert_eq!((&segment["key"], &segment["count"], &segment["arr"]), (&of["key"], &of["count"], &of["arr"]), "{on}");
        }
    }
}

#[test]
fn insights_hold_owners_shares_moves_and_figures_in_one_document() {
    let desk = spring();
    let found = desk.json(&["insights", "--from", "2026-01-31", "--to", "2026-06-15"]);
    let ana = &list(&found, "owners")[0];
    assert_eq!(
        (&ana["owner"], &ana["clients"], &ana["capacity"], &ana["segments"], &ana["unplaced"]),
        (&json!("Ana"), &json!(2), &json!(12.0), &json!({ "transform": 1 }), &json!(1))
    );
    assert_eq!((&ana["unscored"], &found["all_owners"]["clients"]), (&json!(2), &json!(3)));
    for field in ["hours_per_week", "guideline_share", "drift", "near", "stale", "confirm_overdue"] {
        assert!(ana.get(field).is_some(), "{field}: {ana}");
    }
    let shares = list(&found, "shares");
    assert_eq!((&shares[0]["share"], &shares[3]["share"], &found["placed"]), (&json!(0.5), &json!(0.5), &json!(2)));
    let moves = desk.json(&["moves", "--from", "2026-01-31", "--to", "2026-06-15"]);
    assert_eq!((&found["moves"]["matrix"], &found["moves"]["decisions"]), (&moves["matrix"], &moves["total"]));
    let figures = desk.json(&["figures", "--from", "2026-02-01", "--to", "2026-06-15"]);
    for field in ["on_time", "late", "skipped", "open", "total", "as_needed", "share_on_time", "from", "to"] {
        assert_eq!(found["figures"][field], figures[field], "{field}");
    }
    assert_eq!(found["figures"]["segments"], figures["items"]);
    let text = desk.ok(&["insights", "--from", "2026-01-31"]).out;
    for heading in ["Clients per segment", "Revenue per segment", "Owners", "Shares", "Moves", "Reviews on time"] {
        assert!(text.contains(&format!("\n{heading}\n")), "{heading}: {text}");
    }
    assert!(text.contains("\n2026-02-28\t3\t1\t0\t0\t2\t0\n"), "{text}");
}

#[test]
fn insights_of_one_owner_count_the_clients_that_are_theirs_now() {
    let desk = spring();
    let found = desk.json(&["insights", "--from", "2026-01-31", "--owner", "ana"]);
    assert_eq!((list(&found, "owners").len(), &found["owner"]), (1, &json!("ana")));
    assert_eq!(counts(&found)[0].1, 1);
    let nobody = desk.json(&["insights", "--owner", "Zoe"]);
    assert_eq!((list(&nobody, "owners").len(), &nobody["all_owners"]["clients"]), (0, &json!(0)));
}

#[test]
fn insights_are_refused_where_they_make_no_sense_and_an_empty_book_has_none() {
    let desk = spring();
    desk.refused(2, &["insights", "--from", "2026-03-01", "--to", "2026-02-01"], "before it begins");
    desk.refused(2, &["insights", "--from", "whenever"], "whenever");
    desk.refused(2, &["insights", "--by", "fortnight"], "fortnight");
    desk.refused(2, &["insights", "--from", "1990-01-01", "--by", "week"], "more than 400 days");
    desk.refused(3, &["insights", "--model", "astrology"], "no model “astrology”");
    desk.refused(3, &["--book", "nowhere.db", "insights"], "nowhere.db");
    let weeks = desk.json(&["insights", "--by", "week"]);
    assert_eq!((list(&weeks, "distribution").len(), &weeks["by"]), (14, &json!("week")));
    let empty = Desk::bare();
    empty.ok(&["init"]);
    let found = empty.json(&["insights"]);
    assert_eq!((list(&found, "distribution").len(), list(&found, "owners").len()), (13, 0));
    assert_eq!((&found["shares"][0]["share"], &found["figures"]["total"]), (&Value::Null, &json!(0)));
    assert!(empty.ok(&["insights"]).out.contains("Shares"));
}
