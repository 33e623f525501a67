//! The store's own work, without process and terminal: windows, totals, moves, at growing sizes.

mod book;

use book::{TODAY, book, book_of_models, stamp};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use quarterdeck::domain::cadence::Leaving;
use quarterdeck::domain::command::{Command, Move, SessionAct, Stage, Staging, StartSession};
use quarterdeck::domain::filter::Filter;
use quarterdeck::store::{ClientQuery, CompareQuery, Direction, DueQuery, ProposalPart, ProposalsOf, Store};

const SIZES: [u64; 3] = [1_000, 10_000, 100_000];

fn windows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("windows");
    for size in SIZES {
        let store = Store::open(&book(size), TODAY).expect("the bench book opens");
        group.bench_function(BenchmarkId::new("board totals", size), |bench| {
            bench.iter(|| store.board(None, None, TODAY).expect("a board"));
        });
        group.bench_function(BenchmarkId::new("board rows, one quadrant", size), |bench| {
            bench.iter(|| store.board_rows(None, "educate", None, None, Direction::After, 40, TODAY).expect("rows"));
        });
        group.bench_function(BenchmarkId::new("due list, first 50", size), |bench| {
            bench.iter(|| store.due(&DueQuery::default(), None, 50, TODAY).expect("rows"));
        });
        group.bench_function(BenchmarkId::new("due counts", size), |bench| {
            bench.iter(|| store.due_counts(&DueQuery::default(), TODAY).expect("counts"));
        });
        group.bench_function(BenchmarkId::new("clients by name, first 50", size), |bench| {
            bench.iter(|| store.clients(&ClientQuery::default(), None, Direction::After, 50, TODAY).expect("rows"));
        });
        let filter = Filter::parse("owner:ana drift").expect("a filter");
        let query = ClientQuery { filter: Some(filter), ..ClientQuery::default() };
        group.bench_function(BenchmarkId::new("clients filtered, first 50", size), |bench| {
            bench.iter(|| store.clients(&query, None, Direction::After, 50, TODAY).expect("rows"));
        });
        let client = store.find("C-0000042").expect("a client");
        group.bench_function(BenchmarkId::new("client page", size), |bench| {
            bench.iter(|| store.page(client, TODAY).expect("a page"));
        });
    }
    group.finish();
}

fn lenses(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lenses");
    for size in SIZES {
        let store = Store::open(&book_of_models(size), TODAY).expect("the bench book opens");
        let lens = store.ground().proposed("growth-risk").expect("a model of the book");
        let crossed = store.ground().crossed("maturity", "commitment").expect("dimensions of the book");
        for (name, how, cell) in [("model", &lens, "grow"), ("two dimensions", &crossed, "2.2")] {
            group.bench_function(BenchmarkId::new(format!("{name}: totals"), size), |bench| {
                bench.iter(|| store.arranged(how, None, TODAY).expect("a board"));
            });
            group.bench_function(BenchmarkId::new(format!("{name}: rows"), size), |bench| {
                bench.iter(|| store.arranged_rows(how, cell, None, None, Direction::After, 40, TODAY).expect("rows"));
            });
        }
        let drifting = ProposalsOf { model: None, part: ProposalPart::Drifting, filter: None };
        group.bench_function(BenchmarkId::new("who drifts, first 100", size), |bench| {
            bench.iter(|| store.proposals(&drifting, None, 100, TODAY).expect("rows"));
        });
        let asked = CompareQuery { a: None, b: Some("growth-risk".to_owned()), filter: None, owner: None };
        group.bench_function(BenchmarkId::new("two models side by side", size), |bench| {
            bench.iter(|| store.compare(&asked, TODAY).expect("a comparison"));
        });
    }
    group.finish();
}

fn writing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("writing");
    group.sample_size(20);
    for size in SIZES {
        let copy = book(size).with_extension("written.db");
        std::fs::copy(book(size), &copy).expect("copied");
        let store = Store::open(&copy, TODAY).expect("the bench book opens");
        let client = store.find("C-0000042").expect("a client");
        let mut there = false;
        group.bench_function(BenchmarkId::new("a move, durable", size), |bench| {
            bench.iter(|| {
                there = !there;
                let to = if there { "transform" } else { "sustain" };
                let moved = Move {
                    clients: vec![client.into()],
                    model: None,
                    to: to.into(),
                    note: "measured with the rest of the bench".to_owned(),
                    reason: None,
                    authorised_by: None,
                    leaving: Leaving::Hold,
                };
                store.execute(&Command::Move(moved), &stamp())
            });
        });
        drop(store);
        let _ = std::fs::remove_file(copy);
    }
    group.finish();
}

/// Clients in the scope of a session: all of the book.
const IN_SCOPE: [u64; 3] = [2_000, 10_000, 100_000];

fn sessions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sessions");
    group.sample_size(20);
    for size in IN_SCOPE {
        let copy = book(size).with_extension("session.db");
        std::fs::copy(book(size), &copy).expect("copied");
        let store = Store::open(&copy, TODAY).expect("the bench book opens");
        let start = StartSession { name: "measured".to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() };
        store.execute(&Command::Session(SessionAct::Start(start)), &stamp()).expect("started");
        let session = store.find_session(None).expect("it is open");
        let client = store.find("C-0000042").expect("a client");
        let asked: Vec<_> = store.agenda(&session).expect("an agenda").lines.iter().take(40).map(|line| line.client).collect();
        group.bench_function(BenchmarkId::new("agenda, whole", size), |bench| {
            bench.iter(|| store.agenda(&session).expect("an agenda"));
        });
        group.bench_function(BenchmarkId::new("agenda, 40 rows", size), |bench| {
            bench.iter(|| store.agenda_rows(&session, &asked).expect("rows"));
        });
        group.bench_function(BenchmarkId::new("one client", size), |bench| {
            bench.iter(|| store.sight(&session, client, None).expect("a client"));
        });
        group.bench_function(BenchmarkId::new("consequences", size), |bench| {
            bench.iter(|| store.session_balance(&session).expect("a balance"));
        });
        let mut there = false;
        group.bench_function(BenchmarkId::new("a decision staged, durable", size), |bench| {
            bench.iter(|| {
                there = !there;
                let until = if there { TODAY.succ_opt() } else { TODAY.succ_opt().and_then(|day| day.succ_opt()) };
                let note = "measured with the rest of the bench".to_owned();
                let what = Staging::Defer(until.expect("a later day"));
                let stage = Stage { note, ..Stage::plain(session.id, client, what) };
                store.execute(&Command::Session(SessionAct::Stage(stage)), &stamp()).expect("staged")
            });
        });
        drop(store);
        let _ = std::fs::remove_file(copy);
    }
    group.finish();
}

criterion_group!(benches, windows, lenses, writing, sessions);
criterion_main!(benches);
