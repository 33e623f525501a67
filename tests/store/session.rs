//! A session through the store: finalised as one step, taken back as one step, its minutes fixed once it is final.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, EditClient, Finalise, Over, ScoreClient, SessionAct, Stage, Staging, StartSession};
use quarterdeck::domain::session::expect::Verdict;
use quarterdeck::domain::session::{Kind, Session, SessionId, State};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{Finalised, HistoryQuery, Store, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::common::{MODEL, add, ana, bo, book, book_at, day, folder, later, move_to, stamp_of, today, whole};

pub const WHY: &str = "their plans changed a lot this year";

pub fn start(store: &Store, name: &str, stamp: &Stamp) -> SessionId {
    let start = StartSession {
        name: name.to_owned(),
        facilitator: "Dana".to_owned(),
        participants: vec!["Ana".to_owned(), "Bo".to_owned()],
        ..StartSession::default()
    };
    session(store, SessionAct::Start(start), stamp).expect("started");
    store.sessions().expect("sessions")[0].session.id
}

pub fn session(store: &Store, act: SessionAct, stamp: &Stamp) -> Result<i64, StoreError> {
    store.execute(&Command::Session(act), stamp).map(|receipt| receipt.seq)
}

pub fn staged(session: SessionId, client: ClientId, what: Staging) -> Stage {
    Stage { note: WHY.to_owned(), ..Stage::plain(session, client, what) }
}

pub fn stage(store: &Store, id: SessionId, client: ClientId, what: Staging, stamp: &Stamp) {
    session(store, SessionAct::Stage(staged(id, client, what)), stamp).expect("staged");
}

pub fn to(segment: &str) -> Staging {
    Staging::Move(segment.to_owned())
}

pub fn finalise(store: &Store, id: SessionId, stamp: &Stamp) -> Result<Finalised, StoreError> {
    store.finalise(&Finalise { session: id, note: String::new(), accept: Vec::new() }, stamp)
}

pub fn reload(store: &Store, id: SessionId) -> Session {
    store.session(id).expect("the session")
}

/// Everything in the file but the journal and the numbers it hands out, row by row.
fn everything(path: &Path) -> BTreeMap<String, Vec<String>> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('entries', 'changes', 'ids') AND name NOT LIKE 'sqlite%'";
    let mut tables = db.prepare(sql).expect("tables");
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).expect("tables").map(|name| name.expect("a name")).collect();
    let rows = |table: &String| {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
        let columns = statement.column_count();
        let read = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get::<_, Value>(at)).collect::<rusqlite::Result<Vec<_>>>();
        let mut rows: Vec<String> =
            statement.query_map([], read).expect("rows").map(|row| format!("{:?}", row.expect("a row"))).collect();
        rows.sort();
        rows
    };
    names.iter().map(|name| (name.clone(), rows(name))).collect()
}

/// Three clients in Modernize, and one in no segment.
fn four(store: &Store) -> [ClientId; 4] {
    let clients = ["Acme", "Beta", "Cito", "Delta"].map(|name| add(store, name));
    clients[..3].iter().for_each(|client| move_to(store, *client, "B", &ana()));
    clients
}

fn quarter(store: &Store) -> (SessionId, [ClientId; 4]) {
    let clients = four(store);
    let id = start(store, "2026 Q2", &ana());
    stage(store, id, clients[0], to("A"), &ana());
    stage(store, id, clients[1], Staging::Confirm, &ana());
    stage(store, id, clients[2], Staging::Defer(later(30)), &bo());
    (id, clients)
}

