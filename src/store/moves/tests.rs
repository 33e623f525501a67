//! The matrix held against the boards of both days, over random histories.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use chrono::{DateTime, Days, NaiveDate};
use proptest::prelude::*;

use super::{Moves, MovesQuery, Stood};
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{AddClient, Command, EditClient, Incoming, Move, ScoreClient};
use crate::domain::money::Sums;
use crate::domain::stamp::Stamp;
use crate::store::{ImportPolicy, Listed, Store, StoreError};

pub(in crate::store) const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];
const NOTE: &str = "they asked for monthly strategy talks";

pub(in crate::store) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(in crate::store) fn stamp(today: NaiveDate) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:00:00+01:00")).expect("an instant");
    Stamp { now, today, by: "ana".to_owned() }
}

pub(in crate::store) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).expect("a folder")
}

pub(in crate::store) fn book(folder: &tempfile::TempDir) -> Store {
    Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp(day("2026-01-01"))).expect("a book")
}

pub(in crate::store) fn add(store: &Store, fields: &[(Field, &str)], on: NaiveDate) -> ClientId {
    let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    ClientId(store.execute(&Command::Add(AddClient { fields }), &stamp(on)).expect("added").made[0])
}

pub(in crate::store) fn to(client: ClientId, segment: &str) -> Command {
    Command::Move(Move {
        clients: vec![client.into()],
        model: None,
        to: segment.into(),
        note: NOTE.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    })
}

fn moves(store: &Store, from: NaiveDate, to: NaiveDate) -> Moves {
    let query = MovesQuery { model: None, from, to, owner: None, listed: Listed::All };
    store.moves(&query, &mut |_| ControlFlow::Continue(())).expect("the moves")
}

/// Clients and revenue of each place on one side of the matrix.
fn side(moves: &Moves, of: fn(&(Stood, Stood)) -> &Stood) -> BTreeMap<Stood, (i64, Sums)> {
    let mut sums: BTreeMap<Stood, (i64, Sums)> = BTreeMap::new();
    for (at, cell) in &moves.matrix {
        let sum = sums.entry(of(at).clone()).or_default();
        sum.0 += cell.clients;
        sum.1.merge(&cell.arr);
    }
    sums.remove(&Stood::Absent);
    sums
}

/// The same of the board of a day.
fn board(past: &Store, on: NaiveDate) -> BTreeMap<Stood, (i64, Sums)> {
    let board = past.board(None, None, on).expect("a board");
    let placed = board.segments.into_iter().map(|total| (Stood::In(total.key), (total.clients, total.arr)));
    placed
        .chain([(Stood::Unplaced, (board.unplaced.clients, board.unplaced.arr))])
        .filter(|(_, (clients, _))| *clients > 0)
        .collect()
}

fn decisions(past: &Store) -> BTreeSet<i64> {
    let mut statement = past.db.prepare("SELECT id FROM decisions WHERE how != 'confirm'").expect("a statement");
    let ids = statement.query_map([], |row| row.get(0)).expect("rows");
    ids.collect::<rusqlite::Result<_>>().expect("ids")
}

fn agrees_with_the_boards(store: &Store, from: NaiveDate, to: NaiveDate) {
    let found = moves(store, from, to);
    let (first, last) = (store.as_of(from).expect("the past"), store.as_of(to).expect("the past"));
    let counts = |side: BTreeMap<Stood, (i64, Sums)>| -> BTreeMap<Stood, i64> {
        side.into_iter().map(|(at, (clients, _))| (at, clients)).collect()
    };
    assert_eq!(counts(side(&found, |at| &at.0)), counts(board(&first, from)), "rows are the board of {from}");
    assert_eq!(side(&found, |at| &at.1), board(&last, to), "columns are the board of {to}");
    let listed: BTreeSet<i64> = found.rows.iter().map(|row| row.decision.id).collect();
    assert_eq!(listed, decisions(&last).difference(&decisions(&first)).copied().collect(), "from {from} to {to}");
    let mut moved: BTreeMap<(Stood, Stood), i64> = BTreeMap::new();
    found.movers.iter().for_each(|mover| *moved.entry(mover.at.clone()).or_default() += 1);
    for (at, cell) in found.matrix.iter().filter(|(at, _)| at.0 != at.1) {
        assert_eq!(moved.get(at), Some(&cell.clients), "the movers of a cell are its clients");
    }
    let standing = decisions(store);
    assert!(found.rows.iter().all(|row| row.undone != standing.contains(&row.decision.id)));
}

