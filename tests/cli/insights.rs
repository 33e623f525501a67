//! Where clients went and where they would be: `moves` and `lens`.

use quarterdeck::domain::model::{Model, builtin};
use serde_json::{Value, json};

use crate::desk::Desk;

/// Four clients of January, and what became of them in February.
fn spring() -> Desk {
    let desk = Desk::bare();
    let on = |day: &str, args: &[&str]| {
        desk.ok(&[&["--today", day], args].concat());
    };
    on("2026-01-05", &["add", "Acme", "--id", "A-1", "--arr", "1000", "--owner", "Ana"]);
    on("2026-01-05", &["add", "Beta", "--arr", "500.50", "--owner", "Ben"]);
    on("2026-01-05", &["add", "Left", "--arr", "50"]);
    on("2026-01-05", &["add", "Never"]);
    on("2026-01-06", &["move", "Acme", "Beta", "Left", "--to", "D", "--note", "where they have been so far"]);
    let note = "they plan with us every month";
    on("2026-02-10", &["move", "Acme", "--to", "A", "--note", note, "--reason", "plan", "--authorised-by", "Zoe"]);
    on("2026-02-11", &["archive", "Left", "--note", "they went to another provider"]);
    on("2026-02-12", &["add", "Newcomer", "--arr", "70", "--currency", "USD"]);
    on("2026-02-13", &["move", "Newcomer", "--to", "B", "--note", "old systems, new management"]);
    on("2026-02-14", &["move", "Beta", "--to", "C", "--note", "a slip of the hand, as it seems"]);
    on("2026-02-15", &["undo"]);
    desk
}

fn list<'v>(answer: &'v Value, field: &str) -> &'v Vec<Value> {
    answer[field].as_array().unwrap_or_else(|| panic!("{field} is a list: {answer}"))
}

#[test]
fn moves_compares_the_ends_of_two_days_and_names_each_decision() {
    let desk = spring();
    let moves = desk.json(&["moves", "--from", "2026-01-31", "--to", "2026-02-28"]);
    assert_eq!(
        (&moves["model"], &moves["from"], &moves["to"]),
        (&json!("maturity-appetite"), &json!("2026-01-31"), &json!("2026-02-28"))
    );
    let cell = |from: Value, to: Value, new: bool, gone: bool, count: i64, arr: Value| json!({ "from": from, "to": to, "new": new, "gone": gone, "count": count, "arr": arr });
    let expected = [
        cell("sustain".into(), "transform".into(), false, false, 1, json!({ "EUR": "1000" })),
        cell("sustain".into(), "sustain".into(), false, false, 1, json!({ "EUR": "500.50" })),
        cell("sustain".into(), Value::Null, false, true, 1, json!({ "EUR": "50" })),
        cell(Value::Null, Value::Null, false, false, 1, json!({})),
        cell(Value::Null, "modernize".into(), true, false, 1, json!({ "USD": "70" })),
    ];
    assert_eq!(moves["matrix"], json!(expected));
    let items = list(&moves, "items");
    assert_eq!((items.len(), &moves["total"]), (2, &json!(2)), "what was taken back does not count: {moves}");
    let fields = [
        ("client", json!("Acme")),
        ("external_id", json!("A-1")),
        ("owner", json!("Ana")),
        ("from", json!("sustain")),
        ("to", json!("transform")),
        ("how", json!("move")),
        ("note", json!("they plan with us every month")),
        ("reason", json!("plan")),
        ("authorised_by", json!("Zoe")),
        ("on", json!("2026-02-10")),
        ("by", json!("ana")),
        ("undone", json!(false)),
    ];
    for (field, value) in fields {
        assert_eq!(items[0][field], value, "{field}");
    }
    assert_eq!((&moves["segments"][3]["from_count"], &moves["segments"][3]["to_count"]), (&json!(3), &json!(1)));
    let text = desk.ok(&["moves", "--from", "2026-01-31", "--to", "2026-02-28"]).out;
    assert!(text.contains("from \\ to\tA\tB\tC\tD\tnone\tgone\tall\trevenue\n"), "{text}");
    assert!(text.contains("\nD Sustain\t1\t0\t0\t1\t0\t1\t3\t1550.50 EUR\n"), "{text}");
}