#[test]
fn finalising_writes_every_decision_as_one_entry_tied_to_the_session() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, beta, cito, _]) = quarter(&store);
    let before = everything(&book_at(&folder));
    let done = finalise(&store, id, &ana()).expect("finalised");
    assert_eq!(done.receipt.summary, "finalised 2026 Q2: 1 move, 1 confirmed, 1 put off");
    assert!(done.backup.expect("a backup").exists() && done.backup_failed.is_none());
    whole(&store, today());
    let closed = reload(&store, id);
    assert_eq!(closed.state, State::Final);
    let record = closed.record.expect("a record");
    assert_eq!((record.total, record.done), (4, 3));
    let matrix = record.kept.expect("kept").matrix;
    let place = |key: &str| Some(key.to_owned());
    assert_eq!(
        matrix,
        [(None, None, 1), (place("modernize"), place("modernize"), 2), (place("modernize"), place("transform"), 1)]
    );
    let item = store.session_item(id, acme).expect("read").expect("an item");
    let moved = item.record.expect("a record");
    assert_eq!((moved.name.as_str(), moved.owner.as_deref()), ("Acme", Some("Ana")));
    assert_eq!((moved.reviews_before, moved.reviews_after), (4.0, 12.0));
    assert!(moved.next_due_after.is_some() && !moved.playbook.is_empty(), "{moved:?}");
    let said = |client| store.page(client, today()).expect("a page").timeline[0].clone();
    assert_eq!(said(acme).what, "Modernize → Transform, in session 2026 Q2");
    assert_eq!(said(beta).what, "confirmed in Modernize, in session 2026 Q2");
    let off = store.page(cito, today()).expect("a page").timeline;
    let off = off.iter().find(|line| line.kind == "defer").expect("what was put off");
    assert_eq!((off.what.as_str(), off.by.as_str()), ("put off until 2026-07-15, in session 2026 Q2", "bo"));
    let entry = &store.history(&HistoryQuery::default(), 1).expect("history")[0];
    assert_eq!(
        (entry.kind.as_str(), entry.detail.as_str()),
        ("session finalise", &*format!("{{\"name\":\"2026 Q2\",\"session\":{id}}}"))
    );
    let after = everything(&book_at(&folder));
    store.undo(&ana()).expect("undone");
    assert_eq!(everything(&book_at(&folder)), before);
    whole(&store, today());
    store.redo(&ana()).expect("redone");
    assert_eq!(everything(&book_at(&folder)), after);
    whole(&store, today());
}

#[test]
fn a_session_without_a_decision_is_not_finalised_and_no_backup_is_made() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let id = start(&store, "2026 Q2", &ana());
    let refused = finalise(&store, id, &ana()).expect_err("refused").to_string();
    assert_eq!(refused, "nothing is decided in 2026 Q2");
    assert!(!store.backup_folder().exists());
}

#[test]
fn a_backup_that_fails_blocks_nothing_and_is_told() {
    let folder = folder();
    let store = book(&folder);
    let (id, _) = quarter(&store);
    std::fs::write(store.backup_folder(), "a file where the folder should be").expect("written");
    let done = finalise(&store, id, &ana()).expect("finalised");
    assert!(done.backup.is_none() && done.backup_failed.is_some(), "{done:?}");
    assert_eq!(reload(&store, id).state, State::Final);
}

#[test]
fn clients_that_changed_are_named_and_may_be_accepted() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, beta, ..]) = quarter(&store);
    move_to(&store, acme, "C", &bo());
    let fields = vec![(Field::Arr, "13000".to_owned())];
    store.execute(&Command::Edit(EditClient { client: beta, seen: None, fields }), &bo()).expect("edited");
    let refused = finalise(&store, id, &ana()).expect_err("refused").to_string();
    let moved = "moved to C Educate by bo on 2026-06-15: “they asked for monthly strategy talks”";
    assert!(refused.contains("Acme") && refused.contains(moved) && refused.contains("Beta (revenue 12000 → 13000"), "{refused}");
    let conflicts = store.session_conflicts(&reload(&store, id)).expect("conflicts");
    let named: Vec<&str> = conflicts.iter().map(|conflict| conflict.name.as_str()).collect();
    assert_eq!(named, ["Acme", "Beta"]);
    assert_eq!(conflicts[0].changed, [moved]);
    assert_eq!(reload(&store, id).state, State::Open);
    // One is accepted, the other is decided on again.
    stage(&store, id, acme, to("A"), &ana());
    let accepting = Finalise { session: id, note: String::new(), accept: vec![beta] };
    store.finalise(&accepting, &ana()).expect("finalised");
    whole(&store, today());
    let said = store.page(acme, today()).expect("a page").timeline[0].what.clone();
    assert_eq!(said, "Educate → Transform, in session 2026 Q2");
}

