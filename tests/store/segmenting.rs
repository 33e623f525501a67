//! Models in a book: several memberships, quantiles of the book, factors that count days.

use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, Destination, LogReview, MoveTarget};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::store::{ClientQuery, Direction, ImportPolicy, Store, StoreError};

use super::common::{MODEL, add, add_with, ana, bo, book, folder, import, incoming, later, to, today, whole};

const SERVICES: &str = include_str!("../../assets/models/service-segments.toml");
const TIERS: &str = include_str!("../../assets/models/service-tiers.toml");

/// A ladder whose one factor counts the days since the last review.
const FRESHNESS: &str = r#"
key = "freshness"
name = "Freshness"
x = "age"
[[dimensions]]
key = "age"
name = "Age"
cuts = [50]
[[dimensions.factors]]
key = "days"
question = "How long since the last review?"
from = "days_since_review"
bands = [30]
[[segments]]
key = "fresh"
letter = "F"
name = "Fresh"
cells = [[1]]
[[segments]]
key = "old"
letter = "O"
name = "Old"
cells = [[2]]
"#;

fn add_model(store: &Store, toml: &str) {
    store.execute(&Command::AddModel { toml: toml.to_owned() }, &ana()).expect("added");
}

fn services(store: &Store, clients: &[ClientId], destination: Destination) -> Result<String, StoreError> {
    let moved = quarterdeck::domain::command::Move {
        clients: clients.iter().copied().map(MoveTarget::from).collect(),
        model: Some("service-segments".to_owned()),
        to: destination,
        ..to(clients[0], "unused")
    };
    store.execute(&Command::Move(moved), &ana()).map(|receipt| receipt.summary)
}

fn place(store: &Store, model: &str, client: ClientId) -> Option<String> {
    store.page_in(Some(model), client, today()).expect("a page").placement.and_then(|placement| placement.segment)
}

/// The names in each segment of a model's board, and of those in none; totals and rows must agree.
fn board(store: &Store, model: &str) -> Vec<(String, Vec<String>)> {
    let board = store.board(Some(model), None, today()).expect("a board");
    let mut parts = Vec::new();
    for total in board.segments.into_iter().chain([board.unplaced]) {
        let rows = store.board_rows(Some(model), &total.key, None, None, Direction::After, 100, today()).expect("rows");
        assert_eq!(total.clients, rows.len() as i64, "{}", total.key);
        parts.push((total.key, rows.into_iter().map(|row| row.name).collect()));
    }
    parts
}

fn proposed(store: &Store, model: &str, client: ClientId) -> Option<String> {
    store.page_in(Some(model), client, today()).expect("a page").proposed
}

#[test]
fn a_client_joins_and_leaves_segments_one_at_a_time_each_with_its_note() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, SERVICES);
    let (acme, zeta) = (add(&store, "Acme"), add(&store, "Zeta"));
    let add_to = |key: &str| Destination::Add(key.to_owned());
    assert_eq!(services(&store, &[acme], add_to("always-on")).expect("added"), "added Acme to Always on");
    services(&store, &[acme, zeta], add_to("all-in-hands")).expect("added");
    assert_eq!(place(&store, "service-segments", acme).as_deref(), Some("all-in-hands,always-on"), "in the model's order");
    let of = |key: &str| board(&store, "service-segments").into_iter().find(|(part, _)| part == key).expect("a part").1;
    assert_eq!((of("all-in-hands"), of("always-on"), of("")), (vec!["Acme".into(), "Zeta".into()], vec!["Acme".into()], vec![]));
    // Of several, those who have it already stay as they are; none left is refused.
    assert_eq!(services(&store, &[acme, zeta], add_to("always-on")).expect("added"), "added Zeta to Always on");
    let refused = services(&store, &[acme], add_to("always-on")).expect_err("refused");
    assert!(matches!(refused, StoreError::Refused(Refusal::AlreadyThere { .. })), "{refused}");
    services(&store, &[acme], Destination::Remove("all-in-hands, always-on".to_owned())).expect("out");
    assert_eq!((place(&store, "service-segments", acme), of("")), (None, vec!["Acme".to_owned()]));
    services(&store, &[acme], "by-the-piece, shared-work".into()).expect("the whole set");
    assert_eq!(place(&store, "service-segments", acme).as_deref(), Some("shared-work,by-the-piece"));
    store.undo(&ana()).expect("undone");
    assert_eq!(place(&store, "service-segments", acme), None);
    whole(&store, today());
}

