//! Terminals that misbehave, and books that try to: what is drawn over a hostile book, and what late answers and odd keys do.

use std::fmt::Write as _;

use super::*;
use crate::payloads::{all, harm_in};

/// A place whose book holds every payload as name, owner and note.
fn hostile() -> Place {
    let place = Place::empty();
    let mut file = "external_id,name,owner,segment,segment since,notes\n".to_owned();
    for (at, (_, text)) in all().iter().enumerate().filter(|(_, (_, text))| !text.contains('\0')) {
        let text = format!("\"{}\"", text.replace('"', "\"\""));
        let segment = ["transform", "modernize", "educate", "sustain"][at % 4];
        writeln!(file, "H{at},{text},{text},{segment},2026-01-01,{text}").unwrap();
    }
    let path = place.path("hostile.csv");
    std::fs::write(&path, file).unwrap();
    let done = place.run(&["import", path.to_str().unwrap()]);
    assert!(done.status.success() || done.status.code() == Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    place
}

/// What was written to the terminal, without the sequences that the program may write.
#[track_caller]
fn harmless(console: &Console) {
    let said = String::from_utf8_lossy(console.said()).into_owned();
    let mut text = String::new();
    let mut rest = said.as_str();
    while let Some(at) = rest.find('\x1b') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(title) = rest.strip_prefix("\x1b]2;Quarterdeck · ") {
            rest = title.split_once('\x07').expect("an end of the title").1;
            continue;
        }
        let sequence =
            rest.strip_prefix("\x1b[").unwrap_or_else(|| panic!("no sequence of ours: {:?}", &rest[..rest.len().min(40)]));
        let end = sequence.find(|c: char| ('@'..='~').contains(&c)).expect("an end");
        let (numbers, last) = (&sequence[..end], &sequence[end..=end]);
        let modes = ["?1049", "?1000", "?1002", "?1006", "?2004", "?1004", "?25", "?2026"];
        let ours = match last {
            "H" | "m" => numbers.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')),
            "J" => numbers == "2",
            "h" | "l" => modes.contains(&numbers),
            "u" => matches!(numbers, ">5" | "<1"),
            "t" => matches!(numbers, "22;2" | "23;2"),
            _ => false,
        };
        assert!(ours, "no sequence of ours: {numbers:?} {last:?}");
        rest = &sequence[end + 1..];
    }
    text.push_str(rest);
    let harm = harm_in(&text).map(|c| c.escape_unicode().to_string());
    assert_eq!(harm, None, "{}", console.seen());
}

#[test]
fn nothing_written_to_the_terminal_over_a_hostile_book_is_a_sequence_of_the_books() {
    let place = hostile();
    let mut console = place.console(WIDE);
    console.sees("[1 Board]").sees("Acme");
    console.keys("2").sees("[2 Due]").keys("H").sees("the newest first").keys(ESC).sees_no_more("the newest first");
    console.keys("3").sees("[3 Clients]");
    // All names pass through the list.
    console.keys("G").keys(&"k".repeat(40)).resize(SMALL).keys("g").sees("[3 Clients]").sees("Acme");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(console.modes_left(), [""; 0]);
    harmless(&console);
}

#[test]
fn a_file_that_is_exported_to_a_terminal_is_shown_and_never_obeyed() {
    let place = hostile();
    for form in ["csv", "md", "html", "json"] {
        let mut console = place.console_with(&["export", "--format", form], WIDE);
        assert_eq!(console.ends(), 0);
        let said = String::from_utf8_lossy(console.said()).replace("\r\n", "\n");
        assert!(said.matches("Acme").count() > 80, "{form}: {said}");
        // JSON is text as it is, each sign that cannot be seen escaped; a pile of marks is one word of it.
        let piled = ['\u{301}', '\u{30A}', '\u{32D}', '\u{489}', '\u{20DD}', '\u{5B0}'];
        let said = if form == "json" { said.replace(piled, "") } else { said };
        assert_eq!(harm_in(&said).map(|c| c.escape_unicode().to_string()), None, "{form}");
    }
}

