//! What a window costs: no statement behind one walks the whole book, and ten times the clients cost the same.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Days, NaiveDate};
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::{
    ClientQuery, Confirmable, Direction, DueQuery, DueRange, HistoryQuery, ImportPolicy, ProposalPart, ProposalsOf, SortKey,
    Store, StoreError, Whose,
};
use crate::domain::client::Field;
use crate::domain::command::{Command, Incoming};
use crate::domain::filter::Filter;
use crate::domain::model::builtin;
use crate::domain::stamp::Stamp;

/// A model nobody is scored in.
const OTHER: &str = "growth-risk";

fn today() -> NaiveDate {
    "2026-06-15".parse().expect("a date")
}

fn stamp() -> Stamp {
    let now = DateTime::parse_from_rfc3339("2026-06-15T09:00:00+01:00").expect("an instant");
    Stamp { now, today: today(), by: "ana".to_owned() }
}

/// A book of so many clients in all segments, with due dates spread over the months before and after.
fn book(folder: &tempfile::TempDir, clients: u64) -> Store {
    let path = folder.path().join(format!("{clients}.db"));
    let (store, stamp) = (Store::create(&path, "maturity-appetite", &stamp()).expect("a book"), stamp());
    let (_, toml) = builtin::all().iter().find(|(key, _)| *key == OTHER).expect("a built-in model");
    store.execute(&Command::AddModel { toml: (*toml).to_owned() }, &stamp).expect("a second model");
    let mut import = store.import(ImportPolicy::default(), &stamp).expect("begun");
    for n in 0..clients {
        let spread = n.wrapping_mul(2_654_435_761) % clients;
        let row = Incoming {
            fields: vec![
                (Field::Name, format!("Client {spread:06}")),
                (Field::ExternalId, format!("X{n}")),
                (Field::Arr, spread.to_string()),
            ],
            segment: ["transform", "modernize", "educate", "sustain", ""]
                .get((n % 9 % 5) as usize)
                .filter(|key| !key.is_empty())
                .map(|key| (*key).to_owned()),
            segment_since: Some(today() - Days::new(400)),
            last_review_on: Some(today() - Days::new(1 + n % 150)),
            scores: vec![("stability".to_owned(), (n % 5) as u8 + 1), ("goals".to_owned(), (n % 3) as u8 + 1)],
            ..Incoming::default()
        };
        import.row(n + 2, &row).expect("a row");
    }
    import.finish("imported", "{}").expect("finished");
    for n in 0..clients / 10 {
        let set = Command::Set { key: "capacity.ana".to_owned(), value: (n % 100 + 1).to_string() };
        store.execute(&set, &stamp).expect("set");
    }
    store
}

type Window = fn(&Store) -> Result<usize, StoreError>;

