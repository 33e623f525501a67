//! The days held against the boards of those days over random histories; owners and shares against the clients themselves.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{Distribution, DistributionQuery};
use crate::domain::client::Field;
use crate::domain::command::{Command, EditClient, ScoreClient};
use crate::domain::money::Sums;
use crate::store::Store;
use crate::store::moves::tests::{SEGMENTS, act, add, book, day, folder, stamp, to};

fn distribution(store: &Store, days: &[NaiveDate], owner: Option<&str>) -> Distribution {
    let query = DistributionQuery { model: None, days: days.to_vec(), owner: owner.map(str::to_owned) };
    store.distribution(&query, &mut |_| ControlFlow::Continue(())).expect("the distribution")
}

fn agrees_with_the_boards(store: &Store, days: &[NaiveDate]) {
    let found = distribution(store, days, None);
    assert_eq!(found.days.iter().map(|of| of.on).collect::<Vec<_>>(), days);
    for of in found.days {
        let board = store.as_of(of.on).expect("the past").board(None, None, of.on).expect("a board");
        let (mut clients, mut arr) = (board.unplaced.clients, board.unplaced.arr.clone());
        assert_eq!((of.unplaced.clients, &of.unplaced.arr), (clients, &arr), "unplaced on {}", of.on);
        let mut there: BTreeMap<String, (i64, Sums)> = BTreeMap::new();
        for total in board.segments.into_iter().filter(|total| total.clients > 0) {
            clients += total.clients;
            arr.merge(&total.arr);
            there.insert(total.key, (total.clients, total.arr));
        }
        let told = of.segments.into_iter().map(|(key, counted)| (key, (counted.clients, counted.arr)));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), there, "segments on {}", of.on);
        assert_eq!((of.all.clients, of.all.arr), (clients, arr), "all on {}", of.on);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_day_is_the_board_of_that_day_whatever_happened(
        acts in prop::collection::vec((0_u8..14, 0_usize..5, any::<u8>(), -2_i64..6), 1..24),
        days in prop::collection::vec(0_u64..120, 1..6),
    ) {
        let folder = folder();
        let store = book(&folder);
        let mut clients = Vec::new();
        let mut on = day("2026-01-10");
        for (what, which, a, days) in acts {
            on = if days < 0 { on - Days::new(days.unsigned_abs()) } else { on + Days::new(days.unsigned_abs()) };
            act(&store, &mut clients, (what, which, a), on);
        }
        let days: Vec<NaiveDate> = days.into_iter().map(|days| day("2026-01-08") + Days::new(days)).collect();
        agrees_with_the_boards(&store, &days);
    }

    #[test]
    fn the_books_of_the_owners_add_up_to_the_board_and_to_the_shares(
        placed in prop::collection::vec((0_usize..4, 0_usize..6, 0_u32..9_000), 0..20),
    ) {
        let folder = folder();
        let store = book(&folder);
        let on = day("2026-01-10");
        for (owner, segment, arr) in placed {
            let fields = [(Field::Name, "Somebody"), (Field::Owner, ["Ana", "Ben", "ana", ""][owner]), (Field::Arr, &arr.to_string())];
            let client = add(&store, &fields, on);
            if let Some(segment) = SEGMENTS.get(segment) {
                store.execute(&to(client, segment), &stamp(on)).expect("moved");
            }
        }
        let books = store.owner_books(None, None, on).expect("books");
        let shares = store.shares(None, None).expect("shares");
        let board = store.board(None, None, on).expect("a board");
        for total in &board.segments {
            let of_owners: i64 = books.owners.iter().filter_map(|book| book.segments.get(&total.key)).sum();
            let share = shares.segments.iter().find(|share| share.key == total.key).expect("every segment");
            prop_assert_eq!((of_owners, share.counted.clients), (total.clients, total.clients));
            prop_assert_eq!(&share.counted.arr, &total.arr);
        }
        prop_assert_eq!(books.owners.iter().map(|book| book.unplaced).sum::<i64>(), board.unplaced.clients);
        let hours: f64 = books.owners.iter().map(|book| book.hours_per_week).sum();
        prop_assert!((hours - books.all.hours_per_week).abs() < 1e-9);
        prop_assert_eq!(books.owners.iter().map(|book| book.signs.unscored).sum::<i64>(), books.all.all.clients);
        let sum: f64 = shares.segments.iter().filter_map(|share| share.share).sum();
        prop_assert!(shares.placed.clients == 0 || (sum - 1.0).abs() < 1e-9, "{}", sum);
    }
}