#[test]
fn moves_reads_as_the_boards_of_both_days() {
    let desk = spring();
    for (from, to) in
        [("2025-12-01", "2026-01-06"), ("2026-01-05", "2026-02-12"), ("2026-02-10", "2026-02-14"), ("2026-02-14", "2026-06-15")]
    {
        let moves = desk.json(&["moves", "--from", from, "--to", to]);
        for (side, absent, day) in [("from", "new", from), ("to", "gone", to)] {
            if day < "2026-01-05" {
                assert!(list(&moves, "matrix").iter().all(|cell| cell["new"] == true), "{moves}");
                continue;
            }
            let board = desk.json(&["board", "--as-of", day]);
            let counted = |segment: Value| -> i64 {
                let cells = list(&moves, "matrix").iter().filter(|cell| cell[side] == segment && cell[absent] == false);
                cells.map(|cell| cell["count"].as_i64().expect("a number")).sum()
            };
            for segment in list(&board, "segments") {
                assert_eq!(counted(segment["key"].clone()), segment["count"], "{side} {day} {segment}");
            }
            assert_eq!(counted(Value::Null), list(&board, "unplaced").len() as i64, "{side} {day}");
        }
    }
}

#[test]
fn moves_are_told_apart_by_owner_and_refused_where_they_make_no_sense() {
    let desk = spring();
    let of_ana = desk.json(&["moves", "--from", "2026-01-31", "--owner", "ana"]);
    assert_eq!((&of_ana["to"], list(&of_ana, "matrix").len(), &of_ana["total"]), (&json!("2026-06-15"), 1, &json!(1)));
    assert_eq!(desk.json(&["moves", "--from", "2026-01-31", "--owner", "Zoe"])["matrix"], json!([]));
    desk.refused(2, &["moves", "--from", "2026-03-01", "--to", "2026-02-01"], "before it begins");
    desk.refused(2, &["moves", "--from", "whenever", "--to", "2026-02-01"], "whenever");
    desk.refused(3, &["moves", "--from", "2026-01-01", "--to", "2026-02-01", "--model", "astrology"], "no model “astrology”");
    desk.refused(3, &["--book", "nowhere.db", "moves", "--from", "2026-01-01"], "nowhere.db");
    let quiet = desk.ok(&["moves", "--from", "2026-03-01", "--to", "2026-04-01"]).out;
    assert!(quiet.contains("no client was moved or placed in between"), "{quiet}");
}

#[test]
fn a_lens_shows_where_clients_would_be_whatever_segment_they_are_in() {
    let desk = spring();
    desk.ok(&["score", "Acme", "standardization=5", "stability=4", "engagement=5"]);
    desk.ok(&["score", "Beta", "standardization=1", "engagement=3"]);
    desk.ok(&["score", "Never", "engagement=1"]);
    let lens = desk.json(&["lens", "maturity", "appetite"]);
    let x = json!({ "key": "maturity", "name": "Maturity", "low": "Low maturity", "high": "High maturity", "cuts": [50.0], "model": "maturity-appetite" });
    assert_eq!((&lens["x"], &lens["y"]["key"], &lens["total"]), (&x, &json!("appetite"), &json!(4)));
    let cells: Vec<_> =
        list(&lens, "cells").iter().map(|cell| (cell["x_band"].clone(), cell["y_band"].clone(), cell["count"].clone())).collect();
    let at = |x: u8, y: u8, count: u8| (json!(x), json!(y), json!(count));
    assert_eq!(cells, [at(1, 2, 1), at(2, 2, 1), at(1, 1, 0), at(2, 1, 0)], "on the cut is the upper band");
    let beta = &lens["cells"][0]["clients"][0];
    assert_eq!(
        (&beta["client"], &beta["x_score"], &beta["y_score"], &beta["stale"]),
        (&json!("Beta"), &json!(0.0), &json!(50.0), &json!(false))
    );
    assert_eq!(lens["cells"][1]["clients"][0]["confidence"], json!({ "x": 0.667, "y": 0.333 }));
    assert_eq!(lens["cells"][0]["arr"], "500.50");
    let unscored: Vec<_> = list(&lens, "unscored").iter().map(|item| (item["client"].clone(), item["y_score"].clone())).collect();
    assert_eq!(unscored, [(json!("Never"), json!(0.0)), (json!("Newcomer"), Value::Null)], "the archived one is not there");
    let turned = desk.json(&["lens", "appetite", "maturity"]);
    assert_eq!((&turned["cells"][1]["clients"][0]["x_score"], &turned["x"]["key"]), (&json!(100.0), &json!("appetite")));
    let text = desk.ok(&["lens", "maturity", "appetite"]).out;
    assert!(text.contains("Appetite \\ Maturity\tbelow 50\t50 and up\n50 and up\t1\t1\nbelow 50\t0\t0\n"), "{text}");
    let later = desk.json(&["--today", "2027-01-15", "lens", "maturity", "appetite"]);
    assert_eq!(later["cells"][0]["clients"][0]["stale"], true);
}

