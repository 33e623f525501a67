//! Whatever a terminal sends, in whatever pieces: the same keys, and nothing from what is no key.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEventKind};
use proptest::prelude::*;

use super::*;
use crate::console::key::Key;

/// What bytes mean that come in pieces of a size, with silence at the end.
fn heard(bytes: &[u8], size: usize) -> Vec<Raw> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    for piece in bytes.chunks(size) {
        decoder.take(piece, Duration::ZERO, &mut out);
    }
    decoder.silence(&mut out);
    out
}

/// The keys among it, as the table of commands writes them.
fn keys(bytes: &[u8]) -> Vec<String> {
    let whole = heard(bytes, bytes.len().max(1));
    for size in 1..5 {
        assert_eq!(heard(bytes, size), whole, "in pieces of {size}: {bytes:?}");
    }
    let named = |raw: &Raw| match raw {
        Raw::Key(key) => Key::from_event(key).map(|key| key.to_string()),
        other => Some(format!("{other:?}")),
    };
    whole.iter().filter_map(named).collect()
}

#[test]
fn keys_of_every_protocol_are_one_key_in_whatever_pieces_they_come() {
    for (bytes, key) in [
        ("a", "a"),
        ("é", "é"),
        ("漢", "漢"),
        ("😀", "😀"),
        ("K", "K"),
        (" ", "Space"),
        ("\r", "Enter"),
        ("\n", "Ctrl-j"),
        ("\t", "Tab"),
        ("\x7f", "Backspace"),
        ("\x03", "Ctrl-c"),
        ("\x13", "Ctrl-s"),
        ("\x1c", "Ctrl-4"),
        ("\0", "Ctrl-Space"),
        ("\x1b", "Esc"),
        ("\x1bx", "Alt-x"),
        ("\x1bé", "Alt-é"),
        ("\x1b\r", "Alt-Enter"),
        ("\x1b]", "Alt-]"),
        ("\x1bP", "Alt-P"),
        ("\x1b_", "Alt-_"),
        ("\x1bO", "Alt-O"),
        ("\x1b[A", "Up"),
        ("\x1bOA", "Up"),
        ("\x1b[1;2B", "Shift-Down"),
        ("\x1b[1;5D", "Ctrl-Left"),
        ("\x1b[H", "Home"),
        ("\x1b[4~", "End"),
        ("\x1b[3~", "Delete"),
        ("\x1b[5~", "PageUp"),
        ("\x1b[6;5~", "Ctrl-PageDown"),
        ("\x1b[Z", "Shift-Tab"),
        ("\x1bOP", "F1"),
        ("\x1b[[E", "F5"),
        ("\x1b[15~", "F5"),
        ("\x1b[24~", "F12"),
        ("\x1b[97u", "a"),
        ("\x1b[97;5u", "Ctrl-a"),
        ("\x1b[97:65;2u", "A"),
        ("\x1b[13;2u", "Shift-Enter"),
        ("\x1b[9;2u", "Shift-Tab"),
        ("\x1b[27u", "Esc"),
        ("\x1b[127u", "Backspace"),
        ("\x1b[57400u", "1"),
        ("\x1b[57414u", "Enter"),
        ("\x1b[27;5;105~", "Ctrl-i"),
        ("\x1b[115;5:1u", "Ctrl-s"),
        ("\x1b[1;1:2A", "Up"),
        ("\x1b[49:33;2u", "!"),
    ] {
        assert_eq!(keys(bytes.as_bytes()), [key], "{bytes:?}");
    }
    assert_eq!(keys(b"ab\x1b[Ac\x1b\x1b[B\x1b"), ["a", "b", "Up", "c", "Esc", "Down", "Esc"]);
}