/// Everything a screen asks for on the way to a frame, each somewhere in the middle of the book.
fn windows() -> Vec<(&'static str, Window)> {
    const ROWS: usize = 30;
    fn middle<T>(rows: &[T]) -> &T {
        &rows[rows.len() / 2]
    }
    vec![
        ("board", |book| Ok(book.board(None, None, today())?.segments.len())),
        ("board rows", |book| Ok(book.board_rows(None, "educate", None, None, Direction::After, ROWS, today())?.len())),
        ("board rows before", |book| {
            let rows = book.board_rows(None, "educate", None, None, Direction::After, ROWS, today())?;
            Ok(book.board_rows(None, "educate", None, Some(&middle(&rows).key), Direction::Before, ROWS, today())?.len())
        }),
        ("board's end", |book| Ok(book.board_rows(None, "modernize", None, None, Direction::Before, ROWS, today())?.len())),
        ("another model's board", |book| {
            let rows = book.board_rows(Some(OTHER), "", None, None, Direction::After, ROWS, today())?;
            Ok(book.board_rows(Some(OTHER), "", None, Some(&middle(&rows).key), Direction::Before, ROWS, today())?.len())
        }),
        ("a model as a lens", |book| {
            // Its totals count the book once; so do those of two dimensions, the scatter and a comparison.
            let lens = book.ground().proposed("maturity-appetite")?;
            let rows = book.arranged_rows(&lens, "educate", None, None, Direction::After, ROWS, today())?;
            Ok(book.arranged_rows(&lens, "educate", None, Some(&middle(&rows).key), Direction::Before, ROWS, today())?.len())
        }),
        ("whom a lens cannot place", |book| {
            let lens = book.ground().proposed(OTHER)?;
            Ok(book.arranged_rows(&lens, "", None, None, Direction::After, ROWS, today())?.len())
        }),
        ("two dimensions as a lens", |book| {
            let lens = book.ground().crossed("maturity", "appetite")?;
            let rows = book.arranged_rows(&lens, "1.1", None, None, Direction::After, ROWS, today())?;
            Ok(book.arranged_rows(&lens, "1.1", None, Some(&middle(&rows).key), Direction::Before, ROWS, today())?.len())
        }),
        ("clients by name", |book| by(book, SortKey::Name, false)),
        ("clients by name, last first", |book| by(book, SortKey::Name, true)),
        ("clients by id", |book| by(book, SortKey::Id, false)),
        ("clients by next due", |book| by(book, SortKey::NextDue, false)),
        ("clients by id elsewhere", |book| by(book, SortKey::ExternalId, false)),
        ("clients by owner", |book| by(book, SortKey::Owner, false)),
        ("clients by owner, last first", |book| by(book, SortKey::Owner, true)),
        ("clients by segment", |book| by(book, SortKey::Segment, true)),
        ("clients by proposed segment", |book| by(book, SortKey::Proposed, false)),
        ("clients by a score", |book| by(book, SortKey::X, false)),
        ("clients by the other score, last first", |book| by(book, SortKey::Y, true)),
        ("clients by revenue, last first", |book| by(book, SortKey::Arr, true)),
        ("clients by stage", |book| by(book, SortKey::Stage, false)),
        ("clients by industry", |book| by(book, SortKey::Industry, true)),
        ("clients by renewal", |book| by(book, SortKey::Renewal, false)),
        ("clients by last review", |book| by(book, SortKey::LastReview, true)),
        ("due", |book| Ok(book.due(&DueQuery::default(), None, ROWS, today())?.len())),
        ("due with all its groups", |book| {
            let query = DueQuery { range: DueRange::Shown, ..DueQuery::default() };
            Ok(book.due(&query, None, ROWS, today())?.len())
        }),
        ("due deep in a group", |book| {
            let query = DueQuery { range: DueRange::Shown, ..DueQuery::default() };
            let mut from = book.due(&query, None, ROWS, today())?.last().map(|row| row.key.clone());
            for _ in 0..1 {
                from = book.due(&query, from.as_ref(), ROWS, today())?.last().map(|row| row.key.clone());
            }
            Ok(usize::from(from.is_some()))
        }),
        ("the days of a month", |book| {
            let whose = Whose { owner: Some("ana".to_owned()), kind: None };
            let _ = book.days(&whose, today(), today() + Days::new(30), today())?;
            Ok(book.days(&Whose::default(), today(), today() + Days::new(30), today())?.len())
        }),
        ("the workload", |book| Ok(book.workload(&Whose::default(), today(), 13)?.len())),
        ("confirmations", |book| {
            let asked = Confirmable { owner: None, filter: None, by: today() + Days::new(400) };
            let first = book.confirmations(&asked, None, ROWS, today())?;
            Ok(book.confirmations(&asked, first.last().map(|row| &row.key), ROWS, today())?.len())
        }),
        ("who drifts", |book| proposed(book, ProposalPart::Drifting)),
        // Those held back by the dwell are looked for among all that drift, in the index: that grows with them.
        ("who has a proposal and no segment", |book| proposed(book, ProposalPart::Unplaced)),
        ("due counts", |book| Ok(book.due_counts(&DueQuery::default(), today())?.total() as usize)),
        ("count", |book| Ok(book.count_clients(None, today())? as usize)),
        ("find by name", |book| Ok(book.find("client 000017")?.0 as usize)),
        ("find by external id", |book| Ok(book.find("X17")?.0 as usize)),
        ("find among many", |book| Ok(usize::from(book.find("client").is_err()))),
        ("history", |book| Ok(book.history(&HistoryQuery::default(), ROWS)?.len())),
        ("history page", |book| Ok(book.history(&HistoryQuery { before: Some(9), ..HistoryQuery::default() }, ROWS)?.len())),
        ("history of a client", |book| Ok(book.history_of(book.find("X17")?, ROWS)?.len())),
        ("a client's page", |book| Ok(book.page(book.find("X17")?, today())?.clocks.len())),
        ("what undo would do", |book| Ok(usize::from(book.next_undo("ana")?.is_some()))),
        ("what redo would do", |book| Ok(usize::from(book.next_redo("ana")?.is_some()))),
        ("what undo would do for a newcomer", |book| Ok(usize::from(book.next_undo("zoe")?.is_some()))),
        ("what redo would do for a newcomer", |book| Ok(usize::from(book.next_redo("zoe")?.is_some()))),
        ("the day turns", |book| book.turn_to(today()).map(|()| 1)),
    ]
}

fn proposed(book: &Store, part: ProposalPart) -> Result<usize, StoreError> {
    let of = ProposalsOf { model: None, part, filter: None };
    let first = book.proposals(&of, None, 10, today())?;
    assert_eq!(first.len(), 10, "{part:?}");
    Ok(book.proposals(&of, Some(&first[8].key), 10, today())?.len())
}

