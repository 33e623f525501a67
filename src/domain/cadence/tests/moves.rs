//! Facts about a change of segment or period in the middle of a period (C14, C15).

use super::*;

fn four_monthly() -> Told {
    told().start("2025-01-06", "calls").held("2026-03-10", "Review")
}

fn monthly() -> Told {
    told().start("2025-01-06", "monthly").held("2026-03-10", "Review")
}

#[test]
fn a_shorter_period_leaves_ten_working_days() {
    let book = four_monthly();
    assert_eq!(book.effective("2026-06-14"), is("2026-07-10"));
    let clock = book.moved("2026-06-15", "monthly").on("2026-06-15");
    assert_eq!(clock.nominal, Some(day("2026-04-10")));
    assert_eq!(clock.effective, Some(day("2026-06-29")));
    assert_eq!(clock.grace_end, Some(day("2026-07-06")));
    assert!(clock.accelerated && !clock.held);
    assert_eq!((clock.days_late(day("2026-06-29")), clock.periods_missed(day("2026-06-29"))), (0, 2));
}

#[test]
fn a_shorter_period_never_makes_a_date_later() {
    let clock = four_monthly().moved("2026-07-01", "monthly").on("2026-07-01");
    assert_eq!(clock.effective, Some(day("2026-07-10")));
    let early = four_monthly().moved("2026-03-12", "monthly").on("2026-03-12");
    assert_eq!((early.effective, early.accelerated), (Some(day("2026-04-10")), false));
}

#[test]
fn a_shorter_period_while_overdue_keeps_the_date_it_had() {
    let clock = four_monthly().moved("2026-08-03", "monthly").on("2026-08-03");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-04-10")), Some(day("2026-07-10"))));
}

#[test]
fn the_bound_of_a_move_holds_until_the_occurrence_closes() {
    let book = four_monthly().moved("2026-06-15", "monthly");
    assert_eq!(book.effective("2026-09-01"), is("2026-06-29"));
    let reviewed = book.held("2026-06-20", "Review").on("2026-06-20");
    assert_eq!((reviewed.effective, reviewed.accelerated), (Some(day("2026-07-20")), false));
}

#[test]
fn a_longer_period_while_not_yet_due_takes_its_own_date() {
    let clock = monthly().moved("2026-04-09", "calls").on("2026-04-09");
    assert_eq!((clock.effective, clock.held), (Some(day("2026-07-10")), false));
}

#[test]
fn a_longer_period_from_the_due_day_on_is_held() {
    for today in ["2026-04-10", "2026-04-11", "2026-05-20"] {
        let clock = monthly().moved(today, "calls").on(today);
        assert_eq!((clock.nominal, clock.effective), (Some(day("2026-04-10")), Some(day("2026-04-10"))), "{today}");
        assert_eq!((clock.period, clock.held), (Some(every("1 month")), true), "{today}");
    }
}

#[test]
fn a_snooze_or_a_booking_does_not_hide_lateness_from_a_move() {
    let clock = monthly()
        .snooze("2026-04-13", "2026-05-05")
        .book("2026-04-13", "2026-04-30")
        .moved("2026-04-14", "calls")
        .on("2026-04-14");
    assert!(clock.held);
    assert_eq!((clock.snoozed_until, clock.booked_on), (Some(day("2026-05-05")), Some(day("2026-04-30"))));
}

#[test]
fn a_longer_period_after_an_accelerated_one_gives_the_later_date() {
    let book = four_monthly().moved("2026-06-15", "monthly").moved("2026-06-22", "calls");
    let clock = book.on("2026-06-22");
    assert_eq!((clock.effective, clock.accelerated), (Some(day("2026-07-10")), false));
    let three = four_monthly().moved("2026-06-15", "monthly").moved("2026-06-22", "quarterly").on("2026-06-22");
    assert_eq!((three.nominal, three.effective), (Some(day("2026-06-10")), Some(day("2026-06-29"))));
    assert!(three.accelerated);
}

#[test]
fn a_held_clock_stays_held_through_moves_to_longer_or_equal_periods() {
    let book = monthly().moved("2026-05-04", "calls").moved("2026-05-05", "needed").moved("2026-05-06", "monthly");
    let clock = book.on("2026-05-06");
    assert_eq!((clock.effective, clock.held), (Some(day("2026-04-10")), true));
    let reviewed = book.held("2026-05-07", "QBR").on("2026-05-07");
    assert_eq!((reviewed.effective, reviewed.held), (Some(day("2026-06-08")), false));
}

