//! Facts about the order of one day, stopped clients, changes of period and the words, each found as those of `corners`.

use super::*;

fn quarterly() -> Told {
    told().start("2025-01-06", "quarterly").held("2026-01-12", "Review")
}

fn monthly() -> Told {
    told().start("2025-01-06", "monthly").held("2026-03-10", "Review")
}

fn closed(book: &Told, today: &str) -> Vec<(String, Closed)> {
    let (model, settings) = (model(), Settings::default());
    let rules = Rules { model: &model, settings: &settings };
    let all = rules.occurrences(&book.0, day(today)).expect("dates in range");
    all.into_iter().map(|occurrence| (occurrence.kind, occurrence.closed)).collect()
}

/// The Review clock and its words by a model that was changed.
fn by(change: impl FnOnce(&mut Model), book: &Told, today: &str) -> (Clock, String) {
    let (mut model, settings) = (model(), Settings::default());
    change(&mut model);
    let rules = Rules { model: &model, settings: &settings };
    let clock = rules.clocks(&book.0, day(today)).expect("dates in range").swap_remove(0);
    (clock, rules.why(&book.0, "Review", day(today)).expect("dates in range").expect("a clock"))
}

#[test]
fn on_one_day_a_review_comes_before_what_was_entered_before_it() {
    // Held on 4 May, then skipped: the second date after it.
    let clock = monthly().skip("2026-05-04").held("2026-05-04", "Review").on("2026-05-04");
    assert_eq!(clock.nominal, Some(day("2026-07-04")));
}

#[test]
fn on_the_day_after_its_last_an_own_period_is_over_before_anything_else() {
    let clock = quarterly().own("2026-02-02", "2 months", Some("2026-03-03")).skip("2026-03-04").on("2026-03-04");
    assert_eq!(clock.nominal, Some(day("2026-07-12")));
}

#[test]
fn a_review_ends_the_bound_of_a_skip() {
    let book = monthly().skip("2026-04-01").skip("2026-04-01").held("2026-04-03", "Review");
    assert_eq!(book.on("2026-04-03").nominal, Some(day("2026-05-03")));
}

#[test]
fn who_leaves_on_the_due_day_is_held_and_a_day_before_is_not() {
    for (on, held) in [("2026-04-10", false), ("2026-04-12", false), ("2026-04-13", true)] {
        assert_eq!(quarterly().moved(on, "needed").on(on).held, held, "{on}");
    }
}

#[test]
fn out_of_all_segments_twice_is_once() {
    let gone = |book: Told, on, leaving| book.then(on, What::Move { to: None, leaving });
    let book = gone(gone(quarterly(), "2026-04-20", Leaving::Hold), "2026-04-22", Leaving::Forgive);
    assert!(book.moved("2026-04-24", "quarterly").on("2026-04-24").held);
}

#[test]
fn what_is_held_keeps_the_day_since_when_under_a_longer_period_and_its_date_under_a_new_start() {
    let held = quarterly().moved("2026-04-20", "needed");
    let why = held.clone().moved("2026-04-24", "calls").why("2026-04-24");
    assert!(why.contains("kept open by the change of 2026-04-20"), "{why}");
    let clock = held.start("2026-04-24", "monthly").on("2026-04-24");
    assert_eq!((clock.held, clock.effective, clock.period), (true, Some(day("2026-04-13")), Some(every("3 months"))));
}

#[test]
fn a_start_where_the_client_is_leaves_its_accepted_date() {
    let book = told().start("2026-03-02", "quarterly").then("2026-03-03", What::Plan { kind: review(), date: day("2026-06-01") });
    assert_eq!(book.start("2026-03-05", "quarterly").effective("2026-03-05"), is("2026-06-01"));
}

#[test]
fn an_equal_period_holds_nothing() {
    // Four weeks and a month from 2 February are both 2 March.
    let book = told().start("2025-01-06", "monthly").held("2026-02-02", "Review").own("2026-03-05", "4 weeks", None);
    assert!(!book.on("2026-03-05").held);
}

#[test]
fn a_bound_on_the_plain_date_is_no_acceleration() {
    let book = told().start("2025-01-06", "needed").held("2026-02-16", "Review").moved("2026-03-02", "monthly");
    let clock = book.on("2026-03-02");
    assert_eq!((clock.effective, clock.accelerated), (Some(day("2026-03-16")), false));
}

#[test]
fn the_bound_of_a_move_outlasts_a_longer_period_that_asks_earlier() {
    let book = told().start("2025-01-06", "calls").held("2026-03-10", "Review").moved("2026-06-15", "monthly");
    assert_eq!(book.effective("2026-06-15"), is("2026-06-29"));
    assert_eq!(book.moved("2026-06-16", "quarterly").effective("2026-06-16"), is("2026-06-29"));
}

#[test]
fn a_pardon_that_is_over_before_the_plain_date_moves_nothing() {
    let book = monthly().moved("2026-04-20", "quarterly").forgive("2026-04-21");
    assert_eq!(book.effective("2026-04-21"), is("2026-06-10"));
    assert_eq!(book.moved("2026-04-25", "calls").effective("2026-04-25"), is("2026-07-10"));
}

#[test]
fn overdue_stays_overdue_by_the_grace_of_the_new_segment() {
    let book = quarterly().moved("2026-05-20", "monthly");
    let (clock, _) = by(|model| model.segments[0].grace = 10, &book, "2026-05-20");
    assert_eq!((clock.effective, clock.grace_end), (Some(day("2026-04-13")), Some(day("2026-04-27"))));
}

