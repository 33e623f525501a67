//! Facts and properties of the plan of first reviews (C13).

use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;
use proptest::prelude::*;

use super::*;

/// Monday.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 15).expect("a date");

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn first_review(client: i64, hours: f64, period: Period) -> FirstReview {
    FirstReview {
        client: ClientId(client),
        name: format!("Client {client:03}"),
        owner: Some("Ana".to_owned()),
        segment: "grow".to_owned(),
        kind: "Review".to_owned(),
        hours,
        period,
        effective: day("2026-07-15"),
        renewal_on: None,
        arr: None,
    }
}

fn load(on: &str, hours: f64) -> Load {
    Load { owner: Some("Ana".to_owned()), on: day(on), hours }
}

fn planned(reviews: &[FirstReview], loads: &[Load], capacity: Option<f64>, calendar: &Calendar) -> Spread {
    spread(reviews, loads, |_| OwnerWeek { capacity, calendar }, TODAY, None).expect("in range")
}

/// Client and day, in the order of the plan.
fn days(reviews: &[FirstReview], spread: &Spread) -> Vec<(i64, String)> {
    spread.planned.iter().map(|planned| (reviews[planned.review].client.0, planned.on.to_string())).collect()
}

#[test]
fn reviews_go_one_to_a_day_while_days_are_free() {
    let reviews: Vec<_> = (1..=5).map(|client| first_review(client, 1.0, Period::weeks(1))).collect();
    let spread = planned(&reviews, &[], None, &Calendar::default());
    let expected = ["2026-06-16", "2026-06-22", "2026-06-17", "2026-06-18", "2026-06-19"];
    let on: BTreeSet<_> = spread.planned.iter().map(|planned| planned.on.to_string()).collect();
    assert_eq!(on, expected.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_week_takes_no_more_than_the_owner_has() {
    let reviews: Vec<_> = (1..=6).map(|client| first_review(client, 2.0, Period::weeks(2))).collect();
    let spread = planned(&reviews, &[], Some(4.0), &Calendar::default());
    assert!(spread.planned.iter().all(|planned| planned.within_capacity));
    let hours: Vec<_> = spread.weeks.iter().map(|week| (week.monday.to_string(), week.hours, week.capacity)).collect();
    let week = |monday: &str| (monday.to_owned(), 4.0, Some(4.0));
    assert_eq!(hours, [week("2026-06-15"), week("2026-06-22"), week("2026-06-29")]);
}

#[test]
fn where_no_week_has_room_the_least_full_one_takes_it_and_the_plan_says_so() {
    let reviews: Vec<_> = (1..=4).map(|client| first_review(client, 2.0, Period::days(4))).collect();
    let spread = planned(&reviews, &[], Some(5.0), &Calendar::default());
    let within: Vec<_> = spread.planned.iter().map(|planned| planned.within_capacity).collect();
    assert_eq!(within, [true, true, false, false]);
    assert_eq!(spread.beyond_capacity(), 2);
    assert_eq!(spread.weeks.len(), 1);
    assert!(spread.weeks[0].is_over());
}

#[test]
fn hours_already_on_a_day_push_a_review_to_another() {
    let reviews = [first_review(1, 1.0, Period::days(4))];
    let loads = [load("2026-06-16", 1.0), load("2026-06-17", 0.5), load("2026-06-19", 0.5), load("2027-06-19", 9.0)];
    assert_eq!(days(&reviews, &planned(&reviews, &loads, None, &Calendar::default())), [(1, "2026-06-18".to_owned())]);
}

#[test]
fn what_is_overdue_is_worked_in_the_present_week() {
    let reviews = [first_review(1, 1.0, Period::weeks(2))];
    let spread = planned(&reviews, &[load("2026-03-02", 5.0)], Some(5.0), &Calendar::default());
    assert_eq!(days(&reviews, &spread), [(1, "2026-06-22".to_owned())]);
    assert_eq!(spread.weeks[0].hours, 5.0);
}

#[test]
fn holidays_of_the_owner_take_their_days_and_their_part_of_the_capacity() {
    let holidays = ["2026-06-16", "2026-06-17", "2026-06-18"].map(day).into();
    let calendar = Calendar { holidays, ..Calendar::default() };
    let reviews: Vec<_> = (1..=3).map(|client| first_review(client, 2.0, Period::days(4))).collect();
    let spread = planned(&reviews, &[], Some(10.0), &calendar);
    assert!(spread.planned.iter().all(|planned| planned.on == day("2026-06-19")));
    assert_eq!(spread.weeks[0].capacity, Some(4.0));
    assert_eq!(spread.beyond_capacity(), 1);
}

#[test]
fn a_window_without_a_working_day_is_the_next_working_day() {
    let calendar = Calendar { holidays: [day("2026-06-16"), day("2026-06-17")].into(), ..Calendar::default() };
    let reviews = [first_review(1, 1.0, Period::days(2))];
    assert_eq!(days(&reviews, &planned(&reviews, &[], None, &calendar)), [(1, "2026-06-18".to_owned())]);
}

#[test]
fn after_a_leave_longer_than_the_window_reviews_wait_for_the_first_day_back() {
    let leave = TODAY.iter_days().take(60).collect();
    let calendar = Calendar { holidays: leave, ..Calendar::default() };
    let reviews = [first_review(1, 1.0, Period::months(1)), first_review(2, 1.0, Period::weeks(10))];
    let spread = planned(&reviews, &[], Some(8.0), &calendar);
    assert_eq!(days(&reviews, &spread), [(1, "2026-08-14".to_owned()), (2, "2026-08-17".to_owned())]);
}

#[test]
fn weeks_given_take_the_place_of_the_periods() {
    let calendar = Calendar::default();
    let reviews: Vec<_> = (1..=50).map(|client| first_review(client, 1.0, Period::months(4))).collect();
    let week_of = |_: Option<&str>| OwnerWeek { capacity: None, calendar: &calendar };
    for weeks in [0, 1, 3] {
        let spread = spread(&reviews, &[], week_of, TODAY, Some(weeks)).expect("in range");
        let last = spread.planned.iter().map(|planned| planned.on).max().expect("planned");
        assert_eq!(last, TODAY + Days::new(u64::from(weeks * 7).max(1)));
    }
}

#[test]
fn the_first_day_goes_to_the_shortest_window_then_the_renewal_then_the_revenue_then_the_name() {
    let monthly = |client| first_review(client, 1.0, Period::months(1));
    let mut reviews = vec![monthly(1), monthly(2), monthly(3), monthly(4), monthly(5), monthly(6)];
    reviews[4].period = Period::weeks(1);
    reviews[3].renewal_on = Some(day("2026-09-01"));
    reviews[2].renewal_on = Some(day("2026-08-01"));
    reviews[5].arr = Some(Amount::whole(10));
    reviews[1].name = "Aardvark".to_owned();
    let mut asked: Vec<_> = reviews.iter().enumerate().map(|(at, review)| Asked::new(at, review, TODAY, None)).collect();
    asked.sort_by(Asked::order);
    let order: Vec<_> = asked.iter().map(|asked| asked.review.client.0).collect();
    assert_eq!(order, [5, 3, 4, 6, 2, 1]);
    assert_eq!(days(&reviews, &planned(&reviews, &[], None, &Calendar::default()))[0], (5, "2026-06-16".to_owned()));
}

#[test]
fn reviews_without_hours_spread_by_their_number() {
    let reviews: Vec<_> = (1..=4).map(|client| first_review(client, 0.0, Period::days(4))).collect();
    let spread = planned(&reviews, &[], Some(4.0), &Calendar::default());
    let on: BTreeSet<_> = spread.planned.iter().map(|planned| planned.on).collect();
    assert_eq!(on.len(), 4);
}

#[test]
fn owners_are_planned_apart_and_reviews_without_one_too() {
    let calendar = Calendar::default();
    let mut reviews = vec![first_review(1, 3.0, Period::weeks(1)), first_review(2, 3.0, Period::weeks(1))];
    reviews[1].owner = None;
    let week_of =
        |owner: Option<&str>| OwnerWeek { capacity: if owner == Some("Ana") { Some(2.0) } else { None }, calendar: &calendar };
    let spread = spread(&reviews, &[], week_of, TODAY, None).expect("in range");
    let tomorrow = day("2026-06-16");
    let expected =
        [Planned { review: 1, on: tomorrow, within_capacity: true }, Planned { review: 0, on: tomorrow, within_capacity: false }];
    assert_eq!(spread.planned, expected);
    assert_eq!(spread.peaks()[0].owner.as_deref(), Some("Ana"));
    assert_eq!(spread.peaks().len(), 2);
}

#[test]
fn peaks_name_the_weeks_over_capacity_before_heavier_ones() {
    let week =
        |monday: &str, hours, capacity| WeekLoad { owner: None, monday: day(monday), hours, planned: 0.0, reviews: 0, capacity };
    let weeks = vec![
        week("2026-06-15", 9.0, None),
        week("2026-06-22", 3.0, Some(2.0)),
        week("2026-06-29", 0.0, None),
        week("2026-07-06", 10.0, Some(10.0)),
    ];
    let spread = Spread { planned: Vec::new(), weeks };
    let hours: Vec<_> = spread.peaks().into_iter().map(|week| week.hours).collect();
    assert_eq!(hours, [3.0, 10.0, 9.0]);
}

#[test]
fn hours_that_are_no_number_and_periods_without_end_do_no_harm() {
    let endless = Period { n: u32::MAX, unit: crate::domain::calendar::Unit::Year };
    let reviews: Vec<_> = [f64::NAN, -1.0, f64::INFINITY].into_iter().map(|hours| first_review(1, hours, endless)).collect();
    let spread = planned(&reviews, &[load("2026-06-16", f64::MAX)], Some(f64::INFINITY), &Calendar::default());
    assert_eq!(spread.planned.len(), 3);
    assert_eq!(spread.weeks.len(), 521);
}

#[test]
fn on_the_last_day_of_the_calendar_nothing_can_be_planned() {
    let calendar = Calendar::default();
    let week_of = |_: Option<&str>| OwnerWeek { capacity: None, calendar: &calendar };
    assert!(spread(&[first_review(1, 1.0, Period::weeks(1))], &[], week_of, LAST, None).is_err());
    assert_eq!(spread(&[], &[], week_of, LAST, None), Ok(Spread::default()));
}

#[test]
fn an_owner_who_never_works_gets_plain_days() {
    let calendar = Calendar { working: Vec::new(), ..Calendar::default() };
    let reviews = [first_review(1, 1.0, Period::weeks(1))];
    assert_eq!(days(&reviews, &planned(&reviews, &[], Some(8.0), &calendar)), [(1, "2026-06-16".to_owned())]);
}

/// What a random plan is made of.
#[derive(Debug, Clone)]
struct Case {
    reviews: Vec<FirstReview>,
    loads: Vec<Load>,
    calendar: Calendar,
    capacity: Option<f64>,
    today: NaiveDate,
    weeks: Option<u32>,
}

impl Case {
    fn spread(&self) -> Spread {
        let week_of = |owner: Option<&str>| OwnerWeek { capacity: owner.and(self.capacity), calendar: &self.calendar };
        spread(&self.reviews, &self.loads, week_of, self.today, self.weeks).expect("in range")
    }

    /// The last day of a review's window.
    fn end(&self, review: &FirstReview) -> NaiveDate {
        self.weeks.map_or(review.period, Period::weeks).after(self.today, 1).unwrap_or(self.today)
    }

    fn working_days(&self, review: &FirstReview) -> usize {
        let (first, end) = (self.today + Days::new(1), self.end(review));
        first.iter_days().take_while(|day| *day <= end).filter(|day| self.calendar.is_working(*day)).count()
    }
}

fn an_owner() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, Some("Ana".to_owned()), Some("Ben".to_owned())])
}

