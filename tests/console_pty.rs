//! The console as a person meets it: the program on a pseudo-terminal, stories from first run to quitting.
#![cfg(unix)]

#[path = "pty/cadence.rs"]
mod cadence;
#[path = "pty/exports.rs"]
mod exports;
#[path = "pty/faults.rs"]
mod faults;
#[path = "pty/import.rs"]
mod import;
#[path = "pty/models.rs"]
mod models;
#[path = "../src/domain/text/payloads.rs"]
mod payloads;
mod pty;
#[path = "pty/session.rs"]
mod session;
#[path = "pty/terminal.rs"]
mod terminal;

use std::time::Duration;

use pty::{Console, Place};

const WIDE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);

const ESC: &str = "\x1b";
const ENTER: &str = "\r";
const TAB: &str = "\t";
const SAVE: &str = "\x13";
const SHIFT_DOWN: &str = "\x1b[1;2B";

const NOTE: &str = "They asked for a plan of their own.";

/// The first client of the board, in Transform.
const FIRST: &str = "Fintrade";

/// The sample book, open on the board.
fn on_the_board(place: &Place, size: (u16, u16)) -> Console {
    let mut console = place.console(size);
    console.sees("[1 Board]").sees(FIRST);
    console
}

/// What the journal says of the last step.
#[track_caller]
fn last_step(place: &Place) -> serde_json::Value {
    place.json(&["history", "--limit", "1"])["items"][0].clone()
}

#[test]
fn the_sample_book_opens_on_the_board_and_goes_away_at_the_end() {
    let place = Place::empty();
    let mut console = place.console_with(&["demo"], WIDE);
    console.sees("[1 Board]").sees("sample book").sees("Transform").sees("Modernize").sees("Educate").sees("Sustain");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(console.modes_left(), [""; 0]);
    assert_eq!(place.files(), [""; 0], "nothing of it remains");
}

#[test]
fn an_empty_book_opens_on_three_doors_and_a_client_is_added_by_hand() {
    let place = Place::empty();
    let mut console = place.console(SMALL);
    console.sees("This book is empty").sees("Open the sample book").sees("Import a file").sees("Add a client by hand");
    console.keys("n").sees("Name");
    console.keys("Brouwerij Æther").sees("Brouwerij Æther").keys(SAVE);
    console.sees_no_more("Ctrl-s").sees("[1 Board]").sees("added Brouwerij Æther").sees("Tray");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(place.json(&["clients"])["items"][0]["name"], "Brouwerij Æther");
    place.is_whole();
}

#[test]
fn the_doors_lead_to_the_sample_book_and_leave_the_own_one_alone() {
    let place = Place::empty();
    let mut console = place.console(SMALL);
    console.sees("Open the sample book").keys("s").sees("this is the sample book").sees("Transform");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(place.json(&["clients"])["items"], serde_json::json!([]));
    assert_eq!(place.files(), ["book.db"]);
}

#[test]
fn the_main_job_from_the_board_to_the_way_back() {
    let place = Place::with_sample();
    let steps = place.steps();
    let before = place.clients();
    let mut console = on_the_board(&place, WIDE);

    // One by key, with its note.
    console.keys(SHIFT_DOWN).sees("Move Fintrade Settlement").sees("A Transform → C Educate").sees("Owner's load");
    console.keys(NOTE).sees(NOTE).keys(SAVE).sees("u takes it back").sees_no_more("Why");
    assert_eq!(place.segment_of(FIRST).as_deref(), Some("educate"));
    let step = last_step(&place);
    assert_eq!((step["kind"].as_str(), step["by"].as_str()), (Some("move"), Some("ana")));
    assert!(step.to_string().contains(NOTE), "{step}");

    // One by mouse.
    let (from, to) = (console.place("Kowalczyk & Syn Meble"), console.place("Quadra Architecten"));
    console.drag(from, to).sees("Move Kowalczyk & Syn Meble").sees("B Modernize → A Transform");
    console.keys("Growth plan agreed with the owner.").keys(SAVE).sees("u takes it back").sees_no_more("Why");
    assert_eq!(place.segment_of("Kowalczyk").as_deref(), Some("transform"));

    // Five at once: one note, one step.
    console.keys("3").sees("[3 Clients]").sees("Accountantskantoor").keys(&" j".repeat(5)).sees("5 marked");
    console.keys("m").sees("Move 5 clients").keys(TAB).keys("All five are kept as they are.").keys(SAVE);
    console.sees("u takes it back").sees_no_more("Why");
    assert_eq!(place.steps(), steps + 3);

    // Who is due, and a review.
    console.keys("2").sees("[2 Due]").sees("Overdue").sees("Last review").keys("r").sees("Review of ");
    console.keys(TAB).keys(TAB).keys("Budget approved").sees("Budget approved").keys(SAVE);
    console.sees("u takes it back").sees_no_more("Log it");
    assert_eq!(last_step(&place)["kind"], "review");

    // All of it back, step by step, after a restart.
    let after = place.clients();
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(place.clients(), after, "as left");
    let mut console = on_the_board(&place, WIDE);
    for undone in 1..=4 {
        console.keys("u").until("one more step back", |_| place.steps() == steps + 4 + undone);
    }
    console.sees("took back");
    console.keys("H").sees("History").keys("q");
    assert_eq!(place.clients(), before, "as before all of it");
    place.is_whole();
}

