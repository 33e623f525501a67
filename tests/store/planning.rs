//! Plans of first reviews (C13) and figures (C18) in a book: accepted dates stand, undo brings the old ones back, lateness stays.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use quarterdeck::domain::cadence::State;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{ClockAct, Command, LogReview, OnClock, PlanFirst};
use quarterdeck::domain::figures::Figures;
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::store::{Crowd, DueQuery, DueRange, DueRow, FiguresBy, ImportPolicy, Store, StoreError};
use std::ops::ControlFlow;

use super::common::{NOTE, add_with, ana, bo, book, day, folder, import, incoming, later, move_to, stamp_of, today, whole};

const SEGMENTS: [&str; 3] = ["transform", "modernize", "educate"];

/// A book of so many clients that entered their segments today and had no review yet.
fn waiting(folder: &tempfile::TempDir, clients: usize) -> (Store, Vec<ClientId>) {
    let store = book(folder);
    let clients = (0..clients).map(|n| {
        let name = format!("Client {n:02}");
        let client = add_with(&store, &[(Field::Name, &name), (Field::Owner, ["Ana", "Ben"][n % 2])]);
        move_to(&store, client, SEGMENTS[n % 3], &ana());
        client
    });
    let clients = clients.collect();
    (store, clients)
}

fn clock(store: &Store, client: ClientId, on: NaiveDate) -> DueRow {
    let query = DueQuery { range: DueRange::All, ..DueQuery::default() };
    let all = store.due(&query, None, 1_000, on).expect("the list");
    all.into_iter().find(|row| row.client == client).expect("a clock")
}

fn effective(store: &Store, client: ClientId, on: NaiveDate) -> NaiveDate {
    clock(store, client, on).clock.clock.effective.expect("a date")
}

fn plan(store: &Store, on: NaiveDate, weeks: Option<u32>) -> PlanFirst {
    let (reviews, spread) = store.spread_first(on, weeks).expect("a plan");
    PlanFirst::of(&reviews, &spread)
}

#[test]
fn the_dates_of_an_accepted_plan_stand_and_undo_brings_the_old_ones_back() {
    let folder = folder();
    let (store, clients) = waiting(&folder, 12);
    let before: Vec<NaiveDate> = clients.iter().map(|client| effective(&store, *client, today())).collect();
    assert!(before.iter().all(|date| *date == day("2026-07-15")), "{before:?}");
    assert_eq!(store.first_crowd(today()).expect("read"), Some(Crowd { reviews: 12, on: day("2026-07-15") }));
    let accepted = plan(&store, today(), None);
    assert_eq!(accepted, plan(&store, today(), None));
    store.execute(&Command::PlanFirst(accepted.clone()), &ana()).expect("accepted");
    assert_eq!(accepted.dates.len(), 12);
    for (client, kind, date) in &accepted.dates {
        let row = clock(&store, *client, today());
        assert_eq!((&row.clock.clock.kind, row.clock.clock.effective), (kind, Some(*date)));
        assert!(row.clock.clock.first_review, "the mark stays");
    }
    whole(&store, today());
    assert_eq!(plan(&store, today(), None).dates, [], "a second plan has nothing to do");
    assert_eq!(store.first_crowd(today()).expect("read"), None);
    store.undo(&ana()).expect("undone");
    let undone: Vec<NaiveDate> = clients.iter().map(|client| effective(&store, *client, today())).collect();
    assert_eq!(undone, before);
    assert_eq!(plan(&store, today(), None), accepted);
    store.redo(&ana()).expect("redone");
    whole(&store, today());
    assert_eq!(effective(&store, accepted.dates[0].0, today()), accepted.dates[0].2);
}

#[test]
fn a_planned_date_that_passes_is_overdue_and_no_plan_moves_it() {
    let folder = folder();
    let (store, clients) = waiting(&folder, 4);
    let accepted = plan(&store, today(), Some(1));
    store.execute(&Command::PlanFirst(accepted.clone()), &ana()).expect("accepted");
    let on = later(60);
    store.turn_to(on).expect("turned");
    for client in &clients {
        let row = clock(&store, *client, on);
        assert_eq!(row.clock.state, State::Overdue);
        assert!(row.clock.days_late > 40, "{row:?}");
    }
    assert_eq!(plan(&store, on, None).dates, []);
    let (client, kind, _) = accepted.dates[0].clone();
    let again = PlanFirst { dates: vec![(client, kind, on + Days::new(30))] };
    let refused = store.execute(&Command::PlanFirst(again), &stamp_of("bo", on));
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Barred { .. }))), "{refused:?}");
    assert_eq!(effective(&store, client, on), accepted.dates[0].2);
}