#[test]
fn a_lens_takes_dimensions_of_several_models_and_names_those_it_knows() {
    let desk = Desk::with_kinds();
    desk.ok(&["score", "Acme Ltd", "worth=4"]);
    let lens = desk.json(&["lens", "touch.value", "maturity"]);
    assert_eq!(
        (&lens["x"]["model"], &lens["x"]["cuts"], &lens["y"]["model"]),
        (&json!("touch"), &json!([33.0, 67.0]), &json!("maturity-appetite"))
    );
    assert_eq!((list(&lens, "cells").len(), list(&lens, "unscored").len()), (6, 3));
    assert_eq!(lens["unscored"][1]["x_score"], 75.0);
    desk.refused(3, &["lens", "value", "astrology"], "no dimension “astrology”");
    desk.refused(
        3,
        &["lens", "valeu", "maturity"],
        "did you mean “value”? the models of the book have maturity, appetite, value",
    );
    desk.refused(2, &["lens", "value", "touch.value"], "against itself");
    desk.refused(3, &["lens", "maturity.value", "maturity"], "no dimension");
}

#[test]
fn every_dimension_of_the_built_in_models_is_an_axis_of_a_lens_in_any_book() {
    let desk = spring();
    let (held, _) = builtin::all()[0];
    let held = Model::parse(builtin::find(held).expect("built in"), held).expect("it reads");
    for (key, toml) in builtin::all() {
        let model = Model::parse(toml, key).expect("it reads");
        for dimension in model.dimensions.iter().filter(|dimension| held.dimension(&dimension.key).is_none()) {
            let lens = desk.json(&["lens", &dimension.key, "maturity"]);
            assert_eq!((&lens["x"]["key"], &lens["total"]), (&json!(dimension.key), &json!(4)));
        }
    }
    let listed = desk.json(&["model", "list"])["items"].clone();
    let in_book = listed.as_array().expect("items").iter().filter(|model| model["in_book"] == true).count();
    assert_eq!(in_book, 1, "nothing was added by looking");
}

#[test]
fn a_model_is_a_lens_with_its_segments() {
    let desk = spring();
    desk.ok(&["score", "Acme", "standardization=5", "stability=4", "engagement=5"]);
    desk.ok(&["score", "Beta", "standardization=1", "engagement=3"]);
    let (lens, cells) = (desk.json(&["lens", "maturity-appetite"]), desk.json(&["lens", "maturity", "appetite"]));
    assert_eq!((&lens["cells"], &lens["unscored"]), (&cells["cells"], &cells["unscored"]));
    assert_eq!((&lens["model"], &cells["segments"]), (&json!("maturity-appetite"), &Value::Null));
    let segments: Vec<_> = list(&lens, "segments").iter().map(|one| (one["key"].clone(), one["count"].clone())).collect();
    let at = |key: &str, count: u8| (json!(key), json!(count));
    assert_eq!(segments, [at("transform", 1), at("modernize", 1), at("educate", 0), at("sustain", 0)]);
    assert_eq!(lens["segments"][1]["clients"][0]["client"], "Beta");
    assert!(desk.ok(&["lens", "maturity-appetite"]).out.contains("B Modernize\t1\t"));
    desk.refused(3, &["lens", "maturity"], "no model “maturity”");
}

