//! What the board can look at: lenses in windows, past days, and two models side by side, each held against a plain count.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, Move, ScoreClient};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::model::builtin;
use quarterdeck::store::{Arrangement, BoardRow, CompareQuery, Direction, Standpoint, Stood, Store, cell_key};

use super::common::{MODEL, NOTE, add_with, ana, book, day, folder, later, stamp_of, to, today, whole};

const OTHER: &str = "growth-risk";
const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];

/// A book of two models with `values` for the factors of both, some clients placed.
fn scored(folder: &tempfile::TempDir, clients: &[([u8; 4], Option<usize>)]) -> Store {
    let store = book(folder);
    store.execute(&Command::AddModel { toml: builtin::find(OTHER).expect("built in").to_owned() }, &ana()).expect("added");
    for (at, (values, segment)) in clients.iter().enumerate() {
        let (name, arr) = (format!("Client {at:02}"), (1000 * at).to_string());
        let client = add_with(&store, &[(Field::Name, &name), (Field::Arr, &arr), (Field::Owner, "Ana")]);
        let factors = [(MODEL, "stability"), (MODEL, "goals"), (OTHER, "budget"), (OTHER, "sentiment")];
        for ((model, factor), value) in factors.into_iter().zip(values).filter(|(_, value)| **value > 0) {
            let score =
                ScoreClient { clients: vec![client], model: Some(model.to_owned()), values: vec![(factor.to_owned(), *value)] };
            store.execute(&Command::Score(score), &ana()).expect("scored");
        }
        if let Some(segment) = segment {
            store.execute(&Command::Move(to(client, SEGMENTS[*segment])), &ana()).expect("moved");
        }
    }
    store
}

/// All clients of a part, read in windows of three from the first on; from the last one back they are the same.
fn all(store: &Store, how: &Arrangement, part: &str, filter: Option<&Filter>) -> Vec<BoardRow> {
    let read = |from: Option<&BoardRow>, direction| {
        store.arranged_rows(how, part, filter, from.map(|row| &row.key), direction, 3, today()).expect("rows")
    };
    let mut rows: Vec<BoardRow> = Vec::new();
    loop {
        let window = read(rows.last(), Direction::After);
        if window.is_empty() {
            break;
        }
        rows.extend(window);
    }
    let mut back: Vec<BoardRow> = Vec::new();
    loop {
        let mut window = read(back.first(), Direction::Before);
        if window.is_empty() {
            break;
        }
        window.extend(back);
        back = window;
    }
    assert_eq!(rows, back);
    for row in &rows {
        let place = store.arranged_place(how, row.client).expect("read").expect("it is live");
        assert_eq!((place.0.as_str(), &place.1), (part, &row.key));
    }
    rows
}

/// Each part of a board with its clients; the totals say the same.
fn parts(store: &Store, how: &Arrangement, filter: Option<&Filter>) -> BTreeMap<String, BTreeSet<ClientId>> {
    let board = store.arranged(how, filter, today()).expect("totals");
    let mut parts = BTreeMap::new();
    for total in board.segments.iter().chain([&board.unplaced]) {
        let rows = all(store, how, &total.key, filter);
        assert_eq!(i64::try_from(rows.len()), Ok(total.clients), "{}", total.key);
        let sum: i64 = rows.iter().filter_map(|row| row.arr).map(|arr| arr.ten_thousandths()).sum();
        let kept: i64 = total.arr.iter().map(|(_, sum)| sum.ten_thousandths()).sum();
        assert_eq!(sum, kept, "{}", total.key);
        parts.insert(total.key.clone(), rows.into_iter().map(|row| row.client).collect());
    }
    parts
}

