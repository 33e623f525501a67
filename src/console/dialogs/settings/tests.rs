//! The settings as a person changes them: seen, foreseen, saved, taken back, left.

use std::sync::mpsc::channel;

use super::super::trial::{TODAY, Trial, day, done, stamp};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::run::Program;
use crate::domain::command::Command;
use crate::domain::model::Model;
use crate::store::ImportPolicy;

const DOWN: Key = Key::plain(Code::Down);
const ENTER: Key = Key::plain(Code::Enter);
const ESC: Key = Key::plain(Code::Esc);
const TAB: Key = Key::plain(Code::Tab);

fn opened(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    trial.key(Key::char(','));
    trial
}

/// Goes down to the line that begins with these words.
#[track_caller]
fn go_to(trial: &mut Trial, words: &str) {
    trial.key(Key::plain(Code::Home));
    for _ in 0..60 {
        if trial.selected_line().starts_with(words) {
            return;
        }
        trial.key(DOWN);
    }
    panic!("{words} is no line of:\n{}", trial.draw());
}

#[track_caller]
fn open_line(trial: &mut Trial, words: &str) -> String {
    go_to(trial, words);
    trial.key(ENTER)
}

fn steps(trial: &Trial) -> i64 {
    trial.other().head().unwrap().0
}

#[test]
fn the_settings_as_they_are_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = opened(columns, rows);
        insta::assert_snapshot!(format!("book_{columns}x{rows}"), trial.draw());
        open_line(&mut trial, "Working days");
        trial.key(Key::char(' '));
        insta::assert_snapshot!(format!("working_{columns}x{rows}"), trial.draw());
        trial.key(ESC);
        open_line(&mut trial, "On a day off");
        insta::assert_snapshot!(format!("roll_{columns}x{rows}"), trial.key(Key::char('f')));
        trial.key(ESC);
        open_line(&mut trial, "A Transform");
        trial.key(Key::ctrl('u'));
        trial.type_in("2 weeks");
        insta::assert_snapshot!(format!("cadence_{columns}x{rows}"), trial.key(TAB));
    }
}

#[test]
fn colours_go_by_what_a_change_does() {
    let mut trial = opened(60, 20);
    open_line(&mut trial, "Working days");
    for _ in 0..4 {
        trial.key(Key::char('o'));
        trial.key(TAB);
    }
    insta::assert_snapshot!("styled_60x20", trial.styles());
}

#[test]
fn the_lists_below_the_settings() {
    let mut trial = opened(80, 24);
    insta::assert_snapshot!("owner_80x24", open_line(&mut trial, "ana"));
    trial.key(ESC);
    std::fs::write(trial.folder.path().join("germany.ics"), "").unwrap();
    open_line(&mut trial, "Import days off");
    insta::assert_snapshot!("import_80x24", trial.type_in("~/"));
}

#[test]
fn no_size_breaks_the_settings() {
    let mut trial = opened(80, 24);
    trial.every_size();
    for line in ["On a day off", "Working days", "Import days off", "A Transform"] {
        trial.resize(80, 24);
        open_line(&mut trial, line);
        trial.every_size();
        trial.resize(80, 24);
        trial.key(ESC);
    }
}

#[test]
fn the_roll_is_changed_with_what_moves_shown_saved_and_taken_back() {
    let mut trial = opened(80, 24);
    let before = steps(&trial);
    let seen = open_line(&mut trial, "On a day off");
    assert!(seen.contains("nothing is changed yet"), "{seen}");
    let seen = trial.key(Key::char('n'));
    assert!(seen.contains("move") && seen.contains("→"), "{seen}");
    assert_eq!(steps(&trial), before, "looking writes nothing");
    let seen = trial.save();
    assert!(seen.contains("set roll to none · u takes it back") && seen.contains("none: the date stays"), "{seen}");
    assert_eq!(steps(&trial), before + 1);
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("took back: set roll to none") && seen.contains("modified-following"), "{seen}");
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), []);
}

#[test]
fn enter_on_save_saves_and_nothing_changed_is_said() {
    let mut trial = opened(80, 24);
    let before = steps(&trial);
    open_line(&mut trial, "Upcoming");
    let seen = trial.save();
    assert!(seen.contains("nothing is changed"), "{seen}");
    assert_eq!(steps(&trial), before);
    trial.key(Key::ctrl('u'));
    trial.type_in("400");
    let seen = trial.draw();
    assert!(seen.contains("write days, from 0 to 366"), "{seen}");
    trial.save();
    assert_eq!(steps(&trial), before, "what is refused is not saved");
    trial.key(Key::ctrl('u'));
    trial.type_in("60");
    trial.key(ENTER);
    let seen = trial.key(ENTER);
    assert!(seen.contains("set lead to 60") && seen.contains("60 days before"), "{seen}");
}

