//! What lies ahead and what came of it: plans of first reviews, figures, workload, debt, confirmations.

use quarterdeck::domain::client::ClientId;
use quarterdeck::domain::command::{ClockAct, Command, LogReview, Move, MoveTarget, OnClock};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{Store, StoreError};
use serde_json::Value;

use crate::desk::Desk;

/// So many clients of three owners, all due for a first review in 30 days.
fn clients(n: usize) -> String {
    let rows: Vec<String> = (0..n)
        .map(|n| {
            let owner = ["Ana", "Ben", ""][n % 3];
            let segment = ["transform", "modernize", "educate"][n / 3 % 3];
            format!("C-{n:03},Client {n:03},{owner},{},{segment},2026-06-15", 1000 * n)
        })
        .collect();
    format!("external_id,name,owner,arr,segment,segment_since\n{}\n", rows.join("\n"))
}

fn imported(n: usize, more: &[&str]) -> (Desk, crate::desk::Ran) {
    let desk = Desk::bare();
    let file = desk.write("clients.csv", &clients(n));
    let ran = desk.ok(&[&["import", &file], more].concat());
    (desk, ran)
}

fn list<'v>(answer: &'v Value, field: &str) -> &'v Vec<Value> {
    answer[field].as_array().unwrap_or_else(|| panic!("{field} is a list: {answer}"))
}

fn due_dates(desk: &Desk) -> Vec<String> {
    list(&desk.json(&["due", "--all"]), "items").iter().map(|item| item["effective"].to_string()).collect()
}

#[test]
fn an_import_hints_at_the_plan_and_the_plan_is_shown_before_it_is_accepted() {
    let (desk, ran) = imported(36, &[]);
    assert!(ran.err.contains("hint: 36 first reviews fall on 2026-07-15; quarterdeck plan spreads them"), "{ran:?}");
    let before = (desk.entries(), due_dates(&desk));
    let shown = desk.ok(&["plan"]);
    assert!(shown.out.contains("36 first reviews of 36 clients from 2026-06-16"), "{shown:?}");
    assert!(shown.err.contains("nothing was written; quarterdeck plan --apply accepts this plan"), "{shown:?}");
    assert!(shown.err.contains("no hours a week are set for Ana, Ben: quarterdeck config set \"capacity.Ana\" 10"), "{shown:?}");
    assert_eq!((desk.entries(), due_dates(&desk)), before);
    let plan = desk.json(&["plan"]);
    assert_eq!((&plan["total"], &plan["applied"], &plan["seq"]), (&36.into(), &false.into(), &Value::Null));
    assert_eq!(plan, desk.json(&["plan"]), "the same book, the same plan");
    let applied = desk.json(&["plan", "--apply"]);
    assert_eq!((&applied["items"], &applied["applied"]), (&plan["items"], &true.into()));
    for item in list(&plan, "items") {
        let clocks = desk.json(&["show", item["external_id"].as_str().expect("an id")])["clocks"].clone();
        assert_eq!((&clocks[0]["effective"], &clocks[0]["first_review"]), (&item["planned"], &true.into()), "{item}");
        assert_eq!(item["effective"], "2026-07-15");
    }
    desk.ok(&["undo"]);
    assert_eq!(due_dates(&desk), before.1);
}

#[test]
fn the_weeks_of_a_plan_add_up_to_its_reviews_and_keep_to_the_hours_of_owners() {
    let (desk, _) = imported(36, &[]);
    desk.ok(&["config", "set", "capacity.ANA", "6"]);
    let plan = desk.json(&["plan"]);
    let reviews: i64 = list(&plan, "weeks").iter().filter_map(|week| week["reviews"].as_i64()).sum();
    assert_eq!(reviews, 36);
    let hours = |of: &str, field: &str| -> f64 { list(&plan, of).iter().filter_map(|one| one[field].as_f64()).sum() };
    assert!((hours("items", "hours") - hours("weeks", "planned")).abs() < 1e-9);
    assert_eq!(plan["beyond_capacity"], 0);
    for week in list(&plan, "weeks").iter().filter(|week| week["owner"] == "Ana") {
        assert_eq!((week["capacity"].as_f64(), &week["over"]), (Some(6.0), &false.into()), "{week}");
    }
    let tight = desk.json(&["plan", "--weeks", "1"]);
    assert!(tight["beyond_capacity"].as_i64() > Some(0), "{tight}");
    assert!(list(&tight, "weeks").iter().any(|week| week["over"] == true), "{tight}");
    let said = desk.ok(&["plan", "--weeks", "1"]);
    assert!(said.out.contains("\tover\t") && said.err.contains("had no room within the hours of their owner"), "{said:?}");
    desk.refused(2, &["plan", "--weeks", "0"], "--weeks");
}