#[test]
fn a_past_board_says_what_is_different_now() {
    let desk = spring();
    let plain = desk.json(&["board", "--as-of", "2026-03-31"]);
    assert_eq!((&plain["joined"], &plain["segments"][0]["clients"][0]["now_segment"]), (&Value::Null, &Value::Null));
    let seen = desk.json(&["board", "--as-of", "2026-03-31", "--diff"]);
    let now = desk.json(&["board"]);
    let names =
        |board: &Value, part: &str| -> Vec<Value> { list(board, part).iter().map(|item| item["client"].clone()).collect() };
    let segments = || list(&seen, "segments").iter().flat_map(|one| list(one, "clients")).chain(list(&seen, "unplaced"));
    for client in segments() {
        let found = list(&now, "segments").iter().find(|one| names(one, "clients").contains(&client["client"]));
        assert_eq!(client["now_segment"], found.map_or(Value::Null, |one| one["key"].clone()), "{client}");
        let left = found.is_none() && !names(&now, "unplaced").contains(&client["client"]);
        assert_eq!((client["left"].as_bool(), names(&seen, "left").contains(&client["client"])), (Some(left), left), "{client}");
    }
    let then: Vec<Value> = segments().map(|client| client["client"].clone()).collect();
    let all = list(&now, "segments").iter().flat_map(|one| list(one, "clients")).chain(list(&now, "unplaced"));
    let joined: Vec<Value> = all.map(|client| client["client"].clone()).filter(|client| !then.contains(client)).collect();
    assert_eq!(list(&seen, "joined").len(), joined.len());
    assert!(desk.ok(&["board", "--as-of", "2026-03-31", "--diff"]).out.contains("Elsewhere now: "));
    desk.refused(2, &["board", "--diff"], "--as-of");
}

#[test]
fn two_models_are_compared_and_their_contradictions_named() {
    let desk = spring();
    desk.ok(&["model", "add", "growth-risk"]);
    desk.ok(&["move", "Acme", "--model", "growth-risk", "--to", "protect", "--note", "they let the contract run out"]);
    let seen = desk.json(&["compare", "growth-risk"]);
    assert_eq!(seen["models"], json!(["growth-risk", "maturity-appetite"]));
    let cells = list(&seen, "cells");
    let counted: i64 = cells.iter().filter_map(|cell| cell["count"].as_i64()).sum();
    assert_eq!((Some(counted), list(&seen, "contradictions").len()), (seen["total"].as_i64(), 1));
    let against = &seen["contradictions"][0];
    assert_eq!((&against["a"], &against["b"], &against["count"]), (&json!("protect"), &json!("transform"), &json!(1)));
    assert_eq!(against["why"], "Protect (low touch) in Growth × Risk, Transform (high touch) in Maturity × Appetite");
    assert_eq!((&against["clients"][0]["client"], &against["clients"][0]["a_by"]), (&json!("Acme"), &json!("placed")));
    assert_eq!(list(&desk.json(&["compare", "growth-risk", "--contradictions"]), "cells").len(), 1);
    assert_eq!(desk.json(&["compare", "growth-risk", "--where", "seg:transform"])["contradictions"][0]["count"], 1);
    assert!(desk.ok(&["compare", "growth-risk"]).out.contains("Contradictions: 1"));
    desk.refused(2, &["compare", "maturity-appetite"], "against itself");
    desk.refused(3, &["compare", "astrology"], "no model “astrology”");
}
