//! Moving clients as a person does it: with keys, with the mouse, against others, over a real book.

use std::time::{Duration, Instant};

use super::super::trial::{TODAY, Trial, day, done, to};
use super::open;
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::run::Program;
use crate::domain::command::Command;
use crate::domain::model::builtin;

const WHY: &str = "They asked for a roadmap";

fn opened(columns: u16, rows: u16, name: &str, segment: Option<&str>) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client(name);
    trial.open(|ctx| open(&[client], None, segment, ctx));
    trial
}

#[test]
fn the_dialog_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = opened(columns, rows, "Nordwind", Some("transform"));
        trial.type_in("They asked");
        insta::assert_snapshot!(format!("one_{columns}x{rows}"), trial.draw());
        let mut trial = Trial::new(columns, rows);
        let clients = trial.mark(&["Nordwind", "Åker", "Blue", "Corvid", "Zephyr"]);
        let seen = trial.open(|ctx| open(&clients, None, Some("modernize"), ctx));
        insta::assert_snapshot!(format!("five_{columns}x{rows}"), seen);
    }
}

#[test]
fn no_size_breaks_the_dialog() {
    opened(80, 24, "Nordwind", Some("sustain")).every_size();
    let mut trial = Trial::new(80, 24);
    let clients = trial.mark(&["Nordwind", "Åker", "Blue", "Corvid", "Zephyr"]);
    trial.open(|ctx| open(&clients, None, None, ctx));
    trial.every_size();
}

#[test]
fn a_move_is_saved_said_and_taken_back() {
    let mut trial = opened(80, 24, "Nordwind", None);
    let seen = trial.key(Key::char('b'));
    assert!(seen.contains("(•) B Modernize") && seen.contains("C Educate → B Modernize"), "the letter chooses: {seen}");
    trial.key(Key::plain(Code::Tab));
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("moved Nordwind Logistics from Educate to Modernize · u takes it back"), "{seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("modernize"));
    trial.key(Key::char('u'));
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("educate"));
}

#[test]
fn words_typed_or_pasted_at_the_choice_of_the_segment_are_the_note() {
    let mut trial = opened(80, 24, "Nordwind", None);
    let seen = trial.type_in(WHY);
    assert!(seen.contains(WHY) && seen.contains("(•) A Transform"), "{seen}");
    let mut trial = opened(80, 24, "Nordwind", None);
    let seen = trial.paste("Because of the roadmap");
    assert!(seen.contains("Because of the roadmap") && seen.contains("(•) A Transform"), "{seen}");
}

#[test]
fn without_a_note_nothing_moves_and_the_typing_stays() {
    let mut trial = opened(80, 24, "Nordwind", Some("modernize"));
    trial.type_in("too  short");
    let seen = trial.save();
    assert!(seen.contains("! a note of at least 10 characters") && seen.contains("too  short"), "{seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("educate"));
    trial.type_in(" but now long enough");
    trial.save();
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("modernize"));
}

#[test]
fn the_consequences_follow_the_segment_chosen() {
    let mut trial = opened(80, 24, "Nordwind", Some("transform"));
    let seen = trial.draw();
    // Held 2026-03-10, 4 months → monthly: not before ten working days from today (C14).
    assert!(seen.contains("Fri 2026-07-10 → Mon 2026-06-29 (in 14 days)"), "{seen}");
    assert!(seen.contains("3 → 12 reviews, 7.5 → 36 hours"), "{seen}");
    assert!(seen.contains("TAM, Account manager → vCIO, Strategic advisor"), "{seen}");
    trial.click("B Modernize");
    let seen = trial.draw();
    assert!(seen.contains("3 → 4 reviews, 7.5 → 18 hours"), "{seen}");
}

#[test]
fn hold_or_forgive_is_asked_only_of_who_is_due_and_goes_to_where_nothing_is_asked() {
    let mut trial = opened(80, 24, "Corvid", Some("sustain"));
    let seen = trial.draw();
    assert!(seen.contains("(•) it stays due until reviewed"), "{seen}");
    trial.click("A Transform");
    assert!(!trial.draw().contains("it stays due"));
    let mut trial = opened(80, 24, "Nordwind", Some("sustain"));
    assert!(!trial.draw().contains("it stays due"), "not due before July");
}

#[test]
fn five_move_with_one_note_and_one_undo_and_the_marks_go() {
    let mut trial = Trial::new(80, 24);
    let names = ["Nordwind", "Åker", "Blue", "Meridian", "Zephyr"];
    let clients = trial.mark(&names);
    trial.open(|ctx| open(&clients, None, Some("modernize"), ctx));
    trial.type_in(WHY);
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("moved 5 clients to Modernize"), "{seen}");
    assert!(trial.app.with(|ctx| ctx.desk.marked.is_empty()));
    assert!(names.iter().all(|name| trial.segment(name).as_deref() == Some("modernize")));
    trial.key(Key::char('u'));
    assert_eq!(trial.segment("Blue").as_deref(), Some("sustain"));
    assert_eq!(trial.segment("Zephyr"), None);
}