#[test]
fn a_client_archived_meanwhile_is_named_and_cannot_be_accepted() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, ..]) = quarter(&store);
    store.execute(&Command::Archive { client: acme, note: "sold to a competitor".to_owned() }, &bo()).expect("archived");
    let accepting = Finalise { session: id, note: String::new(), accept: vec![acme] };
    let refused = store.finalise(&accepting, &ana()).expect_err("refused").to_string();
    assert!(refused.contains("Acme (left the book on 2026-06-15)"), "{refused}");
    assert_eq!(store.session_conflicts(&reload(&store, id)).expect("conflicts")[0].changed, ["left the book on 2026-06-15"]);
    session(&store, SessionAct::Unstage { session: id, clients: vec![acme] }, &bo()).expect("unstaged");
    finalise(&store, id, &ana()).expect("finalised");
    whole(&store, today());
}

#[test]
fn a_finalised_session_is_not_taken_back_once_something_depends_on_it() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, ..]) = quarter(&store);
    finalise(&store, id, &ana()).expect("finalised");
    move_to(&store, acme, "D", &bo());
    let before = everything(&book_at(&folder));
    let refused = store.undo(&ana()).expect_err("refused").to_string();
    assert!(refused.contains("finalised 2026 Q2") && refused.contains("changed since"), "{refused}");
    assert_eq!(everything(&book_at(&folder)), before);
    store.undo(&bo()).expect("undone");
    store.undo(&ana()).expect("undone");
    assert_eq!(reload(&store, id).state, State::Open);
    whole(&store, today());
}

#[test]
fn what_is_final_is_neither_staged_nor_given_up_any_more() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, ..]) = quarter(&store);
    finalise(&store, id, &ana()).expect("finalised");
    let act = SessionAct::Stage(staged(id, acme, to("C")));
    assert!(session(&store, act, &ana()).expect_err("refused").to_string().contains("is final"));
    assert!(session(&store, SessionAct::Void { session: id, note: WHY.to_owned() }, &ana()).is_err());
    assert!(finalise(&store, id, &ana()).expect_err("refused").to_string().contains("is final"));
}

#[test]
fn the_draft_says_what_the_minutes_will_and_these_stay_the_same_whatever_becomes_of_the_book() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, beta, cito, delta]) = quarter(&store);
    let note = SessionAct::Note { session: id, client: delta, note: "ask for their plans".to_owned() };
    session(&store, note, &ana()).expect("noted");
    let draft = store.session_minutes(&reload(&store, id), &ana()).expect("a draft");
    let names = |minutes: &quarterdeck::domain::session::minutes::Minutes| -> Vec<String> {
        minutes.lines.iter().map(|line| line.record.name.clone()).collect()
    };
    assert_eq!(names(&draft), ["Acme", "Beta", "Cito", "Delta"]);
    assert_eq!(draft.lines[0].item.staged.as_ref().map(|staged| staged.kind), Some(Kind::Move));
    finalise(&store, id, &ana()).expect("finalised");
    let minutes = store.session_minutes(&reload(&store, id), &ana()).expect("minutes");
    let records = |minutes: &quarterdeck::domain::session::minutes::Minutes| -> Vec<_> {
        minutes.lines.iter().map(|line| line.record.clone()).collect()
    };
    assert_eq!(records(&minutes), records(&draft));
    assert_eq!(minutes.matrix, draft.matrix);
    assert_eq!(minutes.record.distribution, draft.record.distribution);
    assert_eq!(minutes.record.owners, draft.record.owners);
    // Everything changes afterwards.
    let next = stamp_of("bo", later(40));
    for (client, name) in [(acme, "Zulu"), (beta, "Yankee")] {
        let fields = vec![(Field::Name, name.to_owned()), (Field::Owner, "Cy".to_owned()), (Field::Arr, "1".to_owned())];
        store.execute(&Command::Edit(EditClient { client, seen: None, fields }), &next).expect("edited");
    }
    move_to(&store, acme, "D", &next);
    store.execute(&Command::Archive { client: cito, note: "they closed down".to_owned() }, &next).expect("archived");
    let toml = store.ground().models[0].row.toml.replace("name = \"Transform\"", "name = \"Go far\"");
    store.execute(&Command::EditModel { key: MODEL.to_owned(), toml, seen: None }, &next).expect("the model is edited");
    let judge = SessionAct::Judge { session: id, client: acme, held: true, note: String::new() };
    session(&store, judge, &next).expect("judged");
    start(&store, "2026 Q3", &next);
    assert_eq!(store.session_minutes(&reload(&store, id), &next).expect("minutes"), minutes);
    assert_eq!(minutes.model.segments[0].name, "Transform");
    whole(&store, later(40));
}