#[test]
fn a_move_without_a_note_is_refused_and_what_was_typed_stays() {
    let place = Place::with_sample();
    let steps = place.steps();
    let mut console = on_the_board(&place, SMALL);
    console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(SAVE).sees("! ");
    console.keys("too few").keys(SAVE).sees("too few").sees("6 of 10");
    console.keys(ESC).sees_no_more("Why");
    assert_eq!(place.steps(), steps, "nothing was written");
    // Left and taken up again, in another process even.
    assert_eq!(console.keys("q").ends(), 0);
    let mut console = on_the_board(&place, SMALL);
    console.keys(SHIFT_DOWN).sees("you began this note before").sees("too few");
    console.keys(", now enough").keys(SAVE).sees("u takes it back");
    assert_eq!(place.segment_of(FIRST).as_deref(), Some("educate"));
    assert!(last_step(&place).to_string().contains("too few, now enough"));
}

#[test]
fn a_click_quickly_followed_by_a_drag_moves_and_two_clicks_open() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    let (from, to) = (console.place("Kowalczyk & Syn Meble"), console.place("Quadra Architecten"));
    console.click(from).drag(from, to).sees("Move Kowalczyk & Syn Meble").keys(ESC).sees_no_more("Why");
    assert!(console.find("Timeline").is_none(), "{}", console.seen());
    console.click(to).click(to).sees("Timeline").sees("Quadra Architecten");
    console.keys(ESC).sees_no_more("Timeline");
    let tab = console.place("2 Due");
    console.click(tab).sees("[2 Due]");
}

#[test]
fn the_presenter_hides_money() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    console.sees("205k").sees("1.8M").keys("p").sees("presenter").sees("•••");
    for (key, tab) in [("1", "[1 Board]"), ("2", "[2 Due]"), ("3", "[3 Clients]"), (ENTER, "Timeline")] {
        console.keys(key).sees(tab);
        let money = ["EUR", "CHF", "GBP", "205k", "36,000"].iter().find(|money| console.find(money).is_some());
        assert_eq!(money, None, "{}", console.seen());
    }
}

#[test]
fn the_filter_narrows_every_screen_until_it_is_cleared() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    console.keys("3").sees("58 clients").keys("/").sees("Filter").keys("owner:claire seg:c");
    console.sees("3 clients").keys(ENTER).sees_no_more("Enter keeps").sees("/owner:claire seg:c");
    console.sees("Notariat Delacroix").sees_no_more("Accountantskantoor");
    console.keys("1").sees("[1 Board]").sees("Assurances du").sees_no_more(FIRST);
    console.keys(ESC).sees(FIRST).sees_no_more("/owner:claire");
}

#[test]
fn help_lists_the_keys_and_the_key_that_opened_it_closes_it() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, SMALL);
    console.keys("?").sees("Keys: ").sees("Shift-Left").keys("G").sees("Signs").keys("?").sees_no_more("Keys: ");
    console.keys("?").sees("Keys: ").keys("q").sees_no_more("Keys: ").sees(FIRST);
    console.keys(":").sees("Commands").keys("prese").sees("Presenter").keys(ENTER).sees("presenter");
    console.keys("\x10").sees("Commands").keys(ESC).sees_no_more("no command").sees(FIRST);
}

#[test]
fn pasted_text_is_text_and_fires_nothing() {
    let place = Place::with_sample();
    let steps = place.steps();
    let mut console = on_the_board(&place, WIDE);
    // Where nothing can be typed it means nothing.
    console.paste("q\nq\x03\x1b[A2\r\nu").keys("z").sees("Owner").keys("z").sees("[1 Board]").sees("Sustain");
    // In a note its lines are lines.
    console.keys(SHIFT_DOWN).sees("Move Fintrade").paste("first line\r\nq\nlast\x1b line").sees("first line").sees("line");
    assert!(console.find("last line").is_none(), "a control character is shown, not swallowed");
    console.keys(SAVE).sees("u takes it back");
    assert_eq!(place.steps(), steps + 1);
    let said = last_step(&place).to_string();
    assert!(said.contains("first line\\nq\\nlast") && !said.contains("\\r") && !said.contains("\\u001b"), "{said}");
    assert_eq!(console.keys("q").ends(), 0);
}

