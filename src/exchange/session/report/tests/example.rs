//! Minutes made by hand: rich ones, and ones in which nothing happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::model::{Model, builtin};
use crate::domain::money::Amount;
use crate::domain::session::conflict::Seen;
use crate::domain::session::expect::Verdict;
use crate::domain::session::minutes::{Minutes, MinutesLine, ReplayRow};
use crate::domain::session::record::{Count, ItemRecord, Open, OwnerShift, Record, SegmentShift};
use crate::domain::session::{Act, Item, Kind, Opinion, Phase, Session, Staged, State, View};

/// A day as it is written.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn model() -> Arc<Model> {
    let (_, toml) = builtin::all().iter().find(|(key, _)| *key == "maturity-appetite").expect("it is built in");
    Arc::new(Model::parse(toml, "f").expect("it is whole"))
}

/// An instant that no report may show.
const INSTANT: &str = "2026-10-05T13:37:42+02:00";

pub fn session() -> Session {
    Session {
        id: 4,
        rev: 9,
        name: "2026 Q4".to_owned(),
        model: "maturity-appetite".to_owned(),
        state: State::Final,
        scope: "owner:ana,ben".to_owned(),
        as_of: day("2026-10-01"),
        facilitator: "Fay".to_owned(),
        co_facilitators: vec!["Cy".to_owned()],
        participants: vec!["ana".to_owned(), "ben".to_owned()],
        targets: BTreeMap::new(),
        agenda: String::new(),
        started_on: day("2026-09-28"),
        started_by: "fay".to_owned(),
        revealed: Some(Act { on: day("2026-10-04"), by: "fay".to_owned(), note: "ben is ill".to_owned() }),
        closed: Some(Act { on: day("2026-10-06"), by: "fay".to_owned(), note: "agreed by all".to_owned() }),
        record: None,
    }
}

fn staged(kind: Kind, from: Option<&str>, to: Option<&str>, note: &str) -> Staged {
    Staged {
        kind,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        note: note.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
        until: None,
        expect: String::new(),
        revisit_on: None,
        seen: Seen { arr: Some(Amount::whole(987_654)), ..Seen::default() },
        by: "fay".to_owned(),
        at: INSTANT.to_owned(),
        on: day("2026-10-05"),
    }
}

fn record(name: &str, owner: Option<&str>, arr: i32) -> ItemRecord {
    ItemRecord {
        name: name.to_owned(),
        owner: owner.map(str::to_owned),
        arr: Some(Amount::whole(arr)),
        currency: "EUR".to_owned(),
        ..ItemRecord::default()
    }
}

fn line(id: i64, staged: Option<Staged>, record: ItemRecord) -> MinutesLine {
    let item = Item {
        session: 4,
        client: ClientId(id),
        rev: 1,
        staged,
        discussed: true,
        note: String::new(),
        by: "fay".to_owned(),
        at: INSTANT.to_owned(),
        record: Some(record.clone()),
        judged: None,
    };
    MinutesLine { item, record, opinions: Vec::new() }
}

fn opinion(voter: &str, view: View, to: Option<&str>, note: &str) -> Opinion {
    Opinion {
        session: 4,
        client: ClientId(1),
        voter: voter.to_owned(),
        rev: 1,
        view,
        to: to.map(str::to_owned),
        note: note.to_owned(),
        on: day("2026-10-02"),
        by: voter.to_owned(),
    }
}

fn moved_up() -> MinutesLine {
    let decided = Staged {
        reason: Some("grew".to_owned()),
        authorised_by: Some("Dr. Vera Stein".to_owned()),
        expect: "appetite ≥ 70 by next quarter".to_owned(),
        revisit_on: Some(day("2027-01-15")),
        ..staged(
            Kind::Move,
            Some("modernize"),
            Some("transform"),
            "They run the platform in three plants now.\nBudget is approved.",
        )
    };
    let did = ItemRecord {
        external_id: Some("0049".to_owned()),
        champion: Some("Ines Ott".to_owned()),
        next_due_before: Some(day("2027-03-31")),
        next_due_after: Some(day("2026-11-30")),
        reviews_before: 2.0,
        reviews_after: 4.0,
        hours_before: 6.0,
        hours_after: 16.125,
        roles_before: vec!["Account manager".to_owned()],
        roles_after: vec!["Account manager".to_owned(), "Architect".to_owned()],
        playbook: vec!["Name an executive sponsor".to_owned(), "Plan the first QBR".to_owned()],
        ..record("Borealis Maritime", Some("ana"), 480_000)
    };
    let mut line = line(1, Some(decided), did);
    line.item.note = "The board wants to see the plan.".to_owned();
    line.opinions = vec![
        opinion("ana", View::Propose, Some("transform"), "ready for more"),
        opinion("ben", View::Question, None, "is the budget real?"),
    ];
    line
}

fn moved_down() -> MinutesLine {
    let decided = staged(Kind::Move, Some("transform"), Some("sustain"), "Sold; the new owner standardises on something else.");
    let did = ItemRecord {
        next_due_before: Some(day("2026-10-30")),
        reviews_before: 4.0,
        hours_before: 16.0,
        ..record("Cobalt | Mining *AG*", Some("ben"), 120_000)
    };
    line(2, Some(Staged { leaving: Leaving::Forgive, ..decided }), did)
}