#[test]
fn what_two_people_accept_at_once_is_accepted_once() {
    let folder = folder();
    let (store, _) = waiting(&folder, 4);
    let other = Store::open(store.path(), today()).expect("opened");
    let (mine, theirs) = (plan(&store, today(), None), plan(&other, today(), Some(2)));
    store.execute(&Command::PlanFirst(mine.clone()), &ana()).expect("accepted");
    let refused = other.execute(&Command::PlanFirst(theirs), &bo()).expect_err("refused");
    assert!(refused.to_string().contains("has its date from an earlier plan"), "{refused}");
    assert_eq!(effective(&store, mine.dates[0].0, today()), mine.dates[0].2);
}

#[test]
fn the_booked_the_reviewed_and_the_paused_are_left_out_of_a_plan() {
    let folder = folder();
    let (store, clients) = waiting(&folder, 6);
    let [booked, reviewed, paused, ..] = clients[..] else { panic!("six clients") };
    let book = OnClock { clients: vec![booked], kind: None, act: ClockAct::Book(later(9)), note: String::new() };
    store.execute(&Command::Clock(book), &ana()).expect("booked");
    store.execute(&Command::Review(LogReview::held(reviewed, today())), &ana()).expect("held");
    store.execute(&Command::Pause { clients: vec![paused], note: NOTE.to_owned() }, &ana()).expect("paused");
    let planned: Vec<ClientId> = plan(&store, today(), None).dates.into_iter().map(|(client, ..)| client).collect();
    assert_eq!(planned.len(), 3);
    assert!(planned.iter().all(|client| clients[3..].contains(client)), "{planned:?}");
    let (_, spread) = store.spread_first(today(), None).expect("a plan");
    let hours: f64 = spread.weeks.iter().map(|week| week.hours - week.planned).sum();
    assert!(hours > 0.0, "what is booked and due already counts: {spread:?}");
}

#[test]
fn an_import_plans_in_its_own_entry_by_the_hours_of_the_owner() {
    let folder = folder();
    let store = book(&folder);
    store.execute(&Command::Set { key: "capacity.Ana".to_owned(), value: "3".to_owned() }, &ana()).expect("set");
    let rows: Vec<_> = (0..6)
        .map(|n| {
            let mut row = incoming(&[(Field::Name, &format!("Client {n}")), (Field::Owner, "Ana")]);
            row.segment = Some("transform".to_owned());
            row
        })
        .collect();
    let stamp = ana();
    let mut under_way = store.import(ImportPolicy::default(), &stamp).expect("begun");
    for (at, row) in rows.iter().enumerate() {
        under_way.row(at as u64 + 2, row).expect("a row");
    }
    assert_eq!(under_way.plan_first().expect("planned"), 6);
    under_way.finish("imported and planned", "{}").expect("finished");
    whole(&store, today());
    let dates: Vec<NaiveDate> = store
        .due(&DueQuery { range: DueRange::All, ..DueQuery::default() }, None, 100, today())
        .expect("the list")
        .iter()
        .filter_map(|row| row.clock.clock.effective)
        .collect();
    let first_week = dates.iter().filter(|date| **date < day("2026-06-22")).count();
    assert_eq!((dates.len(), first_week), (6, 1), "three hours a week are one review: {dates:?}");
    store.undo(&ana()).expect("undone");
    assert_eq!(store.count_clients(None, today()).expect("counted"), 0);
    // The same rows again, without a plan, wait for one.
    import(&store, ImportPolicy::default(), &rows, &ana());
    assert_eq!(plan(&store, today(), None).dates.len(), 6);
}

fn figures(store: &Store, from: &str, to: &str, by: FiguresBy, on: NaiveDate) -> quarterdeck::store::FiguresOf {
    store.figures(day(from), day(to), by, on, &mut |_| ControlFlow::Continue(())).expect("counted")
}

