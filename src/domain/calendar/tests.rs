//! Facts about periods, working days and rolling (cadence.md C1, C3–C5).

use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn every(text: &str) -> Period {
    text.parse().expect("a period")
}

#[test]
fn periods_are_read_in_every_spelling_and_print_in_one() {
    for (text, printed) in [
        ("2 weeks", "2 weeks"),
        ("1 month", "1 month"),
        ("12 months", "12 months"),
        ("10 days", "10 days"),
        ("1 year", "1 year"),
        ("2w", "2 weeks"),
        ("14d", "14 days"),
        ("3M", "3 months"),
        ("1y", "1 year"),
        (" 1  Week ", "1 week"),
        ("2week", "2 weeks"),
    ] {
        assert_eq!(every(text).to_string(), printed, "{text}");
        assert_eq!(every(printed), every(text));
    }
}

#[test]
fn what_is_no_period_is_refused_with_what_would_be_right() {
    for text in ["", "weeks", "2", "-2 weeks", "1.5 months", "2 fortnights", "two weeks", "as needed", "0 weeks", "99999 days"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    let message = "2 fortnights".parse::<Period>().expect_err("no period").to_string();
    assert!(message.contains("2 weeks"), "{message}");
}

#[test]
fn nominal_dates_follow_the_table_of_c3() {
    for (anchor, period, nominal) in [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2026-01-31", "2 months", "2026-03-31"),
        ("2026-01-31", "3 months", "2026-04-30"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2024-02-29", "48 months", "2028-02-29"),
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2025-11-29", "3 months", "2026-02-28"),
        ("2026-06-30", "1 month", "2026-07-30"),
        ("2026-12-31", "2 weeks", "2027-01-14"),
    ] {
        assert_eq!(every(period).after(day(anchor), 1), Ok(day(nominal)), "{anchor} + {period}");
    }
    assert_eq!(every("1 month").after_to_month_end(day("2026-06-30"), 1), Ok(day("2026-07-31")));
}

#[test]
fn multiples_are_counted_from_the_anchor_not_from_the_last_result() {
    assert_eq!(every("1 month").after(day("2026-01-31"), 2), Ok(day("2026-03-31")));
    assert_eq!(every("1 year").after(day("2024-02-29"), 4), Ok(day("2028-02-29")));
}

#[test]
fn a_date_outside_the_calendar_is_an_error_that_names_start_and_period() {
    let error = every("9999 years").after(day("2026-01-31"), 1).expect_err("out of range");
    assert_eq!(error.to_string(), "2026-01-31 plus 9999 years lies outside the calendar; choose a shorter period");
    for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
        assert!(Period { n: u32::MAX, unit }.after(LAST, u32::MAX).is_err());
    }
    assert_eq!(Period::days(1).after(day("9999-12-30"), 1), Ok(LAST));
    assert!(Period::days(1).after(LAST, 1).is_err());
}

#[test]
fn ranking_counts_a_month_as_thirty_days_and_a_year_as_twelve_months() {
    for (period, days) in [("10 days", 10), ("2 weeks", 14), ("4 months", 120), ("1 year", 360), ("12 months", 360)] {
        assert_eq!(every(period).ranking_days(), days, "{period}");
    }
}

#[test]
fn month_end_facts_of_other_libraries_hold() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = path.ancestors().map(|up| up.join("shared/data/dates/month_end_facts.csv")).find(|file| file.exists());
    let Some(file) = found else {
        println!("skipped: ../shared/data/dates/month_end_facts.csv is not here");
        return;
    };
    let mut rows = csv::Reader::from_path(file).expect("the facts open");
    let mut checked = 0;
    for row in rows.records() {
        let row = row.expect("a row");
        let (Some(start), Some(unit), Some(count), Some(expected)) = (row.get(1), row.get(2), row.get(3), row.get(4)) else {
            panic!("a short row: {row:?}")
        };
        let (Ok(start), Ok(expected)) = (start.parse::<NaiveDate>(), expected.parse::<NaiveDate>()) else { continue };
        if unit == "last_day_of_month" {
            assert_eq!(end_of_month(start), expected, "{row:?}");
            checked += 1;
            continue;
        }
        let unit = match unit {
            "days" => Unit::Day,
            "weeks" => Unit::Week,
            "months" => Unit::Month,
            "years" => Unit::Year,
            "quarters" => Unit::Month,
            _ => continue,
        };
        let scale = if row.get(2) == Some("quarters") { 3 } else { 1 };
        let Ok(n) = count.parse::<u32>().map(|n| n * scale) else { continue };
        assert_eq!(Period { n, unit }.after(start, 1), Ok(expected), "{row:?}");
        checked += 1;
    }
    assert!(checked > 10, "only {checked} facts were checked");
}

