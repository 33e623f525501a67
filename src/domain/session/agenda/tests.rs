//! The agenda: which evidence gives which reason, the order, and the rules as text.

use proptest::prelude::*;

use super::*;
use crate::domain::client::RENEWAL_DAYS;
use crate::domain::refusal::Refusal;

const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 15).expect("a date");

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

fn placed() -> Evidence {
    Evidence { placed: true, ..Evidence::default() }
}

fn told(evidence: &Evidence, rules: &Rules) -> Vec<Reason> {
    Reasons::of(evidence, rules, ON).in_order(rules).collect()
}

#[test]
fn each_evidence_gives_its_reason_and_nothing_gives_none() {
    let usual = Rules::default();
    assert!(Reasons::of(&placed(), &usual, ON).is_rest());
    for (evidence, reason) in [
        (Evidence { contested: true, ..placed() }, Reason::Contested),
        (Evidence { proposed: true, ..placed() }, Reason::Proposed),
        (Evidence::default(), Reason::Unplaced),
        (Evidence { near: true, ..placed() }, Reason::Near),
        (Evidence { moves: 2, ..placed() }, Reason::BackAndForth),
        (Evidence { put_off: day("2026-06-15"), ..placed() }, Reason::PutOff),
        (Evidence { drifts: true, ..placed() }, Reason::Drift),
        (Evidence { confirm_due: day("2026-06-15"), ..placed() }, Reason::Confirm),
        (Evidence { unscored: true, ..placed() }, Reason::Scores),
        (Evidence { stale_from: day("2026-06-15"), ..placed() }, Reason::Scores),
        (Evidence { changed: true, ..placed() }, Reason::Changed),
        (Evidence { overdue_from: day("2026-06-14"), ..placed() }, Reason::Overdue),
        (Evidence { renewal_on: day("2026-06-15"), ..placed() }, Reason::Renewal),
        (Evidence { renewal_on: day("2026-10-13"), ..placed() }, Reason::Renewal),
    ] {
        assert_eq!(told(&evidence, &usual), [reason], "{evidence:?}");
        assert!(!Reasons::of(&evidence, &usual, ON).is_rest());
    }
}

#[test]
fn a_score_that_is_missing_is_not_called_stale() {
    let stale = day("2026-06-01");
    for (evidence, words) in [
        (Evidence { unscored: true, ..placed() }, "score missing"),
        (Evidence { unscored: true, stale_from: stale, ..placed() }, "score missing"),
        (Evidence { stale_from: stale, ..placed() }, "scores stale"),
    ] {
        assert_eq!(Reasons::of(&evidence, &Rules::default(), ON).in_words(Reason::Scores), words, "{evidence:?}");
    }
    let rules = Rules::parse("near").expect("rules");
    assert!(Reasons::of(&Evidence { unscored: true, ..placed() }, &rules, ON).is_rest(), "the rules leave it out");
}

#[test]
fn what_lies_ahead_or_behind_is_no_reason() {
    for evidence in [
        Evidence { moves: 1, ..placed() },
        Evidence { confirm_due: day("2026-06-16"), ..placed() },
        Evidence { stale_from: day("2026-06-16"), ..placed() },
        Evidence { overdue_from: day("2026-06-16"), ..placed() },
        Evidence { renewal_on: day("2026-06-14"), ..placed() },
        Evidence { renewal_on: day("2026-10-14"), ..placed() },
    ] {
        assert!(Reasons::of(&evidence, &Rules::default(), ON).is_rest(), "{evidence:?}");
    }
}

#[test]
fn a_reason_that_the_rules_leave_out_still_bars_confirming_without_a_word() {
    let rules = Rules::parse("near").expect("rules");
    for evidence in [Evidence { contested: true, ..placed() }, Evidence { proposed: true, ..placed() }, Evidence::default()] {
        let reasons = Reasons::of(&evidence, &rules, ON);
        assert!(reasons.is_rest() && !reasons.is_uncontested(), "{evidence:?}");
    }
    let near = Reasons::of(&Evidence { near: true, ..placed() }, &rules, ON);
    assert!(!near.is_rest() && near.is_uncontested());
}

