//! Two who saw the same state and both change it: one wins, the other is told by whom and what; also after an undo in between.

use std::sync::{Arc, Barrier};

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{
    Command, EditClient, EditSession, Over, ScoreClient, SessionAct, Stage, Staging, StartSession,
};
use quarterdeck::domain::model::builtin;
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::domain::session::SessionId;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{Receipt, Store, StoreError};

use super::common::{MODEL, NOTE, add, ana, bo, book, book_at, folder, move_to, open, stamp_of, today, whole};

/// What two may both want to change.
#[derive(Debug, Clone, Copy)]
enum Row {
    Client(ClientId),
    Model,
    Session(SessionId),
    Decision(SessionId, ClientId),
}

impl Row {
    /// Its revision, as the store says it now.
    fn seen(self, store: &Store) -> i64 {
        match self {
            Self::Client(client) => store.page(client, today()).expect("a page").client.rev,
            Self::Model => {
                store.look_again().expect("read");
                store.ground().models.iter().find(|held| held.row.key == MODEL).expect("the model").row.rev
            }
            Self::Session(session) => store.session(session).expect("a session").rev,
            Self::Decision(session, client) => store.session_item(session, client).expect("read").map_or(0, |item| item.rev),
        }
    }

    /// Changes it to its `n`th state, where it still has the revision seen.
    fn change(self, store: &Store, seen: i64, n: usize, stamp: &Stamp) -> Result<Receipt, StoreError> {
        let command = match self {
            Self::Client(client) => {
                Command::Edit(EditClient { client, seen: Some(seen), fields: vec![(Field::Goal, format!("goal {n}"))] })
            }
            Self::Model => {
                let every = format!("every = \"{} weeks\"", n % 12 + 1);
                let toml = builtin::find(MODEL).expect("built in").replace("every = \"1 month\"", &every);
                Command::EditModel { key: MODEL.to_owned(), toml, seen: Some(seen) }
            }
            Self::Session(session) => Command::Session(SessionAct::Edit(EditSession {
                session,
                seen: Some(seen),
                name: Some(format!("Session {n}")),
                ..EditSession::default()
            })),
            Self::Decision(session, client) => {
                let to = ["transform", "educate", "sustain"][n % 3].to_owned();
                let note = format!("{NOTE} {n}");
                Command::Session(SessionAct::Stage(Stage {
                    note,
                    over: Over::Seen(seen),
                    ..Stage::plain(session, client, Staging::Move(to))
                }))
            }
        };
        store.execute(&command, stamp)
    }
}

/// A book with one row of each kind.
fn rows(store: &Store) -> [Row; 4] {
    let acme = add(store, "Acme");
    move_to(store, acme, "B", &ana());
    let start = StartSession { name: "Summer".to_owned(), facilitator: "Dana".to_owned(), ..StartSession::default() };
    store.execute(&Command::Session(SessionAct::Start(start)), &ana()).expect("started");
    let session = store.open_sessions().expect("sessions")[0].id;
    [Row::Client(acme), Row::Model, Row::Session(session), Row::Decision(session, acme)]
}

#[test]
fn another_state_under_the_revision_of_one_taken_back_does_not_go_unnoticed() {
    let folder = folder();
    let first = book(&folder);
    let second = open(&book_at(&folder));
    for (at, row) in rows(&first).into_iter().enumerate() {
        row.change(&first, row.seen(&first), 7 * at + 1, &ana()).expect("the first state");
        let seen = row.seen(&second);
        first.undo(&ana()).expect("taken back");
        row.change(&first, row.seen(&first), 7 * at + 2, &ana()).expect("another state");
        let error = row.change(&second, seen, 7 * at + 3, &bo()).expect_err("it was changed since");
        let StoreError::Refused(Refusal::Stale { by, change, .. }) = &error else { panic!("{row:?}: {error}") };
        assert_eq!(by, "ana", "{row:?}: {error}");
        assert!(!change.contains("revision"), "{error}");
        // Taking it back and doing it again is the state that was seen.
        let seen = row.seen(&second);
        first.undo(&ana()).expect("taken back");
        // Where nothing is staged any more, there is no decision to lose.
        if !matches!(row, Row::Decision(..)) {
            row.change(&second, seen, 7 * at + 4, &bo()).expect_err("it was taken back since");
        }
        first.redo(&ana()).expect("done again");
        row.change(&second, seen, 7 * at + 4, &bo()).unwrap_or_else(|error| panic!("{row:?} reads as it was seen: {error}"));
    }
    whole(&first, today());
}

