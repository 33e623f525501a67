//! Anything at all that a terminal may send, over the whole console: it goes on, and the book stays whole.

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::console::dialogs::trial::{TODAY, Trial, day};
use crate::console::event::Event;
use crate::console::input;
use crate::console::keys::Scope;
use crate::console::run::{Flow, Program};

/// Numbers of a fixed random sequence.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 8
    }

    fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.next() % many as u64).unwrap()
    }
}

/// Keys with names, reports and pastes as terminals send them.
const WHOLE: [&[u8]; 26] = [
    b"\x1b[A",
    b"\x1b[B",
    b"\x1b[C",
    b"\x1b[D",
    b"\x1b[1;2A",
    b"\x1b[1;2B",
    b"\x1b[1;2C",
    b"\x1b[1;2D",
    b"\x1b[5~",
    b"\x1b[6~",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[3~",
    b"\x1bOQ",
    b"\x1bOR",
    b"\x1b[Z",
    b"\t",
    b"\r",
    b"\x13",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[200~q\x03\x1b[Au\r\x1b[201~",
    b"\x1b[113u",
    b"\x1b[99;5u",
    b"\x1b]11;rgb:q/q/q\x07",
    b"\x1b[200~",
];

/// So many bytes: loose ones, whole keys, clicks and drags, pastes with and without an end.
fn anything(dice: &mut Dice, many: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(many + 32);
    while bytes.len() < many {
        match dice.below(8) {
            0 => bytes.push(u8::try_from(dice.below(256)).unwrap()),
            1 => bytes.push(b"\x1b[<;0M~uO?>"[dice.below(11)]),
            2 => bytes.extend(WHOLE[dice.below(WHOLE.len())]),
            3 => {
                let (button, x, y) = ([0, 0, 32, 64, 65, 2][dice.below(6)], dice.below(130), dice.below(50));
                let end = ['M', 'm'][dice.below(2)];
                bytes.extend(format!("\x1b[<{button};{x};{y}{end}").bytes());
            }
            _ => bytes.push(b' ' + u8::try_from(dice.below(95)).unwrap()),
        }
    }
    bytes
}

/// What was seen on the way.
#[derive(Debug, Default)]
struct Seen {
    events: usize,
    frames: usize,
    asides: usize,
    ends: Vec<String>,
}

/// Gives the console so many events that random bytes mean, in pieces, with a frame of any size after each piece. Where a person
/// would have left the program it goes on: what ended it is noted.
fn storm(seed: u64, events: usize) -> Seen {
    let mut trial = Trial::new(120, 40);
    let (mut dice, mut seen) = (Dice(seed), Seen::default());
    let mut terminal = input::Bytes::default();
    while seen.events < events {
        let many = 1 + dice.below(60);
        let mut taken = terminal.take(&anything(&mut dice, many), dice.below(20) == 0);
        if dice.below(10) == 0 {
            let size = |dice: &mut Dice, most: usize| u16::try_from(dice.below(most)).unwrap();
            let size = (size(&mut dice, 140), size(&mut dice, 50));
            taken.push([Event::Resize(size.0, size.1), Event::Resize(0, 0), Event::BookTouched][dice.below(3)].clone());
        }
        for event in taken {
            seen.events += 1;
            let (told, scope) = (format!("{event:?}"), trial.app.scope());
            let by_hand = matches!(event, Event::Key(_) | Event::Mouse(..));
            match trial.app.handle(event) {
                Flow::Go | Flow::Redraw => {}
                Flow::Suspend => seen.asides += 1,
                Flow::End => {
                    assert!(by_hand, "{told} ended the program in {scope:?}");
                    assert!(!scope.is_typing() || scope == Scope::Picker, "{told} ended the program in {scope:?}");
                    seen.ends.push(format!("{scope:?}: {told}"));
                }
            }
        }
        if trial.app.next_wake().is_some_and(|at| at <= Instant::now()) {
            trial.app.woken(Instant::now());
        }
        let (columns, rows) = if dice.below(4) == 0 { (dice.below(140), dice.below(50)) } else { (120, 40) };
        let area = Rect::new(0, 0, u16::try_from(columns).unwrap(), u16::try_from(rows).unwrap());
        trial.app.draw(&mut Buffer::empty(area));
        seen.frames += 1;
    }
    drop(std::mem::replace(&mut trial.app, Trial::empty(80, 24).app));
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), [], "the book is whole");
    seen
}

#[test]
fn whatever_a_terminal_sends_the_console_goes_on_and_the_book_stays_whole() {
    let seen = storm(0x9e37_79b9_7f4a_7c15, 2_000);
    assert!(seen.frames > 50, "{seen:?}");
}

#[test]
#[ignore = "long: 100,000 events, and 20 MB taken apart"]
fn a_hundred_thousand_events_and_twenty_megabytes_do_no_harm() {
    // Random keys do export, to names of their own making.
    let folder = tempfile::tempdir().unwrap();
    std::env::set_current_dir(folder.path()).unwrap();
    let begun = Instant::now();
    let mut ends = std::collections::BTreeMap::<String, usize>::new();
    let (mut events, mut frames, mut asides) = (0, 0, 0);
    for seed in 1..=20 {
        let seen = storm(seed * 0x9e37_79b9, 5_000);
        (events, frames, asides) = (events + seen.events, frames + seen.frames, asides + seen.asides);
        seen.ends.into_iter().for_each(|end| *ends.entry(end).or_default() += 1);
    }
    eprintln!("{events} events, {frames} frames, {asides} asides in {:?}; what ended it:\n{ends:#?}", begun.elapsed());
    let (begun, mut dice, mut terminal, mut meant) = (Instant::now(), Dice(7), input::Bytes::default(), 0);
    for _ in 0..320 {
        meant += terminal.take(&anything(&mut dice, 1 << 16), false).len();
    }
    std::env::set_current_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
    eprintln!("20 MB taken apart in {:?}: {meant} events", begun.elapsed());
}
