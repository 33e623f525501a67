//! What the screen of models shows and does.

use crate::console::dialogs::trial::{TODAY, Trial, done};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::domain::client::Field;
use crate::domain::command::{AddClient, Command};

const DOWN: Key = Key::plain(Code::Down);
const ENTER: Key = Key::plain(Code::Enter);
const ESC: Key = Key::plain(Code::Esc);
const TAB: Key = Key::plain(Code::Tab);
const PAGE_DOWN: Key = Key::plain(Code::PageDown);

fn models(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.key(Key::char('6'));
    assert_eq!(trial.app.scope(), Scope::Models);
    trial
}

/// Goes down to the model that is called so.
#[track_caller]
fn go_to(trial: &mut Trial, name: &str) -> String {
    trial.key(Key::plain(Code::Home));
    for _ in 0..20 {
        if trial.selected_line().contains(name) {
            return trial.draw();
        }
        trial.key(DOWN);
    }
    panic!("{name} is not in:\n{}", trial.draw());
}

#[test]
fn the_models_as_they_are_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = models(columns, rows);
        insta::assert_snapshot!(format!("models_{columns}x{rows}"), trial.draw());
        trial.key(PAGE_DOWN);
        insta::assert_snapshot!(format!("models_next_{columns}x{rows}"), trial.key(PAGE_DOWN));
        insta::assert_snapshot!(format!("built_in_{columns}x{rows}"), go_to(&mut trial, "Touch tiers"));
    }
    insta::assert_snapshot!("models_styled_60x20", models(60, 20).styles());
}

#[test]
fn every_model_is_drawn_to_its_end_at_every_size() {
    let mut trial = models(80, 24);
    for _ in 0..9 {
        trial.every_size();
        trial.resize(80, 24);
        trial.key(TAB);
        trial.key(Key::plain(Code::End));
        trial.every_size();
        trial.resize(80, 24);
        trial.key(TAB);
        trial.key(DOWN);
    }
}

#[test]
fn a_built_in_model_is_added_from_the_list_and_taken_back() {
    let mut trial = models(120, 40);
    let seen = go_to(&mut trial, "Growth");
    assert!(seen.contains("n adds it as a lens") && seen.contains("Source:"), "{seen}");
    let seen = trial.key(Key::char('n'));
    assert!(seen.contains("added the model Growth × Risk · u takes it back"), "{seen}");
    assert!(trial.selected_line().contains("lens, 0 in it"), "{}", trial.selected_line());
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("took back: added the model Growth × Risk"), "{seen}");
    assert!(trial.selected_line().contains("n adds it"), "{}", trial.selected_line());
}

#[test]
fn a_model_that_is_not_in_the_book_cannot_be_changed_and_says_what_to_do() {
    let mut trial = models(80, 24);
    go_to(&mut trial, "Growth");
    for key in ['e', 'd', 'V'] {
        let seen = trial.key(Key::char(key));
        assert!(seen.contains("this model is not in the book yet · n adds it"), "{key}: {seen}");
    }
    go_to(&mut trial, "Maturity");
    let seen = trial.key(Key::char('d'));
    assert!(seen.contains("Maturity × Appetite is the driving model already"), "{seen}");
}

#[test]
fn the_text_scrolls_by_keys_and_wheel_and_another_model_begins_at_its_top() {
    let mut trial = models(120, 40);
    let top = trial.draw();
    assert!(trial.key(PAGE_DOWN) != top);
    trial.key(Key::plain(Code::PageUp));
    assert_eq!(trial.draw(), top);
    trial.key(ENTER);
    trial.key(DOWN);
    assert_ne!(trial.draw(), top);
    trial.key(ESC);
    assert_eq!(trial.app.scope(), Scope::Models);
    trial.key(DOWN);
    trial.key(Key::plain(Code::Up));
    assert_eq!(trial.draw(), top);
    let seen = trial.click("Growth");
    assert!(seen.contains("Growth × Risk (growth-risk)"), "{seen}");
}

#[test]
fn an_evaluation_is_said_with_its_note() {
    let mut trial = models(80, 24);
    let seen = trial.key(Key::char('V'));
    insta::assert_snapshot!("evaluate_80x24", seen);
    trial.type_in("the cuts still part the book well");
    let seen = trial.save();
    assert!(seen.contains("evaluated the model Maturity × Appetite: the cuts still part"), "{seen}");
    assert!(seen.contains("2026-06-15; to be looked at again by 2027-06-15") || seen.contains("2027-06-15"), "{seen}");
}

#[test]
fn quantiles_say_when_they_were_cut_and_are_cut_anew_with_what_that_moves_shown_first() {
    let mut trial = models(120, 40);
    let seen = trial.key(Key::char('F'));
    assert!(seen.contains("no factor of this model is cut by quantiles of the book"), "{seen}");
    go_to(&mut trial, "Service tiers");
    let seen = trial.key(Key::char('F'));
    assert!(seen.contains("this model is not in the book yet"), "{seen}");
    trial.key(Key::char('n'));
    trial.resize(120, 200);
    let seen = trial.draw();
    assert!(seen.contains("quarters of the book, cut on 2026-06-15; F cuts them anew"), "{seen}");
    assert!(!seen.contains("another currency"), "{seen}");
    let fields = [(Field::Name, "Great Lakes"), (Field::Arr, "900000"), (Field::Currency, "CAD")];
    let fields = fields.map(|(field, value)| (field, value.to_owned())).to_vec();
    done(&trial.other(), TODAY, "ben", &Command::Add(AddClient { fields }));
    trial.event(Event::BookTouched);
    let seen = trial.draw();
    assert!(seen.contains("1 client has its revenue in another currency than the book's: bands"), "{seen}");
    trial.resize(80, 24);
    let seen = trial.key(Key::char('F'));
    assert!(seen.contains("the bands of Service tiers fit the book"), "{seen}");
    trial.key(ESC);
    for (name, arr) in [("Huron", "500"), ("Erie", "700")] {
        let fields = [(Field::Name, name), (Field::Arr, arr)].map(|(field, value)| (field, value.to_owned())).to_vec();
        done(&trial.other(), TODAY, "ben", &Command::Add(AddClient { fields }));
    }
    trial.event(Event::BookTouched);
    let before = trial.other().head().unwrap();
    insta::assert_snapshot!("fit_80x24", trial.key(Key::char('F')));
    assert_eq!(trial.other().head().unwrap(), before, "looking writes nothing");
    let seen = trial.save();
    assert!(seen.contains("fitted Service tiers to the book") || seen.contains("fitted Service"), "{seen}");
    assert_eq!(trial.other().head().unwrap().0, before.0 + 1);
}

#[test]
fn a_model_that_is_due_to_be_evaluated_is_marked_in_the_list() {
    let mut trial = models(80, 24);
    assert!(!trial.draw().contains("! Maturity"));
    let toml = trial.app.with(|ctx| ctx.store.ground().models[0].row.toml.clone());
    let toml = toml.replacen("evaluate_every = \"12 months\"", "evaluate_every = \"2 months\"", 1);
    done(&trial.other(), TODAY, "ben", &Command::EditModel { key: "maturity-appetite".to_owned(), toml, seen: None });
    trial.event(Event::BookTouched);
    let seen = trial.draw();
    assert!(seen.contains("! Maturity × Appetite"), "{seen}");
}
