//! Zones that are none, days that jump back, a zone in the book nobody knows: right days, and order by numbers (P23).

use rusqlite::Connection;
use serde_json::Value;

use crate::desk::{Desk, Ran, run};

/// The program under a zone of the system's, on the day that is there.
fn in_zone(desk: &Desk, zone: &str, args: &[&str]) -> Ran {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.env_clear().env("HOME", desk.path("")).env("TZ", zone).env("XDG_DATA_HOME", desk.path("data"));
    command.env("XDG_CONFIG_HOME", desk.path("config")).args(["--user", "ana"]).args(args);
    run(command)
}

#[test]
fn a_zone_of_the_system_that_is_none_is_universal_time_and_every_day_fits_its_instant() {
    let desk = Desk::with_book();
    let long = "a".repeat(5_000);
    let zones = ["garbage", "", ":", "XYZ99", "/etc/passwd", "../../etc/passwd", &long, "CST6CDT,M3.2.0,M11.1.0"];
    let known = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"];
    for (at, zone) in zones.iter().chain(&known).enumerate() {
        let ran = in_zone(&desk, zone, &["edit", "A-1", &format!("goal=of zone {at}")]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{zone:.40}: {ran:?}");
        let entry = desk.json(&["history", "--limit", "1"])["items"][0].clone();
        let instant = entry["at"].as_str().expect("an instant");
        let parsed = chrono::DateTime::parse_from_rfc3339(instant).expect("an instant with its offset");
        assert_eq!(entry["day"].as_str().expect("a day"), parsed.date_naive().to_string(), "{zone:.40}");
        assert!(at >= zones.len() - 1 || parsed.offset().local_minus_utc() == 0, "{zone:.40}: {instant}");
    }
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn a_zone_in_the_book_that_nobody_knows_stops_nobody() {
    let desk = Desk::with_book();
    desk.ok(&["config", "set", "timezone", "Europe/Berlin"]);
    let db = Connection::open(desk.book()).expect("the book");
    for zone in ["Mars/Olympus", "", "Europe/Berlin\u{1b}]0;x", "+25:00"] {
        db.execute("UPDATE settings SET value = ?1 WHERE key = 'timezone'", [zone]).expect("written");
        let ran = in_zone(&desk, "UTC", &["clients"]);
        assert_eq!(ran.code, 0, "{zone:?}: {ran:?}");
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
        // Somebody wrote past the program: the check says so.
        assert_eq!(desk.run(&["check"]).code, 7, "{zone:?}");
    }
    for zone in ["Mars/Olympus", "", " ", "UTC+2", "+02:00", "Local"] {
        desk.refused(2, &["config", "set", "timezone", zone], "Europe/Berlin");
    }
}

#[test]
fn a_day_that_jumps_back_changes_no_order_and_undo_takes_the_last_number() {
    let desk = Desk::with_book();
    let on = |day: &str, args: &[&str]| desk.ok(&[&["--today", day], args].concat());
    on("2026-06-20", &["move", "A-1", "--to", "B", "--note", "they plan with us every month"]);
    on("2026-06-05", &["move", "A-1", "--to", "C", "--note", "the clock was set back since"]);
    on("2026-06-25", &["edit", "A-1", "goal=later again"]);
    let segment = |day: &str| desk.json(&["--today", day, "show", "A-1"])["segment"].clone();
    assert_eq!((segment("2026-06-05"), segment("2026-07-01")), ("educate".into(), "educate".into()), "the last entry counts");
    let seqs: Vec<i64> = desk.json(&["history"])["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|entry| entry["seq"].as_i64().expect("a number"))
        .collect();
    assert!(seqs.is_sorted_by(|a, b| a > b), "{seqs:?}");
    // On the first day of all, the last steps by number are taken back, one after the other.
    let back = |says: &str| assert!(on("2026-01-01", &["undo"]).out.contains(says));
    back("edited goal");
    back("from Modernize to Educate");
    assert_eq!(segment("2026-06-05"), Value::from("modernize"));
    assert!(on("2025-12-31", &["redo"]).out.contains("from Modernize to Educate"));
    assert_eq!(segment("2026-07-01"), Value::from("educate"));
    for day in ["2025-12-31", "2026-06-05", "2026-06-20", "2026-07-01"] {
        assert_eq!(desk.json(&["--today", day, "check"])["ok"], true, "{day}");
    }
}