#[test]
fn one_segment_a_client_is_neither_added_to_nor_taken_out_of() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    for destination in [Destination::Add("transform".to_owned()), Destination::Remove("transform".to_owned())] {
        let moved = quarterdeck::domain::command::Move { to: destination, ..to(acme, "unused") };
        let refused = store.execute(&Command::Move(moved), &ana()).expect_err("refused");
        assert!(matches!(refused, StoreError::Refused(Refusal::Barred { .. })), "{refused}");
    }
    let both = store.execute(&Command::Move(to(acme, "transform, sustain")), &ana()).expect_err("refused");
    assert!(matches!(both, StoreError::Refused(Refusal::NotFound { .. })), "{both}");
}

#[test]
fn a_driving_model_of_many_asks_for_what_all_segments_ask_and_filters_find_each() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, SERVICES);
    store.execute(&Command::UseModel { key: "service-segments".to_owned() }, &ana()).expect("it drives");
    let acme = add(&store, "Acme");
    services(&store, &[acme], "all-in-hands".into()).expect("moved");
    let alone = store.page(acme, today()).expect("a page").clocks.len();
    services(&store, &[acme], Destination::Add("always-on".to_owned())).expect("added");
    let running = |store: &Store| {
        let page = store.page(acme, today()).expect("a page");
        page.clocks.iter().filter(|clock| clock.row.clock.clock.period.is_some()).count()
    };
    assert!(running(&store) >= 1 && alone >= 1);
    for (filter, found) in [("seg:all-in-hands", 1), ("seg:always-on", 1), ("seg:shared-work", 0), ("-seg:always-on", 0)] {
        let filter = Filter::parse(filter).expect("a filter");
        assert_eq!(store.count_clients(Some(&filter), today()).expect("counted"), found, "{filter:?}");
    }
    whole(&store, today());
}

#[test]
fn filters_and_lists_speak_of_the_model_they_are_asked_for() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, SERVICES);
    let acme = add(&store, "Acme");
    services(&store, &[acme], "always-on".into()).expect("moved");
    let query = |model: &str, filter: &str| ClientQuery {
        model: Some(model.to_owned()),
        filter: Some(Filter::parse(filter).expect("a filter")),
        ..ClientQuery::default()
    };
    let count = |model: &str, filter: &str| store.count_of(&query(model, filter), today()).expect("counted");
    assert_eq!((count("service-segments", "seg:always-on"), count(MODEL, "seg:always-on")), (1, 0));
    assert_eq!((count("service-segments", "unplaced"), count(MODEL, "unplaced")), (0, 1));
    let rows = store.clients(&query("service-segments", "acme"), None, Direction::After, 10, today()).expect("rows");
    assert_eq!(rows[0].segment.as_deref(), Some("always-on"));
}