fn by(book: &Store, sort: SortKey, descending: bool) -> Result<usize, StoreError> {
    let query = ClientQuery { sort, descending, ..ClientQuery::default() };
    let first = book.clients(&query, None, Direction::After, 30, today())?;
    let next = book.clients(&query, Some(&first[20].key), Direction::After, 30, today())?;
    let back = book.clients(&query, Some(&next[20].key), Direction::Before, 30, today())?;
    Ok(back.len())
}

/// The steps of SQLite's machine that a reading takes, in tens.
fn steps(book: &mut Store, window: Window) -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let handler = move || {
        counter.fetch_add(1, Relaxed);
        false
    };
    book.db.progress_handler(10, Some(handler)).expect("counted");
    window(book).expect("a window");
    book.db.progress_handler(10, None::<fn() -> bool>).expect("no longer");
    count.load(Relaxed)
}

#[test]
fn a_window_costs_the_same_in_a_book_ten_times_as_large() {
    let folder =
        tempfile::tempdir_in(if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).expect("a folder");
    let (mut small, mut large) = (book(&folder, 200), book(&folder, 2_000));
    let dear: Vec<String> = windows()
        .into_iter()
        .map(|(name, window)| (name, steps(&mut small, window), steps(&mut large, window)))
        .filter(|(_, small, large)| *large > small * 2 + 60)
        .map(|(name, small, large)| format!("{name}: {small}0 steps for 200 clients, {large}0 for 2,000"))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}

/// What screens ask for of the one client a filter lets through: those are looked up and sorted.
fn windows_of_few() -> Vec<(&'static str, Window)> {
    fn one() -> Option<Filter> {
        Some(Filter::Word("000017".to_owned()))
    }
    vec![
        ("board", |book| Ok(book.board(None, one().as_ref(), today())?.segments.len())),
        ("board rows", |book| {
            let rows = |segment| book.board_rows(None, segment, one().as_ref(), None, Direction::After, 30, today());
            ["transform", "modernize", "educate", "sustain", ""].into_iter().map(|segment| Ok(rows(segment)?.len())).sum()
        }),
        ("due", |book| {
            let query = DueQuery { range: DueRange::Shown, filter: one(), ..DueQuery::default() };
            Ok(book.due(&query, None, 30, today())?.len())
        }),
        ("due counts", |book| {
            let query = DueQuery { range: DueRange::Shown, filter: one(), ..DueQuery::default() };
            book.due_counts(&query, today()).map(|_| 1)
        }),
        ("clients", |book| {
            let query = ClientQuery { filter: one(), sort: SortKey::Arr, ..ClientQuery::default() };
            Ok(book.clients(&query, None, Direction::After, 30, today())?.len())
        }),
    ]
}

#[test]
fn a_few_clients_by_a_filter_cost_the_same_in_a_book_ten_times_as_large() {
    let folder =
        tempfile::tempdir_in(if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).expect("a folder");
    let (mut small, mut large) = (book(&folder, 200), book(&folder, 2_000));
    let dear: Vec<String> = windows_of_few()
        .into_iter()
        .map(|(name, window)| (name, steps(&mut small, window), steps(&mut large, window)))
        .filter(|(_, small, large)| *large > small * 2 + 60)
        .map(|(name, small, large)| format!("{name}: {small}0 steps for 200 clients, {large}0 for 2,000"))
        .collect();
    assert!(dear.is_empty(), "{dear:#?}");
}

#[test]
fn no_window_scans_the_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = book(&folder, 200);
    for (name, window) in windows() {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let listen = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, _) = event {
                log.lock().expect("one thread").extend(statement.expanded_sql());
            }
        };
        book.db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).expect("listening");
        window(&book).expect("a window");
        book.db.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).expect("no longer");
        let asked = asked.lock().expect("one thread");
        assert!(!asked.is_empty(), "{name} asks something");
        for sql in asked.iter() {
            for line in plan(&book, sql) {
                assert!(!walks(&line, sql), "{name}: {line}\n{sql}");
            }
        }
    }
}

fn plan(book: &Store, sql: &str) -> Vec<String> {
    let mut statement = book.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
    let lines = statement.query_map([], |row| row.get::<_, String>(3)).expect("lines");
    lines.collect::<Result<_, _>>().expect("lines")
}

/// A walk through a whole table of clients, or a sort of it; a walk in the order of an index or of the rows that a limit ends
/// is none.
fn walks(line: &str, sql: &str) -> bool {
    let growing =
        ["c", "s", "k", "clients", "standing", "clocks", "changes", "reviews", "decisions", "scores", "marks", "actions"];
    let scanned = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    // What one client has may be sorted: it does not grow with the book.
    let sorted = line.contains("USE TEMP B-TREE FOR ORDER BY") && !sql.contains("WHERE client = ");
    sorted || (growing.contains(&scanned) && !line.contains("INDEX") && !sql.contains("ORDER BY c.id"))
}
