//! Facts about the seams between the rules, each found by a changed program that no other test noticed.

use super::*;

fn quarterly() -> Told {
    told().start("2025-01-06", "quarterly").held("2026-01-12", "Review")
}

fn left(book: Told, on: &str) -> Told {
    book.then(on, What::Move { to: None, leaving: Leaving::Hold })
}

#[test]
fn a_booking_taken_back_is_gone() {
    let book = quarterly().book("2026-04-01", "2026-04-20").then("2026-04-02", What::Unbook { kind: review() });
    assert_eq!(book.on("2026-04-01").booked_on, Some(day("2026-04-20")));
    assert_eq!(book.on("2026-04-02").booked_on, None);
}

#[test]
fn who_wakes_a_snooze_early_gives_back_the_days_it_would_still_have_hidden() {
    let book = quarterly().snooze("2026-04-20", "2026-05-04");
    let early = book.clone().then("2026-04-24", What::Wake { kind: review() }).on("2026-04-24");
    assert_eq!((early.snoozed_until, early.snooze_count, early.snooze_slip), (None, 1, 4));
    let late = book.then("2026-05-08", What::Wake { kind: review() }).on("2026-05-08");
    assert_eq!((late.snoozed_until, late.snooze_count, late.snooze_slip), (None, 1, 14));
}

#[test]
fn what_is_done_to_one_clock_leaves_the_others_alone() {
    let call = || "Call".to_owned();
    let book = told().start("2026-01-05", "calls").then("2026-01-06", What::Book { kind: call(), date: day("2026-01-20") });
    let clocks = book.clocks("2026-01-06");
    assert_eq!((clocks[0].booked_on, clocks[1].booked_on), (None, Some(day("2026-01-20"))));
    let clocks = book.then("2026-01-07", What::Snooze { kind: call(), until: day("2026-01-22") }).clocks("2026-01-07");
    assert_eq!((clocks[0].snooze_count, clocks[1].snooze_count), (0, 1));
}

#[test]
fn a_review_satisfies_its_own_kind_and_those_that_list_it() {
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    for (held, kind, does) in [
        ("Review", "Review", true),
        ("QBR", "Review", true),
        ("EBR", "Review", true),
        ("Lunch", "Review", false),
        ("Call", "Review", false),
        ("QBR", "Call", false),
        ("Call", "Call", true),
    ] {
        assert_eq!(rules.satisfies(held, kind), does, "{held} for {kind}");
    }
}

#[test]
fn a_start_and_a_move_say_where_the_client_is_afterwards() {
    assert_eq!(What::Start { segment: "calls".to_owned() }.entered(), Some(Some("calls")));
    assert_eq!(What::Move { to: None, leaving: Leaving::Hold }.entered(), Some(None));
    assert_eq!(What::Pause.entered(), None);
}

#[test]
fn a_client_in_no_segment_is_neither_snoozed_nor_skipped_nor_forgiven() {
    // Due since 13 April, held when the client left its segment.
    let gone = left(quarterly(), "2026-04-20");
    let back = |book: Told| book.moved("2026-04-24", "quarterly").on("2026-04-24");
    let plain = back(gone.clone());
    assert_eq!((plain.held, plain.effective), (true, Some(day("2026-04-13"))));
    assert_eq!(back(gone.clone().snooze("2026-04-21", "2026-05-04")), plain);
    assert_eq!(back(gone.clone().skip("2026-04-21")), plain);
    assert_eq!(back(gone.forgive("2026-04-21")), plain);
}

#[test]
fn only_what_is_held_is_forgiven() {
    let today = "2026-04-20";
    assert!(quarterly().on(today).may_forgive().is_err(), "due, and not held");
    assert_eq!(quarterly().moved(today, "needed").on(today).may_forgive(), Ok(()));
    assert!(left(quarterly(), today).on(today).may_forgive().is_err(), "held, and in no segment");
    let paused = quarterly().moved(today, "needed").then("2026-04-21", What::Pause).on("2026-04-21");
    assert!(paused.may_forgive().is_err());
}

#[test]
fn a_period_of_the_clients_own_that_was_over_before_it_was_entered_changes_nothing() {
    // Entered while due: it would hold the review.
    let own = quarterly().own("2026-04-15", "12 months", Some("2026-04-01"));
    assert_eq!(own.why("2026-04-20"), quarterly().why("2026-04-20"));
    assert!(!own.on("2026-04-20").held);
    assert!(quarterly().own("2026-04-15", "12 months", Some("2026-04-15")).on("2026-04-15").held, "its only day counts");
}

#[test]
fn a_second_review_of_one_day_closes_nothing_more() {
    let book = quarterly().held("2026-04-10", "Review").held("2026-04-10", "QBR");
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    let closed = rules.occurrences(&book.0, day("2026-04-12")).expect("dates in range");
    let by_review = closed.iter().filter(|occurrence| occurrence.closed == Closed::ByReview(day("2026-04-10")));
    assert_eq!(by_review.count(), 1);
}