#[test]
fn quantiles_are_cut_from_the_book_when_the_model_is_added_and_again_when_asked() {
    let folder = folder();
    let store = book(&folder);
    let spending = |n: i64| add_with(&store, &[(Field::Name, &format!("C{n}")), (Field::Arr, &(n * 1000).to_string())]);
    let clients: Vec<ClientId> = (1..=8).map(spending).collect();
    add_model(&store, TIERS);
    let score = |client: ClientId| {
        let values = ["wallet_share", "unmet_needs", "business_growth"].map(|factor| (factor.to_owned(), 1)).to_vec();
        let scored =
            quarterdeck::domain::command::ScoreClient { clients: vec![client], model: Some("service-tiers".to_owned()), values };
        store.execute(&Command::Score(scored), &ana()).expect("scored");
    };
    clients.iter().copied().for_each(score);
    let tiers = || -> Vec<String> {
        clients.iter().map(|client| proposed(&store, "service-tiers", *client).unwrap_or_default()).collect()
    };
    let (low, mid, top) = ("self-service", "one-to-many", "enterprise");
    assert_eq!(tiers(), [low, low, mid, mid, mid, mid, top, top]);
    for client in &clients[..6] {
        let fields = vec![(Field::Arr, "500000".to_owned())];
        let edit = quarterdeck::domain::command::EditClient { client: *client, fields, seen: None };
        store.execute(&Command::Edit(edit), &ana()).expect("edited");
    }
    assert_eq!(tiers()[0], top, "the bounds stay until they are cut anew");
    let fit = Command::FitModel { key: "service-tiers".to_owned() };
    store.execute(&fit, &ana()).expect("fitted");
    assert_eq!(tiers()[6..], [low, low]);
    assert!(matches!(store.execute(&fit, &ana()), Err(StoreError::Refused(Refusal::Nothing(_)))), "they fit");
    store.undo(&ana()).expect("undone");
    assert_eq!(tiers()[6..], [top, top]);
    whole(&store, today());
}

#[test]
fn an_import_into_a_book_without_values_cuts_the_quantiles_in_the_same_step() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, TIERS);
    assert!(store.ground().model(Some("service-tiers")).expect("a model").is_unfitted());
    let rows: Vec<_> =
        (1..=8).map(|n: i64| incoming(&[(Field::Name, &format!("C{n}")), (Field::Arr, &(n * 1000).to_string())])).collect();
    import(&store, ImportPolicy::default(), &rows, &ana());
    assert!(!store.ground().model(Some("service-tiers")).expect("a model").is_unfitted());
    whole(&store, today());
    store.undo(&ana()).expect("undone");
    assert!(store.ground().model(Some("service-tiers")).expect("a model").is_unfitted());
    assert_eq!(store.count_clients(None, today()).expect("counted"), 0);
}

#[test]
fn a_factor_that_counts_days_is_worked_out_anew_on_the_day_it_changes() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, FRESHNESS);
    let acme = add(&store, "Acme");
    store.execute(&Command::Review(LogReview::held(acme, today())), &bo()).expect("logged");
    let on = |days: u64| {
        store.turn_to(later(days)).expect("turned");
        store.page_in(Some("freshness"), acme, later(days)).expect("a page").proposed
    };
    assert_eq!(on(29).as_deref(), Some("fresh"));
    assert_eq!(on(30).as_deref(), Some("old"));
    whole(&store, later(30));
    assert_eq!(on(3).as_deref(), Some("fresh"), "and back");
}

#[test]
fn a_move_in_a_model_that_does_not_drive_brings_no_hours_and_no_load() {
    let folder = folder();
    let store = book(&folder);
    add_model(&store, SERVICES);
    let acme = add(&store, "Acme");
    let moved = || quarterdeck::domain::command::Move {
        model: Some("service-segments".to_owned()),
        to: Destination::Add("always-on".to_owned()),
        ..to(acme, "looked at")
    };
    let brings = store.consequences(&moved(), &ana()).expect("rehearsed").remove(0);
    assert!(!brings.drives && brings.load.is_none() && !brings.leaves_due);
    assert_eq!((brings.yearly.reviews_per_year_after, brings.yearly.hours_per_year_after), (0.0, 0.0));
    assert_eq!(brings.next_due_before, brings.next_due_after);
    store.execute(&Command::UseModel { key: "service-segments".to_owned() }, &ana()).expect("drives");
    let brings = store.consequences(&moved(), &ana()).expect("rehearsed").remove(0);
    assert!(brings.drives && brings.yearly.reviews_per_year_after > 0.0, "{brings:?}");
}