#[test]
fn the_figures_of_a_book_made_by_hand() {
    let folder = folder();
    let store = book(&folder);
    let one = |name: &str, owner: &str, segment: &str| {
        let client = add_with(&store, &[(Field::Name, name), (Field::Owner, owner)]);
        move_to(&store, client, segment, &ana());
        client
    };
    // Monthly, first due on 15 July, grace of five working days: until 22 July.
    let (prompt, tardy) = (one("Prompt", "Ana", "transform"), one("Tardy", "Ben", "transform"));
    let (skipped, silent) = (one("Skipped", "Ana", "transform"), one("Silent", "Ben", "transform"));
    let quiet = one("Quiet", "Ana", "sustain");
    let held = |client, on: &str| {
        store.execute(&Command::Review(LogReview::held(client, day(on))), &stamp_of("ana", day(on))).expect("held");
    };
    held(prompt, "2026-07-22");
    held(tardy, "2026-07-23");
    let skip = OnClock { clients: vec![skipped], kind: None, act: ClockAct::Skip, note: NOTE.to_owned() };
    store.execute(&Command::Clock(skip), &stamp_of("ana", day("2026-07-14"))).expect("skipped");
    let on = day("2026-07-31");
    store.turn_to(on).expect("turned");
    let july = figures(&store, "2026-07-01", "2026-07-31", FiguresBy::Segment, on);
    let expected = Figures { on_time: 1, late: 1, skipped: 1, open: 1, as_needed: 1 };
    assert_eq!(july.all, expected);
    let part = |key: &str| july.parts[&Some(key.to_owned())];
    assert_eq!(part("transform"), Figures { as_needed: 0, ..expected });
    assert_eq!(part("sustain"), Figures { as_needed: 1, ..Figures::default() });
    let of_owners = figures(&store, "2026-07-01", "2026-07-31", FiguresBy::Owner, on);
    let ana = of_owners.parts[&Some("Ana".to_owned())];
    assert_eq!(ana, Figures { on_time: 1, skipped: 1, as_needed: 1, ..Figures::default() });
    assert_eq!(of_owners.parts[&Some("Ben".to_owned())], Figures { late: 1, open: 1, ..Figures::default() });
    // The day an occurrence counts on is its due date: one day before, none does.
    assert_eq!(figures(&store, "2026-07-01", "2026-07-14", FiguresBy::Owner, on).all.total(), 0);
    assert_eq!(figures(&store, "2026-07-15", "2026-07-15", FiguresBy::Owner, on).all.total(), 4);
    // Who leaves the book owes nothing any more; what was held before stays.
    store.execute(&Command::Archive { client: silent, note: NOTE.to_owned() }, &stamp_of("ana", on)).expect("archived");
    store.execute(&Command::Archive { client: quiet, note: NOTE.to_owned() }, &stamp_of("ana", on)).expect("archived");
    let after = figures(&store, "2026-07-01", "2026-07-31", FiguresBy::Owner, on).all;
    assert_eq!(after, Figures { open: 0, as_needed: 0, ..expected });
}

/// One thing done to a client on a day: days later, which client, what.
fn acts() -> impl Strategy<Value = Vec<(u64, usize, u8)>> {
    proptest::collection::vec((0_u64..14, 0_usize..8, 0_u8..10), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn figures_add_up_by_segment_and_by_owner_over_any_span(acts in acts(), from in 0_u64..200, length in 0_u64..200) {
        let folder = folder();
        let (store, clients) = waiting(&folder, 8);
        let mut on = today();
        for (days, client, what) in acts {
            on = on + Days::new(days);
            let (client, note) = (clients[client], NOTE.to_owned());
            let act = |act| Command::Clock(OnClock { clients: vec![client], kind: None, act, note: note.clone() });
            let command = match what {
                0 => Command::Archive { client, note },
                1 => Command::Pause { clients: vec![client], note },
                2 => Command::Resume { client, note },
                3 | 4 => act(ClockAct::Skip),
                5 => act(ClockAct::Snooze(on + Days::new(5))),
                6 => Command::Move(super::common::to(client, ["transform", "educate", "sustain"][usize::from(what) % 3])),
                _ => Command::Review(LogReview::held(client, on)),
            };
            match store.execute(&command, &stamp_of("ana", on)) {
                Ok(_) | Err(StoreError::Refused(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        store.turn_to(on).expect("turned");
        let (first, last) = (later(from), later(from + length));
        let count = |first, last, by| store.figures(first, last, by, on, &mut |_| ControlFlow::Continue(())).expect("counted");
        let of_segments = count(first, last, FiguresBy::Segment);
        let of_owners = count(first, last, FiguresBy::Owner);
        prop_assert_eq!(of_segments.all, of_owners.all);
        for figures in [&of_segments, &of_owners] {
            prop_assert_eq!(figures.parts.values().copied().sum::<Figures>(), figures.all);
        }
        // Spans that follow each other add up to the whole.
        let all = count(today(), later(800), FiguresBy::Owner).all;
        let cut = later(from);
        let parts = [count(today(), cut, FiguresBy::Owner).all, count(cut + Days::new(1), later(800), FiguresBy::Owner).all];
        prop_assert_eq!(parts.into_iter().map(Figures::total).sum::<u64>(), all.total());
    }
}
