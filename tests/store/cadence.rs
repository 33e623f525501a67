//! What the rules of cadence come to in a book: verbs and their undo, own periods, calendars, models, and what a change moves.

use std::ops::ControlFlow;

use chrono::{Days, NaiveDate};
use quarterdeck::domain::cadence::State;
use quarterdeck::domain::calendar::Period;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{
    AddHolidays, ClockAct, Command, EditClient, HolidayMerge, Incoming, LogReview, OnClock, OwnPeriods, PlanFirst,
};
use quarterdeck::domain::model::builtin;
use quarterdeck::store::{DueQuery, DueRange, DueRow, FiguresBy, ImportPolicy, Progress, Store, StoreError, Whose};

use super::common::{MODEL, TOUCH, add_with, ana, book, dump, folder, import, incoming, move_to, stamp_of, today, whole};

const NOTE: &str = "they are away until then";

fn clock(store: &Store, client: ClientId, kind: &str, on: NaiveDate) -> DueRow {
    let clocks = store.clocks_on(client, on).expect("clocks");
    clocks.into_iter().find(|row| row.clock.clock.kind == kind).expect("a clock of that kind")
}

fn review(store: &Store, client: ClientId, on: NaiveDate) -> DueRow {
    clock(store, client, "Review", on)
}

/// A client in a monthly segment, reviewed some days ago.
fn monthly(store: &Store, days_ago: u64) -> ClientId {
    let row = Incoming {
        segment: Some("transform".to_owned()),
        segment_since: Some(today() - Days::new(200)),
        last_review_on: Some(today() - Days::new(days_ago)),
        ..incoming(&[(Field::Name, "Acme"), (Field::Owner, "Ana")])
    };
    import(store, ImportPolicy::default(), &[row], &ana());
    store.find("Acme").expect("found")
}

fn act(client: ClientId, act: ClockAct) -> Command {
    Command::Clock(OnClock { clients: vec![client], kind: None, act, note: NOTE.to_owned() })
}

#[test]
fn every_verb_is_one_step_and_its_undo_gives_the_book_back() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 40);
    let later = today() + Days::new(7);
    let commands = [
        act(acme, ClockAct::Book(later)),
        act(acme, ClockAct::Snooze(later)),
        act(acme, ClockAct::Skip),
        Command::Pause { clients: vec![acme], note: NOTE.to_owned() },
        Command::OwnPeriods(OwnPeriods {
            client: acme,
            periods: vec![("Review".to_owned(), Some(Period::weeks(1)))],
            until: None,
            note: NOTE.to_owned(),
        }),
    ];
    for command in commands {
        let before = (dump(store.path()), review(&store, acme, today()));
        let receipt = store.execute(&command, &ana()).expect("done");
        assert_ne!(review(&store, acme, today()).clock, before.1.clock, "{}", receipt.summary);
        whole(&store, today());
        store.undo(&ana()).expect("undone");
        assert_eq!((dump(store.path()), review(&store, acme, today())), before, "{}", receipt.summary);
    }
}

#[test]
fn a_snooze_hides_until_its_day_and_a_review_clears_it() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 40);
    let was = review(&store, acme, today());
    store.execute(&act(acme, ClockAct::Snooze(today() + Days::new(9))), &ana()).expect("snoozed");
    let due = |on| store.due(&DueQuery::default(), None, 10, on).expect("due").len();
    assert_eq!((due(today()), due(today() + Days::new(8)), due(today() + Days::new(9))), (0, 0, 1));
    let hidden = review(&store, acme, today());
    assert_eq!((hidden.clock.state, hidden.clock.days_late), (State::Snoozed, was.clock.days_late));
    assert_eq!((hidden.clock.clock.snooze_count, hidden.clock.clock.snooze_slip), (1, 9));
    let tomorrow = stamp_of("ana", today() + Days::new(1));
    store.execute(&Command::Review(LogReview::held(acme, tomorrow.today)), &tomorrow).expect("logged");
    let after = review(&store, acme, tomorrow.today);
    assert_eq!((after.clock.state, after.clock.clock.snooze_count), (State::NotDue, 0));
    whole(&store, tomorrow.today);
}

