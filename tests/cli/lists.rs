//! What the lists print: fields scripts rely on, tables people read, and pipes.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::desk::{Desk, run};

/// The names of an object's fields.
fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[track_caller]
fn has(object: &Value, fields: &str) {
    let names = names(object);
    for field in fields.split_whitespace() {
        assert!(names.contains(&field), "{field} is missing in {names:?}");
    }
}

#[test]
fn the_fields_of_the_contract_are_there() {
    let desk = Desk::with_book();
    let client = "client_id external_id name owner segment proposed_segment x_score y_score arr currency stage industry goal champion \
                  champion_lost_on measures renewal_on renewal_soon champion_lost last_review_on next_due_on tags archived";
    has(&desk.json(&["clients"])["items"][0], client);
    has(&desk.json(&["show", "A-1"]), client);
    has(&desk.json(&["show", "A-1"]), "scores clocks history reviews actions confirm_why");
    has(
        &desk.json(&["due", "--all"])["items"][0],
        "client client_id external_id owner segment kind state anchor nominal effective grace_end days_late periods_missed \
         first_review accelerated booked_on snoozed_until snooze_count period arr currency renewal_on \
         renewal_soon champion_lost why",
    );
    has(&desk.json(&["history"])["items"][0], "seq at by kind client summary detail undone_by");
    let board = desk.json(&["board"]);
    has(&board, "model as_of segments unplaced");
    has(&board["segments"][0], "key letter name count arr overdue clients");
    has(
        &board["segments"][0]["clients"][0],
        "client client_id external_id owner arr currency segment next_due_on renewal_soon champion_lost",
    );
    has(&desk.json(&["check"]), "ok problems");
    has(&desk.json(&["move", "A-1", "--to", "D", "--dry-run"])["items"][0], "client from to note reason authorised_by at by");
    has(
        &desk.json(&["move", "A-1", "--to", "D", "--dry-run"])["items"][0]["consequences"],
        "next_due_before next_due_after reviews_per_year_before reviews_per_year_after hours_per_year_before hours_per_year_after",
    );
}

#[test]
fn a_limit_leaves_the_total_alone() {
    let desk = Desk::with_book();
    for list in [["clients", "--limit", "1"], ["history", "--limit", "1"]] {
        let answer = desk.json(&list);
        assert_eq!(answer["items"].as_array().map(Vec::len), Some(1), "{list:?}");
        assert!(answer["total"].as_i64() >= Some(3), "{list:?}: {answer}");
    }
    let later = ["--today", "2026-09-01"];
    let due = desk.json(&[&later[..], &["due", "--limit", "1"]].concat());
    assert_eq!((due["items"].as_array().map(Vec::len), &due["total"]), (Some(1), &2.into()));
    assert_eq!(desk.json(&["due", "--within", "60d", "--limit", "0"])["total"], 2);
}

#[test]
fn the_total_of_the_due_list_is_its_length_however_little_of_it_is_asked_for() {
    let desk = Desk::with_book();
    let book = desk.path("sample.db").to_string_lossy().into_owned();
    desk.ok(&["demo", "--keep", &book]);
    let ranges: [&[&str]; 5] = [&[], &["--within", "14d"], &["--within", "1y"], &["--until", "2020-01-01"], &["--all"]];
    let narrower: [&[&str]; 4] = [&[], &["--owner", "Ana Ruiz"], &["--where", "arr>20k"], &["--kind", "Review"]];
    let mut totals = Vec::new();
    for today in ["2026-06-15", "2026-11-30"] {
        for (range, narrow) in ranges.iter().flat_map(|range| narrower.iter().map(move |narrow| (range, narrow))) {
            let asked = [&["--book", &book, "--today", today, "due"], *range, *narrow].concat();
            let all = desk.json(&asked);
            let first = desk.json(&[&asked[..], &["--limit", "1"]].concat());
            assert_eq!(all["items"].as_array().map(|items| items.len() as u64), all["total"].as_u64(), "{asked:?}");
            assert_eq!(first["total"], all["total"], "{asked:?}");
            totals.push(all["total"].as_i64().unwrap_or(0));
        }
    }
    assert!(totals.iter().filter(|total| **total > 10).count() > 8, "{totals:?}");
}

