//! Models changed: what is foreseen is what then happens, hours add up, and nobody is left in a segment that is gone.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::Days;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, Incoming, Move, MoveTarget};
use quarterdeck::domain::model::{builtin, edited};
use quarterdeck::store::{ImportPolicy, Shifts, Store, StoreError};

use super::common::{MODEL, TOUCH, add, ana, book, dump, folder, import, incoming, move_to, to, today, whole};

/// Clients of Ana, Bo and nobody in all segments and in none, with scores from low to high.
fn scored(folder: &tempfile::TempDir) -> Store {
    let store = book(folder);
    let rows: Vec<Incoming> = (0..50_u64)
        .map(|n| {
            let value = |by: u64| u8::try_from(1 + n * by % 5).expect("a value");
            let factors = ["standardization", "stability", "proactivity"].map(|key| (key.to_owned(), value(1)));
            let appetite = ["engagement", "feedback", "goals"].map(|key| (key.to_owned(), value(3)));
            let owner = ["Ana", "Bo", ""][(n % 3) as usize];
            let mut fields = vec![(Field::Name, format!("Client {n:02}")), (Field::Owner, owner.to_owned())];
            fields.retain(|(_, value)| !value.is_empty());
            let fields: Vec<(Field, &str)> = fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
            Incoming {
                segment: ["transform", "modernize", "educate", "sustain", ""].get((n % 5) as usize).map(|key| (*key).to_owned()),
                segment_since: Some(today() - Days::new(400)),
                last_review_on: Some(today() - Days::new(1 + n * 3)),
                scores: if n % 7 == 0 { Vec::new() } else { factors.into_iter().chain(appetite).collect() },
                ..incoming(&fields)
            }
        })
        .map(|mut row| {
            row.segment = row.segment.filter(|segment| !segment.is_empty());
            row
        })
        .collect();
    import(&store, ImportPolicy::default(), &rows, &ana());
    store
}

fn edit(model: &str, edits: &[(&str, &str)], store: &Store) -> Command {
    let ground = store.ground();
    let held = ground.models.iter().find(|held| held.row.key == model).expect("the model");
    let toml = edited(&held.row.toml, edits.iter().copied()).expect("edited");
    Command::EditModel { key: model.to_owned(), toml, seen: Some(held.row.rev) }
}

fn foreseen(store: &Store, command: &Command) -> Shifts {
    store.shifts(command, &ana(), &mut |_| ControlFlow::Continue(())).expect("a preview")
}