#[test]
fn answers_of_the_terminal_that_come_late_or_in_pieces_fire_nothing() {
    let place = Place::with_sample();
    let steps = place.steps();
    let mut console = on_the_board(&place, WIDE);
    let answers = b"\x1b]11;rgb:1e1e/2e2e/3e3e\x1b\\\x1bP1$r2 q\x1b\\\x1b[?62;22c\x1b[24;80R\x1b[?5u\x1b_Gi=3;OK\x1b\\\x1b]52;c;cXVpdA==\x07\x1b[<0;0;0M";
    for piece in answers.chunks(3) {
        console.garbage(piece);
    }
    console.keys("z").sees("Owner").keys("z").sees("[1 Board]").sees("Sustain");
    // A key in two pieces is one key.
    console.garbage(b"\x1b[1;2").garbage(b"B").sees("Move Fintrade").keys(ESC).sees_no_more("Why");
    assert_eq!(place.steps(), steps);
    assert_eq!(console.keys("q").ends(), 0);
}

#[test]
fn a_dumb_terminal_is_refused_in_words_and_left_alone() {
    let place = Place::with_sample();
    let mut console = place.console_on("dumb", SMALL);
    assert_eq!(console.ends(), 2);
    assert!(console.seen().contains("TERM=dumb"), "{}", console.seen());
    assert!(!console.said().contains(&0x1b), "no sequence is written to it");
}

/// So many bytes of keys that would move, undo and leave.
fn commands(many: usize) -> String {
    "u\rq\x03m\x1b[A\x132H".repeat(many / 10 + 1)
}

#[test]
fn five_megabytes_pasted_into_a_list_a_filter_and_a_field_fire_nothing() {
    let place = Place::with_sample();
    let steps = place.steps();
    let text = commands(5 << 20);
    let mut console = on_the_board(&place, WIDE);
    // Where nothing is typed it means nothing.
    console.keys("3").sees("[3 Clients]").paste(&text).keys("z").keys("2").sees("[2 Due]").keys("3").sees("[3 Clients]");
    // A filter, a field of one line, the palette. Esc as it is told unambiguously: a key that follows at once is one of its own.
    for keys in ["/", "n", ":"] {
        console.keys(keys).paste(&text).keys(&"\x1b[27u".repeat(3)).keys("2").sees("[2 Due]").keys("3").sees("58 clients");
    }
    assert_eq!(place.steps(), steps);
    assert_eq!(console.keys("q").ends(), 0);
    place.is_whole();
}

#[test]
fn without_an_input_or_an_output_it_is_refused_in_words_and_without_an_error_output_it_runs() {
    let place = Place::with_sample();
    for line in ["exec \"$@\" <&-", "exec \"$@\" </dev/null", "exec \"$@\" >&-", "exec \"$@\" >/dev/null"] {
        let mut console = place.console_through(line, SMALL);
        assert_eq!(console.ends(), 2, "{line}");
        assert!(console.seen().contains("needs a terminal"), "{line}: {}", console.seen());
        assert!(!console.said().contains(&0x1b), "{line}: no sequence is written");
    }
    let mut console = place.console_through("exec \"$@\" 2>&-", SMALL);
    console.sees("[1 Board]").keys("3").sees("[3 Clients]");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(console.modes_left(), [""; 0]);
    assert_eq!(place.steps(), Place::with_sample().steps());
}

#[cfg(target_os = "linux")]
mod on_linux {
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;
    use crate::pty::process;