/// Thirds of an hour, which no float holds exactly.
fn an_effort() -> impl Strategy<Value = f64> {
    (0u32..12).prop_map(|n| f64::from(n) / 3.0)
}

fn a_review() -> impl Strategy<Value = FirstReview> {
    let periods = ["1 day", "3 days", "1 week", "2 weeks", "1 month", "4 months"].map(|text| text.parse().expect("a period"));
    let rest = (prop::option::of(0u64..400), prop::option::of(0i32..4));
    (1i64..12, an_owner(), an_effort(), prop::sample::select(periods.to_vec()), rest).prop_map(
        |(client, owner, hours, period, (renewal, arr))| FirstReview {
            owner,
            renewal_on: renewal.map(|days| TODAY + Days::new(days)),
            arr: arr.map(Amount::whole),
            ..first_review(client, hours, period)
        },
    )
}

fn a_calendar() -> impl Strategy<Value = Calendar> {
    let weekdays = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sat];
    let holidays = prop::collection::btree_set((0u64..60).prop_map(|days| TODAY + Days::new(days)), 0..20);
    (prop::sample::subsequence(weekdays, 1..=5), holidays).prop_map(|(working, holidays)| Calendar {
        working,
        holidays,
        ..Calendar::default()
    })
}

fn a_case() -> impl Strategy<Value = Case> {
    let a_load = (an_owner(), 0u64..60, an_effort()).prop_map(|(owner, days, hours)| Load {
        owner,
        on: TODAY - Days::new(10) + Days::new(days),
        hours,
    });
    (
        prop::collection::vec(a_review(), 0..40),
        prop::collection::vec(a_load, 0..12),
        a_calendar(),
        prop::option::of((0u32..12).prop_map(f64::from)),
        0u64..7,
        prop::option::weighted(0.3, 0u32..6),
    )
        .prop_map(|(reviews, loads, calendar, capacity, days, weeks)| Case {
            reviews,
            loads,
            calendar,
            capacity,
            today: TODAY + Days::new(days),
            weeks,
        })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

proptest! {
    #[test]
    fn every_review_is_planned_exactly_once(case in a_case()) {
        let mut indexes: Vec<_> = case.spread().planned.iter().map(|planned| planned.review).collect();
        indexes.sort_unstable();
        prop_assert_eq!(indexes, (0..case.reviews.len()).collect::<Vec<_>>());
    }

    #[test]
    fn every_review_is_planned_on_a_working_day_of_its_window(case in a_case()) {
        for planned in case.spread().planned {
            let review = &case.reviews[planned.review];
            prop_assert!(planned.on > case.today && case.calendar.is_working(planned.on), "{:?}", planned);
            if case.working_days(review) > 0 {
                prop_assert!(planned.on <= case.end(review), "{:?}", planned);
            } else {
                let next = (case.today + Days::new(1)).iter_days().find(|day| case.calendar.is_working(*day));
                prop_assert_eq!(Some(planned.on), next);
            }
        }
    }

    #[test]
    fn no_week_is_over_capacity_where_all_its_reviews_had_room(case in a_case()) {
        let spread = case.spread();
        for week in spread.weeks.iter().filter(|week| week.reviews > 0) {
            let of_week = |planned: &&Planned| {
                monday_of(planned.on) == week.monday && case.reviews[planned.review].owner == week.owner
            };
            prop_assert_eq!(spread.planned.iter().filter(of_week).count(), week.reviews as usize);
            let all_within = spread.planned.iter().filter(of_week).all(|planned| planned.within_capacity);
            prop_assert_eq!(all_within, !week.is_over(), "{:?}", week);
        }
    }

    #[test]
    fn the_order_of_what_is_given_does_not_matter(
        (case, other) in a_case().prop_flat_map(|case| {
            let shuffled = (Just(case.reviews.clone()).prop_shuffle(), Just(case.loads.clone()).prop_shuffle());
            let other = case.clone();
            let other = shuffled.prop_map(move |(reviews, loads)| Case { reviews, loads, ..other.clone() });
            (Just(case), other)
        })
    ) {
        let told = |case: &Case| {
            let spread = case.spread();
            let name = |planned: &Planned| {
                let review = &case.reviews[planned.review];
                (review.owner.clone(), planned.on, planned.within_capacity, review.client, seconds(review.hours))
            };
            let mut named: Vec<_> = spread.planned.iter().map(name).collect();
            named.sort();
            (named, spread.weeks)
        };
        prop_assert_eq!(told(&case), told(&other));
    }

    #[test]
    fn the_peak_is_no_higher_than_with_all_reviews_on_one_day(case in a_case()) {
        let spread = case.spread();
        let mut all: BTreeMap<Option<String>, f64> = BTreeMap::new();
        let mut had: BTreeMap<Option<String>, f64> = BTreeMap::new();
        for week in &spread.weeks {
            *all.entry(week.owner.clone()).or_default() += week.planned;
            let heaviest = had.entry(week.owner.clone()).or_default();
            *heaviest = heaviest.max(week.hours - week.planned);
        }
        for week in &spread.weeks {
            prop_assert!(week.hours <= had[&week.owner] + all[&week.owner] + 0.01, "{:?}", week);
        }
    }

    #[test]
    fn the_hours_of_a_week_are_what_was_there_and_what_is_planned(case in a_case()) {
        let spread = case.spread();
        for week in &spread.weeks {
            let present = week.monday == monday_of(case.today);
            let there = case.loads.iter().filter(|load| load.owner == week.owner);
            let there = there.filter(|load| monday_of(load.on) == week.monday || (present && load.on < case.today));
            let new = spread.planned.iter().filter(|planned| monday_of(planned.on) == week.monday);
            let new = new.map(|planned| &case.reviews[planned.review]).filter(|review| review.owner == week.owner);
            let (there, new): (f64, f64) = (there.map(|load| load.hours).sum(), new.map(|review| review.hours).sum());
            prop_assert!(close(week.planned, new) && close(week.hours, there + new), "{:?}: {} + {}", week, there, new);
        }
    }

    #[test]
    fn equal_reviews_with_equal_windows_differ_by_one_a_day_at_most(case in a_case(), n in 1i64..60) {
        let reviews = (1..=n).map(|client| first_review(client, 0.5, Period::weeks(3))).collect();
        let even = Case { reviews, loads: Vec::new(), capacity: None, weeks: None, ..case };
        let days = even.working_days(&even.reviews[0]);
        prop_assume!(days > 0);
        let mut on: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for planned in even.spread().planned {
            *on.entry(planned.on).or_default() += 1;
        }
        let least = if on.len() < days { 0 } else { on.values().copied().min().unwrap_or(0) };
        prop_assert!(on.values().all(|count| *count <= least + 1), "{:?}", on);
    }

    #[test]
    fn the_weeks_of_an_owner_follow_each_other_without_a_gap(case in a_case()) {
        let spread = case.spread();
        for pair in spread.weeks.windows(2) {
            let next = pair[0].owner == pair[1].owner && pair[1].monday == pair[0].monday + Days::new(7);
            prop_assert!(next || (pair[0].owner < pair[1].owner && pair[1].monday == monday_of(case.today)), "{:?}", pair);
        }
    }
}

#[test]
fn a_week_with_days_off_has_the_part_of_its_hours_that_is_worked() {
    let calendar = Calendar { holidays: [day("2026-06-24"), day("2026-06-27")].into(), ..Calendar::default() };
    let has = OwnerWeek { capacity: Some(10.0), calendar: &calendar };
    assert_eq!(has.hours_in(TODAY), Some(10.0));
    assert_eq!(has.hours_in(day("2026-06-22")), Some(8.0));
    let two_days = Calendar { working: vec![Weekday::Mon, Weekday::Tue], ..Calendar::default() };
    assert_eq!(OwnerWeek { capacity: Some(10.0), calendar: &two_days }.hours_in(TODAY), Some(10.0));
    assert_eq!(OwnerWeek { capacity: None, calendar: &two_days }.hours_in(TODAY), None);
}
