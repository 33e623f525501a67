//! Adding and editing clients as a person does it.

use super::super::trial::{TODAY, Trial, done};
use super::{add, edit};
use crate::console::key::{Code, Key};
use crate::domain::client::{Client, Field};
use crate::domain::command::{Command, EditClient};

fn editing(columns: u16, rows: u16, name: &str) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client(name);
    trial.open(|ctx| edit(client, ctx));
    trial
}

fn facts(trial: &mut Trial, name: &str) -> Client {
    let client = trial.client(name);
    trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap().client)
}

#[test]
fn the_dialog_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = editing(columns, rows, "Åker");
        insta::assert_snapshot!(format!("edit_{columns}x{rows}"), trial.draw());
        trial.every_size();
    }
    let look = crate::console::canvas::Look { presenter: true, ..crate::console::canvas::tests::look() };
    let mut trial = Trial::looking(80, 24, look);
    let client = trial.client("Åker");
    let seen = trial.open(|ctx| edit(client, ctx));
    assert!(!seen.contains("12500"), "{seen}");
}

#[test]
fn a_client_is_added_with_words_for_dates_and_amounts() {
    let mut trial = Trial::new(80, 24);
    trial.open(add);
    assert!(trial.save().contains("! a client needs a name"));
    trial.type_in("Kestrel Dental");
    trial.click("Revenue a year");
    trial.click("Owner ");
    for _ in 0..2 {
        trial.key(Key::plain(Code::Tab));
    }
    trial.type_in("cem");
    trial.key(Key::plain(Code::Tab));
    trial.type_in("€12.5k");
    for _ in 0..7 {
        trial.key(Key::plain(Code::Tab));
    }
    let seen = trial.type_in("in 2 weeks");
    assert!(seen.contains("→ Mon 2026-06-29"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("added Kestrel Dental"), "{seen}");
    let client = facts(&mut trial, "Kestrel");
    assert_eq!((client.get(Field::Arr), client.get(Field::Currency)), ("12500".to_owned(), "EUR".to_owned()));
    assert_eq!((client.get(Field::Owner), client.get(Field::RenewalOn)), ("cem".to_owned(), "2026-06-29".to_owned()));
}

#[test]
fn a_wrong_date_is_said_at_its_field_and_nothing_is_written() {
    let mut trial = editing(80, 24, "Nordwind");
    trial.type_in(" AG");
    for _ in 0..10 {
        trial.key(Key::plain(Code::Tab));
    }
    trial.type_in("someday");
    let seen = trial.save();
    assert!(seen.contains("is not understood as a date") && seen.contains("someday"), "{seen}");
    assert_eq!(facts(&mut trial, "Nordwind").name, "Nordwind Logistics");
    trial.key(Key::ctrl('u'));
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("edited name of Nordwind Logistics AG"), "{seen}");
}

#[test]
fn unsaved_typing_is_dropped_only_when_asked_twice() {
    let mut trial = editing(80, 24, "Nordwind");
    trial.key(Key::plain(Code::Esc));
    assert!(trial.is_closed(), "nothing typed, nothing asked");
    let client = trial.client("Nordwind");
    trial.open(|ctx| edit(client, ctx));
    trial.type_in("x");
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(!trial.is_closed() && seen.contains("what you typed is not saved"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    assert!(trial.is_closed());
    assert_eq!(facts(&mut trial, "Nordwind").name, "Nordwind Logistics");
}

#[test]
fn a_change_by_somebody_else_is_said_and_both_survive() {
    let mut trial = editing(80, 24, "Nordwind");
    trial.type_in(" AG");
    let client = trial.client("Nordwind");
    let fields = vec![(Field::Owner, "ben".to_owned())];
    done(&trial.other(), TODAY, "ben", &Command::Edit(EditClient { client, seen: None, fields }));
    let seen = trial.save();
    assert!(seen.contains("edited owner") && seen.contains("Nordwind Logistics AG"), "{seen}");
    trial.key(Key::char('m'));
    let client = facts(&mut trial, "Nordwind");
    assert_eq!((client.name.as_str(), client.owner.as_deref()), ("Nordwind Logistics AG", Some("ben")));
}

#[test]
fn pasted_windows_lines_become_lines_of_the_notes() {
    let mut trial = editing(80, 24, "Nordwind");
    for _ in 0..14 {
        trial.key(Key::plain(Code::Tab));
    }
    trial.paste("one\r\ntwo");
    trial.save();
    assert_eq!(facts(&mut trial, "Nordwind").notes, "one\ntwo");
}

/// Goes so many fields on; the first has the focus when the dialog opens.
fn on(trial: &mut Trial, fields: usize) {
    for _ in 0..fields {
        trial.key(Key::plain(Code::Tab));
    }
}

const STAGE: usize = 6;
const GOAL: usize = 8;
const CHAMPION: usize = 9;
const MEASURES: usize = 12;

#[test]
fn goals_and_stages_are_offered_beside_free_text() {
    let mut trial = editing(80, 24, "Åker");
    on(&mut trial, GOAL);
    let seen = trial.draw();
    assert!(seen.contains("key-contact turnover"), "{seen}");
    insta::assert_snapshot!("goals_offered_80x24", seen);
    trial.type_in("ex");
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("expansion"), "{seen}");
    trial.click("retention");
    trial.save();
    assert_eq!(facts(&mut trial, "Åker").goal.as_deref(), Some("retention"));
    let client = trial.client("Åker");
    trial.open(|ctx| edit(client, ctx));
    on(&mut trial, GOAL);
    trial.key(Key::ctrl('u'));
    trial.type_in("Halve the tickets");
    trial.save();
    assert_eq!(facts(&mut trial, "Åker").goal.as_deref(), Some("Halve the tickets"), "free text stays free");
    let fields = vec![(Field::Stage, "hypercare".to_owned())];
    let client = trial.client("Nordwind");
    done(&trial.other(), TODAY, "ben", &Command::Edit(EditClient { client, seen: None, fields }));
    let client = trial.client("Åker");
    trial.open(|ctx| edit(client, ctx));
    on(&mut trial, STAGE);
    assert!(trial.draw().contains("hypercare"), "a stage of the book");
}

#[test]
fn a_champion_and_measures_are_written_and_taken_away() {
    let mut trial = editing(80, 24, "Åker");
    on(&mut trial, CHAMPION);
    trial.type_in("Dr. Lee");
    on(&mut trial, MEASURES - CHAMPION);
    trial.type_in("tickets=12.5; seats=40");
    trial.save();
    let client = facts(&mut trial, "Åker");
    assert_eq!((client.champion.as_deref(), client.measure("tickets")), (Some("Dr. Lee"), Some(12.5)));
    let client = trial.client("Åker");
    trial.open(|ctx| edit(client, ctx));
    on(&mut trial, CHAMPION);
    trial.key(Key::ctrl('u'));
    on(&mut trial, MEASURES - CHAMPION);
    trial.key(Key::ctrl('u'));
    trial.type_in("seats");
    assert!(trial.save().contains("write it like tickets=12"), "said at its field");
    trial.type_in("=41");
    trial.save();
    let client = facts(&mut trial, "Åker");
    assert_eq!(client.get(Field::Measures), "seats=41");
    assert_eq!((client.champion.as_deref(), client.champion_lost_on), (None, Some(TODAY.parse().unwrap())));
    let client = trial.client("Åker");
    let seen = trial.open(|ctx| edit(client, ctx));
    assert!(seen.contains("Champion lost") && seen.contains(TODAY), "the day can be corrected: {seen}");
}
