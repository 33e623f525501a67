//! Stories of bringing in a file: what it does to the book, and what may come next.

use std::ops::ControlFlow;

use super::super::super::trial::{TODAY, Trial, day, stamp};
use super::super::{Offers, open, placing};
use super::{at, at_outcome, clients, enter, press, trial, with_files};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::domain::command::Command;
use crate::store::{ImportPolicy, StoreError};

const NOTE: &str = "They asked for training on the phone";

#[test]
fn u_on_the_last_page_takes_the_import_back() {
    let mut trial = trial(80, 24);
    let before = clients(&mut trial);
    at_outcome(&mut trial, "~/clients.csv");
    trial.save();
    assert_eq!(clients(&mut trial), before + 2);
    trial.key(Key::char('u'));
    assert_eq!(clients(&mut trial), before);
    assert!(trial.is_closed());
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let mut trial = trial(80, 24);
    at_outcome(&mut trial, "~/clients.csv");
    let seen = trial.save();
    assert!(seen.contains("Imported clients.csv: 2 created, 1 updated"), "{seen}");
    trial.save();
    assert!(trial.is_closed());
    let seen = at_outcome(&mut trial, "~/clients.csv");
    assert!(seen.contains("Nothing would change: 3 unchanged") && seen.contains("> Close <"), "{seen}");
    let head = trial.app.with(|ctx| ctx.store.head().unwrap());
    trial.save();
    assert!(trial.is_closed(), "there is nothing to import");
    assert_eq!(trial.app.with(|ctx| ctx.store.head().unwrap()), head);
}

#[test]
fn segments_of_another_system_are_left_out_and_refused_rows_are_written_beside_the_file() {
    let mut trial = trial(120, 40);
    let seen = at_outcome(&mut trial, "~/foreign.csv");
    assert!(seen.contains("column “Segment” is left out: it holds “Enterprise”"), "{seen}");
    assert!(!seen.contains("--map"), "{seen}");
    assert!(seen.contains("Problems 2") && seen.contains("go to foreign.rejects.csv"), "{seen}");
    let seen = trial.key(Key::char('p'));
    assert!(seen.contains("line 3, ARR: “abc” is not a"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("4 created, 2 rejected; the refused rows are in"), "{seen}");
    let written = std::fs::read_to_string(trial.folder.path().join("foreign.rejects.csv")).unwrap();
    assert!(written.contains("Birch Labs") && !written.contains("Alder"), "{written}");
    trial.save();
    let seen = at_outcome(&mut trial, "~/foreign.csv");
    assert!(seen.contains("foreign.rejects-2.csv"), "a file that is there is never replaced: {seen}");
}

#[test]
fn where_refused_rows_go_is_said_and_a_file_that_is_there_is_not_taken() {
    let mut trial = trial(80, 24);
    at_outcome(&mut trial, "~/foreign.csv");
    trial.click("2 refused rows");
    let seen = trial.click("2 refused rows");
    assert!(seen.contains("Where do refused rows go?"), "{seen}");
    trial.key(Key::ctrl('u'));
    trial.paste("~/clients.csv");
    assert!(enter(&mut trial).contains("there is something of that name already"));
    trial.key(Key::ctrl('u'));
    trial.paste("~/exports/wrong.csv");
    assert!(enter(&mut trial).contains("< go to wrong.csv >"));
    trial.save();
    assert!(trial.folder.path().join("exports/wrong.csv").exists());
}

#[test]
fn the_footer_says_on_each_page_what_ctrl_s_does_there() {
    let mut trial = trial(80, 24);
    trial.open(open);
    trial.paste("~/clients.csv");
    for does in ["look at it", "next", "next", "import", "close"] {
        let seen = trial.draw();
        assert!(seen.contains(&format!("Ctrl-s {does}  ")), "{does}: {seen}");
        trial.save();
    }
    assert!(trial.is_closed());
    let seen = at_outcome(&mut trial, "~/clients.csv");
    assert!(seen.contains("Ctrl-s close"), "nothing would change: {seen}");
    press(&mut trial, Code::Esc);
    trial.click("ARR");
    assert!(enter(&mut trial).contains("Ctrl-s take it"));
}

#[test]
fn counts_are_written_as_everywhere_on_the_screen() {
    let mut trial = with_files(Trial::empty(80, 24));
    let rows: String = (0..1_001).map(|at| format!("Client {at},ana\n")).collect();
    std::fs::write(trial.folder.path().join("many.csv"), format!("Name,Owner\n{rows}")).unwrap();
    let seen = at(&mut trial, "~/many.csv");
    assert!(seen.contains("1,001 rows, 2 columns"), "{seen}");
    trial.save();
    let seen = trial.save();
    assert!(seen.contains("This will happen: 1,001 created") && seen.contains("> Import 1,001 clients <"), "{seen}");
    assert!(seen.contains("New 1,001"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("Imported many.csv: 1,001 created") && seen.contains("1,001 clients have no segment yet"), "{seen}");
}

#[test]
fn a_rehearsal_writes_neither_the_book_nor_a_file() {
    let mut trial = trial(80, 24);
    let head = trial.app.with(|ctx| ctx.store.head().unwrap());
    at_outcome(&mut trial, "~/foreign.csv");
    (0..4).for_each(|_| drop(press(&mut trial, Code::Esc)));
    assert!(trial.is_closed());
    assert_eq!(trial.app.with(|ctx| ctx.store.head().unwrap()), head);
    assert!(!trial.folder.path().join("foreign.rejects.csv").exists());
}

#[test]
fn what_happens_to_clients_in_the_book_is_chosen_and_each_change_is_shown() {
    let mut trial = trial(80, 24);
    at_outcome(&mut trial, "~/clients.csv");
    let seen = trial.key(Key::char('c'));
    assert!(seen.contains("Changed 1"), "{seen}");
    trial.key(Key::char('s'));
    trial.click("Clients already");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< stay as they are >") && seen.contains("2 created, 1 skipped"), "{seen}");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< get what they lack >"), "{seen}");
}

