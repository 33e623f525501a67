//! The minutes: their order, their parts, and the matrix.

use std::sync::Arc;

use super::*;
use crate::domain::cadence::Leaving;
use crate::domain::model::builtin;
use crate::domain::session::conflict::Seen;
use crate::domain::session::record::OwnerShift;
use crate::domain::session::{Staged, State};

fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).expect("a date")
}

fn line(client: i64, name: &str, owner: Option<&str>, decided: Option<(Kind, &str)>) -> MinutesLine {
    let staged = decided.map(|(kind, to)| Staged {
        kind,
        from: Some("educate".to_owned()),
        to: Some(to.to_owned()),
        note: String::new(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
        until: None,
        expect: String::new(),
        revisit_on: None,
        seen: Seen::default(),
        by: String::new(),
        at: String::new(),
        on: on(),
    });
    let item = Item {
        session: 1,
        client: ClientId(client),
        rev: 1,
        staged,
        discussed: true,
        note: String::new(),
        by: String::new(),
        at: String::new(),
        record: None,
        judged: None,
    };
    let record = ItemRecord {
        name: name.to_owned(),
        owner: owner.map(str::to_owned),
        playbook: if name == "Ede" { vec!["call".to_owned()] } else { Vec::new() },
        ..ItemRecord::default()
    };
    MinutesLine { item, record, opinions: Vec::new() }
}

fn replayed(owner: Option<&str>) -> ReplayRow {
    ReplayRow {
        client: ClientId(9),
        name: "Old".to_owned(),
        owner: owner.map(str::to_owned),
        from: None,
        to: None,
        note: String::new(),
        expect: String::new(),
        by_day: None,
        verdict: Verdict::Unknown,
        why: String::new(),
        judged: false,
        now: None,
        gone: false,
    }
}

fn minutes() -> Minutes {
    let shift = |owner: Option<&str>| OwnerShift {
        owner: owner.map(str::to_owned),
        reviews_before: 0.0,
        reviews_after: 0.0,
        hours_before: 0.0,
        hours_after: 0.0,
        capacity: None,
    };
    let mut lines = vec![
        line(1, "Alba", None, None),
        line(2, "Brun", Some("ana"), Some((Kind::Defer, "educate"))),
        line(3, "Cora", Some("Ben"), Some((Kind::Confirm, "educate"))),
        line(5, "Ede", Some("Ben"), Some((Kind::Move, "transform"))),
        line(4, "dora", Some("Ana"), Some((Kind::Move, "transform"))),
        line(6, "Dora", Some("ANA"), Some((Kind::Move, "modernize"))),
    ];
    arrange(&mut lines);
    Minutes {
        session: Session {
            id: 1,
            rev: 1,
            name: "2026 Q2".to_owned(),
            model: "m".to_owned(),
            state: State::Open,
            scope: String::new(),
            as_of: on(),
            facilitator: "Ana".to_owned(),
            co_facilitators: Vec::new(),
            participants: Vec::new(),
            targets: BTreeMap::new(),
            agenda: String::new(),
            started_on: on(),
            started_by: "Ana".to_owned(),
            revealed: None,
            closed: None,
            record: None,
        },
        phase: Phase::Live,
        model: Arc::new(Model::parse(builtin::all()[0].1, "f").expect("it is whole")),
        last: None,
        record: Record { owners: vec![shift(Some("Ana")), shift(Some("Ben")), shift(None)], ..Record::default() },
        matrix: matrix(&lines, &BTreeMap::new()),
        lines,
        replay: vec![replayed(Some("Cleo")), replayed(Some("ana"))],
        proposers: Vec::new(),
        entry: (1, String::new()),
    }
}

fn names<'a>(lines: impl Iterator<Item = &'a MinutesLine>) -> Vec<&'a str> {
    lines.map(|line| line.record.name.as_str()).collect()
}

#[test]
fn lines_stand_by_kind_then_by_name() {
    let minutes = minutes();
    assert_eq!(names(minutes.lines.iter()), ["dora", "Dora", "Ede", "Cora", "Brun", "Alba"]);
    assert_eq!(names(minutes.moves()), ["dora", "Dora", "Ede"]);
    assert_eq!(names(minutes.to_inform()), ["dora", "Dora", "Ede"]);
    assert_eq!(names(minutes.confirmed()), ["Cora"]);
    assert_eq!(names(minutes.deferred()), ["Brun"]);
    assert_eq!(names(minutes.undecided()), ["Alba"]);
    assert_eq!(names(minutes.playbooks()), ["Ede"]);
}

#[test]
fn a_hand_out_has_what_concerns_its_owner_however_the_name_is_spelled() {
    let minutes = minutes();
    assert_eq!(minutes.owners(), [Some("Ana"), Some("Ben"), Some("Cleo"), None]);
    assert_eq!(names(minutes.of_owner("aNA")), ["dora", "Dora", "Brun"]);
    let part = minutes.part(&Part { owner: Some("aNA".to_owned()) });
    assert_eq!(names(part.lines.iter()), ["dora", "Dora", "Brun"]);
    assert_eq!((part.replay.len(), part.record.owners.len()), (1, 1));
    assert_eq!(part.matrix, minutes.matrix);
    assert_eq!(minutes.part(&Part::default()), minutes);
}

#[test]
fn the_matrix_counts_every_client_once_and_what_is_put_off_where_it_is() {
    let place = |key: &str| Some(key.to_owned());
    let undecided = BTreeMap::from([(place("educate"), 7), (None, 2), (place("sustain"), 0)]);
    let matrix = matrix(&minutes().lines, &undecided);
    let counted: Vec<_> =
        matrix.iter().map(|((from, to), n)| (from.as_deref().unwrap_or("-"), to.as_deref().unwrap_or("-"), *n)).collect();
    assert_eq!(counted, [("-", "-", 2), ("educate", "educate", 9), ("educate", "modernize", 1), ("educate", "transform", 2)]);
}
