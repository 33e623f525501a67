//! What comes before what: numbers say it, never clocks, which jump back, stand in other zones and are set wrong (P23).

use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::prelude::*;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, EditClient, LogReview};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{HistoryQuery, Store, StoreError};

use super::common::{MODEL, add, ana, book, book_at, day, dump, folder, move_to, open, to, today, whole};

/// Instants that no clock should say: the first and last year, the gap and the hour said twice of a change of clocks, a leap day.
const INSTANTS: [&str; 10] = [
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59+00:00",
    "2026-03-29T02:30:00+01:00",
    "2026-03-29T03:00:00+02:00",
    "2026-10-25T02:30:00+02:00",
    "2026-10-25T02:30:00+01:00",
    "2028-02-29T23:59:59-12:00",
    "2028-03-01T00:00:00+14:00",
    "1970-01-01T00:00:00+05:45",
    "2026-06-15T09:00:00+01:00",
];

fn stamp(instant: usize, today: NaiveDate, by: &str) -> Stamp {
    let now: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(INSTANTS[instant % INSTANTS.len()]).expect("an instant");
    Stamp { now, today, by: by.to_owned() }
}

const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];

/// Moves and edits one client under clocks that say anything; answers what was done, in order.
fn play(store: &Store, acme: ClientId, clocks: &[(usize, usize)]) -> Vec<i64> {
    let mut done = Vec::new();
    for (at, (clock, what)) in clocks.iter().enumerate() {
        let command = match what % 3 {
            0 => Command::Move(to(acme, SEGMENTS[(at + what) % 4])),
            1 => Command::Edit(EditClient { client: acme, seen: None, fields: vec![(Field::Goal, format!("goal {at}"))] }),
            _ => Command::Review(LogReview::held(acme, today())),
        };
        // A move to where it is already is refused.
        if let Ok(receipt) = store.execute(&command, &stamp(*clock, today(), "ana")) {
            done.push(receipt.seq);
        }
    }
    done
}

fn history(store: &Store) -> Vec<(i64, String)> {
    let rows = store.history(&HistoryQuery::default(), 500).expect("history");
    rows.into_iter().map(|row| (row.seq, row.summary)).collect()
}

fn under(clocks: &[(usize, usize)]) {
    let (shuffled, orderly) = (folder(), folder());
    let mut told = Vec::new();
    for (folder, clocks) in [(&shuffled, clocks.to_vec()), (&orderly, clocks.iter().map(|(_, what)| (9, *what)).collect())] {
        let store = book(folder);
        let acme = add(&store, "Acme");
        let (before, done) = (dump(&book_at(folder)), play(&store, acme, &clocks));
        whole(&store, today());
        let (history, page) = (history(&store), store.page(acme, today()).expect("a page"));
        assert!(history.windows(2).all(|pair| pair[0].0 == pair[1].0 + 1), "newest first, none left out");
        let as_of = store.as_of(today()).expect("the book of today");
        assert_eq!(format!("{:?}", as_of.page(acme, today()).expect("a page").clocks), format!("{:?}", page.clocks));
        let after = dump(&book_at(folder));
        // Undo goes back through the numbers, under any clock.
        for (at, seq) in done.iter().rev().enumerate() {
            let step = store.next_undo("ana").expect("read").expect("a step");
            assert_eq!(step.root, *seq);
            store.undo(&stamp(at * 7, today(), "ana")).expect("taken back");
        }
        assert_eq!(dump(&book_at(folder)), before, "all is taken back");
        whole(&store, today());
        told.push((history, after, format!("{:?}", page.clocks)));
    }
    assert_eq!(told[0], told[1], "the same under shuffled and orderly clocks");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn history_undo_and_placements_do_not_depend_on_any_clock(clocks in proptest::collection::vec((0_usize..10, 0_usize..12), 1..14)) {
        under(&clocks);
    }
}

#[test]
fn a_day_that_jumps_back_and_forth_leaves_the_last_entry_the_last_word() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let days = ["2026-06-15", "2031-01-01", "2020-02-29", "2026-06-16", "0001-01-01", "9999-12-31", "2026-06-15"];
    let mut moved = Vec::new();
    for (at, text) in days.iter().enumerate() {
        let stamp = Stamp { today: day(text), ..ana() };
        match store.execute(&Command::Move(to(acme, SEGMENTS[at % 4])), &stamp) {
            Ok(receipt) => moved.push(receipt.summary),
            // No review can fall due after the last day there is.
            Err(error) => assert!(matches!(error, StoreError::Refused(_)) && text.starts_with("9999"), "{text}: {error}"),
        }
        store.turn_to(day(text)).expect("turned");
        whole(&store, day(text));
        let page = store.page(acme, today()).expect("a page");
        let placed = page.placement.and_then(|placement| placement.segment).expect("a segment");
        assert!(moved.last().expect("a move").to_lowercase().ends_with(&placed), "on {text}: {placed}");
    }
    drop(store);
    let store = open(&book_at(&folder));
    whole(&store, today());
    let said: Vec<String> = history(&store).into_iter().map(|(_, summary)| summary).collect();
    assert!(moved.len() >= days.len() - 1);
    assert!(said.iter().zip(moved.iter().rev()).all(|(said, moved)| said == moved), "{said:?}");
    for _ in &moved {
        store.undo(&ana()).expect("taken back");
    }
    assert_eq!(store.page(acme, today()).expect("a page").placement, None);
    whole(&store, today());
}

#[test]
fn a_book_made_by_a_clock_of_the_year_one_or_9999_opens_today() {
    for (at, text) in [(0, "0001-01-01"), (1, "9999-12-31"), (6, "2028-02-29")] {
        let folder = folder();
        let store = Store::create(&book_at(&folder), MODEL, &stamp(at, day(text), "ana")).expect("made");
        let acme = add(&store, "Acme");
        move_to(&store, acme, "B", &ana());
        drop(store);
        let store = open(&book_at(&folder));
        whole(&store, today());
        assert_eq!(store.history(&HistoryQuery::default(), 9).expect("history").len(), 3);
        assert_eq!(store.as_of(today()).expect("as of").page(acme, today()).expect("a page").client.name, "Acme");
    }
}
