//! The scatter view: every scored client stands in one place, a place gives its most urgent first, and trails follow the scores.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, ScoreClient};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::ruler::Ruler;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{LensAxis, Plot, Scatter, Store};

use super::common::{MODEL, NOTE, TOUCH, add_with, ana, book, day, folder, later, move_to, stamp_of, today};

fn axis(store: &Store, asked: &str) -> LensAxis {
    store.ground().dimension(asked).expect("a dimension")
}

fn ruler(axis: &LensAxis, room: u16) -> Ruler {
    Ruler::within(room, &axis.dimension().cuts).expect("room")
}

/// The plot of two dimensions in so many columns and rows, lines and all.
fn plot(store: &Store, x: &str, y: Option<&str>, size: (u16, u16)) -> Plot {
    let x = axis(store, x);
    let y = y.map(|asked| axis(store, asked));
    Plot {
        model: MODEL.to_owned(),
        x: (x.clone(), ruler(&x, size.0)),
        y: y.map(|y| (y.clone(), ruler(&y, size.1))),
        filter: None,
        depth: 1,
    }
}

fn score(store: &Store, client: ClientId, values: &[(&str, u8)], stamp: &Stamp) {
    let values = values.iter().map(|(factor, value)| ((*factor).to_owned(), *value)).collect();
    store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), stamp).expect("scored");
}

/// A client whose maturity and appetite are these values of one factor each: 1 is 0, 3 is 50, 5 is 100.
fn scored(store: &Store, name: &str, maturity: u8, appetite: u8) -> ClientId {
    let client = add_with(store, &[(Field::Name, name)]);
    let given = [("stability", maturity), ("goals", appetite)];
    let given: Vec<(&str, u8)> = given.into_iter().filter(|(_, value)| *value > 0).collect();
    if !given.is_empty() {
        score(store, client, &given, &ana());
    }
    client
}

/// The names of all members of all places; reads them in windows of two.
fn members(store: &Store, plot: &Plot, seen: &Scatter) -> Vec<(u16, u16, Vec<ClientId>)> {
    let mut all = Vec::new();
    for cell in &seen.cells {
        let mut ids = Vec::new();
        let mut key = None;
        loop {
            let window = store.scatter_members(plot, (cell.column, cell.row), key.as_ref(), 2, today()).expect("members");
            let Some(last) = window.last() else { break };
            key = Some(last.key.clone());
            ids.extend(window.iter().map(|point| point.client));
        }
        assert_eq!(i64::try_from(ids.len()).expect("few"), cell.clients, "the count is that of the members");
        all.push((cell.column, cell.row, ids));
    }
    all
}

#[test]
fn the_ends_and_exact_cuts_land_in_their_places() {
    let folder = folder();
    let store = book(&folder);
    let corners = [(1, 1), (5, 5), (3, 3), (1, 5), (2, 3)].map(|(x, y)| (scored(&store, "Acme", x, y), x, y));
    let plot = plot(&store, "maturity", Some("appetite"), (21, 11));
    let seen = store.scatter(&plot, today()).expect("a scatter");
    let places = |client: ClientId| {
        let cell = seen.cells.iter().find(|cell| cell.first[0].client == client).expect("its own place");
        (cell.column, cell.row)
    };
    // Twenty columns and ten rows of places, ten and five on either side of the cut at 50.
    let expected = [(0, 0), (19, 9), (10, 5), (0, 9), (5, 5)];
    assert_eq!(corners.map(|(client, ..)| places(client)), expected);
    let point = store.scatter_point(&plot, corners[2].0, today()).expect("read").expect("there");
    assert_eq!((point.x, point.y, point.confidence), (Some(500), Some(500), (Some(333), Some(333))));
}

#[test]
fn clients_without_both_scores_are_counted_and_archived_ones_are_not() {
    let folder = folder();
    let store = book(&folder);
    scored(&store, "Acme", 4, 4);
    scored(&store, "Beta", 4, 0);
    let half = scored(&store, "Cargo", 0, 4);
    scored(&store, "Delta", 0, 0);
    let gone = scored(&store, "Echo", 4, 4);
    store.execute(&Command::Archive { client: gone, note: NOTE.to_owned() }, &ana()).expect("archived");
    let both = plot(&store, "maturity", Some("appetite"), (41, 21));
    let seen = store.scatter(&both, today()).expect("a scatter");
    assert_eq!((seen.cells.len(), seen.cells[0].clients, seen.unscored), (1, 1, 3));
    let ladder = plot(&store, "appetite", None, (41, 1));
    let seen = store.scatter(&ladder, today()).expect("a scatter");
    assert_eq!((seen.cells.len(), seen.cells[0].clients, seen.cells[0].row, seen.unscored), (1, 2, 0, 2));
    let point = store.scatter_point(&both, half, today()).expect("read").expect("in the book");
    assert_eq!((point.x, point.y), (None, Some(750)));
    assert_eq!(store.scatter_point(&both, gone, today()).expect("read"), None);
}