#[test]
fn five_megabytes_pasted_and_any_garbage_do_no_harm() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, SMALL);
    console.keys(SHIFT_DOWN).sees("Move Fintrade").paste(&"x".repeat(5 << 20)).keys(ESC).sees_no_more("Why");
    // What a broken terminal may send, and then anything at all, but for `q`, Ctrl-c and Ctrl-z.
    console.keys(SHIFT_DOWN).sees("Move Fintrade");
    console.garbage(
        b"\x1b[<99999999;1;1M\x1b[<0;0;0M\x1b[M!!!\x1b[0;0R\x1b[999999;9R\x1b]0;x\x07\x1bP1$r\x1b\\\xff\xc3\x28\x1b[?1;2c",
    );
    console.garbage(&anything(20_000)).resize((40, 10)).sees("Please make the window");
    console.resize(WIDE).sees("3 Clients");
    place.is_whole();
}

/// Bytes of a fixed random sequence, many of them the beginnings of reports.
fn anything(many: usize) -> Vec<u8> {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed.to_le_bytes()
    };
    let byte = |[kind, byte, ..]: [u8; 8]| match kind % 4 {
        0 => byte,
        1 => b"\x1b[<;0M~uO?>"[usize::from(byte) % 11],
        2 => b"0123456789;:Mm"[usize::from(byte) % 14],
        _ => b' ' + byte % 95,
    };
    std::iter::repeat_with(|| byte(next())).filter(|byte| !b"q\x03\x1a".contains(byte)).take(many).collect()
}

#[test]
fn a_change_by_another_process_appears_by_itself_and_the_selection_stays() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    console.keys("jj").keys("w").sees("Brightwater").keys(ESC).sees_no_more("Esc back  q");
    let moved = place.run(&["move", "Fintrade", "--to", "C", "--note", "Moved by somebody at another desk."]);
    assert!(moved.status.success());
    console
        .until("the other quadrant has it", |console| console.find(FIRST).is_some_and(|(column, row)| column > 60 && row > 15));
    console.keys("m").sees("Move Brightwater Legal LLP").keys(TAB).keys("half a note");
    console.sees("half a note");
    assert!(place.run(&["move", "Quadra", "--to", "C", "--note", "And another one, just after it."]).status.success());
    console.keys("").sees("half a note").keys(ESC).sees_no_more("Why");
    console.until("both have moved", |console| console.find("Quadra").is_some_and(|(_, row)| row > 15));
}

#[test]
fn a_client_decided_elsewhere_meanwhile_is_said_and_the_note_stays() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(NOTE).sees(NOTE);
    assert!(
        place.run(&["--user", "ben", "move", "Fintrade", "--to", "D", "--note", "Decided at another desk."]).status.success()
    );
    console.sees("meanwhile ben decided").sees(NOTE).sees("D Sustain → C Educate");
}

#[test]
fn a_book_that_is_deleted_or_replaced_while_open_is_said_and_never_written() {
    for replaced in [false, true] {
        let place = Place::with_sample();
        let mut console = on_the_board(&place, WIDE);
        let aside = place.path("aside.db");
        std::fs::rename(place.book(), &aside).unwrap();
        if replaced {
            std::fs::copy(&aside, place.book()).unwrap();
        }
        let before = std::fs::read(&aside).unwrap();
        console.sees("moved, replaced or deleted");
        // Nothing is offered that could not be saved; looking goes on.
        console.keys(SHIFT_DOWN).sees("Move down: the book was moved, replaced or deleted");
        console.keys("2").sees("[2 Due]").keys("1").sees("[1 Board]");
        if !replaced {
            std::fs::rename(&aside, place.book()).unwrap();
            console.sees("the book is back").keys(SHIFT_DOWN).sees("Move Fintrade").keys(ESC).sees_no_more("Why");
            std::fs::rename(place.book(), &aside).unwrap();
            console.sees("moved, replaced or deleted");
        }
        assert_eq!(console.keys("q").ends(), 0);
        assert_eq!(std::fs::read(&aside).unwrap(), before);
        assert_eq!(place.book().exists().then(|| std::fs::read(place.book()).unwrap()), replaced.then_some(before));
    }
}

