//! Booking, snoozing, skipping and forgiving as a person does it.

use super::super::trial::{Trial, day, done, to};
use super::{Verb, open};
use crate::console::key::{Code, Key};
use crate::domain::cadence::State;
use crate::store::ClockOn;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];
const WHY: &str = "They move house until then";

fn opened(verb: Verb, columns: u16, rows: u16, name: &str) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client(name);
    trial.open(|ctx| open(verb, &[client], None, ctx));
    trial
}

/// Corvid is overdue in Modernize and goes down to Educate: its review is held.
fn held(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client("Corvid");
    done(&trial.other(), "2026-06-01", "ben", &to(&[client], "educate", "their budget was cut to nothing"));
    trial.app.with(|ctx| ctx.store.look_again().unwrap());
    trial.open(|ctx| open(Verb::Forgive, &[client], None, ctx));
    trial
}

fn clock(trial: &mut Trial, name: &str, kind: &str) -> ClockOn {
    let client = trial.client(name);
    let rows = trial.app.with(|ctx| ctx.store.clocks_on(client, ctx.stamp.today).unwrap());
    rows.into_iter().find(|row| row.clock.clock.kind == kind).unwrap().clock
}

#[test]
fn the_dialogs_as_they_are_seen() {
    for (columns, rows) in SIZES {
        let mut trial = opened(Verb::Book, columns, rows, "Corvid");
        trial.type_in("next sat");
        insta::assert_snapshot!(format!("book_{columns}x{rows}"), trial.draw());
        trial.every_size();
        let mut trial = opened(Verb::Snooze, columns, rows, "Corvid");
        trial.type_in("fri");
        insta::assert_snapshot!(format!("snooze_{columns}x{rows}"), trial.draw());
        trial.every_size();
        let mut trial = opened(Verb::Skip, columns, rows, "Corvid");
        insta::assert_snapshot!(format!("skip_{columns}x{rows}"), trial.draw());
        trial.every_size();
        let mut trial = held(columns, rows);
        insta::assert_snapshot!(format!("forgive_{columns}x{rows}"), trial.draw());
        trial.every_size();
        let mut trial = opened(Verb::Forgive, columns, rows, "Corvid");
        insta::assert_snapshot!(format!("not_held_{columns}x{rows}"), trial.draw());
        trial.every_size();
    }
}

#[test]
fn the_dialog_on_several_kinds_and_on_several_clients() {
    for (columns, rows) in SIZES {
        let mut trial = Trial::with_kinds(columns, rows);
        let client = trial.client("Nordwind");
        insta::assert_snapshot!(format!("kinds_{columns}x{rows}"), trial.open(|ctx| open(Verb::Snooze, &[client], None, ctx)));
        let mut trial = Trial::new(columns, rows);
        let clients = trial.mark(&["Nordwind", "Corvid", "Zephyr"]);
        insta::assert_snapshot!(format!("several_{columns}x{rows}"), trial.open(|ctx| open(Verb::Skip, &clients, None, ctx)));
        trial.every_size();
    }
}

#[test]
fn a_date_is_agreed_called_off_and_both_are_taken_back() {
    let mut trial = opened(Verb::Book, 80, 24, "Corvid");
    assert!(trial.save().contains("! name a day"));
    assert!(trial.type_in("yesterday").contains("lies in the past"));
    assert!(trial.save().contains("! 2026-06-14 lies in the past"));
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("next sat");
    assert!(seen.contains("→ Sat 2026-06-20 (in 5 days)") && seen.contains("Sat 2026-06-20 is no working day"), "{seen}");
    assert!(seen.contains("booked late"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("booked Review of Corvid Analytics on 2026-06-20"), "{seen}");
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Booked);
    let client = trial.client("Corvid");
    trial.open(|ctx| open(Verb::Book, &[client], None, ctx));
    let seen = trial.click("call it off");
    assert!(seen.contains("by its date again: overdue") && seen.contains("[ Call it off ]"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("called off the booking"), "{seen}");
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Overdue);
    trial.key(Key::char('u'));
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Booked);
    trial.key(Key::char('u'));
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Overdue);
}

