//! What staged moves come to, against what the book says once they are made.

use super::*;
use crate::domain::money::Amount;
use crate::domain::session::record::{Count, OwnerShift};
use crate::store::{Balance, WeekShift};

fn balance(store: &Store, session: &Session) -> Balance {
    store.session_balance(session).expect("a balance")
}

fn count(clients: i64, eur: Option<i32>) -> Count {
    Count { clients, arr: eur.map(|eur| ("EUR".to_owned(), Amount::whole(eur))).into_iter().collect() }
}

fn owner(balance: &Balance, name: Option<&str>) -> OwnerShift {
    let found = balance.record.owners.iter().find(|row| row.owner.as_deref() == name);
    found.expect("an owner").clone()
}

fn set(store: &Store, key: &str, value: &str) {
    let set = Command::Set { key: key.to_owned(), value: value.to_owned() };
    store.execute(&set, &stamp(TODAY)).expect("set");
}

#[test]
fn staged_moves_shift_clients_revenue_reviews_and_hours_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    set(&store, "capacity.Ana", "2");
    let targets = vec![("transform".to_owned(), 250)];
    let session = start(&store, StartSession { targets, ..plain("2026 Q2") });
    stage(&store, &session, "Berga", to("transform"));
    stage(&store, &session, "Cito", to("transform"));
    stage(&store, &session, "Alfa", Staging::Confirm);
    stage(&store, &session, "Delta", Staging::Defer(day("2026-09-01")));
    let balance = balance(&store, &session);
    assert!(balance.drives);
    assert_eq!((balance.record.total, balance.record.done), (6, 4));
    let shifts = &balance.record.distribution;
    let keys: Vec<_> = shifts.iter().map(|shift| shift.segment.as_deref()).collect();
    assert_eq!(keys, [Some("transform"), Some("modernize"), Some("educate"), Some("sustain"), None]);
    assert_eq!((&shifts[0].before, &shifts[0].after, shifts[0].target), (&count(1, None), &count(3, Some(700)), Some(250)));
    assert_eq!((&shifts[3].before, &shifts[3].after), (&count(2, Some(500)), &count(1, Some(100))));
    assert_eq!((&shifts[4].before, &shifts[4].after, shifts[4].target), (&count(1, Some(300)), &count(0, None), None));
    // Transform: 12 reviews a year of 3 hours; sustain asks for none.
    let ana = owner(&balance, Some("Ana"));
    assert_eq!((ana.reviews_before, ana.reviews_after), (12.0, 24.0));
    assert_eq!((ana.hours_before * 52.0, ana.hours_after * 52.0, ana.capacity), (36.0, 72.0, Some(2.0)));
    let names: Vec<_> = balance.record.owners.iter().map(|row| row.owner.as_deref()).collect();
    assert_eq!(names, [Some("Ana"), Some("Ben"), None]);
}

#[test]
fn the_balance_is_what_the_book_says_once_the_moves_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = session(&store);
    let moves = [("Berga", "transform"), ("Cito", "modernize"), ("Echo", "sustain"), ("Foxtrot", "educate")];
    for (client, segment) in moves {
        stage(&store, &session, client, to(segment));
    }
    let staged = balance(&store, &session).record;
    for (client, segment) in moves {
        move_to(&store, client, segment, NOTE, TODAY);
    }
    let made = balance(&store, &session).record;
    for (staged, made) in staged.distribution.iter().zip(&made.distribution) {
        assert_eq!((&staged.after, &made.after), (&made.before, &made.before), "{:?}", staged.segment);
    }
    for (staged, made) in staged.owners.iter().zip(&made.owners) {
        assert_eq!((staged.reviews_after, staged.hours_after), (made.reviews_before, made.hours_before), "{:?}", staged.owner);
    }
    let books = store.owner_books(None, None, day(TODAY)).expect("read");
    for (book, shift) in books.owners.iter().zip(&made.owners) {
        assert_eq!(book.owner, shift.owner);
        assert!((book.hours_per_week - shift.hours_before).abs() < 1e-9, "{:?}", book.owner);
    }
}

#[test]
fn only_owners_with_members_stand_there_with_their_whole_books() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = start(&store, StartSession { scope: "name:berga".to_owned(), ..plain("2026 Q2") });
    let balance = balance(&store, &session);
    assert_eq!(balance.record.owners.len(), 1);
    assert_eq!(owner(&balance, Some("Ana")).reviews_before, 12.0, "Foxtrot counts, though it is not in the session");
    assert_eq!(balance.record.total, 1);
}

#[test]
fn a_model_that_does_not_drive_moves_no_review_and_counts_a_client_in_each_of_its_segments() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let toml = builtin::find("service-segments").expect("built in").to_owned();
    store.execute(&Command::AddModel { toml }, &stamp(TODAY)).expect("added");
    let session = start(&store, StartSession { model: Some("service-segments".to_owned()), ..plain("many") });
    let model = store.ground().model(Some("service-segments")).expect("there");
    let two = format!("{},{}", model.segments[0].key, model.segments[1].key);
    stage(&store, &session, "Alfa", to(&two));
    let balance = balance(&store, &session);
    assert!(!balance.drives);
    let after: Vec<i64> = balance.record.distribution.iter().map(|shift| shift.after.clients).collect();
    assert_eq!((after[0], after[1], after.last()), (1, 1, Some(&5)));
    assert!(balance.record.owners.iter().all(|row| (row.reviews_after, row.hours_before, row.hours_after) == (0.0, 0.0, 0.0)));
    assert!(store.session_weeks(&session, 13, &stamp(TODAY), &mut |_| ControlFlow::Continue(())).expect("read").is_empty());
}

#[test]
fn weeks_over_capacity_are_told_before_and_after_and_the_book_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    set(&store, "capacity.Ana", "2");
    set(&store, "capacity.Ben", "40");
    let session = session(&store);
    let weeks =
        |store: &Store| store.session_weeks(&session, 13, &stamp(TODAY), &mut |_| ControlFlow::Continue(())).expect("read");
    let over = |week: &WeekShift| (week.monday.to_string(), week.before, week.after);
    // Foxtrot alone asks for 3 hours once a month.
    let before = weeks(&store);
    assert!(!before.is_empty() && before.iter().all(|week| (week.before, week.after) == (3.0, 3.0)), "{before:?}");
    stage(&store, &session, "Berga", to("transform"));
    stage(&store, &session, "Cito", to("transform"));
    let head = store.head().expect("read");
    let after = weeks(&store);
    assert_eq!(store.head().expect("read"), head);
    assert!(after.iter().all(|week| week.owner == "Ana" && week.capacity == 2.0));
    let hours: f64 = after.iter().map(|week| week.after - week.before).sum();
    assert!(hours >= 6.0, "{:?}", after.iter().map(over).collect::<Vec<_>>());
    // What is rehearsed is what the book says once it is so.
    move_to(&store, "Berga", "transform", NOTE, TODAY);
    move_to(&store, "Cito", "transform", NOTE, TODAY);
    let made: Vec<f64> = weeks(&store).iter().map(|week| week.before).collect();
    assert_eq!(made, after.iter().map(|week| week.after).collect::<Vec<_>>());
}