#[test]
fn clients_are_placed_and_first_reviews_planned_in_the_same_step_where_that_is_wanted() {
    let mut trial = with_files(Trial::empty(80, 24));
    let seen = at_outcome(&mut trial, "~/scored.csv");
    assert!(seen.contains("Place 2 clients by scores") && seen.contains("< no >"), "{seen}");
    trial.click("Place 2 clients");
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("3 created, 2 placed"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("3 created, 2 placed") && !seen.contains("[ Place"), "{seen}");
    trial.key(Key::char('u'));
    assert_eq!(clients(&mut trial), 0, "one step");
}

#[test]
fn clients_are_placed_at_the_end_where_nobody_did_before() {
    let mut trial = with_files(Trial::empty(80, 24));
    at_outcome(&mut trial, "~/scored.csv");
    let seen = trial.save();
    assert!(seen.contains("Place 2 clients by scores"), "{seen}");
    let seen = enter(&mut trial);
    assert!(!seen.contains("[ Place 2"), "{seen}");
    assert!(trial.segment("Alder").is_some());
}

#[test]
fn what_may_come_next_is_counted_while_the_console_answers_and_again_when_another_program_changes_the_book() {
    let mut trial = with_files(Trial::empty(80, 24));
    at_outcome(&mut trial, "~/scored.csv");
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("[ Place 2 clients by scores ]"));
    assert!(seen.contains("Imported scored.csv: 3 created"), "{seen}");
    let place =
        Command::Place { clients: vec![(trial.client("Alder"), "educate".to_owned())], model: None, note: NOTE.to_owned() };
    trial.other().execute(&place, &stamp(TODAY, "ben")).unwrap();
    trial.event(Event::Focus(true));
    trial.until(&events, |seen| seen.contains("[ Place 1 client by scores ]"));
    enter(&mut trial);
    trial.until(&events, |seen| seen.contains("no segment yet") && !seen.contains("[ Place"));
    assert!(trial.segment("Birch").is_some());
    assert_eq!(trial.segment("Alder").as_deref(), Some("educate"), "what was decided stands");
}

#[test]
fn nobody_is_placed_by_a_step_that_is_left() {
    let mut trial = with_files(Trial::empty(80, 24));
    at_outcome(&mut trial, "~/scored.csv");
    trial.save();
    let (store, today) = (trial.other(), day(TODAY));
    let offers = Offers::of(&store, today, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(offers, Offers { proposed: 2, crowd: 0, unplaced: 3 });
    assert!(matches!(Offers::of(&store, today, &mut |_| ControlFlow::Break(())), Err(StoreError::Left)));
    assert!(matches!(placing(&store, today, &mut |_| ControlFlow::Break(())), Err(StoreError::Left)));
    let Ok(Command::Place { clients, .. }) = placing(&store, today, &mut |_| ControlFlow::Continue(())) else { panic!() };
    assert_eq!(clients.len(), 2);
}

#[test]
fn an_import_that_is_left_writes_nothing_and_one_that_is_not_ends_by_itself() {
    let mut trial = trial(80, 24);
    let rows: String = (0..150).map(|at| format!("Client {at},ana\n")).collect();
    std::fs::write(trial.folder.path().join("many.csv"), format!("Name,Owner\n{rows}")).unwrap();
    let (before, steps) = (clients(&mut trial), trial.other().head().unwrap());
    at_outcome(&mut trial, "~/many.csv");
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    // Another program holds the lock: the import waits.
    let other = trial.other();
    let by = stamp(TODAY, "ben");
    let other = other.import(ImportPolicy::default(), &by).unwrap();
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("Esc cancels: nothing of it stays"));
    assert!(seen.contains("importing"), "{seen}");
    press(&mut trial, Code::Esc);
    drop(other);
    let seen = trial.until(&events, |seen| seen.contains("left before it was done"));
    assert!(seen.contains("nothing was changed"), "{seen}");
    assert_eq!((clients(&mut trial), trial.other().head().unwrap()), (before, steps));
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("Take the import back"));
    assert!(seen.contains("Imported many.csv: 150 created"), "{seen}");
}