#[test]
fn the_reason_is_told_with_its_evidence() {
    let why = |reason: Reason, evidence: Evidence| reason.why(&evidence, ON, |day| day.to_string());
    assert_eq!(why(Reason::Renewal, Evidence { renewal_on: day("2026-07-19"), ..placed() }), "renews in 34 days");
    assert_eq!(why(Reason::Renewal, Evidence { renewal_on: day("2026-06-16"), ..placed() }), "renews tomorrow");
    assert_eq!(why(Reason::Renewal, Evidence { renewal_on: Some(ON), ..placed() }), "renews today");
    assert_eq!(
        why(Reason::Confirm, Evidence { confirm_due: day("2026-05-01"), ..placed() }),
        "confirmation due since 2026-05-01"
    );
    let put_off = Evidence { put_off: day("2026-06-01"), ..placed() };
    assert_eq!(why(Reason::PutOff, put_off), "the session before put it off until 2026-06-01");
    assert_eq!(why(Reason::BackAndForth, Evidence { moves: 2, ..placed() }), "moved 2 times in the last 4 sessions");
    let stale = day("2026-03-01");
    assert_eq!(why(Reason::Scores, Evidence { stale_from: stale, ..placed() }), "a score is stale since 2026-03-01");
    assert_eq!(why(Reason::Scores, Evidence { unscored: true, ..placed() }), "a score is missing");
    assert_eq!(
        why(Reason::Scores, Evidence { unscored: true, stale_from: stale, ..placed() }),
        "a score is missing, and one is stale since 2026-03-01"
    );
    assert_eq!(
        why(Reason::Overdue, Evidence { overdue_from: day("2026-06-01"), ..placed() }),
        "a review is overdue since 2026-06-01"
    );
}

#[test]
fn rules_are_read_as_people_write_them() {
    use Reason::{Contested, Drift, Near, Overdue, Renewal};
    let usual = Rules::default();
    assert_eq!(Rules::parse("  "), Ok(usual.clone()));
    assert_eq!(Rules::parse("all"), Ok(usual.clone()));
    let some = Rules::parse(" Contested, NEAR ,drift; renewal = 90d ").expect("rules");
    assert_eq!(some, Rules { order: vec![Contested, Near, Drift, Renewal], renewal_days: 90 });
    assert_eq!(some.to_text(), "contested,near,drift,renewal=90");
    let first = Rules::parse("overdue,all").expect("rules").order;
    assert_eq!((first.len(), first[0], first[1]), (12, Overdue, Contested));
    let without = Rules::parse("-overdue, - renewal").expect("rules").order;
    assert!(without.len() == 10 && !without.contains(&Overdue) && !without.contains(&Renewal));
    assert_eq!(Rules::parse("drift,all,-overdue").map(|rules| (rules.order.len(), rules.order[0])), Ok((11, Drift)));
    assert_eq!(Rules::parse("back and forth"), Rules::parse("back_and_forth"));
    assert_eq!(Rules::parse("all,renewal=30").map(|rules| rules.to_text()), {
        let words: Vec<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
        Ok(format!("{}=30", words.join(",")))
    });
}

#[test]
fn rules_that_cannot_be_meant_are_refused_with_what_would_be_right() {
    let hint = |text: &str| Rules::parse(text).expect_err(text).hint().unwrap_or_default();
    assert!(hint("nera").starts_with("did you mean near? reasons are contested, "), "{}", hint("nera"));
    assert!(hint("zebra").starts_with("reasons are contested, "));
    assert!(matches!(Rules::parse("nera"), Err(Refusal::BadValue { value, .. }) if value == "nera"));
    for text in ["near,near", "near,-near", "renewal=90,renewal", "all,all", "-all"] {
        assert!(Rules::parse(text).is_err(), "{text}");
    }
    for text in ["near=5", "all=5", "-renewal=5", "renewal=", "renewal=-1", "renewal=many", "renewal=3651", "renewal=9e3"] {
        assert!(hint(text).contains("renewal=90"), "{text}");
    }
    let none: Vec<String> = Reason::ALL.iter().map(|reason| format!("-{}", reason.word())).collect();
    assert!(hint(&none.join(",")).contains("at least one"));
}

#[test]
fn the_word_of_a_reason_is_the_one_of_its_json() {
    for reason in Reason::ALL {
        assert_eq!(serde_json::to_string(&reason).expect("json"), format!("\"{}\"", reason.word()));
        assert_eq!(Reason::of_word(reason.word()), Some(reason));
    }
}

fn some_evidence() -> impl Strategy<Value = Evidence> {
    let date = || prop::option::of((-200i64..200).prop_map(|days| ON + chrono::TimeDelta::days(days)));
    let flags = prop::array::uniform7(any::<bool>());
    (flags, 0u32..4, date(), date(), date(), date(), date()).prop_map(
        |(flags, moves, put_off, confirm_due, stale_from, overdue_from, renewal_on)| {
            let [placed, near, drifts, unscored, changed, contested, proposed] = flags;
            Evidence {
                placed,
                near,
                drifts,
                moves,
                put_off,
                confirm_due,
                unscored,
                stale_from,
                changed,
                overdue_from,
                renewal_on,
                contested,
                proposed,
            }
        },
    )
}

