//! Facts about anchors, states, lateness, order, confirmation, silence and words (C0–C7, C11–C13, C17–C19).

use super::*;
use crate::domain::client::ClientId;
use crate::domain::money::Amount;

#[test]
fn there_is_one_clock_for_every_kind_any_segment_asks_for() {
    let clocks = told().start("2026-01-05", "needed").clocks("2026-01-05");
    let kinds: Vec<_> = clocks.iter().map(|clock| (clock.kind.as_str(), clock.mode)).collect();
    assert_eq!(kinds, [("Review", Mode::AsNeeded), ("Call", Mode::AsNeeded)]);
}

#[test]
fn the_anchor_is_the_latest_review_held_whenever_it_was_typed_in() {
    let book = told().start("2025-01-06", "monthly").held("2026-03-10", "Review").held("2026-02-02", "Review");
    assert_eq!(book.on("2026-03-20").anchor, Some(day("2026-03-10")));
    assert_eq!(book.on("2026-03-05").anchor, Some(day("2026-02-02")));
}

#[test]
fn another_kind_satisfies_a_clock_that_lists_it_and_no_other() {
    let book = told().start("2026-01-05", "calls").held("2026-02-02", "EBR");
    let clocks = book.clocks("2026-02-03");
    assert_eq!(clocks[0].anchor, Some(day("2026-02-02")));
    assert_eq!(clocks[1].anchor, Some(day("2026-01-05")));
    assert!(!clocks[0].first_review && clocks[1].first_review);
}

#[test]
fn a_late_entry_has_the_effect_it_would_have_had_in_time() {
    let late = told().start("2026-01-05", "monthly").moved("2026-03-02", "calls").held("2026-02-20", "Review");
    let timely = told().start("2026-01-05", "monthly").held("2026-02-20", "Review").moved("2026-03-02", "calls");
    assert_eq!(late.clocks("2026-03-10"), timely.clocks("2026-03-10"));
}

#[test]
fn every_threshold_holds_on_the_day_before_itself_and_the_day_after() {
    // Due Friday 2026-07-10, grace end 2026-07-17, upcoming from 2026-06-26.
    let book = told().start("2026-01-05", "calls").held("2026-03-10", "Review");
    for (today, state) in [
        ("2026-06-25", State::NotDue),
        ("2026-06-26", State::Upcoming),
        ("2026-06-27", State::Upcoming),
        ("2026-07-09", State::Upcoming),
        ("2026-07-10", State::Due),
        ("2026-07-11", State::Due),
        ("2026-07-16", State::Due),
        ("2026-07-17", State::Due),
        ("2026-07-18", State::Overdue),
    ] {
        assert_eq!(book.state(today), state, "{today}");
    }
    let clock = book.on("2026-07-01");
    assert_eq!(clock.upcoming_from(14), Some(day("2026-06-26")));
    assert_eq!(clock.due_from(), Some(day("2026-07-10")));
    assert_eq!(clock.overdue_from(), Some(day("2026-07-18")));
}

#[test]
fn lateness_counts_from_the_effective_date() {
    let clock = told().start("2026-01-05", "calls").held("2026-03-10", "Review").on("2026-07-10");
    for (today, late) in [("2026-07-09", 0), ("2026-07-10", 0), ("2026-07-11", 1), ("2026-07-20", 10)] {
        assert_eq!(clock.days_late(day(today)), late, "{today}");
    }
}

#[test]
fn a_client_three_periods_late_is_one_clock_that_says_so() {
    let clock = told().start("2026-01-05", "monthly").held("2026-01-28", "Review").on("2026-06-01");
    assert_eq!(clock.nominal, Some(day("2026-02-28")));
    for (today, missed) in [("2026-03-27", 0), ("2026-03-28", 1), ("2026-04-28", 2), ("2026-05-27", 2), ("2026-06-01", 3)] {
        assert_eq!(clock.periods_missed(day(today)), missed, "{today}");
    }
}

#[test]
fn a_clock_without_segment_is_as_needed() {
    let book = told().held("2026-01-05", "Review");
    let clock = book.on("2026-06-01");
    assert_eq!((clock.mode, clock.anchor, clock.nominal), (Mode::AsNeeded, Some(day("2026-01-05")), None));
    assert_eq!(book.state("2026-06-01"), State::AsNeeded);
}

#[test]
fn a_first_review_is_due_within_thirty_days_or_a_shorter_period() {
    let clock = told().start("2026-01-05", "calls").on("2026-01-05");
    assert_eq!((clock.anchor, clock.nominal), (Some(day("2026-01-05")), Some(day("2026-02-04"))));
    assert!(clock.first_review);
    let call = &told().start("2026-01-05", "calls").clocks("2026-01-05")[1];
    assert_eq!(call.nominal, Some(day("2026-01-19")));
}

