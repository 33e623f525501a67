//! Holidays and the settings that move dates: shown beforehand, told afterwards, undone.

use serde_json::json;

use crate::desk::Desk;

const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Office\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260715\r\nSUMMARY:Summer day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// The effective due date of Acme.
fn due(desk: &Desk) -> String {
    desk.clock("A-1", "Review")["effective"].as_str().expect("a date").to_owned()
}

#[test]
fn holidays_move_dates_after_a_preview_and_undo_moves_them_back() {
    let desk = Desk::with_book();
    let file = desk.write("office.ics", ICS);
    let before = desk.entries();
    // Both first reviews are due 30 days after 15 June.
    let dry = desk.json(&["holidays", "import", &file, "--dry-run"]);
    assert_eq!((&dry["dry_run"], &dry["dates"], &dry["seq"], &dry["read"]), (&json!(true), &json!(2), &json!(null), &json!(1)));
    assert_eq!((&dry["items"][0]["due_before"], &dry["items"][0]["due_after"]), (&json!("2026-07-15"), &json!("2026-07-16")));
    assert_eq!((desk.entries(), due(&desk)), (before, "2026-07-15".to_owned()));
    let said = desk.ok(&["holidays", "import", &file, "--dry-run"]).out;
    assert!(said.starts_with("nothing was written; 2 due dates would move\n"), "{said}");
    assert!(said.contains("Acme Ltd\tReview\t2026-07-15\t2026-07-16\tnot due\tnot due\tAna"), "{said}");
    let said = desk.ok(&["holidays", "import", &file]);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("added 1 day off to calendar book; 2 due dates moved\n", ""));
    assert_eq!(due(&desk), "2026-07-16");
    for how in [&["holidays", "import", &file][..], &["holidays", "import", &file, "--replace"]] {
        let again = desk.ok(how).out;
        assert_eq!(again, "nothing changed: calendar book has these days off already\n");
        let again = desk.json(&[how, &["--dry-run"]].concat());
        let fields = |answer: &serde_json::Value| answer.as_object().expect("fields").keys().cloned().collect::<Vec<_>>();
        assert_eq!((&again["dry_run"], &again["seq"], fields(&again)), (&json!(true), &json!(null), fields(&dry)));
    }
    let listed = desk.json(&["holidays", "list"]);
    assert_eq!(
        (&listed["total"], &listed["items"][0]),
        (&json!(1), &json!({ "calendar": "book", "date": "2026-07-15", "name": "Summer day" }))
    );
    desk.ok(&["undo"]);
    assert_eq!((due(&desk), &desk.json(&["holidays", "list"])["total"]), ("2026-07-15".to_owned(), &json!(0)));
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn a_calendar_nobody_goes_by_says_how_to_make_it_apply() {
    let desk = Desk::with_book();
    let file = desk.write("days.txt", "2026-07-15, Day off\n");
    let ran = desk.ok(&["holidays", "import", &file, "--calendar", "UK days"]);
    assert!(ran.out.contains("added 1 day off to calendar UK days; no due date moved"), "{ran:?}");
    assert!(ran.err.contains("quarterdeck config set calendar 'UK days'") && ran.err.contains("calendar.OWNER"), "{ran:?}");
    let set = desk.json(&["config", "set", "calendar.ana", "uk DAYS"]);
    assert_eq!((&set["dates"], &set["items"][0]["client"]), (&json!(1), &json!("Acme Ltd")));
    assert_eq!(desk.ok(&["holidays", "import", &desk.write("more.txt", "2026-07-16\n"), "--calendar", "uk days"]).err, "");
    assert_eq!(due(&desk), "2026-07-17");
    // A calendar that has the name of an owner is that owner's.
    let ran = desk.ok(&["holidays", "import", &file, "--calendar", "Ben"]);
    assert_eq!((ran.err.as_str(), ran.out.contains("1 due date moved")), ("", true));
    let shown = desk.json(&["config", "show"]);
    assert_eq!(shown["calendars"][1], json!({ "name": "UK days", "days": 2, "first": "2026-07-15", "last": "2026-07-16" }));
    assert!(desk.ok(&["config", "show"]).out.contains("calendar “Ben”\t1 day off, 2026-07-15 to 2026-07-15"));
    desk.refused(3, &["config", "set", "calendar", "nowhere"], "no calendar “nowhere”");
    desk.refused(3, &["holidays", "list", "--calendar", "nowhere"], "there are Ben, UK days");
}