#[test]
fn a_snooze_keeps_the_due_date_says_its_range_and_can_be_ended() {
    let mut trial = opened(Verb::Snooze, 80, 24, "Corvid");
    assert!(trial.draw().contains("Latest     Wed 2026-07-01, when the next review is due"));
    trial.type_in("2026-07-02");
    assert!(trial.save().contains("! 2026-07-02 lies beyond 2026-07-01"));
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("2026-07-01");
    assert!(seen.contains("hidden until Wed 2026-07-01; still due 2026-01-30 and 136 days"), "{seen}");
    assert!(trial.save().contains("! a note of at least 10 characters"));
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("snoozed Review of Corvid Analytics until 2026-07-01"), "{seen}");
    let now = clock(&mut trial, "Corvid", "Review");
    assert_eq!((now.state, now.clock.effective, now.days_late), (State::Snoozed, Some(day("2026-01-30")), 136));
    let client = trial.client("Corvid");
    let seen = trial.open(|ctx| open(Verb::Snooze, &[client], None, ctx));
    assert!(seen.contains("snoozed until 2026-07-01, put off") && seen.contains("1×, 16 days in all"), "{seen}");
    trial.click("show it again now");
    let seen = trial.save();
    assert!(seen.contains("ended the snooze"), "{seen}");
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Overdue);
    trial.key(Key::char('u'));
    trial.key(Key::char('u'));
    assert_eq!(clock(&mut trial, "Corvid", "Review").clock.snooze_count, 0);
}

#[test]
fn a_skip_shows_the_next_date_and_is_taken_back() {
    let mut trial = opened(Verb::Skip, 80, 24, "Corvid");
    let seen = trial.draw();
    assert!(seen.contains("closes the Review due Fri 2026-01-30 without a review; next due"), "{seen}");
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("skipped Review of Corvid Analytics"), "{seen}");
    assert_eq!(clock(&mut trial, "Corvid", "Review").clock.effective, Some(day("2026-07-01")));
    trial.key(Key::char('u'));
    assert_eq!(clock(&mut trial, "Corvid", "Review").clock.effective, Some(day("2026-01-30")));
}

#[test]
fn a_held_review_is_forgiven_and_one_that_is_not_held_can_be_skipped_instead() {
    let mut trial = held(80, 24);
    assert!(trial.draw().contains("held after a change of period") && trial.draw().contains("lets the Review due"));
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("forgave Review of Corvid Analytics"), "{seen}");
    assert!(!clock(&mut trial, "Corvid", "Review").clock.held);
    trial.key(Key::char('u'));
    assert!(clock(&mut trial, "Corvid", "Review").clock.held);

    let mut trial = opened(Verb::Forgive, 80, 24, "Corvid");
    let seen = trial.draw();
    assert!(seen.contains("is not held by a move") && seen.contains("skip it instead"), "{seen}");
    trial.type_in(WHY);
    trial.save();
    assert!(!trial.is_closed(), "there is nothing to forgive");
    trial.click("skip it instead");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("skipped Review of Corvid Analytics"), "{seen}");
}

#[test]
fn marked_clients_are_snoozed_with_one_note_and_those_without_a_review_are_left_out() {
    let mut trial = Trial::new(80, 24);
    let clients = trial.mark(&["Nordwind", "Corvid", "Zephyr"]);
    let seen = trial.open(|ctx| open(Verb::Snooze, &clients, None, ctx));
    assert!(seen.contains("Snooze 3 clients") && seen.contains("left out: 1 client"), "{seen}");
    assert!(seen.contains("Wed 2026-07-01, when the next review of Corvid Analytics is due"), "{seen}");
    trial.type_in("+3w");
    assert!(trial.save().contains("lies beyond 2026-07-01"));
    trial.key(Key::ctrl('u'));
    trial.type_in("+2w");
    trial.key(Key::plain(Code::Tab));
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("snoozed Review of 2 clients until 2026-06-29"), "{seen}");
    assert!(trial.app.with(|ctx| ctx.desk.marked.is_empty()));
    trial.key(Key::char('u'));
    assert_eq!(clock(&mut trial, "Corvid", "Review").state, State::Overdue);
}

