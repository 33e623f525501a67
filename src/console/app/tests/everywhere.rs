//! What is there on every screen: the program tells of itself and of its backups, and the footer says what the button says.

use crate::console::dialogs::trial::{TODAY, Trial, damage_for_rescue, done, stamp, to};
use crate::console::dialogs::{archive, confirm, moving, review};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::domain::command::{Command, SessionAct, StartSession};

fn tells(trial: &mut Trial, at: &str) {
    let scope = trial.app.scope();
    let seen = trial.key(Key::plain(Code::F(2)));
    assert!(seen.contains("Last hash"), "{at}: {seen}");
    trial.key(Key::plain(Code::Esc));
    trial.key(Key::plain(Code::F(3)));
    assert_eq!(trial.app.scope(), Scope::Backups, "{at}");
    // The list itself tells of the program as well, and is there once.
    trial.key(Key::plain(Code::F(3)));
    let seen = trial.key(Key::plain(Code::F(2)));
    assert!(seen.contains("Last hash"), "{at}: {seen}");
    trial.key(Key::plain(Code::Esc));
    trial.key(Key::plain(Code::Esc));
    assert_eq!(trial.app.scope(), scope, "{at}");
}

#[test]
fn about_and_backups_are_shown_from_every_screen() {
    let mut trial = Trial::new(120, 40);
    let start = StartSession { name: "2026 Q2".to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() };
    done(&trial.other(), TODAY, "ana", &Command::Session(SessionAct::Start(start)));
    trial.event(Event::BookTouched);
    let screens = ["1", "1 z", "1 v", "2", "3", "3 Enter", "4", "4 Enter", "4 B", "5", "6", "D", "H", "3 Enter H", ","];
    for keys in screens {
        trial.key(Key::char('1'));
        keys.split(' ').for_each(|key| drop(trial.key(key.parse().unwrap())));
        tells(&mut trial, keys);
        (0..3).for_each(|_| drop(trial.key(Key::plain(Code::Esc))));
    }
    tells(&mut Trial::empty(80, 24), "an empty book");
}

#[test]
fn about_and_backups_are_shown_while_a_damaged_book_is_looked_at() {
    let mut trial = Trial::new(120, 40);
    trial.other().backup(None, "asked", &stamp(TODAY, "ana")).unwrap();
    damage_for_rescue(&mut trial);
    assert_eq!(trial.app.scope(), Scope::Rescue);
    tells(&mut trial, "what is asked first");
    trial.key(Key::plain(Code::Esc));
    for screen in ["1", "2", "3", "H"] {
        trial.key(screen.parse().unwrap());
        tells(&mut trial, screen);
        trial.key(Key::plain(Code::Esc));
    }
}

#[test]
fn a_rescue_names_what_was_done_since_the_newest_good_backup() {
    let mut trial = Trial::new(120, 40);
    let store = trial.other();
    store.backup(None, "asked", &stamp(TODAY, "ana")).unwrap();
    let client = trial.client("Meridian");
    done(&store, TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    drop(store);
    damage_for_rescue(&mut trial);
    let seen = trial.draw();
    let told = seen.contains("One step that can be read here is not in it") && seen.contains("ben: moved Meridian");
    // Where the entry itself is lost, nothing is known of it.
    assert!(told || seen.contains("entries"), "{seen}");
    trial.every_size();
}

#[test]
fn the_footer_of_a_dialog_says_what_its_button_says() {
    let mut trial = Trial::new(120, 40);
    let client = trial.client("Nordwind");
    for (dialog, button, word) in [
        (0, "[ Move ]", "Ctrl-s move"),
        (1, "[ Confirm ]", "Ctrl-s confirm"),
        (2, "[ Log it ]", "Ctrl-s log it"),
        (3, "[ Archive ]", "Ctrl-s archive"),
    ] {
        let seen = trial.open(|ctx| match dialog {
            0 => moving::open(&[client], None, None, ctx),
            1 => confirm::open(&[client], ctx),
            2 => review::open(client, None, ctx),
            _ => archive::open(client, ctx),
        });
        assert!(seen.contains(button) && seen.contains(word), "{word}: {seen}");
        trial.key(Key::plain(Code::Esc));
        trial.key(Key::plain(Code::Esc));
    }
}
