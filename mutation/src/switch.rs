//! Planted into the mutated crate: says whether a mutant is the one that is tried.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::Relaxed};

const UNREAD: u32 = u32::MAX;
const REACH: u32 = u32::MAX - 1;
const MOST: usize = 65_536;

static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicU8; MOST] = [const { AtomicU8::new(0) }; MOST];
static LIST: Mutex<Option<std::fs::File>> = Mutex::new(None);

/// Whether mutant `n` is the one that is tried.
#[inline]
pub fn on(n: u32) -> bool {
    let chosen = CHOSEN.load(Relaxed);
    chosen == n || (chosen >= REACH && seldom(n))
}

#[cold]
fn seldom(n: u32) -> bool {
    if CHOSEN.load(Relaxed) == UNREAD {
        let mut list = LIST.lock().expect("no panic while held");
        match said("MUTATION_REACH") {
            Some(path) => {
                *list = std::fs::OpenOptions::new().create(true).append(true).open(path).ok();
                CHOSEN.store(REACH, Relaxed);
            }
            None => CHOSEN.store(said("MUTATION_TRY").and_then(|n| n.parse().ok()).unwrap_or(0), Relaxed),
        }
    }
    if CHOSEN.load(Relaxed) == REACH {
        if REACHED[n as usize].swap(1, Relaxed) == 0
            && let Ok(mut list) = LIST.lock()
            && let Some(file) = list.as_mut()
        {
            let _ = file.write_all(&n.to_le_bytes());
        }
        return false;
    }
    CHOSEN.load(Relaxed) == n
}

/// A variable of this process, or of the one that started it with an empty environment.
fn said(name: &str) -> Option<String> {
    if let Ok(value) = std::env::var(name) {
        return Some(value);
    }
    let mut process = "self".to_owned();
    for _ in 0..4 {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        process = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().to_owned();
        let environment = std::fs::read(format!("/proc/{process}/environ")).ok()?;
        let entry = environment.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(format!("{name}=").as_bytes()));
        if let Some(value) = entry {
            return String::from_utf8(value.to_vec()).ok();
        }
    }
    None
}

/// A number that has a next and a previous one.
pub trait Step: Sized {
    /// The next.
    fn next(self) -> Self;
    /// The previous.
    fn previous(self) -> Self;
}

macro_rules! steps {
    ($($number:ty)*) => { $(impl Step for $number {
        fn next(self) -> Self { self.wrapping_add(1) }
        fn previous(self) -> Self { self.wrapping_sub(1) }
    })* };
}
steps!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// The end of a range, or with mutant `n` the next.
pub fn up<T: Step>(n: u32, end: T) -> T {
    if on(n) { end.next() } else { end }
}

/// The end of a range, or with mutant `n` the previous.
pub fn down<T: Step>(n: u32, end: T) -> T {
    if on(n) { end.previous() } else { end }
}