#[test]
fn where_nothing_waits_a_plan_says_so() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    for args in [&["plan"][..], &["plan", "--apply"]] {
        let ran = desk.ok(args);
        assert!(ran.out.starts_with("nothing to plan"), "{ran:?}");
    }
    let plan = desk.json(&["plan", "--apply"]);
    assert_eq!((&plan["total"], &plan["applied"]), (&0.into(), &false.into()));
    assert_eq!(desk.entries(), 1);
    desk.refused(3, &["--book", "/nowhere/book.db", "plan"], "there is no book");
}

#[test]
fn an_import_plans_in_the_same_step_and_one_undo_takes_all_back() {
    let (desk, ran) = imported(36, &["--plan"]);
    assert!(ran.out.contains("36 created, 36 first reviews planned") && !ran.err.contains("hint:"), "{ran:?}");
    let entries = desk.entries();
    assert!(desk.ok(&["plan"]).out.starts_with("nothing to plan"));
    let dates = due_dates(&desk);
    assert!(dates.iter().any(|date| *date != dates[0]), "{dates:?}");
    desk.ok(&["check"]);
    desk.ok(&["undo"]);
    assert_eq!((desk.json(&["clients"])["total"].as_i64(), desk.entries()), (Some(0), entries + 1));
    desk.ok(&["redo"]);
    assert_eq!(due_dates(&desk), dates);
    desk.ok(&["check"]);
}

#[test]
fn an_import_plans_only_the_clients_it_brings() {
    let (desk, _) = imported(3, &[]);
    let more = desk.write("more.csv", "external_id,name,owner,segment\nN-1,Newcomer,Ana,transform\n");
    let dry = desk.json(&["import", &more, "--plan", "--dry-run"]);
    assert_eq!((&dry["planned"], &dry["seq"]), (&1.into(), &Value::Null));
    assert_eq!(desk.json(&["import", &more, "--plan"])["planned"], 1);
    assert_eq!(desk.json(&["plan"])["total"], 3);
    let again = desk.json(&["import", &more, "--plan"]);
    assert_eq!((&again["planned"], &again["unchanged"], &again["seq"]), (&0.into(), &1.into(), &Value::Null));
}

fn stamp(day: &str) -> Stamp {
    let now = chrono::DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+00:00")).expect("an instant");
    Stamp { now, today: day.parse().expect("a date"), by: "ana".to_owned() }
}

