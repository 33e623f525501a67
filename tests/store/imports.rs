//! Imports: all or nothing, previewed without a trace, every row in one fate, the same file twice changes nothing.

use std::fs;

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, Incoming, OnExisting};
use quarterdeck::store::{ImportPolicy, Matching, RowEnd, Store};

use super::common::{
    NOTE, add, add_with, ana, book, book_at, dump, entries, folder, import, incoming, later, move_to, stamp_of, today, whole,
};

const FACTORS: [&str; 4] = ["standardization", "stability", "engagement", "feedback"];

fn row(id: &str, name: &str) -> Incoming {
    incoming(&[(Field::ExternalId, id), (Field::Name, name), (Field::Arr, "1200"), (Field::Owner, "Ana")])
}

fn file() -> Vec<Incoming> {
    (0..20)
        .map(|n| {
            let mut row = row(&format!("C{n:03}"), &format!("Client {n}"));
            row.segment = (n % 3 == 0).then(|| "educate".to_owned());
            row.segment_since = (n % 6 == 0).then(|| today() - chrono::Days::new(100));
            row.last_review_on = (n % 2 == 0).then(|| today() - chrono::Days::new(n));
            row.scores = FACTORS.iter().map(|factor| ((*factor).to_owned(), (n % 5 + 1) as u8)).collect();
            row.archived = (n == 7).then_some(true);
            row
        })
        .collect()
}

fn by(matching: Matching, on_existing: OnExisting) -> ImportPolicy {
    ImportPolicy { matching, on_existing }
}

fn client(end: &RowEnd) -> ClientId {
    match end {
        RowEnd::Created(client) | RowEnd::Updated(client) | RowEnd::Unchanged(client) | RowEnd::Skipped(client, _) => *client,
        RowEnd::Rejected(refusal) => panic!("rejected: {refusal}"),
    }
}

fn field(store: &Store, of: ClientId, field: Field) -> String {
    store.page(of, today()).expect("a page").client.get(field)
}

fn many(n: u64) -> Vec<Incoming> {
    let mut rows: Vec<Incoming> = (0..n).map(|n| row(&format!("C{n:05}"), &format!("Client {}", n % 97))).collect();
    for (row, n) in rows.iter_mut().zip(0..) {
        row.segment = (n % 3 == 0).then(|| "educate".to_owned());
        row.last_review_on = (n % 2 == 0).then(|| today() - chrono::Days::new(n % 200));
    }
    rows
}

#[test]
fn a_book_filled_at_once_has_every_index_and_guard_and_one_given_up_in_the_middle_too() {
    let folder = folder();
    let store = book(&folder);
    let stamp = ana();
    let mut given_up = store.import(ImportPolicy::default(), &stamp).expect("it begins");
    for (row, line) in many(4_500).iter().zip(2..) {
        given_up.row(line, row).expect("taken in");
    }
    drop(given_up);
    whole(&store, today());
    import(&store, ImportPolicy::default(), &many(4_500), &stamp);
    whole(&store, today());
    assert_eq!(store.count_clients(None, today()).expect("counted"), 4_500);
    store.undo(&stamp).expect("taken back");
    whole(&store, today());
}

#[test]
fn the_same_file_twice_changes_nothing_and_writes_no_entry() {
    let folder = folder();
    let store = book(&folder);
    let ends = import(&store, ImportPolicy::default(), &file(), &ana());
    assert!(ends.iter().all(|end| matches!(end, RowEnd::Created(_))), "{ends:?}");
    assert_eq!(entries(&book_at(&folder)), 2, "one step");
    let bytes = fs::read(book_at(&folder)).expect("bytes");
    let again = import(&store, ImportPolicy::default(), &file(), &stamp_of("bo", later(3)));
    assert!(again.iter().all(|end| matches!(end, RowEnd::Unchanged(_))), "{again:?}");
    assert!(fs::read(book_at(&folder)).expect("bytes") == bytes, "byte for byte");
    whole(&store, today());
}

#[test]
fn one_undo_takes_a_whole_import_back_and_one_redo_brings_it() {
    let folder = folder();
    let store = book(&folder);
    add_with(&store, &[(Field::ExternalId, "C004"), (Field::Name, "Older")]);
    let before = dump(&book_at(&folder));
    import(&store, ImportPolicy::default(), &file(), &ana());
    let after = dump(&book_at(&folder));
    store.undo(&ana()).expect("undone");
    assert_eq!(dump(&book_at(&folder)), before);
    whole(&store, today());
    store.redo(&ana()).expect("redone");
    assert_eq!(dump(&book_at(&folder)), after);
    whole(&store, today());
}