fn some_rules() -> impl Strategy<Value = Rules> {
    let order = Just(Reason::ALL.to_vec()).prop_shuffle();
    (order, 1usize..=12, 0i64..=365).prop_map(|(mut order, kept, days)| {
        order.truncate(kept);
        let renewal_days = if order.contains(&Reason::Renewal) { days } else { RENEWAL_DAYS };
        Rules { order, renewal_days }
    })
}

fn some_lines() -> impl Strategy<Value = (Rules, Vec<Line>)> {
    let line = (some_evidence(), prop::option::of(-3i64..3), "[ab]{0,2}");
    (some_rules(), prop::collection::vec(line, 0..10)).prop_map(|(rules, lines)| {
        let lines = lines.into_iter().enumerate().map(|(at, (evidence, arr, name_key))| Line {
            client: ClientId(at as i64),
            reasons: Reasons::of(&evidence, &rules, ON),
            arr,
            name_key,
        });
        let lines = lines.collect();
        (rules, lines)
    })
}

/// Evidence with one thing more.
fn more(evidence: &Evidence, what: usize) -> Evidence {
    let mut more = evidence.clone();
    match what {
        0 => more.contested = true,
        1 => more.proposed = true,
        2 => more.placed = false,
        3 => more.near = true,
        4 => more.moves += 1,
        5 => more.drifts = true,
        6 => more.confirm_due = Some(ON),
        7 => more.unscored = true,
        8 => more.changed = true,
        9 => more.overdue_from = Some(ON),
        _ => more.renewal_on = Some(ON),
    }
    more
}

proptest! {
    #[test]
    fn the_order_does_not_depend_on_the_order_before((rules, lines) in some_lines(), seed in any::<u64>()) {
        let mut arranged = lines.clone();
        arrange(&mut arranged, &rules);
        let mut shuffled = lines;
        shuffled.sort_by_key(|line| (line.client.0 as u64).wrapping_mul(seed | 1).rotate_left(17));
        arrange(&mut shuffled, &rules);
        prop_assert_eq!(&shuffled, &arranged);
    }

    #[test]
    fn nobody_with_a_reason_stands_behind_one_without((rules, mut lines) in some_lines()) {
        arrange(&mut lines, &rules);
        prop_assert!(lines.is_sorted_by_key(|line| line.reasons.is_rest()));
        let first = |line: &Line| rules.order.iter().position(|reason| line.reasons.has(*reason)).unwrap_or(99);
        prop_assert!(lines.is_sorted_by_key(first));
    }

    #[test]
    fn contested_clients_come_first_by_default(evidence in prop::collection::vec(some_evidence(), 0..10)) {
        let rules = Rules::default();
        let mut lines: Vec<Line> = evidence.iter().enumerate().map(|(at, evidence)| Line {
            client: ClientId(at as i64),
            reasons: Reasons::of(evidence, &rules, ON),
            arr: None,
            name_key: String::new(),
        }).collect();
        arrange(&mut lines, &rules);
        prop_assert!(lines.is_sorted_by_key(|line| !line.reasons.has(Reason::Contested)));
    }

    #[test]
    fn more_evidence_never_moves_a_client_down(
        (rules, mut lines) in some_lines(),
        evidence in some_evidence(),
        what in 0usize..11,
        arr in prop::option::of(-3i64..3),
    ) {
        let me = ClientId(-1);
        let line = |evidence: &Evidence| Line {
            client: me,
            reasons: Reasons::of(evidence, &rules, ON),
            arr,
            name_key: "ab".to_owned(),
        };
        let at = |lines: &[Line]| lines.iter().position(|line| line.client == me).expect("it is there");
        lines.push(line(&evidence));
        arrange(&mut lines, &rules);
        let before = at(&lines);
        lines[before] = line(&more(&evidence, what));
        arrange(&mut lines, &rules);
        prop_assert!(at(&lines) <= before);
    }

    #[test]
    fn rules_read_back_as_they_were_written(rules in some_rules()) {
        prop_assert_eq!(Rules::parse(&rules.to_text()), Ok(rules));
    }

    #[test]
    fn any_text_gives_rules_that_round_trip_or_a_refusal(text in "\\PC{0,30}|(all|near|-?drift|renewal=[0-9]{0,4}|,){0,6}") {
        if let Ok(rules) = Rules::parse(&text) {
            prop_assert_eq!(Rules::parse(&rules.to_text()), Ok(rules));
        }
    }
}
