//! P13 as rules: a rehearsal says exactly what the import then does, and refused rows come in once they are mended.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, OnExisting};
use quarterdeck::exchange::export::{self, Ask, Format, What};
use quarterdeck::exchange::import::load::{Loaded, Loading, Made, Orders};
use quarterdeck::exchange::import::told::{Decision, Fate};
use quarterdeck::store::{ImportPolicy, Matching, Store};

use super::common::{NOTE, add_with, ana, book, book_at, entries, folder, move_to, today, whole};

const HEADER: [&str; 9] =
    ["external_id", "name", "owner", "arr", "renewal_on", "segment", "last_review_on", "archived", "score.stability"];

/// One row of a file, cell by cell: ids and names that meet each other, and now and then a cell that does not read.
fn row() -> impl Strategy<Value = Vec<&'static str>> {
    let one_of = |cells: &'static [&'static str]| prop::sample::select(cells);
    let cells: Vec<BoxedStrategy<&str>> = vec![
        one_of(&["", "1", "2", "007", "7", "A-1", "a-1", "1E+12"]).boxed(),
        one_of(&["Acme", "ACME ", "Acme Ltd", "Bolt", "Café", "Cafe\u{301}", "Dune", ""]).boxed(),
        one_of(&["", "Ana", "Ben"]).boxed(),
        one_of(&["", "100", "250.5", "many", "N/A"]).boxed(),
        one_of(&["", "2027-01-31", "2027-02-30"]).boxed(),
        one_of(&["", "educate", "transform", "nowhere"]).boxed(),
        one_of(&["", "2026-05-01", "2026-06-01"]).boxed(),
        one_of(&["", "no", "yes", "perhaps"]).boxed(),
        one_of(&["", "1", "5", "9"]).boxed(),
    ];
    // Most rows read: one cell in eight is one that may not.
    (cells, prop::collection::vec(0_usize..8, HEADER.len())).prop_map(|(cells, kept)| {
        let plain = |at: usize, cell: &'static str| match cell {
            "1E+12" | "many" | "2027-02-30" | "nowhere" | "perhaps" | "9" => "",
            "" if at == 1 => "Elm",
            cell => cell,
        };
        cells.into_iter().zip(kept).enumerate().map(|(at, (cell, kept))| if kept == 0 { cell } else { plain(at, cell) }).collect()
    })
}

fn orders() -> impl Strategy<Value = Orders> {
    let matching = prop::sample::select(vec![Matching::Id, Matching::Name]);
    let existing = prop::sample::select(vec![OnExisting::Update, OnExisting::Skip, OnExisting::Fill]);
    let doubles = prop::sample::select(vec![Decision::Apart, Decision::Same, Decision::Skip]);
    (matching, existing, doubles, any::<[bool; 4]>()).prop_map(
        |(matching, on_existing, doubles, [place, plan, strict, refuse])| Orders {
            policy: ImportPolicy { matching, on_existing },
            doubles,
            place: place.then(|| NOTE.to_owned()),
            plan,
            strict,
            refuse_doubles: refuse,
            tell: 1_000,
            ..Orders::default()
        },
    )
}

/// The columns of a file, by their place in [`HEADER`]: the name, and any others.
fn columns() -> impl Strategy<Value = Vec<usize>> {
    prop::sample::subsequence(vec![0, 2, 3, 4, 5, 6, 7, 8], 1..=8).prop_map(|others| [vec![1], others].concat()).prop_shuffle()
}

fn file(folder: &Path, name: &str, columns: &[usize], rows: &[Vec<&str>]) -> PathBuf {
    let mut writer = csv::Writer::from_path(folder.join(name)).expect("a file");
    for row in std::iter::once(&HEADER.to_vec()).chain(rows) {
        writer.write_record(columns.iter().map(|at| row[*at])).expect("written");
    }
    writer.flush().expect("written");
    folder.join(name)
}

/// A book with some of the clients the files speak of.
fn begun(store: &Store, known: &[(usize, bool)]) {
    for (at, (which, archived)) in known.iter().enumerate() {
        let (id, name) = [("1", "Acme"), ("", "Bolt"), ("007", "Café"), ("A-1", "Acme Ltd"), ("", "Dune")][*which];
        let fields: Vec<(Field, &str)> = [(Field::Name, name), (Field::ExternalId, id), (Field::Owner, "Ana")]
            .into_iter()
            .filter(|(field, text)| {
                !text.is_empty() && (*field != Field::ExternalId || known[..at].iter().all(|(w, _)| w != which))
            })
            .collect();
        let client: ClientId = add_with(store, &fields);
        if at % 2 == 0 {
            move_to(store, client, "educate", &ana());
        }
        if *archived {
            store.execute(&Command::Archive { client, note: NOTE.to_owned() }, &ana()).expect("archived");
        }
    }
}

fn load(store: &Store, file: &Path, orders: Orders) -> Result<Loaded, String> {
    let loading = Loading::look(file, orders).map_err(|refused| refused.to_string())?;
    loading.into_book(store, Made::Before, &ana()).map_err(|fault| fault.to_string())
}

/// All that is told, but whether it was a rehearsal and which entry it became.
fn told(loaded: &Loaded) -> serde_json::Value {
    let mut told = serde_json::to_value(loaded).expect("an answer");
    let fields = told.as_object_mut().expect("an object");
    assert!(fields.remove("dry_run").is_some() && fields.remove("seq").is_some());
    told
}