#[test]
fn no_shorter_grace_makes_a_client_overdue() {
    // Due since 13 April, in grace to 20 April; by the new segment that ended on the 14th.
    let book = quarterly().moved("2026-04-16", "monthly");
    let (clock, why) = by(|model| model.segments[0].grace = 1, &book, "2026-04-16");
    assert_eq!((clock.effective, clock.grace_end), (Some(day("2026-04-13")), Some(day("2026-04-20"))));
    assert!(why.contains("; grace 1 working day →"), "{why}");
}

#[test]
fn a_stopped_client_is_not_booked_and_its_clock_stands() {
    let paused = quarterly().then("2026-02-02", What::Pause);
    assert_eq!(paused.clone().book("2026-02-03", "2026-03-02").on("2026-02-03").booked_on, None);
    let both = paused.then("2026-02-10", What::Archive).then("2026-03-02", What::Restore);
    assert_eq!(both.on("2026-03-02").anchor, Some(day("2026-01-12")), "still paused");
    assert_eq!(both.then("2026-03-09", What::Resume).on("2026-03-09").anchor, Some(day("2026-03-09")));
}

#[test]
fn a_stopped_client_has_its_first_day_when_it_is_asked_for_something() {
    let paused = || told().then("2026-01-02", What::Pause);
    assert_eq!(paused().start("2026-01-05", "monthly").on("2026-01-05").anchor, Some(day("2026-01-05")));
    assert_eq!(paused().start("2026-01-05", "needed").on("2026-01-05").anchor, None);
    let moved = paused().moved("2026-01-05", "needed");
    assert_eq!(moved.on("2026-01-05").anchor, None);
    assert_eq!(moved.moved("2026-01-08", "monthly").on("2026-01-08").anchor, Some(day("2026-01-08")));
}

#[test]
fn a_pause_drops_what_is_open_and_nothing_opens_until_it_ends() {
    let paused = quarterly().then("2026-02-02", What::Pause);
    let dropped = (review(), Closed::Dropped(day("2026-02-02")));
    assert_eq!(closed(&paused, "2026-02-02").last(), Some(&dropped));
    let reviewed = paused.moved("2026-02-10", "monthly").held("2026-03-02", "Review");
    assert_eq!(closed(&reviewed, "2026-03-02").last(), Some(&dropped), "the review closed nothing");
}

#[test]
fn occurrences_stand_kind_by_kind() {
    let book =
        told().start("2026-01-05", "calls").held("2026-01-12", "Call").held("2026-01-20", "Review").held("2026-02-02", "Call");
    let kinds: Vec<String> = closed(&book, "2026-02-03").into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["Review", "Review", "Call", "Call", "Call"]);
}

#[test]
fn a_book_shows_reviews_two_weeks_ahead_unless_it_says_otherwise() {
    assert_eq!((Settings::default().lead, Settings::default().first_within), (14, Period::days(30)));
}

#[test]
fn forgiving_is_refused_in_the_words_of_what_stands_in_the_way() {
    let paused = quarterly().then("2026-02-02", What::Pause).on("2026-02-02");
    assert_eq!(paused.may_forgive(), paused.may_skip());
}

#[test]
fn the_words_tell_pause_archive_own_period_snooze_and_booking() {
    let paused = quarterly().then("2026-02-02", What::Pause);
    assert_eq!(paused.why("2026-02-02"), "the client is paused: the clock stands; held 2026-01-12");
    let archived = quarterly().then("2026-02-02", What::Archive);
    assert_eq!(archived.why("2026-02-02"), "the client is archived: the clock stands; held 2026-01-12");
    let marked = quarterly().own("2026-02-02", "4 weeks", Some("2026-05-29"));
    let marked = marked.snooze("2026-02-20", "2026-02-27").book("2026-02-20", "2026-03-02").why("2026-02-20");
    for words in [
        "; the client's own period is 4 weeks until 2026-05-29",
        "; snoozed until 2026-02-27 (snoozes so far: 1)",
        "; booked on 2026-03-02",
        "; grace 5 working days →",
    ] {
        assert!(marked.contains(words), "{marked}");
    }
}

#[test]
fn the_words_tell_a_date_that_was_kept_and_a_month_end_that_was_asked_for() {
    let kept = quarterly().moved("2026-04-06", "monthly").why("2026-04-06");
    assert!(kept.contains("(accelerated: period changed 2026-04-06, the date it had)"), "{kept}");
    let bound = quarterly().moved("2026-03-02", "monthly").why("2026-03-02");
    assert!(bound.contains("(accelerated: period changed 2026-03-02 + 10 working days)"), "{bound}");
    let book = told().start("2025-01-06", "monthly").held("2026-01-14", "Review");
    let (clock, why) = by(|model| model.segments[0].touchpoints[0].end_of_month = true, &book, "2026-02-02");
    assert_eq!(clock.nominal, Some(day("2026-02-28")));
    assert!(why.contains("= 2026-02-28 (month end)"), "{why}");
}

#[test]
fn a_longer_period_whose_next_date_is_past_makes_nobody_overdue() {
    // After a skip to July four weeks ask for the 28th, the month of the segment for the 10th.
    let book = monthly().own("2026-03-11", "4 weeks", None).skip("2026-07-01");
    assert_eq!(book.effective("2026-07-20"), is("2026-07-28"));
    let ended = book.then("2026-07-20", What::Override { kind: review(), every: None, until: None });
    let clock = ended.on("2026-07-20");
    assert_eq!((clock.effective, clock.accelerated), (Some(day("2026-07-28")), true));
}