    fn signal(pid: u32, signal: Signal) {
        kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), signal).unwrap();
    }

    #[test]
    fn two_quick_ctrl_z_put_it_aside_and_it_comes_back() {
        let place = Place::with_sample();
        let mut console = on_the_board(&place, SMALL);
        console.keys("\x1a\x1a").until("stopped", |console| process::state(console.pid) == Some('T'));
        console.until("restored", |console| console.modes_left() == ["raw"; 0]);
        // The second of the two may put it aside once more.
        let pid = console.pid;
        console.until("back", |console| {
            if process::state(pid) == Some('T') {
                signal(pid, Signal::CONT);
            }
            console.modes_left().len() == 9
        });
        console.sees(FIRST).keys("3").sees("[3 Clients]");
        assert_eq!(console.keys("q").ends(), 0);
        assert_eq!(console.modes_left(), [""; 0]);
    }

    /// What opens a dialog, a picker or a screen over the board, and what is seen then.
    const OPENED: [(&str, &str); 13] = [
        ("m", "[ Move ]"),
        ("c", "[ Confirm ]"),
        ("r", "[ Log it ]"),
        ("e", "Cancel"),
        ("s", "Snooze"),
        ("/", "Enter keeps the filter"),
        (":", "Commands"),
        (",", "Settings"),
        ("X", "[ Export ]"),
        ("i", "1 of 4"),
        ("\x1bOQ", "Last hash"),
        ("\x1bOR", "Backups"),
        ("?", "Keys"),
    ];

    #[test]
    fn a_hang_up_in_any_dialog_ends_the_program_within_two_seconds() {
        let place = Place::with_sample();
        for (keys, sees) in OPENED {
            let mut console = on_the_board(&place, SMALL);
            console.keys(keys).sees(sees);
            let ended = console.hang_up().recv_timeout(Duration::from_secs(2)).expect("it is gone");
            assert_eq!((ended.exit_code(), ended.signal()), (129, None), "{keys}");
        }
        place.is_whole();
    }

    #[test]
    fn put_aside_in_any_dialog_it_comes_back_to_it_and_to_what_was_typed() {
        let place = Place::with_sample();
        for (keys, sees) in OPENED {
            let mut console = on_the_board(&place, SMALL);
            console.keys(keys).sees(sees);
            let typing = matches!(keys, "m" | "c" | "/" | ":");
            if typing {
                console.keys("und").sees("und");
            }
            console.keys("\x1a").until("stopped", |console| process::state(console.pid) == Some('T'));
            console.until("restored", |console| console.modes_left() == ["raw"; 0]);
            signal(console.pid, Signal::CONT);
            console.sees(sees).until("modes", |console| !console.modes_left().is_empty());
            if typing {
                console.sees("und");
            }
            console.resize((0, 0));
            console.resize(SMALL).sees(sees);
            signal(console.pid, Signal::TERM);
            assert_eq!(console.ends(), 143, "{keys}");
            assert_eq!(console.modes_left(), [""; 0], "{keys}");
        }
    }

    #[test]
    fn a_hang_up_while_a_workbook_is_read_leaves_no_child() {
        let place = Place::with_sample();
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["name", "owner"]).unwrap();
        for row in 1..20_000 {
            sheet.write_row(row, 0, [format!("Client {row}"), "ana".to_owned()]).unwrap();
        }
        let file = place.path("large.xlsx");
        book.save(&file).unwrap();
        let mut console = on_the_board(&place, WIDE);
        console.keys("i").sees("1 of 4").keys("\x15").paste(file.to_str().unwrap()).keys(ENTER);
        let mut child = None;
        let pid = console.pid;
        console.until("a child", |_| {
            child = process::children(pid).first().copied();
            // Held, so that it is at work for as long as anybody waits.
            child.inspect(|child| signal(*child, Signal::STOP)).is_some()
        });
        let child = child.unwrap();
        let ended = console.hang_up().recv_timeout(Duration::from_secs(2)).expect("it is gone");
        assert_eq!((ended.exit_code(), ended.signal()), (129, None));
        let end = Instant::now() + Duration::from_secs(20);
        while !process::is_gone(child) {
            assert!(Instant::now() < end, "the child is still there: {:?}", process::state(child));
            std::thread::yield_now();
        }
        place.is_whole();
    }

    #[test]
    fn a_hang_up_while_a_change_waits_for_another_program_ends_it_and_writes_nothing() {
        let place = Place::with_sample();
        let steps = place.steps();
        let other = rusqlite::Connection::open(place.book()).unwrap();
        let mut console = on_the_board(&place, WIDE);
        console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(NOTE).sees(NOTE);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        console.keys(SAVE).sees("another program is writing");
        let ended = console.hang_up().recv_timeout(Duration::from_secs(2)).expect("it is gone");
        assert_eq!((ended.exit_code(), ended.signal()), (129, None));
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(place.steps(), steps, "what was never called saved is not written");
        let mut console = on_the_board(&place, WIDE);
        console.keys(SHIFT_DOWN).sees("you began this note before").sees(NOTE);
        place.is_whole();
    }
}
