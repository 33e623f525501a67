//! The board with each built-in model driving: as many segments and bands as it has.

use insta::assert_snapshot;

use super::book::{CLIENTS, Console, TODAY, add, moving, stamp};
use crate::console::canvas::tests::look;
use crate::domain::client::Field;
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::{Model, builtin};
use crate::store::Store;

/// A book driven by a built-in model, its clients dealt to the segments in turn, every tenth one to the tray.
fn book(key: &str) -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("book.db"), key, &stamp("2025-05-01")).unwrap();
    let model = Model::parse(builtin::find(key).unwrap(), key).unwrap();
    let asked = || model.dimensions.iter().flat_map(|d| &d.factors).filter(|factor| factor.derived.is_none());
    let months = ["2026-03-02", "2026-04-07", "2026-05-04", "2026-06-01"];
    for (at, (name, owner, arr, renewal, ..)) in CLIENTS.into_iter().enumerate() {
        let on = months[at % months.len()];
        let fields = [(Field::Name, name), (Field::Owner, owner), (Field::Arr, arr), (Field::RenewalOn, renewal)];
        let client = add(&store, &fields, on);
        let values = asked().enumerate().map(|(n, factor)| (factor.key.clone(), 1 + ((at + n / 3 * at / 2) % 5) as u8)).collect();
        store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &stamp(on)).unwrap();
        if at % 10 != 9 {
            let segment = &model.segments[at % model.segments.len()];
            store.execute(&moving(client, &segment.key), &stamp(on)).unwrap();
        }
    }
    if model
        .dimensions
        .iter()
        .flat_map(|d| &d.factors)
        .any(|factor| factor.derived.as_ref().is_some_and(|d| d.quantiles.is_some()))
    {
        store.execute(&Command::FitModel { key: key.to_owned() }, &stamp("2026-06-01")).unwrap();
    }
    store.turn_to(super::book::day(TODAY)).unwrap();
    (store, folder)
}

fn draw(key: &str) {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let (store, folder) = book(key);
        assert_snapshot!(format!("{key}_{columns}"), Console::on(store, folder, look(), columns, rows).draw());
    }
}

#[test]
fn growth_and_risk_are_drawn() {
    draw("growth-risk");
}

#[test]
fn service_tiers_are_drawn() {
    draw("service-tiers");
}

#[test]
fn touch_tiers_are_drawn() {
    draw("touch-tier");
}

#[test]
fn alignment_and_potential_are_drawn() {
    draw("alignment-potential");
}

#[test]
fn usage_and_commitment_are_drawn() {
    draw("usage-commitment");
}

#[test]
fn service_segments_are_drawn() {
    draw("service-segments");
}

#[test]
fn no_size_panics_with_any_of_them() {
    for (key, _) in builtin::all() {
        let (store, folder) = book(key);
        let mut console = Console::on(store, folder, look(), 80, 24);
        for keys in ["", "Shift-Tab", "z", "x"] {
            console.size = (80, 24);
            console.keys(keys);
            for columns in (0..=130).step_by(13) {
                for rows in (0..=45).step_by(9) {
                    console.size = (columns, rows);
                    console.draw();
                }
            }
        }
    }
}
