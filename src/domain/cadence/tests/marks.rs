//! Facts about snoozes, bookings and skips (C8–C10).

use super::*;
use crate::domain::refusal::Refusal;

fn monthly() -> Told {
    told().start("2025-01-06", "monthly").held("2026-03-10", "Review")
}

#[test]
fn a_snooze_hides_until_its_day_and_forgives_nothing() {
    let book = monthly().snooze("2026-04-20", "2026-05-04");
    assert_eq!(book.state("2026-05-03"), State::Snoozed);
    assert_eq!(book.state("2026-05-04"), State::Overdue);
    let clock = book.on("2026-05-03");
    assert_eq!((clock.effective, clock.days_late(day("2026-05-03"))), (Some(day("2026-04-10")), 23));
    assert_eq!((clock.snooze_count, clock.snooze_slip), (1, 14));
    assert_eq!((clock.due_from(), clock.overdue_from()), (Some(day("2026-05-04")), Some(day("2026-05-04"))));
}

#[test]
fn snoozes_are_counted_until_a_review_clears_them() {
    let book = monthly().snooze("2026-04-20", "2026-05-04").snooze("2026-04-27", "2026-05-08").snooze("2026-05-08", "2026-05-10");
    let clock = book.on("2026-05-08");
    assert_eq!((clock.snooze_count, clock.snooze_slip), (3, 20));
    let clock = book.held("2026-05-09", "EBR").on("2026-05-09");
    assert_eq!((clock.snooze_count, clock.snooze_slip, clock.snoozed_until), (0, 0, None));
}

#[test]
fn a_snooze_reaches_the_next_date_of_the_rhythm_and_no_further() {
    // Anchor 10 March, nominal 10 April.
    for (today, latest) in
        [("2026-03-20", "2026-05-10"), ("2026-04-10", "2026-05-10"), ("2026-05-09", "2026-05-10"), ("2026-05-10", "2026-06-10")]
    {
        let clock = monthly().on(today);
        let today = day(today);
        assert_eq!(clock.latest_snooze(today), Ok(Some(day(latest))), "{today}");
        let latest = day(latest);
        assert_eq!(clock.may_snooze(today, latest), Ok(()));
        assert!(matches!(clock.may_snooze(today, latest + chrono::Days::new(1)), Err(Refusal::Barred { .. })));
        assert!(matches!(clock.may_snooze(today, today), Err(Refusal::WrongDate { .. })));
        assert_eq!(clock.may_snooze(today, today + chrono::Days::new(1)), Ok(()));
    }
}

#[test]
fn nothing_as_needed_is_snoozed_skipped_or_forgiven_but_it_can_be_booked() {
    let clock = told().start("2026-01-05", "needed").on("2026-01-05");
    let today = day("2026-01-05");
    assert!(clock.may_snooze(today, day("2026-01-09")).is_err());
    assert!(clock.may_skip().is_err());
    assert!(clock.may_forgive().is_err());
    assert_eq!(clock.may_book(today, today), Ok(()));
    assert!(matches!(clock.may_book(today, day("2026-01-04")), Err(Refusal::WrongDate { .. })));
}

#[test]
fn a_booking_hides_up_to_its_day_and_is_missed_after_it() {
    let book = monthly().book("2026-04-01", "2026-04-14");
    for (today, state, missed) in
        [("2026-04-13", State::Booked, false), ("2026-04-14", State::Booked, false), ("2026-04-15", State::Due, true)]
    {
        assert_eq!(book.state(today), state, "{today}");
        assert_eq!(book.on(today).missed_booking(day(today)), missed, "{today}");
    }
    let clock = book.on("2026-04-01");
    assert_eq!((clock.due_from(), clock.overdue_from()), (Some(day("2026-04-15")), Some(day("2026-04-18"))));
}

#[test]
fn a_booking_after_the_grace_end_is_marked_late() {
    for (date, late) in [("2026-04-16", false), ("2026-04-17", false), ("2026-04-18", true)] {
        assert_eq!(monthly().book("2026-04-01", date).on("2026-04-01").booked_late(), late, "{date}");
    }
}

#[test]
fn an_early_review_closes_the_occurrence_and_its_booking() {
    let clock = monthly().book("2026-04-01", "2026-04-14").held("2026-04-03", "Review").on("2026-04-03");
    assert_eq!((clock.booked_on, clock.nominal), (None, Some(day("2026-05-03"))));
}

#[test]
fn an_older_review_leaves_the_marks_alone() {
    let clock = monthly().book("2026-04-01", "2026-04-14").held("2026-02-02", "Review").on("2026-04-03");
    assert_eq!(clock.booked_on, Some(day("2026-04-14")));
}

#[test]
fn a_skip_goes_to_the_next_date_after_the_day_the_nominal_and_the_effective_date() {
    for (on, nominal) in [
        ("2026-03-20", "2026-05-10"),
        ("2026-04-10", "2026-05-10"),
        ("2026-05-09", "2026-05-10"),
        ("2026-05-10", "2026-06-10"),
        ("2026-06-11", "2026-07-10"),
    ] {
        let clock = monthly().skip(on).on(on);
        assert_eq!((clock.anchor, clock.nominal), (Some(day("2026-03-10")), Some(day(nominal))), "{on}");
    }
    let accelerated = told().start("2025-01-06", "calls").held("2026-03-10", "Review").moved("2026-06-15", "monthly");
    let clock = accelerated.skip("2026-06-16").on("2026-06-16");
    assert_eq!((clock.nominal, clock.accelerated), (Some(day("2026-07-10")), false));
}

#[test]
fn a_skip_clears_snooze_and_booking() {
    let clock = monthly().snooze("2026-04-01", "2026-04-20").book("2026-04-01", "2026-04-22").skip("2026-04-02").on("2026-04-02");
    assert_eq!((clock.booked_on, clock.snoozed_until, clock.snooze_count), (None, None, 0));
}

#[test]
fn the_bound_of_a_skip_holds_under_a_later_period() {
    let book = monthly().skip("2026-06-01").moved("2026-06-02", "quarterly");
    assert_eq!(book.on("2026-06-02").nominal, Some(day("2026-06-10")));
    let back = monthly().skip("2026-04-01").moved("2026-04-02", "needed").moved("2026-04-03", "monthly").on("2026-04-03");
    assert_eq!(back.nominal, Some(day("2026-05-10")));
}

#[test]
fn a_skip_ends_a_hold() {
    let book = monthly().moved("2026-05-04", "calls").skip("2026-05-05");
    let clock = book.on("2026-05-05");
    assert_eq!((clock.nominal, clock.held, clock.period), (Some(day("2026-07-10")), false, Some(every("4 months"))));
    assert_eq!(monthly().moved("2026-05-04", "needed").skip("2026-05-05").state("2026-05-05"), State::AsNeeded);
}

#[test]
fn a_second_skip_goes_one_further() {
    assert_eq!(monthly().skip("2026-04-01").skip("2026-04-01").on("2026-04-01").nominal, Some(day("2026-06-10")));
}

#[test]
fn a_skipped_first_review_moves_on_to_the_rhythm() {
    let book = told().start("2026-01-05", "calls").skip("2026-01-12");
    let clock = book.on("2026-01-12");
    assert_eq!((clock.nominal, clock.first_review), (Some(day("2026-05-05")), true));
}
