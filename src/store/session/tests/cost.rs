//! What reading a session costs: that of its members, whatever the size of the book.

use std::time::Instant;

use chrono::Days;

use super::*;

/// So many clients of five owners, spread over all segments and scores.
fn large(folder: &tempfile::TempDir, clients: u64) -> Store {
    let begun = stamp("2026-05-01");
    let path = folder.path().join(format!("{clients}.db"));
    let store = Store::create(&path, "maturity-appetite", &begun).expect("a book");
    let mut import = store.import(ImportPolicy::default(), &begun).expect("begun");
    for n in 0..clients {
        let spread = n.wrapping_mul(2_654_435_761) % clients;
        let row = Incoming {
            fields: vec![
                (Field::Name, format!("Client {spread:06}")),
                (Field::Owner, format!("Owner {}", n % 5)),
                (Field::Arr, spread.to_string()),
                (Field::Tags, if n < 50 { "pilot".to_owned() } else { String::new() }),
            ],
            segment: Some(["transform", "modernize", "educate", "sustain"][(n % 4) as usize].to_owned()),
            segment_since: Some(day("2026-04-01")),
            last_review_on: Some(day("2026-04-30") - Days::new(n % 150)),
            scores: scores((n % 5) as u8 + 1, (n % 3) as u8 + 1),
            ..Incoming::default()
        };
        import.row(n + 2, &row).expect("a row");
    }
    import.finish("imported", "{}").expect("finished");
    store
}

type Reading = fn(&Store, &Session);

fn readings() -> [(&'static str, Reading); 7] {
    [
        ("agenda", |book, session| assert!(book.agenda(session).expect("read").lines.len() >= 50)),
        ("rows", |book, session| {
            let lines = book.agenda(session).expect("read").lines;
            let clients: Vec<ClientId> = lines.iter().take(50).map(|line| line.client).collect();
            assert_eq!(book.agenda_rows(session, &clients).expect("read").len(), 50);
        }),
        ("staged", |book, session| assert_eq!(book.staged(session).expect("read").len(), 2)),
        ("progress", |book, session| {
            assert_eq!(book.session_progress(session, stamp(TODAY).now).expect("read").done, 2);
        }),
        ("balance", |book, session| assert_eq!(book.session_balance(session).expect("read").record.done, 2)),
        ("one client", |book, session| {
            let client = book.find("Client 000007").expect("there");
            assert!(book.sight(session, client, None).expect("read").item.is_some());
        }),
        ("sheet", |book, session| {
            assert!(book.proposal_sheet(session, "owner 1", "owner 1").expect("read").rows.len() >= 10);
        }),
    ]
}

fn with_session(book: &Store, scope: &str) -> Session {
    let session = start(book, StartSession { scope: scope.to_owned(), ..plain("2026 Q2") });
    stage(book, &session, "Client 000003", Staging::Defer(day("2026-09-01")));
    stage(book, &session, "Client 000007", Staging::Confirm);
    session
}

/// The steps of SQLite's machine that a reading takes, in tens, once its scope was looked for.
fn steps(book: &mut Store, session: &Session, reading: Reading) -> u64 {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    reading(book, session);
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let handler = move || {
        counter.fetch_add(1, Relaxed);
        false
    };
    book.db.progress_handler(10, Some(handler)).expect("counted");
    reading(book, session);
    book.db.progress_handler(10, None::<fn() -> bool>).expect("no longer");
    count.load(Relaxed)
}

#[test]
fn reading_a_session_costs_the_same_in_a_book_ten_times_as_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut small, mut big) = (large(&folder, 80), large(&folder, 800));
    let (of_small, of_big) = (with_session(&small, "tag:pilot"), with_session(&big, "tag:pilot"));
    let dear: Vec<String> = readings()
        .into_iter()
        .map(|(name, reading)| (name, steps(&mut small, &of_small, reading), steps(&mut big, &of_big, reading)))
        .filter(|(_, small, big)| *big > small * 2 + 60)
        .map(|(name, small, big)| format!("{name}: {small}0 steps in a book of 80, {big}0 of 800"))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}

#[test]
fn what_a_frame_reads_costs_the_same_with_ten_times_as_many_clients_in_scope() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut small, mut big) = (large(&folder, 200), large(&folder, 2_000));
    let (of_small, of_big) = (with_session(&small, ""), with_session(&big, ""));
    let frame: [(&str, Reading); 3] = [
        ("a window of rows", |book, session| {
            let clients: Vec<ClientId> = (3..53).map(|n| book.find(&format!("Client {n:06}")).expect("there")).collect();
            assert_eq!(book.agenda_rows(session, &clients).expect("read").len(), 50);
        }),
        ("one client", |book, session| {
            let client = book.find("Client 000007").expect("there");
            assert!(book.sight(session, client, None).expect("read").item.is_some());
        }),
        ("a decision", |book, session| {
            let client = book.find("Client 000003").expect("there");
            assert!(book.session_item(session.id, client).expect("read").is_some());
        }),
    ];
    for (name, reading) in frame {
        let (few, many) = (steps(&mut small, &of_small, reading), steps(&mut big, &of_big, reading));
        assert!(many <= few + few / 2 + 60, "{name}: {few}0 steps with 200 clients in scope, {many}0 with 2,000");
    }
}

#[test]
fn a_session_over_the_whole_book_walks_through_it_once_and_sorts_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = large(&folder, 80);
    let session = with_session(&book, "");
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = std::sync::Arc::clone(&asked);
    let listen = move |event: rusqlite::trace::TraceEvent<'_>| {
        if let rusqlite::trace::TraceEvent::Stmt(statement, _) = event {
            log.lock().expect("one thread").extend(statement.expanded_sql());
        }
    };
    book.db.trace_v2(rusqlite::trace::TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).expect("listening");
    let _ = book.agenda(&session).expect("read");
    let _ = book.session_balance(&session).expect("read");
    let _ = book.session_progress(&session, stamp(TODAY).now).expect("read");
    book.db.trace_v2(rusqlite::trace::TraceEventCodes::empty(), None::<fn(rusqlite::trace::TraceEvent<'_>)>).expect("no longer");
    let asked = asked.lock().expect("one thread");
    for sql in asked.iter() {
        let mut plan = book.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
        let lines = plan.query_map([], |row| row.get::<_, String>(3)).expect("lines");
        for line in lines.map(|line| line.expect("a line")) {
            let walks = ["SCAN s", "SCAN c", "SCAN p", "SCAN d"].contains(&line.as_str());
            assert!(!walks && !line.contains("standing_") && !line.contains("B-TREE FOR ORDER"), "{line}\n{sql}");
        }
    }
}

/// `cargo test --release -- --ignored --nocapture what_a_session_takes`
#[test]
#[ignore = "prints times"]
fn what_a_session_takes() {
    for clients in [2_000, 100_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let book = large(&folder, clients);
        let session = with_session(&book, "");
        for (name, reading) in readings() {
            reading(&book, &session);
            let begun = Instant::now();
            reading(&book, &session);
            println!("{clients} clients, {name}: {:?}", begun.elapsed());
        }
        let begun = Instant::now();
        let weeks = book.session_weeks(&session, 13, &stamp(TODAY), &mut |_| ControlFlow::Continue(())).expect("read").len();
        println!("{clients} clients, {weeks} weeks: {:?}", begun.elapsed());
    }
}