#[test]
fn a_snooze_may_reach_the_next_date_of_the_rhythm_and_not_a_day_more() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 40);
    let latest = review(&store, acme, today()).clock.clock.latest_snooze(today()).expect("dates").expect("one");
    let refused = store.execute(&act(acme, ClockAct::Snooze(latest + Days::new(1))), &ana()).expect_err("too far");
    assert!(refused.to_string().contains(&latest.to_string()), "{refused}");
    store.execute(&act(acme, ClockAct::Snooze(latest)), &ana()).expect("exactly that day");
}

#[test]
fn the_next_date_agreed_in_a_review_is_a_booking_in_the_same_step() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 40);
    let next = today() + Days::new(21);
    let mut held = LogReview::held(acme, today());
    held.next_on = Some(next);
    let before = dump(store.path());
    store.execute(&Command::Review(held), &ana()).expect("logged");
    assert_eq!(
        (review(&store, acme, today()).clock.state, review(&store, acme, today()).clock.clock.booked_on),
        (State::Booked, Some(next))
    );
    store.undo(&ana()).expect("undone");
    assert_eq!(dump(store.path()), before);
}

#[test]
fn an_own_period_ends_by_itself_on_the_day_after_its_last() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 3);
    let plain = review(&store, acme, today()).clock.clock.effective;
    let until = today() + Days::new(5);
    let own = OwnPeriods {
        client: acme,
        periods: vec![("review".to_owned(), Some(Period::weeks(2)))],
        until: Some(until),
        note: NOTE.to_owned(),
    };
    store.execute(&Command::OwnPeriods(own), &ana()).expect("set");
    assert_ne!(review(&store, acme, today()).clock.clock.effective, plain);
    drop(store);
    let path = super::common::book_at(&folder);
    let last = Store::open(&path, until).expect("opened");
    assert_eq!(review(&last, acme, until).clock.clock.period, Some(Period::weeks(2)));
    let after = until + Days::new(1);
    last.turn_to(after).expect("turned");
    assert_eq!(review(&last, acme, after).clock.clock.period, Some(Period::months(1)));
    whole(&last, after);
}

#[test]
fn a_model_with_several_kinds_has_a_clock_for_each_and_a_review_closes_those_it_satisfies() {
    let folder = folder();
    let store = book(&folder);
    store.execute(&Command::AddModel { toml: TOUCH.to_owned() }, &ana()).expect("added");
    store.execute(&Command::UseModel { key: "touch".to_owned() }, &ana()).expect("used");
    let acme = add_with(&store, &[(Field::Name, "Acme")]);
    move_to(&store, acme, "high", &ana());
    let kinds: Vec<String> =
        store.clocks_on(acme, today()).expect("clocks").into_iter().map(|row| row.clock.clock.kind).collect();
    assert_eq!(kinds, ["QBR", "Meeting", "Check-in"]);
    let refused = store.execute(&act(acme, ClockAct::Skip), &ana()).expect_err("which kind?");
    assert!(matches!(&refused, StoreError::Refused(refusal) if refusal.hint().is_some_and(|hint| hint.contains("Check-in"))));
    let mut held = LogReview::held(acme, today());
    held.kind = Some("EBR".to_owned());
    store.execute(&Command::Review(held), &ana()).expect("an EBR");
    let first = |kind| clock(&store, acme, kind, today()).clock.clock.first_review;
    assert_eq!(["QBR", "Meeting", "Check-in"].map(first), [false, true, true], "an EBR is a QBR, and no check-in");
    whole(&store, today());
    store.execute(&Command::UseModel { key: MODEL.to_owned() }, &ana()).expect("used");
    assert_eq!(store.clocks_on(acme, today()).expect("clocks").len(), 1);
    whole(&store, today());
    for _ in 0..6 {
        store.undo(&ana()).expect("undone");
    }
    whole(&store, today());
}