#[test]
fn those_there_already_are_left_out_and_said() {
    let mut trial = Trial::new(80, 24);
    let clients = trial.mark(&["Nordwind", "Corvid", "Blue"]);
    let seen = trial.open(|ctx| open(&clients, None, Some("modernize"), ctx));
    assert!(seen.contains("left out: 1 client in B Modernize already"), "{seen}");
    assert!(seen.contains("2 clients: 1 C, 1 D → B Modernize"), "{seen}");
    let mut trial = opened(80, 24, "Corvid", Some("modernize"));
    assert!(trial.draw().contains("is in B Modernize already"));
    trial.type_in(WHY);
    assert!(trial.save().contains("nobody would move to B Modernize"));
}

#[test]
fn who_was_overtaken_is_told_by_whom_and_keeps_the_typing() {
    let mut trial = opened(80, 24, "Nordwind", Some("transform"));
    trial.type_in(WHY);
    let (other, client) = (trial.other(), trial.client("Nordwind"));
    done(&other, TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    let seen = trial.save();
    assert!(seen.contains("ben (2026-06-15") && seen.contains("moved Nordwind"), "{seen}");
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(seen.contains(WHY) && seen.contains("D Sustain → A Transform"), "shown as it is now: {seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("sustain"));
    trial.save();
    trial.key(Key::char('m'));
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("transform"));
}

#[test]
fn a_change_by_another_program_is_said_in_the_open_dialog() {
    let mut trial = opened(80, 24, "Nordwind", Some("transform"));
    let (other, client) = (trial.other(), trial.client("Nordwind"));
    done(&other, TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    let seen = trial.event(Event::BookTouched);
    assert!(seen.contains("meanwhile ben decided on Nordwind Logistics: now in D Sustain"), "{seen}");
}

#[test]
fn out_and_back_shows_both_earlier_notes_but_not_on_a_shared_screen() {
    for presenter in [false, true] {
        let look = crate::console::canvas::Look { presenter, ..crate::console::canvas::tests::look() };
        let mut trial = Trial::looking(80, 40, look);
        let (other, client) = (trial.other(), trial.client("Nordwind"));
        done(&other, "2026-05-04", "ben", &to(&[client], "modernize", "a new chief wants to invest"));
        trial.event(Event::Focus(true));
        let seen = trial.open(|ctx| open(&[client], None, Some("educate"), ctx));
        assert!(seen.contains("2026-05-04 C Educate → B Modernize, ben"), "{seen}");
        assert_eq!(seen.contains("a new chief wants to invest"), !presenter, "{seen}");
    }
}

#[test]
fn pasted_windows_lines_become_lines_of_the_note() {
    let mut trial = opened(80, 24, "Nordwind", Some("modernize"));
    trial.paste("First reason\r\nSecond reason\r\n");
    trial.save();
    let client = trial.client("Nordwind");
    let note = trial.app.with(|ctx| ctx.store.subjects(&[client], day(TODAY)).unwrap().remove(0).decided.unwrap().note);
    assert_eq!(note, "First reason\nSecond reason");
}

#[test]
fn a_note_begun_is_offered_again_after_leaving_and_after_death() {
    let mut trial = opened(80, 24, "Nordwind", Some("modernize"));
    trial.type_in("Half a thou");
    trial.key(Key::plain(Code::Esc));
    assert!(trial.is_closed());
    let client = trial.client("Nordwind");
    trial.die_and_come_back();
    let seen = trial.open(|ctx| open(&[client], None, Some("modernize"), ctx));
    assert!(seen.contains("Half a thou") && seen.contains("you began this note before"), "{seen}");
    trial.type_in("ght, finished");
    trial.save();
    let seen = trial.open(|ctx| open(&[client], None, None, ctx));
    assert!(!seen.contains("Half a"), "saved, so forgotten: {seen}");
    assert!(!trial.path.with_extension("drafts.json").exists());
}

#[test]
fn the_mouse_alone_chooses_reason_and_saves() {
    let mut trial = opened(120, 40, "Nordwind", None);
    trial.click("B Modernize");
    assert!(trial.click("( ) capacity").contains("(•) capacity"));
    trial.click("0 of 10");
    trial.paste(WHY);
    trial.click("[ Move ]");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("modernize"));
}

#[test]
fn an_archived_client_is_not_moved() {
    let mut trial = Trial::new(80, 24);
    let client = trial.client("Nordwind");
    let note = "left for another provider".to_owned();
    done(&trial.other(), TODAY, "ben", &crate::domain::command::Command::Archive { client, note });
    let seen = trial.open(|ctx| open(&[client], None, None, ctx));
    assert!(seen.contains("Nordwind Logistics is archived since 2026-06-15"), "{seen}");
}

#[test]
fn typing_is_written_within_two_seconds_and_nothing_wakes_the_program_else() {
    let mut trial = opened(80, 24, "Nordwind", Some("modernize"));
    assert_eq!(trial.app.next_wake(), None);
    let begun = Instant::now();
    trial.type_in("Half a thou");
    let due = trial.app.next_wake().unwrap();
    assert!(due < begun + Duration::from_secs(2));
    trial.app.woken(due);
    assert_eq!(trial.app.next_wake(), None);
    trial.die_and_come_back();
    let client = trial.client("Nordwind");
    assert!(trial.open(|ctx| open(&[client], None, None, ctx)).contains("Half a thou"));
}

#[test]
fn the_dialog_as_it_is_coloured() {
    let mut trial = opened(60, 20, "Corvid", Some("sustain"));
    trial.save();
    insta::assert_snapshot!("coloured_60x20", trial.styles());
}

const SERVICES: &str = "service-segments";

/// The book with a model in which a client can be in several segments, as a lens or driving.
fn with_services(columns: u16, rows: u16, drives: &[Command]) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let toml = builtin::find(SERVICES).unwrap().to_owned();
    done(&trial.other(), TODAY, "ben", &Command::AddModel { toml });
    drives.iter().for_each(|command| done(&trial.other(), TODAY, "ben", command));
    trial.event(Event::BookTouched);
    trial
}