#[test]
fn a_dry_run_leaves_the_book_byte_for_byte() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let bytes = fs::read(book_at(&folder)).expect("bytes");
    {
        let stamp = ana();
        let mut import = store.import(ImportPolicy::default(), &stamp).expect("begun");
        for (at, row) in file().iter().enumerate() {
            assert!(matches!(import.row(at as u64 + 2, row).expect("a row"), RowEnd::Created(_)));
        }
        assert!(import.place(NOTE).expect("placed") > 0);
        assert!(import.changes_something());
    }
    assert!(fs::read(book_at(&folder)).expect("bytes") == bytes);
    assert!(!book_at(&folder).with_extension("db-journal").exists());
    assert!(store.find("Client 3").is_err());
    whole(&store, today());
}

#[test]
fn update_replaces_fill_completes_and_skip_leaves_alone() {
    let folder = folder();
    let store = book(&folder);
    let acme = add_with(&store, &[(Field::ExternalId, "A1"), (Field::Name, "Acme"), (Field::Arr, "100")]);
    let file = [row("A1", "Acme Ltd")];
    let skipped = import(&store, by(Matching::Id, OnExisting::Skip), &file, &ana());
    assert!(matches!(skipped[..], [RowEnd::Skipped(..)]), "{skipped:?}");
    assert_eq!(field(&store, acme, Field::Arr), "100");
    let filled = import(&store, by(Matching::Id, OnExisting::Fill), &file, &ana());
    assert!(matches!(filled[..], [RowEnd::Updated(_)]), "{filled:?}");
    let now = [Field::Name, Field::Arr, Field::Owner].map(|of| field(&store, acme, of));
    assert_eq!(now, ["Acme", "100", "Ana"]);
    import(&store, by(Matching::Id, OnExisting::Update), &file, &ana());
    let now = [Field::Name, Field::Arr, Field::Owner].map(|of| field(&store, acme, of));
    assert_eq!(now, ["Acme Ltd", "1200", "Ana"]);
    whole(&store, today());
}

#[test]
fn a_client_twice_in_a_file_is_unchanged_or_rejected() {
    let folder = folder();
    let store = book(&folder);
    let ends = import(&store, ImportPolicy::default(), &[row("A1", "Acme"), row("A1", "Acme"), row("A1", "Another")], &ana());
    assert!(matches!(ends[..2], [RowEnd::Created(_), RowEnd::Unchanged(_)]), "{ends:?}");
    let RowEnd::Rejected(refusal) = &ends[2] else { panic!("{ends:?}") };
    let words = refusal.to_string();
    assert!(words.contains("line 2") && words.contains("line 4"), "{words}");
    assert_eq!(field(&store, client(&ends[0]), Field::Name), "Acme");
    whole(&store, today());
}

#[test]
fn rows_without_ids_meet_clients_by_their_folded_name() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Café Müller");
    let named = incoming(&[(Field::Name, "CAFE MULLER"), (Field::Goal, "grow")]);
    let ends = import(&store, ImportPolicy::default(), std::slice::from_ref(&named), &ana());
    assert_eq!(ends, [RowEnd::Updated(acme)]);
    add(&store, "cafe muller");
    let ends = import(&store, by(Matching::Name, OnExisting::Update), std::slice::from_ref(&named), &ana());
    assert!(matches!(&ends[..], [RowEnd::Rejected(refusal)] if refusal.to_string().contains("several")), "{ends:?}");
    let ends =
        import(&store, ImportPolicy::default(), &[incoming(&[(Field::ExternalId, "X"), (Field::Name, "Café Müller")])], &ana());
    assert!(matches!(ends[..], [RowEnd::Created(_)]), "an id of its own is a client of its own: {ends:?}");
}

#[test]
fn a_rejected_row_writes_nothing_and_the_rest_goes_in() {
    let folder = folder();
    let store = book(&folder);
    let bad: [fn(&mut Incoming); 7] = [
        |row| row.segment = Some("nowhere".to_owned()),
        |row| row.scores = vec![("stability".to_owned(), 9)],
        |row| row.scores = vec![("no such factor".to_owned(), 1)],
        |row| row.last_review_on = Some(later(1)),
        |row| (row.segment, row.segment_since) = (Some("B".to_owned()), Some(later(1))),
        |row| row.fields.push((Field::RenewalOn, "31.12.2026".to_owned())),
        |row| row.fields.push((Field::Arr, "9999999999999999".to_owned())),
    ];
    let mut rows: Vec<Incoming> = Vec::new();
    for (at, spoil) in bad.iter().enumerate() {
        let mut spoiled = row(&format!("B{at}"), &format!("Bad {at}"));
        spoil(&mut spoiled);
        rows.extend([spoiled, row(&format!("G{at}"), &format!("Good {at}"))]);
    }
    let ends = import(&store, ImportPolicy::default(), &rows, &ana());
    for pair in ends.chunks(2) {
        assert!(matches!(pair, [RowEnd::Rejected(_), RowEnd::Created(_)]), "{pair:?}");
    }
    assert_eq!(store.count_clients(None, today()).expect("counted"), 7);
    whole(&store, today());
}