#[test]
fn a_session_given_up_keeps_what_was_staged_in_its_minutes_and_frees_its_name() {
    let folder = folder();
    let store = book(&folder);
    let (id, _) = quarter(&store);
    session(&store, SessionAct::Void { session: id, note: WHY.to_owned() }, &ana()).expect("given up");
    let minutes = store.session_minutes(&reload(&store, id), &ana()).expect("minutes");
    assert_eq!(minutes.lines.len(), 3);
    assert_eq!(minutes.session.state, State::Void);
    start(&store, "2026 Q2", &ana());
    whole(&store, today());
}

#[test]
fn nothing_is_taken_out_of_a_session_that_was_given_up_before_that_is_taken_back() {
    let folder = folder();
    let store = book(&folder);
    let [first, ..] = four(&store);
    let id = start(&store, "2026 Q2", &ana());
    stage(&store, id, first, to("educate"), &bo());
    session(&store, SessionAct::Void { session: id, note: WHY.to_owned() }, &ana()).expect("given up");
    let refused = store.undo(&bo()).expect_err("it is closed").to_string();
    assert_eq!(refused, "the session 2026 Q2 was given up: what was said in it stays as it is");
    store.undo(&ana()).expect("it is open again");
    store.undo(&bo()).expect("now it can be taken back");
    assert_eq!(store.session_item(id, first).expect("read"), None);
    whole(&store, today());
}

#[test]
fn the_next_session_opens_with_the_moves_of_the_last_one_and_what_became_of_them() {
    let folder = folder();
    let store = book(&folder);
    let clients @ [acme, beta, cito, delta] = four(&store);
    let id = start(&store, "2026 Q2", &ana());
    let expects = ["engagement >= 4", "engagement >= 4 by 2026-12-31", "stage:steady", "they are happier"];
    for (client, expect) in clients.into_iter().zip(expects) {
        let act = Stage { expect: expect.to_owned(), ..staged(id, client, to("A")) };
        session(&store, SessionAct::Stage(act), &ana()).expect("staged");
    }
    finalise(&store, id, &ana()).expect("finalised");
    let next = stamp_of("ana", later(90));
    let score = |client, value| {
        let values = vec![("engagement".to_owned(), value)];
        let command = Command::Score(ScoreClient { clients: vec![client], model: None, values });
        store.execute(&command, &next).expect("scored");
    };
    score(acme, 5);
    score(beta, 2);
    let fields = vec![(Field::Stage, "onboarding".to_owned())];
    store.execute(&Command::Edit(EditClient { client: cito, seen: None, fields }), &next).expect("edited");
    let second = start(&store, "2026 Q3", &next);
    let now = reload(&store, second);
    assert_eq!(store.session_before(&now).expect("read").map(|last| last.id), Some(id));
    let verdicts = |store: &Store| -> Vec<(String, Verdict)> {
        let rows = store.replay(&reload(store, second), later(90)).expect("a replay");
        rows.into_iter().map(|row| (row.name, row.verdict)).collect()
    };
    let expected = |last| {
        [("Acme", Verdict::Held), ("Beta", Verdict::Unknown), ("Cito", Verdict::NotHeld), ("Delta", last)]
            .map(|(name, verdict)| (name.to_owned(), verdict))
    };
    assert_eq!(verdicts(&store), expected(Verdict::Unknown));
    let judge = SessionAct::Judge { session: id, client: delta, held: true, note: "they said so".to_owned() };
    session(&store, judge, &next).expect("judged");
    assert_eq!(verdicts(&store), expected(Verdict::Held));
    // Once the second one is final its replay stands, whatever is scored later.
    session(&store, SessionAct::Stage(staged(second, acme, Staging::Confirm)), &next).expect("staged");
    finalise(&store, second, &next).expect("finalised");
    score(acme, 1);
    assert_eq!(verdicts(&store), expected(Verdict::Held));
    let minutes = store.session_minutes(&reload(&store, second), &next).expect("minutes");
    assert_eq!(minutes.last, Some(("2026 Q2".to_owned(), today())));
    assert_eq!(minutes.replay.len(), 4);
}