/// Does something on a day; what is refused changes nothing.
pub(in crate::store) fn act(store: &Store, clients: &mut Vec<ClientId>, (what, which, a): (u8, usize, u8), on: NaiveDate) {
    let client = clients.get(which % clients.len().max(1)).copied().unwrap_or(ClientId(404));
    let (note, a_) = (NOTE.to_owned(), usize::from(a));
    let command = match what {
        0 => {
            let currency = ["EUR", "USD", ""][a_ % 3];
            clients.push(add(store, &[(Field::Name, "Somebody"), (Field::Arr, &a.to_string()), (Field::Currency, currency)], on));
            return;
        }
        1 => Command::Archive { client, note },
        2 => Command::Restore { client, note },
        3 => {
            let fields = vec![(Field::Arr, if a == 0 { String::new() } else { a.to_string() })];
            Command::Edit(EditClient { client, seen: None, fields })
        }
        4 => Command::Confirm { clients: vec![client.into()], model: None, note },
        5 => Command::Score(ScoreClient { clients: vec![client], model: None, values: vec![("goals".to_owned(), a % 5 + 1)] }),
        6 => {
            let stamp = stamp(on);
            let mut import = store.import(ImportPolicy::default(), &stamp).expect("begun");
            let row = Incoming {
                fields: vec![(Field::Name, format!("From a file {}", a % 3)), (Field::ExternalId, format!("X{}", a % 3))],
                segment: Some(SEGMENTS[a_ % 4].to_owned()),
                segment_since: Some(on - Days::new(u64::from(a))),
                ..Incoming::default()
            };
            import.row(2, &row).expect("a row");
            import.finish("imported", "{}").expect("finished");
            return;
        }
        7 | 8 => {
            let done = if what == 7 { store.undo(&stamp(on)) } else { store.redo(&stamp(on)) };
            assert!(matches!(done, Ok(_) | Err(StoreError::NothingTo(_) | StoreError::Refused(_))), "{done:?}");
            return;
        }
        _ => to(client, SEGMENTS[a_ % 4]),
    };
    let done = store.execute(&command, &stamp(on));
    assert!(matches!(done, Ok(_) | Err(StoreError::Refused(_))), "{done:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_matrix_is_the_boards_of_both_days_whatever_happened(
        acts in prop::collection::vec((0_u8..14, 0_usize..5, any::<u8>(), -2_i64..6), 1..24),
        spans in prop::collection::vec((0_u64..80, 0_u64..60), 1..4),
    ) {
        let folder = folder();
        let store = book(&folder);
        let mut clients = Vec::new();
        let mut on = day("2026-01-10");
        for (what, which, a, days) in acts {
            on = if days < 0 { on - Days::new(days.unsigned_abs()) } else { on + Days::new(days.unsigned_abs()) };
            act(&store, &mut clients, (what, which, a), on);
        }
        for (start, length) in spans {
            let from = day("2026-01-08") + Days::new(start);
            agrees_with_the_boards(&store, from, from + Days::new(length));
        }
    }
}

#[test]
fn a_decision_counts_while_it_stood() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, &[(Field::Name, "Acme"), (Field::Arr, "1000")], day("2026-01-10"));
    let at = |on: &str| stamp(day(on));
    store.execute(&to(acme, "sustain"), &at("2026-01-20")).expect("moved");
    store.execute(&to(acme, "transform"), &at("2026-02-10")).expect("moved");
    store.undo(&at("2026-03-05")).expect("taken back");
    let seen = |from: &str, to: &str| -> Vec<(Option<String>, bool)> {
        moves(&store, day(from), day(to)).rows.into_iter().map(|row| (row.decision.to, row.undone)).collect()
    };
    let sustain = || (Some("sustain".to_owned()), false);
    assert_eq!(seen("2026-01-01", "2026-02-28"), [sustain(), (Some("transform".to_owned()), true)]);
    assert_eq!(seen("2026-01-01", "2026-03-05"), [sustain()]);
    assert_eq!(seen("2026-01-20", "2026-02-09"), [], "the first day itself is where it begins");
    let back = moves(&store, day("2026-02-28"), day("2026-03-31"));
    let cells: Vec<_> = back.matrix.keys().map(|(from, to)| (from.segment(), to.segment())).collect();
    assert_eq!((cells, back.rows), (vec![(Some("transform"), Some("sustain"))], Vec::new()));
    store.redo(&at("2026-04-02")).expect("done again");
    let again = moves(&store, day("2026-03-31"), day("2026-04-30"));
    assert_eq!(
        again.rows.iter().map(|row| (row.day, row.decision.on)).collect::<Vec<_>>(),
        [(day("2026-04-02"), day("2026-02-10"))]
    );
}

#[test]
fn a_start_from_a_file_counts_on_the_day_it_was_read() {
    let folder = folder();
    let store = book(&folder);
    let mut clients = Vec::new();
    act(&store, &mut clients, (6, 0, 40), day("2026-03-01"));
    assert_eq!(moves(&store, day("2026-01-01"), day("2026-02-15")).matrix, BTreeMap::new());
    let found = moves(&store, day("2026-02-15"), day("2026-03-15"));
    assert_eq!(
        found.rows.iter().map(|row| (row.day, row.decision.on)).collect::<Vec<_>>(),
        [(day("2026-03-01"), day("2026-01-20"))]
    );
    assert_eq!(found.matrix.keys().map(|(from, _)| from.clone()).collect::<Vec<_>>(), [Stood::Absent]);
}

#[test]
fn an_owner_sees_the_clients_that_are_theirs_now() {
    let folder = folder();
    let store = book(&folder);
    let on = day("2026-01-10");
    for (name, owner) in [("Acme", "Ana"), ("Beta", "Ben"), ("Gamma", "")] {
        let client = add(&store, &[(Field::Name, name), (Field::Owner, owner)], on);
        store.execute(&to(client, "sustain"), &stamp(on)).expect("moved");
    }
    let beta = store.find("Beta").expect("there");
    let fields = vec![(Field::Owner, "Ana".to_owned())];
    store.execute(&Command::Edit(EditClient { client: beta, seen: None, fields }), &stamp(day("2026-02-10"))).expect("edited");
    for (from, rows) in [("2026-01-09", 2), ("2026-01-31", 0), ("2026-02-28", 0)] {
        let query = MovesQuery {
            model: None,
            from: day(from),
            to: day("2026-03-31"),
            owner: Some("ANA".to_owned()),
            listed: Listed::All,
        };
        let found = store.moves(&query, &mut |_| ControlFlow::Continue(())).expect("the moves");
        assert_eq!((found.matrix.values().map(|cell| cell.clients).sum::<i64>(), found.rows.len()), (2, rows), "{from}");
    }
}