fn held(trial: &mut Trial, name: &str) -> Option<String> {
    let client = trial.client(name);
    trial.app.with(|ctx| ctx.store.subjects_in(Some(SERVICES), &[client], ctx.stamp.today).unwrap().remove(0).segment)
}

#[test]
fn marked_clients_join_and_leave_one_of_several_segments_with_their_reviews_added_up() {
    let mut trial = with_services(80, 24, &[Command::UseModel { key: SERVICES.to_owned() }]);
    let first = builtin_segments();
    let clients = trial.mark(&["Nordwind", "Corvid"]);
    trial.open(|ctx| open(&clients[..1], Some(SERVICES), Some(&first[0]), ctx));
    trial.type_in(WHY);
    trial.save();
    let seen = trial.open(|ctx| open(&clients, Some(SERVICES), Some(&first[1]), ctx));
    assert!(
        seen.contains("(•) into this one as well") && seen.contains("a client can be in several segments of this model"),
        "{seen}"
    );
    assert!(seen.contains("reviews") && seen.contains("hours"), "{seen}");
    insta::assert_snapshot!("many_as_well_80x24", seen);
    trial.type_in(WHY);
    trial.save();
    assert_eq!(held(&mut trial, "Nordwind"), Some(format!("{},{}", first[0], first[1])));
    assert_eq!(held(&mut trial, "Corvid").as_ref(), Some(&first[1]));
    let clients = trial.mark(&["Nordwind", "Corvid"]);
    trial.open(|ctx| open(&clients, Some(SERVICES), Some(&first[0]), ctx));
    trial.key(Key { shift: true, ..Key::plain(Code::Tab) });
    trial.key(Key { shift: true, ..Key::plain(Code::Tab) });
    trial.key(Key::plain(Code::Down));
    let seen = trial.draw();
    assert!(seen.contains("(•) out of this one"), "{seen}");
    assert!(seen.contains("left out: 1 client not in"), "{seen}");
    insta::assert_snapshot!("many_out_80x24", seen);
}

#[test]
fn in_a_model_that_does_not_drive_no_review_moves_and_nobody_is_asked_about_being_due() {
    let mut trial = with_services(80, 24, &[]);
    let first = builtin_segments();
    let client = trial.client("Nordwind");
    let seen = trial.open(|ctx| open(&[client], Some(SERVICES), Some(&first[0]), ctx));
    assert!(seen.contains("another model drives: no review moves"), "{seen}");
    assert!(!seen.contains("Owner's load") && !seen.contains("Being due") && !seen.contains("A year"), "{seen}");
    insta::assert_snapshot!("many_lens_80x24", seen);
    trial.every_size();
}

fn builtin_segments() -> Vec<String> {
    let model = crate::domain::model::Model::parse(builtin::find(SERVICES).unwrap(), SERVICES).unwrap();
    model.segments.into_iter().map(|segment| segment.key).collect()
}
