//! Moves staged, clients confirmed, decisions put off, notes for the minutes.

use super::{SIZES, by, item, open, says, sitting, staged};
use crate::console::dialogs::session;
use crate::console::key::{Code, Key};
use crate::domain::command::{SessionAct, Staging};
use crate::domain::session::{Kind, View};

const WHY: &str = "They asked for a roadmap";

#[test]
fn the_dialogs_as_they_are_seen() {
    for (columns, rows) in SIZES {
        let (mut trial, id) = sitting(columns, rows);
        let client = trial.client("Nordwind");
        by(&mut trial, "ana", says(id, "ana", client, View::Propose, Some("modernize"), "a second site opens in the autumn"));
        by(&mut trial, "ben", says(id, "ben", client, View::Question, None, "their budget is not signed"));
        by(&mut trial, "ana", SessionAct::Reveal { session: id, note: String::new() });
        by(&mut trial, "ben", staged(id, client, Staging::Move("transform".to_owned()), "their board wants a programme"));
        let seen = open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
        insta::assert_snapshot!(format!("move_{columns}x{rows}"), seen);
        trial.key(Key::plain(Code::Esc));
        insta::assert_snapshot!(
            format!("confirm_{columns}x{rows}"),
            open(&mut trial, |ctx| session::confirm(ctx, id, &[client]))
        );
        trial.key(Key::plain(Code::Esc));
        let clients = trial.mark(&["Nordwind", "Corvid", "Zephyr"]);
        insta::assert_snapshot!(format!("defer_{columns}x{rows}"), open(&mut trial, |ctx| session::defer(ctx, id, &clients)));
    }
}

#[test]
fn no_size_breaks_them() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    for which in 0..4 {
        open(&mut trial, |ctx| match which {
            0 => session::stage_move(ctx, id, &[client]),
            1 => session::confirm(ctx, id, &[client]),
            2 => session::defer(ctx, id, &[client]),
            _ => session::note(ctx, id, client),
        });
        trial.every_size();
        trial.resize(80, 24);
        trial.key(Key::plain(Code::Esc));
    }
}

#[test]
fn a_move_is_staged_with_what_it_expects_and_nothing_is_written() {
    let (mut trial, id) = sitting(80, 45);
    let client = trial.client("Nordwind");
    open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
    trial.key(Key::char('b'));
    trial.type_in(WHY);
    for _ in 0..3 {
        trial.key(Key::plain(Code::Tab));
    }
    trial.type_in("engagement >= 4");
    trial.key(Key::plain(Code::Tab));
    trial.type_in("1 oct");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("staged in 2026 Q2: Nordwind Logistics from Educate to"), "{seen}");
    let staged = item(&mut trial, id, client).unwrap().staged.unwrap();
    assert_eq!((staged.kind, staged.to.as_deref(), staged.note.as_str()), (Kind::Move, Some("modernize"), WHY));
    assert_eq!(
        (staged.expect.as_str(), staged.revisit_on.map(|day| day.to_string()).as_deref()),
        ("engagement >= 4", Some("2026-10-01"))
    );
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("educate"), "staged, not written");
    let seen = open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
    assert!(seen.contains(WHY) && seen.contains("engagement >= 4") && seen.contains("(•) B Modernize"), "{seen}");
}

#[test]
fn a_decision_of_somebody_else_is_shown_and_asked_about() {
    let (mut trial, id) = sitting(80, 45);
    let client = trial.client("Nordwind");
    open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
    trial.key(Key::char('b'));
    trial.type_in(WHY);
    by(&mut trial, "ben", staged(id, client, Staging::Move("sustain".to_owned()), "their budget was cut to nothing"));
    let seen = trial.draw();
    assert!(seen.contains("meanwhile ben decided on Nordwind Logistics: C Educate → D Sustain"), "{seen}");
    assert!(seen.contains("their budget was cut") && seen.contains(WHY), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("! it is decided already") && seen.contains(WHY), "not replaced silently: {seen}");
    assert_eq!(item(&mut trial, id, client).unwrap().staged.unwrap().by, "ben");
    trial.click("replace it");
    trial.save();
    assert!(trial.is_closed());
    assert_eq!(item(&mut trial, id, client).unwrap().staged.unwrap().to.as_deref(), Some("modernize"));
}

