//! The bytes a terminal sends, taken apart: keys, pastes, the mouse; answers nobody asked for and garbage mean nothing.
//!
//! A sequence may come in any number of pieces. What cannot be a key is dropped whole: no part of a late colour report, of a paste
//! or of a broken sequence is ever taken for a command.

use std::time::Duration;

use crossterm::event::Event as Raw;

use super::PASTE_LIMIT;
use super::sequence::{self, Step};

/// How long the rest of a key's sequence may take; a lone Esc is one when nothing follows within it.
const KEY: Duration = Duration::from_millis(25);
/// How long the rest of an answer may take.
const ANSWER: Duration = Duration::from_millis(500);
/// After so long without a byte, Esc and Ctrl-c end a paste whose end the terminal never sent.
const STALLED: Duration = Duration::from_secs(1);
/// The longest sequence that is looked at; the rest of a longer one is dropped as it comes.
const LONGEST: usize = 256;

const PASTE_END: &[u8] = b"\x1b[201~";

/// What the next bytes are part of.
#[derive(Debug, Default)]
enum Mode {
    #[default]
    Keys,
    /// A paste: its text, bounded, and how much of its end has come.
    Paste { text: Vec<u8>, matched: usize },
    /// An answer of any length that ends with BEL or ST: the sign it began with, whether more came, whether the last was ESC.
    Answer { sign: u8, begun: bool, escape: bool },
    /// The rest of a sequence too long to mean anything.
    Endless,
}

/// Bytes in, events out.
#[derive(Debug, Default)]
pub struct Decoder {
    mode: Mode,
    held: Vec<u8>,
}

impl Decoder {
    /// Takes what the terminal sent after a time of silence and adds what it means.
    pub fn take(&mut self, bytes: &[u8], silence: Duration, out: &mut Vec<Raw>) {
        if let (Mode::Paste { .. }, true) = (&self.mode, silence >= STALLED && ENDS_A_STALLED_PASTE.contains(&bytes)) {
            self.end_paste(out);
            if matches!(bytes, b"\x1b" | b"\x1b[27u") {
                return;
            }
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.mode {
                Mode::Keys => self.take_keys(rest, out),
                Mode::Paste { .. } => self.take_paste(rest, out),
                Mode::Answer { .. } => self.take_answer(rest),
                Mode::Endless => self.take_endless(rest),
            };
        }
    }

    /// After how much silence [`Decoder::silence`] is to be called, if at all.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match self.mode {
            Mode::Keys if self.held.is_empty() => None,
            Mode::Keys if self.held.len() > 2 => Some(ANSWER),
            Mode::Keys | Mode::Answer { begun: false, .. } => Some(KEY),
            Mode::Answer { .. } | Mode::Endless => Some(ANSWER),
            Mode::Paste { .. } => None,
        }
    }

    /// Nothing followed: what was begun is a key of its own, or nothing.
    pub fn silence(&mut self, out: &mut Vec<Raw>) {
        match std::mem::take(&mut self.mode) {
            Mode::Keys => out.extend(sequence::alone(&self.held)),
            Mode::Answer { sign, begun: false, .. } => out.extend(sequence::alone(&[0x1b, sign])),
            Mode::Answer { .. } | Mode::Endless => {}
            paste @ Mode::Paste { .. } => {
                self.mode = paste;
                return;
            }
        }
        self.held.clear();
    }

    fn take_keys<'b>(&mut self, bytes: &'b [u8], out: &mut Vec<Raw>) -> &'b [u8] {
        // One sequence at a time: at most the bytes that were held before and those of one more.
        for (at, byte) in bytes.iter().enumerate() {
            self.held.push(*byte);
            match sequence::step(&self.held) {
                Step::More if self.held.len() > LONGEST => self.mode = Mode::Endless,
                Step::More => continue,
                Step::Key(raw) => out.extend(raw),
                Step::KeyBefore(raw) => {
                    // The last byte begins something new.
                    out.extend(raw);
                    self.held.clear();
                    return &bytes[at..];
                }
                Step::Paste => self.mode = Mode::Paste { text: Vec::new(), matched: 0 },
                Step::Answer(sign) => self.mode = Mode::Answer { sign, begun: false, escape: false },
            }
            self.held.clear();
            return &bytes[at + 1..];
        }
        &[]
    }

    fn take_paste<'b>(&mut self, bytes: &'b [u8], out: &mut Vec<Raw>) -> &'b [u8] {
        let Mode::Paste { text, matched } = &mut self.mode else { return bytes };
        let keep = |text: &mut Vec<u8>, more: &[u8]| {
            if text.len() <= PASTE_LIMIT {
                text.extend_from_slice(more);
            }
        };
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == PASTE_END[*matched] {
                *matched += 1;
                if *matched == PASTE_END.len() {
                    self.end_paste(out);
                    return &bytes[at + 1..];
                }
                continue;
            }
            // The end begins with the only Esc it has: what was matched is text.
            keep(text, &PASTE_END[..*matched]);
            *matched = usize::from(*byte == PASTE_END[0]);
            if *matched == 0 {
                keep(text, &[*byte]);
            }
        }
        &[]
    }

    fn end_paste(&mut self, out: &mut Vec<Raw>) {
        if let Mode::Paste { text, .. } = std::mem::take(&mut self.mode) {
            out.push(Raw::Paste(String::from_utf8_lossy(&text).into_owned()));
        }
    }

    fn take_answer<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Mode::Answer { begun, escape, .. } = &mut self.mode else { return bytes };
        *begun = true;
        for (at, byte) in bytes.iter().enumerate() {
            // BEL and ST end it, CAN and SUB break it off; another sequence that begins inside does as well.
            let ended = matches!(byte, 0x07 | 0x18 | 0x1a) || (*escape && *byte == b'\\');
            if ended {
                self.mode = Mode::Keys;
                return &bytes[at + 1..];
            }
            if *escape {
                self.mode = Mode::Keys;
                self.held.push(0x1b);
                return &bytes[at..];
            }
            *escape = *byte == 0x1b;
        }
        &[]
    }

    fn take_endless<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let end = bytes.iter().position(|byte| !(0x20..0x40).contains(byte));
        let Some(at) = end else { return &[] };
        self.mode = Mode::Keys;
        if bytes[at] == 0x1b { &bytes[at..] } else { &bytes[at + 1..] }
    }
}

/// Esc and Ctrl-c as terminals send them.
const ENDS_A_STALLED_PASTE: [&[u8]; 4] = [b"\x1b", b"\x03", b"\x1b[27u", b"\x1b[99;5u"];

#[cfg(test)]
mod tests;