#[test]
fn a_review_on_the_day_a_client_resumes_stays_the_anchor() {
    let book = quarterly().then("2026-02-02", What::Pause).held("2026-03-02", "Review").then("2026-03-02", What::Resume);
    assert!(book.why("2026-03-02").starts_with("held 2026-03-02 "), "{}", book.why("2026-03-02"));
    let later = quarterly().then("2026-02-02", What::Pause).then("2026-03-02", What::Resume);
    assert!(later.why("2026-03-02").starts_with("resumed 2026-03-02 "), "{}", later.why("2026-03-02"));
}

#[test]
fn a_start_told_later_leaves_what_is_held() {
    let held = quarterly().moved("2026-04-20", "needed");
    let clock = held.start("2026-04-22", "quarterly").on("2026-04-22");
    assert_eq!((clock.held, clock.effective), (true, Some(day("2026-04-13"))));
}

#[test]
fn an_accepted_date_is_none_for_what_is_held_or_was_held_before() {
    let plan = |book: Told| book.then("2026-04-22", What::Plan { kind: review(), date: day("2026-06-01") });
    let first = told().start("2026-03-02", "quarterly");
    assert_eq!(plan(first.clone()).effective("2026-04-22"), is("2026-06-01"));
    let due = first.moved("2026-04-20", "needed");
    assert_eq!(plan(due.clone()).effective("2026-04-22"), due.effective("2026-04-22"));
    assert_eq!(plan(quarterly()).effective("2026-04-22"), quarterly().effective("2026-04-22"));
}

#[test]
fn a_shorter_period_that_leaves_the_date_where_it_was_plans_nothing() {
    // A first review is due within thirty days under both.
    let book = told().start("2026-01-05", "quarterly").moved("2026-01-07", "monthly");
    assert_eq!(book.effective("2026-01-07"), told().start("2026-01-05", "monthly").effective("2026-01-07"));
    let why = book.why("2026-01-07");
    assert!(!why.contains("planned") && !why.contains("accelerated"), "{why}");
}

#[test]
fn weeks_that_end_with_a_month_are_no_month_end() {
    // The last day of January and four weeks: the last day of February.
    let weeks = told().start("2025-01-06", "calls").held("2026-01-31", "Review").own("2026-02-01", "4 weeks", None);
    assert!(weeks.why("2026-02-02").contains("= 2026-02-28 →"), "{}", weeks.why("2026-02-02"));
    let month = told().start("2025-01-06", "monthly").held("2026-01-31", "Review");
    assert!(month.why("2026-02-02").contains("= 2026-02-28 (month end)"), "{}", month.why("2026-02-02"));
    let plain = told().start("2025-01-06", "monthly").held("2026-01-28", "Review");
    assert!(plain.why("2026-02-02").contains("= 2026-02-28 →"), "{}", plain.why("2026-02-02"));
}

#[test]
fn reviews_to_come_break_no_silence() {
    let book = told().start("2026-01-05", "needed").held("2026-02-02", "Review").held("2026-06-01", "Review");
    assert_eq!(silent_since(&book.0, day("2026-05-31")), Some(day("2026-02-02")));
    assert_eq!(silent_since(&book.0, day("2026-06-01")), Some(day("2026-06-01")));
}

#[test]
fn dates_of_a_rhythm_up_to_a_day_are_counted_one_by_one() {
    let naive = |rhythm: Rhythm, anchor: NaiveDate, day: NaiveDate| {
        (1..).take_while(|&k| rhythm.after(anchor, k).expect("in range") <= day).count()
    };
    for period in ["1 day", "31 days", "2 weeks", "1 month", "3 months", "1 year"] {
        for end_of_month in [false, true] {
            let rhythm = Rhythm { period: every(period), end_of_month };
            for anchor in ["2026-01-01", "2026-01-31", "2026-03-31"].map(day) {
                for days in (0..130).chain(360..400) {
                    let day = anchor + chrono::Days::new(days);
                    // The end of a month may be reached by many steps at once.
                    let counted = rhythm.count_until(anchor, day) as usize;
                    assert_eq!(counted, naive(rhythm, anchor, day), "{period} {end_of_month} {anchor} {day}");
                }
            }
        }
    }
}

#[test]
fn no_date_of_a_rhythm_lies_before_its_anchor_and_no_period_has_none() {
    let monthly = Rhythm { period: every("1 month"), end_of_month: false };
    assert_eq!(monthly.count_until(day("2026-03-31"), day("2025-01-01")), 0);
    let none = Rhythm { period: Period { n: 0, ..every("1 day") }, end_of_month: false };
    assert_eq!(none.count_until(day("2026-03-31"), day("2026-04-30")), 0);
}
