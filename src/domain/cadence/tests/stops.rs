//! Facts about pause, resume, archive and restore (C16).

use super::*;

fn monthly() -> Told {
    told().start("2025-01-06", "monthly").held("2026-03-10", "Review")
}

#[test]
fn a_pause_stops_the_clock_and_drops_its_marks() {
    let book = monthly().snooze("2026-04-20", "2026-05-04").book("2026-04-20", "2026-06-01").then("2026-04-21", What::Pause);
    let clock = book.on("2026-04-21");
    assert_eq!(book.state("2026-04-21"), State::Paused);
    assert_eq!((clock.anchor, clock.nominal, clock.effective, clock.grace_end), (Some(day("2026-03-10")), None, None, None));
    assert_eq!((clock.booked_on, clock.snoozed_until, clock.snooze_count), (None, None, 0));
    assert_eq!(clock.period, Some(every("1 month")));
    assert_eq!((clock.days_late(day("2026-06-01")), clock.periods_missed(day("2026-06-01"))), (0, 0));
    assert_eq!(book.state("2026-04-20"), State::Booked);
}

#[test]
fn resuming_counts_from_the_later_of_last_review_and_the_day() {
    let book = monthly().then("2026-04-21", What::Pause).then("2026-06-01", What::Resume);
    let clock = book.on("2026-06-01");
    assert_eq!((clock.anchor, clock.effective), (Some(day("2026-06-01")), Some(day("2026-07-01"))));
    assert!(!clock.first_review);
    let same_day = book.held("2026-06-01", "Review").on("2026-06-01");
    assert_eq!(same_day.anchor, Some(day("2026-06-01")));
}

#[test]
fn a_resumed_clock_is_plain() {
    let book = monthly().moved("2026-05-04", "calls").then("2026-05-05", What::Pause).then("2026-05-06", What::Resume);
    let clock = book.on("2026-05-06");
    assert_eq!((clock.held, clock.effective), (false, Some(day("2026-09-07"))));
    let skipped = monthly().skip("2026-04-01").then("2026-04-02", What::Archive).then("2026-04-06", What::Restore);
    assert_eq!(skipped.on("2026-04-06").nominal, Some(day("2026-05-06")));
}

#[test]
fn the_archive_stops_clocks_from_its_day_on_and_not_before() {
    let book = monthly().then("2026-05-04", What::Archive);
    assert_eq!(book.state("2026-05-03"), State::Overdue);
    assert_eq!(book.state("2026-05-04"), State::Paused);
    assert_eq!(book.on("2026-05-03").until, Some(day("2026-05-04")));
}

#[test]
fn a_paused_client_back_from_the_archive_is_still_paused() {
    let book = monthly().then("2026-04-01", What::Pause).then("2026-04-02", What::Archive).then("2026-04-03", What::Restore);
    assert_eq!(book.state("2026-04-03"), State::Paused);
    assert_eq!(book.then("2026-04-04", What::Resume).on("2026-04-04").anchor, Some(day("2026-04-04")));
}

#[test]
fn a_review_held_during_a_pause_counts() {
    let book = monthly().then("2026-04-01", What::Pause).held("2026-04-15", "Review");
    assert_eq!(book.on("2026-04-15").anchor, Some(day("2026-04-15")));
    assert_eq!(book.state("2026-04-15"), State::Paused);
}

#[test]
fn a_move_during_a_pause_takes_effect_when_the_client_resumes() {
    let book = monthly().then("2026-05-04", What::Pause).moved("2026-05-05", "calls").then("2026-05-06", What::Resume);
    let clock = book.on("2026-05-06");
    assert_eq!((clock.period, clock.held, clock.nominal), (Some(every("4 months")), false, Some(day("2026-09-06"))));
}

#[test]
fn a_never_reviewed_client_who_resumes_gets_a_first_review_from_that_day() {
    let book = told().start("2026-01-05", "calls").then("2026-01-06", What::Pause).then("2026-02-02", What::Resume);
    let clock = book.on("2026-02-02");
    assert_eq!((clock.anchor, clock.nominal, clock.first_review), (Some(day("2026-02-02")), Some(day("2026-03-04")), true));
}

#[test]
fn a_paused_clock_may_not_be_touched() {
    let clock = monthly().then("2026-04-01", What::Pause).on("2026-04-01");
    let today = day("2026-04-01");
    assert!(clock.may_book(today, today).is_err() && clock.may_skip().is_err() && clock.may_forgive().is_err());
    assert!(clock.may_snooze(today, day("2026-04-02")).is_err());
}

#[test]
fn held_in_no_segment_is_as_needed_and_comes_back_held() {
    let out = What::Move { to: None, leaving: Leaving::Hold };
    let book = monthly().then("2026-05-04", out);
    assert_eq!(book.state("2026-05-04"), State::AsNeeded);
    assert!(book.moved("2026-05-05", "calls").on("2026-05-05").held);
}
