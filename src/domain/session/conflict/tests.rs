//! What counts as a change of a client since a decision was staged.

use super::*;
use crate::domain::model::builtin;

fn model() -> Model {
    Model::parse(builtin::all()[0].1, "f").expect("it is whole")
}

fn seen() -> Seen {
    Seen {
        decision: 7,
        falls_into: Some("educate".to_owned()),
        owner: Some("Ana".to_owned()),
        arr: Some(Amount::whole(10)),
        currency: Some("EUR".to_owned()),
        stage: Some("onboarding".to_owned()),
        ..Seen::default()
    }
}

fn told(now: &Seen, to: Option<&str>) -> Vec<String> {
    let words = |difference: &Difference| difference.in_words(&model(), |number| format!("decision {number}"));
    seen().differences(now, to).iter().map(words).collect()
}

#[test]
fn each_fact_that_changed_is_told() {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let now = Seen {
        decision: 9,
        falls_into: Some("transform".to_owned()),
        owner: None,
        arr: Some(Amount::whole(20)),
        currency: Some("EUR".to_owned()),
        stage: Some("steady".to_owned()),
        goal: Some("adoption".to_owned()),
        renewal_on: day("2026-09-01"),
        archived_on: day("2026-06-16"),
    };
    assert_eq!(
        told(&now, Some("modernize")),
        [
            "left the book on 2026-06-16",
            "decision 9",
            "its scores now propose A Transform",
            "owner Ana → none",
            "revenue 10 → 20 EUR",
            "stage onboarding → steady",
            "goal none → adoption",
            "renewal none → 2026-09-01",
        ]
    );
}

#[test]
fn what_is_as_it_was_is_no_difference() {
    assert_eq!(told(&seen(), Some("transform")), [""; 0]);
    let spelled = Seen { owner: Some("ANA".to_owned()), ..seen() };
    assert_eq!(told(&spelled, None), [""; 0]);
}

#[test]
fn scores_that_now_speak_for_the_decision_are_no_difference() {
    let now = Seen { falls_into: Some("transform".to_owned()), ..seen() };
    assert_eq!(told(&now, Some("transform")), [""; 0]);
    assert_eq!(told(&now, Some("educate,transform")), [""; 0]);
    assert_eq!(told(&now, Some("educate")), ["its scores now propose A Transform"]);
    let now = Seen { falls_into: None, ..seen() };
    assert_eq!(told(&now, Some("transform")), ["its scores no longer propose a segment"]);
}

#[test]
fn a_placement_taken_back_and_another_currency_are_told() {
    let now = Seen { decision: 0, currency: Some("CHF".to_owned()), ..seen() };
    assert_eq!(told(&now, None), ["its placement was taken back", "revenue 10 EUR → 10 CHF"]);
    let now = Seen { arr: None, ..seen() };
    assert_eq!(told(&now, None), ["revenue 10 EUR → none"]);
    let nothing = Seen { arr: None, currency: None, ..seen() };
    assert_eq!(Seen { arr: None, ..seen() }.differences(&nothing, None), []);
}