#[test]
fn an_empty_book_and_no_days_are_no_trouble() {
    let folder = folder();
    let store = book(&folder);
    assert_eq!(distribution(&store, &[], None).days, []);
    let found = distribution(&store, &[day("2025-01-01"), day("2026-06-01")], None);
    assert!(found.days.iter().all(|of| of.all.clients == 0 && of.segments.is_empty()));
    let books = store.owner_books(None, None, day("2026-06-01")).expect("books");
    assert_eq!((books.owners.len(), books.all.guideline, books.all.capacity), (0, None, None));
    assert!(store.shares(None, None).expect("shares").segments.iter().all(|share| share.share.is_none()));
    assert!(store.owner_books(Some("astrology"), None, day("2026-06-01")).is_err());
}

#[test]
fn an_owner_sees_the_clients_that_are_theirs_now_on_every_day() {
    let folder = folder();
    let store = book(&folder);
    let on = day("2026-01-10");
    for (name, owner) in [("Acme", "Ana"), ("Beta", "Ben"), ("Gamma", "")] {
        let client = add(&store, &[(Field::Name, name), (Field::Owner, owner)], on);
        store.execute(&to(client, "sustain"), &stamp(day("2026-02-10"))).expect("moved");
    }
    let beta = store.find("Beta").expect("there");
    let fields = vec![(Field::Owner, "Ana".to_owned())];
    store.execute(&Command::Edit(EditClient { client: beta, seen: None, fields }), &stamp(day("2026-03-10"))).expect("edited");
    let days = ["2026-01-09", "2026-01-31", "2026-02-28", "2026-03-31"].map(day);
    let told = |owner| -> Vec<(i64, i64)> {
        distribution(&store, &days, owner).days.iter().map(|of| (of.all.clients, of.unplaced.clients)).collect()
    };
    assert_eq!(told(Some("ANA")), [(0, 0), (2, 2), (2, 0), (2, 0)]);
    assert_eq!(told(Some("")), [(0, 0), (1, 1), (1, 0), (1, 0)]);
    let ana = store.owner_books(None, Some("ana"), day("2026-03-31")).expect("books");
    assert_eq!((ana.owners.len(), ana.all.all.clients, ana.all.segments["sustain"]), (1, 2, 2));
    assert_eq!(store.shares(None, Some("Ana")).expect("shares").placed.clients, 2);
}

#[test]
fn clients_that_need_a_look_are_counted_with_their_owner() {
    let folder = folder();
    let store = book(&folder);
    let on = day("2026-01-10");
    for (name, owner, value) in [("Acme", "Ana", 5), ("Beta", "Ben", 1), ("Gamma", "Ana", 0)] {
        let client = add(&store, &[(Field::Name, name), (Field::Owner, owner)], on);
        store.execute(&to(client, "sustain"), &stamp(on)).expect("moved");
        if value > 0 {
            let factors = ["standardization", "stability", "proactivity", "engagement", "goals"];
            let values = factors.map(|factor| (factor.to_owned(), value)).to_vec();
            store
                .execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &stamp(on))
                .expect("scored");
        }
    }
    let counts = |on: &str| {
        store.turn_to(day(on)).expect("turned");
        let books = store.owner_books(None, None, day(on)).expect("books");
        let signs = |at: usize| books.owners[at].signs;
        (signs(0), signs(1), books.all.signs)
    };
    let (ana, ben, all) = counts("2026-12-01");
    assert_eq!((ana.drift, ana.unscored, ana.confirm), (1, 1, 2), "Acme is proposed elsewhere, Gamma has no score");
    assert_eq!((ben.drift, ben.unscored, ben.confirm), (0, 0, 1));
    assert_eq!((all.drift, all.unscored, all.confirm), (1, 1, 3));
    let (ana, ben, all) = counts("2028-01-01");
    assert_eq!((ana.stale, ben.stale, all.stale), (1, 1, 2));
}

#[test]
fn shares_stand_beside_targets_and_count_one_currency_alone() {
    let folder = folder();
    let store = book(&folder);
    let on = day("2026-01-10");
    for (segment, arr, currency) in
        [("sustain", "300", "EUR"), ("sustain", "", ""), ("transform", "100", "EUR"), ("transform", "7", "USD")]
    {
        let client = add(&store, &[(Field::Name, "Somebody"), (Field::Arr, arr), (Field::Currency, currency)], on);
        store.execute(&to(client, segment), &stamp(on)).expect("moved");
    }
    add(&store, &[(Field::Name, "Nowhere"), (Field::Arr, "5000")], on);
    let shares = store.shares(None, None).expect("shares");
    assert_eq!(
        (shares.placed.clients, shares.unplaced.clients, shares.other_currencies.as_slice()),
        (4, 1, &["USD".to_owned()][..])
    );
    let transform = &shares.segments[0];
    assert_eq!((transform.key.as_str(), transform.share, transform.arr_share), ("transform", Some(0.5), Some(0.25)));
    assert_eq!(transform.difference(), transform.target.map(|target| (0.5 - target) * 100.0));
}
