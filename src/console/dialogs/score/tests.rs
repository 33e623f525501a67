//! Scoring as a person does it: digits, the mouse, the place on the axes moving along.

use super::super::trial::{Trial, done};
use super::open;
use crate::console::key::{Code, Key};
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::builtin;

fn opened(columns: u16, rows: u16, name: &str) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client(name);
    trial.open(|ctx| open(&[client], None, ctx));
    trial
}

#[test]
fn the_dialog_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = opened(columns, rows, "Nordwind");
        trial.key(Key::char('2'));
        insta::assert_snapshot!(format!("score_{columns}x{rows}"), trial.draw());
        trial.every_size();
    }
}

#[test]
fn digits_move_the_client_on_the_map_and_change_the_proposal() {
    let mut trial = opened(80, 24, "Nordwind");
    let seen = trial.draw();
    assert!(seen.contains("Maturity 75.0") && seen.contains("C Educate, where the"), "{seen}");
    trial.type_in("1");
    trial.key(Key::plain(Code::Tab));
    let seen = trial.type_in("1");
    assert!(seen.contains("Maturity 0.0") && seen.contains("D Sustain; the client"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("scored Nordwind Logistics: standardization 1, stability 1"), "{seen}");
    let client = trial.client("Nordwind");
    let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
    assert_eq!(page.scores.0, Some(0));
    assert!(page.factors.iter().any(|row| row.factor == "goals" && row.value.as_ref().is_some_and(|value| value.0 == 2)));
    trial.key(Key::char('u'));
    let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
    assert_eq!(page.scores.0, Some(750));
}

#[test]
fn the_mouse_chooses_a_step() {
    let mut trial = opened(80, 24, "Zephyr");
    assert!(trial.draw().contains("not scored"));
    let seen = trial.click("4  5 ");
    assert!(seen.contains("[4]") && seen.contains("Maturity 75.0"), "{seen}");
}

#[test]
fn unsaved_scores_are_dropped_only_when_asked_twice() {
    let mut trial = opened(80, 24, "Nordwind");
    assert!(trial.save().contains("no score was changed"));
    trial.type_in("5");
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(!trial.is_closed() && seen.contains("these scores are not saved"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    assert!(trial.is_closed());
}

#[test]
fn several_clients_get_the_same_scores_and_what_is_not_chosen_stays() {
    let mut trial = Trial::new(80, 24);
    let clients = trial.mark(&["Nordwind", "Zephyr"]);
    let seen = trial.open(|ctx| open(&clients, None, ctx));
    assert!(
        seen.contains("Score 2 clients alike") && seen.contains("1 has 4, 1 not scored") && seen.contains("now 4: Nordwind"),
        "{seen}"
    );
    trial.every_size();
    trial.resize(80, 24);
    trial.type_in("1");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("scored 2 clients: standardization 1"), "{seen}");
    let value = |trial: &mut Trial, name: &str, factor: &str| {
        let client = trial.client(name);
        let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
        page.factors.into_iter().find(|row| row.factor == factor).and_then(|row| row.value).map(|value| value.0)
    };
    assert_eq!(
        (value(&mut trial, "Nordwind", "standardization"), value(&mut trial, "Zephyr", "standardization")),
        (Some(1), Some(1))
    );
    assert_eq!((value(&mut trial, "Nordwind", "goals"), value(&mut trial, "Zephyr", "goals")), (Some(2), None));
    trial.key(Key::char('u'));
    assert_eq!(value(&mut trial, "Zephyr", "standardization"), None);
}

/// A book with a second model, and one factor answered several times by ben.
fn of_two_models(columns: u16, rows: u16, model: &str) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client("Nordwind");
    let toml = builtin::all().iter().find(|(key, _)| *key == model).expect("a built-in model").1.to_owned();
    trial.app.with(|ctx| {
        done(ctx.store, "2026-01-01", "ana", &Command::AddModel { toml });
        for (on, value) in [("2025-10-01", 2), ("2026-02-02", 3), ("2026-05-05", 4)] {
            let values = vec![("stability".to_owned(), value)];
            done(ctx.store, on, "ben", &Command::Score(ScoreClient { clients: vec![client], model: None, values }));
        }
    });
    trial.open(|ctx| open(&[client], None, ctx));
    trial
}

#[test]
fn age_staleness_and_earlier_values_are_said() {
    let mut trial = of_two_models(120, 40, "growth-risk");
    trial.key(Key::plain(Code::Tab));
    let seen = trial.draw();
    assert!(seen.contains("scored 41 days ago by ben, stale from 2026-11-05"), "{seen}");
    assert!(seen.contains("before: 4 on 2026-03-10") && seen.contains("3 on 2026-02-02"), "{seen}");
    insta::assert_snapshot!("score_two_models_120x40", seen);
    trial.every_size();
}

#[test]
fn another_model_is_chosen_inside_and_what_was_typed_is_kept_in_both() {
    let mut trial = of_two_models(80, 24, "growth-risk");
    trial.type_in("1");
    trial.key(Key::shift(Code::Tab));
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("Score Nordwind Logistics in Growth"), "{seen}");
    trial.key(Key::plain(Code::Tab));
    let seen = trial.type_in("5");
    assert!(seen.contains("[5]"), "{seen}");
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(!trial.is_closed() && seen.contains("too)"), "both are warned of: {seen}");
    let seen = trial.save();
    assert!(!trial.is_closed() && seen.contains("Maturity × Appetite waits") && seen.contains("[1]"), "{seen}");
    trial.save();
    assert!(trial.is_closed());
    let client = trial.client("Nordwind");
    let values = |trial: &mut Trial, model: &str| {
        let page = trial.app.with(|ctx| ctx.store.page_in(Some(model), client, ctx.stamp.today).unwrap());
        page.factors.into_iter().filter_map(|row| Some(row.value?.0)).collect::<Vec<_>>()
    };
    assert_eq!(values(&mut trial, "growth-risk"), [5]);
    assert_eq!(values(&mut trial, "maturity-appetite")[0], 1);
}

#[test]
fn derived_factors_are_read_with_their_number_and_band() {
    let mut trial = of_two_models(120, 40, "service-tiers");
    trial.key(Key::shift(Code::Tab));
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("revenue a year 48,000"), "{seen}");
    insta::assert_snapshot!("score_derived_120x40", seen);
    trial.every_size();
}