#[test]
fn the_most_urgent_clock_is_offered_first_and_another_is_chosen_with_the_mouse() {
    let mut trial = Trial::with_kinds(80, 24);
    let client = trial.client("Nordwind");
    let seen = trial.open(|ctx| open(Verb::Skip, &[client], None, ctx));
    assert!(seen.contains("(•) Status call"), "{seen}");
    let seen = trial.click("( ) Review");
    assert!(seen.contains("(•) Review") && seen.contains("closes the Review due Fri 2026-07-10"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    let seen = trial.open(|ctx| open(Verb::Skip, &[client], Some("Review"), ctx));
    assert!(seen.contains("(•) Review"), "the row of the due list is the one that is meant: {seen}");
}

#[test]
fn a_note_begun_is_offered_again_and_who_was_overtaken_keeps_the_typing() {
    let mut trial = opened(Verb::Skip, 80, 24, "Corvid");
    trial.type_in(WHY);
    trial.key(Key::plain(Code::Esc));
    let client = trial.client("Corvid");
    let seen = trial.open(|ctx| open(Verb::Skip, &[client], None, ctx));
    assert!(seen.contains("you began this note before") && seen.contains(WHY), "{seen}");
    let pause = crate::domain::command::Command::Pause { clients: vec![client], note: "the project stopped".to_owned() };
    done(&trial.other(), super::super::trial::TODAY, "ben", &pause);
    assert!(trial.save().contains("ben (2026-06-15"));
    let seen = trial.key(Key::char('m'));
    assert!(!trial.is_closed() && seen.contains("stands still"), "{seen}");
}

#[test]
fn a_clock_that_asks_for_nothing_cannot_be_snoozed() {
    let mut trial = opened(Verb::Snooze, 80, 24, "Blue");
    assert!(trial.draw().contains("Review is as needed for this client, so there is nothing to snooze"));
    assert!(trial.is_closed());
}

#[test]
fn every_field_and_button_is_reached_with_the_mouse() {
    let mut trial = opened(Verb::Snooze, 80, 24, "Corvid");
    trial.type_in("tomorrow");
    trial.key(Key::plain(Code::Tab));
    trial.type_in(WHY);
    trial.click("tomorrow ");
    trial.key(Key::plain(Code::End));
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("next wed");
    assert!(seen.contains("→ Wed 2026-06-17 (in 2 days)"), "the click went to the date: {seen}");
    trial.click("They move house");
    let seen = trial.type_in("Yes: ");
    assert!(seen.contains("Yes: They move"), "and to the note: {seen}");
    let seen = trial.click("[ Snooze ]");
    assert!(trial.is_closed() && seen.contains("snoozed Review of Corvid Analytics until 2026-06-17"), "{seen}");
    let client = trial.client("Corvid");
    trial.open(|ctx| open(Verb::Book, &[client], None, ctx));
    trial.click("[ Cancel ]");
    assert!(trial.is_closed());
}

#[test]
fn a_shared_screen_shows_the_clock_and_no_note_of_the_past() {
    let mut trial = opened(Verb::Snooze, 80, 24, "Corvid");
    trial.type_in("tomorrow");
    trial.key(Key::plain(Code::Tab));
    trial.type_in(WHY);
    trial.save();
    trial.app.with(|ctx| assert!(ctx.desk.drafts.note("snooze/5").is_empty(), "a note that is saved is no draft any more"));
    let client = trial.client("Corvid");
    let seen = trial.open(|ctx| open(Verb::Snooze, &[client], None, ctx));
    assert!(!seen.contains(WHY) && !seen.contains("you began this note"), "{seen}");
}
