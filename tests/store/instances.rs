//! Two programs on one book: each sees the other's work, nobody's is lost, and a locked book is said in a bounded time.

use std::time::{Duration, Instant};

use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{AddHolidays, Command, EditClient, HolidayMerge, MoveTarget};
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::store::{ClientQuery, Direction, Store, StoreError};

use super::common::{add, ana, bo, book, book_at, dump, folder, later, move_to, open, plain, stamp_of, to, today, whole};

#[test]
fn the_second_writer_sees_what_the_first_wrote() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    let second = open(&book_at(&folder));
    let version = second.version().expect("a number");
    move_to(&first, acme, "B", &ana());
    assert_ne!(second.version().expect("a number"), version, "a foreign change is noticed");
    move_to(&second, acme, "C", &bo());
    let history = first.history_of(acme, 10).expect("history");
    assert_eq!(history[0].summary, "moved Acme from Modernize to Educate");
    assert_eq!((history[0].by.as_str(), history[1].by.as_str()), ("bo", "ana"));
    whole(&first, today());
}

#[test]
fn a_book_is_read_while_long_work_holds_more_than_the_cache() {
    let folder = folder();
    let first = book(&folder);
    add(&first, "Acme");
    let aside = first.aside().open(today()).expect("the same file");
    let days = |name: &str| {
        let days = (0..20_000).map(|at| (later(at), format!("{name} {at} ").repeat(8))).collect();
        Command::Holidays(AddHolidays { calendar: None, days, merge: HolidayMerge::Replace })
    };
    first.execute(&days("Founders' day"), &ana()).expect("saved");
    let count = |_: &Store| first.without_waiting(|store| store.count_clients(None, today()));
    assert_eq!(aside.rehearse(&days("Day of the team"), &bo(), count).expect("it can be read"), 1);
}

#[test]
fn a_move_by_one_who_saw_an_older_placement_names_who_and_what() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    let second = open(&book_at(&folder));
    let seen = second.clients(&ClientQuery::default(), None, Direction::After, 1, today()).expect("clients")[0].decision;
    move_to(&first, acme, "B", &ana());
    let before = dump(&book_at(&folder));
    let mut moved = to(acme, "C");
    moved.clients = vec![MoveTarget { client: acme, seen: Some(seen) }];
    let error = second.execute(&Command::Move(moved), &bo()).expect_err("stale");
    let words = error.to_string();
    assert!(matches!(error, StoreError::Refused(Refusal::Stale { .. })), "{words}");
    assert!(words.contains("Acme") && words.contains("ana") && words.contains("Modernize"), "{words}");
    assert_eq!(dump(&book_at(&folder)), before);
}

#[test]
fn an_undo_and_another_move_in_between_do_not_go_unnoticed() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    let second = open(&book_at(&folder));
    move_to(&first, acme, "B", &ana());
    let seen = second.clients(&ClientQuery::default(), None, Direction::After, 1, today()).expect("clients")[0].decision;
    first.undo(&ana()).expect("undone");
    move_to(&first, acme, "C", &ana());
    let mut moved = to(acme, "A");
    moved.clients = vec![MoveTarget { client: acme, seen: Some(seen) }];
    let error = second.execute(&Command::Move(moved), &bo()).expect_err("stale");
    assert!(matches!(error, StoreError::Refused(Refusal::Stale { .. })), "{error}");
}

#[test]
fn an_edit_of_an_older_revision_is_refused() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let edit = |seen, goal: &str| {
        Command::Edit(EditClient { client: acme, seen: Some(seen), fields: vec![(Field::Goal, goal.to_owned())] })
    };
    store.execute(&edit(1, "grow"), &ana()).expect("edited");
    let error = store.execute(&edit(1, "shrink"), &bo()).expect_err("stale");
    assert!(matches!(error, StoreError::Refused(Refusal::Stale { .. })), "{error}");
    let words = error.to_string();
    assert_eq!(words, "Acme was changed by ana since you looked: edited goal of Acme");
    let now = store.page(acme, today()).expect("a page").client.rev;
    store.execute(&edit(now, "shrink"), &bo()).expect("edited");
}

#[test]
fn undo_refuses_when_another_instance_changed_the_row() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    move_to(&first, acme, "B", &ana());
    let second = open(&book_at(&folder));
    move_to(&second, acme, "C", &bo());
    let before = dump(&book_at(&folder));
    let words = first.undo(&ana()).expect_err("refused").to_string();
    assert!(words.contains("moved Acme to Modernize") && words.contains("changed since"), "{words}");
    assert_eq!(dump(&book_at(&folder)), before);
    second.undo(&bo()).expect("the later one first");
    first.undo(&ana()).expect("then the earlier");
    whole(&first, today());
}