/// A book of clients of Ana and Bo in all segments, due on all kinds of days.
fn spread_out(folder: &tempfile::TempDir) -> Store {
    let store = book(folder);
    let rows: Vec<Incoming> = (0..60_u64)
        .map(|n| Incoming {
            segment: Some(["transform", "modernize", "educate", "sustain"][(n % 4) as usize].to_owned()),
            segment_since: Some(today() - Days::new(400)),
            last_review_on: Some(today() - Days::new(1 + n * 3)),
            ..incoming(&[(Field::Name, &format!("Client {n:02}")), (Field::Owner, if n % 2 == 0 { "Ana" } else { "Bo" })])
        })
        .collect();
    import(&store, ImportPolicy::default(), &rows, &ana());
    store
}

type Dates = Vec<(ClientId, String, Option<NaiveDate>, State)>;

fn dates(store: &Store) -> Dates {
    let query = DueQuery { range: DueRange::All, ..DueQuery::default() };
    let rows = store.due(&query, None, 1_000, today()).expect("due");
    let mut dates: Dates =
        rows.into_iter().map(|row| (row.client, row.clock.clock.kind, row.clock.clock.effective, row.clock.state)).collect();
    dates.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    dates
}

fn edited(from: &str, to: &str) -> Command {
    let toml = builtin::find(MODEL).expect("the default model");
    assert!(toml.contains(from));
    Command::EditModel { key: MODEL.to_owned(), toml: toml.replace(from, to), seen: None }
}

fn holidays(calendar: Option<&str>, days: &[NaiveDate]) -> Command {
    Command::Holidays(AddHolidays {
        calendar: calendar.map(str::to_owned),
        days: days.iter().map(|day| (*day, "Feast".to_owned())).collect(),
        merge: HolidayMerge::Add,
    })
}

#[test]
fn what_would_move_is_what_moves_and_nothing_is_written_beforehand() {
    let folder = folder();
    let store = spread_out(&folder);
    let set = |key: &str, value: &str| Command::Set { key: key.to_owned(), value: value.to_owned() };
    let days: Vec<NaiveDate> = (0..40).map(|n| today() + Days::new(n)).collect();
    let commands = [
        set("roll", "following"),
        set("working_days", "mon,wed"),
        set("working_days.ana", "tue"),
        set("lead", "30"),
        set("first_within", "10 days"),
        set("fiscal_start", "april"),
        holidays(None, &days),
        holidays(Some("bo"), &days),
        holidays(Some("north"), &days),
        set("calendar.Ana", "north"),
        set("calendar", "north"),
        edited("every = \"1 month\"", "every = \"3 weeks\""),
        edited("grace = 5", "grace = 1"),
        edited("floor = \"12 months\"", "floor = \"2 months\""),
    ];
    for command in commands {
        let (before, facts) = (dates(&store), dump(store.path()));
        let shifts = store.shifts(&command, &ana(), &mut |_| ControlFlow::Continue(())).expect("a preview");
        assert_eq!((dates(&store), dump(store.path())), (before.clone(), facts), "{command:?} wrote beforehand");
        store.execute(&command, &ana()).expect("done");
        let after = dates(&store);
        let moved = before.iter().zip(&after).filter(|(one, other)| one.2 != other.2).count() as i64;
        let turned = before.iter().zip(&after).filter(|(one, other)| one.3 != other.3).count() as i64;
        assert_eq!((shifts.dates, shifts.states), (moved, turned), "{command:?}");
        whole(&store, today());
    }
}

#[test]
fn a_calendar_of_an_owner_moves_the_dates_of_that_owners_clients_alone() {
    let folder = folder();
    let store = spread_out(&folder);
    let before = dates(&store);
    let days: Vec<NaiveDate> = (0..20).map(|n| today() + Days::new(n)).collect();
    store.execute(&holidays(Some("Bo"), &days), &ana()).expect("imported");
    let owner = |client| store.page(client, today()).expect("a page").client.owner;
    let moved: Vec<ClientId> =
        before.iter().zip(dates(&store)).filter(|(one, other)| one.2 != other.2).map(|(one, _)| one.0).collect();
    assert!(!moved.is_empty());
    assert!(moved.iter().all(|client| owner(*client).as_deref() == Some("Bo")));
    // A client that changes hands goes by the other calendar.
    let client = moved[0];
    store
        .execute(&Command::Edit(EditClient { client, seen: None, fields: vec![(Field::Owner, "Ana".to_owned())] }), &ana())
        .expect("edited");
    let there = before.iter().find(|row| row.0 == client).expect("the client");
    assert_eq!(dates(&store).iter().find(|row| row.0 == client).expect("the client").2, there.2);
    whole(&store, today());
}

