//! A filter remembered is asked anew as soon as its answer may be another one: after any write, on another day, in another model.

use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{Command, EditClient, Incoming};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::model::edited;
use quarterdeck::store::{ClientQuery, Direction, ImportPolicy, Store};

use super::common::{MODEL, add, add_with, ana, bo, book, book_at, folder, import, incoming, later, move_to, open, today};

fn filter(text: &str) -> Filter {
    text.parse().expect("a filter")
}

/// Names of those a filter lets through, in a model, on a day so many days ahead: by window and by count alike.
fn found_in(store: &Store, model: Option<&str>, text: &str, ahead: u64) -> Vec<String> {
    let query = ClientQuery { model: model.map(str::to_owned), filter: Some(filter(text)), ..ClientQuery::default() };
    let rows = store.clients(&query, None, Direction::After, 2_000, later(ahead)).expect("clients");
    assert_eq!(
        store.count_of(&query, later(ahead)).expect("a count"),
        rows.len() as i64,
        "{text}: the window and the count differ"
    );
    rows.into_iter().map(|row| row.name).collect()
}

fn found(store: &Store, text: &str) -> Vec<String> {
    found_in(store, None, text, 0)
}

fn rename_segment(store: &Store, by: &str) -> Command {
    let ground = store.ground();
    let held = ground.models.iter().find(|held| held.row.key == MODEL).expect("the model");
    let toml = edited(&held.row.toml, [("transform.name", by)]).expect("edited");
    Command::EditModel { key: MODEL.to_owned(), toml, seen: None }
}

#[test]
fn a_filter_asked_again_finds_what_was_written_since_and_not_what_was_taken_back() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    assert_eq!(found(&store, "owner:ana"), ["Acme"]);
    let bolt = add(&store, "Bolt");
    assert_eq!(found(&store, "owner:ana"), ["Acme", "Bolt"], "a client was added");
    let owner = EditClient { client: acme, fields: vec![(Field::Owner, "Bo".to_owned())], seen: None };
    store.execute(&Command::Edit(owner), &ana()).expect("edited");
    assert_eq!(found(&store, "owner:ana"), ["Bolt"], "an owner was changed");
    store.undo(&ana()).expect("undone");
    assert_eq!(found(&store, "owner:ana"), ["Acme", "Bolt"], "the change was undone");
    store.redo(&ana()).expect("redone");
    assert_eq!(found(&store, "owner:ana"), ["Bolt"], "the change was done again");
    assert_eq!(found(&store, "segment:transform"), Vec::<String>::new());
    move_to(&store, bolt, "transform", &ana());
    assert_eq!(found(&store, "segment:transform"), ["Bolt"], "a client was placed");
}

#[test]
fn a_filter_asked_again_finds_what_another_program_wrote() {
    let folder = folder();
    let store = book(&folder);
    add(&store, "Acme");
    let other = open(&book_at(&folder));
    assert_eq!((found(&store, "owner:ana"), found(&other, "owner:ana")), (vec!["Acme".to_owned()], vec!["Acme".to_owned()]));
    let bolt = add(&other, "Bolt");
    assert_eq!(found(&store, "owner:ana"), ["Acme", "Bolt"]);
    move_to(&other, bolt, "transform", &bo());
    assert_eq!(found(&store, "owner:ana segment:transform"), ["Bolt"]);
    other.undo(&bo()).expect("undone");
    assert_eq!(found(&store, "owner:ana segment:transform"), Vec::<String>::new());
    assert_eq!(found(&other, "owner:ana"), ["Acme", "Bolt"]);
}

#[test]
fn a_filter_by_what_is_due_is_asked_anew_on_every_day() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    move_to(&store, acme, "transform", &ana());
    let days: Vec<usize> = (0..120).map(|ahead| found_in(&store, None, "overdue", ahead).len()).collect();
    let first = days.iter().position(|found| *found == 1).expect("overdue within four months");
    assert!(first > 0 && days[first..].iter().all(|found| *found == 1), "{days:?}");
    assert_eq!(found_in(&store, None, "overdue", (first - 1) as u64), Vec::<String>::new(), "the day before, asked once more");
    assert_eq!(found_in(&store, None, "overdue", first as u64), ["Acme"]);
}

#[test]
fn a_filter_goes_by_the_model_as_it_reads_now() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    move_to(&store, acme, "transform", &ana());
    assert_eq!((found(&store, "segment:transform").len(), found(&store, "segment:change").len()), (1, 0));
    store.execute(&rename_segment(&store, "Change"), &ana()).expect("edited");
    assert_eq!(found(&store, "segment:change"), ["Acme"], "the segment has another name");
    let other = open(&book_at(&folder));
    other.execute(&rename_segment(&other, "Renewal"), &bo()).expect("edited");
    store.look_again().expect("read again");
    assert_eq!((found(&store, "segment:change").len(), found(&store, "segment:renewal").len()), (0, 1), "by another program");
}

#[test]
fn a_filter_is_asked_in_each_model_by_itself() {
    let folder = folder();
    let store = book(&folder);
    let lens = quarterdeck::domain::model::builtin::all().iter().find(|(key, _)| *key == "growth-risk").expect("built in");
    store.execute(&Command::AddModel { toml: lens.1.to_owned() }, &ana()).expect("added");
    let acme = add(&store, "Acme");
    move_to(&store, acme, "transform", &ana());
    for _ in 0..2 {
        assert_eq!(found_in(&store, None, "-segment:none", 0), ["Acme"]);
        assert_eq!(found_in(&store, Some("growth-risk"), "-segment:none", 0), Vec::<String>::new());
    }
}

#[test]
fn what_is_only_rehearsed_is_not_remembered() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    let owner = EditClient { client: acme, fields: vec![(Field::Owner, "Bo".to_owned())], seen: None };
    let within = store.rehearse(&Command::Edit(owner), &ana(), |store| Ok(found(store, "owner:bo")));
    assert_eq!(within.expect("rehearsed"), ["Acme"], "within the rehearsal");
    assert_eq!(found(&store, "owner:bo"), Vec::<String>::new(), "after it");
}

#[test]
fn more_clients_than_are_remembered_are_found_all_the_same() {
    let folder = folder();
    let store = book(&folder);
    let names: Vec<String> = (0..1_000).map(|at| format!("Client {at:04}")).collect();
    let rows: Vec<Incoming> = names.iter().map(|name| incoming(&[(Field::Name, name), (Field::Owner, "Ana")])).collect();
    import(&store, ImportPolicy::default(), &rows, &ana());
    assert_eq!(found(&store, "owner:ana"), names, "as many as are remembered");
    add_with(&store, &[(Field::Name, "Zeta"), (Field::Owner, "Ana")]);
    assert_eq!((found(&store, "owner:ana").len(), found(&store, "owner:ana").pop().as_deref()), (1_001, Some("Zeta")));
    assert_eq!(store.board(None, Some(&filter("owner:ana")), today()).expect("a board").unplaced.clients, 1_001);
}