/// Segment, proposal and drift of every client in a model, as its page says.
fn stands(store: &Store, model: &str) -> BTreeMap<ClientId, (Option<String>, Option<String>, bool)> {
    let db = super::common::plain(store.path());
    let sql = "SELECT client, nullif(segment, ''), proposed, drift = 1 AND (dwell_until IS NULL OR dwell_until <= ?2)
                 FROM standing WHERE model = ?1 AND live = 1";
    let mut statement = db.prepare(sql).expect("a query");
    let rows = statement
        .query_map((model, today().to_string()), |row| Ok((ClientId(row.get(0)?), (row.get(1)?, row.get(2)?, row.get(3)?))));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

/// Hours a quarter by owner, counted client by client.
fn hours(store: &Store, accepted: bool) -> BTreeMap<String, f64> {
    let model = std::sync::Arc::clone(store.ground().driving());
    let mut hours = BTreeMap::new();
    for (client, (segment, proposed, drifts)) in stands(store, &model.key) {
        let moves = accepted && (drifts || segment.is_none());
        let there = if moves { proposed.or(segment) } else { segment };
        let owner = store.page(client, today()).expect("a page").client.owner.unwrap_or_default();
        let asked = there.and_then(|key| model.segment(&key).map(|segment| segment.hours_per_year() / 4.0));
        *hours.entry(owner).or_default() += asked.unwrap_or(0.0);
    }
    hours
}

#[track_caller]
fn same(foreseen: impl Iterator<Item = (String, f64)>, counted: &BTreeMap<String, f64>) {
    let foreseen: BTreeMap<String, f64> = foreseen.collect();
    assert_eq!(foreseen.keys().collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>());
    for (owner, hours) in foreseen {
        assert!((hours - counted[&owner]).abs() < 1e-6, "{owner}: {hours} and {}", counted[&owner]);
    }
}

#[test]
fn what_an_edit_does_to_proposals_and_hours_is_foreseen() {
    let folder = folder();
    let store = scored(&folder);
    let edits: [&[(&str, &str)]; 6] = [
        &[("maturity.cuts", "[70]")],
        &[("maturity.cuts", "[20]"), ("appetite.cuts", "[30]")],
        &[("guard.margin", "0")],
        &[("transform.touchpoints.Review.every", "2 weeks")],
        &[("modernize.touchpoints.Review.hold_hours", "4"), ("segments.sustain.name", "Keep")],
        &[("maturity.factors.stability.weight", "3")],
    ];
    for edits in edits {
        let command = edit(MODEL, edits, &store);
        let (facts, before) = (dump(store.path()), stands(&store, MODEL));
        let hours_before = hours(&store, false);
        let shifts = foreseen(&store, &command);
        assert_eq!((dump(store.path()), stands(&store, MODEL)), (facts, before.clone()), "{edits:?} wrote beforehand");
        store.execute(&command, &ana()).expect("done");
        let after = stands(&store, MODEL);
        let elsewhere: Vec<ClientId> = after.iter().filter(|(who, now)| before[who].1 != now.1).map(|(who, _)| *who).collect();
        let mut listed: Vec<ClientId> = shifts.proposals.first.iter().map(|shift| shift.client).collect();
        listed.sort_unstable();
        assert_eq!((shifts.proposals.changed, listed), (elsewhere.len() as i64, elsewhere), "{edits:?}");
        for shift in &shifts.proposals.first {
            let (was, is) = (&before[&shift.client], &after[&shift.client]);
            assert_eq!((&shift.segment, &shift.before, &shift.after, shift.drifts), (&is.0, &was.1, &is.1, is.2));
        }
        let drift = |all: &BTreeMap<_, (_, _, bool)>| all.values().filter(|stand| stand.2).count() as i64;
        assert_eq!((shifts.proposals.drift_before, shifts.proposals.drift_after), (drift(&before), drift(&after)), "{edits:?}");
        same(shifts.hours.iter().map(|(owner, hours)| (owner.clone(), hours.before)), &hours_before);
        same(shifts.hours.iter().map(|(owner, hours)| (owner.clone(), hours.after)), &hours(&store, false));
        same(shifts.hours.iter().map(|(owner, shift)| (owner.clone(), shift.if_accepted)), &hours(&store, true));
        whole(&store, today());
    }
}

#[test]
fn what_is_done_says_the_same_as_what_was_foreseen() {
    let folder = folder();
    let store = scored(&folder);
    let command = edit(MODEL, &[("maturity.cuts", "[70]"), ("transform.touchpoints.Review.every", "2 weeks")], &store);
    let shifts = foreseen(&store, &command);
    assert!(shifts.proposals.changed > 0 && shifts.dates > 0);
    let (_, done) = store.execute_moving(&command, &ana(), &mut |_| ControlFlow::Continue(())).expect("done");
    assert_eq!(done, shifts);
}

#[test]
fn a_lens_moves_no_date_and_its_edit_shows_its_own_proposals() {
    let folder = folder();
    let store = scored(&folder);
    let joins =
        Command::AddModel { toml: builtin::find(MODEL).expect("the default model").replacen("maturity-appetite", "own", 1) };
    let shifts = foreseen(&store, &joins);
    assert_eq!((shifts.proposals.model.as_str(), shifts.dates, shifts.proposals.changed), ("own", 0, 0));
    assert!(shifts.proposals.spread.is_empty(), "nobody is scored in it yet");
    store.execute(&joins, &ana()).expect("added");
    let derived = format!("{TOUCH}\n")
        .replace("levels = [\"small\", \"\", \"middling\", \"\", \"large\"]", "levels = [\"small\", \"large\"]")
        .replace("question = \"How large are they?\"", "question = \"How large are they?\"\nfrom = \"arr\"\nbands = [10000]");
    let shifts = foreseen(&store, &Command::AddModel { toml: derived.clone() });
    assert!(shifts.proposals.spread.is_empty(), "no client has revenue");
    add(&store, "Rich");
    let shifts = foreseen(&store, &Command::AddModel { toml: derived.clone() });
    assert_eq!(shifts.proposals.spread, BTreeMap::from([("high".to_owned(), 1)]));
    store.execute(&Command::AddModel { toml: derived.clone() }, &ana()).expect("added");
    let command = Command::EditModel { key: "touch".to_owned(), toml: derived.replace("[10000]", "[20000]"), seen: None };
    let shifts = foreseen(&store, &command);
    assert_eq!((shifts.proposals.model.as_str(), shifts.proposals.changed, shifts.clocks), ("touch", 1, 0));
    assert!(shifts.hours.is_empty(), "another model drives");
}

#[test]
fn another_driving_model_shows_hours_and_who_has_no_segment_in_it() {
    let folder = folder();
    let store = scored(&folder);
    store.execute(&Command::AddModel { toml: TOUCH.to_owned() }, &ana()).expect("added");
    let client = store.find("Client 03").expect("a client");
    let placed = Command::Move(Move { model: Some("touch".to_owned()), ..to(client, "high") });
    store.execute(&placed, &ana()).expect("placed");
    let before = hours(&store, false);
    let use_it = Command::UseModel { key: "touch".to_owned() };
    let shifts = foreseen(&store, &use_it);
    assert_eq!((shifts.unplaced, shifts.proposals.changed), ((10, 49), 0));
    same(shifts.hours.iter().map(|(owner, hours)| (owner.clone(), hours.before)), &before);
    store.execute(&use_it, &ana()).expect("used");
    same(shifts.hours.iter().map(|(owner, hours)| (owner.clone(), hours.after)), &hours(&store, false));
    store.undo(&ana()).expect("undone");
    assert_eq!(hours(&store, false), before);
}

#[test]
fn a_setting_that_is_no_model_says_nothing_of_proposals_or_hours() {
    let folder = folder();
    let store = scored(&folder);
    let shifts = foreseen(&store, &Command::Set { key: "roll".to_owned(), value: "none".to_owned() });
    assert!(shifts.hours.is_empty() && shifts.proposals.changed == 0 && shifts.proposals.model.is_empty());
}

#[test]
fn a_factor_that_goes_leaves_its_scores_recorded_and_says_so() {
    let folder = folder();
    let store = scored(&folder);
    let toml = builtin::find(MODEL).expect("the default model");
    let from = toml.find("[[dimensions.factors]]\nkey = \"stability\"").expect("the factor");
    let to = toml.find("[[dimensions.factors]]\nkey = \"proactivity\"").expect("the next one");
    let without = format!("{}{}", &toml[..from], &toml[to..]);
    let command = Command::EditModel { key: MODEL.to_owned(), toml: without, seen: None };
    let shifts = foreseen(&store, &command);
    assert_eq!(shifts.unused_scores, [("stability".to_owned(), 42)]);
    let scores = |store: &Store| dump(store.path()).keys().filter(|key| key.starts_with("scores")).count();
    let before = scores(&store);
    store.execute(&command, &ana()).expect("done");
    assert_eq!(scores(&store), before);
    whole(&store, today());
    store.undo(&ana()).expect("undone");
    whole(&store, today());
}

fn without_sustain() -> Command {
    let toml = builtin::find(MODEL).expect("the default model");
    let end = toml.find("[[segments]]\nkey = \"sustain\"").expect("the last segment");
    let toml = toml[..end].replace("cells = [[2, 1]]", "cells = [[2, 1], [1, 1]]");
    Command::EditModel { key: MODEL.to_owned(), toml, seen: None }
}

fn refused(done: Result<quarterdeck::store::Receipt, StoreError>) -> String {
    match done.expect_err("refused") {
        StoreError::Refused(refusal) => format!("{refusal}; {}", refusal.hint().unwrap_or_default()),
        other => panic!("{other}"),
    }
}

#[test]
fn a_segment_in_which_clients_stand_cannot_be_taken_away() {
    let folder = folder();
    let store = book(&folder);
    let (acme, globex) = (add(&store, "Acme"), add(&store, "Globex"));
    for client in [acme, globex] {
        move_to(&store, client, "sustain", &ana());
    }
    store
        .execute(&Command::Archive { client: globex, note: "closed their doors for good".to_owned() }, &ana())
        .expect("archived");
    let facts = dump(store.path());
    let said = refused(store.execute(&without_sustain(), &ana()));
    assert!(said.contains("2 clients stand (1 of them archived) in Sustain (sustain), which would be taken away"), "{said}");
    assert!(said.contains("move them to another segment first"), "{said}");
    assert_eq!(dump(store.path()), facts);
    store.execute(&Command::Restore { client: globex, note: String::new() }, &ana()).expect("restored");
    for client in [acme, globex] {
        move_to(&store, client, "educate", &ana());
    }
    store.execute(&without_sustain(), &ana()).expect("nobody stands there");
    whole(&store, today());
    store.undo(&ana()).expect("undone");
    whole(&store, today());
}

#[test]
fn the_undo_of_an_added_segment_is_refused_once_clients_stand_in_it() {
    let folder = folder();
    let store = book(&folder);
    let acme = add(&store, "Acme");
    store.execute(&without_sustain(), &ana()).expect("done");
    let whole_again = Command::EditModel {
        key: MODEL.to_owned(),
        toml: builtin::find(MODEL).expect("the default model").to_owned(),
        seen: None,
    };
    store.execute(&whole_again, &ana()).expect("done");
    let bo = super::common::bo();
    store.execute(&Command::Move(Move { clients: vec![MoveTarget::from(acme)], ..to(acme, "sustain") }), &bo).expect("moved");
    let said = refused(store.undo(&ana()));
    assert!(said.contains("1 client stands in Sustain"), "{said}");
    store.undo(&bo).expect("Bo takes the move back");
    store.undo(&ana()).expect("undone");
    whole(&store, today());
}