/// Minutes with something of everything.
pub fn rich() -> Minutes {
    let put_off = Staged {
        until: Some(day("2026-12-01")),
        reason: Some("waiting".to_owned()),
        ..staged(Kind::Defer, Some("educate"), Some("educate"), "New CEO starts in November.")
    };
    let mut discussed = line(7, None, record("Fjord Foods", Some("ben"), 15_000));
    discussed.item.note = "Ask finance about the discount.".to_owned();
    let lines = vec![
        moved_up(),
        moved_down(),
        line(
            3,
            Some(staged(Kind::Confirm, Some("sustain"), Some("sustain"), "Happy as it is.")),
            record("Acme", Some("ana"), 52_000),
        ),
        line(
            4,
            Some(staged(Kind::Confirm, Some("sustain"), Some("sustain"), "")),
            record("Delta <b>Dairy</b>", Some("ana"), 8_000),
        ),
        line(5, Some(staged(Kind::Confirm, Some("transform"), Some("transform"), "")), record("# Elbe 1. Energie", None, 9_500)),
        line(6, Some(put_off), record("Gamma Glass", Some("ana"), 77_000)),
        discussed,
    ];
    Minutes {
        session: session(),
        phase: Phase::Final,
        model: model(),
        last: Some(("2026 Q3".to_owned(), day("2026-07-03"))),
        record: totals(),
        matrix: matrix(),
        lines,
        replay: replay(),
        proposers: vec!["ana".to_owned()],
        entry: (412, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
    }
}

fn totals() -> Record {
    let count = |clients, arr: &[(&str, i32)]| Count {
        clients,
        arr: arr.iter().map(|(currency, sum)| ((*currency).to_owned(), Amount::whole(*sum))).collect(),
    };
    let shift = |segment: Option<&str>, before, after, target| SegmentShift {
        segment: segment.map(str::to_owned),
        before,
        after,
        target,
    };
    let owner = |owner: Option<&str>, reviews: (f64, f64), hours: (f64, f64), capacity| OwnerShift {
        owner: owner.map(str::to_owned),
        reviews_before: reviews.0,
        reviews_after: reviews.1,
        hours_before: hours.0,
        hours_after: hours.1,
        capacity,
    };
    Record {
        total: 9,
        done: 6,
        distribution: vec![
            shift(Some("transform"), count(2, &[("EUR", 129_500)]), count(2, &[("EUR", 489_500), ("USD", 1_000)]), Some(250)),
            shift(Some("modernize"), count(1, &[("EUR", 480_000)]), count(0, &[]), Some(250)),
            shift(Some("educate"), count(1, &[("EUR", 77_000)]), count(1, &[("EUR", 77_000)]), None),
            shift(Some("sustain"), count(4, &[("EUR", 60_000)]), count(5, &[("EUR", 180_000)]), Some(455)),
            shift(None, count(1, &[]), count(1, &[]), None),
        ],
        owners: vec![
            owner(Some("ana"), (20.0, 22.0), (5.5, 6.2), Some(6.0)),
            owner(Some("ben"), (14.0, 10.0), (4.25, 3.0), Some(8.0)),
            owner(None, (1.0, 1.0), (0.1, 0.1), None),
        ],
        open: [("Hof | Labs", Some("ben")), ("Kiln", None)]
            .map(|(name, owner)| Open { name: name.to_owned(), owner: owner.map(str::to_owned) })
            .to_vec(),
        kept: None,
    }
}

fn matrix() -> BTreeMap<(Option<String>, Option<String>), i64> {
    let way = |from: &str, to: &str, n| ((Some(from.to_owned()), Some(to.to_owned())), n);
    BTreeMap::from([
        way("modernize", "transform", 1),
        way("transform", "sustain", 1),
        way("transform", "transform", 1),
        way("educate", "educate", 1),
        way("sustain", "sustain", 4),
        ((None, None), 1),
    ])
}

fn replay() -> Vec<ReplayRow> {
    let row = |id, name: &str, owner: &str, verdict, expect: &str, why: &str, judged| ReplayRow {
        client: ClientId(id),
        name: name.to_owned(),
        owner: Some(owner.to_owned()),
        from: Some("sustain".to_owned()),
        to: Some("educate".to_owned()),
        note: format!("why {name} was moved"),
        expect: expect.to_owned(),
        by_day: (!expect.is_empty()).then(|| day("2026-09-30")),
        verdict,
        why: why.to_owned(),
        judged,
        now: Some("educate".to_owned()),
        gone: false,
    };
    vec![
        row(6, "Gamma Glass", "ana", Verdict::Held, "appetite >= 60", "appetite is 66.7", false),
        row(8, "Helios", "ben", Verdict::NotHeld, "arr>50k", "revenue is 31,415 EUR", false),
        ReplayRow {
            gone: true,
            now: None,
            ..row(9, "Iris", "ben", Verdict::Held, "they renew early", "ben saw the contract", true)
        },
        row(10, "Juno", "ana", Verdict::Unknown, "", "", false),
    ]
}

/// Minutes of a session in which nothing happened yet.
pub fn empty() -> Minutes {
    let session = Session {
        state: State::Open,
        scope: String::new(),
        co_facilitators: Vec::new(),
        participants: Vec::new(),
        revealed: None,
        closed: None,
        ..session()
    };
    Minutes {
        session,
        phase: Phase::Setup,
        model: model(),
        last: None,
        record: Record::default(),
        matrix: BTreeMap::new(),
        lines: Vec::new(),
        replay: Vec::new(),
        proposers: Vec::new(),
        entry: (3, "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".to_owned()),
    }
}