#[test]
fn the_past_shows_a_session_as_it_was_and_the_journal_folds_to_the_book() {
    let folder = folder();
    let store = book(&folder);
    let (id, [acme, ..]) = quarter(&store);
    let rev = store.session_item(id, acme).expect("read").expect("staged").rev;
    finalise(&store, id, &stamp_of("ana", later(5))).expect("finalised");
    whole(&store, later(5));
    let past = store.as_of(later(4)).expect("the past");
    assert_eq!(past.session(id).expect("there").state, State::Open);
    assert_eq!(past.session_item(id, acme).expect("read").expect("staged").rev, rev);
    assert_eq!(store.as_of(later(5)).expect("the past").session(id).expect("there").state, State::Final);
    assert!(store.as_of(day("2026-06-14")).expect("the past").session(id).is_err());
}

#[test]
fn opinions_are_in_no_history_before_they_are_revealed() {
    use quarterdeck::domain::command::Opined;
    use quarterdeck::domain::session::View;
    use quarterdeck::exchange::export::history::Entry;
    use quarterdeck::exchange::export::{Ask, Format, What, write};
    const MARKER: &str = "xylophone";
    let folder = folder();
    let store = book(&folder);
    let [acme, ..] = four(&store);
    let id = start(&store, "2026 Q2", &ana());
    let said = Opined { client: acme, view: View::Propose, to: Some("A".to_owned()), note: format!("{MARKER}: grow them") };
    let act = SessionAct::Merge { session: id, voter: "Bo".to_owned(), opinions: vec![said] };
    session(&store, act, &bo()).expect("merged");
    let seen = || {
        let mut seen = String::new();
        for query in [HistoryQuery::default(), HistoryQuery { client: Some(acme), ..HistoryQuery::default() }] {
            for row in store.history(&query, 100).expect("history") {
                let entry = Entry::of(row, None, &store).expect("an entry");
                seen.push_str(&serde_json::to_string(&entry).expect("JSON"));
            }
        }
        for format in [Format::Json, Format::Csv, Format::Markdown] {
            let mut out = Vec::new();
            write(&store, &Ask::of(What::History, format, today()), &mut out, &mut |_| std::ops::ControlFlow::Continue(()))
                .expect("written");
            seen.push_str(&String::from_utf8(out).expect("text"));
        }
        seen.push_str(&format!("{:?}", store.page(acme, today()).expect("a page")));
        seen.push_str(&format!("{:?}", store.session_minutes(&reload(&store, id), &ana()).expect("minutes")));
        seen
    };
    let blind = seen();
    assert!(blind.contains("session merge") && !blind.contains(MARKER) && !blind.contains("propose\""), "{blind}");
    session(&store, SessionAct::Reveal { session: id, note: String::new() }, &ana()).expect("revealed");
    assert!(seen().contains(MARKER));
    store.undo(&ana()).expect("undone");
    assert!(!seen().contains(MARKER), "blind again");
}

