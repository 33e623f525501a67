//! One key, mouse report or control sequence, from its first byte to its last.

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::mouse;
use crate::domain::text::Shown;

/// What the bytes taken so far are.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// The beginning of something.
    More,
    /// All of a sequence: what it means, if anything.
    Key(Option<Raw>),
    /// All but the last byte are a sequence; the last begins another.
    KeyBefore(Option<Raw>),
    /// A paste begins.
    Paste,
    /// An answer of any length begins, with this sign after Esc.
    Answer(u8),
}

/// Looks at bytes of which all but the last were the beginning of something.
pub fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] | [0x1b] | [0x1b, b'[' | b'O'] => Step::More,
        [0x1b, 0x1b] => Step::KeyBefore(key(KeyCode::Esc, KeyModifiers::NONE)),
        [0x1b, sign @ (b']' | b'P' | b'X' | b'^' | b'_')] => Step::Answer(*sign),
        [0x1b, b'O', 0x1b] => Step::KeyBefore(alone(b"\x1bO")),
        [0x1b, b'O', last] => Step::Key(application(*last)),
        [0x1b, b'[', rest @ ..] => control(rest),
        // A character broken off: what is no part of one begins anew.
        [0x1b, _, .., 0..0x80] | [0x80..=0xff, .., 0..0x80] => Step::KeyBefore(None),
        [0x1b, rest @ ..] => match character(rest) {
            Some(found) => Step::Key(found.and_then(|(code, held)| key(code, held | KeyModifiers::ALT))),
            None => Step::More,
        },
        bytes => match character(bytes) {
            Some(found) => Step::Key(found.and_then(|(code, held)| key(code, held))),
            None => Step::More,
        },
    }
}

/// What a beginning means after which nothing came.
pub fn alone(bytes: &[u8]) -> Option<Raw> {
    match bytes {
        [0x1b] => key(KeyCode::Esc, KeyModifiers::NONE),
        [0x1b, sign] if sign.is_ascii_graphic() => key(KeyCode::Char(char::from(*sign)), KeyModifiers::ALT),
        _ => None,
    }
}

fn key(code: KeyCode, held: KeyModifiers) -> Option<Raw> {
    Some(Raw::Key(KeyEvent::new(code, held)))
}

/// A character in UTF-8 or a control byte: none while more bytes are to come, and within that none where it is garbage.
fn character(bytes: &[u8]) -> Option<Option<(KeyCode, KeyModifiers)>> {
    let ctrl = |first: u8, byte: u8| (KeyCode::Char(char::from(first + byte)), KeyModifiers::CONTROL);
    Some(Some(match bytes {
        [b'\r'] => (KeyCode::Enter, KeyModifiers::NONE),
        [b'\t'] => (KeyCode::Tab, KeyModifiers::NONE),
        [0x7f] => (KeyCode::Backspace, KeyModifiers::NONE),
        [0] => (KeyCode::Char(' '), KeyModifiers::CONTROL),
        [byte @ 0x01..=0x1a] => ctrl(b'a', byte - 1),
        [byte @ 0x1c..=0x1f] => ctrl(b'4', byte - 0x1c),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => return Some(text.chars().next().and_then(typed)),
            Err(error) if error.error_len().is_none() => return None,
            Err(_) => return Some(None),
        },
    }))
}

/// A character that can be typed: what controls or hides is not, but for what joins letters and pictures.
fn typed(c: char) -> Option<(KeyCode, KeyModifiers)> {
    let joins = matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    let held = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    (joins || Shown::is_plain(c)).then_some((KeyCode::Char(c), held))
}

/// `ESC O x`: keys of the application mode.
fn application(last: u8) -> Option<Raw> {
    let code = lettered(last).or(match last {
        b'M' => Some(KeyCode::Enter),
        b'j'..=b'y' => Some(KeyCode::Char(char::from(last - b'j' + b'*'))),
        _ => None,
    });
    code.and_then(|code| key(code, KeyModifiers::NONE))
}

fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// `ESC [ …`, without those two.
fn control(rest: &[u8]) -> Step {
    let [before @ .., last] = rest else { return Step::More };
    match (before, last) {
        ([b'[', ..], _) => {
            return match (rest.len(), last) {
                (2, b'A'..=b'E') => Step::Key(key(KeyCode::F(1 + last - b'A'), KeyModifiers::NONE)),
                (2, 0x1b) => Step::KeyBefore(None),
                _ => Step::Key(None),
            };
        }
        ([], b'[') => return Step::More,
        ([b'M', ..], _) => return if rest.len() < 4 { Step::More } else { Step::Key(mouse::plain(&rest[1..])) },
        ([], b'M') => return Step::More,
        (_, 0x20..=0x3f) => return Step::More,
        (_, 0x1b) => return Step::KeyBefore(None),
        (_, 0x40..=0x7e) => {}
        // Nothing that can stand in a sequence.
        (_, _) => return Step::Key(None),
    }
    if (before, *last) == (b"200", b'~') {
        return Step::Paste;
    }
    Step::Key(match before {
        [b'<', report @ ..] if matches!(last, b'M' | b'm') => mouse::report(report, *last == b'm'),
        before => std::str::from_utf8(before).ok().and_then(|before| pressed(before, *last)),
    })
}

/// A sequence of numbers and its last letter.
fn pressed(numbers: &str, last: u8) -> Option<Raw> {
    let mut fields = numbers.split(';');
    let mut first = fields.next().unwrap_or_default().split(':');
    let code: Option<u32> = first.next().and_then(|code| code.parse().ok());
    let mut second = fields.next().unwrap_or_default().split(':');
    let mask: u16 = match second.next() {
        None | Some("") => 1,
        Some(mask) => mask.parse().ok()?,
    };
    let kind = match second.next() {
        Some("3") => KeyEventKind::Release,
        Some("2") => KeyEventKind::Repeat,
        _ => KeyEventKind::Press,
    };
    let held = modifiers(mask);
    let (found, held) = match (last, code) {
        (b'I', None) if numbers.is_empty() => return Some(Raw::FocusGained),
        (b'O', None) if numbers.is_empty() => return Some(Raw::FocusLost),
        (b'Z', None | Some(1)) => (KeyCode::BackTab, held | KeyModifiers::SHIFT),
        // With numbers it is an answer: where the cursor stands.
        (b'R', Some(_)) => return None,
        (b'~', Some(27)) => coded(fields.next()?.parse().ok()?, None, held)?,
        (b'~', Some(code)) => (numbered(code)?, held),
        (b'u', Some(code)) => coded(code, first.next().and_then(|shifted| shifted.parse().ok()), held)?,
        (letter, None | Some(1)) => (lettered(letter)?, held),
        (_, _) => return None,
    };
    Some(Raw::Key(KeyEvent::new_with_kind(found, held, kind)))
}

fn modifiers(mask: u16) -> KeyModifiers {
    const BITS: [(u16, KeyModifiers); 6] = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    let mask = mask.saturating_sub(1);
    BITS.into_iter().filter(|(bit, _)| mask & bit != 0).fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}

fn numbered(code: u32) -> Option<KeyCode> {
    let f = |number: u32| u8::try_from(number).ok().map(KeyCode::F);
    match code {
        1 | 7 => Some(KeyCode::Home),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => f(code - 10),
        17..=21 => f(code - 11),
        23..=26 => f(code - 12),
        28..=29 => f(code - 15),
        31..=34 => f(code - 17),
        _ => None,
    }
}

/// A key by its character's number (`CSI … u`), with the shifted character where the terminal tells it.
fn coded(code: u32, shifted: Option<u32>, held: KeyModifiers) -> Option<(KeyCode, KeyModifiers)> {
    if let Some(c) = shifted.and_then(char::from_u32).filter(|_| held.contains(KeyModifiers::SHIFT)) {
        let (code, _) = typed(c)?;
        return Some((code, held - KeyModifiers::SHIFT));
    }
    let code = match code {
        27 => KeyCode::Esc,
        13 | 57414 => KeyCode::Enter,
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        127 => KeyCode::Backspace,
        57376..=57387 => KeyCode::F(u8::try_from(code - 57376 + 13).ok()?),
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57426 => KeyCode::Delete,
        code => return typed(char::from_u32(code)?).map(|(code, _)| (code, held)),
    };
    Some((code, held))
}
