//! Random small models and settings.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use quarterdeck::domain::cadence::Settings;
use quarterdeck::domain::calendar::{Calendar, Period, Roll, Unit};
use quarterdeck::domain::model::{Guard, Membership, Model, Segment, Touch, Touchpoint};

use super::chance::Chance;
use super::days::plus;

pub const KINDS: [&str; 3] = ["Review", "Call", "QBR"];
/// No touchpoint, but it may satisfy one.
pub const OTHER: &str = "EBR";
pub const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
pub const SPAN: i64 = 540;

pub fn period(chance: &mut Chance) -> Period {
    match chance.within(0, 9) {
        0 | 1 => Period::days(chance.number(1, 60)),
        2 | 3 => Period::weeks(chance.number(1, 8)),
        4..=8 => Period::months(chance.number(1, 6)),
        _ => Period { n: 1, unit: Unit::Year },
    }
}

fn touchpoint(chance: &mut Chance, kind: &str) -> Touchpoint {
    let every = period(chance);
    let end_of_month = matches!(every.unit, Unit::Month | Unit::Year) && chance.percent(20);
    let others = KINDS.iter().chain([&OTHER]).filter(|&&other| other != kind);
    let satisfied_by = others.filter(|_| chance.percent(15)).map(|&other| other.to_owned()).collect();
    Touchpoint { kind: kind.to_owned(), every, end_of_month, prepare_hours: 1.0, hold_hours: 1.0, satisfied_by }
}

pub fn segment(key: &str, grace: u32, touchpoints: Vec<Touchpoint>) -> Segment {
    Segment {
        key: key.to_owned(),
        letter: key.to_uppercase(),
        name: key.to_owned(),
        stance: String::new(),
        cells: Vec::new(),
        initiatives: Vec::new(),
        owners: Vec::new(),
        touch: Touch::Low,
        touch_is_said: true,
        grace,
        floor: Period::months(12),
        target_share: None,
        playbook: Vec::new(),
        touchpoints,
        offers: Vec::new(),
        accounts_per_owner: None,
    }
}

pub fn model(chance: &mut Chance) -> Model {
    let few = chance.percent(60);
    let segments = (0..chance.within(1, 4)).map(|n| {
        let share = if few { 30 } else { 60 };
        let kinds: Vec<&str> = KINDS
            .iter()
            .enumerate()
            .filter(|&(at, _)| chance.percent(if at == 0 { 75 } else { share }))
            .map(|(_, &k)| k)
            .collect();
        let touchpoints = kinds.into_iter().map(|kind| touchpoint(chance, kind)).collect();
        segment(&format!("s{n}"), chance.number(0, 10), touchpoints)
    });
    let segments = segments.collect();
    Model {
        key: "random".to_owned(),
        name: String::new(),
        description: String::new(),
        source: String::new(),
        membership: Membership::One,
        x: "x".to_owned(),
        y: None,
        score_valid: Period::months(6),
        confirm_every: Period::months(3),
        evaluate_every: Period::months(12),
        guard: Guard { margin: 50, dwell: Period::months(3) },
        dimensions: Vec::new(),
        segments,
    }
}

pub fn settings(chance: &mut Chance) -> Settings {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let weeks: [&[Weekday]; 6] = [
        &[Mon, Tue, Wed, Thu, Fri],
        &[Mon, Tue, Wed, Thu, Fri],
        &[Sun, Mon, Tue, Wed, Thu],
        &[Mon, Tue, Wed, Thu, Fri, Sat, Sun],
        &[Tue, Thu],
        &[Wed],
    ];
    let mut working = chance.one(&weeks).expect("some").to_vec();
    if chance.percent(2) {
        working.clear();
    }
    let rolls = [Roll::None, Roll::Following, Roll::Preceding, Roll::ModifiedFollowing, Roll::ModifiedFollowing];
    let mut holidays = BTreeSet::new();
    // Where one day a week is worked, more would make 31 days in a row without work: a fault of the configuration.
    let most = if working.len() == 1 { 3 } else { 12 };
    for _ in 0..chance.within(0, most) {
        let first = plus(FIRST, chance.within(0, SPAN));
        holidays.extend((0..chance.within(1, 4)).map(|n| plus(first, n)));
    }
    let first_within = if chance.percent(60) { Period::days(30) } else { period(chance) };
    Settings {
        calendar: Calendar { working, holidays, roll: *chance.one(&rolls).expect("some") },
        lead: if chance.percent(50) { 14 } else { chance.number(0, 30) },
        first_within,
    }
}