#[test]
fn the_first_anchor_stays_through_later_moves() {
    let book = told().start("2026-01-05", "calls").moved("2026-01-12", "needed").moved("2026-01-20", "monthly");
    let clock = book.on("2026-01-20");
    assert_eq!(clock.anchor, Some(day("2026-01-05")));
    assert_eq!(clock.effective, Some(day("2026-02-04")));
}

#[test]
fn an_imported_last_review_may_be_overdue_at_once() {
    let book = told().start("2026-06-01", "monthly").held("2025-12-01", "Review");
    assert_eq!(book.state("2026-06-01"), State::Overdue);
    assert!(!book.on("2026-06-01").first_review);
}

#[test]
fn an_accepted_plan_stands_as_the_effective_date_and_the_mark_stays() {
    let plan = What::Plan { kind: review(), date: day("2026-01-21") };
    let book = told().start("2026-01-05", "calls").then("2026-01-06", plan);
    let clock = book.on("2026-01-06");
    assert_eq!((clock.nominal, clock.effective), (Some(day("2026-02-04")), Some(day("2026-01-21"))));
    assert_eq!(clock.grace_end, Some(day("2026-01-28")));
    assert!(clock.first_review && !clock.accelerated);
    let book = book.moved("2026-01-07", "calls").held("2026-01-20", "Review");
    assert_eq!(book.effective("2026-01-20"), is("2026-05-20"));
}

#[test]
fn an_accepted_plan_stands_when_a_shorter_period_asks_for_the_very_same_day() {
    let plan = What::Plan { kind: review(), date: day("2026-05-04") };
    let book = told().start("2026-04-18", "calls").then("2026-04-18", plan).own("2026-04-18", "2 weeks", Some("2026-04-24"));
    let own = book.on("2026-04-24");
    assert_eq!((own.nominal, own.effective), (Some(day("2026-05-02")), Some(day("2026-05-04"))));
    let after = book.on("2026-04-25");
    assert_eq!((after.nominal, after.effective), (Some(day("2026-05-18")), Some(day("2026-05-04"))));
}

fn rank<'a>(book: &Told, today: &str, name: &'a str, id: i64) -> DueRank<'a> {
    DueRank::of(&book.on(today), day(today), 14, name, ClientId(id)).expect("in the due list")
}

#[test]
fn a_monthly_client_ten_days_late_stands_above_a_four_monthly_one() {
    let monthly = told().start("2025-01-06", "monthly").held("2026-06-10", "Review");
    let four_monthly = told().start("2025-01-06", "calls").held("2026-03-10", "Review");
    let today = "2026-07-20";
    assert_eq!(monthly.on(today).days_late(day(today)), 10);
    assert!(rank(&monthly, today, "z", 2) < rank(&four_monthly, today, "a", 1));
}

#[test]
fn ties_are_settled_by_renewal_then_revenue_then_name_then_id() {
    let book = told().start("2025-01-06", "monthly").held("2026-06-10", "Review");
    let plain = |name, id| rank(&book, "2026-07-20", name, id);
    let money = |n| Some(Amount::whole(n));
    let soon = Some(day("2026-08-01"));
    assert!(plain("b", 2).with(soon, None) < plain("a", 1).with(None, money(9)));
    assert!(plain("b", 2).with(soon, money(9)) < plain("a", 1).with(soon, money(5)));
    assert!(plain("b", 2).with(None, money(-1)) < plain("a", 1).with(None, None));
    assert!(plain("a", 2) < plain("b", 1));
    assert!(plain("a", 1) < plain("a", 2));
}

#[test]
fn overdue_stands_above_due_and_due_above_upcoming() {
    let book = told().start("2025-01-06", "calls").held("2026-03-10", "Review");
    let at = |today| rank(&book, today, "a", 1);
    assert!(at("2026-07-18") < at("2026-07-17") && at("2026-07-10") < at("2026-07-09"));
    assert!(DueRank::of(&book.on("2026-06-01"), day("2026-06-01"), 14, "a", ClientId(1)).is_none());
}

#[test]
fn a_confirmation_is_due_after_its_period_and_at_once_when_the_stage_changed() {
    let quarter = every("3 months");
    let confirmed = day("2026-01-31");
    assert_eq!(confirm_due(confirmed, None, quarter), Ok(day("2026-04-30")));
    assert_eq!(confirm_due(confirmed, Some(day("2026-02-10")), quarter), Ok(day("2026-02-10")));
    assert_eq!(confirm_due(confirmed, Some(day("2026-01-30")), quarter), Ok(day("2026-04-30")));
    let due = day("2026-04-30");
    for (today, overdue) in [("2026-04-29", false), ("2026-04-30", false), ("2026-05-01", true)] {
        assert_eq!(is_confirm_overdue(due, day(today)), overdue, "{today}");
    }
}