#[test]
fn a_history_without_notes_and_money_has_none_of_a_session_and_money_is_decimal() {
    use quarterdeck::exchange::export::{Ask, Format, Share, What, write};
    const MARKER: &str = "xylophone";
    let said = || format!("{MARKER} is what they play");
    let folder = folder();
    let store = book(&folder);
    let [acme, beta, ..] = four(&store);
    let id = start(&store, "2026 Q2", &ana());
    let stage = Stage { note: said(), expect: said(), ..staged(id, acme, to("A")) };
    session(&store, SessionAct::Stage(stage), &ana()).expect("staged");
    session(&store, SessionAct::Note { session: id, client: beta, note: said() }, &ana()).expect("noted");
    let finalise = Finalise { session: id, note: said(), accept: Vec::new() };
    store.finalise(&finalise, &ana()).expect("finalised");
    session(&store, SessionAct::Judge { session: id, client: acme, held: true, note: said() }, &ana()).expect("judged");
    let other = start(&store, "2026 Q3", &ana());
    session(&store, SessionAct::Reveal { session: other, note: said() }, &ana()).expect("revealed");
    session(&store, SessionAct::Void { session: other, note: said() }, &ana()).expect("given up");
    let history = |ask: Ask| {
        let mut out = Vec::new();
        write(&store, &ask, &mut out, &mut |_| std::ops::ControlFlow::Continue(())).expect("written");
        String::from_utf8(out).expect("text")
    };
    for format in [Format::Json, Format::Csv, Format::Markdown] {
        let ask = Ask::of(What::History, format, today());
        assert!(history(ask.clone()).contains(MARKER));
        let bare = history(Ask { notes: Share::Left, money: Share::Left, ..ask });
        assert!(!bare.contains(MARKER) && !bare.contains("12000"), "{format:?}: {bare}");
    }
    let whole = history(Ask::of(What::History, Format::Json, today()));
    assert!(whole.contains("\"EUR\":\"36000\"") && !whole.contains("360000000"), "{whole}");
    assert!(!whole.contains("\"kept\""), "{whole}");
}

/// What is done with one of the clients, by number.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Move(usize, usize),
    Confirm(usize),
    Defer(usize, u64),
    Discuss(usize),
    Note(usize),
    Unstage(usize),
    Rescore(usize, u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let client = 0..6_usize;
    prop_oneof![
        4 => (client.clone(), 0..4_usize).prop_map(|(client, segment)| Deed::Move(client, segment)),
        3 => client.clone().prop_map(Deed::Confirm),
        2 => (client.clone(), 1..90_u64).prop_map(|(client, days)| Deed::Defer(client, days)),
        1 => client.clone().prop_map(Deed::Discuss),
        1 => client.clone().prop_map(Deed::Note),
        1 => client.clone().prop_map(Deed::Unstage),
        1 => (client, 1..5_u8).prop_map(|(client, value)| Deed::Rescore(client, value)),
    ]
}

