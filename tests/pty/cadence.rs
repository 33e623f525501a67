//! Stories of the due list on a pseudo-terminal: snooze, book and skip, each seen, saved and taken back.

use super::pty::{Console, Place};
use super::{ESC, SAVE, TAB, WIDE, last_step, on_the_board};

const WHY: &str = "They move house until then.";

/// The sample book, open on the due list, with the client on its first row.
fn on_the_due_list() -> (Place, Console, String) {
    let place = Place::with_sample();
    let first = place.json(&["due", "--limit", "1"])["items"][0]["client"].as_str().unwrap().to_owned();
    let mut console = on_the_board(&place, WIDE);
    console.keys("2").sees("[2 Due]").sees("Last review").sees(&first);
    (place, console, first)
}

fn state(place: &Place, client: &str) -> String {
    let due = place.json(&["due", "--all", "--limit", "1000"]);
    let found = due["items"].as_array().unwrap().iter().find(|item| item["client"] == client).unwrap();
    found["state"].as_str().unwrap().to_owned()
}

/// Whether the list shows a client as overdue.
fn listed(console: &Console, client: &str) -> bool {
    let begin: String = client.chars().take(12).collect();
    console.seen().lines().any(|line| line.split('\u{25b2}').nth(1).is_some_and(|row| row.trim_start().starts_with(&begin)))
}

#[test]
fn a_snoozed_review_leaves_the_due_list_and_comes_back_with_undo() {
    let (place, mut console, first) = on_the_due_list();
    assert_eq!(state(&place, &first), "overdue");
    console.keys("s").sees("Snooze ").sees("Latest").keys("tomorrow").sees("(tomorrow)").sees("hidden until");
    console.keys(SAVE).sees("! a note of at least 10").keys(WHY).keys(SAVE).sees("u takes it back").sees_no_more("Latest");
    console.until("gone from the list", |console| !listed(console, &first));
    assert_eq!(state(&place, &first), "snoozed");
    assert_eq!(last_step(&place)["kind"], "snooze");
    console.keys("u").sees("took back").until("back in the list", |console| listed(console, &first));
    assert_eq!(state(&place, &first), "overdue");
    place.is_whole();
}

#[test]
fn a_booked_review_leaves_the_due_list_and_the_booking_is_called_off() {
    let (place, mut console, first) = on_the_due_list();
    console.keys("b").sees("Book ").keys("+1w").sees("off the due list until").keys(SAVE);
    console.sees("u takes it back").until("gone from the list", |console| !listed(console, &first));
    assert_eq!(state(&place, &first), "booked");
    // Its page still has it, and from there the date is called off.
    console.keys("3").sees("[3 Clients]").keys("/").sees("Filter").keys(first.split(" ").last().unwrap()).keys("\r");
    console.sees("1 client").keys("\r").sees("Timeline").sees("booked late on").keys("b").sees("call it off");
    let option = console.place("call it off");
    console.click(option).sees("by its date again").keys(SAVE).sees("called off the booking");
    assert_eq!(state(&place, &first), "overdue");
    place.is_whole();
}

#[test]
fn a_skip_shows_the_next_date_first_and_is_taken_back() {
    let (place, mut console, first) = on_the_due_list();
    let steps = place.steps();
    console.keys("K").sees("Skip ").sees("next due").keys(ESC).sees_no_more("next due");
    assert_eq!(place.steps(), steps, "nothing was written");
    console.keys("K").sees("next due").keys(WHY).keys(TAB).keys(SAVE).sees("u takes it back").sees_no_more("next due");
    assert_ne!(state(&place, &first), "overdue");
    assert_eq!(last_step(&place)["kind"], "skip");
    console.keys("u").sees("took back");
    assert_eq!(state(&place, &first), "overdue");
    place.is_whole();
}