#[test]
fn a_place_gives_its_most_urgent_first_and_its_members_in_the_order_of_the_board() {
    let folder = folder();
    let store = book(&folder);
    let names = ["Acme", "Beta", "Cargo", "Delta", "Echo"].map(|name| scored(&store, name, 5, 5));
    move_to(&store, names[3], "transform", &ana());
    move_to(&store, names[1], "transform", &stamp_of("ana", later(10)));
    let plot = Plot { depth: 3, ..plot(&store, "maturity", Some("appetite"), (41, 21)) };
    let seen = store.scatter(&plot, later(60)).expect("a scatter");
    let first: Vec<ClientId> = seen.cells[0].first.iter().map(|point| point.client).collect();
    assert_eq!(first, [names[3], names[1], names[0]]);
    let all = members(&store, &plot, &seen);
    assert_eq!(all[0].2, [names[3], names[1], names[0], names[2], names[4]]);
    let most = &seen.cells[0].first[0];
    assert_eq!((most.name.as_str(), most.segment.as_deref(), most.signs.overdue), ("Delta", Some("transform"), true));
}

#[test]
fn a_filter_narrows_the_places_and_what_is_left_out() {
    let folder = folder();
    let store = book(&folder);
    for (name, owner) in [("Acme", "Ana"), ("Beta", "Bo"), ("Cargo", "Bo")] {
        let client = add_with(&store, &[(Field::Name, name), (Field::Owner, owner)]);
        score(&store, client, &[("stability", 2), ("goals", 2)], &ana());
    }
    add_with(&store, &[(Field::Name, "Delta"), (Field::Owner, "Bo")]);
    let acme = store.find("Acme").expect("there");
    let filter = Some(Filter::parse("owner:bo").expect("a filter"));
    let plot = Plot { filter, ..plot(&store, "maturity", Some("appetite"), (41, 21)) };
    let seen = store.scatter(&plot, today()).expect("a scatter");
    assert_eq!((seen.cells[0].clients, seen.unscored), (2, 1));
    assert_eq!(seen.cells[0].first[0].name, "Beta");
    assert_eq!(store.scatter_point(&plot, acme, today()).expect("read"), None);
    members(&store, &plot, &seen);
}

#[test]
fn dimensions_of_two_models_make_a_plot_too() {
    let folder = folder();
    let store = book(&folder);
    store.execute(&Command::AddModel { toml: TOUCH.to_owned() }, &ana()).expect("added");
    let acme = scored(&store, "Acme", 4, 4);
    let values = vec![("size".to_owned(), 5)];
    let spend = ScoreClient { clients: vec![acme], model: Some("touch".to_owned()), values };
    store.execute(&Command::Score(spend), &ana()).expect("scored");
    scored(&store, "Beta", 4, 4);
    let plot = plot(&store, "spend", Some("maturity"), (41, 21));
    let seen = store.scatter(&plot, today()).expect("a scatter");
    assert_eq!((seen.cells.len(), seen.unscored), (1, 1));
    assert_eq!((seen.cells[0].first[0].x, seen.cells[0].first[0].y), (Some(1000), Some(750)));
}

#[test]
fn a_trail_has_the_positions_of_the_days_on_which_they_changed() {
    let folder = folder();
    let store = book(&folder);
    let acme = scored(&store, "Acme", 0, 0);
    let on = |today: &str| stamp_of("ana", day(today));
    score(&store, acme, &[("stability", 2)], &on("2026-06-16"));
    score(&store, acme, &[("goals", 2)], &on("2026-06-17"));
    score(&store, acme, &[("goals", 2)], &on("2026-06-18"));
    score(&store, acme, &[("goals", 5)], &on("2026-06-19"));
    score(&store, acme, &[("goals", 4)], &on("2026-06-19"));
    score(&store, acme, &[("standardization", 4)], &on("2026-06-20"));
    let (x, y) = (axis(&store, "maturity"), axis(&store, "appetite"));
    let trail = store.trail(acme, &x, Some(&y), today()).expect("a trail");
    let seen: Vec<_> = trail.iter().map(|point| (point.on.to_string(), point.x, point.y)).collect();
    let expected = [("2026-06-17", 250, Some(250)), ("2026-06-19", 250, Some(750)), ("2026-06-20", 500, Some(750))];
    assert_eq!(seen, expected.map(|(on, x, y)| (on.to_owned(), x, y)));
    let ladder = store.trail(acme, &y, None, today()).expect("a trail");
    assert_eq!(ladder.iter().map(|point| (point.x, point.y)).collect::<Vec<_>>(), [(250, None), (750, None)]);
    store.undo(&on("2026-06-21")).expect("undone");
    assert_eq!(store.trail(acme, &x, Some(&y), today()).expect("a trail").len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn every_scored_client_is_in_exactly_one_place(
        values in prop::collection::vec((0u8..=5, 0u8..=5), 1..14),
        sizes in prop::collection::vec((3u16..90, 3u16..40), 1..6),
    ) {
        let folder = folder();
        let store = book(&folder);
        let clients: Vec<(ClientId, bool)> =
            values.iter().map(|(x, y)| (scored(&store, "Acme", *x, *y), *x > 0 && *y > 0)).collect();
        let scored: BTreeSet<ClientId> = clients.iter().filter(|(_, scored)| *scored).map(|(client, _)| *client).collect();
        for size in sizes {
            let plot = plot(&store, "maturity", Some("appetite"), size);
            let seen = store.scatter(&plot, today()).expect("a scatter");
            let all = members(&store, &plot, &seen);
            let found: Vec<ClientId> = all.iter().flat_map(|(_, _, ids)| ids.clone()).collect();
            prop_assert_eq!(found.len(), scored.len());
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), scored.clone());
            prop_assert_eq!(usize::try_from(seen.unscored).expect("few"), clients.len() - scored.len());
            for (cell, (_, _, ids)) in seen.cells.iter().zip(&all) {
                prop_assert_eq!(cell.first[0].client, ids[0]);
            }
        }
    }
}
