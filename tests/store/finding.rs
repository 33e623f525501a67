//! Finding the client a person means.

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::store::{Store, StoreError};

use super::common::{add, add_with, book, folder};

fn refusal(store: &Store, text: &str) -> Refusal {
    match store.find(text) {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{text}: {other:?}"),
    }
}

fn found(store: &Store, text: &str) -> ClientId {
    store.find(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn an_id_beats_an_external_id_and_that_beats_a_name() {
    let folder = folder();
    let store = book(&folder);
    let first = add(&store, "Acme");
    let id = first.to_string();
    let second = add_with(&store, &[(Field::Name, "Second"), (Field::ExternalId, &id)]);
    let third = add_with(&store, &[(Field::Name, "X-9")]);
    let fourth = add_with(&store, &[(Field::Name, "Fourth"), (Field::ExternalId, "X-9")]);
    assert_eq!(found(&store, &id), first, "the row, not the external id that looks like it");
    assert_eq!(found(&store, "X-9"), fourth, "the external id, not the name");
    assert_eq!(found(&store, "x-9"), third, "external ids are exact, names are folded");
    assert_eq!(found(&store, "  second "), second);
}

#[test]
fn a_number_written_otherwise_is_no_row() {
    let folder = folder();
    let store = book(&folder);
    let first = add(&store, "Acme");
    let padded = format!("{:03}", first.0);
    let second = add_with(&store, &[(Field::Name, "Second"), (Field::ExternalId, &padded)]);
    assert_eq!(found(&store, &padded), second);
    assert!(matches!(refusal(&store, &format!("+{first}")), Refusal::NotFound { .. }));
}

#[test]
fn a_whole_name_beats_longer_names_and_a_beginning_must_be_the_only_one() {
    let folder = folder();
    let store = book(&folder);
    let short = add(&store, "Café");
    let long = add(&store, "Café Central");
    assert_eq!(found(&store, "CAFE"), short);
    assert_eq!(found(&store, "cafe c"), long);
    assert_eq!(found(&store, "Café Centrál"), long);
    let Refusal::Ambiguous { candidates, .. } = refusal(&store, "caf") else { panic!("several begin so") };
    assert!(candidates[0].contains("Café (id") && candidates[1].contains("Café Central"), "{candidates:?}");
    assert!(matches!(refusal(&store, "entral"), Refusal::NotFound { .. }), "the middle of a name is none of its beginnings");
    for nothing in ["", "  ", "\u{200B}", "%", "_"] {
        assert!(matches!(refusal(&store, nothing), Refusal::NotFound { .. }), "{nothing:?}");
    }
}

#[test]
fn equal_names_are_ambiguous_and_told_apart_by_their_ids() {
    let folder = folder();
    let store = book(&folder);
    add_with(&store, &[(Field::Name, "Acme"), (Field::ExternalId, "A-1")]);
    let second = add_with(&store, &[(Field::Name, "ACME"), (Field::ExternalId, "A-2")]);
    let words = refusal(&store, "acme").to_string();
    assert!(words.contains("fits several clients") && words.contains("A-1") && words.contains("A-2"), "{words}");
    assert_eq!(found(&store, "A-2"), second);
}

#[test]
fn many_candidates_are_counted_truly_or_not_at_all() {
    let folder = folder();
    let store = book(&folder);
    for n in 0..15 {
        add(&store, &format!("Acme {n:02}"));
    }
    let words = refusal(&store, "acme").to_string();
    assert!(words.contains("Acme 09") && !words.contains("Acme 10"), "{words}");
    assert!(!words.contains("fits 11 clients"), "{words}");
}
