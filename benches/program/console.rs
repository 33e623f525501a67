//! The console on a pseudo-terminal: keys go in, frames come out, and the moment of each is kept.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

use super::figures::{Figure, Unit, quantile};
use super::proc::Proc;

/// The screen every figure is taken on, in columns and rows.
const SIZE: (u16, u16) = (120, 40);
/// The last bytes of every frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// So long without a byte, and nothing more is coming.
const SILENCE: Duration = Duration::from_millis(300);
/// What is not there after so long will not come.
const LONGEST: Duration = Duration::from_secs(120);

/// A running console.
pub struct Console {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    written: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    tail: Vec<u8>,
    started: Instant,
}

/// What a key brought: bytes, frames, and the time from the key to the end of the last frame.
#[derive(Default)]
pub struct Painted {
    bytes: usize,
    frames: usize,
    /// From the key to the end of the first frame.
    pub first: Duration,
    /// From the key to the end of the last frame.
    pub took: Duration,
}

impl Console {
    /// Starts it on a book.
    pub fn open(program: &Path, book: &Path) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(["--today", "2026-06-15", "--user", "bench", "--book"]);
        Self::start(command, book)
    }

    /// Starts the floor on a book.
    pub fn floor(book: &Path) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program has a path"));
        command.arg("floor");
        Self::start(command, book)
    }

    fn start(mut command: CommandBuilder, book: &Path) -> Self {
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
        let PtyPair { slave, master } = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.arg(book);
        for name in ["QUARTERDECK_BOOK", "QUARTERDECK_ASCII", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        let folder = book.parent().expect("a book lies in a folder");
        command.env("HOME", folder);
        command.env("XDG_CONFIG_HOME", folder);
        command.env("XDG_DATA_HOME", folder);
        let mut reader = master.try_clone_reader().expect("a reader");
        let keys = master.take_writer().expect("a writer");
        let (send, written) = channel();
        std::thread::spawn(move || {
            let _terminal = master;
            let mut buffer = [0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if send.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = slave.spawn_command(command).expect("the console starts");
        let screen = vt100::Parser::new(SIZE.1.try_into().expect("rows"), SIZE.0.try_into().expect("columns"), 0);
        Self { child, keys, written, screen, tail: Vec::new(), started }
    }

    /// Reads frames until one shows all the words; the moment that frame had ended.
    pub fn until_shown(&mut self, words: &[&str]) -> Instant {
        loop {
            let (at, bytes) = self.written.recv_timeout(LONGEST).unwrap_or_else(|_| self.stuck(words));
            if self.take(&bytes) > 0 && self.shows(words) {
                return at;
            }
        }
    }

    fn shows(&self, words: &[&str]) -> bool {
        let shown = self.screen.screen().contents();
        words.iter().all(|word| shown.contains(word))
    }

    fn stuck(&self, words: &[&str]) -> ! {
        panic!("{words:?} never came; the screen shows:\n{}", self.screen.screen().contents())
    }

    /// Takes bytes in; the answer is how many frames they ended.
    fn take(&mut self, bytes: &[u8]) -> usize {
        self.screen.process(bytes);
        self.tail.extend_from_slice(bytes);
        let ended = self.tail.windows(FRAME_END.len()).filter(|window| *window == FRAME_END).count();
        let rest =
            self.tail.windows(FRAME_END.len()).rposition(|window| window == FRAME_END).map_or(0, |at| at + FRAME_END.len());
        self.tail.drain(..rest);
        ended
    }

    fn send(&mut self, keys: &str) -> Instant {
        let at = Instant::now();
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
        at
    }

    /// Keys, and the time until a frame shows the words.
    pub fn said(&mut self, keys: &str, words: &[&str]) -> Duration {
        let sent = self.send(keys);
        self.until_shown(words) - sent
    }

    /// A key, and the first frame after it.
    pub fn key(&mut self, key: &str) -> Painted {
        let sent = self.send(key);
        let mut painted = Painted::default();
        while painted.frames == 0 && self.hear(sent, &mut painted) {}
        painted
    }

    /// Keys at once, and everything until the console is silent and at rest.
    pub fn keys(&mut self, keys: &str) -> Painted {
        let sent = self.send(keys);
        let mut painted = Painted::default();
        while self.hear(sent, &mut painted) {}
        painted
    }

    /// Takes what is written next; the answer is whether there may be more. A console that is silent and works on is waited for.
    fn hear(&mut self, sent: Instant, painted: &mut Painted) -> bool {
        let mut worked = self.proc().ticks();
        while sent.elapsed() < LONGEST {
            if let Ok((at, bytes)) = self.written.recv_timeout(SILENCE) {
                painted.bytes += bytes.len();
                let frames = self.take(&bytes);
                if painted.frames == 0 && frames > 0 {
                    painted.first = at - sent;
                }
                painted.frames += frames;
                painted.took = at - sent;
                return true;
            }
            let before = std::mem::replace(&mut worked, self.proc().ticks());
            if worked == before {
                return false;
            }
        }
        false
    }

    fn proc(&self) -> Proc {
        Proc(self.child.process_id().expect("a running process"))
    }

    /// Quits; how long until the process had ended, and whether the terminal is as it was.
    pub fn quit(mut self) -> (Duration, bool) {
        let sent = self.send("q");
        self.child.wait().expect("the console ends");
        let took = sent.elapsed();
        while let Ok((_, bytes)) = self.written.recv_timeout(SILENCE) {
            self.screen.process(&bytes);
        }
        let screen = self.screen.screen();
        let clean = !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor();
        (took, clean && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None)
    }
}

/// The words of a board with its totals and rows.
pub const BOARD: [&str; 2] = ["Educate", "Sustain"];

/// All figures of the console over one book, and those of the floor, taken in turns.
pub fn measure(program: &Path, book: &Path) -> Vec<Figure> {
    let mut figures = first_frames(program, book);
    let mut console = Console::open(program, book);
    let mut floor = Console::floor(book);
    console.until_shown(&BOARD);
    floor.until_shown(&["Clients"]);
    console.keys("");
    console.keys("3");
    floor.keys("");
    let (own, beneath) = keys_in_a_list(&mut console, &mut floor, &mut figures);
    for (name, mut times, share) in [
        ("key → paint, p50", own.clone(), 0.5),
        ("key → paint, p95", own, 0.95),
        ("floor: key → paint, p50", beneath.clone(), 0.5),
        ("floor: key → paint, p95", beneath, 0.95),
    ] {
        figures.push(Figure::of(name, Unit::Time, quantile(&mut times, share)));
    }
    let queued = console.keys(&"j".repeat(500));
    floor.keys(&"j".repeat(500));
    figures.push(Figure::of("500 queued keys: until the last frame", Unit::Time, queued.took.as_secs_f64()));
    figures.push(Figure::of("500 queued keys: frames", Unit::Count, count(queued.frames)));
    idle(&mut console, &mut figures);
    let proc = console.proc();
    let memory = |proc: &Proc, what| proc.status(what).map(|kib| kib * 1024.0);
    figures.push(Figure::maybe("memory after 500 keys and more, resident", Unit::Memory, memory(&proc, "VmRSS")));
    figures.push(Figure::maybe("memory after 500 keys and more, peak", Unit::Memory, memory(&proc, "VmHWM")));
    figures.push(Figure::maybe("floor: memory after 500 keys and more", Unit::Memory, memory(&floor.proc(), "VmRSS")));
    let (took, clean) = console.quit();
    figures.push(Figure::of("quit", Unit::Time, took.as_secs_f64()));
    figures.push(Figure::of("quit: modes left on", Unit::Count, f64::from(u8::from(!clean))));
    figures.push(Figure::of("floor: quit", Unit::Time, floor.quit().0.as_secs_f64()));
    figures
}

/// First frames, one of ours and one of the floor in turns.
fn first_frames(program: &Path, book: &Path) -> Vec<Figure> {
    let first = |mut console: Console, words: &[&str]| {
        let shown = console.until_shown(words);
        let took = shown - console.started;
        console.quit();
        took.as_secs_f64()
    };
    let (mut own, mut beneath): (Vec<f64>, Vec<f64>) =
        (0..9).map(|_| (first(Console::open(program, book), &BOARD), first(Console::floor(book), &["Clients"]))).unzip();
    vec![
        Figure::of("first useful frame (board with totals)", Unit::Time, quantile(&mut own, 0.5)),
        Figure::of("floor: first frame", Unit::Time, quantile(&mut beneath, 0.5)),
    ]
}

/// Keys in the table of clients: the highlight moves within the window, then the window scrolls a row per key.
/// The same keys in the floor's list, in turns; the answer is the times of both.
fn keys_in_a_list(console: &mut Console, floor: &mut Console, figures: &mut Vec<Figure>) -> (Vec<f64>, Vec<f64>) {
    let dead = console.keys("k");
    let mut beneath = Vec::new();
    let mut press = |key: &str, times: usize| -> Vec<Painted> {
        let mut pressed = || {
            beneath.push(floor.key(key).took.as_secs_f64());
            console.key(key)
        };
        (0..times).map(|_| pressed()).collect()
    };
    let mut moves = press("j", 25);
    let way = press("j", 40);
    let scrolls = press("j", 210);
    let back = press("k", 200);
    let bytes = |painted: &[Painted]| quantile(&mut painted.iter().map(|one| count(one.bytes)).collect::<Vec<_>>(), 0.5);
    figures.push(Figure::of("bytes: move of the highlight", Unit::Bytes, bytes(&moves)));
    figures.push(Figure::of("bytes: scroll step", Unit::Bytes, bytes(&scrolls)));
    figures.push(Figure::of("bytes: key without effect", Unit::Bytes, count(dead.bytes)));
    moves.extend(way);
    moves.extend(scrolls);
    moves.extend(back);
    (moves.iter().map(|one| one.took.as_secs_f64()).collect(), beneath)
}

fn idle(console: &mut Console, figures: &mut Vec<Figure>) {
    let before = console.proc().wake_ups();
    let busy = console.proc().ticks();
    let until = Instant::now() + Duration::from_secs(2);
    let mut bytes = 0;
    while let Ok((_, written)) = console.written.recv_timeout(until.saturating_duration_since(Instant::now())) {
        bytes += written.len();
    }
    let since = |before: Option<f64>, after: Option<f64>| Some(after? - before?);
    figures.push(Figure::maybe("idle for 2 s: wake-ups", Unit::Count, since(before, console.proc().wake_ups())));
    figures.push(Figure::of("idle for 2 s: bytes", Unit::Bytes, count(bytes)));
    figures.push(Figure::maybe("idle for 2 s: clock ticks of CPU", Unit::Count, since(busy, console.proc().ticks())));
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).expect("few"))
}
