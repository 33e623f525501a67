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
#[ignore = "its walk of keys does not end on the list yet; the harm check is to be run"]
fn no_screen_lets_text_control_or_hide() {
    let place = hostile();
    let mut console = place.console(WIDE);
    console.sees("[1 Board]").sees("Acme");
    for (keys, sees) in [
        ("2", "[2 Due]"),
        ("3", "[3 Clients]"),
        (ENTER, "Timeline"),
        (ESC, "[3 Clients]"),
        ("H", "History"),
        (ESC, "[3 Clients]"),
    ] {
        console.keys(keys).sees(sees);
    }
    // All names pass through the list.
    console.keys(&"j".repeat(40)).keys("G").resize(SMALL).keys("gg").sees("[3 Clients]");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(console.modes_left(), [""; 0]);
    harmless(&console);
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
