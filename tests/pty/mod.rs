//! A person at a terminal: the real program on a pseudo-terminal, with keys, pastes and a mouse, and a screen that can be read.
//!
//! Nothing here sleeps: every wait is for a condition, with a deadline, and a failure prints the screen.

mod place;
#[cfg(target_os = "linux")]
pub mod process;

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

pub use place::Place;

/// Longer than anything takes on a loaded machine; only a failing test waits for it.
const DEADLINE: Duration = Duration::from_secs(20);
/// How often a condition outside the screen is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// The program on a terminal of its own.
pub struct Console {
    screen: vt100::Parser,
    said: Vec<u8>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    ended: Receiver<ExitStatus>,
    hung_up: Arc<AtomicBool>,
    pub pid: u32,
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// vt100 knows no empty screen.
fn at_least_one(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

impl Console {
    /// Starts a command on a terminal of so many columns and rows.
    pub fn start(command: CommandBuilder, size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = child.process_id().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let hung_up = Arc::new(AtomicBool::new(false));
        let (send, output) = channel();
        let gone = Arc::clone(&hung_up);
        std::thread::spawn(move || {
            let mut block = [0_u8; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut block) {
                if gone.load(Ordering::Acquire) || send.send(block[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (send, ended) = channel();
        std::thread::spawn(move || send.send(child.wait().unwrap()));
        Self {
            screen: vt100::Parser::new(at_least_one(size.1), at_least_one(size.0), 0),
            said: Vec::new(),
            output,
            input: pair.master.take_writer().unwrap(),
            master: pair.master,
            ended,
            hung_up,
            pid,
        }
    }

    /// Types; the bytes a terminal sends for these keys.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.garbage(keys.as_bytes())
    }

    /// Sends bytes, whatever they mean.
    pub fn garbage(&mut self, bytes: &[u8]) -> &mut Self {
        self.input.write_all(bytes).unwrap();
        self.input.flush().unwrap();
        self
    }

    /// Pastes as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// One mouse report: button, place, and whether it went down.
    fn mouse(&mut self, button: u8, (column, row): (u16, u16), down: bool) {
        let end = if down { 'M' } else { 'm' };
        self.keys(&format!("\x1b[<{button};{};{}{end}", column + 1, row + 1));
    }

    /// Presses and lets go.
    pub fn click(&mut self, at: (u16, u16)) -> &mut Self {
        self.mouse(0, at, true);
        self.mouse(0, at, false);
        self
    }

    /// Presses, carries, lets go.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Self {
        self.mouse(0, from, true);
        self.mouse(32, ((from.0 + to.0) / 2, (from.1 + to.1) / 2), true);
        self.mouse(32, to, true);
        self.mouse(0, to, false);
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.read_what_waits();
        self.screen.set_size(at_least_one(size.1), at_least_one(size.0));
        self.master.resize(pty_size(size)).unwrap();
        self
    }

    /// Takes the terminal away from under the program.
    pub fn hang_up(self) -> Receiver<ExitStatus> {
        let Self { master, mut input, ended, hung_up, .. } = self;
        hung_up.store(true, Ordering::Release);
        // The whole screen is drawn again: that wakes the reader, which then lets go of its side. A dialog that is busy takes no key.
        input.write_all(b"\x0c").unwrap();
        master.resize(pty_size((100, 33))).unwrap();
        drop((input, master));
        ended
    }

    /// What is on the screen.
    pub fn seen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything the program has written.
    pub fn said(&self) -> &[u8] {
        &self.said
    }

    /// Where a text begins on the screen: column and row.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let (rows, columns) = self.screen.screen().size();
        (0..rows.get()).find_map(|row| {
            let (mut line, mut places) = (String::new(), Vec::new());
            for column in 0..columns.get() {
                let cell = self.screen.screen().cell(row, column).filter(|cell| !cell.is_wide_continuation());
                let Some(cell) = cell else { continue };
                let content = if cell.has_contents() { cell.contents() } else { " " };
                places.extend(std::iter::repeat_n(column, content.len()));
                line.push_str(content);
            }
            line.find(text).map(|at| (places[at], row))
        })
    }

    /// The same, where it must be.
    pub fn place(&self, text: &str) -> (u16, u16) {
        self.find(text).unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{}", self.seen()))
    }

    /// Whether a frame has begun and not ended: a terminal shows nothing of it yet.
    fn mid_frame(&self) -> bool {
        let last = |mark: &[u8]| self.said.windows(mark.len()).rposition(|seen| seen == mark);
        last(b"\x1b[?2026h") > last(b"\x1b[?2026l")
    }

    fn take(&mut self, bytes: &[u8]) {
        self.said.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    fn read_what_waits(&mut self) {
        while let Ok(bytes) = self.output.try_recv() {
            self.take(&bytes);
        }
    }

    /// Waits until it is so; the words say what is waited for.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut so: impl FnMut(&Self) -> bool) -> &mut Self {
        let end = Instant::now() + DEADLINE;
        while self.mid_frame() || !so(self) {
            assert!(Instant::now() < end, "waited in vain: {what}\n{}", self.seen());
            match self.output.recv_timeout(GLANCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    assert!(so(self), "the program ended; waited for: {what}\n{}", self.seen());
                }
            }
        }
        self
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?} on the screen"), |console| console.find(text).is_some())
    }

    /// Waits until a text is no longer on the screen.
    #[track_caller]
    pub fn sees_no_more(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?} gone from the screen"), |console| console.find(text).is_none())
    }

    /// What is written in a span of time in which nothing is sent; the span is the measurement.
    pub fn written_within(&mut self, span: Duration) -> usize {
        let (before, end) = (self.said.len(), Instant::now() + span);
        while let Ok(bytes) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
        self.said.len() - before
    }

    /// Waits for the end; the answer is the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let end = Instant::now() + DEADLINE;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end:\n{}", self.seen()),
            }
        }
        self.ended.recv_timeout(DEADLINE).unwrap().exit_code()
    }

    /// Modes of the terminal that are still on, by name: empty when it is as it was before.
    pub fn modes_left(&self) -> Vec<&'static str> {
        let screen = self.screen.screen();
        let said = String::from_utf8_lossy(&self.said);
        let last = |on: &str, off: &str| said.rfind(on) > said.rfind(off);
        let modes = [
            ("alternate screen", screen.alternate_screen()),
            ("mouse", screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None),
            ("paste", screen.bracketed_paste()),
            ("no cursor", screen.hide_cursor()),
            ("drags", last("\x1b[?1002h", "\x1b[?1002l")),
            ("focus", last("\x1b[?1004h", "\x1b[?1004l")),
            ("keyboard", last("\x1b[>5u", "\x1b[<1u")),
            ("one update", last("\x1b[?2026h", "\x1b[?2026l")),
            ("title", last("\x1b[22;2t", "\x1b[23;2t")),
            ("raw", self.raw()),
        ];
        modes.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect()
    }

    /// Whether keys are passed on unread by the terminal.
    fn raw(&self) -> bool {
        self.master.get_termios().is_some_and(|modes| !format!("{:?}", modes.local_flags).contains("ICANON"))
    }
}