#[test]
fn long_work_says_how_far_it_is_and_leaves_nothing_when_it_is_left() {
    let folder = folder();
    let store = spread_out(&folder);
    let command = edited("every = \"1 month\"", "every = \"2 months\"");
    let (facts, before) = (dump(store.path()), dates(&store));
    let mut heard: Vec<Progress> = Vec::new();
    let left = store.execute_watched(&command, &ana(), &mut |progress| {
        heard.push(progress);
        ControlFlow::Break(())
    });
    assert!(matches!(left, Err(StoreError::Left)), "{left:?}");
    // Only the segment's own clients are gone through.
    assert_eq!(heard.last().map(|progress| progress.of), Some(15));
    assert_eq!((dump(store.path()), dates(&store)), (facts, before));
    whole(&store, today());
    store.execute_watched(&command, &ana(), &mut |_| ControlFlow::Continue(())).expect("done");
    assert_ne!(dates(&store), before_of(&store));
    whole(&store, today());
}

/// The dates after the last step is taken back, and done again.
fn before_of(store: &Store) -> Dates {
    store.undo(&ana()).expect("undone");
    let before = dates(store);
    store.redo(&ana()).expect("redone");
    before
}

#[test]
fn the_accepted_plan_stands_and_a_second_one_finds_nothing_to_do() {
    let folder = folder();
    let store = book(&folder);
    let rows: Vec<Incoming> = (0..30)
        .map(|n| Incoming {
            segment: Some("modernize".to_owned()),
            ..incoming(&[(Field::Name, &format!("Client {n:02}")), (Field::Owner, "Ana")])
        })
        .collect();
    import(&store, ImportPolicy::default(), &rows, &ana());
    store.execute(&Command::Set { key: "capacity.Ana".to_owned(), value: "14".to_owned() }, &ana()).expect("set");
    let (reviews, spread) = store.spread_first(today(), None).expect("a plan");
    assert_eq!((reviews.len(), spread.beyond_capacity()), (30, 0));
    let chosen: Vec<(ClientId, String, NaiveDate)> =
        spread.planned.iter().map(|planned| (reviews[planned.review].client, "Review".to_owned(), planned.on)).collect();
    let before = dump(store.path());
    store.execute(&Command::PlanFirst(PlanFirst { dates: chosen.clone() }), &ana()).expect("planned");
    for (client, _, on) in &chosen {
        let found = review(&store, *client, today()).clock.clock;
        assert_eq!((found.effective, found.first_review), (Some(*on), true));
    }
    assert!(store.first_reviews(today()).expect("first reviews").is_empty());
    let weeks = &store.workload(&Whose::default(), today(), 14).expect("a workload")[&Some("Ana".to_owned())];
    assert!(weeks.iter().take(13).all(|week| week.hours <= 14.0 + 1e-9), "{weeks:?}");
    whole(&store, today());
    store.undo(&ana()).expect("undone");
    assert_eq!(dump(store.path()), before);
}

#[test]
fn figures_by_segment_and_by_owner_are_the_same_occurrences() {
    let folder = folder();
    let store = spread_out(&folder);
    for n in [3_usize, 8, 20, 31] {
        let client = dates(&store)[n].0;
        // Refused for clients that are as needed.
        let _ = store.execute(&act(client, ClockAct::Skip), &ana());
        store.execute(&Command::Review(LogReview::held(client, today())), &ana()).expect("logged");
    }
    let (from, to) = (today() - Days::new(90), today() + Days::new(30));
    let of = |by| store.figures(from, to, by, today(), &mut |_| ControlFlow::Continue(())).expect("figures");
    let (segments, owners) = (of(FiguresBy::Segment), of(FiguresBy::Owner));
    assert_eq!(segments.all, owners.all);
    for figures in [&segments, &owners] {
        let sum = figures.parts.values().copied().sum();
        assert_eq!(figures.all, sum);
    }
    assert!(
        segments.all.open > 0 && segments.all.skipped > 0 && segments.all.on_time + segments.all.late > 0,
        "{:?}",
        segments.all
    );
    assert_eq!(segments.all.as_needed, 15, "a quarter of the clients is as needed");
}