fn clients() -> impl Strategy<Value = Vec<([u8; 4], Option<usize>)>> {
    proptest::collection::vec((proptest::array::uniform4(0u8..=5), proptest::option::of(0usize..4)), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn a_lens_puts_every_client_once_where_its_scores_say(clients in clients()) {
        let folder = folder();
        let store = scored(&folder, &clients);
        let ground = store.ground();
        // Any two dimensions: as the rows of the lens fall into bands.
        let how = ground.crossed("maturity", "growth-risk.risk").expect("known");
        let (x, y) = (ground.dimension("maturity").expect("known"), ground.dimension("risk").expect("known"));
        let mut expected: BTreeMap<String, BTreeSet<ClientId>> = parts(&store, &how, None).into_keys().map(|key| (key, BTreeSet::new())).collect();
        for row in store.lens_rows(&x, &y, None, 100, today()).expect("rows") {
            let cell = row.x.zip(row.y).map(|(on_x, on_y)| cell_key(x.dimension().band(on_x.tenths), y.dimension().band(on_y.tenths)));
            expected.entry(cell.unwrap_or_default()).or_default().insert(row.client);
        }
        prop_assert_eq!(parts(&store, &how, None), expected);
        // A model as a lens: as its own cells.
        let how = ground.proposed(OTHER).expect("known");
        let model = how.model();
        let (x, y) = (ground.dimension("growth").expect("known"), ground.dimension("risk").expect("known"));
        let mut expected: BTreeMap<String, BTreeSet<ClientId>> = model.segments.iter().map(|one| (one.key.clone(), BTreeSet::new())).collect();
        expected.insert(String::new(), BTreeSet::new());
        for row in store.lens_rows(&x, &y, None, 100, today()).expect("rows") {
            let segment = row.x.zip(row.y).and_then(|(on_x, on_y)| model.at(on_x.tenths, Some(on_y.tenths)));
            let key = segment.map(|segment| segment.key.clone()).unwrap_or_default();
            expected.entry(key).or_default().insert(row.client);
        }
        prop_assert_eq!(parts(&store, &how, None), expected);
    }

    #[test]
    fn two_models_side_by_side_count_every_client_once(clients in clients()) {
        let folder = folder();
        let store = scored(&folder, &clients);
        let query = CompareQuery { a: None, b: Some(OTHER.to_owned()), filter: None, owner: None };
        let seen = store.compare(&query, today()).expect("compared");
        prop_assert_eq!(usize::try_from(seen.total), Ok(clients.len()));
        prop_assert_eq!(seen.cells.iter().map(|cell| cell.clients).sum::<i64>(), seen.total);
        for cell in &seen.cells {
            let rows = store.compared(&query, (&cell.a, &cell.b), None, 100, today()).expect("rows");
            prop_assert_eq!(i64::try_from(rows.len()), Ok(cell.clients));
            let by_scores = rows.iter().filter(|row| [row.a, row.b].contains(&Standpoint::Proposed)).count();
            prop_assert_eq!(i64::try_from(by_scores), Ok(cell.by_scores));
            for row in rows {
                let mine = &store.subjects(&[row.client], today()).expect("known")[0];
                if let Some(segment) = &mine.segment {
                    prop_assert_eq!((segment, row.a), (&cell.a, Standpoint::Placed));
                } else {
                    prop_assert_eq!((mine.proposed.clone().unwrap_or_default(), row.a == Standpoint::Placed), (cell.a.clone(), false));
                }
            }
        }
    }

    #[test]
    fn boards_of_past_days_are_those_recorded_at_the_time(acts in proptest::collection::vec((0usize..6, 0usize..6, 0usize..4, 0u64..3), 1..30)) {
        let folder = folder();
        let store = book(&folder);
        let (mut on, mut recorded): (NaiveDate, BTreeMap<NaiveDate, _>) = (today(), BTreeMap::new());
        let mut clients: Vec<ClientId> = Vec::new();
        let board = |store: &Store, on: NaiveDate| -> BTreeMap<ClientId, String> {
            let mut stands = BTreeMap::new();
            let how = store.ground().placed(None).expect("the driving one");
            for key in SEGMENTS.iter().chain([&""]) {
                let rows = store.arranged_rows(&how, key, None, None, Direction::After, 100, on).expect("rows");
                stands.extend(rows.into_iter().map(|row| (row.client, (*key).to_owned())));
            }
            stands
        };
        for (what, who, segment, days) in acts {
            if days > 0 {
                recorded.insert(on, board(&store, on));
                on = on + chrono::Days::new(days);
            }
            let stamp = stamp_of("ana", on);
            let client = clients.get(who % clients.len().max(1)).copied();
            // What is refused (an archived client, the same segment) changes nothing, and that is as good.
            match (what, client) {
                (0, _) | (_, None) => {
                    let fields = vec![(Field::Name, format!("Client {}", clients.len()))];
                    let made = store.execute(&Command::Add(quarterdeck::domain::command::AddClient { fields }), &stamp).expect("added").made;
                    clients.push(ClientId(made[0]));
                }
                (1, Some(client)) => drop(store.execute(&Command::Archive { client, note: NOTE.to_owned() }, &stamp)),
                (2, Some(client)) => drop(store.execute(&Command::Restore { client, note: NOTE.to_owned() }, &stamp)),
                (3, _) => drop(store.undo(&stamp)),
                (_, Some(client)) => drop(store.execute(&Command::Move(to(client, SEGMENTS[segment])), &stamp)),
            }
        }
        let now = board(&store, on);
        for (day, then) in recorded {
            let past = store.as_of(day).expect("the past");
            prop_assert_eq!(&board(&past, day), &then, "on {}", day);
            let elsewhere = store.elsewhere_since(&past, day, None).expect("the difference");
            let stood = |board: &BTreeMap<ClientId, String>, client: &ClientId| match board.get(client) {
                None => Stood::Absent,
                Some(key) if key.is_empty() => Stood::Unplaced,
                Some(key) => Stood::In(key.clone()),
            };
            let everybody: BTreeSet<&ClientId> = then.keys().chain(now.keys()).collect();
            let expected: BTreeSet<_> = everybody.into_iter().map(|client| (*client, stood(&then, client), stood(&now, client))).filter(|(_, from, to)| from != to).collect();
            let found: BTreeSet<_> = elsewhere.into_iter().map(|row| (row.client, row.from, row.to)).collect();
            prop_assert_eq!(found, expected, "since {}", day);
        }
    }
}

#[test]
fn a_filter_narrows_a_lens_and_a_comparison() {
    let folder = folder();
    let store = scored(&folder, &[([5, 5, 1, 1], Some(0)), ([5, 5, 5, 5], Some(3)), ([0, 0, 1, 1], None)]);
    let filter = Filter::parse("seg:transform").expect("a filter");
    let how = store.ground().proposed(MODEL).expect("known");
    let seen = parts(&store, &how, Some(&filter));
    assert_eq!(seen.values().map(BTreeSet::len).sum::<usize>(), 1);
    let query = CompareQuery { a: Some(OTHER.to_owned()), b: None, filter: Some(filter), owner: None };
    assert_eq!(store.compare(&query, today()).expect("compared").total, 1);
    let query = CompareQuery { filter: Some(Filter::parse("client").expect("a filter")), owner: Some("ANA".to_owned()), ..query };
    assert_eq!(store.compare(&query, today()).expect("compared").total, 3);
    let query = CompareQuery { owner: Some("Ben".to_owned()), ..query };
    assert_eq!(store.compare(&query, today()).expect("compared").total, 0);
}

#[test]
fn high_touch_here_and_low_or_none_there_is_a_contradiction() {
    let folder = folder();
    // Transform by decision; protect (low growth, high risk) by scores alone.
    let store = scored(&folder, &[([5, 5, 1, 5], Some(0)), ([5, 5, 5, 1], Some(0)), ([0, 0, 0, 0], None)]);
    let query = CompareQuery { a: None, b: Some(OTHER.to_owned()), filter: None, owner: None };
    let seen = store.compare(&query, today()).expect("compared");
    let against = seen.contradictions();
    assert_eq!(against.len(), 1);
    assert_eq!(
        (against[0].a.as_str(), against[0].b.as_str(), against[0].clients, against[0].by_scores),
        ("transform", "protect", 1, 1)
    );
    let why = seen.contradiction("transform", "protect").expect("one").short();
    assert_eq!(why, "Transform here (high touch), Protect there (low touch)");
    assert!(seen.contradiction("transform", "").is_none(), "no segment asks for nothing");
    assert_eq!(seen.cell("", "").map(|cell| cell.clients), Some(1));
}

#[test]
fn the_difference_names_the_last_note() {
    let folder = folder();
    let store = scored(&folder, &[([5, 5, 1, 1], Some(0))]);
    let client = store.find("Client 00").expect("known");
    let stamp = stamp_of("bo", later(5));
    store
        .execute(&Command::Move(Move { note: "the budget was cut to nothing".to_owned(), ..to(client, "sustain") }), &stamp)
        .expect("moved");
    let past = store.as_of(today()).expect("the past");
    let rows = store.elsewhere_since(&past, today(), None).expect("the difference");
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0].from, &rows[0].to), (&Stood::In("transform".to_owned()), &Stood::In("sustain".to_owned())));
    let (on, by, note) = rows[0].decided.clone().expect("decided");
    assert_eq!((on, by.as_str(), note.as_str()), (later(5), "bo", "the budget was cut to nothing"));
    assert!(
        store
            .elsewhere_since(&store.as_of(day("2027-01-01")).expect("the past"), day("2027-01-01"), None)
            .expect("none")
            .is_empty()
    );
    whole(&store, later(5));
}
