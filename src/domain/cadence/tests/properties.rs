//! The properties of C20 over random histories.

use chrono::Days;
use proptest::prelude::*;

use super::*;

/// Monday.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");

/// The days a random history spans.
const SPAN: u64 = 240;

fn on(offset: u64) -> NaiveDate {
    FIRST_DAY + Days::new(offset)
}

fn kind() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Review", "Call", "QBR"]).prop_map(str::to_owned)
}

fn a_segment() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["monthly", "quarterly", "calls", "needed", "gone"]).prop_map(str::to_owned)
}

fn a_period() -> impl Strategy<Value = Period> {
    prop::sample::select(vec!["1 week", "2 weeks", "30 days", "1 month", "2 months", "6 months", "1 year"]).prop_map(every)
}

fn leaving() -> impl Strategy<Value = Leaving> {
    prop::sample::select(vec![Leaving::Hold, Leaving::Forgive])
}

fn what(at: u64) -> impl Strategy<Value = What> {
    let later = move || (0..60u64).prop_map(move |days| on(at + days));
    prop_oneof![
        6 => kind().prop_map(|kind| What::Review { kind }),
        5 => (prop::option::weighted(0.9, a_segment()), leaving()).prop_map(|(to, leaving)| What::Move { to, leaving }),
        1 => a_segment().prop_map(|segment| What::Start { segment }),
        1 => prop::sample::select(vec![What::Pause, What::Resume, What::Archive, What::Restore]),
        1 => prop::sample::select(vec![What::Resume, What::Restore]),
        2 => (kind(), later()).prop_map(|(kind, until)| What::Snooze { kind, until }),
        2 => (kind(), later()).prop_map(|(kind, date)| What::Book { kind, date }),
        2 => kind().prop_map(|kind| What::Skip { kind }),
        2 => kind().prop_map(|kind| What::Forgive { kind }),
        1 => (kind(), later()).prop_map(|(kind, date)| What::Plan { kind, date }),
        2 => (kind(), prop::option::of(a_period()), prop::option::of(later()))
            .prop_map(|(kind, every, until)| What::Override { kind, every, until }),
    ]
}

fn history() -> impl Strategy<Value = Vec<Event>> {
    let event = (0..SPAN).prop_flat_map(|at| what(at).prop_map(move |what| (on(at), what)));
    prop::collection::vec(event, 0..14).prop_map(|events| {
        let numbered = events.into_iter().zip(1..);
        numbered.map(|((on, what), order)| Event { on, order, what }).collect()
    })
}