#[test]
fn a_model_that_somebody_changed_meanwhile_is_not_overwritten() {
    let folder = folder();
    let store = spread_out(&folder);
    let edit = |grace: u32| {
        let toml = builtin::find(MODEL).expect("the default model").replace("grace = 5", &format!("grace = {grace}"));
        Command::EditModel { key: MODEL.to_owned(), toml, seen: Some(1) }
    };
    store.execute(&edit(3), &ana()).expect("changed");
    let refused = store.execute(&edit(4), &ana()).expect_err("the other one was first").to_string();
    assert!(refused.contains("the model maturity-appetite was changed by ana since you looked: changed the model"), "{refused}");
    assert_eq!(store.ground().driving().segments[0].grace, 3);
}

#[test]
fn a_missed_booking_counts_on_the_day_the_review_is_due_again() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 20);
    let due = review(&store, acme, today()).clock.clock.effective.expect("a date");
    let agreed = today() + Days::new(2);
    store.execute(&act(acme, ClockAct::Book(agreed)), &ana()).expect("booked");
    let days = |on: NaiveDate| {
        store.turn_to(on).expect("turned");
        let days = store.days(&Whose::default(), today(), today() + Days::new(20), on).expect("read");
        let rows: Vec<NaiveDate> = [agreed, due]
            .into_iter()
            .filter(|day| {
                let query = DueQuery { range: DueRange::On(*day), ..DueQuery::default() };
                !store.due(&query, None, 9, on).expect("read").is_empty()
            })
            .collect();
        assert_eq!(days.keys().copied().collect::<Vec<_>>(), rows, "the load of a day is that of its rows");
        let backlog = store.workload(&Whose::default(), on, 4).expect("read")[&Some("Ana".to_owned())][0].backlog_hours;
        (rows, backlog > 0.0)
    };
    assert_eq!(days(agreed), (vec![agreed], false));
    assert_eq!(days(agreed + Days::new(1)), (vec![due], false), "not late before it is due");
    assert_eq!(days(due + Days::new(1)), (vec![due], true));
    let other = Whose { owner: Some("Bo".to_owned()), kind: None };
    assert!(store.days(&other, today(), due, agreed + Days::new(1)).expect("read").is_empty());
}

#[test]
fn an_own_period_is_ended_once_and_not_after_its_last_day() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 10);
    let own = |every: Option<Period>, until: Option<NaiveDate>, on: NaiveDate| {
        let periods = vec![("Review".to_owned(), every)];
        let command = Command::OwnPeriods(OwnPeriods { client: acme, periods, until, note: NOTE.to_owned() });
        store.execute(&command, &stamp_of("ana", on)).map(|_| ())
    };
    let last = today() + Days::new(30);
    assert!(own(None, None, today()).is_err(), "there is none yet");
    own(Some(Period::weeks(1)), Some(last), today()).expect("set");
    assert!(own(None, None, last + Days::new(1)).is_err(), "it was over");
    own(None, None, last).expect("its last day");
    assert!(own(None, None, last).is_err(), "it was ended that day");
    assert!(own(None, None, last + Days::new(1)).is_err());
}

#[test]
fn a_period_of_its_own_is_taken_back_once_and_what_other_marks_say_is_none() {
    let folder = folder();
    let store = book(&folder);
    let acme = monthly(&store, 3);
    let zenith = add_with(&store, &[(Field::Name, "Zenith")]);
    move_to(&store, zenith, "B", &ana());
    let own = |client, every| {
        let periods = vec![("Review".to_owned(), every)];
        store.execute(&Command::OwnPeriods(OwnPeriods { client, periods, until: None, note: NOTE.to_owned() }), &ana())
    };
    let weekly = Some(Period::weeks(1));
    own(acme, weekly).expect("set");
    assert!(own(zenith, None).is_err(), "that of another client is not its own");
    own(acme, None).expect("taken back");
    assert!(own(acme, None).is_err(), "the later word counts");
    own(acme, weekly).expect("set again");
    own(acme, None).expect("taken back again");
    whole(&store, today());
}