#[test]
fn quitting_restores_the_terminal() {
    let place = Place::with_sample();
    for key in ["q", "\x03"] {
        let mut console = on_the_board(&place, SMALL);
        assert_eq!(console.modes_left().len(), 9, "modes of an open console: {:?}", console.modes_left());
        assert_eq!(console.keys(key).ends(), 0);
        assert_eq!(console.modes_left(), [""; 0], "after {key:?}");
        assert_eq!(console.seen(), "", "nothing is left on the screen");
    }
}

#[test]
fn a_terminal_that_is_a_file_is_refused_in_words() {
    let place = Place::with_sample();
    let done = place.run(&[]);
    assert!(!done.status.success() && done.stdout.is_empty());
    assert!(String::from_utf8_lossy(&done.stderr).contains("terminal"), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn any_size_and_any_change_of_size_is_drawn() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    let walk = [("z", "Owner"), ("m", "not spaces"), (ESC, "Last review"), ("2", "[2 Due]"), ("H", "History"), (ESC, "Overdue")];
    for (keys, sees) in walk.into_iter().chain([("3", "58 clients")]) {
        console.keys(keys);
        if keys == ESC {
            // A key right behind Esc would be one with Alt.
            console.until("the layer closed", |console| !console.seen().contains("Esc"));
        }
        console.sees(sees);
        for size in [(1, 1), (0, 0), (500, 1), (1, 200), (59, 19), (60, 20), (300, 100), (17, 90), WIDE] {
            console.resize(size);
        }
        console.sees(sees).sees("6 Models");
    }
    console.resize((40, 10)).sees("60");
    console.resize(WIDE).sees("[3 Clients]").sees("58 clients");
    assert_eq!(console.keys("q").ends(), 0);
}

/// A book of so many clients in four segments, half of them reviewed.
fn large(place: &Place, clients: usize) {
    let segments = ["transform", "modernize", "educate", "sustain"];
    let mut file = String::from("Name,Owner,Segment,Segment since,Last review\n");
    for at in 0..clients {
        let (segment, day) = (segments[at % 4], 1 + at % 28);
        file.push_str(&format!(
            "Client {at:05},ana,{segment},2025-{:02}-{day:02},2026-{:02}-{day:02}\n",
            1 + at % 12,
            1 + at % 5
        ));
    }
    let path = place.path("large.csv");
    std::fs::write(&path, file).unwrap();
    let done = place.run(&["import", path.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn keys_are_answered_while_a_book_is_computed_anew_and_leaving_writes_nothing() {
    let place = Place::empty();
    large(&place, 2_000);
    let steps = place.steps();
    let mut console = place.console(SMALL);
    console.sees("[1 Board]").keys(",").sees("Settings of the book").keys(ENTER).sees("nothing is changed yet");
    // Another program writes: the work waits for it, so that nothing here hangs on how quick the machine is.
    let other = rusqlite::Connection::open(place.book()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    console.keys("n").sees("Esc leaves it").keys(TAB).sees("> Save <");
    console.keys("\x1bOP").sees("Save the dialog").keys(ESC).sees_no_more("Save the dialog").keys(ESC);
    other.execute_batch("ROLLBACK").unwrap();
    console.sees("left: what moves is not known");
    assert_eq!(place.steps(), steps, "what was left wrote nothing");
    // To its end this time; then saved, and taken back.
    console.keys("\x1b[Z").keys("p").sees("dates move").keys(SAVE).sees("u takes it back").sees_no_more("What moves");
    assert_eq!(place.steps(), steps + 1);
    console.keys("u").sees("took back: set roll to preceding").sees("modified-following");
    place.is_whole();
    console.keys(ESC).sees_no_more("Settings of the book");
    assert_eq!(console.keys("q").ends(), 0);
}

#[test]
fn five_hundred_waiting_keys_end_in_the_right_place() {
    let place = Place::with_sample();
    let mut console = on_the_board(&place, WIDE);
    console.keys("3").sees("[3 Clients]");
    // 300 down stop at the last, 200 up at the first; then five down.
    console.keys(&"j".repeat(300)).keys(&"k".repeat(200)).keys("jjjjj").keys("m");
    console.sees("Move Banque Privée Saint-Rémi");
}

#[test]
fn a_locked_book_is_waited_for_and_then_said() {
    let place = Place::with_sample();
    let other = rusqlite::Connection::open(place.book()).unwrap();
    let mut console = on_the_board(&place, WIDE);
    console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(NOTE).sees(NOTE);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    console.keys(SAVE).sees("another program is writing").keys(" Meanwhile typed.").sees("Meanwhile typed.");
    console.sees("! the book is busy").sees("Meanwhile typed.");
    // The lock goes while it is waited for: saved without another key.
    console.keys(SAVE).sees("another program is writing");
    other.execute_batch("ROLLBACK").unwrap();
    console.sees("u takes it back").sees_no_more("Why");
    assert_eq!(place.segment_of(FIRST).as_deref(), Some("educate"));
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    console.keys("u").sees("another program is writing").keys("2").sees("[2 Due]").keys("q").sees("still waiting to be saved");
    other.execute_batch("ROLLBACK").unwrap();
    console.until("taken back", |_| place.segment_of(FIRST).as_deref() == Some("transform"));
    assert_eq!(console.keys("q").ends(), 0);
}

#[cfg(target_os = "linux")]
mod on_linux {
    use rustix::process::{Pid, Signal, kill_process};

    use super::*;
    use crate::pty::process;

    fn signal(console: &Console, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(console.pid).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    #[test]
    fn a_signal_ends_the_program_in_order_and_restores_the_terminal() {
        let place = Place::with_sample();
        for (sent, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)] {
            let mut console = on_the_board(&place, SMALL);
            console.keys(SHIFT_DOWN).sees("Move").keys("an unfinished note").sees("unfinished");
            signal(&console, sent);
            assert_eq!(console.ends(), code);
            assert_eq!(console.modes_left(), [""; 0], "after {sent:?}");
        }
        // The note that was being typed is kept.
        let mut console = on_the_board(&place, SMALL);
        console.keys(SHIFT_DOWN).sees("you began this note before").sees("unfinished");
    }

    #[test]
    fn after_a_hang_up_the_program_is_gone_within_two_seconds() {
        let place = Place::with_sample();
        let console = on_the_board(&place, SMALL);
        let ended = console.hang_up().recv_timeout(Duration::from_secs(2)).expect("it is gone");
        assert_eq!((ended.exit_code(), ended.signal()), (129, None));
        place.is_whole();
    }

    #[test]
    fn put_aside_it_restores_the_terminal_stops_and_comes_back_painted() {
        let place = Place::with_sample();
        let mut console = on_the_board(&place, SMALL);
        for owner in ["owner=Ann", "owner=Ben"] {
            console.keys("\x1a").until("stopped", |console| process::state(console.pid) == Some('T'));
            console.until("restored", |console| console.modes_left() == ["raw"; 0]);
            assert_eq!(console.find(FIRST), None);
            assert!(place.run(&["edit", "Fintrade", owner]).status.success());
            signal(&console, Signal::CONT);
            console.sees(FIRST).until("raw again", |console| console.modes_left().len() == 9);
        }
        console.keys("3").sees("[3 Clients]").sees("Ben");
        signal(&console, Signal::TSTP);
        console.until("stopped", |console| process::state(console.pid) == Some('T'));
        signal(&console, Signal::CONT);
        console.sees("[3 Clients]").until("modes", |console| console.modes_left().len() == 9);
        assert_eq!(console.keys("q").ends(), 0);
    }

    #[test]
    fn while_idle_nothing_runs_and_nothing_is_written() {
        let place = Place::with_sample();
        let mut console = on_the_board(&place, WIDE);
        console.keys("3").sees("[3 Clients]").keys("2").sees("[2 Due]").keys("1").sees("[1 Board]");
        assert!(place.run(&["edit", "Fintrade", "owner=Ben"]).status.success());
        // The last look after a foreign change comes a second later, on a busy machine more: then quiet must set in. A program
        // that ticks is never quiet for as long as this.
        let quiet = (0..5).any(|_| {
            let before = process::switches(console.pid);
            let written = console.written_within(Duration::from_millis(1500));
            (process::switches(console.pid) - before, written) == (0, 0)
        });
        assert!(quiet, "no second and a half without wake-ups and bytes");
        let before = (process::switches(console.pid), console.said().len());
        console.keys("j").until("a key is seen in both", |console| {
            process::switches(console.pid) > before.0 && console.said().len() > before.1
        });
    }

    #[test]
    fn a_key_without_effect_writes_nothing() {
        let place = Place::with_sample();
        let mut console = on_the_board(&place, WIDE);
        console.keys("gk").written_within(Duration::from_millis(300));
        for keys in ["k", "~", "\x1b[<35;30;10M", "\x1b[Z\t", "kkkk", "y"] {
            assert_eq!(console.keys(keys).written_within(Duration::from_millis(150)), 0, "{keys:?}\n{}", console.seen());
        }
    }
}