fn with_rules<T>(check: impl Fn(Rules<'_>) -> T) -> T {
    let mut model = model();
    model.segments[1].grace = 0;
    model.segments[2].touchpoints[0].end_of_month = true;
    let settings = Settings::default();
    check(Rules { model: &model, settings: &settings })
}

fn clocks(events: &[Event], today: NaiveDate) -> Vec<Clock> {
    with_rules(|rules| rules.clocks(events, today).expect("dates in range"))
}

/// Reviews and how things came to be, apart from the order they were typed in.
fn reviews(events: &[Event]) -> Vec<usize> {
    events.iter().enumerate().filter(|(_, e)| matches!(e.what, What::Review { .. })).map(|(at, _)| at).collect()
}

proptest! {
    #[test]
    fn recomputing_on_each_day_of_the_span_gives_the_same_columns(events in history(), at in 0..SPAN) {
        for clock in clocks(&events, on(at)) {
            let last = clock.until.unwrap_or(on(SPAN + 60));
            prop_assert!(clock.from <= on(at) && on(at) < last);
            let mut today = clock.from.max(FIRST_DAY);
            while today < last {
                let again = clocks(&events, today).into_iter().find(|other| other.kind == clock.kind);
                prop_assert_eq!(again.as_ref(), Some(&clock), "{}", today);
                today = today + Days::new(7);
            }
        }
    }

    #[test]
    fn the_order_in_which_events_are_given_does_not_matter(events in history(), at in 0..SPAN) {
        let backwards: Vec<_> = events.iter().rev().cloned().collect();
        prop_assert_eq!(clocks(&events, on(at)), clocks(&backwards, on(at)));
    }

    #[test]
    fn the_order_of_entry_of_reviews_does_not_matter(events in history(), at in 0..SPAN) {
        let mut late = events.clone();
        for (n, review) in reviews(&events).into_iter().enumerate() {
            late[review].order = 1000 - i64::try_from(n).expect("few reviews");
        }
        prop_assert_eq!(clocks(&events, on(at)), clocks(&late, on(at)));
    }

    #[test]
    fn the_nominal_date_lies_after_the_anchor(events in history(), at in 0..SPAN) {
        for clock in clocks(&events, on(at)) {
            if let Some(nominal) = clock.nominal {
                prop_assert!(clock.anchor.is_some_and(|anchor| anchor < nominal), "{:?}", clock);
            }
        }
    }

    #[test]
    fn voiding_a_review_and_restoring_it_gives_the_identical_state(events in history(), at in 0..SPAN) {
        let Some(&review) = reviews(&events).first() else { return Ok(()) };
        let mut restored = events.clone();
        let voided = restored.remove(review);
        restored.push(voided);
        prop_assert_eq!(clocks(&events, on(at)), clocks(&restored, on(at)));
    }

    #[test]
    fn a_running_clock_has_all_its_dates_and_no_other_has_one(events in history(), at in 0..SPAN) {
        for clock in clocks(&events, on(at)) {
            let running = clock.mode == Mode::Running;
            let dates = [clock.nominal, clock.effective, clock.grace_end];
            prop_assert!(dates.iter().all(|date| date.is_some() == running), "{:?}", clock);
            prop_assert!(!running || (clock.period.is_some() && clock.effective <= clock.grace_end), "{:?}", clock);
        }
    }

    #[test]
    fn the_days_in_the_index_agree_with_the_state(events in history(), at in 0..SPAN) {
        let today = on(at);
        for clock in clocks(&events, today) {
            let state = clock.state(today, 14);
            let reached = |from: Option<NaiveDate>| from.is_some_and(|from| from <= today);
            prop_assert_eq!(reached(clock.overdue_from()), state == State::Overdue, "{:?}", clock);
            prop_assert_eq!(reached(clock.due_from()), state <= State::Due, "{:?}", clock);
            prop_assert_eq!(reached(clock.upcoming_from(14)), state <= State::Upcoming, "{:?}", clock);
        }
    }

    #[test]
    fn no_move_makes_a_client_overdue_by_itself(events in history(), to in a_segment(), leaving in leaving(), at in 0..SPAN) {
        let today = on(at);
        let earlier: Vec<_> = events.into_iter().filter(|event| event.on < today).collect();
        let before = clocks(&earlier, today);
        // What is held and has lost its segment comes back with the dates it had, also under a shorter period.
        let last = earlier.iter().filter(|event| event.what.entered().is_some()).max_by_key(|event| (event.on, event.order));
        let held_nowhere = last.is_some_and(|event| matches!(event.what, What::Move { to: None, leaving: Leaving::Hold }));
        let mut moved = earlier;
        moved.push(Event { on: today, order: 100, what: What::Move { to: Some(to), leaving } });
        for (before, after) in before.iter().zip(clocks(&moved, today)) {
            let late = |clock: &Clock| clock.mode == Mode::Running && clock.grace_end.is_some_and(|end| today > end);
            prop_assert!(late(before) || after.held || held_nowhere || !late(&after), "{:?} → {:?}", before, after);
        }
    }

    #[test]
    fn a_longer_period_never_gives_an_earlier_nominal_date(anchor in 0..SPAN, n in 1u32..40) {
        for unit in ["days", "weeks", "months"] {
            let nominal = |n: u32| {
                let events = told().start("2025-01-06", "needed").held(&on(anchor).to_string(), "Review");
                let own = What::Override { kind: review(), every: Some(every(&format!("{n} {unit}"))), until: None };
                let events = events.then(&on(anchor).to_string(), own);
                clocks(&events.0, on(anchor))[0].nominal
            };
            prop_assert!(nominal(n) <= nominal(n + 1));
        }
    }

    #[test]
    fn every_clock_explains_itself_and_every_occurrence_is_told(events in history(), at in 0..SPAN) {
        with_rules(|rules| {
            let today = on(at);
            let occurrences = rules.occurrences(&events, today).expect("in range");
            for clock in rules.clocks(&events, today).expect("in range") {
                let why = rules.why(&events, &clock.kind, today).expect("in range").expect("a known kind");
                assert!(!why.is_empty());
                let open = occurrences.iter().filter(|o| o.kind == clock.kind && o.closed == Closed::Open).count();
                assert_eq!(open, usize::from(clock.mode == Mode::Running));
            }
        });
    }
}