fn fates(loaded: &Loaded) -> [u64; 5] {
    [loaded.created, loaded.updated, loaded.unchanged, loaded.skipped, loaded.rejected]
}

fn exported(store: &Store) -> Vec<String> {
    let mut bytes = Vec::new();
    let ask = Ask::of(What::Clients, Format::Csv, today());
    export::write(store, &ask, &mut bytes, &mut |_| std::ops::ControlFlow::Continue(())).expect("written");
    let mut lines: Vec<String> = String::from_utf8(bytes).expect("UTF-8").lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rehearsal_says_exactly_what_the_import_then_does(
        known in prop::collection::vec((0_usize..5, prop::bool::weighted(0.2)), 0..4),
        columns in columns(),
        rows in prop::collection::vec(row(), 1..9),
        orders in orders(),
    ) {
        let folder = folder();
        let store = book(&folder);
        begun(&store, &known);
        let file = file(folder.path(), "in.csv", &columns, &rows);
        let before = (fs::read(book_at(&folder)).expect("bytes"), store.count_clients(None, today()).expect("counted"));
        let rehearsed = load(&store, &file, Orders { rehearse: true, ..orders.clone() });
        prop_assert!(fs::read(book_at(&folder)).expect("bytes") == before.0, "a rehearsal leaves the book byte for byte");
        let strict = (orders.strict, orders.refuse_doubles);
        let done = load(&store, &file, orders);
        let (rehearsed, done) = match (rehearsed, done) {
            (Ok(rehearsed), Ok(done)) => (rehearsed, done),
            (rehearsed, done) => {
                prop_assert_eq!(rehearsed.err(), done.err());
                prop_assert!(fs::read(book_at(&folder)).expect("bytes") == before.0, "what is refused changes nothing");
                return Ok(());
            }
        };
        prop_assert_eq!(told(&rehearsed), told(&done));
        prop_assert_eq!(done.rows, rows.iter().filter(|row| columns.iter().any(|at| !row[*at].is_empty())).count() as u64);
        prop_assert_eq!(done.rows, fates(&done).iter().sum::<u64>());
        for (fate, count) in [Fate::Created, Fate::Updated, Fate::Skipped, Fate::Rejected].into_iter().zip([done.created, done.updated, done.skipped, done.rejected]) {
            prop_assert_eq!(done.told.iter().filter(|row| row.fate == fate).count() as u64, count);
        }
        let held_back = strict.0 && done.rejected > 0 || strict.1 && done.undecided > 0;
        prop_assert!(!held_back || done.seq.is_none());
        if done.seq.is_none() {
            prop_assert!(fs::read(book_at(&folder)).expect("bytes") == before.0, "what is not written leaves no trace");
        }
        whole(&store, today());
        prop_assert_eq!(entries(&book_at(&folder)) > 0, true);
    }

    #[test]
    fn refused_rows_come_in_once_they_are_mended(rows in prop::collection::vec((row(), 0_usize..6), 1..8)) {
        // An id each, so that no row speaks of the client of another, and cells that read; then some that do not.
        let ids = ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"];
        let good: Vec<Vec<&str>> = rows.iter().zip(ids).map(|((row, _), id)| {
            let mut row = row.clone();
            (row[0], row[1]) = (id, if row[1].trim().is_empty() { "Fir" } else { row[1] });
            (row[3], row[4], row[5], row[7], row[8]) = ("250.5", "2027-01-31", "educate", "no", "5");
            row
        }).collect();
        let wrong = [(3, "many"), (4, "31.31.2027"), (5, "nowhere"), (7, "perhaps"), (8, "9")];
        let bad: Vec<Vec<&str>> = rows.iter().zip(&good).map(|((_, broken), good)| {
            let mut row = good.clone();
            if let Some((at, cell)) = wrong.get(*broken) {
                row[*at] = cell;
            }
            row
        }).collect();
        let columns: Vec<usize> = (0..HEADER.len()).collect();
        let [straight, around] = [folder(), folder()];
        let (one, two) = (book(&straight), book(&around));
        let all = load(&one, &file(straight.path(), "good.csv", &columns, &good), Orders::default()).expect("it goes in");
        prop_assert_eq!(fates(&all), [rows.len() as u64, 0, 0, 0, 0]);
        let rejects = around.path().join("rejects.csv");
        let orders = Orders { rejects: Some(rejects.clone()), ..Orders::default() };
        let broken = rows.iter().filter(|(_, broken)| wrong.get(*broken).is_some()).count() as u64;
        let first = load(&two, &file(around.path(), "bad.csv", &columns, &bad), orders).expect("it goes in");
        prop_assert_eq!(fates(&first), [rows.len() as u64 - broken, 0, 0, 0, broken]);
        prop_assert_eq!(rejects.exists(), broken > 0);
        if broken > 0 {
            let mut mended = fs::read_to_string(&rejects).expect("rejects");
            for (at, cell) in wrong {
                // The reason in the last column names the cell too; it is not read back.
                mended = mended.replace(&format!(",{cell},"), &format!(",{},", good[0][at]));
            }
            mended = mended.replace(",9,score", ",5,score");
            fs::write(&rejects, mended).expect("written");
            let second = load(&two, &rejects, Orders::default()).expect("it goes in");
            prop_assert_eq!(fates(&second), [broken, 0, 0, 0, 0]);
        }
        prop_assert_eq!(exported(&two), exported(&one));
        whole(&two, today());
    }
}
