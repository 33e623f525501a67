//! Tests of the application: a book that others hold, one that is damaged, and what a shared screen shows.

mod everywhere;
mod foreign;
mod hostile;
mod late;
mod shared;
mod storm;

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::console::dialogs::trial::{TODAY, Trial, damage_for_rescue, day};
use crate::console::dialogs::{facts, moving, review};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::console::run::Program;

/// Another program that holds the book.
fn holding(trial: &Trial, how: &str) -> Connection {
    let other = Connection::open(&trial.path).unwrap();
    other.execute_batch(how).unwrap();
    other
}

#[test]
fn keys_are_answered_in_every_dialog_while_another_program_holds_the_book() {
    for how in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Nordwind");
        for open in 0..3 {
            trial.open(|ctx| match open {
                0 => moving::open(&[client], None, None, ctx),
                1 => facts::edit(client, ctx),
                _ => review::open(client, None, ctx),
            });
            let other = holding(&trial, how);
            // Five seconds for one wait, as a store has them by itself, would be minutes here.
            let begun = Instant::now();
            for _ in 0..2 {
                trial.key(Key::plain(Code::Down));
                trial.key(Key::plain(Code::Tab));
                trial.key(Key::char('x'));
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{how}, dialog {open}");
            drop(other);
            trial.key(Key::plain(Code::Esc));
            trial.key(Key::plain(Code::Esc));
        }
    }
}

#[test]
fn what_could_not_be_read_is_read_again_by_itself() {
    let mut trial = Trial::new(80, 24);
    trial.key(Key::char('3'));
    let before = trial.draw();
    let other = holding(&trial, "BEGIN EXCLUSIVE");
    trial.key(Key::char('1'));
    let seen = trial.draw();
    assert!(seen.contains("another program is writing"), "{seen}");
    assert!(trial.app.next_wake().is_some(), "it is read again");
    drop(other);
    trial.key(Key::char('3'));
    let end = Instant::now() + Duration::from_secs(20);
    while trial.app.next_wake().is_some() && Instant::now() < end {
        trial.app.woken(Instant::now() + Duration::from_secs(1));
        trial.draw();
    }
    let seen = trial.draw();
    assert!(seen.contains("Nordwind") && before.contains("Nordwind"), "{seen}");
    assert_eq!(trial.app.next_wake(), None);
}

#[test]
fn a_book_that_becomes_damaged_is_looked_at_only_and_a_backup_goes_on() {
    let mut trial = Trial::new(80, 24);
    let backup = trial.other().backup(None, "asked", &crate::console::dialogs::trial::stamp(TODAY, "ana")).unwrap();
    damage_for_rescue(&mut trial);
    let bytes = std::fs::read(&trial.path).unwrap();
    let seen = trial.draw();
    assert!(seen.contains("RESCUE"), "{seen}");
    assert_eq!(trial.app.scope(), Scope::Rescue, "{seen}");
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let seen = trial.resize(columns, rows);
        assert!(seen.contains("damaged") && seen.contains("Restore"), "{seen}");
    }
    trial.resize(80, 24);
    trial.key(Key::plain(Code::Esc));
    for key in ['m', 'n', 'E', 'r', 'u', ','] {
        let seen = trial.key(Key::char(key));
        assert!(seen.contains("RESCUE"), "{key}: {seen}");
        assert!(std::fs::read(&trial.path).unwrap() == bytes, "{key}: nothing is written to a damaged book");
    }
    trial.key(Key::plain(Code::F(3)));
    trial.key(Key::plain(Code::Enter));
    trial.type_in("restore");
    let seen = trial.save();
    assert!(seen.contains("the backup is restored") && !seen.contains("RESCUE"), "{seen}");
    assert!(backup.exists());
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), []);
}

/// What no shared screen may show.
const SECRET: &str = "SENTINEL";

#[test]
fn no_screen_and_no_dialog_shows_money_notes_or_sentiment_to_a_shared_screen() {
    use crate::domain::client::Field;
    use crate::domain::command::{Command, EditClient, LogReview};
    use crate::domain::review::Sentiment;
    let mut trial = Trial::new(120, 40);
    let client = trial.client("Nordwind");
    let store = trial.other();
    let run = |command: &Command| crate::console::dialogs::trial::done(&store, TODAY, "ana", command);
    let fields = vec![(Field::Notes, format!("{SECRET} notes")), (Field::Arr, "7654321".to_owned())];
    run(&Command::Edit(EditClient { client, seen: None, fields }));
    let review = LogReview {
        note: format!("{SECRET} review note"),
        outcome: format!("{SECRET} outcome"),
        risks: format!("{SECRET} risks"),
        decisions: format!("{SECRET} decisions"),
        sentiment: Some(Sentiment::Negative),
        ..LogReview::held(client, day(TODAY))
    };
    run(&Command::Review(review));
    run(&crate::console::dialogs::trial::to(&[client], "sustain", &format!("{SECRET} move note")));
    trial.event(Event::Focus(true));
    trial.key(Key::char('3'));
    trial.key(Key::char('/'));
    trial.type_in("Nordwind");
    trial.key(Key::plain(Code::Enter));
    const HIDDEN: [&str; 6] = [SECRET, "7654321", "7,654,321", "7.65M", "7.7M", "negative"];
    let mut met = 0;
    walk(&mut trial, |seen, _| met += usize::from(HIDDEN.iter().any(|word| seen.contains(word))));
    assert!(met > 100, "the walk comes past what is to be hidden: {met} times");
    trial.key(Key::char('p'));
    walk(&mut trial, |seen, at| {
        for word in HIDDEN {
            assert!(!seen.contains(word), "{word} at {at}:\n{seen}");
        }
    });
}

/// Through all screens, and from each through whatever a key opens, down to its end; `look` sees every frame.
fn walk(trial: &mut Trial, mut look: impl FnMut(&str, &str)) {
    const INNER: [&str; 33] = [
        "v", "v", "v", "z", "j", "Enter", "w", "e", "E", "m", "c", "r", "b", "s", "K", "V", "A", "a", "X", "F2", "F3", "?", ":",
        ",", "S", "M", "t", "O", "P", "f", "C", "n", "I",
    ];
    for screen in ["1", "2", "3", "4", "5", "6", "D", "H"] {
        trial.key(screen.parse().unwrap());
        look(&trial.draw(), screen);
        for inner in INNER {
            let seen = trial.key(inner.parse().unwrap());
            look(&seen, &format!("{screen} {inner}"));
            for _ in 0..12 {
                let seen = trial.key(Key::plain(Code::PageDown));
                look(&seen, &format!("{screen} {inner}, further down"));
                if !trial.app.scope().is_typing() {
                    break;
                }
                let seen = trial.key(Key::plain(Code::Tab));
                look(&seen, &format!("{screen} {inner}, another field"));
            }
            let mut left = 0;
            while trial.app.scope() == Scope::Reading || trial.app.scope().is_typing() || trial.app.scope() == Scope::Question {
                trial.key(Key::plain(Code::Esc));
                left += 1;
                assert!(left < 9, "{screen} {inner} cannot be left");
            }
        }
        trial.key(Key::char('1'));
    }
}