#[test]
fn a_held_clock_under_a_still_shorter_period_keeps_its_date() {
    let clock = monthly().moved("2026-05-04", "calls").own("2026-05-05", "2 weeks", None).on("2026-05-05");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-03-24")), Some(day("2026-04-10"))));
    assert_eq!((clock.period, clock.accelerated, clock.held), (Some(every("2 weeks")), true, false));
}

#[test]
fn to_as_needed_while_due_is_held_by_default_and_forgiven_on_request() {
    let book = monthly();
    let held = book.clone().moved("2026-04-13", "needed");
    assert_eq!(held.state("2026-04-13"), State::Due);
    assert_eq!(held.state("2026-05-01"), State::Overdue);
    let reviewed = held.held("2026-05-04", "Review");
    assert_eq!(reviewed.state("2026-05-04"), State::AsNeeded);
    let forgiven = book.then("2026-04-13", What::Move { to: Some("needed".to_owned()), leaving: Leaving::Forgive });
    assert_eq!(forgiven.state("2026-04-13"), State::AsNeeded);
}

#[test]
fn to_as_needed_before_the_due_day_is_as_needed_at_once() {
    assert_eq!(monthly().moved("2026-04-09", "needed").state("2026-04-09"), State::AsNeeded);
}

#[test]
fn a_held_clock_may_be_forgiven_by_a_later_move_to_as_needed() {
    let forgive = What::Move { to: Some("needed".to_owned()), leaving: Leaving::Forgive };
    assert_eq!(monthly().moved("2026-05-04", "calls").then("2026-05-05", forgive).state("2026-05-05"), State::AsNeeded);
}

#[test]
fn from_as_needed_leaves_ten_working_days_without_the_date_it_had() {
    let book = told().start("2025-01-06", "needed").held("2026-01-12", "Review").moved("2026-06-15", "monthly");
    let clock = book.on("2026-06-15");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-02-12")), Some(day("2026-06-29"))));
    assert!(clock.accelerated);
    let unplaced = told().moved("2026-06-15", "calls").clocks("2026-06-15");
    assert_eq!(unplaced[0].effective, Some(day("2026-07-15")));
    assert_eq!(unplaced[1].effective, Some(day("2026-06-29")));
}

#[test]
fn forgiving_gives_ten_working_days_or_the_plain_date() {
    let held = monthly().moved("2026-05-04", "calls");
    let plain = held.clone().forgive("2026-05-06").on("2026-05-06");
    assert_eq!((plain.effective, plain.held, plain.period), (Some(day("2026-07-10")), false, Some(every("4 months"))));
    let late = monthly().moved("2026-05-04", "quarterly").forgive("2026-06-15").on("2026-06-15");
    assert_eq!((late.nominal, late.effective), (Some(day("2026-06-10")), Some(day("2026-06-29"))));
    assert!(!late.accelerated);
    let needed = monthly().moved("2026-05-04", "needed").forgive("2026-05-06");
    assert_eq!(needed.state("2026-05-06"), State::AsNeeded);
}

#[test]
fn only_a_held_clock_is_forgiven() {
    let clock = monthly().on("2026-05-04");
    assert!(clock.may_forgive().expect_err("not held").hint().expect("a hint").contains("skip"));
    assert_eq!(monthly().forgive("2026-05-04").effective("2026-05-04"), is("2026-04-10"));
    assert_eq!(monthly().moved("2026-05-04", "calls").on("2026-05-04").may_forgive(), Ok(()));
}

#[test]
fn away_and_back_on_one_day_changes_no_date() {
    let before = four_monthly().moved("2026-06-15", "monthly").snooze("2026-06-16", "2026-07-01");
    let after = before.clone().moved("2026-07-02", "needed").moved("2026-07-02", "calls").moved("2026-07-02", "monthly");
    let (mut one, mut other) = (before.on("2026-07-02"), after.on("2026-07-02"));
    one.from = other.from;
    other.until = one.until;
    assert_eq!(one, other);
}

#[test]
fn all_moves_of_one_day_count_as_one() {
    let direct = monthly().moved("2026-04-09", "needed");
    let detour = monthly().moved("2026-04-09", "calls").moved("2026-04-09", "quarterly").moved("2026-04-09", "needed");
    assert_eq!(direct.clocks("2026-04-09"), detour.clocks("2026-04-09"));
}