/// Two threads with a book each race for every row, round by round.
fn races(rounds: usize) {
    let folder = folder();
    let path = book_at(&folder);
    let rows = rows(&book(&folder));
    let barrier = Arc::new(Barrier::new(2));
    let racers: Vec<_> = ["ana", "bo"]
        .into_iter()
        .enumerate()
        .map(|(who, by)| {
            let (store, barrier, stamp) = (open(&path), Arc::clone(&barrier), stamp_of(by, today()));
            std::thread::spawn(move || {
                let race = |round: usize| {
                    let row = rows[round % rows.len()];
                    barrier.wait();
                    let seen = row.seen(&store);
                    barrier.wait();
                    let won = match row.change(&store, seen, 2 * round + who, &stamp) {
                        Ok(_) => true,
                        Err(StoreError::Refused(Refusal::Stale { by, .. })) => {
                            assert_ne!(by, stamp.by, "the other one was first");
                            false
                        }
                        Err(other) => panic!("{row:?}: {other}"),
                    };
                    barrier.wait();
                    won
                };
                (0..rounds).map(race).collect::<Vec<bool>>()
            })
        })
        .collect();
    let won: Vec<Vec<bool>> = racers.into_iter().map(|racer| racer.join().expect("ran")).collect();
    for (round, (ana, bo)) in won[0].iter().zip(&won[1]).enumerate() {
        assert_ne!(ana, bo, "round {round} has one winner: {:?}", rows[round % rows.len()]);
    }
    whole(&open(&path), today());
}

#[test]
fn edits_of_clients_models_sessions_and_decisions_have_one_winner_each() {
    races(40);
}

#[test]
#[ignore = "long: 200 races for each kind of row; cargo test --release --test store -- --ignored races"]
fn two_hundred_races_for_every_kind_of_row_have_one_winner_each() {
    races(800);
}

#[test]
fn scores_and_settings_of_two_are_both_in_the_history_and_the_later_holds() {
    let folder = folder();
    let first = book(&folder);
    let acme = add(&first, "Acme");
    let second = open(&book_at(&folder));
    let score = |n| Command::Score(ScoreClient { clients: vec![acme], model: None, values: vec![("engagement".to_owned(), n)] });
    first.execute(&score(2), &ana()).expect("scored");
    second.execute(&score(4), &bo()).expect("scored");
    let set = |value: &str| Command::Set { key: "lead".to_owned(), value: value.to_owned() };
    first.execute(&set("9"), &ana()).expect("set");
    second.execute(&set("11"), &bo()).expect("set");
    let page = first.page(acme, today()).expect("a page");
    let engagement = page.factors.iter().find(|row| row.factor == "engagement").expect("a factor");
    assert_eq!(engagement.value.as_ref().map(|(value, _, by)| (*value, by.as_str())), Some((4, "bo")));
    first.look_again().expect("read");
    assert_eq!(first.head().expect("the last").0, 6);
    let words = first.undo(&ana()).expect_err("bo's came later").to_string();
    assert!(words.contains("changed since"), "{words}");
    whole(&first, today());
}

#[test]
fn a_setting_that_was_shown_is_not_changed_over_what_another_made_of_it() {
    let folder = folder();
    let first = book(&folder);
    let second = open(&book_at(&folder));
    let over = |value: &str, over: &str| Command::SetOver { key: "lead".into(), value: value.into(), over: over.into() };
    first.execute(&over("9", "14"), &ana()).expect("the usual value was shown");
    let error = second.execute(&over("11", "14"), &bo()).expect_err("it was changed since");
    let StoreError::Refused(Refusal::Stale { by, change, .. }) = &error else { panic!("{error}") };
    assert_eq!((by.as_str(), change.as_str()), ("ana", "set lead to 9"));
    second.execute(&over("11", "9"), &bo()).expect("that was seen");
    second.undo(&bo()).expect("taken back");
    first.undo(&ana()).expect("taken back");
    let error = second.execute(&over("12", "9"), &bo()).expect_err("it is the usual one again");
    assert!(error.to_string().contains("took back: set lead to 9"), "{error}");
    whole(&first, today());
}