/// The one test here that takes five seconds: that is the promise (P7).
#[test]
fn a_locked_book_is_said_after_five_seconds_and_nothing_changes() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let before = dump(&book_at(&folder));
    let other = plain(&book_at(&folder));
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let started = Instant::now();
    let error = store.execute(&Command::Move(to(acme, "B")), &ana()).expect_err("busy");
    assert!(matches!(error, StoreError::Busy), "{error}");
    let waited = started.elapsed();
    assert!((Duration::from_millis(4_500)..Duration::from_secs(9)).contains(&waited), "{waited:?}");
    assert!(store.clients(&ClientQuery::default(), None, Direction::After, 9, today()).is_ok(), "it can be read meanwhile");
    other.execute_batch("ROLLBACK").expect("released");
    assert_eq!(dump(&book_at(&folder)), before);
    move_to(&store, acme, "B", &ana());
}

#[test]
fn a_writer_waits_for_another_and_then_goes_on() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let path = book_at(&folder);
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (_open, nothing_comes) = std::sync::mpsc::channel::<()>();
    let holder = std::thread::spawn(move || {
        let other = plain(&path);
        other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
        locked.send(()).expect("told");
        // Long enough that the writer meets the lock, short enough to be worth waiting for.
        assert!(nothing_comes.recv_timeout(Duration::from_millis(150)).is_err());
        other.execute_batch("ROLLBACK").expect("released");
    });
    is_locked.recv().expect("locked");
    move_to(&store, acme, "B", &ana());
    holder.join().expect("released");
    whole(&store, today());
}

#[test]
fn the_day_turns_under_the_settings_another_instance_made() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    move_to(&first, acme, "B", &ana());
    let second = open(&book_at(&folder));
    let set = Command::Set { key: "lead".to_owned(), value: "3".to_owned() };
    second.execute(&set, &stamp_of("bo", later(3))).expect("set");
    // A day before the last fact: the clocks kept do not hold there, so they are folded anew.
    first.turn_to(today() - chrono::Days::new(5)).expect("turned");
    first.turn_to(later(3)).expect("turned back");
    second.look_again().expect("read");
    whole(&second, later(3));
    first.look_again().expect("read");
    whole(&first, later(3));
}

#[test]
fn a_repair_goes_by_the_settings_in_the_book_not_by_those_remembered() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    move_to(&first, acme, "B", &ana());
    let second = open(&book_at(&folder));
    second.execute(&Command::Set { key: "lead".to_owned(), value: "3".to_owned() }, &bo()).expect("set");
    first.repair(today()).expect("repaired");
    whole(&second, today());
    assert_eq!(first.check(today()).expect("read"), [], "nor does check");
}

#[test]
fn a_rehearsed_or_refused_setting_leaves_no_trace() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    move_to(&store, acme, "B", &ana());
    let set = Command::Set { key: "currency".to_owned(), value: "CHF".to_owned() };
    let meanwhile = store.rehearse(&set, &ana(), |book| Ok(book.ground().currency.clone())).expect("rehearsed");
    assert_eq!((meanwhile.as_str(), store.ground().currency.as_str()), ("CHF", "EUR"));
    whole(&store, today());
}

#[test]
fn two_hundred_races_have_one_winner_each() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    drop(store);
    let path = book_at(&folder);
    let barrier = std::sync::Arc::new(std::sync::Barrier::new(2));
    let racers: Vec<_> = ["ana", "bo"]
        .into_iter()
        .map(|by| {
            let (path, barrier) = (path.clone(), std::sync::Arc::clone(&barrier));
            let store = open(&path);
            std::thread::spawn(move || {
                let stamp = stamp_of(by, today());
                (0..200_i64)
                    .map(|round| {
                        let rows = store.clients(&ClientQuery::default(), None, Direction::After, 1, today()).expect("clients");
                        barrier.wait();
                        let mut moved = to(acme, if round % 2 == 0 { "B" } else { "C" });
                        moved.clients = vec![MoveTarget { client: acme, seen: Some(rows[0].decision) }];
                        let won = store.execute(&Command::Move(moved), &stamp).is_ok();
                        barrier.wait();
                        won
                    })
                    .collect::<Vec<bool>>()
            })
        })
        .collect();
    let won: Vec<Vec<bool>> = racers.into_iter().map(|racer| racer.join().expect("ran")).collect();
    for (round, (ana, bo)) in won[0].iter().zip(&won[1]).enumerate() {
        assert_ne!(ana, bo, "round {round}");
    }
    whole(&open(&path), today());
}

/// What is told as taken back is what was taken back, whatever the same person did elsewhere while the lock was waited for (P12).
#[test]
fn undo_takes_back_what_is_last_once_it_has_the_lock() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    move_to(&first, acme, "B", &ana());
    let path = book_at(&folder);
    let undoing = first
        .execute_together(&ana(), |together| {
            let path = path.clone();
            let undoing = std::thread::spawn(move || {
                let second = Store::open(&path, today())?;
                second.undo(&ana())
            });
            together.execute(&Command::Move(to(acme, "C")), &ana())?;
            Ok(undoing)
        })
        .expect("saved");
    let receipt = undoing.join().expect("it ends").expect("taken back");
    assert_eq!(receipt.summary, "took back: moved Acme from Modernize to Educate");
    first.look_again().expect("read");
    assert_eq!(
        first.page(acme, today()).expect("a page").placement.and_then(|placed| placed.segment).as_deref(),
        Some("modernize")
    );
    whole(&first, today());
}
