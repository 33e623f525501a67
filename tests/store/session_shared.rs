//! A session in several hands: two connections at once, edits while it is live, and kill −9 between any two steps.
//!
//! The test executable starts itself again with a filter for [`the_session_that_is_killed`]; that one does nothing else.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, EditClient, EditSession, Over, SessionAct, Stage, Staging, StartSession};
use quarterdeck::domain::session::State;
use quarterdeck::store::{HistoryQuery, Store, StoreError};

use super::common::{add, ana, bo, book, book_at, folder, later, move_to, open, today, whole};
use super::session::{WHY, finalise, reload, session, stage, staged, start, to};

fn four_in_modernize(store: &Store) -> Vec<ClientId> {
    let clients: Vec<ClientId> = ["Acme", "Beta", "Cito", "Delta"].iter().map(|name| add(store, name)).collect();
    clients.iter().for_each(|client| move_to(store, *client, "B", &ana()));
    clients
}

#[test]
fn the_second_to_decide_on_a_client_is_shown_the_first_ones_decision() {
    let folder = folder();
    let (first, second) = (book(&folder), open(&book_at(&folder)));
    let clients = four_in_modernize(&first);
    let id = start(&first, "2026 Q2", &ana());
    stage(&first, id, clients[0], to("A"), &ana());
    let refused = session(&second, SessionAct::Stage(staged(id, clients[0], to("D"))), &bo()).expect_err("refused").to_string();
    assert!(refused.contains("changed by ana") && refused.contains("Acme from Modernize to Transform"), "{refused}");
    assert!(refused.contains(WHY), "{refused}");
    // Having seen it, the second may still decide otherwise; and the first is told then.
    let rev = second.session_item(id, clients[0]).expect("read").expect("an item").rev;
    let over = Stage { over: Over::Seen(rev), ..staged(id, clients[0], to("D")) };
    session(&second, SessionAct::Stage(over.clone()), &bo()).expect("staged");
    assert!(session(&first, SessionAct::Stage(over), &ana()).expect_err("refused").to_string().contains("changed by bo"));
    whole(&first, today());
}

#[test]
fn two_at_once_lose_no_decision() {
    let folder = folder();
    let store = book(&folder);
    let clients: Vec<ClientId> = (0..12).map(|at| add(&store, &format!("Client {at:02}"))).collect();
    let id = start(&store, "2026 Q2", &ana());
    let path = book_at(&folder);
    let work = |stamp: quarterdeck::domain::stamp::Stamp, segment: &'static str| {
        let (path, clients) = (path.clone(), clients.clone());
        move || {
            let store = open(&path);
            let staged = |client: &&ClientId| {
                let act = SessionAct::Stage(staged(id, **client, to(segment)));
                match session(&store, act, &stamp) {
                    Ok(_) => true,
                    Err(StoreError::Refused(_)) => false,
                    Err(other) => panic!("{other}"),
                }
            };
            clients.iter().filter(staged).count()
        }
    };
    let done: usize = std::thread::scope(|scope| {
        let both = [scope.spawn(work(ana(), "A")), scope.spawn(work(bo(), "B"))];
        both.into_iter().map(|one| one.join().expect("no panic")).sum()
    });
    assert_eq!(done, 12, "each client was decided on by one of them");
    whole(&store, today());
    finalise(&store, id, &ana()).expect("finalised");
    whole(&store, today());
}

#[test]
fn scope_and_roster_change_while_it_is_live_and_nothing_decided_is_lost() {
    let folder = folder();
    let store = book(&folder);
    let clients = four_in_modernize(&store);
    let id = start(&store, "2026 Q2", &ana());
    stage(&store, id, clients[0], to("A"), &ana());
    let edit = |edit: EditSession| session(&store, SessionAct::Edit(EditSession { session: id, ..edit }), &bo());
    edit(EditSession { scope: Some("beta".to_owned()), ..EditSession::default() }).expect("edited");
    edit(EditSession { leave: vec!["ana".to_owned()], join: vec!["Cy".to_owned()], ..EditSession::default() }).expect("edited");
    let now = reload(&store, id);
    assert_eq!((now.scope.as_str(), now.participants.as_slice()), ("beta", &["Bo".to_owned(), "Cy".to_owned()][..]));
    let agenda: Vec<ClientId> = store.agenda(&now).expect("an agenda").lines.iter().map(|line| line.client).collect();
    assert_eq!(agenda.len(), 2, "who the scope lets through, and who was decided on: {agenda:?}");
    assert!(agenda.contains(&clients[0]) && agenda.contains(&clients[1]));
    // Somebody who looked before those edits does not write over them.
    let stale = EditSession { seen: Some(1), scope: Some(String::new()), ..EditSession::default() };
    assert!(edit(stale).is_err());
    stage(&store, id, clients[3], Staging::Confirm, &bo());
    finalise(&store, id, &bo()).expect("finalised");
    assert_eq!(store.page(clients[0], today()).expect("a page").placement.expect("placed").segment.as_deref(), Some("transform"));
    assert_eq!(reload(&store, id).record.expect("a record").done, 2);
    whole(&store, today());
}

#[test]
fn a_client_added_to_the_book_meanwhile_is_on_the_agenda() {
    let folder = folder();
    let store = book(&folder);
    four_in_modernize(&store);
    let id = start(&store, "2026 Q2", &ana());
    assert_eq!(store.agenda(&reload(&store, id)).expect("an agenda").lines.len(), 4);
    add(&store, "Echo");
    assert_eq!(store.agenda(&reload(&store, id)).expect("an agenda").lines.len(), 5);
}