#[test]
fn rolling_follows_the_vectors_of_c4() {
    for (nominal, roll, effective) in [
        ("2026-02-28", Roll::Following, "2026-03-02"),
        ("2026-02-28", Roll::ModifiedFollowing, "2026-02-27"),
        ("2026-02-28", Roll::Preceding, "2026-02-27"),
        ("2026-02-28", Roll::None, "2026-02-28"),
        ("2026-03-01", Roll::Preceding, "2026-02-27"),
        ("2026-03-01", Roll::ModifiedFollowing, "2026-03-02"),
        ("2026-03-03", Roll::Following, "2026-03-03"),
    ] {
        let rolled = Calendar { roll, ..Calendar::default() }.roll(day(nominal));
        assert_eq!(rolled, Rolled { date: day(effective), complaint: None }, "{nominal} {roll}");
    }
}

#[test]
fn holidays_are_rolled_over_and_not_counted() {
    let calendar = Calendar { holidays: [day("2026-12-25"), day("2026-12-28")].into(), ..Calendar::default() };
    assert_eq!(calendar.roll(day("2026-12-25")).date, day("2026-12-29"));
    assert_eq!(calendar.add_working_days(day("2026-12-24"), 1), Some(day("2026-12-29")));
    assert_eq!(calendar.add_working_days(day("2026-12-24"), 0), Some(day("2026-12-24")));
}

#[test]
fn five_working_days_after_a_saturday_are_the_next_friday() {
    assert_eq!(Calendar::default().add_working_days(day("2026-02-28"), 5), Some(day("2026-03-06")));
    assert_eq!(Calendar::default().add_working_days(day("2026-02-27"), 5), Some(day("2026-03-06")));
}

#[test]
fn a_calendar_without_working_days_complains_and_keeps_the_nominal_date() {
    for roll in [Roll::Following, Roll::Preceding, Roll::ModifiedFollowing] {
        let idle = Calendar { working: Vec::new(), roll, ..Calendar::default() };
        let nominal = day("2026-03-01");
        assert_eq!(idle.roll(nominal), Rolled { date: nominal, complaint: Some(NoWorkingDay(nominal)) });
        assert_eq!(idle.add_working_days(nominal, 5), Some(day("2026-03-06")));
    }
}

#[test]
fn thirty_days_off_are_rolled_over_thirty_one_are_a_mistake() {
    let off = |days: u64| {
        let start = day("2026-03-01");
        let holidays = (0..days).map(|n| start + chrono::Days::new(n)).collect();
        let working = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        Calendar { working, holidays, roll: Roll::Following }.roll(start)
    };
    assert_eq!(off(30), Rolled { date: day("2026-03-31"), complaint: None });
    assert!(off(31).complaint.is_some());
}

#[test]
fn a_month_without_a_working_day_is_found_wherever_it_begins() {
    let off = |days: u64| {
        let start = day("2026-06-29");
        let holidays = (0..days).map(|n| start + chrono::Days::new(n)).collect();
        Calendar { holidays, ..Calendar::default() }
    };
    assert_eq!((Calendar::default().fault(), off(25).fault()), (None, None));
    // The weekend before 29 June belongs to the stretch.
    assert_eq!(off(33).fault(), Some(NoWorkingDay(day("2026-06-27"))));
}

#[test]
fn policies_are_read_as_they_print() {
    for roll in [Roll::None, Roll::Following, Roll::Preceding, Roll::ModifiedFollowing] {
        assert_eq!(roll.to_string().parse(), Ok(roll));
    }
    assert!("backwards".parse::<Roll>().is_err());
}

proptest! {
    #[test]
    fn a_nominal_date_lies_after_its_anchor(days in 0u32..40_000, n in 1u32..60, unit in 0usize..4, k in 1u32..40) {
        let anchor = day("1990-01-01") + chrono::Days::new(days.into());
        let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Year][unit];
        let one = Period { n, unit }.after(anchor, k).expect("in range");
        prop_assert!(one > anchor);
        let longer = Period { n: n + 1, unit };
        prop_assert!(longer.after(anchor, k).expect("in range") >= one);
    }

    #[test]
    fn a_rolled_date_is_worked_and_near(days in 0u32..40_000) {
        let nominal = day("1990-01-01") + chrono::Days::new(days.into());
        for roll in [Roll::Following, Roll::Preceding, Roll::ModifiedFollowing] {
            let calendar = Calendar { roll, ..Calendar::default() };
            let date = calendar.roll(nominal).date;
            prop_assert!(calendar.is_working(date));
            prop_assert!((date - nominal).num_days().abs() <= 2);
        }
    }

    #[test]
    fn no_text_makes_reading_a_period_panic(text in "\\PC{0,12}|[0-9]{0,12} ?[dwmy]?") {
        let _ = text.parse::<Period>();
    }
}