#[test]
fn clients_are_sorted_and_filtered() {
    let desk = Desk::with_book();
    let names = |args: &[&str]| -> Vec<String> {
        let answer = desk.json(args);
        answer["items"].as_array().expect("items").iter().map(|item| item["name"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(names(&["clients"]), ["Acme Holdings", "Acme Ltd", "Globex"]);
    assert_eq!(names(&["clients", "--sort", "-arr", "--limit", "1"]), ["Acme Ltd"]);
    assert_eq!(names(&["clients", "--where", "owner:ana unplaced"]), ["Acme Holdings"]);
    desk.refused(2, &["clients", "--sort", "colour"], "cannot be sorted by “colour”");
    desk.refused(2, &["clients", "--where", "foo:1"], "there is no field “foo”");
}

#[test]
fn due_goes_by_range_owner_and_kind() {
    let desk = Desk::with_book();
    let at = |args: &[&str]| desk.json(&[&["--today", "2026-08-01"], args].concat());
    let all = at(&["due", "--all"]);
    assert_eq!(all["total"], 3);
    let overdue = at(&["due"]);
    assert_eq!((&overdue["items"][0]["state"], &overdue["items"][0]["days_late"]), (&"overdue".into(), &17.into()));
    assert_eq!(at(&["due", "--owner", "ben"])["total"], 1);
    assert_eq!(at(&["due", "--kind", "review", "--until", "2026-07-01"])["total"], 2);
    desk.refused(3, &["due", "--kind", "Lunch"], "no kind of review “Lunch”");
    desk.refused(2, &["due", "--within", "soon"], "soon");
    desk.ok(&["move", "acme holdings", "--to", "D", "--note", "quiet small client, no wishes"]);
    assert_eq!(desk.json(&["due", "--silent"])["total"], 0);
    assert_eq!(desk.json(&["--today", "2027-07-01", "due", "--silent"])["items"][0]["name"], "Acme Holdings");
}

#[test]
fn the_board_adds_up_by_currency_and_goes_back_in_time() {
    let desk = Desk::with_book();
    desk.ok(&["--today", "2026-07-01", "move", "globex", "--to", "A", "--note", "modern now, plans with us"]);
    let board = desk.json(&["--today", "2026-07-02", "board"]);
    let top = &board["segments"][0];
    assert_eq!((&top["key"], &top["letter"], &top["count"]), (&"transform".into(), &"A".into(), &2.into()));
    assert_eq!((&top["arr"], &top["arr_by_currency"]), (&"48000".into(), &json!({ "EUR": "48000", "USD": "12000.50" })));
    assert_eq!(board["unplaced"][0]["client"], "Acme Holdings");
    let then = desk.json(&["--today", "2026-07-02", "board", "--as-of", "2026-06-30"]);
    assert_eq!((&then["as_of"], &then["segments"][1]["clients"][0]["client"]), (&"2026-06-30".into(), &"Globex".into()));
    assert_eq!(desk.json(&["board", "--as-of", "2020-01-01"])["unplaced"], json!([]));
    desk.refused(3, &["board", "--model", "astrology"], "no model “astrology”");
}

#[test]
fn a_pipe_gets_plain_rows_and_nothing_is_cut() {
    let desk = Desk::with_book();
    let long = "A Company with a Name that is Certainly Longer than any Terminal would be Wide ".repeat(3);
    desk.ok(&["add", long.trim()]);
    let out = desk.ok(&["clients"]).out;
    assert_eq!(out.lines().next(), Some("id\tname\tsegment\tdue\towner\trevenue\tproposed\tlast\trenewal\tx\ty\tstage\tstate"));
    assert!(out.contains(long.trim()) && !out.contains('\x1b'), "{out}");
    assert_eq!(out.lines().count(), 5);
}

#[test]
fn text_of_the_book_cannot_control_a_terminal() {
    let desk = Desk::bare();
    desk.ok(&["add", "Evil\u{202e}\u{200b}\u{9b}31m Co", "--owner", "\u{1b}]0;x\u{7}"]);
    for args in [&["clients"][..], &["clients", "--json"], &["show", "evil"], &["history"], &["history", "--json"], &["board"]] {
        let out = desk.ok(args).out;
        let bad = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202e}' | '\u{200b}');
        assert!(!out.contains(bad), "{args:?}: {out:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::with_book();
    for args in [&["clients"][..], &["clients", "--json"], &["export"], &["man"], &["completions", "bash"], &["--help"]] {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ended");
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_command_in_a_pipe_starts_no_other_program() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_book();
    let called = desk.path("called");
    let tput = desk.write("tput", &format!("#!/bin/sh\n: > {}\necho 80\n", called.display()));
    std::fs::set_permissions(&tput, std::fs::Permissions::from_mode(0o755)).expect("made a program");
    let mut clients = desk.command(&["clients"]);
    clients.env("PATH", desk.path(""));
    assert_eq!(run(clients).code, 0);
    assert!(!called.exists(), "the width was asked for where there is no terminal");
}

#[test]
fn tables_are_coloured_only_when_asked() {
    let desk = Desk::with_book();
    let mut never = desk.command(&["show", "A-1", "--color", "never"]);
    never.env("CLICOLOR_FORCE", "1");
    assert!(!run(never).out.contains('\x1b'));
    assert!(desk.ok(&["show", "A-1", "--color", "always"]).out.contains("\x1b[1m"));
}

#[test]
fn the_due_list_reads_like_this() {
    let desk = Desk::with_book();
    insta::assert_snapshot!("due", desk.ok(&["--today", "2026-07-20", "due"]).out);
}

#[test]
fn a_client_reads_like_this() {
    let desk = Desk::with_book();
    desk.ok(&["score", "A-1", "standardization=5", "engagement=4"]);
    desk.ok(&["review", "A-1", "--outcome", "budget approved", "--action", "send the plan"]);
    insta::assert_snapshot!("show", desk.ok(&["show", "A-1"]).out);
}

#[test]
fn amounts_in_the_history_are_decimal_strings() {
    let desk = Desk::with_book();
    desk.ok(&["edit", "A-2", "arr=13000.25"]);
    let entry = desk.json(&["history", "--limit", "1"])["items"][0].clone();
    let change = &entry["detail"]["changes"][0];
    assert_eq!(change["before"]["arr"], "12000.50");
    assert_eq!(change["after"]["arr"], "13000.25");
    assert_eq!(change["after"]["currency"], "USD");
}

#[test]
fn within_no_days_is_until_today() {
    let desk = Desk::bare();
    let file = desk.write("c.csv", "name,segment,last_review_on\nNow,A,2026-05-15\nTomorrow,A,2026-05-16\nLate,A,2026-01-15\n");
    desk.ok(&["import", &file]);
    for range in [["--within", "0d"], ["--within", "0 days"], ["--until", "today"]] {
        let due = desk.json(&[&["due"][..], &range].concat());
        let names: Vec<&str> =
            due["items"].as_array().expect("a list").iter().filter_map(|item| item["client"].as_str()).collect();
        assert_eq!(names, ["Late", "Now"], "{range:?}");
    }
    desk.refused(2, &["due", "--within", "soon"], "is not a period");
}