#[test]
fn of_several_those_decided_by_others_are_left() {
    let (mut trial, id) = sitting(80, 45);
    let clients = trial.mark(&["Nordwind", "Corvid", "Meridian"]);
    by(&mut trial, "ben", staged(id, clients[1], Staging::Confirm, ""));
    let seen = open(&mut trial, |ctx| session::confirm(ctx, id, &clients));
    assert!(seen.contains("Corvid Analytics: stays in B Modernize, by ben"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("2 clients stay where they are"), "{seen}");
    assert!(trial.app.with(|ctx| ctx.desk.marked.is_empty()));
}

#[test]
fn proposals_are_shown_once_they_are_revealed() {
    let (mut trial, id) = sitting(80, 45);
    let client = trial.client("Nordwind");
    by(&mut trial, "ana", says(id, "ana", client, View::Propose, Some("transform"), "they want a programme of it"));
    let seen = open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
    assert!(!seen.contains("ana proposes"), "blind: {seen}");
    by(&mut trial, "ana", SessionAct::Reveal { session: id, note: String::new() });
    trial.key(Key::plain(Code::Esc));
    let seen = open(&mut trial, |ctx| session::stage_move(ctx, id, &[client]));
    assert!(seen.contains("ana proposes A Transform: they want a programme of it") && seen.contains("(•) A Transform"), "{seen}");
    let seen = trial.click("as ana says");
    assert!(seen.matches("they want a programme of it").count() > 1, "the note of a proposal is taken: {seen}");
}

#[test]
fn a_decision_is_put_off_to_a_day_with_a_reason() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    open(&mut trial, |ctx| session::defer(ctx, id, &[client]));
    let seen = trial.save();
    assert!(seen.contains("! say until when"), "{seen}");
    trial.type_in("next month");
    let seen = trial.save();
    assert!(seen.contains("! a note of at least 10 characters"), "{seen}");
    trial.type_in("waits for the new budget");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("Nordwind Logistics put off until 2026-07"), "{seen}");
}

#[test]
fn a_client_is_confirmed_without_a_word_or_with_the_last_note() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    open(&mut trial, |ctx| session::confirm(ctx, id, &[client]));
    trial.save();
    assert_eq!(item(&mut trial, id, client).unwrap().staged.unwrap().note, "");
    open(&mut trial, |ctx| session::confirm(ctx, id, &[client]));
    trial.click("the last one again");
    trial.save();
    assert_eq!(item(&mut trial, id, client).unwrap().staged.unwrap().note, "as agreed at the start of the year");
}

#[test]
fn a_note_for_the_minutes_is_kept_as_a_draft_and_can_be_taken_away() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    open(&mut trial, |ctx| session::note(ctx, id, client));
    trial.type_in("ask the CFO");
    trial.key(Key::plain(Code::Esc));
    let seen = open(&mut trial, |ctx| session::note(ctx, id, client));
    assert!(seen.contains("ask the CFO"), "{seen}");
    trial.save();
    assert_eq!(item(&mut trial, id, client).unwrap().note, "ask the CFO");
    open(&mut trial, |ctx| session::note(ctx, id, client));
    trial.key(Key::ctrl('a'));
    trial.key(Key::ctrl('k'));
    (0..20).for_each(|_| drop(trial.key(Key::plain(Code::Backspace))));
    trial.save();
    assert_eq!(item(&mut trial, id, client).unwrap().note, "");
}

#[test]
fn a_closed_session_decides_nothing() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    by(&mut trial, "ana", SessionAct::Void { session: id, note: "the quarter is over already".to_owned() });
    let seen = open(&mut trial, |ctx| session::confirm(ctx, id, &[client]));
    assert!(seen.contains("2026 Q2 was given up: nothing more is decided in it"), "{seen}");
}