#[test]
fn an_imported_segment_is_where_a_client_starts_and_never_beats_a_decision() {
    let folder = folder();
    let store = book(&folder);
    let mut first = row("A1", "Acme");
    first.segment = Some("Educate".to_owned());
    first.segment_since = Some(today() - chrono::Days::new(100));
    let acme = client(&import(&store, ImportPolicy::default(), std::slice::from_ref(&first), &ana())[0]);
    let placement = store.page(acme, today()).expect("a page").placement.expect("placed");
    assert_eq!((placement.segment.as_deref(), placement.since), (Some("educate"), today() - chrono::Days::new(100)));
    assert_eq!(placement.confirmed_on, None, "nobody decided yet");
    move_to(&store, acme, "B", &ana());
    let ends = import(&store, ImportPolicy::default(), &[first], &ana());
    assert_eq!(ends, [RowEnd::Unchanged(acme)]);
    assert_eq!(store.page(acme, today()).expect("a page").placement.expect("placed").segment.as_deref(), Some("modernize"));
}

#[test]
fn placing_takes_the_proposals_of_unplaced_clients_of_the_file_only() {
    let folder = folder();
    let store = book(&folder);
    let scored = |id: &str, value: u8| {
        let mut row = row(id, id);
        row.scores = FACTORS.iter().map(|factor| ((*factor).to_owned(), value)).collect();
        row
    };
    let elsewhere = client(&import(&store, ImportPolicy::default(), &[scored("E", 5)], &ana())[0]);
    let mut placed = scored("P", 5);
    placed.segment = Some("sustain".to_owned());
    let rows = [scored("H", 5), scored("L", 1), placed, row("N", "no scores")];
    let stamp = ana();
    let mut run = store.import(ImportPolicy::default(), &stamp).expect("begun");
    let ends: Vec<RowEnd> = rows.iter().enumerate().map(|(at, row)| run.row(at as u64 + 2, row).expect("a row")).collect();
    assert_eq!(run.place(NOTE).expect("placed"), 2);
    run.finish("imported", "{}").expect("finished");
    let segment = |of| store.page(of, today()).expect("a page").placement.and_then(|placement| placement.segment);
    let segments: Vec<Option<String>> = ends.iter().map(|end| segment(client(end))).collect();
    assert_eq!(segments, [Some("transform".to_owned()), Some("sustain".to_owned()), Some("sustain".to_owned()), None]);
    assert_eq!(segment(elsewhere), None);
    whole(&store, today());
    // Skipped clients are left alone, placing included.
    let stamp = ana();
    let mut run = store.import(by(Matching::Id, OnExisting::Skip), &stamp).expect("begun");
    assert!(matches!(run.row(2, &scored("E", 5)).expect("a row"), RowEnd::Skipped(..)));
    assert_eq!(run.place(NOTE).expect("placed"), 0);
    drop(run);
    assert_eq!(segment(elsewhere), None);
}

#[test]
fn an_archived_client_is_skipped_and_one_that_left_is_archived() {
    let folder = folder();
    let store = book(&folder);
    let acme = client(&import(&store, ImportPolicy::default(), &[row("A1", "Acme")], &ana())[0]);
    let mut gone = row("A1", "Acme");
    gone.archived = Some(true);
    assert_eq!(import(&store, ImportPolicy::default(), std::slice::from_ref(&gone), &ana()), [RowEnd::Updated(acme)]);
    assert_eq!(import(&store, ImportPolicy::default(), &[gone], &ana()), [RowEnd::Unchanged(acme)]);
    let ends = import(&store, ImportPolicy::default(), &[row("A1", "Acme Ltd")], &ana());
    assert!(matches!(&ends[..], [RowEnd::Skipped(_, why)] if why.contains("archived")), "{ends:?}");
    store.execute(&Command::Restore { client: acme, note: String::new() }, &ana()).expect("restored");
    whole(&store, today());
}