/// A book that lived for half a year: reviews early, late and never, moves, skips, archived clients. By a fixed order of dice.
fn lived(desk: &Desk) {
    let store = Store::open(&desk.book(), "2026-06-15".parse().expect("a date")).expect("opened");
    let mut dice = 2_026_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let segments = ["transform", "modernize", "educate", "sustain"];
    let mut day: chrono::NaiveDate = "2026-06-16".parse().expect("a date");
    let names: Vec<ClientId> = (0..36).map(|n| store.find(&format!("C-{n:03}")).expect("found")).collect();
    while day < "2026-12-31".parse().expect("a date") {
        let stamp = stamp(&day.to_string());
        let client = names[usize::try_from(roll(36)).expect("small")];
        let page = store.page(client, day).expect("a page");
        let kind = page.clocks.first().map(|clock| clock.row.clock.clock.kind.clone());
        let note = "decided by the dice of this test".to_owned();
        let command = match roll(12) {
            0 => Command::Archive { client, note },
            1 | 2 => Command::Clock(OnClock { clients: vec![client], kind, act: ClockAct::Skip, note }),
            3 | 4 => Command::Move(Move {
                clients: vec![MoveTarget::from(client)],
                model: None,
                to: segments[usize::try_from(roll(4)).expect("small")].into(),
                note,
                reason: None,
                authorised_by: None,
                leaving: quarterdeck::domain::cadence::Leaving::Hold,
            }),
            _ => Command::Review(LogReview { kind, ..LogReview::held(client, day) }),
        };
        match store.execute(&command, &stamp) {
            Ok(_) | Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
        day = day + chrono::Days::new(roll(3));
    }
}

const COUNTS: [&str; 6] = ["on_time", "late", "skipped", "open", "total", "as_needed"];

fn counts(figures: &Value) -> [u64; 6] {
    COUNTS.map(|field| figures[field].as_u64().unwrap_or_else(|| panic!("{field} is a number: {figures}")))
}

#[test]
fn figures_add_up_by_segment_by_owner_and_over_spans_that_follow_each_other() {
    let (desk, _) = imported(36, &[]);
    lived(&desk);
    let figures =
        |from: &str, to: &str, by: &str| desk.json(&["--today", "2026-12-31", "figures", "--from", from, "--to", to, "--by", by]);
    let spans = [("2026-06-01", "2026-08-31"), ("2026-09-01", "2026-12-31"), ("2026-06-01", "2026-12-31")];
    let mut all = Vec::new();
    for (from, to) in spans {
        let [of_segments, of_owners] = ["segment", "owner"].map(|by| figures(from, to, by));
        assert_eq!(counts(&of_segments), counts(&of_owners));
        for answer in [&of_segments, &of_owners] {
            let mut sum = [0; 6];
            for part in list(answer, "items") {
                let part = counts(part);
                assert_eq!(part[..4].iter().sum::<u64>(), part[4], "{answer}");
                sum = std::array::from_fn(|at| sum[at] + part[at]);
            }
            assert_eq!(sum, counts(answer), "{answer}");
        }
        all.push(counts(&of_segments));
    }
    for at in 0..5 {
        assert_eq!(all[0][at] + all[1][at], all[2][at], "{}", COUNTS[at]);
        assert!(all[2][at] > 0, "the book has some {}: {all:?}", COUNTS[at]);
    }
    let share = figures(spans[2].0, spans[2].1, "owner")["share_on_time"].as_f64().expect("a share");
    assert!((share - all[2][0] as f64 / all[2][4] as f64).abs() < 1e-4);
}

#[test]
fn figures_go_by_the_fiscal_quarter_and_take_a_span_in_words() {
    let desk = Desk::with_book();
    let quarter = desk.json(&["figures"]);
    assert_eq!((&quarter["from"], &quarter["to"]), (&"2026-04-01".into(), &"2026-06-30".into()));
    assert_eq!((&quarter["label"], &quarter["by"]), (&"Q2 FY2026".into(), &"segment".into()));
    desk.ok(&["config", "set", "fiscal_start", "6"]);
    let quarter = desk.json(&["figures", "--by", "owner"]);
    assert_eq!((&quarter["from"], &quarter["label"]), (&"2026-06-01".into(), &"Q1 FY2027".into()));
    let last = desk.json(&["figures", "--period", "last month"]);
    assert_eq!((&last["from"], &last["to"], &last["share_on_time"]), (&"2026-05-01".into(), &"2026-05-31".into(), &Value::Null));
    let text = desk.ok(&["figures", "--from", "2026-06-01", "--to", "2026-12-31"]).out;
    assert!(text.starts_with("2026-06-01 to 2026-12-31\nsegment\ton time"), "{text}");
    assert!(text.contains("\nA Transform\t0\t0\t0\t1\t1\t0 %\t0\n"), "{text}");
    desk.refused(2, &["figures", "--from", "2026-07-01", "--to", "2026-06-01"], "before it begins");
    desk.refused(2, &["figures", "--period", "soon"], "last quarter");
    desk.refused(2, &["figures", "--from", "2026-07-01"], "--to");
}

#[test]
fn the_workload_tells_hours_against_capacity_and_the_backlog() {
    let desk = Desk::with_book();
    desk.ok(&["config", "set", "capacity.ana", "2"]);
    let load = desk.json(&["--today", "2026-07-20", "workload", "--weeks", "6"]);
    let ana = &load["items"][0];
    assert_eq!((&ana["owner"], ana["capacity"].as_f64(), list(ana, "weeks").len()), (&"Ana".into(), Some(2.0), 6));
    let first = &ana["weeks"][0];
    assert_eq!((&first["monday"], &first["over"]), (&"2026-07-20".into(), &true.into()));
    assert_eq!((first["hours"].as_f64(), first["backlog_hours"].as_f64()), (Some(3.0), Some(3.0)));
    assert_eq!(ana["backlog_hours"].as_f64(), Some(3.0));
    assert_eq!(desk.json(&["workload", "--owner", "BEN"])["total"], 1);
    assert_eq!(list(&desk.json(&["workload"])["items"][0], "weeks").len(), 13);
    let text = desk.ok(&["--today", "2026-07-20", "workload", "--owner", "Ana", "--weeks", "1"]).out;
    assert_eq!(text, "owner\tweek of\thours\tof\t\treviews\tbacklog\nAna\t2026-07-20\t3\t2\tover\t1\t3\n");
    desk.refused(3, &["workload", "--kind", "Dinner"], "Dinner");
}

#[test]
fn debt_and_confirmations_are_told() {
    let desk = Desk::with_book();
    let empty = desk.json(&["debt"]);
    assert_eq!((&empty["since"], &empty["total"]), (&"2025-06-15".into(), &0.into()));
    let store = Store::open(&desk.book(), "2026-06-15".parse().expect("a date")).expect("opened");
    let note = "they are busy with the audit".to_owned();
    let acme = store.find("A-1").expect("found");
    let skip = OnClock { clients: vec![acme], kind: None, act: ClockAct::Skip, note };
    store.execute(&Command::Clock(skip), &stamp("2026-06-15")).expect("skipped");
    let debt = &desk.json(&["debt", "--since", "2026-06-15"])["items"][0];
    assert_eq!((&debt["segment"], &debt["owner"], &debt["skips"]), (&"transform".into(), &"Ana".into(), &1.into()));
    assert_eq!(desk.json(&["debt", "--since", "tomorrow"])["total"], 0);
    assert_eq!(desk.json(&["confirmations"])["total"], 0);
    let all = desk.json(&["confirmations", "--within", "3 months", "--limit", "1"]);
    assert_eq!((&all["total"], list(&all, "items").len()), (&2.into(), 1));
    assert_eq!((&all["items"][0]["confirm_by"], &all["items"][0]["days_late"]), (&"2026-09-15".into(), &0.into()));
    let late = desk.json(&["--today", "2026-09-20", "confirmations", "--owner", "ana"]);
    assert_eq!((&late["total"], &late["items"][0]["days_late"]), (&1.into(), &5.into()));
    assert_eq!(desk.json(&["confirmations", "--until", "2026-09-14"])["total"], 0);
}

#[test]
fn debt_counts_snoozes_that_were_ended_and_no_skip_of_a_later_day() {
    let desk = Desk::with_book();
    let note = ["--note", "they are busy with the audit"];
    let debt = |today: &str| desk.json(&["--today", today, "debt"]);
    desk.ok(&[&["snooze", "A-1", "2026-07-20"], &note[..]].concat());
    desk.ok(&["--today", "2026-06-16", "snooze", "A-1", "--end"]);
    let due = desk.clock_on("2026-06-16", "A-1", "Review");
    let item = debt("2026-06-16")["items"][0].clone();
    assert_eq!((&item["snoozed"], &item["snoozes"]), (&1.into(), &due["snooze_count"]));
    desk.ok(&[&["--today", "2026-06-18", "skip", "A-1"], &note[..]].concat());
    assert_eq!(debt("2026-06-17")["items"][0]["skips"], 0);
    assert_eq!(debt("2026-06-18")["items"][0]["skips"], 1);
}

#[test]
fn a_pause_drops_the_planned_date_so_that_it_can_be_planned_again() {
    let desk = Desk::with_book();
    assert_eq!(desk.json(&["plan", "--apply"])["total"], 2);
    assert_eq!(desk.json(&["--today", "2026-06-14", "plan"])["total"], 0, "nobody was placed yet");
    desk.ok(&["--today", "2026-06-16", "pause", "A-1", "--note", "the merger is under way"]);
    assert_eq!(desk.json(&["--today", "2026-06-16", "plan"])["total"], 0);
    desk.ok(&["--today", "2026-06-20", "resume", "A-1"]);
    let again = desk.json(&["--today", "2026-06-20", "plan", "--apply"]);
    assert_eq!((&again["total"], &again["items"][0]["client"]), (&1.into(), &"Acme Ltd".into()));
    assert_eq!(desk.clock_on("2026-06-20", "A-1", "Review")["effective"], again["items"][0]["planned"]);
    assert_eq!(desk.json(&["--today", "2026-06-20", "plan"])["total"], 0);
    assert_eq!(desk.json(&["--today", "2026-06-20", "check"])["ok"], true);
}

#[test]
fn a_skipped_first_review_is_not_planned_back() {
    let desk = Desk::with_book();
    desk.ok(&["skip", "A-1", "--note", "they asked for no review this summer"]);
    let skipped = desk.clock("A-1", "Review")["effective"].clone();
    assert_eq!(desk.json(&["plan", "--apply"])["total"], 1);
    assert_eq!(desk.clock("A-1", "Review")["effective"], skipped);
}