#[test]
fn silence_counts_from_the_last_review_of_any_kind_else_from_the_first_entry() {
    let floor = every("12 months");
    let quiet = told().start("2025-03-03", "needed").moved("2025-06-02", "needed");
    assert_eq!(silent_since(&quiet.0, day("2026-01-01")), Some(day("2025-03-03")));
    let spoken = quiet.held("2025-09-01", "Coffee");
    let since = silent_since(&spoken.0, day("2026-01-01"));
    assert_eq!(since, Some(day("2025-09-01")));
    assert_eq!(silent_from(&spoken.clocks("2026-01-01"), since, floor), Ok(Some(day("2026-09-01"))));
    let busy = spoken.moved("2026-01-05", "calls");
    assert_eq!(silent_from(&busy.clocks("2026-01-05"), since, floor), Ok(None));
}

#[test]
fn why_is_told_in_the_words_of_the_rule() {
    let book = told().start("2026-01-05", "monthly").held("2026-01-31", "Review");
    assert_eq!(
        book.why("2026-02-01"),
        "held 2026-01-31 + 1 month = 2026-02-28 (month end) → Fri 2026-02-27 (Saturday, modified-following); \
         grace 5 working days → overdue from 2026-03-07"
    );
}

#[test]
fn why_tells_of_moves_skips_holds_and_marks() {
    let moved = told().start("2025-01-06", "calls").held("2026-03-10", "Review").moved("2026-06-15", "monthly");
    assert_eq!(
        moved.why("2026-06-15"),
        "held 2026-03-10 + 1 month = 2026-04-10 → Fri 2026-04-10 → Mon 2026-06-29 (accelerated: period changed 2026-06-15 \
         + 10 working days); grace 5 working days → overdue from 2026-07-07"
    );
    let kept = told().start("2025-01-06", "monthly").held("2026-03-10", "Review").moved("2026-04-15", "calls");
    assert!(kept.why("2026-04-15").contains("kept open by the move of 2026-04-15"), "{}", kept.why("2026-04-15"));
    let skipped =
        told().start("2025-01-06", "monthly").held("2026-03-10", "Review").skip("2026-04-01").book("2026-04-02", "2026-05-05");
    assert!(skipped.why("2026-04-02").contains("+ 2 × 1 month = 2026-05-10 (the first after 2026-04-10: skipped)"));
    assert!(skipped.why("2026-04-02").ends_with("; booked on 2026-05-05"));
    let needed = told().start("2025-01-06", "needed");
    assert_eq!(needed.why("2026-01-01"), "as needed: needed asks for no Review");
    let first = told().start("2026-01-05", "calls");
    assert!(first.why("2026-01-05").starts_with("entered 2026-01-05, never reviewed + 30 days = 2026-02-04 (first review)"));
}

#[test]
fn no_why_for_a_kind_nobody_asks_for() {
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    assert_eq!(rules.why(&[], "Dinner", day("2026-01-01")), Ok(None));
}

#[test]
fn a_month_end_rhythm_ends_every_month() {
    let mut model = model();
    model.segments[0].touchpoints[0].end_of_month = true;
    let settings = Settings::default();
    let rules = Rules { model: &model, settings: &settings };
    let book = told().start("2026-01-05", "monthly").held("2026-06-30", "Review");
    let clock = &rules.clocks(&book.0, day("2026-07-01")).expect("in range")[0];
    assert_eq!(clock.nominal, Some(day("2026-07-31")));
    assert_eq!(clock.periods_missed(day("2026-09-30")), 2);
}

#[test]
fn a_date_outside_the_calendar_is_an_error_and_no_panic() {
    let book = told().start("9999-06-01", "monthly").held("9999-12-15", "Review");
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    assert!(matches!(rules.clocks(&book.0, day("9999-12-31")), Err(CadenceError::OutOfRange { .. })));
}

#[test]
fn occurrences_tell_what_became_of_each() {
    let book = told()
        .start("2026-01-05", "monthly")
        .held("2026-01-12", "Review")
        .held("2026-02-27", "Review")
        .skip("2026-03-20")
        .moved("2026-04-01", "needed")
        .moved("2026-04-02", "monthly");
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    let all = rules.occurrences(&book.0, day("2026-04-10")).expect("in range");
    let told: Vec<_> = all.iter().map(|o| (o.nominal.to_string(), o.closed)).collect();
    assert_eq!(
        told,
        [
            ("2026-02-04".to_owned(), Closed::ByReview(day("2026-01-12"))),
            ("2026-02-12".to_owned(), Closed::ByReview(day("2026-02-27"))),
            ("2026-03-27".to_owned(), Closed::BySkip(day("2026-03-20"))),
            ("2026-04-27".to_owned(), Closed::Dropped(day("2026-04-01"))),
            ("2026-04-27".to_owned(), Closed::Open),
        ]
    );
    assert_eq!(all[1].segment.as_deref(), Some("monthly"));
    assert_eq!(all[1].grace_end, day("2026-02-19"));
}
