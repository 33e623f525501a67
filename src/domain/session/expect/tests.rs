//! Expectations: what is read of a text, which day it names, and what becomes of it.

use proptest::prelude::*;

use super::*;
use crate::domain::model::builtin;

/// A Thursday in the fourth quarter.
const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 5).expect("a date");

fn model() -> Model {
    Model::parse(builtin::all()[0].1, "f").expect("it is whole")
}

fn read(text: &str) -> (Expectation, Option<String>) {
    let (expectation, day) = Expectation::read(text, &model(), ON);
    (expectation, day.map(|day| day.to_string()))
}

fn score(what: &str, how: Comparison, bound: i64) -> Expectation {
    Expectation::Compared { what: what.to_owned(), how, bound }
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

#[test]
fn a_score_compared_with_a_number_is_read() {
    use Comparison::{Above, AtLeast, AtMost, Below, Equal};
    let model = model();
    let factor = &model.dimensions[0].factors[0];
    for (text, what, how, bound) in [
        ("appetite ≥ 70", "appetite", AtLeast, 7000),
        ("appetite>=70", "appetite", AtLeast, 7000),
        ("Appetite => 70", "appetite", AtLeast, 7000),
        ("APPETITE > 66.7", "appetite", Above, 6670),
        ("maturity ≤ 33.33", "maturity", AtMost, 3333),
        ("maturity <= 40", "maturity", AtMost, 4000),
        ("maturity < 40.", "maturity", Below, 4000),
        ("Appetite = 50", "appetite", Equal, 5000),
        ("x ≥ 50", "maturity", AtLeast, 5000),
        ("y > 50", "appetite", Above, 5000),
        (&format!("{} >= 4", factor.key), &factor.key, AtLeast, 400),
        (&format!("score.{}>=4", factor.key), &factor.key, AtLeast, 400),
        (&format!("maturity.{} >= 4", factor.key), &factor.key, AtLeast, 400),
        (&format!("{} >= 4", factor.question.to_uppercase()), &factor.key, AtLeast, 400),
    ] {
        assert_eq!(read(text), (score(what, how, bound), None), "{text}");
    }
}

#[test]
fn conditions_and_states_are_a_filter_and_everything_else_is_words() {
    for (text, printed) in [
        ("arr>50k", "arr>50000"),
        ("arr > 50k", "arr>50000"),
        ("stage:steady", "stage:steady"),
        ("-overdue", "-overdue"),
        ("not stale", "-stale"),
        ("arr >= 50k stage:steady", "arr>=50000 stage:steady"),
        ("seg:transform or near:cut", "seg:transform or near:cut"),
    ] {
        let (Expectation::Filter(filter), None) = read(text) else { panic!("{text}: {:?}", read(text)) };
        assert_eq!(filter.to_string(), printed, "{text}");
    }
    for text in [
        "",
        "  ",
        "they hire a head of operations",
        "appetite grows",
        "appetite ≥ many",
        "appetite ≥",
        "≥ 70",
        "appetite ≥ 70.123",
        "zeal ≥ 70",
        "appetite ≥ 70 and maturity ≥ 50",
        "arr>50k and a plan",
        "approved by Ana",
    ] {
        assert_eq!(read(text), (Expectation::Words, None), "{text}");
    }
}

#[test]
fn the_day_at_the_end_is_understood() {
    for (words, named) in [
        ("next quarter", "2027-03-31"),
        ("the end of next quarter", "2027-03-31"),
        ("this quarter", "2026-12-31"),
        ("end of quarter", "2026-12-31"),
        ("EOQ", "2026-12-31"),
        ("Q1", "2027-03-31"),
        ("q4", "2026-12-31"),
        ("Q3", "2027-09-30"),
        ("Q3 2026", "2026-09-30"),
        ("2027-Q2", "2027-06-30"),
        ("next month", "2026-12-31"),
        ("eom", "2026-11-30"),
        ("end of month", "2026-11-30"),
        ("end of the year", "2026-12-31"),
        ("next year", "2027-12-31"),
        ("2027", "2027-12-31"),
        ("March", "2027-03-31"),
        ("november", "2026-11-30"),
        ("March 2028", "2028-03-31"),
        ("2027-01-31", "2027-01-31"),
        ("2027-01-31.", "2027-01-31"),
        ("in 3 months", "2027-02-05"),
        ("+2w", "2026-11-19"),
        ("5 Dec", "2026-12-05"),
        ("31 Jan", "2027-01-31"),
        ("next fri", "2026-11-06"),
    ] {
        let expected = (score("appetite", Comparison::AtLeast, 7000), Some(named.to_owned()));
        assert_eq!(read(&format!("appetite ≥ 70 by {words}")), expected, "{words}");
        assert_eq!(read(&format!("appetite ≥ 70, BY {words}")), expected, "{words}");
        assert_eq!(read(&format!("a plan approved by Ana by {words}")), (Expectation::Words, Some(named.to_owned())), "{words}");
        assert_eq!(read(&format!("by {words}")), (Expectation::Words, Some(named.to_owned())), "{words}");
    }
}

#[test]
fn a_by_without_a_day_leaves_it_to_the_next_session() {
    let expected = (score("appetite", Comparison::AtLeast, 7000), None);
    assert_eq!(read("appetite ≥ 70 by the next session"), expected);
    assert_eq!(read("appetite ≥ 70 by"), expected);
    assert_eq!(read("appetite ≥ 70 by some day"), (Expectation::Words, None));
}

#[test]
fn quarters_are_those_of_the_fiscal_year_where_it_is_known() {
    let february = Fiscal { begins: chrono::Month::February };
    let named = |text: &str| Expectation::read_in(text, &model(), ON, february).1;
    assert_eq!(named("by next quarter"), day("2027-04-30"));
    assert_eq!(named("by Q1"), day("2027-04-30"));
    assert_eq!(named("by Q4"), day("2027-01-31"));
}

#[test]
fn what_became_of_a_comparison_is_told_with_its_value() {
    let expected = score("appetite", Comparison::AtLeast, 7000);
    let told = |found, by_day| {
        let (verdict, why) = expected.judge(found, by_day, ON);
        (verdict.words(), why)
    };
    let (past, today, ahead) = (day("2026-11-04"), Some(ON), day("2026-12-31"));
    let is = |words: &'static str, why: &str| (words, why.to_owned());
    assert_eq!(told(Found::Value(7000), None), is("held", "appetite is 70, expected ≥ 70"));
    assert_eq!(told(Found::Value(7050), past), is("held", "appetite is 70.5, expected ≥ 70"));
    assert_eq!(told(Found::Value(7050), ahead), is("held", "appetite is 70.5, expected ≥ 70"));
    assert_eq!(told(Found::Value(6670), None), is("not held", "appetite is 66.7, expected ≥ 70"));
    assert_eq!(told(Found::Value(6667), past), is("not held", "appetite is 66.67, expected ≥ 70"));
    assert_eq!(told(Found::Value(6670), today), is("unknown", "appetite is 66.7, expected ≥ 70 by 2026-11-05"));
    assert_eq!(told(Found::Value(6670), ahead), is("unknown", "appetite is 66.7, expected ≥ 70 by 2026-12-31"));
    assert_eq!(told(Found::Nothing, past), is("unknown", "appetite has no score, expected ≥ 70 by 2026-11-04"));
    assert_eq!(told(Found::Nothing, None), is("unknown", "appetite has no score, expected ≥ 70"));
}

#[test]
fn what_became_of_a_filter_and_of_words_is_told() {
    let filter = read("arr > 50k").0;
    assert_eq!(filter.judge(Found::Passes(true), None, ON), (Verdict::Held, "arr>50000 is so".to_owned()));
    assert_eq!(filter.judge(Found::Passes(false), None, ON), (Verdict::NotHeld, "arr>50000 is not so".to_owned()));
    let waits = filter.judge(Found::Passes(false), day("2026-12-31"), ON);
    assert_eq!(waits, (Verdict::Unknown, "arr>50000 is not so by 2026-12-31".to_owned()));
    assert_eq!(filter.judge(Found::Nothing, None, ON).0, Verdict::Unknown);
    let words = Expectation::Words.judge(Found::Nothing, day("2026-01-01"), ON);
    assert_eq!(words, (Verdict::Unknown, "only a person can judge it".to_owned()));
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,40}|(appetite|arr|x| |≥|>=|<|=|:|by|BY|next|quarter|q1|70|\\.|-|é|2027|-01|eom){0,12}") {
        let _ = Expectation::read(&text, &model(), ON);
    }

    #[test]
    fn any_day_it_is_written_on_is_taken(days in 0i32..3_652_059, words in "(next |this |end of )?(month|quarter|year)|q[1-4]|(mar|dec)|31 jan|in 9999 years") {
        let on = NaiveDate::from_num_days_from_ce_opt(days + 1).expect("in range");
        let _ = Expectation::read(&format!("by {words}"), &model(), on);
    }

    #[test]
    fn spaces_and_case_do_not_matter(
        (name, sign, number) in ("appetite|maturity|x", "≥|>=|≤|<=|<|>|=", "[0-9]{1,3}(\\.[0-9]{1,2})?"),
        gaps in prop::array::uniform4(" {0,3}"),
        by in "( by next quarter)?",
        upper in any::<bool>(),
    ) {
        let plain = format!("{name}{sign}{number}{by}");
        let [a, b, c, d] = gaps;
        let other = format!("{a}{name}{b}{sign}{c}{number}{by}{d}");
        let other = if upper { other.to_uppercase() } else { other };
        let (read, day) = Expectation::read(&plain, &model(), ON);
        let is_compared = matches!(read, Expectation::Compared { .. });
        prop_assert!(is_compared);
        prop_assert_eq!(Expectation::read(&other, &model(), ON), (read, day));
    }

    #[test]
    fn what_is_true_held_and_nothing_turns_from_not_held_to_unknown(value in -100i64..200, bound in 0i64..100, by in 0i64..30) {
        let expected = score("appetite", Comparison::AtLeast, bound);
        let by_day = ON + chrono::TimeDelta::days(by);
        let verdicts: Vec<Verdict> =
            (0..40).map(|later| expected.judge(Found::Value(value), Some(by_day), ON + chrono::TimeDelta::days(later)).0).collect();
        prop_assert_eq!(value >= bound, verdicts.iter().all(|verdict| *verdict == Verdict::Held));
        prop_assert!(verdicts.is_sorted_by_key(|verdict| *verdict == Verdict::NotHeld));
    }
}