fn act(store: &Store, id: SessionId, clients: &[ClientId], deed: Deed) -> Result<i64, StoreError> {
    let by = ana();
    let stage = |client: usize, what| {
        session(store, SessionAct::Stage(Stage { over: Over::Anything, ..staged(id, clients[client], what) }), &by)
    };
    match deed {
        Deed::Move(client, segment) => stage(client, to(["A", "B", "C", "D"][segment])),
        Deed::Confirm(client) => stage(client, Staging::Confirm),
        Deed::Defer(client, days) => stage(client, Staging::Defer(later(days))),
        Deed::Discuss(client) => {
            session(store, SessionAct::Discuss { session: id, clients: vec![clients[client]], discussed: true }, &by)
        }
        Deed::Note(client) => {
            session(store, SessionAct::Note { session: id, client: clients[client], note: WHY.to_owned() }, &by)
        }
        Deed::Unstage(client) => session(store, SessionAct::Unstage { session: id, clients: vec![clients[client]] }, &by),
        Deed::Rescore(client, value) => {
            let values = vec![("engagement".to_owned(), value), ("stability".to_owned(), 6 - value)];
            let score = ScoreClient { clients: vec![clients[client]], model: None, values };
            store.execute(&Command::Score(score), &by).map(|receipt| receipt.seq)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn finalise_then_undo_restores_the_book_and_redo_finalises_it_again(
        placed in proptest::collection::vec(0..5_usize, 6),
        deeds in proptest::collection::vec(deed(), 1..16),
    ) {
        let folder = folder();
        let store = book(&folder);
        let path = book_at(&folder);
        let clients: Vec<ClientId> = (0..6).map(|at| add(&store, &format!("Client {at}"))).collect();
        for (client, segment) in clients.iter().zip(placed).filter(|(_, segment)| *segment < 4) {
            move_to(&store, *client, ["A", "B", "C", "D"][segment], &ana());
        }
        let id = start(&store, "2026 Q2", &ana());
        for deed in deeds {
            // What is refused changes nothing.
            let _ = act(&store, id, &clients, deed);
        }
        let before = everything(&path);
        let accept = clients.clone();
        let end = stamp_of("ana", later(3));
        match store.finalise(&Finalise { session: id, note: String::new(), accept }, &end) {
            Err(refused) => {
                prop_assert!(refused.to_string().contains("nothing is decided"), "{}", refused);
                prop_assert_eq!(everything(&path), before);
            }
            Ok(_) => {
                let after = everything(&path);
                whole(&store, later(3));
                store.undo(&end).expect("undone");
                prop_assert_eq!(&everything(&path), &before);
                store.redo(&end).expect("redone");
                prop_assert_eq!(&everything(&path), &after);
                whole(&store, later(3));
            }
        }
    }
}

/// The book of a quarter with so many clients, all decided on but for one.
fn many(store: &Store, n: usize) -> SessionId {
    use quarterdeck::store::ImportPolicy;
    let rows: Vec<_> = (0..n)
        .map(|at| {
            let (name, owner) = (format!("Client {at:05}"), format!("Owner {}", at % 20));
            super::common::incoming(&[(Field::Name, &name), (Field::Owner, &owner), (Field::Arr, "12000")])
        })
        .collect();
    super::common::import(store, ImportPolicy::default(), &rows, &ana());
    let id = start(store, "2026 Q2", &ana());
    let clients: Vec<ClientId> =
        store.agenda(&reload(store, id)).expect("an agenda").lines.iter().map(|line| line.client).collect();
    for (at, segment) in ["A", "B", "C", "D"].into_iter().enumerate() {
        let some = clients.iter().copied().skip(at).step_by(4).collect();
        let act = SessionAct::Stage(Stage { clients: some, ..staged(id, clients[0], to(segment)) });
        session(store, act, &ana()).expect("staged");
    }
    id
}

#[test]
#[ignore = "long without optimisation: cargo test --release --test store -- --ignored two_thousand --nocapture"]
fn two_thousand_clients_are_finalised_and_taken_back() {
    let folder = folder();
    let store = book(&folder);
    let id = many(&store, 2_000);
    let timed = |what: &str, work: &dyn Fn()| {
        let begun = std::time::Instant::now();
        work();
        println!("{what}: {:?}", begun.elapsed());
    };
    timed("conflicts", &|| assert_eq!(store.session_conflicts(&reload(&store, id)).expect("read"), []));
    timed("draft", &|| assert_eq!(store.session_minutes(&reload(&store, id), &ana()).expect("a draft").lines.len(), 2_000));
    timed("finalise", &|| drop(finalise(&store, id, &ana()).expect("finalised")));
    timed("minutes", &|| assert_eq!(store.session_minutes(&reload(&store, id), &ana()).expect("minutes").lines.len(), 2_000));
    timed("undo", &|| drop(store.undo(&ana()).expect("undone")));
    timed("redo", &|| drop(store.redo(&ana()).expect("redone")));
    whole(&store, today());
}