#[test]
fn no_move_makes_a_client_overdue_by_itself() {
    let mut model = model();
    model.segments[1].grace = 0;
    let settings = Settings::default();
    let rules = Rules { model: &model, settings: &settings };
    let book = four_monthly().moved("2026-07-14", "quarterly");
    let clock = &rules.clocks(&book.0, day("2026-07-14")).expect("in range")[0];
    assert_eq!(clock.state(day("2026-07-14"), 14), State::Due);
    assert_eq!(clock.grace_end, Some(day("2026-07-17")));
}

#[test]
fn an_override_beats_the_segment_and_ends_by_the_rules_of_a_move() {
    let book = four_monthly().own("2026-04-01", "1 month", Some("2026-06-30"));
    assert_eq!(book.on("2026-04-01").period, Some(every("1 month")));
    assert_eq!(book.effective("2026-04-01"), is("2026-04-15"));
    let last = book.on("2026-06-30");
    assert_eq!((last.effective, last.held, last.until), (Some(day("2026-04-15")), false, Some(day("2026-07-01"))));
    let after = book.on("2026-07-01");
    assert_eq!((after.effective, after.held, after.from), (Some(day("2026-04-15")), true, day("2026-07-01")));
    let reviewed = book.clone().held("2026-06-15", "Review");
    assert_eq!(reviewed.effective("2026-06-30"), is("2026-07-15"));
    assert_eq!(reviewed.effective("2026-07-01"), is("2026-10-15"));
}

#[test]
fn an_override_makes_a_clock_run_where_the_segment_asks_for_nothing() {
    let book = told().start("2026-01-05", "needed").own("2026-02-02", "1 month", Some("2026-02-28"));
    let clock = book.on("2026-02-02");
    assert_eq!((clock.mode, clock.anchor, clock.nominal), (Mode::Running, Some(day("2026-02-02")), Some(day("2026-03-02"))));
    assert_eq!(book.state("2026-03-01"), State::AsNeeded);
    let none = told().own("2026-02-02", "1 month", None);
    assert_eq!(none.state("2026-02-02"), State::AsNeeded);
}

#[test]
fn an_override_can_be_ended_or_replaced_by_hand() {
    let end = What::Override { kind: review(), every: None, until: None };
    let book = four_monthly().own("2026-03-11", "1 month", Some("2026-12-31"));
    assert_eq!(book.clone().then("2026-04-01", end).effective("2026-04-01"), is("2026-07-10"));
    let replaced = book.own("2026-04-01", "2 months", None).on("2026-04-01");
    assert_eq!((replaced.period, replaced.until), (Some(every("2 months")), None));
}

#[test]
fn a_review_on_the_day_an_override_ends_comes_first() {
    let book = four_monthly().own("2026-03-11", "1 month", Some("2026-06-30")).held("2026-07-01", "Review");
    let clock = book.on("2026-07-01");
    assert_eq!((clock.effective, clock.held), (Some(day("2026-11-02")), false));
}

#[test]
fn a_forgiven_date_stays_ten_working_days_away_through_a_later_move() {
    // Skipped to 2026-09-10, held by the end of the own period, forgiven on a Wednesday: not before 2026-09-30.
    let forgiven = told()
        .start("2025-01-06", "quarterly")
        .held("2026-01-10", "Review")
        .own("2026-01-11", "2 months", Some("2026-09-14"))
        .skip("2026-07-20")
        .forgive("2026-09-16");
    assert_eq!(forgiven.effective("2026-09-16"), is("2026-10-12"));
    let clock = forgiven.moved("2026-09-17", "calls").on("2026-09-17");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-09-10")), Some(day("2026-09-30"))));
}

#[test]
fn an_equal_period_whose_later_dates_differ_keeps_the_effective_date_and_says_why() {
    // From 14 January a month and 31 days meet on 14 February; after a skip they part.
    let book = told().start("2026-01-14", "monthly").skip("2026-03-19").own("2026-03-25", "31 days", None);
    let clock = book.on("2026-03-25");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-04-17")), Some(day("2026-04-14"))));
    assert!(!clock.accelerated && book.why("2026-03-25").contains("2026-04-14"), "{}", book.why("2026-03-25"));
}