#[test]
fn an_owner_gets_hours_and_working_days_of_their_own() {
    let mut trial = opened(80, 24);
    open_line(&mut trial, "ben");
    open_line(&mut trial, "Hours for reviews");
    trial.type_in("7.5");
    let seen = trial.save();
    assert!(seen.contains("7.5 hours a week"), "{seen}");
    open_line(&mut trial, "Working days");
    trial.key(Key::char('d'));
    for _ in 0..5 {
        trial.key(TAB);
    }
    trial.key(Key::char('o'));
    let seen = trial.save();
    assert!(seen.contains("Mon Tue Wed Thu") && seen.contains("set working_days.ben to mon,tue,wed,thu"), "{seen}");
    let seen = trial.key(ESC);
    assert!(seen.contains("7.5 hours a week, Mon Tue Wed Thu"), "{seen}");
}

#[test]
fn a_touchpoint_is_changed_in_the_model_and_comments_stay() {
    let mut trial = Trial::new(80, 24);
    let toml = trial.app.with(|ctx| ctx.store.ground().models[0].row.toml.clone());
    let toml = toml.replace("every = \"1 month\"", "every = \"1 month\" # agreed in May");
    let other = trial.other();
    done(&other, "2026-06-15", "ben", &Command::EditModel { key: "maturity-appetite".to_owned(), toml, seen: None });
    trial.event(Event::BookTouched);
    trial.key(Key::char(','));
    open_line(&mut trial, "A Transform");
    trial.key(Key::ctrl('u'));
    trial.type_in("2 weeks");
    let seen = trial.save();
    assert!(seen.contains("1 date moves") && seen.contains("Hours a quarter"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("Review every 2 weeks"), "{seen}");
    let toml = trial.other().ground().models[0].row.toml.clone();
    assert!(toml.contains("every = \"2 weeks\" # agreed in May"), "{toml}");
    Model::parse(&toml, "test").unwrap();
}

#[test]
fn days_off_come_from_a_file_with_what_they_move() {
    let mut trial = opened(80, 24);
    let file = trial.folder.path().join("off.csv");
    std::fs::write(&file, "2026-07-10, Founders' day\n2026-12-25, Christmas Day\n").unwrap();
    open_line(&mut trial, "Import days off");
    trial.paste(file.to_str().unwrap());
    let seen = trial.key(ENTER);
    assert!(seen.contains("2 days off, from 2026-07-10 to 2026-12-25"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("1 date moves") && seen.contains("2026-07-10 → 2026-07-13"), "{seen}");
    insta::assert_snapshot!("days_off_80x24", seen);
    let seen = trial.save();
    assert!(seen.contains("added 2 days off to calendar book") && seen.contains("next 2026-07-10 Founders' day"), "{seen}");
    let seen = open_line(&mut trial, "Calendar book");
    assert!(seen.contains("2 days off, 2 to come"), "{seen}");
    open_line(&mut trial, "Clear");
    trial.save();
    let seen = trial.save();
    assert!(seen.contains("cleared the holidays of calendar book"), "{seen}");
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("2 days off, 2 to come"), "{seen}");
}

#[test]
fn work_that_is_left_writes_nothing_and_the_console_answers_meanwhile() {
    let mut trial = opened(80, 24);
    let (send, events) = channel();
    trial.app.told_by(send);
    let before = steps(&trial);
    open_line(&mut trial, "On a day off");
    // Another program holds the lock: the work waits, as it would for a large book.
    let other = trial.other();
    let by = stamp(TODAY, "ben");
    let other = other.import(ImportPolicy::default(), &by).unwrap();
    trial.key(Key::char('n'));
    assert!(trial.app.next_wake().is_some(), "something is pending");
    let seen = trial.until(&events, |seen| seen.contains("Esc leaves it"));
    assert!(seen.contains("looking up what moves"), "{seen}");
    assert!(trial.key(TAB).contains("> Save <"), "keys are answered meanwhile");
    trial.key(ESC);
    drop(other);
    let seen = trial.until(&events, |seen| seen.contains("what moves is not known") || seen.contains("dates move"));
    assert!(seen.contains("Ctrl-s"), "{seen}");
    assert_eq!(steps(&trial), before);
}

#[test]
fn what_another_made_of_a_setting_is_said_before_it_is_changed_over() {
    let mut trial = opened(80, 24);
    open_line(&mut trial, "Upcoming");
    done(&trial.other(), "2026-06-15", "ben", &Command::Set { key: "lead".to_owned(), value: "30".to_owned() });
    trial.event(Event::BookTouched);
    trial.key(Key::ctrl('u'));
    trial.type_in("60");
    let seen = trial.draw();
    assert!(seen.contains("ben") && seen.contains("set lead to 30"), "{seen}");
    trial.save();
    assert_eq!(trial.other().ground().settings.lead, 30, "the first press only says what there is");
    trial.save();
    assert_eq!(trial.other().ground().settings.lead, 60);
}