/// The entries before the first session: the book, four clients, their moves.
const SETTING: i64 = 9;
const BOOK: &str = "QUARTERDECK_TEST_KILLED_SESSION";

/// Goes through sessions until it is killed, from wherever the one before it stopped, and tells each step once it is saved.
#[test]
#[expect(clippy::disallowed_methods, reason = "how a test tells the process it starts what to do")]
fn the_session_that_is_killed() {
    let Some(path) = std::env::var_os(BOOK) else { return };
    let store = Store::open(&PathBuf::from(path), today()).expect("the book opens");
    let clients: Vec<ClientId> =
        ["Acme", "Beta", "Cito", "Delta"].iter().map(|name| store.find(name).expect("the client")).collect();
    for round in 0_u64.. {
        let from = store.history(&HistoryQuery::default(), 1).expect("history")[0].seq;
        if let Ok(seq) = step(&store, &clients, from + i64::try_from(round).expect("few")) {
            println!("\nsaved {seq}");
        }
    }
}

/// The next step of the session that is open, or a new one.
fn step(store: &Store, clients: &[ClientId], at: i64) -> Result<i64, StoreError> {
    let Some(now) = store.open_sessions()?.into_iter().next() else {
        return if at % 3 == 0 { back(store) } else { begin(store) };
    };
    let client = clients[usize::try_from(at % 4).expect("one of four")];
    let over = |what| Stage { over: Over::Anything, ..staged(now.id, client, what) };
    match at % 9 {
        0 | 4 => {
            session(store, SessionAct::Stage(over(to(["A", "B", "C", "D"][usize::try_from(at / 9 % 4).expect("one")]))), &ana())
        }
        1 | 5 => session(store, SessionAct::Stage(over(Staging::Confirm)), &ana()),
        2 => session(store, SessionAct::Stage(over(Staging::Defer(later(30)))), &ana()),
        3 => session(store, SessionAct::Unstage { session: now.id, clients: vec![client] }, &ana()),
        6 => back(store),
        7 => {
            let fields = vec![(Field::Notes, format!("seen {at}"))];
            store.execute(&Command::Edit(EditClient { client, seen: None, fields }), &ana()).map(|receipt| receipt.seq)
        }
        _ => finalise(store, now.id, &ana()).map(|done| done.receipt.seq),
    }
}

/// A new session, of a name that none had.
fn begin(store: &Store) -> Result<i64, StoreError> {
    let newest = store.history(&HistoryQuery::default(), 1)?[0].seq;
    let start = StartSession { name: format!("Session {newest}"), facilitator: "Dana".to_owned(), ..StartSession::default() };
    session(store, SessionAct::Start(start), &ana())
}

/// Takes the last step back, up to where the sessions began.
fn back(store: &Store) -> Result<i64, StoreError> {
    match store.next_undo("ana")? {
        Some(step) if step.root > SETTING => store.undo(&ana()).map(|receipt| receipt.seq),
        Some(_) | None => Err(StoreError::NothingTo("undo")),
    }
}

/// Starts the session's process, kills it after a while, and answers what it said was saved.
fn killed_after(path: &Path, acknowledged: usize, delay: Duration) -> Vec<i64> {
    let mut child = Process::new(std::env::current_exe().expect("this executable"))
        .args(["--exact", "session_shared::the_session_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(BOOK, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let seq = |line: String| line.strip_prefix("saved ").and_then(|seq| seq.parse::<i64>().ok());
    let mut saved = Vec::new();
    while saved.len() < acknowledged {
        saved.extend(lines.next().map(seq).expect("it goes on until it is killed"));
    }
    // A kill aimed at the middle of the next step, wherever that is.
    let (_open, nothing_comes) = std::sync::mpsc::channel::<()>();
    assert!(nothing_comes.recv_timeout(delay).is_err());
    child.kill().expect("killed");
    saved.extend(lines.filter_map(seq));
    child.wait().expect("gone");
    saved
}

fn rounds(rounds: u64) {
    let folder = folder();
    let path = book_at(&folder);
    four_in_modernize(&book(&folder));
    let newest = |store: &Store| store.history(&HistoryQuery::default(), 1).expect("history")[0].seq;
    let mut last = newest(&open(&path));
    let spread = |round: u64| round.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 33;
    for round in 0..rounds {
        let delay = Duration::from_micros(spread(round) % 4_000);
        let saved = killed_after(&path, 1 + (spread(round + 7) % 12) as usize, delay);
        let store = open(&path);
        let expected: Vec<i64> = (last + 1..=newest(&store)).collect();
        assert!(expected.starts_with(&saved), "round {round}: {saved:?} of {expected:?} were acknowledged");
        assert!(expected.len() <= saved.len() + 1, "round {round}: one step at most was under way");
        last = newest(&store);
        whole(&store, today());
    }
    let store = open(&path);
    let sessions = store.sessions().expect("sessions");
    assert!(sessions.iter().any(|row| row.session.state == State::Final), "some were finalised on the way");
}

#[test]
fn a_session_goes_on_after_a_kill_between_any_two_steps() {
    rounds(10);
}

#[test]
#[ignore = "long: 300 kills; cargo test --test store -- --ignored session_shared"]
fn a_session_goes_on_after_three_hundred_kills() {
    rounds(300);
}