#[test]
fn days_off_are_replaced_and_cleared() {
    let desk = Desk::with_book();
    desk.ok(&["holidays", "import", &desk.write("one.txt", "2026-07-15\n")]);
    desk.ok(&["holidays", "import", &desk.write("two.txt", "2026-07-16\n")]);
    assert_eq!(desk.json(&["holidays", "list", "--calendar", "BOOK"])["total"], 2);
    let replaced = desk.json(&["holidays", "import", &desk.write("three.txt", "2026-12-24\n"), "--replace"]);
    assert_eq!((&replaced["dates"], &replaced["calendar"]), (&json!(2), &json!("book")));
    assert_eq!(desk.json(&["holidays", "clear", "--dry-run"])["seq"], json!(null));
    assert_eq!(desk.json(&["holidays", "clear"])["dates"], 0);
    desk.refused(2, &["holidays", "clear"], "nothing to do");
    desk.refused(3, &["holidays", "clear", "--calendar", "uk"], "no calendar “uk”");
    desk.refused(3, &["holidays", "import", "/nowhere/days.txt"], "there is no file");
    desk.refused(2, &["holidays", "import", &desk.write("none.txt", "no dates here\n")], "gives no day off");
    desk.refused(2, &["holidays", "import", &desk.write("open.txt", "03/04/2026\n")], "03/04/2026");
    let read = desk.json(&["holidays", "import", &desk.write("open.txt", "03/04/2026\n"), "--date-order", "dmy", "--dry-run"]);
    assert_eq!(read["read"], 1);
}

#[test]
fn a_setting_that_moves_dates_is_shown_beforehand_and_counted() {
    let desk = Desk::with_book();
    let before = desk.entries();
    let dry = desk.json(&["config", "set", "lead", "60", "--dry-run"]);
    assert_eq!((&dry["dates"], &dry["states"], &dry["become_overdue"]), (&json!(0), &json!(2), &json!(0)));
    assert_eq!((&dry["states_before"], &dry["states_after"]), (&json!({ "not_due": 2 }), &json!({ "upcoming": 2 })));
    assert_eq!((&dry["items"][0]["state_before"], &dry["items"][0]["state_after"]), (&json!("not_due"), &json!("upcoming")));
    assert_eq!(desk.entries(), before);
    let said = desk.ok(&["config", "set", "lead", "60"]).out;
    assert_eq!(said, "set lead to 60; no due date moved; 2 reviews changed their state, none of them to overdue\n");
    assert_eq!(desk.json(&["config", "set", "first_within", "1 week"])["dates"], 2);
    // Placed today: no earlier than ten working days from now (C14).
    assert_eq!(due(&desk), "2026-06-29");
    assert_eq!(desk.json(&["config", "set", "working_days.Ana", "tue,wed"])["dates"], 1);
    assert_eq!(due(&desk), "2026-07-15");
    assert_eq!(desk.json(&["config", "set", "working_days.Ana", ""])["dates"], 1);
    assert_eq!(desk.json(&["config", "show"])["book"]["working_days.Ana"], json!(null));
    let overdue = desk.json(&["--today", "2026-07-10", "config", "set", "first_within", "5 weeks", "--dry-run"]);
    assert_eq!(
        (&overdue["dates"], &overdue["become_overdue"], &overdue["states_before"]),
        (&json!(2), &json!(0), &json!({ "overdue": 2 }))
    );
    desk.refused(2, &["config", "set", "theme", "paper", "--dry-run"], "moves no date");
    desk.refused(2, &["config", "set", "roll", "sideways", "--dry-run"], "sideways");
    desk.refused(2, &["config", "set", "lead", "60"], "lead is 60 already");
}

#[test]
fn a_setting_of_an_owner_is_one_whatever_case_the_name_is_written_in() {
    let desk = Desk::with_book();
    assert_eq!(desk.json(&["config", "set", "working_days.Ana", "tue,wed"])["dates"], 0);
    assert_eq!(desk.json(&["config", "set", "working_days.ana", "thu"])["dates"], 1);
    // Placed today, so no earlier than ten working days from now (C14): ten Thursdays.
    assert_eq!(due(&desk), "2026-08-20");
    let shown = desk.json(&["config", "show"])["book"].clone();
    assert_eq!((&shown["working_days.Ana"], &shown["working_days.ana"]), (&json!("thu"), &json!(null)));
    desk.ok(&["config", "set", "working_days.ANA", ""]);
    assert_eq!(due(&desk), "2026-07-15");
    desk.ok(&["config", "set", "capacity.ana", "12"]);
    desk.ok(&["config", "set", "capacity.Ana", "9"]);
    assert_eq!(desk.json(&["workload"])["items"][0]["capacity"], 9.0);
    desk.ok(&["config", "set", "capacity.Ana", ""]);
    assert_eq!(desk.json(&["workload"])["items"][0]["capacity"], json!(null));
    desk.refused(2, &["config", "set", "capacity.Ana", ""], "nothing to do");
    desk.refused(3, &["config", "set", "capacity.", "12"], "no setting");
}

#[test]
fn a_month_off_is_a_mistake_that_is_said() {
    let desk = Desk::with_book();
    let file = desk.write("off.txt", "2026-07-01..2026-08-15\n");
    let ran = desk.ok(&["holidays", "import", &file]);
    assert!(ran.err.contains("warning: no working day within 31 days of 2026-07-01"), "{}", ran.err);
    assert!(desk.clock("A-1", "Review")["why"].as_str().expect("words").contains("no working day within 31 days"));
}