#[test]
fn answers_that_come_late_and_broken_sequences_fire_nothing() {
    for bytes in [
        "\x1b[?1;2c",
        "\x1b[>41;354;0c",
        "\x1b[=1c",
        "\x1b[0n",
        "\x1b[24;80R",
        "\x1b[1;5R",
        "\x1b[0;0R",
        "\x1b[?24;80R",
        "\x1b[?2026;2$y",
        "\x1b[?5u",
        "\x1b[8;24;80t",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1b]52;c;cnVuIGFsbA==\x07",
        "\x1b]l/bin/q\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1bP>|xterm(390)\x1b\\",
        "\x1bP!|00000000\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b^quiet\x1b\\",
        "\x1bXq\x1b\\",
        "\x1b]11;q\x18",
        "\x1b[<0;0;0M",
        "\x1b[<0;1M",
        "\x1b[<99999999;1;1M",
        "\x1b[<0;70000;1M",
        "\x1b[M !!",
        "\x1b[M   ",
        "\x1b[32;1;1M",
        "\x1b[201~",
        "\x1b[999~",
        "\x1b[1;999999A",
        "\x1b[u",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[8238u",
        "\x1b[57358u",
        "\x1b[q\u{9b}",
        "\u{202e}\u{200b}\u{85}\u{9b}\u{e0041}\u{feff}",
        "\x1b[\r",
    ] {
        let heard = keys(bytes.as_bytes());
        assert!(heard.iter().all(|key| key.starts_with("Mouse(")), "{bytes:?}: {heard:?}");
    }
    let long = format!("\x1b[{}Mq", "1;".repeat(5_000));
    assert_eq!(keys(long.as_bytes()), ["q"], "only what follows");
    assert_eq!(keys(b"\xff\xfe\xc3\x28\xe2\x82\x1b[A\xf0\x9f"), ["(", "Up"], "characters broken off");
}

#[test]
fn the_mouse_is_counted_from_the_first_cell() {
    let at = |bytes: &[u8]| heard(bytes, 3);
    let Some(Raw::Mouse(mouse)) = at(b"\x1b[<0;1;1M").pop() else { panic!("a press") };
    assert_eq!((mouse.column, mouse.row, mouse.modifiers), (0, 0, KeyModifiers::NONE));
    let Some(Raw::Mouse(mouse)) = at(b"\x1b[<84;65535;7M").pop() else { panic!("the wheel") };
    assert_eq!(
        (mouse.kind, mouse.column, mouse.modifiers),
        (MouseEventKind::ScrollUp, 65534, KeyModifiers::SHIFT | KeyModifiers::CONTROL)
    );
    assert_eq!(at(b"\x1b[I\x1b[O"), [Raw::FocusGained, Raw::FocusLost]);
}

#[test]
fn a_paste_is_one_text_whatever_stands_in_it() {
    let texts = ["", "q\rq\n", "\x1b[200~nested", "\x1b[201 ~", "\x1b[20\x1b[20", "\x1b\x1b[A", "é漢😀"];
    for text in texts {
        let sent = format!("\x1b[200~{text}\x1b[201~j");
        for size in [1, 2, 3, 7, 100] {
            let expected = [Raw::Paste(text.to_owned()), Raw::Key(KeyEvent::from(KeyCode::Char('j')))];
            assert_eq!(heard(sent.as_bytes(), size), expected, "{text:?} in pieces of {size}");
        }
    }
    let huge = [b"\x1b[200~".as_slice(), &vec![b'q'; 5 << 20], b"\x1b[201~j"].concat();
    let Some(Raw::Paste(text)) = heard(&huge, 1 << 14).into_iter().next() else { panic!("a paste") };
    assert!(text.len() <= PASTE_LIMIT + 16, "what is kept of it is bounded: {}", text.len());
}

#[test]
fn a_paste_without_an_end_fires_nothing_until_esc_ends_it() {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.take(b"\x1b[200~uuq\x03", Duration::ZERO, &mut out);
    assert_eq!(decoder.patience(), None, "nothing wakes for it");
    decoder.take(b"\x1b", Duration::from_millis(10), &mut out);
    decoder.take(b"q", Duration::from_secs(9), &mut out);
    assert!(out.is_empty(), "it is all text: {out:?}");
    decoder.take(b"\x1b", Duration::from_secs(2), &mut out);
    assert_eq!(out, [Raw::Paste("uuq\x03\x1bq".to_owned())]);
    decoder.take(b"j\x1b[201~k", Duration::ZERO, &mut out);
    assert_eq!(out.len(), 3, "keys are keys again, and the end that came late is nothing: {out:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn garbage_means_the_same_in_any_pieces_and_is_never_kept(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b']'), Just(b'~'), b'0'..=b'>', Just(b'M')], 0..400),
        size in 1..40_usize,
    ) {
        let clean: Vec<u8> = bytes.clone();
        prop_assert_eq!(heard(&clean, size), heard(&clean, clean.len().max(1)));
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.take(&bytes, Duration::ZERO, &mut out);
        decoder.silence(&mut out);
        prop_assert!(decoder.held.is_empty());
    }
}
